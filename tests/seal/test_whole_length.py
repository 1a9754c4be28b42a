"""F-AGE-06: a sealed file that was cut short is seen without any key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, check_texts, refusal

from zgc_review.seal.message import sealed_bytes
from zgc_review.seal.tar import END_BLOCKS, entry

RECIPIENT = SUITE.recipient_of(SUITE.make_identity())


def sealed(size: int, recipients: int = 1) -> bytes:
    payload = entry("SHA256SUMS", b"x" * size) + bytes(END_BLOCKS)
    return sealed_bytes(payload, SUITE, [RECIPIENT] * recipients)


@pytest.mark.parametrize("size", [0, 63_000, 64_000, 200_000])
@pytest.mark.parametrize("recipients", [1, 3])
def test_f_age_06_every_whole_file_passes(size: int, recipients: int) -> None:
    SUITE.check_length(sealed(size, recipients))


WHOLE = sealed(70_000)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=1, max_value=len(WHOLE)))
def test_f_age_06_a_cut_file_is_refused(cut: int) -> None:
    """But for a cut of whole chunks, which only the key shows."""
    left = WHOLE[:-cut]
    if cut == 65_552:
        SUITE.check_length(left)
        return
    fault = refusal(lambda: SUITE.check_length(left))
    assert fault.code in {"seal.age.length", "seal.age.header", "seal.age.not_age"}
    check_texts(fault)


def test_f_age_06_what_is_no_age_file_is_called_that() -> None:
    for data, code in ((b"", "seal.age.not_age"), (b"PK\x03\x04" * 50, "seal.age.not_age")):
        assert refusal(lambda: SUITE.check_length(data)).code == code  # noqa: B023
    assert refusal(lambda: SUITE.check_length(WHOLE + b"x")).code == "seal.age.length"
