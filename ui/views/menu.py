"""The menu in the header: everything that is reached from every screen, by word and key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.context import Context
from ui.theme.tokens import SCALES
from ui.viewmodels.session import Session
from ui.viewmodels.vault import VaultModel
from ui.views.about import AboutDialog
from ui.views.card_dialog import CardDialog
from ui.views.shell import Shell
from ui.views.vault_dialogs import BackUpDialog, CheckDialog, PassphraseDialog


class ProgramMenu(QMenu):
    """Built anew each time it is opened, so that it says what may be done now.

    Signals:
        home_asked: rounds and packages.
        work_asked: the work list.
        settle_asked: gates of 达标即享 that await the own answer.
        sitting_asked: what the group discusses.
        definitions_asked: versions of the round, and what is signed beside the secretary.
        lists_asked: the private lists.
        late_asked: a conflict that came up late.
        open_asked: open a sealed result together.
        vault_asked: another vault: its folder, or None to choose one.
        restore_asked: a backup becomes a vault; this one is locked first.
    """

    home_asked = Signal()
    work_asked = Signal()
    settle_asked = Signal()
    sitting_asked = Signal()
    definitions_asked = Signal()
    lists_asked = Signal()
    late_asked = Signal()
    open_asked = Signal()
    vault_asked = Signal(object)
    restore_asked = Signal()

    def __init__(self, context: Context, session: Session, shell: Shell) -> None:
        super().__init__(shell)
        self._context = context
        self._session = session
        self._shell = shell
        self.setObjectName("programMenu")
        self.setToolTipsVisible(True)

    def build(self, *, is_member: bool, late: bool, settles: bool = False) -> None:
        """Fill the menu.

        Args:
            is_member: a round is open in which this vault is an expert's.
            late: a signed declaration is there that a late conflict may be added to.
            settles: there are applications whose gates this expert settles.
        """
        self.clear()
        writable = self._session.writable
        self._add("home", self.home_asked.emit)
        if is_member:
            self._add("work", self.work_asked.emit)
            if settles:
                self._add("settle", self.settle_asked.emit)
            self._add("sitting", self.sitting_asked.emit)
            self._add("definitions", self.definitions_asked.emit)
            self._add("late", self.late_asked.emit, enabled=late and writable)
        self._add("lists", self.lists_asked.emit)
        self._add("open", self.open_asked.emit)
        self.addSeparator()
        self._add("card", self._open(CardDialog))
        self._add("passphrase", self._open(PassphraseDialog), enabled=writable)
        self._add("backup", self._open(BackUpDialog), enabled=writable)
        self._add("restore", self.restore_asked.emit)
        self._add("check", self._open(CheckDialog))
        self._recent()
        self.addSeparator()
        self._sizes()
        self._add("about", lambda: AboutDialog(self._context, self._owner()).open())

    def popup_below(self, widget: QWidget) -> None:
        """Open below a button, its right edge at the button's."""
        corner = widget.mapToGlobal(QPoint(widget.width(), widget.height()))
        self.popup(corner - QPoint(self.sizeHint().width(), 0))
        if self.actions():
            self.setActiveAction(self.actions()[0])

    def _add(
        self, key: str, act: Callable[[], object], *, enabled: bool = True, into: QMenu | None = None
    ) -> QAction:
        made = (into or self).addAction(self._context.captions.cap(f"menu.{key}"))
        made.setObjectName(f"menu:{key}")
        made.setEnabled(enabled)
        made.triggered.connect(lambda _checked=False: act())
        return made

    def _open(self, kind: type) -> Callable[[], None]:
        """Return an act that opens a dialog about the vault."""

        def act() -> None:
            kind(self._context, VaultModel(self._session), self._owner()).open()

        return act

    def _owner(self) -> QWidget:
        """Return the screen on show: a dialog goes with it when the window is locked."""
        return self._shell.screen or self._shell

    def _recent(self) -> None:
        """Offer the other vaults that were opened here; they show their file name only."""
        others = self.addMenu(self._context.captions.cap("menu.recent"))
        others.setObjectName("menuRecent")
        here = self._session.desk.vault.path.resolve()
        for one in self._others(here):
            entry = others.addAction(one.name.replace("&", "&&"))
            entry.setToolTip(str(one))
            entry.triggered.connect(lambda _checked=False, path=one: self.vault_asked.emit(path))
        if others.actions():
            others.addSeparator()
        self._add("other", lambda: self.vault_asked.emit(None), into=others)

    def _others(self, here: Path) -> Sequence[Path]:
        paths = (Path(one.path) for one in self._context.preferences.recent)
        return [one for one in paths if one.resolve() != here]

    def _sizes(self) -> None:
        sizes = self.addMenu(self._context.captions.cap("menu.size"))
        sizes.setObjectName("menuSize")
        theme = self._context.theme
        for scale in SCALES:
            entry = sizes.addAction(f"{round(scale * 100)} %")
            entry.setCheckable(True)
            entry.setChecked(abs(scale - theme.factor) < 0.001)
            entry.triggered.connect(lambda _checked=False, scale=scale: self._resize(scale))

    def _resize(self, scale: float) -> None:
        self._context.theme.set_factor(scale)
        self._context.preferences.remember(factor=scale)
