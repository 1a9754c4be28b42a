"""Icon buttons inside a field that grow with the size in force; a style sets Qt's own to 16 px for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit

from ui.context import Context
from ui.widgets.controls import IconButton

_EDGE = 2  # px of the field's own edge


class FieldButton(IconButton):
    """Stands at the right end of a field; takes no focus, so a key does the same."""

    def __init__(self, context: Context, field: QLineEdit, icon: str, act: Callable[[], object]) -> None:
        super().__init__(context, icon, act)
        self._field = field
        self.setProperty("kind", "field")
        self.setParent(field)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        field.installEventFilter(self)
        context.theme.changed.connect(self._place)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the field."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        side = self._context.theme.px("tool") - 2 * _EDGE
        left = self._field.width() - side - _EDGE
        self.setGeometry(left, (self._field.height() - side) // 2, side, side)
        self._field.setTextMargins(0, 0, side - _EDGE if self._is_wanted() else 0, 0)

    def _is_wanted(self) -> bool:
        """Say whether the field keeps room for it."""
        return True


class ClearButton(FieldButton):
    """Empties its field; on show while there is something in it. Its key is Esc, or whatever deletes."""

    def __init__(self, context: Context, field: QLineEdit) -> None:
        super().__init__(context, field, "close-line", field.clear)
        field.textChanged.connect(self._follow)
        context.captions.changed.connect(self._say)
        self._say()
        self._follow()

    def _is_wanted(self) -> bool:
        return bool(self._field.text())

    def _follow(self) -> None:
        self.setVisible(self._is_wanted())
        self._place()

    def _say(self) -> None:
        self.say(self._context.captions.cap("common.clear"))
