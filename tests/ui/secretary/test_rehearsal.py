"""A rehearsal is unmistakable: the violet bar over every screen and every dialog (look.md §6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog
from services_harness import World, new_world

from ui.views.ask import Question
from ui.views.help import HelpDialog
from ui.views.secretary.changes_version import VersionDialog
from ui.widgets.marks import RehearsalBar
from zgc_review.domain.round_bodies import RoundBody
from zgc_review.services.rounds import signed_versions

if TYPE_CHECKING:
    from conftest import Sitting


@pytest.fixture
def rehearsal(sit: Callable[[World], Sitting], tmp_path: Path) -> Sitting:
    """Return the secretary's window of a rehearsal that is ready to be packed."""
    world = new_world(tmp_path / "world", settings={"rehearsal": True})
    world.define()
    world.seat()
    return sit(world)


def bars(dialog: QDialog) -> list[RehearsalBar]:
    return [one for one in dialog.findChildren(RehearsalBar) if one.isVisible()]


def test_dialogs_of_a_rehearsal_bear_the_bar(rehearsal: Sitting, tmp_path: Path) -> None:
    with rehearsal.world.secretary.desk.vault.begin() as uow:
        body = signed_versions(uow, rehearsal.world.secretary.round)[0].body
    assert isinstance(body, RoundBody)
    assert body.settings.rehearsal
    assert rehearsal.shell.rehearsal.isVisible()
    rehearsal.rooms.go("pack")
    rehearsal.rooms.pack_pane.choose_folder(tmp_path / "stick")
    rehearsal.click("packAct")
    question = next(one for one in rehearsal.shell.findChildren(Question) if one.isVisible())
    (bar,) = bars(question)
    assert (bar.x(), bar.y(), bar.width()) == (0, 0, question.width())
    assert question.title.geometry().top() >= bar.height()
    assert "演练" in question.windowTitle()
    rehearsal.back()
    rehearsal.rooms.show_version()
    assert len(bars(next(one for one in rehearsal.shell.findChildren(VersionDialog)))) == 1
    rehearsal.shell.show_help()
    assert len(bars(rehearsal.find(HelpDialog, "help"))) == 1


def test_dialogs_of_a_live_round_bear_none(sitting: Callable[[str], Sitting]) -> None:
    sit = sitting("seated")
    sit.shell.show_help()
    dialog = sit.find(HelpDialog, "help")
    assert bars(dialog) == []
    assert "演练" not in dialog.windowTitle()
