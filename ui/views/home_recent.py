"""Files opened lately with this vault: a quiet list, one line each; Enter opens one again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.home import Recent
from ui.widgets.controls import button, drain, label, pane, tag, tight
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.marks import IconLabel
from zgc_review.services import file_places

_ICONS = {
    file_places.PACKAGE: "usb-line",
    file_places.ROUND: "file-list-3-line",
    file_places.PANEL: "team-line",
    file_places.ACK: "mail-check-line",
    file_places.RESULT: "archive-line",
    file_places.NAMES: "archive-line",
}


class RecentPane(QWidget):
    """The list and the way to empty it; not shown while there is nothing in it.

    Signals:
        chosen: path of a file to be opened again.
        clear_asked: the list is to be emptied.
    """

    chosen = Signal(object)
    clear_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("homeRecent")
        self._context = context
        self._found: Sequence[Recent] = ()
        self._hidden: frozenset[Path] = frozenset()
        self._writable = True
        self.title = label("head", name="recentTitle")
        self.clear = button(self.clear_asked.emit, "quiet", name="recentClear")
        self.clear.setAutoDefault(True)
        self._rows = QVBoxLayout()
        tight(self._rows)
        card = pane("card")
        card.setLayout(self._rows)
        self._rows.setContentsMargins(4, 4, 4, 4)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.clear)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.setContentsMargins(0, 16, 0, 0)
        column.addLayout(head)
        column.addWidget(card)
        self.hide()

    def show_files(self, found: Sequence[Recent], *, writable: bool) -> None:
        """Show the files; one that is only read is opened by what needs no writing."""
        if (tuple(found), writable) != (tuple(self._found), self._writable):
            self._found, self._writable = found, writable
            self.fill()

    def leave_out(self, paths: Collection[Path]) -> None:
        """Leave out what is listed above already."""
        if frozenset(paths) != self._hidden:
            self._hidden = frozenset(paths)
            self.fill()

    def follow(self, before: QWidget) -> None:
        """Let the Tab key come here after what stands above, which is made anew more often."""
        for one in (self.clear, *self.findChildren(_RecentRow)):
            QWidget.setTabOrder(before, one)
            before = one

    def fill(self) -> None:
        """Show every line anew."""
        cap = self._context.captions.cap
        self.title.setText(cap("recent.title"))
        self.clear.setText(cap("recent.clear"))
        self.clear.setEnabled(self._writable)
        drain(self._rows)
        known = [one for one in self._found if one.file.kind in _ICONS]
        shown = [one for one in known if one.file.path not in self._hidden]
        for one in shown:
            row = _RecentRow(self._context, one)
            row.setEnabled(one.is_there and (self._writable or one.file.kind in file_places.IN_MEMORY))
            row.clicked.connect(lambda _checked=False, path=one.file.path: self.chosen.emit(path))
            self._rows.addWidget(row)
        self.setVisible(bool(shown))


class _RecentRow(QPushButton):
    """One file: name, what it was, round, when and where."""

    def __init__(self, context: Context, one: Recent) -> None:
        super().__init__()
        cap, file = context.captions.cap, one.file
        self.setObjectName(f"recent:{file.path.name}")
        self.setProperty("kind", "recent")
        self.setAutoDefault(True)  # Enter opens it, as the status bar says
        name = ElidedLine(context, "body", "text1" if one.is_there else "text2")
        name.setText(file.path.name)
        # The folder gives way first, then the round.
        told = [cap(f"recent.kind.{file.kind}"), file.at[:16].replace("T", " "), file.title]
        words = ElidedLine(context, "small", "text2")
        words.setText(" · ".join(part for part in (*told, str(file.path.parent)) if part))
        gone = tag("plain")
        gone.setText(cap("recent.gone"))
        room = gone.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # names and words stand below each other
        gone.setSizePolicy(room)
        gone.setVisible(not one.is_there)
        row = QHBoxLayout(self)
        tight(row, 0, 12)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(IconLabel(context, _ICONS[file.kind], "text2", 18))
        row.addWidget(name, 2)
        row.addWidget(words, 3)
        row.addWidget(gone)
        for inner in (name, words, gone):
            inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        missing = "" if one.is_there else cap("recent.gone_tip", folder=str(file.path.parent))
        self.setToolTip(missing or str(file.path))
        self.setAccessibleName(". ".join(part for part in (name.text(), words.text(), missing) if part))
