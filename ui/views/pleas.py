"""F13: was there any attempt to influence; none, or what happened; signed (rules §9)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.views.ask import Question
from ui.widgets.controls import button, label, tight
from ui.widgets.reading_order import in_reading_order
from zgc_review.services.pleas import Plea

_LINE = 500
_CONTENT = 2_000
_MOST = 8  # records on one form; more are told in the words of one


class PleasDialog(Question):
    """Asks for F13.

    Signals:
        signed: a list of :class:`Plea`; empty where there was none.
    """

    signed = Signal(object)

    def __init__(self, context: Context, parent: QWidget, given: str = "") -> None:
        cap = context.captions.cap
        text = context.captions.texts.get("form.F13.kinds")
        super().__init__(context, cap("pleas.title"), text, cap("pleas.act"), parent)
        self.setObjectName("pleas")
        self._context = context
        self.none, self.some = QRadioButton(cap("pleas.none")), QRadioButton(cap("pleas.some"))
        self.none.setObjectName("pleasNone")
        self.some.setObjectName("pleasSome")
        self._group = QButtonGroup(self)
        self.entries: list[PleaFields] = []
        self.add = button(self._add, "quiet", name="pleasAdd")
        self.add.setText(cap("pleas.add"))
        self.before = label("small", "second", wrap=True)
        self.before.setText(given)
        self.before.setVisible(bool(given))
        self._lay_out()
        self._group.buttonToggled.connect(self._follow)
        self.agreed.connect(lambda: self.signed.emit(self.pleas()))
        self._follow()
        self.none.setFocus()

    def _lay_out(self) -> None:
        for one in (self.none, self.some):
            self._group.addButton(one)
            self.body.addWidget(one)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        tight(self._column, 0, 12)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFixedHeight(self._context.theme.px(176))
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_last)
        self.body.addWidget(self._scroll)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.before)

    def pleas(self) -> list[Plea]:
        """Return what is told; nothing where there was none."""
        return [one.plea() for one in self.entries] if self.some.isChecked() else []

    def _add(self) -> None:
        fields = PleaFields(self._context, len(self.entries) + 1)
        fields.content.textChanged.connect(self._follow)
        self.entries.append(fields)
        self._column.insertWidget(len(self.entries) - 1, fields)
        in_reading_order(self)
        fields.at.setFocus()
        self._follow()

    def _show_last(self) -> None:
        """Bring a record that was added into view, once it has its place."""
        if self.entries:
            self._scroll.ensureWidgetVisible(self.entries[-1])

    def _follow(self) -> None:
        told = self.some.isChecked()
        if told and not self.entries:
            self._add()
            return
        self._scroll.setVisible(told)
        self.add.setVisible(told and len(self.entries) < _MOST)
        whole = told and all(one.plea().content for one in self.entries)
        for one in self.entries:
            one.stand_clear(len(self.entries) > 1)
        self.act.setEnabled(self.none.isChecked() or whole)
        self.room.fit(self)


class PleaFields(QWidget):
    """One record: when, how, whom it concerned, what was said."""

    def __init__(self, context: Context, number: int) -> None:
        super().__init__()
        texts = context.captions.texts
        self.at, self.means, self.person = QLineEdit(), QLineEdit(), QLineEdit()
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.content.setFixedHeight(context.theme.px(76))
        self.content.setObjectName(f"pleaContent{number}")
        self.content.textChanged.connect(self._shorten)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (name, field) in enumerate(
            (("at", self.at), ("means", self.means), ("person", self.person))
        ):
            words = label("small", "second")
            words.setText(texts.get(f"form.F13.{name}"))
            words.setBuddy(field)
            field.setMaxLength(_LINE)
            field.setObjectName(f"plea:{name}:{number}")
            field.setAccessibleName(f"{number} {words.text()}")
            grid.addWidget(words, 0, column)
            grid.addWidget(field, 1, column)
        words = label("small", "second")
        words.setText(texts.get("form.F13.content"))
        words.setBuddy(self.content)
        self.content.setAccessibleName(f"{number} {words.text()}")
        grid.addWidget(words, 2, 0, 1, 3)
        grid.addWidget(self.content, 3, 0, 1, 3)

    def stand_clear(self, clear: bool) -> None:
        """Leave a gap before the bar that scrolls several records; one alone ends where the words do."""
        self.setContentsMargins(0, 0, 8 if clear else 0, 0)

    def plea(self) -> Plea:
        """Return the record as typed."""
        return Plea(
            self.at.text().strip(),
            self.means.text().strip(),
            self.person.text().strip(),
            self.content.toPlainText().strip(),
        )

    def _shorten(self) -> None:
        """Keep the record within what the signed form holds."""
        text = self.content.toPlainText()
        if len(text) > _CONTENT:
            self.content.setPlainText(text[:_CONTENT])
