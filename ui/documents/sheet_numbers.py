"""How numbers of a workbook are shown: by the formats of its styles, with exact decimals, halves up.

A format that is not known shows the plain value, of a date ISO 8601. A number is never hidden: where a
section writes nothing, or tells a negative number by its colour alone, the number or its sign is shown.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from ui.documents.number_code import NumberFormat, number_format
from ui.documents.number_digits import plain, without_noise, write_number
from ui.documents.number_moment import iso_moment, write_moment
from ui.documents.office import Handler

GENERAL: Final = "General"
#: Formats that every spreadsheet program knows by number (ECMA-376-1, 18.8.30). What each country writes in
#: its own way is shown as ISO 8601 (14, 22, 30) and without a currency (5 to 8, 41 to 44).
_BUILT_IN: Final[dict[int, str]] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0;-#,##0",
    6: "#,##0;-#,##0",
    7: "#,##0.00;-#,##0.00",
    8: "#,##0.00;-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "yyyy-mm-dd",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    **dict.fromkeys((41, 42), '#,##0;-#,##0;"-"'),
    **dict.fromkeys((43, 44), '#,##0.00;-#,##0.00;"-"'),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?\Z")
_LONGEST: Final = 400  # characters of a number; the powers a workbook can hold end at 308
_POWERS: Final = 308
_OUTSIDE: Final = re.compile(r"[0-9.,\s]")
_FORMATS: Final = 65_536


class Styles(Handler):
    """Reads which cell style shows what; ``formats`` by index of style."""

    def __init__(self) -> None:
        self.formats: list[str] = []
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

    def _format(self, number: str) -> str:
        """Return the code of a format: the workbook's own, else one known by its number."""
        if number in self._codes:
            return self._codes[number]
        return _BUILT_IN.get(int(number), GENERAL) if number.isdecimal() and len(number) < 9 else GENERAL


def show_number(stored: str, code: str, *, since_1904: bool) -> str:
    """Return a stored number as its format shows it; as stored where it is none.

    Args:
        stored: what the cell holds.
        code: the format's code.
        since_1904: the workbook counts its days from 1904 on.
    """
    text = stored.strip()
    if len(text) > _LONGEST or not _NUMBER.match(text):
        return stored
    number = Decimal(text)
    if number and abs(number.adjusted()) > _POWERS:
        return stored
    number = without_noise(number)
    form = number_format(code)
    if form.is_moment:
        words = write_moment(form.sections[0], number, since_1904) if form.known else None
        return words or iso_moment(number, since_1904) or plain(number)
    if not form.known:
        return plain(number)
    words = _by_section(form, number)
    return words if words or not number else plain(number)


def _by_section(form: NumberFormat, number: Decimal) -> str:
    """Return a number by the section for its sign; a sign that only a colour told is written."""
    sections, magnitude = form.sections, abs(number)
    first = write_number(sections[0], magnitude)
    if number > 0:
        return first
    if number == 0:
        return write_number(sections[2], magnitude) if len(sections) > 2 else first
    if len(sections) == 1:
        return f"-{first}" if first else ""
    words = write_number(sections[1], magnitude)
    silent = words and _OUTSIDE.sub("", words) == _OUTSIDE.sub("", first)
    return f"-{words}" if silent else words
