from __future__ import annotations

import hashlib
import itertools

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, refusal
from shamir_mnemonic import generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from zgc_review.seal import bech32
from zgc_review.seal.shares import (
    WORDS,
    check_share,
    combine,
    identity_of,
    make_escrow,
    rebuild_identity,
    secret_of,
    split,
)

SECRET = hashlib.sha256(b"escrow").digest()
SHARES = split(SECRET)


@pytest.mark.parametrize("pair", list(itertools.permutations(range(3), 2)))
def test_f_shr_01_any_two_of_three_give_the_secret(pair: tuple[int, int]) -> None:
    assert combine([SHARES[number] for number in pair]) == SECRET
    assert all(len(share.split()) == WORDS for share in SHARES)


def test_f_shr_01_more_than_needed_and_other_numbers() -> None:
    assert combine(SHARES) == SECRET
    five = split(SECRET, 3, 5)
    assert combine([five[4], five[0], five[2]]) == SECRET
    assert refusal(lambda: combine(five[:2])).params == {"found": 2, "needed": 3}


def test_s6_any_single_share_fails_and_the_same_one_counts_once() -> None:
    for typed in ([], [SHARES[0]], [SHARES[0], SHARES[0]], [SHARES[0], SHARES[0], SHARES[1]]):
        assert refusal(lambda typed=typed: combine(typed)).code == "seal.share.count"


def test_f_shr_02_case_and_white_space_do_not_matter() -> None:
    assert combine([SHARES[0].upper().replace(" ", "\n"), f"  {SHARES[2].title()}\t"]) == SECRET


def test_f_shr_02_miscopied_words_are_named_by_share() -> None:
    words = SHARES[1].split()
    other = next(word for word in WORDLIST if word != words[9])
    rows = [
        ([*words[:9], other, *words[10:]], "seal.share.checksum"),
        ([*words[:9], "zgcreview", *words[10:]], "seal.share.words"),
        (words[:-1], "seal.share.words"),
        ([*words[1:], words[0]], "seal.share.checksum"),
    ]
    for typed, code in rows:
        fault = refusal(lambda typed=typed: combine([SHARES[0], " ".join(typed)]))
        assert (fault.code, fault.params) == (code, {"number": 2})
        assert fault.__cause__ is None


def test_f_shr_02_shares_of_different_keys_do_not_mix() -> None:
    other = split(hashlib.sha256(b"other").digest())
    assert refusal(lambda: combine([SHARES[0], other[1]])).code == "seal.share.mixed"


def test_f_shr_02_forged_share_of_the_same_set_is_noticed() -> None:
    first, second = (check_share(words) for words in SHARES[:2])
    forged = type(second)(**{**second.__dict__, "value": bytes(32)})
    assert refusal(lambda: combine([first.mnemonic(), forged.mnemonic()])).code == "seal.share.mixed"


@pytest.mark.parametrize(
    "foreign",
    [
        generate_mnemonics(1, [(2, 3)], SECRET, iteration_exponent=3)[0][0],
        generate_mnemonics(1, [(2, 3)], SECRET, extendable=False)[0][0],
        generate_mnemonics(2, [(2, 3), (2, 3)], SECRET)[0][0],
        generate_mnemonics(1, [(1, 1)], SECRET)[0][0],
        generate_mnemonics(1, [(2, 3)], SECRET[:16])[0][0],
    ],
)
def test_f_shr_02_shares_of_another_kind_are_refused(foreign: str) -> None:
    assert refusal(lambda: check_share(foreign)).code == "seal.share.words"


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (3, 2), (2, 17), (0, 0)])
def test_f_shr_01_other_thresholds_are_no_choice(threshold: int, count: int) -> None:
    with pytest.raises(ValueError, match="32"):
        split(SECRET, threshold, count)
    with pytest.raises(ValueError, match="31"):
        split(SECRET[1:])


def test_escrow_opens_with_two_shares_and_names_the_key() -> None:
    escrow = make_escrow(SUITE)
    identity = rebuild_identity(escrow.shares[1:], escrow.recipient, SUITE)
    sealed = pyrage.encrypt(b"result", [pyrage.x25519.Recipient.from_str(escrow.recipient)])
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]) == b"result"
    other = make_escrow(SUITE)
    fault = refusal(lambda: rebuild_identity(other.shares[:2], escrow.recipient, SUITE))
    assert fault.code == "seal.share.mixed"
    assert escrow.shares[0] not in repr(escrow)


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_f_shr_03_identity_text_is_age_s_own(secret: bytes) -> None:
    text = identity_of(secret)
    assert str(pyrage.x25519.Identity.from_str(text)) == text
    assert secret_of(text) == secret


def test_f_shr_03_other_texts_are_refused() -> None:
    text = identity_of(SECRET)
    short = bech32.encode("age-secret-key-", SECRET[:31]).upper()
    other = bech32.encode("age", SECRET)
    wrong = text[:-1] + ("Q" if text[-1] != "Q" else "P")
    for typed in ("", text.lower(), text[:-1], wrong, text + "B", other, short, text.replace("1", "2", 1)):
        assert refusal(lambda typed=typed: secret_of(typed)).code == "seal.key.identity"


@pytest.mark.parametrize(
    "text",
    [
        "A12UEL5L",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    ],
)
def test_bip_173_vectors(text: str) -> None:
    prefix = text.lower().rpartition("1")[0]
    assert bech32.decode(prefix, text.lower()) == b""
    assert bech32.encode(prefix, b"") == text.lower()


def test_bits_left_over_are_refused() -> None:
    whole = bech32.encode("age-secret-key-", bytes(31))
    data = whole.rpartition("1")[2][:-6]
    for letters in (data[:-1] + "p", data + "q"):
        with pytest.raises(ValueError, match="filling"):
            bech32.decode("age-secret-key-", with_checksum("age-secret-key-", letters))


def with_checksum(prefix: str, letters: str) -> str:
    """Return bech32 text of any letters, its checksum found by the linearity of the code."""
    zero = bech32._LETTERS
    values = [zero.index(letter) for letter in letters]
    check = bech32._polymod([*bech32._expanded(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    return f"{prefix}1{letters}" + "".join(zero[check >> 5 * (5 - place) & 31] for place in range(6))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="qpzry9x8gf2tvdw0s3jn54khce6mua7l1", max_size=40))
def test_hostile_bech32_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        bech32.decode("age-secret-key-", f"age-secret-key-1{text}" if "1" not in text else text)
