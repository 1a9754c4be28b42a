"""Ranks of a pool: by value, then the round's tie keys, else equal rank 1, 1, 3 (S10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from zgc_review.aggregation.inputs import SignedConsent
from zgc_review.domain.results import ApplicationLine
from zgc_review.domain.settings import RoundSettings, TieKey
from zgc_review.errors import AggregationError

UNRANKED = frozenset({"VETOED", "DEFER", "VOID"})


def may_rank(line: ApplicationLine) -> bool:
    """Say whether an application takes part in the ranking of its pool."""
    return line.after.value is not None and line.decision not in UNRANKED


def rank_groups(
    lines: Sequence[ApplicationLine], settings: RoundSettings, tie: SignedConsent | None
) -> list[tuple[int, list[ApplicationLine]]]:
    """Return the groups of equal rank, best first, each with its rank and listed by id.

    ``tie``: the round chair's consent on this pool; it only speaks where every earlier key is equal.

    Raises:
        AggregationError: ``aggregation.tie.order`` when that consent holds no list of ids.
    """
    places = panel_places(tie)
    keyed = sorted(
        ((rank_key(line, settings, places), line.application, line) for line in lines), key=_by_key_and_id
    )
    groups: list[tuple[int, list[ApplicationLine]]] = []
    rank = 1
    for _, entries in groupby(keyed, key=lambda entry: entry[0]):
        group = [line for _, _, line in entries]
        groups.append((rank, group))
        rank += len(group)
    return groups


def panel_places(tie: SignedConsent | None) -> dict[str, int]:
    """Return the place of each application that the consent lists.

    Raises:
        AggregationError: ``aggregation.tie.order``.
    """
    if tie is None:
        return {}
    order = tie.body.values.get("order")
    if not isinstance(order, list) or len(set(order)) != len(order):
        raise AggregationError("aggregation.tie.order", pool=str(tie.body.values.get("pool")))
    return {application: place for place, application in enumerate(order)}


def _by_key_and_id(entry: tuple[tuple[int, ...], str, ApplicationLine]) -> tuple[tuple[int, ...], str]:
    """Order by key; the id only fixes how equals are listed."""
    return entry[:2]


def parting_key(
    one: ApplicationLine, other: ApplicationLine, settings: RoundSettings, places: Mapping[str, int]
) -> TieKey | Literal["value"] | None:
    """Return by what two applications are told apart, the value first; None where nothing does (S10)."""
    names: tuple[TieKey | Literal["value"], ...] = ("value", *settings.tie_keys)
    keys = zip(rank_key(one, settings, places), rank_key(other, settings, places), strict=True)
    return next((name for name, (left, right) in zip(names, keys, strict=True) if left != right), None)


def rank_key(line: ApplicationLine, settings: RoundSettings, places: Mapping[str, int]) -> tuple[int, ...]:
    """Return the sorting key: smaller is better, so descending values are negated."""
    after = line.after
    parts = {
        "plain_mean": -(after.plain_mean or 0),
        # No value at all is lower than a mean of 0.
        "top_criterion": 1 if after.top_criterion is None else -after.top_criterion,
        "yes_votes": -after.yes_votes,
        "panel_vote": places.get(line.application, len(places)),
    }
    return (-(after.value or 0), *(parts[key] for key in settings.tie_keys))
