"""Finds a font with Chinese on this machine and says which characters it cannot draw (stack §0, Font).

No font file is part of the source tree: a system font is used, or the one that the frozen program
carries in the folder that ``ZGC_FONT_DIR`` names. The faces are listed by the typesetter itself, so
what is checked here is what will be drawn.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_review.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typst import FontInfo, Fonts

FONT_DIR_VARIABLE = "ZGC_FONT_DIR"
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "Microsoft YaHei UI",
)
_REGULAR = range(350, 501)
_BOLD = range(600, 801)
_LINE_ENDS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_TAB = "    "
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Typeface:
    """One family that draws Chinese, with the files of its faces.

    Attributes:
        family: name by which the typesetter knows it.
        regular: file and face number of the regular weight.
        bold: the same of the bold weight; None where the family has none.
        folder: the folder it was found in when that is not a system folder, else None.
    """

    family: str
    regular: tuple[str, int]
    bold: tuple[str, int] | None
    folder: str | None

    def fonts(self) -> Fonts:
        """Return the typesetter's font book that holds this family."""
        return _font_book(self.folder, system=self.folder is None)


def typeface() -> Typeface:
    """Return the typeface for forms, looked for once per process and ``ZGC_FONT_DIR``.

    Raises:
        ReviewError: ``export.font.missing``, no family of ``FAMILIES`` in a regular weight.
    """
    return _typeface_for(os.environ.get(FONT_DIR_VARIABLE, ""))


@cache
def _typeface_for(folder: str) -> Typeface:
    """Look in the named folder first, then among the system fonts."""
    return locate(Path(folder) if folder else None, system=True)


def locate(folder: Path | None, *, system: bool) -> Typeface:
    """Return the first family of ``FAMILIES`` in ``folder``, else (with ``system``) on this machine.

    Raises:
        ReviewError: ``export.font.missing``.
    """
    if folder is not None and folder.is_dir():
        found = _choose(_font_book(str(folder), system=False).fonts(), str(folder))
        if found is not None:
            return found
    if system:
        found = _choose(_font_book(None, system=True).fonts(), None)
        if found is not None:
            return found
    raise ReviewError("export.font.missing", families=", ".join(FAMILIES), variable=FONT_DIR_VARIABLE)


@cache
def _font_book(folder: str | None, *, system: bool) -> Fonts:
    """Let the typesetter list fonts; scanning a system takes about 0.1 s, so once."""
    import typst  # noqa: PLC0415 - slow import

    paths = [folder] if folder is not None else []
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=paths)


def _choose(faces: Iterable[FontInfo], folder: str | None) -> Typeface | None:
    """Take the first wanted family with a regular weight; a variable font shows as its thinnest only."""
    upright = [face for face in faces if face.style == "normal" and face.path is not None]
    for family in FAMILIES:
        faces_of = [face for face in upright if face.family == family]
        regular = _face_file(faces_of, _REGULAR)
        if regular is not None:
            return Typeface(family, regular, _face_file(faces_of, _BOLD), folder)
    return None


def _face_file(faces: list[FontInfo], weights: range) -> tuple[str, int] | None:
    """Return file and number of the first face whose weight lies in ``weights``."""
    found = sorted((str(face.path), face.index) for face in faces if face.weight in weights)
    return found[0] if found else None


@cache
def _covered(face: Typeface) -> frozenset[int]:
    """Return the code points that every weight of ``face`` can draw (about 0.2 s, once)."""
    covered = _character_map(*face.regular)
    return covered if face.bold is None else covered & _character_map(*face.bold)


def _character_map(path: str, number: int) -> frozenset[int]:
    """Read the cmap of one face; a collection file holds several."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow import

    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap())


def uncovered(text: str) -> list[str]:
    """Return the characters of ``text`` that a form prints as their code, each once, in order.

    These are characters that the font has no glyph for, and those that would change or hide other
    characters: controls, direction marks, private use, lone surrogates, invisible letters.
    """
    covered = _covered(typeface())
    return [char for char in dict.fromkeys(_plain_lines(text)) if not _is_drawn(char, covered)]


def safe_text(text: str, face: Typeface | None = None) -> str:
    r"""Return ``text`` with every character that cannot be drawn replaced by its code.

    A name must never vanish silently (stack §0): U+2F9FF becomes ``〔U+2F9FF〕``. Line ends of all
    kinds become ``\n``, a tab four spaces. ``face``: another typeface than the one of forms.
    """
    lines = _plain_lines(text)
    covered = _covered(face or typeface())
    hidden = {ord(char): f"〔U+{ord(char):04X}〕" for char in set(lines) if not _is_drawn(char, covered)}
    return lines.translate(hidden) if hidden else lines


def _plain_lines(text: str) -> str:
    """Unify line ends and tabs."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS).replace("\t", _TAB)


def _is_drawn(char: str, covered: frozenset[int]) -> bool:
    """Say whether ``char`` appears on paper as itself."""
    if char == "\n":
        return True
    if char in _INVISIBLE_LETTERS or unicodedata.category(char) in _HIDDEN_CATEGORIES:
        return False
    return ord(char) in covered
