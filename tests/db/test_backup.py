"""Backups open from read-only media; restoring raises sequence numbers and logs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import db.backup
from db.backup import backup, restore
from db.check import check
from db.engine import VERSION
from db.keyfile import NAMES
from db.vault import Limit, OpenVault, recover
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import EventRow
from zgc_review.errors import Cancelled, StorageError

if TYPE_CHECKING:
    from conftest import Place, Samples


def note(work: UnitOfWork) -> None:
    """Append the event as the service would."""
    n = work.events.count("")
    leaf = canonical_bytes({"act": "vault.restored", "n": n})
    work.events.append(EventRow("", n, leaf), ())


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StorageError) as refused:
        act()
    return refused.value.code


@pytest.fixture
def saved(filled: Place, tmp_path: Path) -> Path:
    target = tmp_path / "stick" / "2026-11-23.zgcvault"
    target.parent.mkdir()
    with filled.open() as vault:
        report = backup(vault, target, clock=filled.clock)
    assert (report.path, report.objects, report.findings) == (target, 1, ())
    return target


def test_a_backup_holds_everything_and_no_working_files(saved: Path, filled: Place) -> None:
    names = sorted(path.name for path in saved.iterdir())
    assert names == ["objects", "vault.db", *NAMES]
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
    for name in NAMES:
        assert (saved / name).read_bytes() == (filled.path / name).read_bytes()


def test_a_backup_is_in_journal_mode_delete_and_opens_read_only(
    saved: Path, filled: Place, samples: Samples
) -> None:
    place = type(filled)(saved, filled.recovery_key, filled.clock)
    with place.open() as vault:
        assert vault.limit is Limit.BACKUP
        assert not vault.writable
        assert [finding.code for finding in vault.notes] == ["vault.limit.backup"]
        with vault.database.plain() as raw:
            assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)
        with vault.begin() as work:
            assert work.rounds.all() == (samples.round,)
            assert work.facts.get("vault.backup") == {"at": filled.clock.now()}
            assert work.sequences.last("c" * 64, "ack", "专家01") == (7, "7" * 64)
    assert sorted(path.name for path in saved.iterdir()) == ["lock", "objects", "vault.db", *NAMES]


def test_a_restored_vault_works_on_with_raised_numbers(
    saved: Path, filled: Place, samples: Samples, tmp_path: Path
) -> None:
    target = tmp_path / "again.zgcvault"
    with restore(saved, target, filled.passphrase, note=note, clock=filled.clock) as vault:
        assert vault.limit is Limit.NONE
        assert vault.notes == ()
        assert check(vault) == ()
        with vault.begin() as work:
            assert work.sequences.last("c" * 64, "ack", "专家01") == (1007, "7" * 64)
            assert work.sequences.last("c" * 64, "ack", "专家09") == (1000, None)
            assert work.events.all("") == (EventRow("", 0, b'{"act":"vault.restored","n":0}'),)
            assert work.applications.all("a" * 32) == (samples.application,)
            assert work.facts.get("vault.backup") is None
            work.facts.put("works", True)
            work.commit()
        with vault.database.plain() as raw:
            assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        digest = vault.objects.digests()[0]
        assert vault.objects.path(digest).read_bytes() == samples.ciphertext
    with type(filled)(target, filled.recovery_key, filled.clock).open() as vault:
        assert vault.writable
    recover(target, filled.recovery_key, "another one", clock=filled.clock, kdf=filled.kdf)


def test_restoring_a_restored_backup_again_raises_again(saved: Path, filled: Place, tmp_path: Path) -> None:
    one, two, three = (tmp_path / f"{n}.zgcvault" for n in range(3))
    with restore(saved, one, filled.passphrase, note=note, clock=filled.clock) as vault:
        backup(vault, two, clock=filled.clock)
    with (
        restore(two, three, filled.passphrase, note=note, clock=filled.clock) as vault,
        vault.begin() as work,
    ):
        assert work.sequences.last("c" * 64, "ack", "专家01") == (2007, "7" * 64)
        assert work.events.count("") == 2


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_nothing_is_overwritten(verb: str, saved: Path, filled: Place) -> None:
    before = {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()}
    with filled.open() as vault:
        if verb == "backup":
            assert code_of(lambda: backup(vault, saved)) == "vault.exists"
        else:
            assert (
                code_of(lambda: restore(saved, filled.path, filled.passphrase, note=note)) == "vault.exists"
            )
    assert {path: path.read_bytes() for path in before} == before


def test_a_backup_while_the_window_writes(filled: Place, samples: Samples, tmp_path: Path) -> None:
    """An open transaction of the same vault is not part of the copy."""
    with filled.open() as vault, vault.begin() as work:
        work.facts.put("not yet", 1)
        backup(vault, tmp_path / "b.zgcvault", clock=filled.clock)
        work.commit()
    with type(filled)(tmp_path / "b.zgcvault", "", filled.clock).open() as copy, copy.begin() as reading:
        assert reading.facts.get("not yet") is None
        assert reading.rounds.all() == (samples.round,)


def test_a_second_process_may_back_up_too(filled: Place, tmp_path: Path) -> None:
    with filled.open(), filled.open() as second:
        assert second.limit is Limit.HELD
        assert backup(second, tmp_path / "b.zgcvault").objects == 1


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_cancelling_leaves_nothing(verb: str, saved: Path, filled: Place, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    target = tmp_path / "other" / "b.zgcvault"
    target.parent.mkdir()
    with filled.open() as vault:
        act: dict[str, Callable[[], object]] = {
            "backup": lambda: backup(vault, target, progress=cancel),
            "restore": lambda: restore(saved, target, filled.passphrase, note=note, progress=cancel),
        }
        with pytest.raises(Cancelled):
            act[verb]()
    assert list(target.parent.iterdir()) == []


def test_progress_counts_writing_and_reading_back(filled: Place, samples: Samples, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with filled.open() as vault:
        backup(vault, tmp_path / "b.zgcvault", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2 * len(samples.ciphertext), 2 * len(samples.ciphertext))
    assert seen == sorted(seen)


def test_an_event_that_cannot_be_written_leaves_nothing(saved: Path, filled: Place, tmp_path: Path) -> None:
    def refuse(work: UnitOfWork) -> None:
        raise KeyError

    target = tmp_path / "other" / "b.zgcvault"
    target.parent.mkdir()
    with pytest.raises(KeyError):
        restore(saved, target, filled.passphrase, note=refuse, clock=filled.clock)
    assert list(target.parent.iterdir()) == []


def test_a_damaged_object_is_copied_as_it_is_and_named(filled: Place, tmp_path: Path) -> None:
    with filled.open() as vault:
        digest = vault.objects.digests()[0]
        vault.objects.path(digest).write_bytes(b"damaged")
        report = backup(vault, tmp_path / "b.zgcvault")
        assert [(finding.code, finding.params) for finding in report.findings] == [
            ("vault.check.object.damaged", {"digest": digest})
        ]
    with restore(tmp_path / "b.zgcvault", tmp_path / "c.zgcvault", filled.passphrase, note=note) as again:
        assert [finding.code for finding in again.notes] == ["vault.check.object.damaged"]


def test_s07_a_stick_that_lies_about_objects_is_caught(
    filled: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie(path: Path) -> None:
        if path.suffix == ".age":
            path.write_bytes(b"something else")

    monkeypatch.setattr(db.backup, "_forget_cached", lie)
    with filled.open() as vault:
        assert code_of(lambda: backup(vault, tmp_path / "b.zgcvault")) == "vault.copy.differs"
    assert not (tmp_path / "b.zgcvault").exists()


def test_s07_a_stick_that_lies_about_the_database_is_caught(
    filled: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie(path: Path) -> None:
        if path.name == "vault.db":
            data = bytearray(path.read_bytes())
            data[-5000] ^= 1
            path.write_bytes(bytes(data))

    monkeypatch.setattr(db.backup, "_forget_cached", lie)
    with filled.open() as vault:
        assert code_of(lambda: backup(vault, tmp_path / "b.zgcvault")) == "vault.copy.differs"
    assert not (tmp_path / "b.zgcvault").exists()


def test_a_damaged_backup_is_not_restored(saved: Path, filled: Place, tmp_path: Path) -> None:
    path = saved / "vault.db"
    data = bytearray(path.read_bytes())
    for place in range(4096 * 2 + 10, len(data), 4096):
        data[place] ^= 1
    path.write_bytes(bytes(data))
    target = tmp_path / "c.zgcvault"
    assert code_of(lambda: restore(saved, target, filled.passphrase, note=note)) == "vault.db.damaged"
    assert not target.exists()


def test_the_database_of_another_vault_is_not_restored(saved: Path, filled: Place, tmp_path: Path) -> None:
    with filled.open() as vault, vault.begin() as work:
        work.facts.put("vault.id", "f" * 32)
        work.commit()
    (saved / "vault.db").write_bytes((filled.path / "vault.db").read_bytes())
    target = tmp_path / "c.zgcvault"
    assert code_of(lambda: restore(saved, target, filled.passphrase, note=note)) == "vault.db.foreign"
    assert not target.exists()


def test_a_wrong_passphrase_restores_nothing(saved: Path, tmp_path: Path, filled: Place) -> None:
    target = tmp_path / "c.zgcvault"
    assert code_of(lambda: restore(saved, target, "wrong passphrase", note=note)) == "vault.passphrase.wrong"
    assert not target.exists()


def test_a_copied_folder_that_was_never_a_backup_can_be_restored(filled: Place, tmp_path: Path) -> None:
    with restore(
        filled.path, tmp_path / "c.zgcvault", filled.passphrase, note=note, clock=filled.clock
    ) as vault:
        assert isinstance(vault, OpenVault)
        with vault.begin() as work:
            assert work.sequences.last("c" * 64, "ack", "专家01")[0] == 1007
