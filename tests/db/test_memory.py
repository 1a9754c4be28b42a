"""What transactions compute is remembered from one to the next, never longer than it is true."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Access
from db.once import MOST
from db.unit_of_work import SqlUnitOfWork
from zgc_review.errors import ProgramFault

if TYPE_CHECKING:
    from conftest import Place

ROOT = Path(__file__).resolve().parents[2]
_WRITER = """
from pathlib import Path
from db.vault import open_vault
with open_vault(Path({path!r}), {passphrase!r}) as vault, vault.begin() as work:
    work.facts.put("n", {n})
    work.commit()
"""


class Text:
    """Something that was in a vault."""


class Counted:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_what_a_transaction_wrote_and_did_not_keep_is_forgotten(filled: Place) -> None:
    def value() -> object:
        return work.facts.get("n")

    with filled.open() as vault:
        with vault.begin() as work:
            work.facts.put("n", 1)
            assert work.once("n", value) == 1
        with vault.begin() as work:
            assert work.once("n", value) is None
            work.facts.put("n", 2)
            assert work.once("n", value) == 2
            work.commit()
        with vault.begin() as work:
            assert work.once("n", value) == 2


def test_what_is_known_can_be_recalled_until_something_is_written(filled: Place) -> None:
    with filled.open() as vault:
        with vault.begin() as work:
            assert work.recall("one") is None
            made = work.once("one", Text)
        with vault.begin() as work:
            assert work.recall("one") is made
            work.facts.put("n", 1)
            assert work.recall("one") is None
        assert work.recall("one") is None, "the block has ended"


def test_a_vault_forgets_when_it_is_told(filled: Place) -> None:
    make = Counted()
    with filled.open() as vault:
        for expected in (1, 2):
            with vault.begin() as work:
                assert [work.once("one", make) for _ in range(2)] == [expected] * 2
            vault.forget()


def test_after_a_commit_the_same_block_remembers_nothing(filled: Place) -> None:
    make = Counted()
    with filled.open() as vault, vault.begin() as work:
        work.facts.put("n", 1)
        work.commit()
        assert [work.once("one", make) for _ in range(2)] == [1, 2]


def test_nothing_is_left_when_the_vault_is_closed(filled: Place) -> None:
    vault = filled.open()
    with vault.begin() as work:
        known = weakref.ref(work.once("text", Text))
    gc.collect()
    assert known() is not None, "it was not remembered"
    with vault.begin() as work:
        vault.close()  # while a transaction has it
    gc.collect()
    assert known() is None
    with pytest.raises(ProgramFault, match="closed"):
        vault.begin()


def test_what_was_used_least_goes_first(filled: Place) -> None:
    asked: list[str] = []

    def make(name: str) -> tuple[str, ...]:
        asked.append(name)
        return ("row",) * (MOST // 3)

    def read(*names: str) -> None:
        with vault.begin() as work:
            for name in names:
                work.once(name, partial(make, name))

    with filled.open() as vault:
        read("a", "b")
        read("a")
        read("c")
        assert asked == ["a", "b", "c"]
        read("a", "c")
        assert asked == ["a", "b", "c"]
        read("b")
        assert asked == ["a", "b", "c", "b"]


class Step(NamedTuple):
    """One transaction: on which of three connections, what it writes, whether it keeps that."""

    on: int
    writes: tuple[int, ...]
    keeps: bool
    asks_first: bool


STEPS = st.lists(
    st.builds(
        Step,
        on=st.integers(0, 2),
        writes=st.lists(st.integers(0, 3), max_size=3).map(tuple),
        keeps=st.booleans(),
        asks_first=st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_is_remembered_is_what_stands_there(filled: Place, steps: list[Step]) -> None:
    """Whoever wrote, here or through another connection, kept or not: an answer is never an old one."""

    def stands(work: SqlUnitOfWork) -> list[object]:
        return [work.facts.get(f"fact {n}") for n in range(4)]

    with filled.open() as vault:
        others = [
            vault.database.sibling(vault.database.path, access) for access in (Access.WRITE, Access.READ)
        ]
        bases = [vault.database, *others]
        try:
            for n, step in enumerate(steps):
                with SqlUnitOfWork(bases[step.on]) as work:
                    if step.asks_first:
                        assert work.once("all", partial(stands, work)) == stands(work)
                    for name in step.writes if step.on < 2 else ():
                        work.facts.put(f"fact {name}", n)
                        assert work.once("all", partial(stands, work)) == stands(work)
                    if step.keeps and step.on < 2:
                        work.commit()
                for base in bases:
                    with SqlUnitOfWork(base) as work:
                        assert work.once("all", partial(stands, work)) == stands(work)
        finally:
            for base in others:
                base.close()


def test_what_another_process_writes_is_seen(filled: Place) -> None:
    """A vault opened for reading while another program holds it."""
    with filled.open(write=False) as vault:
        for n in range(3):
            code = _WRITER.format(path=str(filled.path), passphrase=filled.passphrase, n=n)
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
            for _ in range(2):
                with vault.begin() as work:
                    assert work.once("n", partial(work.facts.get, "n")) == n


def test_two_threads_never_share_what_they_remember(filled: Place) -> None:
    wrong: list[object] = []

    def act(number: int) -> None:
        for n in range(40):
            with vault.begin() as work:
                seen = work.once("n", partial(work.facts.get, "n"))
                if seen != work.facts.get("n"):
                    wrong.append(seen)
                if (n + number) % 3 == 0:
                    work.facts.put("n", 100 * number + n)
                    work.commit()

    with filled.open() as vault:
        threads = [threading.Thread(target=act, args=(number,)) for number in range(3)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert wrong == []
