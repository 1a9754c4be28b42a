"""Plain texts: encodings, lines, bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents.plaintext import open_text
from ui.documents.protocol import Block, BlockList, Blocks, Found, Paragraph, Search
from zgc_review.errors import DocumentError


def lines(data: bytes) -> list[Block]:
    reply, _ = open_text(bytearray(data)).answer(Blocks(0, 0, 500))
    assert isinstance(reply, BlockList)
    return reply.blocks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_guessed(encoding: str) -> None:
    assert lines("申报清单𠮷\n第二行".encode(encoding)) == [Paragraph("申报清单𠮷"), Paragraph("第二行")]


def test_line_ends() -> None:
    assert lines(b"a\r\nb\rc\n\nd\n") == [Paragraph(text) for text in ("a", "b", "c", "", "d")]
    assert lines(b"\n") == [Paragraph("")]


def test_nothing_invisible_turns_what_is_read() -> None:
    assert lines("a\x07b\u202ec\u2066d\te\x9b".encode()) == [Paragraph("abcd\te")]


@pytest.mark.parametrize("data", [b"\0\0", b"\x80\xff\xff", "文".encode()[:1], b"\xff\xfeA"])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        open_text(bytearray(data))
    assert caught.value.code == "documents.encoding"


def test_long_lines_are_broken_and_long_texts_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.LINE", 4)
    monkeypatch.setattr("ui.documents.limits.BLOCKS", 3)
    content = open_text(bytearray(b"123456789\nabc"))
    assert content.opened.parts[0].cut
    assert content.answer(Blocks(0, 0, 9))[0] == BlockList(
        [Paragraph("1234"), Paragraph("5678"), Paragraph("9")]
    )


def test_a_text_cut_in_the_middle_of_a_character_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.TEXT_BYTES", 10)
    content = open_text(bytearray("一二三四五六".encode()))
    assert content.opened.parts[0].cut
    assert content.answer(Blocks(0, 0, 9))[0] == BlockList([Paragraph("一二三")])


def test_blocks_are_told_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.TEXT_TOLD", 10)
    content = open_text(bytearray(b"123456\n123456\n12345678901234\nx"))
    assert content.answer(Blocks(0, 0, 9))[0] == BlockList([Paragraph("123456")])
    assert content.answer(Blocks(0, 2, 9))[0] == BlockList([Paragraph("12345678901234")])
    assert content.answer(Blocks(0, -5, 0))[0] == BlockList([])
    with pytest.raises(DocumentError) as caught:
        content.answer(Blocks(1, 0, 1))
    assert caught.value.params == {"part": 2, "parts": 1}


def test_searching_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    content = open_text(bytearray("甲\n乙 甲\n丙".encode()))
    reply, _ = content.answer(Search("甲"))
    assert isinstance(reply, Found)
    assert [(hit.place, hit.start, hit.snippet) for hit in reply.hits] == [(0, 0, "甲"), (1, 2, "乙 甲")]
    monkeypatch.setattr("ui.documents.limits.SLICE", -1.0)
    assert content.answer(Search("甲", 0, 1))[0] == Found([], 0, 1)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_a_coded_error(data: bytes) -> None:
    try:
        content = open_text(bytearray(data))
    except DocumentError as fault:
        content, code = None, fault.code
    else:
        code = "documents.encoding"
    assert code == "documents.encoding"
    assert content is None or content.opened.kind == "blocks"
