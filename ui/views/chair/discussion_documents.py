"""A cited page in place of the sheets: the viewer, or the words that the document is not here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.discussion_data import Item
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.document_area import DocumentArea
from zgc_review.domain.bodies import CitedPage


class CitedDocuments(QWidget):
    """Documents of the item on show, opened at a cited page.

    Signals:
        left: back to the sheets.
    """

    left = Signal()

    def __init__(self, context: Context, make_viewer: Callable[[], DocumentArea]) -> None:
        super().__init__()
        self._context, self._make = context, make_viewer
        self._item: Item | None = None
        self._shown = ""
        self.viewer: DocumentArea | None = None
        self.setObjectName("citedDocuments")
        self.back = button(self.left.emit, "quiet", name="citedBack")
        self.words = label("body", "second", name="citedWords", wrap=True)
        bar = pane("bar")
        row = QHBoxLayout(bar)
        tight(row, 4, 8)
        row.addWidget(self.back)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        tight(self._column)
        self._column.addWidget(bar)
        self.words.setContentsMargins(16, 16, 16, 16)
        self._column.addWidget(self.words)
        self._column.addStretch(1)

    def show_item(self, item: Item | None) -> None:
        """Turn to another item: what is on view is closed at once."""
        if self._item is not None and (item is None or item.application != self._item.application):
            self.close_documents()
        self._item = item

    def go_to(self, cited: CitedPage) -> None:
        """Show a cited page, or say why it cannot be shown."""
        item = self._item
        if item is None:
            return
        found = next((one for one in item.documents if one.plain == cited.document), None)
        if found is None or found.plain in item.absent:
            self._say("discussion.document.unknown" if found is None else "discussion.document.absent")
            return
        self.words.hide()
        viewer = self._viewer()
        viewer.show()
        if self._shown != item.application:
            self._shown = item.application
            viewer.show_application(item.application, item.documents)
        viewer.go_to(found.position, cited.page)
        viewer.setFocus()

    def close_documents(self) -> None:
        """Close every document."""
        self._shown = ""
        if self.viewer is not None:
            self.viewer.show_application("", ())

    def retranslate(self) -> None:
        """Set every text anew."""
        self.back.setText(self._context.captions.cap("discussion.document.back"))

    def _say(self, key: str) -> None:
        if self.viewer is not None:
            self.viewer.hide()
        self.words.setText(self._context.captions.cap(key))
        self.words.show()
        self.back.setFocus()

    def _viewer(self) -> DocumentArea:
        """Return the viewer, made when it is first asked for."""
        if self.viewer is None:
            self.viewer = self._make()
            self._column.insertWidget(1, self.viewer, 1)
            self._column.setStretch(self._column.count() - 1, 0)
        return self.viewer
