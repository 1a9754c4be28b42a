"""Any file that travels, checked as far as the keys at hand allow: one line each, checked or not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.observer_tables import ChecksTable
from ui.size_words import share_words
from ui.viewmodels.observer import Checked, ObserverModel
from ui.views.first_start import documents_folder
from ui.views.folders import ask_file
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.dropped import dropped, not_one
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.seal_cards import VerdictCard
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError


class VerifyPage(Screen):
    """Drop a file, or the folder of an opened result."""

    place = "observer.page.verify"

    def __init__(self, context: Context, model: ObserverModel) -> None:
        super().__init__(context, name="verifyPage")
        self.model = model
        self._path: Path | None = None
        self._checked: Checked | None = None
        self.setAcceptDrops(True)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.code_words, self.head_words = label("small", "second"), label("small", "second")
        self.code, self.head = QLineEdit(), QLineEdit()
        self.code.setObjectName("verifyCode")
        self.head.setObjectName("verifyHead")
        self.choose = button(self._choose, "primary", name="verifyChoose")
        self.folder = button(self._choose_folder, name="verifyFolder")
        self.again = button(self._again, "quiet", name="verifyAgain")
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.sum = label("head", name="verifySum", wrap=True)
        self.rows = ChecksTable(context.captions, self)
        self.table = LineTable(context, self.rows, {0: 128}, name="verifyTable")
        self.verdict = VerdictCard(context, name="verifyVerdict")
        self._lay_out()
        model.checked.connect(self._show)
        model.moved.connect(self.progress.move_on)
        model.failed.connect(self._refused)
        self.table.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 24, 8)
        top.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title, 1)
        for one in (self.again, self.folder, self.choose):
            head.addWidget(one)
        top.addLayout(head)
        top.addWidget(self.lead)
        row = QHBoxLayout()
        tight(row, 0, 12)
        for words, field in ((self.code_words, self.code), (self.head_words, self.head)):
            part = QVBoxLayout()
            tight(part, 0, 4)
            part.addWidget(words)
            part.addWidget(field)
            row.addLayout(part, 1)
        top.addLayout(row)
        for widget in (self.error, self.progress, self.sum):
            top.addWidget(widget)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        card = pane("plain")
        within = QVBoxLayout(card)
        tight(within, 24)
        within.addWidget(self.verdict)
        within.addStretch(1)
        self._scroll = TallScroll(card)
        self._scroll.hide()
        column.addWidget(self._scroll, 2)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)

    def entered(self) -> None:
        """Choosing a file is the act of this page."""
        self.choose.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("observer.page.verify"))
        self.lead.setText(self.cap("observer.verify.lead"))
        self.code_words.setText(self.cap("opened.verdict.code"))
        self.head_words.setText(self.cap("opened.verdict.head"))
        for words, field in ((self.code_words, self.code), (self.head_words, self.head)):
            words.setBuddy(field)
            field.setAccessibleName(words.text())
        self.choose.setText(self.cap("observer.verify.choose"))
        self.folder.setText(self.cap("observer.verify.folder"))
        self.again.setText(self.cap("observer.verify.again"))
        self.table.setAccessibleName(self.title.text())
        self.again.setVisible(self._path is not None)
        self._tell()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dropped, or one folder; of anything else it is said why not."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped, if it is one file or folder."""
        paths = dropped(event)
        wrong = not_one(paths)
        if wrong is None:
            self.verify(paths[0])
        else:
            self.error.show_error(wrong)

    def verify(self, path: Path) -> None:
        """Check a file or the folder of an opened result."""
        self._path, self._checked = path, None
        self.error.clear()
        self.verdict.forget()
        for one in (self.table, self._scroll):
            one.hide()
        self._gap.show()
        self.again.show()
        self.progress.start(self._bytes)
        self.progress.attach(self.model.verify(path, self.code.text().strip(), self.head.text().strip()))

    def _bytes(self, done: int, total: int) -> str:
        return self.cap("home.bytes", **share_words(done, total))

    def _show(self, checked: Checked | None) -> None:
        self.progress.finish()
        if checked is None:  # somebody asked to stop
            return
        self._checked = checked
        self.rows.show_rows(checked.checks)
        self.table.setVisible(bool(checked.checks))
        self._scroll.setVisible(checked.verdict is not None)
        self._gap.hide()
        if checked.verdict is not None:
            self.verdict.show_verdict(checked.verdict)
        self._tell()
        if checked.checks:
            self.table.setFocus()

    def _tell(self) -> None:
        """Say how many things hold, do not hold, and were not checked."""
        checked = self._checked
        if checked is None or not checked.checks:
            self.sum.setText("" if checked is None else checked.path.name)
            return
        outcomes = [one.ok for one in checked.checks]
        counts = {
            "ok": outcomes.count(True),
            "failed": outcomes.count(False),
            "unchecked": outcomes.count(None),
        }
        self.sum.setText(self.cap("observer.verify.sum", file=checked.path.name, **counts))
        restyle(self.sum, tone="danger" if counts["failed"] else "")

    def _again(self) -> None:
        if self._path is not None:
            self.verify(self._path)

    def _choose(self) -> None:
        path = ask_file(self, self.cap("observer.verify.choose"), "(*)")
        if path is not None:
            self.verify(path)

    def _choose_folder(self) -> None:
        title = self.cap("observer.verify.folder")
        chosen = QFileDialog.getExistingDirectory(self, title, str(documents_folder()))
        if chosen:
            self.verify(Path(chosen))

    def _refused(self, what: str, fault: ReviewError) -> None:
        if what == "verify":
            self.progress.finish()
            self.sum.setText(self._path.name if self._path is not None else "")
            self.error.show_error(fault)
