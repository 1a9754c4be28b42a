"""Reading documents in the window: pages, search, text, what is hostile, what is closed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import Person, World

from ui.context import Context
from ui.documents.reader import Reader
from ui.viewmodels.documents import DocumentsModel
from ui.viewmodels.home import heads
from ui.viewmodels.session import Session
from ui.widgets.document_area import PageMark
from ui.widgets.document_pane import DocumentPane
from ui.widgets.document_viewer import DocumentViewer
from ui.widgets.page_layout import PageLayout
from ui.widgets.sheet_table import SheetTable
from zgc_review.domain.rows import DocumentRow
from zgc_review.services import declaring

WAIT = 20_000


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Return a reader at work; its children are gone at the end."""
    with Reader() as made:
        yield made


@pytest.fixture
def pane(context: Context, qtbot: QtBot) -> DocumentPane:
    """Return an empty pane in a window."""
    made = DocumentPane(context, name="pane")
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def pdf(pages: int) -> bytes:
    """Return a PDF whose pages say ``Page n`` in a large type."""
    parts = [b"%PDF-1.4\n"]
    places = []

    def add(number: int, body: bytes) -> None:
        places.append((number, sum(map(len, parts))))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    add(1, b"<</Type/Catalog/Pages 2 0 R>>")
    add(2, f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode())
    add(3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for n in range(pages):
        text = f"BT /F 24 Tf 72 700 Td (Page {n + 1}) Tj ET".encode()
        box = b"/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        add(4 + 2 * n, b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (box, 5 + 2 * n))
        add(5 + 2 * n, b"<</Length %d>>stream\n%s\nendstream" % (len(text), text))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % at for _n, at in sorted(places))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table))
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))
    return b"".join(parts)


def show(pane: DocumentPane, reader: Reader, qtbot: QtBot, data: bytes, media: str) -> None:
    document = reader.open(data, media)
    opened = document.opened.result(timeout=WAIT / 1000)
    pane.show_document(document, opened)


def dark_pixels(pane: DocumentPane) -> int:
    """Count pixels of text on the page in view."""
    image = pane.pages.viewport().grab().toImage()
    step = range(0, image.width(), 2)
    return sum(QColor(image.pixel(x, y)).lightness() < 90 for y in range(0, image.height(), 2) for x in step)


def test_the_first_page_is_painted_and_pages_turn(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, pdf(9), "application/pdf")
    qtbot.waitUntil(lambda: dark_pixels(pane) > 20, timeout=WAIT)
    with qtbot.waitSignal(pane.page_changed, timeout=WAIT):
        pane.go_to(6)
    assert pane.page == 6
    assert pane.bar.page.text() == "7"
    qtbot.keyClick(pane.pages, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert pane.page == 8


def test_zoom_turn_and_fit_keep_the_page(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, pdf(20), "application/pdf")
    pane.go_to(11)
    for act in (lambda: pane.pages.zoom_by(2), pane.pages.rotate, lambda: pane.pages.set_mode("page")):
        act()
        assert pane.page == 11


def test_search_lists_every_hit_and_goes_to_it(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, pdf(30), "application/pdf")
    pane.seek()
    pane.search.field.setText("page 2")
    qtbot.waitUntil(lambda: pane.search.list.count() == 11, timeout=WAIT)
    assert pane.page == 1
    pane.search.step(1)
    assert pane.page == 19


def test_selected_text_is_the_text_of_the_page(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, pdf(1), "application/pdf")
    selection = pane.pages._selection
    selection.begin(0, 7000, 14200)
    selection.extend(0, 30000, 14200)
    qtbot.waitUntil(lambda: "Page 1" in selection.text, timeout=WAIT)


def test_ten_thousand_pages_open_at_once(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, pdf(10_000), "application/pdf")
    pane.go_to(9_999)
    assert pane.page == 9_999
    qtbot.waitUntil(lambda: dark_pixels(pane) > 20, timeout=WAIT)
    assert len(pane.pages._painted) < 20


def test_text_and_sheets_are_shown_as_text(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    show(pane, reader, qtbot, "第一行\n<b>第二行</b>".encode(), "text/plain")
    qtbot.waitUntil(lambda: "<b>第二行</b>" in pane.blocks.text.toPlainText(), timeout=WAIT)


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"", "application/pdf"),
        (b"%PDF-1.7\nnothing of the kind", "application/pdf"),
        (pdf(3)[:300], "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
        (b"PK\x03\x04 no archive", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_what_cannot_be_read_is_a_coded_refusal(reader: Reader, data: bytes, media: str) -> None:
    fault = reader.open(data, media).opened.exception(timeout=WAIT / 1000)
    assert getattr(fault, "code", "").startswith("documents.")


def test_a_bomb_ends_its_child_and_nothing_else(pane: DocumentPane, reader: Reader, qtbot: QtBot) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x>" + b" " * (300 << 20))
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    bomb = reader.open(packed.getvalue(), media)
    show(pane, reader, qtbot, pdf(2), "application/pdf")
    qtbot.waitUntil(lambda: dark_pixels(pane) > 20, timeout=WAIT)
    fault = bomb.opened.exception(timeout=60)
    assert getattr(fault, "code", "").startswith("documents.")


def declared(person: Person) -> None:
    declaring.pledge(person.desk, person.round)
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)


def test_documents_of_an_application_open_and_close(
    context: Context, qtbot: QtBot, reader: Reader, at: Callable[[str], World]
) -> None:
    person = at("opened").experts[1]
    declared(person)
    session = Session(context, person.desk)
    session.choose(heads(person.desk)[0])
    viewer = DocumentViewer(context, DocumentsModel(session, reader))
    qtbot.addWidget(viewer)
    viewer.resize(800, 600)
    viewer.show()
    with person.desk.vault.begin() as uow:
        one = uow.applications.all(session.row.round_id)[0]
        documents = uow.applications.documents(one.application_id)
    viewer.show_application(one.application_id, documents)
    qtbot.waitUntil(lambda: viewer.current() == (1, 1), timeout=WAIT)
    viewer.set_marks([PageMark(1, 1, "K2")])
    viewer.go_to(documents[1].position, 1)
    qtbot.waitUntil(lambda: viewer.current() == (documents[1].position, 1), timeout=WAIT)
    assert viewer.main.bar.isVisible()
    viewer.show_application("", ())
    assert viewer.current() is None
    assert not viewer.main.bar.isVisible()  # nothing stands over an empty area
    viewer.main.seek()
    assert viewer.main.search.isHidden()
    assert viewer._model._open == {}


def test_before_the_declaration_nothing_opens(
    context: Context, qtbot: QtBot, reader: Reader, at: Callable[[str], World]
) -> None:
    person = at("opened").experts[1]
    session = Session(context, person.desk)
    session.choose(heads(person.desk)[0])
    viewer = DocumentViewer(context, DocumentsModel(session, reader))
    qtbot.addWidget(viewer)
    with person.desk.vault.begin() as uow:
        one = uow.applications.all(session.row.round_id)[0]
        documents: tuple[DocumentRow, ...] = tuple(uow.applications.documents(one.application_id))
    viewer.show_application(one.application_id, documents)
    fault = viewer.main.error.fault
    assert fault is not None
    assert fault.code == "declare.pledge"
    assert viewer.current() is None


def test_pages_stand_below_each_other_at_every_zoom() -> None:
    layout = PageLayout(50, [(59500, 84200)] * 20 + [(84200, 59500)] * 30)
    for zoom in (0.3, 1.0, 2.7):
        for rotation in range(4):
            layout.place(zoom, rotation)
            for page in range(49):
                assert layout.top(page) + layout.size(page)[1] < layout.top(page + 1)
                assert layout.page_at(layout.top(page)) == page
                assert page in layout.visible(layout.top(page), 1)


def test_a_sheet_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = SheetTable()
    model.start(3, 2)
    qtmodeltester.check(model)


def test_every_control_of_the_viewer_has_a_name(pane: DocumentPane) -> None:
    nameless = [
        one.objectName() or type(one).__name__
        for one in pane.bar.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus and not one.accessibleName()
    ]
    assert nameless == []


def test_nothing_of_a_document_is_written(
    pane: DocumentPane, reader: Reader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    show(pane, reader, qtbot, pdf(2), "application/pdf")
    qtbot.waitUntil(lambda: dark_pixels(pane) > 20, timeout=WAIT)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
