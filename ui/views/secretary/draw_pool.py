"""Step 1 of the draw: the groups, who may be drawn, who not and why; namesakes are cleared up here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_draw import LeftOutTable, PlansTable
from ui.viewmodels.secretary.draw import DrawPage
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.line_table import LineTable
from zgc_review.services.drawing_pool import LeftOut

_LEAST = 2


class DrawPool(QWidget):
    """The pool before it is fixed.

    Signals:
        begin_asked: reason for drawing again, reason for a size; both may be empty.
        clear_asked: number of an expert, reason.
        back_asked: go back to the result that stands.
    """

    begin_asked = Signal(str, str)
    clear_asked = Signal(str, str)
    back_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._page: DrawPage | None = None
        self._writable = True
        self.setObjectName("drawPool")
        self.pool = label("title", name="poolCount")
        self.plans_title = label("head")
        self.plans = PlansTable(context.captions)
        self.plans_table = LineTable(context, self.plans, {0: 72, 1: 56, 2: 92}, name="poolGroups")
        self.sizes = label("small", "warn", name="poolSizes", wrap=True)
        self.out_title = label("head", name="poolOut")
        self.out = LeftOutTable(context.captions)
        self.out_table = LineTable(context, self.out, {0: 96, 1: 112}, name="poolLeftOut")
        self.hit_words = label("small", "second", name="poolHit", wrap=True)
        self.hit_reason = self._field("poolHitReason")
        self.clear = button(self._clear, name="poolClear")
        self.again_words = label("small", "second", wrap=True)
        self.again = self._field("poolAgain")
        self.odd_words = label("small", "second", wrap=True)
        self.odd = self._field("poolSize")
        self.lacking = label("small", "hint", name="poolLacking", wrap=True)
        self.back = button(self.back_asked.emit, name="poolBack")
        self.act = button(self._begin, "primary", name="poolBegin")
        self._lay_out()
        self._wire()
        self.act.setEnabled(False)

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setMaxLength(500)
        return made

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        tight(column, 20, 8)
        for one in (self.pool, self.plans_title):
            column.addWidget(one)
        column.addWidget(self.plans_table, 1)
        column.addWidget(self.sizes)
        beside = QVBoxLayout(right)
        tight(beside)
        beside.setContentsMargins(0, 16, 0, 0)
        self.out_title.setContentsMargins(16, 0, 16, 8)
        beside.addWidget(self.out_title)
        beside.addWidget(self.out_table, 1)
        beside.addStretch(0)
        beside.addWidget(self._hit())
        row = QHBoxLayout()
        tight(row)
        row.addWidget(left, 1)
        row.addWidget(rule("v"))
        row.addWidget(right, 1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addLayout(row, 1)
        outer.addWidget(self._foot())

    def _hit(self) -> QWidget:
        """Return what is asked about a namesake."""
        self._hit_bar = pane("sunken")
        column = QVBoxLayout(self._hit_bar)
        tight(column, 16, 8)
        column.addWidget(self.hit_words)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.hit_reason, 1)
        row.addWidget(self.clear)
        column.addLayout(row)
        return self._hit_bar

    def _foot(self) -> QWidget:
        """Return reasons where they are needed, and the act."""
        foot = pane("footer")
        column = QVBoxLayout(foot)
        tight(column, 0, 4)
        column.setContentsMargins(20, 8, 20, 10)
        for words, one in ((self.again_words, self.again), (self.odd_words, self.odd)):
            words.setBuddy(one)
            column.addWidget(words)
            column.addWidget(one)
        row = QHBoxLayout()
        tight(row, 0, 16)
        row.addWidget(self.back)
        row.addWidget(self.lacking, 1)
        row.addWidget(self.act)
        column.addLayout(row)
        return foot

    def _wire(self) -> None:
        for one in (self.again, self.odd, self.hit_reason):
            one.textChanged.connect(lambda _text: self.follow())
        self.out_table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.follow())

    @property
    def chosen(self) -> LeftOut | None:
        """Whom the row stands for."""
        row = self.out_table.currentIndex().row()
        return self.out.row(row) if 0 <= row < len(self.out.rows) else None

    def show_page(self, page: DrawPage, *, writable: bool, again: bool) -> None:
        """Show the pool; ``again``: a result stands already."""
        self._page, self._writable = page, writable
        self.back.setVisible(again)
        self.plans.show_rows(page.plans)
        self.out.show_rows(page.pool.left_out)
        self.out_table.choose(0)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        page = self._page
        if page is None:
            return
        self.pool.setText(self.cap_count("draw.pool", len(page.pool.candidates)))
        self.plans_title.setText(self.cap_count("draw.groups", len(page.plans)))
        self.plans_table.setAccessibleName(self.plans_title.text())
        counts = [
            f"{self._context.captions.texts.get(f'draw.form.left_out.{rule}')} {count}"
            for rule, count in page.pool.excluded.items()
        ]
        words = self.cap_count("draw.out", len(page.pool.left_out))
        self.out_title.setText(" · ".join((words, *counts)))
        self.out_table.setAccessibleName(words)
        self.out_table.setVisible(bool(page.pool.left_out))
        said = [" ".join(self._context.captions.finding(one)) for one in page.sizes]
        self.sizes.setText("\n".join(said))
        self.sizes.setVisible(bool(said))
        for caption, field, key in (
            (self.again_words, self.again, "draw.again_reason"),
            (self.odd_words, self.odd, "draw.size_reason"),
        ):
            caption.setText(self.cap(key))
            field.setAccessibleName(caption.text())
        self.hit_reason.setPlaceholderText(self.cap("experts.reason"))
        self.hit_reason.setAccessibleName(self.cap("experts.reason"))
        self.clear.setText(self.cap("experts.clear"))
        self.back.setText(self.cap("draw.to_result"))
        self.act.setText(self.cap_count("draw.begin", len(page.pool.candidates)))
        self.follow()

    def follow(self) -> None:
        """Say what is missing."""
        page, chosen = self._page, self.chosen
        if page is None:
            return
        hit = chosen is not None and chosen.rule == "P10"
        self._hit_bar.setVisible(hit)
        if chosen is not None and hit:
            name = str(chosen.expert.record.get("name", ""))
            count = page.hits.get(chosen.expert.expert_id, 0)
            words = self.cap_count("experts.hit_words", count, name=name, number=chosen.expert.number)
            self.hit_words.setText(words)
        self.clear.setEnabled(hit and self._typed(self.hit_reason) and self._writable)
        for one in (self.again_words, self.again):
            one.setVisible(page.is_again)
        for one in (self.odd_words, self.odd):
            one.setVisible(bool(page.sizes))
        key = self._lacking(page)
        self.lacking.setText(self.cap(f"draw.lacking.{key}", codes=" · ".join(page.awaits)) if key else "")
        self.act.setEnabled(not key and self._writable)

    def _lacking(self, page: DrawPage) -> str:
        """Return the key of what is missing first."""
        checks = (
            ("waits", not page.awaits),
            ("groups", bool(page.plans)),
            ("pool", bool(page.pool.candidates)),
            ("again", not page.is_again or self._typed(self.again)),
            ("size", not page.sizes or self._typed(self.odd)),
        )
        return next((name for name, holds in checks if not holds), "")

    @staticmethod
    def _typed(field: QLineEdit) -> bool:
        return len(field.text().strip()) >= _LEAST

    def _clear(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.clear_asked.emit(chosen.expert.number, self.hit_reason.text().strip())
            self.hit_reason.clear()

    def _begin(self) -> None:
        page = self._page
        if page is not None:
            again = self.again.text().strip() if page.is_again else ""
            self.begin_asked.emit(again, self.odd.text().strip() if page.sizes else "")
