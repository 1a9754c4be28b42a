"""Takes in one workbook: chosen or dropped, read on trial, what was found row by row, then kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import FindingsTable
from ui.viewmodels.secretary.intake_lists import Taken
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.widgets.controls import button, label, restyle, tight
from ui.widgets.dropped import not_one
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.domain.findings import Finding, Level
from zgc_review.errors import ReviewError
from zgc_review.services.roster import TakenList

_ORDER = (Level.ERROR, Level.WARN, Level.INFO)


class ListFile(QWidget):
    """``kind`` is the part of the captions: ``namelist`` or ``integrity``.

    Signals:
        shown: what was found row by row is on show, or no longer.
    """

    shown = Signal(bool)

    def __init__(
        self, context: Context, kind: str, look: Callable[[Path], None], take: Callable[[Path], None]
    ) -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._look, self._take = look, take
        self._path: Path | None = None
        self._taken: Taken | None = None
        self._done = False
        self._may = False
        self._first = True
        self.busy = False
        self.words = label("body", "second", name=f"{kind}Words", wrap=True)
        self.choose = button(self._choose, name=f"{kind}Choose")
        self.act = button(self._ask, "primary", name=f"{kind}Act")
        self.drop_it = button(self.close_list, "quiet", name=f"{kind}Close")
        self.error = ErrorPane(context, name=f"{kind}Error")
        self.progress = ProgressBar(context, name=f"{kind}Progress")
        self.findings = FindingsTable(context.captions, self)
        self.table = LineTable(
            context, self.findings, {0: 112, 1: 52, 2: 128, 3: 140}, name=f"{kind}Findings"
        )
        self._lay_out()
        context.captions.changed.connect(self.say)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 8)
        column.setContentsMargins(12, 12, 12, 8)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.words, 1)
        for one in (self.drop_it, self.choose, self.act):
            row.addWidget(one)
        column.addLayout(row)
        for each in (self.error, self.progress):
            column.addWidget(each)
        column.addWidget(self.table, 1)
        self.table.hide()

    def follow(self, may: bool) -> None:
        """Say whether the vault can be changed."""
        self._may = may
        self.say()

    def lead_on(self, first: bool) -> None:
        """Say whether choosing a file is the next sensible act."""
        self._first = first
        self.say()

    @property
    def takes(self) -> bool:
        """Whether a file may be read now."""
        return self._may and not self.busy

    def drop(self, paths: Sequence[Path]) -> None:
        """Read what was dropped, if it is one file."""
        wrong = not_one(paths)
        if wrong is None:
            self.read(paths[0])
        elif self.takes:
            self.error.show_error(wrong)

    def read(self, path: Path) -> None:
        """Read a file and keep nothing."""
        if not self.takes:
            return
        self._path, self._taken, self._done = path, None, False
        self._begin()
        self._look(path)

    def show_trial(self, path: Path, taken: Taken) -> None:
        """Show what a file holds, before anything is kept."""
        if path == self._path:
            self._end(taken, done=False)

    def show_taken(self, path: Path, taken: Taken) -> None:
        """Show what became of a file."""
        if path == self._path:
            self._end(taken, done=True)

    def refuse(self, fault: ReviewError) -> None:
        """Say in place why a file could not be taken in."""
        self._stop()
        self.error.show_error(fault)

    def close_list(self) -> None:
        """Back to the list behind."""
        self._path = self._taken = None
        self.error.clear()
        self.say()

    def _begin(self) -> None:
        self.error.clear()
        self.busy = True
        self.progress.start()
        self.say()

    def _stop(self) -> None:
        self.busy = False
        self.progress.finish()
        self.say()

    def _end(self, taken: Taken, *, done: bool) -> None:
        self._taken, self._done = taken, done
        rows: Sequence[Finding] = [one for level in _ORDER for one in taken.findings if one.level is level]
        self.findings.show_rows(rows)
        self._stop()

    def _choose(self) -> None:
        title = self._context.captions.cap(f"intake.{self._kind}.choose")
        chosen, _kind = QFileDialog.getOpenFileName(self, title, str(documents_folder()), "*.xlsx *.csv")
        if chosen:
            self.read(Path(chosen))

    def _ask(self) -> None:
        if self._taken is None:
            return
        cap, cap_count = self._context.captions.cap, self._context.captions.cap_count
        count = self._count(self._taken)
        question = Question(
            self._context,
            cap_count(f"intake.{self._kind}.question", count),
            cap(f"intake.{self._kind}.ask"),
            cap_count(f"intake.{self._kind}.act", count),
            self,
        )
        question.agreed.connect(self._keep)
        question.open()

    def _keep(self) -> None:
        if self._path is not None:
            self._begin()
            self._take(self._path)

    def _count(self, taken: Taken) -> int:
        """Return how many rows can be taken in."""
        if isinstance(taken, TakenList):
            return taken.kept
        return len(taken.new) + len(taken.amended) + len(taken.unchanged)

    def say(self) -> None:
        """Set every text."""
        cap, cap_count = self._context.captions.cap, self._context.captions.cap_count
        taken, path = self._taken, self._path
        self.choose.setText(cap(f"intake.{self._kind}.choose"))
        self.drop_it.setText(cap("intake.list.close"))
        trial = taken is not None and not self._done
        self.act.setVisible(trial)
        self.act.setEnabled(self._may and not self.busy and taken is not None and self._count(taken) > 0)
        self.drop_it.setVisible(taken is not None)
        restyle(self.choose, kind="primary" if self._first and not trial else "")
        self.choose.setEnabled(self._may and not self.busy)
        there = taken is not None and bool(taken.findings)
        self.table.setVisible(there)
        self.table.setAccessibleName(cap("secretary.import.findings"))
        if taken is None or path is None:
            self.words.setText(cap(f"intake.{self._kind}.lead"))
        else:
            count = self._count(taken)
            self.act.setText(cap_count(f"intake.{self._kind}.act", count))
            key = "taken" if self._done else "trial"
            counts = {"file": path.name, "kept": f"{count:,}", "blocked": f"{taken.blocked:,}"}
            self.words.setText(cap(f"intake.list.{key}", **counts, findings=f"{len(taken.findings):,}"))
        self.shown.emit(there)
