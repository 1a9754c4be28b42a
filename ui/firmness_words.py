"""Sentences on how firmly an application stands: for commands and windows alike."""

from __future__ import annotations

from resources.reader import Texts
from zgc_review.aggregation.corrected import LEAST
from zgc_review.aggregation.robustness import Alternative, Firmness, Move, Without
from zgc_review.domain.money import points


def signed(change: int) -> str:
    """Return a change in points with its sign, a true minus."""
    return f"+{points(change)}" if change > 0 else points(change).replace("-", "−")


def margin_words(texts: Texts, one: Firmness) -> str:
    """Return the least change of the value that brings it across."""
    return texts.get("firmness.none") if one.margin is None else signed(one.margin)


def without_words(texts: Texts, word: Without) -> str:
    """Return what becomes of it without an expert."""
    value = texts.get("firmness.no_value") if word.value is None else points(word.value)
    return texts.get("firmness.without", code=word.code, value=value, place=place_words(texts, word.standing))


def rule_words(texts: Texts, one: Alternative) -> str:
    """Return what another rule says, or why it says nothing."""
    if one.why:
        why = texts.get(f"severity.state.{one.why}", least=LEAST)
        return texts.get("firmness.uncorrected", rule=texts.get(f"firmness.rule.{one.rule}"), why=why)
    value = texts.get("firmness.no_value") if one.value is None else points(one.value)
    rule = texts.get(f"firmness.rule.{one.rule}")
    return texts.get("firmness.by_rule", rule=rule, value=value, place=place_words(texts, one.standing))


def move_words(texts: Texts, move: Move) -> str:
    """Return by how much one expert's total brings it across."""
    return texts.get("firmness.move", code=move.code, change=signed(move.change))


def place_words(texts: Texts, standing: str) -> str:
    """Return where it stands."""
    return texts.get("firmness.unranked") if standing == "unranked" else texts.get(f"cli.line.{standing}")


def smallest(one: Firmness) -> tuple[Move, ...]:
    """Return the moves, the smallest first."""
    return tuple(sorted(one.moves, key=lambda move: (abs(move.change), move.code)))
