"""One entry of the 不良信用记录 list that concerns an application, or its ethics, in full."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake_lists import STANDINGS
from ui.viewmodels.secretary.intake_lists import EthicsRow, HitRow
from ui.widgets.controls import button, label, restyle, tag, tight

_ENTRY = ("name", "credit_code", "id_tail", "category", "decision_no", "from", "to", "restriction")
_TAGS = {"ok": "ok", "danger": "danger", "warn": "warn", "text2": "plain"}
INTEGRITY_GATE, ETHICS_GATE = "CG05", "CG06"


class IntegrityDetail(QWidget):
    """What a row says in full, and the way to the gate that asks for it.

    Signals:
        gate_asked: number of the application and id of the gate.
    """

    gate_asked = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: HitRow | EthicsRow | None = None
        self.setObjectName("integrityDetail")
        self.tag = tag("plain", name="integrityTag")
        self.title = label("title", name="integrityTitle", wrap=True)
        self.text = label("body", name="integrityText", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = label("small", "second", name="integrityNote", wrap=True)
        self.go = button(self._go, name="integrityGo")
        column = QVBoxLayout(self)
        tight(column, 20, 10)
        for one in (self.tag, self.title, self.text, self.note):
            column.addWidget(one)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.say()

    def show_hit(self, row: HitRow | None) -> None:
        """Show an entry of the list."""
        self._row = row
        self.say()

    def show_ethics(self, row: EthicsRow | None) -> None:
        """Show the ethics of an application."""
        self._row = row
        self.say()

    def _go(self) -> None:
        if self._row is not None:
            gate = INTEGRITY_GATE if isinstance(self._row, HitRow) else ETHICS_GATE
            self.gate_asked.emit(self._row.number, gate)

    def say(self) -> None:
        """Set every text."""
        row, cap = self._row, self._context.captions.cap
        for one in (self.tag, self.title, self.text, self.note, self.go):
            one.setVisible(row is not None)
        if row is None:
            return
        self.title.setText(f"{row.number}　{row.unit}")
        if isinstance(row, HitRow):
            self._say_hit(row)
        else:
            self._say_ethics(row)
        gate = INTEGRITY_GATE if isinstance(row, HitRow) else ETHICS_GATE
        self.go.setText(cap("intake.go_gate", gate=gate))

    def _say_hit(self, row: HitRow) -> None:
        cap, hit = self._context.captions.cap, row.hit
        kind = "plain" if hit.standing == "expired" else "danger" if hit.is_sure else "warn"
        restyle(self.tag, tag=kind)
        self.tag.setText(self._context.captions.texts.get(f"cli.gates.hit.{hit.way}_{hit.standing}"))
        lines = [
            cap("intake.hits.part", name=cap(f"intake.hits.parts.{name}"), value=hit.entry[name])
            for name in _ENTRY
            if hit.entry.get(name)
        ]
        self.text.setText("\n".join(lines))
        key = "expired" if hit.standing == "expired" else "sure" if hit.is_sure else "unsure"
        self.note.setText(cap(f"intake.hits.note.{key}"))

    def _say_ethics(self, row: EthicsRow) -> None:
        cap, line = self._context.captions.cap, row.ethics
        restyle(self.tag, tag=_TAGS[STANDINGS[line.standing][1]])
        self.tag.setText(cap(f"intake.ethics.standings.{line.standing}"))
        asked = {**dict.fromkeys(line.touched, "yes"), **dict.fromkeys(line.unanswered, "no_answer")}
        said = [
            cap(
                "intake.hits.part",
                name=cap(f"intake.ethics.questions.{name}"),
                value=cap(f"intake.ethics.{answer}"),
            )
            for name, answer in asked.items()
        ]
        if line.touched:
            none = self._context.captions.texts.get("cli.value.none")
            said += [
                cap("intake.ethics.committee", value=line.committee or none),
                cap("intake.ethics.number", value=line.approval_no or none),
                cap("intake.ethics.until", value=line.valid_to or none),
            ]
        self.text.setText("\n".join(said))
        self.text.setVisible(bool(said))
        self.note.setText(cap(f"intake.ethics.note.{line.standing}"))
