"""The dialog of a late conflict: which application, which rule, why; what follows; one act (rules §4.2)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.late import REASON_MOST, LateModel
from ui.views.ask import Question
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import label, restyle, tight
from ui.widgets.notices import ErrorPane
from zgc_review.conflicts.rules import RULES
from zgc_review.domain.states import CLOSED
from zgc_review.errors import ReviewError

_LEAST, _WIDE = 680, 740  # px at 100 %; at the second the longest rule stands on one line
_EDGE = 48  # px of the screen beside the dialog where there is room
_ANSWERS = ("yes", "unsure")
_TONES = {"recused": "danger", "pending": "warn", "disclosed": "second"}


class LateConflict(Question):
    """Asks which conflict came up and closes the application at once.

    Signals:
        declared: id of the application; its declaration is signed, its documents must be closed.
    """

    declared = Signal(str)

    def __init__(self, context: Context, model: LateModel, parent: QWidget, application: str = "") -> None:
        cap = context.captions.cap
        super().__init__(context, cap("late.title"), cap("late.lead"), "", parent, "danger")
        self.setObjectName("lateConflict")
        self._context, self._wanted = context, application
        self.model = model
        model.setParent(self)
        self.application = ChoiceBox(context, name="late:application", letters=24)
        self.rule = ChoiceBox(context, name="late:rule", letters=24)
        self.answers = {answer: QRadioButton() for answer in _ANSWERS}
        self._group = QButtonGroup(self)
        self.reason = QPlainTextEdit()
        self.count = label("small", "hint", name="lateCount")
        self.follows = label("body", "danger", name="lateFollows", wrap=True)
        self.error = ErrorPane(context)
        self._lay_out()
        room = self.screen().availableGeometry().width() - _EDGE
        px = context.theme.px
        self.setMinimumWidth(max(px(_LEAST), min(px(_WIDE), room)))
        self._fill()
        self._wire()
        model.load()
        self._follow()

    def _lay_out(self) -> None:
        cap = self._context.captions.cap
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        choice = QHBoxLayout()
        tight(choice, 0, 24)
        for answer, one in self.answers.items():
            one.setText(cap(f"late.answer.{answer}"))
            one.setObjectName(f"late:{answer}")
            self._group.addButton(one)
            choice.addWidget(one)
        choice.addStretch(1)
        for row, (key, field) in enumerate((("application", self.application), ("rule", self.rule))):
            words = label("body")
            words.setText(cap(f"late.{key}_label"))
            words.setBuddy(field)
            field.setAccessibleName(words.text())
            grid.addWidget(words, row, 0)
            grid.addWidget(field, row, 1)
        words = label("body")
        words.setText(cap("late.answer_label"))
        grid.addWidget(words, 2, 0)
        grid.addLayout(choice, 2, 1)
        self.body.addLayout(grid)
        reason_label = label("body")
        reason_label.setText(cap("late.reason_label"))
        reason_label.setBuddy(self.reason)
        self.reason.setObjectName("lateReason")
        self.reason.setAccessibleName(reason_label.text())
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self._context.theme.px(64))
        for widget in (reason_label, self.reason, self.count, self.follows, self.error):
            self.body.addWidget(widget)

    def _fill(self) -> None:
        chinese = self._context.captions.language == "zh_CN"
        for rule in RULES:
            self.rule.addItem(f"{rule.id}　{rule.zh if chinese else rule.en}", rule.id)
        self.rule.setCurrentIndex(-1)
        self.answers["yes"].setChecked(True)

    def _wire(self) -> None:
        self.model.loaded.connect(self._show_applications)
        self.model.failed.connect(self._refused)
        self.model.declared.connect(self._declared)
        self.application.currentIndexChanged.connect(self._follow)
        self.rule.currentIndexChanged.connect(self._follow)
        self.reason.textChanged.connect(self._follow)
        self._group.buttonToggled.connect(self._follow)

    def _show_applications(self) -> None:
        self.application.clear()
        for one in self.model.choice.applications:
            # Of what waits for a ruling the name is enough to add to it (rules §15).
            fields = ("unit_name",) if one.state in CLOSED else ("unit_name", "title")
            words = (one.number, *(str(one.record.get(name, "")) for name in fields))
            self.application.addItem("　".join(words), one.application_id)
        self.application.setCurrentIndex(self.application.findData(self._wanted))
        (self.rule if self.application.currentIndex() >= 0 else self.application).setFocus()

    @property
    def answer(self) -> str:
        """``yes`` or ``unsure``."""
        return next(answer for answer, one in self.answers.items() if one.isChecked())

    def _follow(self) -> None:
        """Say what would follow, and what is still missing before the act."""
        cap, rule = self._context.captions.cap, self.rule.currentData()
        written = len(self.reason.toPlainText().strip())
        least = self.model.least(rule) if rule else 2
        self.count.setText(cap("late.reason_count", count=written, least=least, most=REASON_MOST))
        effect = self.model.effect(rule, self.answer) if rule else "recused"
        self.follows.setText(cap(f"late.follows.{effect}") if rule else cap("late.choose"))
        restyle(self.follows, tone=_TONES[effect] if rule else "second")
        self.act.setText(cap(f"late.act.{effect}"))
        number = self.application.currentText().split("　")[0]
        head = cap("late.title_of", number=number) if number else cap("late.title")
        self.title.setText(head)
        self.room.fit(self)
        complete = self.application.currentIndex() >= 0 and bool(rule) and least <= written <= REASON_MOST
        self.act.setEnabled(complete and self.model.session.writable)

    def _agree(self) -> None:
        """Act, and stay open until it is done: what was typed is kept when it is refused."""
        self.error.clear()
        self.act.setEnabled(False)
        self.model.declare(
            str(self.application.currentData()),
            str(self.rule.currentData()),
            self.answer,
            self.reason.toPlainText().strip(),
        )

    def _declared(self, _done: object) -> None:
        self.declared.emit(str(self.application.currentData()))
        self.accept()

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        self._follow()
        self.room.fit(self, self.error)
