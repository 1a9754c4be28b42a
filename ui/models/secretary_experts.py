"""Tables of people: the roster with workloads, cards, who has no card yet."""

from __future__ import annotations

from collections.abc import Mapping

from ui.captions import Captions
from ui.models.cells import Cell, CellTable
from zgc_review.domain.rows import KnownCard
from zgc_review.services.cards_due import Owner
from zgc_review.services.roster_view import RosterLine


class RosterTable(CellTable[RosterLine]):
    """Columns: number, name, employer, roles, workload, rounds, what stands against them."""

    columns = (
        "experts.number",
        "experts.name",
        "experts.employer",
        "experts.roles",
        "experts.load",
        "experts.rounds",
        "experts.state",
    )

    def __init__(self, captions: Captions) -> None:
        super().__init__(captions)
        self.roles: Mapping[str, tuple[str, str]] = {}

    def cell(self, row: RosterLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.number, ink="text2")
        if column == 1:
            return Cell(row.name or "—", type="body")
        if column == 2:
            return Cell(
                row.employer or self.cap("experts.not_given"), ink="text2" if row.employer else "text3"
            )
        if column == 3:
            return Cell(self.role_words(row), ink="text2")
        if column == 4:
            return Cell(self._load(row), ink="text1" if row.groups else "text3")
        if column == 5:
            return Cell(f"{row.rounds}", ink="text2" if row.rounds else "text3", at_right=True)
        return self._state(row)

    def role_words(self, row: RosterLine) -> str:
        """Return the roles in the language in force."""
        place = 0 if self.captions.language == "zh_CN" else 1
        words = [self.roles[one][place] if one in self.roles else one for one in row.roles]
        return "、".join(words) if place == 0 else ", ".join(words)

    def _load(self, row: RosterLine) -> str:
        """Return groups and applications."""
        if not row.groups:
            return self.cap("experts.unseated")
        words = self.cap_count("experts.applications", row.applications)
        return f"{' '.join(row.groups)} · {words}"

    def _state(self, row: RosterLine) -> Cell:
        """Return what keeps somebody out of a draw, else nothing."""
        if row.open_hits:
            return Cell(self.cap_count("experts.hit", row.open_hits), "forbid-2-line", tag="danger")
        if row.is_authority:
            return Cell(self.cap("experts.authority"), "forbid-2-line", tag="plain")
        if not row.consents:
            return Cell(self.cap("experts.refused"), "forbid-2-line", tag="plain")
        if row.hits:
            return Cell(self.cap("experts.cleared"), "check-line", "text2")
        return Cell("")


class CardsTable(CellTable[KnownCard]):
    """Columns: name, organisation, whether it was compared, code in this round."""

    columns = ("cards.name", "cards.unit", "cards.state", "cards.code")

    def __init__(self, captions: Captions) -> None:
        super().__init__(captions)
        self.codes: Mapping[str, str] = {}

    def cell(self, row: KnownCard, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.name, type="body")
        if column == 1:
            return Cell(row.organisation or self.cap("cards.no_unit"), ink="text2")
        if column == 2:
            if row.trusted_at is None:
                return Cell(self.cap("cards.open"), "error-warning-line", tag="warn")
            return Cell(self.cap("cards.compared"), "check-line", "ok", tip=row.trusted_at)
        return Cell(self.codes.get(row.card_id, "—"), ink="text2")


class MissingTable(CellTable[Owner]):
    """Columns: number, name, group, what is missing."""

    columns = ("experts.number", "experts.name", "cards.group", "cards.what")

    def cell(self, row: Owner, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.expert.number, ink="text2")
        if column == 1:
            return Cell(str(row.expert.record.get("name", "")), type="body")
        if column == 2:
            return Cell(row.group, ink="text2")
        key = "cards.missing_compare" if row.cards else "cards.missing_file"
        return Cell(self.cap(key), "error-warning-line", "warn")
