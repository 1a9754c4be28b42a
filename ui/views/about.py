"""Which versions these are, on what the program stands, and what it is not."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.context import Context
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import label
from zgc_review.version import __version__

_FORMAT = "zgc/1 · intl-1"
_PARTS = ("PySide6", "sqlcipher3", "pypdfium2", "typst")


class AboutDialog(PlainDialog):
    """Versions that can be copied into a report."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(context, cap("about.title"), cap("entry.subtitle"), parent, name="about")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (caption, value) in enumerate(self.lines()):
            words, shown = label("body", "second"), label("body", name=f"about{row}")
            words.setText(caption)
            shown.setText(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 0)
            grid.addWidget(shown, row, 1)
        self.body.addLayout(grid)
        for key in ("about.licence", "about.crypto", "entry.secrets"):
            said = label("small", "second", wrap=True)
            said.setText(cap(key))
            self.body.addWidget(said)
        self.back.setFocus()

    def lines(self) -> list[tuple[str, str]]:
        """Return what is shown: caption and version."""
        cap = self.context.captions.cap
        parts = [(name, found) for name in _PARTS if (found := _version(name))]
        system = f"{platform.system()} {platform.release()} {platform.machine()}"
        return [
            (cap("about.program"), __version__),
            (cap("about.formats"), _FORMAT),
            (cap("about.system"), system),
            ("Python", platform.python_version()),
            ("Qt", qVersion()),
            *parts,
        ]


def _version(name: str) -> str:
    """Return the version of an installed part, empty where it is not there under that name."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
