"""Takes pictures of every screen: both languages, light and dark, 100 % and 150 % (make screens).

Everything shown is invented. The pictures are taken from the real window with real threads; the window
is 1366 × 768 as a whole.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "services")]

from PIL import Image  # noqa: E402 - after the path
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402
from screens_world import build, declare, score  # noqa: E402
from services_harness import PASSPHRASE, World  # noqa: E402

from ui.bootstrap import open_desk  # noqa: E402
from ui.captions import Captions  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.jobs import JobRunner  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.theme.icons import Icons  # noqa: E402
from ui.theme.theme import Theme  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.views.program import Program  # noqa: E402
from ui.views.shell import Shell  # noqa: E402
from zgc_review.domain.times import SystemClock  # noqa: E402

SIZE = (1366, 768)
COLOURS = 128


@dataclass
class Tour:
    """One window with its settings, and where pictures go."""

    app: QApplication
    program: Program
    shell: Shell
    world: World
    folder: Path
    out: Path
    suffix: str

    def wait(self, until: Callable[[], bool], seconds: float = 20.0) -> None:
        """Work until something is so."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(self.suffix)
            self.app.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.3) -> None:
        """Let everything that is on its way arrive."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture with few colours, so that many of them stay small."""
        self.settle()
        raw = self.folder / "raw.png"
        (widget or self.shell).grab().save(str(raw))
        target = self.out / f"{name}-{self.suffix}.png"
        with Image.open(raw) as picture:
            picture.convert("RGB").quantize(COLOURS).save(target, optimize=True)

    def is_at(self, name: str) -> bool:
        """Say which screen is on show."""
        return self.shell.screen is not None and self.shell.screen.objectName() == name

    def dialog(self, name: str) -> QDialog:
        """Return the dialog that is open."""
        self.wait(lambda: any(one.isVisible() for one in self.shell.findChildren(QDialog, name)))
        return next(one for one in self.shell.findChildren(QDialog, name) if one.isVisible())


def entry(tour: Tour) -> None:
    """First start, recovery key, card, unlock."""
    tour.program.start()
    screen = tour.shell.screen
    screen.choose_folder(tour.folder)  # type: ignore[union-attr]
    screen.name.setText("王示例")  # type: ignore[union-attr]
    screen.organisation.setText("示例大学")  # type: ignore[union-attr]
    for field in (screen.passphrase.first, screen.passphrase.second):  # type: ignore[union-attr]
        field.setText("一句只有我知道的长口令")
    screen.folder_line.setText("文档 / 王示例.zgcvault")  # type: ignore[union-attr]
    tour.take("01-first-start")
    screen.make.click()  # type: ignore[union-attr]
    tour.wait(lambda: tour.is_at("recovery"))
    tour.take("02-recovery")
    tour.shell.screen.next.click()  # type: ignore[union-attr]
    tour.take("03-card")
    tour.shell.screen.same.click()  # type: ignore[union-attr]
    tour.wait(lambda: tour.is_at("home"))
    tour.take("05-home-empty")
    tour.program.lock()
    tour.shell.screen.passphrase.setText("wrong")  # type: ignore[union-attr]
    tour.shell.screen.open.click()  # type: ignore[union-attr]
    tour.wait(lambda: bool(tour.shell.screen.wait.text()))  # type: ignore[union-attr]
    tour.take("04-unlock")


def gate(tour: Tour) -> None:
    """Home, code, pledge, declaration."""
    enter(tour)
    tour.take("06-home")
    tour.shell.screen.code.ask(tour.world.package)  # type: ignore[union-attr]
    tour.take("07-code")
    tour.program.rooms.show_pledge()  # type: ignore[union-attr]
    tour.take("08-pledge")
    tour.shell.screen.sign.click()  # type: ignore[union-attr]
    tour.wait(lambda: tour.is_at("declare") and bool(tour.shell.screen.model.lines))  # type: ignore[union-attr]
    screen = tour.shell.screen
    model = screen.model  # type: ignore[union-attr]
    for line in range(8):
        model.rest_of_line(line)
    model.set_cell(8, "R09", "yes")
    model.set_reason(8, "R09", "2025年为其做过检测咨询")
    model.set_cell(9, "R15", "unsure")
    model.set_reason(9, "R15", "同名，不确定")
    model.settle()
    model.rest_of_line(9)
    model.set_cell(10, "R08", "yes")
    screen.table.setCurrentIndex(screen.grid.index(10, 9))  # type: ignore[union-attr]
    screen.table.setFocus()  # type: ignore[union-attr]
    tour.take("09-declare")


def work(tour: Tour) -> None:
    """Score, check, sign, return, help."""
    enter(tour)
    rooms = tour.program.rooms
    rooms.show_score()  # type: ignore[union-attr]
    tour.settle(3.0)
    tour.take("10-score")
    rooms.show_review()  # type: ignore[union-attr]
    tour.wait(lambda: bool(tour.shell.screen.model.lines))  # type: ignore[union-attr]
    tour.take("11-review")
    tour.shell.screen.some.click()  # type: ignore[union-attr]
    question = tour.dialog("question")
    tour.take("12-sign", question)
    question.reject()
    rooms.show_give_back()  # type: ignore[union-attr]
    stick = tour.folder / "stick"
    stick.mkdir()
    tour.shell.screen.model.write(stick)  # type: ignore[union-attr]
    card = tour.shell.screen._card  # type: ignore[union-attr]
    tour.wait(card.isVisible)
    tour.take("13-return")
    tour.shell.show_help()
    tour.take("14-help", tour.dialog("help"))


def enter(tour: Tour) -> None:
    """Open the vault of the first expert and choose the round."""
    desk = open_desk(tour.folder / "vaults" / "e1.zgcvault", PASSPHRASE)
    tour.program._enter(desk)
    tour.wait(lambda: tour.is_at("home"))
    tour.settle()
    tour.program.session.choose(heads(desk)[0])  # type: ignore[union-attr]


@contextmanager
def window(
    app: QApplication, world: World, base: Path, out: Path, look: tuple[str, str, float]
) -> Iterator[Tour]:
    """Open a window on a copy of the world's vaults."""
    language, mode, factor = look
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(base / "vaults", folder / "vaults")
        theme = Theme(app, mode, factor)
        preferences = Preferences(folder / "preferences.json")
        captions = Captions(language)
        context = Context(theme, Icons(theme), captions, JobRunner(), preferences, SystemClock())
        shell = Shell(context)
        program = Program(context, shell)
        shell.resize(*SIZE)
        shell.show()
        short = {"zh_CN": "zh", "en": "en"}[language]
        suffix = f"{short}-{mode}-{round(factor * 100)}"
        try:
            yield Tour(app, program, shell, world, folder, out, suffix)
        finally:
            shell.close()


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screens"))
    parser.add_argument("--only", default="", help="such as zh-light-100")
    parser.add_argument("--tour", default="", help="entry, gate or work")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        fresh, scored = Path(name) / "fresh", Path(name) / "scored"
        world = build(fresh)
        shutil.copytree(fresh / "vaults", scored / "vaults")
        desk = open_desk(scored / "vaults" / "e1.zgcvault", PASSPHRASE)
        score(desk, world, declare(desk, world))
        desk.vault.close()
        for look in (
            (lang, mode, f) for lang in ("zh_CN", "en") for mode in ("light", "dark") for f in (1.0, 1.5)
        ):
            for base, steps in ((fresh, entry), (fresh, gate), (scored, work)):
                with window(app, world, base, args.out, look) as tour:
                    if args.only in tour.suffix and args.tour in {"", steps.__name__}:
                        steps(tour)
    return 0


if __name__ == "__main__":
    sys.exit(main())
