"""The recovery key survives paper, handwriting and input methods, and names the wrong group."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.recoverykey import ALPHABET, new_recovery_secret, recovery_secret, recovery_text
from zgc_review.errors import StorageError

SECRETS = st.binary(min_size=32, max_size=32)
FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in ALPHABET + "-"}


@settings(max_examples=100, deadline=None)
@given(SECRETS)
def test_what_was_printed_is_read_back(secret: bytes) -> None:
    text = recovery_text(secret)
    assert [len(group) for group in text.split("-")] == [5] * 13
    assert recovery_secret(text) == secret


@settings(max_examples=50, deadline=None)
@given(SECRETS)
def test_layout_case_and_full_width_do_not_matter(secret: bytes) -> None:
    text = recovery_text(secret)
    assert recovery_secret(text.lower().replace("-", "")) == secret
    assert recovery_secret(text.replace("-", "　\n")) == secret
    assert recovery_secret(text.translate(FULL_WIDTH)) == secret
    assert recovery_secret(text.replace("-", " – ").replace("0", "O").replace("1", "l")) == secret


@settings(max_examples=100, deadline=None)
@given(SECRETS, st.integers(0, 64), st.sampled_from(ALPHABET))
def test_every_wrong_character_is_found_in_its_group(secret: bytes, at: int, other: str) -> None:
    signs = list(recovery_text(secret).replace("-", ""))
    if signs[at] == other:
        return
    signs[at] = other
    with pytest.raises(StorageError) as refused:
        recovery_secret("".join(signs))
    assert refused.value.code == "vault.recovery.group"
    assert refused.value.params == {"group": at // 5 + 1}


@settings(max_examples=100, deadline=None)
@given(SECRETS, st.integers(0, 12), st.integers(0, 4), st.integers(0, 4))
def test_characters_exchanged_inside_a_group_are_found(secret: bytes, group: int, one: int, two: int) -> None:
    signs = list(recovery_text(secret).replace("-", ""))
    left, right = group * 5 + one, group * 5 + two
    if signs[left] == signs[right]:
        return
    signs[left], signs[right] = signs[right], signs[left]
    with pytest.raises(StorageError) as refused:
        recovery_secret("".join(signs))
    assert refused.value.params == {"group": group + 1}


@settings(max_examples=100, deadline=None)
@given(SECRETS, st.permutations(range(13)))
def test_groups_in_another_order_are_found(secret: bytes, order: list[int]) -> None:
    groups = recovery_text(secret).split("-")
    mixed = [groups[place] for place in order]
    if mixed == groups:
        return
    with pytest.raises(StorageError) as refused:
        recovery_secret("-".join(mixed))
    assert refused.value.code == "vault.recovery.group"


@pytest.mark.parametrize("typed", ["", "ABCDE", "0" * 64, "0" * 66, "０" * 64])
def test_wrong_length_says_how_many(typed: str) -> None:
    with pytest.raises(StorageError) as refused:
        recovery_secret(typed)
    assert refused.value.code == "vault.recovery.length"
    assert refused.value.params == {"found": len(typed), "expected": 65}


@pytest.mark.parametrize("sign", ["U", "口", "*", "\x00", "Ⅷ", "\ud800"])
def test_signs_outside_the_alphabet_are_refused(sign: str) -> None:
    groups = recovery_text(bytes(32)).split("-")
    groups[3] = sign + groups[3][1:]
    with pytest.raises(StorageError) as refused:
        recovery_secret("-".join(groups))
    assert refused.value.code.startswith("vault.recovery.")


def test_bits_behind_the_key_must_be_zero() -> None:
    """The last group carries 4 bits that belong to no key: another spelling of a key is refused."""
    start = recovery_text(bytes(32)).replace("-", "")[:63]
    spellings = []
    for sign, check in itertools.product(ALPHABET, repeat=2):
        with contextlib.suppress(StorageError):
            spellings.append(recovery_secret(start + sign + check))
    assert spellings == [bytes(32), bytes(31) + b"\x01"]


def test_new_secrets_differ() -> None:
    assert new_recovery_secret() != new_recovery_secret()
    assert len(new_recovery_secret()) == 32
