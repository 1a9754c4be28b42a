"""Types into the score screen as a person would and says after each keystroke what stands there.

Run as a program with a vault and a seed; ends only by being killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "services"), str(Path(__file__).parent)]

from PySide6.QtCore import Qt, QTimer  # noqa: E402 - the path is set first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from score_bench import Window  # noqa: E402

from ui.captions import Captions  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.jobs import JobRunner  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.theme.icons import Icons  # noqa: E402
from ui.theme.theme import Theme  # noqa: E402
from zgc_review.domain.times import SystemClock  # noqa: E402


def main(vault: Path, count: int, pause: int) -> int:
    """Type ``count`` letters ``pause`` ms apart, then do nothing until the end comes."""
    app = QApplication([])
    theme = Theme(app, "light", 1.0)
    preferences = Preferences(vault.parent / "preferences.json")
    context = Context(theme, Icons(theme), Captions("zh_CN"), JobRunner(app), preferences, SystemClock())
    window = Window(context, vault)
    window.show()
    typed = 0

    def stroke() -> None:
        nonlocal typed
        if not window.sheet.is_open:
            return
        field = window.pane.comment.field
        if typed == 0:
            field.setFocus()
        QTest.keyClick(field, Qt.Key(ord("A") + typed % 26))
        typed += 1
        sys.stdout.write(f"{typed} {field.toPlainText()}\n")
        sys.stdout.flush()
        if typed == count:
            timer.stop()

    timer = QTimer()
    timer.setInterval(pause)
    timer.timeout.connect(stroke)
    timer.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
