"""One window over an own copy of a round, hands for it, and the camera."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

import gallery
from held_jobs import HeldJobs
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QLockFile, Qt, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QToolButton, QWidget
from services_harness import PASSPHRASE, World

from ui.bootstrap import open_desk
from ui.captions import Captions
from ui.context import Context
from ui.jobs import Ticket
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.viewmodels.home import heads
from ui.views.program import Program
from ui.views.rooms import Rooms
from ui.views.shell import Shell
from ui.widgets.document_pane import DocumentPane
from ui.widgets.notices import ProgressBar
from ui.widgets.page_view import PageView
from zgc_review.domain.times import SystemClock
from zgc_review.services.desk import Desk

SIZE = (1366, 768)
COLOURS = 96
PATIENCE = 0.4  # s; after 0.3 a window says that it is at work (look.md §6)
_ROOM = (1366, 696)  # what title bar and task bar leave (look.md §9): dialogs must fit into it
Kind = TypeVar("Kind", bound=QWidget)
Object = TypeVar("Object")


@dataclass(frozen=True)
class Look:
    """One of the eight ways in which everything is shown."""

    language: str
    mode: str
    factor: float

    @property
    def suffix(self) -> str:
        """End of the picture's name."""
        short = {"zh_CN": "zh", "en": "en"}[self.language]
        return f"{short}-{self.mode}-{round(self.factor * 100)}"


LOOKS = tuple(
    Look(lang, mode, f) for lang in ("zh_CN", "en") for mode in ("light", "dark") for f in (1.0, 1.5)
)


@dataclass
class Camera:
    """Writes pictures with few colours, on another thread."""

    out: Path
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    waiting: list[Future[None]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def save(self, image: QImage, name: str) -> None:
        """Reduce and write a picture."""
        plain = image.convertToFormat(QImage.Format.Format_RGB888)
        size, stride = (plain.width(), plain.height()), plain.bytesPerLine()
        data = bytes(plain.constBits())
        self.waiting.append(self.pool.submit(self._write, data, size, stride, self.out / f"{name}.png"))

    def close(self) -> None:
        """Wait until everything is written."""
        for one in self.waiting:
            one.result()
        self.pool.shutdown()

    @staticmethod
    def _write(data: bytes, size: tuple[int, int], stride: int, path: Path) -> None:
        picture = Image.frombuffer("RGB", size, data, "raw", "RGB", stride, 1)
        picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)


@cache
def medium() -> tuple[Path, QLockFile]:
    """Return the place of the medium and the lock on it: two walks at once would empty each other's."""
    for n in count(1):
        place = Path(tempfile.gettempdir()) / (f"评审U盘{n}" if n > 1 else "评审U盘")
        lock = QLockFile(f"{place}.lock")
        lock.setStaleLockTime(0)  # a walk takes longer than any guess; one that died is found by its number
        if lock.tryLock(0):
            return place, lock
    raise AssertionError


@dataclass
class Stage:
    """A shown window."""

    app: QApplication
    context: Context
    program: Program
    world: World
    folder: Path
    camera: Camera
    look: Look
    jobs: HeldJobs

    @property
    def shell(self) -> Shell:
        return self.program.shell

    @property
    def rooms(self) -> Rooms:
        assert self.program.rooms is not None
        return self.program.rooms

    # -- time

    def wait(self, until: Callable[[], bool], seconds: float = 30.0) -> None:
        """Work until something is so."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(self.look.suffix)
            self.app.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.0) -> None:
        """Let everything that is on its way arrive."""
        end = time.monotonic() + seconds
        for _ in range(4):
            self.app.processEvents()
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.processEvents()

    def pages(self) -> None:
        """Wait until every document in view is drawn."""

        def whole() -> bool:
            panes = [one for one in self.shell.findChildren(DocumentPane) if one.isVisible()]
            pages = [one for one in self.shell.findChildren(PageView) if one.isVisible()]
            shown = all(one.shows_something or one.error.isVisible() for one in panes)
            return shown and all(map(_is_drawn, pages))

        self.wait(whole)
        self.settle(0.1)
        self.wait(whole)

    # -- hands

    def unlock(self, stem: str) -> Desk:
        """Open somebody's vault in this window; return the desk."""
        desk = open_desk(self.folder / "vaults" / f"{stem}.zgcvault", PASSPHRASE)
        self.program._enter(desk)
        self.settle()
        return desk

    def enter(self, stem: str, title: str = "") -> Desk:
        """Open somebody's vault and a round in it: the one of a title, else the first."""
        desk = self.unlock(stem)
        found = heads(desk)
        head = next((one for one in found if one.row.title == title), found[0])
        self.rooms.enter_round(head)
        self.settle()
        return desk

    def office(self, kind: type[Object]) -> Object:
        """Return the rooms of an office."""
        found = [one for one in self.rooms.children() if isinstance(one, kind)]
        return found[-1]

    def screen(self, kind: type[Kind]) -> Kind:
        """Return the screen on show, of the kind that is expected."""
        shown = self.shell.screen
        assert isinstance(shown, kind), shown
        return shown

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name that is on show."""
        found = [one for one in self.shell.findChildren(kind, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def press(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), name
        button.click()
        self.settle()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.app.focusWidget() or self.shell, key, held)
        self.settle()

    def dialog(self, kind: type[QDialog] = QDialog) -> QDialog:
        """Return the dialog that is open."""
        self.settle()
        found = [one for one in self.shell.findChildren(kind) if one.isVisible()]
        assert found, kind
        return found[-1]

    def close_dialogs(self) -> None:
        """Go back from every dialog."""
        for one in self.shell.findChildren(QDialog):
            if one.isVisible():
                one.reject()
        self.settle()

    def stick(self) -> Path:
        """Return an empty folder that stands for a medium; its path is shown in pictures."""
        place, _held = medium()
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return place

    # -- pictures

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture that is in the list; what it is to show must be on show."""
        self.settle()
        shown = widget or self.shell
        self._check(name, shown)
        self.camera.save(shown.grab().toImage(), f"{name}-{self.look.suffix}")

    def take_half_way(self, name: str, moved: SignalInstance) -> None:
        """Save a picture while a job is half done, as ``moved`` tells, once the bar had time to come."""

        def look(done: int, total: int) -> None:
            if total and done * 2 >= total:
                moved.disconnect(look)
                self.settle(PATIENCE)
                for one in self.shell.findChildren(ProgressBar):
                    one.attach(Ticket())  # on threads it is there before the job begins
                self.take(name)

        moved.connect(look)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let jobs wait, with the words a window shows meanwhile."""
        self.jobs.hold()
        try:
            yield
        finally:
            self.jobs.let_go()
            self.settle()

    def dialogue(self, name: str, kind: type[QDialog] = QDialog) -> QDialog:
        """Save a picture of the dialog that is open, and return it."""
        dialog = self.dialog(kind)
        self.take(name, dialog)
        return dialog

    def _check(self, name: str, shown: QWidget) -> None:
        visible = [shown, *(one for one in shown.findChildren(QWidget) if one.isVisibleTo(shown))]
        there = {base.__name__ for one in visible for base in type(one).__mro__}
        missing = [one for one in gallery.PICTURES[name].shows if one not in there]
        if missing:
            raise AssertionError(f"{name} does not show {', '.join(missing)}")
        if isinstance(shown, QDialog) and (shown.width() > _ROOM[0] or shown.height() > _ROOM[1]):
            self._trouble(name, f"dialog {shown.width()} x {shown.height()}")
        for one in visible:
            self._cut(name, one)

    def _cut(self, name: str, one: QWidget) -> None:
        """Note a button or a plain line of text that has less room than it needs."""
        if not isinstance(one, QAbstractButton | QLabel) or not one.text() or one.visibleRegion().isEmpty():
            return
        if isinstance(one, QToolButton) and one.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return
        if isinstance(one, QLabel) and one.wordWrap():
            need = one.heightForWidth(one.width())
            if need > one.height() + 2:
                self._trouble(name, f"{one.objectName()} {one.height()} of {need} high: {one.text()[:40]}")
        elif one.sizeHint().width() > one.width() + 1 and "…" not in one.text():
            self._trouble(
                name, f"{one.objectName()} {one.width()} of {one.sizeHint().width()} wide: {one.text()[:40]}"
            )

    def _trouble(self, name: str, words: str) -> None:
        self.camera.troubles.append(f"{name}-{self.look.suffix}: {words}")


@contextmanager
def stage(app: QApplication, world: World, camera: Camera, look: Look) -> Iterator[Stage]:
    """Open a window over a round that is an own copy."""
    world.close()
    folder = world.folder
    theme = Theme(app, look.mode, look.factor)
    preferences = Preferences(folder / "preferences.json")
    jobs = HeldJobs()
    context = Context(theme, Icons(theme), Captions(look.language), jobs, preferences, SystemClock())
    shell = Shell(context)
    program = Program(context, shell)
    shell.resize(*SIZE)
    shell.show()
    shell.activateWindow()
    made = Stage(app, context, program, world, folder, camera, look, jobs)
    try:
        yield made
    finally:
        made.close_dialogs()
        program.lock()
        shell.close()
        shell.deleteLater()
        made.settle()
        theme.deleteLater()
        world.close()


def _is_drawn(view: PageView) -> bool:
    """Whether a document is there and every page in view is painted or broken."""
    done = view._painted.keys() | view._broken.keys()
    seen = view._visible()
    return view.count > 0 and len(seen) > 0 and not view._asked and all(page in done for page in seen)
