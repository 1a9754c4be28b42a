"""The escrow of score files on the collect desk: key, held files, the opening with shares (design §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.sentences import joined, unbroken
from ui.viewmodels.secretary.custody import CustodyModel, Kept
from ui.viewmodels.secretary.version import VersionModel
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.reason_dialog import ReasonDialog
from ui.views.secretary.changes_version import VersionDialog
from ui.widgets.controls import button, label, tight
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError
from zgc_review.services.score_escrow_opening import OpenedFile

_LOOKS = {"due": ("key-2-line", "warn"), "held": ("lock-line", "text2"), "opened": ("check-line", "ok")}


class CustodyCard(QWidget):
    """Hidden in rounds without score escrow.

    Signals:
        opened: arrivals of the files that were opened.
    """

    opened = Signal(object)

    def __init__(self, context: Context, model: CustodyModel) -> None:
        super().__init__()
        self.context = context
        self.cap = context.captions.cap
        self.model = model
        self._kept: Kept | None = None
        self.setObjectName("custody")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = IconLabel(context, size=18, beside="head")
        self.title = label("head", name="custodyTitle", wrap=True)
        self.text = label("small", "second", name="custodyText", wrap=True)
        self.error = ErrorPane(context, name="custodyError")
        self.act = button(self._begin, name="custodyAct")
        self.revoke = button(self._ask_revoke, "quiet", name="custodyRevoke")
        words = QVBoxLayout()
        tight(words, 0, 2)
        for one in (self.title, self.text, self.error):
            words.addWidget(one)
        row = QHBoxLayout(self)
        tight(row, 12, 12)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.revoke)
        row.addWidget(self.act)
        model.revoked.connect(self._revoked)
        model.loaded.connect(self._show)
        model.prepared.connect(self._prepared)
        model.opened.connect(self._opened)
        model.failed.connect(self._refused)
        self.hide()

    def retranslate(self) -> None:
        """Set every text anew."""
        kept = self._kept
        if kept is None or not kept.stage:
            return
        icon, ink = _LOOKS.get(kept.stage, ("information-line", "text2"))
        self.icon.set_icon(icon, ink)
        files = self.context.captions.cap_count("conflicts.custody.files", len(kept.custody.files))
        self.title.setText(self.cap(f"conflicts.custody.title.{kept.stage}"))
        waited = " · ".join(kept.waited)
        parts = [self.cap(f"conflicts.custody.text.{kept.stage}", k=kept.k, n=kept.n)]
        if kept.stage == "held":
            parts.append(files)
            words = "conflicts.custody.waited" if waited else "conflicts.custody.complete"
            parts.append(self.cap(words, codes=waited))
        if kept.stage == "opened" and kept.custody.waiting:
            parts.append(self.cap("conflicts.custody.unfinished", count=len(kept.custody.waiting)))
        self.text.setText(unbroken(joined(*parts)))
        can = kept.stage == "due" or (kept.stage == "held" and not waited and bool(kept.custody.files))
        can = can or (kept.stage == "opened" and not kept.custody.done)
        self.act.setText(self.cap("conflicts.custody.act.due" if kept.stage == "due" else _OPEN))
        self.revoke.setText(self.cap("custody.revoke.open"))
        self.revoke.setVisible(kept.can_revoke)
        self.revoke.setEnabled(self.model.session.writable)
        self.act.setVisible(can)
        self.act.setEnabled(self.model.session.writable)

    def _show(self, kept: Kept) -> None:
        self._kept = kept
        self.setVisible(bool(kept.stage))
        self.retranslate()

    def _begin(self) -> None:
        """Ask before the key is made; or choose the shares that open the files."""
        self.error.clear()
        if self._kept is not None and self._kept.stage == "due":
            chosen = QFileDialog.getExistingDirectory(
                self, self.cap("conflicts.custody.folder"), str(documents_folder())
            )
            if chosen:
                self.ask_prepare(Path(chosen))
            return
        start = str(documents_folder())
        paths, _kind = QFileDialog.getOpenFileNames(self, self.cap("conflicts.custody.shares"), start)
        if paths:
            self.ask_open([Path(one) for one in paths])

    def ask_prepare(self, folder: Path) -> None:
        """Ask, then make the key and write the shares into a folder."""
        kept = self._kept
        if kept is None:
            return
        question = Question(
            self.context,
            self.cap("conflicts.custody.prepare_question"),
            self.cap("conflicts.custody.prepare_ask", k=kept.k, n=kept.n, folder=str(folder)),
            self.cap("conflicts.custody.act.due").rstrip("…"),
            self,
        )
        question.agreed.connect(lambda: self.model.prepare(folder))
        question.open()

    def ask_open(self, paths: Sequence[Path]) -> None:
        """Ask, then open every held file with these shares."""
        kept = self._kept
        if kept is None:
            return
        waiting = kept.custody.waiting
        codes = " · ".join(sorted({one.code for one in waiting}))
        question = Question(
            self.context,
            self.context.captions.cap_count("conflicts.custody.open_question", len(waiting)),
            f"{self.cap('conflicts.custody.open_ask', shares=len(paths), k=kept.k)}\n{codes}",
            self.cap(_OPEN).rstrip("…"),
            self,
            "danger",
        )
        question.agreed.connect(lambda: self.model.open(paths))
        question.open()

    def _ask_revoke(self) -> None:
        """Ask why, and say what follows."""
        if self._kept is not None:
            self.error.clear()
            RevokeDialog(self.context, self.model, self._kept, self).open()

    def _revoked(self) -> None:
        """Show the version that waits: it is handed out and consented to."""
        model = VersionModel(self.model.session)
        model.changed.connect(self.model.changed)
        dialog = VersionDialog(self.context, model, self)
        model.setParent(dialog)
        dialog.open()

    def _prepared(self, paths: Sequence[Path]) -> None:
        names = " · ".join(one.name for one in paths)
        self.text.setText(self.cap("conflicts.custody.prepared", files=names))

    def _opened(self, files: Sequence[OpenedFile]) -> None:
        others = [one for one in files if one.arrival.code and one.arrival.code != one.given]
        if others:
            told = joined(
                *(
                    self.cap("conflicts.custody.other", given=one.given, code=one.arrival.code)
                    for one in others
                )
            )
            self.text.setText(joined(self.text.text(), told))
        self.opened.emit([one.arrival for one in files])

    def _refused(self, fault: ReviewError) -> None:
        if self.findChild(RevokeDialog) is None:  # the dialog says it in place
            self.error.show_error(fault)


class RevokeDialog(ReasonDialog):
    """The key for score files goes out of use: what is held stays held, the rest is the secretary's."""

    def __init__(self, context: Context, model: CustodyModel, kept: Kept, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(
            context, lambda part: cap(f"custody.revoke.{part}"), parent, name="custodyRevokeDialog"
        )
        self._model = model
        self.tell(cap("custody.revoke.follows", files=len(kept.custody.waiting), k=kept.k))
        model.revoked.connect(self.accept)
        model.failed.connect(self.refuse)

    def go(self, reason: str) -> None:
        """Sign the version."""
        self._model.revoke(reason)


_OPEN = "conflicts.custody.act.open"
