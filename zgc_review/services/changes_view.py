"""What may change during a round, as the secretary looks at it: members, alternates, letters (rules §3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import as_secretary
from zgc_review.services.drawing_record import draws_of
from zgc_review.services.letters import sent_letter, unwritten
from zgc_review.services.members import Standing, members_of, standing_of
from zgc_review.services.rounds import state_of

_REVIEW = frozenset({State.ASSIGNED, State.REVIEWING, State.LOCKED})


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member; name and code stand beside each other in this vault alone (rules §15).

    Attributes:
        number: 名册编号, empty for officers.
        usable: the card in force is not revoked.
        received: sheets that are in; ``owed`` those that are missing.
        has_letter: the newest letter was written and is whole.
    """

    code: str
    role: str
    name: str
    number: str
    groups: tuple[str, ...]
    usable: bool
    received: int
    owed: int
    has_letter: bool


@dataclass(frozen=True, slots=True)
class AlternateLine:
    """The list of a group: how many were drawn as alternates and not called yet."""

    group: str
    left: int
    called: int


@dataclass(frozen=True, slots=True)
class ChangesView:
    """Everything a change may be about.

    Attributes:
        applications: numbers of the applications that can still get another expert.
        is_sealed: nothing changes any more.
    """

    is_single: bool
    members: tuple[MemberLine, ...]
    alternates: tuple[AlternateLine, ...]
    applications: tuple[str, ...]
    is_sealed: bool

    @property
    def experts(self) -> tuple[MemberLine, ...]:
        """The members who judge."""
        return tuple(one for one in self.members if one.role == "expert")

    @property
    def letterless(self) -> tuple[str, ...]:
        """Codes of experts for whom no whole letter is known."""
        return tuple(one.code for one in self.experts if one.usable and not one.has_letter)


def changes_view(uow: UnitOfWork, row: RoundRow) -> ChangesView:
    """Return what may change.

    Raises:
        GateError: ``round.role.secretary``; PackageError: ``round.chain.observer`` before version 1 counts.
    """
    as_secretary(row)
    state = state_of(uow, row)
    standing = standing_of(uow, row, state)
    open_now = [one for one in uow.applications.all(row.round_id) if one.state not in ENDED]
    return ChangesView(
        is_single=state.is_single,
        members=_members(uow, row, state, standing),
        alternates=_alternates(uow, row),
        applications=tuple(one.number for one in open_now if one.state in _REVIEW),
        is_sealed=bool(uow.messages.find(row.round_id, "result")),
    )


def _members(uow: UnitOfWork, row: RoundRow, state: RoundState, standing: Standing) -> tuple[MemberLine, ...]:
    """Return every member by code."""
    seats = {one.code: one for one in uow.seats.all(row.round_id)}
    numbers = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
    loose = unwritten(uow, row)
    found = []
    for code in sorted(state.members):
        member, seat = state.members[code][-1], seats.get(code)
        card = uow.cards.known_by_id(member.card) or uow.cards.own_by_id(member.card)
        name = seat.name if seat is not None else card.name if card is not None else ""
        states = [
            standing.status(code, one.application_id)
            for one in standing.applications
            if one.state in _REVIEW and code in members_of(state, one)
        ]
        found.append(
            MemberLine(
                code=code,
                role=member.role,
                name=name,
                number=numbers.get(seat.expert_id or "", "") if seat is not None else "",
                groups=tuple(sorted(name for name, one in state.groups.items() if code in one.members)),
                usable=state.usable(code) is not None,
                received=states.count("locked"),
                owed=states.count("missing"),
                has_letter=code not in loose and sent_letter(uow, row, code) is not None,
            )
        )
    return tuple(found)


def _alternates(uow: UnitOfWork, row: RoundRow) -> tuple[AlternateLine, ...]:
    """Return the lists of the newest draw of each group."""
    found: dict[str, AlternateLine] = {}
    for draw in draws_of(uow, row):
        for one in draw.drawn:
            called = {call.id for call in draw.called(one.group)}
            left = sum(entry not in called for entry in one.alternates)
            found[one.group] = AlternateLine(one.group, left, len(called))
    return tuple(found[group] for group in sorted(found))
