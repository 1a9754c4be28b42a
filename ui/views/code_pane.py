"""The round code, typed once in large digits (design §4.3)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import button, label, tight
from zgc_review.errors import ReviewError
from zgc_review.seal.digits import read_digits


class CodePane(QWidget):
    """Asks for the round code once, in large digits (design §4.3).

    Signals:
        confirmed: path of the package and the digits typed.
    """

    confirmed = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self.setObjectName("codePane")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head")
        self.lead = label("body", "second", wrap=True)
        self.field = QLineEdit()
        self.field.setObjectName("codeField")
        self.field.setProperty("type", "page")
        self.field.setMaxLength(60)
        self.act = button(self._confirm, "primary", name="codeConfirm")
        self.left = label("small", "hint", name="codeLeft")
        column = QVBoxLayout(self)
        tight(column, 24, 8)
        for one in (self.title, self.lead, self.field):
            column.addWidget(one)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.left)
        row.addStretch(1)
        row.addWidget(self.act)
        column.addLayout(row)
        self.field.textChanged.connect(self._follow)
        self.field.returnPressed.connect(self._confirm)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def ask(self, path: Path) -> None:
        """Ask for the code of a package's round."""
        self._path = path
        self.show()
        self.field.setFocus()

    def again(self) -> None:
        """Let the digits be corrected: what was typed stays and is chosen."""
        self.field.setFocus()
        self.field.selectAll()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.title.setText(cap("home.code.title"))
        self.lead.setText(cap("home.code.lead"))
        self.act.setText(cap("home.code.act"))
        self.field.setAccessibleName(cap("home.code.title"))
        self._follow()

    def _follow(self) -> None:
        digits = sum(one.isdigit() for one in self.field.text())
        left = max(0, 30 - digits)
        self.left.setText(self._context.captions.cap_count("home.code.left", left) if left else "")
        try:
            read_digits(self.field.text())
        except ReviewError:
            self.act.setEnabled(False)
        else:
            self.act.setEnabled(True)

    def _confirm(self) -> None:
        if self.act.isEnabled() and self._path is not None:
            self.confirmed.emit(self._path, self.field.text())
