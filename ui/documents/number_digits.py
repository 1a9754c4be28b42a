"""A number written by one section of a format: digits at their places, halves up, no floats."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from ui.documents.number_code import Section, parts

#: Enough for any number a workbook can hold (10 to the power of 308), its decimals and percents.
_WIDE: Final = Context(prec=800, rounding=ROUND_HALF_UP)
_SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_UP)


def without_noise(number: Decimal) -> Decimal:
    """Return a number with the 15 digits that count where it has a fraction; whole numbers as stored.

    Spreadsheet programs store binary fractions: 2.675 stands in the file as 2.6749999999999998.
    """
    digits, exponent = len(number.as_tuple().digits), number.as_tuple().exponent
    noisy = isinstance(exponent, int) and exponent < 0 and digits > _SIGNIFICANT.prec
    return _SIGNIFICANT.plus(number) if noisy else number


def plain(number: Decimal) -> str:
    """Return a number by its digits, without a form."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_number(section: Section, magnitude: Decimal) -> str:
    """Return a number that is not negative as a known section writes it."""
    if section.count("value"):
        words = plain(magnitude)
        return "".join(words if one.kind == "value" else one.text for one in section.tokens).strip()
    if section.count("power"):
        return _powers(section, magnitude)
    places, decimals, _ = parts(section)
    grouped, thousands = _commas(section)
    scaled = magnitude.scaleb(2 * section.count("percent") - 3 * thousands, _WIDE)
    whole, fraction = _rounded(scaled, len(decimals))
    before = iter(_whole(whole, places or ["#"], grouped=grouped))
    return _joined(section, before, iter(_fraction(fraction, decimals)), iter(()), alone=not places)


def _powers(section: Section, magnitude: Decimal) -> str:
    """Return a number as digits and a power of ten."""
    places, decimals, exponents = parts(section)
    power = magnitude.adjusted() if magnitude else 0
    whole, fraction = _rounded(magnitude.scaleb(-power, _WIDE), len(decimals))
    if len(whole) > 1:  # 9.99 became 10
        power += 1
        whole, fraction = _rounded(magnitude.scaleb(-power, _WIDE), len(decimals))
    digits = _whole(str(abs(power)).lstrip("0"), exponents, grouped=False)
    digits[0] = ("-" if power < 0 else "\0") + digits[0]
    before, after = _whole(whole, places, grouped=False), _fraction(fraction, decimals)
    words = _joined(section, iter(before), iter(after), iter(digits), alone=False)
    plus = "+" if any(one.kind == "power" and one.text == "+" for one in section.tokens) else ""
    return words.replace("\0", plus)


def _rounded(value: Decimal, decimals: int) -> tuple[str, str]:
    """Return the digits before and after the point, none where the whole part is zero."""
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE):f}"
    whole, _, fraction = text.partition(".")
    return whole.lstrip("0"), fraction


def _whole(digits: str, places: list[str], *, grouped: bool) -> list[str]:
    """Return what stands at each place before the point; the first takes what is left over."""
    padded = digits.rjust(len(places))
    surplus = len(padded) - len(places)
    shown = []
    for index, place in enumerate(places):
        first, last = (0, surplus) if index == 0 else (surplus + index, surplus + index)
        words = ""
        for at in range(first, last + 1):
            digit = padded[at] if padded[at] != " " else {"0": "0", "?": " "}.get(place, "")
            behind = len(padded) - 1 - at
            comma = grouped and digit.isdecimal() and behind and behind % 3 == 0
            words += digit + ("," if comma else "")
        shown.append(words)
    return shown


def _fraction(digits: str, places: list[str]) -> list[str]:
    """Return what stands at each place after the point; zeros at the end only where a 0 asks for them."""
    shown = list(digits)
    for index in range(len(places) - 1, -1, -1):
        if places[index] == "0" or digits[index] != "0":
            break
        shown[index] = " " if places[index] == "?" else ""
    return shown


def _commas(section: Section) -> tuple[bool, int]:
    """Return whether thousands are parted, and how many times a thousand is taken away."""
    kinds = [one.kind for one in section.tokens]
    end = kinds.index("point") if "point" in kinds else len(kinds)
    last = max((at for at in range(end) if kinds[at] == "digit"), default=-1)
    commas = [at for at, kind in enumerate(kinds) if kind == "comma"]
    return any(at < last for at in commas), sum(at > last for at in commas)


def _joined(
    section: Section, whole: Iterator[str], fraction: Iterator[str], power: Iterator[str], *, alone: bool
) -> str:
    """Return texts and digits in the order of the section; ``alone``: no place before the point."""
    words = []
    digits = whole
    for one in section.tokens:
        if one.kind in ("digit", "point") and alone:
            words.append(next(whole))
            alone = False
        if one.kind == "digit":
            words.append(next(digits))
        elif one.kind == "point":
            words.append(".")
            digits = fraction
        elif one.kind == "power":
            words.append("E")
            digits = power
        elif one.kind in ("text", "percent"):
            words.append(one.text)
    return "".join(words).strip()
