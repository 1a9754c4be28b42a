"""Above the heat map: which group, over what the ranks run, what is shown, the next act."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.grid import Grid
from ui.viewmodels.chair.overview import OverviewModel
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, restyle, tag, tight
from ui.widgets.search_field import SearchField


class OverviewBar(QWidget):
    """Two lines: what this is and the next act; what is looked for."""

    def __init__(self, context: Context, model: OverviewModel, owner: QWidget) -> None:
        super().__init__()
        self._context = context
        self._cap = context.captions.cap
        self._model = model
        self.title = label("title", name="overviewTitle")
        self.extent = tag("plain", name="overviewSize")
        self.rule = tag("plain", name="overviewRule")
        self.seen = tag("plain", name="overviewSeen")
        self.acting = tag("warn", name="overviewActing")
        self.scope = ChoiceBox(context, name="overviewScope", letters=14)
        self.order = ChoiceBox(context, name="overviewOrder", letters=6)
        self.search = SearchField(context, owner, name="overviewSearch")
        self.search.setProperty("tool", "")
        self.flagged = button(lambda: None, "choice", name="overviewFlagged")
        self.flagged.setCheckable(True)
        self.take = button(lambda: None, name="overviewTake")
        self.discuss = button(lambda: None, "primary", name="overviewDiscuss")
        self.hint = label("small", "hint", name="overviewHint")
        self._lay_out()
        self.scope.activated.connect(self._choose)
        self.order.activated.connect(self._choose)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 8)
        first, second = BreakingRow(), BreakingRow()
        tight(first, 0, 8)
        tight(second, 0, 8)
        for one in (self.title, self.extent, self.rule, self.seen, self.acting):
            first.addWidget(one)
        first.addStretch(1)
        first.addWidget(self.take)
        first.addWidget(self.discuss)
        second.addWidget(self.search, 3)
        second.addWidget(self.scope, 3)
        second.addWidget(self.order, 1)
        second.addWidget(self.flagged)
        second.addStretch(1)
        second.addWidget(self.hint)
        column.addLayout(first)
        column.addLayout(second)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._cap
        self.title.setText(cap("chair.page.overview"))
        self.seen.setText(cap("chair.seen"))
        self.seen.setToolTip(cap("chair.seen_tip"))
        self.acting.setText(cap("chair.acting"))
        self.take.setText(cap("chair.take.choose"))
        self.take.setEnabled(self._model.panel.session.writable)
        self.discuss.setText(cap("chair.discuss"))
        self.hint.setText(cap("chair.click"))
        self.search.say(cap("chair.search"))
        self.scope.setAccessibleName(cap("chair.scope.name"))
        self.order.setAccessibleName(cap("chair.order.name"))
        self.offer()
        self.show_grid(self._model.grid)

    def offer(self) -> None:
        """Offer funds, measures and groups of the panel, keeping what is chosen."""
        chosen = self._model.wanted
        self.scope.clear()
        self.scope.addItem(self._cap("chair.scope.all"), "")
        for scope in self._model.scopes:
            self.scope.addItem(self._scope_words(scope), scope)
        self.scope.setCurrentIndex(max(0, self.scope.findData(chosen.scope)))
        self.order.clear()
        panel = self._model.panel.panel
        ranks = panel is None or panel.has_line
        for by, key in (("rank", "rank" if ranks else "value"), ("number", "number")):
            self.order.addItem(self._cap(f"chair.order.{key}"), by)
        self.order.setCurrentIndex(self.order.findData(chosen.by))

    def show_grid(self, grid: Grid) -> None:
        """Say how much is on show."""
        panel = self._model.panel.panel
        there = panel is not None and bool(panel.lines)
        shown = (self.extent, self.rule, self.seen, self.scope, self.order, self.search, self.flagged)
        for one in (*shown, self.discuss, self.hint):
            one.setVisible(there)
        self.acting.setVisible(panel is not None and panel.is_acting)
        restyle(self.take, kind="" if there else "primary")
        if panel is None or not there:
            return
        groups = " ".join(view.group for view in panel.views)
        self.title.setText(self._cap("chair.title", groups=groups))
        self.extent.setText(self._cap("chair.size", count=grid.count, experts=len(grid.codes)))
        self.rule.setText(self._cap("chair.rule", rule=panel.settings.combine))
        self.flagged.setText(self._cap("chair.flagged", count=grid.flagged))
        self.flagged.setChecked(self._model.wanted.flagged)

    def _scope_words(self, scope: str) -> str:
        """Return the name of a fund, a measure or a group."""
        kind, _, name = scope.partition(":")
        panel = self._model.panel.panel
        if kind == "group" or panel is None:
            return self._cap("chair.scope.group", group=name)
        zh = self._context.captions.language == "zh_CN"
        if kind == "fund":
            fund = next(one for one in panel.catalogue.funds if one.id == name)
            return f"{name} {fund.zh if zh else fund.en}"
        measure = panel.catalogue.measure(name)
        return f"{name} {measure.zh if zh else measure.en}"

    def _choose(self, _index: int) -> None:
        scope, by = str(self.scope.currentData() or ""), self.order.currentData()
        wanted = replace(self._model.wanted, scope=scope, by="number" if by == "number" else "rank")
        self._model.want(wanted)
