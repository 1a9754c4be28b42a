"""Workbooks and CSV files as rows of cells with exact places, whatever program wrote them.

Nothing is interpreted here: a cell says what kind of value it holds and what it looks like. Formulas
are no values: their cached result is what some other program last computed, so it is not trusted.
"""

from __future__ import annotations

from pathlib import Path

from zgc_review.intake.cells import Sheet
from zgc_review.intake.containers import OLE_MAGIC, ZIP_MAGICS, is_encrypted_ole
from zgc_review.intake.csvfile import read_csv
from zgc_review.intake.limits import LIMITS, MEGABYTE, Limits
from zgc_review.intake.report import Place, Report
from zgc_review.intake.xlsx import read_xlsx


def read_tables(path: Path, source: str, report: Report, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Return the sheets of the workbook or CSV file at ``path``.

    Args:
        path: the file.
        source: how findings name the file.
        report: receives what is wrong; after an ``intake.file`` error nothing is returned.
        limits: bounds of what is read.
    """
    place = Place(source)
    data = _load(path, place, report, limits)
    if data is None:
        return ()
    suffix = path.suffix.lower()
    if data.startswith(OLE_MAGIC):
        report.add("intake.file.password" if is_encrypted_ole(data) else "intake.file.xls", place)
        return ()
    if suffix == ".xls":
        report.add("intake.file.xls", place)
        return ()
    if suffix in (".xlsm", ".xltm", ".xlsb"):
        report.add("intake.file.macros", place)
        return ()
    if data.startswith(ZIP_MAGICS):
        return read_xlsx(data, source, report, limits)
    if suffix == ".csv":
        return read_csv(data, source, path.stem, report, limits)
    report.add("intake.file.damaged" if suffix == ".xlsx" else "intake.file.kind", place)
    return ()


def _load(path: Path, place: Place, report: Report, limits: Limits) -> bytes | None:
    """Return the bytes of a file within the size limit."""
    try:
        if not path.is_file():
            report.add("intake.file.unreadable", place)
            return None
        size = path.stat().st_size
        if size > limits.workbook_bytes:
            report.add("intake.file.large", place, limit=limits.workbook_bytes // MEGABYTE)
            return None
        data = path.read_bytes()
    except OSError:
        report.add("intake.file.unreadable", place)
        return None
    if not data:
        report.add("intake.file.empty", place)
        return None
    return data
