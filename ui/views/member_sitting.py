"""The sitting in an expert's window: what was told, the documents, what to say (rules §6.8, §8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.member_sitting import HeardTable
from ui.viewmodels.member_sitting import MemberSittingModel
from ui.views.ask import Question
from ui.views.member_sitting_cards import Card, ClaimsCard, ExplainCard, OpinionCard, SheetCard
from ui.views.member_sitting_dialog import ReviseDialog
from ui.views.score_keys import viewer_hints
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.document_area import DocumentArea, PageMark
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.domain.bodies import CitedPage
from zgc_review.errors import ReviewError

LIST, CARDS = 264, 440
_ROOMY: Final = 1100  # px at 100 %; below it the documents give way until a link asks for them


class MemberSittingScreen(Screen):
    """Answers of an expert in the sitting.

    Signals:
        sheet_asked: id of an application whose revision was begun.
        return_asked: write the files for the secretary.
        back_asked: to the own sheets.
    """

    place = "sitting.place"
    sheet_asked = Signal(str)
    return_asked = Signal()
    back_asked = Signal()

    def __init__(
        self, context: Context, model: MemberSittingModel, documents: DocumentArea, application: str = ""
    ) -> None:
        super().__init__(context, name="memberSitting")
        self.model, self.documents = model, documents
        self._first, self._shown = application, ""
        self._reads = False
        self.rows = HeardTable(context.captions, self)
        self.table = LineTable(context, self.rows, {1: 116}, name="heardTable")
        self.title = label("head", name="sittingTitle")
        self.empty = label("body", "second", name="sittingEmpty", wrap=True)
        self.unit = label("title", name="sittingUnit", wrap=True)
        self.error = ErrorPane(context, name="sittingError")
        self.claims = ClaimsCard(context, model, self.on_view)
        self.cards: tuple[Card, ...] = (
            SheetCard(context, model),
            OpinionCard(context, model),
            self.claims,
            ExplainCard(context, model),
        )
        self.back = button(self.back_asked.emit, "quiet", name="sittingBack")
        self.read = button(self._read, "quiet", name="sittingRead")
        self.write = button(self.return_asked.emit, "primary", name="sittingReturn")
        self.owed = label("small", "second", name="sittingOwed", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        tight(left, 0, 8)
        left.setContentsMargins(0, 14, 0, 8)
        for one in (self.title, self.empty):
            one.setContentsMargins(14, 0, 14, 0)
            left.addWidget(one)
        left.addWidget(self.table, 1)
        left.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self._left)
        row.addWidget(rule("v"))
        row.addWidget(self.documents, 1)
        row.addWidget(rule("v"))
        row.addWidget(self._side(), 0)

    def _side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 16, 12)
        column.addWidget(self.unit)
        column.addWidget(self.error)
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        foot = pane("footer")
        below = QHBoxLayout(foot)
        tight(below, 14, 12)
        below.addWidget(self.owed, 1)
        below.addWidget(self.write)
        self._right = QWidget()
        outer = QVBoxLayout(self._right)
        tight(outer)
        outer.addWidget(self.area, 1)
        outer.addWidget(foot)
        return self._right

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.chosen.connect(self._show_item)
        self.model.failed.connect(self._refused)
        self.model.acted.connect(self._acted)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.claims.wording = self._wording
        for card in self.cards:
            card.asked.connect(self.ask)
            card.followed.connect(self.follow)
        self.documents.cite_asked.connect(self.claims.cite_page)
        self.context.theme.changed.connect(self._arrange)
        panes = QShortcut(QKeySequence("F6"), self)
        panes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes.activated.connect(self.next_pane)

    def entered(self) -> None:
        """Read what was told; the list has the focus."""
        self.model.load(self._first)
        self.table.setFocus()

    def settle(self) -> None:
        """Store what was typed."""
        self.model.saver.flush()

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
        self.read.setText(self.cap("sitting.answer" if self._reads else "sitting.read"))
        self._show()
        self._show_item()

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
            self._escape()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Documents give way in a narrow window."""
        super().resizeEvent(event)
        self._arrange()

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
            self._reads = True
            self._arrange()
            self.documents.go_to(found.position, cited.page)

    def next_pane(self) -> None:
        """Give the focus to the next pane: list, documents, cards."""
        focus = QApplication.focusWidget()
        if focus is not None and self._left.isAncestorOf(focus) and not self.documents.isHidden():
            self.documents.setFocus(Qt.FocusReason.TabFocusReason)
            self.documents.focusNextChild()
        elif focus is not None and self._right.isAncestorOf(focus):
            self.table.setFocus()
        else:
            self._right.setFocus()
            self.area.focusNextChild()

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

    def _read(self) -> None:
        """In a narrow window documents and answers take turns."""
        self._reads = not self._reads
        self._arrange()

    def _escape(self) -> None:
        if self._reads and self.width() / self.context.theme.factor < _ROOMY:
            self._reads = False
            self._arrange()
        else:
            self.back_asked.emit()

    def _acted(self, act: str) -> None:
        item = self.model.item
        if act == "revise" and item is not None:
            self.sheet_asked.emit(item.application)

    def _show(self) -> None:
        """Show the list, and how many files wait."""
        heard = self.model.heard
        blocked = self.table.selectionModel().blockSignals(True)
        self.rows.show_rows(heard.items)
        self._select()
        self.table.selectionModel().blockSignals(blocked)
        self.table.setVisible(bool(heard.items))
        self.empty.setText(self.cap("sitting.empty"))
        self.empty.setVisible(not heard.items)
        revised = sum(one.revision == "signed" for one in heard.items)
        self.owed.setText(self.cap_count("sitting.owed", heard.owed) if heard.owed else "")
        self.write.setText(self.cap("sitting.return"))
        self.write.setVisible(bool(heard.owed or revised))

    def _select(self) -> None:
        item = self.model.item
        names = [one.application for one in self.model.heard.items]
        if item is not None:
            self.table.choose(names.index(item.application))

    def _show_item(self) -> None:
        """Show one application: its documents, and a card for each thing to say."""
        item = self.model.item
        name = item.application if item is not None else ""
        if name != self._shown:
            self._shown = name
            self.documents.show_application(name, item.documents if item is not None else ())
            self.area.verticalScrollBar().setValue(0)
        self._select()
        self.unit.setText(f"{item.number}　{item.unit}" if item is not None else "")
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

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.model.choose(self.rows.row(now.row()).application)

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        self.area.ensureWidgetVisible(self.error)

    def _arrange(self) -> None:
        """Give every part its place at the width there is."""
        px = self.context.theme.px
        narrow = self.width() / self.context.theme.factor < _ROOMY
        self._left.setFixedWidth(px(LIST))
        self.documents.setVisible(not narrow or self._reads)
        self.read.setVisible(narrow)
        self.read.setText(self.cap("sitting.answer" if self._reads else "sitting.read"))
        self._right.setVisible(not narrow or not self._reads)
        if narrow:
            self._right.setMinimumWidth(1)
            self._right.setMaximumWidth(16_777_215)
        else:
            self._right.setFixedWidth(px(CARDS))
