"""A new round: what it is, which sub-directions take part, what differs from the defaults, then version 1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_define import ModesTable, SettingsTable
from ui.viewmodels.secretary.cards import CardsModel
from ui.viewmodels.secretary.define import DefineModel
from ui.viewmodels.session import RoundHead
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.define_form import DefineForm
from ui.views.secretary.define_money import BudgetLines
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.line_table import LineTable
from ui.widgets.marks import RehearsalBar
from ui.widgets.notices import ErrorPane
from ui.widgets.reading_order import in_reading_order
from ui.widgets.tab_bar import TabBar
from zgc_review.errors import ReviewError

_SCORED = "open_call"


class DefineScreen(Screen):
    """Fixes version 1 of a round.

    Signals:
        defined: a :class:`RoundHead` whose version 1 waits for the observer.
        back_asked: back to the list of rounds.
    """

    place = "define.place"
    defined = Signal(object)
    back_asked = Signal()

    def __init__(self, context: Context, model: DefineModel) -> None:
        super().__init__(context, name="define")
        self.model = model
        self._busy = False
        self._ordered: object = None  # the budget fields that Tab was led through last
        self.bar = RehearsalBar(context)
        self.title = label("title")
        self.lead = label("small", "second", name="defineLead")
        self.form = DefineForm(context, model)
        self.tabs = TabBar()
        self.tabs.setObjectName("defineTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.modes = ModesTable(context.captions, self)
        self.modes_table = LineTable(context, self.modes, {1: 188}, name="defineModes")
        self.all_open = button(self._all_open, "quiet", name="defineAllOpen")
        self.none_open = button(self._none_open, "quiet", name="defineNone")
        self.money = BudgetLines(context, model.catalogue)
        self.settings = SettingsTable(context.captions, self)
        self.settings_table = LineTable(
            context, self.settings, {0: 96, 2: 210, 3: 132}, name="defineSettings"
        )
        self.settings_empty = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.lacking = label("small", "hint", name="defineLacking", wrap=True)
        self.back = button(self.back_asked.emit, name="defineBack")
        self.act = button(self._ask, "primary", name="defineAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.bar)
        head = pane("bar")
        line = QHBoxLayout(head)
        tight(line, 0, 16)
        line.setContentsMargins(20, 10, 20, 10)
        line.addWidget(self.title)
        line.addWidget(self.lead, 1)
        column.addWidget(head)
        row = QHBoxLayout()
        tight(row)
        row.addWidget(self.form)
        row.addWidget(rule("v"))
        row.addWidget(self._right(), 1)
        column.addLayout(row, 1)
        column.addWidget(self._foot())

    def _right(self) -> QWidget:
        """Return the tabs: sub-directions, budgets, settings."""
        holder = pane("plain")
        column = QVBoxLayout(holder)
        tight(column)
        column.addWidget(self.tabs)
        column.addWidget(rule())
        self.stack = QStackedWidget()
        ways = QWidget()
        within = QVBoxLayout(ways)
        tight(within)
        tools = QHBoxLayout()
        tight(tools, 0, 8)
        tools.setContentsMargins(4, 4, 4, 4)
        tools.addWidget(self.all_open)
        tools.addWidget(self.none_open)
        tools.addStretch(1)
        within.addLayout(tools)
        within.addWidget(self.modes_table, 1)
        listed = QWidget()
        settings = QVBoxLayout(listed)
        tight(settings)
        self.settings_empty.setContentsMargins(16, 16, 16, 16)
        settings.addWidget(self.settings_empty)
        settings.addWidget(self.settings_table, 1)
        settings.addStretch(0)
        for one in (ways, self.money, listed):
            self.stack.addWidget(one)
            self.tabs.addTab("")
        column.addWidget(self.stack, 1)
        return holder

    def _foot(self) -> QWidget:
        """Return the bar with what is missing and the act."""
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(self.back)
        row.addWidget(self.error, 1)
        row.addWidget(self.lacking, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(16)
        row.addWidget(self.act)
        return foot

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.changed.connect(self._show)
        self.model.failed.connect(self._refused)
        self.model.defined.connect(self._was_defined)
        self.form.file_asked.connect(self._choose_file)
        self.form.card_asked.connect(self._choose_card)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.modes.chosen.connect(lambda modes: self.model.change(modes=modes))
        self.money.changed.connect(lambda budgets: self.model.change(budgets=budgets))
        self.modes_table.clicked.connect(self._turn)
        toggle = QShortcut(QKeySequence(Qt.Key.Key_Space), self.modes_table)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.activated.connect(lambda: self._turn(self.modes_table.currentIndex()))
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the cards and begin at the title."""
        self.model.load()
        self.form.title.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (
            ("Tab", self.cap("home.hint.move")),
            ("Space", self.cap("define.hint.way")),
            ("F1", self.cap("help.keys")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("define.title"))
        self.lead.setText(self.cap("define.lead"))
        for n, key in enumerate(("modes", "money", "settings")):
            self.tabs.setTabText(n, self.cap(f"define.tab.{key}"))
        self.tabs.setAccessibleName(self.cap("define.title"))
        self.modes_table.setAccessibleName(self.cap("define.tab.modes"))
        self.settings_table.setAccessibleName(self.cap("define.tab.settings"))
        self.all_open.setText(self.cap("define.modes.all"))
        self.none_open.setText(self.cap("define.modes.none"))
        self.settings_empty.setText(self.cap("define.settings.empty"))
        self.back.setText(self.cap("define.back"))
        self.act.setText(self.cap("define.act"))
        self.form.retranslate()
        self.money.retranslate()
        self._show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows leave out the default."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        self.form.setFixedWidth(px(420) if self.width() >= px(1100) else px(360))
        self.settings_table.setColumnHidden(3, self.width() < px(1100))

    def take_file(self, path: Path) -> None:
        """Take settings from a file."""
        self.error.clear()
        self.model.take_file(path)

    def _turn(self, index: QModelIndex) -> None:
        if index.isValid() and self.model.session.writable:
            self.modes.turn(index.row())

    def _all_open(self) -> None:
        subs = self.model.catalogue.sub_directions
        self.model.change(modes={one.id: _SCORED for one in subs if _SCORED in one.modes})

    def _none_open(self) -> None:
        self.model.change(modes={})

    def _choose_file(self) -> None:
        kinds = f"{self.cap('define.file.kind')} (*.yaml *.yml)"
        start = str(documents_folder())
        chosen, _kind = QFileDialog.getOpenFileName(self, self.cap("define.file.choose"), start, kinds)
        if chosen:
            self.take_file(Path(chosen))

    def _choose_card(self) -> None:
        dialog = CardChoiceDialog(self.context, CardsModel(self.model.session), self)
        dialog.chosen.connect(self._card_chosen)
        dialog.open()

    def _card_chosen(self, card_id: str) -> None:
        self.model.change(observer=card_id)
        self.model.load()

    def _show(self) -> None:
        """Follow the draft."""
        draft, settings = self.model.draft, self.model.settings
        self.bar.setVisible(draft.rehearsal is True)
        self.form.fill()
        self.form.follow()
        self.modes.show_modes(self.model.catalogue, draft.modes)
        if settings is not None:
            self.money.show_pools(settings.pools)
        elif not draft.modes:
            self.money.show_pools(())
        if self._ordered is not self.money.fields:
            self._ordered = self.money.fields
            in_reading_order(self)  # fields that come later would be the last of the window
        if self.model.lines or not draft.modes:
            self.settings.show_rows(sorted(self.model.lines, key=lambda one: not one.is_changed))
        self.settings_table.setVisible(bool(self.settings.rows))
        self.settings_empty.setVisible(not self.settings.rows)
        changed = sum(one.is_changed for one in self.model.lines)
        words = self.cap("define.tab.settings")
        self.tabs.setTabText(2, f"{words} {changed}" if changed else words)
        self.tabs.setTabText(0, f"{self.cap('define.tab.modes')} {len(draft.modes)}")
        if self.model.fault is not None:
            self.error.show_error(self.model.fault)
        elif self.error.fault is not None and self.error.fault.code.startswith("round.settings."):
            self.error.clear()
        self._follow()

    def _follow(self) -> None:
        """Say what is missing."""
        key = self.model.lacking()
        if not key and not self.money.is_readable:
            key = "budget"
        told = key and key != "settings"
        self.lacking.setText(self.cap(f"define.lacking.{key}") if told else "")
        self.lacking.setVisible(not self.error.isVisibleTo(self))
        self.act.setEnabled(not key and not self._busy and self.model.session.writable)

    def _ask(self) -> None:
        """Ask: rules, catalogue, ways, pools and budgets never change after the first version."""
        draft, settings = self.model.draft, self.model.settings
        if settings is None:
            return
        kind = self.cap("define.kind.rehearsal" if draft.rehearsal else "define.kind.live")
        card = next(one for one in self.model.vault.cards if one.card_id == draft.observer)
        bounded = [one.budget_fen for one in settings.pools if one.budget_fen is not None]
        text = self.cap(
            "define.ask",
            title=draft.title.strip(),
            kind=kind,
            modes=len(draft.modes),
            changed=sum(one.is_changed for one in self.model.lines),
            bounded=len(bounded),
            pools=len(settings.pools),
            observer=card.name,
        )
        custody = self.cap(f"define.custody.{settings.collector}")
        question = Question(
            self.context, self.cap("define.question"), f"{text}\n{custody}", self.act.text(), self
        )
        question.agreed.connect(self._define)
        question.open()

    def _define(self) -> None:
        self._busy = True
        self.error.clear()
        self._follow()
        self.model.define()

    def _was_defined(self, head: RoundHead) -> None:
        self._busy = False
        self.defined.emit(head)

    def _refused(self, fault: ReviewError) -> None:
        self._busy = False
        self.error.show_error(fault)
        self._follow()
