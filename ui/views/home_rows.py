"""Lines of the screen of rounds: a round, a package, a panel file, each with its one button."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import Candidate
from ui.size_words import size_words
from ui.viewmodels.session import RoundHead
from ui.widgets.controls import button, label, restyle, tag, tight
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.marks import IconLabel
from zgc_review.domain.times import BEIJING


class Row(QWidget):
    """A line with an icon, two lines of words and one button."""

    def __init__(self, context: Context, icon: str, kind: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.first = label("head")
        self.second = ElidedLine(context, "small", "text2")
        self.mark = tag("plain")
        self.mark.hide()
        self.act = button(self._chosen, kind, name=f"{name}Act")
        self.act.setAutoDefault(True)  # Enter opens it, as the status bar says
        row = QHBoxLayout(self)
        tight(row, 16, 16)
        row.addWidget(IconLabel(context, icon, "accent", 22))
        words = QVBoxLayout()
        tight(words)
        top = QHBoxLayout()
        tight(top, 0, 8)
        top.addWidget(self.first)
        top.addWidget(self.mark)
        top.addStretch(1)
        words.addLayout(top)
        words.addWidget(self.second)
        row.addLayout(words, 1)
        row.addWidget(self.act)

    def _chosen(self) -> None:
        raise NotImplementedError


class RoundRow(Row):
    """A round this vault takes part in."""

    chosen = Signal(object)

    def __init__(self, context: Context, head: RoundHead, kind: str) -> None:
        super().__init__(context, "archive-line", kind, f"round:{head.row.round_id[:8]}")
        self._head = head
        cap = context.captions.cap
        self.first.setText(head.row.title)
        role = cap(f"role.{head.role}") if head.role else cap("role.none")
        self.second.setText(" · ".join(part for part in (head.code, role, head.row.created_at[:10]) if part))
        if head.gone:
            self.mark.setText(cap("home.gone"))
            self.mark.show()
        self.act.setText(cap("home.enter"))
        self.act.setAccessibleName(f"{cap('home.enter')} {head.row.title}")
        if head.row.rehearsal:
            restyle(self.mark, tag="rehearse")
            self.mark.setText(cap("shell.rehearsal_tag"))
            self.mark.show()

    def _chosen(self) -> None:
        self.chosen.emit(self._head)


class PackageRow(Row):
    """A package file that was found."""

    chosen = Signal(object)

    def __init__(self, context: Context, one: Candidate, head: RoundHead | None) -> None:
        super().__init__(context, "usb-line", "", f"package:{one.path.name}")
        self._path = one.path
        cap = context.captions.cap
        self.first.setText(one.path.name)
        when = datetime.fromtimestamp(one.modified, BEIJING).strftime("%Y-%m-%d %H:%M")
        size = cap("home.size", size=size_words(one.size))
        known = cap("home.unknown_round", id=one.round_id[:8]).strip()
        if head is not None:
            known = f"{head.row.title} · {head.sender}" if head.sender else head.row.title
        self.second.setText(" · ".join((known, when, size, str(one.path.parent))))
        self.second.setToolTip(str(one.path))
        self.act.setText(cap("home.open"))
        self.act.setAccessibleName(f"{cap('home.open')} {one.path.name}")
        if one.damaged:
            restyle(self.mark, tag="danger")
            self.mark.setText(cap("home.damaged"))
            self.mark.show()

    def _chosen(self) -> None:
        self.chosen.emit(self._path)


class PanelRow(Row):
    """A panel file that was found."""

    chosen = Signal(object)

    def __init__(self, context: Context, path: Path) -> None:
        super().__init__(context, "team-line", "", f"panel:{path.name}")
        self._path = path
        cap = context.captions.cap
        self.first.setText(path.name)
        self.second.setText(" · ".join((cap("chair.take.kind"), str(path.parent))))
        self.act.setText(cap("chair.take.act"))
        self.act.setAccessibleName(f"{cap('chair.take.act')} {path.name}")

    def _chosen(self) -> None:
        self.chosen.emit(self._path)
