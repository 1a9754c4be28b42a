"""Sets sample papers from the templates of ``resources/demo``; the same data gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from zgc_review.export.fonts import typeface

_MOMENT: Final = datetime(2026, 6, 30, 4, tzinfo=UTC)


class Press:
    """A typesetter with its fonts, used for every paper of a sample."""

    def __init__(self) -> None:
        face = typeface()
        self._family = face.family
        self._fonts = face.fonts()
        self._folder = Path(str(files("resources") / "demo"))

    def set(self, template: str, data: Mapping[str, Any]) -> bytes:
        """Return the PDF of ``template`` (application, licence, paper) with ``data``."""
        import typst  # noqa: PLC0415 - slow import

        pdf: bytes = typst.compile(
            self._folder / f"{template}.typ",
            root=self._folder,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"family": self._family, "data": json.dumps(data, ensure_ascii=False)},
            timestamp=_MOMENT,
        )
        return pdf
