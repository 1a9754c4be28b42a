"""Who is behind the codes: the opened names file, in memory, written by the officers' own decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.context import Context
from ui.models.result_tables import NamesTable
from ui.viewmodels.opened import OpeningModel
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label
from ui.widgets.line_table import LineTable
from zgc_review.domain.bodies import NamedPerson


class NamesDialog(PlainDialog):
    """Codes, names and organisations; closing it forgets them."""

    def __init__(
        self, context: Context, model: OpeningModel, people: Sequence[NamedPerson], parent: QWidget
    ) -> None:
        cap = context.captions.cap
        title = context.captions.cap_count("opened.names.title", len(people))
        super().__init__(context, title, cap("opened.names.lead"), parent, name="namesDialog")
        self._model, self._people = model, tuple(people)
        self.rows = NamesTable(context.captions, self)
        self.rows.show_rows(self._people)
        self.table = LineTable(context, self.rows, {0: 96, 1: 144}, name="namesTable")
        self.table.setAccessibleName(title)
        self.table.setMinimumHeight(self.tall(320))
        self.told = label("small", "ok", name="namesTold", wrap=True)
        self.told.hide()
        self.write = button(self._choose, name="namesWrite")
        self.write.setText(cap("opened.names.write"))
        self.write.setAutoDefault(False)
        self.body.addWidget(self.table)
        self.body.addWidget(self.told)
        self.row.insertWidget(0, self.write)
        model.failed.connect(self.refuse)
        self.widen(640)
        self.table.setFocus()

    def write_to(self, path: Path) -> None:
        """Ask, then write the table: anybody can read it."""
        cap = self.context.captions.cap
        question = Question(
            self.context,
            cap("opened.names.question"),
            cap("opened.names.ask", count=len(self._people), file=str(path)),
            cap("opened.names.act"),
            self,
            "danger",
        )
        question.agreed.connect(lambda: self._write(path))
        question.open()

    def _write(self, path: Path) -> None:
        self.error.clear()
        self._model.write_names(path, self._people, lambda _done: self._tell(path))

    def _tell(self, path: Path) -> None:
        self.told.setText(self.context.captions.cap("opened.names.written", file=path.name))
        self.told.show()
        self.fit()

    def _choose(self) -> None:
        cap = self.context.captions.cap
        start = str(documents_folder() / f"{cap('opened.names.file')}.csv")
        chosen, _kind = QFileDialog.getSaveFileName(self, cap("opened.names.write"), start, "CSV (*.csv)")
        if chosen:
            self.write_to(Path(chosen))
