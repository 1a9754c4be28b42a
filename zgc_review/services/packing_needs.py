"""How many bytes a package will need on a medium, before anything is signed for it."""

from __future__ import annotations

from collections.abc import Mapping

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.services.members import members_of
from zgc_review.services.packing import PackOrder
from zgc_review.services.rounds import state_of

#: Room for a letter with its application's texts, and for what encryption adds to a document.
_LETTER = 1 << 18
_MORE = 1 << 10
_OPEN = frozenset(
    {State.ASSIGNED, State.REVIEWING, State.LOCKED, State.AGGREGATED, State.DELIBERATED, State.CHECKED}
)


def bytes_needed(uow: UnitOfWork, row: RoundRow, order: PackOrder) -> int:
    """Return about how many bytes the packages of an order take together, never much too few."""
    state = state_of(uow, row)
    seated = sorted({code for seats in state.groups.values() for code in seats.members})
    codes = [code for code in seated if not order.codes or code in order.codes]
    if order.letters_only:
        return len(codes) * _LETTER
    documents = _documents(uow, row)
    wanted: dict[str, set[str]] = {code: set() for code in codes}
    for application in uow.applications.all(row.round_id):
        if application.state in _OPEN:
            for code in members_of(state, application):
                if code in wanted:
                    wanted[code].add(application.application_id)
    if state.settings.package_per != "expert":
        wanted = {"": set().union(*wanted.values())}
    size = sum(documents[one] for meant in wanted.values() for one in meant)
    return size + len(codes) * _LETTER


def _documents(uow: UnitOfWork, row: RoundRow) -> Mapping[str, int]:
    """Return the bytes of the documents of each application."""
    return {
        one.application_id: sum(
            document.size + _MORE for document in uow.applications.documents(one.application_id)
        )
        for one in uow.applications.all(row.round_id)
    }
