"""What ``check`` finds in rows, logs and objects that somebody changed behind the program (S5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db.check import check
from db.engine import Database
from db.vault import OpenVault
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import EventRow
from zgc_review.errors import Cancelled, StorageError

if TYPE_CHECKING:
    from conftest import Place, Samples


@pytest.fixture
def whole(place: Place, samples: Samples) -> Iterator[OpenVault]:
    """Return an open vault in which nothing is missing."""
    with place.open() as vault:
        writer = vault.objects.writer()
        writer.write(samples.ciphertext)
        writer.keep()
        with vault.begin() as work:
            samples.fill(work)
            for round_id in ("a" * 32, ""):
                for n in range(work.events.count(round_id), 12):
                    work.events.append(EventRow(round_id, n, canonical_bytes({"act": "x", "n": n})), ())
            work.commit()
        yield vault


def behind_the_program(vault: OpenVault, *statements: str) -> None:
    """Change rows as somebody with the key and SQL could: without triggers and foreign keys."""
    with vault.database.plain() as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys=ON")


def codes(vault: OpenVault) -> list[tuple[str, dict[str, str | int]]]:
    return [(finding.code, finding.params) for finding in check(vault)]


def test_a_whole_vault_has_no_findings(whole: OpenVault) -> None:
    assert check(whole) == ()


@pytest.mark.parametrize(
    ("statement", "code", "n"),
    [
        ("UPDATE events SET leaf = x'00' WHERE round_id = '{r}' AND n = 4", "vault.check.log.leaf", 4),
        (
            "UPDATE events SET leaf = CAST('{{\"n\": 5}}' AS BLOB) WHERE round_id = '{r}' AND n = 5",
            "vault.check.log.leaf",
            5,
        ),
        (
            "UPDATE events SET leaf = CAST('{{\"n\":6}}' AS BLOB) WHERE round_id = '{r}' AND n = 5",
            "vault.check.log.leaf",
            5,
        ),
        (
            "UPDATE events SET leaf = CAST('{{\"n\":true}}' AS BLOB) WHERE round_id = '{r}' AND n = 1",
            "vault.check.log.leaf",
            1,
        ),
        (
            "UPDATE events SET leaf = CAST('[5]' AS BLOB) WHERE round_id = '{r}' AND n = 5",
            "vault.check.log.leaf",
            5,
        ),
        ("DELETE FROM events WHERE round_id = '{r}' AND n = 7", "vault.check.log.gap", 7),
        ("DELETE FROM events WHERE round_id = '{r}' AND n = 3", "vault.check.log.gap", 3),
        ("UPDATE events SET n = 40 WHERE round_id = '{r}' AND n = 11", "vault.check.log.gap", 11),
    ],
)
@pytest.mark.parametrize("round_id", ["a" * 32, ""])
def test_s05_the_first_broken_entry_is_named(
    whole: OpenVault, statement: str, code: str, n: int, round_id: str
) -> None:
    behind_the_program(whole, statement.format(r=round_id))
    assert codes(whole) == [(code, {"round": round_id or "vault", "n": n})]


def test_s05_deleting_the_start_is_a_gap_in_both_logs(whole: OpenVault) -> None:
    behind_the_program(whole, "DELETE FROM event_texts", "DELETE FROM events WHERE n < 2")
    assert codes(whole) == [
        ("vault.check.log.gap", {"round": "vault", "n": 0}),
        ("vault.check.log.gap", {"round": "a" * 32, "n": 0}),
    ]


def test_s05_cut_from_the_end_is_left_to_the_head(whole: OpenVault) -> None:
    """A shorter log is consistent; the count tells the service that compares it with a printed head."""
    behind_the_program(whole, "DELETE FROM events WHERE n > 6")
    assert check(whole) == ()
    with whole.begin() as work:
        assert work.events.count("") == work.events.count("a" * 32) == 7


def test_rows_that_point_nowhere(whole: OpenVault) -> None:
    behind_the_program(whole, "DELETE FROM own_cards", "DELETE FROM experts")
    found = codes(whole)
    assert [code for code, _ in found] == ["vault.check.references"]
    assert found[0][1]["count"] == 4  # a round, a sequence, a seat, a finding


def test_a_damaged_object_is_named(whole: OpenVault, samples: Samples) -> None:
    digest = whole.objects.digests()[0]
    path = whole.objects.path(digest)
    path.write_bytes(samples.ciphertext[:-1] + b"x")
    assert codes(whole) == [("vault.check.object.damaged", {"digest": digest})]
    path.write_bytes(b"")
    assert codes(whole) == [("vault.check.object.damaged", {"digest": digest})]


def test_a_missing_object_is_an_error_for_the_secretary_alone(whole: OpenVault, samples: Samples) -> None:
    digest = whole.objects.digests()[0]
    whole.objects.remove(digest)
    lost = Finding("vault.check.object.lost", Level.ERROR, params={"count": 1, "first": digest})
    assert check(whole) == (lost,)
    with whole.begin() as work:
        work.rounds.update(replace(samples.round, place="member"))
        work.commit()
    absent = Finding("vault.check.object.absent", Level.INFO, params={"count": 1, "first": digest})
    assert check(whole) == (absent,)
    with whole.begin() as work:
        work.applications.drop_identity("b" * 32)
        work.commit()
    assert check(whole) == ()


def test_progress_reaches_its_end_and_cancelling_stops(whole: OpenVault, samples: Samples) -> None:
    seen: list[tuple[int, int]] = []
    check(whole, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(samples.ciphertext), len(samples.ciphertext))

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check(whole, progress=cancel)
    assert check(whole) == ()


def test_a_damaged_page_hides_nothing_else(whole: OpenVault, place: Place) -> None:
    """Objects are still checked when the database cannot be read."""
    digest = whole.objects.digests()[0]
    whole.objects.path(digest).write_bytes(b"")
    with whole.database.plain() as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").fetchone()[0]
    whole.close()
    path = place.path / "vault.db"
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 7] ^= 1
    path.write_bytes(bytes(data))
    with place.open(write=False) as vault:
        found = {finding.code for finding in check(vault)}
    assert {"vault.check.pages", "vault.check.unreadable", "vault.check.object.damaged"} <= found


def test_a_busy_database_is_an_error_not_a_finding(whole: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: Database) -> tuple[str, ...]:
        raise StorageError("vault.busy")

    monkeypatch.setattr(Database, "broken_pages", busy)
    with pytest.raises(StorageError) as refused:
        check(whole)
    assert refused.value.code == "vault.busy"
