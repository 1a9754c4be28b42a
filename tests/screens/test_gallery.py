"""The list of pictures against the code and against docs/screens: what is new needs a picture or a reason."""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VIEWS = ROOT / "ui" / "views"
SCREENS = ROOT / "docs" / "screens"
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

import gallery  # noqa: E402 - the folder is no package

SUFFIXES = [
    f"{lang}-{mode}-{size}" for lang in ("zh", "en") for mode in ("light", "dark") for size in (100, 150)
]
#: What counts as a window of its own: these of Qt and of ours, and everything derived from them.
ROOTS = {"Screen", "QDialog", "QMenu"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the views with its path in the project."""
    for path in sorted(VIEWS.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def classes() -> dict[str, set[str]]:
    """Return every class of the views with the names of its bases."""
    found: dict[str, set[str]] = {}
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    return found


def windows() -> set[str]:
    """Return the classes that are screens, panes of a page, dialogs or menus."""
    known = classes()
    kinds = set(ROOTS)
    while True:
        more = {name for name, bases in known.items() if bases & kinds} - kinds
        if not more:
            return kinds - ROOTS
        kinds |= more


def calls(*names: str) -> set[str]:
    """Return the modules in which a function or class of one of these names is called."""
    found = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in names:
                    found.add(path)
    return found


def shown() -> set[str]:
    """Return the classes that some picture shows."""
    return {name for one in gallery.PICTURES.values() for name in one.shows}


def test_every_window_has_a_picture_or_a_reason() -> None:
    missing = windows() - shown() - gallery.NOT_TAKEN.keys()
    assert missing == set(), "take a picture (tests/screens) or say in gallery.NOT_TAKEN why there is none"


def test_no_reason_is_given_for_what_is_shown_or_gone() -> None:
    assert gallery.NOT_TAKEN.keys() & shown() == set()
    assert gallery.NOT_TAKEN.keys() - windows() == set()
    assert all(len(reason) > 10 for reason in gallery.NOT_TAKEN.values())


def test_every_page_of_tabs_names_its_pictures() -> None:
    """A tab that was added belongs into ``gallery.TABS`` with the picture that shows it."""
    assert calls("addTab", "Tab") - {"ui/views/tabs.py"} == gallery.TABS.keys()
    for module, names in gallery.TABS.items():
        assert len(names) >= 2, module
        assert set(names) <= gallery.PICTURES.keys() | gallery.OTHER_TABS, module


def test_every_question_names_its_picture_or_a_reason() -> None:
    asked = calls("Question", "SignQuestion")
    assert asked == gallery.QUESTIONS.keys()
    for module, answer in gallery.QUESTIONS.items():
        assert answer in gallery.PICTURES or " " in answer, module


def test_classes_that_pictures_name_exist() -> None:
    known = classes().keys() | ROOTS | {"Question"}
    widgets = {
        node.name
        for path in (ROOT / "ui" / "widgets").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert shown() - known - widgets == set()


def test_names_tell_the_role_and_the_order() -> None:
    names = list(gallery.PICTURES)
    assert all(re.fullmatch(r"[escort]\d\d-[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    for role in "escort":
        numbers = [name[1:3] for name in names if name[0] == role]
        assert numbers == sorted(set(numbers)), role


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_picture_is_there_in_every_way(suffix: str) -> None:
    missing = [name for name in gallery.PICTURES if not (SCREENS / f"{name}-{suffix}.png").exists()]
    assert missing == [], "make screens takes them"


def test_nothing_else_lies_in_the_folder_and_pictures_are_small() -> None:
    wanted = {f"{name}-{suffix}.png" for name in gallery.PICTURES for suffix in SUFFIXES}
    assert {path.name for path in SCREENS.iterdir()} - wanted == set()
    for path in SCREENS.glob("*.png"):
        data = path.read_bytes()
        width, height, _, kind = struct.unpack(">IIBB", data[16:26])
        assert (width, height) <= (1366, 768), path.name
        assert kind == 3, f"{path.name} has no palette"
        assert len(data) < 150_000, path.name


def test_pictures_that_texts_show_exist() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for name in re.findall(r"screens/([\w-]+\.png)", page.read_text("utf-8")):
            assert (SCREENS / name).exists(), f"{page.name}: {name}"
