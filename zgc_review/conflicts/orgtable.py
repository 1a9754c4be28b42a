"""The table of units: branches and their legal persons, and who controls whom (rules §5.5, R13, R16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zgc_review.conflicts.names import credit_code, fold_all


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the table.

    Attributes:
        key: normalised name.
        legal: key of the legal person it belongs to, itself where it is one.
        parents: keys of the group, university or authority it belongs to.
        controllers: keys of controlling shareholders and actual controllers.
        campus: campus and department, normalised, or "" (R16).
    """

    key: str
    legal: str
    parents: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    campus: str = ""


@dataclass(frozen=True, slots=True)
class OrgTable:
    """Units by normalised name and by credit code; a name of two units is left out of ``names``.

    Attributes:
        units: key → unit.
        names: normalised name or alias → key.
        codes: credit code → key.
        owners: legal person → legal persons directly above it.
        owned: legal person → legal persons directly below it.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    owned: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, code: str, names: Iterable[str]) -> Unit | None:
        """Return the unit with this code, else with one of these normalised names."""
        key = self.codes.get(code) if code else None
        if key is None:
            key = next((self.names[name] for name in names if name in self.names), None)
        return self.units[key] if key is not None else None

    def near(self, legal: str) -> frozenset[str]:
        """Return the legal persons one step up or down."""
        return self.owners.get(legal, frozenset()) | self.owned.get(legal, frozenset())

    def linked(self, left: str, right: str) -> bool:
        """Say whether two legal persons are at most two steps apart (R13)."""
        return right in self.near(left) or not self.near(left).isdisjoint(self.near(right))

    def siblings(self, left: str, right: str) -> bool:
        """Say whether two legal persons have a parent in common and nothing closer links them (R16)."""
        here, there = self.units.get(left), self.units.get(right)
        if here is None or there is None or right in self.near(left):
            return False
        return not here.parents.isdisjoint(there.parents) and here.controllers.isdisjoint(there.controllers)


NO_TABLE = OrgTable()

_TEXT_KEYS = ("name", "legal_person", "parent", "controller", "campus")


def build_org_table(rows: Iterable[Mapping[str, Any]]) -> OrgTable:
    """Return the table of ``rows``.

    Keys of a row: ``name``, ``credit_code``, ``other_names`` (list), ``legal_person`` (name of the legal
    person where the unit is only a part of one), ``parent``, ``controller``, ``campus``. Units named only
    as legal person, parent or controller are units as well. A row without a name is left out.
    """
    listed = [row for row in rows if isinstance(row.get("name"), str)]
    texts = list(dict.fromkeys(text for row in listed for text in _texts(row)))
    folded = dict(zip(texts, fold_all(texts), strict=True))
    units: dict[str, Unit] = {}
    names: dict[str, set[str]] = {}
    codes: dict[str, str] = {}
    for row in listed:
        text = {key: folded.get(row.get(key) or "", "") for key in _TEXT_KEYS}
        key = text["name"]
        if not key:
            continue
        units[key] = _merge(units.get(key), text)
        for name in (row["name"], *_others(row)):
            names.setdefault(folded[name], set()).add(key)
        for above in (text["legal_person"], text["parent"], text["controller"]):
            if above:
                units.setdefault(above, Unit(above, above))
                names.setdefault(above, set()).add(above)
        if code := credit_code(row.get("credit_code") or ""):
            codes[code] = key
    plain = {key: _with_legal(unit, units) for key, unit in units.items()}
    owners, owned = _steps(plain)
    clear = {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1 and name}
    return OrgTable(plain, clear, codes, owners, owned)


def _texts(row: Mapping[str, Any]) -> list[str]:
    return [row[key] for key in _TEXT_KEYS if isinstance(row.get(key), str)] + _others(row)


def _others(row: Mapping[str, Any]) -> list[str]:
    cell = row.get("other_names")
    return [text for text in cell if isinstance(text, str)] if isinstance(cell, Sequence) else []


def _merge(known: Unit | None, text: Mapping[str, str]) -> Unit:
    """Join a row with what is known of its unit: several rows may name several parents."""
    start = known or Unit(text["name"], text["name"])
    return Unit(
        key=start.key,
        legal=text["legal_person"] or start.legal,
        parents=start.parents | ({text["parent"]} if text["parent"] else set()),
        controllers=start.controllers | ({text["controller"]} if text["controller"] else set()),
        campus=text["campus"] or start.campus,
    )


def _with_legal(unit: Unit, units: Mapping[str, Unit]) -> Unit:
    """Follow branches of branches up to the legal person; a ring of entries ends where it began."""
    seen = {unit.key}
    legal = unit.legal
    while legal not in seen and legal in units and units[legal].legal != legal:
        seen.add(legal)
        legal = units[legal].legal
    return Unit(unit.key, legal, unit.parents, unit.controllers, unit.campus)


def _steps(units: Mapping[str, Unit]) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the steps between legal persons, up and down."""
    up: dict[str, set[str]] = {}
    down: dict[str, set[str]] = {}
    for unit in units.values():
        for above in unit.parents | unit.controllers:
            top = units[above].legal if above in units else above
            if top != unit.legal:
                up.setdefault(unit.legal, set()).add(top)
                down.setdefault(top, set()).add(unit.legal)
    frozen_up = {key: frozenset(tops) for key, tops in up.items()}
    return frozen_up, {key: frozenset(below) for key, below in down.items()}
