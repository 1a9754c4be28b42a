"""A roster or a list of bad credit records: what its rows are like, then taking it in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import FindingsTable
from ui.viewmodels.secretary.experts import ExpertsModel, ListReport
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ProgressBar
from zgc_review.errors import ReviewError


class ListImportDialog(PlainDialog):
    """Checks a workbook and takes it in; every finding names its row and the remedy."""

    def __init__(self, context: Context, model: ExpertsModel, kind: str, parent: QWidget) -> None:
        cap = context.captions.cap
        title, lead = cap(f"experts.import.{kind}.title"), cap(f"experts.import.{kind}.lead")
        super().__init__(context, title, lead, parent, name="listImport")
        self.model = model
        self._kind = kind
        self._report: ListReport | None = None
        self.sum = label("head", name="listSum", wrap=True)
        self.findings = FindingsTable(context.captions, self)
        self.table = LineTable(context, self.findings, {0: 112, 1: 52, 2: 120, 3: 140}, name="listFindings")
        self.table.setFixedHeight(self.tall(240))
        self.table.setAccessibleName(cap("secretary.import.findings"))
        self.detail = self._detail()
        self.act = button(self._take_in, "primary", name="listAct")
        self.act.setAutoDefault(False)
        self.progress = ProgressBar(context)
        for one in (self.progress, self.sum, self.table, self.detail):
            self.body.addWidget(one)
        self.row.addWidget(self.act)
        self.widen(960)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))
        model.reported.connect(self._show)
        model.failed.connect(self._refused)
        self._follow()

    def _detail(self) -> QWidget:
        """Return the room for one finding in full."""
        holder = pane("sunken", name="listDetail")
        column = QVBoxLayout(holder)
        tight(column, 12, 4)
        self.text = label("body", name="listText", wrap=True)
        self.remedy = label("small", "second", name="listRemedy", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.text)
        column.addWidget(self.remedy)
        holder.hide()
        return holder

    def check(self, path: Path) -> None:
        """Look at a workbook and keep nothing."""
        self.progress.start()
        self.model.check(path, self._kind)

    def _show(self, report: ListReport) -> None:
        cap, cap_count = self.context.captions.cap, self.context.captions.cap_count
        self._report = report
        self.progress.finish()
        self.findings.show_rows(report.findings)
        self.table.setVisible(bool(report.findings))
        counts = {"blocked": f"{report.blocked:,}", "file": report.path.name}
        key = "experts.import.taken" if report.kept else "experts.import.checked"
        self.sum.setText(cap_count(key, report.ready, **counts))
        self.back.setText(cap("common.close"))
        self.table.choose(0)
        self._explain(0)
        self._follow()
        QTimer.singleShot(0, self, self.fit)  # once the table has its head

    def _follow(self) -> None:
        report = self._report
        ready = report is not None and not report.kept and bool(report.ready)
        self.act.setVisible(report is None or not report.kept)
        count = report.ready if report is not None else 0
        self.act.setText(self.context.captions.cap_count(f"experts.import.{self._kind}.act", count))
        self.act.setEnabled(ready and self.model.session.writable)
        self.table.setVisible(bool(self.findings.rows))

    def _explain(self, row: int) -> None:
        """Show a finding in full."""
        there = 0 <= row < len(self.findings.rows)
        self.detail.setVisible(there)
        if there:
            text, remedy = self.context.captions.finding(self.findings.row(row))
            self.text.setText(text)
            self.remedy.setText(remedy)

    def _take_in(self) -> None:
        if self._report is not None:
            self.error.clear()
            self.act.setEnabled(False)
            self.progress.start()
            self.model.take_in(self._report.path, self._kind)

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.refuse(fault)
        self._follow()
