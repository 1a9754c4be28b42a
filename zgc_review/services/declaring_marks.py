"""Answers R01–R18 one cell at a time, kept as they are given: a grid that loses nothing (rules §4.1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zgc_review.conflicts.rules import BY_ID, RULES
from zgc_review.domain.bodies import DeclaredAnswer, DeclaredItem
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import AnswerRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services.declaring import closing_item, save_answer
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of

ANSWERS = ("yes", "unsure", "no")
_REASON_LEAST = 2
_REASON_MOST = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: ``yes``, ``unsure`` or ``no``; yes and unsure carry a short reason."""

    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """The cells of one application.

    Attributes:
        cells: answered rules; a rule that is not there is unanswered.
        open: rules that still need an answer or a reason, in order; empty when the row is complete.
        closes: the rule that closes the application, "" where none does.
    """

    cells: Mapping[str, Mark]
    open: tuple[str, ...]
    closes: str


def read_marks(uow: UnitOfWork, row: RoundRow) -> dict[str, Marks]:
    """Return the cells of every application by its id; nothing answered is nothing marked."""
    least = state_of(uow, row).settings.other_reason_min
    saved = {one.application_id: one for one in uow.answers.all_newest(row.round_id)}
    return {
        one.application_id: judged(_cells(saved.get(one.application_id)), least)
        for one in uow.applications.all(row.round_id)
    }


def mark(desk: Desk, row: RoundRow, application_id: str, cells: Mapping[str, Mark]) -> Marks:
    """Keep the cells of one application as a new version and return what they amount to.

    A plain yes to a rule of level H makes the rest of the row moot: the application closes.

    Raises:
        GateError: ``declare.rule``, ``declare.reason``, ``application.unknown``, ``application.closed``.
    """
    for rule, cell in cells.items():
        if rule not in BY_ID or cell.answer not in ANSWERS:
            raise GateError("declare.rule", rule=rule)
        if len(cell.reason) > _REASON_MOST:
            raise GateError("declare.reason", rule=rule, least=_REASON_LEAST)
    with desk.vault.begin() as uow:
        least = state_of(uow, row).settings.other_reason_min
    marks = judged(cells, least)
    items = tuple(_item(rule.id, cells[rule.id]) for rule in RULES if _said(cells.get(rule.id)))
    save_answer(desk, row, DeclaredAnswer(application=application_id, bulk=False, items=items), marks.open)
    return marks


def judged(cells: Mapping[str, Mark], other_least: int) -> Marks:
    """Return cells with what they still lack and whether they close the application."""
    items = [_item(rule.id, cells[rule.id]) for rule in RULES if _said(cells.get(rule.id))]
    lacking = [rule.id for rule in RULES if not _complete(rule.id, cells.get(rule.id), other_least)]
    closing = closing_item(items)
    final = any(item.level == "H" and item.answer == "yes" and item.rule not in lacking for item in items)
    still = tuple(rule for rule in lacking if not final or rule in {item.rule for item in items})
    return Marks(MappingProxyType(dict(cells)), still, closing.rule if closing is not None else "")


def _said(cell: Mark | None) -> bool:
    return cell is not None and cell.answer in {"yes", "unsure"}


def _complete(rule: str, cell: Mark | None, other_least: int) -> bool:
    """Say whether a cell needs nothing more; yes and unsure need a reason (R18 a longer one)."""
    if cell is None:
        return False
    least = other_least if rule == "R18" else _REASON_LEAST
    return cell.answer == "no" or len(cell.reason.strip()) >= least


def _item(rule: str, cell: Mark) -> DeclaredItem:
    return DeclaredItem(
        rule=rule,
        answer="yes" if cell.answer == "yes" else "unsure",
        level=BY_ID[rule].level.value,
        reason=cell.reason.strip(),
    )


def _cells(saved: AnswerRow | None) -> dict[str, Mark]:
    """Return the cells of a saved version; what is neither said nor open was answered no."""
    if saved is None:
        return {}
    said = {item["rule"]: Mark(item["answer"], item["reason"]) for item in saved.answers["items"]}
    still = set(saved.answers.get("open", ()))
    if not still and any(
        mark.answer == "yes" and BY_ID[rule].level.value == "H" for rule, mark in said.items()
    ):
        return said
    return {
        rule.id: said.get(rule.id, Mark("no")) for rule in RULES if rule.id in said or rule.id not in still
    }
