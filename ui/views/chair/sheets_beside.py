"""The middle of the discussion page: whose application, its figures, sheets by code, what was written."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.chair_sheets import SheetsTable
from ui.viewmodels.chair.discussion_data import Column, Item
from ui.views.chair.sheets_beside_cells import SheetTable
from ui.views.chair.sheets_beside_words import (
    CommentsPane,
    ExplanationsPane,
    OverallPane,
    WordsPane,
    deviates,
)
from ui.views.chair.veto import ClaimsPane
from ui.widgets.controls import label, pane, rule, tight
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.marks import IconLabel
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.money import Amount, points
from zgc_review.domain.settings import Bands

TABS: Final = ("comments", "overall", "explanations", "claims")
_NAMED = 2


class SheetsBeside(QWidget):
    """Sheets of the item on show.

    Signals:
        followed: a :class:`CitedPage` to be shown.
    """

    followed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._item: Item | None = None
        self._bands = Bands()
        self.setObjectName("sheetsBeside")
        self.head = _Head(context)
        self.sheets = SheetsTable(context.captions, self)
        self.table = SheetTable(context, self.sheets)
        self.tabs = TabBar()
        self.tabs.setObjectName("sheetTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.comments = CommentsPane(context)
        self.overall = OverallPane(context)
        self.explanations = ExplanationsPane(context)
        self.claims = ClaimsPane(context)
        self.area = QScrollArea()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turned)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        for one in self.panes:
            one.followed.connect(self.followed)

    def _lay_out(self) -> None:
        for _name in TABS:
            self.tabs.addTab("")
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.head)
        column.addWidget(rule())
        column.addWidget(self.area, 1)
        bar = pane("bar")
        row = QHBoxLayout(bar)
        tight(row)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        inside = QWidget()
        self.area.setWidget(inside)
        scrolled = QVBoxLayout(inside)
        tight(scrolled)
        scrolled.addWidget(self.table)
        scrolled.addWidget(bar)
        for one in self.panes:
            scrolled.addWidget(one)
            one.setVisible(one is self.comments)
        scrolled.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def panes(self) -> tuple[WordsPane, ...]:
        """What the tabs show, in their order."""
        return self.comments, self.overall, self.explanations, self.claims

    @property
    def row(self) -> int:
        """Place of the criterion on view."""
        row = self.table.currentIndex().row()
        return row if 0 <= row < len(self.sheets.criteria) else 0

    def show_item(self, item: Item | None, bands: Bands) -> None:
        """Show another item, or the same read anew: the criterion on view stays."""
        same = item is not None and self._item is not None and item.application == self._item.application
        row = self.row if same else 0
        self._item, self._bands = item, bands
        self.table.selectionModel().blockSignals(True)
        self.sheets.show_item(item, bands)
        self.table.choose(row)
        self.table.selectionModel().blockSignals(False)
        if not same:
            self.area.verticalScrollBar().setValue(0)
            self.comments.shows_all = False
            self.tabs.setCurrentIndex(0)
        self.retranslate()

    def choose(self, row: int) -> None:
        """Show the comments on a criterion."""
        if row < len(self.sheets.criteria):
            self.table.choose(row)
            self.tabs.setCurrentIndex(0)
            self.area.ensureWidgetVisible(self.comments.title)

    def first_link(self) -> CitedPage | None:
        """Return the first page cited on the tab in view."""
        shown = self.panes[self.tabs.currentIndex()]
        found = (link.link.value for card in shown.cards for link in card.links.links)
        page = next(found, None)
        return page if isinstance(page, CitedPage) else None

    def retranslate(self) -> None:
        """Set every text anew."""
        cap, item = self._context.captions.cap, self._item
        self.table.setAccessibleName(cap("discussion.table"))
        self.tabs.setAccessibleName(cap("discussion.tabs"))
        self.head.show_item(item)
        if item is None:
            return
        own = cap("discussion.own")
        self._show_comments()
        self.overall.show_item(item, self.words_of, own)
        self.explanations.show_item(item, self.words_of)
        self.claims.show_item(item, self.words_of)
        counts = {
            "explanations": sum(deviates(one) for one in item.columns),
            "claims": len(item.claims),
        }
        for n, name in enumerate(TABS):
            words = cap(f"discussion.tab.{name}")
            count = counts.get(name, 0)
            self.tabs.setTabText(n, f"{words} {count}" if count else words)

    def words_of(self, cited: CitedPage) -> str:
        """Return what a link says: short name of the document and the page."""
        documents = self._item.documents if self._item is not None else ()
        found = next((one for one in documents if one.plain == cited.document), None)
        stem = "?" if found is None else (found.label or found.name.rpartition(".")[0] or found.name)
        short = stem if len(stem) <= 12 else f"{stem[:11]}…"
        return self._context.captions.cap("score.link.words", document=short, page=cited.page)

    def _show_comments(self) -> None:
        item, row = self._item, self.row
        if item is not None and item.criteria:
            title = self.sheets.criterion_name(row)
            own = self._context.captions.cap("discussion.own")
            self.comments.show_comments(item, row, title, self._bands, self.words_of, own)

    def _turned(self, at: int) -> None:
        for n, one in enumerate(self.panes):
            one.setVisible(n == at)
        shown = self.panes[at]
        if at:
            QTimer.singleShot(0, self, lambda: self._reveal(shown))

    def _reveal(self, shown: WordsPane) -> None:
        """Scroll to the first card of a tab."""
        self.area.ensureWidgetVisible(shown.cards[0] if shown.cards else shown.title)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= now.row() < len(self.sheets.criteria):
            self._show_comments()


class _Head(QWidget):
    """Applicant, title, the value and how it came about, whose total deviates."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("pane", "plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.unit = ElidedLine(context, "title", bold=True, name="itemUnit")
        self.number = label("small", "second", name="itemNumber")
        self.title = ElidedLine(context, "small", "text2", name="itemTitle")
        self.value = label("display", name="itemValue")
        self.value_words = label("small", "second", name="itemValueWords")
        self.counts = label("small", "second", name="itemCounts")
        self.icon = IconLabel(context, "error-warning-line", "warn", 18)
        self.deviations = label("small", "warn", name="itemDeviations", wrap=True)
        column = QVBoxLayout(self)
        tight(column, 0, 2)
        column.setContentsMargins(16, 10, 16, 8)
        first = QHBoxLayout()
        tight(first, 0, 12)
        first.addWidget(self.unit, 1)
        first.addWidget(self.number)
        column.addLayout(first)
        column.addWidget(self.title)
        row = QHBoxLayout()
        tight(row, 0, 10)
        top = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.value, 0, top)
        row.addWidget(self.value_words, 0, top)
        row.addWidget(rule("v"))
        row.addWidget(self.counts, 0, top)
        row.addStretch(1)
        column.addLayout(row)
        below = QHBoxLayout()
        tight(below, 0, 8)
        below.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.deviations, 1)
        column.addLayout(below)

    def show_item(self, item: Item | None) -> None:
        """Show an item, or nothing."""
        self.setVisible(item is not None)
        if item is None:
            return
        cap, entry, line = self._context.captions.cap, item.entry, item.line.line
        asked = entry.requested_fen
        amount = cap("score.asks_nothing") if asked is None else self._asks(asked)
        # A stage after the grant decides on no amount.
        self.number.setText(f"{entry.number}　{amount}" if line.pool is not None else entry.number)
        self.unit.setText(entry.unit)
        self.title.setText(entry.title)
        value = line.after.value
        self.value.setText("–" if value is None else points(value))
        self.value_words.setText("\n".join(self._value_words(item)))
        median = line.after.median
        self.counts.setText(
            cap(
                "discussion.figures",
                received=line.n_received,
                effective=line.n_effective,
                trimmed=line.after.n_trimmed,
                rule=line.after.rule,
                median="–" if median is None else points(median),
            )
        )
        words = self._deviation_words(item)
        self.deviations.setText("\n".join(words))
        for one in (self.icon, self.deviations):
            one.setVisible(bool(words))

    def _asks(self, fen: int) -> str:
        return self._context.captions.cap("score.asks", amount=Amount(fen))

    def _value_words(self, item: Item) -> list[str]:
        """Say that the value is the final one, its rank in view, and the value before revisions."""
        cap, line = self._context.captions.cap, item.line.line
        rank = item.line.rank
        words = [cap("discussion.final")]
        if rank is not None:
            words = [cap("discussion.final_rank", rank=rank.rank)]
        if line.after.value is None:
            words = [cap("discussion.no_value")]
        if any(one.revision is not None for one in item.columns) and line.before.value is not None:
            words.append(cap("discussion.value_before", value=points(line.before.value)))
        return words

    def _deviation_words(self, item: Item) -> list[str]:
        """Say whose total deviates, by how much, and whether it was explained (S07)."""
        found = [one for one in item.columns if deviates(one)]
        words = [self._deviation(item, one) for one in found[:_NAMED]]
        if len(found) > _NAMED:
            words.append(self._context.captions.cap("discussion.more_deviate", count=len(found) - _NAMED))
        return words

    def _deviation(self, item: Item, one: Column) -> str:
        cap = self._context.captions.cap
        flagged = one.before is not None and bool(one.before.flags)
        mark = one.before if flagged else one.after
        median = (item.line.line.before if flagged else item.line.line.after).median or 0
        is_past = flagged and any(each.revision is not None for each in item.columns)
        away = (mark.total if mark is not None else 0) - median
        side = "below" if away < 0 else "above"
        state = "owes" if one.owes else "revised" if one.revision is not None else "explained"
        return cap(
            f"discussion.deviation.{side}",
            code=one.code,
            points=points(abs(away)),
            which=cap(f"discussion.deviation.{'median_before' if is_past else 'median'}"),
            median=points(median),
            state=cap(f"discussion.deviation.{state}"),
        )
