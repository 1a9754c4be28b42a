"""The result of a draw: members, alternates, who was passed over; F02 and the file for whoever redoes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_draw import OrderTable, WarningsTable, placed
from ui.viewmodels.secretary.draw import DrawPage
from ui.views.first_start import documents_folder
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, pane, restyle, tag, tight
from ui.widgets.digits import in_eights
from ui.widgets.line_table import LineTable
from ui.widgets.tab_bar import TabBar


class DrawResult(QWidget):
    """The newest draw once it was run.

    Signals:
        form_asked: folder for F02.
        file_asked: path of the file for redoing.
        seats_asked: go on to the seats.
        again_asked: draw again.
    """

    form_asked = Signal(object)
    file_asked = Signal(object)
    seats_asked = Signal()
    again_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._page: DrawPage | None = None
        self.setObjectName("drawResult")
        self.title = label("title", name="resultTitle")
        self.witness = tag("plain", name="resultWitness")
        self.digest = label("small", "second", name="resultDigest", wrap=True)
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form = button(self._choose_folder, name="resultForm")
        self.file = button(self._choose_file, name="resultFile")
        self.tabs = TabBar()
        self.tabs.setObjectName("resultTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.order = OrderTable(context.captions)
        widths = {0: 64, 1: 52, 2: 96, 3: 112, 5: 92, 6: 220}
        self.table = LineTable(context, self.order, widths, name="resultOrder")
        self.warnings = WarningsTable(context.captions)
        self.warnings_table = LineTable(context, self.warnings, {}, name="resultWarnings")
        self.told = label("small", "ok", name="resultTold", wrap=True)
        self.refused = label("body", "warn", name="resultRefused", wrap=True)
        self.refused.hide()
        self.again = button(self.again_asked.emit, name="resultAgain")
        self.act = button(self.seats_asked.emit, "primary", name="resultSeats")
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _index: self._choose_tab())
        context.theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 4)
        top.setContentsMargins(20, 12, 20, 4)
        head = BreakingRow()
        tight(head, 0, 12)
        head.addWidget(self.title)
        head.addWidget(self.witness)
        head.addStretch(1)
        head.addWidget(self.file)
        head.addWidget(self.form)
        top.addLayout(head)
        top.addWidget(self.refused)
        top.addWidget(self.digest)
        top.addWidget(self.tabs)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.warnings_table, 1)
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(self.again)
        row.addWidget(self.told, 1)
        row.addWidget(self.act)
        column.addWidget(foot)

    def show_page(self, page: DrawPage, *, writable: bool) -> None:
        """Show the newest result."""
        self._page = page
        newest = page.newest
        if newest is None:
            return
        self.order.show_rows(placed(newest, page.people))
        self.warnings.show_rows(page.findings)
        seated = newest.version is not None
        self.act.setVisible(not seated)
        self.again.setVisible(not seated)
        for one in (self.act, self.again, self.form):
            one.setEnabled(writable)
        self.retranslate()

    def start(self) -> None:
        """The order is what everybody looks at."""
        self.table.setFocus()

    def tell(self, paths: tuple[Path, ...]) -> None:
        """Say what was written."""
        names = " · ".join(path.name for path in paths)
        self.told.setText(self.cap("draw.written", files=names))
        self.told.setToolTip("\n".join(map(str, paths)))

    def retranslate(self) -> None:
        """Set every text anew."""
        page = self._page
        newest = page.newest if page is not None else None
        if page is None or newest is None:
            return
        members = sum(len(newest.seated(one.group)) for one in newest.drawn)
        alternates = sum(len(one.alternates) for one in newest.drawn)
        self.title.setText(self.cap("draw.result", n=newest.n, members=members, alternates=alternates))
        if page.refused is not None:
            codes = " · ".join(page.refused.codes)
            self.refused.setText(self.cap("draw.refused", version=page.refused.version, codes=codes))
        self.refused.setVisible(page.refused is not None and newest.version is None)
        restyle(self.witness, tag="ok" if page.is_witnessed else "warn")
        self.witness.setText(self.cap("draw.witnessed" if page.is_witnessed else "draw.unwitnessed"))
        self.digest.setText(self.cap("draw.result_digest", digest=in_eights(newest.result)))
        self.form.setText(self.cap("draw.form"))
        self.file.setText(self.cap("draw.file"))
        self.again.setText(self.cap("draw.again"))
        self.act.setText(self.cap("draw.to_seats"))
        words = (self.cap("draw.order"), self.cap("draw.warnings", count=len(page.findings)))
        for n, one in enumerate(words):
            if n < self.tabs.count():
                self.tabs.setTabText(n, one)
            else:
                self.tabs.addTab(one)
        self.tabs.setAccessibleName(self.title.text())
        self.table.setAccessibleName(words[0])
        self.warnings_table.setAccessibleName(words[1])
        self._choose_tab()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The employer goes first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self._context.theme.px
        self.table.setColumnHidden(4, self.width() < px(860))
        self.table.setColumnHidden(5, self.width() < px(720))

    def _choose_tab(self) -> None:
        shown = self.tabs.currentIndex()
        self.table.setVisible(shown <= 0)
        self.warnings_table.setVisible(shown == 1)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.cap("draw.form"), str(documents_folder()))
        if chosen:
            self.form_asked.emit(Path(chosen))

    def _choose_file(self) -> None:
        newest = self._page.newest if self._page is not None else None
        start = str(documents_folder() / self.cap("draw.file_name", n=newest.n if newest is not None else 1))
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("draw.file"), start, "JSON (*.json)")
        if chosen:
            self.file_asked.emit(Path(chosen))
