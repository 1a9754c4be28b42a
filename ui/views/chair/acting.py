"""The chair names who acts where the chair stands aside: code, applications, the file for the secretary."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.context import Context
from ui.viewmodels.chair.naming import NamingModel, split
from ui.views.ask import Question
from ui.views.folders import ask_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label
from zgc_review.errors import ReviewError

FEW = 12  # applications that are named one by one


class NamingDialog(PlainDialog):
    """Says who acts; it takes effect once the secretary names the same member."""

    def __init__(self, context: Context, model: NamingModel, parent: QWidget) -> None:
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        title, text = self.cap("chair.naming.title"), self.cap("chair.naming.lead")
        super().__init__(context, title, text, parent, name="naming")
        self.model = model
        self.group = ChoiceBox(context, name="namingGroup", letters=30)
        self.who = ChoiceBox(context, name="namingMember", letters=30)
        self.typed = QLineEdit()
        self.typed.setObjectName("namingTyped")
        self.typed.setPlaceholderText(self.cap("chair.naming.hint"))
        self.lacking = label("small", "hint", name="namingLacking", wrap=True)
        self.act = button(self._ask, "primary", name="namingAct")
        self.act.setText(self.cap("chair.naming.act"))
        self.act.setAutoDefault(False)
        self._lay_out()
        self._fill()
        self.group.currentIndexChanged.connect(lambda _index: self._regroup())
        self.typed.textChanged.connect(lambda _text: self._follow())
        model.signed.connect(lambda _acts: self.accept())
        model.failed.connect(self._refused)
        self._regroup()
        self.typed.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (key, made) in enumerate(
            (("group", self.group), ("member", self.who), ("applications", self.typed))
        ):
            words = label("body")
            words.setText(self.cap(f"chair.naming.{key}"))
            words.setBuddy(made)
            made.setAccessibleName(words.text())
            grid.addWidget(words, place, 0)
            grid.addWidget(made, place, 1)
            if key == "group":
                words.setVisible(self._has_groups)
        self.group.setVisible(self._has_groups)
        self.body.addLayout(grid)
        self.row.insertWidget(0, self.lacking, 1)
        self.row.addWidget(self.act)
        self.widen(720)

    @property
    def _has_groups(self) -> bool:
        return self.model.choice is not None and "" not in self.model.choice.members

    def _fill(self) -> None:
        for group in self.model.choice.members if self.model.choice is not None else ():
            self.group.addItem(group, group)

    def _regroup(self) -> None:
        """Offer the members of the group, and what the own program stands aside from."""
        choice, group = self.model.choice, str(self.group.currentData() or "")
        self.who.clear()
        if choice is not None:
            self.who.addItems(choice.members.get(group, ()))
            self.typed.setText(" ".join(choice.aside.get(group, ())))
        self._follow()

    def _follow(self) -> None:
        """Say what is missing."""
        count = len(split(self.typed.text()))
        words = self.cap_count("chair.naming.count", count) if count else self.cap("chair.naming.lacking")
        self.lacking.setText(words)
        self.act.setEnabled(bool(count and self.who.currentText()) and self.model.session.writable)

    def _ask(self) -> None:
        if self.act.isEnabled():
            folder = ask_folder(self, self.cap("observer.folder"))
            if folder is not None:
                self.say(folder)

    def say(self, folder: Path) -> None:
        """Ask with counts, then sign and write into ``folder``."""
        typed, code = split(self.typed.text()), self.who.currentText()
        numbers = " · ".join(typed[:FEW])
        if len(typed) > FEW:
            numbers = f"{numbers} {self.cap('secretary.more', count=len(typed) - FEW)}"
        question = Question(
            self.context,
            self.cap_count("chair.naming.question", len(typed), code=code),
            f"{self.cap('chair.naming.ask', folder=str(folder))}\n{numbers}",
            self.act.text(),
            self,
        )
        question.agreed.connect(lambda: self._sign(code, typed, folder))
        question.open()

    def _sign(self, code: str, typed: tuple[str, ...], folder: Path) -> None:
        self.error.clear()
        self.act.setEnabled(False)
        self.model.name(code, typed, folder)

    def _refused(self, fault: ReviewError) -> None:
        self.refuse(fault)
        self._follow()
