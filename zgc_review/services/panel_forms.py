"""Forms as a chair sees them before they are official: over the panel files, by code, marked as such (§15).

F08 and F14 count over the applications open to the reader; F09 and F10 are those of these applications. The
forms that are signed in ink, with names and the official numbers, come from the secretary's vault alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.export.form_values import MarkCell
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import items_by_sub_direction
from zgc_review.services.deliberating_explaining import explained_sheets
from zgc_review.services.deliberating_forms import Sitting, group_opinions, veto_records
from zgc_review.services.desk import Desk
from zgc_review.services.form_heads import Paper
from zgc_review.services.form_previews import FormItem, listed_items, save_items
from zgc_review.services.forms import results_of, summary_of
from zgc_review.services.panel_view import PanelLine, PanelView, panel_views
from zgc_review.services.rounds import catalogue_of, state_of

#: Forms a chair may look at, in order of their numbers.
FORMS_SEEN = ("F08", "F09", "F10", "F14")
Named: TypeAlias = Iterator[tuple[str, Struct]]


@dataclass(frozen=True)
class _Seen:
    """One group as its reader sees it."""

    uow: UnitOfWork
    row: RoundRow
    state: RoundState
    view: PanelView
    paper: Paper
    lines: Mapping[str, PanelLine]
    several: bool

    @property
    def name(self) -> str:
        """What a form of the whole group is called: nothing where there is one group only."""
        return self.view.group if self.several else ""


def items_seen(desk: Desk, row: RoundRow, form: str, most: int | None = None) -> tuple[FormItem, ...]:
    """Return every form of one number over the panel files that were taken; empty where there is none.

    With ``most`` a form that has more rows is an excerpt, to be looked at.

    Raises:
        AggregationError: ``aggregation.*``.
    """
    with desk.vault.begin() as uow:
        found = _read(uow, row, desk.clock.now())
        return listed_items(form, (made for seen in found for made in _MAKERS[form](seen)), most)


def save_seen(
    row: RoundRow, folder: Path, items: Iterable[FormItem], *, books: bool = False
) -> tuple[Path, ...]:
    """Write such forms, as PDF and with ``books`` as workbooks as well; no file is called as an official one.

    Raises:
        GateError: ``forms.nothing``; StorageError: ``seal.file.*``.
    """
    named = [replace(one, name=f"{one.name}-seen" if one.name else "seen") for one in items]
    return save_items(row, folder, named, books=books)


def _read(uow: UnitOfWork, row: RoundRow, at: str) -> tuple[_Seen, ...]:
    """Return every group, each with the applications it shows and no other."""
    state, views = state_of(uow, row), panel_views(uow, row)
    if not views:
        return ()
    catalogue = catalogue_of(uow, state)
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    found = []
    for view in views:
        lines = {one.line.application: one for one in view.lines}
        shown = {name: rows[name] for name in lines}
        paper = Paper(state, catalogue, shown, at, seen=view.reader)
        found.append(_Seen(uow, row, state, view, paper, lines, len(views) > 1))
    return tuple(found)


def _summary(seen: _Seen) -> Named:
    book = ConsentBook(seen.uow, seen.row, seen.state)
    yield (
        seen.name,
        summary_of(
            seen.paper,
            seen.view.aggregate,
            lambda name: explained_sheets(book.of("explain", name)),
            partial(_cell, seen.lines),
            MappingProxyType({}),
        ),
    )


def _cell(lines: Mapping[str, PanelLine], code: str, application: str) -> MarkCell:
    """Return the cell of a member whose sheet is in no combination."""
    aside = next((one for one in lines[application].standing.aside if one.code == code), None)
    if aside is None:
        return MarkCell(state="missing")
    return MarkCell(state=aside.kind, total=aside.total)


def _results(seen: _Seen) -> Named:
    yield seen.name, results_of(seen.paper, seen.view.aggregate)


def _sitting(seen: _Seen) -> Sitting:
    """Return what F09 and F10 are made from; no names: they stand in the secretary's vault alone."""

    def stands_aside(code: str, application: str) -> bool:
        standing = seen.lines[application].standing
        return any(one.code == code and one.kind == "recused" for one in standing.aside)

    def speaker(application: ApplicationRow) -> str | None:
        return seen.lines[application.application_id].standing.chair

    return Sitting(
        uow=seen.uow,
        row=seen.row,
        state=seen.state,
        paper=seen.paper,
        aggregate=seen.view.aggregate,
        book=ConsentBook(seen.uow, seen.row, seen.state),
        stands_aside=stands_aside,
        speaker=speaker,
        items=items_by_sub_direction(seen.uow, seen.state),
        seats={},
    )


def _opinions(seen: _Seen) -> Named:
    return group_opinions(_sitting(seen))


def _vetoes(seen: _Seen) -> Named:
    return veto_records(_sitting(seen))


_MAKERS = MappingProxyType({"F08": _summary, "F09": _opinions, "F10": _vetoes, "F14": _results})
