"""Where every member of a group stands on every application: the secretary's view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeAlias

from zgc_review.aggregation.chairs import speaking_chair
from zgc_review.domain.bodies import (
    RecusalLine,
    SheetBody,
)
from zgc_review.domain.body_reading import SheetHead
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import (
    closed_by_desk,
    findings_by_code,
    lines_of_desk,
    strongest_lines,
)
from zgc_review.services.conflict_desk_findings import DeskFinding
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.rounds import once_in_force
from zgc_review.services.ruling import Ruled, rulings
from zgc_review.services.ruling_effects import Declared, closed_applications, recusal_lines_of

_ASIDE = frozenset({"recused", "pending"})
# Code and application, None for all of them.
Entered: TypeAlias = frozenset[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class ReceivedSheet:
    """A sheet that arrived, with its head."""

    row: MessageRow
    head: SheetHead

    @property
    def body(self) -> SheetBody:
        """Everything that was written, read when it is asked for."""
        body = post.body_of_row(self.row)
        assert isinstance(body, SheetBody)  # noqa: S101 - a sheet says nothing else
        return body


@dataclass(frozen=True)
class Standing:
    """Who owes what: everything needed to say where each member stands."""

    state: RoundState
    applications: tuple[ApplicationRow, ...]
    sheets: Mapping[tuple[str, str], ReceivedSheet]  # (code, application id) → newest initial sheet
    recusals: tuple[RecusalLine, ...]
    absent: frozenset[tuple[str, str]] = frozenset()  # (code, application id)
    pending: frozenset[tuple[str, str]] = frozenset()  # (code, application id) that wait for a ruling

    def status(self, code: str, application_id: str) -> str:
        """Return ``recused``, ``absent``, ``locked``, ``pending`` or ``missing`` (docs/bodies.md §4)."""
        if (code, application_id) in self.pending:
            return "pending"
        if (code, application_id) in self._recused:
            return "recused"
        sheet = self.sheets.get((code, application_id))
        if sheet is not None and sheet.head.state == "recused":
            return "recused"
        if (code, application_id) in self.absent:
            return "absent"
        return "locked" if sheet is not None else "missing"

    @cached_property
    def _recused(self) -> frozenset[tuple[str, str]]:
        """Code and application of every line that recuses."""
        return frozenset((one.code, one.application) for one in self.recusals if one.decision == "recused")

    def is_aside(self, application_id: str, code: str) -> bool:
        """Say whether a member stands aside on an application, or waits for a ruling."""
        return self.status(code, application_id) in _ASIDE

    def is_gone(self, absent: Entered, application_id: str, code: str) -> bool:
        """Say whether the secretary entered a member as ``absent`` whose sheet is not there."""
        sheet = self.sheets.get((code, application_id))
        said = (code, application_id) in absent or (code, None) in absent
        return said and (sheet is None or sheet.head.state != "locked")

    def is_complete(self, application: ApplicationRow) -> bool:
        """Say whether every member's sheet on an application is in, recused or absent."""
        return all(
            self.status(code, application.application_id) not in {"missing", "pending"}
            for code in members_of(self.state, application)
        )


def members_of(state: RoundState, application: ApplicationRow) -> tuple[str, ...]:
    """Return the codes that judge an application: those assigned to it, else the seats of its group."""
    if application.application_id in state.assigned:
        return state.assigned[application.application_id]
    seats = state.groups.get(application.group or "")
    return tuple(sorted(seats.members)) if seats else ()


def standing_of(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Standing:
    """Return where everybody stands, from the messages received."""
    return once_in_force(uow, row, state, "standing", lambda: _standing(uow, row, state))


def _standing(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Standing:
    standing = Standing(
        state=state,
        applications=uow.applications.all(row.round_id),
        sheets=received_sheets(uow, row, state),
        recusals=recusal_lines(uow, row, state),
        pending=_pending(uow, row, state),
    )
    return replace(standing, absent=_absences(uow, row, standing))


def _pending(uow: UnitOfWork, row: RoundRow, state: RoundState) -> frozenset[tuple[str, str]]:
    """Return who waits for a ruling where."""
    ruled = rulings(uow, row, state)
    found = findings_by_code(uow, row)
    return frozenset(
        (member.code, application)
        for member in state.by_role("expert")
        for application, status in _closed(
            declarations_of(uow, row, state, member.code),
            found.get(member.code, ()),
            _of_code(ruled, member.code),
        ).items()
        if status is SheetStatus.PENDING
    )


def received_sheets(
    uow: UnitOfWork, row: RoundRow, state: RoundState, phase: str = "initial"
) -> dict[tuple[str, str], ReceivedSheet]:
    """Return the newest accepted sheet per member and application of one phase.

    Where a member's card was replaced, the newer card's sheet counts (docs/bodies.md §4).
    """
    key = ("received sheets", row.round_id, state.version_id, phase)
    return uow.once(key, lambda: _received(uow, row, state, phase))


def _received(
    uow: UnitOfWork, row: RoundRow, state: RoundState, phase: str
) -> dict[tuple[str, str], ReceivedSheet]:
    places = {one.card: (code, n) for code, cards in state.members.items() for n, one in enumerate(cards)}
    newest: dict[tuple[str, str], tuple[tuple[int, int], MessageRow, SheetHead]] = {}
    for message, head in post.sheet_heads(uow, row):
        sender = message.sender or ""
        place = places.get(sender)
        if head.phase != phase or place is None or not state.accepts(sender, message.message_id):
            continue
        code, n = place
        key, rank = (code, head.application), (n, message.seq)
        known = newest.get(key)
        if known is None or known[0] < rank:
            newest[key] = (rank, message, head)
    return {key: ReceivedSheet(message, head) for key, (_, message, head) in newest.items()}


def recusal_lines(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[RecusalLine, ...]:
    """Return who stands aside where, from declarations, the conflict desk and rulings (rules §4).

    What waits for a ruling is closed, and so recused, until then.
    """
    return once_in_force(uow, row, state, "recusal lines", lambda: _recusal_lines(uow, row, state))


def _recusal_lines(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[RecusalLine, ...]:
    ruled = rulings(uow, row, state)
    found = findings_by_code(uow, row)
    lines: list[RecusalLine] = []
    for member in state.by_role("expert"):
        own = _of_code(ruled, member.code)
        lines += recusal_lines_of(member.code, declarations_of(uow, row, state, member.code), own)
        lines += lines_of_desk(member.code, found.get(member.code, ()), own)
    return strongest_lines(line for line in lines if state.concerns(line.application, line.code))


def declarations_of(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> tuple[Declared, ...]:
    """Return the declarations of a member that count, the newest last; a lost card's kept ones come first."""
    return tuple(
        Declared(signed.message_id, post.body_of_row(signed))
        for member in state.members[code]
        for signed in uow.messages.find(row.round_id, "declaration", sender=member.card, slot=code)
        if state.accepts(member.card, signed.message_id)
    )


def closed_to(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> dict[str, SheetStatus]:
    """Return the applications closed to a member: RECUSED for good, PENDING while a ruling is due."""

    def read() -> dict[str, SheetStatus]:
        ruled = _of_code(rulings(uow, row, state), code)
        found = findings_by_code(uow, row).get(code, ())
        return _closed(declarations_of(uow, row, state, code), found, ruled)

    return once_in_force(uow, row, state, ("closed to", code), read)


def _closed(
    declared: Sequence[Declared], found: Sequence[DeskFinding], ruled: Mapping[str, Ruled]
) -> dict[str, SheetStatus]:
    """Join what declarations and the conflict desk close to one member; recused outweighs waiting."""
    closed = closed_by_desk(found, ruled)
    for application, status in closed_applications(declared, ruled).items():
        if closed.get(application) is not SheetStatus.RECUSED:
            closed[application] = status
    return closed


def _of_code(ruled: Mapping[tuple[str, str], Ruled], code: str) -> dict[str, Ruled]:
    """Return the rulings on one member by application."""
    return {application: one for (application, about), one in ruled.items() if about == code}


def _absent_by(said: Mapping[tuple[str, str | None], set[str]], signer: str) -> Entered:
    """Return whom one signer entered as absent where; None: everywhere."""
    return frozenset(key for key, codes in said.items() if signer in codes)


def _absences(uow: UnitOfWork, row: RoundRow, standing: Standing) -> frozenset[tuple[str, str]]:
    """Return who was entered absent where, by secretary and chair together (rules §2.3).

    The chair is who speaks for the application; for all applications at once the round chair may as well.
    """
    said: dict[tuple[str, str | None], set[str]] = {}
    for one in spoken(uow, row, standing.state, "absent"):
        said.setdefault((str(one.body.values["code"]), one.body.application), set()).add(one.code)
    named = acting_named(uow, row, standing.state) if said else {}
    state, found = standing.state, set[tuple[str, str]]()
    for application in standing.applications if said else ():
        application_id = application.application_id
        chair = speaking_chair(
            state.chair_of(application.group),
            members_of(state, application),
            partial(standing.is_aside, application_id),
            partial(standing.is_gone, _absent_by(said, state.secretary.code), application_id),
            state.settings.acting_chair,
            named.get(application_id),
        )
        for code in members_of(state, application):
            everywhere = said.get((code, None), set())
            voices = everywhere | said.get((code, application_id), set())
            if state.secretary.code in voices and (chair in voices or state.round_chair in everywhere):
                found.add((code, application_id))
    return frozenset(found)
