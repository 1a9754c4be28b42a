"""The round at a glance: ten steps, the next act, returns by expert, what was done last (picture e)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_post import HELD, IN, ReturnsTable, kind_of
from ui.progress_words import step_count, step_name, step_problem
from ui.viewmodels.secretary.board import ACTS, Board, BoardModel
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.board_cards import NextCard, RecentCard
from ui.widgets.controls import label, pane, tag, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.step_line import StepLine, StepMark
from zgc_review.domain.states import State
from zgc_review.errors import ReviewError

_LOG_FROM = 1000  # the log goes first (look.md §9)
_LISTED = 12
#: Acts of other pages.
ELSEWHERE = frozenset(
    {"import", "fix", "check", "pack", "collect", "consent", "decisions", "acknowledge"}
    | {"aggregate", "panel", "confirm", "prepare_seal", "seal"}
    | {"screen", "decide_conflicts", "rule", "share_scores", "open_scores"}
    | {"roster", "draw", "words", "seat", "distribute"}
)  # fmt: skip
#: Of which applications a question before an act gives the numbers.
_ABOUT = {"assign": State.ELIGIBLE}


class BoardPage(Screen):
    """The first page.

    Signals:
        place_asked: code of the next act, done on another page.
        log_asked: show the whole log.
    """

    place = "secretary.page.board"
    place_asked = Signal(str)
    log_asked = Signal()

    def __init__(self, context: Context, model: BoardModel) -> None:
        super().__init__(context, name="board")
        self.model = model
        self.title = label("page", name="boardTitle")
        self.version = tag("plain", name="boardVersion")
        self.suite = tag("plain")
        self.code = label("small", "second", name="boardCode")
        self.steps = StepLine(context)
        self.next = NextCard(context)
        self.error = ErrorPane(context)
        self.returns = ReturnsTable(context.captions, context.clock, self)
        widths = {0: 88, 1: 104, 2: 80, 3: 112}
        self.table = LineTable(context, self.returns, widths, name="returnsTable")
        self.table_title = label("head")
        self.table_empty = label("body", "second", name="returnsEmpty", wrap=True)
        self.table_count = label("small", "second", name="returnsCount")
        self.recent = RecentCard(context)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 16)
        column.setContentsMargins(24, 16, 24, 16)
        head = QHBoxLayout()
        tight(head, 0, 12)
        for one in (self.title, self.version, self.suite):
            head.addWidget(one)
        head.addStretch(1)
        head.addWidget(self.code)
        column.addLayout(head)
        line = pane("card")
        within = QVBoxLayout(line)
        tight(within, 12)
        within.addWidget(self.steps)
        column.addWidget(line)
        column.addWidget(self.next)
        column.addWidget(self.error)
        below = QHBoxLayout()
        tight(below, 0, 16)
        below.addWidget(self._table_card(), 1)
        below.addWidget(self.recent)
        column.addLayout(below, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def _table_card(self) -> QWidget:
        """Return the card with the returns."""
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 1)
        column.setContentsMargins(9, 12, 9, 8)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 8)
        head.addWidget(self.table_title)
        head.addStretch(1)
        head.addWidget(self.table_count)
        column.addLayout(head)
        self.table_empty.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.table_empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        return card

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.failed.connect(self._refused)
        self.next.asked.connect(self.begin)
        self.recent.log_asked.connect(self.log_asked)
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the round anew."""
        self.model.load()
        (self.next.act if self.next.act.isVisible() else self.table).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (("↑ ↓", self.cap("secretary.hint.row")),)

    def note(self) -> str:
        """Say how long the log is and whether it is whole."""
        board = self.model.board
        if board is None:
            return ""
        fine = not board.checked.findings
        key = "secretary.log_whole" if fine else "secretary.log_broken"
        return self.cap(key, count=f"{board.checked.head.size:,}")

    def retranslate(self) -> None:
        """Set every text anew."""
        head = self.model.session.head
        self.title.setText(head.row.title if head is not None else "")
        self.table_title.setText(self.cap("secretary.returns.title"))
        self.table.setAccessibleName(self.cap("secretary.returns.title"))
        self.table_empty.setText(self.cap("secretary.returns.empty"))
        if self.model.board is not None:
            self._say(self.model.board)
        self._fit()

    def begin(self) -> None:
        """Begin the next act: ask here, or go to its page."""
        board = self.model.board
        if board is None or not self.model.session.writable:
            return
        code = board.progress.act.code
        if code in ELSEWHERE:
            self.place_asked.emit(code)
        elif code in ACTS:
            self._ask(board, code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The log goes first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        self.recent.setFixedWidth(px(296))
        self.recent.setVisible(self.width() >= px(_LOG_FROM))
        self.code.setVisible(self.width() >= px(900))
        # In a low window the page scrolls, not a table of two rows within it.
        rows = 4 if self.height() >= px(560) else max(4, min(len(self.returns.rows), 9))
        self.table.setMinimumHeight(px(36) + rows * px("rowFinding"))

    def _ask(self, board: Board, code: str) -> None:
        """Ask before an act: how many, which."""
        state = _ABOUT.get(code)
        numbers = board.ids.get(state.value, ()) if state is not None else ()
        listed = " · ".join(numbers[:_LISTED])
        if len(numbers) > _LISTED:
            listed += f" {self.cap('secretary.more', count=len(numbers) - _LISTED)}"
        text = self.cap(f"secretary.ask.{code}")
        question = Question(
            self.context,
            self.cap(f"secretary.question.{code}", count=len(numbers)),
            f"{text}\n{listed}" if listed else text,
            self.next.act.text(),
            self,
        )
        question.agreed.connect(partial(self._act, code))
        question.open()

    def _act(self, code: str) -> None:
        self.error.clear()
        self.model.act(code)

    def _show(self) -> None:
        board = self.model.board
        if board is None:
            return
        self.error.clear()
        self.returns.show_rows(board.returns)
        self.table.setVisible(bool(board.returns))
        self.table_empty.setVisible(not board.returns)
        self._fit()
        self._say(board)

    def _say(self, board: Board) -> None:
        """Set every text that comes from the round."""
        texts, progress = self.context.captions.texts, board.progress
        self.version.setText(self.cap("secretary.round_version", n=progress.facts.version))
        self.suite.setText(self.cap("secretary.suite", name=board.suite))
        self.suite.setVisible(bool(board.suite))
        self.code.setText(self.cap("secretary.code", digits=board.code) if board.code else "")
        self.steps.set_steps(
            [
                StepMark(step_name(texts, one), one.state, step_count(texts, one), step_problem(texts, one))
                for one in progress.steps
            ]
        )
        can = progress.act.code in ELSEWHERE or progress.act.code in ACTS
        self.next.show_act(progress.act, can=can and self.model.session.writable)
        arrived = sum(kind_of(one) in {IN, HELD} for one in board.returns)
        sheets = sum(one.status.locked for one in board.returns)
        counts = {"done": arrived, "all": len(board.returns), "sheets": sheets}
        self.table_count.setText(self.cap("secretary.returns.count", **counts) if board.returns else "")
        self.recent.show_board(board)

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
