"""Writing the panel file: a group's sheets for its chair, after the lock (design §4.1, rules §15)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import UNSET

from zgc_review.domain.bodies import (
    ListedSheet,
    PanelBody,
    RecusalLine,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    Member,
)
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError, ProgramFault
from zgc_review.seal.aftermath import written_into
from zgc_review.services import log, post
from zgc_review.services.assigned import table_lines
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import (
    closed_to,
    members_of,
    received_sheets,
    recusal_lines,
    standing_of,
)
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.panel_content import (
    CARRIED_ACTS,
    GroupWorld,
    HeldConsent,
    HeldSheet,
    PanelContent,
    content_for,
    visible_to,
)
from zgc_review.services.returning import WrittenFile
from zgc_review.services.rounds import state_of
from zgc_review.services.sharing import prefix_of
from zgc_review.services.trust import trusted_card

_BEFORE_LOCK = frozenset({State.ASSIGNED.value, State.REVIEWING.value})
_OWED = frozenset({"missing", "pending"})
_AFTER_LOCK = frozenset({State.LOCKED.value, State.AGGREGATED.value, State.DELIBERATED.value})


def write_panel(desk: Desk, row: RoundRow, group: str, reader: str, folder: Path) -> WrittenFile:
    """Write the panel file of one group for its chair, or for an acting chair what is acted for.

    Raises:
        GateError: ``panel.group``; ``panel.early`` (sheets are missing yet), ``panel.sealed``;
            ``panel.reader`` (neither chair nor acting chair, or nothing to see); ``card.untrusted``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        world = world_of(uow, row, state, group)
        _require_scored(uow, row, state, group, reader)
        member = _reader(state, world, group, reader)
        trusted_card(uow, member.card)
        content = content_for(world, reader)
        message = _sign(desk, uow, row, state, member, group, content, world)
        at = desk.clock.now()
        data = {
            "consents": len(content.consents),
            "group": group,
            "panel": message.message_id,
            "sheets": len(content.sheets),
            "to": reader,
        }
        log.record(uow, row.round_id, "panel.written", state.secretary.code, at, data)
        uow.commit()
    path = folder / f"{prefix_of(row)}{row.round_id[:8]}-{group}-{reader}-{message.seq}.zgcpanel"
    with written_into(folder):
        digest = post.seal_to_file(desk, message.payload, [member.recipient], path)
    return WrittenFile(path, message.kind, message.message_id, digest)


def world_of(uow: UnitOfWork, row: RoundRow, state: RoundState, group: str) -> GroupWorld:
    """Return what the secretary knows of a group whose sheets are all in.

    Where experts are assigned one by one, of those applications whose sheets are.

    Raises:
        GateError: ``panel.group``, ``panel.early``, ``panel.sealed``.
    """
    seats = state.groups.get(group)
    if seats is None:
        raise GateError("panel.group", group=group)
    rows = [one for one in uow.applications.all(row.round_id) if one.group == group]
    waiting = sum(one.state in _BEFORE_LOCK for one in rows)
    if waiting and not state.is_single:
        raise GateError("panel.early", group=group, count=waiting)
    scored = [one for one in rows if one.state in _AFTER_LOCK]
    if not scored:
        raise GateError("panel.sealed", group=group)
    aside = _aside(uow, row, state, seats.members, scored)
    chairs = Chairs(uow, row, state)
    acting = {one.application_id: code for one in scored if (code := chairs.told(one)) is not None}
    return GroupWorld(
        members=tuple(seats.members),
        chair=seats.chair,
        applications=frozenset(one.application_id for one in scored),
        aside=aside,
        acting=acting,
        sheets=_sheets(uow, row, state, {one.application_id for one in scored}),
        consents=_consents(uow, row, state),
        recusals=_recusals(uow, row, state, scored, aside),
    )


def _require_scored(uow: UnitOfWork, row: RoundRow, state: RoundState, group: str, reader: str) -> None:
    """Refuse to show sheets to somebody who still owes one: nobody scores after seeing others' (§6.10)."""
    if not state.is_single:
        return
    standing = standing_of(uow, row, state)
    owed = sum(
        reader in members_of(state, one) and standing.status(reader, one.application_id) in _OWED
        for one in standing.applications
        if one.state in _BEFORE_LOCK
    )
    if owed:
        raise GateError("panel.owing", group=group, code=reader, count=owed)


def _aside(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    members: Sequence[str],
    scored: Sequence[ApplicationRow],
) -> frozenset[tuple[str, str]]:
    """Return who stands aside, or waits for a ruling, on which application."""
    sheets = received_sheets(uow, row, state)
    recused = {key for key, sheet in sheets.items() if sheet.head.state == "recused"}
    closed = {(code, one) for code in members for one in closed_to(uow, row, state, code)}
    known = {one.application_id for one in scored}
    return frozenset((code, one) for code, one in recused | closed if one in known and code in members)


def _reader(state: RoundState, world: GroupWorld, group: str, reader: str) -> Member:
    """Return who the file is for."""
    member = state.usable(reader)
    if member is None or not visible_to(world, reader):
        raise GateError("panel.reader", group=group, code=reader)
    return member


def _sheets(
    uow: UnitOfWork, row: RoundRow, state: RoundState, applications: set[str]
) -> tuple[HeldSheet, ...]:
    """Return the newest locked sheets of both phases."""
    found: list[HeldSheet] = []
    for phase in ("initial", "revision"):
        for (code, application), sheet in received_sheets(uow, row, state, phase).items():
            if application in applications and sheet.head.state == "locked":
                found.append(HeldSheet(sheet.row.message_id, code, application, sheet.head.phase))
    return tuple(found)


def _consents(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[HeldConsent, ...]:
    """Return the counting consents of the sitting."""
    return tuple(
        HeldConsent(one.id, one.code, one.body)
        for act in sorted(CARRIED_ACTS)
        for one in spoken(uow, row, state, act)
    )


def _recusals(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    scored: list[ApplicationRow],
    aside: frozenset[tuple[str, str]],
) -> tuple[RecusalLine, ...]:
    """Return the recusal lines, also of those whose newest sheet recuses them by itself.

    A recused sheet is not passed on: its short reason is between the expert and the secretary (rules §15).
    """
    lines = list(recusal_lines(uow, row, state))
    named = {(one.code, one.application) for one in lines if one.decision == "recused"}
    sheets = received_sheets(uow, row, state)
    for code, application in sorted(aside - named):
        sheet = sheets.get((code, application))
        rule = sheet.body.recusal.rule if sheet is not None else None
        lines.append(RecusalLine(application=application, code=code, rule=rule or "R18", decision="recused"))
    known = {one.application_id for one in scored}
    return tuple(one for one in lines if one.application in known)


def _sign(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    reader: Member,
    group: str,
    content: PanelContent,
    world: GroupWorld,
) -> MessageRow:
    """Sign the panel message."""
    names = [f"data/{n:06d}.tar" for n in range(1, len(content.sheets) + len(content.consents) + 1)]
    data = [post.carried(_message(uow, one.id), "sheet") for one in content.sheets]
    data += [post.carried(_message(uow, one.id), "consent") for one in content.consents]
    listed = [
        ListedSheet(sheet=one.id, code=one.code, application=one.application, phase=one.phase, file=name)
        for one, name in zip(content.sheets, names, strict=False)
    ]
    body = PanelBody(
        group=group,
        reader=reader.code,
        sheets=tuple(listed),
        consents=tuple(names[len(listed) :]),
        recusals=content.recusals,
        panels=table_lines(state.assigned, visible_to(world, reader.code)) if state.is_single else UNSET,
    )
    return post.issue(
        uow,
        desk,
        row,
        kind="panel",
        slot=f"{group}:{reader.code}",
        body=body,
        data=data,
        to=(reader.card,),
        round_version=state.version_id,
    )


def _message(uow: UnitOfWork, message_id: str) -> MessageRow:
    """Return a stored message."""
    found = uow.messages.get(message_id)
    if found is None:
        raise ProgramFault(f"message {message_id} is not in the vault")
    return found
