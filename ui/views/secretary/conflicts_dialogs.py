"""Dialogs of the conflict desk: the source of both texts, and taking a decision back with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.reader import Texts
from ui.context import Context
from ui.viewmodels.secretary.conflicts import Case
from ui.views.ask import Question
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import label, rule, tight
from ui.widgets.marked_text import MarkedText
from zgc_review.catalogue import Field
from zgc_review.conflicts.marking import matched_runs
from zgc_review.services.conflict_desk import LEAST_REASON
from zgc_review.services.conflict_desk_sources import Evidence, Side
from zgc_review.services.record_words import field_name, value_words

_LINES = 120
_OF_PERSONS = frozenset({"employer", "mobile_tail"})


class UndoQuestion(Question):
    """Asks why a decision is taken back.

    Signals:
        undone: the reason.
    """

    undone = Signal(str)

    def __init__(self, context: Context, case: Case, parent: QWidget) -> None:
        cap = context.captions.cap
        about = f"{case.found.row.rule}　{case.expert} · {case.number}　{case.unit}"
        status = cap(f"conflicts.state.{case.found.status}")
        super().__init__(
            context,
            cap("conflicts.undo_question", status=status),
            f"{about}\n{cap('conflicts.undo_ask')}",
            cap("conflicts.undo_act"),
            parent,
        )
        words = label("small", "second")
        words.setText(cap("conflicts.undo_reason"))
        self.reason = QLineEdit()
        self.reason.setObjectName("undoReason")
        self.reason.setMaxLength(500)
        self.reason.setAccessibleName(words.text())
        words.setBuddy(self.reason)
        self.body.addWidget(words)
        self.body.addWidget(self.reason)
        self.act.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.act.setEnabled(len(text.strip()) >= LEAST_REASON))
        self.agreed.connect(lambda: self.undone.emit(self.reason.text().strip()))
        self.reason.setFocus()


class SourceDialog(PlainDialog):
    """Everything that both sides handed in, beside each other; the matching texts are marked."""

    def __init__(self, context: Context, case: Case, evidence: Evidence, parent: QWidget) -> None:
        cap = context.captions.cap
        title = cap("conflicts.source_title", expert=case.expert, number=case.number)
        super().__init__(context, title, "", parent, name="conflictSource")
        self._evidence = evidence
        runs = matched_runs(
            evidence.expert.text, evidence.application.text, str(case.found.row.hit["reason"])
        )
        row = QHBoxLayout()
        tight(row, 0, 24)
        sides = ((evidence.expert, runs[0], "roster_row"), (evidence.application, runs[1], "application_row"))
        for side, marked, head in sides:
            column = QVBoxLayout()
            tight(column, 0, 4)
            words = label("head")
            words.setText(cap(f"conflicts.{head}", number=side.number))
            column.addWidget(words)
            column.addLayout(self._lines(side, marked))
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)
        self.widen(880)

    def _lines(self, side: Side, runs: tuple[tuple[int, int], ...]) -> QGridLayout:
        """Return what a side handed in, one line a value."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        texts = self.context.captions.texts
        for n, (path, value) in enumerate(_spread(side.record)):
            if n == _LINES:
                break
            is_text = value in (side.text, [side.text])
            shown = side.text if is_text else _worded(texts, path, value, self._evidence)
            name = label("small", "hint", wrap=True)
            name.setText(_named(texts, path, self._evidence.fields))
            name.setFixedWidth(self.context.theme.px(190))
            text = MarkedText(self.context, "small")
            text.show_text(shown, runs if is_text else ())
            grid.addWidget(name, 2 * n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, 2 * n, 1)
            grid.addWidget(rule(), 2 * n + 1, 0, 1, 2)
        return grid


def _spread(record: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value of a record with the names that lead to it."""
    is_person = not _OF_PERSONS.isdisjoint(record)
    for name, value in record.items():
        path = (*above, "person" if is_person and name == "name" else str(name))
        if isinstance(value, Mapping):
            yield from _spread(value, path)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for n, one in enumerate(value, 1):
                if isinstance(one, Mapping):
                    yield from _spread(one, (*path, str(n)))
        elif value is not None and value != "":
            yield path, value


def _worded(texts: Texts, path: tuple[str, ...], value: Any, evidence: Evidence) -> str:
    """Return a value in words: amounts with their unit, roles and kinds by name."""
    if isinstance(value, bool):
        return texts.get(f"ui.conflicts.word.{'yes' if value else 'no'}")
    if isinstance(value, list):
        place, comma = (0, "、") if texts.language == "zh_CN" else (1, ", ")
        named = [evidence.roles[one][place] if one in evidence.roles else str(one) for one in value]
        return comma.join(named) or texts.get("ui.conflicts.nothing")
    return value_words(texts, evidence.fields.get(path[0]) if len(path) == 1 else None, value)


def _named(texts: Texts, path: tuple[str, ...], fields: Mapping[str, Field]) -> str:
    """Return the names of a path in words: the catalogue's own first, an entry's number after its list."""
    said: list[str] = []
    for name in path:
        if name.isdigit() and said:
            said[-1] += f" {name}"
            continue
        if name in fields:
            said.append(field_name(texts, fields[name], name))
            continue
        for key in (f"ui.conflicts.fact.{name}", f"cli.conflicts.field.{name}"):
            if texts.has(key):
                said.append(texts.get(key))
                break
        else:
            said.append(name)
    return " · ".join(said)
