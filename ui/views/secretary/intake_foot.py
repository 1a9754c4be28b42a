"""The bar below an import: what can be taken in, or was; the list of findings; the act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.size_words import share_words, size_words
from ui.viewmodels.secretary.intake import Checked
from ui.widgets.controls import button, label, tight
from ui.widgets.notices import ProgressBar


class ImportFoot(QWidget):
    """Sums, progress, and the two acts that stand last."""

    def __init__(self, context: Context, export: Callable[[], object], act: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self.setProperty("pane", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sum = label("head", name="importSum", wrap=True)
        self.rest = label("small", "second", name="importRest", wrap=True)
        self.progress = ProgressBar(context)
        self.export = button(export, name="importExport")
        self.act = button(act, "primary", name="importAct")
        bar = QHBoxLayout(self)
        tight(bar, 0, 12)
        bar.setContentsMargins(16, 10, 16, 10)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.sum)
        words.addWidget(self.rest)
        bar.addLayout(words, 1)
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.export)
        bar.addWidget(self.act)

    def bytes_words(self, done: int, total: int) -> str:
        """Return how far an import is."""
        return self._context.captions.cap("secretary.import.bytes", **share_words(done, total))

    def say(self, report: Checked | None) -> None:
        """Say what a folder holds, or what was taken in."""
        cap, cap_count = self._context.captions.cap, self._context.captions.cap_count
        self.export.setText(cap("intake.export"))
        self.sum.setText("")
        self.rest.setText("")
        if report is None:
            return
        self.act.setText(cap_count("secretary.import.act", len(report.ready)))
        taken = report.taken
        if taken is not None:
            counts = {"new": len(taken.new), "amended": len(taken.amended), "unchanged": len(taken.unchanged)}
            self.sum.setText(cap("secretary.import.taken", **counts))
            size = size_words(taken.size)
            self.rest.setText(cap("secretary.import.documents", count=f"{taken.documents:,}", size=size))
        elif report.blocked:
            self.sum.setText(cap_count("secretary.import.blocked", len(report.blocked)))
            self.rest.setText(cap_count("secretary.import.others", len(report.ready)))
        else:
            self.sum.setText(cap_count("secretary.import.ready", len(report.ready)))
            self.rest.setText(cap("secretary.import.nothing_kept"))
