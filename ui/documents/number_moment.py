"""Dates and times of a workbook: days since the calendar's beginning, written by a format or as ISO 8601."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ui.documents.number_code import Section, Token

_FIRST: Final = date(1899, 12, 30)
_LEAP: Final = 60  # 29 February 1900, a day only spreadsheet programs know
_SINCE_1904: Final = 1462
_LAST_DAY: Final = 2_958_465  # 9999-12-31
_DAY: Final = 86_400
_NOON: Final = 12
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WEEKDAYS_ZH: Final = "日一二三四五六"
_NOONS: Final = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of it; ``ticks`` are seconds of that day × 1000, ``elapsed`` seconds in all."""

    year: int
    month: int
    day: int
    weekday: int
    ticks: int
    elapsed: int


def moment_of(value: Decimal, decimals: int, since_1904: bool) -> Moment | None:
    """Return the moment a number stands for, seconds rounded to ``decimals``; None outside the calendar."""
    if not 0 <= value <= _LAST_DAY + 1:
        return None
    seconds = (value * _DAY).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    ticks = int(seconds * 1000)
    serial, rest = divmod(ticks, _DAY * 1000)
    serial += _SINCE_1904 if since_1904 else 0
    if serial > _LAST_DAY:
        return None
    if serial == _LEAP:
        year, month, day = 1900, 2, 29
    elif serial == 0:
        year, month, day = 1900, 1, 0
    else:
        one = _FIRST + timedelta(days=serial + (serial < _LEAP))
        year, month, day = one.year, one.month, one.day
    return Moment(year, month, day, (serial - 1) % 7, rest, ticks // 1000)


def iso_moment(value: Decimal, since_1904: bool) -> str | None:
    """Return a date, a time of less than a day, or both, as ISO 8601 writes them."""
    found = moment_of(value, 0, since_1904)
    if found is None:
        return None
    day = f"{found.year:04}-{found.month:02}-{found.day:02}"
    minutes, second = divmod(found.ticks // 1000, 60)
    time = f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    if value < 1 and not since_1904:
        return time
    return f"{day} {time}" if found.ticks else day


def write_moment(section: Section, value: Decimal, since_1904: bool) -> str | None:
    """Return a date or time as a known section writes it; None outside the calendar."""
    shown = [one.text for one in section.tokens if one.kind == "moment"]
    decimals = max((len(one.partition(".")[2]) for one in shown), default=0)
    found = moment_of(value, decimals, since_1904)
    if found is None:
        return None
    halves = any(one in _NOONS for one in shown)
    tokens = section.tokens
    words = [
        _written(one, found, halves, minutes=_is_minute(tokens, at)) if one.kind == "moment" else one.text
        for at, one in enumerate(tokens)
    ]
    return "".join(words).strip()


def _is_minute(tokens: list[Token], at: int) -> bool:
    """Whether an m means minutes: after hours, or before seconds."""
    earlier = [one.text for one in tokens[:at] if one.kind == "moment" and one.text not in _NOONS]
    later = [one.text for one in tokens[at + 1 :] if one.kind == "moment" and one.text not in _NOONS]
    return (bool(earlier) and "h" in earlier[-1]) or (bool(later) and "s" in later[0])


def _written(one: Token, found: Moment, halves: bool, *, minutes: bool) -> str:
    """Return one piece of a date or time."""
    letters = one.text
    if letters in _NOONS:
        return _NOONS[letters][found.ticks // 1000 // 3600 >= _NOON]
    if letters[0] in "hs[":
        return _time_of_day(letters, found, halves)
    match letters[0]:
        case "y":
            return f"{found.year:04}" if len(letters) > 2 else f"{found.year % 100:02}"
        case "m" if minutes and len(letters) <= 2:
            return str(found.ticks // 60_000 % 60).zfill(len(letters))
        case "m":
            return _named(found.month, letters, _MONTHS[found.month - 1])
        case "d":
            return _named(found.day, letters, _WEEKDAYS[found.weekday])
    return "星期" + _WEEKDAYS_ZH[found.weekday]


def _time_of_day(letters: str, found: Moment, halves: bool) -> str:
    """Return hours, seconds, or what is counted over days; ``halves``: the hours of half a day."""
    if letters[0] == "[":
        return _elapsed(letters, found)
    if letters[0] == "s":
        return _second(letters, found.ticks // 1000 % 60, found.ticks % 1000)
    hour = found.ticks // 3_600_000
    hour = (hour % _NOON or _NOON) if halves else hour
    return str(hour).zfill(min(len(letters), 2))


def _named(number: int, letters: str, name: str) -> str:
    """Return a month or a day: one letter or two as a number, three as a short name, four the whole one."""
    width = len(letters)
    if width <= 2:
        return str(number).zfill(width)
    if width == 5 and letters[0] == "m":
        return name[0]
    return name[:3] if width == 3 else name


def _elapsed(letters: str, found: Moment) -> str:
    """Return hours, minutes or seconds counted over days."""
    inside, _, decimals = letters[1:].partition("]")
    if inside[0] == "s":
        return _second(inside + decimals, found.elapsed, found.ticks % 1000)
    return str(found.elapsed // (3600 if inside[0] == "h" else 60)).zfill(len(inside))


def _second(letters: str, seconds: int, thousandths: int) -> str:
    """Return seconds, with as many decimals as are asked for."""
    whole, _, decimals = letters.partition(".")
    shown = str(seconds).zfill(len(whole))
    return f"{shown}.{thousandths:03}"[: len(shown) + 1 + len(decimals)] if decimals else shown
