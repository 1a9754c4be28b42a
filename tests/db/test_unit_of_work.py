"""One transaction: all of it or nothing; a deleted identity leaves the disk."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import func, select

import db.engine
from db.engine import Access
from db.tables import metadata
from db.vault import OpenVault
from zgc_review.errors import ProgramFault, StorageError

if TYPE_CHECKING:
    from conftest import Place, Samples


def counts(vault: OpenVault) -> dict[str, int]:
    with vault.database.begin() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_leaving_without_commit_leaves_nothing(vault: OpenVault, samples: Samples) -> None:
    before = counts(vault)
    with vault.begin() as work:
        samples.fill(work)
    assert counts(vault) == before


def test_an_error_leaves_nothing(vault: OpenVault, samples: Samples) -> None:
    before = counts(vault)

    def fail() -> None:
        with vault.begin() as work:
            samples.fill(work)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert counts(vault) == before


def test_what_follows_a_commit_needs_its_own(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        work.facts.put("first", 1)
        work.commit()
        work.facts.put("second", 2)
    with vault.begin() as work:
        assert work.facts.get("first") == 1
        assert work.facts.get("second") is None


def test_rows_may_come_in_any_order_within_one_unit(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        work.drafts.append(samples.draft)
        work.applications.add(samples.application)
        work.rounds.add(samples.round)
        work.cards.add_own(samples.own)
        work.commit()
    assert counts(vault)["drafts"] == 1


def test_a_commit_outside_the_block_is_a_fault(vault: OpenVault) -> None:
    with pytest.raises(ProgramFault):
        vault.begin().commit()
    with vault.begin() as work:
        pass
    with pytest.raises(ProgramFault):
        work.commit()


def test_two_threads_take_turns(vault: OpenVault) -> None:
    """Forty increments from four threads: none is lost, because the lock is taken at the start."""

    def add() -> None:
        for _ in range(10):
            with vault.begin() as work:
                work.facts.put("n", (work.facts.get("n") or 0) + 1)
                work.commit()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with vault.begin() as work:
        assert work.facts.get("n") == 40


def test_a_closed_vault_begins_nothing(place: Place) -> None:
    vault = place.open()
    vault.close()
    vault.close()
    with pytest.raises(ProgramFault):
        vault.begin()


def test_dropping_an_identity_empties_the_journal(filled: Place, samples: Samples) -> None:
    """The secret goes from the row, from every kept version and from the write-ahead log."""
    application = samples.application
    journal = filled.path / "vault.db-wal"
    with filled.open() as vault:
        with vault.begin() as work:
            work.applications.update(replace(application, state="SCREENED"), "later")
            work.applications.update(replace(application, state="ASSIGNED"), "later still")
            work.commit()
        assert journal.stat().st_size > 0
        with vault.begin() as work:
            work.applications.drop_identity(application.application_id)
            work.commit()
        assert journal.stat().st_size == 0
        # A second key holder reads the file itself, without any journal.
        other = vault.database.sibling(vault.path / "vault.db", Access.FROZEN)
        with other.plain() as raw:
            found = raw.execute(
                "SELECT identity FROM applications UNION ALL SELECT identity FROM application_versions"
            ).fetchall()
            assert [row[0] for row in found] == [None, None, None]
            assert raw.execute("PRAGMA secure_delete").fetchone() == (1,)
        other.close()
    with filled.open() as vault, vault.begin() as work:
        kept = work.applications.get(application.application_id)
        assert kept == replace(application, state="ASSIGNED", identity=None)
        versions = work.applications.versions(application.application_id)
        assert [(row.state, row.identity) for row in versions] == [("RECEIVED", None), ("SCREENED", None)]


def test_no_free_page_keeps_a_dropped_identity(filled: Place, samples: Samples) -> None:
    """Decrypts every page, free ones included, without SQLCipher's help and searches the bytes."""
    rows = [
        replace(
            samples.application, application_id=f"{n:032d}", number=f"ZGC-1{n}", identity=f"SECRET-{n:04d}"
        )
        for n in range(30)
    ]
    with filled.open() as vault:
        with vault.begin() as work:
            for row in rows:
                work.applications.add(row)
                work.applications.update(replace(row, state="SCREENED"), "later")
            work.commit()
        before = decrypted(vault)
        assert all(str(row.identity).encode() in before for row in rows)
        with vault.begin() as work:
            for row in rows[::2]:
                work.applications.drop_identity(row.application_id)
            work.commit()
        after = decrypted(vault)
        assert [str(row.identity).encode() in after for row in rows] == [False, True] * 15


def decrypted(vault: OpenVault) -> bytes:
    """Decrypt every page of the file as SQLCipher 4 lays it out: AES-256-CBC, IV at 80 from the end."""
    with vault.database.plain() as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    data = (vault.path / "vault.db").read_bytes()
    assert (vault.path / "vault.db-wal").read_bytes() == b""
    plain = []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        opener = Cipher(algorithms.AES(vault.database._key), modes.CBC(page[-80:-64])).decryptor()
        plain.append(opener.update(page[16:-80] if start == 0 else page[:-80]) + opener.finalize())
    joined = b"".join(plain)
    assert b"CREATE TABLE" in joined
    return joined


def test_a_reader_delays_the_emptying_to_the_next_commit(
    filled: Place, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.engine, "_SETTINGS", (*db.engine._SETTINGS, "busy_timeout=50"))
    journal = filled.path / "vault.db-wal"
    with filled.open() as vault, filled.open(write=False) as reader:
        with reader.begin() as reading:
            assert reading.applications.get(samples.application.application_id) == samples.application
            with vault.begin() as work:
                work.applications.drop_identity(samples.application.application_id)
                work.commit()
            assert vault.database.journal_due
        with vault.begin() as work:
            work.facts.put("next", 1)
            work.commit()
        assert not vault.database.journal_due
        assert journal.stat().st_size == 0


def test_a_read_only_unit_reads_but_does_not_write(filled: Place, samples: Samples) -> None:
    with filled.open(write=False) as vault:
        with vault.begin() as work:
            assert work.rounds.all() == (samples.round,)
        with pytest.raises(StorageError) as refused, vault.begin() as work:
            work.facts.put("x", 1)
        assert refused.value.code == "vault.readonly"
