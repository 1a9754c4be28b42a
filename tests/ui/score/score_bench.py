"""An expert's score screen in a window, and hands for it: keys, fields, what the vault holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from document_list import DocumentList
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE

import db.vault
from ui.context import Context
from ui.viewmodels.home import head_of
from ui.viewmodels.score import ScoreModel
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from ui.views.score import ScoreScreen
from ui.views.shell import Shell
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.rows import DraftRow, RoundRow
from zgc_review.services import declaring
from zgc_review.services.desk import Desk

CRITERIA = ("M01-K1", "M01-K2", "M01-K3", "M01-K4", "M01-K5")
OPINION = "该项目技术路线清楚，团队配置完整，市场前景较好，建议在合同中明确阶段指标与经费用途。"
COMMENT = "有第三方检测报告和用户证明支撑，依据充分。"


@dataclass(frozen=True)
class Prepared:
    """A closed vault to copy, and the round in it."""

    vault: Path
    row: RoundRow


def declared_none(desk: Desk, row: RoundRow) -> None:
    """Pledge, and declare that no rule applies anywhere."""
    declaring.pledge(desk, row)
    declaring.answer_rest(desk, row)
    declaring.declare(desk, row)


class Window:
    """A window with the score screen on a vault."""

    def __init__(self, context: Context, vault: Path) -> None:
        self.context = context
        self.store = db.vault.open_vault(vault, PASSPHRASE)
        self.desk = Desk(self.store)
        with self.store.begin() as uow:
            (self.row,) = uow.rounds.all()
            self.applications = uow.applications.all(self.row.round_id)
        self.ids = [one.application_id for one in self.applications]
        self.shell = Shell(context)
        self.session = Session(context, self.desk, self.shell)
        self.session.kept.connect(self.shell.header.set_saved)
        self.session.not_kept.connect(self.shell.header.set_unsaved)
        self.saver = SheetSaver(self.session, self.shell)

    def show(self, application: str = "", section: str | None = None) -> None:
        """Put the screen on show, at an application and a section where they are named."""
        if self.session.head is None:
            self.session.choose(head_of(self.desk, self.row))
        self.model = ScoreModel(self.session, self.saver)
        self.documents = DocumentList(self.context)
        self.screen = ScoreScreen(self.context, self.model, self.documents, application, section)
        self.model.setParent(self.screen)
        self.screen.note_changed.connect(self.shell.refresh_hints)
        self.rubric = self.screen.rubric
        self.pane = self.rubric.pane
        self.opinion = self.rubric.opinion
        self.sheet = self.model.sheet
        self.shell.resize(1366, 696)
        self.shell.show()
        self.shell.put(self.screen)
        self.shell.activateWindow()
        QApplication.processEvents()


class Bench(Window):
    """The window with hands for it."""

    def __init__(self, context: Context, qtbot: QtBot, vault: Path) -> None:
        super().__init__(context, vault)
        self.qtbot = qtbot
        qtbot.addWidget(self.shell)

    def show(self, application: str = "", section: str | None = None) -> None:
        """Put the screen on show and wait until keys reach it."""
        super().show(application, section)
        self.qtbot.waitUntil(self.shell.isActiveWindow)
        QApplication.processEvents()

    def close(self) -> None:
        """Close the window and the vault."""
        self.saver.stop()
        self.shell.close()
        self.context.jobs.close()
        self.store.close()

    def focus(self) -> QWidget:
        """Return what has the focus."""
        return QApplication.focusWidget()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self.focus() or self.shell, key, modifier)

    def ctrl(self, key: Qt.Key, *, shift: bool = False) -> None:
        """Press a key with Ctrl."""
        held = Qt.KeyboardModifier.ControlModifier
        self.press(key, held | Qt.KeyboardModifier.ShiftModifier if shift else held)

    def type(self, text: str) -> None:
        """Type where the focus is: key by key, what no keyboard has as an input method would."""
        field = self.focus()
        if isinstance(field, QPlainTextEdit) and not text.isascii():
            field.insertPlainText(text)
        else:
            self.qtbot.keyClicks(field, text)
        self._stored_if_percent(field)

    def paste(self, text: str) -> None:
        """Paste where the focus is."""
        QApplication.clipboard().setText(text)
        field = self.focus()
        self.ctrl(Qt.Key.Key_V)
        self._stored_if_percent(field)

    def _stored_if_percent(self, field: QWidget) -> None:
        """Wait until what was typed as a percent is stored, or could not be."""
        if field is self.pane.percent:
            self.qtbot.waitUntil(lambda: self.saver.is_clean or self.saver.is_failing)

    def find(self, name: str) -> QWidget:
        """Return a widget of the window by name."""
        found = self.shell.findChild(QWidget, name)
        assert found is not None, name
        return found

    def words(self, name: str) -> str:
        """Return the words of a label or a button."""
        return self.find(name).text()  # type: ignore[attr-defined,no-any-return]

    def all_words(self) -> str:
        """Return everything the window says, by eye or by ear."""
        said: list[str] = []
        for one in self.shell.findChildren(QWidget):
            if one.isVisibleTo(self.shell):
                said += [one.accessibleName(), one.toolTip()]
                said.append(one.text() if isinstance(one, QLabel) else "")
                text = getattr(one, "text", None)
                said.append(str(text()) if callable(text) else "")
        return "\n".join(said)

    def history(self, place: int = 0, phase: str = "initial") -> tuple[DraftRow, ...]:
        """Return the stored versions of a draft."""
        with self.store.begin() as uow:
            return uow.drafts.history(self.row.round_id, self.ids[place], phase)

    def stored(self, place: int = 0) -> SheetBody:
        """Return the newest stored version of a draft."""
        return msgspec.convert(self.history(place)[-1].body, SheetBody)

    def mark_all(self, percents: tuple[int | None, ...]) -> None:
        """Type a percent for each criterion by keyboard; None marks it as not applicable."""
        for percent in percents:
            if percent is None:
                self.press(Qt.Key.Key_X)
                self.type("不涉及")
                self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                continue
            self.type(str(percent))
            if percent >= 90 or percent < 60:
                self.press(Qt.Key.Key_M)
                self.type(COMMENT)
                self.press(Qt.Key.Key_Escape)
            self.press(Qt.Key.Key_Return)

    def finish(self) -> None:
        """Answer what belongs to the sheet as a whole, from the opinion on."""
        assert self.rubric.section == ""
        self.type(OPINION)
        self.press(Qt.Key.Key_Escape)
        self.press(Qt.Key.Key_Space)
        while self.focus() is not self.opinion.integrity.buttons[0]:
            self.press(Qt.Key.Key_Tab)
        self.press(Qt.Key.Key_Space)
