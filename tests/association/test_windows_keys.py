"""Double-click on Windows, over a registry held in memory: keys of one person, and nothing left afterwards.

Windows itself is not tried here; what is tried is which keys are written and taken away.
"""

from __future__ import annotations

from ui.association import windows
from ui.association.file_types import file_types

COMMAND = ["C:\\Program Files\\ZGC\\pythonw.exe", "-m", "ui", "desktop"]


class Held:
    """A registry: keys with their values; keys on the way exist as on Windows."""

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, str]] = {}
        self.announced = 0

    def get(self, key: str, name: str) -> str | None:
        return self.keys.get(key, {}).get(name)

    def put(self, key: str, name: str, value: str) -> None:
        parts = key.split("\\")
        for n in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:n]), {})
        self.keys[key][name] = value

    def drop_value(self, key: str, name: str) -> None:
        self.keys.get(key, {}).pop(name, None)

    def drop(self, key: str) -> None:
        self.keys = {
            one: held for one, held in self.keys.items() if one != key and not one.startswith(f"{key}\\")
        }

    def is_empty(self, key: str) -> bool:
        return not self.keys.get(key) and not any(one.startswith(f"{key}\\") for one in self.keys)

    def announce(self) -> None:
        self.announced += 1


def empty() -> Held:
    """Return a registry as Windows has it for a new person."""
    registry = Held()
    registry.put(windows.CLASSES, "x", "of others")
    return registry


def test_every_ending_opens_the_program_with_the_file() -> None:
    registry = empty()
    windows.associate(registry, COMMAND)
    for one in file_types():
        if one.kind == "vault":
            continue
        name = registry.get(f"{windows.CLASSES}\\{one.pattern[1:]}", "")
        assert name == f"ZGCReview.{one.kind}"
        opened = registry.get(f"{windows.CLASSES}\\{name}\\shell\\open\\command", "")
        assert opened == '"C:\\Program Files\\ZGC\\pythonw.exe" -m ui desktop "%1"'
        assert registry.get(f"{windows.CLASSES}\\{name}", "") == f"{one.words['zh_CN']} · {one.words['en']}"
    assert registry.announced == 1


def test_a_vault_is_opened_from_the_menu_of_its_folder_alone() -> None:
    registry = empty()
    windows.associate(registry, COMMAND)
    assert registry.get(windows.VERB, "AppliesTo") == 'System.FileName:"*.zgcvault"'
    assert str(registry.get(f"{windows.VERB}\\command", "")).endswith('desktop "%1"')


def test_a_second_time_changes_nothing_and_removal_leaves_nothing() -> None:
    registry = empty()
    before = {key: dict(held) for key, held in registry.keys.items()}
    windows.associate(registry, COMMAND)
    once = {key: dict(held) for key, held in registry.keys.items()}
    windows.associate(registry, COMMAND)
    assert registry.keys == once
    windows.remove(registry)
    assert registry.keys == before
    windows.remove(registry)
    assert registry.keys == before


def test_what_another_program_opens_it_keeps() -> None:
    registry = empty()
    ending = f"{windows.CLASSES}\\.zgcpkg"
    registry.put(ending, "", "Other.thing")
    registry.put(f"{ending}\\OpenWithProgids", "Other.thing", "")
    registry.put(f"{windows.CLASSES}\\Directory\\shell\\Other", "", "x")
    before = {key: dict(held) for key, held in registry.keys.items()}
    windows.associate(registry, COMMAND)
    assert registry.get(ending, "") == "Other.thing"
    assert registry.get(f"{ending}\\OpenWithProgids", "ZGCReview.package") == ""
    windows.remove(registry)
    assert registry.keys == before
