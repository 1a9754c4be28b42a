"""Thumbnails beside a document: drawn lazily, marked, chosen; pictures never hold up the page itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.documents.reader import Reader
from ui.widgets.document_pane import DocumentPane

HERE = Path(__file__).resolve().parent / "documents"
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from document_samples import plain_pdf, slow_pdf, text_pdf  # noqa: E402 - the folder is no package

WAIT = 20_000
PDF = "application/pdf"


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def pane(context: Context, qtbot: QtBot) -> DocumentPane:
    made = DocumentPane(context, name="pane")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def show(pane: DocumentPane, reader: Reader, data: bytes) -> None:
    document = reader.open(data, PDF)
    pane.show_document(document, document.opened.result(timeout=WAIT / 1000))


def drawn(pane: DocumentPane) -> set[int]:
    return {page for page in range(pane.pages.count) if pane.thumbs.image(page) is not None}


def test_the_strip_opens_marks_the_page_and_leads_there(
    pane: DocumentPane, reader: Reader, qtbot: QtBot
) -> None:
    show(pane, reader, plain_pdf(30))
    assert not pane.thumbs.isVisible()
    qtbot.mouseClick(pane.bar.thumbs, Qt.MouseButton.LeftButton)
    assert pane.thumbs.isVisible()
    qtbot.waitUntil(lambda: {0, 1, 2} <= drawn(pane), timeout=WAIT)
    assert pane.thumbs.page == 0
    box = pane.thumbs.visualRect(pane.thumbs.model().index(2, 0))
    qtbot.mouseClick(pane.thumbs.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    qtbot.waitUntil(lambda: pane.page == 2)
    assert pane.thumbs.page == 2
    pane.thumbs.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(pane.thumbs, key)
    qtbot.waitUntil(lambda: pane.page == 4)
    qtbot.mouseClick(pane.bar.thumbs, Qt.MouseButton.LeftButton)
    assert not pane.thumbs.isVisible()


def test_ten_thousand_pages_draw_only_what_is_in_view(
    pane: DocumentPane, reader: Reader, qtbot: QtBot
) -> None:
    show(pane, reader, plain_pdf(10_000))
    qtbot.mouseClick(pane.bar.thumbs, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 in drawn(pane), timeout=WAIT)
    pane.go_to(9_000)
    qtbot.waitUntil(lambda: pane.thumbs.image(9_000) is not None, timeout=WAIT)
    assert pane.thumbs.image(0) is None
    assert len(pane.thumbs._images) < 60


def test_outline_search_and_pictures_take_turns(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, text_pdf(("文", "字")))
    for opener, shown in (
        (pane.bar.thumbs, pane.thumbs),
        (pane.bar.outline, pane.outline),
        (pane.bar.seek, pane.search),
        (pane.bar.thumbs, pane.thumbs),
    ):
        qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
        assert [one for one in (pane.thumbs, pane.outline, pane.search) if one.isVisible()] == [shown]


def test_a_hostile_page_leaves_plain_paper_and_another_document_goes_on(
    pane: DocumentPane, reader: Reader, qtbot: QtBot
) -> None:
    show(pane, reader, slow_pdf(2_000))
    qtbot.mouseClick(pane.bar.thumbs, Qt.MouseButton.LeftButton)
    show(pane, reader, plain_pdf(2))
    qtbot.waitUntil(lambda: drawn(pane) == {0, 1}, timeout=WAIT)
    pane.clear()
    assert pane.thumbs.model().rowCount() == 0


def test_it_is_named_and_speaks_both_languages(pane: DocumentPane, reader: Reader) -> None:
    show(pane, reader, plain_pdf(2))
    index = pane.thumbs.model().index(1, 0)
    assert (pane.thumbs.accessibleName(), pane.bar.thumbs.accessibleName()) == ("", "缩略图") or (
        pane.thumbs.accessibleName() == "缩略图"
    )
    pane._context.captions.set_language("en")
    assert pane.bar.thumbs.accessibleName() == "Thumbnails"
    assert pane.thumbs.accessibleName() == "Thumbnails"
    pane.bar.thumbs.click()
    index = pane.thumbs.model().index(1, 0)
    assert "2" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
