"""Create, open, change the passphrase, recover; a second process; what never reaches the disk."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import db.vault
from db.keyfile import NAMES, KdfParameters
from db.lock import Holder
from db.vault import (
    CreatedVault,
    Limit,
    change_passphrase,
    create_vault,
    open_vault,
    recover,
    waiting_seconds,
)
from zgc_review.domain.ports import Vault
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from conftest import FakeClock, Place, Samples

SECOND = """
import sys
from pathlib import Path
from db.vault import open_vault
with open_vault(Path(sys.argv[1]), sys.argv[2]) as vault:
    with vault.begin() as work:
        print(vault.limit.value, vault.holder.pid, len(work.rounds.all()), vault.notes[0].code, flush=True)
"""


def refusal(act: Callable[[], object]) -> StorageError:
    with pytest.raises(StorageError) as refused:
        act()
    return refused.value


def test_a_new_vault_has_exactly_these_parts(make: Callable[..., CreatedVault]) -> None:
    created = make()
    vault: Vault = created.vault
    assert vault.writable
    assert created.vault.limit is Limit.NONE
    assert created.vault.notes == ()
    vault.close()
    assert sorted(path.name for path in vault.path.iterdir()) == [
        "lock",
        "objects",
        "vault.db",
        "vault.key",
        "vault.key.2",
    ]
    assert vault.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in vault.path.parent.iterdir()] == [vault.path.name]


def test_two_vaults_share_nothing(make: Callable[..., CreatedVault]) -> None:
    one, two = make("one.zgcvault"), make("two.zgcvault")
    assert one.vault.vault_id != two.vault.vault_id
    assert one.recovery_key != two.recovery_key
    assert one.recovery_key not in repr(one)
    one.vault.close()
    two.vault.close()


def test_the_recommended_costs_are_the_default(tmp_path: Path) -> None:
    created = create_vault(tmp_path / "x.zgcvault", "eight or more")
    created.vault.close()
    assert b'"m":65536,"name":"argon2id","p":4,"t":3' in (created.vault.path / "vault.key").read_bytes()
    open_vault(created.vault.path, "eight or more").close()


@pytest.mark.parametrize("what", ["folder", "file", "dangling link"])
def test_nothing_that_exists_is_overwritten(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x.zgcvault"
    if what == "folder":
        path.mkdir()
    elif what == "file":
        path.write_bytes(b"mine")
    else:
        path.symlink_to("nowhere")
    fault = refusal(lambda: create_vault(path, "long enough"))
    assert fault.code == "vault.exists"
    assert [item.name for item in tmp_path.iterdir()] == ["x.zgcvault"]


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    fault = refusal(
        lambda: create_vault(tmp_path / "a" / "x.zgcvault", "long enough", kdf=KdfParameters(8192, 1, 1))
    )
    assert fault.code == "vault.disk.path"


def test_an_interrupted_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step fails: the folder had been built whole under another name."""

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "rename", refuse)
    fault = refusal(
        lambda: create_vault(tmp_path / "x.zgcvault", "long enough", kdf=KdfParameters(8192, 1, 1))
    )
    assert fault.code == "vault.disk.full"
    assert list(tmp_path.iterdir()) == []


def test_rows_survive_closing(filled: Place, samples: Samples) -> None:
    with filled.open() as vault, vault.begin() as work:
        assert work.cards.own() == (samples.own,)
        assert work.applications.all(samples.round.round_id) == (samples.application,)
        assert work.events.all(samples.round.round_id) == (samples.event,)
        assert len(vault.objects.digests()) == 1


def test_s03_ten_wrong_passphrases_delay_and_harm_nothing(
    filled: Place, clock: FakeClock, samples: Samples
) -> None:
    waits = []
    for _ in range(10):
        fault = refusal(lambda: open_vault(filled.path, "wrong passphrase", clock=clock))
        assert fault.code == "vault.passphrase.wrong"
        waits.append(fault.params["seconds"])
        early = refusal(lambda: open_vault(filled.path, filled.passphrase, clock=clock))
        assert early.code == "vault.passphrase.wait"
        assert early.params == fault.params
        assert waiting_seconds(filled.path, clock=clock) == fault.params["seconds"]
        clock.move(int(fault.params["seconds"]))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    with filled.open() as vault, vault.begin() as work:
        assert work.rounds.all() == (samples.round,)
    assert not (filled.path / "attempts").exists()
    assert waiting_seconds(filled.path, clock=clock) == 0


def test_full_width_typing_opens(place: Place, clock: FakeClock) -> None:
    open_vault(place.path, "评审委员会　２０２６", clock=clock).close()


def test_changing_the_passphrase_rewraps_and_keeps_the_recovery_key(filled: Place, samples: Samples) -> None:
    database = (filled.path / "vault.db").read_bytes()
    change_passphrase(filled.path, filled.passphrase, "another one 2", clock=filled.clock, kdf=filled.kdf)
    assert (filled.path / "vault.db").read_bytes() == database
    fault = refusal(filled.open)
    assert fault.code == "vault.passphrase.wrong"
    filled.clock.move(1)
    with replace(filled, passphrase="another one 2").open() as vault, vault.begin() as work:
        assert work.rounds.all() == (samples.round,)
    recover(filled.path, filled.recovery_key, "a third one", clock=filled.clock, kdf=filled.kdf)
    replace(filled, passphrase="a third one").open().close()


def test_changing_needs_the_old_one_and_a_good_new_one(place: Place) -> None:
    before = (place.path / "vault.key").read_bytes()
    short = refusal(lambda: change_passphrase(place.path, place.passphrase, "short", clock=place.clock))
    wrong = refusal(
        lambda: change_passphrase(place.path, "not the old one", "long enough", clock=place.clock)
    )
    wait = refusal(lambda: change_passphrase(place.path, place.passphrase, "long enough", clock=place.clock))
    assert [short.code, wrong.code, wait.code] == [
        "vault.passphrase.short",
        "vault.passphrase.wrong",
        "vault.passphrase.wait",
    ]
    assert (place.path / "vault.key").read_bytes() == before


def test_a_forgotten_passphrase(filled: Place, samples: Samples) -> None:
    refusal(lambda: open_vault(filled.path, "forgotten!", clock=filled.clock))
    typed = filled.recovery_key.lower().replace("-", "　")
    recover(filled.path, typed, "found again", clock=filled.clock, kdf=filled.kdf)
    with replace(filled, passphrase="found again").open() as vault, vault.begin() as work:
        assert work.rounds.all() == (samples.round,)


def test_the_recovery_key_of_another_vault(place: Place, make: Callable[..., CreatedVault]) -> None:
    other = make("other.zgcvault")
    other.vault.close()
    fault = refusal(lambda: recover(place.path, other.recovery_key, "long enough", clock=place.clock))
    assert fault.code == "vault.recovery.wrong"
    place.open().close()


@pytest.mark.parametrize("broken", NAMES)
def test_a_damaged_key_copy_is_repaired_and_noted(
    place: Place, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = (place.path / broken).read_bytes()
    (place.path / broken).write_bytes(whole[:-40] + b"x" * 40)
    with caplog.at_level(logging.WARNING), place.open() as vault:
        assert [(note.code, note.params) for note in vault.notes] == [
            ("vault.key.repaired", {"name": broken})
        ]
    assert broken in caplog.text
    assert (place.path / broken).read_bytes() == whole
    with place.open() as vault:
        assert vault.notes == ()


def test_a_wrong_passphrase_repairs_nothing(place: Place) -> None:
    (place.path / "vault.key").write_bytes(b"noise")
    refusal(lambda: open_vault(place.path, "wrong passphrase", clock=place.clock))
    assert (place.path / "vault.key").read_bytes() == b"noise"


def test_both_key_copies_damaged(place: Place) -> None:
    for name in NAMES:
        (place.path / name).write_bytes(b"noise")
    fault = refusal(place.open)
    assert fault.code == "vault.key.damaged"
    assert waiting_seconds(place.path, clock=place.clock) == 0


def test_the_database_of_another_vault_is_refused(place: Place, make: Callable[..., CreatedVault]) -> None:
    """Another data key: the tag of the key file holds, the pages do not."""
    other = make("other.zgcvault")
    other.vault.close()
    (place.path / "vault.db").write_bytes((other.vault.path / "vault.db").read_bytes())
    assert refusal(place.open).code == "vault.db.damaged"


def test_the_vault_id_stands_in_key_file_and_database(place: Place) -> None:
    with place.open() as vault, vault.begin() as work:
        assert work.facts.get("vault.id") == vault.vault_id
        work.facts.put("vault.id", "f" * 32)
        work.commit()
    assert refusal(place.open).code == "vault.db.foreign"


def test_a_missing_database_is_not_made_anew(place: Place) -> None:
    (place.path / "vault.db").unlink()
    assert refusal(place.open).code == "vault.db.missing"
    assert not (place.path / "vault.db").exists()


def test_a_newer_vault_is_refused_and_unchanged(place: Place) -> None:
    with place.open() as vault, vault.database.plain() as raw:
        raw.execute("PRAGMA user_version=99")
    before = (place.path / "vault.db").read_bytes()
    fault = refusal(place.open)
    assert (fault.code, fault.params) == ("vault.db.newer", {"found": 99, "known": db.vault.VERSION})
    assert (place.path / "vault.db").read_bytes() == before


def test_an_older_vault_is_not_opened_read_only(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a program of the next version would see it."""
    monkeypatch.setattr(db.vault, "VERSION", db.vault.VERSION + 1)
    fault = refusal(lambda: place.open(write=False))
    assert fault.code == "vault.db.older"


def test_a_refused_vault_is_not_left_locked(place: Place) -> None:
    (place.path / "vault.db").rename(place.path / "kept")
    refusal(place.open)
    (place.path / "kept").rename(place.path / "vault.db")
    with place.open() as vault:
        assert vault.writable


def test_u02_a_second_process_reads_and_says_who_holds_it(tmp_path: Path, filled: Place) -> None:
    with filled.open() as vault:
        found = subprocess.run(
            [sys.executable, "-c", SECOND, str(filled.path), filled.passphrase],
            check=True,
            capture_output=True,
            text=True,
        )
        assert found.stdout.split() == ["held", str(os.getpid()), "1", "vault.limit.held"]
        assert vault.writable


def test_a_second_window_of_the_same_process(filled: Place, samples: Samples) -> None:
    with filled.open() as first, filled.open() as second:
        assert (first.limit, second.limit) == (Limit.NONE, Limit.HELD)
        assert isinstance(second.holder, Holder)
        with first.begin() as work:
            work.facts.put("seen", True)
            work.commit()
        with second.begin() as work:
            assert work.facts.get("seen") is True
        assert refusal(second.objects.writer).code == "vault.readonly"
    with filled.open() as third:
        assert third.limit is Limit.NONE


def test_asked_to_read(filled: Place, samples: Samples) -> None:
    with filled.open(write=False) as vault, filled.open() as writer:
        assert (vault.limit, vault.holder, vault.notes) == (Limit.ASKED, None, ())
        assert writer.limit is Limit.NONE
        with vault.begin() as work:
            assert work.rounds.all() == (samples.round,)


def test_s03_no_plaintext_in_any_file(filled: Place, samples: Samples) -> None:
    refusal(lambda: open_vault(filled.path, "wrong passphrase", clock=filled.clock))
    filled.clock.move(1)
    words = [
        samples.marker,
        "RECEIVED",
        "sub_direction",
        "AGE-SECRET",
        filled.passphrase,
        filled.recovery_key,
    ]
    needles = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    with filled.open() as vault:
        with vault.begin() as work:
            work.drafts.append(replace(samples.draft, n=2, body={"comment": samples.marker * 1000}))
            work.commit()
        with vault.begin() as work:
            work.drafts.append(replace(samples.draft, n=3, body={"comment": samples.marker * 100_000}))
            search(filled.path, needles)
        names = search(filled.path, needles)
        assert {"vault.db", "vault.db-wal", "vault.db-shm", "lock", "vault.key"} <= names
    refusal(lambda: open_vault(filled.path, "wrong passphrase", clock=filled.clock))
    assert "attempts" in search(filled.path, needles)


def search(folder: Path, needles: list[bytes]) -> set[str]:
    """Insist that no file of the folder holds a needle; return the names looked at."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        data = path.read_bytes()
        for needle in needles:
            assert needle not in data, path.name
    return {path.name for path in files}


def test_opening_imports_nothing_heavy() -> None:
    """Start-up stays within its budget by what is imported, not by a stop-watch."""
    code = "import sys, db.vault; print(' '.join(sorted(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(found.stdout.split())
    assert "sqlalchemy" in loaded
    heavy = {
        "sqlalchemy.orm",
        "numpy",
        "pandas",
        "PySide6",
        "openpyxl",
        "scipy",
        "matplotlib",
        "typst",
        "sqlite3",
    }
    assert loaded & heavy == set()
