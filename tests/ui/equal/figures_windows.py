"""What windows show of a round's figures: the cells of their tables, the lines of their dialogs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from figures import Line, Lines, by_columns
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QTabBar, QTableView
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.viewmodels.home import heads
from ui.viewmodels.opened import OpenedModel
from ui.views.chair.derivation import DerivationDialog
from ui.views.frame import RoleFrame
from ui.views.opened.viewer import OpenedScreen
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services.desk import Desk
from zgc_review.services.opened_result import open_together, read_share

RESULTS: Final = {0: "pool", 1: "rank", 4: "before", 5: "after", 8: "line"}
DECIDED: Final = {2: "after", 3: "line", 5: "decision", 6: "amount"}
OPENED: Final = {0: "pool", 1: "rank", 4: "before", 5: "after", 6: "line", 7: "decision", 8: "amount"}
_MARKS: Final = "▲▼"


@contextmanager
def office(context: Context, qtbot: QtBot, desk: Desk) -> Iterator[Program]:
    """Open somebody's window at the round; the vault stays open afterwards."""
    shell = Shell(context)
    program = Program(context, shell)
    shell.show()
    program._enter(desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(desk)[0])
    yield program
    program.rooms.close()
    program.rooms = program.session = None
    shell.close()
    shell.deleteLater()


def model_of(program: Program, name: str) -> QAbstractItemModel:
    """Return what stands in a table of the window."""
    found = program.shell.findChild(QTableView, name)
    assert isinstance(found, QTableView), name
    return found.model()


def result_lines(program: Program) -> tuple[Lines, Lines]:
    """Return what the secretary's pages of values and of decisions show."""
    frame = program.shell.findChild(RoleFrame)
    assert frame is not None
    frame.turn("result")
    values = by_columns(model_of(program, "aggregateTable"), 2, RESULTS)
    tabs = program.shell.findChild(QTabBar, "resultPageTabs")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    decided = by_columns(model_of(program, "decisionsTable"), 0, DECIDED)
    tabs.setCurrentIndex(0)
    return values, decided


def derivations(program: Program, name: str, column: int = 0) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield of every row, asked by Enter, the number and the lines that say how its value came."""
    table = program.shell.findChild(QTableView, name)
    assert isinstance(table, QTableView)
    for row in range(table.model().rowCount()):
        table.setFocus()
        table.setCurrentIndex(table.model().index(row, column))
        QTest.keyClick(table, Qt.Key.Key_Return)
        shown = [one for one in program.shell.findChildren(DerivationDialog) if one.isVisible()]
        for dialog in shown:
            assert isinstance(dialog, QDialog)
            yield dialog._derivation.number, dialog.words().splitlines()
            dialog.close()


def chair_lines(program: Program) -> Lines:
    """Return the rows of a chair's overview; the number stands first in the tip of the unit."""
    model, found = model_of(program, "heat"), Lines()
    last = model.columnCount()
    heads_ = [str(model.headerData(n, Qt.Orientation.Horizontal)) for n in range(last)]
    for row in range(model.rowCount()):
        words = [str(model.index(row, column).data() or "") for column in range(last)]
        tip = str(model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole))
        if tip == words[1] == words[0]:
            continue  # a banner: a budget's line, the head of a pool
        scores = {
            head: said.strip(_MARKS)
            for head, said in zip(heads_[2:-5], words[2:-5], strict=True)
            if said[:1].isdecimal()
        }
        found[tip.splitlines()[0]] = Line(rank=words[0], after=words[last - 5], totals=scores)
    return found


def opened_lines(
    program: Program, result: Path, shares: Sequence[tuple[Desk, Path]]
) -> tuple[Lines, dict[str, str]]:
    """Return the rows of an opened result, and above them what each fund spends."""
    assert program.session is not None
    desk = program.session.desk
    opened = open_together(desk.suite, result, [read_share(*one) for one in shares])
    screen = OpenedScreen(program.context, OpenedModel(program.session, opened))
    program.shell.put(screen)
    cap, funds = program.context.captions.cap, {}
    for fund in opened.aggregate.funds:
        label = screen.findChild(QLabel, f"group:{cap('opened.fund', fund=fund.fund)}")
        assert label is not None
        funds[fund.fund] = label.text()
    return by_columns(model_of(program, "openedTable"), 2, OPENED), funds
