"""One writer; the text only says who; a lock nobody holds is taken at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.lock import Grip, Holder, VaultLock
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from conftest import FakeClock

HOLD = """
import sys
from pathlib import Path
from db.lock import VaultLock
from zgc_review.domain.times import SystemClock
lock = VaultLock(Path(sys.argv[1]))
print(lock.take(SystemClock()).value, flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_holds_it(tmp_path: Path, clock: FakeClock) -> None:
    first, second = VaultLock(tmp_path), VaultLock(tmp_path)
    assert first.take(clock) is Grip.TAKEN
    assert second.take(clock) is Grip.HELD
    held = second.holder()
    assert held is not None
    assert (held.pid, held.since) == (os.getpid(), clock.now())
    first.release()
    assert second.take(clock) is Grip.TAKEN
    second.release()


def test_a_killed_holder_leaves_a_free_lock(tmp_path: Path, clock: FakeClock) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "taken"
        lock = VaultLock(tmp_path)
        assert lock.take(clock) is Grip.HELD
        held = lock.holder()
        assert isinstance(held, Holder)
        assert held.pid == child.pid
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert (tmp_path / "lock").read_bytes() != b""
    assert lock.take(clock) is Grip.TAKEN
    lock.release()


def test_releasing_empties_the_text(tmp_path: Path, clock: FakeClock) -> None:
    lock = VaultLock(tmp_path)
    lock.take(clock)
    lock.release()
    lock.release()
    assert (tmp_path / "lock").read_bytes() == b""
    assert lock.holder() is None


@pytest.mark.parametrize(
    "text", [b"", b"host", b"\xff", b"[]", b'{"host":"a"}', b'{"host":"a","pid":"x","since":""}']
)
def test_an_unreadable_text_names_nobody(tmp_path: Path, clock: FakeClock, text: bytes) -> None:
    (tmp_path / "lock").write_bytes(text)
    lock = VaultLock(tmp_path)
    assert lock.holder() is None
    assert lock.take(clock) is Grip.TAKEN
    lock.release()


def test_looking_takes_nothing(tmp_path: Path, clock: FakeClock) -> None:
    assert VaultLock(tmp_path).look() is Grip.TAKEN
    lock = VaultLock(tmp_path)
    assert lock.take(clock) is Grip.TAKEN
    lock.release()


def test_a_disk_that_fails_is_not_called_read_only(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> int:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(StorageError) as refused:
        VaultLock(tmp_path).take(clock)
    assert refused.value.code == "vault.disk.io"
