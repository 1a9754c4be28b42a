"""Cards of the board: the next act, and what was done last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.log_words import sentence
from ui.models.secretary_post import moment
from ui.progress_words import act_text, act_title
from ui.viewmodels.secretary.board import Board, Recent
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.marks import IconLabel
from zgc_review.services.progress import NextAct


class NextCard(QWidget):
    """What is sensible now, with the one prominent button.

    Signals:
        asked: the button was pressed.
    """

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._act: NextAct | None = None
        self._can = False
        self.setObjectName("nextCard")
        self.setProperty("pane", "next")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hint = label("small", "second")
        self.title = label("title", name="nextTitle", wrap=True)
        self.text = label("body", "second", name="nextText", wrap=True)
        self.act = button(self.asked.emit, "primary", name="nextAct")
        words = QVBoxLayout()
        tight(words, 0, 2)
        for one in (self.hint, self.title, self.text):
            words.addWidget(one)
        row = QHBoxLayout(self)
        tight(row, 16, 24)
        row.addLayout(words, 1)
        row.addWidget(self.act)
        context.captions.changed.connect(self.retranslate)

    def show_act(self, act: NextAct, *, can: bool) -> None:
        """Show an act; ``can``: it is done in this window."""
        self._act, self._can = act, can
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        if self._act is None:
            return
        texts, cap = self._context.captions.texts, self._context.captions.cap
        self.hint.setText(cap("secretary.next"))
        self.title.setText(act_title(texts, self._act))
        self.text.setText(act_text(texts, self._act))
        self.act.setVisible(self._can)
        if self._can:
            self.act.setText(cap(f"secretary.act.{self._act.code}"))
            self.act.setToolTip(f"{self.act.text()}  Ctrl+Enter")


class RecentCard(QWidget):
    """The newest events in sentences; at the foot whether the log is complete.

    Signals:
        log_asked: show the whole log.
    """

    log_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: Board | None = None
        self.setObjectName("recentCard")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head")
        self.all = button(self.log_asked.emit, "quiet", name="recentAll")
        self._list = QVBoxLayout()
        tight(self._list, 0, 8)
        self._foot_icon = IconLabel(context, size=16)
        self.foot = label("small", "second", name="recentFoot", wrap=True)
        self._lay_out()
        context.captions.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 16, 8)
        column.setContentsMargins(16, 5, 16, 16)  # its head is in line with that of the table beside
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.all)
        column.addLayout(head)
        holder = pane("plain")
        inner = QVBoxLayout(holder)
        tight(inner)
        inner.addLayout(self._list)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        tight(foot, 0, 6)
        foot.addWidget(self._foot_icon)
        foot.addWidget(self.foot, 1)
        column.addLayout(foot)

    def show_board(self, board: Board) -> None:
        """Show what was done last."""
        self._board = board
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.title.setText(cap("secretary.recent"))
        self.all.setText(cap("secretary.all_log"))
        if self._board is None:
            return
        drain(self._list)
        for one in self._board.recent:
            self._list.addWidget(self._line(self._board, one))
        checked = self._board.checked
        fine = not checked.findings
        self._foot_icon.set_icon("check-line" if fine else "error-warning-line", "ok" if fine else "danger")
        key = "secretary.log_whole" if fine else "secretary.log_broken"
        self.foot.setText(cap(key, count=f"{checked.head.size:,}"))

    def _line(self, board: Board, one: Recent) -> QWidget:
        """Return a line: when, what, how often."""
        captions = self._context.captions
        when, what = label("small", "second"), label("small", wrap=True)
        when.setText(moment(captions, self._context.clock, one.line.at).split()[-1])
        if one.line.at[:10] != self._context.clock.now()[:10]:
            when.setText(one.line.at[5:10])
        when.setToolTip(f"{one.line.at[:10]} {one.line.at[11:19]}")
        said = sentence(captions.texts, one.line, board.names)
        if one.count > 1:
            said = captions.cap("secretary.and_more", said=said, count=one.count - 1)
        what.setText(said)
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 0, 12)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(what, 1)
        return holder
