"""Hands for the discussion page."""

from __future__ import annotations

from pathlib import Path

from chair_bench import ChairBench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from sitting_harness import Sitting

from ui.viewmodels.chair.discussion import DiscussionModel
from ui.viewmodels.chair.discussion_data import Item
from ui.views.chair.discussion import DiscussionPage
from zgc_review.domain.rows import NoteRow

PARTS = {
    "strengths": "装备指标经第三方检测。",
    "weaknesses": "一处用户存在参股关系。",
    "advice": "补充独立用户证明。",
}


class Hands:
    """The discussion page of a chair's window."""

    def __init__(self, bench: ChairBench) -> None:
        self.bench, self.qtbot = bench, bench.qtbot
        bench.rooms.go("discussion")

    @property
    def page(self) -> DiscussionPage:
        return self.bench.rooms.discussion_page

    @property
    def model(self) -> DiscussionModel:
        return self.page.model

    @property
    def item(self) -> Item:
        assert self.model.item is not None
        return self.model.item

    @property
    def sitting(self) -> Sitting:
        return self.bench.sitting

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the list has the focus."""
        self.qtbot.keyClick(self.page.agenda.view, key, modifier)

    def words(self, name: str) -> str:
        """Return the words of a label or a button."""
        found = self.page.findChildren(QWidget, name)
        assert found, name
        return str(found[-1].text())  # type: ignore[attr-defined] # what it replaced goes with the next event

    def write(self) -> None:
        """Type an opinion, part by part."""
        for part, words in PARTS.items():
            self.page.opinion.boxes[part].field.setFocus()
            self.page.opinion.boxes[part].field.insertPlainText(words)

    def numbers(self) -> list[str]:
        """Return the numbers in the list."""
        return [one.entry.number for one in self.model.shown]

    def all_words(self) -> str:
        """Return everything the page says, by eye or by ear."""
        said: list[str] = []
        for one in self.page.findChildren(QWidget):
            if one.isVisibleTo(self.page):
                said += [one.accessibleName(), one.toolTip()]
                text = getattr(one, "text", None)
                said.append(str(text()) if callable(text) else "")
        shown = (
            (self.page.agenda.list, 1),
            (self.page.beside.sheets, self.page.beside.sheets.columnCount()),
        )
        for model, columns in shown:
            for row in range(model.rowCount()):
                for column in range(columns):
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                        said.append(str(model.index(row, column).data(role)))
        return "\n".join(said)

    def labels(self) -> list[str]:
        """Return the words of every label on show."""
        QApplication.processEvents()
        return [one.text() for one in self.page.findChildren(QLabel) if one.isVisible()]

    def stored(self, kind: str, n: int = 0) -> NoteRow | None:
        """Return the newest stored note of the n-th application."""
        person = self.bench.person
        with person.desk.vault.begin() as uow:
            return uow.notes.newest(person.round.round_id, self.sitting.id(n), kind)

    def hand_in(self) -> list[Path]:
        """Write what was signed, as by the button; let the secretary collect it."""
        folder = self.sitting.folder()
        self.page.write_to(folder)
        files = sorted(folder.iterdir())
        self.sitting.collect(*files)
        return files

    def take(self) -> None:
        """Let the secretary write the panel file anew, and take it."""
        self.page.take([self.sitting.panel_file(self.bench.person)])
