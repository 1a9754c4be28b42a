"""Return: F13, everything owed onto the stick, re-read and compared; acks; the copy goes at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.give_back import GiveBackModel, GiveBackStanding
from ui.views.first_start import documents_folder
from ui.views.folders import ask_folder
from ui.views.give_back_ack import AckCard
from ui.views.give_back_cards import FormLine, HandBackCard
from ui.views.hand_back import HandBackDialog
from ui.views.pleas import PleasDialog
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.errors import ReviewError, StorageError
from zgc_review.services.returning import WrittenFile

_WIDTH = 820  # px at 100 %


class GiveBackScreen(Screen):
    """The last step of an expert.

    Signals:
        back_asked: return to the review of own sheets.
        settle_asked: gates that await the own answer.
    """

    place = "return.place"
    back_asked = Signal()
    settle_asked = Signal()

    def __init__(self, context: Context, model: GiveBackModel) -> None:
        super().__init__(context, name="giveBack")
        self.model = model
        self.title = label("page", wrap=True)
        self.lead = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.written_title = label("head")
        self._files = QVBoxLayout()
        self.ack_title = label("head")
        self.ack = AckCard(context)
        self.write = button(self._choose, "primary", name="returnWrite")
        self.progress = ProgressBar(context, name="returnProgress")
        self.take = button(self._choose_ack, name="returnAck")
        self.back = button(self._go_back, "quiet", name="returnBack")
        self.pleas = FormLine(context, self._ask_pleas, name="returnPleas")
        self.unsettled = FormLine(context, self.settle_asked.emit, name="returnSettle")
        self.unsettled.hide()
        self.sheets = FormLine(context, self._choose_print, name="returnSheets")
        self.copy = HandBackCard(context, self._ask_hand_back, self._choose_register)
        self.standing: GiveBackStanding | None = None
        self._folder: Path | None = None
        self._written: Sequence[WrittenFile] = ()
        self._registered: Sequence[Path] = ()
        self._printed: Path | None = None
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        self._resize()
        column = QVBoxLayout(inside)
        tight(column, 32, 12)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        column.addWidget(self.error)
        column.addWidget(self.unsettled)
        column.addWidget(self.pleas)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.write)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.progress)
        self._card = pane("card")
        within = QVBoxLayout(self._card)
        tight(within, 20, 8)
        within.addWidget(self.written_title)
        within.addLayout(self._files)
        column.addWidget(self._card)
        self._card.hide()
        column.addSpacing(16)
        column.addWidget(self.ack_title)
        column.addWidget(self.ack)
        below = QHBoxLayout()
        below.addWidget(self.take)
        below.addStretch(1)
        column.addLayout(below)
        column.addSpacing(16)
        column.addWidget(self.sheets)
        column.addSpacing(16)
        column.addWidget(self.copy)
        column.addStretch(1)
        self._centre(inside)

    def _resize(self) -> None:
        """Lines hold as many words at every size."""
        self._inside.setMaximumWidth(self.context.theme.px(_WIDTH))

    def _centre(self, inside: QWidget) -> None:
        """Let a column of limited width scroll in the middle of the screen."""
        holder = QWidget()
        centred = QHBoxLayout(holder)
        tight(centred)
        centred.addStretch(1)
        centred.addWidget(inside, 100)
        centred.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def _wire(self) -> None:
        self.model.written.connect(self._show_files)
        for end in (self.model.written, self.model.failed):
            end.connect(self._ended)
        self.model.failed.connect(self._refused)
        self.model.loaded.connect(self._show_standing)
        self.model.printed.connect(self._show_printed)
        self.model.registered.connect(self._show_registered)
        self.context.theme.changed.connect(self._resize)

    def entered(self) -> None:
        """Writing is the next act."""
        self.model.load()
        self.write.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (("Tab", self.cap("home.hint.move")), ("F1", self.cap("help.keys")))

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("return.title"))
        self.lead.setText(self.cap("return.lead"))
        self.write.setText(self.cap("return.write"))
        self.write.setEnabled(self.model.session.writable)
        self._say_back()
        self.written_title.setText(self.cap("return.written"))
        self.ack_title.setText(self.cap("return.ack_title"))
        self.take.setText(self.cap("return.take_ack"))
        self.ack.show_standings(self.standing.acks if self.standing is not None else ())
        self._show_files(self._written)
        if self.standing is not None:
            self._show_standing(self.standing)

    def _show_standing(self, standing: GiveBackStanding) -> None:
        """Show what is given and what is left; a missing F13 is told and stops nothing."""
        self.standing = standing
        writable, gone = self.model.session.writable, standing.copy.done is not None
        if standing.pleas is None:
            words, act = self.cap("pleas.missing"), self.cap("pleas.open")
            self.pleas.say(words, act, icon="error-warning-line", ink="warn")
        else:
            words = self.cap(f"pleas.given.{standing.pleas.answer}", day=standing.pleas.at[:10])
            self.pleas.say(words, self.cap("pleas.again"), icon="check-line", ink="ok")
        self.pleas.act.setEnabled(writable)
        words, act = self.cap_count("settle.left", standing.unsettled), self.cap("settle.open_list")
        self.unsettled.say(words, act, icon="error-warning-line", ink="warn")
        self.unsettled.setVisible(standing.unsettled > 0 and not gone)
        self._say_sheets(standing.sheets)
        self.sheets.act.setEnabled(writable and standing.sheets > 0)
        self.sheets.setVisible(not gone and standing.sheets > 0)
        self._say_back()
        self.back.setVisible(bool(standing.work) and not gone)
        self.ack.show_standings(standing.acks)
        self.copy.show_standing(standing, writable=writable)
        self._show_registered(self._registered)

    def _say_back(self) -> None:
        settles = self.standing is not None and self.standing.work == "gates"
        self.back.setText(self.cap("return.back_to_settle" if settles else "return.back"))

    def _go_back(self) -> None:
        """Go back to the sheets, or to the gates where there is nothing to score."""
        settles = self.standing is not None and self.standing.work == "gates"
        (self.settle_asked if settles else self.back_asked).emit()

    def _choose(self) -> None:
        folder = ask_folder(self, self.cap("return.write"), self._folder)
        if folder is not None:
            self._folder = folder
            self.write_to(folder)

    def write_to(self, folder: Path) -> None:
        """Write the files for the secretary where the person chose; a slow medium takes its time."""
        self.error.clear()
        self._card.hide()
        if self.write.hasFocus():
            self.setFocus()  # until it is written: beside the button stands the way back
        self.write.setEnabled(False)
        self.progress.start(said=self.cap("return.writing"))
        self.model.write(folder)

    def _ended(self) -> None:
        """Writing ended, one way or another."""
        self.progress.finish()
        self.write.setEnabled(self.model.session.writable)
        if self.hasFocus():
            self.write.setFocus()

    def _choose_ack(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.cap("return.take_ack"), str(documents_folder()), "*.zgcack"
        )
        if chosen:
            self.take_ack(Path(chosen))

    def take_ack(self, path: Path) -> None:
        """Read an acknowledgement."""
        self.error.clear()
        self.model.take_ack(path)

    def _show_files(self, files: Sequence[WrittenFile]) -> None:
        self._written = files
        drain(self._files)
        for one in files:
            self._files.addWidget(self._file(one))
        self._card.setVisible(bool(files))

    def _file(self, one: WrittenFile) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.addWidget(IconLabel(self.context, "check-line", "ok"), 0, 0)
        name = label("body", name=f"file:{one.kind}")
        name.setText(f"{self.cap(f'return.kind.{one.kind}')}　{one.path.name}")
        name.setToolTip(str(one.path))
        digits = label("small", "second")
        digits.setText(self.cap("return.digest", digest=self.model.digits(one)))
        digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(name, 0, 1)
        grid.addWidget(digits, 1, 1)
        grid.setColumnStretch(1, 1)
        return holder

    def _ask_pleas(self) -> None:
        given = self.standing.pleas if self.standing is not None else None
        before = self.cap("pleas.before") if given is not None else ""
        dialog = PleasDialog(self.context, self, before)
        dialog.signed.connect(self.model.sign_pleas)
        dialog.open()

    def _choose_print(self) -> None:
        start = str(documents_folder() / self.model.sheets_name())
        chosen, _kind = QFileDialog.getSaveFileName(self, self.cap("return.print"), start, "PDF (*.pdf)")
        if chosen:
            self.print_to(Path(chosen))

    def print_to(self, target: Path) -> None:
        """Write F07 where the person chose."""
        self.error.clear()
        self.sheets.act.setEnabled(False)
        self.model.print_sheets(target)

    def _show_printed(self, path: Path) -> None:
        self._printed = path
        self._say_sheets(0)
        self.sheets.act.setEnabled(True)

    def _say_sheets(self, count: int) -> None:
        """Say how many sheets can be printed, or that they were."""
        if self._printed is None:
            words, icon, ink = self.cap_count("return.sheets", count), "printer-line", "text2"
        else:
            words, icon, ink = self.cap("return.printed", file=self._printed.name), "check-line", "ok"
        self.sheets.say(words, self.cap("return.print"), icon=icon, ink=ink)

    def _ask_hand_back(self) -> None:
        if self.standing is not None:
            HandBackDialog(self.context, self.model, self.standing, self).open()

    def _choose_register(self) -> None:
        folder = ask_folder(self, self.cap("handback.register"), self._folder)
        if folder is not None:
            self._folder = folder
            self.error.clear()
            self.model.register(folder)

    def _show_registered(self, paths: Sequence[Path]) -> None:
        self._registered = paths
        self.copy.show_written([one.name for one in paths])

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        if isinstance(fault, StorageError):
            self.write.setFocus()  # the way on: the same stick again, or another
        if self.standing is not None:
            self.sheets.act.setEnabled(self.standing.sheets > 0 and self.model.session.writable)
