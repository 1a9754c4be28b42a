"""What the secretary acknowledged: received, later counted, sheet by sheet, with digits to compare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.log_words import fate_of
from ui.widgets.controls import drain, label, pane, tight
from ui.widgets.marks import IconLabel
from zgc_review.services.ack_standing import AckStanding, SheetFate

_SHOWN = 60  # sheets by name; the rest is counted


class AckCard(QWidget):
    """Says what was acknowledged so far; without any acknowledgement what to expect."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._standings: Sequence[AckStanding] = ()
        self.lead = label("body", "second", name="ackText", wrap=True)
        self._card = pane("card")
        self._lines = QVBoxLayout(self._card)
        tight(self._lines, 20, 8)
        column = QVBoxLayout(self)
        tight(column, 0, 8)
        column.addWidget(self.lead)
        column.addWidget(self._card)
        self.show_standings(())

    def show_standings(self, standings: Sequence[AckStanding]) -> None:
        """Show every acknowledgement that was taken."""
        self._standings = standings
        self.lead.setText(self._context.captions.cap("return.ack_lead"))
        self.lead.setVisible(not standings)
        self._card.setVisible(bool(standings))
        drain(self._lines)
        for one in standings:
            self._lines.addWidget(self._line(one))
            if one.sheets:
                self._lines.addWidget(self._sheets(one.sheets))
                self._lines.addWidget(self._head(one))

    def _line(self, one: AckStanding) -> QWidget:
        """Return what one acknowledgement says, and what it leaves out."""
        captions, taken = self._context.captions, one.taken
        # Once the review copy is gone no own sheet is left to compare with: those listed were compared then.
        words = captions.cap_count(f"return.ack.{taken.answer}", taken.confirmed or len(one.sheets))
        if taken.missing:
            words = f"{words} {captions.cap_count('return.ack_missing', len(taken.missing))}"
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        icon, ink = ("error-warning-line", "warn") if taken.missing else ("check-line", "ok")
        shown, at = label("body", name=f"ack:{taken.answer}", wrap=True), label("small", "second")
        shown.setText(words)
        at.setText(captions.cap("return.ack_taken", at=one.at[:16].replace("T", " ")))
        grid.addWidget(IconLabel(self._context, icon, ink), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, 0, 1)
        grid.addWidget(at, 1, 1)
        grid.setColumnStretch(1, 1)
        return holder

    def _sheets(self, sheets: Sequence[SheetFate]) -> QWidget:
        """Return one line a sheet: number, phase, what became of it."""
        captions = self._context.captions
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(28, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for place, one in enumerate(sheets[:_SHOWN]):
            fate = captions.texts.get(f"log.word.fate.{fate_of(_plain(one))}")
            if one.trimmed and not one.void:
                fate = captions.cap(f"return.trimmed.{one.trimmed}")
            words = (one.number, captions.cap(f"return.phase.{one.phase}"), fate)
            for column, text in enumerate(words):
                cell = label("small", "" if column == 0 else "second", name=f"fate{place}.{column}")
                cell.setText(text)
                grid.addWidget(cell, place, column)
        if len(sheets) > _SHOWN:
            more = label("small", "second")
            more.setText(captions.cap_count("return.ack_more", len(sheets) - _SHOWN))
            grid.addWidget(more, _SHOWN, 0, 1, 3)
        return holder

    def _head(self, one: AckStanding) -> QWidget:
        """Return the digits that stand on the minutes: paper is the anchor (design §4.5)."""
        shown = label("small", "second", name="ackHead", wrap=True)
        shown.setText(self._context.captions.cap("return.ack_head", digits=one.head))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return shown


def _plain(one: SheetFate) -> dict[str, object]:
    """Return the fate as its event says it."""
    return {"counted": one.counted, "trimmed": one.trimmed, "void": one.void, "revised": one.revised}
