"""Workbooks by their layout, written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from resources.reader import Texts
from zgc_review.errors import IntakeError, ProgramFault
from zgc_review.intake.layout import OPTIONS, BookLayout, Column, SheetLayout, Type
from zgc_review.intake.rows import EXAMPLE

_MOMENT: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that equal content gives equal bytes
_LAST_ROW: Final = 10_000
#: Values that end a drop-down list.
_LAST: Final = ("other", "none")
_FIRST_EXCEL_DAY: Final = date(1900, 3, 1)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_AS_TEXT: Final = frozenset(
    (Type.TEXT, Type.CODE, Type.TEXTS, Type.CHOICES, Type.MOBILE, Type.EMAIL, Type.ORCID, Type.CHOICE)
)
_FORMATS: Final[Mapping[Type, str]] = {
    **dict.fromkeys(_AS_TEXT, "@"),
    Type.MONEY: "#,##0.00####",
    Type.PERCENT: "0.00",
    Type.DATE: "yyyy-mm-dd",
}
_EXAMPLES: Final[Mapping[Type, str | int]] = {
    Type.TEXT: "示例文字",
    Type.INTEGER: 10,
    Type.MONEY: 120_000_000,
    Type.PERCENT: 1_250,
    Type.DATE: "2026-11-22",
    Type.CODE: "91110108MAXXXX015B",
    Type.MOBILE: "0000",
    Type.EMAIL: "name@example.cn",
    Type.ORCID: "0000-0002-1825-0097",
    Type.YEAR: 1980,
    Type.TEXTS: "示例一；示例二",
}


def write_workbook(path: Path, layout: BookLayout, records: Iterable[Mapping[str, Any]] = ()) -> None:
    """Write the template of ``layout``, filled with ``records``.

    Args:
        path: file to make.
        layout: which sheets and columns.
        records: field ids to values as the readers return them; lists become rows of their sheets,
            an empty list the row that says 无. Every field must have a column.

    Raises:
        IntakeError: ``intake.workbook.exists``: nothing is overwritten, perhaps it was filled in;
            ``intake.workbook.character`` for a control character no workbook can hold;
            ``intake.workbook.write`` where the file cannot be written.
    """
    data = workbook_bytes(layout, records)
    try:
        stream = path.open("xb")
    except FileExistsError as fault:
        raise IntakeError("intake.workbook.exists", file=path.name) from fault
    except OSError as fault:
        raise IntakeError("intake.workbook.write", file=path.name) from fault
    try:
        with stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        path.unlink(missing_ok=True)  # half a workbook would look like a whole one
        raise IntakeError("intake.workbook.write", file=path.name) from fault


def workbook_bytes(layout: BookLayout, records: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """Return the bytes of the workbook that :func:`write_workbook` writes."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow import

    book = Workbook()
    book.remove(book.worksheets[0])
    options = _Options(book)
    writers = {
        sheet.id: _SheetWriter(book.create_sheet(_title(sheet)), sheet, options) for sheet in layout.sheets
    }
    for record in records:
        _write_record(record, layout, writers)
    options.finish()
    return _saved(book)


def _title(sheet: SheetLayout) -> str:
    """Return a sheet title within what spreadsheets allow."""
    return sheet.zh[:31]


def _write_record(record: Mapping[str, Any], layout: BookLayout, writers: Mapping[str, _SheetWriter]) -> None:
    """Write one record: its row, the secretary's row where there is anything in it, and its lists."""
    left = dict(record)
    key = left.get(layout.main.key.path[0])
    for sheet in layout.sheets:
        writer = writers[sheet.id]
        if not sheet.is_list:
            own = {column.path[0]: left.get(column.path[0]) for column in sheet.columns}
            rest = {name: value for name, value in own.items() if (name,) != sheet.key.path}
            if sheet is layout.main or any(value is not None for value in rest.values()):
                writer.write(own)
            for name in rest:
                left.pop(name, None)
        elif sheet.id in left:
            items = left.pop(sheet.id)
            for item in items:
                writer.write({sheet.key.path[0]: key, **({"": item} if sheet.plain else item)})
            if not items:
                writer.write_nothing(str(key))
    left.pop(layout.main.key.path[0], None)
    if left:
        raise ProgramFault(f"no column for {', '.join(sorted(left))}")


class _Options:
    """The hidden sheet that holds the entries of drop-down lists: inline lists end at 255 characters."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: list[Sequence[str]] = []

    def formula(self, entries: Sequence[str]) -> str:
        """Return the range that holds ``entries``."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow import

        self._columns.append(entries)
        letter = get_column_letter(len(self._columns))
        return f"'{OPTIONS}'!${letter}$1:${letter}${len(entries)}"

    def finish(self) -> None:
        """Write the sheet, if any list was asked for."""
        if not self._columns:
            return
        sheet = self._book.create_sheet(OPTIONS)
        sheet.sheet_state = "hidden"
        for number, entries in enumerate(self._columns, start=1):
            for row, entry in enumerate(entries, start=1):
                sheet.cell(row, number, entry)


class _SheetWriter:
    """Writes one sheet: header, comments, drop-down lists, the example row, then rows."""

    def __init__(self, sheet: Any, layout: SheetLayout, options: _Options) -> None:
        self._sheet = sheet
        self._layout = layout
        self._row = 2
        self._texts = Texts("zh_CN")
        sheet.freeze_panes = "B2"
        sheet.row_dimensions[1].height = 32
        for number, column in enumerate(layout.columns, start=1):
            self._head(number, column, options)
        self._example()

    def write(self, values: Mapping[str, Any]) -> None:
        """Write one row."""
        self._row += 1
        for number, column in enumerate(self._layout.columns, start=1):
            value: Any = values
            for name in column.path:
                value = value.get(name) if isinstance(value, Mapping) else None
            if value is not None:
                self._put(self._row, number, column, cell_value(value, column))

    def write_nothing(self, key: str) -> None:
        """Write the row that says that the list is empty."""
        self._row += 1
        self._put(self._row, 1, self._layout.columns[0], key)
        self._put(self._row, 2, Column((), "", ""), "无")

    def _put(self, row: int, number: int, column: Column, value: Any) -> None:
        """Write one cell; texts stay texts, whatever they begin with."""
        cell = self._sheet.cell(row, number)
        if isinstance(value, str):
            cell.value = _escaped(value)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        else:
            cell.value = value
            cell.number_format = _FORMATS.get(column.type, "General")

    def _head(self, number: int, column: Column, options: _Options) -> None:
        """Write one header with its comment, width, format and drop-down list."""
        from openpyxl.comments import Comment  # noqa: PLC0415 - slow import
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - slow import
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow import

        must = column.identity or column.required
        cell = self._sheet.cell(1, number, column.header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D6E2F0" if must else "EEF1F5")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.comment = Comment(self._hint(column, must), "ZGC Review", height=120, width=260)
        dimension = self._sheet.column_dimensions[get_column_letter(number)]
        dimension.width = min(max(2 * len(column.header) + 2, 12), 36)
        dimension.number_format = _FORMATS.get(column.type, "General")
        self._validate(number, column, options)

    def _validate(self, number: int, column: Column, options: _Options) -> None:
        """Give a column its drop-down list."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow import
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - slow import

        if column.type is Type.TRUTH:
            formula = '"是,否"'
        elif column.type is Type.CHOICE:
            codes = sorted(column.values, key=lambda code: code in _LAST)
            formula = options.formula([choice_label(code, column) for code in codes])
        else:
            return
        letter = get_column_letter(number)
        validation = DataValidation("list", formula1=formula, allow_blank=True)
        validation.add(f"{letter}3:{letter}{_LAST_ROW}")
        self._sheet.add_data_validation(validation)

    def _hint(self, column: Column, must: bool) -> str:
        """Return the comment of a header: English name, whether it must be filled, how."""
        lines = [column.en, self._texts.get(f"intake.template.{'must' if must else 'may'}")]
        lines.append(self._texts.get(f"intake.template.hint.{column.type}", unit=column.unit or "–"))
        if column.type is Type.CHOICES:
            lines.append("、".join(column.values.values()))
        if column.open_end:
            lines.append(self._texts.get("intake.template.open_end"))
        if self._layout.is_list and column is self._layout.key:
            lines.append(self._texts.get("intake.template.nothing"))
        return "\n".join(lines)

    def _example(self) -> None:
        """Write the example row, grey, known by the word in its first cell."""
        from openpyxl.styles import Font  # noqa: PLC0415 - slow import

        for number, column in enumerate(self._layout.columns, start=1):
            value = EXAMPLE if number == 1 else _example_of(column)
            self._put(2, number, column, value)
            self._sheet.cell(2, number).font = Font(italic=True, color="808080")


def _escaped(text: str) -> str:
    """Return ``text`` as a workbook spells it: what looks like an escape (``_x000D_``) is escaped."""
    if _UNWRITABLE.search(text):
        raise IntakeError("intake.workbook.character")
    return _ESCAPE.sub("_x005F_x", text)


def _example_of(column: Column) -> Any:
    """Return what the example row shows in a column."""
    if column.type is Type.TRUTH:
        return "是"
    if column.values:
        return choice_label(next(iter(column.values)), column)
    return cell_value(column.example or _EXAMPLES[column.type], column)


def choice_label(code: str, column: Column) -> str:
    """Return what a workbook shows for one value of a choice."""
    label = column.values[code]
    return f"{code} {label}" if column.coded else label


def cell_value(value: Any, column: Column) -> Any:
    """Return what a workbook holds for a value of a record."""
    if column.type is Type.MONEY:
        # 万元 with two decimals where that is exact, else 元: never rounded.
        whole = value % 10_000 == 0
        return Decimal(value).scaleb(-6) if whole else f"{value // 100}.{value % 100:02d}元"
    if column.type is Type.PERCENT:
        return Decimal(value).scaleb(-2)
    if column.type is Type.TRUTH:
        return "是" if value else "否"
    if column.type is Type.CHOICE:
        return choice_label(value, column)
    if column.type is Type.CHOICES:
        return "；".join(choice_label(code, column) for code in value)
    if column.type is Type.TEXTS:
        return value if isinstance(value, str) else "；".join(value)
    if column.type is Type.DATE:
        day = date.fromisoformat(value)
        return day if day >= _FIRST_EXCEL_DAY else value
    return value


def _saved(book: Any) -> bytes:
    """Return the workbook's bytes with every time stamp fixed."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - slow import

    book.properties.creator = "ZGC Review"
    book.properties.created = book.properties.modified = _MOMENT
    draft = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(draft, "w")).save()
    final = io.BytesIO()
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(final, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _MOMENT.timetuple()[:6])
            info.create_system = 0
            target.writestr(info, source.read(entry), zipfile.ZIP_DEFLATED)
    return final.getvalue()
