"""Sealing as a whole page: numbers to compare, what is open, three signatures, the act last (picture j)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.sealing import Outcome, SealModel
from ui.views.folders import ask_folder
from ui.views.list_dialog import ListDialog
from ui.views.screen import Hint, Screen
from ui.views.secretary.seal_checks import ChecksCard
from ui.views.secretary.seal_signatures import SignaturesCard
from ui.views.secretary.seal_words import groups_of
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.reading_order import in_reading_order
from ui.widgets.seal_cards import Group, SummaryCard
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError
from zgc_review.services.sealing_summary import SealSummary

_SIDE_BY_SIDE = 980


class SealPane(Screen):
    """The last look before the round is closed, and what was written afterwards.

    Signals:
        back_asked: return to the decisions.
        forms_asked: show a form: its number.
        collect_asked: take in signatures, on the page of returns.
        open_asked: open a sealed result together.
        noted: what is missing changed; the status bar says it.
    """

    place = "result.tab.seal"
    back_asked = Signal()
    forms_asked = Signal(str)
    collect_asked = Signal()
    open_asked = Signal()
    noted = Signal()

    def __init__(self, context: Context, model: SealModel) -> None:
        super().__init__(context, name="seal")
        self.model = model
        self._folder: Path | None = None
        self._busy = False
        self.title = label("page", name="sealTitle", wrap=True)
        self.lead = label("body", "second", name="sealLead", wrap=True)
        self.error = ErrorPane(context)
        self.summary = SummaryCard(context, self._open_list, name="sealSummary")
        self.checks = ChecksCard(context)
        self.signatures = SignaturesCard(context, model)
        self.seen = QCheckBox()
        self.seen.setObjectName("sealSeen")
        self.folder = button(self._choose_folder, "quiet", name="sealFolder")
        self.progress = ProgressBar(context)
        self.lacking = label("small", "warn", name="sealLacking")
        self.back = button(self.back_asked.emit, name="sealBack")
        self.act = button(self._seal, "danger", name="sealAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 12)
        column.setContentsMargins(24, 12, 24, 12)
        head = QVBoxLayout()
        tight(head, 0, 0)
        first = QHBoxLayout()
        tight(first, 0, 12)
        first.addWidget(self.title, 1)
        first.addWidget(self.lacking)
        head.addLayout(first)
        head.addWidget(self.lead)
        column.addLayout(head)
        column.addWidget(self.error)
        column.addWidget(self.summary)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        tight(self._cards, 0, 16)
        self._cards.addWidget(self.checks, 3)
        self._cards.addWidget(self.signatures, 2)
        column.addLayout(self._cards, 1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(TallScroll(inside), 1)
        outer.addWidget(self._footer())

    def _footer(self) -> QWidget:
        """Return the bar with the act, alone at the end."""
        foot = pane("footer")
        row = BreakingRow(foot)
        tight(row, 0, 12)
        row.setContentsMargins(24, 12, 24, 12)
        row.addWidget(self.seen)
        row.addWidget(self.progress, 1)
        row.addStretch(1)
        row.addWidget(self.folder)
        row.addWidget(self.back)
        row.addSpacing(20)
        row.addWidget(self.act)
        return foot

    def _wire(self) -> None:
        model = self.model
        model.loaded.connect(self._show)
        model.sealed.connect(self._sealed)
        model.verified.connect(self.checks.show_outcome)
        model.failed.connect(self._refused)
        model.moved.connect(self.progress.move_on)
        self.checks.forms_asked.connect(self.forms_asked)
        self.checks.open_asked.connect(self.open_asked)
        self.signatures.collect_asked.connect(self.collect_asked)
        self.signatures.began.connect(self.error.clear)
        self.seen.toggled.connect(lambda _checked: self._follow())
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back_asked)

    def entered(self) -> None:
        """Read what is about to be sealed; the safer way has the focus."""
        self.error.clear()
        self.model.load()
        self.back.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("Tab", self.cap("home.hint.move")), ("Esc", self.cap("result.hint.back")))

    def note(self) -> str:
        """Say what is missing."""
        return self.lacking.text()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.back.setText(self.cap("result.seal.back"))
        self.seen.setText(self.cap("result.seal.seen"))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the cards stand below each other."""
        super().resizeEvent(event)
        wide = self.width() >= self.context.theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(direction)

    def choose_folder(self, folder: Path) -> None:
        """Write the result into this folder."""
        self._folder = folder
        self._follow()

    def _show(self) -> None:
        summary = self.model.summary
        if summary is None:
            return
        sealed = summary.is_sealed
        self.title.setText(self.cap("result.seal.sealed" if sealed else "result.seal.question"))
        self.lead.setText(self.cap("result.seal.sealed_lead" if sealed else "result.seal.lead"))
        self.summary.show_groups(groups_of(self.context.captions, summary))
        self.checks.show_summary(summary)
        self.signatures.show_summary(summary)
        self.seen.setVisible(not sealed)
        in_reading_order(self)  # numbers to open and words of shares came anew
        self._follow()

    def _follow(self) -> None:
        """Say what the button does and what it waits for; it is red only when it may be pressed."""
        summary = self.model.summary
        if summary is None:
            return
        words = self._folder.name if self._folder else self.cap("result.seal.no_folder")
        self.folder.setText(self.cap("result.seal.folder", folder=words))
        self.folder.setToolTip(str(self._folder or ""))
        lacking = self._lacking(summary)
        self.lacking.setText(lacking)
        if summary.is_sealed:
            self.act.setText(self.cap("result.seal.again"))
        else:
            self.act.setText(self.cap_count("result.seal.act", summary.count))
        restyle(self.act, kind="danger" if summary.is_signed and not summary.is_sealed else "")
        self.act.setEnabled(not lacking and not self._busy and self.model.session.writable)
        self.noted.emit()

    def _lacking(self, summary: SealSummary) -> str:
        """Return what the act waits for, the gravest first; empty where it may be pressed."""
        unsigned = sum(not one.holds for one in summary.signatures)
        if summary.is_sealed:
            return "" if self._folder else self.cap("result.seal.no_folder")
        if summary.problems:
            return self.cap_count("result.seal.open", len(summary.problems))
        if not summary.has_key:
            return self.cap("result.seal.no_key")
        if unsigned:
            return self.cap_count("result.seal.unsigned", unsigned)
        if not self.seen.isChecked():
            return self.cap("result.seal.not_seen")
        return "" if self._folder else self.cap("result.seal.no_folder")

    def _choose_folder(self) -> None:
        folder = ask_folder(self, self.cap("result.seal.choose"), self._folder)
        if folder is not None:
            self.choose_folder(folder)

    def _open_list(self, group: Group) -> None:
        ListDialog(self.context, group.caption, group.numbers, self).open()

    def _seal(self) -> None:
        """Seal: the page itself is the question."""
        if self._folder is None:
            return
        self.error.clear()
        self._work(True)
        self.progress.start(lambda done, total: self.cap("result.seal.moved", done=done, total=total))
        self.model.seal(self._folder)

    def _work(self, busy: bool) -> None:
        self._busy = busy
        if not busy:
            self.progress.finish()
        self._follow()

    def _sealed(self, outcome: Outcome) -> None:
        self._work(False)
        self.checks.show_outcome(outcome)

    def _refused(self, fault: ReviewError) -> None:
        if self._busy:
            self._work(False)
        self.signatures.idle()
        if self.isVisible():
            self.error.show_error(fault)
