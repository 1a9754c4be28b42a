"""What one more sheet costs does not grow with the sheets before it: no table is read for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from services_harness import Person, World, fill, level, new_world
from sqlalchemy import event

from zgc_review.services import sheets

_WHOLE = re.compile(r"FROM (applications|messages|events|event_texts|answers|findings|finding_acts)\b")


class Statements:
    """What one vault was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    @property
    def whole(self) -> list[str]:
        """Statements that read all rows of a round, or all of a kind."""
        return [text for text, _ in self.asked if _WHOLE.search(text) and _reads_all(text)]

    def by_key(self, key: str) -> int:
        """Return how often a message was read by its id."""
        return sum(key in values for text, values in self.asked if "FROM messages" in text)


def _reads_all(text: str) -> bool:
    """Whether nothing but round and kind says which rows are meant."""
    _, _, where = text.partition("WHERE")
    named = set(re.findall(r"\.(\w+) (?:=|IN)", where))
    return named <= {"round_id", "kind"} and "max(" not in text


@contextmanager
def listening(person: Person) -> Iterator[Statements]:
    """Note every statement of a vault."""
    found = Statements()

    def note(_c: Any, _cursor: Any, text: str, values: Any, _context: Any, _many: bool) -> None:
        found.asked.append((text, tuple(values)))

    engine = person.store.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[World]:
    """A round of one expert whose sheets are all filled and none is locked."""
    world = new_world(tmp_path / "round", ("佟㑇甲",), applications=7)
    world.define()
    world.seat()
    (expert,) = world.experts
    world.open(expert, world.pack())
    world.declare_none(expert)
    for application in world.ids():
        fill(expert, application, level(80)(0))
    yield world
    world.close()


def test_to_lock_and_to_collect_one_more_sheet_reads_no_more_of_the_others(filled: World) -> None:
    (expert,), secretary, ids = filled.experts, filled.secretary, filled.ids()
    with expert.desk.vault.begin() as uow:
        (letter,) = uow.messages.find(expert.round.round_id, "assignment")
    locked, collected = [], []
    for some in (ids[:1], ids[1:3], ids[3:]):  # 1, 2, 4 new ones
        with listening(expert) as heard:
            assert len(sheets.lock(expert.desk, expert.round, some)) == len(some)
        locked.append(heard)
        paths = filled.give_back(expert)
        with listening(secretary) as heard:
            assert {one.outcome for one in filled.collect(paths)} <= {"new", "duplicate"}
        collected.append(heard)
    for heard in (locked, collected):
        assert len({len(one.whole) for one in heard[1:]}) == 1, [one.whole for one in heard]
        assert heard[0].whole, "nothing was heard"
    assert [one.by_key(letter.message_id) for one in collected[1:]] == [1, 1]
    counts = [len(one.asked) for one in locked]
    assert counts[2] - counts[1] <= 2 * (counts[1] - counts[0]), counts
