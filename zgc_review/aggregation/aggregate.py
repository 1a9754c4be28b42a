"""The aggregate of a round: every value, rank, line and total of ``aggregate.json`` (docs/bodies.md §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from zgc_review.aggregation.combination import check_settings, combine
from zgc_review.aggregation.deliberation import decided, suggestion, topics
from zgc_review.aggregation.funds import fund_totals, unscored_lines
from zgc_review.aggregation.inputs import AggregationInput, RubricLike, SignedConsent, StageRules
from zgc_review.aggregation.ledger import Ledger
from zgc_review.aggregation.members import Members, Standing
from zgc_review.aggregation.outcomes import established, lines_of, may_decide, outcome_of
from zgc_review.aggregation.redrawing import pool_table
from zgc_review.domain.results import Aggregate, ApplicationLine, PoolTable, ResultApplication
from zgc_review.domain.settings import Pool, RoundSettings
from zgc_review.errors import AggregationError

_SCORED = frozenset({"AGGREGATED", "DELIBERATED", "SEALED"})


@dataclass(frozen=True, slots=True)
class Workings:
    """An aggregate, and per application whose sheets led to it."""

    aggregate: Aggregate
    standings: Mapping[str, Standing]


def aggregate(inputs: AggregationInput) -> Aggregate:
    """Compute the aggregate; the order of applications, sheets, consents and recusals plays no part.

    Raises:
        AggregationError: the messages contradict each other or one is missing; codes ``aggregation.*``
            name the application, the member code or the sub-direction.
    """
    return work_out(inputs).aggregate


def work_out(inputs: AggregationInput) -> Workings:
    """Compute the aggregate and keep what led to it.

    Raises:
        AggregationError: as :func:`aggregate`.
    """
    check_settings(inputs.settings)
    ledger = Ledger(inputs)
    members = Members(inputs, ledger)
    pools = _pool_by_sub_direction(inputs.settings)
    scored = [
        application
        for application in _by_id(inputs.applications)
        if application.mode == "open_call" and application.state in _SCORED
    ]
    standings = {one.application: members.standing(one) for one in scored}
    lines = tuple(_line(one, inputs, ledger, standings[one.application], pools) for one in scored)
    return Workings(_whole(inputs, ledger, lines), standings)


def _whole(inputs: AggregationInput, ledger: Ledger, lines: tuple[ApplicationLine, ...]) -> Aggregate:
    """Rank the lines and add up what they would cost; a stage after the grant has neither."""
    if inputs.settings.stage != "proposal":
        return Aggregate(applications=lines, pools=(), funds=(), unscored=())
    tables = tuple(_table(pool, lines, inputs, ledger) for pool in inputs.settings.pools)
    unscored = unscored_lines(inputs.applications)
    return Aggregate(
        applications=lines,
        pools=tables,
        funds=fund_totals(inputs.settings, inputs.funds, lines, tables, unscored),
        unscored=unscored,
    )


def aggregate_bytes(result: Aggregate) -> bytes:
    """Return the canonical bytes of ``aggregate.json`` (RFC 8785).

    The keys are ASCII and the numbers whole, so that sorted keys are all that is canonical here; writing
    structs takes a thirtieth of the time. They are written one by one, in a loop of Python's: at once, a
    large round would keep every other thread from computing meanwhile. A test holds the bytes against
    ``canonical_bytes``.
    """
    write = msgspec.json.Encoder(order="sorted").encode
    parts = []
    for name in sorted(result.__struct_fields__):
        part = getattr(result, name)
        if isinstance(part, tuple):
            written = b"[" + b",".join([write(one) for one in part]) + b"]"
        else:
            written = write(part)
        parts.append(write(name) + b":" + written)
    return b"{" + b",".join(parts) + b"}"


def _by_id(applications: Sequence[ResultApplication]) -> list[ResultApplication]:
    """Sort by id; one that stands twice would be counted twice."""
    ordered = sorted(applications, key=lambda entry: entry.application)
    for one, other in pairwise(ordered):
        if one.application == other.application:
            raise AggregationError("aggregation.application.twice", application=one.number)
    return ordered


def _pool_by_sub_direction(settings: RoundSettings) -> dict[str, Pool]:
    """Map each scored sub-direction to its one pool."""
    found: dict[str, Pool] = {}
    for pool in settings.pools:
        for sub_direction in pool.sub_directions:
            if found.setdefault(sub_direction, pool).id != pool.id:
                raise AggregationError("aggregation.pool.twice", sub_direction=sub_direction)
    return found


def _line(
    application: ResultApplication,
    inputs: AggregationInput,
    ledger: Ledger,
    standing: Standing,
    pools: Mapping[str, Pool],
) -> ApplicationLine:
    """Compute one scored application."""
    settings = inputs.settings
    rubric: RubricLike | None = inputs.rubrics.get(application.sub_direction)
    pool, rules = pools.get(application.sub_direction), inputs.stages.get(application.sub_direction)
    if rubric is None or (pool is None and rules is None):
        raise AggregationError("aggregation.pool.missing", sub_direction=application.sub_direction)
    before = combine(standing.initial, settings, rubric)
    revised = standing.counting != standing.initial
    after = combine(standing.counting, settings, rubric) if revised else before
    claimed = application.application in ledger.claimed
    signed = _decision(application, standing.chair, ledger)
    decision, amount = decided(application, signed, settings.stage)
    line = ApplicationLine(
        application=application.application,
        pool=pool.id if pool else None,
        group=application.group,
        n_received=standing.n_received,
        n_effective=len(standing.initial),
        n_recused=standing.count("recused"),
        n_void=standing.count("void"),
        n_absent=standing.count("absent"),
        before=before,
        after=after,
        discuss=topics(before, standing.initial, settings, _lines(pool, rules), claimed=claimed),
        suggestion=suggestion(after, settings, pool) if pool else "VOID",
        decision=decision,
        amount_fen=amount,
    )
    return line if rules is None else _with_outcome(line, application, inputs, ledger, rules)


def _lines(pool: Pool | None, rules: StageRules | None) -> tuple[int, ...]:
    """Return the values at which the conclusion changes: lines of the pool, or of the bands."""
    if pool is not None:
        return (pool.pass_line, pool.reserve)
    return lines_of(rules.bands) if rules is not None else ()


def _with_outcome(
    line: ApplicationLine,
    application: ResultApplication,
    inputs: AggregationInput,
    ledger: Ledger,
    rules: StageRules,
) -> ApplicationLine:
    """Add what a stage concludes: the items established, then the outcome by the bands (rules §2.4)."""
    effective = [mark.code for mark in line.before.marks]
    majority = inputs.settings.veto_majority
    items = established(line.application, effective, ledger, rules, majority, inputs.secretary)
    outcome = outcome_of(line.after.value, items, rules.bands)
    sealed = application.state == "SEALED"
    if sealed and line.decision is not None and not may_decide(line.decision, outcome, items):
        raise AggregationError("aggregation.decision.outcome", application=application.number)
    return msgspec.structs.replace(line, suggestion=outcome, established=items)


def _decision(application: ResultApplication, chair: str | None, ledger: Ledger) -> SignedConsent | None:
    """Return the decision of who speaks as chair."""
    return ledger.spoken(chair).get(f"decision:{application.application}")


def _table(
    pool: Pool, lines: Sequence[ApplicationLine], inputs: AggregationInput, ledger: Ledger
) -> PoolTable:
    """Rank one pool by what the round chair said of its ties, and draw its line."""
    tie = ledger.spoken(inputs.round_chair).get(f"tie::{pool.id}")
    return pool_table(inputs.settings, pool, lines, tie)
