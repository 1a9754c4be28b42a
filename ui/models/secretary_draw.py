"""Tables of the draw: groups, who is out, the order drawn, the seats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.models.cells import Cell, CellTable
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import ExpertRow, KnownCard
from zgc_review.services.drawing_pool import LeftOut
from zgc_review.services.drawing_record import Draw, DrawnGroup, PlanEntry

_LEVELS = {
    Level.ERROR: ("forbid-2-line", "danger"),
    Level.WARN: ("error-warning-line", "warn"),
    Level.INFO: ("information-line", "text2"),
}


class PlansTable(CellTable[PlanEntry]):
    """Columns: group, seats, applications, role places."""

    columns = ("draw.group", "draw.seats", "draw.applications", "draw.places")

    def cell(self, row: PlanEntry, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.id, type="body")
        if column == 1:
            return Cell(f"{row.size}", ink="text2", at_right=True)
        if column == 2:
            return Cell(f"{len(row.applications):,}", ink="text2", at_right=True)
        places = [f"{measure} × {len(roles)}" for measure, roles in sorted(row.places.items()) if roles]
        return Cell(" · ".join(places) or "—", ink="text2")


class LeftOutTable(CellTable[LeftOut]):
    """Columns: number, name, why somebody cannot be drawn."""

    columns = ("experts.number", "experts.name", "draw.why")

    def cell(self, row: LeftOut, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.expert.number, ink="text2")
        if column == 1:
            return Cell(str(row.expert.record.get("name", "")) or "—", type="body")
        words = self.captions.texts.get(f"draw.form.left_out.{row.rule}")
        icon, tag = ("forbid-2-line", "danger") if row.rule == "P10" else ("", "plain")
        return Cell(words, icon, tag=tag)


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the order of one group's draw; ``outcome`` is empty for one who was not reached."""

    group: str
    place: int
    number: str
    name: str
    employer: str
    key: str
    outcome: str
    alternate: int
    rule: str


class OrderTable(CellTable[Placed]):
    """Columns: group, place, number, name, employer, key, outcome; never a code."""

    columns = (
        "draw.group",
        "draw.place",
        "experts.number",
        "experts.name",
        "experts.employer",
        "draw.key",
        "draw.outcome",
    )

    def cell(self, row: Placed, column: int) -> Cell:
        """Return what stands in a cell."""
        plain = (row.group, f"{row.place}", row.number, row.name, row.employer or "—", row.key)
        if column == 1:
            return Cell(plain[1], ink="text3", at_right=True)
        if column == 3:
            return Cell(row.name or "—", type="body", ink="text1" if row.outcome else "text3")
        if column < len(plain):
            return Cell(plain[column], ink="text2" if row.outcome else "text3")
        return self._outcome(row)

    def _outcome(self, row: Placed) -> Cell:
        """Return what became of a candidate."""
        texts = self.captions.texts
        rule = texts.get(f"draw.form.left_out.{row.rule}") if row.rule else ""
        if row.outcome == "member":
            return Cell(texts.get("form.word.draw_outcome.member"), "check-line", tag="ok")
        if row.outcome == "alternate":
            words = f"{texts.get('form.word.draw_outcome.alternate')} {row.alternate}"
            return Cell(f"{words}　{rule}" if rule else words, tag="plain")
        if row.outcome == "passed":
            return Cell(f"{texts.get('form.word.draw_outcome.passed')}　{rule}", ink="warn")
        return Cell("—", ink="text3")


class WarningsTable(CellTable[Finding]):
    """Columns: what the panel rules say, and what to do."""

    columns = ("draw.says", "secretary.import.remedy")

    def cell(self, row: Finding, column: int) -> Cell:
        """Return what stands in a cell."""
        text, remedy = self.captions.finding(row)
        if column:
            return Cell(remedy, ink="text2")
        icon, ink = _LEVELS[row.level]
        return Cell(text, icon, ink)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who was drawn: the card chosen, and whether the seat chairs group and round."""

    expert: ExpertRow
    group: str
    cards: tuple[KnownCard, ...]
    card: KnownCard | None
    chairs: bool
    leads: bool

    @property
    def number(self) -> str:
        """名册编号."""
        return self.expert.number


class SeatsTable(CellTable[Seat]):
    """Columns: group, number, name, card, chair."""

    columns = ("draw.group", "experts.number", "experts.name", "draw.seat.card", "draw.seat.chair")

    def cell(self, row: Seat, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.group, ink="text2")
        if column == 1:
            return Cell(row.number, ink="text2")
        if column == 2:
            return Cell(str(row.expert.record.get("name", "")), type="body")
        if column == 3:
            return self._card(row)
        if row.leads:
            return Cell(self.cap("draw.seat.leads"), "star-fill", "accent")
        if row.chairs:
            return Cell(self.cap("draw.seat.chairs"), "star-line", "accent")
        return Cell("—", ink="text3")

    def _card(self, row: Seat) -> Cell:
        """Return where the card of a seat stands."""
        if row.card is not None:
            return Cell(f"{row.card.fingerprint[:11]} …", "check-line", "ok", tip=row.card.fingerprint)
        if row.cards:
            return Cell(self.cap("cards.missing_compare"), "error-warning-line", "warn")
        return Cell(self.cap("cards.missing_file"), "error-warning-line", "warn")


def placed(draw: Draw, people: Mapping[str, ExpertRow]) -> tuple[Placed, ...]:
    """Return every candidate in the order of the draw, group by group."""
    return tuple(
        _placed(one, place, entry, key, people)
        for one in draw.drawn
        for place, (entry, key) in enumerate(one.order, 1)
    )


def _placed(one: DrawnGroup, place: int, entry: str, key: str, people: Mapping[str, ExpertRow]) -> Placed:
    """Return one candidate with what became of it."""
    rules, expert = dict(one.skipped), people.get(entry)
    outcome, alternate = "", 0
    if entry in one.members:
        outcome = "member"
    elif entry in one.alternates:
        outcome, alternate = "alternate", one.alternates.index(entry) + 1
    elif entry in rules:
        outcome = "passed"
    record = expert.record if expert is not None else {}
    return Placed(
        one.group,
        place,
        expert.number if expert is not None else "",
        str(record.get("name", "")),
        str(record.get("employer", "")),
        key,
        outcome,
        alternate,
        rules.get(entry, ""),
    )
