"""The tours of the pictures, walked with Tab where a picture would be taken."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QWidget

HERE = Path(__file__).resolve().parent
for _one in ("screens", "stages", "services", "deliberation", "assigning", "gates", "conflict_desk", "ui"):
    if str(HERE.parent / _one) not in sys.path:
        sys.path.insert(0, str(HERE.parent / _one))

import studio  # noqa: E402 - the folders are no packages
from keys_only import Keys, faults  # noqa: E402
from screens_bases import Bases  # noqa: E402
from studio import LOOKS, Camera, Stage  # noqa: E402

from ui.widgets.notices import ErrorPane  # noqa: E402

Tour = tuple[str, str, Callable[[Stage], None]]
MEMORY = Path("/dev/shm")
LEAST = 8 << 30  # bytes: two workers may each hold every round of the pictures and a copy


class Walk(Stage):
    """Walks through what a picture would show, and notes what is wrong."""

    wrong: dict[str, list[str]]

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Walk through the dialog that is open, else through the window."""
        del widget
        self.settle()
        open_now = [one for one in self.shell.findChildren(QDialog) if one.isVisible()]
        window = open_now[-1] if open_now else self.shell
        window.activateWindow()
        Keys(self.shell).settle()
        found = faults(window)
        if found:
            self.wrong[name] = found

    def take_half_way(self, name: str, moved: Any = None) -> None:
        """Nobody walks while something is at work: what can be pressed changes meanwhile."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody walks here either."""
        self.take, kept = self.take_half_way, self.take  # type: ignore[method-assign]
        with super().held():
            yield
        self.take = kept  # type: ignore[method-assign]

    def pages(self) -> None:
        """What documents show is no matter here."""


@contextmanager
def away() -> Iterator[Path]:
    """Return a folder that is gone afterwards, in memory where there is plenty of it: rounds are large."""
    plenty = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= LEAST
    with TemporaryDirectory(prefix="zgc-keys-", dir=MEMORY if plenty else None) as name:
        yield Path(name)


@contextmanager
def bench(bases: Bases, base: str, stem: str = "s") -> Iterator[tuple[Stage, Keys]]:
    """Open somebody's window over an own copy of a round, unlocked; hands with keys alone."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with away() as folder:
        world = bases.copy(base, folder / "round")
        camera = Camera(folder)
        with studio.stage(app, world, camera, LOOKS[0]) as made:
            made.unlock(stem)
            keys = Keys(made.shell)
            keys.settle()
            yield made, keys
        camera.close()


def answer(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Let the next dialogs of the system for files give these paths."""
    words = [str(path) for path in paths]
    one = staticmethod(lambda *_given, **_named: (words[0], ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_given, **_named: (words, "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_given, **_named: words[0]))


def round_act(keys: Keys) -> str:
    """Return the name of the button that leads into the only round."""
    acts = [one for one in keys.shell.findChildren(QAbstractButton) if one.objectName().startswith("round:")]
    return acts[0].objectName()


def enter(keys: Keys) -> None:
    """From the list of rounds into the only round."""
    keys.act(round_act(keys))


def text(keys: Keys, label: str) -> str:
    """Return the words of a label on show."""
    found = [one for one in keys.shell.findChildren(QLabel, label) if one.isVisible()]
    assert found, label
    return found[-1].text()


def said(keys: Keys) -> list[str]:
    """Return the codes of the errors on show."""
    panes = [one for one in keys.shell.findChildren(ErrorPane) if one.isVisible()]
    return [one.fault.code for one in panes if one.fault is not None]


def drop(widget: QWidget, *things: Path | str) -> bool:
    """Drag files, addresses or a text onto a widget; return whether it takes them, and let go."""
    data = QMimeData()
    if len(things) == 1 and isinstance(things[0], str) and "://" not in things[0]:
        data.setText(things[0])
    else:
        data.setUrls([QUrl.fromLocalFile(str(one)) if isinstance(one, Path) else QUrl(one) for one in things])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none)
        QApplication.sendEvent(widget, event)
    return enter.isAccepted()


def walk(tour: Tour, bases: Bases, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Walk a tour; return what is wrong with which picture."""
    _, base, steps = tour
    wrong: dict[str, list[str]] = {}
    monkeypatch.setattr(Walk, "wrong", wrong, raising=False)
    monkeypatch.setattr(studio, "Stage", Walk)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with away() as folder:
        world = bases.copy(base, folder / "round")
        camera = Camera(folder)
        with studio.stage(app, world, camera, LOOKS[0]) as made:
            steps(made)
        camera.close()
    return wrong
