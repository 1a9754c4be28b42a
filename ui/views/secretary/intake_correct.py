"""One finding in full, the sheet's own cells around it, and what is to be read instead (picture f, right)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import LEVELS
from ui.viewmodels.secretary.intake import Checked
from ui.widgets.cells_around import CellsAround
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, restyle, tag, tight
from zgc_review.domain.findings import Finding
from zgc_review.intake.around import Around, letters
from zgc_review.services.intake_adjusting import LEAST, MOST, Spot

_APPLIED = "intake.correction.applied"
_UNITS = {"万元": "wan", "元": "yuan"}  # as heads of columns name them


class CorrectionPane(QWidget):
    """Where a finding stands, what is wrong, what to do; a cell of its row can be read otherwise.

    Signals:
        correct_asked: a ``Spot``, the text to read, the reason.
        undo_asked: number of a correction.
    """

    correct_asked = Signal(object, str, str)
    undo_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Finding, int, int] | None = None
        self._around: Around | None = None
        self._may = False
        self.setObjectName("findingDetail")
        self.level = tag("plain", name="findingLevel")
        self.where = label("small", "second", name="findingWhere", wrap=True)
        self.place = label("micro", "hint", name="findingPlace")
        self.text = label("title", name="findingText", wrap=True)
        self.value = label("body", name="findingValue", wrap=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remedy = label("body", "second", name="findingRemedy", wrap=True)
        self.cells = CellsAround(context, name="findingCells")
        self.column_words = label("small", "second")
        self.column = ChoiceBox(context, name="correctColumn")
        self.new_words = label("small", "second", wrap=True)
        self.new = QLineEdit()
        self.new.setObjectName("correctValue")
        self.reason_words = label("small", "second")
        self.reason = QLineEdit()
        self.reason.setObjectName("correctReason")
        self.reason.setMaxLength(MOST)
        self.note = label("small", "hint", name="correctNote", wrap=True)
        self.code = label("micro", "hint", name="findingCode")
        self.undo = button(self._ask_undo, name="correctUndo")
        self.act = button(self._ask, "primary", name="correctAct")
        self._lay_out()
        self._wire()
        self._say()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.level)
        head.addStretch(1)
        head.addWidget(self.place)
        column.addLayout(head)
        for one in (self.where, self.text, self.value, self.remedy, self.cells):
            column.addWidget(one)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        tight(form, 0, 4)
        fields = (self.column_words, self.column, self.new_words, self.new, self.reason_words, self.reason)
        for each in fields:
            form.addWidget(each)
        form.addWidget(self.note)
        column.addWidget(self._form)
        column.addWidget(self.code)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        tight(row, 0, 8)
        row.setContentsMargins(20, 10, 20, 12)
        row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.act)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot)

    def _wire(self) -> None:
        self.column.activated.connect(lambda _index: self._follow())
        for one in (self.new, self.reason):
            one.textChanged.connect(lambda _text: self._can())
        self.new.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self._ask)
        self._context.captions.changed.connect(self._say)

    @property
    def index(self) -> int:
        """The column of the cell that is to be read otherwise, -1 for none."""
        found = self.column.currentData()
        return found if isinstance(found, int) else -1

    def show_finding(self, finding: Finding, n: int, count: int, report: Checked, may: bool) -> None:
        """Show the ``n``-th of ``count`` findings; ``may``: whether corrections can be kept now."""
        same = self._shown is not None and self._shown[0] == finding
        self._shown, self._may = (finding, n, count), may
        self._around = report.around(finding)
        if not same:
            self._offer()
            self.new.setText(self._read())
        self._follow()
        self._say()

    def edit(self) -> None:
        """Go to the field where the other text is typed."""
        if self._form.isVisible():
            self._scroll.ensureWidgetVisible(self.reason)
            self.new.setFocus()
            self.new.selectAll()

    def _offer(self) -> None:
        """Offer the columns of the row, the one that is meant chosen."""
        self.column.clear()
        around = self._around
        if around is None:
            return
        for index, header in enumerate(around.headers):
            if header:
                self.column.addItem(f"{letters(index)}　{header}", index)
        meant = around.column if around.column >= 0 else around.key
        self.column.setCurrentIndex(max(0, self.column.findData(meant)))

    def _read(self) -> str:
        """Return what is read in the cell that is meant."""
        around, index = self._around, self.index
        return around.line.cells[index] if around is not None and index >= 0 else ""

    def _follow(self) -> None:
        """Show the cells around the one that is meant."""
        self.cells.show_cells(self._around, self.index)
        if self.sender() is self.column:
            self.new.setText(self._read())
        self._say()

    def _can(self) -> None:
        """Say what may be pressed now."""
        grounds = len(self.reason.text().strip()) >= LEAST
        changed = self.new.text().strip() != self._read()
        self.act.setEnabled(self._may and self.index >= 0 and changed and grounds)
        note = "" if self.act.isEnabled() else "note_same" if not changed else "note_reason"
        self.note.setText(self._context.captions.cap(f"intake.correct.{note or 'note'}"))

    def _ask(self) -> None:
        around = self._around
        if around is not None and self.act.isEnabled():
            spot = Spot(around.source, around.sheet, around.line.number, self.index)
            self.correct_asked.emit(spot, self.new.text(), self.reason.text())

    def _ask_undo(self) -> None:
        if self._shown is not None:
            self.undo_asked.emit(int(self._shown[0].params["n"]))

    def _say(self) -> None:
        self._name()
        if self._shown is None:
            return
        finding, n, count = self._shown
        cap = self._context.captions.cap
        text, remedy = self._context.captions.finding(finding)
        restyle(self.level, tag=LEVELS[finding.level][1])
        self.level.setText(cap(f"secretary.import.levels.{finding.level.value}"))
        self.place.setText(f"{n} / {count}")
        row = cap("secretary.import.at_row", row=finding.row) if finding.row else ""
        parts = (finding.source, finding.sheet, row, finding.column)
        self.where.setText(" · ".join(part for part in parts if part))
        self.text.setText(text)
        self.value.setText(cap("secretary.import.stands", value=finding.value) if finding.value else "")
        self.value.setVisible(bool(finding.value) and self._around is None)
        self.remedy.setText(remedy)
        self.code.setText(finding.code)
        self._say_form(finding)

    def _name(self) -> None:
        """Say what every field and button is, whatever is shown."""
        cap = self._context.captions.cap
        self.column_words.setText(cap("intake.correct.column"))
        self.new_words.setText(cap("intake.correct.new"))
        self.reason_words.setText(cap("intake.correct.reason"))
        for words, field in (
            (self.column_words, self.column),
            (self.new_words, self.new),
            (self.reason_words, self.reason),
        ):
            words.setBuddy(field)
            field.setAccessibleName(words.text())
        self.undo.setText(cap("intake.correct.undo"))
        self.act.setText(cap("intake.correct.act"))
        self.cells.setAccessibleName(cap("intake.correct.cells"))

    def _say_form(self, finding: Finding) -> None:
        """Set the words of the form; it is there for cells of a sheet only."""
        cap = self._context.captions.cap
        there = self._around is not None and self._may
        applied = finding.code == _APPLIED
        self._form.setVisible(there)
        self._foot.setVisible(there)
        self.undo.setVisible(applied)
        unit = self._around.money.get(self.index, "") if self._around is not None else ""
        said = cap(f"intake.correct.units.{_UNITS[unit]}") if unit in _UNITS else unit
        new = cap("intake.correct.new_unit", unit=said) if unit else cap("intake.correct.new")
        self.new_words.setText(new)
        self.new.setAccessibleName(new)
        self._can()
