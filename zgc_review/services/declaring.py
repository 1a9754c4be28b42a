"""Pledge and declaration of R01–R18: the gate before any document opens (rules §4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zgc_review.conflicts.rules import RULES
from zgc_review.domain.bodies import (
    DeclarationBody,
    DeclaredAnswer,
    DeclaredItem,
    plain,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import AnswerRow, ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services import log, post
from zgc_review.services.awaited_letter import is_awaited
from zgc_review.services.consents import consents, sign_consent
from zgc_review.services.copies import require_copy
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.following import require_pinned
from zgc_review.services.rounds import my_code, state_of

_BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One rule answered with yes or unsure, as the expert typed it."""

    rule: str
    answer: str
    reason: str


def pledge(desk: Desk, row: RoundRow) -> MessageRow:
    """Sign the pledge of fairness, secrecy and integrity (F03).

    Raises:
        GateError: ``round.code.needed``.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        require_pinned(row, state)
    return sign_consent(desk, row, "pledge", "yes", about=state.version_id)


def answer(desk: Desk, row: RoundRow, application_id: str, given: Sequence[GivenAnswer]) -> None:
    """Save the answers R01–R18 on one application; an empty list says that none applies.

    Raises:
        GateError: ``declare.rule``, ``declare.reason``, ``application.unknown``.
    """
    items = tuple(declared_item(desk, row, one) for one in given)
    save_answer(desk, row, DeclaredAnswer(application=application_id, bulk=False, items=items))


def answer_rest(desk: Desk, row: RoundRow) -> int:
    """Answer “none” for every application not answered yet and return their number; recorded as such."""
    as_member(row)
    with desk.vault.begin() as uow:
        rest = unanswered(uow, row)
        kept = {one.application_id: uow.answers.newest(row.round_id, one.application_id) for one in rest}
    for application in rest:
        saved = kept[application.application_id]
        items = typed_answer(saved).items if saved is not None else ()
        save_answer(desk, row, DeclaredAnswer(application=application.application_id, bulk=True, items=items))
    return len(rest)


def unanswered(uow: UnitOfWork, row: RoundRow) -> tuple[ApplicationRow, ...]:
    """Return the applications without an answer; unanswered is not “no” (rules §4.1)."""
    answered = {
        one.application_id for one in uow.answers.all_newest(row.round_id) if not one.answers.get("open")
    }
    return tuple(one for one in uow.applications.all(row.round_id) if one.application_id not in answered)


def declare(desk: Desk, row: RoundRow) -> MessageRow:
    """Sign the declaration over all applications; what it recuses closes at once.

    Signed again after a late answer, it carries the next number (rules §4.2).

    Raises:
        GateError: ``declare.unanswered`` with the count; ``declare.pledge``; ``round.code.needed``;
            ``handback.done``.
    """
    with desk.vault.begin() as uow:
        message = declare_in(uow, desk, row)
        uow.commit()
    return message


def declare_in(uow: UnitOfWork, desk: Desk, row: RoundRow) -> MessageRow:
    """Sign the declaration as :func:`declare` does; the caller commits."""
    as_member(row)
    state = state_of(uow, row)
    require_pinned(row, state)
    require_copy(uow, row)
    if not has_pledged(uow, row):
        raise GateError("declare.pledge")
    open_count = len(unanswered(uow, row))
    if open_count:
        raise GateError("declare.unanswered", count=open_count)
    letter = newest_letter(uow, row)
    saved = sorted(uow.answers.all_newest(row.round_id), key=lambda one: one.application_id)
    answers = tuple(typed_answer(one) for one in saved)
    code = my_code(uow, row, state)
    said = _said_before(uow, row, code)
    message = post.issue(
        uow,
        desk,
        row,
        kind="declaration",
        slot=code,
        body=DeclarationBody(letter=letter.message_id, answers=answers),
        to=(state.secretary.card,),
        round_version=state.version_id,
        answers=letter.message_id,
    )
    at = desk.clock.now()
    log.record(uow, row.round_id, "declaration.signed", code, at, {"declaration": message.message_id})
    for one in answers:
        if one not in said:  # what was ruled open since does not close again by being repeated
            _take_effect(uow, row, one, code, at)
    return message


def _said_before(uow: UnitOfWork, row: RoundRow, code: str) -> tuple[DeclaredAnswer, ...]:
    """Return the answers of the declaration that was signed last."""
    last = uow.messages.newest(row.round_id, "declaration", row.card_id, code)
    return post.body_of_row(last).answers if last is not None else ()


def has_pledged(uow: UnitOfWork, row: RoundRow) -> bool:
    """Say whether this vault's owner signed the pledge."""
    return any(consent.sender == row.card_id for consent in consents(uow, row, "pledge"))


def has_declared(uow: UnitOfWork, row: RoundRow) -> bool:
    """Say whether a declaration was signed that covers every application held now."""

    def read() -> bool:
        signed = uow.messages.find(row.round_id, "declaration", sender=row.card_id)
        if not signed:
            return False
        body = post.body_of_row(signed[-1])
        covered = {one.application for one in body.answers}
        return all(one.application_id in covered for one in uow.applications.all(row.round_id))

    return uow.once(("declared", row.round_id, row.card_id), read)


def newest_letter(uow: UnitOfWork, row: RoundRow) -> MessageRow:
    """Return the letter in force.

    Raises:
        GateError: ``letter.none``: no package was opened yet; ``letter.card``: none with the own new card.
    """
    letters = uow.messages.find(row.round_id, "assignment")
    if not letters:
        raise GateError("letter.none")
    if is_awaited(uow, row):
        raise GateError("letter.card")
    return letters[-1]


def recusal_of(one: DeclaredAnswer) -> SheetStatus | None:
    """Return what an answer means for the application: closed, waiting for a ruling, or nothing.

    A plain yes to a rule of level H recuses; everything else that is not D waits for a ruling.
    """
    strongest: SheetStatus | None = None
    for item in one.items:
        if item.level == "H" and item.answer == "yes":
            return SheetStatus.RECUSED
        if item.level != "D":
            strongest = SheetStatus.PENDING
    return strongest


def closing_item(items: Sequence[DeclaredItem]) -> DeclaredItem | None:
    """Return the answered rule that closes an application: a plain yes to one of level H before others."""
    hard = [item for item in items if item.level == "H" and item.answer == "yes"]
    waiting = [item for item in items if item.level != "D"]
    return next(iter((*hard, *waiting)), None)


def declared_item(desk: Desk, row: RoundRow, given: GivenAnswer) -> DeclaredItem:
    """Return one answered rule, judged.

    Raises:
        GateError: ``declare.rule``, ``declare.reason``.
    """
    rule = _BY_ID.get(given.rule)
    if rule is None or given.answer not in {"yes", "unsure"}:
        raise GateError("declare.rule", rule=given.rule)
    with desk.vault.begin() as uow:
        least = state_of(uow, row).settings.other_reason_min if given.rule == "R18" else 2
    if not least <= len(given.reason.strip()) <= 500:
        raise GateError("declare.reason", rule=given.rule, least=least)
    return DeclaredItem(
        rule=given.rule,
        answer="yes" if given.answer == "yes" else "unsure",
        level=rule.level.value,
        reason=given.reason.strip(),
    )


def save_answer(desk: Desk, row: RoundRow, one: DeclaredAnswer, still_open: Sequence[str] = ()) -> None:
    """Append a version of the answers on one application; ``still_open`` names rules not answered yet.

    Raises:
        GateError: ``application.unknown``, ``application.closed``, ``round.role.member``.
    """
    with desk.vault.begin() as uow:
        save_answer_in(uow, desk, row, one, still_open)
        uow.commit()


def save_answer_in(
    uow: UnitOfWork, desk: Desk, row: RoundRow, one: DeclaredAnswer, still_open: Sequence[str] = ()
) -> None:
    """Append a version of the answers as :func:`save_answer` does; the caller commits."""
    as_member(row)
    application = uow.applications.get(one.application)
    if application is None or application.round_id != row.round_id:
        raise GateError("application.unknown")
    before = uow.answers.newest(row.round_id, one.application)
    kept = {**plain(one), "open": list(still_open)} if still_open else plain(one)
    # A recusal that was signed is not taken back alone (rules §4.1.3).
    if application.state == SheetStatus.RECUSED and before is not None:
        was, now = recusal_of(typed_answer(before)), recusal_of(one)
        if was is SheetStatus.RECUSED and now is not SheetStatus.RECUSED:
            raise GateError("application.closed", number=application.number)
    uow.answers.append(
        AnswerRow(row.round_id, one.application, (before.n if before else 0) + 1, desk.clock.now(), kept)
    )


def typed_answer(saved: AnswerRow) -> DeclaredAnswer:
    """Return saved answers as the declaration carries them."""
    values = saved.answers
    return DeclaredAnswer(
        application=values["application"],
        bulk=values["bulk"],
        items=tuple(DeclaredItem(**item) for item in values["items"]),
    )


def _take_effect(uow: UnitOfWork, row: RoundRow, one: DeclaredAnswer, code: str, at: str) -> None:
    """Close an application at once where the declaration says so (design §4.4)."""
    application = uow.applications.get(one.application)
    status, item = recusal_of(one), closing_item(one.items)
    if application is None or status is None or item is None or application.state == SheetStatus.RECUSED:
        return
    uow.applications.set_state(one.application, status.value, item.rule)
    data: dict[str, str | bool] = {"application": one.application, "status": status.value, "rule": item.rule}
    data["was_open"] = application.state in {SheetStatus.OPEN, SheetStatus.LOCKED}
    if status is SheetStatus.RECUSED:
        uow.applications.drop_identity(one.application)
    log.record(uow, row.round_id, "application.closed", code, at, data)
