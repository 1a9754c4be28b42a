"""Head and foot of the rubric panel: whose application, how far, what is missing, what is next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.sheet import SheetModel
from ui.widgets.controls import IconButton, button, label, pane, tag, tight
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.marks import IconLabel
from zgc_review.domain.money import Amount, points

Act = tuple[str, str, Callable[[], object], bool]


class RubricHead(QWidget):
    """Applicant, title, amount, recusal, menu."""

    def __init__(self, context: Context, acts: Callable[[], Sequence[Act]]) -> None:
        super().__init__()
        self._context = context
        self._acts = acts
        self.setProperty("pane", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.number = label("body", "second", name="applicationNumber")
        self.unit = ElidedLine(context, "head", bold=True, name="applicationUnit")
        self.locked_icon = IconLabel(context, "lock-line", "text2", 16)
        self.locked = label("small", "second", name="lockedAt")
        self.recusal = tag("plain", name="recusalTag")
        self.menu = IconButton(context, "more-2-line", self._open_menu, name="sheetMenu")
        self.title = ElidedLine(context, "small", "text2", name="applicationTitle")
        self.amount = label("small", "second", name="applicationAmount")
        column = QVBoxLayout(self)
        tight(column, 0, 0)
        column.setContentsMargins(16, 6, 8, 8)
        first = QHBoxLayout()
        tight(first, 0, 8)
        for one in (self.number, self.unit, self.locked_icon, self.locked, self.recusal, self.menu):
            first.addWidget(one)
        first.setStretch(1, 1)
        second = QHBoxLayout()
        tight(second, 0, 8)
        second.setContentsMargins(0, 0, 8, 0)
        second.addWidget(self.title, 1)
        second.addWidget(self.amount)
        column.addLayout(first)
        column.addLayout(second)

    def refresh(self, model: SheetModel) -> None:
        """Show the application of the sheet."""
        cap = self._context.captions.cap
        self.menu.say(cap("score.menu.name"))
        if not model.is_open:
            return
        content = model.content
        self.number.setText(content.number)
        self.unit.setText(content.unit)
        self.title.setText(content.title)
        fen = content.amount_fen
        nothing = cap("score.asks_nothing")
        is_asked = content.rubric.stage == "proposal"  # a stage after the grant has no amount (rules §2.4)
        words = nothing if fen is None else cap("score.asks", amount=Amount(fen))
        self.amount.setText(words if is_asked else "")
        first = content.first_total
        self.recusal.setText(
            cap("score.recusal_no") if first is None else cap("score.first_total", total=points(first))
        )
        self.locked.setText(cap("score.locked_at", at=content.signed_at[5:16].replace("T", " ")))
        for one in (self.locked, self.locked_icon):
            one.setVisible(content.is_locked)
        self.recusal.setVisible(not content.is_locked or first is not None)

    def set_compact(self, compact: bool) -> None:
        """Where there is little height title and amount stand in a tool tip alone."""
        for one in (self.title, self.amount):
            one.setVisible(not compact)
        self.number.setToolTip(f"{self.title.text()}\n{self.amount.text()}".strip() if compact else "")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("sheetActs")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, keys, act, enabled in self._acts():
            action = menu.addAction(f"{words}\t{keys}" if keys else words)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, one=act: one())
        menu.popup(self.menu.mapToGlobal(QPoint(0, self.menu.height())))


class RubricFoot(QWidget):
    """Running total, what is missing, the way to the next application.

    Signals:
        next_asked: show the next application that is not finished.
        missing_asked: show the next thing that is missing.
        check_asked: every application is finished.
    """

    next_asked = Signal()
    missing_asked = Signal()
    check_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._has_next = True
        box = pane("footer", name="rubricFoot")
        self.caption = ElidedLine(context, "micro", "text2")
        self.total = label("display", name="runningTotal")
        self.rest = label("small", "second", name="runningOf")
        self.missing = button(self.missing_asked.emit, "warn", name="missing")
        self.next = button(self._go_on, "primary", name="nextApplication")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(box)
        row = QHBoxLayout(box)
        tight(row, 0, 8)
        row.setContentsMargins(16, 6, 16, 6)
        figures = QVBoxLayout()
        tight(figures)
        figures.addWidget(self.caption)
        line = QHBoxLayout()
        tight(line, 0, 4)
        line.addWidget(self.total, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        figures.addLayout(line)
        row.addLayout(figures, 1)
        row.addWidget(self.missing)
        row.addWidget(self.next)

    def refresh(self, model: SheetModel, *, has_next: bool, can_check: bool) -> None:
        """Show the figures of the sheet, and where the button leads."""
        cap, count = self._context.captions.cap, self._context.captions.cap_count
        self._has_next = has_next
        self.next.setText(cap("score.next" if has_next else "score.check"))
        self.next.setIcon(self._context.icons.icon("arrow-right-line", "onAccent"))
        side = self._context.theme.px(18)
        for shown in (self.next, self.missing):
            shown.setIconSize(QSize(side, side))
        self.next.setVisible(has_next or can_check)
        if not model.is_open:
            for one in (self.caption, self.total, self.rest):
                one.setText("")
            self.missing.hide()
            return
        figures = model.figures()
        done = bool(figures.total)
        self.total.setText(figures.total or figures.earned)
        marked = {"marked": figures.marked, "shown": figures.shown}
        if done and figures.applicable < figures.shown:
            caption = cap("score.total_applicable", earned=figures.earned, weight=figures.weight)
        else:
            caption = cap("score.total") if done else cap("score.so_far")
        rest = cap("score.of_all") if done else cap("score.of_so_far", weight=figures.weight, **marked)
        self.caption.setText(caption)
        self.rest.setText(rest)
        self.total.setAccessibleName(f"{self.caption.text()} {self.total.text()} {rest}")
        lacking = len(model.missing())
        self.missing.setVisible(bool(lacking) and model.is_editable)
        self.missing.setText(count("score.lacking", lacking))
        self.missing.setToolTip(f"{cap('score.hint.missing')}  F8")
        self.missing.setIcon(self._context.icons.icon("error-warning-line", "warn"))

    def set_compact(self, compact: bool) -> None:
        """Where there is little height the number stands without its caption; it is its accessible name."""
        self.caption.setVisible(not compact)

    def _go_on(self) -> None:
        if self._has_next:
            self.next_asked.emit()
        else:
            self.check_asked.emit()
