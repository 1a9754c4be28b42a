"""Tables of rulings, void sheets, lists that are missing, and pleas."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.cells import Cell, CellTable
from zgc_review.services.pleas import MemberPleas
from zgc_review.services.ruling_view import RuledLine, VoidLine, WaitingRuling


class WaitingTable(CellTable[WaitingRuling]):
    """Columns: number, expert, rules, who signed, who is waited for."""

    columns = (
        "conflicts.rulings.number",
        "conflicts.rulings.expert",
        "conflicts.rulings.rules",
        "conflicts.rulings.signed",
        "conflicts.rulings.missing",
    )
    secretary = ""

    def cell(self, row: WaitingRuling, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.number, type="body", tip=f"{row.number}　{row.unit}")
        if column == 1:
            return Cell(row.waiting.code)
        if column == 2:
            return Cell(" ".join(dict.fromkeys(row.waiting.rules)), ink="text2")
        if column == 3:
            return Cell(" · ".join(row.waiting.signed) or "—", ink="text2")
        return Cell(" · ".join(self.missing(row)), "time-line", "warn")

    def missing(self, row: WaitingRuling) -> tuple[str, ...]:
        """Return who must still sign."""
        second = row.second or self.cap("conflicts.rulings.nobody")
        return tuple(one for one in (self.secretary, second) if one not in row.waiting.signed)


class RuledTable(CellTable[RuledLine]):
    """Columns: number, expert, decision, rule, who signed."""

    columns = (
        "conflicts.rulings.number",
        "conflicts.rulings.expert",
        "conflicts.rulings.decision",
        "conflicts.rulings.rules",
        "conflicts.rulings.signed",
    )

    def cell(self, row: RuledLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 2:
            icon, ink = ("check-line", "ok") if row.decision == "open" else ("forbid-2-line", "danger")
            return Cell(self.cap(f"conflicts.rulings.answer.{row.decision}"), icon, ink)
        words = (row.number, row.code, "", row.rule, " · ".join(row.signed))[column]
        return Cell(words, ink="text1" if column < 2 else "text2", type="small" if column else "body")


class VoidTable(CellTable[VoidLine]):
    """Columns: number, expert, sheet, ground, who signed, whether it counts."""

    columns = (
        "conflicts.rulings.number",
        "conflicts.rulings.expert",
        "conflicts.rulings.sheet",
        "conflicts.rulings.ground",
        "conflicts.rulings.signed",
        "conflicts.rulings.counts",
    )

    def cell(self, row: VoidLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 2:
            return Cell(self.cap(f"conflicts.rulings.phase.{row.phase}"), ink="text2", tip=row.sheet)
        if column == 3:
            return Cell(self.cap(f"conflicts.rulings.grounds.{row.ground}"))
        if column == 4:
            return Cell(" ".join(row.signed), ink="text2")
        if column == 5:
            if row.missing:
                waits = " ".join(one or self.cap("conflicts.rulings.nobody") for one in row.missing)
                return Cell(self.cap("conflicts.rulings.waits", codes=waits), "time-line", "warn")
            return Cell(self.cap("conflicts.rulings.void"), "forbid-2-line", "danger")
        return Cell(row.code) if column else Cell(row.number, type="body")


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Lists that somebody did not hand in."""

    of: str  # expert or application
    number: str
    lists: tuple[str, ...]


class MissingTable(CellTable[MissingLine]):
    """Columns: whose, number, lists."""

    columns = ("conflicts.missing.of", "conflicts.missing.number", "conflicts.missing.lists")

    def cell(self, row: MissingLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(self.cap(f"conflicts.missing.{row.of}"), ink="text2")
        if column == 1:
            return Cell(row.number)
        words = "、" if self.captions.language == "zh_CN" else ", "
        names = (self.captions.texts.get(f"cli.conflicts.field.{one}") for one in row.lists)
        return Cell(words.join(names), "question-line", "warn")


class PleasTable(CellTable[MemberPleas]):
    """Columns: expert, record, when, words."""

    columns = (
        "conflicts.rulings.expert",
        "conflicts.pleas.record",
        "conflicts.pleas.at",
        "conflicts.pleas.text",
    )

    def cell(self, row: MemberPleas, column: int) -> Cell:
        """Return what stands in a cell."""
        given = row.given
        if column == 0:
            return Cell(row.code, type="body")
        if column == 1:
            if given is None:
                return Cell(self.cap("conflicts.pleas.due"), "time-line", "text3")
            icon, ink = ("check-line", "ok") if given.answer == "none" else ("error-warning-line", "danger")
            return Cell(self.cap(f"conflicts.pleas.{given.answer}"), icon, ink)
        if given is None:
            return Cell("—", ink="text3")
        return Cell(f"{given.at[:10]} {given.at[11:16]}" if column == 2 else given.text or "—", ink="text2")
