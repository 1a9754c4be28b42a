"""What is typed in the discussion is in the vault within a second: lock, kill, a full disk (U1)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from chair_bench import ChairBench
from discussion_hands import Hands
from services_harness import PASSPHRASE
from sitting_harness import Sitting

import db.vault
from ui.viewmodels.sheet_saver import LATEST
from zgc_review.errors import StorageError
from zgc_review.services import sitting_notes

ChairAt = Callable[..., ChairBench]
SittingAt = Callable[[str], Sitting]
CHILD = Path(__file__).with_name("discussion_child.py")


def test_typed_words_are_stored_within_a_second(chair_at: ChairAt) -> None:
    hands = Hands(chair_at("apart"))
    assert LATEST < 1000
    hands.page.write()
    hands.qtbot.keyClicks(hands.page.opinion.boxes["strengths"].field, "stored")
    hands.qtbot.waitUntil(lambda: hands.stored("opinion") is not None, timeout=1000)
    note = hands.stored("opinion")
    assert note is not None
    assert note.body["strengths"] == "stored"


def test_locking_and_opening_again_shows_what_was_typed(chair_at: ChairAt) -> None:
    bench = chair_at("apart")
    hands = Hands(bench)
    hands.write()
    bench.program.lock()
    person = bench.person
    person.close()
    bench.program._enter(person.desk)
    bench.enter()
    again = Hands(bench)
    assert again.page.opinion.boxes["advice"].field.toPlainText() == "补充独立用户证明。"


def test_a_full_disk_keeps_the_words_and_says_so(chair_at: ChairAt, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(chair_at("apart"))
    kept = sitting_notes.keep_note
    full = [True]

    def keep(*given: object) -> int:
        if full[0]:
            raise StorageError("vault.disk.full", name="vault.db")
        return kept(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("ui.viewmodels.notes.keep_note", keep)
    field = hands.page.opinion.boxes["strengths"].field
    field.insertPlainText("不能丢")
    hands.page.settle()
    rooms = hands.bench.program.rooms
    assert rooms is not None
    assert rooms.saver.is_failing
    assert hands.stored("opinion") is None
    assert field.toPlainText() == "不能丢"
    full[0] = False
    rooms.saver.flush()
    note = hands.stored("opinion")
    assert note is not None
    assert note.body["strengths"] == "不能丢"
    assert rooms.saver.is_clean


@pytest.mark.timeout(120)
def test_u1_killed_a_second_after_a_keystroke(sitting_at: SittingAt) -> None:
    sitting = sitting_at("apart")
    sitting.aggregate()
    sitting.panel()
    chair = sitting.chair
    application = sitting.id(0)
    sitting.world.close()
    command = [sys.executable, str(CHILD), str(chair.vault), "70"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        text = ""
        for line in child.stdout:
            number, _, text = line.rstrip("\n").partition(" ")
            if int(number) == 12:
                break
        time.sleep(1.0)
        child.kill()
    with db.vault.open_vault(chair.vault, PASSPHRASE) as store, store.begin() as uow:
        (round_row,) = uow.rounds.all()
        note = uow.notes.newest(round_row.round_id, application, "opinion")
    assert note is not None
    assert len(text) == 12
    assert note.body["strengths"].startswith(text)
