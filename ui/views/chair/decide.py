"""Budget and decisions: a ranking with its line, a decision for each row, one list to sign (rules §8, §9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.chair_decide import PLACE, RUNNING, WIDTHS, DecideTable
from ui.viewmodels.chair.decide import DecideModel
from ui.viewmodels.chair.decide_rows import RESERVE, DecideRow
from ui.views.ask import Question
from ui.views.chair.decide_bar import DecideBar
from ui.views.chair.decide_columns import fit_columns
from ui.views.chair.decide_detail import DecideDetail
from ui.views.chair.decide_words import lacking_words, page_name, question_words, sum_words
from ui.views.chair.derivation import DerivationDialog
from ui.views.chair.projector import toggle_projector
from ui.views.chair.ties import TiesDialog
from ui.views.folders import ask_file, ask_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.errors import ReviewError
from zgc_review.services.derivation import Derivation

_WIDE = 1080  # pixels at 100 % from which every column has room
_KEYS_OF_LINE = frozenset("MLRWE")
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)


class DecidePage(Screen):
    """The ranking and what is decided about it.

    Signals:
        discussion_asked: id of an application to discuss.
    """

    place = "decide.page"
    wants_room = True
    discussion_asked = Signal(str)

    def __init__(self, context: Context, model: DecideModel) -> None:
        super().__init__(context, name="chairDecide")
        self.model = model
        self._chosen = ""
        self._asked = ""
        self._letters: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_L: model.explain_line,
            Qt.Key.Key_R: self._toggle_reserve,
            Qt.Key.Key_P: lambda: toggle_projector(context),
        }
        self.bar = DecideBar(context, model)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.done = label("small", "ok", name="decideDone", wrap=True)
        self.empty = label("body", "second", name="decideEmpty", wrap=True)
        self.rows = DecideTable(context.captions, model.is_included, self)
        self.table = LineTable(context, self.rows, WIDTHS, name="decideTable")
        self.detail = DecideDetail(context, model)
        self.sum = label("body", "second", name="decideSum", wrap=True)
        self.lacking = label("small", "hint", name="decideLacking", wrap=True)
        self.act = button(self._ask_folder, "primary", name="decideAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 6)
        top.setContentsMargins(16, 12, 16, 8)
        for one in (self.bar, self.error, self.progress, self.done, self.empty):
            top.addWidget(one)
        column.addLayout(top)
        self.middle = QWidget()
        row = QHBoxLayout(self.middle)
        tight(row)
        row.addWidget(self.table, 1)
        row.addWidget(rule("v"))
        row.addWidget(self.detail)
        column.addWidget(self.middle, 1)
        self.foot = pane("footer")
        below = QHBoxLayout(self.foot)
        tight(below, 0, 32)
        below.setContentsMargins(16, 10, 16, 10)
        words = QVBoxLayout()
        tight(words, 0, 2)
        words.addWidget(self.sum)
        words.addWidget(self.lacking)
        below.addLayout(words, 1)
        below.addWidget(self.act)
        column.addWidget(self.foot)
        column.addStretch(0)
        self.done.hide()
        self.empty.hide()

    def _wire(self) -> None:
        model = self.model
        model.working.connect(self.progress.start)
        model.loaded.connect(self._panel_read)
        model.changed.connect(self._show)
        model.signed.connect(self._signed)
        model.written.connect(self._written)
        model.read.connect(self._read)
        model.explained.connect(self._explain)
        model.failed.connect(self._refused)
        self.table.activated.connect(self._ask_how)
        self.detail.discussion_asked.connect(self.discussion_asked)
        self.detail.how.clicked.connect(lambda _checked=False: self._ask_how(self.table.currentIndex()))
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._toggle(self.table.currentIndex().row()))
        self.table.clicked.connect(lambda index: self._toggle(index.row()) if index.column() == 0 else None)
        self.context.theme.changed.connect(self._fit)
        self.bar.ties.clicked.connect(lambda _checked=False: self._order())
        self.bar.take.clicked.connect(lambda _checked=False: self._ask_list())
        self.bar.give.clicked.connect(lambda _checked=False: self._ask_name())

    def entered(self) -> None:
        """Read what is not read yet."""
        self.model.show()
        (self.table if self.table.isVisible() else self).setFocus()

    def settle(self) -> None:
        """Store what is noted."""
        self.model.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        found = (
            ("↑ ↓", "chair.hint.move"),
            (f"1–{len(self.model.conclusions)}", "decide.hint.word"),
            ("M", "decide.hint.amount"),
            ("Space", "decide.hint.include"),
            ("Enter", "chair.hint.explain"),
            ("L", "decide.hint.line"),
            ("R", "decide.hint.reserve"),
            ("W", "decide.hint.try"),
            ("E", "decide.hint.ties"),
        )
        has_line = self.model.has_line
        return tuple((key, self.cap(words)) for key, words in found if has_line or key not in _KEYS_OF_LINE)

    def note(self) -> str:
        """Say over what the ranks run."""
        return self.cap("chair.seen")

    def retranslate(self) -> None:
        """Set every text anew."""
        self.table.setAccessibleName(self.cap("decide.page"))
        self.empty.setText(self.cap("chair.empty"))
        self.bar.retranslate()
        self.detail.retranslate()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits decide, letters go where they say; none of it in text fields."""
        key, plain = Qt.Key(event.key()), not event.modifiers()
        row = self._row
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus()
        elif not plain:
            super().keyPressEvent(event)
        elif event.key() in _DIGITS and row is not None:
            self._decide(row, event.key() - Qt.Key.Key_1)
        elif key == Qt.Key.Key_M and self.detail.amount.isEnabled():
            self.detail.amount.setFocus()
            self.detail.amount.selectAll()
        elif key == Qt.Key.Key_W and self.bar.tries.isVisible():
            self.bar.toggle()
        elif key == Qt.Key.Key_E and self.bar.ties.isEnabled():
            self._order()
        elif key in self._letters:
            self._letters[key]()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the table shows less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.context.theme.px(_WIDE)
        self.detail.fit(narrow=narrow)
        room = self.width() - self.detail.width()
        fit_columns(self.table, self.rows, self.context.theme, room, narrow=narrow)

    def go_to(self, target: str) -> bool:
        """Choose the row of an application; what keeps it from view is taken back."""
        if self.rows.place_of(target) < 0 and self.model.sheet.row(target) is not None:
            self.model.show_only("")
        at = self.rows.place_of(target)
        self.rows.hand_out(at)
        self.table.choose(at)
        return at >= 0

    # -- how numbers came

    def _ask_how(self, index: QModelIndex) -> None:
        """Tell how the numbers of a row came; on its place in the line, how the line did."""
        row = self._row
        if row is None or not index.isValid():
            return
        self.error.clear()
        if index.column() in {PLACE, RUNNING} and self.model.has_line:
            self.model.explain_line()
        else:
            self._asked = row.application
            self.model.explain(row.application)

    def _explain(self, derivation: Derivation) -> None:
        row = self.model.sheet.row(self._asked)
        words = "" if row is None or derivation.subject == "pool" else row.entry.unit
        if self.model.sheet.is_what_if:
            words = "　".join(one for one in (words, self.cap("decide.try.lead")) if one)
        DerivationDialog(self.context, derivation, words, self).open()

    def _toggle_reserve(self) -> None:
        """Show the reserve list alone, or everything again."""
        if any(one.decision == RESERVE for one in self.model.sheet.rows):
            self.model.show_only("" if self.model.only else RESERVE)

    def begin(self) -> None:
        """The next act: sign what is on the list."""
        if self.act.isEnabled():
            self._ask_folder()

    # -- signing

    def ask(self, folder: Path) -> None:
        """Ask before signing: counts, ids, amount, and where the files go (U7)."""
        summary = self.model.summary
        if not summary.count or summary.refused:
            return
        question = Question(
            self.context,
            self.cap_count("decide.ask.title", summary.count),
            "\n".join(question_words(self.context.captions, self.model, self.bar.fund.text(), folder)),
            self.cap_count("decide.ask.act", summary.count),
            self,
        )
        question.agreed.connect(lambda: self._sign(folder))
        question.open()

    def _sign(self, folder: Path) -> None:
        self.error.clear()
        self.done.hide()
        self.model.sign(folder)

    def _ask_folder(self) -> None:
        folder = ask_folder(self, self.cap("decide.folder"))
        if folder is not None:
            self.ask(folder)

    def _signed(self, paths: Sequence[Path]) -> None:
        folder = str(paths[0].parent) if paths else ""
        self._say_done(self.cap_count("decide.signed", len(paths), folder=folder))
        self.table.setFocus()  # the button that was pressed waits for the next pool

    # -- equals

    def _order(self) -> None:
        """Show the equals; the round chair may order them."""
        sheet, panel = self.model.sheet, self.model.panel.panel
        view = self.model.view
        if not sheet.tied or panel is None or view is None:
            return
        can = view.may_order and self.model.writable and not sheet.is_what_if
        dialog = TiesDialog(self.context, sheet.tied, panel.settings.tie_keys, self, can_sign=can)
        dialog.agreed.connect(self._ask_order_folder)
        dialog.open()

    def _ask_order_folder(self, order: Sequence[str], reason: str) -> None:
        folder = ask_folder(self, self.cap("decide.folder"))
        if folder is not None:
            self.order(order, reason, folder)

    def order(self, order: Sequence[str], reason: str, folder: Path) -> None:
        """Sign an order of equals."""
        self.error.clear()
        self.model.order(order, reason, folder)

    # -- lists

    def _ask_list(self) -> None:
        path = ask_file(self, self.cap("decide.import"), "CSV (*.csv)")
        if path is not None:
            self.error.clear()
            self.model.read_list(path)

    def _ask_name(self) -> None:
        scope = self.model.scope
        name = f"decisions-{scope.group}-{scope.pool or 'all'}.csv" if scope is not None else ""
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("decide.export"), name, "CSV (*.csv)")
        if chosen:
            self.error.clear()
            self.model.write_list(Path(chosen))

    def _written(self, path: Path) -> None:
        self._say_done(self.cap("decide.written", file=str(path)))

    def _read(self, count: int) -> None:
        self._say_done(self.cap_count("decide.read", count))

    # -- inside

    @property
    def _row(self) -> DecideRow | None:
        """The row that is chosen."""
        at = self.table.currentIndex().row()
        return self.rows.row(at) if 0 <= at < len(self.rows.rows) else None

    def _panel_read(self) -> None:
        """The panel is another one: read anew if anybody looks."""
        self.error.clear()
        if self.isVisible():
            self.model.show()
        self._show()

    def _decide(self, row: DecideRow, at: int) -> None:
        if at < len(self.model.conclusions):
            self.model.decide(row.application, self.model.conclusions[at])

    def _toggle(self, at: int) -> None:
        row = self.rows.row(at) if 0 <= at < len(self.rows.rows) else None
        if row is not None and not row.is_signed and self.model.writable:
            self.model.toggle(row.application)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.rows.rows):
            self._chosen = self.rows.row(at).application
            self.detail.show_row(self.rows.row(at))

    def _show(self) -> None:
        """Show the sheet; the same application stays chosen wherever it moved."""
        sheet, panel, rows = self.model.sheet, self.model.panel.panel, self.model.shown
        there = bool(sheet.rows)
        if not self.model.is_busy:
            self.progress.finish()
        self.middle.setVisible(there)
        self.foot.setVisible(there)
        self.empty.setVisible(panel is not None and not panel.lines)
        self.bar.offer()
        if self.rows.has_line != self.model.has_line:
            self.rows.has_line = self.model.has_line
            self.place = page_name(self.model)
        chosen, before = self._chosen, self.table.currentIndex().row()
        self.rows.show(rows)
        self._fit()
        self.bar.show_sheet(sheet)
        if rows:
            at = self.rows.place_of(chosen)
            at = at if at >= 0 else min(max(0, before), len(rows) - 1)
            self.rows.hand_out(at)
            self.table.choose(at)
            self._choose(at)
            if self.hasFocus():  # it waited here for the first rows
                self.table.setFocus()
        self._say_sum()

    def _say_sum(self) -> None:
        """Say what signing amounts to, and what is in its way."""
        model, captions = self.model, self.context.captions
        summary, sheet = model.summary, model.sheet
        self.sum.setText(sum_words(captions, model))
        self.act.setText(self.cap_count("decide.act", summary.count))
        self.lacking.setText(lacking_words(captions, model))
        self.lacking.setVisible(bool(self.lacking.text()))
        can = summary.count and not summary.refused and not sheet.is_what_if and model.writable
        self.act.setEnabled(bool(can) and not model.is_busy)

    def _say_done(self, words: str) -> None:
        self.done.setText(words)
        self.done.show()

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.error.show_error(fault)
