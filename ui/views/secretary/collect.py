"""Collecting: folders or dropped files; what became of each in one sentence; acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import media_roots
from ui.models.secretary_post import ArrivalsTable
from ui.viewmodels.secretary.board import Board
from ui.viewmodels.secretary.post import RETURNED, PostModel
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.errors import ReviewError
from zgc_review.services.collecting import Arrival


class CollectPane(Screen):
    """Takes in what experts hand back.

    Signals:
        taken: files were taken in.
    """

    place = "secretary.tab.collect"
    taken = Signal()

    def __init__(self, context: Context, model: PostModel) -> None:
        super().__init__(context, name="collect")
        self.model = model
        self._busy = False
        self._sealed = False
        self._from: Path | None = None
        self.setAcceptDrops(True)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.folder = button(self._choose_folder, "primary", name="collectFolder")
        self.files = button(self._choose_files, name="collectFiles")
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.arrivals = ArrivalsTable(context.captions, self)
        self.table = LineTable(context, self.arrivals, {0: 280, 1: 124}, name="arrivalsTable")
        self.sum = label("head", name="collectSum", wrap=True)
        self.detail = label("body", "second", name="collectDetail", wrap=True)
        self.acks = button(self._choose_acks, name="collectAcks")
        self.acked = label("small", "second", name="collectAcked", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 24, 8)
        top.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.files)
        head.addWidget(self.folder)
        top.addLayout(head)
        for one in (self.lead, self.error, self.progress, self.sum):
            top.addWidget(one)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        below = QVBoxLayout()
        tight(below, 12)
        below.setContentsMargins(24, 8, 24, 8)
        below.addWidget(self.detail)
        column.addLayout(below)
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 12, 16)
        row.setContentsMargins(24, 12, 24, 12)
        row.addWidget(self.acked, 1)
        row.addWidget(self.acks)
        column.addWidget(foot)
        self.sum.hide()
        self.detail.hide()
        self.table.hide()

    def _wire(self) -> None:
        self.model.collected.connect(self._show)
        self.model.acknowledged.connect(self._acknowledged)
        self.model.cancelled.connect(self._stopped)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))

    def show_board(self, board: Board) -> None:
        """After sealing the acknowledgements prove what became of every sheet."""
        self._sealed = board.progress.facts.is_sealed
        self._follow()

    def entered(self) -> None:
        """Collecting is the act of this pane."""
        self.folder.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("secretary.collect.title"))
        self.lead.setText(self.cap("secretary.collect.lead"))
        self.folder.setText(self.cap("secretary.collect.folder"))
        self.files.setText(self.cap("secretary.collect.files"))
        self.table.setAccessibleName(self.cap("secretary.collect.title"))
        self._tell()
        self._follow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders that are dropped."""
        if event.mimeData().hasUrls() and self._can():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        self.collect([Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()])

    def collect(self, paths: Sequence[Path]) -> None:
        """Take in files and the files in folders."""
        if not paths or not self._can():
            return
        first = paths[0]
        self._from = first if first.is_dir() else first.parent
        self.error.clear()
        self._work(True)
        self.progress.start(lambda done, total: self.cap("secretary.collect.moved", done=done, total=total))
        self.progress.attach(self.model.collect(paths))

    def acknowledge(self, folder: Path) -> None:
        """Write acknowledgements into a folder."""
        self.error.clear()
        self._busy = True
        self.model.acknowledge(folder, "counted" if self._sealed else "received")

    def _can(self) -> bool:
        return self.model.session.writable and not self._busy

    def _follow(self) -> None:
        """Say what may be pressed now."""
        self.acks.setText(
            self.cap("secretary.collect.acks_counted" if self._sealed else "secretary.collect.acks")
        )
        for one in (self.folder, self.files, self.acks):
            one.setEnabled(self._can())
        if not self.acked.text():
            self.acked.setText(self.cap("secretary.collect.acks_lead"))

    def _work(self, busy: bool) -> None:
        self._busy = busy
        if not busy:
            self.progress.finish()
        self._follow()

    def _choose_folder(self) -> None:
        roots = media_roots()
        start = self._from or (roots[0] if roots else documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.cap("secretary.collect.folder"), str(start))
        if chosen:
            self.collect([Path(chosen)])

    def _choose_files(self) -> None:
        kinds = " ".join(f"*{one}" for one in RETURNED)
        start = str(self._from or documents_folder())
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.cap("secretary.collect.files"), start, kinds)
        self.collect([Path(one) for one in chosen])

    def _choose_acks(self) -> None:
        start = str(self._from or documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.acks.text(), start)
        if chosen:
            self.acknowledge(Path(chosen))

    def _show(self, arrivals: Sequence[Arrival]) -> None:
        self._work(False)
        # What needs somebody to act stands first.
        order = {"refused": 0, "older": 1, "new": 2, "held": 2, "duplicate": 3}
        self.arrivals.show_rows(sorted(arrivals, key=lambda one: (order[one.outcome], one.file)))
        self.table.setVisible(bool(arrivals))
        self._gap.setVisible(not arrivals)
        self.sum.show()
        self._tell()
        self.table.choose(0)
        self._explain(0)
        (self.table if arrivals else self.folder).setFocus()
        self.taken.emit()

    def _tell(self) -> None:
        """Say how many were taken in."""
        rows = self.arrivals.rows
        if not rows:
            self.sum.setText(self.cap("secretary.collect.nothing"))
            return
        outcomes = [one.outcome for one in rows]
        counts = {
            "taken": outcomes.count("new") + outcomes.count("held"),
            "same": outcomes.count("duplicate"),
            "older": outcomes.count("older"),
            "refused": outcomes.count("refused"),
        }
        self.sum.setText(self.cap("secretary.collect.sum", **counts))

    def _explain(self, row: int) -> None:
        """Show the whole sentence of a row."""
        there = 0 <= row < len(self.arrivals.rows)
        self.detail.setVisible(there)
        if there:
            one = self.arrivals.row(row)
            self.detail.setText(f"{Path(one.file).name}　{self.arrivals.why(one)}")

    def _acknowledged(self, paths: Sequence[Path]) -> None:
        self._work(False)
        folder = str(paths[0].parent) if paths else ""
        self.acked.setText(self.cap_count("secretary.collect.acked", len(paths), folder=folder))

    def _stopped(self) -> None:
        if self._busy:
            self._work(False)
            self.sum.setText(self.cap("secretary.collect.stopped"))
            self.sum.show()

    def _refused(self, fault: ReviewError) -> None:
        if self._busy:
            self._work(False)
            self.error.show_error(fault)
