"""The second of two signatures, a chair's or the observer's, beside the secretary's (rules §2.3, §4.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ui.context import Context
from ui.viewmodels.chair.cosigning import Act, Cosigned, CosignModel
from ui.views.ask import Question
from ui.views.folders import ask_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label
from ui.widgets.reading_order import in_reading_order
from zgc_review.conflicts.rules import RULES
from zgc_review.domain.bodies import Phase
from zgc_review.errors import ReviewError

#: The fields of each act, in the order in which they are filled.
_FIELDS: Final[dict[Act, tuple[str, ...]]] = {
    "ruling": ("number", "code", "rule", "answer"),
    "void": ("number", "code", "phase", "answer"),
    "absent": ("code", "number", "reason"),
}
_ANSWERS: Final[dict[Act, tuple[str, ...]]] = {
    "ruling": ("closed", "open"),
    "void": ("conflict", "integrity"),
    "absent": (),
}
_PHASES: Final[tuple[Phase, ...]] = ("initial", "revision")
_LEAST_REASON: Final = 2


class CosignDialog(PlainDialog):
    """Says the same as the secretary said; it counts once both have signed."""

    def __init__(self, context: Context, model: CosignModel, parent: QWidget) -> None:
        self.cap = context.captions.cap
        title, lead = self.cap("chair.cosign.title"), self.cap("chair.cosign.lead")
        super().__init__(context, title, lead, parent, name="cosign")
        self.model = model
        self.what = ChoiceBox(context, name="cosignWhat", letters=30)
        self.number = QLineEdit()
        self.number.setObjectName("cosignNumber")
        self.code = ChoiceBox(context, name="cosignCode", letters=30)
        self.rule = ChoiceBox(context, name="cosignRule", letters=30)
        self.phase = ChoiceBox(context, name="cosignPhase", letters=30)
        self.answer = ChoiceBox(context, name="cosignAnswer", letters=30)
        self.reason = QLineEdit()
        self.reason.setObjectName("cosignReason")
        self.reason.setMaxLength(500)
        self.lacking = label("small", "hint", name="cosignLacking", wrap=True)
        self.act = button(self._ask, "primary", name="cosignAct")
        self.act.setText(self.cap("chair.cosign.act"))
        self.act.setAutoDefault(False)
        self.grid = QGridLayout()
        self._captions: dict[str, QLabel] = {}
        self._lay_out()
        self._fill()
        self._wire()
        self._turn()

    def _lay_out(self) -> None:
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        self._field(0, "what", self.what)
        for name in ("number", "code", "rule", "phase", "answer", "reason"):
            words = label("body")
            words.setBuddy(getattr(self, name))
            self._captions[name] = words
        self.body.addLayout(self.grid)
        self.row.insertWidget(0, self.lacking, 1)
        self.row.setStretch(1, 0)  # the words have all the room there is
        self.row.addWidget(self.act)
        self.widen(720)

    def _field(self, place: int, name: str, made: QWidget) -> None:
        words = label("body")
        words.setText(self.cap(f"chair.cosign.{name}"))
        words.setBuddy(made)
        made.setAccessibleName(words.text())
        self.grid.addWidget(words, place, 0)
        self.grid.addWidget(made, place, 1)

    def _fill(self) -> None:
        """Offer what the reader may sign, about whom, on which rule; nothing is chosen beforehand."""
        choice = self.model.choice
        chinese = self.context.captions.language == "zh_CN"
        for act in choice.acts if choice is not None else ():
            self.what.addItem(self.cap(f"chair.cosign.acts.{act}"), act)
        self.code.addItems(choice.members if choice is not None else ())
        for one in RULES:
            self.rule.addItem(f"{one.id}　{one.zh if chinese else one.en}", one.id)
        for phase in _PHASES:
            self.phase.addItem(self.cap(f"conflicts.rulings.phase.{phase}"), phase)
        for box in (self.code, self.rule):
            box.setCurrentIndex(-1)

    def _wire(self) -> None:
        self.what.currentIndexChanged.connect(lambda _index: self._turn())
        for box in (self.code, self.rule, self.phase, self.answer):
            box.currentIndexChanged.connect(lambda _index: self._follow())
        for line in (self.number, self.reason):
            line.textChanged.connect(lambda _text: self._follow())
        self.model.signed.connect(lambda _act: self.accept())
        self.model.failed.connect(self._refused)

    @property
    def wanted(self) -> Cosigned:
        """What the fields say."""
        act: Act = self.what.currentData()
        mine = _FIELDS[act]
        return Cosigned(
            act=act,
            number=self.number.text().strip(),
            code=self.code.currentText(),
            rule=str(self.rule.currentData() or "") if "rule" in mine else "",
            answer=self.answer.currentData() or "",
            phase=self.phase.currentData(),
            reason=self.reason.text().strip() if "reason" in mine else "",
        )

    def _turn(self) -> None:
        """Show the fields of the act that is chosen, in its order."""
        act: Act = self.what.currentData()
        self.answer.clear()
        for answer in _ANSWERS[act]:
            kind = "answer" if act == "ruling" else "grounds"
            self.answer.addItem(self.cap(f"conflicts.rulings.{kind}.{answer}"), answer)
        self.answer.setCurrentIndex(-1)
        for name, words in self._captions.items():
            made: QWidget = getattr(self, name)
            for one in (words, made):
                self.grid.removeWidget(one)
                one.setParent(self)  # so that nothing is ever shown as a window of its own
                one.hide()
        for place, name in enumerate(_FIELDS[act], 1):
            words, made = self._captions[name], getattr(self, name)
            words.setText(self.cap(f"chair.cosign.{self._caption(act, name)}"))
            made.setAccessibleName(words.text())
            for column, one in enumerate((words, made)):
                self.grid.addWidget(one, place, column)
                one.show()
        in_reading_order(self)
        by_id = self.model.choice is not None and self.model.choice.by_id
        hint = "everywhere" if act == "absent" else "by_id" if by_id else "hint"
        self.number.setPlaceholderText(self.cap(f"chair.cosign.{hint}"))
        self._follow()
        self.fit()

    @staticmethod
    def _caption(act: Act, name: str) -> str:
        """Return the key of a caption: an answer is called otherwise in a ruling."""
        return f"{name}.{act}" if name == "answer" else name

    def _missing(self) -> str:
        """Return the first field that is still empty."""
        said = self.wanted
        for name in _FIELDS[said.act]:
            if name == "number" and said.act == "absent":
                continue  # empty means all of them
            given = getattr(said, name)
            if not given or (name == "reason" and len(given) < _LEAST_REASON):
                return name
        return ""

    def _follow(self) -> None:
        """Say what is missing."""
        missing = self._missing()
        self.lacking.setText(self.cap(f"chair.cosign.lacking.{missing}") if missing else "")
        self.act.setEnabled(not missing and self.model.session.writable)

    def _ask(self) -> None:
        if self.act.isEnabled():
            folder = ask_folder(self, self.cap("observer.folder"))
            if folder is not None:
                self.say(folder)

    def say(self, folder: Path) -> None:
        """Ask, then sign and write into ``folder``."""
        said = self.wanted
        key = said.answer if said.act == "ruling" else said.act
        about = said.number or self.cap("chair.cosign.all")
        details = [self.what.currentText(), about]
        if said.act == "ruling":
            details.append(self.rule.currentText())
        elif said.act == "void":
            details += [self.phase.currentText(), self.answer.currentText()]
        else:
            details.append(said.reason)
        question = Question(
            self.context,
            self.cap(f"chair.cosign.question.{key}", code=said.code, number=about),
            f"{self.cap('chair.cosign.ask', folder=str(folder))}\n{' · '.join(details)}",
            self.act.text().rstrip("…"),
            self,
        )
        question.agreed.connect(lambda: self._sign(said, folder))
        question.open()

    def _sign(self, said: Cosigned, folder: Path) -> None:
        self.error.clear()
        self.act.setEnabled(False)
        self.model.sign(said, folder)

    def _refused(self, fault: ReviewError) -> None:
        self.refuse(fault)
        self._follow()
