"""Forms of a round one by one: looked at in memory before anything is written (rules §10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.form_values import ExpertSheets, ResultList, ScoreSummary
from zgc_review.export.forms import print_form
from zgc_review.export.table_cells import Sheet
from zgc_review.export.tables import result_tables, sheet_tables, summary_tables
from zgc_review.export.xlsx import write_xlsx
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import deliberating_forms, forms, post, recusal_forms
from zgc_review.services.acks import counted_head
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.form_files import write_forms
from zgc_review.services.form_heads import paper_of
from zgc_review.services.printing import sheet_values
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import prefix_of

#: Forms that can be looked at, in order of their numbers.
FORMS = ("F04", "F05", "F06", "F07", "F08", "F09", "F10", "F12", "F14", "F15", "F18")
#: Forms that are workbooks as well.
BOOKS = frozenset({"F07", "F08", "F14"})
#: Forms that carry names for ink; they never leave the secretary's vault otherwise (rules §15).
NAMED = frozenset({"F04", "F07", "F09"})


@dataclass(frozen=True, slots=True)
class Sat:
    """What the minutes say of the sitting: time with offset, place; and the result file that F18 lists."""

    starts_at: str
    place: str
    result: Path | None = None


@dataclass(frozen=True, slots=True)
class FormItem:
    """One form: its number, whom or what it is about (empty: the round), its values."""

    form: str
    name: str
    value: Struct = field(repr=False)


def items_of(desk: Desk, row: RoundRow, form: str, sat: Sat) -> tuple[FormItem, ...]:
    """Return every form of one number, for the secretary; empty where there is none.

    Raises:
        GateError: ``round.role.secretary``; AggregationError.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        made = _MAKERS[form](uow, row, sat, desk.clock.now())
        return tuple(FormItem(form, name, value) for name, value in made)


def pdf_of(item: FormItem) -> bytes:
    """Return a form as PDF, in memory; the official forms are Chinese whatever language the screen has."""
    return print_form(item.value, lang=FORM_LANGUAGE)


def book_of(item: FormItem) -> bytes:
    """Return a form as a workbook, in memory.

    Raises:
        GateError: ``forms.no_book``.
    """
    value = item.value
    pages: Sequence[Sheet]
    if isinstance(value, ScoreSummary):
        pages = summary_tables(value, FORM_LANGUAGE)
    elif isinstance(value, ResultList):
        pages = result_tables(value, FORM_LANGUAGE)
    elif isinstance(value, ExpertSheets):
        pages = sheet_tables(value, FORM_LANGUAGE)
    else:
        raise GateError("forms.no_book", form=item.form)
    return write_xlsx(pages)


def save_items(
    row: RoundRow, folder: Path, items: Iterable[FormItem], *, books: bool = False
) -> tuple[Path, ...]:
    """Write forms into a folder as PDF, with ``books`` as workbooks as well.

    Raises:
        GateError: ``forms.nothing``; StorageError: ``seal.file.*``.
    """
    chosen = tuple(items)
    if not chosen:
        raise GateError("forms.nothing")
    paths = list(write_forms(row, folder, [(one.name, one.value) for one in chosen]))
    if books:
        post.ready_folder(folder)
        for path, one in zip(tuple(paths), chosen, strict=True):
            if one.form in BOOKS:
                target = path.with_suffix(".xlsx")
                save_bytes(target, book_of(one))
                paths.append(target)
    return tuple(paths)


def name_of(row: RoundRow, item: FormItem) -> str:
    """Return what a form is called, without an ending."""
    return f"{prefix_of(row)}{item.form}" + (f"-{item.name}" if item.name else "")


Made = Iterator[tuple[str, Struct]]
Maker = Callable[[UnitOfWork, RoundRow, Sat, str], Made]


def _recusals(make: Callable[[recusal_forms.RecusalBook], Made]) -> Maker:
    """Return the maker of a form about recusal."""

    def made(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
        state = state_of(uow, row)
        return make(recusal_forms.recusal_book(uow, row, state, paper_of(uow, row, state, at)))

    return made


def _sheets(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    for value in sheet_values(uow, row, at):
        yield value.expert, value


def _summary(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    result = current_aggregate(uow, row)
    if result.applications:
        yield "", forms.score_summary(uow, row, state_of(uow, row), result, at)


def _results(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    result = current_aggregate(uow, row)
    if result.applications or result.unscored:
        yield "", forms.result_list(uow, row, state_of(uow, row), result, at)


def _notice(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    state = state_of(uow, row)
    if state.settings.stage == "proposal":
        value = forms.public_notice(uow, row, state, current_aggregate(uow, row), at)
        if value.rows:
            yield "", value


def _opinions(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    return deliberating_forms.group_opinions(deliberating_forms.sitting_of(uow, row, at))


def _vetoes(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
    return deliberating_forms.veto_records(deliberating_forms.sitting_of(uow, row, at))


def _minutes(uow: UnitOfWork, row: RoundRow, sat: Sat, at: str) -> Made:
    sitting = deliberating_forms.sitting_of(uow, row, at)
    if sitting.aggregate.applications:
        yield "", deliberating_forms.minutes(sitting, sat.starts_at or at, sat.place)


def _seal_list(uow: UnitOfWork, row: RoundRow, sat: Sat, at: str) -> Made:
    if sat.result is not None and uow.messages.find(row.round_id, "result"):
        state = state_of(uow, row)
        yield "", forms.seal_list(uow, row, state, sat.result, counted_head(uow, row), at)


_MAKERS: Mapping[str, Maker] = {
    "F04": _recusals(recusal_forms.interest_declarations),
    "F05": _recusals(recusal_forms.expert_recusals),
    "F06": _recusals(recusal_forms.applicant_recusals),
    "F07": _sheets,
    "F08": _summary,
    "F09": _opinions,
    "F10": _vetoes,
    "F12": _minutes,
    "F14": _results,
    "F15": _notice,
    "F18": _seal_list,
}
