"""What stands in place of the score screen while nothing may be scored (acceptance C8)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.score_data import Board
from ui.widgets.controls import button, label, tight


class ScoreGate(QWidget):
    """Stands in place of everything while there is no declaration, or nothing to score (C8)."""

    def __init__(self, context: Context, act: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._board: Board | None = None
        self.setObjectName("scoreGate")
        self.title = label("title", name="scoreGateTitle", wrap=True)
        self.words = label("body", "second", wrap=True)
        self.act = button(act, "primary", name="scoreGateAct")
        inside = QWidget()
        inside.setMaximumWidth(640)
        column = QVBoxLayout(inside)
        tight(column, 32, 12)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        row = QHBoxLayout(self)
        tight(row)
        row.addStretch(1)
        row.addWidget(inside, 10)
        row.addStretch(1)

    def show_board(self, board: Board) -> None:
        """Say why nothing can be scored."""
        self._board = board
        self.retranslate()
        if not board.is_declared:
            QTimer.singleShot(0, self, self.act.setFocus)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        undeclared = self._board is not None and not self._board.is_declared
        self.title.setText(cap("score.gate.title" if undeclared else "score.empty.title"))
        self.words.setText(cap("score.gate.words" if undeclared else "score.empty.words"))
        self.act.setText(cap("score.gate.act"))
        self.act.setVisible(undeclared)
