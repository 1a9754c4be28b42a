"""One application of a way without scores: its result, what decides it, what experts said, the amount."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.models.cells import Cell
from ui.models.secretary_intake import GatesTable
from ui.models.secretary_intake_lists import RESULTS
from ui.viewmodels.secretary.intake_lists import UnscoredSight
from ui.widgets.controls import button, label, restyle, tag, tight
from ui.widgets.line_table import LineTable
from zgc_review.domain.money import Amount
from zgc_review.services.gates_record import GateLine
from zgc_review.services.unscored import Vote


class ChecksTable(GatesTable):
    """Columns: gate, what counts, what experts said. ``votes`` and ``settled`` by gate."""

    columns = ("secretary.gates.gate", "secretary.gates.counts", "intake.unscored.experts")
    votes: dict[str, tuple[Vote, ...]] = {}  # noqa: RUF012 - replaced as a whole, never changed
    settled: dict[str, str] = {}  # noqa: RUF012 - likewise

    def cell(self, row: GateLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return super().cell(row, 0)
        if column == 1:
            return super().cell(row, 3)
        votes = self.votes.get(row.gate.id, ())
        if not votes:
            return Cell("—", ink="text3")
        words = " · ".join(f"{one.code} {self.cap(f'secretary.gates.answer.{one.answer}')}" for one in votes)
        done = row.gate.id in self.settled
        tip = "\n".join(f"{one.code}：{one.reason}" for one in votes)
        return Cell(words, "check-line" if done else "question-line", "ok" if done else "warn", tip=tip)


class UnscoredDetail(QWidget):
    """The gates that decide, blocking ones first as the catalogue has them.

    Signals:
        gate_asked: id of the gate that is to be answered.
    """

    gate_asked = Signal(str)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._sight: UnscoredSight | None = None
        self.result = tag("plain", name=f"{name}DetailResult")
        self.title = label("title", name=f"{name}DetailTitle", wrap=True)
        self.about = label("small", "second", name=f"{name}DetailAbout", wrap=True)
        self.pay = label("body", name=f"{name}DetailPay", wrap=True)
        self.manual = label("small", "warn", name=f"{name}DetailManual", wrap=True)
        self.checks = ChecksTable(context.captions, self)
        self.table = LineTable(context, self.checks, {1: 92, 2: 120}, name=f"{name}Checks")
        self.go = button(self._go, name=f"{name}Go")
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        column.setContentsMargins(16, 14, 16, 12)
        for one in (self.result, self.title, self.about, self.pay, self.manual):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        column.addWidget(self.go)
        self.say()

    def show_sight(self, sight: UnscoredSight | None) -> None:
        """Show one application, None for none."""
        self._sight = sight
        if sight is not None:
            # Under 达标即享 the measure's own gates decide the result, the common ones eligibility.
            lines = sight.view.lines
            if sight.view.mode == "on_qualification":
                lines = tuple(line for line in lines if line.gate.measure)
            self.checks.votes, self.checks.settled = dict(sight.votes), dict(sight.settled)
            self.checks.show_rows(lines)
            self.table.choose(0)
        self.say()

    def _go(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.checks.rows):
            self.gate_asked.emit(self.checks.row(row).gate.id)

    def say(self) -> None:
        """Set every text."""
        cap, get = self._context.captions.cap, self._context.captions.texts.get
        sight = self._sight
        self.table.setAccessibleName(cap("secretary.gates.gates"))
        self.table.setColumnHidden(2, sight is None or not sight.votes)
        self.go.setText(cap("intake.unscored.go"))
        for one in (self.result, self.title, self.about, self.pay, self.table, self.go):
            one.setVisible(sight is not None)
        self.manual.setVisible(sight is not None and sight.row.result == "MANUAL")
        if sight is None:
            return
        row = sight.row
        state = get(f"cli.state.{row.state}")
        restyle(self.result, tag=RESULTS.get(row.result or "", "plain"))
        self.result.setText(get(f"cli.gates.result_word.{row.result}") if row.result else state)
        self.result.adjustSize()
        self.title.setText(f"{row.number}　{row.unit}")
        amount = (
            cap("intake.unscored.amount", amount=Amount(sight.amount)) if sight.amount is not None else ""
        )
        shown = state if row.result else ""  # without a result the tag above says it
        said = (row.sub_direction, shown, amount or cap("intake.unscored.no_amount"), row.reason)
        self.about.setText(" · ".join(part for part in said if part))
        listed = row.listed
        self.pay.setVisible(listed is not None)
        if listed is not None:
            parts = [
                cap(f"intake.unscored.answers.{listed.answer}"),
                listed.payee,
                listed.bank,
                listed.account,
            ]
            self.pay.setText(" · ".join(part for part in parts if part))
        votes = sum(len(each) for each in sight.votes.values())
        self.manual.setText(cap("intake.unscored.manual", votes=votes))
