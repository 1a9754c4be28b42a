"""Damaged databases: flips, cuts, exchanged pages. Never a wrong row, never another exception."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from db.check import check
from db.tables import metadata
from db.vault import OpenVault
from zgc_review.errors import StorageError

if TYPE_CHECKING:
    from conftest import Place, Samples

PAGE = 4096
FLIPS = int(os.environ.get("ZGC_FLIPS", "40"))


@pytest.fixture
def big(filled: Place, samples: Samples) -> Place:
    """Return a vault whose database has a few dozen pages."""
    with filled.open() as vault, vault.begin() as work:
        for n in range(2, 60):
            body = {"comment": samples.marker * 100, "n": n}
            work.drafts.append(type(samples.draft)(*("a" * 32, "b" * 32, "initial", n, "", "", body)))
        work.commit()
    return filled


def everything(vault: OpenVault) -> dict[str, list[tuple[object, ...]]]:
    with vault.database.begin() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def look(place: Place) -> tuple[str, dict[str, list[tuple[object, ...]]] | None, tuple[str, ...]]:
    """Open and read everything: the code of the refusal, the rows if all could be read, the findings."""
    try:
        vault = place.open(write=False)
    except StorageError as refused:
        return refused.code, None, ()
    with vault:
        findings = tuple(finding.code for finding in check(vault))
        try:
            return "", everything(vault), findings
        except StorageError as refused:
            return refused.code, None, findings


def test_s01_flips_on_random_pages_are_damage_and_never_other_rows(big: Place) -> None:
    path = big.path / "vault.db"
    whole = path.read_bytes()
    code, rows, findings = look(big)
    assert (code, findings) == ("", ())
    chance = random.Random(20261123)
    for _ in range(FLIPS):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(changed))
        code, found, findings = look(big)
        if place < 16 or found is None:
            assert code == "vault.db.damaged", place
        else:
            assert found == rows
        if code == "" or findings:
            assert "vault.check.pages" in findings, place
    path.write_bytes(whole)
    assert look(big) == ("", rows, ())


def test_every_cut_at_a_page_boundary_is_seen(big: Place) -> None:
    """``cipher_integrity_check`` alone would say nothing here."""
    path = big.path / "vault.db"
    whole = path.read_bytes()
    for length in range(0, len(whole), PAGE * 3):
        path.write_bytes(whole[:length])
        code, _, findings = look(big)
        assert code == "vault.db.damaged" or findings, length
    path.write_bytes(whole[:-100])
    code, _, findings = look(big)
    assert code == "vault.db.damaged" or findings


def test_exchanged_pages_are_seen(big: Place) -> None:
    path = big.path / "vault.db"
    whole = path.read_bytes()
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    for left, right in [(1, 2), (5, len(pages) - 1), (len(pages) // 2, len(pages) // 2 + 1)]:
        mixed = list(pages)
        mixed[left], mixed[right] = mixed[right], mixed[left]
        path.write_bytes(b"".join(mixed))
        code, _, findings = look(big)
        assert code == "vault.db.damaged" or "vault.check.pages" in findings


def test_damage_prints_nothing_by_itself(big: Place, capfd: pytest.CaptureFixture[str]) -> None:
    path = big.path / "vault.db"
    data = bytearray(path.read_bytes())
    for place in range(50, len(data), PAGE):
        data[place] ^= 1
    path.write_bytes(bytes(data))
    code, _, _ = look(big)
    assert code == "vault.db.damaged"
    assert capfd.readouterr() == ("", "")


def test_a_damaged_journal_loses_no_committed_page_silently(big: Place, tmp_path: Path) -> None:
    """A flip in the write-ahead log ends it there or is damage; rows before it stay as they were."""
    with big.open() as vault:
        before = everything(vault)
        with vault.begin() as work:
            work.facts.put("new", 1)
            work.commit()
        journal = (big.path / "vault.db-wal").read_bytes()
        files = {path.name: path.read_bytes() for path in big.path.iterdir() if path.name.startswith("vault")}
    other = tmp_path / "copy.zgcvault"
    other.mkdir()
    (other / "objects").mkdir()
    for name, data in files.items():
        if not name.endswith("-shm"):
            (other / name).write_bytes(data)
    changed = bytearray(journal)
    changed[len(journal) // 2] ^= 1
    (other / "vault.db-wal").write_bytes(bytes(changed))
    place = type(big)(other, big.recovery_key, big.clock)
    with place.open() as vault:
        after = everything(vault)
    assert after["drafts"] == before["drafts"]
    assert len(after["facts"]) in (len(before["facts"]), len(before["facts"]) + 1)
