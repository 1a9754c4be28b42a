"""A window opened in a process of its own and timed from outside: ours, or an empty one as the peer.

Says ``usable`` on standard output when the first screen was painted and the event loop is idle.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Open ``empty`` or ``ours`` (with a folder for preferences) and end when it is usable."""
    kind, folder = sys.argv[1:3]
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - what is measured
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - what is measured

    app = QApplication([])
    if kind == "empty":
        window = QMainWindow()
        window.resize(1366, 768)
    else:
        from ui.desktop import make_context  # noqa: PLC0415 - what is measured
        from ui.preferences import Preferences  # noqa: PLC0415 - what is measured
        from ui.views.program import Program  # noqa: PLC0415 - what is measured
        from ui.views.shell import Shell  # noqa: PLC0415 - what is measured

        context = make_context(app, "zh_CN", Preferences(Path(folder) / "preferences.json"))
        window = Shell(context)
        Program(context, window).start()
    window.show()

    def usable() -> None:
        names = [name for name in sys.argv[3:] if name in sys.modules]
        print("usable", *names, flush=True)
        window.close()
        app.quit()

    QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
