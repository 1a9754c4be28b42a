"""The observer's first page: versions of the round definition, taken in and consented to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.context import Context
from ui.models.observer_tables import VersionsTable
from ui.viewmodels.chair.cosigning import CosignModel
from ui.viewmodels.chair.naming import NamingModel
from ui.viewmodels.observer import ObserverModel, VersionLine
from ui.views.ask import Question
from ui.views.chair.acting import NamingDialog
from ui.views.chair.cosigning import CosignDialog
from ui.views.first_start import documents_folder
from ui.views.folders import ask_folder
from ui.views.screen import Hint, Screen
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.dropped import dropped, not_taken
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError
from zgc_review.services.deliberating_signing import SignedAct

SUFFIX = ".zgcround"


class DefinitionsPage(Screen):
    """Definitions as the secretary hands them out; consents go back as files."""

    place = "observer.page.definitions"

    def __init__(self, context: Context, model: ObserverModel, *, of_member: bool = False) -> None:
        super().__init__(context, name="definitions")
        self.model = model
        self._lead = "observer.definitions.lead_member" if of_member else "observer.definitions.lead"
        self._folder: Path | None = None
        self.naming = NamingModel(model.session, self)
        self.cosigning = CosignModel(model.session, self)
        self._is_member = of_member
        self.setAcceptDrops(True)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.code_words = label("small", "warn", wrap=True)
        self.code = QLineEdit()
        self.code.setObjectName("observerCode")
        self.confirm = button(self._confirm, "primary", name="observerConfirm")
        self.rows = VersionsTable(context.captions, self)
        self.table = LineTable(context, self.rows, {0: 56, 2: 144, 3: 136, 4: 144}, name="observerVersions")
        self.take = button(self._choose, name="observerTake")
        self.acting = button(self._name, name="definitionsActing")
        self.cosign = button(self._cosign, name="definitionsCosign")
        for one in (self.acting, self.cosign):
            one.hide()
        self.done = label("small", "ok", name="observerDone", wrap=True)
        self.why = label("small", "hint", name="observerWhy")
        self.no = button(lambda: self._ask("no"), name="observerNo")
        self.yes = button(lambda: self._ask("yes"), "primary", name="observerYes")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        tight(top, 24, 8)
        top.setContentsMargins(24, 16, 24, 12)
        head = BreakingRow()
        head.addWidget(self.title, 1)
        head.addWidget(self.cosign)
        head.addWidget(self.acting)
        head.addWidget(self.take)
        top.addLayout(head)
        for one in (self.lead, self.error, self.code_words):
            top.addWidget(one)
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.addWidget(self.code, 1)
        row.addWidget(self.confirm)
        top.addLayout(row)
        foot = pane("footer")
        bar = BreakingRow(foot)
        tight(bar, 0, 16)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.done, 1)
        bar.addWidget(self.why)
        bar.addWidget(self.no)
        bar.addSpacing(16)
        bar.addWidget(self.yes)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(foot)

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.signed.connect(self._signed)
        self.model.followed.connect(self._followed)
        self.model.failed.connect(self._refused)
        self.naming.loaded.connect(self._offer)
        self.naming.signed.connect(self._named)
        self.cosigning.loaded.connect(self._offer)
        self.cosigning.signed.connect(lambda act: self._signed("round", act.path))
        self.code.returnPressed.connect(self._confirm)
        self.code.textChanged.connect(lambda _typed: self._follow())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._follow())

    def entered(self) -> None:
        """Read what this vault knows."""
        self.error.clear()
        self.model.load()
        self._load_acts()
        (self.table if self.code.isHidden() else self.code).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this page."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("observer.page.definitions"))
        self.lead.setText(self.cap(self._lead))
        self.take.setText(self.cap("observer.definitions.take"))
        self.acting.setText(self.cap("chair.naming.open"))
        self.cosign.setText(self.cap("chair.cosign.open"))
        self.code_words.setText(self.cap("observer.definitions.code"))
        self.code_words.setBuddy(self.code)
        self.code.setAccessibleName(self.code_words.text())
        self.confirm.setText(self.cap("observer.definitions.confirm"))
        self.table.setAccessibleName(self.title.text())
        if self.model.watching is not None:
            self._follow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take definitions that are dropped; of anything else it is said why not."""
        if event.mimeData().hasUrls() and self.model.session.writable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        paths = dropped(event)
        found = [path for path in paths if path.suffix == SUFFIX]
        if found:
            self.follow(found)
        else:
            self.error.show_error(not_taken(paths, SUFFIX))

    def follow(self, paths: Sequence[Path]) -> None:
        """Take in definitions."""
        if paths:
            self.error.clear()
            self.model.follow(paths)

    def begin(self) -> None:
        """Begin with what waits for the observer."""
        if self.yes.isEnabled():
            self._ask("yes")

    def consent(self, answer: str, folder: Path) -> None:
        """Ask, then sign an answer to the version that is chosen."""
        chosen = self._chosen()
        if chosen is None:
            return
        self._folder = folder
        question = Question(
            self.context,
            self.cap(f"observer.definitions.question_{answer}", n=chosen.number),
            f"{self.cap('observer.definitions.ask', folder=str(folder))}\n{chosen.digits}",
            (self.yes if answer == "yes" else self.no).text(),
            self,
            "primary" if answer == "yes" else "danger",
        )
        question.agreed.connect(lambda: self.model.consent(chosen.version, answer, folder))
        question.open()

    def _show(self) -> None:
        watching = self.model.watching
        if watching is None:
            return
        self.rows.show_rows(tuple(reversed(watching.versions)))
        waiting = [n for n, one in enumerate(self.rows.rows) if one.is_asked and not one.mine]
        self.table.choose(waiting[0] if waiting else 0)
        for one in (self.code_words, self.code, self.confirm):
            one.setVisible(not watching.is_pinned)
        self._follow()

    def _chosen(self) -> VersionLine | None:
        row = self.table.currentIndex().row()
        return self.rows.row(row) if 0 <= row < len(self.rows.rows) else None

    def _follow(self) -> None:
        """Offer consent to a version that asks for it."""
        chosen, watching = self._chosen(), self.model.watching
        number = chosen.number if chosen is not None else 0
        self.yes.setText(self.cap("observer.definitions.yes", n=number))
        self.no.setText(self.cap("observer.definitions.no", n=number))
        pinned = watching is not None and watching.is_pinned
        can = chosen is not None and chosen.is_asked and pinned and self.model.session.writable
        said = chosen.mine if chosen is not None else ""
        key = "" if chosen is None else "done" if said == "yes" else "" if chosen.is_asked else "not_asked"
        self.why.setText(self.cap(f"observer.definitions.{key}", n=number) if key else "")
        had = self.window().focusWidget()
        self.yes.setEnabled(can and said != "yes")
        self.no.setEnabled(can and not said)
        if had in {self.yes, self.no} and not had.isEnabled():
            self.table.setFocus()  # what was signed can be signed no more
        self.take.setEnabled(self.model.session.writable)
        self.confirm.setEnabled(bool(self.code.text().strip()) and self.model.session.writable)

    def _confirm(self) -> None:
        """Confirm the round by the code that is read aloud."""
        if self.confirm.isEnabled():
            self.error.clear()
            self.model.pin(self.code.text())

    def _ask(self, answer: str) -> None:
        folder = ask_folder(self, self.cap("observer.folder"), self._folder)
        if folder is not None:
            self.consent(answer, folder)

    def _choose(self) -> None:
        title, kind = self.take.text(), self.cap("observer.definitions.kind")
        start = str(self._folder or documents_folder())
        chosen, _kind = QFileDialog.getOpenFileNames(self, title, start, f"{kind} (*{SUFFIX})")
        self.follow([Path(one) for one in chosen])

    def _load_acts(self) -> None:
        """Read what the reader may sign beside the secretary; the observer never names an acting chair."""
        self.cosigning.load()
        if self._is_member:
            self.naming.load()

    def _offer(self) -> None:
        self.acting.setVisible(self.naming.choice is not None)
        self.cosign.setVisible(self.cosigning.choice is not None)
        for one in (self.acting, self.cosign):
            one.setEnabled(self.model.session.writable)

    def _name(self) -> None:
        """Name who acts where the reader stands aside as chair (P09)."""
        NamingDialog(self.context, self.naming, self).open()

    def _cosign(self) -> None:
        """Sign a ruling, a void sheet or an absence beside the secretary."""
        CosignDialog(self.context, self.cosigning, self).open()

    def _named(self, acts: Sequence[SignedAct]) -> None:
        folder = next((str(one.path.parent) for one in acts if one.path is not None), "")
        self.done.setText(self.cap_count("chair.naming.done", len(acts), folder=folder))

    def _followed(self) -> None:
        self._load_acts()
        self.done.setText(self.cap("observer.definitions.taken"))
        self.code.clear()

    def _signed(self, what: str, path: Path) -> None:
        if what == "round":
            self.done.setText(self.cap("observer.written", file=path.name, folder=str(path.parent)))

    def _refused(self, what: str, fault: ReviewError) -> None:
        if what == "round":
            self.error.show_error(fault)
