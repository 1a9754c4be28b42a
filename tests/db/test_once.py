"""A transaction answers a question once, and anew as soon as anything was written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zgc_review.errors import ProgramFault

if TYPE_CHECKING:
    from conftest import Place, Samples


class Counted:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_an_answer_holds_until_something_is_written(filled: Place) -> None:
    make = Counted()
    with filled.open() as vault, vault.begin() as work:
        assert [work.once("one", make) for _ in range(3)] == [1, 1, 1]
        assert work.once("two", make) == 2
        work.facts.put("written", 1)
        assert work.once("one", make) == 3


def test_an_answer_outlives_its_transaction_while_nothing_is_written(filled: Place) -> None:
    make = Counted()
    with filled.open() as vault:
        for _ in range(3):
            with vault.begin() as work:
                assert work.once("one", make) == 1
        with vault.begin() as work:
            work.facts.put("written", 1)
            work.commit()
        with vault.begin() as work:
            assert work.once("one", make) == 2
        with pytest.raises(ProgramFault, match="outside"):
            vault.begin().once("one", make)


def test_what_writes_while_it_answers_is_asked_again(filled: Place) -> None:
    with filled.open() as vault, vault.begin() as work:
        work.facts.put("n", 0)

        def make() -> int:
            n: int = work.facts.get("n") + 1
            work.facts.put("n", n)
            return n

        assert [work.once("one", make) for _ in range(3)] == [1, 2, 3]


def test_rows_read_before_are_read_anew_after_each_change(filled: Place, samples: Samples) -> None:
    round_id, application = samples.round.round_id, samples.application
    with filled.open() as vault, vault.begin() as work:
        applications, events, messages = (
            lambda: work.applications.all(round_id),
            lambda: work.events.all(round_id),
            lambda: work.messages.find(round_id, "sheet"),
        )
        assert applications() is applications()
        assert events() is events()
        assert messages() is messages()
        work.applications.set_state(application.application_id, "ELIGIBLE", "")
        assert applications()[0].state == "ELIGIBLE"
        work.applications.drop_identity(application.application_id)
        assert applications()[0].identity is None
        work.events.append(replace(samples.event, n=1), ())
        assert len(events()) == 2
        work.messages.add(replace(samples.message, message_id="0" * 64))
        assert [one.message_id for one in messages()] == ["0" * 64, samples.message.message_id]
        work.copies.drop(round_id, ["0" * 64])
        assert len(messages()) == 1
        assert applications()[0].record == {}
