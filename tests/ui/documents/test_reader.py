"""The window's side: futures, order, cancelling, rest and recycling, threads and processes that end."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest
from document_samples import DOCX, PDF, PNG, TXT, XLSX, paragraph, plain_pdf, png, text_pdf, word, workbook

from ui.documents.document import LOST, Document, Patience
from ui.documents.process import ChildProcess
from ui.documents.protocol import Counted, Found, Outlined, Paragraph, Render, Request, Row
from ui.documents.queueing import Priority
from ui.documents.reader import Reader, Settings
from zgc_review.errors import DocumentError, ProgramFault

WAIT = 60


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.005)


def running(pid: int) -> bool:
    """Say whether a process runs (a dead one that was waited for is gone)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def child_of(document: Document) -> int:
    """Return the process of a document that was opened."""
    document.opened.result(WAIT)
    until(lambda: document._child is not None)
    assert document._child is not None
    return document._child.pid


def code_of(future: Future[object]) -> str:
    with pytest.raises(DocumentError) as caught:
        future.result(WAIT)
    return caught.value.code


def fake(body: str) -> Settings:
    """Settings whose children run ``body`` with ``source`` and ``sink``, their pipes."""
    head = (
        "import io, os, sys, time\n"
        "from ui.documents.protocol import *\n"
        "source, sink = io.FileIO(0), io.FileIO(1, 'wb')\n"
        "def ask(): return read_request(source, 1 << 30)[0]\n"
        "def say(*what): write_frame(sink, *what)\n"
    )
    patience = Patience(opening=20, answering=0.5, unwanted=0.1)
    return Settings(patience=patience, command=(sys.executable, "-c", head + body))


OPENED = "ask()\nsay(Opened('pages', pages=3, sizes=[(100, 100)]))\n"


def test_a_pdf_from_bytes_to_pixels(reader: Reader) -> None:
    document = reader.open(text_pdf(("首页",), ("第二页",)), PDF)
    opened = document.opened.result(WAIT)
    assert (opened.kind, opened.pages) == ("pages", 2)
    page = document.render(1, 400).result(WAIT)
    assert (page.width, page.height, page.page_width, page.page_height) == (400, 300, 400, 300)
    assert len(page.pixels) == 4 * 400 * 300
    assert page.pixels[:3] == b"\xff\xff\xff"
    assert len(set(page.pixels)) > 3
    assert document.text(1).result(WAIT).text == "第二页"
    assert document.sizes(0, 9).result(WAIT) == [(40_000, 30_000)] * 2
    assert [hit.place for hit in document.search("第二").result(WAIT).hits] == [1]
    assert document.outline().result(WAIT) == Outlined([], cut=False)
    assert document.count_active().result(WAIT) == Counted(0, 0, -1)


def test_documents_of_blocks(reader: Reader) -> None:
    text = reader.open("一\n二".encode("gb18030"), TXT)
    sheet = reader.open(workbook('<row r="1"><c t="str"><v>甲</v></c></row>'), XLSX)
    written = reader.open(word(paragraph("段")), DOCX)
    assert text.blocks(0, 1, 5).result(WAIT) == [Paragraph("二")]
    assert sheet.blocks(0, 0, 5).result(WAIT) == [Row(1, ["甲"])]
    assert written.blocks(0, 0, 5).result(WAIT) == [Paragraph("段")]
    assert [hit.place for hit in text.search("二").result(WAIT).hits] == [1]


def test_a_request_of_the_wrong_kind_is_a_fault_of_the_program(reader: Reader) -> None:
    text = reader.open(b"a", TXT)
    with pytest.raises(ProgramFault):
        text.render(0, 10).result(WAIT)
    with pytest.raises(ProgramFault):
        reader.open(plain_pdf(1), PDF).blocks(0, 0, 1).result(WAIT)
    assert text.blocks(0, 0, 1).result(WAIT) == [Paragraph("a")]


def test_what_is_searched_for_is_bounded(reader: Reader) -> None:
    document = reader.open(text_pdf(("a",)), PDF)
    assert document.search(" \u200b ").result(WAIT) == Found([], -1, 0)
    assert document.search("a" * 201).result(WAIT) == Found([], -1, 0)


def test_a_failure_is_told_and_the_others_go_on(reader: Reader) -> None:
    good = reader.open(plain_pdf(2), PDF)
    bad = reader.open(b"%PDF-1.7 nothing", PDF)
    assert code_of(bad.opened) == "documents.damaged"
    assert code_of(bad.render(0, 10)) == "documents.damaged"
    assert code_of(good.render(7, 10)) == "documents.page"
    assert good.render(1, 10).result(WAIT).width == 10


def test_a_child_that_is_killed_is_replaced(reader: Reader) -> None:
    one, other = reader.open(plain_pdf(3), PDF), reader.open(plain_pdf(3), PDF)
    kept = child_of(other)
    dead = child_of(one)
    os.kill(dead, 9)
    until(lambda: one._child is None or not one._child.alive)
    assert one.render(1, 10).result(WAIT).width == 10
    assert child_of(one) != dead
    assert other.render(0, 10).result(WAIT).width == 10
    assert child_of(other) == kept


def test_a_child_that_dies_of_one_page_is_replaced_for_the_others() -> None:
    body = OPENED + "if not ask().page: os._exit(3)\nsay(Drawn(1, 1, 1, 1), bytes(4))\nask()\n"
    with Reader(fake(body)) as reader:
        document = reader.open(b"x", PDF)
        assert code_of(document.render(0, 1)) == "documents.crashed"
        assert document.render(1, 1).result(WAIT).pixels == bytes(4)
        kept = child_of(document)
        assert code_of(document.render(0, 1)) == "documents.crashed"
        assert child_of(document) == kept


def test_the_spare_child_may_have_died(reader: Reader) -> None:
    until(lambda: reader._spare is not None)
    assert reader._spare is not None
    os.kill(reader._spare.pid, 9)
    assert reader.open(plain_pdf(1), PDF).render(0, 10).result(WAIT).width == 10


def test_a_child_that_hangs_is_ended() -> None:
    body = OPENED + "if not ask().page: time.sleep(600)\nsay(Drawn(1, 1, 1, 1), bytes(4))\nask()\n"
    with Reader(fake(body)) as reader:
        document = reader.open(b"x", PDF)
        hanging = child_of(document)
        assert code_of(document.render(0, 1)) == "documents.timeout"
        until(lambda: not running(hanging))
        assert code_of(document.render(0, 1)) == "documents.timeout"
        assert document.render(1, 1).result(WAIT).pixels == bytes(4)


def test_a_child_that_never_reads_is_ended() -> None:
    settings = Settings(Patience(opening=0.3), command=(sys.executable, "-c", "import time; time.sleep(600)"))
    with Reader(settings) as reader:
        document = reader.open(bytes(8 << 20), PDF)
        with pytest.raises(DocumentError) as caught:
            document.opened.result(WAIT)
    assert (caught.value.code, caught.value.params) == ("documents.timeout", {"seconds": 1})


def test_a_document_that_always_kills_its_child_is_given_up() -> None:
    with Reader(fake(OPENED + "ask()\nos._exit(3)")) as reader:
        document = reader.open(b"x", PDF)
        codes = [code_of(document.render(page, 1)) for page in range(LOST + 2)]
        assert codes == ["documents.crashed"] * LOST + ["documents.given_up"] * 2


def test_a_document_that_kills_its_child_when_opened() -> None:
    with Reader(fake("ask()\nos._exit(3)")) as reader:
        document = reader.open(b"x", PDF)
        assert code_of(document.opened) == "documents.crashed"
        assert code_of(document.render(0, 1)) == "documents.crashed"


@pytest.mark.parametrize(
    "answer",
    [
        "say(Opened('pages'))",
        "say(Drawn(2, 2, 2, 2), bytes(15))",
        "say(Drawn(3, 2, 2, 2), bytes(24))",
        "say(Drawn(-1, -4, 1, 1), bytes(16))",
        "say(Failed('vault.missing', {'name': 'x'}))",
        "say(Failed('documents.page', {'page': 1}))",
    ],
)
def test_an_answer_that_does_not_fit_is_not_believed(answer: str) -> None:
    with Reader(fake(OPENED + f"ask()\n{answer}\nask()")) as reader:
        assert code_of(reader.open(b"x", PDF).render(0, 10)) == "documents.answer"


@pytest.mark.parametrize(
    "answer", ["sink.write(b'x' * 99)", "say(Drawn(1, 1, 1, 1), bytes(1 << 28))", "say(Open(''))"]
)
def test_an_answer_that_is_none_ends_the_child(answer: str) -> None:
    with Reader(fake(OPENED + f"ask()\n{answer}\nask()")) as reader:
        assert code_of(reader.open(b"x", PDF).render(0, 10)) == "documents.crashed"


def test_a_system_that_starts_no_process() -> None:
    with Reader(Settings(command=("/nowhere/at-all",))) as reader:
        document = reader.open(b"x", PDF)
        assert code_of(document.opened) == "documents.start"
        assert code_of(document.render(0, 1)) == "documents.start"


ORDER = OPENED + (
    "while True:\n"
    "    request = ask()\n"
    "    if isinstance(request, Render):\n"
    "        if request.page == 0: time.sleep(0.2)\n"
    "        say(Drawn(1, 1, 1, 1), bytes([request.page] * 4))\n"
    "    else:\n"
    "        say(PageSizes([]) if isinstance(request, Sizes) else Found([], -1, 0))\n"
)


def test_what_is_on_the_screen_goes_first_and_the_newest_of_it() -> None:
    with Reader(fake(ORDER)) as reader:
        document = reader.open(b"x", PDF)
        document.opened.result(WAIT)
        done: list[object] = []
        first = document.render(0, 1)
        waiting = {
            "search": document.search("x"),
            "ahead": document.render(5, 1, priority=Priority.AHEAD),
            "old": document.render(1, 1),
            "new": document.render(2, 1),
            "sizes": document.sizes(0, 1),
        }
        for name, future in waiting.items():
            future.add_done_callback(lambda _, name=name: done.append(name))  # type: ignore[misc] - bound here
        first.result(WAIT)
        until(lambda: len(done) == 5)
        assert done == ["new", "old", "sizes", "ahead", "search"]


def test_stale_drawings_are_cancelled() -> None:
    with Reader(fake(ORDER)) as reader:
        document = reader.open(b"x", PDF)
        document.opened.result(WAIT)
        under_way = document.render(0, 1)
        until(lambda: document._current is not None)
        stale, wanted, sizes = document.render(1, 1), document.render(2, 1), document.sizes(0, 1)
        withdrawn = document.render(3, 1)
        withdrawn.cancel()
        document.keep_only({0, 2})
        assert stale.cancelled()
        assert under_way.result(WAIT).pixels == bytes(4)
        assert wanted.result(WAIT).pixels == b"\2\2\2\2"
        assert sizes.result(WAIT) == []
        assert withdrawn.cancelled()


def test_a_slow_drawing_nobody_wants_any_more_is_ended() -> None:
    body = OPENED + "while not ask().page: time.sleep(600)\nsay(Drawn(1, 1, 1, 1), bytes(4))\nask()\n"
    settings = fake(body)
    with Reader(Settings(Patience(20, 600, 0.1), command=settings.command)) as reader:
        document = reader.open(b"x", PDF)
        slow = document.render(0, 1)
        until(lambda: document._current is not None)
        wanted = document.render(1, 1)
        document.keep_only({1})
        assert wanted.result(WAIT).pixels == bytes(4)
        assert slow.cancelled()
        assert document._lost == 0


def test_a_drawing_given_up_before_it_was_sent_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = "say(Drawn(1, 1, 1, 1), bytes([page] * 4))"
    body = OPENED + f"while True:\n    page = ask().page or time.sleep(600)\n    {drawn}\n"
    between = threading.Event()
    began = threading.Event()
    plain = ChildProcess.exchange

    def late(child: ChildProcess, request: Request, *given: Any) -> Any:
        if isinstance(request, Render) and request.page == 0:
            began.set()
            assert between.wait(WAIT)
        return plain(child, request, *given)

    monkeypatch.setattr(ChildProcess, "exchange", late)
    with Reader(fake(body)) as reader:
        document = reader.open(b"x", PDF)
        child = child_of(document)
        given_up = document.render(0, 1)
        assert began.wait(WAIT)
        wanted = document.render(1, 1)
        document.keep_only({1})
        between.set()
        assert wanted.result(WAIT).pixels == b"\1" * 4
        assert given_up.cancelled()
        assert child_of(document) == child


def test_drawn_pages_are_kept_within_their_bound() -> None:
    with Reader(Settings(cache=3 * 4 * 100)) as reader:
        document = reader.open(plain_pdf(9, "0 0 10 10"), PDF)
        first = document.render(0, 10).result(WAIT)
        assert document.render(0, 10).result(0) is first
        for page in range(1, 9):
            document.render(page, 10).result(WAIT)
        assert reader.cache.held == 3 * 4 * 100
        assert document.render(8, 10).done()
        assert document.render(0, 10).result(WAIT) is not first
        document.render(0, 1_000).result(WAIT)
        assert reader.cache.held <= 3 * 4 * 100
        document.close()
        document.join()
        assert reader.cache.held == 0


def test_documents_beyond_the_number_of_children_rest(small: Settings) -> None:
    with Reader(small) as reader:
        documents = [reader.open(plain_pdf(2), PDF) for _ in range(4)]
        children = {child_of(documents[-1])}
        for document in documents:
            document.opened.result(WAIT)
            document.render(0, 10).result(WAIT)
        until(lambda: sum(document._child is not None for document in documents) == 2)
        assert documents[0].render(1, 10).result(WAIT).width == 10
        assert children


def test_closing_ends_children_threads_and_futures(reader: Reader) -> None:
    document = reader.open(plain_pdf(2), PDF)
    pid = child_of(document)
    futures = [document.render(0, 3_000 + number) for number in range(20)]
    document.close()
    document.join()
    assert not running(pid)
    for future in futures:
        try:
            future.result(WAIT)
        except CancelledError:
            continue
    assert futures[0].cancelled()
    assert document.render(0, 10).cancelled()
    assert document._data == b""
    document.close()


def test_closing_while_it_is_opened_or_served() -> None:
    with Reader(fake("ask()\ntime.sleep(600)")) as reader:
        document = reader.open(b"x", PDF)
        until(lambda: document._child is not None)
        document.close()
        assert document.opened.cancelled()
        document.join()
    with Reader(fake(OPENED + "ask()\ntime.sleep(600)")) as reader:
        document = reader.open(b"x", PDF)
        future = document.render(0, 1)
        until(lambda: document._current is not None)
        document.close()
        with pytest.raises(CancelledError):
            future.result(WAIT)


def test_closing_the_reader_closes_everything() -> None:
    reader = Reader()
    reader.start()
    documents = [reader.open(plain_pdf(5), PDF) for _ in range(3)]
    children = [child_of(document) for document in documents]
    until(lambda: reader._spare is not None)
    assert reader._spare is not None
    children.append(reader._spare.pid)
    reader.close()
    assert [pid for pid in children if running(pid)] == []
    with pytest.raises(ProgramFault):
        reader.open(b"x", PDF)
    reader.close()


def test_a_reader_that_never_started_opens_nothing_and_closes() -> None:
    reader = Reader()
    with pytest.raises(ProgramFault):
        reader.open(b"x", PDF)
    reader.close()


def test_fifty_documents_leave_nothing_behind(reader: Reader) -> None:
    """Children are never used twice, so what a document took is given back when it is closed."""
    seen = set()
    for number in range(50):
        document = reader.open(png(40 + number, 40), PNG)
        document.render(0, 40).result(WAIT)
        seen.add(child_of(document))
        document.close()
        document.join()
    assert len(seen) == 50
    assert [pid for pid in seen if running(pid)] == []
    assert reader.cache.held == 0
    assert threading.active_count() <= 2


def test_many_threads_may_ask_at_once(reader: Reader) -> None:
    documents = [reader.open(plain_pdf(20), PDF) for _ in range(3)]
    wrong: list[object] = []

    def ask(number: int) -> None:
        for page in range(20):
            drawn = documents[(number + page) % 3].render(page, 20 + number).result(WAIT)
            if drawn.width != 20 + number:
                wrong.append(drawn)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert wrong == []
