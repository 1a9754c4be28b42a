"""Import: a dry run of a folder, what was found row by row and corrected, then the import (picture f)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import FindingsTable
from ui.viewmodels.secretary.intake import Checked, IntakeModel
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.intake_columns import ColumnsDialog
from ui.views.secretary.intake_correct import CorrectionPane
from ui.views.secretary.intake_foot import ImportFoot
from ui.widgets.controls import button, label, pane, restyle, rule, tight
from ui.widgets.dropped import dropped
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.search_field import SearchField, holding
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.findings import Level
from zgc_review.errors import IntakeError, PackageError, ReviewError
from zgc_review.services.intake_adjusting import Spot

_LISTED = 12
_TABS = (None, Level.ERROR, Level.WARN, Level.INFO)
#: Endings of tables; those that are not read are explained where they are found.
_WORKBOOKS = frozenset({".xlsx", ".csv", ".xls", ".xlsm", ".xltm", ".xlsb"})
_DETAIL_FROM = 860
_ANY = 16_777_215  # Qt's QWIDGETSIZE_MAX


class ImportPane(Screen):
    """Takes in an intake folder."""

    place = "secretary.tab.import"

    def __init__(self, context: Context, model: IntakeModel) -> None:
        super().__init__(context, name="import")
        self.model = model
        self._report: Checked | None = None
        self._texts: Sequence[str] = ()
        self._busy = False
        self.setAcceptDrops(True)
        self.title = label("title")
        self.about = label("small", "second", name="importAbout")
        self.columns = button(self._show_columns, name="importColumns")
        self.choose = button(self._choose, "primary", name="importChoose")
        self.lead = label("body", "second", name="importLead", wrap=True)
        self.error = ErrorPane(context)
        self.levels = TabBar()
        self.levels.setObjectName("importLevels")
        self.levels.setDrawBase(False)
        self.levels.setExpanding(False)
        self.levels.setUsesScrollButtons(False)
        self.search = SearchField(context, self, name="importSearch")
        self.findings = FindingsTable(context.captions, self)
        widths = {0: 112, 1: 52, 2: 156, 3: 140}
        self.table = LineTable(context, self.findings, widths, name="findingsTable")
        self.detail = CorrectionPane(context)
        self.foot = ImportFoot(context, self._choose_export, self._ask)
        self.progress, self.act, self.export = self.foot.progress, self.foot.act, self.foot.export
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
        tight(head, 0, 8)
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        head.addWidget(self.columns)
        head.addWidget(self.choose)
        top.addLayout(head)
        for one in (self.lead, self.error):
            top.addWidget(one)
        tabs = QHBoxLayout()
        tight(tabs, 0, 8)
        tabs.addWidget(self.levels)
        tabs.addStretch(1)
        tabs.addWidget(self.search, 2)
        top.addLayout(tabs)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        column.addWidget(self.foot)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        tight(self._row)
        self._row.addWidget(left, 1)
        self._line = rule("v")
        self._row.addWidget(self._line)
        self._row.addWidget(self.detail)

    def _wire(self) -> None:
        self.model.checked.connect(self._show)
        self.model.failed.connect(self._refused)
        self.model.cancelled.connect(self._stopped)
        self.model.moved.connect(self.progress.move_on)
        self.model.exported.connect(self._exported)
        self.levels.currentChanged.connect(lambda _index: self._filter())
        self.search.sought.connect(lambda _text: self._filter())
        self.search.left.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))
        self.table.activated.connect(lambda _index: self.detail.edit())
        self.detail.correct_asked.connect(self._correct)
        self.detail.undo_asked.connect(self._undo)
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo_last)
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Choosing a folder is the first act, then the findings."""
        (self.table if self.findings.rows else self.choose).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (
            ("J K", self.cap("secretary.hint.finding")),
            ("Enter", self.cap("intake.hint.correct")),
            ("Ctrl Z", self.cap("intake.hint.undo")),
            ("Ctrl F", self.cap("secretary.hint.find")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("secretary.import.title"))
        self.lead.setText(self.cap("intake.lead"))
        self.table.setAccessibleName(self.cap("secretary.import.findings"))
        self.levels.setAccessibleName(self.cap("secretary.import.level"))
        self.search.say(self.cap("intake.search"))
        if not self.levels.count():
            for _ in _TABS:
                self.levels.addTab("")
        self._texts = self._haystacks()
        self._say()
        self._fit()

    def check(self, folder: Path) -> None:
        """Look at a folder and keep nothing."""
        self._begin()
        self.model.check(folder)

    def drop(self, paths: Sequence[Path]) -> None:
        """Look at a dropped folder, or at the folder in which dropped workbooks lie."""
        meant = [path for path in paths if path.is_dir() or path.suffix.lower() in _WORKBOOKS]
        folders = {path if path.is_dir() else path.parent for path in meant}
        gone = next((path for path in meant if not path.exists()), None)
        if not meant:
            named = paths[0].name if paths else ""
            self.error.show_error(
                IntakeError("intake.dropped", file=named) if named else PackageError("arrive.address")
            )
        elif gone is not None:
            self.error.show_error(PackageError("seal.file.read", file=gone.name))
        elif len(folders) == 1:
            self.check(folders.pop())
        else:
            self.error.show_error(IntakeError("intake.drop", count=len(folders)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and workbooks that are dropped."""
        if event.mimeData().hasUrls() and not self._busy and self.model.session.writable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.drop(dropped(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from a finding to its correction."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self.detail.edit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail goes below where there is no room beside."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        shown = bool(self.findings.rows)
        beside = self.width() >= px(_DETAIL_FROM)
        self.detail.setVisible(shown)
        self._line.setVisible(shown and beside)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        wide = px(368) if self.width() >= px(1100) else px(312)
        self.detail.setMinimumWidth(wide if beside else 0)
        self.detail.setMaximumWidth(wide if beside else _ANY)
        self.detail.setMaximumHeight(_ANY if beside else px(260))
        # A tag has its words, its icon and its tint; what is left goes to what is wrong.
        levels = (self.table.room_for(self.cap(f"secretary.import.levels.{one.value}")) for one in Level)
        self.table.setColumnWidth(0, max(levels) + px(16))
        self.table.setColumnHidden(3, self.width() < px(1100))
        self.table.setColumnHidden(5, self.width() < px(1000))

    def _choose(self) -> None:
        start = self._report.folder if self._report is not None else documents_folder()
        chosen = QFileDialog.getExistingDirectory(self, self.cap("secretary.import.choose"), str(start))
        if chosen:
            self.check(Path(chosen))

    def _choose_export(self) -> None:
        if self._report is None:
            return
        name = self._report.folder.with_name(f"{self.cap('intake.export_name')}.csv")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("intake.export"), str(name), "*.csv")
        if chosen:
            self.write_findings(Path(chosen))

    def write_findings(self, path: Path) -> None:
        """Write the findings on show as a table."""
        self.error.clear()
        self.model.export(path, tuple(self.findings.rows))

    def _exported(self, path: Path) -> None:
        self.foot.rest.setText(self.cap("intake.exported", file=path.name))

    def _show_columns(self) -> None:
        if self._report is None:
            return
        may = self.model.session.writable and not self._busy
        dialog = ColumnsDialog(self.context, self._report, self, may=may)
        folder = self._report.folder
        dialog.chosen.connect(lambda kept, gone: self._adjust(self.model.choose_columns, folder, kept, gone))
        dialog.open()

    def _correct(self, spot: Spot, value: str, reason: str) -> None:
        if self._report is not None and not self._busy:
            self._adjust(self.model.correct, self._report, spot, value, reason)

    def _undo(self, n: int) -> None:
        if self._report is not None and not self._busy:
            self._adjust(self.model.undo, self._report.folder, n)

    def _undo_last(self) -> None:
        """Take back the newest correction made in this window."""
        if self.model.undoable and self.model.session.writable:
            self._undo(self.model.undoable[-1])

    def _adjust(self, act: Callable[..., None], *given: object) -> None:
        """Do one act after which the folder is read anew."""
        self._begin()
        act(*given)

    def _begin(self) -> None:
        self.error.clear()
        self._busy = True
        self.progress.start(self.foot.bytes_words)
        self._say()

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
        again = self._report is not None and self._report.folder == report.folder
        place = self.table.currentIndex().row() if again else 0
        self._report = report
        self._texts = self._haystacks()
        if not again:
            self.levels.setCurrentIndex(0)
            self.search.clear()
        self._filter(place)
        self._say()
        self._fit()
        self.entered()

    def _haystacks(self) -> tuple[str, ...]:
        """Return what each finding says, for the search."""
        if self._report is None:
            return ()
        said = self.context.captions.finding
        return tuple(
            " ".join(
                (one.source, one.sheet, str(one.row or ""), one.column, one.value, *said(one))
            ).casefold()
            for one in self._report.findings
        )

    def _filter(self, place: int = 0) -> None:
        """Show the findings of one level that hold what is sought."""
        report = self._report
        if report is None:
            return
        found = set(map(id, holding(report.findings, self._texts, self.search.text())))
        level = _TABS[max(0, self.levels.currentIndex())]
        self.findings.show_rows(tuple(one for one in report.of_level(level) if id(one) in found))
        row = min(max(place, 0), len(self.findings.rows) - 1)
        self.table.choose(row)
        self._explain(row)

    def _explain(self, row: int) -> None:
        if 0 <= row < len(self.findings.rows) and self._report is not None:
            may = self.model.session.writable and not self._busy and self._report.taken is None
            finding = self.findings.row(row)
            self.detail.show_finding(finding, row + 1, len(self.findings.rows), self._report, may)

    def _say(self) -> None:
        """Set every text that depends on the folder."""
        report = self._report
        found = report is not None and bool(report.findings)
        for one in (self.table, self.levels, self.search, self.export):
            one.setVisible(found)
        self._gap.setVisible(not found)
        self.foot.setVisible(report is not None or self._busy)
        self.lead.setVisible(report is None)
        self.columns.setVisible(report is not None and bool(report.seen))
        key = "intake.choose" if report is None else "secretary.import.other"
        self.choose.setText(self.cap(key))
        # One prominent button: choose a folder first, then import.
        can = report is not None and report.taken is None and bool(report.ready)
        restyle(self.choose, kind="" if can else "primary")
        restyle(self.detail.act, kind="" if can else "primary")
        self.act.setVisible(can)
        writable = self.model.session.writable
        self.act.setEnabled(not self._busy and writable)
        self.choose.setEnabled(not self._busy and writable)
        self.foot.say(report)
        self.about.setText("")
        if report is not None:
            self._say_report(report)

    def _say_report(self, report: Checked) -> None:
        """Say what the folder holds, or what was taken in."""
        for n, level in enumerate(_TABS):
            name = level.value if level is not None else "all"
            words = self.cap(f"secretary.import.levels.{name}")
            self.levels.setTabText(n, f"{words} {len(report.of_level(level)):,}")
        unknown = report.unknown
        self.columns.setText(
            self.cap_count("intake.columns.unknown", unknown) if unknown else self.cap("intake.columns.open")
        )
        self.about.setText(report.folder.name)
        self.about.setToolTip(str(report.folder))

    def _stopped(self) -> None:
        self._busy = False
        self.progress.finish()
        self._say()
        self.foot.sum.setText(self.cap("secretary.import.stopped"))

    def _refused(self, fault: ReviewError) -> None:
        if self._busy:
            self._busy = False
            self.progress.finish()
            self._say()
            self._explain(self.table.currentIndex().row())
        if self.isVisible():
            self.error.show_error(fault)
