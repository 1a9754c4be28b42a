"""Import: a dry run of a folder, what was found row by row, then what can be taken in (picture f, thin)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import LEVELS, FindingsTable
from ui.viewmodels.secretary.intake import Checked, IntakeModel
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, restyle, rule, tag, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.domain.findings import Finding, Level
from zgc_review.errors import ReviewError

_MB = 1_000_000
_LISTED = 12
_TABS = (None, Level.ERROR, Level.WARN, Level.INFO)
_DETAIL_FROM = 860


class ImportPane(Screen):
    """Takes in an intake folder."""

    place = "secretary.tab.import"

    def __init__(self, context: Context, model: IntakeModel) -> None:
        super().__init__(context, name="import")
        self.model = model
        self._report: Checked | None = None
        self._busy = False
        self.title = label("title")
        self.about = label("small", "second", name="importAbout")
        self.choose = button(self._choose, "primary", name="importChoose")
        self.lead = label("body", "second", name="importLead", wrap=True)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.levels = QTabBar()
        self.levels.setObjectName("importLevels")
        self.levels.setDrawBase(False)
        self.levels.setExpanding(False)
        self.levels.setUsesScrollButtons(False)
        self.findings = FindingsTable(context.captions, self)
        widths = {0: 112, 1: 52, 2: 128, 3: 140}
        self.table = LineTable(context, self.findings, widths, name="findingsTable")
        self.detail = FindingDetail(context)
        self.sum = label("head", name="importSum", wrap=True)
        self.rest = label("small", "second", name="importRest", wrap=True)
        self.act = button(self._ask, "primary", name="importAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        left = pane("plain")
        column = QVBoxLayout(left)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 8)
        top.setContentsMargins(16, 12, 16, 8)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        head.addWidget(self.choose)
        top.addLayout(head)
        for one in (self.lead, self.error):
            top.addWidget(one)
        top.addWidget(self.levels)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        column.addWidget(self._foot())
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(left, 1)
        self._line = rule("v")
        row.addWidget(self._line)
        row.addWidget(self.detail)

    def _foot(self) -> QWidget:
        """Return the bar with what can be taken in and the button."""
        self._bar = pane("footer")
        bar = QHBoxLayout(self._bar)
        tight(bar, 0, 16)
        bar.setContentsMargins(16, 10, 16, 10)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.sum)
        words.addWidget(self.rest)
        bar.addLayout(words, 1)
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.act)
        return self._bar

    def _wire(self) -> None:
        self.model.checked.connect(self._show)
        self.model.failed.connect(self._refused)
        self.model.cancelled.connect(self._stopped)
        self.model.moved.connect(self.progress.move_on)
        self.levels.currentChanged.connect(lambda _index: self._filter())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Choosing a folder is the first act, then the findings."""
        (self.table if self.findings.rows else self.choose).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.finding")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("secretary.import.title"))
        self.lead.setText(self.cap("secretary.import.lead"))
        self.table.setAccessibleName(self.cap("secretary.import.findings"))
        self.levels.setAccessibleName(self.cap("secretary.import.level"))
        if not self.levels.count():
            for _ in _TABS:
                self.levels.addTab("")
        self._say()
        self._fit()

    def check(self, folder: Path) -> None:
        """Look at a folder and keep nothing."""
        self._begin()
        self.model.check(folder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail goes where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        shown = bool(self.findings.rows) and self.width() >= px(_DETAIL_FROM)
        self.detail.setVisible(shown)
        self._line.setVisible(shown)
        self.detail.setFixedWidth(px(368) if self.width() >= px(1100) else px(304))
        self.table.setColumnHidden(3, self.width() < px(1100))

    def _choose(self) -> None:
        start = self._report.folder if self._report is not None else documents_folder()
        chosen = QFileDialog.getExistingDirectory(self, self.cap("secretary.import.choose"), str(start))
        if chosen:
            self.check(Path(chosen))

    def _begin(self) -> None:
        self.error.clear()
        self._busy = True
        self.progress.start(self._bytes)
        self._say()

    def _bytes(self, done: int, total: int) -> str:
        return self.cap("secretary.import.bytes", done=f"{done / _MB:,.1f}", total=f"{total / _MB:,.1f}")

    def _ask(self) -> None:
        """Ask with the count and the numbers."""
        report = self._report
        if report is None:
            return
        listed = " · ".join(report.ready[:_LISTED])
        if len(report.ready) > _LISTED:
            listed += f" {self.cap('secretary.more', count=len(report.ready) - _LISTED)}"
        question = Question(
            self.context,
            self.cap_count("secretary.import.question", len(report.ready)),
            f"{self.cap('secretary.import.ask', documents=f'{report.documents:,}')}\n{listed}",
            self.act.text(),
            self,
        )
        question.agreed.connect(self._take_in)
        question.open()

    def _take_in(self) -> None:
        if self._report is None:
            return
        self._begin()
        self.progress.attach(self.model.take_in(self._report.folder))

    def _show(self, report: Checked) -> None:
        self._busy = False
        self.progress.finish()
        self._report = report
        self.levels.setCurrentIndex(0)
        self._filter()
        self._say()
        self._fit()
        self.entered()

    def _filter(self) -> None:
        """Show the findings of one level."""
        report = self._report
        if report is not None:
            self.findings.show_rows(report.of_level(_TABS[max(0, self.levels.currentIndex())]))
            self.table.choose(0)
            self._explain(0)

    def _explain(self, row: int) -> None:
        if 0 <= row < len(self.findings.rows):
            self.detail.show_finding(self.findings.row(row), row + 1, len(self.findings.rows))

    def _say(self) -> None:
        """Set every text that depends on the folder."""
        report = self._report
        found = report is not None and bool(report.findings)
        self.table.setVisible(found)
        self.levels.setVisible(found)
        self._gap.setVisible(not found)
        self._bar.setVisible(report is not None or self._busy)
        self.lead.setVisible(report is None)
        key = "secretary.import.choose" if report is None else "secretary.import.other"
        self.choose.setText(self.cap(key))
        # One prominent button: choose a folder first, then import.
        can = report is not None and report.taken is None and bool(report.ready)
        restyle(self.choose, kind="" if can else "primary")
        self.act.setVisible(can)
        writable = self.model.session.writable
        self.act.setEnabled(not self._busy and writable)
        self.choose.setEnabled(not self._busy and writable)
        self.sum.setText("")
        self.rest.setText("")
        self.about.setText("")
        if report is not None:
            self._say_report(report)

    def _say_report(self, report: Checked) -> None:
        """Say what the folder holds, or what was taken in."""
        for n, level in enumerate(_TABS):
            name = level.value if level is not None else "all"
            words = self.cap(f"secretary.import.levels.{name}")
            self.levels.setTabText(n, f"{words} {len(report.of_level(level)):,}")
        self.act.setText(self.cap_count("secretary.import.act", len(report.ready)))
        self.about.setText(report.folder.name)
        self.about.setToolTip(str(report.folder))
        taken = report.taken
        if taken is not None:
            counts = {"new": len(taken.new), "amended": len(taken.amended), "unchanged": len(taken.unchanged)}
            self.sum.setText(self.cap("secretary.import.taken", **counts))
            size = f"{taken.size / _MB:,.1f}"
            self.rest.setText(self.cap("secretary.import.documents", count=f"{taken.documents:,}", size=size))
        elif report.blocked:
            self.sum.setText(self.cap_count("secretary.import.blocked", len(report.blocked)))
            self.rest.setText(self.cap_count("secretary.import.others", len(report.ready)))
        else:
            self.sum.setText(self.cap_count("secretary.import.ready", len(report.ready)))
            self.rest.setText(self.cap("secretary.import.nothing_kept"))

    def _stopped(self) -> None:
        self._busy = False
        self.progress.finish()
        self._say()
        self.sum.setText(self.cap("secretary.import.stopped"))

    def _refused(self, fault: ReviewError) -> None:
        if self._busy:
            self._busy = False
            self.progress.finish()
            self._say()
            self.error.show_error(fault)


class FindingDetail(QWidget):
    """One finding in full: where it stands, what is wrong, what to do."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Finding, int, int] | None = None
        self.setObjectName("findingDetail")
        self.level = tag("plain", name="findingLevel")
        self.where = label("small", "second", name="findingWhere", wrap=True)
        self.place = label("micro", "hint", name="findingPlace")
        self.text = label("title", name="findingText", wrap=True)
        self.value = label("body", name="findingValue", wrap=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remedy_words = label("small", "second")
        self.remedy = label("body", "second", name="findingRemedy", wrap=True)
        self.code = label("micro", "hint", name="findingCode")
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 10)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.level)
        head.addStretch(1)
        head.addWidget(self.place)
        column.addLayout(head)
        for one in (self.where, self.text, self.value, self.remedy_words, self.remedy, self.code):
            column.addWidget(one)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)
        context.captions.changed.connect(self._say)

    def show_finding(self, finding: Finding, n: int, count: int) -> None:
        """Show the ``n``-th of ``count`` findings."""
        self._shown = (finding, n, count)
        self._say()

    def _say(self) -> None:
        if self._shown is None:
            return
        finding, n, count = self._shown
        cap = self._context.captions.cap
        text, remedy = self._context.captions.finding(finding)
        restyle(self.level, tag=LEVELS[finding.level][1])
        self.level.setText(cap(f"secretary.import.levels.{finding.level.value}"))
        self.place.setText(f"{n} / {count}")
        row = cap("secretary.import.at_row", row=finding.row) if finding.row else ""
        parts = (finding.source, finding.sheet, row, finding.column)
        self.where.setText(" · ".join(part for part in parts if part))
        self.text.setText(text)
        self.value.setText(cap("secretary.import.stands", value=finding.value) if finding.value else "")
        self.value.setVisible(bool(finding.value))
        self.remedy_words.setText(cap("secretary.import.remedy"))
        self.remedy.setText(remedy)
        self.code.setText(finding.code)
