"""What must hold after every act: nothing lost, nothing skipped, nothing changed by what was refused."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from fuzz_model import Model
from services_harness import Person
from sqlalchemy import select

from db import tables
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.states import SCORED
from zgc_review.errors import AggregationError
from zgc_review.services.aggregating import current_aggregate

# Rules §2.1 for the open call, as the table says it: from RECEIVED to SEALED, and back where it allows that.
MOVES = {
    ("RECEIVED", "FORMAL_OK"),
    ("FORMAL_OK", "ELIGIBLE"),
    ("ELIGIBLE", "ASSIGNED"),
    ("ASSIGNED", "REVIEWING"),
    ("REVIEWING", "LOCKED"),
    ("REVIEWING", "ASSIGNED"),
    ("LOCKED", "AGGREGATED"),
    ("LOCKED", "REVIEWING"),
    ("LOCKED", "ASSIGNED"),
    ("AGGREGATED", "DELIBERATED"),
    ("DELIBERATED", "SEALED"),
    ("DELIBERATED", "AGGREGATED"),
}
# Which verbs may move an application so; what is not named may be moved by any.
MOVED_BY = {
    ("ASSIGNED", "REVIEWING"): {"pack"},
    ("LOCKED", "AGGREGATED"): {"aggregate"},
    ("AGGREGATED", "DELIBERATED"): {"confirm"},
    ("DELIBERATED", "SEALED"): {"seal"},
}
CODES = re.compile(r"专家\d{2,}|秘书01|监督01")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def picture(person: Person) -> dict[str, str]:
    """Return a digest of every table of a vault and of its objects."""
    vault, found = person.store, {}
    with vault.database.begin() as connection:
        for table in tables.metadata.sorted_tables:
            rows = sorted(
                hashlib.sha256(repr(tuple(row)).encode()).digest()
                for row in connection.execute(select(table))
            )
            found[table.name] = hashlib.sha256(b"".join(rows)).hexdigest()
    found["objects"] = hashlib.sha256(repr(vault.objects.digests()).encode()).hexdigest()
    return found


@cache
def verifier() -> ModuleType:
    """Return the independent verifier, whose tree hash shares no code with the program's."""
    path = Path(__file__).resolve().parents[2] / "resources" / "verifier" / "zgc_verify.py"
    spec = importlib.util.spec_from_file_location("zgc_verify_in_fuzz", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Log:
    """One vault's log of the round as it was seen last."""

    leaves: list[bytes] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def grow(self, person: Person, verb: str) -> list[dict[str, object]]:
        """Check that the log only grew, and return its new events."""
        if person.row is None:
            return []
        with person.desk.vault.begin() as uow:
            now = [row.leaf for row in uow.events.all(person.round.round_id)]
            states = {one.application_id: one.state for one in uow.applications.all(person.round.round_id)}
        assert now[: len(self.leaves)] == self.leaves, "the log lost or changed an entry"
        fresh = [json.loads(leaf) for leaf in now[len(self.leaves) :]]
        for n, (leaf, event) in enumerate(zip(now[len(self.leaves) :], fresh, strict=True), len(self.leaves)):
            assert event["n"] == n, "the log counts wrongly"
            assert canonical_bytes(event) == leaf
            assert not HAN.search(CODES.sub("", leaf.decode())), f"the log says a name: {event}"
        self.leaves = now
        if person.round.place == "secretary":
            self._follow(verb, fresh, states)
        return fresh

    def _follow(self, verb: str, fresh: list[dict[str, object]], states: dict[str, str]) -> None:
        """Check that every state is what the log's moves make it, and that each move is allowed."""
        for event in fresh:
            data = event["data"]
            assert isinstance(data, dict)
            if event["act"] == "application.received":
                self.states[data["application"]] = "RECEIVED"
            if event["act"] == "application.moved":
                move = (data["from"], data["to"])
                assert self.states[data["application"]] == data["from"], "a move from another state"
                assert move in MOVES, f"rules §2.1 know no move {move}"
                assert verb in MOVED_BY.get(move, {verb}), f"{verb} moved an application {move}"
                self.states[data["application"]] = data["to"]
        assert states == self.states, "a state changed without its event"


def check_tree(person: Person) -> None:
    """Check that program and verifier find the same root over the log."""
    from zgc_review.services.log import head  # noqa: PLC0415 - beside its only use

    tree = verifier().Tree() if hasattr(verifier(), "Tree") else None
    with person.desk.vault.begin() as uow:
        now = head(uow, person.round.round_id)
        leaves = [row.leaf for row in uow.events.all(person.round.round_id)]
    assert now.size == len(leaves)
    assert tree is not None
    for leaf in leaves:
        tree.append(leaf)
    assert tree.root() == now.root


def check_numbers(secretary: Person, model: Model) -> None:
    """Check every combined number against the model."""
    with secretary.desk.vault.begin() as uow:
        rows = {one.application_id: one for one in uow.applications.all(secretary.round.round_id)}
        scored = [one for one, row in rows.items() if row.state in SCORED]
        expected = {one: model.expected(one) for one in scored}
        try:
            lines = {one.application: one for one in current_aggregate(uow, secretary.round).applications}
        except AggregationError as fault:
            if None not in expected.values():
                raise AssertionError("nothing is missing, yet it was refused") from fault
            return
    assert {*lines} == {*scored}
    for application, line in lines.items():
        wanted = expected[application]
        number = rows[application].number
        assert wanted is not None, f"{number}: a sheet is missing, yet it was combined"
        said = (line.n_received, line.n_effective, line.n_recused, line.n_void, line.n_absent)
        counts = (wanted.n_received, wanted.n_effective, wanted.n_recused, wanted.n_void, wanted.n_absent)
        assert said == counts, f"{number}: {said} counted, expected {counts}"
        if model.settings.combine != "S04":
            values = (line.before.value, line.after.value)
            assert values == (wanted.before, wanted.after), f"{number}: {values}, expected {wanted}"


def check_locked(secretary: Person, model: Model) -> None:
    """Check that an application is LOCKED or later only while every member's sheet is accounted for."""
    with secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(secretary.round.round_id)
    for one in rows:
        if one.state == "REVIEWING":
            assert not model.is_complete(one.application_id), f"{one.number} is complete and not LOCKED"


Check = Callable[[Person, Model], None]
