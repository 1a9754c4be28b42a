"""Hostile documents in the window: it lives, says what is wrong in words, and shows the next document."""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.documents.protocol import Opened
from ui.documents.reader import Reader
from ui.widgets.document_pane import DocumentPane
from zgc_review.errors import ReviewError

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
if str(DOCUMENTS) not in sys.path:
    sys.path.insert(0, str(DOCUMENTS))

from document_samples import (  # noqa: E402 - the folder is no package
    archive,
    bomb_pdf,
    huge_image_pdf,
    paragraph,
    plain_pdf,
    png_of,
    text_pdf,
    word,
    workbook,
)

WAIT = 60_000
LONGEST = 0.5  # s that the interface may stand still on a busy machine; unhindered it is milliseconds
PDF, PNG = "application/pdf", "image/png"
OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX, DOCX = f"{OFFICE}spreadsheetml.sheet", f"{OFFICE}wordprocessingml.document"
SCRIPT = "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
LINK = "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://127.0.0.1:9)>>>>]"
BLOWN = workbook("", more={"xl/worksheets/sheet1.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})
OUTSIDE = archive(
    {"xl/workbook.xml": b"<a/>", "xl/x.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'}
)

#: What it is, its bytes, its media type, whether it is shown (else refused in words).
SAMPLES = [
    ("malformed", b"%PDF-1.7\nnothing of the kind", PDF, False),
    ("cut off", plain_pdf(9)[:500], PDF, False),
    ("empty", b"", PDF, False),
    ("ten thousand pages", plain_pdf(10_000), PDF, True),
    ("decompression bomb in a page", bomb_pdf(20), PDF, True),
    ("decompression bomb in a workbook", BLOWN, XLSX, False),
    ("entities that lead outside", OUTSIDE, XLSX, False),
    ("picture of 3.6 gigapixels", png_of(60_000, 60_000, zlib.compress(bytes(1 << 22))), PNG, False),
    ("huge image in a page", huge_image_pdf(), PDF, True),
    ("script and link", text_pdf(("文",), catalogue=SCRIPT, page=LINK), PDF, True),
    ("workbook", workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=["=cmd|x"]), XLSX, True),
    ("letter", word(paragraph("正文")), DOCX, True),
]  # fmt: skip


class Pulse:
    """Notes the longest time the interface did not answer."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def stop(self) -> float:
        self._timer.stop()
        return self.longest


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def pane(context: Context, qtbot: QtBot) -> DocumentPane:
    made = DocumentPane(context, name="pane")
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def ended(qtbot: QtBot, future: Future[Opened]) -> Opened | ReviewError:
    """Wait in the event loop, as the window does, until a document is open or refused."""
    qtbot.waitUntil(future.done, timeout=WAIT)
    fault = future.exception()
    if fault is None:
        return future.result()
    assert isinstance(fault, ReviewError), fault
    return fault


@pytest.mark.parametrize(("what", "data", "media", "is_shown"), SAMPLES, ids=[one[0] for one in SAMPLES])
def test_the_window_lives_and_says_what_is_wrong(
    pane: DocumentPane, reader: Reader, qtbot: QtBot, what: str, data: bytes, media: str, is_shown: bool
) -> None:
    pulse = Pulse()
    document = reader.open(data, media)
    found = ended(qtbot, document.opened)
    if isinstance(found, ReviewError):
        pane.show_error(found)
    else:
        pane.show_document(document, found)
        pane.go_to(max(0, found.pages - 1))
    for _ in range(50):
        QApplication.processEvents()
    assert isinstance(found, Opened) == is_shown, (what, found)
    if isinstance(found, ReviewError):
        assert pane.error.isVisible()
        words = [one.text() for one in pane.error.findChildren(QLabel) if one.text()]
        assert len(words) >= 3
        for language, comfort in (("zh_CN", "不受影响"), ("en", "not affected")):
            pane._context.captions.set_language(language)
            assert comfort in " ".join(one.text() for one in pane.error.findChildren(QLabel))
    if what == "script and link":
        assert "脚本 1" in pane.note.text()
    next_one = reader.open(plain_pdf(2), PDF)
    opened = ended(qtbot, next_one.opened)
    assert isinstance(opened, Opened)
    pane.show_document(next_one, opened)
    assert pane.pages.count == 2
    assert not pane.error.isVisible()
    assert pulse.stop() < LONGEST, what
