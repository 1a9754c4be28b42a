"""Drafts, locking, reopening (rules §6; acceptance U2, U3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from services_forgery import content, sentences
from services_harness import CRITERIA, PASSPHRASE, Person, World, fill, level

import db.vault
from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.rows import DraftRow
from zgc_review.errors import GateError, PackageError, ReviewError, ScoringError
from zgc_review.scoring import drafts
from zgc_review.scoring.history import describe_change
from zgc_review.services import post, sheets
from zgc_review.services.desk import Desk


@pytest.fixture
def expert(at: Callable[[str], World]) -> Person:
    """Return an expert who has declared and may score."""
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    return person


def ids(person: Person) -> list[str]:
    with person.desk.vault.begin() as uow:
        return [one.application_id for one in uow.applications.all(person.round.round_id)]


def states(person: Person) -> list[str]:
    with person.desk.vault.begin() as uow:
        return [one.state for one in uow.applications.all(person.round.round_id)]


def history(person: Person, application: str) -> tuple[DraftRow, ...]:
    with person.desk.vault.begin() as uow:
        return uow.drafts.history(person.round.round_id, application, "initial")


def percent(person: Person, application: str, value: int) -> SheetBody:
    return sheets.edit(
        person.desk,
        person.round,
        application,
        "percent",
        lambda body: drafts.set_percent(body, CRITERIA[0], value),
    )


def body_of(row: DraftRow) -> SheetBody:
    return msgspec.convert(row.body, SheetBody)


def test_u03_history_shows_every_version_and_restoring_makes_one_more(expert: Person) -> None:
    application = ids(expert)[0]
    for value in (70, 85, 80):
        percent(expert, application, value)
    three = history(expert, application)
    assert [(one.n, body_of(one).percents[CRITERIA[0]]) for one in three] == [(1, 70), (2, 85), (3, 80)]
    assert all(one.at and one.change == "percent" for one in three)
    (change,) = describe_change(body_of(three[1]), body_of(three[2]))
    assert (change.field, change.key, change.before, change.after) == ("percents", CRITERIA[0], 85, 80)
    restored = sheets.restore_version(expert.desk, expert.round, application, 1)
    assert restored.percents == {CRITERIA[0]: 70}
    four = history(expert, application)
    assert four[:3] == three
    assert (four[3].n, four[3].change, body_of(four[3])) == (4, "restore", restored)


def test_u03_restoring_what_never_was_or_what_is_there_changes_nothing(expert: Person) -> None:
    application = ids(expert)[0]
    percent(expert, application, 70)
    before = content(expert)
    with pytest.raises(GateError, match=r"score\.version"):
        sheets.restore_version(expert.desk, expert.round, application, 9)
    sheets.restore_version(expert.desk, expert.round, application, 1)
    percent(expert, application, 70)
    assert content(expert) == before


def test_u01_a_draft_is_there_after_the_vault_was_opened_again(expert: Person) -> None:
    application = ids(expert)[0]
    percent(expert, application, 70)
    expert.close()
    assert [body_of(one).percents for one in history(expert, application)] == [{CRITERIA[0]: 70}]


def test_u02_a_missing_field_stops_the_lock_and_loses_nothing(expert: Person) -> None:
    application = ids(expert)[0]
    fill(expert, application, level(70)(0))
    for name, change in (
        ("recommend", lambda body: drafts.set_recommendation(body, None)),
        ("percent", lambda body: drafts.set_percent(body, CRITERIA[2], None)),
    ):
        sheets.edit(expert.desk, expert.round, application, name, change)
    before = content(expert)
    with pytest.raises(ScoringError) as caught:
        sheets.lock(expert.desk, expert.round, [application])
    assert (caught.value.code, caught.value.params) == (
        "score.incomplete",
        {"number": "ZGC-0001", "count": 2},
    )
    assert sentences(caught.value)
    assert content(expert) == before
    with expert.desk.vault.begin() as uow:
        row = uow.applications.get(application)
        assert row is not None
        found = sheets.findings_of(uow, expert.round, row)
    assert [one.code for one in found] == ["scoring.criterion.missing", "scoring.recommendation.missing"]
    assert found[0].params["criterion"] == CRITERIA[2]


@pytest.mark.parametrize("wrong", ["incomplete", "twice", "unknown"])
def test_locking_several_sheets_is_all_or_none(expert: Person, wrong: str) -> None:
    first, second, third = ids(expert)
    for one in (first, second):
        fill(expert, one, level(70)(0))
    percent(expert, third, 60)
    before = content(expert)
    last = {"incomplete": third, "twice": first, "unknown": "ab" * 16}[wrong]
    with pytest.raises(ReviewError) as caught:
        sheets.lock(expert.desk, expert.round, [first, second, last])
    code = {"incomplete": "score.incomplete", "twice": "score.closed", "unknown": "application.unknown"}[
        wrong
    ]
    assert caught.value.code == code
    assert content(expert) == before
    assert states(expert) == ["OPEN"] * 3
    sheets.lock(expert.desk, expert.round, [first, second])
    assert states(expert) == ["LOCKED", "LOCKED", "OPEN"]


def test_locking_both_phases_is_all_or_none(expert: Person) -> None:
    """A revised sheet that cannot be signed keeps the first sheets open too."""
    first, second, _ = ids(expert)
    fill(expert, first, level(70)(0))
    with pytest.raises(ReviewError):
        sheets.lock_all(expert.desk, expert.round, {"initial": [first], "revision": [second]})
    assert states(expert) == ["OPEN"] * 3
    with expert.desk.vault.begin() as uow:
        assert uow.messages.find(expert.round.round_id, "sheet") == ()
    assert len(sheets.lock_all(expert.desk, expert.round, {"initial": [first], "revision": []})) == 1


def test_locking_signs_a_sheet_that_anybody_can_verify(expert: Person) -> None:
    application = ids(expert)[0]
    fill(expert, application, [80, 70, 61, 60, 60])
    (locked,) = sheets.lock(expert.desk, expert.round, [application])
    with expert.desk.vault.begin() as uow:
        stored = uow.messages.get(locked.message_id)
    assert stored == locked
    opened = post.opened_row(expert.desk, locked)
    assert opened.id == locked.message_id
    opened.require_signer(expert.card.key)
    assert (opened.manifest.sender, opened.manifest.slot) == (expert.card.card_id, application)
    body: Any = post.typed_body(opened)
    assert (body.state, body.phase, body.total) == ("locked", "initial", 6920)  # rules §7, 专家01
    with pytest.raises(PackageError, match=r"seal\.signature\.signer"):
        opened.require_signer(expert.card.key.replace("AAAAC3", "AAAAC4"))
    for offset in (600, 1700, len(locked.payload) - 1500):
        broken = bytearray(locked.payload)
        broken[offset] ^= 1
        with pytest.raises(PackageError):
            post.read_payload_bytes(expert.desk, bytes(broken))


def test_reopening_keeps_the_locked_sheet_and_the_next_one_counts_up(expert: Person) -> None:
    application = ids(expert)[0]
    fill(expert, application, level(70)(0))
    (first,) = sheets.lock(expert.desk, expert.round, [application])
    with pytest.raises(ScoringError, match=r"scoring\.reopening\.reason_missing"):
        sheets.reopen(expert.desk, expert.round, application, "  ")
    sheets.reopen(expert.desk, expert.round, application, "复核后改正")
    assert states(expert)[0] == "OPEN"
    percent(expert, application, 80)
    (second,) = sheets.lock(expert.desk, expert.round, [application])
    assert (second.seq, second.prev) == (first.seq + 1, first.message_id)
    with expert.desk.vault.begin() as uow:
        assert uow.messages.get(first.message_id) == first
        newest = sheets.newest_sheets(uow, expert.round, expert.card.card_id)
    assert [one.message_id for one in newest] == [second.message_id]
    body: Any = post.body_of_row(second)
    assert (body.reason, body.percents[CRITERIA[0]]) == ("复核后改正", 80)
    with pytest.raises(GateError, match=r"score\.not_locked"):
        sheets.reopen(expert.desk, expert.round, ids(expert)[1], "没有锁定")


def test_u02_the_same_vault_in_a_second_window_is_read_only_and_says_why(expert: Person) -> None:
    percent(expert, ids(expert)[0], 70)
    with db.vault.open_vault(expert.vault, PASSPHRASE) as second:
        assert not second.writable
        assert [one.code for one in second.notes] == ["vault.limit.held"]
        other = Person(expert.name, expert.vault, expert.card, expert.code, expert.row)
        other._desk = Desk(second)
        assert body_of(history(other, ids(other)[0])[0]).percents == {CRITERIA[0]: 70}
        with pytest.raises(ReviewError) as caught:
            percent(other, ids(other)[0], 80)
    assert caught.value.code == "vault.readonly"
    assert len(history(expert, ids(expert)[0])) == 1
