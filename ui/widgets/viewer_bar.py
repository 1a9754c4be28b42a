"""The tool bar above a document: search, page, zoom, turn, original colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.context import Context
from ui.widgets.controls import IconButton, button, label, tight

_WIDE, _ROOMY = 640, 520  # px at 100 %


class ViewerBar(QWidget):
    """One line of 40 px.

    Signals:
        find_asked, outline_asked, thumbs_asked, beside_asked: buttons.
        page_asked: a page number, from 0.
        zoom_asked: steps; 0 fits the width, 99 the whole page.
        turn_asked: a quarter turn.
        cite_asked: cite the page on view.
        colours_asked: show the page as it is, or toned down in dark mode.
    """

    find_asked = Signal()
    outline_asked = Signal()
    thumbs_asked = Signal()
    beside_asked = Signal()
    page_asked = Signal(int)
    zoom_asked = Signal(int)
    turn_asked = Signal()
    colours_asked = Signal()
    cite_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._count = 0
        self._why_not = ""
        self.setObjectName("viewerBar")
        self.setProperty("pane", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        make = self._make
        self.outline = make("list-check-2", self.outline_asked.emit, "viewerOutline")
        self.thumbs = make("gallery-line", self.thumbs_asked.emit, "viewerThumbs")
        self.seek = make("search-line", self.find_asked.emit, "viewerFind")
        self.back = make("arrow-left-s-line", lambda: self._step(-1), "viewerBack")
        self.page = QLineEdit()
        self.page.setObjectName("viewerPage")
        self.page.setProperty("tool", "true")
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setValidator(QIntValidator(1, 1_000_000, self))
        self.page.editingFinished.connect(self._typed)
        self.of = label("body", "second", name="viewerCount")
        self.on = make("arrow-right-s-line", lambda: self._step(1), "viewerNext")
        self.out = make("zoom-out-line", lambda: self.zoom_asked.emit(-1), "viewerSmaller")
        self.zoom = label("small", "second", name="viewerZoom")
        self.into = make("zoom-in-line", lambda: self.zoom_asked.emit(1), "viewerLarger")
        self.fit = make("fullscreen-line", lambda: self.zoom_asked.emit(0), "viewerFit")
        self.whole = make("file-line", lambda: self.zoom_asked.emit(99), "viewerWhole")
        self.turn = make("clockwise-line", self.turn_asked.emit, "viewerTurn")
        self.colours = make("contrast-2-line", self.colours_asked.emit, "viewerColours")
        self.beside = make("layout-column-line", self.beside_asked.emit, "viewerBeside")
        self.cite = button(self.cite_asked.emit, "outline", name="viewerCite")
        self._lay_out()
        context.captions.changed.connect(self.retranslate)
        context.theme.changed.connect(self.retranslate)
        self.retranslate()

    def _make(self, icon: str, act: Callable[[], object], name: str) -> IconButton:
        return IconButton(self._context, icon, act, name=name)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        tight(row, 0, 2)
        row.setContentsMargins(8, 0, 8, 0)
        for left in (self.outline, self.thumbs, self.seek):
            row.addWidget(left)
        row.addStretch(1)
        place: tuple[QWidget, ...] = (self.back, self.page, self.of, self.on)
        sizes: tuple[QWidget, ...] = (self.out, self.zoom, self.into, self.fit, self.whole)
        for widget in place:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (*sizes, self.turn, self.colours, self.beside, self.cite):
            row.addWidget(widget)

    def show_page(self, page: int, count: int) -> None:
        """Show the page in view, from 0, and how many there are; 0 pages hide what belongs to pages."""
        self._count = count
        self.page.setText(str(page + 1))
        self.of.setText(f"/ {count:,}")
        paged = count > 0
        pages = (self.back, self.page, self.of, self.on, self.out, self.zoom, self.into, self.fit, self.whole)
        for one in (*pages, self.turn, self.outline, self.thumbs):
            one.setVisible(paged)
        self._make_room()
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page + 1 < count)

    def show_citing(self, *, able: bool, why_not: str) -> None:
        """Let a page be cited; where not, the button says the reason there is."""
        self._why_not = why_not
        self.cite.setEnabled(able)
        self._say_cite()

    def show_zoom(self, percent: int) -> None:
        """Show the zoom."""
        self.zoom.setText(f"{percent}%")

    def retranslate(self) -> None:
        """Set every text anew."""
        cap, px = self._context.captions.cap, self._context.theme.px
        self.setFixedHeight(px("bar"))
        self.page.setFixedWidth(px(48))
        for one, key, keys in (
            (self.outline, "outline", ""),
            (self.thumbs, "thumbs", ""),
            (self.seek, "find", "Ctrl+F"),
            (self.back, "previous", ""),
            (self.on, "next", ""),
            (self.out, "smaller", ""),
            (self.into, "larger", ""),
            (self.fit, "fit_width", ""),
            (self.whole, "fit_page", ""),
            (self.turn, "turn", ""),
            (self.colours, "colours", ""),
            (self.beside, "beside", "\\"),
        ):
            one.say(cap(f"viewer.{key}"), keys)
        self._say_cite()
        self.page.setAccessibleName(cap("viewer.page"))
        self.colours.setVisible(self._context.theme.mode == "dark")
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the word beside the quotation mark and the rarer buttons go."""
        super().resizeEvent(event)
        self._make_room()

    def _say_cite(self) -> None:
        words, ink = self._context.captions.cap("viewer.cite"), "accent" if self.cite.isEnabled() else "text3"
        self.cite.setAccessibleName(words)
        self.cite.setAccessibleDescription(self._why_not)
        self.cite.setToolTip(f"{words}\n{self._why_not}" if self._why_not else f"{words}  Q")
        self.cite.setIcon(self._context.icons.icon("double-quotes-l", ink))

    def _make_room(self) -> None:
        px = self._context.theme.px
        wide, paged = self.width() >= px(_WIDE), self._count > 0
        self.cite.setText(f"{self._context.captions.cap('viewer.cite')}  Q" if wide else "")
        for one in (self.whole, self.turn, self.thumbs):
            one.setVisible(paged and self.width() >= px(_ROOMY))

    def _step(self, by: int) -> None:
        self.page_asked.emit(int(self.page.text() or 1) - 1 + by)

    def _typed(self) -> None:
        if self.page.text():
            self.page_asked.emit(min(int(self.page.text()), max(1, self._count)) - 1)
