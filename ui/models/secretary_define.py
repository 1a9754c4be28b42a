"""Tables of the definition of a round: ways of the sub-directions, settings beside their defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.captions import Captions
from ui.models.cells import Cell, CellTable
from ui.viewmodels.secretary.define_settings import SettingLine
from zgc_review.catalogue import Catalogue
from zgc_review.catalogue.model import SubDirection
from zgc_review.domain.money import Amount, points

_FEN = {"amount_step_fen", "panel_large_from_fen"}
_POINTS = {"contradiction_high", "contradiction_low", "deviation_points", "near_line"}
_BP = {"listed_holding_bp", "org_similarity"}
_WORDS = {
    "stage", "assignment", "chair_by", "acting_chair", "v_ruling", "not_applicable", "round_mode",
    "collector", "package_per", "retention_years",
}  # fmt: skip


class ModesTable(CellTable[SubDirection]):
    """Columns: sub-direction, way; a key goes through the ways it knows.

    Signals:
        chosen: way by sub-direction.
    """

    chosen = Signal(object)
    columns = ("define.modes.sub", "define.modes.way")

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self._modes: Mapping[str, str] = {}

    def show_modes(self, catalogue: Catalogue, modes: Mapping[str, str]) -> None:
        """Show every sub-direction with its way."""
        self._modes = modes
        if tuple(self.rows) != catalogue.sub_directions:
            self.show_rows(catalogue.sub_directions)
        elif self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 1))

    def turn(self, row: int) -> None:
        """Take the next way of a sub-direction; after the last it takes no part."""
        sub = self.row(row)
        ways = ["", *sub.modes]
        now = self._modes.get(sub.id, "")
        way = ways[(ways.index(now) + 1) % len(ways)] if now in ways else ""
        modes = {name: value for name, value in self._modes.items() if name != sub.id}
        self.chosen.emit({**modes, sub.id: way} if way else modes)

    def cell(self, row: SubDirection, column: int) -> Cell:
        """Return what stands in a cell."""
        way = self._modes.get(row.id, "")
        if column == 0:
            name = row.zh if self.captions.language == "zh_CN" else row.en
            return Cell(f"{row.id}　{name}", type="body", ink="text1" if way else "text2")
        if not way:
            return Cell(self.cap("define.mode.none"), "checkbox-blank-line", "text3")
        return Cell(self.cap(f"define.mode.{way}"), "checkbox-fill", "accent")


class SettingsTable(CellTable[SettingLine]):
    """Columns: section, setting, value, default; what was changed is marked."""

    columns = (
        "define.settings.section",
        "define.settings.name",
        "define.settings.value",
        "define.settings.default",
    )

    def cell(self, row: SettingLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(self.cap(f"define.section.{row.section}"), ink="text3")
        if column == 1:
            return Cell(self.cap(f"define.setting.{row.name}"), type="body", tip=row.name)
        if column == 2 and row.is_changed:
            return Cell(self.words(row, row.value), "edit-line", tag="warn")
        if column == 2:
            return Cell(self.words(row, row.value), type="body")
        return Cell(self.words(row, row.default) if row.is_changed else "", ink="text3")

    def words(self, row: SettingLine, value: Any) -> str:
        """Return a value in words."""
        if value is None:
            return self.cap("define.value.unused")
        if isinstance(value, bool):
            return self.cap("define.value.yes" if value else "define.value.no")
        if row.name in _FEN:
            return self.cap("define.value.wan", amount=Amount(value))
        if row.name in _POINTS:
            return points(value)
        if row.name in _BP:
            return f"{points(value)} %"
        if row.name in _WORDS and isinstance(value, str):
            return self.cap(f"define.value.{value.replace('+', '_')}")
        made = _STRUCTURED.get(row.name)
        return made(self, value) if made is not None else str(value)

    def groups(self, value: Sequence[Any]) -> str:
        """Return the groups with their sizes."""
        return " · ".join(self.cap("define.group_size", group=one.id, size=one.size) for one in value)

    def keys(self, value: Sequence[str]) -> str:
        """Return names one after the other."""
        return " → ".join(self.cap(f"define.value.{one}") for one in value)

    def count(self, value: Mapping[str, Any]) -> str:
        """Return how many entries there are."""
        return (
            self.cap_count("define.value.entries", len(value)) if value else self.cap("define.value.unused")
        )


def _share(_table: SettingsTable, value: tuple[int, int]) -> str:
    return f"{value[0]}/{value[1]}"


def _bands(_table: SettingsTable, value: Any) -> str:
    return f"A {value.A} · B {value.B} · C {value.C}"


def _years(_table: SettingsTable, value: Mapping[str, int]) -> str:
    return " · ".join(f"{rule} {years}" for rule, years in sorted(value.items()))


_STRUCTURED: Mapping[str, Callable[[SettingsTable, Any], str]] = {
    "group_recusal_max": _share,
    "vote_rule": _share,
    "veto_majority": _share,
    "bands": _bands,
    "lookback_years": _years,
    "groups": SettingsTable.groups,
    "tie_keys": SettingsTable.keys,
    "round_stages": SettingsTable.keys,
    "gate_values": SettingsTable.count,
    "funds": SettingsTable.count,
    "grants": SettingsTable.count,
    "role_weights": SettingsTable.count,
}
