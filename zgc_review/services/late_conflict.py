"""A conflict found after the content opened: answered and declared in one act (rules §4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.conflicts.rules import RULES
from zgc_review.domain.bodies import DeclaredAnswer
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.declaring import (
    GivenAnswer,
    declare_in,
    declared_item,
    has_declared,
    save_answer_in,
    typed_answer,
)
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import my_code, state_of

_ORDER = {rule.id: n for n, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class LateConflict:
    """What a late conflict did.

    Attributes:
        declaration: the declaration that carries it, due to the secretary.
        before: state of the application in this vault until now.
        after: ``RECUSED`` (identity deleted), ``PENDING`` (a ruling is due), or as before: disclosed only.
    """

    declaration: MessageRow
    before: str
    after: str


def declare_late(desk: Desk, row: RoundRow, application_id: str, given: GivenAnswer) -> LateConflict:
    """Add one answered rule to an application and sign the declaration anew, in one transaction.

    Raises:
        GateError: ``application.unknown``, ``application.closed``: it is recused already;
            ``score.undeclared``: there is no signed declaration to add to; ``declare.*``; ``handback.done``.
    """
    item = declared_item(desk, row, given)
    with desk.vault.begin() as uow:
        application = uow.applications.get(application_id)
        if application is None or application.round_id != row.round_id:
            raise GateError("application.unknown")
        if application.state == SheetStatus.RECUSED:
            raise GateError("application.closed", number=application.number)
        saved = uow.answers.newest(row.round_id, application_id)
        if saved is None or not has_declared(uow, row):
            raise GateError("score.undeclared")
        kept = [one for one in typed_answer(saved).items if one.rule != item.rule]
        items = tuple(sorted((*kept, item), key=lambda one: _ORDER[one.rule]))
        save_answer_in(uow, desk, row, DeclaredAnswer(application=application_id, bulk=False, items=items))
        message = declare_in(uow, desk, row)
        changed = uow.applications.get(application_id)
        after = changed.state if changed is not None else application.state
        data = {"application": application_id, "rule": item.rule, "answer": item.answer}
        data |= {"declaration": message.message_id, "from": application.state, "to": after}
        code = my_code(uow, row, state_of(uow, row))
        log.record(uow, row.round_id, "conflict.late", code, desk.clock.now(), data)
        uow.commit()
    return LateConflict(message, application.state, after)
