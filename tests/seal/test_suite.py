from __future__ import annotations

import io
from collections.abc import Callable

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, Party, refusal

from zgc_review.errors import Cancelled
from zgc_review.seal.streams import Discard
from zgc_review.seal.suites import suite_named


class Stops:
    """A stream whose owner cancels."""

    def read(self, _size: int = -1, /) -> bytes:
        raise Cancelled

    def write(self, _data: bytes, /) -> int:
        raise Cancelled


def sealed(data: bytes, *parties: Party) -> bytes:
    target = io.BytesIO()
    SUITE.seal_stream(io.BytesIO(data), target, [party.recipient for party in parties])
    return target.getvalue()


def opened(data: bytes, *parties: Party) -> bytes:
    target = io.BytesIO()
    SUITE.open_stream(io.BytesIO(data), target, [party.identity for party in parties])
    return target.getvalue()


def test_f_sui_01_unknown_suites_are_refused() -> None:
    assert suite_named("intl-1").name == "intl-1"
    assert refusal(lambda: suite_named("gm-1" * 20)).params["suite"] == "gm-1" * 8


def test_f_age_05_any_recipient_opens_and_none_is_refused(expert: Party, secretary: Party) -> None:
    data = sealed(b"x" * 200_000, expert, secretary)
    assert opened(data, expert) == opened(data, secretary) == b"x" * 200_000
    assert refusal(lambda: sealed(b"")).code == "seal.age.recipients"


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 70_000))
def test_sealing_round_trip_with_the_library_alone(data: bytes, times: int) -> None:
    content = (data * times)[:150_000]
    party = Party()
    assert (
        pyrage.decrypt(sealed(content, party), [pyrage.x25519.Identity.from_str(party.identity)]) == content
    )
    there = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(party.recipient)])
    assert opened(there, party) == content


def test_f_age_03_another_identity_or_none_does_not_open(expert: Party, secretary: Party) -> None:
    data = sealed(b"x", expert)
    assert refusal(lambda: opened(data, secretary)).code == "seal.age.not_for_me"
    assert refusal(lambda: opened(data)).code == "seal.age.not_for_me"


def test_f_age_01_passphrase_files_and_rubbish_are_refused(expert: Party) -> None:
    assert refusal(lambda: opened(b"", expert)).code == "seal.age.not_age"
    assert refusal(lambda: opened(b"age-encryption.org/v2\n", expert)).code == "seal.age.not_age"
    assert refusal(lambda: opened(b"%PDF-1.7" + bytes(999), expert)).code == "seal.age.not_age"
    assert refusal(lambda: opened(b"age-encryption.org/v1\n", expert)).code == "seal.age.header"


class Drip:
    """Gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._rest = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._rest.read(min(size, 1))


def test_f_age_02_header_may_come_in_any_pieces(expert: Party) -> None:
    target = io.BytesIO()
    SUITE.open_stream(Drip(sealed(b"text", expert)), target, [expert.identity])
    assert target.getvalue() == b"text"


@pytest.mark.parametrize("stage", ["source", "target"])
def test_own_errors_come_through_unchanged(expert: Party, stage: str) -> None:
    data = sealed(bytes(200_000), expert)
    stops = Stops()
    with pytest.raises(Cancelled):
        SUITE.seal_stream(
            stops if stage == "source" else io.BytesIO(data),
            stops if stage == "target" else Discard(),
            [expert.recipient],
        )
    with pytest.raises(Cancelled):
        SUITE.open_stream(
            stops if stage == "source" else io.BytesIO(data),
            stops if stage == "target" else Discard(),
            [expert.identity],
        )


class BreaksLater:
    """Gives a header and then an error of the disk."""

    def __init__(self, data: bytes) -> None:
        self._rest = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        if self._rest.tell() > 60_000:
            raise OSError(5, "gone")
        return self._rest.read(min(size, 8192))


def test_errors_of_the_disk_keep_their_name(expert: Party) -> None:
    with pytest.raises(OSError, match="gone"):
        SUITE.open_stream(BreaksLater(sealed(bytes(200_000), expert)), Discard(), [expert.identity])


class Nothing:
    """A source that breaks the library's own contract."""

    def read(self, _size: int = -1, /) -> bytes:
        return "text"  # type: ignore[return-value] # what a broken driver might do


def test_a_failure_inside_the_library_is_ours_to_name(expert: Party) -> None:
    fault = refusal(lambda: SUITE.seal_stream(Nothing(), Discard(), [expert.recipient]))
    assert fault.code == "seal.age.failed"


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda text: text[:-1], lambda _text: "", lambda text: text + " "]
)
def test_f_sui_03_keys_have_one_spelling(expert: Party, change: Callable[[str], str]) -> None:
    for text, check, code in (
        (expert.recipient, SUITE.check_recipient, "seal.key.recipient"),
        (expert.identity, SUITE.recipient_of, "seal.key.identity"),
    ):
        check(text)
        if change(text) != text:
            fault = refusal(lambda text=text, check=check: check(change(text)))
            assert fault.code == code
            assert fault.__cause__ is None or "key" not in str(fault.__cause__).lower()
