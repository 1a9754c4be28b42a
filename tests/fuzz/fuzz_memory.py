"""What a vault remembers between transactions is what somebody who opens it now reads from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from services_harness import PASSPHRASE, Person

import db.vault
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.services import members, rounds, sealing_summary, voiding
from zgc_review.services.acting_view import acting_view
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.changes_view import changes_view
from zgc_review.services.conflict_desk_effects import findings_by_code
from zgc_review.services.deliberating_consents import ConsentBook, spoken
from zgc_review.services.deliberating_decisions import objections
from zgc_review.services.desk import Desk
from zgc_review.services.form_previews import FORMS, Sat, items_of
from zgc_review.services.gates_book import books_of
from zgc_review.services.log_lines import check_log, log_lines
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.progress_facts import progress_of
from zgc_review.services.result_overview import overview
from zgc_review.services.returns import returns_of
from zgc_review.services.ruling import rulings
from zgc_review.services.voiding_values import earlier_values

_ACTS = ("absent", "acting", "ruling", "void", "opinion", "opinion_vote")
_SAT = Sat("2026-11-23T14:00:00+08:00", "会议室")
_Asked = Mapping[str, Callable[[UnitOfWork, RoundRow], Any]]


def _of_state(ask: Callable[[UnitOfWork, RoundRow, Any], Any]) -> Callable[[UnitOfWork, RoundRow], Any]:
    return lambda uow, row: ask(uow, row, rounds.state_of(uow, row))


def _chairs(uow: UnitOfWork, row: RoundRow, state: Any) -> Any:
    chairs = Chairs(uow, row, state)
    return [
        (chairs.chair(one), chairs.told(one), *(chairs.closed(code) for code in sorted(state.members)))
        for one in uow.applications.all(row.round_id)
    ]


def _words(uow: UnitOfWork, row: RoundRow, state: Any) -> Any:
    book = ConsentBook(uow, row, state)
    by_act = [spoken(uow, row, state, act) for act in _ACTS]
    of_each = [
        (book.of(act, one.application_id), spoken(uow, row, state, act, one.application_id))
        for one in uow.applications.all(row.round_id)
        for act in _ACTS
    ]
    return by_act, of_each


EVERYWHERE: _Asked = {
    "state": rounds.state_of,
    "acting state": rounds.acting_state,
    "applications": lambda uow, row: uow.applications.all(row.round_id),
    "log": log_lines,
    "checked log": check_log,
    "words": _of_state(_words),
}
IN_THE_OFFICE: _Asked = {
    "progress": progress_of,
    "returns": returns_of,
    "changes": changes_view,
    "acting": acting_view,
    "aggregate": current_aggregate,
    "earlier values": lambda uow, row: dict(earlier_values(uow, row)),
    "books": books_of,
    "findings": findings_by_code,
    "standing": _of_state(members.standing_of),
    "revisions": _of_state(lambda uow, row, state: members.received_sheets(uow, row, state, "revision")),
    "recusals": _of_state(members.recusal_lines),
    "rulings": _of_state(rulings),
    "named": _of_state(acting_named),
    "chairs": _of_state(_chairs),
    "objections": _of_state(objections),
    "void": _of_state(lambda uow, row, state: sorted(voiding.sheets_out_of_count(uow, row, state))),
}


_PAGES: Mapping[str, Callable[[Desk, RoundRow], Any]] = {
    "result": overview,
    "seal": sealing_summary.summarise,
}


def check_remembered(person: Person) -> None:
    """Ask twice at the vault as it is open, and once at the same vault opened anew by a reader."""
    warm = [_asked(person.desk, person.round) for _ in range(2)]
    with db.vault.open_vault(person.vault, PASSPHRASE, write=False) as vault:
        cold = _asked(Desk(vault, person.desk.clock), person.round)
    for again in warm:
        for name, found in cold.items():
            assert again[name] == found, f"{person.name} remembers something else: {name}"


class _Stopped:
    """A clock that stands still: a day later a notice has other days."""

    def __init__(self, at: str) -> None:
        self._at = at

    def now(self) -> str:
        return self._at


def check_forms(person: Person) -> None:
    """The same of the forms, and of their excerpts."""
    clock = _Stopped(person.desk.clock.now())
    warm = Desk(person.desk.vault, clock)
    with db.vault.open_vault(person.vault, PASSPHRASE, write=False) as vault:
        cold = Desk(vault, clock)
        for form in FORMS:
            for most in (None, 1):
                ask = partial(items_of, row=person.round, form=form, sat=_SAT, most=most)
                mine, theirs = (_answer(partial(ask, desk)) for desk in (warm, cold))
                assert mine == theirs, f"{form} of {person.name} is another one"


def _asked(desk: Desk, row: RoundRow) -> dict[str, Any]:
    """Return every answer in an order that stays, a refusal as its code."""
    found = {}
    asked = {**EVERYWHERE, **(IN_THE_OFFICE if row.place == "secretary" else {})}
    for name, ask in asked.items():
        with desk.vault.begin() as uow:
            found[name] = _answer(partial(ask, uow, row))
    for name, page in _PAGES.items() if row.place == "secretary" else ():
        found[name] = _answer(partial(page, desk, row))
    return found


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return _plain(ask())
    except ReviewError as fault:
        return _plain(fault)


def _plain(value: Any) -> Any:
    """Return what can be compared: errors by what they say, mappings with their order."""
    if isinstance(value, ReviewError):
        return value.code, sorted(value.params.items())
    if isinstance(value, Mapping):
        return [(key, _plain(one)) for key, one in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return [(one.name, _plain(getattr(value, one.name))) for one in fields(value)]
    return value
