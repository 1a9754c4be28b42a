"""Writing printed forms into a folder, one file each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from zgc_review.domain.rows import RoundRow
from zgc_review.export.forms import form_id, print_form
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import prefix_of


def write_forms(row: RoundRow, folder: Path, values: Iterable[tuple[str, Struct]]) -> tuple[Path, ...]:
    """Write forms as ``F04-NAME.pdf``, or without a name ``F12.pdf``; a name taken twice gets a number.

    Raises:
        StorageError: ``seal.file.*``.
    """
    paths: list[Path] = []
    with written_into(folder, ".pdf"):
        for n, (name, value) in enumerate(values, 1):
            stem = form_id(value) + (f"-{_safe(name)}" if name else "")
            path = folder / f"{prefix_of(row)}{stem}.pdf"
            if path in paths:
                path = path.with_name(f"{prefix_of(row)}{stem}-{n}.pdf")
            save_bytes(path, print_form(value, lang=FORM_LANGUAGE))
            paths.append(path)
    return tuple(paths)


def _safe(name: str) -> str:
    """Return a name without signs that a file system reads otherwise: numbers are typed by applicants."""
    return re.sub(r"[^\w.-]+", "_", name)
