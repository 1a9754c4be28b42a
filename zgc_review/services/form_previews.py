"""Forms of a round one by one: looked at in memory before anything is written (rules §10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError, ProgramFault
from zgc_review.export.excerpts import excerpt, excerpt_of
from zgc_review.export.form_values import Excerpt, ExpertSheets, ScoreSummary
from zgc_review.export.forms import in_order, print_form
from zgc_review.export.result_values import ResultList
from zgc_review.export.table_cells import Sheet
from zgc_review.export.tables import result_tables, sheet_tables, summary_tables
from zgc_review.export.xlsx import write_xlsx
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import deliberating_forms, forms, recusal_forms
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
#: Rows of a form that are set to be looked at: a second; thousands take up to a minute.
LOOK = 60


Made = Iterator[tuple[str, Struct]]


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

    @property
    def excerpt(self) -> Excerpt | None:
        """Of what it is an excerpt, None where it is whole; only whole forms are saved."""
        return excerpt_of(self.value)


def items_of(desk: Desk, row: RoundRow, form: str, sat: Sat, most: int | None = None) -> tuple[FormItem, ...]:
    """Return every form of one number, for the secretary; empty where there is none.

    With ``most`` a form that has more rows is an excerpt, to be looked at.

    Raises:
        GateError: ``round.role.secretary``; AggregationError.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        if form == "F07":
            made: Made = _sheets(uow, row, desk.clock.now(), most)
        else:
            made = _MAKERS[form](uow, row, sat, desk.clock.now())
        return listed_items(form, made, most)


def listed_items(form: str, made: Made, most: int | None) -> tuple[FormItem, ...]:
    """Return forms by name as items, with ``most`` as excerpts."""
    return tuple(FormItem(form, name, value if most is None else _cut(value, most)) for name, value in made)


def _cut(value: Struct, most: int) -> Struct:
    """Return a form, or the first rows of it as they are printed."""
    cut = excerpt(in_order(value), most)
    return value if excerpt_of(cut) is None else cut


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
    if any(one.excerpt is not None for one in chosen):
        raise ProgramFault("an excerpt was to be saved")
    with written_into(folder, ".pdf", ".xlsx"):
        paths = list(write_forms(row, folder, [(one.name, one.value) for one in chosen]))
        for path, one in zip(tuple(paths) if books else (), chosen, strict=books):
            if one.form in BOOKS:
                target = path.with_suffix(".xlsx")
                save_bytes(target, book_of(one))
                paths.append(target)
    return tuple(paths)


def name_of(row: RoundRow, item: FormItem) -> str:
    """Return what a form is called, without an ending."""
    return f"{prefix_of(row)}{item.form}" + (f"-{item.name}" if item.name else "")


Maker = Callable[[UnitOfWork, RoundRow, Sat, str], Made]


def _recusals(make: Callable[[recusal_forms.RecusalBook], Made]) -> Maker:
    """Return the maker of a form about recusal."""

    def made(uow: UnitOfWork, row: RoundRow, _sat: Sat, at: str) -> Made:
        state = state_of(uow, row)
        return make(recusal_forms.recusal_book(uow, row, state, paper_of(uow, row, state, at)))

    return made


def _sheets(uow: UnitOfWork, row: RoundRow, at: str, most: int | None) -> Made:
    for value in sheet_values(uow, row, at, most):
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
    "F08": _summary,
    "F09": _opinions,
    "F10": _vetoes,
    "F12": _minutes,
    "F14": _results,
    "F15": _notice,
    "F18": _seal_list,
}
