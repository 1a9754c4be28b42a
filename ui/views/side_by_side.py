"""Own sheets of one sub-direction beside each other: percents, points and comments by criterion (key V)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.advice_words import advice_words
from ui.context import Context
from ui.viewmodels.review import SheetLine
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, drain, label, pane, rule, tight
from ui.widgets.marks import BandChip
from zgc_review.domain.money import points

MOST = 3
_NAMES = 176  # px of the column of criteria


class SideBySide(QWidget):
    """Two or three columns; which sheet stands in each is chosen at its head.

    Signals:
        back_asked: to the list.
        sheet_asked: id of the application to open.
    """

    back_asked = Signal()
    sheet_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: Sequence[SheetLine] = ()
        self._name = ("", "")
        self.columns = 2
        self.setObjectName("sideBySide")
        self.title = label("title", name="besideTitle")
        self.where = label("body", "second", name="besideWhere")
        self.alone = label("body", "second", name="besideAlone", wrap=True)
        self.fewer = button(self._toggle, name="besideColumns")
        self.back = button(self.back_asked.emit, name="besideBack")
        self.choices = [ChoiceBox(context, name=f"beside{n}", letters=8) for n in range(MOST)]
        self.opens = [button(partial(self.open, n), "quiet", name=f"besideOpen{n}") for n in range(MOST)]
        self._lay_out()
        for box in self.choices:
            box.activated.connect(lambda _index: self._fill())
            box.currentIndexChanged.connect(lambda _index: self._fill())
        for keys, act in (
            ("Escape", self.back_asked.emit),
            ("2", partial(self.show_columns, 2)),
            ("3", partial(self.show_columns, 3)),
            ("Return", self._open_focused),
            ("Enter", self._open_focused),
            ("PgDown", partial(self._scroll, 1)),
            ("PgUp", partial(self._scroll, -1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        context.captions.changed.connect(self.retranslate)
        context.theme.changed.connect(self._fill)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.setContentsMargins(16, 12, 16, 10)
        head.addWidget(self.title)
        head.addWidget(self.where, 1)
        head.addWidget(self.fewer)
        head.addWidget(self.back)
        bar = pane("bar")
        self._heads = QHBoxLayout(bar)
        tight(self._heads, 0, 16)
        self._heads.setContentsMargins(16, 8, 16, 8)
        self._corner = QWidget()
        self._heads.addWidget(self._corner)
        self._holders = []
        for box, act in zip(self.choices, self.opens, strict=True):
            holder = QWidget()
            row = QHBoxLayout(holder)
            tight(row, 0, 4)
            row.addWidget(box, 1)
            row.addWidget(act)
            self._heads.addWidget(holder, 1)
            self._holders.append(holder)
        body = pane("plain")
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(16, 8, 16, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setWidget(body)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(head)
        column.addWidget(bar)
        column.addWidget(self.alone)
        column.addWidget(self.area, 1)

    def show_sheets(self, lines: Sequence[SheetLine], name: tuple[str, str], chosen: Sequence[str]) -> None:
        """Show sheets of one sub-direction.

        Args:
            lines: all that may be chosen.
            name: of the sub-direction, in Chinese and English.
            chosen: applications for the first columns; the next ones fill the others.
        """
        self._lines, self._name = tuple(lines), name
        ids = [one.application.application_id for one in lines]
        order = [*chosen, *(one for one in ids if one not in chosen)]
        for n, box in enumerate(self.choices):
            box.blockSignals(True)
            box.clear()
            for line in lines:
                box.addItem(f"{line.application.number}　{line.unit}", line.application.application_id)
            box.setCurrentIndex(ids.index(order[n]) if n < len(order) else -1)
            box.blockSignals(False)
        self.columns = min(self.columns, max(2, len(ids)))
        self.retranslate()
        self.choices[min(1, len(ids) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_columns(self, count: int) -> None:
        """Show two or three columns, as many as there are sheets."""
        self.columns = max(2, min(count, len(self._lines)))
        self._fill()

    def shown(self) -> list[SheetLine]:
        """Return the sheets on show, from left to right."""
        by_id = {one.application.application_id: one for one in self._lines}
        picked = [by_id.get(str(box.currentData())) for box in self.choices[: self.columns]]
        return [one for one in picked if one is not None]

    def open(self, place: int) -> None:
        """Open the sheet of a column."""
        target = self.choices[place].currentData()
        if target:
            self.sheet_asked.emit(str(target))

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        english = self._context.captions.language == "en"
        self.title.setText(cap("review.beside.title"))
        self.where.setText(self._name[1] if english else self._name[0])
        self.back.setText(cap("review.beside.back"))
        self.alone.setText(cap("review.beside.alone"))
        for n, (box, act) in enumerate(zip(self.choices, self.opens, strict=True), 1):
            box.setAccessibleName(cap("review.beside.column", n=n))
            act.setText(cap("review.beside.open"))
            act.setAccessibleName(f"{cap('review.look')} {n}")
        self._fill()

    def _toggle(self) -> None:
        self.show_columns(3 if self.columns == 2 else 2)

    def _open_focused(self) -> None:
        now = QApplication.focusWidget()
        place = next((n for n, box in enumerate(self.choices) if box is now), 0)
        self.open(place)

    def _scroll(self, pages: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _fill(self) -> None:
        """Show criteria by row and sheets by column."""
        px, cap = self._context.theme.px, self._context.captions.cap
        several = len(self._lines) > 1
        self.alone.setVisible(not several)
        self.alone.setMargin(px(16))
        self.fewer.setVisible(len(self._lines) > 2)
        self.fewer.setText(cap("review.beside.three" if self.columns == 2 else "review.beside.two"))
        for n, holder in enumerate(self._holders):
            holder.setVisible(n < self.columns and n < len(self._lines))
        width = px(_NAMES)
        # The bar at the right takes its room from the columns; their heads leave as much.
        bar = self.area.verticalScrollBar().sizeHint().width()
        self._heads.setContentsMargins(16, 8, 16 + bar, 8)
        self._corner.setFixedWidth(width)
        drain(self._grid)
        lines = self.shown()
        if not lines:
            return
        self._grid.setColumnMinimumWidth(0, width)
        for column in range(MOST + 1):
            self._grid.setColumnStretch(column, 1 if 0 < column <= len(lines) else 0)
        self._totals(lines)
        for n, criterion in enumerate(lines[0].criteria):
            self._criterion(2 * n + 3, n, criterion, lines)
        self._opinions(2 * len(lines[0].criteria) + 4, lines)

    def _totals(self, lines: Sequence[SheetLine]) -> None:
        """Show total and recommendation of each."""
        cap = self._context.captions.cap
        self._grid.addWidget(self._name_of(cap("review.column.total")), 1, 0)
        best = max((one.total or 0 for one in lines), default=0)
        for column, line in enumerate(lines, 1):
            holder = QWidget()
            row = QHBoxLayout(holder)
            tight(row, 0, 12)
            total = label("title" if line.total == best else "body", name=f"besideTotal{column - 1}")
            total.setText(points(line.total) if line.total is not None else "—")
            row.addWidget(total)
            words = advice_words(self._context.captions, line.stage, line.recommendation)
            row.addWidget(self._words(words, "body", "", wrap=False))
            row.addStretch(1)
            self._grid.addWidget(holder, 1, column)
        self._grid.addWidget(rule(), 2, 0, 1, len(lines) + 1)

    def _criterion(
        self, row: int, n: int, criterion: tuple[str, str, str], lines: Sequence[SheetLine]
    ) -> None:
        """Show one criterion of each sheet: band, percent, points, comment."""
        chinese = self._context.captions.language != "en"
        name = criterion[1] if chinese else criterion[2] or criterion[1]
        words = f"K{n + 1} {name}"
        self._grid.addWidget(self._name_of(words), row, 0, Qt.AlignmentFlag.AlignTop)
        percents = [one.draft.percents.get(criterion[0]) for one in lines if one.draft is not None]
        best = max((one for one in percents if one is not None), default=None)
        for column, line in enumerate(lines, 1):
            self._grid.addWidget(self._mark(line, n, criterion[0], best), row, column)
        self._grid.addWidget(rule(), row + 1, 0, 1, len(lines) + 1)

    def _mark(self, line: SheetLine, n: int, criterion: str, best: int | None) -> QWidget:
        cap, draft = self._context.captions.cap, line.draft
        holder = QWidget()
        column = QVBoxLayout(holder)
        tight(column, 0, 4)
        head = QHBoxLayout()
        tight(head, 0, 8)
        percent = draft.percents.get(criterion) if draft is not None else None
        if percent is not None:
            head.addWidget(BandChip(self._context.theme, line.bands[n]))
            head.addWidget(self._words(f"{percent}%", "head" if percent == best else "body", "", wrap=False))
            given = cap("review.beside.points", points=points(percent * line.weights[n]), of=line.weights[n])
            head.addWidget(self._words(given, "small", "second", wrap=False))
        else:
            skipped = draft is not None and criterion in draft.not_applicable
            words = cap("score.not_applicable" if skipped else "score.to_score")
            head.addWidget(self._words(words, "body", "hint" if skipped else "warn", wrap=False))
        head.addStretch(1)
        column.addLayout(head)
        text = (
            "" if draft is None else draft.comments.get(criterion) or draft.not_applicable.get(criterion, "")
        )
        column.addWidget(self._words(text or cap("review.beside.no_comment"), "body", "" if text else "hint"))
        column.addStretch(1)
        return holder

    def _opinions(self, row: int, lines: Sequence[SheetLine]) -> None:
        cap = self._context.captions.cap
        self._grid.addWidget(self._name_of(cap("score.opinion.overall")), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, line in enumerate(lines, 1):
            text = line.draft.overall if line.draft is not None else ""
            shown = self._words(text or cap("review.beside.no_comment"), "body", "" if text else "hint")
            self._grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(row + 1, 1)

    def _name_of(self, text: str) -> QWidget:
        """Return the words at the head of a row, as wide as the corner above them."""
        made = self._words(text, "small", "second")
        made.setFixedWidth(self._context.theme.px(_NAMES))
        return made

    def _words(self, text: str, kind: str, tone: str, *, wrap: bool = True) -> QWidget:
        made = label(kind, tone, wrap=wrap)
        made.setText(text)
        return made
