"""Steps 2 and 3: the digest of the pool to read aloud, then the words of secretary and observer, large."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.draw import DrawPage
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.digits import DigitGroups, in_eights
from zgc_review.assignment.draw import clean_words
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of

_MOST = 80
_STEPS = ("secretary", "observer")


class DrawWords(QWidget):
    """The words before witnesses.

    Signals:
        said: whose words, and what was typed.
        run_asked: draw.
    """

    said = Signal(str, str)
    run_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._page: DrawPage | None = None
        self._writable = True
        self.setObjectName("drawWords")
        self.fixed = label("title", name="wordsFixed")
        self.lead = label("body", "second", name="wordsLead", wrap=True)
        self.digits = DigitGroups(context, name="poolDigit", columns=6)
        self.hex = label("small", "second", name="poolDigest", wrap=True)
        self.hex.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said_words = {who: label("display", name=f"words:{who}", wrap=True) for who in _STEPS}
        self.captions = {who: label("small", "second") for who in _STEPS}
        self.field = QLineEdit()
        self.field.setObjectName("wordsField")
        self.field.setMaxLength(_MOST)
        self.field_words = label("head", name="wordsWhose", wrap=True)
        self.shown = label("display", name="wordsShown", wrap=True)
        self.lacking = label("small", "hint", name="wordsLacking", wrap=True)
        self.act = button(self._act, "primary", name="wordsAct")
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self.follow())
        self.field.returnPressed.connect(self._act)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 12)
        column.addWidget(self.fixed)
        column.addWidget(self.lead)
        card = pane("card")
        within = QVBoxLayout(card)
        tight(within, 20, 8)
        within.addWidget(self.digits)
        within.addWidget(self.hex)
        column.addWidget(card)
        for who in _STEPS:
            column.addWidget(self.captions[who])
            column.addWidget(self.said_words[who])
        self._typing = pane("card")
        typing = QVBoxLayout(self._typing)
        tight(typing, 20, 8)
        typing.addWidget(self.field_words)
        typing.addWidget(self.field)
        typing.addWidget(self.shown)
        column.addWidget(self._typing)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll, 1)
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(24, 10, 24, 10)
        row.addWidget(self.lacking, 1)
        row.addWidget(self.act)
        outer.addWidget(foot)

    def show_page(self, page: DrawPage, *, writable: bool) -> None:
        """Show how far the newest draw is."""
        before = self._page.stage if self._page is not None else ""
        self._page, self._writable = page, writable
        if before != page.stage:
            self.field.clear()
        newest = page.newest
        if newest is not None:
            self.digits.show_digits(digits_of(newest.pool))
        self.retranslate()

    def start(self) -> None:
        """Give the focus to the words, or to the act."""
        (self.field if self._typing.isVisibleTo(self) else self.act).setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        page = self._page
        newest = page.newest if page is not None else None
        if page is None or newest is None:
            return
        self.fixed.setText(self.cap_count("draw.fixed", len(newest.candidates), n=newest.n))
        self.lead.setText(self.cap("draw.fixed_lead"))
        self.hex.setText(self.cap("draw.digest", digest=in_eights(newest.pool)))
        for who in _STEPS:
            words = getattr(newest, who)
            for one in (self.captions[who], self.said_words[who]):
                one.setVisible(words is not None)
            self.captions[who].setText(self.cap(f"draw.words.of.{who}"))
            self.said_words[who].setText(words or "")
        self._typing.setVisible(page.stage in _STEPS)
        if page.stage in _STEPS:
            self.field_words.setText(self.cap(f"draw.words.ask.{page.stage}"))
            self.field_words.setBuddy(self.field)
            self.field.setAccessibleName(self.field_words.text())
            self.act.setText(self.cap(f"draw.words.act.{page.stage}"))
        else:
            self.act.setText(self.cap("draw.run"))
        self.follow()

    def follow(self) -> None:
        """Show what is typed large, as it would count; say what it lacks."""
        page = self._page
        if page is None:
            return
        asks = page.stage in _STEPS
        fault: GateError | None = None
        words = ""
        if asks:
            try:
                words = clean_words(self.field.text())
            except GateError as wrong:
                fault = wrong
        self.shown.setText(words or self.field.text().strip())
        self.shown.setVisible(bool(self.shown.text()) and asks)
        if asks:
            QTimer.singleShot(0, self, self._reveal)
        self.field.setReadOnly(not self._writable)
        if fault is not None:
            self.lacking.setText(self._context.captions.error(fault).reason if self.field.text() else "")
        else:
            self.lacking.setText(self.cap_count("draw.words.length", len(words)) if asks else "")
        self.act.setEnabled(self._writable and fault is None)

    def _reveal(self) -> None:
        """In a low window what is typed stays in view."""
        self._scroll.ensureWidgetVisible(self._typing)

    def _act(self) -> None:
        page = self._page
        if page is None or not self.act.isEnabled():
            return
        if page.stage in _STEPS:
            self.said.emit(page.stage, self.shown.text())
        else:
            self.run_asked.emit()
