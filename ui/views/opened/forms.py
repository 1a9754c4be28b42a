"""The forms and tables of an opened result, as they were sealed."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout

from ui.context import Context
from ui.viewmodels.secretary.forms import PDF, XLSX
from ui.views.screen import Screen
from ui.widgets.controls import pane, tight
from ui.widgets.one_document import OneDocument
from zgc_review.services.opened_result import OpenedResult

_MEDIA = {"pdf": PDF, "xlsx": XLSX}
_LEAST, _MOST = 248, 400  # pixels of the list at 100 %
_BESIDE = 40  # pixels beside a line of it


class OpenedFormsPane(Screen):
    """Forms and tables as they were sealed."""

    place = "opened.tab.forms"

    def __init__(self, context: Context, opened: OpenedResult) -> None:
        super().__init__(context, name="openedForms")
        self._files = [(part, data) for part, data in opened.files if part.file.rpartition(".")[2] in _MEDIA]
        self.names = QListWidget()
        self.names.setObjectName("openedNames")
        self.names.addItems([part.title for part, _ in self._files])
        context.theme.changed.connect(self._fit)
        self.view = OneDocument(context, name="openedView")
        split = self._split = QSplitter()
        split.setChildrenCollapsible(False)
        left = pane("plain")
        tight(QVBoxLayout(left), 8, 6).addWidget(self.names)
        split.addWidget(left)
        split.addWidget(self.view)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(split)
        self.names.currentRowChanged.connect(self._draw)
        self.retranslate()

    def entered(self) -> None:
        """Show the first form."""
        shown = self.names.currentRow()
        self.names.setCurrentRow(max(0, shown))  # focus alone makes a row current and does not choose it
        if shown >= 0:
            self._draw(shown)
        self.names.setFocus()

    def settle(self) -> None:
        """No form stays in memory after the pane is left."""
        self.view.stop()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.names.setAccessibleName(self.cap("opened.tab.forms"))
        texts = self.context.captions.texts
        for row, (part, _) in enumerate(self._files):
            form, _, kind = part.title.partition(".")
            key = f"form.{form}.title"
            # Number first, kind last: the titles stand below each other.
            words = f"{form}　{texts.get(key)} · {kind}" if kind and texts.has(key) else part.title
            self.names.item(row).setText(words)
            self.names.item(row).setToolTip(words)
        self._fit()

    def _fit(self) -> None:
        """Give every line the height that a finger finds, and the list the width of its longest line."""
        theme = self.context.theme
        for row in range(self.names.count()):
            self.names.item(row).setSizeHint(QSize(0, theme.px("tool")))
        metrics = QFontMetrics(theme.font("body"))
        longest = max((metrics.horizontalAdvance(one.text()) for one in self._items()), default=0)
        wide = min(longest + theme.px(_BESIDE), theme.px(_MOST))
        self._split.setSizes([max(wide, theme.px(_LEAST)), theme.px(900)])

    def _items(self) -> list[QListWidgetItem]:
        return [self.names.item(row) for row in range(self.names.count())]

    def _draw(self, row: int) -> None:
        if 0 <= row < len(self._files) and self.isVisible():
            part, data = self._files[row]
            self.view.wait(part.title)
            self.view.show_bytes(data, _MEDIA[part.file.rpartition(".")[2]])
