"""Budgets of a round to be: one line a pool, in 万元; nothing typed means no bound."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.define import fen_of
from ui.widgets.controls import drain, label, restyle, tight
from zgc_review.catalogue import Catalogue
from zgc_review.domain.money import Amount, points, wan_yuan
from zgc_review.domain.settings import Pool


class BudgetLines(QWidget):
    """Pools with their budgets.

    Signals:
        changed: 分 by pool id; None where nothing bounds the pool.
    """

    changed = Signal(object)

    def __init__(self, context: Context, catalogue: Catalogue) -> None:
        super().__init__()
        self._context = context
        self._catalogue = catalogue
        self._pools: tuple[Pool, ...] = ()
        self.fields: dict[str, QLineEdit] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 16, 12)
        self.lead = label("small", "second", wrap=True)
        self.empty = label("body", "second", name="budgetsEmpty", wrap=True)
        self.sum = label("head", name="budgetsSum")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        for one in (self.lead, self.empty):
            column.addWidget(one)
        column.addLayout(self._grid)
        column.addWidget(self.sum, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def show_pools(self, pools: tuple[Pool, ...]) -> None:
        """Show pools; fields are made anew only where other pools stand there."""
        if [one.id for one in pools] != [one.id for one in self._pools]:
            self._pools = pools
            self._build()
        else:
            self._pools = pools
        for one in pools:
            field = self.fields[one.id]
            shown = "" if one.budget_fen is None else wan_yuan(one.budget_fen)
            if not field.hasFocus() and field.property("state") != "error" and field.text() != shown:
                with QSignalBlocker(field):
                    field.setText(shown)
        self._sum()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.lead.setText(cap("define.money.lead"))
        self.empty.setText(cap("define.money.empty"))
        self._build()
        self.show_pools(self._pools)

    @property
    def is_readable(self) -> bool:
        """Whether every field holds an amount or nothing."""
        return all(field.property("state") != "error" for field in self.fields.values())

    def _build(self) -> None:
        """Make a line for each pool."""
        cap = self._context.captions.cap
        texts = {name: field.text() for name, field in self.fields.items()}
        drain(self._grid)
        self.fields = {}
        self.empty.setVisible(not self._pools)
        self.lead.setVisible(bool(self._pools))
        for row, pool in enumerate(self._pools):
            code, name, lines = label("body"), label("body", wrap=True), label("small", "second")
            code.setText(pool.id)
            name.setText(self._name(pool))
            lines.setText(cap("define.money.lines", ok=points(pool.pass_line), reserve=points(pool.reserve)))
            field = QLineEdit()
            field.setObjectName(f"budget:{pool.id}")
            field.setMaxLength(20)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(self._context.theme.px(120))
            field.setPlaceholderText(cap("define.money.none"))
            field.setAccessibleName(cap("define.money.field", pool=f"{pool.id} {name.text()}".rstrip()))
            field.setText(texts.get(pool.id, ""))
            field.textChanged.connect(partial(self._typed, pool.id))
            unit = label("small", "second")
            unit.setText(cap("define.money.unit"))
            self.fields[pool.id] = field
            for column, one in enumerate((code, name, lines, field, unit)):
                self._grid.addWidget(one, row, column)

    def _name(self, pool: Pool) -> str:
        """Return the name of a pool's measure, nothing where it has none."""
        measures = {one.id: one for one in self._catalogue.measures}
        found = measures.get(pool.id)
        if found is None:
            return ""
        english = self._context.captions.language != "zh_CN"
        return found.en if english and found.en else found.zh

    def _typed(self, pool: str, text: str) -> None:
        try:
            fen_of(text)
        except ValueError:
            restyle(self.fields[pool], state="error")
            self.changed.emit(self._amounts())
            return
        restyle(self.fields[pool], state="")
        self.changed.emit(self._amounts())

    def _amounts(self) -> Mapping[str, int | None]:
        """Return what can be read."""
        found: dict[str, int | None] = {}
        for pool, field in self.fields.items():
            if field.property("state") != "error":
                found[pool] = fen_of(field.text())
        return found

    def _sum(self) -> None:
        """Say what the pools hold together."""
        bounded = [one.budget_fen for one in self._pools if one.budget_fen is not None]
        cap_count = self._context.captions.cap_count
        self.sum.setVisible(bool(bounded))
        self.sum.setText(cap_count("define.money.sum", len(bounded), amount=Amount(sum(bounded))))
