"""What the chosen medium is good for: room, write protection, FAT32."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.context import Context
from ui.medium import FAT_MOST
from ui.size_words import size_words
from ui.viewmodels.secretary.post import Room
from ui.widgets.controls import label, restyle, tight
from ui.widgets.marks import IconLabel


class MediumLine(QWidget):
    """One sentence with an icon; hidden until a medium was looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._room: Room | None = None
        self._volume = 0
        self.icon = IconLabel(context, size=16)
        self.words = label("small", "second", name="packMedium", wrap=True)
        row = QHBoxLayout(self)
        tight(row, 0, 8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        context.captions.changed.connect(self.retranslate)
        self.hide()

    @property
    def trouble(self) -> str:
        """Why nothing can be written: ``gone``, ``read_only``, ``short``; empty if it can."""
        room = self._room
        if room is None:
            return ""
        if not room.medium.there:
            return "gone"
        if not room.medium.writable:
            return "read_only"
        return "short" if room.is_short else ""

    def show_room(self, room: Room, volume: int) -> None:
        """Show what a medium is; ``volume`` is how large a file may become."""
        self._room, self._volume = room, volume
        self.retranslate()

    def needs_volumes(self) -> bool:
        """Say whether a file as large as asked for does not fit this file system."""
        return self._room is not None and self._room.medium.fat and self._volume > FAT_MOST

    def retranslate(self) -> None:
        """Set the sentence anew."""
        room, cap = self._room, self._context.captions.cap
        self.setVisible(room is not None)
        if room is None:
            return
        free, needed = max(0, room.medium.free), room.needed
        shown = {
            "free": size_words(free),
            "needed": size_words(needed),
            "more": size_words(max(0, needed - free)),
        }
        trouble = self.trouble
        if trouble:
            said, tone = cap(f"conflicts.pack.trouble.{trouble}", **shown), "danger"
        elif self.needs_volumes():
            said, tone = cap("conflicts.pack.fat", **shown), "warn"
        else:
            key = "conflicts.pack.room" if room.medium.free >= 0 else "conflicts.pack.unknown"
            said, tone = cap(key, **shown), ""
        self.words.setText(said)
        restyle(self.words, tone=tone or "second")
        icon = {"danger": "error-warning-line", "warn": "information-line"}.get(tone, "usb-line")
        self.icon.set_icon(icon, tone or "text2")
