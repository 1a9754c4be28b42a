"""How numbers of a workbook are shown: dates, times and percentages by the formats of its styles."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from ui.documents.office import Handler

Format: TypeAlias = Literal["plain", "percent", "date", "time"]

#: Formats that every spreadsheet program knows by number (ECMA-376-1, 18.8.30).
_BUILT_IN: Final[dict[int, Format]] = {
    **dict.fromkeys((9, 10), "percent"),
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21), "time"),
}
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_FIRST_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a date of a workbook has no zone
_FIRST_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - a date of a workbook has no zone
_LAST_DAY: Final = 2_958_465  # 9999-12-31
_FORMATS: Final = 65_536


class Styles(Handler):
    """Reads which cell style shows what; ``formats`` by index of style."""

    def __init__(self) -> None:
        self.formats: list[Format] = []
        self._codes: dict[str, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a number format or a cell style."""
        if name == "numFmt" and len(self._codes) < _FORMATS:
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.formats) < _FORMATS:
            self.formats.append(self._format(attributes.get("numFmtId", "")))

    def end(self, name: str) -> None:
        """Leave the cell styles."""
        if name == "cellXfs":
            self._in_cells = False

    def _format(self, number: str) -> Format:
        """Return what a number format shows."""
        if number in self._codes:
            return _by_code(self._codes[number])
        return _BUILT_IN.get(int(number), "plain") if number.isdecimal() and len(number) < 9 else "plain"


def _by_code(code: str) -> Format:
    """Return what a format code shows, by its letters outside quotes."""
    if _ELAPSED.search(code):
        return "plain"
    letters = _QUOTED.sub("", code.partition(";")[0]).casefold()
    if "%" in letters:
        return "percent"
    if "general" in letters:
        return "plain"
    if "y" in letters or "d" in letters or ("m" in letters and "h" not in letters and "s" not in letters):
        return "date"
    return "time" if "h" in letters or "s" in letters else "plain"


def show_number(stored: str, form: Format, since_1904: bool) -> str:
    """Return a stored number as it is shown, by the shortest decimal form; as stored where it is none."""
    try:
        value = float(stored)
    except ValueError:
        return stored
    if not math.isfinite(value):
        return stored
    if form in ("date", "time") and 0 <= value <= _LAST_DAY:
        return _moment(value, form, since_1904)
    number = Decimal(repr(value))
    if form == "percent":
        return f"{(number * 100).normalize():f}%"
    return f"{number:f}".removesuffix(".0")


def _moment(value: float, form: Format, since_1904: bool) -> str:
    """Return a date, a time, or both."""
    try:
        moment = (_FIRST_1904 if since_1904 else _FIRST_1900) + timedelta(days=value)
        moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:
        return str(value)
    if form == "time" and value < 1:
        return moment.strftime("%H:%M:%S")
    if moment.time() == datetime.min.time():
        return moment.date().isoformat()
    return moment.isoformat(" ")
