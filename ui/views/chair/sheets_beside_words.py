"""Words of experts beside each other: comments on a criterion, opinions, explanations; with cited pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.discussion_data import Column, Item
from ui.widgets.controls import button, drain, label, pane, tag, tight
from ui.widgets.criterion_links import Link, PageLinks
from ui.widgets.marks import BandChip
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.money import points
from zgc_review.domain.settings import Bands
from zgc_review.scoring.totals import band_of

FEW: Final = 3
_CARD = 236

Wording = Callable[[CitedPage], str]


class WordsPane(QWidget):
    """Cards in rows of as many as there is room for; subclasses fill them.

    Signals:
        followed: a :class:`CitedPage`.
    """

    followed = Signal(object)

    def __init__(self, context: Context, *, name: str, most: int = FEW) -> None:
        super().__init__()
        self.context, self.most = context, most
        self.cards: list[WordsCard] = []
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        tight(self.column, 16, 10)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.head = QHBoxLayout()
        tight(self.head, 0, 8)
        self.title = label("head", name=f"{name}Title", wrap=True)
        self.note = label("small", "second", name=f"{name}Note")
        self.more = button(self._toggle, "quiet", name=f"{name}More")
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.note)
        self.head.addWidget(self.more)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(12)
        self.empty = label("body", "second", name=f"{name}Empty", wrap=True)
        self.column.addLayout(self.head)
        self.column.addWidget(self.empty)
        self.column.addLayout(self.grid)
        self.column.addStretch(1)
        self.shows_all = False
        self._across = 0
        self.refill: Callable[[], None] = lambda: None

    def show_cards(self, cards: Sequence[WordsCard]) -> None:
        """Show other cards."""
        drain(self.grid)
        self.cards = list(cards)
        for card in self.cards:
            card.links.followed.connect(self.followed)
        self._across = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer cards beside each other."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() - 32
        fit = room // self.context.theme.px(_CARD - 24)
        across = max(1, min(self.most, len(self.cards), fit))
        if across == self._across:
            return
        self._across = across
        for n in range(FEW):
            self.grid.setColumnStretch(n, int(n < across))
        for n, card in enumerate(self.cards):
            self.grid.addWidget(card, n // across, n % across)

    def _toggle(self) -> None:
        self.shows_all = not self.shows_all
        self.refill()


class WordsCard(QWidget):
    """What one expert wrote: code, mark, words, cited pages."""

    def __init__(
        self, context: Context, code: str, *, is_flagged: bool, name: str, is_long: bool = False
    ) -> None:
        super().__init__()
        self._context = context
        ground = pane("warn" if is_flagged else "card", name=name)
        inner = QVBoxLayout(ground)
        tight(inner, 12, 6)
        self.head = QHBoxLayout()
        tight(self.head, 0, 8)
        self.code = label("body", wrap=is_long)
        self.code.setProperty("type", "head")
        self.code.setText(code)
        self.head.addWidget(self.code, 1 if is_long else 0)
        if not is_long:
            self.head.addStretch(1)
        self.words = label("body", wrap=True, name=f"{name}Words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.links = PageLinks(context, name=f"{name}Links")
        inner.addLayout(self.head)
        inner.addWidget(self.words)
        inner.addWidget(self.links)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(ground)

    def say(self, words: str, pages: Sequence[CitedPage], wording: Wording) -> None:
        """Show words, or that there are none, and links to the cited pages."""
        self.words.setText(words or self._context.captions.cap("discussion.no_words"))
        self.words.setProperty("tone", "" if words else "hint")
        self.links.show_links([Link(one, wording(one)) for one in pages], editable=False)

    def add_mark(self, letter: str, words: str) -> None:
        """Show a band's chip and a percent behind the code."""
        if letter:
            self.head.insertWidget(1, BandChip(self._context.theme, letter))
        shown = label("body")
        shown.setText(words)
        self.head.insertWidget(2 if letter else 1, shown)

    def add_tag(self, words: str, kind: str = "plain") -> None:
        """Show a tag at the right."""
        made = tag(kind)
        made.setText(words)
        self.head.addWidget(made)


class CommentsPane(WordsPane):
    """Comments on one criterion, those furthest apart first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, name="comments")

    def show_comments(
        self, item: Item, row: int, title: str, bands: Bands, wording: Wording, own: str
    ) -> None:
        """Show the comments on the criterion of a row."""
        self.refill = lambda: self.show_comments(item, row, title, bands, wording, own)
        captions, criterion = self.context.captions, item.criteria[row].id
        columns = _apart(item.columns, criterion)
        shown = columns if self.shows_all else columns[:FEW]
        self.title.setText(title)
        self.note.setText(captions.cap("discussion.apart") if len(shown) < len(columns) else "")
        self.more.setVisible(len(columns) > FEW)
        words = captions.cap("discussion.fewer")
        self.more.setText(words if self.shows_all else captions.cap_count("discussion.all", len(columns)))
        self.empty.setText(captions.cap("discussion.no_sheets"))
        self.empty.setVisible(not columns)
        self.show_cards([self._card(one, criterion, bands, wording, own) for one in shown])

    def _card(self, one: Column, criterion: str, bands: Bands, wording: Wording, own: str) -> WordsCard:
        cap, body = self.context.captions.cap, one.counting
        card = WordsCard(self.context, one.code, is_flagged=one.is_flagged, name=f"comment:{one.code}")
        if body is None:
            card.say("", (), wording)
            return card
        mark = body.percents.get(criterion)
        letter = band_of(mark, bands) if mark is not None else ""
        percent = cap("discussion.not_applicable") if mark is None else f"{mark}%"
        before = one.initial.percents.get(criterion) if one.initial is not None else None
        if one.revision is not None and before is not None and before != mark:
            percent = cap("discussion.changed", before=f"{before}%", after=percent)
        card.add_mark(letter, percent)
        if one.is_own:
            card.add_tag(own)
        if one.revision is not None:
            card.add_tag(cap("discussion.revised"))
        words = body.comments.get(criterion) or body.not_applicable.get(criterion) or ""
        pages = [page for page in body.pages if page.criterion == criterion]
        card.say(words, pages, wording)
        return card


class OverallPane(WordsPane):
    """Overall opinions of every expert; of a revision with its reason."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, name="overall")
        self.shows_all = True
        self.more.hide()

    def show_item(self, item: Item, wording: Wording, own: str) -> None:
        """Show the opinions on an application."""
        cap, cards = self.context.captions.cap, []
        self.title.setText(cap("discussion.tab.overall"))
        self.empty.setText(cap("discussion.no_sheets"))
        self.empty.setVisible(not item.columns)
        for one in item.columns:
            card = WordsCard(self.context, one.code, is_flagged=one.is_flagged, name=f"overall:{one.code}")
            body = one.counting
            total = points(one.after.total) if one.after is not None else "–"
            card.add_mark("", total)
            if one.is_own:
                card.add_tag(own)
            words = body.overall if body is not None else ""
            if one.revision is not None:
                card.add_tag(cap("discussion.revised"))
                words = f"{words}\n{cap('discussion.reason_of', reason=one.revision.reason)}"
            card.say(words, [page for page in body.pages if not page.criterion] if body else (), wording)
            cards.append(card)
        self.show_cards(cards)


class ExplanationsPane(WordsPane):
    """Whose total deviates (S07), who explained it, and in which words."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, name="explanations")
        self.shows_all = True
        self.more.hide()

    def show_item(self, item: Item, wording: Wording) -> None:
        """Show the deviations of an application."""
        cap = self.context.captions.cap
        said = dict(item.explanations)
        shown = [one for one in item.columns if deviates(one) or one.code in said]
        self.title.setText(cap("discussion.tab.explanations"))
        self.empty.setText(cap("discussion.no_deviation"))
        self.empty.setVisible(not shown)
        cards = []
        for one in shown:
            card = WordsCard(self.context, one.code, is_flagged=one.owes, name=f"explanation:{one.code}")
            total = points(one.before.total) if one.before is not None else "–"
            card.add_mark("", total)
            words = said.get(one.code, "")
            if one.revision is not None and not words:
                words = cap("discussion.reason_of", reason=one.revision.reason)
                card.add_tag(cap("discussion.revised"))
            elif one.owes:
                card.add_tag(cap("discussion.owes"), "warn")
                words = cap("discussion.owes_words")
            else:
                card.add_tag(cap("discussion.explained"), "ok")
            card.say(words, (), wording)
            cards.append(card)
        self.show_cards(cards)


def deviates(one: Column) -> bool:
    """Say whether S07 points, or pointed, at a sheet of an expert."""
    return any(mark is not None and bool(mark.flags) for mark in (one.before, one.after))


def _apart(columns: Sequence[Column], criterion: str) -> list[Column]:
    """Sort those furthest from the median of the criterion first, then by code."""
    marks = {
        one.code: one.counting.percents[criterion]
        for one in columns
        if one.counting is not None and criterion in one.counting.percents
    }
    given = sorted(marks.values())
    twice = given[(len(given) - 1) // 2] + given[len(given) // 2] if given else 0  # the median, doubled
    away = {code: abs(2 * mark - twice) for code, mark in marks.items()}
    return sorted(columns, key=lambda one: (-away.get(one.code, 0), one.code))
