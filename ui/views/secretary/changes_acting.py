"""An acting chair is named: the applications whose chair stands aside, the next in line, the act (P09)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.viewmodels.secretary.acting import Named, common, next_in_line
from ui.viewmodels.secretary.changes import ChangesModel
from ui.views.ask import Question
from ui.views.secretary.changes_dialog import ChangeDialog
from ui.widgets.tick_list import TickList
from zgc_review.services.acting_view import ActingLine

FEW = 12  # numbers that are named one by one


class ActingDialog(ChangeDialog):
    """Names one acting chair on the applications that are ticked.

    Signals:
        settled: a :class:`Named`: it was signed.
    """

    settled = Signal(object)

    def __init__(self, context: Context, model: ChangesModel, parent: QWidget) -> None:
        super().__init__(context, "acting", parent, name="acting")
        self.model = model
        self.group = self.choice(self.cap("changes.acting.group"), "actingGroup")
        self.applications = TickList(context)
        self.field(self.cap("changes.acting.applications"), self.applications, "actingApplications")
        self.who = self.choice(self.cap("changes.acting.member"), "actingMember")
        self._fill()
        self.group.currentIndexChanged.connect(lambda _index: self._regroup())
        self.applications.itemChanged.connect(lambda _item: self._offer())
        self.who.currentIndexChanged.connect(lambda _index: self._follow())
        model.acting.named.connect(self._was_done)
        model.acting.failed.connect(self._refused)
        self._regroup()

    def _fill(self) -> None:
        """Offer the groups in which a chair stands aside; one in which nobody acts yet comes first."""
        view = self.model.acting.view
        lines = view.lines if view is not None else ()
        for group in sorted({one.group for one in lines}):
            inside = [one for one in lines if one.group == group]
            words = self.cap_count("changes.acting.item", len(inside), group=group, chair=inside[0].chair)
            self.group.addItem(words, group)
        due = view.due[0].group if view is not None and view.due else None
        self.group.setCurrentIndex(max(0, self.group.findData(due)))

    @property
    def lines(self) -> tuple[ActingLine, ...]:
        """The applications of the group from which its chair stands aside."""
        view, group = self.model.acting.view, self.group.currentData()
        return tuple(one for one in view.lines if one.group == group) if view is not None else ()

    @property
    def ticked(self) -> tuple[ActingLine, ...]:
        """Those that are chosen."""
        items = [self.applications.item(n) for n in range(self.applications.count())]
        pairs = zip(self.lines, items, strict=False)
        return tuple(line for line, one in pairs if one.checkState() == Qt.CheckState.Checked)

    def _regroup(self) -> None:
        """List the applications; ticked are those that wait for the secretary and share the next in line."""
        view = self.model.acting.view
        due = view.due if view is not None else ()
        wait = [one for one in self.lines if one in due and (one.by_secretary is None or one.acts)]
        first = next_in_line(wait)
        self.applications.blockSignals(True)
        self.applications.clear()
        for line in self.lines:
            item = self.applications.add(f"{line.number} · {self._standing(line)}")
            item.setData(Qt.ItemDataRole.UserRole, line.application)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if line.fit else flags)
            on = line in wait and first in line.fit
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setToolTip(line.application)
        self.applications.blockSignals(False)
        lines = self.applications.sizeHintForRow(0) * self.applications.count()
        edge = 2 * self.applications.frameWidth() + 2
        self.applications.setFixedHeight(min(self.tall(148), lines + edge))
        self._offer()

    def _standing(self, line: ActingLine) -> str:
        """Say where an application stands."""
        if line.acts is not None:
            view = self.model.acting.view
            is_told = view is None or line not in view.due
            return self.cap("changes.acting.acts" if is_told else "changes.acting.untold", code=line.acts)
        if not line.fit:
            return self.cap("changes.acting.nobody")
        if line.by_secretary and line.by_chair:
            return self.cap("changes.acting.differ", code=line.by_secretary, other=line.by_chair)
        if line.by_secretary:
            return self.cap("changes.acting.wait_chair", code=line.by_secretary)
        if line.by_chair:
            return self.cap("changes.acting.wait_secretary", code=line.by_chair)
        return self.cap("changes.acting.none_yet")

    def _offer(self) -> None:
        """Offer who may act on everything ticked, the next in line chosen."""
        self.who.blockSignals(True)
        self.who.clear()
        for code in common(self.ticked):
            self.who.addItem(self._called(code), code)
        self.who.blockSignals(False)
        self.who.setEnabled(self.who.count() > 1)
        self._follow()

    def _called(self, code: str) -> str:
        """Return a member as this vault knows it: the code, the name."""
        members = self.model.view.experts if self.model.view is not None else ()
        return " · ".join([code, *(one.name for one in members if one.code == code and one.name)])

    def _follow(self) -> None:
        """Say why this one, and what follows in counts."""
        ticked, code = self.ticked, self.who.currentData()
        words = ""
        if not ticked:
            words = self.cap("changes.acting.no_application")
        elif code is None:
            words = self.cap("changes.acting.no_member")
        self.tell("" if words else "\n".join(self._reasons(ticked, str(code))))
        self.lacking.setText(words)
        self.act.setEnabled(not words and self.model.session.writable)
        self.fit()

    def _reasons(self, ticked: tuple[ActingLine, ...], code: str) -> list[str]:
        view = self.model.acting.view
        first = common(ticked)[0]
        key = "next" if code == first else "chosen"
        parts = [self.cap("changes.acting.why", chair=ticked[0].chair)]
        parts.append(self.cap(f"changes.acting.{key}", code=code, first=first))
        passed = sorted({one for line in ticked for one in line.passed})
        if passed:
            told = [self.cap(f"changes.acting.passed.{why}", code=one) for one, why in passed]
            parts.append(" · ".join(told))
        agreed = all(one.by_chair == code for one in ticked)
        key = "rule" if view is not None and view.is_next else "agreed" if agreed else "both"
        parts.append(self.cap(f"changes.acting.{key}", code=code))
        return parts

    def ask(self) -> None:
        """Ask with counts and numbers, then sign."""
        ticked, code = self.ticked, str(self.who.currentData())
        if not self.act.isEnabled():
            return
        numbers = " · ".join(one.number for one in ticked[:FEW])
        if len(ticked) > FEW:
            numbers = f"{numbers} {self.cap('secretary.more', count=len(ticked) - FEW)}"
        question = Question(
            self.context,
            self.cap_count("changes.acting.question", len(ticked), code=self._called(code)),
            f"{self.follows.text()}\n{numbers}",
            self.act.text(),
            self,
        )
        question.agreed.connect(lambda: self._sign(code, tuple(one.application for one in ticked)))
        question.open()

    def _sign(self, code: str, applications: tuple[str, ...]) -> None:
        self.error.clear()
        self.act.setEnabled(False)
        self.model.acting.name(code, applications)

    def _was_done(self, found: Named) -> None:
        self.settled.emit(found)
        self.accept()
