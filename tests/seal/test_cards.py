from __future__ import annotations

import hashlib
import io
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, TIME, refusal

from zgc_review.seal.cards import MAX_CARD, make_card, read_card
from zgc_review.seal.digits import digits_of, read_digits
from zgc_review.seal.message import build
from zgc_review.seal.reading import read_carried

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


class Clock:
    def now(self) -> str:
        return TIME


def test_f_crd_05_each_card_has_new_keys_and_says_who() -> None:
    keys, data = make_card("周若䶮", "北京甲技术研究院", SUITE, Clock())
    again, other = make_card("周若䶮", "北京甲技术研究院", SUITE, Clock())
    card = read_card(data, SUITE)
    assert (card.name, card.organisation, card.suite, card.time) == (
        "周若䶮",
        "北京甲技术研究院",
        "intl-1",
        TIME,
    )
    assert card.card_id == keys.card_id
    assert card.recipient == SUITE.recipient_of(keys.identity)
    assert card.key == SUITE.public_key_of(keys.signing_key)
    assert (again.identity, again.signing_key) != (keys.identity, keys.signing_key)
    assert read_card(other, SUITE).fingerprint != card.fingerprint
    assert keys.identity not in repr(keys)
    assert repr(keys.signing_key) not in repr(keys)


def test_f_crd_04_fingerprint_is_of_the_list_with_its_mark() -> None:
    data = (VECTORS / "valid" / "secretary.zgccard").read_bytes()
    people = tomllib.loads((VECTORS / "index.toml").read_text("utf-8"))["person"]
    sums = dict(read_carried(io.BytesIO(data), SUITE).head)["SHA256SUMS"]
    card = read_card(data, SUITE)
    assert card.card_id == hashlib.sha256(sums).hexdigest() == people[0]["card"]
    assert card.fingerprint == digits_of(hashlib.sha256(b"zgc-card-1\x00" + sums).hexdigest())


@pytest.mark.parametrize(("name", "organisation"), [("", "x"), (" ", "x"), ("a\nb", "x"), ("a", "x" * 201)])
def test_f_crd_02_the_writer_refuses_what_no_reader_takes(name: str, organisation: str) -> None:
    assert refusal(lambda: make_card(name, organisation, SUITE, Clock())).code == "seal.card.body"


def test_f_crd_01_a_larger_file_is_refused_before_it_is_read() -> None:
    assert refusal(lambda: read_card(bytes(MAX_CARD + 1), SUITE)).code == "seal.card.size"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000))
def test_hostile_cards_are_refused(data: bytes) -> None:
    assert refusal(lambda: read_card(data, SUITE)).code.startswith("seal.")


def test_f_dig_01_digits_are_six_groups_of_five_bytes() -> None:
    assert digits_of("00000186a1" + "ffffffffff" + "00" * 22) == "00001 27775 00000 00000 00000 00000"


def test_f_dig_02_round_code_is_the_digits_of_the_definition() -> None:
    data = (VECTORS / "valid" / "round-1.tar").read_bytes()
    opened = read_carried(io.BytesIO(data), SUITE)
    assert digits_of(opened.id) == digits_of(hashlib.sha256(opened.head[0][1]).hexdigest())
    assert read_digits(digits_of(opened.id).replace(" ", "")) == digits_of(opened.id)


@pytest.mark.parametrize(
    "typed",
    [
        "28871 31502 95692 74489 09198 92445",
        "288713150295692744890919892445",
        "２８８７１　31502-95692\n74489\t09198－92445",
    ],
)
def test_f_dig_03_typed_digits_are_read(typed: str) -> None:
    assert read_digits(typed) == "28871 31502 95692 74489 09198 92445"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", 0),
        ("2887", 4),
        ("1" * 31, 31),
        ("1" * 29 + "x", 29),
        ("1" * 30 + ".", 30),
        ("٣" * 30, 0),
        ("²" * 30, 0),
    ],
)
def test_f_dig_03_other_texts_are_refused(typed: str, found: int) -> None:
    fault = refusal(lambda: read_digits(typed))
    assert (fault.code, fault.params["found"]) == ("seal.digits.form", found)


def test_cards_read_like_other_messages_do_not_leak_into_them() -> None:
    keys, data = make_card("a", "", SUITE, Clock())
    opened = read_carried(io.BytesIO(data), SUITE)
    assert build(opened.manifest, (), SUITE, keys.signing_key).carried() == data
