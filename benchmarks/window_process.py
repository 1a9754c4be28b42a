"""A window opened in a process of its own and timed from outside: ours, or an empty one as the peer.

Says ``usable`` on standard output when the first screen was painted and the event loop is idle.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def main() -> int:
    """Open ``empty`` or ``ours`` (with a folder for preferences) and end when it is usable."""
    kind, folder = sys.argv[1:3]
    os.environ["XDG_CONFIG_HOME"] = folder
    if kind == "ours":
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - what is measured

        from ui.cli.main import main as command  # noqa: PLC0415 - what is measured

        QApplication.exec = _usable_then_end  # type: ignore[assignment, method-assign]
        return command(["desktop"])
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - what is measured

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    return _usable_then_end(app)


def _usable_then_end(app: QApplication) -> int:
    """Run the event loop until it is idle, say so, and end."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415 - what is measured

    loop = QEventLoop()

    def usable() -> None:
        names = [name for name in sys.argv[3:] if name in sys.modules]
        print("usable", *names, flush=True)
        app.closeAllWindows()
        loop.quit()

    QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
    loop.exec()
    return 0


if __name__ == "__main__":
    sys.exit(main())
