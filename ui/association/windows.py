"""File types of one person on Windows: keys below ``Software/Classes`` of ``HKEY_CURRENT_USER``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

from ui.association.file_types import VAULT, FileType, file_types

CLASSES = "Software\\Classes"
VERB = f"{CLASSES}\\Directory\\shell\\ZGCReview"


class Registry(Protocol):
    """What is needed of the person's part of the registry; keys are paths below ``HKEY_CURRENT_USER``."""

    def get(self, key: str, name: str) -> str | None:
        """Return a value, None where there is none; the empty name is the key's own value."""
        ...

    def put(self, key: str, name: str, value: str) -> None:
        """Set a value; keys on the way are made."""
        ...

    def drop_value(self, key: str, name: str) -> None:
        """Remove a value, if it is there."""
        ...

    def drop(self, key: str) -> None:
        """Remove a key with everything below it, if it is there."""
        ...

    def is_empty(self, key: str) -> bool:
        """Say whether a key has no value and nothing below it, or is not there."""
        ...

    def announce(self) -> None:
        """Tell the desktop that types changed."""
        ...


def associate(registry: Registry, command: Sequence[str]) -> tuple[str, ...]:
    """Write the keys and return them; an ending that another program opens keeps it and offers ours.

    A vault is a folder, whose double-click belongs to the file manager: it gets an entry in its menu.
    """
    opened = f'{subprocess.list2cmdline(command)} "%1"'
    types = file_types()
    made: list[str] = []
    for one in types:
        if one.kind == VAULT:
            continue
        program, ending = _program(one), _ending(one)
        registry.put(program, "", _words(one))
        registry.put(f"{program}\\shell\\open\\command", "", opened)
        if not registry.get(ending, ""):
            registry.put(ending, "", _name(one))
        registry.put(f"{ending}\\OpenWithProgids", _name(one), "")
        made += [program, ending]
    vault = next(one for one in types if one.kind == VAULT)
    registry.put(VERB, "", _words(vault))
    registry.put(VERB, "AppliesTo", 'System.FileName:"*.zgcvault"')
    registry.put(f"{VERB}\\command", "", opened)
    registry.announce()
    return (*made, VERB)


def remove(registry: Registry) -> tuple[str, ...]:
    """Take the keys away again, and return them; what others wrote beside them stays."""
    gone: list[str] = []
    for one in (each for each in file_types() if each.kind != VAULT):
        program, ending = _program(one), _ending(one)
        registry.drop(program)
        if registry.get(ending, "") == _name(one):
            registry.drop_value(ending, "")
        registry.drop_value(f"{ending}\\OpenWithProgids", _name(one))
        _drop_empty(registry, f"{ending}\\OpenWithProgids", ending)
        gone += [program, ending]
    registry.drop(VERB)
    _drop_empty(registry, f"{CLASSES}\\Directory\\shell", f"{CLASSES}\\Directory")
    registry.announce()
    return (*gone, VERB)


def _drop_empty(registry: Registry, *keys: str) -> None:
    """Remove keys that hold nothing any more, inner ones first."""
    for key in keys:
        if registry.is_empty(key):
            registry.drop(key)


def _name(one: FileType) -> str:
    return f"ZGCReview.{one.kind}"


def _program(one: FileType) -> str:
    return f"{CLASSES}\\{_name(one)}"


def _ending(one: FileType) -> str:
    return f"{CLASSES}\\{one.pattern.removeprefix('*')}"


def _words(one: FileType) -> str:
    """Return both languages: the registry knows no language of its own here."""
    return f"{one.words['zh_CN']} · {one.words['en']}"


if sys.platform == "win32":
    import contextlib
    import ctypes
    import winreg

    _ASSOCIATIONS_CHANGED = 0x08000000

    class UserRegistry:
        """The registry of the person who is logged in."""

        def get(self, key: str, name: str) -> str | None:
            """Return a value, None where there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as held:
                    return str(winreg.QueryValueEx(held, name)[0])
            except FileNotFoundError:
                return None

        def put(self, key: str, name: str, value: str) -> None:
            """Set a value."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as held:
                winreg.SetValueEx(held, name, 0, winreg.REG_SZ, value)

        def drop_value(self, key: str, name: str) -> None:
            """Remove a value."""
            with (
                contextlib.suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as held,
            ):
                winreg.DeleteValue(held, name)

        def drop(self, key: str) -> None:
            """Remove a key with everything below it."""
            with contextlib.suppress(FileNotFoundError):
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as held:
                    inner = [winreg.EnumKey(held, n) for n in range(winreg.QueryInfoKey(held)[0])]
                for one in inner:
                    self.drop(f"{key}\\{one}")
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)

        def is_empty(self, key: str) -> bool:
            """Say whether a key has no value and nothing below it."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as held:
                    keys, values, _at = winreg.QueryInfoKey(held)
            except FileNotFoundError:
                return True
            return not keys and not values

        def announce(self) -> None:
            """Tell the desktop that types changed."""
            ctypes.windll.shell32.SHChangeNotify(_ASSOCIATIONS_CHANGED, 0, None, None)
