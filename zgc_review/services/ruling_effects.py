"""What declarations and rulings together mean for one member: closed, waiting, open (rules §4.1, §4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zgc_review.domain.bodies import (
    DeclarationBody,
    DeclaredAnswer,
    RecusalLine,
)
from zgc_review.domain.states import SheetStatus
from zgc_review.services.declaring import recusal_of
from zgc_review.services.ruling import Ruled


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that counts, by message id."""

    id: str
    body: DeclarationBody


def closed_applications(declared: Sequence[Declared], ruled: Mapping[str, Ruled]) -> dict[str, SheetStatus]:
    """Return what is closed to a member: RECUSED for good, PENDING while a ruling is due.

    Args:
        declared: the member's declarations, the newest last.
        ruled: the rulings on the member by application.
    """
    found: dict[str, SheetStatus] = {}
    for answer in declared[-1].body.answers if declared else ():
        status = recusal_of(answer)
        ruling = ruled.get(answer.application)
        if status is SheetStatus.PENDING and ruling is not None and _covers(ruling, declared, answer):
            continue
        if status is not None:
            found[answer.application] = status
    for application, ruling in ruled.items():
        if ruling.decision == "closed":
            found[application] = SheetStatus.RECUSED
    # Nobody takes a recusal back alone: what an earlier declaration closed stays closed (rules §4.1.3).
    for answer in (answer for one in declared for answer in one.body.answers):
        if recusal_of(answer) is SheetStatus.RECUSED:
            found[answer.application] = SheetStatus.RECUSED
    return found


def recusal_lines_of(
    code: str, declared: Sequence[Declared], ruled: Mapping[str, Ruled]
) -> Iterator[RecusalLine]:
    """Yield who-stands-aside lines of one member; what waits for a ruling is closed until then."""
    closed = closed_applications(declared, ruled)
    rules: dict[tuple[str, str], bool] = {}
    newest = declared[-1].body.answers if declared else ()
    for answer in (answer for one in declared for answer in one.body.answers):
        if answer in newest or recusal_of(answer) is SheetStatus.RECUSED:
            for item in answer.items:
                key = (answer.application, item.rule)
                rules[key] = rules.get(key, False) or item.level != "D"
    for application, ruling in ruled.items():
        rules[application, ruling.rule] = True
    for (application, rule), weighs in sorted(rules.items()):
        decision: Literal["recused", "open", "disclosed"] = "disclosed"
        if weighs:
            decision = "recused" if application in closed else "open"
        yield RecusalLine(application=application, code=code, rule=rule, decision=decision)


def _covers(ruling: Ruled, declared: Sequence[Declared], answer: DeclaredAnswer) -> bool:
    """Say whether every circumstance that waits had been declared when the ruling was signed."""
    for item in answer.items:
        if item.level == "D":
            continue
        first = next(one.id for one in declared if _names(one.body, answer.application, item.rule))
        if first not in ruling.known.declared:
            return False
    return True


def _names(body: DeclarationBody, application: str, rule: str) -> bool:
    """Say whether a declaration names a rule on an application."""
    return any(
        one.application == application and any(item.rule == rule for item in one.items)
        for one in body.answers
    )
