"""Who speaks as chair of an application: its chair, or the acting chair where that one stands aside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from zgc_review.aggregation.chairs import candidates, speaking_chair
from zgc_review.domain.body_reading import SheetHead
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.members import closed_to, members_of
from zgc_review.services.panel_acting import acting_named, acts_on

_FEW = 16  # questions answered one by one
_CLOSED_HERE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


class Chairs:
    """Answers who stands aside and who speaks as chair, for the secretary's vault; remembers what it read."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
        self._uow, self._row, self._state = uow, row, state
        self._named = acting_named(uow, row, state)
        self._absent = {
            (str(one.body.values["code"]), one.body.application)
            for one in spoken(uow, row, state, "absent")
            if one.code == state.secretary.code
        }
        self._closed: dict[str, dict[str, SheetStatus]] = {}
        self._asked = 0

    def closed(self, code: str) -> dict[str, SheetStatus]:
        """Return the applications closed to a member by declaration or ruling."""
        if code not in self._closed:
            self._closed[code] = closed_to(self._uow, self._row, self._state, code)
        return self._closed[code]

    def stands_aside(self, code: str, application_id: str) -> bool:
        """Say whether a member is recused on an application or waits for a ruling."""
        member = self._state.member(code)
        if member is None or application_id in self.closed(code):
            return True
        initial = [body for body in self._sheets(member.card, application_id) if body.phase == "initial"]
        return bool(initial) and initial[-1].state == "recused"

    def chair(self, application: ApplicationRow) -> str | None:
        """Return the code that speaks as chair, None where the chair stands aside and nobody acts yet.

        As in the aggregate only that one's word counts; what somebody signed who acts no more does not.
        """
        return speaking_chair(
            self._state.chair_of(application.group),
            members_of(self._state, application),
            partial(self._aside, application.application_id),
            partial(self._is_gone, application.application_id),
            self._state.settings.acting_chair,
            self._named.get(application.application_id),
        )

    def needs_acting(self, application: ApplicationRow) -> bool:
        """Say whether the chair stands aside and an acting chair speaks, or is due (P09)."""
        chair = self._state.chair_of(application.group)
        return chair is not None and self.stands_aside(chair, application.application_id)

    def candidates(self, application: ApplicationRow) -> tuple[str, ...]:
        """Return who may act for the chair, by code."""
        chair = self._state.chair_of(application.group)
        seats = members_of(self._state, application)
        return candidates(str(chair), seats, partial(self._is_unfit, application.application_id))

    def told(self, application: ApplicationRow) -> str | None:
        """Return the acting chair whom signed acts name, so that the own program knows it too."""
        named = self._named.get(application.application_id)
        return named if self.needs_acting(application) and named == self.chair(application) else None

    def _aside(self, application_id: str, code: str) -> bool:
        """Say the same of a code, for one application."""
        return self.stands_aside(code, application_id)

    def _is_gone(self, application_id: str, code: str) -> bool:
        """Say whether the secretary entered a member as absent whose sheet is not there."""
        if (code, application_id) not in self._absent and (code, None) not in self._absent:
            return False
        return not any(
            body.phase == "initial" and body.state == "locked"
            for member in self._state.members.get(code, ())
            for body in self._sheets(member.card, application_id)
        )

    def _is_unfit(self, application_id: str, code: str) -> bool:
        """Say whether a member cannot act for the chair."""
        return self.stands_aside(code, application_id) or self._is_gone(application_id, code)

    def _sheets(self, card: str, application_id: str) -> Sequence[SheetHead]:
        """Return the sheets a card signed on an application; whoever asks about many reads all at once."""
        self._asked += 1
        if self._asked > _FEW:
            return self._signed.get((card, application_id), ())
        round_id = self._row.round_id
        found = self._uow.messages.find(round_id, "sheet", sender=card, slot=application_id)
        return [post.sheet_head(one) for one in found]

    @cached_property
    def _signed(self) -> dict[tuple[str, str], list[SheetHead]]:
        """The sheets by card and application."""

        def read() -> dict[tuple[str, str], list[SheetHead]]:
            found: dict[tuple[str, str], list[SheetHead]] = {}
            for message, head in post.sheet_heads(self._uow, self._row):
                found.setdefault((message.sender or "", message.slot), []).append(head)
            return found

        return self._uow.once(("sheets by card", self._row.round_id), read)


def chair_of(uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow) -> str | None:
    """Return the code that speaks as chair of an application, for the secretary's vault."""
    return Chairs(uow, row, state).chair(application)


def stands_aside(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, application_id: str) -> bool:
    """Say whether a member stands aside on an application, for the secretary's vault."""
    return Chairs(uow, row, state).stands_aside(code, application_id)


def is_my_chair(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, one: ApplicationRow) -> bool:
    """Say whether a member's own vault lets its owner speak as chair of an application."""
    if one.state in _CLOSED_HERE:
        return False
    return state.chair_of(one.group) == code or acts_on(uow, row, state, code, one.application_id)
