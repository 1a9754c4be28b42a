"""What the program checked before sealing; afterwards the verdict, round code, log head, files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.sealing import Outcome
from ui.views.secretary.seal_words import fund_lines
from ui.widgets.controls import button, drain, label, tight
from ui.widgets.notices import ErrorPane
from ui.widgets.seal_cards import CheckLine, VerdictCard
from zgc_review.seal.digits import digits_of
from zgc_review.services.sealing_summary import SealSummary

_DONE = "checkbox-circle-line"


class ChecksCard(QWidget):
    """The left card of the sealing page.

    Signals:
        forms_asked: show a form: its number.
        open_asked: open a sealed result together.
    """

    forms_asked = Signal(str)
    open_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._summary: SealSummary | None = None
        self._outcome: Outcome | None = None
        self.setObjectName("sealChecks")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head")
        self.forms = button(lambda: self.forms_asked.emit("F14"), "quiet", name="sealForms")
        self.open = button(self.open_asked.emit, "quiet", name="sealOpen")
        self._problems = QVBoxLayout()
        tight(self._problems, 0, 8)
        self._lines = QVBoxLayout()
        tight(self._lines)
        self.verdict = VerdictCard(context, folded=True)
        self.head_words = label("head", wrap=True)
        self.head = label("page", name="sealHead", wrap=True)
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code_words = label("small", "second", wrap=True)
        self.code = label("body", name="sealCode", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.files = label("small", "second", name="sealFiles", wrap=True)
        self._lay_out()
        context.captions.changed.connect(self._say)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 16, 6)
        column.setContentsMargins(16, 9, 16, 16)  # the head stands in line with that of the signatures
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.forms)
        head.addWidget(self.open)
        column.addLayout(head)
        column.addLayout(self._problems)
        column.addLayout(self._lines)
        for one in (self.verdict, self.head_words, self.head, self.code_words, self.code, self.files):
            column.addWidget(one)
        column.addStretch(1)

    def show_summary(self, summary: SealSummary) -> None:
        """Show what was checked."""
        self._summary = summary
        self._say()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was written, and the verdict once it is there."""
        self._outcome = outcome
        if outcome.verdict is None:
            self.verdict.wait()
        else:
            self.verdict.show_verdict(outcome.verdict)
        self._say()

    def _say(self) -> None:
        summary, cap = self._summary, self._context.captions.cap
        if summary is None:
            return
        sealed = summary.is_sealed
        self.title.setText(cap("result.seal.verified" if sealed else "result.seal.checked"))
        self.forms.setText(cap("result.seal.forms"))
        self.open.setText(cap("result.seal.open_result"))
        self.open.setVisible(sealed)
        drain(self._problems)
        for n, fault in enumerate(summary.problems):
            shown = ErrorPane(self._context, name=f"sealProblem{n}")
            shown.show_error(fault)
            self._problems.addWidget(shown)
        drain(self._lines)
        if not sealed:
            self._say_checks(summary)
        self._say_head(summary)

    def _say_checks(self, summary: SealSummary) -> None:
        """Say each thing that was checked with its count."""
        captions = self._context.captions
        undecided = any(one.code == "seal.undecided" for one in summary.problems)
        hits = any(one.code == "seal.integrity" for one in summary.problems)
        broken = any(one.code == "seal.log_broken" for one in summary.problems)
        word = "undecided" if undecided else "decided"
        count, sheets, cards = f"{summary.count:,}", f"{summary.sheets:,}", summary.cards
        log = f"{summary.log_size:,}"
        lines = [
            (not undecided, captions.cap(f"result.seal.check.{word}", count=count), ""),
            (
                True,
                captions.cap("result.seal.check.sheets", count=sheets),
                captions.cap_count("result.seal.check.cards", cards),
            ),
            (True, captions.cap("result.seal.check.recomputed"), summary.digest[:8]),
            (not hits, captions.cap("result.seal.check.integrity"), ""),
            *fund_lines(captions, summary),
            (
                not broken,
                captions.cap("result.seal.check.log"),
                captions.cap("result.seal.check.log_size", count=log),
            ),
        ]
        for n, (fine, words, result) in enumerate(lines):
            icon, ink = (_DONE, "ok") if fine else ("forbid-2-line", "danger")
            self._lines.addWidget(CheckLine(self._context, icon, ink, words, result, f"sealCheck{n}"))

    def _say_head(self, summary: SealSummary) -> None:
        """Say the digits that go onto the minutes, and which files were written."""
        cap, cap_count = self._context.captions.cap, self._context.captions.cap_count
        head, outcome = summary.head, self._outcome
        for one in (self.head_words, self.head):
            one.setVisible(head is not None)
        if head is not None:
            self.head_words.setText(cap("result.seal.minutes"))
            self.head.setText(digits_of(head.root).replace(" ", "  "))
        for other in (self.code_words, self.code, self.files):
            other.setVisible(outcome is not None)
        if outcome is not None:
            self.code_words.setText(cap("result.seal.code"))
            self.code.setText(outcome.code.replace(" ", "  "))
            names = "　".join(path.name for path in (outcome.result, outcome.names, outcome.form))
            acks = cap_count("result.seal.acks", len(outcome.acks))
            self.files.setText(cap("result.seal.files", names=names, acks=acks, folder=outcome.result.parent))
