"""What deserves a second look before locking: contradictions inside a sheet and between own sheets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.finding_words import finding_words
from ui.viewmodels.review import Overview, SheetLine
from ui.widgets.controls import button, drain, label, tight
from zgc_review.scoring.order import Contradiction

_MOST = 12


class DoubtsPane(QWidget):
    """Sentences, each with the way to the sheets it is about; nothing of it blocks.

    Signals:
        look_asked: a :class:`SheetLine` to open.
        beside_asked: ids of two applications to compare.
    """

    look_asked = Signal(object)
    beside_asked = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("doubts")
        self.title = label("head")
        self.hint = label("small", "hint", wrap=True)
        self.more = label("small", "hint", name="doubtsMore")
        self._list = QVBoxLayout()
        tight(self._list, 0, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title)
        head.addWidget(self.hint, 1)
        column = QVBoxLayout(self)
        tight(column, 0, 8)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self.more)

    def show_doubts(self, overview: Overview, lines: Sequence[SheetLine]) -> None:
        """Show contradictions of these sheets, then those between all of them."""
        cap = self._context.captions.cap
        drain(self._list)
        self.title.setText(cap("review.doubts"))
        self.hint.setText(cap("review.doubts_hint"))
        own = [(line, one) for line in lines for one in line.doubts]
        count = len(own) + len(overview.contradictions)
        for line, finding in own[:_MOST]:
            said = finding_words(self._context.captions, finding, line.criteria)
            self._list.addWidget(self._own(line, f"{line.application.number}　{said}"))
        for one in overview.contradictions[: max(0, _MOST - len(own))]:
            self._list.addWidget(self._between(overview, one))
        rest = count - _MOST
        self.more.setText(self._context.captions.cap_count("review.doubts_more", rest) if rest > 0 else "")
        self.more.setVisible(rest > 0)
        self.setVisible(bool(count))

    def _own(self, line: SheetLine, said: str) -> QWidget:
        holder, row = self._line(said)
        row.addWidget(self._look(line))
        return holder

    def _between(self, overview: Overview, one: Contradiction) -> QWidget:
        """Return a sentence about two sheets, with the way to both beside each other."""
        said = self._context.captions.finding(one.finding)[0]
        line = next(each for each in overview.lines if each.application.application_id == one.first)
        holder, row = self._line(said)
        ways = QVBoxLayout()
        tight(ways)
        act = partial(self.beside_asked.emit, one.first, one.second)
        beside = button(act, "quiet", name=f"beside:{line.application.number}")
        beside.setText(self._context.captions.cap("review.beside.act"))
        beside.setAccessibleName(f"{beside.text()} {line.application.number}")
        ways.addWidget(beside)
        ways.addWidget(self._look(line))
        row.addLayout(ways)
        return holder

    def _line(self, said: str) -> tuple[QWidget, QHBoxLayout]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 0, 8)
        words = label("body", wrap=True)
        words.setText(said)
        row.addWidget(words, 1)
        return holder, row

    def _look(self, line: SheetLine) -> QWidget:
        look = button(partial(self.look_asked.emit, line), "quiet", name=f"look:{line.application.number}")
        look.setText(self._context.captions.cap("review.look"))
        look.setAccessibleName(f"{look.text()} {line.application.number}")
        return look
