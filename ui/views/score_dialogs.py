"""Dialogs of the score screen: versions of a draft, reopening, policy text and due papers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.score_data import Sheet, Version
from ui.views.rehearsal import mark_rehearsal
from ui.views.score_history import change_words, fold
from ui.widgets.controls import button, label, pane, rule, tag, tight
from ui.widgets.criterion_box import ProseBox


class _Dialog(QDialog):
    """A dialog of this screen: title, content, a row of buttons."""

    def __init__(self, context: Context, parent: QWidget, *, name: str, title: str) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        tight(self.column, 24, 12)
        head = label("page", wrap=True)
        head.setText(title)
        self.column.addWidget(head)
        self.row = QHBoxLayout()
        tight(self.row, 0, 12)
        self.setMinimumWidth(context.theme.px(560))
        mark_rehearsal(context, self)

    def tall(self, pixels: int) -> int:
        """Return a height given at 100 %, at most half the screen's: title and buttons stay in view."""
        return min(self.context.theme.px(pixels), self.screen().availableGeometry().height() // 2)

    def finish(self) -> None:
        """Put the buttons at the end."""
        self.column.addLayout(self.row)


class ReopenDialog(_Dialog):
    """Asks for the reason to open a locked sheet again (rules §6.7).

    Signals:
        reopened: the reason.
    """

    reopened = Signal(str)

    def __init__(self, context: Context, parent: QWidget, number: str) -> None:
        cap = context.captions.cap
        super().__init__(context, parent, name="reopen", title=cap("score.reopen.title", number=number))
        lead = label("body", "second", wrap=True)
        lead.setText(cap("score.reopen.lead"))
        self.reason = ProseBox(context, name="reopenReason", least=3, most=6)
        self.reason.say(cap("score.reopen.reason"))
        self.reason.set_minimum(1)
        self.back = button(self.reject, name="reopenBack")
        self.back.setText(cap("common.back"))
        self.act = button(self._reopen, "primary", name="reopenAct")
        self.act.setText(cap("score.reopen.act"))
        self.act.setEnabled(False)
        self.reason.edited.connect(lambda text: self.act.setEnabled(bool(text.strip())))
        self.column.addWidget(lead)
        self.column.addWidget(self.reason)
        self.row.addWidget(self.back)
        self.row.addStretch(1)
        self.row.addWidget(self.act)
        self.finish()
        self.reason.field.cancelled.connect(self.back.setFocus)
        self.reason.field.setFocus()

    def _reopen(self) -> None:
        self.reopened.emit(self.reason.field.toPlainText().strip())
        self.accept()


class VersionsDialog(_Dialog):
    """Versions of a draft with times and differences; an earlier one can be made the newest (U3).

    Signals:
        restored: a :class:`Version`.
    """

    restored = Signal(object)

    def __init__(
        self, context: Context, parent: QWidget, sheet: Sheet, versions: Sequence[Version], *, editable: bool
    ) -> None:
        count = context.captions.cap_count("score.versions.title", len(versions), number=sheet.number)
        super().__init__(context, parent, name="versions", title=count)
        self._sheet = sheet
        lead = label("body", "second", wrap=True)
        lead.setText(context.captions.cap("score.versions.lead"))
        self.column.addWidget(lead)
        inside = pane("plain")
        lines = QVBoxLayout(inside)
        tight(lines, 12, 8)
        self.lines = fold(versions)
        for place, one in enumerate(self.lines):
            lines.addWidget(self._line(one, restorable=editable and place > 0))
            lines.addWidget(rule())
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(self.tall(280))
        scroll.setAccessibleName(count)
        self.column.addWidget(scroll, 1)
        self.close_button = button(self.reject, "primary", name="versionsClose")
        self.close_button.setText(context.captions.cap("score.versions.close"))
        self.row.addStretch(1)
        self.row.addWidget(self.close_button)
        self.finish()

    def _line(self, version: Version, *, restorable: bool) -> QWidget:
        """Return one version: number, time, what it changed, a way back to it."""
        cap = self.context.captions.cap
        made = QWidget()
        made.setObjectName(f"version{version.n}")
        row = QHBoxLayout(made)
        tight(row, 0, 12)
        number = tag("plain")
        number.setText(cap("score.versions.number", n=version.n))
        at = label("small", "second")
        at.setText(version.at[5:19].replace("T", " "))
        words = label("small", name=f"versionWords{version.n}", wrap=True)
        changes = [change_words(self.context.captions, self._sheet, one) for one in version.changes]
        words.setText("\n".join(changes) or cap("score.versions.same"))
        middle = Qt.AlignmentFlag.AlignVCenter  # a button is taller than a line of words
        row.addWidget(number, 0, middle)
        row.addWidget(at, 0, middle)
        row.addWidget(words, 1, middle)
        if restorable:
            back = button(lambda: self._restore(version), "quiet", name=f"versionRestore{version.n}")
            back.setText(cap("score.versions.restore"))
            back.setAccessibleName(f"{cap('score.versions.restore')} {number.text()}")
            row.addWidget(back, 0, middle)
        return made

    def _restore(self, version: Version) -> None:
        self.restored.emit(version)
        self.accept()


class BasisDialog(_Dialog):
    """Policy text of the measure and the papers that are due: what the score stands on."""

    def __init__(self, context: Context, parent: QWidget, sheet: Sheet) -> None:
        captions = context.captions
        cap, english = captions.cap, captions.language == "en"
        measure, sub = sheet.measure, sheet.sub_direction
        title = cap("score.basis.title", number=measure.number, name=measure.en if english else measure.zh)
        super().__init__(context, parent, name="basis", title=title)
        inside = pane("plain")
        column = QVBoxLayout(inside)
        tight(column, 12, 8)
        due = [f"{'●' if one.required else '○'} {one.en if english else one.zh}" for one in sheet.attachments]
        for head, words in (
            (cap("score.basis.direction"), sub.en if english else sub.zh),
            (cap("score.basis.policy"), measure.policy_text),
            (cap("score.basis.due"), "\n".join(due) or cap("score.basis.none")),
        ):
            shown = label("head")
            shown.setText(head)
            text = label("body", "second", wrap=True)
            text.setText(words)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(shown)
            column.addWidget(text)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(self.tall(260))
        scroll.setAccessibleName(title)
        self.column.addWidget(scroll, 1)
        close = button(self.reject, "primary", name="basisClose")
        close.setText(cap("score.versions.close"))
        self.row.addStretch(1)
        self.row.addWidget(close)
        self.finish()
