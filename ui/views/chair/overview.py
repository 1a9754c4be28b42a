"""Overview of the group: experts × applications, totals, spread, reasons to discuss, the budget line."""

from __future__ import annotations

from ui.context import Context
from ui.viewmodels.chair.panel import PanelModel
from ui.views.screen import Screen


class OverviewPage(Screen):
    """The heat map."""

    place = "chair.page.overview"

    def __init__(self, context: Context, model: PanelModel) -> None:
        super().__init__(context, name="chairOverview")
        self.model = model
        self.retranslate()
