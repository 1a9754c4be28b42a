"""Check and lock: own sheets beside each other, what is missing, one act (look.md §9, picture d)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.review_list import BANDS, UNIT, ReviewList
from ui.viewmodels.finding import Findable
from ui.viewmodels.review import LACKING, LOCKED, READY, RECUSED, ReviewModel, SheetLine
from ui.views.review_columns import share_columns
from ui.views.review_doubts import DoubtsPane
from ui.views.review_lacking import lacking_card
from ui.views.screen import Hint, Screen
from ui.views.side_by_side import SideBySide
from ui.views.sign import SignQuestion
from ui.widgets.controls import button, drain, label, pane, rule, tight
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.review_cell import ReviewCell
from ui.widgets.score_strip import ScoreStrip
from zgc_review.domain.money import points
from zgc_review.errors import ReviewError

#: Room in pixels at 100 %, and the width of the pane at the right.
_SIDE = ((1200, 424), (960, 344), (760, 300), (0, 276))


class ReviewScreen(Screen):
    """Everything before the lock.

    Signals:
        sheet_asked: application id and the name of the field to go to, or empty.
        back_asked: return to scoring.
        return_asked: everything is locked; write the files.
        turned: the list or the comparison is on show: other keys work.
    """

    place = "review.place"
    sheet_asked = Signal(str, str)
    back_asked = Signal()
    return_asked = Signal()
    turned = Signal()

    def __init__(self, context: Context, model: ReviewModel) -> None:
        super().__init__(context, name="review")
        self.model = model
        self.list = ReviewList(model, context.captions)
        self.table = QTableView()
        self.strip = ScoreStrip(context)
        self.error = ErrorPane(context)
        self.title = label("title")
        self.counts = label("body", "second", name="reviewCounts", wrap=True)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.strip_title = label("small", "second")
        self.lacking_title = label("title", name="reviewLacking", wrap=True)
        self._lacking = QVBoxLayout()
        self.doubts = DoubtsPane(context)
        self.beside = SideBySide(context)
        self._pages = QStackedWidget()
        self.foot = label("small", "second", wrap=True)
        self.progress = ProgressBar(context, name="reviewProgress")
        self._busy = False
        self.some = button(lambda: self._ask(READY), name="reviewLockReady")
        self.all = button(lambda: self._ask(""), "primary", name="reviewLockAll")
        self._set_up_table()
        self._lay_out()
        self._wire()
        self.retranslate()

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("reviewList")
        table.setModel(self.list)
        table.setItemDelegate(ReviewCell(self.context, table))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setProperty("type", "micro")
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        # The numbers begin where the words of the page do.
        table.horizontalHeader().setProperty("edge", "page")
        table.horizontalHeader().setSectionResizeMode(UNIT, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(self._open)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        tight(column)
        head = QHBoxLayout()
        tight(head, 0, 16)
        head.setContentsMargins(16, 12, 16, 4)
        head.addWidget(self.title)
        head.addWidget(self.counts, 1)
        column.addLayout(head)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        tight(above, 0, 0)
        above.setContentsMargins(16, 0, 16, 4)
        above.addWidget(self.strip_title)
        above.addWidget(self.strip)
        column.addWidget(self._above)
        column.addWidget(rule())
        column.addWidget(self.error)
        column.addWidget(self.table, 1)
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        tight(row)
        row.addWidget(left, 1)
        row.addWidget(rule("v"))
        row.addWidget(self._side())
        self._pages.addWidget(self._whole)
        self._pages.addWidget(self.beside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self._pages)

    def _side(self) -> QWidget:
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        tight(column)
        body = QWidget()
        inner = QVBoxLayout(body)
        tight(inner, 20, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        self._sign = IconLabel(self.context, "error-warning-fill", "warn", 20)
        head.addWidget(self._sign)
        head.addWidget(self.lacking_title, 1)
        inner.addLayout(head)
        tight(self._lacking, 0, 8)
        inner.addLayout(self._lacking)
        inner.addSpacing(12)
        inner.addWidget(self.doubts)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        column.addWidget(scroll, 1)
        column.addWidget(self._footer())
        return self._right

    def _footer(self) -> QWidget:
        foot = pane("footer")
        inner = QVBoxLayout(foot)
        tight(inner, 20, 12)
        inner.addWidget(self.foot)
        inner.addWidget(self.progress)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.some, 1)
        row.addWidget(self.all, 1)
        inner.addLayout(row)
        return foot

    def _wire(self) -> None:
        self.model.loaded.connect(self._resize)
        self.model.loaded.connect(self._follow)
        self.model.locked.connect(self._was_locked)
        self.model.failed.connect(self._refused)
        self.context.theme.changed.connect(self._resize)
        self.doubts.look_asked.connect(self._go)
        self.doubts.beside_asked.connect(self.compare)
        self.beside.back_asked.connect(self._back_to_list)
        self.beside.sheet_asked.connect(lambda name: self.sheet_asked.emit(name, ""))
        keys = (("F8", self._next_missing), ("Escape", self.back_asked.emit), ("V", self._compare_chosen))
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self._whole)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def entered(self) -> None:
        """Read the sheets; the list has the focus."""
        self._resize()
        self.model.load()
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        cap = self.cap
        if self._pages.currentWidget() is self.beside:
            return (
                ("Tab", cap("review.hint.column")),
                ("↑ ↓", cap("review.hint.another")),
                ("2 3", cap("review.hint.columns")),
                ("PgUp PgDn", cap("review.hint.scroll")),
                ("Enter", cap("review.hint.open")),
                ("Esc", cap("review.hint.list")),
                ("F1", cap("help.keys")),
            )
        return (
            ("Enter", cap("review.hint.open")),
            ("F8", cap("review.hint.missing")),
            ("V", cap("review.hint.beside")),
            ("Esc", cap("review.hint.back")),
            ("F1", cap("help.keys")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("review.title"))
        self.table.setAccessibleName(self.cap("review.title"))
        self.foot.setText(self.cap("review.foot"))
        self._resize()
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip goes first, then the chips (look.md §9)."""
        super().resizeEvent(event)
        self._resize()

    def _resize(self) -> None:
        px = self.context.theme.px
        room = self.width() / self.context.theme.factor
        self._right.setFixedWidth(px(next(wide for least, wide in _SIDE if room >= least)))
        self._above.setVisible(self.height() >= px(520))
        width = self.width() - self._right.width()
        criteria = max((len(line.bands) for line in self.model.lines), default=5)
        self.table.setColumnHidden(BANDS, width < px(720))
        stage = next((line.stage for line in self.model.lines if line.bands), "proposal")
        share_columns(self.context, self.table, room, criteria, stage)

    def _edge_words(self, code: str, least: int) -> str:
        word = self.context.captions.texts.get(f"form.word.decision.{code}")
        return self.cap("review.mark.from", word=f"{word[:1].upper()}{word[1:]}", points=least // 100)

    def _follow(self) -> None:
        """Show counts, dots, what is missing, what the buttons would do."""
        model, cap = self.model, self.cap
        ready, lacking = model.of_kind(READY), model.of_kind(LACKING)
        done = [line for line in model.lines if line.kind in {READY, LOCKED}]
        recused = len(model.of_kind(RECUSED))
        self.counts.setText(
            cap(
                "review.counts",
                due=len(done) + len(lacking),
                done=len(done),
                lacking=len(lacking),
                recused=recused,
            )
        )
        self.strip_title.setText(self.cap_count("review.strip", len(done)))
        marks = [(least, self._edge_words(code, least)) for code, least in model.overview.edges]
        self.strip.show_totals([line.total for line in done if line.total is not None], marks)
        count = sum(len(line.lacking) for line in lacking)
        self.lacking_title.setText(
            self.cap_count("review.missing", count) if count else cap("review.nothing_missing")
        )
        self._sign.set_icon(
            "error-warning-fill" if count else "checkbox-circle-fill", "warn" if count else "ok"
        )
        self._fill_lacking(lacking)
        self.doubts.show_doubts(model.overview, done)
        self.some.setText(self.cap_count("review.lock_ready", len(ready)))
        self.some.setVisible(bool(ready) and bool(lacking))
        self.some.setEnabled(self.model.session.writable and not self._busy)
        self._show_main(len(ready), len(lacking))

    def _show_main(self, ready: int, lacking: int) -> None:
        """The one prominent act: lock everything, or go on to the return once all are locked."""
        everything_locked = not ready and not lacking and bool(self.model.of_kind(LOCKED))
        if everything_locked:
            self.all.setText(self.cap("review.go_return"))
            self.all.setEnabled(True)
        else:
            self.all.setText(self.cap_count("review.lock_all", ready + lacking))
            able = self.model.session.writable and not self._busy
            self.all.setEnabled(bool(ready) and not lacking and able)
        self.all.setToolTip(self.cap_count("review.lacking", lacking) if lacking else "")

    def _fill_lacking(self, lines: Sequence[SheetLine]) -> None:
        drain(self._lacking)
        for line in lines:
            self._lacking.addWidget(lacking_card(self.context, line, self._go))

    def compare(self, *chosen: str) -> None:
        """Show own sheets of the sub-direction of these applications beside each other."""
        lines = [one for one in self.model.lines if one.application.application_id == chosen[0]]
        if not lines or not lines[0].direction:
            return
        direction = lines[0].direction
        others = [one for one in self.model.lines if one.direction == direction]
        others.sort(key=lambda one: one.application.number)
        total = lines[0].total or 0
        near = sorted(
            (one for one in others if one.total is not None), key=lambda one: abs((one.total or 0) - total)
        )
        ids = [*chosen, *(one.application.application_id for one in near)]
        name = self.model.overview.names.get(direction, ("", ""))
        self.beside.show_sheets(others, name, tuple(dict.fromkeys(ids)))
        self._pages.setCurrentWidget(self.beside)
        self.turned.emit()

    def findable(self) -> Sequence[Findable]:
        """Return the list; of a closed application the number alone."""
        return [
            Findable(one.application.number, one.unit if one.bands else "", one.application.application_id)
            for one in self.model.lines
        ]

    def go_to(self, target: str) -> bool:
        """Choose an application in the list."""
        self._back_to_list()
        ids = [one.application.application_id for one in self.model.lines]
        if target in ids:
            self.table.selectRow(ids.index(target))
        return target in ids

    def _compare_chosen(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.lines):
            self.compare(self.model.lines[row].application.application_id)

    def _back_to_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self.table.setFocus()
        self.turned.emit()

    def _go(self, line: SheetLine) -> None:
        field = str(line.lacking[0].params.get("criterion", "")) if line.lacking else ""
        self.sheet_asked.emit(line.application.application_id, field)

    def _open(self, index: QModelIndex) -> None:
        line = self.list.line(index.row())
        if line.bands:
            self._go(line)

    def _next_missing(self) -> None:
        lacking = self.model.of_kind(LACKING)
        if lacking:
            self._go(lacking[0])

    def _ask(self, kind: str) -> None:
        """Ask before signing: counts, numbers, totals."""
        lines = self.model.of_kind(READY)
        if not kind and not lines:
            self.return_asked.emit()
            return
        # A number and its total stay on one line.
        totals = (f"{line.application.number}\u00a0{points(line.total or 0)}" for line in lines[:12])
        listed = " · ".join(totals)
        more = self.cap_count("review.more", len(lines) - 12) if len(lines) > 12 else ""
        question = SignQuestion(
            self.context,
            self.cap_count("review.question", len(lines)),
            f"{self.cap('review.question_text')}\n{listed} {more}",
            self.cap_count("review.lock_ready" if kind else "review.lock_all", len(lines)),
            self,
        )
        question.signed.connect(partial(self._lock, lines))
        question.open()

    def _lock(self, lines: Sequence[SheetLine], passphrase: str) -> None:
        """Sign; meanwhile the window says so, and nothing can be signed twice."""
        self._work(busy=True)
        self.progress.start(said=self.cap_count("review.signing", len(lines)))
        self.model.lock(lines, passphrase)

    def _work(self, *, busy: bool) -> None:
        self._busy = busy
        if not busy:
            self.progress.finish()
        self._follow()

    def _refused(self, fault: ReviewError) -> None:
        self._work(busy=False)
        self.error.show_error(fault)

    def _was_locked(self, _count: int) -> None:
        self._work(busy=False)
        self.error.clear()
        if not self.model.of_kind(READY) and not self.model.of_kind(LACKING):
            self.return_asked.emit()
