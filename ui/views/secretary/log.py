"""The event log in sentences: found by act, person and text; the chain checked; its head as digits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout

from ui.context import Context
from ui.log_words import act_name
from ui.models.secretary_log import LogTable
from ui.viewmodels.secretary.log import LogModel, Wanted
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.line_table import LineTable
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.search_field import SearchField
from zgc_review.errors import ReviewError
from zgc_review.seal.digits import digits_of
from zgc_review.services.log_lines import CheckedLog, LogLine


class LogPage(Screen):
    """The whole log of the round."""

    place = "secretary.page.log"

    def __init__(self, context: Context, model: LogModel) -> None:
        super().__init__(context, name="logPage")
        self.model = model
        self._checked: CheckedLog | None = None
        self.title = label("title")
        self.count = label("small", "second", name="logCount")
        self.act = ChoiceBox(context, name="logAct")
        self.by = ChoiceBox(context, name="logBy", letters=6)
        self.since = ChoiceBox(context, name="logSince", letters=8)
        self.until = ChoiceBox(context, name="logUntil", letters=8)
        self.search = SearchField(context, self, name="logSearch")
        self.search.setProperty("tool", "")
        self.events = LogTable(context.captions)
        self.events.setParent(self)
        self.table = LineTable(context, self.events, {0: 64, 1: 168, 2: 88}, name="logTable")
        self.empty = label("body", "second", name="logEmpty", wrap=True)
        self.detail = label("small", "second", name="logDetail", wrap=True)
        self.error = ErrorPane(context)
        self.state_icon = IconLabel(context, size=18)
        self.state = label("body", name="logState", wrap=True)
        self.head_words = label("small", "second")
        self.head = label("title", name="logHead")
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.check = button(self._check, name="logCheck")
        self.export = button(self._choose, "quiet", name="logExport")
        self.told = label("small", "ok", name="logTold")
        self.progress = ProgressBar(context, name="logProgress")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 12)
        top.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.told)
        head.addWidget(self.export)
        top.addLayout(head)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.search, 2)
        row.addWidget(self.act, 2)
        row.addWidget(self.by, 1)
        row.addWidget(self.since, 1)
        row.addWidget(self.until, 1)
        top.addLayout(row)
        top.addWidget(self.error)
        top.addWidget(self.empty)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(24, 6, 24, 6)
        below.addWidget(self.detail)
        column.addLayout(below)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(24, 10, 24, 10)
        bar.addWidget(self.state_icon)
        bar.addWidget(self.state, 1)
        bar.addWidget(self.progress, 1)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.head_words)
        words.addWidget(self.head)
        bar.addLayout(words)
        bar.addWidget(self.check)
        column.addWidget(foot)

    def _wire(self) -> None:
        self.model.loaded.connect(self._fill)
        self.model.found.connect(self._show)
        self.model.checked.connect(self._show_checked)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.model.cancelled.connect(self._stopped)
        self.model.exported.connect(lambda path: self.told.setText(self.cap("log.exported", file=path.name)))
        for box in (self.act, self.by, self.since, self.until):
            box.activated.connect(lambda _index: self._find())
        self.search.sought.connect(lambda _text: self._find())
        self.search.left.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))

    def entered(self) -> None:
        """Read the log anew."""
        self.error.clear()
        self.model.load()
        self.table.setFocus()

    def settle(self) -> None:
        """No search after the page is left."""
        self.search.rest()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (("J K", self.cap("secretary.hint.row")), ("Ctrl F", self.cap("secretary.hint.find")))

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("secretary.page.log"))
        self.search.say(self.cap("secretary.log.search"))
        self.act.setAccessibleName(self.cap("secretary.log.act"))
        self.by.setAccessibleName(self.cap("secretary.log.person"))
        self.since.setAccessibleName(self.cap("conflicts.log.since"))
        self.until.setAccessibleName(self.cap("conflicts.log.until"))
        self.table.setAccessibleName(self.cap("secretary.page.log"))
        self.check.setText(self.cap("secretary.log.check"))
        self.export.setText(self.cap("log.export"))
        self.head_words.setText(self.cap("secretary.log.head"))
        self.empty.setText(self.cap("secretary.log.empty"))
        self._fill()
        self._tell()
        self._explain(self.table.currentIndex().row())

    def _fill(self) -> None:
        """Offer the acts and people of this log, keeping what is chosen."""
        texts = self.context.captions.texts
        named = sorted((act_name(texts, act), act) for act in self.model.log.acts)
        self._offer(self.act, self.cap("secretary.log.any_act"), named)
        people = [(code, code) for code in self.model.log.people]
        self._offer(self.by, self.cap("secretary.log.anybody"), people)
        days = [(day, day) for day in self.model.log.days]
        self._offer(self.since, self.cap("conflicts.log.since"), days)
        self._offer(self.until, self.cap("conflicts.log.until"), days)

    @staticmethod
    def _offer(box: QComboBox, anything: str, named: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        box.addItem(anything, "")
        for words, value in named:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _find(self) -> None:
        act, by, since, until = (
            str(box.currentData() or "") for box in (self.act, self.by, self.since, self.until)
        )
        self.model.find(Wanted(act, by, self.search.text(), since, until))

    def _show(self, lines: Sequence[LogLine]) -> None:
        self.events.show_log(lines, self.model.log.names)
        self.empty.setVisible(not lines)
        self.export.setEnabled(bool(lines))
        self.count.setText(
            self.cap("secretary.log.count", shown=f"{len(lines):,}", all=f"{len(self.model.log.lines):,}")
        )
        self._explain(-1)

    def _explain(self, row: int) -> None:
        """Show the texts that stand beside an event, and its digests and ids as logged."""
        there = 0 <= row < self.events.rowCount()
        self.detail.setVisible(there)
        if not there:
            return
        line = self.events.row(row)
        texts = [f"{text}" for text in line.texts.values()]
        data = [f"{name} {_short(value)}" for name, value in line.data.items() if name not in line.texts]
        raw = self.cap("secretary.log.raw", data=" · ".join(data)) if data else ""
        self.detail.setText("　".join(part for part in [*texts, raw] if part))

    def _choose(self) -> None:
        start = str(documents_folder() / f"{self.cap('log.file')}.csv")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("log.export"), start, "CSV (*.csv)")
        if chosen:
            self.error.clear()
            self.told.setText("")
            self.model.export(Path(chosen), self.events.rows)

    def _check(self) -> None:
        self.error.clear()
        self.state.hide()
        self.progress.start(lambda done, total: f"{done:,} / {total:,}")
        self.progress.attach(self.model.check())

    def _stopped(self) -> None:
        self.progress.finish()
        self.state.setText(self.cap("conflicts.log.stopped"))
        self.state.show()

    def _show_checked(self, checked: CheckedLog) -> None:
        self.progress.finish()
        self.state.show()
        self._checked = checked
        self._tell()

    def _tell(self) -> None:
        """Say whether the chain is complete, and its head."""
        checked = self._checked
        if checked is None:
            return
        fine = not checked.findings
        self.state_icon.set_icon("check-line" if fine else "error-warning-line", "ok" if fine else "danger")
        count = f"{checked.head.size:,}"
        if fine:
            self.state.setText(self.cap("secretary.log_whole", count=count))
        else:
            told = [" ".join(self.context.captions.finding(one)) for one in checked.findings[:3]]
            self.state.setText(" ".join(told))
        restyle(self.state, tone="" if fine else "danger")
        self.head.setText(digits_of(checked.head.root))

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.state.show()
        self.error.show_error(fault)


def _short(value: object) -> str:
    """Return a value of an event in few letters: digests by their beginning."""
    if isinstance(value, list | dict):
        return f"×{len(value)}"
    text = str(value)
    return f"{text[:8]}…" if len(text) > 20 else text
