"""Sentences of a derivation, for windows and command line; without Qt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from resources.reader import Texts
from zgc_review.aggregation.steps import Step
from zgc_review.domain.money import Amount
from zgc_review.services.derivation import Derivation

# Values that are codes, and where their words stand.
_WORDS = {
    "suggestion": "form.word.decision.{}",
    "recommendation": "form.word.recommendation.{}",
    "ground": "derivation.ground.{}",
    "place": "cli.line.{}",
    "decision": "form.word.decision.{}",
}
_AMOUNTS = frozenset({"amount", "running", "budget", "before", "taken", "left"}) | frozenset(
    {"spent", "scored", "unscored", "comes_to", "annual"}
)


def headings(texts: Texts, derivation: Derivation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each heading with its lines, in the order of the derivation."""
    for part, steps in groupby(derivation.steps, key=lambda one: one.part):
        title = texts.get(f"derivation.part.{part}")
        yield title, tuple(sentence(texts, derivation, one) for one in steps)


def sentence(texts: Texts, derivation: Derivation, one: Step) -> str:
    """Return what one line says."""
    said = {name: _named(texts, derivation, name, value) for name, value in one.values}
    key = one.key
    if key == "rank":
        key = "rank_whole" if derivation.is_whole else "rank_seen"
    return texts.get(f"derivation.step.{key}", **said)


def _named(texts: Texts, derivation: Derivation, name: str, value: str) -> str | Amount:
    """Return the words for a value that is a code, the amount for 分, else the value."""
    if name in _AMOUNTS:
        return Amount(value)
    if name == "criterion":
        names = derivation.criteria.get(value)
        return value if names is None else f"{value} {names[0 if texts.language == 'zh_CN' else 1]}"
    if name == "document":
        return derivation.documents.get(value, value[:8])
    form = _WORDS.get(name)
    return value if form is None else texts.get(form.format(value))
