"""Sets forms as PDF/A-2b in memory (stack §0, Forms and PDF).

Data goes to the typesetter as JSON in ``sys.inputs`` only and never becomes template source, so
markup in a company's name is just characters. Nothing but shipped templates and the system font is
read from disk, nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from resources import reader
from zgc_review.errors import ProgramFault
from zgc_review.export.fonts import safe_text, typeface

PDF_STANDARD: Final = "a-2b"
FORMS = tuple(f"F{number:02d}" for number in range(1, 19))
#: The paper of one officer's share, which is no form of the review.
SHARE: Final = "SHARE"


def render(form: str, data: Mapping[str, Any], *, lang: str) -> bytes:
    """Return the PDF of ``form`` with ``data`` as :func:`zgc_review.export.printing.printed` writes it.

    The same data gives the same bytes on the same machine: the date inside the PDF is
    ``data["head"]["printed_at"]``.

    Args:
        form: ``F01`` to ``F18``, or ``SHARE``.
        data: JSON values; every text already safe to draw.
        lang: language of the labels, ``zh_CN`` or ``en``.

    Raises:
        ReviewError: ``export.font.missing``.
        ProgramFault: unknown form, or data that does not fit the template.
    """
    if form not in {*FORMS, SHARE}:
        raise ProgramFault(f"no form {form}")
    import typst  # noqa: PLC0415 - slow import

    face = typeface()
    folder = template_folder()
    inputs = {
        "form": form,
        "lang": "zh" if lang == "zh_CN" else "en",
        "family": face.family,
        "embolden": "no" if face.bold else "yes",
        "labels": json.dumps(_labels(form, lang), ensure_ascii=False),
        "data": json.dumps(data, ensure_ascii=False),
    }
    try:
        return typst.compile(
            folder / f"{form}.typ",
            root=folder,
            font_paths=face.fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=[PDF_STANDARD],
            timestamp=_moment(data["head"]["printed_at"]),
        )
    except typst.TypstError:
        # The typesetter quotes the text it failed on: no document content in messages, so no cause.
        raise ProgramFault(f"template {form} does not fit its data") from None


def template_folder() -> Path:
    """Return the folder of the shipped templates."""
    return Path(str(files("resources") / "forms"))


def _moment(printed_at: str) -> datetime:
    """Return the claimed time of printing (Beijing) in UTC, for the PDF's own date."""
    return datetime.fromisoformat(f"{printed_at}+08:00").astimezone(UTC)


def _labels(form: str, lang: str) -> dict[str, str]:
    """Return the labels of all forms and of ``form`` by the last part of their keys."""
    found: dict[str, str] = {}
    for prefix in ("form.common.", f"form.{form}."):
        for key, text in reader.load(lang).items():
            if key.startswith(prefix):
                found[key.removeprefix(prefix)] = safe_text(text)
    return found
