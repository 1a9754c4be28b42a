"""A round is defined by keys alone, from its title to version 1 in force (U4, look.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from key_tours import answer, said, text
from keys_bench import Seat, take_seat
from keys_only import Key, faults
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from services_harness import Person, new_person

import ui.media
from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.secretary.define import DefineScreen
from zgc_review.services import following, rounds, sharing
from zgc_review.services.consents import sign_consent

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SETTINGS = """
alternates: 3
bands: {A: 92, B: 80, C: 60}
role_weights: {M01: {tech: 2, finance: 1}}
"""


@dataclass
class Desk:
    """The secretary's window before any round, and the observer's card."""

    seat: Seat
    secretary: Person
    observer: Person
    folder: Path

    @property
    def screen(self) -> DefineScreen:
        shown = self.seat.program.shell.screen
        assert isinstance(shown, DefineScreen)
        return shown


@pytest.fixture
def desk(context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    secretary, observer = new_person(tmp_path, "s", "郗䶮秘"), new_person(tmp_path, "o", "逄㐆监")
    made = Desk(take_seat(context, qtbot, secretary.desk), secretary, observer, tmp_path)
    made.seat.keys.act("homeNew")
    yield made
    made.seat.program.lock()
    observer.close()


def compare(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the observer's card, tick every group that is read aloud, choose the card."""
    keys = desk.seat.keys
    card = desk.folder / "监督.zgccard"
    card.write_bytes(desk.observer.card.payload)
    assert keys.act("defineCard").objectName() == "cardsTake"
    answer(monkeypatch, card)
    assert keys.press(Key.Key_Return).objectName() == "checkGroupHeard1"
    assert faults(keys.window) == []
    keys.to("checkGroupHeard1")
    keys.press(*(Key(Key.Key_1 + n) for n in range(6)))
    assert keys.act("checkSame").objectName() == "cardsTable"
    assert keys.act("cardChoiceAct").objectName() == "defineCard"


def test_u4_a_round_is_defined_and_signed_by_keys_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Title, year, day, kind, the observer's card, sub-directions, budget, settings; then version 1."""
    keys, model = desk.seat.keys, desk.screen.model
    assert keys.focus.objectName() == "defineTitle"
    keys.type("2026 年第一批评审")
    for field, words in (("defineYear", "2026"), ("defineDay", "2026-11-22")):
        assert keys.press(Key.Key_Tab).objectName() == field
        keys.spell(words)
    assert keys.press(Key.Key_Tab).objectName() == "defineRehearsal"
    assert keys.press(Key.Key_Space).objectName() == "defineRehearsal"
    assert model.draft.rehearsal is True
    assert keys.press(Key.Key_Right).objectName() == "defineLive"
    assert model.draft.rehearsal is False
    settings = desk.folder / "轮次.yaml"
    settings.write_text(SETTINGS, "utf-8")
    answer(monkeypatch, settings)
    assert keys.act("defineFile").objectName() == "defineFile"
    assert text(keys, "defineFileName") == settings.name
    compare(desk, monkeypatch)
    keys.to("defineModes")
    keys.press(Key.Key_Home)
    keys.press(Key.Key_Space, Key.Key_Space, Key.Key_J, Key.Key_Space)
    assert set(model.draft.modes) == {one.id for one in model.catalogue.sub_directions[:2]}
    keys.press(Key.Key_K)
    keys.tab("defineTabs", 1)
    field = keys.to("budget:M01")
    keys.spell("1,234.56")
    assert isinstance(field, QLineEdit)
    assert model.settings is not None
    assert model.settings.pools[0].budget_fen == 1_234_560_000
    assert faults(keys.shell) == []
    keys.tab("defineTabs", 2)
    keys.row("defineSettings", "每组候补人数")
    assert faults(keys.shell) == []
    keys.act("defineAct")
    keys.agree()
    in_force(desk, monkeypatch)


def in_force(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand version 1 out and take the observer's consent in, by keys; the observer consents elsewhere."""
    keys, usb = desk.seat.keys, desk.folder / "usb"
    (head,) = heads(desk.secretary.desk)
    with desk.secretary.desk.vault.begin() as uow:
        (version,) = rounds.signed_versions(uow, head.row)
    assert keys.window.objectName() == "version"
    assert faults(keys.window) == []
    code = " ".join(text(keys, f"versionCode{n}") for n in range(1, 7))
    answer(monkeypatch, usb)
    assert keys.act("versionWrite").objectName() == "versionWrite"
    observer = desk.observer.desk
    row = following.follow_round(observer, list(usb.iterdir()), code)
    message = sign_consent(observer, row, "round", "yes", about=version.message_id)
    answer(monkeypatch, sharing.write_to_secretary(observer, row, message, desk.folder / "back"))
    keys.act("versionCollect")
    assert text(keys, "versionTitle") == "第 1 版已生效"
    assert faults(keys.window) == [], "the button that was pressed is gone, the focus is not"
    keys.press(Key.Key_Escape)
    assert keys.window is keys.shell
    with desk.secretary.desk.vault.begin() as uow:
        assert rounds.state_of(uow, head.row).version == 1


def test_u4_all_sub_directions_and_none_are_chosen_by_keys_alone(desk: Desk) -> None:
    keys, model = desk.seat.keys, desk.screen.model
    assert keys.act("defineAllOpen").objectName() == "defineAllOpen"
    assert len(model.draft.modes) > 2
    assert keys.act("defineNone").objectName() == "defineNone"
    assert model.draft.modes == {}
    assert faults(keys.shell) == []


def test_u4_what_contradicts_is_told_and_put_right_by_keys_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = desk.seat.keys
    settings = desk.folder / "轮次.yaml"
    settings.write_text(SETTINGS + "officers_k: 9\nmodes: {M01-1: open_call}\n", "utf-8")
    answer(monkeypatch, settings)
    assert keys.act("defineFile").objectName() == "defineFile"
    assert said(keys) == ["round.settings.rule"]
    settings.write_text(SETTINGS + "modes: {M01-1: open_call}\n", "utf-8")
    assert keys.press(Key.Key_Return).objectName() == "defineFile"
    assert said(keys) == []
    keys.tab("defineTabs", 1)
    keys.to("budget:M01")
    keys.spell("12O")
    assert keys.focus.property("state") == "error"
    keys.spell("12")
    assert keys.focus.property("state") != "error"


def test_u4_a_card_of_its_own_is_made_by_keys_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second round: the newest card has a round already; the form that made one goes, the focus stays."""
    keys = desk.seat.keys
    keys.type("第一次")
    keys.to("defineRehearsal")
    keys.press(Key.Key_Space)
    keys.act("defineAllOpen")
    compare(desk, monkeypatch)
    keys.act("defineAct")
    keys.agree()
    keys.press(Key.Key_Escape)
    keys.act("nav:leave")
    keys.act("homeNew")
    assert faults(keys.shell) == []
    keys.to("defineOwnName")
    keys.type("郗䶮秘")
    keys.press(Key.Key_Tab)
    keys.act("defineOwnMake")
    assert len(desk.screen.model.vault.own) == 2
    assert keys.focus.objectName() == "defineCard"
    assert keys.act("defineBack").objectName() == "homeChoose"
