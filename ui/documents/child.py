"""The process that parses documents: ``python -m ui.documents.child``.

It knows its two pipes and nothing else: requests come on standard input, replies go to standard output,
one after the other, until the input is closed. One child opens one document. What it may do is in
``sandbox``; what it says is not believed (``protocol``).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from typing import Final

from ui.documents import limits, pdf, sandbox
from ui.documents.content import Content
from ui.documents.protocol import Broken, Failed, Open, Reply, Request, read_request, write_frame
from zgc_review.errors import DocumentError


def _open_pdf(data: bytearray) -> Content:
    """Open a PDF."""
    return pdf.PdfContent(data)


def _open_png(data: bytearray) -> Content:
    """Open a PNG."""
    from ui.documents.picture import PictureContent  # noqa: PLC0415 - slow import

    return PictureContent(data, "PNG")


def _open_jpeg(data: bytearray) -> Content:
    """Open a JPEG."""
    from ui.documents.picture import PictureContent  # noqa: PLC0415 - slow import

    return PictureContent(data, "JPEG")


def _open_text(data: bytearray) -> Content:
    """Open a text."""
    from ui.documents.plaintext import open_text  # noqa: PLC0415 - slow import

    return open_text(data)


def _open_workbook(data: bytearray) -> Content:
    """Open a workbook."""
    from ui.documents.workbook import open_workbook  # noqa: PLC0415 - slow import

    return open_workbook(data)


def _open_word(data: bytearray) -> Content:
    """Open a DOCX document."""
    from ui.documents.word import open_word  # noqa: PLC0415 - slow import

    return open_word(data)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
OPENERS: Final[Mapping[str, Callable[[bytearray], Content]]] = {
    "application/pdf": _open_pdf,
    "image/png": _open_png,
    "image/jpeg": _open_jpeg,
    "text/plain": _open_text,
    f"{_OFFICE}.spreadsheetml.sheet": _open_workbook,
    f"{_OFFICE}.wordprocessingml.document": _open_word,
}


class _Child:
    """One document and the answers about it."""

    def __init__(self) -> None:
        self._content: Content | None = None

    def answer(self, request: Request, load: bytearray) -> tuple[Reply, bytes | memoryview]:
        """Return the reply to a request, a failure where it cannot be met."""
        try:
            sandbox.allow_request()
            if isinstance(request, Open):
                self._content = open_content(request.media, load)
                return self._content.opened, b""
            if self._content is None:
                raise DocumentError("documents.damaged")
            return self._content.answer(request)
        except DocumentError as fault:
            return Failed(fault.code, fault.params), b""
        except MemoryError:
            return Failed("documents.memory", {}), b""
        except Exception:  # noqa: BLE001 - whatever a parser throws at a hostile file is damage of the file
            return Failed("documents.damaged", {}), b""


def open_content(media: str, data: bytearray) -> Content:
    """Open a document by its media type.

    Raises:
        DocumentError: ``documents.*``.
    """
    opener = OPENERS.get(media)
    if opener is None:
        raise DocumentError("documents.kind", media=media)
    if not data:
        raise DocumentError("documents.empty")
    sandbox.allow_document(len(data))
    return opener(data)


def serve(source: io.FileIO, sink: io.FileIO) -> None:
    """Answer requests until the other side is gone."""
    child = _Child()
    while True:
        try:
            request, load = read_request(source, limits.DOCUMENT_BYTES)
            reply, pixels = child.answer(request, load)
            del load
            write_frame(sink, reply, pixels)
        except Broken:
            return


def main() -> int:
    """Run the child on the pipes it was started with."""
    source = io.FileIO(os.dup(0), "rb")
    sink = io.FileIO(os.dup(1), "wb")
    # Whatever a library prints must not end among the replies.
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    pdf.warm()
    sandbox.enter()
    serve(source, sink)
    return 0


if __name__ == "__main__":
    sys.exit(main())
