"""Lists that go to and come from spreadsheets: the ranking, and decisions to be signed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from zgc_review.domain.money import points
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post

COLUMNS = ("application", "number", "pool", "rank", "final", "line", "suggestion", "decision", "amount_fen")
LIMIT = 16 << 20


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of a decision list: application id, decision, recommended amount in 分 or None."""

    application: str
    decision: str
    amount_fen: int | None


_NONE: Mapping[str, DecisionRow] = MappingProxyType({})


def decision_list(
    uow: UnitOfWork,
    row: RoundRow,
    aggregate: Aggregate,
    group: str | None,
    chosen: Mapping[str, DecisionRow] = _NONE,
) -> bytes:
    """Return the list a chair fills in: the suggestion stands in ``decision`` until it is changed.

    ``chosen``: decisions that were noted already, by application.
    """
    numbers = {one.application_id: one for one in uow.applications.all(row.round_id)}
    places = {line.application: line for pool in aggregate.pools for line in pool.lines}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in aggregate.applications:
        if group is not None and line.group != group:
            continue
        place = places.get(line.application)
        value = line.after.value
        decision, amount = _filled_in(line, place.line if place else "", chosen.get(line.application))
        writer.writerow(
            (
                line.application,
                numbers[line.application].number,
                line.pool,
                place.rank if place else "",
                "" if value is None else points(value),
                place.line if place else "",
                line.suggestion,
                decision,
                "" if amount is None else amount,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def read_decisions(path: Path) -> Sequence[DecisionRow]:
    """Read a decision list.

    Raises:
        GateError: ``decide.file`` with the row.
    """
    text = post.read_file(path, LIMIT).decode("utf-8-sig", errors="replace")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = []
    for number, line in enumerate(rows, 2):
        amount = (line.get("amount_fen") or "").strip()
        application, decision = line.get("application") or "", line.get("decision") or ""
        if not application or not decision or not ((amount.isascii() and amount.isdigit()) or not amount):
            raise GateError("decide.file", file=path.name, row=number)
        found.append(DecisionRow(application, decision, int(amount) if amount else None))
    return found


def _filled_in(line: ApplicationLine, place: str, chosen: DecisionRow | None) -> tuple[str, int | None]:
    """Return decision and amount of a line: those chosen, else what is proposed."""
    if chosen is not None:
        return chosen.decision, chosen.amount_fen
    decision = proposed(line.suggestion, place)
    return decision, line.amount_fen if decision in {"SUPPORT", "SUPPORT_IF_REVISED"} else None


def proposed(suggestion: str, line: str) -> str:
    """Return the decision the list proposes: beyond the budget, support becomes reserve."""
    return "RESERVE" if suggestion == "SUPPORT" and line in {"beyond_budget", "tie_open"} else suggestion
