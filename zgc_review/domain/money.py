"""Amounts in 分 and the one rounding rule of the committee (rules §7: half up)."""

from __future__ import annotations

from fractions import Fraction


def half_up(value: Fraction) -> int:
    """Return the integer nearest to ``value``; halves go away from zero.

    Rules §7: half up as on paper. Callers scale first: ``half_up(total * 100)`` gives points × 100.
    """
    numerator, denominator = value.numerator, value.denominator
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def points(value: int) -> str:
    """Write points × 100 as people read them: 8240 → ``82.40``."""
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


class Amount(int):
    """An amount in 分 for texts: ``{amount:wan}`` writes it in 万元, ``{amount:yuan}`` in yuan.

    Chinese counts money in 万元, English in single yuan; the text of each language chooses, the value is one.
    """

    def __format__(self, form: str) -> str:
        """Return the amount in a form, any other as an integer's."""
        if form == "wan":
            return wan_yuan(self)
        return yuan(self) if form == "yuan" else int(self).__format__(form)


def yuan(fen: int) -> str:
    """Write 分 as yuan with thousands comma and 2 decimals, exactly: 158000000 → ``1,580,000.00``."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def wan_yuan(fen: int) -> str:
    """Write 分 as 万元 with thousands comma and 2 decimals: 220000000 → ``220.00``.

    Amounts that are no multiple of 100 元 keep all digits rather than being rounded.
    """
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 1_000_000)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole:,}.{decimals}"
