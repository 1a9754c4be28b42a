"""The copy of one round goes as a whole; everything else of the vault stays as it was (rules §11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from db import tables
from db.engine import trigger_statements
from db.repositories_copies import SqlCopies
from db.vault import OpenVault
from zgc_review.domain.ports import UnitOfWork
from zgc_review.errors import ProgramFault

if TYPE_CHECKING:
    from conftest import Samples

OTHER = "e" * 32
APPLICATION = "f" * 32


@pytest.fixture
def two(vault: OpenVault, samples: Samples) -> OpenVault:
    """Return a vault with two rounds, each with application, version, document, draft, messages."""
    with vault.begin() as work:
        samples.fill(work)
        work.applications.update(replace(samples.application, record={"title": "甪端䶮𠮷二"}), "later")
        work.rounds.add(replace(samples.round, round_id=OTHER))
        other = replace(samples.application, application_id=APPLICATION, round_id=OTHER)
        work.applications.add(other)
        work.applications.update(replace(other, state="LOCKED"), "later")
        work.applications.set_documents(APPLICATION, (replace(samples.document, application_id=APPLICATION),))
        work.drafts.append(replace(samples.draft, round_id=OTHER, application_id=APPLICATION))
        work.notes.append(replace(samples.note, round_id=OTHER, application_id=APPLICATION))
        work.messages.add(replace(samples.message, message_id="a" * 64, kind="declaration"))
        work.messages.add(replace(samples.message, message_id="b" * 64, round_id=OTHER))
        work.commit()
    return vault


def all_rows(vault: OpenVault) -> dict[str, list[tuple[object, ...]]]:
    with vault.database.begin() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
        }


def triggers(vault: OpenVault) -> set[str]:
    with vault.database.plain() as raw:
        return {row[0] for row in raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")}


def test_one_round_goes_and_the_other_stays(two: OpenVault, samples: Samples) -> None:
    before, round_id = all_rows(two), samples.round.round_id
    with two.begin() as work:
        work.copies.drop(round_id, [samples.message.message_id, "b" * 64])
        work.commit()
    after = all_rows(two)
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"applications", "application_versions", "documents", "drafts", "messages", "notes"}
    assert {row[0] for row in after["messages"]} == {"a" * 64, "b" * 64}  # another round's is not touched
    for name, place in (("drafts", 0), ("notes", 0), ("application_versions", 4), ("applications", 1)):
        assert [row for row in after[name] if row[place] == OTHER] == [
            row for row in before[name] if row[place] == OTHER
        ]
    with two.begin() as work:
        (left,) = work.applications.all(round_id)
        assert (left.record, left.identity) == ({}, None)
        assert work.applications.documents(left.application_id) == ()
        assert work.applications.documents(APPLICATION) != ()
    assert triggers(two) == set(trigger_statements())
    assert (two.path / "vault.db-wal").stat().st_size == 0


def test_what_is_not_committed_is_as_before(two: OpenVault, samples: Samples) -> None:
    before = all_rows(two)
    with two.begin() as work:
        work.copies.drop(samples.round.round_id, [samples.message.message_id])
    assert all_rows(two) == before
    assert triggers(two) == set(trigger_statements())


def test_after_it_nothing_else_may_be_deleted_in_the_same_transaction(
    two: OpenVault, samples: Samples
) -> None:
    with two.database.begin() as connection:
        SqlCopies(connection).drop(samples.round.round_id, [])
        with pytest.raises(ProgramFault, match="kept for ever"):
            connection.execute(tables.drafts.delete())


def test_many_messages(two: OpenVault, samples: Samples) -> None:
    def add(work: UnitOfWork) -> list[str]:
        names = [f"{n:064d}" for n in range(1_200)]
        for name in names:
            work.messages.add(replace(samples.message, message_id=name))
        return names

    with two.begin() as work:
        names = add(work)
        work.commit()
    with two.begin() as work:
        work.copies.drop(samples.round.round_id, names)
        work.commit()
        assert work.messages.find(samples.round.round_id, "sheet") != ()
        assert len(work.messages.find(samples.round.round_id, "sheet")) == 1
