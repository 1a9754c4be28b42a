"""Cells to the values of a record, by the type of their column; what does not fit is a finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from zgc_review.intake.cells import Cell, Kind
from zgc_review.intake.contacts import read_email, read_mobile, read_orcid, read_year
from zgc_review.intake.headers import loose
from zgc_review.intake.identifiers import Checked, Verdict, check_credit_code, check_issn, check_shape
from zgc_review.intake.layout import Column, Type
from zgc_review.intake.limits import LIMITS
from zgc_review.intake.numbers import read_integer, read_money, read_percent
from zgc_review.intake.report import Place, Report
from zgc_review.intake.texts import read_text

Value = str | int | bool | list[str] | None

_PLACEHOLDERS: Final = frozenset(
    ("/", "\\", "-", "--", "---", "—", "——", "－", "无", "暂无", "未提供", "不适用", "n/a")
)
_OPEN_ENDS: Final = frozenset(("至今", "现在", "长期", "长期有效", "永久", "未定", "present"))
_TRUTHS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("是", "yes", "y", "true", "√", "✓", "✔"), True),
    **dict.fromkeys(("否", "no", "n", "false", "×", "✗", "✘"), False),
}
_DAYS: Final = tuple(
    re.compile(form + r"(?:[ T](?P<t>[0-9:.]+))?\Z")
    for form in (
        r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})",
        r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    )
)
_LONG: Final = frozenset((Type.TEXT, Type.TEXTS, Type.CHOICES))
#: What stands in the lists and forms of a result (docs/bodies.md §4: number, title, unit).
_LINES: Final = frozenset((("application_no",), ("title",), ("unit_name",)))
#: Characters of a cell that holds no free text; patterns are only tried on short ones.
_SHORT: Final = 400
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2199


def read_value(cell: Cell, column: Column, unit: str, place: Place, report: Report) -> Value:
    """Return the value of a cell, or None: not provided, or refused with the reason in ``report``.

    Args:
        cell: the cell.
        column: what the column holds.
        unit: unit named by the header (万元, 元), or empty.
        place: where the cell stands.
        report: receives findings.
    """
    if cell.kind is Kind.EMPTY:
        return None
    if cell.kind in (Kind.FORMULA, Kind.FAILED):
        code = "intake.cell.formula" if cell.kind is Kind.FORMULA else "intake.cell.failed"
        report.add(code, place, cell.text)
        return None
    most = LIMITS.cell if column.type in _LONG else _SHORT
    if column.path in _LINES and len(cell.text) > LIMITS.line:
        report.add("intake.cell.line", place, cell.text, length=len(cell.text), limit=LIMITS.line)
        return None
    if len(cell.text) > most:
        report.add("intake.cell.long", place, cell.text, length=len(cell.text), limit=most)
        return None
    if column.type is Type.MONEY:
        return None if _is_placeholder(cell, column, place, report) else read_money(cell, unit, place, report)
    if column.type is Type.CHOICE:
        return _choice(cell, column, place, report)
    if _is_placeholder(cell, column, place, report):
        return None
    return _READERS[column.type](cell, column, place, report)


def _is_placeholder(cell: Cell, column: Column, place: Place, report: Report) -> bool:
    """Say whether a cell only says that there is nothing: missing is 未提供, never 否 or 0 (rules §16)."""
    if cell.kind is not Kind.TEXT:
        return False
    word = "".join(unicodedata.normalize("NFKC", cell.text).casefold().split())
    empty = word in _PLACEHOLDERS and not (column.type is Type.TRUTH and word.endswith("无"))
    if empty or (column.open_end and word in _OPEN_ENDS):
        report.add("intake.cell.placeholder", place, cell.text)
        return True
    return False


def _text(cell: Cell, column: Column, place: Place, report: Report) -> Value:
    """Read a text; identifiers with a known shape are compared with it, as a hint."""
    text = read_text(cell, place, report)
    if text is None or not column.check:
        return text
    checked = check_issn(text) if column.check == "issn" else check_shape(column.check, text)
    if checked.verdict is Verdict.OK:
        return checked.value
    if checked.problem == "check":
        report.add("intake.hint.check", place, text, expected=checked.expected)
    else:
        report.add("intake.hint.shape", place, text)
    return text


def _code(cell: Cell, _column: Column, place: Place, report: Report) -> Value:
    """Read a credit code; a failing one is kept and a person confirms it (rules §12)."""
    text = read_text(cell, place, report)
    if text is None:
        return None
    return keep_code(text, place, report)


def keep_code(text: str, place: Place, report: Report) -> str:
    """Return a credit code in its normal spelling, with a warning where it fails its check."""
    checked = check_credit_code(text)
    if checked.normalised:
        report.add("intake.code.normalised", place, text, spelling=checked.value)
    if checked.verdict is not Verdict.OK:
        report.add(f"intake.code.{checked.problem}", place, text, **_details(checked))
    return checked.value


def _details(checked: Checked) -> dict[str, str | int]:
    """Return the parameters of the finding about a credit code."""
    if checked.problem == "length":
        return {"length": len(checked.value)}
    if checked.problem == "character":
        return {"position": checked.position, "character": checked.value[checked.position - 1]}
    return {"expected": checked.expected}


def _day(cell: Cell, _column: Column, place: Place, report: Report) -> Value:
    """Read a date in one of the forms in use and return it as YYYY-MM-DD."""
    if cell.kind is Kind.DATE:
        known = cell.moment
        return _checked_day(known.year, known.month, known.day, str(known.time()), cell, place, report)
    text = cell.text if cell.kind in (Kind.TEXT, Kind.NUMBER) else ""
    text = unicodedata.normalize("NFKC", text).strip()
    text = re.sub(r"\s*([-/.年月日])\s*", r"\1", text)
    for form in _DAYS:
        if found := form.match(text):
            year, month, day = (int(found[part]) for part in "ymd")
            return _checked_day(year, month, day, found["t"] or "", cell, place, report)
    report.add("intake.date.shape", place, cell.text)
    return None


def _checked_day(
    year: int, month: int, day: int, time: str, cell: Cell, place: Place, report: Report
) -> Value:
    """Return the day when it exists and lies in a sensible range."""
    try:
        found = date(year, month, day)
    except ValueError:
        report.add("intake.date.calendar", place, cell.text)
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        report.add("intake.date.range", place, cell.text, first=_FIRST_YEAR, last=_LAST_YEAR)
        return None
    if time.strip("0:."):
        report.add("intake.date.time", place, cell.text)
    return found.isoformat()


def _truth(cell: Cell, _column: Column, place: Place, report: Report) -> Value:
    """Read yes or no; anything else is refused, because a guess would answer for the applicant."""
    found = _TRUTHS.get(loose(cell.text)) if cell.kind in (Kind.TEXT, Kind.TRUTH) else None
    if found is None:
        report.add("intake.choice.truth", place, cell.text)
    return found


def _choice(cell: Cell, column: Column, place: Place, report: Report) -> Value:
    """Read one of several values by code or Chinese label."""
    found = _lookup(column).get(loose(cell.text))
    if found is None and not _is_placeholder(cell, column, place, report):
        _refuse_choice(cell.text, column, place, report)
    return found


def _choices(cell: Cell, column: Column, place: Place, report: Report) -> Value:
    """Read several values of a cell: each known, none twice."""
    found: list[str] = []
    for word in re.split(r"[;；、,，\n]", cell.text):
        code = _lookup(column).get(loose(word))
        if code is None and word.strip():
            _refuse_choice(word.strip(), column, place, report)
        elif code is not None and code not in found:
            found.append(code)
    return found or None


def _refuse_choice(word: str, column: Column, place: Place, report: Report) -> None:
    """Report a word that is none of the values, and what would be."""
    labels = list(column.values.values())
    allowed = "、".join(labels[:12]) + ("…" if len(labels) > 12 else "")
    report.add("intake.choice.value", place, word, allowed=allowed)


def _texts(cell: Cell, _column: Column, place: Place, report: Report) -> Value:
    """Read several texts of a cell, separated by semicolons or line breaks."""
    text = read_text(cell, place, report)
    found = [part.strip() for part in re.split(r"[;；\n]", text or "") if part.strip()]
    return found or None


@lru_cache(maxsize=512)
def _lookup_of(values: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the spellings of each value; a label that two values share stands for neither."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for code, label in values:
        for name in {loose(label), loose(f"{code}{label}"), loose(f"{label}({code})")}:
            if names.setdefault(name, code) != code:
                shared.add(name)
    return {
        **{n: c for n, c in names.items() if n not in shared},
        **{loose(code): code for code, _ in values},
    }


def _lookup(column: Column) -> Mapping[str, str]:
    """Return the spellings of a column's values."""
    return _lookup_of(tuple(column.values.items()))


def _integer(cell: Cell, column: Column, place: Place, report: Report) -> Value:
    """Read a whole number."""
    return read_integer(cell, column.unit, place, report)


def _percent(cell: Cell, _column: Column, place: Place, report: Report) -> Value:
    """Read a percentage."""
    return read_percent(cell, place, report)


def _without_column(
    read: Callable[[Cell, Place, Report], str | int | None],
) -> Callable[[Cell, Column, Place, Report], Value]:
    """Return ``read`` in the form of the other readers."""
    return lambda cell, _column, place, report: read(cell, place, report)


_READERS: Final[Mapping[Type, Callable[[Cell, Column, Place, Report], Value]]] = {
    Type.TEXT: _text,
    Type.INTEGER: _integer,
    Type.PERCENT: _percent,
    Type.DATE: _day,
    Type.TRUTH: _truth,
    Type.CODE: _code,
    Type.TEXTS: _texts,
    Type.CHOICES: _choices,
    Type.MOBILE: _without_column(read_mobile),
    Type.EMAIL: _without_column(read_email),
    Type.ORCID: _without_column(read_orcid),
    Type.YEAR: _without_column(read_year),
}
