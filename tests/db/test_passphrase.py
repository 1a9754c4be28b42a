"""Which passphrases are accepted, and how long a wrong one makes the next wait."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.passphrase import Attempts, accept_passphrase, passphrase_bytes, wait_after
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from conftest import FakeClock


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ａｂｃ１２３４５", "abc12345"),
        ("café 2026!", "cafe\u0301 2026!"),
        ("评审　委员会密语", "评审 委员会密语"),
    ],
)
def test_input_methods_agree(left: str, right: str) -> None:
    assert accept_passphrase(left) == accept_passphrase(right)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "vault.passphrase.short"),
        ("1234567", "vault.passphrase.short"),
        ("a\u0301" * 7, "vault.passphrase.short"),
        ("a" * 257, "vault.passphrase.long"),
        ("abcdefgh\t", "vault.passphrase.control"),
        ("abcdefgh\n", "vault.passphrase.control"),
        ("abcdefgh\ud800", "vault.passphrase.control"),
    ],
)
def test_refused_passphrases(typed: str, code: str) -> None:
    with pytest.raises(StorageError) as refused:
        accept_passphrase(typed)
    assert refused.value.code == code


def test_case_and_inner_spaces_count() -> None:
    assert passphrase_bytes("Abc d") != passphrase_bytes("abc d") != passphrase_bytes("abcd")


def test_s03_the_wait_doubles_up_to_its_cap() -> None:
    assert [wait_after(n) for n in range(1, 13)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert wait_after(10**9) == 900


def test_the_count_survives_a_restart(tmp_path: Path, clock: FakeClock) -> None:
    assert Attempts(tmp_path, clock).remaining() == 0
    for expected in (1, 2, 4):
        assert Attempts(tmp_path, clock).failed() == expected
    again = Attempts(tmp_path, clock)
    assert again.remaining() == 4
    clock.move(3)
    assert again.remaining() == 1
    with pytest.raises(StorageError) as refused:
        again.refuse_early()
    assert refused.value.params == {"seconds": 1}
    clock.move(1)
    assert again.remaining() == 0
    again.refuse_early()
    again.cleared()
    assert again.failed() == 1


def test_a_clock_set_back_does_not_lengthen_the_wait(tmp_path: Path, clock: FakeClock) -> None:
    attempts = Attempts(tmp_path, clock)
    attempts.failed()
    attempts.failed()
    clock.move(-172_800)
    assert attempts.remaining() == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"failures":-3,"last":"2026-11-23T09:00:00+08:00"}',
        b'{"failures":"9","last":"2026-11-23T09:00:00+08:00"}',
        b'{"failures":9,"last":"2026-11-23T09:00:00"}',
        b'{"failures":9,"last":"yesterday"}',
        b'{"failures":9,"last":7}',
        b'{"failures":' + b"[" * 100_000,
    ],
)
def test_an_unreadable_count_is_none(tmp_path: Path, clock: FakeClock, data: bytes) -> None:
    (tmp_path / "attempts").write_bytes(data)
    attempts = Attempts(tmp_path, clock)
    assert attempts.remaining() == 0
    assert attempts.failed() == 1
