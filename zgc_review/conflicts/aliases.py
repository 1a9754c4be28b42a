"""The table of other names of organisations and persons: 曾用名, 简称, English names (rules §5.3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from zgc_review.conflicts.names import fold, fold_all
from zgc_review.errors import IntakeError

Entity = Literal["org", "person"]

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 500_000

#: Column headers that hold a unit's own name, and those that hold other names of it.
NAME_COLUMNS = frozenset({"name", "full_name", "canonical", "left", "名称", "单位名称", "全称", "姓名"})
ALIAS_COLUMNS = frozenset(
    {
        *("alias", "aliases", "short_name", "former_name", "former_names", "former_short_name"),
        *("english_name", "right", "别名", "简称", "曾用名", "英文名", "英文名称"),
    }
)
_SEPARATORS = str.maketrans({"；": ";", "|": ";", "\n": ";"})


@dataclass(frozen=True, slots=True)
class Aliases:
    """Other names, by normalised form.

    Attributes:
        units: normalised name or alias → the units (normalised own names) it stands for. An alias of
            two units decides nothing: it makes a candidate.
    """

    units: Mapping[tuple[Entity, str], frozenset[str]] = field(default_factory=dict)

    def of(self, entity: Entity, folded: str) -> frozenset[str]:
        """Return the units that a normalised name may stand for; itself where the table is silent."""
        return self.units.get((entity, folded), frozenset({folded}))


NO_ALIASES = Aliases()


def build_aliases(rows: Iterable[tuple[Entity, str, Iterable[str]]]) -> Aliases:
    """Return the table of ``rows`` (entity, own name, other names)."""
    listed = [(entity, name, list(others)) for entity, name, others in rows]
    texts = list(dict.fromkeys(text for _, name, others in listed for text in (name, *others)))
    folded = dict(zip(texts, fold_all(texts), strict=True))
    found: dict[tuple[Entity, str], set[str]] = {}
    for entity, name, others in listed:
        unit = folded[name]
        for text in (name, *others):
            if unit and folded[text]:
                found.setdefault((entity, folded[text]), set()).add(unit)
    return Aliases({key: frozenset(units) for key, units in found.items()})


def read_aliases(data: bytes) -> Aliases:
    """Read a table of aliases: CSV in UTF-8, a header, one unit or one alias per row.

    Columns: a name (``name``, ``full_name``, 名称 …), one or more columns of other names (``alias``,
    ``short_name``, ``former_name``, ``english_name``, 简称, 曾用名 …; several in a cell parted by ``;``),
    and if wanted ``entity`` (org, person; org where it is missing). Other columns are left aside.

    Raises:
        IntakeError: ``conflicts.aliases.encoding``, ``.columns``, ``.entity``, ``.csv`` or ``.size``.
    """
    if len(data) > MAX_BYTES:
        raise IntakeError("conflicts.aliases.size", most=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise IntakeError("conflicts.aliases.encoding") from fault
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise IntakeError("conflicts.aliases.csv") from fault
    if len(rows) > MAX_ROWS:
        raise IntakeError("conflicts.aliases.size", most=MAX_ROWS)
    return build_aliases(_entries(rows))


def _entries(rows: list[list[str]]) -> list[tuple[Entity, str, list[str]]]:
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    names = [place for place, cell in enumerate(header) if cell in NAME_COLUMNS]
    others = [place for place, cell in enumerate(header) if cell in ALIAS_COLUMNS]
    if len(names) != 1 or not others:
        raise IntakeError("conflicts.aliases.columns")
    kind = header.index("entity") if "entity" in header else None
    found: list[tuple[Entity, str, list[str]]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [*row, *[""] * (len(header) - len(row))]
        entity = _entity(cells[kind] if kind is not None else "", number)
        listed = [part for place in others for part in cells[place].translate(_SEPARATORS).split(";")]
        found.append((entity, cells[names[0]], [part for part in listed if fold(part)]))
    return found


def _entity(cell: str, row: int) -> Entity:
    wanted = cell.strip().lower()
    if wanted in ("", "org"):
        return "org"
    if wanted == "person":
        return "person"
    raise IntakeError("conflicts.aliases.entity", row=row)
