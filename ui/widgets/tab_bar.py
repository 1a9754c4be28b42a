"""Tabs that stand still: choosing one, whose words become bold, moves none of the others."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar


class TabBar(QTabBar):
    """Gives every tab the room of its words in bold, which the style sheet gives the chosen one alone."""

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab as if it were chosen."""
        hint = super().tabSizeHint(index)
        if index == self.currentIndex():
            return hint
        bold = self.font()
        bold.setBold(True)
        # Measured as Qt measures the chosen one: not a pixel of rounding may be between them.
        plain, wide = (
            one.size(Qt.TextFlag.TextShowMnemonic, self.tabText(index)).width()
            for one in (self.fontMetrics(), QFontMetrics(bold))
        )
        return hint + QSize(wide - plain, 0)
