"""What an expert says in the sitting, one card each: own sheet, explanation, vetoes, the group's opinion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.member_sitting import MemberSittingModel
from ui.viewmodels.member_sitting_data import HeardClaim, HeardItem
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, drain, label, pane, tag, tight
from ui.widgets.criterion_box import ProseBox
from ui.widgets.criterion_links import Link, PageLinks
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.money import points
from zgc_review.services.sitting_notes import NoteKind

Wording = Callable[[str, int], str]


class Card(QWidget):
    """A heading, words, and what belongs to it.

    Signals:
        asked: an act, and the item of a claim where it is about one.
        followed: a :class:`CitedPage`.
    """

    asked = Signal(str, str)
    followed = Signal(object)

    def __init__(self, context: Context, model: MemberSittingModel, *, name: str) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.cap = context.captions.cap
        ground = pane("card", name=name)
        self.body = QVBoxLayout(ground)
        tight(self.body, 14, 8)
        self.title = label("head", name=f"{name}Title")
        self.words = label("body", "second", name=f"{name}Words", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(ground)

    def show_item(self, item: HeardItem) -> None:
        """Show what the card says of an application."""
        raise NotImplementedError

    def row(self, *widgets: QWidget) -> None:
        """Put widgets beside each other at the end of the card."""
        row = QHBoxLayout()
        tight(row, 0, 8)
        for one in widgets:
            row.addWidget(one)
        row.addStretch(1)
        self.body.addLayout(row)

    def typed(self, box: ProseBox, note: NoteKind) -> None:
        """Let what is typed in a box be kept."""
        box.edited.connect(lambda text: self.model.put(note, "text", text))
        box.left.connect(self.model.saver.flush)


class SheetCard(Card):
    """The own sheet: its total, whether it may be revised, both values after it."""

    def __init__(self, context: Context, model: MemberSittingModel) -> None:
        super().__init__(context, model, name="sittingSheet")
        self.act = button(lambda: self.asked.emit("revise", ""), name="sittingRevise")
        self.row(self.act)

    def show_item(self, item: HeardItem) -> None:
        """Say both totals and what may be done."""
        self.title.setText(self.cap("sitting.sheet.title"))
        before = "–" if item.before is None else points(item.before)
        key = item.revision or "shut"
        values = {"before": before, "after": "" if item.after is None else points(item.after)}
        self.words.setText(self.cap(f"sitting.sheet.{key}", **values))
        started = item.revision == "started"
        self.act.setText(self.cap("sitting.sheet.go_on" if started else "sitting.sheet.revise"))
        self.act.setVisible(item.revision in {"open", "started"})
        self.act.setEnabled(self.model.writable)


class ExplainCard(Card):
    """The written explanation of an own total that deviates (S07)."""

    def __init__(self, context: Context, model: MemberSittingModel) -> None:
        super().__init__(context, model, name="sittingExplain")
        self.box = ProseBox(context, name="explanation", least=2, most=6)
        self.act = button(lambda: self.asked.emit("explain", ""), name="sittingExplainSign")
        self.body.addWidget(self.box)
        self.row(self.act)
        self.typed(self.box, "explanation")
        model.noted.connect(lambda _kind: self._enable())

    def show_item(self, item: HeardItem) -> None:
        """Show the explanation as it is typed, and whether one is signed."""
        self.title.setText(self.cap("sitting.explain.title"))
        self.words.setText(self.cap("sitting.explain.done" if item.explained else "sitting.explain.lead"))
        self.box.say(self.cap("sitting.explain.caption"), self.cap("sitting.explain.hint"))
        self.box.set_editable(self.model.writable)
        self.box.show_text(str(self.model.note("explanation")["text"]) or item.explained)
        self.act.setText(self.cap("sitting.explain.again" if item.explained else "sitting.explain.act"))
        self.setVisible(item.before is not None)
        self._enable()

    def _enable(self) -> None:
        item, text = self.model.item, self.box.field.toPlainText().strip()
        said = item.explained if item is not None else ""
        self.act.setEnabled(self.model.writable and bool(text) and text != said)


class ClaimsCard(Card):
    """Claims of others with a vote each, and an own claim with a cited page."""

    def __init__(
        self, context: Context, model: MemberSittingModel, on_view: Callable[[], tuple[str, int] | None]
    ) -> None:
        super().__init__(context, model, name="sittingClaims")
        self._on_view = on_view
        self.wording: Wording = lambda _document, page: str(page)
        self._claims = QVBoxLayout()
        tight(self._claims, 0, 8)
        self.item = ChoiceBox(context, name="sittingClaimItem", letters=14)
        self.caption = label("small", "second")
        self.caption.setBuddy(self.item)
        self.box = ProseBox(context, name="claimText", least=2, most=6)
        self.links = PageLinks(context, name="claimPage")
        self.cite = button(self.cite_page, "quiet", name="sittingClaimCite")
        self.act = button(lambda: self.asked.emit("claim", ""), name="sittingClaimSign")
        self.body.addLayout(self._claims)
        for one in (self.caption, self.item, self.box, self.links):
            self.body.addWidget(one)
        self.row(self.act, self.cite)
        self.typed(self.box, "claim")
        self.item.activated.connect(self._choose)
        self.links.followed.connect(self.followed)
        self.links.removed.connect(lambda _page: self._point(None, None))
        model.noted.connect(lambda _kind: self._show_own())

    def show_item(self, item: HeardItem) -> None:
        """Show claims and votes, then the own claim as it is typed."""
        screens = item.stage != "proposal"
        self.title.setText(self.cap("sitting.claims.title_stage" if screens else "sitting.claims.title"))
        self.words.setText("" if item.claims else self.cap("sitting.claims.none"))
        self.words.setVisible(not item.claims)
        drain(self._claims)
        for n, one in enumerate(item.claims):
            self._claims.addWidget(self._claim(n, one))
        english = self.context.captions.language == "en"
        self.caption.setText(self.cap("sitting.claims.own_stage" if screens else "sitting.claims.own"))
        self.item.setAccessibleName(self.caption.text())
        self.item.clear()
        self.item.addItem(self.cap("sitting.claims.choose"), None)
        for name, words in item.items:
            self.item.addItem(f"{name}　{words.en if english and words.en else words.zh}", name)
        self.box.say(self.cap("sitting.claims.text"), self.cap("sitting.claims.hint"))
        self.box.set_editable(self.model.writable)
        self.box.show_text(str(self.model.note("claim")["text"]))
        self.act.setText(self.cap("sitting.claims.again" if item.claimed else "sitting.claims.act"))
        self.cite.setText(self.cap("sitting.claims.cite"))
        self._show_own()

    def _claim(self, n: int, claim: HeardClaim) -> QWidget:
        """Return one claim: what, by whom, its page, the vote."""
        made = QWidget()
        made.setObjectName(f"heardClaim:{n}")
        column = QVBoxLayout(made)
        tight(column, 0, 4)
        english = self.context.captions.language == "en"
        head = label("body", wrap=True)
        head.setProperty("type", "head")
        head.setText(claim.name.en if english and claim.name.en else claim.name.zh)
        words = label("body", wrap=True)
        words.setText(f"{self.cap('discussion.claim.by', code=claim.by, item=claim.item)}\n{claim.text}")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(head)
        column.addWidget(words)
        if claim.document is not None and claim.page is not None:
            page = CitedPage(criterion="", document=claim.document, page=claim.page)
            links = PageLinks(self.context, name=f"heardPage:{n}")
            links.show_links([Link(page, self.wording(claim.document, claim.page))], editable=False)
            links.followed.connect(self.followed)
            column.addWidget(links)
        column.addLayout(self._votes(n, claim))
        return made

    def _votes(self, n: int, claim: HeardClaim) -> QLayout:
        row = QHBoxLayout()
        tight(row, 0, 8)
        for answer in ("yes", "no"):
            act = button(partial(self.asked.emit, f"vote_{answer}", claim.item), name=f"vote:{answer}:{n}")
            act.setText(self.cap(f"sitting.claims.vote.{answer}"))
            act.setAccessibleName(f"{act.text()} {claim.item}")
            act.setEnabled(self.model.writable and claim.vote != answer)
            row.addWidget(act)
        if claim.vote:
            given = tag("ok", name=f"voted:{n}")
            given.setText(self.cap(f"sitting.claims.voted.{claim.vote}"))
            row.addWidget(given)
        row.addStretch(1)
        return row

    def _show_own(self) -> None:
        """Show item and page of the own claim, and whether it may be signed."""
        note, item = self.model.note("claim"), self.model.item
        self.item.setCurrentIndex(max(0, self.item.findData(note["item"])))
        self.item.setEnabled(self.model.writable)
        links = []
        if note["document"] is not None and note["page"] is not None:
            page = CitedPage(criterion="", document=note["document"], page=note["page"])
            links = [Link(page, self.wording(note["document"], note["page"]))]
        self.links.show_links(links, editable=self.model.writable)
        self.cite.setEnabled(self.model.writable)
        ready = note["item"] is not None and len(str(note["text"]).strip()) > 1 and item is not None
        self.act.setEnabled(ready and self.model.writable)

    def _choose(self, _index: int) -> None:
        self.model.put("claim", "item", self.item.currentData(), at_once=True)

    def cite_page(self) -> None:
        """Cite the page on view for the own claim."""
        on_view = self._on_view()
        if on_view is not None:
            self._point(*on_view)

    def _point(self, document: str | None, page: int | None) -> None:
        self.model.put("claim", "document", document)
        self.model.put("claim", "page", page, at_once=True)


class OpinionCard(Card):
    """The group's opinion, and the own word on it."""

    def __init__(self, context: Context, model: MemberSittingModel) -> None:
        super().__init__(context, model, name="sittingOpinion")
        self.parts: Sequence[QLabel] = [label("body", wrap=True, name=f"heard:{n}") for n in range(3)]
        self.given = tag("ok", name="opinionGiven")
        self.box = ProseBox(context, name="dissent", least=2, most=6)
        self.agree = button(lambda: self.asked.emit("agree", ""), name="sittingAgree")
        self.dissent = button(lambda: self.asked.emit("dissent", ""), name="sittingDissent")
        for one in self.parts:
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(one)
        self.row(self.given)
        self.body.addWidget(self.box)
        self.row(self.agree, self.dissent)
        self.typed(self.box, "dissent")
        model.noted.connect(lambda _kind: self._enable())

    def show_item(self, item: HeardItem) -> None:
        """Show the opinion that was told, and the own word as signed."""
        opinion = item.opinion
        self.title.setText(self.cap("sitting.opinion.title"))
        key = "none" if opinion is None else "own" if opinion.is_own else "lead"
        by = opinion.by if opinion is not None else ""
        self.words.setText(self.cap(f"sitting.opinion.{key}", code=by))
        said = opinion is not None and not opinion.is_own
        heads = ("strengths", "weaknesses", "advice")
        for shown, head in zip(self.parts, heads, strict=True):
            words = getattr(opinion.text, head) if opinion is not None else ""
            shown.setText(
                self.cap("sitting.opinion.part", head=self.cap(f"discussion.opinion.{head}"), words=words)
            )
            shown.setVisible(opinion is not None)
        vote = opinion.vote if opinion is not None else ""
        self.given.setText(self.cap(f"sitting.opinion.said.{vote}") if vote else "")
        self.given.setVisible(bool(vote))
        self.box.say(self.cap("sitting.opinion.dissent_caption"), self.cap("sitting.opinion.dissent_hint"))
        self.box.set_editable(self.model.writable)
        typed = str(self.model.note("dissent")["text"])
        self.box.show_text(typed or (opinion.dissent if opinion is not None else ""))
        self.agree.setText(self.cap("sitting.opinion.agree"))
        self.dissent.setText(self.cap("sitting.opinion.dissent"))
        for one in (self.box, self.agree, self.dissent):
            one.setVisible(said)
        self._enable()

    def _enable(self) -> None:
        item = self.model.item
        opinion = item.opinion if item is not None else None
        vote = opinion.vote if opinion is not None else ""
        text = self.box.field.toPlainText().strip()
        said = opinion.dissent if opinion is not None else ""
        self.agree.setEnabled(self.model.writable and vote != "agree")
        self.dissent.setEnabled(
            self.model.writable and bool(text) and not (vote == "dissent" and text == said)
        )
