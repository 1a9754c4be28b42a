"""Workbooks with the same bytes for the same tables (ECMA-376, transitional).

Written row by row with nothing but the standard library: the parts hold no date, no user and no
program settings, and the archive's times are fixed. Texts are text cells, so no text is ever a formula;
formula-like ones also carry ``quotePrefix``, which keeps them text when a person edits the cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, TypeVar
from xml.sax.saxutils import escape

from zgc_review.errors import ProgramFault
from zgc_review.export.table_cells import Amount, Cell, Score, Sheet, is_formula_like, whole_characters

_T = TypeVar("_T")

MAX_CELL_UNITS = 32_767
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

# Positions in _FORMATS.
_STYLE_TEXT, _STYLE_GUARDED, _STYLE_HEAD, _STYLE_SCORE, _STYLE_AMOUNT, _STYLE_FINE, _STYLE_COUNT = range(1, 8)
_FONT = '<sz val="10.5"/><name val="Microsoft YaHei"/><family val="2"/>'
_NO_FILL = '<fill><patternFill patternType="{}"/></fill>'


def _format(number_format: int, *, font: int = 0, fill: int = 0, wrap: bool = False, more: str = "") -> str:
    """Return one cell format."""
    wrapped = ' wrapText="1"' if wrap else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"{more} '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
        f'<alignment vertical="top"{wrapped}/></xf>'
    )


# Number formats of the standard: 49 text, 2 "0.00", 4 "#,##0.00", 1 "0"; 164 is ours.
_FORMATS = (
    _format(0),
    _format(49, wrap=True),
    _format(49, wrap=True, more=' quotePrefix="1"'),
    _format(49, font=1, fill=2, wrap=True),
    _format(2),
    _format(4),
    _format(164),
    _format(1),
)
_STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00####"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    f'<fills count="3">{_NO_FILL.format("none")}{_NO_FILL.format("gray125")}'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF1EEE8"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">{"".join(_FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of ``sheets``, each with a fixed heading row and a filter.

    Raises:
        ProgramFault: no sheet, or a text over 32,767 UTF-16 units (the format's bound; texts of the
            program are at most 20,000 characters).
    """
    if not sheets:
        raise ProgramFault("a workbook needs a sheet")
    titles = _titles([sheet.title for sheet in sheets])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _frame(titles):
            with _part(archive, name) as part:
                part.write(text.encode("utf-8"))
        for number, sheet in enumerate(sheets, start=1):
            with _part(archive, f"xl/worksheets/sheet{number}.xml") as part:
                for text in _sheet(sheet):
                    part.write(text.encode("utf-8"))
    return held.getvalue()


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open one part for writing, with a fixed time and no trace of the system."""
    info = zipfile.ZipInfo(name, _FIXED_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return archive.open(info, "w")


def _titles(wanted: Sequence[str]) -> list[str]:
    """Return sheet titles as the format allows them: 31 characters, no signs of paths, each once."""
    taken: set[str] = set()
    titles = []
    for number, title in enumerate(wanted, start=1):
        clean = (
            _NOT_IN_TITLE.sub(" ", whole_characters(title)).strip(" '")[:31].strip(" '") or f"Sheet{number}"
        )
        if clean.casefold() in taken:
            tail = f" ({number})"
            clean = clean[: 31 - len(tail)] + tail
        taken.add(clean.casefold())
        titles.append(clean)
    return titles


def _frame(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return the parts around the sheets."""
    numbers = range(1, len(titles) + 1)
    named = zip(numbers, titles, strict=True)
    types = "".join(_override(f"worksheets/sheet{n}", "worksheet") for n in numbers)
    links = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    sheets = "".join(f'<sheet name="{_attribute(title)}" sheetId="{n}" r:id="rId{n}"/>' for n, title in named)
    books = "<bookViews><workbookView/></bookViews>"
    styles = _link(len(titles) + 1, "styles", "styles.xml")
    yield "[Content_Types].xml", _content_types(types)
    yield "_rels/.rels", _relations(_link(1, "officeDocument", "xl/workbook.xml"))
    yield "xl/workbook.xml", _root("workbook", f"{books}<sheets>{sheets}</sheets>", f' xmlns:r="{_OFFICE}"')
    yield "xl/_rels/workbook.xml.rels", _relations(links + styles)
    yield "xl/styles.xml", _root("styleSheet", _STYLES)


def _root(tag: str, content: str, more: str = "") -> str:
    """Return a part of the main namespace."""
    return f'{_HEAD}<{tag} xmlns="{_MAIN}"{more}>{content}</{tag}>'


def _content_types(overrides: str) -> str:
    """Return the list of the parts' types."""
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    own = _override("workbook", "sheet.main") + _override("styles", "styles")
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{own}{overrides}</Types>'


def _override(part: str, kind: str) -> str:
    """Return the type of one part."""
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_MIME}.{kind}+xml"/>'


def _relations(links: str) -> str:
    """Return a part of links."""
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _link(number: int, kind: str, target: str) -> str:
    """Return one link between parts."""
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _sheet(sheet: Sheet) -> Iterator[str]:
    """Return one sheet piece by piece."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(sheet.columns, start=1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    yield _row(
        1, [_text_cell(_reference(n, 1), column.title, _STYLE_HEAD) for n, column in _counted(sheet.columns)]
    )
    number = 1
    for number, row in enumerate(sheet.rows, start=2):
        yield _row(number, [_cell(_reference(n, number), cell) for n, cell in _counted(row)])
    last = _reference(len(sheet.columns), number)
    yield f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _counted(items: Sequence[_T]) -> Iterator[tuple[int, _T]]:
    """Count columns from 1."""
    return enumerate(items, start=1)


def _row(number: int, cells: list[str]) -> str:
    """Return one row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(reference: str, cell: Cell) -> str:
    """Return one cell; numbers as decimal text with the format that shows them as stored."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _text_cell(reference, cell, _STYLE_GUARDED if is_formula_like(cell) else _STYLE_TEXT)
    if isinstance(cell, Score):
        return f'<c r="{reference}" s="{_STYLE_SCORE}"><v>{cell.text()}</v></c>'
    if isinstance(cell, Amount):
        style = _STYLE_AMOUNT if cell.is_round() else _STYLE_FINE
        return f'<c r="{reference}" s="{style}"><v>{cell.text()}</v></c>'
    return f'<c r="{reference}" s="{_STYLE_COUNT}"><v>{cell}</v></c>'


def _text_cell(reference: str, text: str, style: int) -> str:
    """Return a text cell."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_CELL_UNITS:
        raise ProgramFault(f"text of cell {reference} is over {MAX_CELL_UNITS} units")
    shown = f'<is><t xml:space="preserve">{_xml_text(text)}</t></is>'
    return f'<c r="{reference}" s="{style}" t="inlineStr">{shown}</c>'


def _xml_text(text: str) -> str:
    """Write a text as ST_Xstring: characters XML cannot hold become ``_xHHHH_``, and so does a look-alike."""
    plain = _ESCAPE_LOOKALIKE.sub("_x005F_", whole_characters(text))
    plain = _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)
    return escape(plain, {"\r": "&#13;"})


def _attribute(text: str) -> str:
    """Write a text as an attribute."""
    return escape(_NOT_XML.sub("", text), {'"': "&quot;", "\n": " "})


def _reference(column: int, row: int) -> str:
    """Return a cell's name: (28, 3) → ``AB3``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
