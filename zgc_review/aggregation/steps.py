"""One line of a derivation, and exact numbers as text: no rounding that the rules do not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zgc_review.domain.money import points

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One line: the heading it stands under, the sentence it is said with, and the values in it.

    ``values`` are texts: exact decimals, amounts in 分, codes and ids. Whoever shows the line puts names
    to the codes.
    """

    part: str
    key: str
    values: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        """Return a value by its name.

        Raises:
            KeyError: the line has none.
        """
        return dict(self.values)[name]


def step(part: str, key: str, **values: object) -> Step:
    """Return a line."""
    return Step(part, key, tuple((name, str(value)) for name, value in values.items()))


def exact_text(value: Fraction) -> str:
    """Write a fraction in full where its decimals end, else cut after six with an ellipsis.

    69.2 → ``69.2``; 6102/92 → ``66.326086…``: never rounded, so that the rounding can be checked.
    """
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value.numerator, value.denominator)
    scale = _places(value.denominator)
    places = _DIGITS if scale is None else scale
    decimals = f"{rest * 10**places // value.denominator:0{places}d}" if places else ""
    return f"{sign}{whole}" + (f".{decimals}" if decimals else "") + ("…" if scale is None else "")


def sum_text(terms: Sequence[int]) -> str:
    """Write points × 100 as a sum: ``69.20 + 69.70``."""
    return " + ".join(points(term) for term in terms)


def _places(denominator: int) -> int | None:
    """Return how many decimals a reduced fraction has, None where they do not end."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None
