"""Packing: for whom, how large, onto which medium; what was written, re-read and whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.media import media_roots
from ui.models.secretary_post import ExpertChoice
from ui.size_words import share_words, size_words
from ui.viewmodels.secretary.board import Board
from ui.viewmodels.secretary.post import PackedFile, PackReport, PostModel, Room
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.pack_medium import MediumLine
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.domain.states import State
from zgc_review.errors import ReviewError
from zgc_review.seal.package_format import VOLUME_SIZE
from zgc_review.services.packing import PackOrder

_PATIENCE = 300  # ms without another choice before a medium is looked at again
#: Caption and bytes of a file, at most: a FAT32 stick, a compact disc, a DVD, a medium without such a limit.
_SIZES = (("fat", VOLUME_SIZE), ("dvd", 4_690_000_000), ("cd", 695_000_000), ("free", 1 << 50))
_READY = (State.ASSIGNED, State.REVIEWING, State.LOCKED, State.AGGREGATED, State.DELIBERATED, State.CHECKED)


class PackPane(Screen):
    """Writes packages."""

    place = "secretary.tab.pack"

    def __init__(self, context: Context, model: PostModel) -> None:
        super().__init__(context, name="pack")
        self.model = model
        self._folder: Path | None = None
        self._applications = 0
        self._busy = False
        self._printing = False
        self.title = label("title", wrap=True)
        self.lead = label("body", "second", wrap=True)
        self.experts = ExpertChoice(context.captions, context.clock, self)
        self.table = LineTable(context, self.experts, {0: 132, 1: 96}, name="packExperts")
        self.everybody = button(partial(self._choose_all, True), "quiet", name="packEverybody")
        self.nobody = button(partial(self._choose_all, False), "quiet", name="packNobody")
        self.folder_words = label("body", name="packFolder", wrap=True)
        self.folder = button(self._choose_folder, name="packChoose")
        self.volume_words = label("small", "second")
        self.volume = ChoiceBox(context, name="packSize", letters=20)
        self.medium = MediumLine(context)
        self.number_words = label("small", "second")
        self.number = QLineEdit()
        self.number.setObjectName("packNumber")
        self.number.setMaxLength(100)
        self.letters_only = QCheckBox()
        self.letters_only.setObjectName("packLettersOnly")
        self.reason_words = label("small", "second", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("packReason")
        self.reason.setMaxLength(500)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.act = button(self._ask, "primary", name="packAct")
        self.lacking = label("small", "hint", name="packLacking")
        self.done_title = label("head", name="packDone")
        self.register = button(self._choose_register, "quiet", name="packRegister")
        self.registered = label("small", "second", name="packRegistered", wrap=True)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(_PATIENCE)
        self._files = QVBoxLayout()
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        tight(row)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        foot = pane("footer")
        bar = BreakingRow(foot)
        tight(bar, 0, 16)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.register)
        bar.addWidget(self.registered, 1)
        bar.addWidget(self.progress, 2)
        bar.addWidget(self.lacking)
        bar.addWidget(self.act)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(row, 1)
        column.addWidget(foot)

    def _left(self) -> QWidget:
        """Return the choice of experts."""
        self._choice = pane("plain")
        column = QVBoxLayout(self._choice)
        tight(column, 0, 4)
        column.setContentsMargins(0, 12, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self.everybody)
        head.addWidget(self.nobody)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        return self._choice

    def _right(self) -> QWidget:
        """Return what is written where, and what was."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 12)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        medium = BreakingRow()
        tight(medium, 0, 12)
        medium.addWidget(self.folder)
        medium.addWidget(self.folder_words, 1)
        column.addLayout(medium)
        column.addWidget(self.medium)
        sizes = BreakingRow()
        tight(sizes, 0, 12)
        sizes.addWidget(self.volume_words)
        sizes.addWidget(self.volume)
        sizes.addSpacing(12)
        sizes.addWidget(self.number_words)
        sizes.addWidget(self.number, 1)
        column.addLayout(sizes)
        column.addWidget(self.letters_only)
        column.addWidget(self.error)
        column.addWidget(self.reason_words)
        column.addWidget(self.reason)
        column.addSpacing(8)
        column.addWidget(self.done_title)
        column.addLayout(self._files)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        return scroll

    def _wire(self) -> None:
        self.experts.chosen.connect(self._changed)
        self.letters_only.toggled.connect(lambda _on: self._changed())
        self.volume.activated.connect(lambda _index: self._changed())
        self._looking.timeout.connect(self._look)
        self.model.looked.connect(self._show_room)
        self.model.registered.connect(self._print_done)
        self.table.clicked.connect(self._toggle)
        toggle = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.activated.connect(lambda: self._toggle(self.table.currentIndex()))
        self.reason.textChanged.connect(self._follow)
        self.model.packed.connect(self._show_report)
        self.model.cancelled.connect(self._stopped)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.context.theme.changed.connect(self._resize)
        for one in (self.reason_words, self.reason, self.done_title):
            one.hide()
        self._resize()

    def show_experts(self, board: Board) -> None:
        """Take the experts and the number of applications from the board."""
        usable = [one for one in board.returns if one.status.groups]
        self.experts.show_rows(usable)
        self._applications = board.progress.facts.count(*_READY)
        self._follow()

    def choose_folder(self, folder: Path) -> None:
        """Write into this folder."""
        self._folder = folder
        self._look()
        self._follow()

    def entered(self) -> None:
        """Choosing the medium is the first act."""
        (self.folder if self._folder is None else self.act).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("Space", self.cap("secretary.hint.toggle")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("secretary.pack.title"))
        self.lead.setText(self.cap("secretary.pack.lead"))
        self.everybody.setText(self.cap("secretary.pack.everybody"))
        self.nobody.setText(self.cap("secretary.pack.nobody"))
        self.folder.setText(self.cap("secretary.pack.choose"))
        self.table.setAccessibleName(self.cap("secretary.pack.experts"))
        self.volume_words.setText(self.cap("secretary.pack.size"))
        self.volume_words.setBuddy(self.volume)
        self.volume.setAccessibleName(self.volume_words.text())
        chosen = max(0, self.volume.currentIndex())
        self.volume.clear()
        self.volume.addItems([self.cap(f"secretary.pack.sizes.{key}") for key, _ in _SIZES])
        self.volume.setCurrentIndex(chosen)
        self.number_words.setText(self.cap("conflicts.pack.number"))
        self.number_words.setBuddy(self.number)
        self.number.setAccessibleName(self.number_words.text())
        self.number.setPlaceholderText(self.cap("conflicts.pack.number_hint"))
        self.register.setText(self.cap("conflicts.pack.register"))
        self.letters_only.setText(self.cap("secretary.pack.letters_only"))
        self.reason_words.setText(self.cap("secretary.pack.reason"))
        self.reason_words.setBuddy(self.reason)
        self.reason.setAccessibleName(self.reason_words.text())
        self._follow()

    def _follow(self) -> None:
        """Say what the button does, or what is missing."""
        count = len(self.experts.codes())
        self.act.setText(self.cap_count("secretary.pack.act", count))
        self.folder_words.setText(str(self._folder) if self._folder else self.cap("secretary.pack.no_folder"))
        lacking = ""
        if not self.experts.rows or not self._applications:
            lacking = self.cap("secretary.pack.early")
        elif not count:
            lacking = self.cap("secretary.pack.nobody_chosen")
        elif self._folder is None:
            lacking = self.cap("secretary.pack.no_folder")
        elif self.medium.trouble:
            lacking = self.cap(f"conflicts.pack.lacks.{self.medium.trouble}")
        elif self.reason.isVisibleTo(self) and len(self.reason.text().strip()) < 2:
            lacking = self.cap("secretary.pack.reason_lacking")
        self.lacking.setText(lacking)
        self.act.setEnabled(not lacking and not self._busy and self.model.session.writable)

    def _choose_all(self, chosen: bool) -> None:
        self.experts.choose_all(chosen=chosen)

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            self.experts.toggle(index.row())

    def _choose_folder(self) -> None:
        roots = media_roots()
        start = self._folder or (roots[0] if roots else documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.cap("secretary.pack.choose"), str(start))
        if chosen:
            self.choose_folder(Path(chosen))

    def _ask(self) -> None:
        """Ask with counts and codes: letters are signed and the review opens."""
        codes = self.experts.codes()
        text = self.cap("secretary.pack.ask", applications=self._applications, folder=str(self._folder))
        question = Question(
            self.context,
            self.cap_count("secretary.pack.question", len(codes)),
            f"{text}\n{' · '.join(codes)}",
            self.act.text(),
            self,
        )
        question.agreed.connect(self._pack)
        question.open()

    def _pack(self) -> None:
        if self._folder is None:
            return
        order = self._order()
        self.error.clear()
        self.done_title.hide()
        drain(self._files)
        self._work(True)
        self.progress.start(self._bytes)
        self.progress.attach(self.model.pack(self._folder, order))

    def _order(self) -> PackOrder:
        """Return what is to be packed."""
        codes = self.experts.codes()
        everybody = len(codes) == len(self.experts.rows)
        return PackOrder(
            codes=() if everybody else codes,
            letters_only=self.letters_only.isChecked(),
            volume_size=_SIZES[max(0, self.volume.currentIndex())][1],
            names_reason=self.reason.text() if self.reason.isVisibleTo(self) else "",
            medium=self.number.text().strip(),
        )

    def _changed(self) -> None:
        """Another choice: the medium may be too small, or large enough now."""
        self._looking.start()
        self._follow()

    def _look(self) -> None:
        if self._folder is not None and self.experts.codes():
            self.model.look(self._folder, self._order())

    def _show_room(self, room: Room) -> None:
        """Show what the medium is; a file system without large files gets volumes."""
        if room.folder != self._folder:
            return
        self.medium.show_room(room, _SIZES[max(0, self.volume.currentIndex())][1])
        if self.medium.needs_volumes():
            self.volume.setCurrentIndex(0)
        self._follow()

    def _choose_register(self) -> None:
        start = str(self._folder or documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.register.text(), start)
        if chosen:
            self.print_register(Path(chosen))

    def print_register(self, folder: Path) -> None:
        """Print F17 into a folder."""
        self.error.clear()
        self._printing = True
        self.model.register(folder)

    def _print_done(self, paths: Sequence[Path]) -> None:
        self._printing = False
        self.registered.setText(self.cap("conflicts.pack.registered", file=str(paths[0])))

    def _work(self, busy: bool) -> None:
        self._busy = busy
        if not busy:
            self.progress.finish()
        self._follow()

    def _bytes(self, done: int, total: int) -> str:
        return self.cap("secretary.pack.bytes", **share_words(done, total))

    def _show_report(self, report: PackReport) -> None:
        self._work(False)
        self._show_reason(False)
        self.done_title.setText(
            self.cap("secretary.pack.done", letters=report.letters, objects=f"{report.objects:,}")
        )
        self.done_title.show()
        for one in report.files:
            self._files.addWidget(self._file(one))
        self.act.setFocus()

    def _file(self, one: PackedFile) -> QWidget:
        """Return the line of a volume."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 0, 8)
        row.addWidget(IconLabel(self.context, "check-line", "ok", 16))
        words = label("body", name=f"packed:{one.path.name}", wrap=True)
        size = size_words(one.size)
        words.setText(self.cap("secretary.pack.file", file=one.path.name, size=size))
        words.setToolTip(str(one.path))
        row.addWidget(words, 1)
        return holder

    def _stopped(self) -> None:
        if self._busy:
            self._work(False)
            self.done_title.setText(self.cap("secretary.pack.stopped"))
            self.done_title.show()

    def _refused(self, fault: ReviewError) -> None:
        if self._printing:
            self._printing = False
            self.error.show_error(fault)
            return
        if not self._busy:
            return
        self._work(False)
        self.error.show_error(fault)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.error))
        # P12: whoever looked and found that it is no list of experts says so, and that is logged.
        if fault.code == "secrecy.name":
            self._show_reason(True)
            self.reason.setFocus()

    def _show_reason(self, shown: bool) -> None:
        self.reason_words.setVisible(shown)
        self.reason.setVisible(shown)
        if not shown:
            self.reason.clear()
        self._follow()

    def _resize(self) -> None:
        self._choice.setFixedWidth(self.context.theme.px(360))
