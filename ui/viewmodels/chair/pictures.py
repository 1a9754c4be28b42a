"""Which picture is on show, page by page; drawing is a job of its own that touches no vault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from ui.jobs import Ticket
from ui.theme.theme import Theme
from ui.viewmodels.chair.panel import Panel, PanelModel
from zgc_review.export.charts import Drawn, Look, Place, Spot, draw
from zgc_review.export.charts_values import (
    Named,
    Picture,
    SpreadPicture,
    pages_of,
    pictures_of,
)
from zgc_review.services.picturing import recused_in, write_pictures

Kind: TypeAlias = Literal["scores", "spread", "ranking"]
KINDS: Final[tuple[Kind, ...]] = ("scores", "spread", "ranking")
AT_ONCE = 600  # applications whose pictures are made within a frame
_HEAD = 118  # pixels at 100 % of a page that are no rows: title, legend, axis
_ROW: Final = {"scores": 32, "spread": 56, "ranking": 26}  # pixels at 100 % that a row asks for


@dataclass(frozen=True, slots=True)
class Choice:
    """One picture of one group."""

    kind: Kind
    group: str
    pool: str
    picture: Picture


class PicturesModel(QObject):
    """The pictures over :class:`PanelModel`.

    Signals:
        offered: :attr:`choices` are other ones.
        turned: another picture, or another page of it, is to be drawn.
        drawn: a :class:`Drawn`: the page on show.
        written: tuple of paths of files.
        failed: a :class:`ReviewError`.
        moved: files done, files in all.
        cancelled: writing was stopped.
    """

    offered = Signal()
    turned = Signal()
    drawn = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    moved = Signal(int, int)
    cancelled = Signal()

    def __init__(self, panel: PanelModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.choices: tuple[Choice, ...] = ()
        self.choice: Choice | None = None
        self.page = 0
        self.rows = 20
        self._asked = 0
        panel.loaded.connect(self._offer)
        self._offer()

    @property
    def pages(self) -> tuple[Picture, ...]:
        """The pages of the picture on show."""
        return () if self.choice is None else pages_of(self.choice.picture, self.rows)

    @property
    def shown(self) -> Picture | None:
        """The page on show."""
        return self.pages[self.page] if 0 <= self.page < len(self.pages) else None

    def of_kind(self, kind: Kind) -> tuple[Choice, ...]:
        """Return the pictures of a kind."""
        return tuple(one for one in self.choices if one.kind == kind)

    def choose(self, choice: Choice) -> None:
        """Show another picture from its first page."""
        self.choice, self.page = choice, 0
        self.turned.emit()

    def choose_kind(self, kind: Kind) -> None:
        """Show the picture of another kind, of the same group and pool where there is one."""
        offered, now = self.of_kind(kind), self.choice
        if not offered or (now is not None and now.kind == kind):
            return
        same = [one for one in offered if now is not None and one.group == now.group]
        near = [one for one in same if now is not None and one.pool == now.pool]
        self.choose((near or same or list(offered))[0])

    def turn(self, page: int) -> None:
        """Show another page."""
        if 0 <= page < len(self.pages) and page != self.page:
            self.page = page
            self.turned.emit()

    def fit(self, height: int, scale: float) -> None:
        """Cut pages to so many rows as a height (pixels) holds at a size (1.0 is 100 %)."""
        if self.choice is None:
            return
        room = height / scale - _HEAD
        rows = max(4, int(room // _ROW[self.choice.kind]))
        if rows != self.rows:
            first = self.page * self.rows
            self.rows = rows
            self.page = min(first // rows, max(0, len(self.pages) - 1))

    def draw(self, look: Look, language: str, size: tuple[int, int], scale: float) -> None:
        """Draw the page on show; what was asked for before counts no more."""
        page = self.shown
        self._asked += 1
        if page is None:
            return
        number, at = self._asked, Place(self.page + 1, len(self.pages))

        def done(drawn: Drawn) -> None:
            if number == self._asked:
                self.drawn.emit(drawn)

        def work(_ticket: Ticket) -> Drawn | None:
            # Pages that were passed over meanwhile are not drawn at all.
            return draw(page, at, look, language, size, scale) if number == self._asked else None

        self.panel.session.context.jobs.run(
            self, work, lambda value: None if value is None else done(value), self.failed.emit, vault=False
        )

    def write(self, folder: Path, language: str) -> Ticket:
        """Write every picture as PDF and SVG; a folder for each group where there are several."""
        groups = sorted({one.group for one in self.choices})
        several = len(groups) > 1
        choices = self.choices

        def work(ticket: Ticket) -> tuple[Path, ...]:
            written: list[Path] = []
            for group in groups:
                pictures = [one.picture for one in choices if one.group == group]
                place = folder / group if several else folder
                written += write_pictures(pictures, place, language, ticket.progress)
            return tuple(written)

        return self.panel.session.context.jobs.run(
            self,
            work,
            self.written.emit,
            self.failed.emit,
            progress=self.moved.emit,
            cancelled=self.cancelled.emit,
            vault=False,
        )

    def page_with(self, application: str) -> int:
        """Return the page of the picture on show that holds an application, -1 for none."""
        return next((n for n, page in enumerate(self.pages) if application in _inside(page)), -1)

    def _offer(self) -> None:
        """Offer the pictures of the panel; those of a large one are made elsewhere."""
        panel = self.panel.panel
        if panel is None:
            return
        if len(panel.lines) <= AT_ONCE:
            self._take(choices_of(panel))
            return

        def done(choices: tuple[Choice, ...]) -> None:
            if self.panel.panel is panel:
                self._take(choices)

        # Until then nothing of an older panel is on show: it may hold what is closed now (rules §15).
        self._take(())
        jobs = self.panel.session.context.jobs
        jobs.run(self, lambda _ticket: choices_of(panel), done, self.failed.emit, vault=False)

    def _take(self, choices: tuple[Choice, ...]) -> None:
        """Show the same picture of other choices, where there is one."""
        before, self.choices = self.choice, choices
        same = [
            one
            for one in self.choices
            if before is not None
            and (one.kind, one.group, one.pool) == (before.kind, before.group, before.pool)
        ]
        self.choice = next(iter((*same, *self.choices)), None)
        self.page = min(self.page, max(0, len(self.pages) - 1))
        self.offered.emit()
        self.turned.emit()


def choices_of(panel: Panel) -> tuple[Choice, ...]:
    """Return every picture of every group, totals first."""
    found: list[Choice] = []
    for view in panel.views:
        names = {line.line.application: _named(panel, line.line.application) for line in view.lines}
        aside = recused_in({line.line.application: line.standing for line in view.lines})
        made = pictures_of(view.aggregate, names, panel.settings, aside).as_seen()
        found += [Choice("scores", view.group, one.pool, one) for one in made.scores]
        if made.spread.rows:
            found.append(Choice("spread", view.group, "", made.spread))
        found += [Choice("ranking", view.group, one.pool, one) for one in made.rankings]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def look_of(theme: Theme) -> Look:
    """Return the colours of a picture in the mode in force."""
    tokens = theme.tokens
    return Look(
        bg1=tokens["bg1"],
        bg3=tokens["bg3"],
        text1=tokens["text1"],
        text2=tokens["text2"],
        text3=tokens["text3"],
        line=tokens["line"],
        border=tokens["border"],
        accent=tokens["accent"],
        accent_soft=tokens["accentSoft"],
    )


def name_in(picture: Picture, spot: Spot) -> Named | None:
    """Return how the application of a spot is called."""
    if isinstance(picture, SpreadPicture):
        dots = [dot for row in picture.rows if row.code == spot.code for dot in row.dots]
        return next((dot.name for dot in dots if dot.application == spot.application), None)
    return next((row.name for row in picture.rows if row.application == spot.application), None)


def _named(panel: Panel, application: str) -> Named:
    entry = panel.entries[application]
    return Named(entry.number, entry.unit)


def _inside(page: Picture) -> set[str]:
    if isinstance(page, SpreadPicture):
        return {dot.application for row in page.rows for dot in row.dots}
    return {row.application for row in page.rows}
