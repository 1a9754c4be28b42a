"""Before a round: rounds of this vault, packages found, the round code typed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import PANEL_SUFFIX, ROUND_SUFFIX, Candidate
from ui.sentences import joined
from ui.size_words import share_words
from ui.viewmodels.home import HomeModel, Opening, Recent
from ui.viewmodels.session import RoundHead
from ui.views.code_pane import CodePane
from ui.views.first_start import documents_folder
from ui.views.home_recent import RecentPane
from ui.views.home_rows import PackageRow, PanelRow, RoundRow, Row
from ui.views.opened_pane import OpenedPane
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, drain, label, restyle, tight
from ui.widgets.notices import ErrorPane, ProgressBar
from zgc_review.errors import ReviewError

_WRONG_CODE = "round.code.wrong"


class HomeScreen(Screen):
    """Rounds to go on with and packages to open.

    Signals:
        entered_round: a :class:`RoundHead` to work in.
        new_asked: define a round; offered where the vault is nobody's but a secretary's.
        file_asked: path of a recent file to be opened where it is used.
    """

    place = "home.place"
    entered_round = Signal(object)
    new_asked = Signal()
    file_asked = Signal(object)

    def __init__(self, context: Context, model: HomeModel) -> None:
        super().__init__(context, name="home")
        self.model = model
        self._rounds: Sequence[RoundHead] = ()
        self._candidates: Sequence[Candidate] = ()
        self._panels: Sequence[Path] = ()
        self._opening: Opening | None = None
        self._halted = False
        self.setAcceptDrops(True)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.code = CodePane(context)
        self.code.hide()
        self.opened = OpenedPane(context)
        self.done = label("body", "ok", name="homeDone", wrap=True)
        self.done.hide()
        self.notes = label("small", "second", name="homeNotes", wrap=True)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.choose = button(self._choose, name="homeChoose")
        self.choose.setAutoDefault(True)
        self.new = button(self.new_asked.emit, name="homeNew")
        self.new.setAutoDefault(True)
        self._list = QVBoxLayout()
        tight(self._list, 0, 8)
        self.recent = RecentPane(context)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(960)
        column = QVBoxLayout(inside)
        tight(column, 32, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.new)
        head.addWidget(self.choose)
        column.addLayout(head)
        for one in (self.lead, self.error, self.code, self.opened, self.progress, self.done, self.notes):
            column.addWidget(one)
        column.addLayout(self._list)
        column.addWidget(self.recent)
        column.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def _wire(self) -> None:
        self.model.rounds_read.connect(self._show_rounds)
        self.model.found.connect(self._show_candidates)
        self.model.panels_found.connect(self._show_panels)
        for taken in (self.model.panel_taken, self.model.followed):
            taken.connect(self._taken)
        self.model.recent_read.connect(self._show_recent)
        self.recent.chosen.connect(self.file_asked)
        self.recent.clear_asked.connect(self.model.forget_recent)
        self.model.code_needed.connect(self._ask_code)
        self.model.opened.connect(self._was_opened)
        self.model.failed.connect(self._refused)
        self.model.moved.connect(self.progress.move_on)
        self.model.fetched.connect(self._fetched)
        self.model.cancelled.connect(self._stopped)
        self.code.confirmed.connect(self.open)
        self.opened.entered.connect(self._go_on)

    def entered(self) -> None:
        """Read the rounds and look for packages."""
        self.model.load()
        self.choose.setFocus()

    def settle(self) -> None:
        """Look at media no longer."""
        self.model.stop()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (
            ("Tab", self.cap("home.hint.move")),
            ("Enter", self.cap("home.hint.open")),
            ("F1", self.cap("help.keys")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("home.title"))
        self.lead.setText(self.cap("home.lead"))
        self._say_halted()
        self.choose.setText(self.cap("home.choose"))
        self.choose.setEnabled(self.model.session.writable)
        self.new.setText(self.cap("define.new"))
        self.new.setEnabled(self.model.session.writable)
        said = [self.context.captions.finding(one) for one in self.model.notes()]
        self.notes.setText("\n".join(joined(*one) for one in said))
        self.notes.setVisible(bool(said))
        self._fill()
        self.recent.fill()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take packages, panel files and round definitions that are dropped."""
        if self.model.session.writable and _dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped."""
        paths = _dropped(event.mimeData().urls())
        if paths:
            self.open(paths[0])

    def open(self, path: Path, code: str | None = None) -> None:
        """Open a package, or take a panel file or round definitions."""
        if not self.model.session.writable:
            return
        self.error.clear()
        self._halted = False
        self._say_halted()
        self.opened.forget()
        self.progress.start()
        if path.suffix == PANEL_SUFFIX:
            self.model.take_panel(path)
        elif path.suffix == ROUND_SUFFIX:
            self.model.follow(path)
        else:
            self.model.open(path, code)

    def _show_rounds(self, rounds: Sequence[RoundHead]) -> None:
        self._rounds = rounds
        self._fill()

    def _show_candidates(self, candidates: Sequence[Candidate]) -> None:
        if tuple(candidates) != tuple(self._candidates):
            self._candidates = candidates
            self._fill()

    def _show_panels(self, panels: Sequence[Path]) -> None:
        self._panels = panels
        self._fill()

    def _show_recent(self, found: Sequence[Recent]) -> None:
        self.recent.show_files(found, writable=self.model.session.writable)
        self._order()

    def _taken(self, head: RoundHead) -> None:
        self.progress.finish()
        self.entered_round.emit(head)

    def _fill(self) -> None:
        """Show rounds first, then packages; say so where there is neither."""
        drain(self._list)
        known = {head.row.round_id: head for head in self._rounds}
        writable = self.model.session.writable
        asked = self.opened.isVisibleTo(self) or self.code.isVisibleTo(self)
        kind = "" if asked else "primary"  # one prominent act a screen
        for head in self._rounds:
            row = RoundRow(self.context, head, kind)
            kind = ""
            row.chosen.connect(self.entered_round)
            self._list.addWidget(row)
        for one in self._candidates:
            shown = PackageRow(self.context, one, known.get(one.round_id))
            shown.act.setEnabled(writable)
            shown.chosen.connect(self.open)
            self._list.addWidget(shown)
        for path in self._panels:
            panel = PanelRow(self.context, path)
            panel.act.setEnabled(writable)
            panel.chosen.connect(self.open)
            self._list.addWidget(panel)
        if not self._rounds and not self._candidates:
            empty = label("body", "second", name="homeEmpty", wrap=True)
            empty.setText(self.cap("home.empty"))
            self._list.addWidget(empty)
        self.recent.leave_out({*(one.path for one in self._candidates), *self._panels})
        restyle(self.choose, kind="" if asked or self._rounds else "primary")
        self.new.setVisible(all(head.row.place == "secretary" for head in self._rounds))
        self._order()

    def _order(self) -> None:
        """Let Tab go down the page."""
        rows = self.findChildren(Row)
        self.recent.follow(rows[-1].act if rows else self.choose)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            self.cap("home.choose"),
            str(documents_folder()),
            f"{self.cap('home.kind')} (*.zgcpkg *{PANEL_SUFFIX} *{ROUND_SUFFIX})",
        )
        if chosen:
            self.open(Path(chosen))

    def _ask_code(self, path: Path) -> None:
        self.progress.finish()
        self.code.ask(path)
        self._fill()

    def _was_opened(self, opened: Opening) -> None:
        self._opening = opened
        self.code.hide()
        self.opened.show_opening(opened)
        self.progress.start(self._bytes)
        ticket = self.model.fetch(opened)
        self.progress.attach(ticket)

    def _bytes(self, done: int, total: int) -> str:
        return self.cap("home.fetched", **share_words(done, total))

    def _fetched(self, count: int, size: int) -> None:
        self.progress.finish()
        self.opened.show_fetched(count, size)
        self.model.load()

    def _go_on(self) -> None:
        if self._opening is not None:
            self.entered_round.emit(self._opening.head)

    def _stopped(self) -> None:
        self.progress.finish()
        self.model.load()
        self._halted = True
        self._say_halted()

    def _say_halted(self) -> None:
        """Say that fetching was stopped and can go on."""
        self.done.setText(self.cap("home.stopped") if self._halted else "")
        self.done.setVisible(self._halted)

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.error.show_error(fault)
        self._fill()
        if fault.code == _WRONG_CODE:
            self.code.again()
        elif self._opening is not None:
            self.model.load()  # its round is there although a document could not be fetched


def _dropped(urls: Sequence[object]) -> list[Path]:
    """Return packages, panel files and round definitions among dropped addresses."""
    paths = [Path(one.toLocalFile()) for one in urls]  # type: ignore[attr-defined]
    return [path for path in paths if path.suffix in {".zgcpkg", PANEL_SUFFIX, ROUND_SUFFIX}]
