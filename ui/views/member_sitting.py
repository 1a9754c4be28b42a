"""The sitting in an expert's window: what was told, the documents, what to say (rules §6.8, §8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.context import Context
from ui.models.member_sitting import HeardTable
from ui.viewmodels.member_sitting import MemberSittingModel
from ui.views.ask import Question
from ui.views.beside_documents import BesideDocuments
from ui.views.member_sitting_cards import Card, ClaimsCard, ExplainCard, OpinionCard, SheetCard
from ui.views.member_sitting_dialog import ReviseDialog
from ui.views.score_keys import viewer_hints
from ui.views.screen import Hint
from ui.widgets.document_area import DocumentArea, PageMark
from zgc_review.domain.bodies import CitedPage


class MemberSittingScreen(BesideDocuments):
    """Answers of an expert in the sitting. Back leads to the own sheets.

    Signals:
        sheet_asked: id of an application whose revision was begun.
    """

    place = "sitting.place"
    prefix = "sitting"
    turns = ("sitting.read", "sitting.answer")
    sheet_asked = Signal(str)

    def __init__(
        self, context: Context, model: MemberSittingModel, documents: DocumentArea, application: str = ""
    ) -> None:
        table = ("heardTable", HeardTable(context.captions), {1: 116})
        super().__init__(context, model, documents, table, name="memberSitting")
        self.model = model
        self._first = application
        self.claims = ClaimsCard(context, model, self.on_view)
        self.cards: tuple[Card, ...] = (
            SheetCard(context, model),
            OpinionCard(context, model),
            self.claims,
            ExplainCard(context, model),
        )
        self.lay_out((self.unit, self.error, *self.cards))
        self._wire()
        self.retranslate()

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.chosen.connect(self._show_item)
        self.model.acted.connect(self._acted)
        self.claims.wording = self._wording
        for card in self.cards:
            card.asked.connect(self.ask)
            card.followed.connect(self.follow)
        self.documents.cite_asked.connect(self.claims.cite_page)

    def entered(self) -> None:
        """Read what was told; the list has the focus."""
        self.model.load(self._first)
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        return (
            ("J K", self.cap("discussion.key.item")),
            ("Q", self.cap("sitting.key.cite")),
            ("F6", self.cap("discussion.key.pane")),
            ("Esc", self.cap("sitting.key.back")),
            *viewer_hints(self.cap),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("sitting.title"))
        self.table.setAccessibleName(self.cap("sitting.title"))
        self.back.setText(self.cap("sitting.back"))
        self._show()
        self._show_item()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters work where no text is typed."""
        bare = not event.modifiers()
        row = self.table.currentIndex().row()
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        if bare and Qt.Key(event.key()) in steps:
            self.table.choose(row + steps[Qt.Key(event.key())])
        elif bare and event.key() == Qt.Key.Key_Backslash:
            self.documents.turn_beside()
        elif bare and event.key() == Qt.Key.Key_Q:
            self.claims.cite_page()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            event.ignore()

    def on_view(self) -> tuple[str, int] | None:
        """Return digest and page of what the documents show."""
        place, item = self.documents.current(), self.model.item
        if place is None or item is None:
            return None
        plain = next((one.plain for one in item.documents if one.position == place[0]), None)
        return None if plain is None else (plain, place[1])

    def follow(self, cited: CitedPage) -> None:
        """Show a cited page."""
        item = self.model.item
        found = next((one for one in item.documents if one.plain == cited.document), None) if item else None
        if found is not None:
            self.read_documents(True)
            self.documents.go_to(found.position, cited.page)

    def ask(self, act: str, about: str) -> None:
        """Ask before an act is signed: about which application, what follows."""
        item = self.model.item
        if item is None:
            return
        if act == "revise":
            self._revise(item.application, item.number, started=item.revision == "started")
            return
        acts: dict[str, Callable[[], None]] = {
            "explain": self.model.explain,
            "claim": self.model.claim,
            "vote_yes": partial(self.model.vote, about, "yes"),
            "vote_no": partial(self.model.vote, about, "no"),
            "agree": partial(self.model.answer, "agree"),
            "dissent": partial(self.model.answer, "dissent"),
        }
        question = Question(
            self.context,
            self.cap(f"sitting.question.{act}", number=item.number, item=about),
            self.cap(f"sitting.follows.{act}", unit=item.unit),
            self.cap(f"sitting.act.{act}"),
            self,
        )
        question.agreed.connect(self.error.clear)
        question.agreed.connect(acts[act])
        question.open()

    def _revise(self, application: str, number: str, *, started: bool) -> None:
        """Ask for the reason of a revision, or go on with the one that was begun."""
        if started:
            self.sheet_asked.emit(application)
            return
        dialog = ReviseDialog(self.context, self, number)
        dialog.given.connect(self.model.revise)
        dialog.open()

    def _acted(self, act: str) -> None:
        item = self.model.item
        if act == "revise" and item is not None:
            self.sheet_asked.emit(item.application)

    def _show(self) -> None:
        """Show the list, and how many files wait."""
        heard = self.model.heard
        self.show_list()
        self.select()
        self.table.setVisible(bool(heard.items))
        self.empty.setText(self.cap("sitting.empty"))
        self.empty.setVisible(not heard.items)
        revised = sum(one.revision == "signed" for one in heard.items)
        self.owed.setText(self.cap_count("sitting.owed", heard.owed) if heard.owed else "")
        self.write.setText(self.cap("sitting.return"))
        self._foot.setVisible(bool(heard.owed or revised))

    def _show_item(self) -> None:
        """Show one application: its documents, and a card for each thing to say."""
        item = self.model.item
        self.show_documents()
        self.select()
        for card in self.cards:
            card.setVisible(item is not None)
            if item is not None:
                card.show_item(item)
        self.documents.set_citing("" if self.model.writable else self.cap("score.cite_read_only"))
        self._show_marks()

    def _show_marks(self) -> None:
        """Tell the viewer which pages the claims cite."""
        item = self.model.item
        if item is None:
            return
        places = {one.plain: one.position for one in item.documents}
        self.documents.set_marks(
            [
                PageMark(places[one.document], one.page, one.item)
                for one in item.claims
                if one.document in places and one.page is not None
            ]
        )

    def _wording(self, document: str, page: int) -> str:
        item = self.model.item
        found = next((one for one in item.documents if one.plain == document), None) if item else None
        stem = "?" if found is None else (found.label or found.name.rpartition(".")[0] or found.name)
        short = stem if len(stem) <= 16 else f"{stem[:15]}…"
        return self.cap("score.link.words", document=short, page=page)
