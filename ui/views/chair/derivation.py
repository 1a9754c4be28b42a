"""How a number came, line by line: the same sentences as ``panel explain``."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ui.context import Context
from ui.derivation_words import headings
from ui.views.plain_dialog import PlainDialog
from zgc_review.services.derivation import Derivation

_WIDTH, _HEIGHT = 860, 460


class DerivationDialog(PlainDialog):
    """Read, scrolled by keys, copied; Esc closes it."""

    def __init__(self, context: Context, derivation: Derivation, unit: str, parent: QWidget) -> None:
        cap = context.captions.cap
        who = derivation.code or cap("chair.derivation.all")
        title = cap("chair.derivation.title", number=derivation.number, who=who)
        if derivation.subject == "pool":
            title = cap("chair.derivation.pool", number=derivation.number)
        super().__init__(context, title, unit, parent, name="derivation")
        self._derivation = derivation
        self.lines = QTextEdit()
        self.lines.setObjectName("derivationLines")
        self.lines.setReadOnly(True)
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.lines.setAccessibleName(title)
        self.lines.setCursorWidth(0)  # nothing is written here; the frame shows the focus
        self.lines.document().setDocumentMargin(context.theme.px(10))
        self.body.addWidget(self.lines)
        self._fill()
        px = context.theme.px
        room = parent.window().size()
        self.lines.setMinimumHeight(min(px(_HEIGHT), max(120, room.height() - px(260))))
        self.setMinimumWidth(min(px(_WIDTH), room.width() - 32))
        self.lines.setFocus()

    def words(self) -> str:
        """Return everything it says."""
        return self.lines.toPlainText()

    def _fill(self) -> None:
        """Write headings and lines."""
        theme, cursor = self.context.theme, QTextCursor(self.lines.document())
        head, plain = QTextCharFormat(), QTextCharFormat()
        head.setFont(theme.font("head"))
        head.setForeground(theme.colour("text1"))
        plain.setFont(theme.font("body"))
        plain.setForeground(theme.colour("text1"))
        for n, (title, lines) in enumerate(headings(self.context.captions.texts, self._derivation)):
            self._block(cursor, title, head, top=12 if n else 0, first=n == 0)
            for line in lines:
                self._block(cursor, line, plain, top=2, first=False)
        self.lines.moveCursor(QTextCursor.MoveOperation.Start)

    @staticmethod
    def _block(cursor: QTextCursor, words: str, look: QTextCharFormat, *, top: int, first: bool) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(top)
        if first:
            cursor.setBlockFormat(form)
        else:
            cursor.insertBlock(form)
        cursor.insertText(words, look)
