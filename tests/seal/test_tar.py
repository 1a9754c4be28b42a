from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, Party, manifest, refusal

from zgc_review.errors import PackageError, ProgramFault
from zgc_review.seal.feed import Feed, Parser, Want
from zgc_review.seal.message import Attachment, build, sealed_bytes
from zgc_review.seal.reading import open_message
from zgc_review.seal.streams import ChunkReader
from zgc_review.seal.tar import FILL, MAX_DATA, header, pad_size, parse_header, sealed_length

names = st.from_regex(r"[A-Za-z0-9/._-]{1,100}", fullmatch=True)


@settings(max_examples=80, deadline=None)
@given(names, st.integers(0, MAX_DATA))
def test_f_tar_01_header_is_the_one_the_standard_library_writes(name: str, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size = size
    block = header(name, size)
    assert block[:100].rstrip(b"\x00").decode() == name
    if not name.endswith("/"):
        assert block == info.tobuf(tarfile.USTAR_FORMAT)
    assert parse_header(block, expected="x") == (name, size)


@settings(max_examples=80, deadline=None)
@given(st.binary(min_size=512, max_size=512))
def test_f_tar_02_any_other_block_is_refused(block: bytes) -> None:
    with pytest.raises(PackageError) as caught:
        parse_header(block, expected="data/000001.pdf")
    assert caught.value.params["part"] == "data/000001.pdf"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 511), st.integers(1, 255))
def test_f_tar_02_any_changed_byte_of_a_header_is_refused(offset: int, change: int) -> None:
    block = bytearray(header("data/000001.pdf", 123_456))
    block[offset] ^= change
    assert refusal(lambda: parse_header(bytes(block), expected="data/000001.pdf")).code == "seal.tar.header"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500).map(lambda blocks: blocks * 512), st.integers(0, 4))
def test_f_tar_06_and_07_lengths_are_reached(entries: int, more: int) -> None:
    least = sealed_length(entries)
    assert least % FILL == 0
    assert least - FILL < entries + 1024 <= least
    pad = pad_size(entries, least + more * FILL)
    assert (pad == 0) == (more == 0)
    assert sealed_length(entries + (512 + pad if pad else 0)) == least + more * FILL
    assert pad % 512 == 0


@pytest.mark.parametrize("size", [*range(58_000, 62_000, 511), 60_928, 60_929, 61_440])
def test_f_tar_07_padding_around_the_boundary(expert: Party, size: int) -> None:
    message = build(manifest(), [Attachment("bin", bytes(size))], SUITE, expert.signing_key)
    for target in (sealed_length(message.length), sealed_length(message.length) + FILL):
        sealed = sealed_bytes(message, SUITE, [expert.recipient], pad_to=target)
        assert open_message(io.BytesIO(sealed), SUITE, [expert.identity]).id == message.id


@pytest.mark.parametrize("wrong", [FILL - 1, FILL, 3 * FILL + 1])
def test_f_tar_07_a_target_that_cannot_be_reached_is_refused(expert: Party, wrong: int) -> None:
    message = build(manifest(), [Attachment("bin", bytes(FILL))], SUITE, expert.signing_key)
    fault = refusal(lambda: sealed_bytes(message, SUITE, [expert.recipient], pad_to=wrong))
    assert fault.code == "seal.build.pad"


def wanting(*wants: Want) -> Parser[list[bytes]]:
    got: list[bytes] = []
    for want in wants:
        answer = yield want
        got += [answer]
    return got


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=9), max_size=9))
def test_feed_hands_on_every_byte_once(pieces: list[bytes]) -> None:
    feed = Feed(wanting(Want(5, whole=True), Want(3, whole=False), Want(100, whole=True)))
    for piece in pieces:
        feed.write(piece)
    feed.flush()
    whole = b"".join(pieces)
    if len(whole) <= 5:
        with pytest.raises(ProgramFault):
            feed.finish()
        return
    got = feed.finish()
    assert b"".join(got) == whole
    assert got[0] == whole[:5]


def test_chunk_reader_reads_like_a_file() -> None:
    reader = ChunkReader(iter([b"ab", b"", b"cdef", b"g"]))
    assert [reader.read(3), reader.read(3), reader.read(1), reader.read(-1)] == [b"ab", b"cde", b"f", b"g"]
    assert reader.read(5) == b""
