"""Veto claims of a sheet: item, reason, a page as evidence (rules §6.6, §8)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.sheet import SheetModel
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import IconButton, button, drain, label, pane, tight
from ui.widgets.criterion_box import ProseBox
from ui.widgets.criterion_links import Link, PageLinks
from zgc_review.domain.bodies import CitedPage, VetoClaim

OnView = Callable[[], tuple[str, int] | None]


class ClaimList(QWidget):
    """Claims of the sheet on show.

    Signals:
        followed: a cited page to show.
    """

    followed = Signal(object)

    def __init__(
        self, context: Context, model: SheetModel, on_view: OnView, wording: Callable[[CitedPage], str]
    ) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._on_view, self._wording = on_view, wording
        self.rows: list[_ClaimRow] = []
        self.title = label("small", "second")
        self.add = button(self._add, "quiet", name="claimAdd")
        self._column = QVBoxLayout()
        tight(self._column, 0, 8)
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        column.addWidget(self.title)
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show the claims as the sheet has them; texts are left alone where they say it already."""
        cap = self._context.captions.cap
        claims, editable = self._model.body.claims, self._model.is_editable
        asked = bool(claims) or self._model.body.integrity is True
        screens = self._model.content.rubric.stage != "proposal"
        self.title.setText(cap("score.claims.title_stage" if screens else "score.claims.title"))
        self.title.setVisible(asked)
        self.add.setText(cap("score.claims.add_stage" if screens else "score.claims.add"))
        self.add.setVisible(editable)
        if len(self.rows) != len(claims):
            drain(self._column)
            self.rows = []
            for index in range(len(claims)):
                row = _ClaimRow(self._context, self._model, index, self._on_view, self._wording)
                row.followed.connect(self.followed)
                self.rows.append(row)
                self._column.addWidget(row)
        for row in self.rows:
            row.refresh()

    def _add(self) -> None:
        claims = self._model.body.claims
        first = VetoClaim(item=self._model.content.veto_ids[0], document=None, page=None, text="")
        self._model.put("veto", "", (*claims, first))
        if self.rows:
            self.rows[-1].item.setFocus()


class _ClaimRow(QWidget):
    """One claim."""

    followed = Signal(object)

    def __init__(
        self,
        context: Context,
        model: SheetModel,
        index: int,
        on_view: OnView,
        wording: Callable[[CitedPage], str],
    ) -> None:
        super().__init__()
        self._context, self._model, self._index = context, model, index
        self._on_view, self._wording = on_view, wording
        self.item = ChoiceBox(context, name=f"claimItem{index}")
        self.words = label("body", wrap=True)
        self.remove = IconButton(context, "delete-bin-line", self._remove, name=f"claimRemove{index}")
        self.text = ProseBox(context, name=f"claimText{index}", most=5)
        self.links = PageLinks(context, name=f"claimLinks{index}")
        self.cite = button(self._cite, "quiet", name=f"claimCite{index}")
        self._lay_out()
        self.item.activated.connect(self._choose)
        self.text.edited.connect(lambda words: self._put(text=words))
        self.text.left.connect(model.store)
        self.links.followed.connect(self.followed)
        self.links.removed.connect(lambda _page: self._put(document=None, page=None))

    def _lay_out(self) -> None:
        ground = pane("card")
        inner = QVBoxLayout(ground)
        tight(inner, 10, 6)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.item, 1)
        head.addWidget(self.words, 1)
        head.addWidget(self.remove)
        inner.addLayout(head)
        inner.addWidget(self.text)
        foot = QHBoxLayout()
        tight(foot, 0, 8)
        foot.addWidget(self.cite)
        foot.addWidget(self.links, 1)
        inner.addLayout(foot)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(ground)

    def refresh(self) -> None:
        """Show the claim as the sheet has it."""
        cap, english = self._context.captions.cap, self._context.captions.language == "en"
        content, editable = self._model.content, self._model.is_editable
        claim = self._model.body.claims[self._index]
        names = [one.en if english else one.zh for one in content.vetoes]
        if [self.item.itemText(n) for n in range(self.item.count())] != names:
            self.item.clear()
            self.item.addItems(names)
        place = content.veto_ids.index(claim.item) if claim.item in content.veto_ids else -1
        self.item.setCurrentIndex(place)
        self.item.setToolTip(self.item.currentText())
        screens = content.rubric.stage != "proposal"
        self.item.setAccessibleName(cap("score.claims.item_stage" if screens else "score.claims.item"))
        self.item.setVisible(editable)
        self.words.setText(self.item.currentText() or claim.item)
        self.words.setVisible(not editable)
        self.remove.say(cap("score.claims.remove"))
        self.remove.setVisible(editable)
        self.text.say(cap("score.claims.text"), cap("score.claims.hint"))
        self.text.set_editable(editable)
        self.text.show_text(claim.text)
        self.cite.setText(cap("score.claims.cite"))
        self.cite.setVisible(editable and claim.document is None)
        self.links.show_links(self._link(claim), editable=editable)

    def _link(self, claim: VetoClaim) -> list[Link]:
        if claim.document is None or claim.page is None:
            return []
        page = CitedPage(criterion="", document=claim.document, page=claim.page)
        return [Link(page, self._wording(page))]

    def _choose(self, index: int) -> None:
        self._put(item=self._model.content.veto_ids[index])

    def _cite(self) -> None:
        on_view = self._on_view()
        if on_view is not None:
            self._put(document=on_view[0], page=on_view[1])

    def _put(self, **fields: object) -> None:
        claims = list(self._model.body.claims)
        claims[self._index] = replace(claims[self._index], **fields)
        self._model.put("veto", "", tuple(claims), at_once="text" not in fields)

    def _remove(self) -> None:
        claims = list(self._model.body.claims)
        del claims[self._index]
        self._model.put("veto", "", tuple(claims))
