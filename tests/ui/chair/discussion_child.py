"""Types an opinion into the discussion page and says after each keystroke what stands there.

Run as a program with the vault of a chair; ends only by being killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "services")]

from PySide6.QtCore import Qt, QTimer  # noqa: E402 - the path is set first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from services_harness import PASSPHRASE  # noqa: E402

import db.vault  # noqa: E402
from ui.captions import Captions  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.jobs import JobRunner  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.theme.icons import Icons  # noqa: E402
from ui.theme.theme import Theme  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.views.chair.rooms import ChairRooms  # noqa: E402
from ui.views.program import Program  # noqa: E402
from ui.views.shell import Shell  # noqa: E402
from zgc_review.domain.times import SystemClock  # noqa: E402
from zgc_review.services.desk import Desk  # noqa: E402


def main(vault: Path, pause: int) -> int:
    """Type letters ``pause`` ms apart."""
    app = QApplication([])
    theme = Theme(app, "light", 1.0)
    preferences = Preferences(vault.parent / "preferences.json")
    context = Context(theme, Icons(theme), Captions("zh_CN"), JobRunner(app), preferences, SystemClock())
    desk = Desk(db.vault.open_vault(vault, PASSPHRASE), SystemClock())
    shell = Shell(context)
    program = Program(context, shell)
    shell.show()
    program._enter(desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(desk)[0])
    typed = 0

    def stroke() -> None:
        nonlocal typed
        rooms = program.rooms.findChild(ChairRooms) if program.rooms is not None else None
        if rooms is None or not rooms.discussion.discussion.items:
            return
        page = rooms.discussion_page
        if typed == 0:
            rooms.go("discussion")
            rooms.discussion.show_rest(True)
            page.write()
        field = page.opinion.boxes["strengths"].field
        QTest.keyClick(field, Qt.Key(ord("A") + typed % 26))
        typed += 1
        sys.stdout.write(f"{typed} {field.toPlainText()}\n")
        sys.stdout.flush()

    timer = QTimer()
    timer.setInterval(pause)
    timer.timeout.connect(stroke)
    timer.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
