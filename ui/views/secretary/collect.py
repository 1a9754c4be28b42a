"""The collect desk: what came from whom, folders and sticks, what became of each file, acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from ui.context import Context
from ui.media import media_roots
from ui.models.secretary_post import ArrivalsTable, RefusalsTable, ReturnsTable
from ui.viewmodels.secretary.board import Board
from ui.viewmodels.secretary.custody import CustodyModel
from ui.viewmodels.secretary.post import RETURNED, PostModel, returned_files
from ui.viewmodels.secretary.watching import FolderWatch
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.collect_custody import CustodyCard
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.dropped import dropped, not_taken
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.tab_bar import TabBar
from zgc_review.errors import ReviewError
from zgc_review.services.collecting import Arrival
from zgc_review.services.log_lines import LogLine

#: What needs somebody to act stands first.
_ORDER = {"refused": 0, "older": 1, "new": 2, "held": 2, "duplicate": 3}
DESK, ARRIVED, REFUSED = range(3)
_LOW = 460


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
        self._acks: Sequence[Path] | None = None
        self._sealed = False
        self._from: Path | None = None
        self._later: list[Path] = []
        self.setAcceptDrops(True)
        self.watch = FolderWatch(context.jobs, returned_files, self)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.folder = button(self._choose_folder, "primary", name="collectFolder")
        self.files = button(self._choose_files, name="collectFiles")
        self.scan = button(self._scan, name="collectScan")
        self.watching = QCheckBox()
        self.watching.setObjectName("collectWatch")
        self.custody = CustodyCard(context, CustodyModel(model.session, self))
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.tabs = TabBar()
        self.tabs.setObjectName("collectTabs")
        self.returns = ReturnsTable(context.captions, context.clock, self)
        widths = {0: 104, 1: 112, 2: 88, 3: 120}
        self.returns_table = LineTable(context, self.returns, widths, name="collectReturns")
        self.arrivals = ArrivalsTable(context.captions, self)
        self.table = LineTable(context, self.arrivals, {0: 280, 1: 124}, name="arrivalsTable")
        self.refusals = RefusalsTable(context.captions, self)
        self.refusals_table = LineTable(context, self.refusals, {0: 280, 1: 140}, name="refusalsTable")
        self.stack = QStackedWidget()
        self.sum = label("head", name="collectSum", wrap=True)
        self.empty = label("body", "second", name="collectEmpty", wrap=True)
        self.detail = label("body", "second", name="collectDetail", wrap=True)
        self.acks = button(self._choose_acks, name="collectAcks")
        self.acked = label("small", "second", name="collectAcked", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(self._top())
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        tabs = BreakingRow()
        tabs.setContentsMargins(16, 0, 24, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        tabs.addWidget(self.watching)
        column.addLayout(tabs)
        for table in (self.returns_table, self.table, self.refusals_table):
            self.tabs.addTab("")
            self.stack.addWidget(table)
        column.addWidget(self.stack, 1)
        for one in (self.empty, self.detail):
            one.setContentsMargins(24, 8, 24, 8)  # nothing to say takes no room
            column.addWidget(one)
        foot = pane("footer", name="collectFoot")
        row = QHBoxLayout(foot)
        tight(row, 12, 16)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self.acked, 1)
        row.addWidget(self.acks)
        column.addWidget(foot)
        self.sum.hide()
        self.detail.hide()

    def _top(self) -> QVBoxLayout:
        """Return title, ways to collect, escrow, and what came of the last collection."""
        top = QVBoxLayout()
        tight(top, 24, 8)
        top.setContentsMargins(24, 16, 24, 8)
        head = BreakingRow()
        tight(head, 0, 8)
        head.addWidget(self.title)
        head.addStretch(1)
        for way in (self.scan, self.files, self.folder):
            head.addWidget(way)
        top.addLayout(head)
        for one in (self.lead, self.custody, self.error, self.progress, self.sum):
            top.addWidget(one)
        return top

    def _wire(self) -> None:
        self.model.collected.connect(self._show)
        self.model.acknowledged.connect(self._acknowledged)
        self.model.cancelled.connect(self._stopped)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.model.scanned.connect(self._scanned)
        self.model.refusals.connect(self._list_refusals)
        self.custody.opened.connect(self._show)
        self.custody.model.changed.connect(self.model.changed)
        self.watch.ready.connect(self.take_in)
        self.watch.gone.connect(self._unplugged)
        self.watching.clicked.connect(self._watch)
        self.tabs.currentChanged.connect(self._turned)
        for table in (self.table, self.refusals_table):
            table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))

    def show_board(self, board: Board) -> None:
        """Take the returns; after sealing the acknowledgements prove what became of every sheet."""
        self._sealed = board.progress.facts.is_sealed
        self.returns.show_rows(board.returns)
        self._tell()
        self._follow()

    def entered(self) -> None:
        """Collecting is the act of this pane."""
        self.model.list_refusals()
        self.custody.model.load()
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
        self.scan.setText(self.cap("conflicts.collect.scan"))
        self.watching.setText(self.cap("conflicts.collect.watch"))
        self.tabs.setAccessibleName(self.cap("secretary.collect.title"))
        self.returns_table.setAccessibleName(self.cap("secretary.returns.title"))
        self.table.setAccessibleName(self.cap("conflicts.collect.arrived"))
        self.refusals_table.setAccessibleName(self.cap("conflicts.collect.refused"))
        self.custody.retranslate()
        self._tell()
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the table has the room of the lead."""
        super().resizeEvent(event)
        self.lead.setVisible(self.height() >= self.context.theme.px(_LOW))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders that are dropped."""
        if event.mimeData().hasUrls() and self._can():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped; what it is shows when it is read."""
        paths = dropped(event)
        if paths:
            self.collect(paths)
        else:
            self.error.show_error(not_taken(paths, ""))

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
        for one in (self.folder, self.files, self.scan, self.acks):
            one.setEnabled(self._can())
        self.watching.setEnabled(self.model.session.writable)
        self.acked.setText(self._acked_words())

    def _acked_words(self) -> str:
        """Say how many acknowledgements were written last, or what they are."""
        if self._acks is None:
            return self.cap("secretary.collect.acks_lead")
        folder = str(self._acks[0].parent) if self._acks else ""
        return self.cap_count("secretary.collect.acked", len(self._acks), folder=folder)

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

    def _scan(self) -> None:
        self.error.clear()
        self.model.scan()

    def _scanned(self, paths: Sequence[Path]) -> None:
        """Files on media were found, or none."""
        if paths:
            self.collect(paths)
        else:
            self._say(self.cap("conflicts.collect.no_media"))

    def _say(self, words: str) -> None:
        """Say what happened."""
        self.sum.setText(words)
        self.sum.show()

    def _watch(self, on: bool) -> None:
        """Watch the folder of the last collection, or one that is chosen now."""
        if not on:
            self.watch.stop()
        elif self._from is not None and self._from.is_dir():
            self.watch_folder(self._from)
        else:
            start = str(documents_folder())
            chosen = QFileDialog.getExistingDirectory(self, self.cap("conflicts.collect.watch"), start)
            self.watching.setChecked(bool(chosen))
            if chosen:
                self.watch_folder(Path(chosen))
        self._tell()

    def watch_folder(self, folder: Path) -> None:
        """Take in what comes into a folder from now on."""
        self.watching.setChecked(True)
        self.watch.begin(folder)
        self.watching.setToolTip(str(folder))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files that came by themselves; while others are taken in they wait."""
        self._later += paths
        if self._later and self._can():
            now, self._later = self._later, []
            self.collect(now)

    def _unplugged(self) -> None:
        self.watching.setChecked(False)
        self._say(self.cap("conflicts.collect.unplugged"))

    def _show(self, arrivals: Sequence[Arrival]) -> None:
        self._work(False)
        self.arrivals.show_rows(sorted(arrivals, key=lambda one: (_ORDER[one.outcome], one.file)))
        self.sum.show()
        self.model.list_refusals()
        self.custody.model.load()
        self.tabs.setCurrentIndex(ARRIVED)
        self._turned()
        self.table.choose(0)
        self._explain(0)
        (self.table if arrivals else self.folder).setFocus()
        self.taken.emit()
        if self._later:
            self.take_in(())

    def _list_refusals(self, lines: Sequence[LogLine]) -> None:
        self.refusals.show_rows(lines)
        self._tell()

    def _turned(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._tell()
        self._explain(-1)

    def _tell(self) -> None:
        """Say how many there are of what, and what the last collection came to."""
        counts = (len(self.returns.rows), len(self.arrivals.rows), len(self.refusals.rows))
        names = ("desk", "arrived", "refused")
        for n, (name, count) in enumerate(zip(names, counts, strict=True)):
            self.tabs.setTabText(n, f"{self.cap(f'conflicts.collect.{name}')} {count:,}")
        at = max(0, self.tabs.currentIndex())
        self.empty.setText(self.cap(f"conflicts.collect.empty.{names[at]}"))
        self.empty.setVisible(not counts[at])
        rows = self.arrivals.rows
        if not rows:
            if at == ARRIVED:
                self.sum.setText(self.cap("secretary.collect.nothing"))
            return
        outcomes = [one.outcome for one in rows]
        sums = {
            "taken": outcomes.count("new") + outcomes.count("held"),
            "same": outcomes.count("duplicate"),
            "older": outcomes.count("older"),
            "refused": outcomes.count("refused"),
        }
        self.sum.setText(self.cap("secretary.collect.sum", **sums))

    def _explain(self, row: int) -> None:
        """Show the whole sentence of a row."""
        at, said = self.tabs.currentIndex(), ""
        if at == ARRIVED and 0 <= row < len(self.arrivals.rows):
            one = self.arrivals.row(row)
            said = f"{Path(one.file).name}　{self.arrivals.why(one)}"
        elif at == REFUSED and 0 <= row < len(self.refusals.rows):
            said = self.refusals.cell(self.refusals.row(row), 2).words
        self.detail.setVisible(bool(said))
        self.detail.setText(said)

    def _acknowledged(self, paths: Sequence[Path]) -> None:
        self._acks = paths
        self._work(False)

    def _stopped(self) -> None:
        if self._busy:
            self._work(False)
            self._say(self.cap("secretary.collect.stopped"))

    def _refused(self, fault: ReviewError) -> None:
        if self._busy:
            self._work(False)
            self.error.show_error(fault)
