"""Score sheets of an expert: drafts that are never overwritten, locking, reopening (rules §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from zgc_review.catalogue import Rubric
from zgc_review.domain.bodies import (
    DeclaredItem,
    SheetBody,
    SheetRecusal,
    plain,
)
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DraftRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError, ScoringError
from zgc_review.scoring import drafts
from zgc_review.scoring.completeness import missing
from zgc_review.scoring.drafts import lock as locked
from zgc_review.scoring.drafts import new_draft
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.copies import require_copy
from zgc_review.services.declaring import closing_item, has_declared, newest_letter
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.revising_rules import check_revisable
from zgc_review.services.rounds import catalogue_of, my_code, state_of
from zgc_review.services.sheet_versions import is_changed, lacks

INITIAL = "initial"


def draft_of(uow: UnitOfWork, row: RoundRow, application: ApplicationRow, phase: str = INITIAL) -> SheetBody:
    """Return the newest draft of a sheet, or an empty one."""
    saved = uow.drafts.newest(row.round_id, application.application_id, phase)
    if saved is not None:
        return msgspec.convert(saved.body, SheetBody)
    return new_draft(application.application_id, application.version, newest_letter(uow, row).message_id)


def edit(
    desk: Desk,
    row: RoundRow,
    application_id: str,
    change: str,
    apply: Callable[[SheetBody], SheetBody],
    phase: str = INITIAL,
) -> SheetBody:
    """Apply one change to a draft and save it as a new version at once.

    Raises:
        GateError: ``score.closed`` (recused, waiting or locked), ``score.undeclared``.
        ScoringError: what ``apply`` refuses.
    """
    with desk.vault.begin() as uow:
        application = open_application(uow, row, application_id, phase)
        before = draft_of(uow, row, application, phase)
        after = apply(before)
        if after != before:
            save_draft(uow, row, application_id, phase, change, after, desk.clock.now())
            uow.commit()
    return after


def save_draft(
    uow: UnitOfWork, row: RoundRow, application_id: str, phase: str, change: str, body: SheetBody, at: str
) -> None:
    """Append one version of a draft; the caller commits."""
    last = uow.drafts.newest(row.round_id, application_id, phase)
    uow.drafts.append(
        DraftRow(row.round_id, application_id, phase, (last.n if last else 0) + 1, at, change, plain(body))
    )


def open_application(
    uow: UnitOfWork, row: RoundRow, application_id: str, phase: str = INITIAL
) -> ApplicationRow:
    """Return an application whose sheet of a phase may be edited.

    Raises:
        GateError: ``application.unknown``, ``handback.done``, ``score.undeclared``, ``score.closed``,
            ``revision.*``, ``round.role.member``.
    """
    as_member(row)
    application = uow.applications.get(application_id)
    if application is None or application.round_id != row.round_id:
        raise GateError("application.unknown")
    require_copy(uow, row)
    if not has_declared(uow, row):
        raise GateError("score.undeclared")
    if phase != INITIAL:
        check_revisable(uow, row, state_of(uow, row), application)
        if uow.drafts.newest(row.round_id, application_id, phase) is None:
            raise GateError("revision.unstarted", number=application.number)
        return application
    if application.state != SheetStatus.OPEN:
        raise GateError("score.closed", number=application.number, state=application.state)
    return application


def rubric_of(uow: UnitOfWork, state: RoundState, application: ApplicationRow) -> Rubric:
    """Return what is scored for an application in this round."""
    return catalogue_of(uow, state).rubric(application.sub_direction, state.settings.stage)


def findings_of(
    uow: UnitOfWork, row: RoundRow, application: ApplicationRow, phase: str = INITIAL
) -> tuple[Finding, ...]:
    """Return everything that still keeps a sheet from being locked."""
    state = state_of(uow, row)
    draft = draft_of(uow, row, application, phase)
    return lacks(draft, application.version, rubric_of(uow, state, application), state.settings)


def lock(
    desk: Desk, row: RoundRow, application_ids: Sequence[str], phase: str = INITIAL
) -> tuple[MessageRow, ...]:
    """Sign the sheets of several applications; all or none.

    Raises:
        ScoringError, GateError: as :func:`lock_all`.
    """
    return lock_all(desk, row, {phase: application_ids})


def lock_all(desk: Desk, row: RoundRow, by_phase: Mapping[str, Sequence[str]]) -> tuple[MessageRow, ...]:
    """Sign the sheets of several applications, first and revised ones, in one transaction: all or none.

    Raises:
        ScoringError: ``score.incomplete`` with number and count of the first sheet that is not complete.
        GateError: ``score.closed``, ``score.undeclared``; ``score.changed``: a letter brought another
            version of the application, and the expert did not say yet that the sheet judges that one.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        code = my_code(uow, row, state)
        signed: list[MessageRow] = []
        for phase, application_ids in by_phase.items():
            # Everything is judged before anything is written: what was read for one holds for all.
            bodies: dict[str, SheetBody] = {}
            for application_id in application_ids:
                application = open_application(uow, row, application_id, phase)
                if application_id in bodies:
                    raise _named_twice(application, phase)
                bodies[application_id] = _judged(uow, row, state, application, phase)
            signed += [_sign(desk, uow, row, state, code, body) for body in bodies.values()]
        uow.commit()
    return tuple(signed)


def _named_twice(application: ApplicationRow, phase: str) -> GateError:
    """Return why the second of two sheets on one application is refused."""
    if phase != INITIAL:
        return GateError("revision.twice", number=application.number)
    return GateError("score.closed", number=application.number, state=SheetStatus.LOCKED.value)


def _judged(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, phase: str
) -> SheetBody:
    """Return what is signed of a draft."""
    rubric = rubric_of(uow, state, application)
    draft = draft_of(uow, row, application, phase)
    if is_changed(draft, application):
        raise GateError("score.changed", number=application.number)
    lacking = missing(draft, rubric, state.settings)
    if lacking:
        raise ScoringError("score.incomplete", number=application.number, count=len(lacking))
    current = msgspec.structs.replace(draft, letter=newest_letter(uow, row).message_id)
    return locked(current, rubric, state.settings)


def _sign(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, body: SheetBody
) -> MessageRow:
    """Sign one sheet; the caller commits."""
    application_id = body.application
    message = post.issue(
        uow, desk, row, kind="sheet", slot=application_id, body=body, round_version=state.version_id
    )
    uow.applications.set_state(application_id, SheetStatus.LOCKED.value, "")
    data = {"application": application_id, "phase": body.phase, "sheet": message.message_id}
    log.record(uow, row.round_id, "sheet.locked", code, desk.clock.now(), data)
    return message


def recuse_sheets(desk: Desk, row: RoundRow) -> tuple[MessageRow, ...]:
    """Sign a recused sheet for every recused application that has none yet (rules §2.3)."""
    signed: list[MessageRow] = []
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        code = my_code(uow, row, state)
        letter = ""
        for application in uow.applications.all(row.round_id):
            if application.state != SheetStatus.RECUSED or _is_recused(uow, row, application):
                continue
            item = _declared_item(uow, row, application)
            if item is None:
                continue  # the next letter left it out: nobody recused, so there is nothing to sign
            if state.settings.modes[application.sub_direction] != "open_call":
                continue  # settled without sheets: the declaration alone says who stands aside
            letter = letter or newest_letter(uow, row).message_id
            blank = new_draft(application.application_id, application.version, letter)
            recusal = SheetRecusal(answer="yes", rule=item.rule, reason=item.reason)
            body = drafts.recuse(blank, recusal)
            message = post.issue(
                uow,
                desk,
                row,
                kind="sheet",
                slot=application.application_id,
                body=body,
                round_version=state.version_id,
            )
            data = {"application": application.application_id, "sheet": message.message_id}
            log.record(uow, row.round_id, "sheet.recused", code, desk.clock.now(), data)
            signed.append(message)
        uow.commit()
    return tuple(signed)


def _declared_item(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> DeclaredItem | None:
    """Return the rule by which this expert closed an application, None where no own answer did."""
    saved = uow.answers.newest(row.round_id, application.application_id)
    items = saved.answers["items"] if saved else ()
    return closing_item([DeclaredItem(**item) for item in items])


def reopen(desk: Desk, row: RoundRow, application_id: str, reason: str) -> None:
    """Make a locked sheet a draft again, with a reason; the locked one stays (rules §6.7).

    Raises:
        GateError: ``score.not_locked``, ``handback.done``, ``round.role.member``.
        ScoringError: ``scoring.reopening.reason_missing``.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        require_copy(uow, row)
        application = uow.applications.get(application_id)
        if application is None or application.state != SheetStatus.LOCKED:
            raise GateError("score.not_locked")
        draft = drafts.reopen(draft_of(uow, row, application), reason)
        save_draft(uow, row, application_id, INITIAL, "reopen", draft, desk.clock.now())
        uow.applications.set_state(application_id, SheetStatus.OPEN.value, "")
        code = row.code or ""
        data = {"application": application_id}
        log.record(
            uow, row.round_id, "sheet.reopened", code, desk.clock.now(), data, {"reason": reason.strip()}
        )
        uow.commit()


def restore_version(desk: Desk, row: RoundRow, application_id: str, n: int) -> SheetBody:
    """Make an earlier version of a draft the newest again; the versions between stay (rules §6.7).

    Raises:
        GateError: ``score.version``; as :func:`edit`.
    """
    with desk.vault.begin() as uow:
        history = uow.drafts.history(row.round_id, application_id, INITIAL)
    earlier = next((one for one in history if one.n == n), None)
    if earlier is None:
        raise GateError("score.version", version=n)
    body = msgspec.convert(earlier.body, SheetBody)
    return edit(desk, row, application_id, "restore", lambda _draft: body)


def newest_sheets(uow: UnitOfWork, row: RoundRow, card_id: str) -> tuple[MessageRow, ...]:
    """Return the newest sheet of each application and phase signed by a card, sorted so."""
    newest: dict[tuple[str, str], MessageRow] = {}
    for message in uow.messages.find(row.round_id, "sheet", sender=card_id):
        body = post.body_of_row(message)
        key = (message.slot, body.phase)
        if key not in newest or newest[key].seq < message.seq:
            newest[key] = message
    return tuple(message for _, message in sorted(newest.items()))


def _is_recused(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> bool:
    """Say whether the newest own sheet on the application already says recused."""
    last = uow.messages.newest(row.round_id, "sheet", row.card_id, application.application_id)
    return last is not None and post.body_of_row(last).state == "recused"
