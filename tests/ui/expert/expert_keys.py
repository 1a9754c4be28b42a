"""Keys as the sheet of shortcuts writes them, and keys that really do something."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from ui.views.help import EVERYWHERE
from ui.views.score import ScoreScreen
from ui.views.screen import Screen
from ui.views.shell import Shell
from ui.widgets import percent_field

_NAMES = {
    "↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "Enter": "Return", "Escape": "Esc", "PgDn": "PgDown",
    "空格": "Space", "Insert": "Ins", "Delete": "Del",
}  # fmt: skip
_HELD = ("Ctrl", "Shift", "Alt")
# What Qt does everywhere: fields, tables, buttons.
_QT = frozenset({"Tab", "Space", "Up", "Down", "Left", "Right", "Return", "F2", "PgUp", "PgDown"})
# The field that takes percents is made when a criterion is opened.
_PERCENT = inspect.getsource(percent_field)
_SOURCE = {
    "Return": "Key_Return", "Esc": "Key_Escape", "Ins": "Key_Insert", "Del": "Key_Delete",
    "PgDown": "Key_PageDown", "PgUp": "Key_PageUp", "\\": "Key_Backslash",
}  # fmt: skip


def meant(written: str) -> set[str]:
    """Return the keys that a line of the sheet names, such as ``Ctrl 1–9`` or ``↑ ↓``."""
    parts = re.findall(r"[^\s↑↓←→]+|[↑↓←→]", written)
    held = "".join(f"{one}+" for one in parts if one in _HELD)
    found: set[str] = set()
    for one in parts:
        if one in _HELD:
            continue
        span = re.fullmatch(r"(\w)–(\w)", one)
        names = [chr(n) for n in range(ord(span[1]), ord(span[2]) + 1)] if span else [one]
        found |= {held + _NAMES.get(name, name) for name in names}
    return found


def everywhere() -> set[str]:
    """Return the keys the sheet says to work everywhere; redo is named in the words of undo."""
    return set().union(*(meant(keys) for keys, _ in EVERYWHERE)) | {"Ctrl+Shift+Z"}


def shortcuts(root: QWidget, *, direct: bool = False) -> set[str]:
    """Return the shortcuts that may be pressed now below a widget."""
    how = Qt.FindChildOption.FindDirectChildrenOnly if direct else Qt.FindChildOption.FindChildrenRecursively
    found = root.findChildren(QShortcut, options=how)
    return {
        _NAMES.get(one.key().toString(), one.key().toString())
        for one in found
        if one.isEnabled() and _is_shown(one)
    }


def _is_shown(one: QShortcut) -> bool:
    owner = one.parent()
    return not isinstance(owner, QWidget) or owner.isVisible()


def acting(shell: Shell, screen: Screen) -> set[str]:
    """Return every shortcut and single letter of a screen."""
    found = shortcuts(screen) | shortcuts(shell, direct=True)
    if isinstance(screen, ScoreScreen) and screen.model.sheet.is_open:
        found |= {
            {16777220: "Return", 16777221: "Return", 92: "\\"}.get(int(key), chr(key % 128))
            for key in screen._keys
        }
    return found


def handled(names: Iterable[str], screen: Screen) -> set[str]:
    """Return which keys the screen or a widget in it handles: its ``keyPressEvent`` or module names them."""
    classes = {
        type(one) for one in (screen, *screen.findChildren(QWidget)) if type(one).__module__.startswith("ui.")
    }
    source = "\n".join(
        inspect.getsource(inspect.getmodule(one)) for one in classes if "keyPressEvent" in one.__dict__
    )  # type: ignore[arg-type]
    found = set()
    for name in names:
        last = name.split("+")[-1]
        if (
            last in _QT
            or _SOURCE.get(last, f"Key_{last}") in source
            or (last.isdigit() and isinstance(screen, ScoreScreen) and "digits" in _PERCENT)
        ):
            found.add(name)
    return found
