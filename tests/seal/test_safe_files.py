from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from seal_harness import refusal

from zgc_review.errors import Cancelled
from zgc_review.seal.safe_files import (
    PartFile,
    check_medium,
    require_space,
    save_bytes,
    save_stream,
    sync_folder,
    written,
)
from zgc_review.seal.streams import Writable

OLD, NEW = b"old" * 1000, os.urandom(200_000)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_f_wrt_01_the_new_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "专家01.zgcscore"
    path.write_bytes(OLD)
    with written(path, len(NEW)) as stream:
        stream.write(NEW[:1000])
        stream.flush()
        assert path.read_bytes() == OLD
        assert names(tmp_path) == [".专家01.zgcscore.part", "专家01.zgcscore"]
        stream.write(NEW[1000:])
    assert path.read_bytes() == NEW
    assert names(tmp_path) == ["专家01.zgcscore"]


@pytest.mark.parametrize("moment", [number * 10_007 % 200_000 for number in range(20)])
def test_s7_a_stick_pulled_at_any_moment_leaves_the_old_file(tmp_path: Path, moment: int) -> None:
    path = tmp_path / "a.zgcpkg"
    path.write_bytes(OLD)

    def pulled(target: Writable) -> None:
        target.write(NEW[:moment])
        raise OSError(errno.EIO, "gone")

    fault = refusal(lambda: save_stream(path, len(NEW), pulled))
    assert (fault.code, fault.params["file"]) == ("seal.file.write", "a.zgcpkg")
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a.zgcpkg"]


def test_a_part_left_by_a_power_cut_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_bytes(NEW)
    save_bytes(tmp_path / "a", b"short")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"short"


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def cancel(_target: Writable) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        save_stream(tmp_path / "a", 1, cancel)
    assert names(tmp_path) == []


def test_f_wrt_02_space_is_checked_first(tmp_path: Path) -> None:
    fault = refusal(lambda: save_stream(tmp_path / "a", 1 << 60, lambda target: target.write(b"")))
    assert fault.code == "seal.file.space"
    assert int(fault.params["missing_mb"]) > 1 << 40
    assert names(tmp_path) == []
    assert refusal(lambda: require_space(tmp_path / "none", 1)).code == "seal.file.write"
    require_space(tmp_path, 1)


def test_f_wrt_02_a_medium_that_fills_up_says_so(tmp_path: Path) -> None:
    def full(_target: Writable) -> None:
        raise OSError(errno.ENOSPC, "full")

    assert refusal(lambda: save_stream(tmp_path / "a", 1, full)).code == "seal.file.full"
    fault = refusal(lambda: save_bytes(Path("/dev/full") / "a", b""))
    assert fault.code == "seal.file.write"


def test_f_wrt_03_what_is_read_again_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    save_bytes(path, NEW, reread=True)
    assert save_stream(path, 3, lambda target: target.write(b"abc")) == hashlib.sha256(b"abc").hexdigest()
    told: list[tuple[int, int]] = []
    check_medium(path, hashlib.sha256(b"abc").hexdigest(), lambda *state: told.append(state))
    assert told == [(3, 3)]
    path.write_bytes(b"abd")
    fault = refusal(lambda: check_medium(path, hashlib.sha256(b"abc").hexdigest()))
    assert (fault.code, fault.params["file"]) == ("seal.file.reread", "a")
    monkeypatch.delattr(os, "posix_fadvise")
    check_medium(path, hashlib.sha256(b"abd").hexdigest())
    path.unlink()
    assert refusal(lambda: check_medium(path, "")).code == "seal.file.read"


def test_a_folder_that_cannot_be_flushed_is_no_fault_but_one_that_is_gone_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "none")
    unable = OSError(errno.EINVAL, "no folders here")
    monkeypatch.setattr(os, "fsync", lambda _handle: (_ for _ in ()).throw(unable))
    sync_folder(tmp_path)
    part = PartFile(tmp_path / "a")
    part.discard()
    part.discard()
    assert names(tmp_path) == []
