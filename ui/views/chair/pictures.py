"""Pictures: totals per application, spread per expert, ranking with the budget line (look.md §10)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.chair_pictures import WIDTHS, FigureTable, spot_words
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.chair.pictures import KINDS, PicturesModel, look_of
from ui.views.chair.projector import toggle_projector
from ui.views.folders import ask_folder
from ui.views.screen import Hint, Screen
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import IconButton, button, label, pane, tight
from ui.widgets.figure import FigureView, index_of
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.tab_bar import TabBar
from zgc_review.errors import ReviewError
from zgc_review.export.charts import Drawn, Spot


class PicturesPage(Screen):
    """One picture at a time, as a drawing or as the table of the same figures.

    Signals:
        chosen: id of an application that was pressed in a picture.
    """

    place = "pictures.page"
    chosen = Signal(str)

    def __init__(self, context: Context, panel: PanelModel) -> None:
        super().__init__(context, name="chairPictures")
        self.model = PicturesModel(panel, self)
        self._wanted = ""
        self._writes = False
        self._edge = 0  # the arrows turned the page: 1 onwards, -1 back
        self.tabs = TabBar()
        self.tabs.setObjectName("picturesTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.which = ChoiceBox(context, name="picturesWhich", letters=10)
        self.as_table = False
        self.numbers = button(self.toggle_numbers, name="picturesNumbers")
        self.export = button(self._ask_export, name="picturesExport")
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.written = label("small", "ok", name="picturesWritten", wrap=True)
        self.empty = label("body", "second", name="picturesEmpty", wrap=True)
        self.figure = FigureView(context, self._spot_words, name="figure")
        self.tables = {kind: FigureTable(context.captions, kind, self) for kind in KINDS}
        self.views = {
            kind: LineTable(context, table, WIDTHS[kind], name=f"figures:{kind}")
            for kind, table in self.tables.items()
        }
        self.stack = QStackedWidget()
        self.before = IconButton(context, "arrow-left-s-line", self._page_back, name="picturesBefore")
        self.after = IconButton(context, "arrow-right-s-line", self._page_on, name="picturesAfter")
        self.paging = label("small", "second", name="picturesPage")
        self.detail = label("small", "second", name="picturesDetail", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        bar = pane("bar")
        row = QHBoxLayout(bar)
        tight(row, 0, 8)
        row.setContentsMargins(12, 4, 16, 4)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.which)
        row.addWidget(self.numbers)
        row.addWidget(self.export)
        column.addWidget(bar)
        notes = QVBoxLayout()
        tight(notes, 0, 8)
        notes.setContentsMargins(16, 8, 16, 0)
        for note in (self.error, self.written, self.empty):
            notes.addWidget(note)
        column.addLayout(notes)
        self.stack.addWidget(self.figure)
        for view in self.views.values():
            self.stack.addWidget(view)
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot())
        column.addStretch(0)
        self.written.hide()
        self.empty.hide()

    def _foot(self) -> QWidget:
        """Return the line below: what is chosen, which page, how far an export is: it takes no room above."""
        self.foot = pane("footer")
        row = QHBoxLayout(self.foot)
        tight(row, 0, 8)
        row.setContentsMargins(16, 6, 16, 6)
        self.detail.setMinimumHeight(self.context.theme.px(40))
        row.addWidget(self.detail, 1)
        row.addWidget(self.progress, 1)
        for one in (self.before, self.paging, self.after):
            row.addWidget(one)
        return self.foot

    def _wire(self) -> None:
        self.model.offered.connect(self._offer)
        self.model.turned.connect(self._draw)
        self.model.drawn.connect(self._show)
        self.model.written.connect(self._told_written)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.model.cancelled.connect(self._ended)
        self.tabs.currentChanged.connect(self._tab)
        self.which.activated.connect(self._which)
        self.figure.fitted.connect(self._draw)
        self.figure.stepped.connect(self._stepped)
        self.figure.asked.connect(self._asked)
        self.figure.left.connect(self._past_the_edge)
        for view in self.views.values():
            view.activated.connect(lambda index: self._row_asked(index.row()))
        self.context.theme.changed.connect(self._draw)

    def entered(self) -> None:
        """Draw what is on show; the first time this loads the drawing library, in a job."""
        self._offer()
        self._draw()
        self._front.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (
            ("↑ ↓", self.cap("pictures.hint.step")),
            ("Enter", self.cap("pictures.hint.open")),
            ("PgUp PgDn", self.cap("pictures.hint.page")),
            (f"1–{self._kinds}", self.cap("pictures.hint.kind")),
            ("T", self.cap("pictures.hint.numbers")),
            ("P", self.cap("chair.hint.projector")),
        )

    @property
    def _kinds(self) -> int:
        """How many kinds there are to choose from; a stage without a line has no ranking."""
        return sum(bool(self.model.of_kind(kind)) for kind in KINDS) or len(KINDS)

    def note(self) -> str:
        """Say over what the pictures run."""
        return self.cap("chair.seen")

    def retranslate(self) -> None:
        """Set every text anew."""
        self.tabs.blockSignals(True)
        while self.tabs.count() < len(KINDS):
            self.tabs.addTab("")
        for n, kind in enumerate(KINDS):
            self.tabs.setTabText(n, self.cap(f"pictures.kind.{kind}"))
            self.views[kind].setAccessibleName(self.cap(f"pictures.kind.{kind}"))
        self.tabs.blockSignals(False)
        self.tabs.setAccessibleName(self.cap("pictures.page"))
        self.which.setAccessibleName(self.cap("pictures.which"))
        self._say_numbers()
        self.export.setText(self.cap("pictures.export"))
        self.before.say(self.cap("pictures.before"), "PgUp")
        self.after.say(self.cap("pictures.after"), "PgDn")
        self.empty.setText(self.cap("chair.empty"))
        self._offer()
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits that work outside text fields; pages."""
        key, plain = event.key(), not event.modifiers()
        kinds = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}
        if plain and key == Qt.Key.Key_T:
            self.toggle_numbers()
        elif plain and key == Qt.Key.Key_P:
            toggle_projector(self.context)
        elif plain and key in kinds and self.tabs.isTabVisible(kinds[Qt.Key(key)]):
            self.tabs.setCurrentIndex(kinds[Qt.Key(key)])
        elif key == Qt.Key.Key_PageDown:
            self._page_on()
        elif key == Qt.Key.Key_PageUp:
            self._page_back()
        else:
            super().keyPressEvent(event)

    def toggle_numbers(self) -> None:
        """Show the table of the same figures, or the drawing."""
        self.as_table = not self.as_table
        self._say_numbers()
        self._arrange()
        self._draw()
        self._front.setFocus()

    def export_to(self, folder: Path) -> None:
        """Write every picture into a folder."""
        self.error.clear()
        self.written.hide()
        self.progress.start(lambda done, total: self.cap("pictures.moved", done=done, total=total))
        self.progress.attach(self.model.write(folder, self.context.captions.language))
        self._writes = True
        self._arrange()

    def go_to(self, target: str) -> bool:
        """Show the page that holds an application and choose it there."""
        page = self.model.page_with(target)
        if page < 0:
            return False
        self._wanted = target
        self.model.turn(page)
        self._choose_wanted()
        return True

    def _choose_wanted(self) -> None:
        """Choose what was gone to, once it is drawn."""
        at = index_of(self.figure.spots, self._wanted) if self._wanted else -1
        if at >= 0:
            self._wanted = ""
            self.figure.choose(at)

    def _say_numbers(self) -> None:
        self.numbers.setText(self.cap("pictures.drawing" if self.as_table else "pictures.numbers"))

    @property
    def _front(self) -> QWidget:
        """What is on show: the drawing, or the table of one kind."""
        choice = self.model.choice
        return self.views[choice.kind] if choice is not None and self.as_table else self.figure

    def _offer(self) -> None:
        """Offer the pictures there are; the one on show stays chosen."""
        choice = self.model.choice
        self.tabs.blockSignals(True)
        for n, kind in enumerate(KINDS):
            self.tabs.setTabVisible(n, bool(self.model.of_kind(kind)))
        self.tabs.updateGeometry()  # Qt keeps the width of the tabs it had
        if choice is not None:
            self.tabs.setCurrentIndex(KINDS.index(choice.kind))
        self.tabs.blockSignals(False)
        self.which.clear()
        offered = () if choice is None else self.model.of_kind(choice.kind)
        for one in offered:
            self.which.addItem(self._choice_words(one.group, one.pool), one)
        self.which.setCurrentIndex(offered.index(choice) if choice in offered else -1)
        self.which.setVisible(len(offered) > 1)
        self._arrange()

    def _choice_words(self, group: str, pool: str) -> str:
        key = "pictures.choice" if pool else "pictures.choice_group"
        return self.cap(key, group=group, pool=pool) if pool else self.cap(key, group=group)

    def _arrange(self) -> None:
        """Show drawing or table, or the sentence that there is nothing yet."""
        choice = self.model.choice
        loaded = self.model.panel.panel is not None
        for one in (self.tabs, self.numbers, self.export, self.stack, self.foot):
            one.setVisible(choice is not None)
        self.empty.setVisible(loaded and choice is None)
        if choice is None:
            return
        table = self.tables[choice.kind]
        table.show_picture(choice.picture if self.as_table else None)
        self.foot.setVisible(self._writes or not self.as_table)
        self.stack.setCurrentWidget(self._front)
        for other in (self.before, self.after, self.paging):
            other.setVisible(len(self.model.pages) > 1)

    def _tab(self, index: int) -> None:
        self.model.choose_kind(KINDS[index])
        self._offer()
        self._front.setFocus()

    def _which(self, index: int) -> None:
        choice = self.which.itemData(index)
        if choice is not None:
            self.model.choose(choice)
            self._arrange()

    def _draw(self) -> None:
        """Have the page on show drawn, if anybody looks; once the size has settled."""
        if self.as_table or not self.isVisible() or self.model.choice is None or self.figure.is_settling:
            return
        theme = self.context.theme
        ratio = self.devicePixelRatioF()
        self.model.fit(self.figure.height(), theme.factor)
        self._say_page()
        self.model.draw(
            look_of(theme), self.context.captions.language, self.figure.pixels, theme.factor * ratio
        )

    def _show(self, drawn: Drawn) -> None:
        """Show a page; who stepped over the edge goes on there."""
        count = len(drawn.spots)
        kept = self.figure.spots[self.figure.at] if self.figure.at >= 0 else None
        at = index_of(drawn.spots, kept.application, kept.code) if kept is not None else -1
        if self._edge:
            at = 0 if self._edge > 0 else count - 1
        self._edge = 0
        self.figure.show_drawn(drawn)
        kind = "" if self.model.choice is None else self.cap(f"pictures.kind.{self.model.choice.kind}")
        self.figure.setAccessibleName(kind)
        self.figure.choose(at if at >= 0 or not self.figure.hasFocus() or not count else 0)
        self._choose_wanted()

    def _say_page(self) -> None:
        pages = len(self.model.pages)
        self.paging.setText(self.cap("pictures.paging", page=self.model.page + 1, pages=pages))
        for one, to in ((self.before, self.model.page - 1), (self.after, self.model.page + 1)):
            one.setEnabled(0 <= to < pages)
        for other in (self.before, self.after, self.paging):
            other.setVisible(pages > 1)

    def _page_on(self) -> None:
        self.model.turn(self.model.page + 1)

    def _page_back(self) -> None:
        self.model.turn(self.model.page - 1)

    def _past_the_edge(self, way: int) -> None:
        """Step over to the next page, or the one before."""
        if 0 <= self.model.page + way < len(self.model.pages):
            self._edge = way
            self.model.turn(self.model.page + way)

    def _spot_words(self, spot: Spot) -> str:
        picture = self.model.shown
        return "" if picture is None else spot_words(self.cap, picture, spot.application, spot.code)

    def _stepped(self, at: int) -> None:
        self.detail.setText(self._spot_words(self.figure.spots[at]) if at >= 0 else "")

    def _asked(self, at: int) -> None:
        self.chosen.emit(self.figure.spots[at].application)

    def _row_asked(self, row: int) -> None:
        """Enter in the table goes to the row of the application."""
        choice = self.model.choice
        rows = self.tables[choice.kind].rows if choice is not None else ()
        application = getattr(rows[row], "application", "") if 0 <= row < len(rows) else ""
        if application:
            self.chosen.emit(application)

    def _ask_export(self) -> None:
        folder = ask_folder(self, self.cap("pictures.export"))
        if folder is not None:
            self.export_to(folder)

    def _told_written(self, paths: Sequence[Path]) -> None:
        self._ended()
        folder = str(paths[0].parent) if paths else ""
        self.written.setText(self.cap_count("pictures.written", len(paths), folder=folder))
        self.written.show()

    def _ended(self) -> None:
        """Nothing is written any more."""
        self.progress.finish()
        self._writes = False
        self._arrange()

    def _refused(self, fault: ReviewError) -> None:
        self._ended()
        self.error.show_error(fault)
