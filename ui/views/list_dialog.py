"""A list that is too long to be written out: every number, to be searched with the eye or copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.context import Context
from ui.views.plain_dialog import PlainDialog

_IN_A_LINE = 6


class ListDialog(PlainDialog):
    """Numbers in rows of six."""

    def __init__(self, context: Context, title: str, numbers: Sequence[str], parent: QWidget) -> None:
        words = context.captions.cap("result.seal.listed", count=len(numbers))
        super().__init__(context, title, words, parent, name="listDialog")
        rows = [numbers[n : n + _IN_A_LINE] for n in range(0, len(numbers), _IN_A_LINE)]
        self.list = QPlainTextEdit("\n".join("\t".join(row) for row in rows))
        self.list.setObjectName("listDialogNumbers")
        self.list.setReadOnly(True)
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(context.theme.px(280))
        self.body.addWidget(self.list)
        self.widen(720)
