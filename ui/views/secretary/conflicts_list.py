"""The left of the conflict desk: how many are decided, what is shown, the findings, a new screening."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.secretary_conflicts import CaseList
from ui.viewmodels.secretary.conflicts import LEVELS, STATES, By, Case, ConflictsModel, Wanted
from ui.widgets.case_cell import CaseView
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.notices import ProgressBar
from ui.widgets.search_field import SearchField
from zgc_review.conflicts.rules import RULES

_WAYS: tuple[By, ...] = ("expert", "application")


class CasesPane(QWidget):
    """Findings with their filters; Ctrl F anywhere on ``owner`` goes to the search.

    Signals:
        chosen: a row was chosen; carries its :class:`Case`, None for no row.
        screen_asked: compare everybody with everything anew.
    """

    chosen = Signal(object)
    screen_asked = Signal()

    def __init__(self, context: Context, model: ConflictsModel, owner: QWidget) -> None:
        super().__init__()
        self.context = context
        self.cap = context.captions.cap
        self.model = model
        self.title = label("head", name="conflictsTitle")
        self.count = label("small", "second", name="conflictsCount")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setProperty("kind", "done")
        self.ways = QButtonGroup(self)
        self.search = SearchField(context, owner, name="conflictsSearch")
        self.level = ChoiceBox(context, name="conflictsLevel", letters=3)
        self.rule = ChoiceBox(context, name="conflictsRule", letters=3)
        self.state = ChoiceBox(context, name="conflictsState", letters=3)
        self.cases = CaseList(context.captions, self)
        self.view = CaseView(context, self.cases)
        self.empty = label("body", "second", name="conflictsNone", wrap=True)
        self.again = button(self.screen_asked.emit, "quiet", name="conflictsScreen")
        self.progress = ProgressBar(context, name="conflictsProgress")
        self._keep = ""
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        ground = pane("plain")
        column = QVBoxLayout(ground)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 8)
        top.setContentsMargins(14, 12, 14, 10)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        top.addLayout(head)
        top.addWidget(self.bar)
        ways = QHBoxLayout()
        tight(ways, 0, 8)
        for n, way in enumerate(_WAYS):
            one = button(lambda: None, "choice", name=f"conflictsBy:{way}")
            one.setCheckable(True)
            self.ways.addButton(one, n)
            ways.addWidget(one, 1)
        top.addLayout(ways)
        top.addWidget(self.search)
        boxes = QGridLayout()
        boxes.setSpacing(6)
        for n, box in enumerate((self.level, self.rule, self.state)):
            boxes.addWidget(box, 0, n)
            boxes.setColumnStretch(n, 1)
        top.addLayout(boxes)
        column.addLayout(top)
        column.addWidget(rule())
        self.empty.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        column.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(6, 4, 6, 4)
        foot.addWidget(self.progress)
        foot.addWidget(self.again)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(ground)
        first = self.ways.button(0)
        first.setChecked(True)

    def _wire(self) -> None:
        self.model.found.connect(self._show)
        self.model.loaded.connect(self.say)
        self.model.decided.connect(self._put)
        self.ways.idClicked.connect(lambda _n: self._find())
        for box in (self.level, self.rule, self.state):
            box.activated.connect(lambda _index: self._find())
        self.search.sought.connect(lambda _text: self._find())
        self.search.left.connect(self.view.setFocus)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._chosen(now.row()))

    @property
    def case(self) -> Case | None:
        """The finding that is chosen."""
        row = self.view.currentIndex().row()
        return self.cases.cases[row] if 0 <= row < len(self.cases.cases) else None

    def settle(self) -> None:
        """No search after the page is left."""
        self.search.rest()

    def retranslate(self) -> None:
        """Set every text anew."""
        for n, way in enumerate(_WAYS):
            self.ways.button(n).setText(self.cap(f"conflicts.by.{way}"))
        self.search.say(self.cap("conflicts.search"))
        self.view.setAccessibleName(self.cap("conflicts.list"))
        self._offer(self.level, "level", [(self.cap(f"conflicts.level.{one}"), one) for one in LEVELS])
        self._offer(self.rule, "rule", [(one.id, one.id) for one in RULES])
        self._offer(self.state, "state", [(self.cap(f"conflicts.state.{one}"), one) for one in STATES])
        self.again.setText(self.cap("conflicts.screen_again"))
        self.say()

    def choose(self, finding: str) -> None:
        """Choose a finding if it is on show."""
        self.view.choose(self.cases.row_of(finding))

    def say(self) -> None:
        """Say how many are decided."""
        due, asked = self.model.due, self.model.asked
        self.title.setText(self.context.captions.cap_count("conflicts.due", due))
        self.count.setText(f"{asked - due:,} / {asked:,}")
        self.count.setAccessibleName(self.cap("conflicts.progress", done=asked - due, all=asked))
        self.count.setToolTip(self.count.accessibleName())
        self.bar.setRange(0, max(asked, 1))
        self.bar.setValue(asked - due)
        self.bar.setAccessibleName(self.count.accessibleName())
        none = not self.model.cases
        self.empty.setText(self.cap("conflicts.none" if none else "conflicts.none_fits"))
        self.empty.setVisible(not self.cases.cases)

    def _offer(self, box: ChoiceBox, name: str, named: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        box.addItem(self.cap(f"conflicts.any.{name}"), "")
        for words, value in named:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setAccessibleName(self.cap(f"conflicts.filter.{name}"))
        box.setToolTip(box.accessibleName())
        box.view().setMinimumWidth(self.context.theme.px(132))

    def _find(self) -> None:
        self.search.rest()
        by = _WAYS[self.ways.checkedId()]
        self.view.cell.by = by
        self._keep = self.case.id if self.case is not None else ""
        level, rule_id, state = (str(box.currentData() or "") for box in (self.level, self.rule, self.state))
        self.model.find(Wanted(by, level, rule_id, state, self.search.text()))

    def _show(self, cases: Sequence[Case]) -> None:
        kept = self._keep or (self.case.id if self.case is not None else "")
        self._keep = ""
        self.cases.show_cases(cases)
        row = self.cases.row_of(kept)
        if row < 0:
            row = next((n for n, one in enumerate(cases) if one.is_due), 0)
        self.view.choose(row)
        if not cases:
            self.chosen.emit(None)
        self.say()

    def _put(self, case: Case) -> None:
        self.cases.put(case)
        self.say()
        if self.case is not None and self.case.id == case.id:
            self.chosen.emit(case)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self.cases.cases):
            self.chosen.emit(self.cases.cases[row])
