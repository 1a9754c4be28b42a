"""Full disks and read-only media, on real file systems where that can be arranged."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from db.backup import backup
from db.check import check
from db.engine import Access
from db.vault import Limit, change_passphrase, create_vault, open_vault
from resources.reader import Texts
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from conftest import FakeClock, Place, Samples

ROOT = os.geteuid() == 0
NOBODY = 65534


def _may_mount() -> bool:
    """Say whether this process may mount; root in a container often may not (CAP_SYS_ADMIN is bit 21)."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    effective = next(line for line in lines if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> 21 & 1)


MOUNTS = _may_mount()
# Where nothing can be mounted a bound on the size of files stands for the full disk.
FULL = "vault.disk.full" if MOUNTS else "vault.disk.limit"
Full: TypeAlias = "Callable[[], object]"


class SmallDisk:
    """A folder that can be filled and freed: a small tmpfs, else a limit on the size of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no room inside the block."""
        if MOUNTS:
            filler = self.folder / "filler"
            with filler.open("wb", buffering=0) as file:
                for size in (65536, 4096, 1):
                    _write_until_full(file.fileno(), size)
            try:
                yield
            finally:
                filler.unlink()
        else:
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _write_until_full(number: int, size: int) -> None:
    try:
        while os.write(number, b"x" * size):
            pass
    except OSError:
        return


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "small"
    folder.mkdir()
    if MOUNTS:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        if MOUNTS:
            subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Give the folder as a read-only medium would: a read-only bind mount, else by mode."""
    if MOUNTS:
        medium = folder.parent / "medium"
        medium.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", str(folder), str(medium)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(medium)], check=True)
            yield medium
        finally:
            subprocess.run(["umount", str(medium)], check=True)
    else:
        with _by_mode(folder):
            yield folder


@contextmanager
def _by_mode(folder: Path) -> Iterator[None]:
    """Take all write permission away; root, whom modes do not stop, becomes nobody meanwhile."""
    paths = [folder, *folder.rglob("*"), *folder.parents[:-2]]
    modes = [(path, path.stat().st_mode) for path in paths]
    for path, mode in modes:
        inside = path.is_relative_to(folder)
        path.chmod((mode | 0o444 | (mode & 0o100) // 0o100 * 0o111) & ~0o222 if inside else mode | 0o011)
    if ROOT:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if ROOT:
            os.seteuid(0)
        for path, mode in modes:
            path.chmod(mode)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StorageError) as refused:
        act()
    return refused.value.code


def test_u01_a_full_disk_is_said_and_saving_works_after_freeing(
    small: SmallDisk, clock: FakeClock, samples: Samples, place: Place
) -> None:
    made = create_vault(small.folder / "x.zgcvault", place.passphrase, clock=clock, kdf=place.kdf).vault
    body = {"comment": os.urandom(300_000).hex()}

    def save(n: int) -> None:
        with made.begin() as work:
            work.drafts.append(replace(samples.draft, n=n, body=body))
            work.commit()

    with made:
        with made.begin() as work:
            samples.fill(work)
            work.commit()
        with small.full():
            # A limit on file sizes is an input/output error to SQLite, a full disk is a full disk.
            assert code_of(lambda: save(2)) in ((FULL,) if MOUNTS else ("vault.disk.io", FULL))
            with made.begin() as work:
                assert len(work.drafts.history("a" * 32, "b" * 32, "initial")) == 1
            writer = made.objects.writer()
            assert code_of(lambda: writer.write(b"x" * 1_000_000) and writer.keep()) == FULL
            writer.drop()
        assert made.objects.digests() == ()
        save(2)
        with made.begin() as work:
            assert [row.n for row in work.drafts.history("a" * 32, "b" * 32, "initial")] == [1, 2]
        assert {finding.code for finding in check(made)} == {"vault.check.object.lost"}


def test_a_full_disk_keeps_the_old_key_files(small: SmallDisk, clock: FakeClock, place: Place) -> None:
    path = small.folder / "x.zgcvault"
    create_vault(path, place.passphrase, clock=clock, kdf=place.kdf).vault.close()
    before = [(path / name).read_bytes() for name in ("vault.key", "vault.key.2")]
    with small.full():
        code = code_of(
            lambda: change_passphrase(path, place.passphrase, "another one", clock=clock, kdf=place.kdf)
        )
    assert code == FULL
    assert [(path / name).read_bytes() for name in ("vault.key", "vault.key.2")] == before
    assert not list(path.glob("*.part"))
    open_vault(path, place.passphrase, clock=clock).close()


def test_no_vault_is_created_on_a_full_disk(small: SmallDisk, clock: FakeClock, place: Place) -> None:
    with small.full():
        code = code_of(lambda: create_vault(small.folder / "x", place.passphrase, clock=clock, kdf=place.kdf))
        assert code in (FULL, "vault.disk.io")
        assert not (small.folder / "x").exists()
    assert list(small.folder.iterdir()) == []


def test_a_backup_asks_for_room_first(small: SmallDisk, filled: Place) -> None:
    with filled.open() as vault:
        writer = vault.objects.writer()
        writer.write(b"x" * 5_000_000)
        writer.keep()
        target = small.folder / "backup.zgcvault"
        if MOUNTS:
            assert code_of(lambda: backup(vault, target)) == "vault.disk.space"
        else:
            with small.full():
                assert code_of(lambda: backup(vault, target)) in (FULL, "vault.disk.io")
    assert list(small.folder.iterdir()) == []


def test_a_backup_onto_a_read_only_medium_names_another_place(filled: Place, tmp_path: Path) -> None:
    """It is the medium that cannot be written; the vault that is backed up can (S7)."""
    folder = tmp_path / "finished"
    folder.mkdir()
    with filled.open() as vault:
        with read_only(folder) as place:
            assert code_of(lambda: backup(vault, place / "backup.zgcvault")) == "vault.disk.readonly"
            assert list(place.iterdir()) == []
        assert vault.writable
        backup(vault, folder / "backup.zgcvault")
    assert [one.name for one in folder.iterdir()] == ["backup.zgcvault"]


def test_a_backup_onto_a_medium_without_large_files_leaves_nothing(filled: Place, tmp_path: Path) -> None:
    """FAT32 takes no file over 4 GiB; a bound of the process stands for it (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with filled.open() as vault:
        writer = vault.objects.writer()
        writer.write(b"x" * 5_000_000)
        writer.keep()
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, hard))
        try:
            assert code_of(lambda: backup(vault, tmp_path / "stick.zgcvault")) == "vault.disk.limit"
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert not list(tmp_path.glob("stick*"))
        backup(vault, tmp_path / "stick.zgcvault")
    for code in ("vault.disk.limit", "vault.disk.readonly", "vault.disk.space"):
        for language, word in (("zh_CN", "换一个"), ("en", "another")):
            assert word in Texts(language).get(f"error.{code}.remedy"), (language, code)


def test_a_closed_vault_on_a_read_only_medium(filled: Place, samples: Samples) -> None:
    with read_only(filled.path) as path, open_vault(path, filled.passphrase, clock=filled.clock) as vault:
        assert vault.limit is Limit.MEDIUM
        assert [note.code for note in vault.notes] == ["vault.limit.medium"]
        assert vault.database.access is Access.FROZEN
        with vault.begin() as work:
            assert work.rounds.all() == (samples.round,)
            assert code_of(lambda: work.facts.put("x", 1)) == "vault.readonly"
        assert code_of(vault.objects.writer) == "vault.readonly"
        assert check(vault) == ()


def test_a_read_only_medium_with_unmerged_changes_is_refused(filled: Place, tmp_path: Path) -> None:
    """The journal of a killed program lies beside the file: reading without it would lose what it holds."""
    with filled.open() as vault:
        with vault.begin() as work:
            work.facts.put("only in the journal", 1)
            work.commit()
        left = {path.name: path.read_bytes() for path in filled.path.iterdir() if path.is_file()}
    for name, data in left.items():
        if not name.endswith("-shm"):
            (filled.path / name).write_bytes(data)
    assert (filled.path / "vault.db-wal").stat().st_size > 0
    with read_only(filled.path) as path:
        assert code_of(lambda: open_vault(path, filled.passphrase, clock=filled.clock)) == "vault.journal"
    with filled.open() as vault, vault.begin() as work:
        assert work.facts.get("only in the journal") == 1


READER = """
import sys
from pathlib import Path
from db.vault import open_vault
with open_vault(Path(sys.argv[1]), sys.argv[2]) as vault, vault.begin() as work:
    print(vault.limit.value, work.facts.get("in the journal"))
"""


def test_a_read_only_view_of_a_vault_somebody_writes(filled: Place) -> None:
    """Another process sees the folder read-only while this one writes to it."""
    with filled.open() as writer:
        with writer.begin() as work:
            work.facts.put("in the journal", 1)
            work.commit()
        with read_only(filled.path) as path:
            command = [sys.executable, "-c", READER, str(path), filled.passphrase]
            found = subprocess.run(command, check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["held", "1"]


def test_wrong_passphrases_on_a_read_only_medium(place: Place) -> None:
    """Nothing can be counted there; the answer is the same."""
    with read_only(place.path) as path:
        for _ in range(2):
            assert (
                code_of(lambda: open_vault(path, "wrong passphrase", clock=place.clock))
                == "vault.passphrase.wrong"
            )
        code = code_of(
            lambda: change_passphrase(path, place.passphrase, "long enough", clock=place.clock, kdf=place.kdf)
        )
        assert code == "vault.readonly"


def test_a_damaged_key_copy_on_a_read_only_medium_is_used_around(place: Place) -> None:
    (place.path / "vault.key").write_bytes(b"noise")
    with read_only(place.path) as path, open_vault(path, place.passphrase, clock=place.clock) as vault:
        assert vault.limit is Limit.MEDIUM
    assert (place.path / "vault.key").read_bytes() == b"noise"


def test_a_backup_on_a_read_only_medium_opens(filled: Place, samples: Samples, tmp_path: Path) -> None:
    target = tmp_path / "backup.zgcvault"
    with filled.open() as vault:
        backup(vault, target, clock=filled.clock)
    with read_only(target) as path, open_vault(path, filled.passphrase, clock=filled.clock) as vault:
        assert vault.limit is Limit.MEDIUM
        with vault.begin() as work:
            assert work.rounds.all() == (samples.round,)
