"""An expert does not come: entered as absent with a reason; the chair says so too before it counts (§2.3)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.viewmodels.secretary.changes import ChangesModel
from ui.views.secretary.changes_dialog import ChangeDialog
from zgc_review.services.changes_view import MemberLine


class AbsentDialog(ChangeDialog):
    """Enters one expert as absent.

    Signals:
        settled: it was signed.
    """

    settled = Signal()

    def __init__(self, context: Context, model: ChangesModel, parent: QWidget) -> None:
        super().__init__(context, "absent", parent, name="absent")
        self.model = model
        self.who = self.choice(self.cap("changes.who"), "absentWho")
        self.where = self.choice(self.cap("changes.absent.where"), "absentWhere")
        self.field(self.cap("changes.reason"), self.reason, "absentReason")
        for one in self.members:
            self.who.addItem(" · ".join(part for part in (one.code, one.name, *one.groups) if part))
        self.where.addItem(self.cap("changes.absent.everywhere"))
        if self.model.view is not None:
            self.where.addItems(self.model.view.applications)
        for box in (self.who, self.where):
            box.currentIndexChanged.connect(lambda _index: self._follow())
        self.reason.textChanged.connect(lambda _text: self._follow())
        model.absent.connect(self._was_done)
        model.failed.connect(self._refused)
        self._follow()

    @property
    def members(self) -> tuple[MemberLine, ...]:
        """Who may be absent."""
        return self.model.view.experts if self.model.view is not None else ()

    @property
    def member(self) -> MemberLine | None:
        """Who is absent."""
        place = self.who.currentIndex()
        return self.members[place] if 0 <= place < len(self.members) else None

    @property
    def number(self) -> str:
        """The application meant, empty for all of them."""
        return self.where.currentText() if self.where.currentIndex() > 0 else ""

    def _follow(self) -> None:
        """Say what follows, in counts."""
        member = self.member
        if member is not None:
            owed = 1 if self.number else member.owed
            parts = [self.cap_count("changes.absent.owed", owed)]
            if member.received and not self.number:
                parts.append(self.cap_count("changes.absent.received", member.received))
            parts.append(self.cap("changes.absent.chair"))
            self.tell("\n".join(parts))
        words = "" if self.has_reason else self.cap("changes.reason_lacking")
        self.lacking.setText(words)
        self.act.setEnabled(member is not None and not words and self.model.session.writable)

    def ask(self) -> None:
        """Sign it."""
        member = self.member
        if member is not None and self.act.isEnabled():
            self.error.clear()
            self.act.setEnabled(False)
            self.model.enter_absent(member.code, self.reason.text().strip(), self.number)

    def _was_done(self, _code: str) -> None:
        self.settled.emit()
        self.accept()
