"""Taking a panel file: dropped, chosen, or found on a medium; what became of it in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import PANEL_SUFFIX, media_roots
from ui.viewmodels.chair.panel import PanelModel
from ui.views.first_start import documents_folder
from ui.widgets.controls import button, drain, label, tight
from zgc_review.services.panel_taking import TakenPanel

_MOST = 3  # files offered at once


class TakePane(QWidget):
    """Says what was taken, and offers files that lie on a medium and were not taken yet."""

    def __init__(self, context: Context, model: PanelModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._cap = context.captions.cap
        self._taken: TakenPanel | None = None
        self._found: tuple[Path, ...] = ()
        self.setObjectName("takePane")
        self.done = label("body", "ok", name="takeDone", wrap=True)
        self._offers = QVBoxLayout()
        tight(self._offers, 0, 4)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.addWidget(self.done)
        column.addLayout(self._offers)
        model.taken.connect(self._was_taken)
        model.found.connect(self._show)
        context.captions.changed.connect(self._say)
        self._say()

    def choose(self) -> None:
        """Let the person choose a file."""
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        kind = f"{self._cap('chair.take.kind')} (*{PANEL_SUFFIX})"
        chosen, _kind = QFileDialog.getOpenFileName(self, self._cap("chair.take.choose"), start, kind)
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Take a file."""
        if self._model.session.writable:
            self._taken = None
            self._say()
            self._model.take(path)

    def _was_taken(self, taken: TakenPanel) -> None:
        self._taken = taken
        self._found = ()
        self._say()

    def _show(self, found: Sequence[Path]) -> None:
        self._found = tuple(found)
        self._say()

    def _say(self) -> None:
        taken = self._taken
        self.done.setVisible(taken is not None)
        if taken is not None:
            counts = {"group": taken.group, "sheets": taken.sheets, "count": taken.applications}
            self.done.setText(self._cap(f"chair.take.{taken.outcome}", **counts))
        drain(self._offers)
        for path in self._found[:_MOST]:
            self._offers.addWidget(self._offer(path))
        self.setVisible(taken is not None or bool(self._found))

    def _offer(self, path: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        tight(row, 0, 12)
        words = label("body", "second", wrap=True)
        words.setText(self._cap("chair.take.found", file=path.name, folder=str(path.parent)))
        act = button(lambda: self.take(path), name=f"take:{path.name}")
        act.setText(self._cap("chair.take.act"))
        act.setAccessibleName(f"{self._cap('chair.take.act')} {path.name}")
        act.setEnabled(self._model.session.writable)
        row.addWidget(words, 1)
        row.addWidget(act)
        return line
