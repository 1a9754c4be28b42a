"""What letters told a member of the sitting, and what the member may say there (rules §8, §15).

Everything of an application closed to the member is left out: no line, no count.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zgc_review.catalogue.model import Label, Screening, Veto
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.domain.states import CLOSED, SheetStatus
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating import Discussion, heard_discussion
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_opinions import OpinionText, newest_opinion, parted
from zgc_review.services.desk import Desk
from zgc_review.services.returning import acts_owed
from zgc_review.services.revising import REVISION
from zgc_review.services.revising_rules import check_revisable, own_sheet
from zgc_review.services.rounds import catalogue_of, my_code, state_of
from zgc_review.services.sitting_notes import Notes, notes_of


@dataclass(frozen=True)
class HeardClaim:
    """A veto or screening item that was put forward; ``vote`` is the own one: ``yes``, ``no`` or empty."""

    item: str
    name: Label
    by: str
    text: str = field(repr=False)
    document: str | None
    page: int | None
    vote: str


@dataclass(frozen=True)
class HeardOpinion:
    """The opinion of the group; ``vote`` is the own one: ``agree``, ``dissent`` or empty."""

    by: str
    text: OpinionText = field(repr=False)
    vote: str
    dissent: str = field(repr=False)
    is_own: bool


@dataclass(frozen=True)
class HeardItem:
    """One application of the sitting as a member sees it.

    Attributes:
        revision: ``""``, ``open`` (may be begun), ``started`` or ``signed``.
        before, after: own totals, points × 100.
        explained: own written explanation as signed.
        items: what may be claimed, by id.
        claimed: item of the own claim, empty without one.
    """

    application: str
    number: str
    unit: str = field(repr=False)
    title: str = field(repr=False)
    discussion: Discussion
    revision: str
    before: int | None
    after: int | None
    explained: str = field(repr=False)
    claims: tuple[HeardClaim, ...]
    opinion: HeardOpinion | None
    items: tuple[tuple[str, Label], ...]
    claimed: str
    documents: tuple[DocumentRow, ...]
    stage: str = "proposal"

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for the member's word: a vote, or a revision that was begun."""
        unvoted = any(not one.vote for one in self.claims)
        silent = self.opinion is not None and not self.opinion.is_own and not self.opinion.vote
        return unvoted or silent or self.revision == "started"

    @property
    def is_open(self) -> bool:
        """Whether the member may do something here, if only revise the sheet while it is discussed."""
        return self.is_waiting or self.revision == "open"


@dataclass(frozen=True)
class Heard:
    """The sitting as far as letters told of it; notes; how many signed acts no file holds yet."""

    items: tuple[HeardItem, ...] = ()
    notes: Notes = field(default_factory=dict, repr=False)
    owed: int = 0


def read_heard(desk: Desk, row: RoundRow) -> Heard:
    """Read what is told of the sitting, by number of the application."""
    with desk.vault.begin() as uow:
        if not uow.messages.find(row.round_id, "assignment"):
            return Heard()
        state = state_of(uow, row)
        hearing = _Hearing(uow, row, state, ConsentBook(uow, row, state), my_code(uow, row, state))
        rows = [one for one in uow.applications.all(row.round_id) if one.state not in CLOSED]
        items = tuple(hearing.item(one) for one in rows if hearing.tells_of(one.application_id))
        return Heard(items, notes_of(uow, row), len(acts_owed(uow, row)))


@dataclass(frozen=True)
class _Hearing:
    """What every item is read from."""

    uow: UnitOfWork
    row: RoundRow
    state: RoundState
    book: ConsentBook
    code: str

    def tells_of(self, application: str) -> bool:
        """Say whether anything was told about an application."""
        return any(self.book.of(act, application) for act in ("discuss", "veto_claim", "opinion"))

    def item(self, one: ApplicationRow) -> HeardItem:
        """Gather everything about one application."""
        name, record = one.application_id, one.record
        initial, revised = self._sheet(name, "initial"), self._sheet(name, "revision")
        return HeardItem(
            application=name,
            number=one.number,
            unit=str(record.get("unit_name", "")),
            title=str(record.get("title", "")),
            discussion=heard_discussion(self.book.of("discuss", name)),
            revision=self._revision(one),
            before=initial.total if initial is not None else None,
            after=revised.total if revised is not None else None,
            explained=self._own_text("explain", name),
            claims=self._claims(one),
            opinion=self._opinion(name),
            items=self._items(one),
            claimed=next(
                (
                    str(said.body.values["item"])
                    for said in self.book.of("veto_claim", name)
                    if said.code == self.code and said.body.about is None
                ),
                "",
            ),
            documents=self.uow.applications.documents(name),
            stage=self.state.settings.stage,
        )

    def _sheet(self, application: str, phase: str) -> SheetBody | None:
        found = own_sheet(self.uow, self.row, application, "initial" if phase == "initial" else "revision")
        body: SheetBody | None = post.body_of_row(found) if found is not None else None
        return body

    def _revision(self, one: ApplicationRow) -> str:
        """Say how far the own revision is."""
        if one.state != SheetStatus.LOCKED:
            return ""
        if own_sheet(self.uow, self.row, one.application_id, "revision") is not None:
            return "signed"
        try:
            check_revisable(self.uow, self.row, self.state, one)
        except GateError:
            return ""
        begun = self.uow.drafts.newest(self.row.round_id, one.application_id, REVISION)
        return "started" if begun is not None else "open"

    def _own_text(self, act: str, application: str) -> str:
        return next((one.body.text for one in self.book.of(act, application) if one.code == self.code), "")

    def _claims(self, one: ApplicationRow) -> tuple[HeardClaim, ...]:
        """Return the claims by item, each with the own vote."""
        votes = {
            vote.body.about: vote.body.answer
            for vote in self.book.of("veto_vote", one.application_id)
            if vote.code == self.code
        }
        names, found = dict(self._items(one)), []
        for said in self.book.of("veto_claim", one.application_id):
            item, values = str(said.body.values["item"]), said.body.values
            document, page = values["document"], values["page"]
            found.append(
                HeardClaim(
                    item=item,
                    name=names.get(item, Label(zh=item, en=item)),
                    by=said.code,
                    text=said.body.text,
                    document=document if isinstance(document, str) else None,
                    page=page if isinstance(page, int) else None,
                    vote=votes.get(said.id, ""),
                )
            )
        return tuple(sorted(found, key=lambda claim: (claim.item, claim.by)))

    def _opinion(self, application: str) -> HeardOpinion | None:
        about = newest_opinion(self.uow, self.row, application)
        said = next((one for one in self.book.of("opinion", application) if one.id == about), None)
        if said is None:
            return None
        votes = (one for one in self.book.of("opinion_vote", application) if one.body.about == about)
        own = next((one for one in votes if one.code == self.code), None)
        return HeardOpinion(
            by=said.code,
            text=parted(said.body.text),
            vote=own.body.answer if own is not None else "",
            dissent=own.body.text if own is not None else "",
            is_own=said.code == self.code,
        )

    def _items(self, one: ApplicationRow) -> tuple[tuple[str, Label], ...]:
        """Return what may be claimed: screening items of the stage, then vetoes."""
        catalogue = catalogue_of(self.uow, self.state)
        rubric = catalogue.rubric(one.sub_direction, self.state.settings.stage)
        vetoes: tuple[Screening | Veto, ...] = catalogue.vetoes_for(
            catalogue.measure_of(one.sub_direction).id
        )
        listed = (*rubric.screening, *vetoes)
        return tuple((found.id, Label(zh=found.zh, en=found.en)) for found in listed)
