"""Equals that no published key separates: the round chair orders them, once for a whole ranking (S10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.decide_rows import DecideRow
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import IconButton, button, label, tight
from zgc_review.domain.money import points

_ID = Qt.ItemDataRole.UserRole


class TiesDialog(PlainDialog):
    """Each group as a list, best first; Alt with the arrows moves an application.

    Signals:
        agreed: tuple of application ids in the order of all groups, and the reason.
    """

    agreed = Signal(object, str)

    def __init__(
        self,
        context: Context,
        groups: Sequence[Sequence[DecideRow]],
        keys: Sequence[str],
        parent: QWidget,
        *,
        can_sign: bool,
    ) -> None:
        cap = context.captions.cap
        order = " → ".join(cap(f"decide.key.{key}") for key in keys)
        super().__init__(
            context,
            context.captions.cap_count("decide.ties.title", len(groups)),
            cap("decide.ties.text", keys=order),
            parent,
            name="ties",
        )
        self._keys = tuple(keys)
        self.lists: list[OrderList] = []
        for number, group in enumerate(groups, 1):
            self._add(number, group, can_sign=can_sign)
        self.reason = QLineEdit()
        self.reason.setObjectName("tiesReason")
        self.reason.setMaxLength(500)
        self.reason.setPlaceholderText(cap("decide.ties.reason"))
        self.reason.setAccessibleName(cap("decide.ties.reason"))
        self.reason.setEnabled(can_sign)
        self.body.addWidget(self.reason)
        self.lacking = label("small", "hint", name="tiesLacking", wrap=True)
        self.lacking.setText("" if can_sign else cap("decide.ties.not_mine"))
        self.lacking.setVisible(not can_sign)
        self.body.addWidget(self.lacking)
        self.act = button(self._agree, "primary", name="tiesAct")
        self.act.setText(cap("decide.ties.act"))
        self.act.setEnabled(can_sign)
        self.act.setAutoDefault(False)
        self.back.setText(cap("common.back"))
        self.row.addSpacing(24)
        self.row.addWidget(self.act)
        if self.lists:
            self.lists[0].setFocus()

    def order(self) -> tuple[str, ...]:
        """Return the applications of all groups as they stand."""
        return tuple(str(one.item(n).data(_ID)) for one in self.lists for n in range(one.count()))

    def _add(self, number: int, group: Sequence[DecideRow], *, can_sign: bool) -> None:
        """Add one group: the values of all keys, which are the same, and its applications."""
        cap = self.context.captions.cap
        head = label("head", wrap=True)
        head.setText(" · ".join((cap("decide.ties.group", n=number), *self._values(group[0]))))
        self.body.addWidget(head)
        px = self.context.theme.px
        shown = OrderList(can_move=can_sign)
        shown.setObjectName(f"ties:{number}")
        shown.setAccessibleName(head.text())
        for one in group:
            item = QListWidgetItem(f"{one.entry.number}　{one.entry.unit}")
            item.setToolTip(item.text())
            item.setData(_ID, one.application)
            item.setSizeHint(QSize(0, px(32)))
            shown.addItem(item)
        shown.setCurrentRow(0)
        shown.setFixedHeight(px(8) + px(32) * min(len(group), 6))
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(shown, 1)
        moves = QVBoxLayout()
        tight(moves, 0, 4)
        for icon, step, name in (("arrow-up-line", -1, "up"), ("arrow-down-line", 1, "down")):
            made = IconButton(self.context, icon, partial(shown.move_current, step), name=f"{name}:{number}")
            made.say(cap(f"decide.ties.{name}"), "Alt+Up" if step < 0 else "Alt+Down")
            made.setEnabled(can_sign)
            moves.addWidget(made)
        moves.addStretch(1)
        row.addLayout(moves)
        self.body.addLayout(row)
        self.lists.append(shown)

    def _values(self, row: DecideRow) -> list[str]:
        """Return the value and every published key, none of which separated the group."""
        cap, after = self.context.captions.cap, row.line.line.after
        values = {
            "plain_mean": _points(after.plain_mean),
            "top_criterion": _points(after.top_criterion),
            "yes_votes": str(after.yes_votes),
        }
        found = [cap("decide.final", value=_points(after.value))]
        return found + [f"{cap(f'decide.key.{key}')} {values[key]}" for key in self._keys if key in values]

    def _agree(self) -> None:
        self.agreed.emit(self.order(), self.reason.text().strip())
        self.accept()


def _points(value: int | None) -> str:
    return "—" if value is None else points(value)


class OrderList(QListWidget):
    """A list whose current line moves with Alt and an arrow."""

    def __init__(self, *, can_move: bool) -> None:
        super().__init__()
        self._can_move = can_move
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves; the arrow alone steps."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def move_current(self, step: int) -> None:
        """Move the current line up or down."""
        at = self.currentRow()
        to = at + step
        if self._can_move and at >= 0 and 0 <= to < self.count():
            item = self.takeItem(at)
            self.insertItem(to, item)
            self.setCurrentRow(to)
