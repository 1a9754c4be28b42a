"""Plain texts in UTF-8, UTF-16 or GB 18030, line by line; runs in the child only."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ui.documents import limits
from ui.documents.blocks import BlockContent, Section
from ui.documents.content import clean
from ui.documents.protocol import Paragraph
from zgc_review.errors import DocumentError

_BREAK: Final = re.compile("\r\n|\r|\n")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES: Final = ("utf-8", "gb18030")


def open_text(data: bytearray) -> BlockContent:
    """Return a text as lines, its encoding guessed; the end of a very long one is left out.

    Raises:
        DocumentError: ``documents.encoding``.
    """
    cut = len(data) > limits.TEXT_BYTES
    text = _decode(bytes(data[: limits.TEXT_BYTES]), whole=not cut)
    section = Section(cut=cut)
    for line in _BREAK.split(text):
        shown = clean(line)
        for start in range(0, max(len(shown), 1), limits.LINE):
            if len(section.blocks) == limits.BLOCKS:
                section.cut = True
                return BlockContent([section], {})
            section.blocks.append(Paragraph(shown[start : start + limits.LINE]))
    if section.blocks and section.blocks[-1] == Paragraph(""):
        section.blocks.pop()  # what follows the last line break is no line
    return BlockContent([section], {})


def _decode(data: bytes, whole: bool) -> str:
    """Return the text; ``whole``: no character may be broken off at the end."""
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    if not marked and b"\0" in data:
        raise DocumentError("documents.encoding")
    for name in marked or _GUESSES:
        try:
            return codecs.getincrementaldecoder(name)().decode(data, final=whole)
        except UnicodeDecodeError:
            continue
    raise DocumentError("documents.encoding")
