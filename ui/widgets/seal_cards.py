"""Parts of the sealing page: groups with their numbers, lines that were checked, signatures, the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.verifier_process import AGREES, REFUSED, Verdict
from ui.widgets.controls import button, drain, label, rule, tight
from ui.widgets.marks import IconLabel

LISTED = 12
_VERDICT_MARKS = {
    "step": ("check-line", "ok"),
    "compared": ("check-line", "ok"),
    "note": ("information-line", "text3"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One column of the summary: caption, the number, numbers of applications, a note below."""

    caption: str
    number: str
    numbers: tuple[str, ...] = ()
    note: str = ""


class SummaryCard(QWidget):
    """Groups beside each other; numbers written out up to 12, then a count and a list to open."""

    def __init__(self, context: Context, open_list: Callable[[Group], None], *, name: str) -> None:
        super().__init__()
        self._context = context
        self._open = open_list
        self.setObjectName(name)
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        tight(self._row, 12, 16)
        self._row.setContentsMargins(16, 10, 16, 10)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show groups anew."""
        drain(self._row)
        for n, group in enumerate(groups):
            if n:
                self._row.addWidget(rule("v"))
            self._row.addWidget(self._column(group), 3 if len(group.numbers) > 1 else 2)

    def _column(self, group: Group) -> QWidget:
        """Return one group."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        tight(column, 0, 2)
        caption = label("small", "second", wrap=True)
        caption.setText(f"{group.caption[:1].upper()}{group.caption[1:]}")
        number = label("display" if group.number.isdigit() else "title", name=f"group:{group.caption}")
        number.setText(group.number)
        number.setAccessibleName(f"{group.caption} {group.number}")
        column.addWidget(caption)
        column.addWidget(number)
        if group.numbers:
            column.addWidget(self._numbers(group))
        more = len(group.numbers) - LISTED
        if more > 0:
            opener = button(lambda: self._open(group), "quiet", name=f"open:{group.caption}")
            opener.setText(self._context.captions.cap("result.seal.list", count=len(group.numbers)))
            column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        if group.note:
            note = label("small", "second", wrap=True)
            note.setText(group.note)
            column.addWidget(note)
        column.addStretch(1)
        return holder

    def _numbers(self, group: Group) -> QWidget:
        """Return the first numbers of a group; what they all begin with stands once, before them."""
        shown = group.numbers[:LISTED]
        start = common_start(shown) if len(shown) > 1 else ""
        words = label("micro", "second", wrap=True)
        rest = " ".join(one[len(start) :] for one in shown)
        words.setText(f"{start}　{rest}" if start else rest)
        words.setAccessibleName(" ".join(shown))
        words.setToolTip(" ".join(shown))
        return words


class CheckLine(QWidget):
    """One line: icon, what was checked, what came of it; a hairline below."""

    def __init__(self, context: Context, icon: str, ink: str, words: str, result: str, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.setContentsMargins(0, 5, 0, 5)
        row.addWidget(IconLabel(context, icon, ink, 18, beside="body"), 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("body", name=name, wrap=True)
        self.words.setText(words)
        self.result = label("small", "second")
        self.result.setText(result)
        row.addWidget(self.words, 1)
        row.addWidget(self.result)
        column.addLayout(row)
        column.addWidget(rule())


class VerdictCard(QWidget):
    """What the independent verifier said, in its own words."""

    def __init__(self, context: Context, *, name: str = "verdict", folded: bool = False) -> None:
        super().__init__()
        self._context = context
        self._verdict: Verdict | None = None
        self._folded = folded
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head", name=f"{name}Title", wrap=True)
        self._icon = IconLabel(context, "time-line", "text2", 20)
        self._lines = QVBoxLayout()
        tight(self._lines, 0, 0)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        self.unfold = button(self._turn, "quiet", name=f"{name}Unfold")
        head.addWidget(self.unfold)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.addLayout(head)
        column.addLayout(self._lines)
        context.captions.changed.connect(self._say)
        self.hide()

    def wait(self) -> None:
        """Say that the verifier is at work."""
        self._verdict = None
        self._say()
        self.show()

    def forget(self) -> None:
        """Show nothing any more."""
        self._verdict = None
        self.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Show a verdict."""
        self._verdict = verdict
        self._say()
        self.show()

    def _turn(self) -> None:
        """Show the steps, or the conclusion alone."""
        self._folded = not self._folded
        self._say()

    def _say(self) -> None:
        drain(self._lines)
        self.unfold.setVisible(self._verdict is not None)
        steps = "result.verdict.unfold" if self._folded else "result.verdict.fold"
        self.unfold.setText(self._context.captions.cap(steps))
        if self._verdict is None:
            self._icon.set_icon("time-line", "text2")
            self.title.setText(self._context.captions.cap("result.verdict.waiting"))
            return
        language, status = self._context.captions.language, self._verdict.status
        icon, ink = {AGREES: ("checkbox-circle-fill", "ok"), REFUSED: ("forbid-2-line", "danger")}.get(
            status, ("question-line", "warn")
        )
        self._icon.set_icon(icon, ink)
        self.title.setText(self._verdict.conclusion(language))
        if self._folded:
            return
        for n, line in enumerate(self._verdict.lines(language)):
            icon, ink = _VERDICT_MARKS.get(line.kind, ("forbid-2-line", "danger"))
            self._lines.addWidget(CheckLine(self._context, icon, ink, line.words, "", f"verdictLine{n}"))


def common_start(numbers: Sequence[str]) -> str:
    """Return what all numbers begin with, up to the last hyphen in it."""
    first, last = min(numbers), max(numbers)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: first[:same].rfind("-") + 1]
