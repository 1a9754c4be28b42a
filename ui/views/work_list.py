"""The work list as a page: everything there is to score, found, sorted, by sub-direction (look.md §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.work_list import WorkTable
from ui.viewmodels.finding import Findable
from ui.viewmodels.score_data import FINISHED, Entry
from ui.viewmodels.work_list import STATES, Group, Wanted, WorkLine, WorkModel, toggled
from ui.views.score_find import board_things
from ui.views.screen import Hint, Screen
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import IconButton, button, label, pane, tight
from ui.widgets.field_button import ClearButton
from ui.widgets.notices import ErrorPane
from ui.widgets.work_table import WorkTableView

_TYPING = 80  # ms without a key before the list is searched


class WorkListScreen(Screen):
    """Every application with state, missing items and own scores.

    Signals:
        sheet_asked: id of the application to score.
        check_asked: check and lock.
        declare_asked: the declaration is not signed yet.
        settle_asked: gates that await the own answer.
        back_asked: back to scoring.
    """

    place = "work.place"
    sheet_asked = Signal(str)
    check_asked = Signal()
    declare_asked = Signal()
    settle_asked = Signal()
    back_asked = Signal()

    def __init__(self, context: Context, model: WorkModel) -> None:
        super().__init__(context, name="workList")
        self.model = model
        self.wanted = Wanted()
        self.rows = WorkTable(context.captions)
        self.rows.setParent(self)
        self.table = WorkTableView(context, self.rows)
        self.title = label("title")
        self.counts = label("body", "second", name="workCounts")
        self.search = QLineEdit()
        self.search.setObjectName("workSearch")
        ClearButton(context, self.search)
        self.state = ChoiceBox(context, name="workState", letters=8)
        self.direction = ChoiceBox(context, name="workDirection", letters=10)
        self.order = ChoiceBox(context, name="workOrder", letters=12)
        self.turn = IconButton(context, "arrow-up-line", self._turn, name="workTurn")
        self.grouped = QCheckBox()
        self.grouped.setObjectName("workGrouped")
        self.grouped.setChecked(self.wanted.grouped)
        self.error = ErrorPane(context)
        self.empty = label("body", "second", name="workEmpty", wrap=True)
        self.clear = button(self._clear, name="workClear")
        self.open = button(self._open, "primary", name="workOpen")
        self.settles = button(self.settle_asked.emit, name="workSettle")
        self.check = button(self.check_asked.emit, name="workCheck")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        tight(head, 0, 16)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.counts)
        self._filters = QHBoxLayout()
        tight(self._filters, 0, 8)
        self._filters.addWidget(self.search, 3)
        self._filters.addWidget(self.state, 1)
        self._filters.addWidget(self.direction, 2)
        self._filters.addWidget(self.order, 1)
        self._filters.addWidget(self.turn)
        self._filters.addSpacing(8)
        self._filters.addWidget(self.grouped)
        top = QVBoxLayout()
        tight(top, 0, 10)
        top.setContentsMargins(16, 12, 16, 10)
        top.addLayout(head)
        top.addLayout(self._filters)
        top.addWidget(self.error)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(top)
        column.addWidget(self._nothing())
        column.addWidget(self.table, 1)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(16, 12, 16, 12)
        bar.addWidget(self.settles)
        bar.addStretch(1)
        bar.addWidget(self.check)
        bar.addWidget(self.open)
        column.addWidget(foot)

    def _nothing(self) -> QWidget:
        """Return what stands in place of the lines where there are none."""
        self._blank = QWidget()
        column = QVBoxLayout(self._blank)
        tight(column, 32, 12)
        column.addWidget(self.empty)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._blank

    def _wire(self) -> None:
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self.error.show_error)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self._narrow)
        self.search.returnPressed.connect(self._to_table)
        self.state.activated.connect(lambda _index: self._narrow())
        self.direction.activated.connect(lambda _index: self._narrow())
        self.order.activated.connect(lambda _index: self._narrow())
        self.grouped.clicked.connect(lambda _ticked: self._narrow())
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.entered_line.connect(self._open)
        self.table.folded.connect(self._fold)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._say_open())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._back)

    def entered(self) -> None:
        """Read the list; it has the focus."""
        self.error.clear()
        self.model.load()
        self.table.setFocus()

    def settle(self) -> None:
        """No search after the page is left."""
        self._typing.stop()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        cap = self.cap
        if not self.model.work.is_declared:
            return (("F1", cap("help.keys")),)
        return (
            ("Enter", cap("work.hint.open")),
            ("← →", cap("work.hint.fold")),
            ("Ctrl F", cap("work.hint.find")),
            ("Ctrl K", cap("work.hint.anywhere")),
            ("Esc", cap("work.hint.back")),
            ("F1", cap("help.keys")),
        )

    def findable(self) -> Sequence[Findable]:
        """Return every line."""
        return board_things(self.model.work.is_declared, [one.entry for one in self.model.work.lines])

    def go_to(self, target: str) -> bool:
        """Choose an application."""
        self.choose(target)
        return True

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self.cap
        self.title.setText(cap("work.title"))
        self.table.setAccessibleName(cap("work.title"))
        self.search.setPlaceholderText(cap("work.search"))
        self.search.setAccessibleName(cap("work.search"))
        self.state.setAccessibleName(cap("work.state_name"))
        self.direction.setAccessibleName(cap("work.direction_name"))
        self.order.setAccessibleName(cap("work.order_name"))
        self.grouped.setText(cap("work.grouped"))
        self.check.setText(cap("work.check"))
        self._fill_boxes()
        self.table.share_width()
        self._say()

    def sort_by(self, column: int) -> None:
        """Sort by a column; by the same one again the other way round."""
        key = self.rows.sort_key(column)
        down = not self.wanted.down if key == self.wanted.column else self._begins_down(key)
        self._show(replace(self.wanted, column=key, down=down))
        self.order.setCurrentIndex(self.order.findData(key))

    def choose(self, application_id: str) -> None:
        """Choose an application; what hides it gives way."""
        if self.rows.place_of(application_id) < 0:
            self._clear()
        self.table.choose(self.rows.place_of(application_id))
        self.table.setFocus()

    def _loaded(self) -> None:
        self._fill_boxes()
        self._show(self.wanted, keep=True)
        self.table.share_width()

    def _fill_boxes(self) -> None:
        """Offer states, sub-directions and columns, keeping what is chosen."""
        cap, work = self.cap, self.model.work
        _offer(self.state, [(cap(f"work.state.{one}"), one) for one in STATES], self.wanted.state)
        names = [(self.rows.direction_words(one), one) for one in work.names]
        _offer(self.direction, [(cap("work.all_directions"), ""), *names], self.wanted.direction)
        columns = [(self.rows.column_words(n), self.rows.sort_key(n)) for n in range(len(self.rows.columns))]
        offered = [(cap("work.order", column=words), key) for words, key in columns]
        _offer(self.order, offered, self.wanted.column)

    def _narrow(self) -> None:
        """Show what the fields ask for."""
        self._typing.stop()
        column = self.order.currentData()
        column = self.wanted.column if column is None else column
        down = self.wanted.down if column == self.wanted.column else self._begins_down(column)
        self._show(
            replace(
                self.wanted,
                words=self.search.text(),
                state=str(self.state.currentData() or "all"),
                direction=str(self.direction.currentData() or ""),
                column=column,
                down=down,
                grouped=self.grouped.isChecked(),
            )
        )

    @staticmethod
    def _begins_down(column: str | int) -> bool:
        """Scores begin with the highest, words with the first."""
        return isinstance(column, int) or column == "total"

    def _turn(self) -> None:
        self._show(replace(self.wanted, down=not self.wanted.down))

    def _clear(self) -> None:
        """Show every application; without a declaration go there."""
        if not self.model.work.is_declared:
            self.declare_asked.emit()
            return
        self.search.clear()
        self._typing.stop()
        self._show(replace(self.wanted, words="", state="all", direction="", folded=frozenset()))
        self._fill_boxes()

    def _show(self, wanted: Wanted, *, keep: bool = False) -> None:
        """Show a view of the list.

        Args:
            keep: the chosen application stays chosen; else the view begins at its first line.
        """
        chosen = self._chosen()
        before = len(self.rows.columns)
        self.wanted = wanted
        self.rows.show_work(self.model.work, wanted)
        if len(self.rows.columns) != before:
            self._fill_boxes()
        place = self.rows.place_of(chosen.application_id) if keep and chosen is not None else -1
        self.table.choose(place if place >= 0 else self._first())
        if not keep:
            self.table.scrollToTop()
        self._say()

    def _first(self) -> int:
        """Return the first line below the heads."""
        return next((n for n, one in enumerate(self.rows.rows) if isinstance(one, WorkLine)), 0)

    def _say(self) -> None:
        """Say counts, what is empty, what the buttons do."""
        work, cap = self.model.work, self.cap
        counts = work.counts
        done, begun, untouched = (
            sum(counts[one] for one in kinds) for kinds in (FINISHED, ("begun",), ("untouched",))
        )
        due = done + begun + untouched
        said = [
            cap(
                "work.counts",
                due=f"{due:,}",
                done=f"{done:,}",
                begun=f"{begun:,}",
                untouched=f"{untouched:,}",
            )
        ]
        if counts["changed"]:
            said.append(cap("work.counts_changed", changed=f"{counts['changed']:,}"))
        self.counts.setText(" · ".join(said) if work.is_declared else "")
        down = self.wanted.down
        self.turn.set_icon("arrow-down-line" if down else "arrow-up-line")
        self.turn.say(cap("work.downward" if down else "work.upward"))
        count = f" {work.unsettled:,}" if work.unsettled else ""
        self.settles.setText(self.cap("settle.open_list") + count)
        self.settles.setVisible(work.settles)
        self._say_empty()
        self._say_open()

    def _say_empty(self) -> None:
        work, cap = self.model.work, self.cap
        nothing = not self.rows.rows
        self._blank.setVisible(nothing)
        self.table.setVisible(not nothing)
        self.clear.setVisible(not work.is_declared or bool(work.lines))
        if not work.is_declared:
            self.empty.setText(cap("work.undeclared"))
            self.clear.setText(cap("work.to_declare"))
        else:
            self.empty.setText(cap("work.none_found" if work.lines else "work.nothing"))
            self.clear.setText(cap("work.clear"))

    def _say_open(self) -> None:
        entry = self._chosen()
        words = self.cap("work.open", number=entry.number) if entry else self.cap("work.open_nothing")
        self.open.setText(words)
        self.open.setEnabled(entry is not None)
        self.check.setEnabled(bool(self.model.work.lines))

    def _chosen(self) -> Entry | None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.rows.rows):
            return None
        shown = self.rows.row(row)
        return shown.entry if isinstance(shown, WorkLine) else None

    def _open(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self.sheet_asked.emit(entry.application_id)

    def _fold(self, direction: str) -> None:
        self._show(toggled(self.wanted, direction), keep=True)
        heads = ((n, one) for n, one in enumerate(self.rows.rows) if isinstance(one, Group))
        self.table.choose(next((n for n, one in heads if one.direction == direction), 0))

    def _to_table(self) -> None:
        self._narrow()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _back(self) -> None:
        """From the field back to the lines, from the lines back to scoring."""
        if self.search.hasFocus() and self.table.isVisible():
            self._to_table()
        else:
            self.back_asked.emit()


def _offer(box: QComboBox, entries: Sequence[tuple[str, object]], chosen: object) -> None:
    """Fill a box with words and values, and choose a value."""
    box.clear()
    for words, value in entries:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
