"""Opening a sealed result: the file, the shares of as many officers as it needs, at one machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.opened import OpeningModel
from ui.views.first_start import documents_folder
from ui.views.folders import ask_file
from ui.views.opened.names import NamesDialog
from ui.views.opened.vault_fields import VaultFields
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.dropped import dropped, not_one, not_taken
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane
from ui.widgets.tall_scroll import TallScroll
from zgc_review.domain.bodies import NamedPerson
from zgc_review.errors import ReviewError
from zgc_review.services.opened_names import NAMES
from zgc_review.services.opened_result import HeldShare, OpenedResult

RESULT = ".zgcresult"
SHARE = ".zgcshare"
_KINDS = (RESULT, NAMES, SHARE)


class OpenTogether(Screen):
    """Collects shares and opens the result in memory.

    Signals:
        opened: an :class:`OpenedResult`.
        back_asked: return to where the person came from.
    """

    place = "opened.place"
    opened = Signal(object)
    back_asked = Signal()

    def __init__(self, context: Context, model: OpeningModel) -> None:
        super().__init__(context, name="openTogether")
        self.model = model
        model.setParent(self)
        self._file: Path | None = None
        self._share: Path | None = None
        self._opening = False
        self.setAcceptDrops(True)
        self.title = label("page", name="openTitle", wrap=True)
        self.lead = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.file_title, self.share_title = label("head"), label("head", name="openShares")
        self.file = label("body", name="openFile", wrap=True)
        self.choose = button(self._choose_file, name="openChoose")
        self._held = QVBoxLayout()
        tight(self._held, 0, 4)
        self.bring = button(self._choose_share, name="openShare")
        self.type = button(self._type, name="openType")
        self.vault = VaultFields(context, name="openOfficer")
        self.typed_words = label("small", "second", wrap=True)
        self.typed = QPlainTextEdit()
        self.typed.setObjectName("openWords")
        self.typed.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.typed.setTabChangesFocus(True)
        self.take = button(self._take_words, "primary", name="openTake")
        self.folder = button(self._choose_folder, "quiet", name="openFolder")
        self.lacking = label("small", "hint", name="openLacking")
        self.back = button(self.back_asked.emit, name="openBack")
        self.act = button(self._open, "primary", name="openAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 32, 12)
        for one in (self.title, self.lead, self.error):
            column.addWidget(one)
        for card in (self._file_card(), self._share_card()):
            column.addWidget(card)
        column.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self._scroll = scroll = TallScroll(holder)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.folder)
        bar.addStretch(1)
        bar.addWidget(self.lacking)
        bar.addWidget(self.back)
        bar.addSpacing(20)
        bar.addWidget(self.act)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll, 1)
        outer.addWidget(foot)

    def _fit(self) -> None:
        self._inside.setMaximumWidth(self.context.theme.px(960))

    def _file_card(self) -> QWidget:
        """Return the card of the result file."""
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 16, 8)
        column.addWidget(self.file_title)
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.addWidget(self.choose)
        row.addWidget(self.file, 1)
        column.addLayout(row)
        return card

    def _share_card(self) -> QWidget:
        """Return the card of the shares."""
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 16, 8)
        column.addWidget(self.share_title)
        column.addLayout(self._held)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.bring)
        row.addWidget(self.type)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.vault)
        column.addWidget(self.typed_words)
        column.addWidget(self.typed)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.vault.hide()
        for one in (self.typed_words, self.typed, self.take):
            one.hide()
        return card

    def _wire(self) -> None:
        self.model.brought.connect(self._brought)
        self.model.brought.connect(self._go_on)
        self.model.opened.connect(self._opened)
        self.model.named.connect(self._named)
        self.model.failed.connect(self.refused)
        self.model.vault_needed.connect(self._ask_vault)
        self.vault.given.connect(self._unlock)
        self.typed.textChanged.connect(self._follow)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._escape)
        self.typed.setFixedHeight(self.context.theme.px(84))
        self.context.theme.changed.connect(self._fit)
        self._fit()

    def entered(self) -> None:
        """The file comes first."""
        self.choose.setFocus()

    def settle(self) -> None:
        """No word stays here after the screen is left."""
        self.typed.clear()
        self.vault.passphrase.clear()
        self.model.forget()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (("Tab", self.cap("home.hint.move")), ("Esc", self.cap("opened.back")))

    def retranslate(self) -> None:
        """Set every text anew."""
        for one, key in (
            (self.title, "title"),
            (self.lead, "lead"),
            (self.file_title, "file"),
            (self.choose, "choose"),
            (self.bring, "bring"),
            (self.type, "type"),
            (self.typed_words, "typed"),
            (self.take, "take"),
            (self.folder, "folder"),
            (self.back, "back"),
            (self.act, "act"),
        ):
            one.setText(self.cap(f"opened.{key}"))
        self.typed_words.setBuddy(self.typed)
        self.typed.setAccessibleName(self.typed_words.text())
        self._brought()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take result and share files that are dropped; of anything else it is said why not."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped: one result or one list of names, and shares; else nothing of it."""
        paths = dropped(event)
        wrong = _not_taken(paths)
        if wrong is not None:
            self.error.show_error(wrong)
            return
        for path in sorted(paths, key=lambda one: one.suffix == SHARE):
            (self.bring_share if path.suffix == SHARE else self.choose_file)(path)

    def choose_file(self, path: Path) -> None:
        """Take the result file."""
        self.error.clear()
        self._file = path
        self._follow()

    def bring_share(self, path: Path) -> None:
        """Take a share file."""
        self.error.clear()
        self.vault.hide()
        self._share = path
        self.model.bring(path)

    def _brought(self) -> None:
        """Show whose shares are here, never the words."""
        drain(self._held)
        self.vault.hide()
        self.typed.clear()
        for n, one in enumerate(self.model.shares):
            self._held.addWidget(self._line(n, one))
        self._follow()

    def _go_on(self) -> None:
        """Give the focus to what comes next: what had it went, or can be pressed no more."""
        if self.isVisible():
            self.give_focus(self.act, self.choose if self._file is None else self.bring)

    def _escape(self) -> None:
        """Go to the way back where shares are here, or words; there Esc or Enter takes it."""
        if (self.model.shares or self.typed.toPlainText().strip()) and not self.back.hasFocus():
            self.back.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.back_asked.emit()

    def _line(self, n: int, one: HeldShare) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 0, 8)
        row.addWidget(IconLabel(self.context, "check-line", "ok", 18))
        words = label("body", name=f"held{n}")
        words.setText(self.cap("opened.held", officer=one.officer or self.cap("opened.paper")))
        away = button(partial(self.model.drop, n), "quiet", name=f"drop{n}")
        away.setText(self.cap("opened.drop"))
        away.setAccessibleName(f"{away.text()} {one.officer or self.cap('opened.paper')}")
        row.addWidget(words, 1)
        row.addWidget(away)
        return holder

    def _follow(self) -> None:
        """Say what is missing."""
        have, need = len(self.model.shares), self.model.needed
        self.share_title.setText(self.cap("opened.shares", have=have, need=need))
        self.file.setText(self._file.name if self._file is not None else self.cap("opened.no_file"))
        self.take.setEnabled(bool(self.typed.toPlainText().strip()))
        lacking = ""
        if self._file is None:
            lacking = self.cap("opened.no_file")
        elif not self.model.is_enough:
            lacking = self.cap_count("opened.lacking", need - have)
        self.lacking.setText(lacking)
        self.act.setEnabled(not lacking)

    def _choose_file(self) -> None:
        path = ask_file(self, self.cap("opened.choose"), f"{self.cap('opened.kind')} (*{RESULT} *{NAMES})")
        if path is not None:
            self.choose_file(path)

    def _choose_share(self) -> None:
        path = ask_file(self, self.cap("opened.bring"), f"{self.cap('opened.share_kind')} (*{SHARE})")
        if path is not None:
            self.bring_share(path)

    def _ask_vault(self, path: Path) -> None:
        """The share is another officer's: that officer unlocks the own vault here."""
        self._share = path
        self.vault.show()
        self.vault.choose.setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.vault))

    def _unlock(self, vault: Path, passphrase: str) -> None:
        if self._share is not None:
            self.error.clear()
            self.model.bring_with(self._share, vault, passphrase)

    def _type(self) -> None:
        shown = not self.typed.isVisible()
        for one in (self.typed_words, self.typed, self.take):
            one.setVisible(shown)
        if shown:
            self.typed.setFocus()

    def _take_words(self) -> None:
        """Take typed words; they leave the field at once."""
        self.error.clear()
        self.typed.setFocus()  # where they are put right
        self.model.bring_words(self.typed.toPlainText())

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.cap("opened.folder"), str(documents_folder()))
        if chosen:
            self.error.clear()
            self.model.read(Path(chosen))

    def _open(self) -> None:
        if self._file is not None:
            self.error.clear()
            self._opening = True
            self.act.setEnabled(False)  # until it is open, or refused
            self.model.open(self._file)

    def _opened(self, result: OpenedResult) -> None:
        self.opened.emit(result)

    def _named(self, people: Sequence[NamedPerson]) -> None:
        self._opening = False
        self._follow()
        NamesDialog(self.context, self.model, people, self).open()

    def refused(self, fault: ReviewError) -> None:
        """Say in place why it could not be opened; what is to be tried again has the focus."""
        self.error.show_error(fault)
        waited = self._opening
        self._opening = False
        self._follow()
        if waited:
            self.give_focus(self.act)


def _not_taken(paths: Sequence[Path]) -> ReviewError | None:
    """Return why nothing of what was dropped is taken; None where all of it is."""
    odd = [path for path in paths if path.suffix not in _KINDS]
    if odd or not paths:
        return not_taken(odd, " · ".join(_KINDS))
    main = [path for path in paths if path.suffix != SHARE]
    return not_one(main) if main else None
