"""The import page in a real window over a real vault, and how a person uses it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import openpyxl
from gates_harness import (
    LISTED,
    MODES,
    GateWorld,
    defined_world,
    listed_row,
    listing_entry,
    open_record,
    qualified_record,
)
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.program import Program
from ui.views.secretary.import_page import ImportPage
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.shell import Shell
from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.workbooks import write_workbook

Kind = TypeVar("Kind", bound=QWidget)


class Bases:
    """Rounds that are built once: ``defined`` holds nothing, ``taken`` six applications of both ways."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, GateWorld] = {}

    def copy(self, name: str, folder: Path) -> GateWorld:
        """Return a copy with an own vault."""
        if name not in self._made:
            made = defined_world(self._folder / name)
            if name == "taken":
                records = [open_record(n) for n in (1, 2, 3)] + [qualified_record(n) for n in (1, 2)]
                records[1] |= {"ethics_humans": True}
                made.take(records)
                made.listing(listing_entry(name=open_record(1)["unit_name"]), listing_entry())
                made.namelist(listed_row(1), listed_row(2, answer="declined"))
            made.close()
            self._made[name] = made
        return self._made[name].copied(folder)


class Desk:
    """The window of a round's secretary at the page 导入."""

    def __init__(self, context: Context, qtbot: QtBot, world: GateWorld) -> None:
        self.qtbot, self.world, self.context = qtbot, world, context
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.resize(1366, 696)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(world.secretary.desk)
        assert self.program.rooms is not None
        self.program.rooms.enter_round(heads(world.secretary.desk)[0])
        rooms = self.program.rooms.findChild(SecretaryRooms)
        assert rooms is not None
        rooms.frame.turn("import")
        self.page: ImportPage = rooms.import_page

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name."""
        found = self.shell.findChild(kind, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        """Return what a label says."""
        return str(self.find(QWidget, name).property("text"))

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        one = self.find(QAbstractButton, name)
        assert one.isVisible(), name
        assert one.isEnabled(), name
        self.qtbot.mouseClick(one, Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> QLineEdit:
        """Type into a field in place of what it holds."""
        one = self.find(QLineEdit, name)
        one.setFocus()
        one.selectAll()
        one.clear()
        if text.isascii():
            self.qtbot.keyClicks(one, text)
        else:
            one.insert(text)  # keys that only an input method gives
        return one

    def agree(self) -> str:
        """Answer the question on show with its act; return what it said."""
        question = next(one for one in self.shell.findChildren(Question) if one.isVisible())
        words = " ".join(one.text() for one in question.findChildren(QWidget) if hasattr(one, "text"))
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        return words

    def back(self) -> None:
        """Go back from the question on show."""
        question = next(one for one in self.shell.findChildren(Question) if one.isVisible())
        self.qtbot.keyClick(question, Qt.Key.Key_Escape)

    def press(self, widget: QWidget, key: Qt.Key, text: str = "") -> None:
        """Press a key in a widget."""
        widget.setFocus()
        modifiers = Qt.KeyboardModifier.ControlModifier if text == "ctrl" else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(widget, key, modifiers)


def drop(target: QWidget, *paths: Path) -> None:
    """Drop files on a widget as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot = QPoint(5, 5)
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(spot, Qt.DropAction.CopyAction, data, buttons, modifiers)
    target.dropEvent(event)


def intake_folder(world: GateWorld, numbers: range, *, spoil: bool = False) -> Path:
    """Write an intake folder of the open call.

    ``spoil``: an amount with a letter in it, and a column nobody knows.
    """
    folder: Path = world.folder / f"材料{len(list(world.folder.glob('材料*')))}"
    folder.mkdir()
    records = [open_record(n) for n in numbers]
    write_workbook(folder / "申报.xlsx", application_layout(world.catalogue, list(MODES)), records)
    for one in records:
        papers = folder / str(one["application_no"])
        papers.mkdir()
        for paper in world.catalogue.attachments_for(one["sub_direction"]):
            if paper.required:
                (papers / f"{paper.id}.txt").write_text(f"{paper.zh}\n", "utf-8")
    if spoil:
        book = openpyxl.load_workbook(folder / "申报.xlsx")
        sheet = book.worksheets[0]
        heads = {str(cell.value): cell.column for cell in sheet[1]}
        # Row 2 is the template's example.
        sheet.cell(3, heads["申请支持金额（万元）"] or 1).value = "12O.00"
        sheet.cell(1, sheet.max_column + 1).value = "经办处室"
        book.save(folder / "申报.xlsx")
    return folder


def listing_file(world: GateWorld, *names: str) -> Path:
    """Write a 不良信用记录 list."""
    path: Path = world.folder / f"不良信用记录-{len(names)}-{len(list(world.folder.glob('不良*')))}.xlsx"
    write_workbook(path, integrity_layout(), [listing_entry(name=name) for name in names])
    return path


def namelist_file(world: GateWorld, *numbers: int, **more: object) -> Path:
    """Write a 名单."""
    path: Path = world.folder / f"名单-{len(list(world.folder.glob('名单*')))}.xlsx"
    write_workbook(path, namelist_layout(world.catalogue, [LISTED]), [listed_row(n, **more) for n in numbers])
    return path
