"""Rulings and void sheets for the secretary: what waits, what counts, what each changes (rules §4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import as_secretary
from zgc_review.services.members import Standing, members_of, standing_of
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling import rulings, second_ruler_is_observer
from zgc_review.services.ruling_signing import Waiting, waiting_rulings
from zgc_review.services.voiding import sheets_out_of_count, void_sheets

_JUDGING = frozenset({"locked", "missing"})


@dataclass(frozen=True, slots=True)
class Heads:
    """How many judge an application.

    Attributes:
        now: members who do not stand aside, are not absent and wait for no ruling.
        sheets: those among them whose sheet is in and counts.
        with_member, without_member: how many judge when the member in question may, and when not.
        sheets_without: sheets that count when the member may not.
        least: fewer than this and an alternate is called (rules P02).
    """

    now: int
    sheets: int
    with_member: int
    without_member: int
    sheets_without: int
    least: int


@dataclass(frozen=True, slots=True)
class WaitingRuling:
    """One circumstance that waits, with the application, who rules second and what follows.

    ``second``: code of the chair or observer; empty where nobody acts as chair yet.
    """

    waiting: Waiting
    number: str
    unit: str
    second: str
    heads: Heads


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A ruling in force, and who signed it."""

    number: str
    code: str
    decision: str
    rule: str
    signed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoidLine:
    """A sheet that somebody declared void.

    Attributes:
        ground: ``conflict`` or ``integrity``, as the secretary said, else the other signer.
        signed: who signed so far.
        missing: who must still sign, empty once it counts.
    """

    sheet: str
    number: str
    code: str
    phase: str
    ground: str
    signed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulingBook:
    """Everything about rulings and void sheets.

    Attributes:
        secretary: own code.
        observer: code of the observer, whose vault knows no numbers.
        experts: codes a sheet may be of.
        out: sheets that are in but do not count, declared void or of somebody recused late.
    """

    secretary: str
    observer: str
    experts: tuple[str, ...]
    waiting: tuple[WaitingRuling, ...]
    ruled: tuple[RuledLine, ...]
    voids: tuple[VoidLine, ...]
    out: int


def ruling_book(uow: UnitOfWork, row: RoundRow) -> RulingBook:
    """Read what waits for a ruling, what was ruled, and which sheets are void.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    state = state_of(uow, row)
    standing, chairs = standing_of(uow, row, state), Chairs(uow, row, state)
    rows = {one.application_id: one for one in standing.applications}
    out = sheets_out_of_count(uow, row, state)
    return RulingBook(
        secretary=state.secretary.code,
        observer=state.observer.code,
        experts=tuple(one.code for one in state.by_role("expert")),
        waiting=tuple(
            WaitingRuling(
                waiting=one,
                number=rows[one.application].number,
                unit=str(rows[one.application].record.get("unit_name", "")),
                second=_second(state, chairs, rows[one.application]),
                heads=heads_of(standing, rows[one.application], one.code, out),
            )
            for one in waiting_rulings(uow, row, state)
        ),
        ruled=_ruled(uow, row, state, rows),
        voids=_voids(uow, row, state, chairs, rows),
        out=len(out),
    )


def heads_of(standing: Standing, application: ApplicationRow, code: str, out: frozenset[str]) -> Heads:
    """Count who judges an application, now and with or without one member.

    Args:
        standing: where everybody stands.
        application: the application.
        code: the member in question.
        out: sheets that are in but do not count.
    """
    codes = members_of(standing.state, application)
    judging = {one for one in codes if standing.status(one, application.application_id) in _JUDGING}
    sheets = {
        one
        for one in judging
        if (sheet := standing.sheets.get((one, application.application_id))) is not None
        and sheet.head.state == "locked"
        and sheet.row.message_id not in out
    }
    return Heads(
        now=len(judging),
        sheets=len(sheets),
        with_member=len(judging | {code}),
        without_member=len(judging - {code}),
        sheets_without=len(sheets - {code}),
        least=standing.state.settings.min_effective,
    )


def _second(state: RoundState, chairs: Chairs, application: ApplicationRow) -> str:
    """Return who rules beside the secretary."""
    if second_ruler_is_observer(state):
        return state.observer.code
    return chairs.chair(application) or ""


def _ruled(
    uow: UnitOfWork, row: RoundRow, state: RoundState, rows: Mapping[str, ApplicationRow]
) -> tuple[RuledLine, ...]:
    """Return the rulings in force by number and code."""
    voices: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in spoken(uow, row, state, "ruling"):
        voices[str(one.body.application), str(one.body.values["code"])].append(one.code)
    found = [
        RuledLine(
            rows[application].number, code, one.decision, one.rule, tuple(sorted(voices[application, code]))
        )
        for (application, code), one in rulings(uow, row, state).items()
        if application in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.number, one.code)))


def _voids(
    uow: UnitOfWork, row: RoundRow, state: RoundState, chairs: Chairs, rows: Mapping[str, ApplicationRow]
) -> tuple[VoidLine, ...]:
    """Return the sheets that somebody declared void, by number and code."""
    in_force = void_sheets(uow, row, state)
    said: defaultdict[str, dict[str, str]] = defaultdict(dict)
    where: dict[str, tuple[str, str]] = {}
    for one in spoken(uow, row, state, "void"):
        sheet = str(one.body.about)
        said[sheet][one.code] = one.body.answer
        where[sheet] = (str(one.body.application), str(one.body.values["code"]))
    found = []
    for sheet, voices in said.items():
        application, code = where[sheet]
        message = uow.messages.get(sheet)
        if application not in rows or message is None:
            continue
        wanted = (state.secretary.code, chairs.chair(rows[application]) or "")
        missing = () if sheet in in_force else tuple(one for one in wanted if one not in voices)
        found.append(
            VoidLine(
                sheet=sheet,
                number=rows[application].number,
                code=code,
                phase=str(post.body_of_row(message).phase),
                ground=voices.get(state.secretary.code, next(iter(voices.values()))),
                signed=tuple(sorted(voices)),
                missing=missing,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.number, one.code, one.phase)))
