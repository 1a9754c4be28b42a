"""What was found in files, as a list to hand to whoever sent them; without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from resources.reader import Texts
from zgc_review.domain.findings import Finding
from zgc_review.export.csvtable import write_csv
from zgc_review.seal.safe_files import save_bytes

_HEADS = ("level", "file", "sheet", "row", "column", "value", "problem", "remedy")


def write_findings(path: Path, texts: Texts, findings: Iterable[Finding]) -> None:
    """Write findings as a CSV file that office programs open.

    Raises:
        StorageError: ``seal.file.*``.
    """
    rows: list[tuple[str | int, ...]] = [tuple(texts.get(f"cli.findings.{name}") for name in _HEADS)]
    for one in findings:
        params: dict[str, object] = {"value": one.value, "column": one.column, **one.params}
        said = [texts.get(f"finding.{one.code}.{part}", **params) for part in ("text", "remedy")]
        level = texts.get(f"cli.level.{one.level.value}")
        rows.append((level, one.source, one.sheet, one.row or "", one.column, one.value, *said))
    save_bytes(path, write_csv(rows))
