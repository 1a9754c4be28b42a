"""What fuzzed rounds found, each as a round of its own, small enough to be read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from fuzz_due import Finish
from fuzz_play import Play
from fuzz_worlds import seated_world
from services_forgery import content, refused
from services_harness import World, new_world, rising
from sitting_harness import CONFLICT, DOUBT, Bases, Sitting

from zgc_review.domain.times import BEIJING
from zgc_review.services import (
    aggregating,
    deciding,
    declaring,
    deliberating,
    drawing_alternates,
    following,
    opening,
    returning,
    revising,
    sharing,
    sheets,
    trust,
)
from zgc_review.services.absences import sign_absent
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.amending import CardChange, amend_cards
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.desk import Desk
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.tables_out import DecisionRow

At = Callable[[str], Sitting]
OTHER = GivenAnswer("R18", "yes", "曾在同一课题组短期共事，请裁定")


class FoundBases(Bases):
    """Rounds by name, and one more.

    unheard: five experts have locked their sheets, nobody has handed anything in; ``acting_chair`` next.
    """

    def _build(self, name: str, folder: Path) -> World:
        if name != "unheard":
            return super()._build(name, folder)
        world = new_world(folder, settings={"acting_chair": "next"})
        world.define()
        world.seat()
        package = world.pack()
        for n, person in enumerate(world.experts):
            world.open(person, package)
            world.score(person, rising(62 + 4 * n))
        return world


@pytest.fixture(scope="module")
def bases(swift_base: Path) -> FoundBases:
    return FoundBases(swift_base)


@pytest.fixture
def at(bases: FoundBases, swift: Path) -> Iterator[At]:
    given: list[Sitting] = []

    def copy(name: str) -> Sitting:
        given.append(bases.copy(name, swift / f"{name}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.world.close()


def test_a_chair_without_a_letter_is_refused_with_a_reason(swift: Path) -> None:
    """The vault of a chair who only followed the round holds no catalogue yet."""
    world = new_world(swift / "world", experts=("亓𠮷子", "亓𠮷丑", "亓𠮷寅"), applications=1)
    world.define()
    world.seat()
    chair = world.experts[0]
    rows = [DecisionRow(world.ids()[0], "SUPPORT", None)]
    code = refused(lambda: deciding.sign_decisions(chair.desk, chair.round, rows, swift / "out"))
    assert code == "round.role.none"
    world.close()


def test_after_a_late_recusal_the_same_decision_can_be_signed_again(at: At) -> None:
    """Rules §4.2: 合议 is repeated, and may well come to the same conclusion."""
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    sitting.collect(*sitting.decide())
    sitting.declare(sitting.member(1), {0: [CONFLICT]})
    sitting.give_back(sitting.member(1))
    assert refused(sitting.confirm) == "decide.stale"
    before = sitting.decide("SUPPORT")
    assert [one.outcome for one in sitting.collect(*before)] == ["duplicate"] * 3
    sitting.panel()
    again = sitting.decide("SUPPORT")
    assert [one.outcome for one in sitting.collect(*again)] == ["new"] * 3
    assert sitting.confirm() == (3, 0)
    sitting.verified()


def test_after_a_late_recusal_discussion_is_opened_again_in_the_same_words(at: At) -> None:
    """Rules S09: a criterion below its floor is discussed after the late change, not only before it."""
    sitting = at("low")
    sitting.aggregate()
    sitting.discuss()
    sitting.declare(sitting.member(1), {0: [CONFLICT]})
    sitting.give_back(sitting.member(1))
    sitting.panel()
    sitting.collect(*sitting.decide())
    assert refused(sitting.confirm) == "decide.floor"
    sitting.discuss()
    chair = sitting.chair
    twice = refused(
        lambda: deliberating.open_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder())
    )
    assert twice == "deliberation.twice"
    assert sitting.confirm() == (1, 0)


def test_who_takes_a_doubt_back_before_the_ruling_is_let_in_by_the_next_letter(at: At) -> None:
    """It waited in the own vault for ever, while the secretary's missed the sheet."""
    sitting = at("short")
    person = sitting.member(4)
    sitting.declare(person, {0: [DOUBT]})
    sitting.give_back(person)
    assert sitting.own(person).state == "PENDING"
    sitting.declare(person, {0: []})
    sitting.letters(person)
    assert sitting.own(person).state == "PENDING", "the letter does not know of the new declaration"
    sitting.give_back(person)
    sitting.letters(person)
    assert sitting.own(person).state == "LOCKED"
    sitting.give_back(person)
    assert {sitting.application(n).state for n in range(3)} == {"LOCKED"}


def test_a_doubt_that_the_letter_does_not_know_stays_closed(at: At) -> None:
    """A letter that carries a ruling on an earlier doubt does not open what was declared after it."""
    sitting = at("doubt")
    person = sitting.member(1)
    for who in (sitting.secretary, sitting.chair):
        ruled = sign_ruling(who.desk, who.round, sitting.id(0), person.code, "R12", "open", sitting.folder())
        sitting.collect(ruled.path)
    sitting.world.pack(letters_only=True, codes=(person.code,))
    sitting.declare(person, {0: [DOUBT, OTHER]})
    opening.open_review(person.desk, sitting.world.package, None)
    assert sitting.own(person).state == "PENDING"


@pytest.mark.parametrize("days", [-2, 2])
def test_a_ruling_covers_what_was_declared_before_it_whatever_the_clock_says(at: At, days: int) -> None:
    """Rules §4.2, acceptance S5: the clock of the secretary's laptop is set by two days before the ruling."""
    sitting = at("doubt")
    person, vault = sitting.member(1), sitting.secretary.desk.vault
    moved = Moved(days)
    sitting.secretary._desk = Desk(vault, moved)
    for who in (sitting.secretary, sitting.chair):
        ruled = sign_ruling(who.desk, who.round, sitting.id(0), person.code, "R12", "open", sitting.folder())
        sitting.collect(ruled.path)
    assert sitting.recusals(1) == [(0, "R12", "open")]
    moved.days = 0
    sitting.declare(person, {0: [DOUBT, OTHER]})
    sitting.give_back(person)
    assert ("R18", "recused") in {(rule, decision) for _, rule, decision in sitting.recusals(1)}


class Moved:
    """A clock that is so many days from the right time."""

    def __init__(self, days: int) -> None:
        self.days = days

    def now(self) -> str:
        at = datetime.now(BEIJING) + timedelta(days=self.days)
        return at.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def test_the_secretary_s_vault_neither_declares_nor_scores(at: At) -> None:
    """An answer of hers stood where the gate books stand, and nothing could be computed any more."""
    sitting = at("five")
    desk, row = sitting.secretary.desk, sitting.secretary.round
    acts = (
        lambda: declaring.answer(desk, row, sitting.id(0), []),
        lambda: declaring.answer_rest(desk, row),
        lambda: declaring.declare(desk, row),
        lambda: sheets.edit(desk, row, sitting.id(0), "fill", lambda body: body),
        lambda: sheets.lock(desk, row, [sitting.id(0)]),
        lambda: sheets.reopen(desk, row, sitting.id(0), "更正笔误"),
        lambda: revising.start_revision(desk, row, sitting.id(0), "听取说明后调整"),
        lambda: returning.return_files(desk, row, sitting.folder()),
    )
    before = content(sitting.secretary)
    assert [refused(act) for act in acts] == ["round.role.member"] * len(acts)
    assert content(sitting.secretary) == before
    sitting.aggregate()


def test_a_new_card_signs_nothing_before_its_own_letter(at: At) -> None:
    """A sheet of the new card on the old card's letter was refused for ever, and the whole file with it."""
    sitting = at("short")
    person, secretary = sitting.member(4), sitting.secretary
    card = trust.make_own_card(person.desk, person.name, "新单位")
    trust.trust_card(secretary.desk, trust.take_card(secretary.desk, card.payload).card_id, card.fingerprint)
    amend_cards(secretary.desk, secretary.round, [CardChange(person.code, card.fingerprint)], "卡片损坏")
    for who in (sitting.chair, person):
        paths = sharing.publish_round(secretary.desk, secretary.round, sitting.folder())
        who.row = following.follow_round(who.desk, paths, None)
        if who is sitting.chair:
            sitting.world.consent(who)
    assert person.round.card_id == card.card_id
    assert refused(lambda: sheets.lock(person.desk, person.round, [sitting.id(0)])) == "score.undeclared"
    assert refused(lambda: declaring.declare(person.desk, person.round)) == "declare.pledge"
    declaring.pledge(person.desk, person.round)
    assert refused(lambda: declaring.declare(person.desk, person.round)) == "letter.card"
    sitting.letters(person)
    sitting.declare(person, {1: [CONFLICT]})
    sheets.lock(person.desk, person.round, [sitting.id(0), sitting.id(2)])
    sitting.give_back(person)
    assert {sitting.application(n).state for n in range(3)} == {"LOCKED"}


def test_an_absence_by_a_chair_who_is_recused_later_is_signed_anew(at: At) -> None:
    """It was allowed before the lock only, so that nothing could be computed, or sealed, any more."""
    sitting = at("short")
    lost = sitting.member(4)
    for who in (sitting.secretary, sitting.chair):
        for n in range(3):
            act = sign_absent(who.desk, who.round, lost.code, "因病未到", sitting.id(n), sitting.folder())
            sitting.collect(act.path)
    sitting.aggregate()
    sitting.declare(sitting.chair, {0: [CONFLICT]})
    sitting.give_back(sitting.chair)
    acting = sitting.member(2)
    sitting.name_acting(acting)
    sitting.letters(acting)
    act = sign_absent(acting.desk, acting.round, lost.code, "因病未到", sitting.id(0), sitting.folder())
    sitting.collect(act.path)
    line = sitting.line()
    assert (line.n_absent, line.n_recused, line.n_effective) == (1, 1, 3)
    sitting.panel(acting)
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting), *sitting.decide("", "RESERVE", "RESERVE"))
    assert sitting.confirm() == (3, 0)
    sitting.verified()


def test_nobody_is_entered_as_absent_after_combining_whose_sheet_is_in(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    desk, row, code = sitting.secretary.desk, sitting.secretary.round, sitting.member(1).code
    assert refused(lambda: sign_absent(desk, row, code, "因病未到", sitting.id(0))) == "absent.sheet"


@pytest.fixture
def locked(swift: Path) -> Iterator[Play]:
    """Return a round of a drawn group whose sheets are all in."""
    play = Play(seated_world(swift / "drawn", "drawn", 1), 1)
    way = Finish(play, random.Random(1))
    while {*play.states().values()} != {"LOCKED"}:
        next(way.due()).step()
    yield play
    play.world.close()


def test_no_alternate_is_called_for_a_group_that_is_combined(locked: Play) -> None:
    """The new member counted as missing, and could hand in nothing: nothing was computed any more."""
    desk, row = locked.secretary.desk, locked.secretary.round
    card = next(one for one in locked.world.experts if one.row is None).card.fingerprint
    aggregating.aggregate_round(desk, row)
    before = content(locked.secretary)
    code = refused(lambda: drawing_alternates.call_up(desk, row, "G01", None, "有效评分不足", card))
    assert code == "draw.combined"
    assert content(locked.secretary) == before


def test_nothing_is_combined_while_a_new_member_waits_for_consent(locked: Play) -> None:
    desk, row = locked.secretary.desk, locked.secretary.round
    with desk.vault.begin() as uow:
        _, called = drawing_alternates.next_alternate(uow, row, "G01", None)
        expert = uow.experts.get(str(called.id))
    assert expert is not None
    card = locked.world.experts[int(expert.number[1:]) - 1].card.fingerprint
    drawing_alternates.call_up(desk, row, "G01", None, "有效评分不足", card)
    assert refused(lambda: aggregating.aggregate_round(desk, row)) == "aggregate.version"
    locked.touch(locked.secretary)
    way = Finish(locked, random.Random(2))
    while {*locked.states().values()} != {"AGGREGATED"}:
        next(way.due()).step()


def test_who_is_absent_does_not_act_for_the_chair(at: At) -> None:
    """With ``next`` the lowest code acts: one who never came could not enter the own absence."""
    sitting = at("unheard")
    others = sorted(
        (one for one in sitting.world.experts if one is not sitting.chair), key=lambda one: one.code
    )
    gone, acting = others[0], others[1]
    for person in sitting.world.experts:
        if person is not gone:
            sitting.give_back(person)
    for who in (sitting.secretary, sitting.chair):
        for n in range(3):
            act = sign_absent(who.desk, who.round, gone.code, "因病未到", sitting.id(n), sitting.folder())
            sitting.collect(act.path)
    sitting.aggregate()
    sitting.declare(sitting.chair, {0: [CONFLICT]})
    sitting.give_back(sitting.chair)
    named = name_acting_chair(sitting.secretary.desk, sitting.secretary.round, acting.code, [sitting.id(0)])
    assert len(named) == 1
    sitting.letters(acting)
    act = sign_absent(acting.desk, acting.round, gone.code, "因病未到", sitting.id(0), sitting.folder())
    sitting.collect(act.path)
    sitting.panel(acting)
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting), *sitting.decide("", "RESERVE", "RESERVE"))
    assert sitting.confirm() == (3, 0)
    sitting.verified()


@pytest.mark.parametrize("answer", ["open", "closed"])
def test_the_last_ruling_locks_also_where_the_secretary_signs_it(
    at: At, answer: Literal["open", "closed"]
) -> None:
    """Rules §2.1: LOCKED by the program, when every member's sheet is in; it waited for the next file."""
    sitting = at("doubt")
    person = sitting.member(1)
    assert sitting.application().state == "REVIEWING"
    for who in (sitting.chair, sitting.secretary):
        ruled = sign_ruling(who.desk, who.round, sitting.id(0), person.code, "R12", answer, sitting.folder())
        if who is sitting.chair:
            sitting.collect(ruled.path)
    assert sitting.application().state == ("LOCKED" if answer == "closed" else "REVIEWING")
