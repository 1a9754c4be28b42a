"""Outcomes of mid-term check and acceptance: screening first, then the bands (rules §2.4, §8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from zgc_review.aggregation.inputs import OutcomeBand, StageRules
from zgc_review.aggregation.ledger import Ledger
from zgc_review.domain.bodies import Decision, Outcome

# Items on status lists (限制期内、重复资助): decided by documentary proof, without a vote (rules §8).
BY_DOCUMENTS: Final = frozenset({"CV02", "CV05"})
Conclusion: TypeAlias = Decision | Outcome
# What a panel may conclude in a round, by its stage (docs/bodies.md §4).
DECISIONS: Final[Mapping[str, frozenset[Conclusion]]] = {
    "proposal": frozenset(
        {"SUPPORT", "SUPPORT_IF_REVISED", "RESERVE", "NOT_SUPPORT", "VETOED", "DEFER", "VOID"}
    ),
    "midterm": frozenset({"CONTINUE", "ADJUST", "STOP_ADVISED", "DEFER", "VOID"}),
    "acceptance": frozenset({"ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED", "DEFER", "VOID"}),
}


def votes_needed(effective: int, majority: tuple[int, int]) -> int:
    """Return how many of ``effective`` experts must confirm, rounded up: 2 of 3, 4 of 5 (rules §8)."""
    numerator, denominator = majority
    return -(-effective * numerator // denominator)


def takes_effect(item: str, *, proven: bool, yes: int, effective: int, majority: tuple[int, int]) -> bool:
    """Say whether the claim of a listed item takes effect (rules §8).

    Args:
        item: id of the veto or screening item.
        proven: the claim names a document, or is of the secretary, who keeps the lists.
        yes: how many of the ``effective`` experts confirm.
        majority: numerator and denominator of the share that must.
    """
    if item in BY_DOCUMENTS:
        return proven
    return effective > 0 and yes >= votes_needed(effective, majority)


def established(
    application: str,
    effective: Collection[str],
    ledger: Ledger,
    rules: StageRules,
    majority: tuple[int, int],
    secretary: str,
) -> tuple[str, ...]:
    """Return the items that are established of an application, by id (docs/bodies.md §4).

    Args:
        effective: codes whose sheet counts; only they vote.
        majority: ``veto_majority`` of the round.
        secretary: code of the secretary.
    """
    found = set()
    for code, claim in ledger.claims(application):
        item = str(claim.body.values.get("item"))
        slot = f"veto_vote:{claim.id}"
        votes = [ledger.spoken(voter).get(slot) for voter in effective]
        yes = sum(
            vote is not None and vote.body.answer == "yes" and vote.body.application == application
            for vote in votes
        )
        proven = claim.body.values.get("document") is not None or code == secretary
        if item in rules.items and takes_effect(
            item, proven=proven, yes=yes, effective=len(effective), majority=majority
        ):
            found.add(item)
    return tuple(sorted(found))


def outcome_of(value: int | None, items: Collection[str], bands: Sequence[OutcomeBand]) -> Conclusion:
    """Return the outcome of a combined value (points × 100) and the ``items`` established.

    Fewer than the effective sheets a review needs leave no value, and then nothing is concluded (P02).
    """
    if value is None:
        return "VOID"
    if items:
        return bands[-1].code
    return next(band.code for band in bands if value >= band.floor)


def lines_of(bands: Sequence[OutcomeBand]) -> tuple[int, ...]:
    """Return the values at which the outcome changes: the lines that a total may be near to (rules §8)."""
    return tuple(band.floor for band in bands if band.floor > 0)


def may_decide(decision: str, outcome: str, items: Collection[str]) -> bool:
    """Say whether the panel may decide so: the outcome, no valid review, or wait for papers.

    What is established does not wait: one item means 不通过, whatever the score (rules §2.4).
    """
    return decision in {outcome, "VOID"} or (decision == "DEFER" and not items)
