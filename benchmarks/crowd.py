"""A secretary's vault with thousands of applications and experts: rows put in at once, nothing real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.committee import Committee
from benchmarks.papers import SUB, record_of
from zgc_review.domain.ids import new_id
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, ExpertRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.services import log, screening
from zgc_review.services.gates_book import Book, Listed, keep_book
from zgc_review.services.letters import application_version

QUALIFIED, LISTED = "M08-3", "M01-2"
_AT = "2026-11-22T09:00:00+08:00"
_WAN = 1_000_000  # 分
_SETTINGS: dict[str, Any] = {
    "modes": {SUB: "open_call", QUALIFIED: "on_qualification", LISTED: "no_application"},
    "groups": [{"id": "G01", "sub_directions": [SUB, QUALIFIED], "size": 5}],
    "grants": {QUALIFIED: {"ratio_bp": 3333, "cap_fen": 500 * _WAN}, LISTED: {"cap_fen": 20 * _WAN}},
    "funds": {
        "F1": {"annual_fen": 5000 * _WAN, "spent_before_fen": 100 * _WAN},
        "F3": {"annual_fen": 1000 * _WAN},
    },
}
#: Of ten applications: ways and states in turn, as they stand in the middle of the formal check.
_WAYS = (SUB, SUB, SUB, QUALIFIED, SUB, SUB, LISTED, SUB, SUB, SUB)
_STATES = (State.RECEIVED, State.FORMAL_OK, *(State.ELIGIBLE,) * 8)
_QUALIFIED = {
    "audited_spending": 1000 * _WAN + 1,
    "operating_since": "2020-01-01",
    "filing_no": "京科备〔2021〕1号",
    "incubation_proofs": ["agreement"],
}
_ETHICS = {"ethics_humans": True, "ethics_animals": False, "ethics_other": False, "ethics_law": False}
_EVERY_ETHICAL = 9


def checking(folder: Path, applications: int, experts: int) -> Committee:
    """Return a committee whose secretary is in the middle of checking: everything in, screened once.

    A third of the experts work for an applicant; every tenth applicant is on the list of bad credit.
    """
    committee = Committee(folder, 0, _SETTINGS)
    desk, row = committee.secretary.desk, committee.secretary.row()
    with desk.vault.begin() as uow:
        for n in range(1, experts + 1):
            uow.experts.put(ExpertRow(new_id(), row.round_id, f"E{n:04d}", _expert(n)))
        for n in range(1, applications + 1):
            _add(uow, row, n)
        uow.listings.replace(row.round_id, tuple(_bad(n) for n in range(10, applications + 1, 10)))
        uow.commit()
    screening.screen(desk, row)
    return committee


def _add(uow: UnitOfWork, row: RoundRow, n: int) -> None:
    """Put in an application with what the log says of it."""
    one = application(row, n)
    uow.applications.add(one)
    data = {"application": one.application_id, "version": one.version}
    log.record(uow, row.round_id, "application.taken", row.code or "", _AT, data, {"number": one.number})
    before = State.RECEIVED.value
    for state in _way_to(one.state):
        data = {"application": one.application_id, "from": before, "to": state}
        log.record(uow, row.round_id, "application.moved", row.code or "", _AT, data)
        before = state
    if one.sub_direction == LISTED:
        pays = {"payee": f"收款{n}", "bank": "示例银行", "account": f"622{n:09d}"}
        listed = Listed(origin="list", match="match", answer="agreed", **pays)
        keep_book(uow, row, one.application_id, Book(listed=listed), _AT)


def application(row: RoundRow, n: int) -> ApplicationRow:
    """Return an application of one of the three ways, in one of the states of the check."""
    way = _WAYS[n % len(_WAYS)]
    record = record_of(n) | {"sub_direction": way}
    if way == QUALIFIED:
        record |= _QUALIFIED
    if n % _EVERY_ETHICAL == 0:
        record |= _ETHICS
    return bare_application(row, n, record, _STATES[n // len(_WAYS) % len(_STATES)])


def bare_application(
    row: RoundRow, n: int, record: dict[str, Any] | None = None, state: State = State.RECEIVED
) -> ApplicationRow:
    """Return the row of an application without documents, that of the open call unless told otherwise."""
    record = record or record_of(n)
    return ApplicationRow(
        application_id=new_id(),
        round_id=row.round_id,
        number=str(record["application_no"]),
        sub_direction=str(record["sub_direction"]),
        group=None,
        state=state.value,
        reason="",
        record=record,
        version=application_version(record, ()),
        recipient=None,
        identity=None,
    )


def _way_to(state: str) -> tuple[str, ...]:
    """Return the states after RECEIVED up to one of :data:`_STATES`."""
    steps = (State.FORMAL_OK.value, State.ELIGIBLE.value)
    return steps[: steps.index(state) + 1] if state in steps else ()


def _expert(n: int) -> dict[str, Any]:
    """Return a roster entry; every third works for an applicant."""
    surname, first, second = (
        "赵钱孙李周吴郑王冯陈褚卫"[n % 12],
        "安和平正清明达远宁康"[n % 10],
        "一二三四五"[n % 5],
    )
    employer = record_of(n)["unit_name"] if n % 3 == 0 else f"测量研究院第{n}所"
    return {
        "roster_no": f"E{n:04d}",
        "name": f"{surname}{first}{second}",
        "roles": [("tech", "management", "finance")[n % 3]],
        "employer": employer,
        "consent": n % 20 != 0,
    }


def _bad(n: int) -> dict[str, Any]:
    """Return an entry of the list of bad credit records; every tenth of them is an applicant's."""
    unit = f"北京无关{n}号有限公司" if n % 100 else record_of(n)["unit_name"]
    return {"name": unit, "category": "科研失信", "decision_no": f"京科信〔2024〕{n}号", "from": "2024-01-01"}
