"""What the discussion page reads: items in the order of the sitting, sheets beside each other, words given.

Everything is taken over the visible set: an application that is closed to the reader is in no list, count
or order here (rules §15).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ui.viewmodels.chair.panel import Entry, Panel
from zgc_review.catalogue.model import Criterion
from zgc_review.domain.bodies import RecusalLine, SheetBody
from zgc_review.domain.results import Mark
from zgc_review.domain.rows import DocumentRow, RoundRow
from zgc_review.services.deliberating_agenda import is_on_agenda, reasons_of
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_opinions import Opinion, opinion_on
from zgc_review.services.desk import Desk
from zgc_review.services.panel_sheets import SeenPanel, panel_sheets
from zgc_review.services.panel_view import PanelLine, PanelView
from zgc_review.services.returning import acts_owed
from zgc_review.services.rounds import state_of
from zgc_review.services.sitting_notes import Notes, notes_of
from zgc_review.services.vetoes import VetoOutcome


@dataclass(frozen=True)
class Column:
    """One expert's sheet: the first one, the revision where there is one, and their marks.

    ``owes``: a written explanation of the total is still due (S07).
    """

    code: str
    is_own: bool
    initial: SheetBody | None = field(repr=False)
    revision: SheetBody | None = field(repr=False)
    before: Mark | None
    after: Mark | None
    owes: bool

    @property
    def counting(self) -> SheetBody | None:
        """The sheet that counts now."""
        return self.revision or self.initial

    @property
    def is_flagged(self) -> bool:
        """Whether S07 points at the sheet that counts."""
        return self.after is not None and bool(self.after.flags)


@dataclass(frozen=True)
class Claim:
    """A veto or screening item that somebody put forward, its evidence, and what became of it."""

    by: str
    zh: str
    en: str
    text: str = field(repr=False)
    document: str | None
    page: int | None
    outcome: VetoOutcome


@dataclass(frozen=True)
class Item:
    """One application as the discussion page shows it.

    Attributes:
        reasons: why it is discussed: ``spread`` … ``near_line``, ``tie``, ``asked``.
        leaving: members who are absent for it, by code and rule.
        explanations: code and words of those who explained their total.
        absent: plaintext digests of documents that are not in this vault.
    """

    entry: Entry
    line: PanelLine
    reasons: tuple[str, ...]
    leaving: tuple[RecusalLine, ...]
    criteria: tuple[Criterion, ...]
    columns: tuple[Column, ...]
    explanations: tuple[tuple[str, str], ...] = field(repr=False)
    claims: tuple[Claim, ...]
    opinion: Opinion | None
    documents: tuple[DocumentRow, ...]
    absent: frozenset[str]
    stage: str = "proposal"

    @property
    def application(self) -> str:
        """Id of the application."""
        return self.entry.application

    @property
    def is_on_agenda(self) -> bool:
        """Whether there is anything to discuss, or was."""
        return is_on_agenda(self.line, self.reasons)

    @property
    def codes_leaving(self) -> tuple[str, ...]:
        """Codes of those who leave, each once."""
        return tuple(sorted({one.code for one in self.leaving}))


@dataclass(frozen=True)
class Discussion:
    """Items in the order of the sitting; notes; how many signed acts wait to be written."""

    items: tuple[Item, ...] = ()
    notes: Notes = field(default_factory=dict, repr=False)
    owed: int = 0

    @cached_property
    def agenda(self) -> tuple[Item, ...]:
        """Items there is something to discuss about."""
        return tuple(one for one in self.items if one.is_on_agenda)

    @cached_property
    def rest(self) -> tuple[Item, ...]:
        """Everything else the reader may see."""
        return tuple(one for one in self.items if not one.is_on_agenda)


def read_discussion(desk: Desk, row: RoundRow, panel: Panel) -> Discussion:
    """Read the discussion over the panel files of :class:`Panel`, in one transaction."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        documents = uow.applications.documents_of_all(row.round_id)
        reading = _Reading(desk, panel, ConsentBook(uow, row, state), notes_of(uow, row), documents)
        items: list[Item] = []
        for view in panel.views:
            seen = panel_sheets(uow, row, view.group)
            for line in _in_order(view):
                entry = panel.entries.get(line.line.application)
                if entry is not None:
                    items.append(reading.item(seen, line, entry))
        return Discussion(tuple(items), reading.notes, len(acts_owed(uow, row)))


def _in_order(view: PanelView) -> list[PanelLine]:
    """Sort by pool and rank among what the reader sees; what has no rank follows by number."""
    places = {
        one.application: (pool_at, one.rank)
        for pool_at, pool in enumerate(view.aggregate.pools)
        for one in pool.lines
    }
    last = (len(view.aggregate.pools), 0)
    return sorted(view.lines, key=lambda one: (*places.get(one.line.application, last), one.number))


@dataclass(frozen=True)
class _Reading:
    """What every item is read from."""

    desk: Desk
    panel: Panel
    book: ConsentBook
    notes: Notes
    documents: Mapping[str, tuple[DocumentRow, ...]]

    def item(self, seen: SeenPanel, line: PanelLine, entry: Entry) -> Item:
        """Gather everything about one application."""
        panel, name = self.panel, entry.application
        documents = self.documents.get(name, ())
        objects = self.desk.vault.objects
        return Item(
            entry=entry,
            line=line,
            reasons=reasons_of(line, self.notes),
            leaving=seen.leaving.get(name, ()),
            criteria=tuple(panel.catalogue.rubric(entry.sub_direction, panel.settings.stage).criteria),
            columns=_columns(seen.sheets, line, panel.reader),
            explanations=tuple((one.code, one.body.text) for one in self.book.of("explain", name)),
            claims=_claims(panel, entry, self.book, line),
            opinion=opinion_on(self.book, name, panel.reader),
            documents=documents,
            absent=frozenset(one.plain for one in documents if not objects.has(one.object)),
            stage=panel.settings.stage,
        )


def _columns(sheets: Mapping[str, SheetBody], line: PanelLine, reader: str) -> tuple[Column, ...]:
    """Return the sheets that count, by code, each with its revision."""
    before = {mark.code: mark for mark in line.line.before.marks}
    after = {mark.code: mark for mark in line.line.after.marks}
    found = []
    for code in sorted({*before, *after}):
        first, last = before.get(code), after.get(code)
        revised = last is not None and last.phase == "revision"
        found.append(
            Column(
                code=code,
                is_own=code == reader,
                initial=sheets.get(first.sheet) if first is not None else None,
                revision=sheets.get(last.sheet) if last is not None and revised else None,
                before=first,
                after=last,
                owes=code in line.owing,
            )
        )
    return tuple(found)


def _claims(panel: Panel, entry: Entry, book: ConsentBook, line: PanelLine) -> tuple[Claim, ...]:
    """Return the claims with their outcomes, by item."""
    names = panel.items(entry)
    said = {one.id: one for one in book.of("veto_claim", entry.application)}
    found = []
    for outcome in line.vetoes:
        word = said.get(outcome.claim)
        if word is None:
            continue
        document, page = word.body.values["document"], word.body.values["page"]
        zh, en = names.get(outcome.item, (outcome.item, outcome.item))
        found.append(
            Claim(
                by=outcome.raised_by,
                zh=zh,
                en=en,
                text=word.body.text,
                document=document if isinstance(document, str) else None,
                page=page if isinstance(page, int) else None,
                outcome=outcome,
            )
        )
    return tuple(found)
