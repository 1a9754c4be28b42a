"""Frames: what was written is read; anything else breaks the connection and nothing more."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.documents import limits
from ui.documents.protocol import (
    MAGIC,
    BlockList,
    Broken,
    Drawn,
    Failed,
    Open,
    Opened,
    Paragraph,
    Part,
    Render,
    Row,
    Table,
    read_reply,
    read_request,
    write_frame,
)


class Pipe(io.RawIOBase):
    """A pipe that gives and takes a few bytes at a time, as real ones do."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.content = bytearray(content)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] - narrower than any buffer
        count = min(len(buffer), 7, len(self.content))
        buffer[:count] = self.content[:count]
        del self.content[:count]
        return count

    def write(self, data: memoryview) -> int:  # type: ignore[override] - narrower than any buffer
        self.content += data[:5]
        return len(data[:5])


@pytest.mark.parametrize(
    ("message", "load"),
    [
        (Opened("pages", pages=3, sizes=[(1, 2)], left_out={"scripts": 1}), b""),
        (Opened("blocks", parts=[Part("表一", 5, 3, hidden=True, cut=True)], form=True), b""),
        (Drawn(3, 2, 30, 20), bytes(24)),
        (BlockList([Paragraph("一", 2), Table([["a"], []], continued=True), Row(7, ["1"], {0: "=1"})]), b""),
        (Failed("documents.page", {"page": 1, "pages": 2}), b""),
    ],
)
def test_a_reply_is_read_as_it_was_written(message: object, load: bytes) -> None:
    pipe = Pipe()
    write_frame(pipe, message, load)  # type: ignore[arg-type] - each is a reply
    assert read_reply(pipe, len(load)) == (message, load)


def test_a_request_is_read_with_its_load() -> None:
    pipe = Pipe()
    write_frame(pipe, Open("application/pdf"), b"%PDF-")
    write_frame(pipe, Render(3, 900, 1, (1, 2, 3, 4)))
    assert read_request(pipe, 9) == (Open("application/pdf"), b"%PDF-")
    assert read_request(pipe, 9) == (Render(3, 900, 1, (1, 2, 3, 4)), b"")
    with pytest.raises(Broken):
        read_request(pipe, 9)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ZGC",
        struct.pack(">4sIQ", b"PK\3\4", 1, 0) + b"\xc0",
        struct.pack(">4sIQ", MAGIC, limits.HEAD + 1, 0),
        struct.pack(">4sIQ", MAGIC, 1, 1 << 60) + b"\xc0",
        struct.pack(">4sIQ", MAGIC, 9, 0) + b"short",
        struct.pack(">4sIQ", MAGIC, 1, 0) + b"\xc0",
        struct.pack(">4sIQ", MAGIC, 3, 0) + b"\x91\xa1\x80",
        struct.pack(">4sIQ", MAGIC, 100_000, 0) + b"\x91" * 100_000,
    ],
    ids=["nothing", "cut", "magic", "head", "load", "head cut", "no message", "no text", "nested"],
)
def test_what_is_no_frame_breaks_the_connection(content: bytes) -> None:
    with pytest.raises(Broken):
        read_reply(Pipe(content), 100)
    with pytest.raises(Broken):
        read_request(Pipe(content), 100)


def test_a_message_of_the_other_direction_is_refused() -> None:
    pipe = Pipe()
    write_frame(pipe, Open("a"))
    with pytest.raises(Broken):
        read_reply(pipe, 0)
    write_frame(pipe, Drawn(1, 1, 1, 1))
    with pytest.raises(Broken):
        read_request(pipe, 0)


def test_a_pipe_that_is_gone() -> None:
    class Gone(Pipe):
        def write(self, data: memoryview) -> int:  # type: ignore[override] # noqa: ARG002 - nothing is taken
            raise BrokenPipeError

    with pytest.raises(Broken):
        write_frame(Gone(), Open("a"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_break_the_connection(content: bytes) -> None:
    frame = struct.pack(">4sIQ", MAGIC, len(content), 0) + content
    try:
        reply, load = read_reply(Pipe(frame), 0)
    except Broken:
        return
    assert load == b""
    assert reply is not None
