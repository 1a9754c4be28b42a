"""From the draw to a review: seats, consents, an alternate who is called (rules §3.2, §3.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from draw_harness import OBSERVER, SECRETARY
from services_harness import Person, World, new_world, rising

from zgc_review.errors import GateError
from zgc_review.services import (
    absences,
    drawing,
    drawing_alternates,
    drawing_form,
    drawing_seats,
    drawing_witness,
    following,
    roster,
    sharing,
    taking_in,
)
from zgc_review.services.aggregating import aggregate_round
from zgc_review.services.changes_view import changes_view
from zgc_review.services.consents import sign_consent
from zgc_review.services.drawing_record import Draw, finished_draw, keep_draw
from zgc_review.services.progress_facts import progress_of
from zgc_review.services.rounds import refused_by, signed_versions, state_of

NAMES = tuple(f"亓𠮷{letter}" for letter in "子丑寅卯辰巳午")


class Panel:
    """A round whose panel is drawn from seven experts with cards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk, self.row = world.secretary.desk, world.secretary.round

    @property
    def draw(self) -> Draw:
        with self.desk.vault.begin() as uow:
            return finished_draw(uow, self.row)

    def numbers(self) -> dict[str, str]:
        """Return 名册编号 by roster id."""
        with self.desk.vault.begin() as uow:
            return {one.expert_id: one.number for one in uow.experts.all(self.row.round_id)}

    def person(self, expert_id: str) -> Person:
        """Return whom a roster id means: E001 is the first."""
        return self.world.experts[int(self.numbers()[expert_id][1:]) - 1]

    def cards(self) -> dict[str, str]:
        return {f"E{n:03d}": one.card.fingerprint for n, one in enumerate(self.world.experts, 1)}

    def run(self) -> Draw:
        drawing.begin(self.desk, self.row)
        drawing.say_words(self.desk, self.row, "secretary", SECRETARY)
        drawing.say_words(self.desk, self.row, "observer", OBSERVER)
        return drawing.run(self.desk, self.row).draw

    def seat(self, chair: int = 0) -> Person:
        """Seat the drawn ones; the observer and the chair consent. Return the chair."""
        number = self.numbers()[self.draw.seated("G01")[chair]]
        drawing_seats.appoint_drawn(self.desk, self.row, self.cards(), {"G01": number})
        person = self.world.experts[int(number[1:]) - 1]
        self.agree("v2", self.world.observer, person)
        return person

    def agree(self, name: str, *people: Person) -> None:
        """Publish the newest version; people follow and consent."""
        paths = sharing.publish_round(self.desk, self.row, self.world.folder / name)
        for one in people:
            one.row = following.follow_round(one.desk, paths, self.world.code(int(name[1:])))
            self.world.consent(one)

    def codes(self) -> dict[str, str]:
        """Return the code of each seated roster id."""
        with self.desk.vault.begin() as uow:
            seats = uow.seats.all(self.row.round_id)
        return {str(seat.expert_id): seat.code for seat in seats if seat.expert_id}

    def members(self) -> tuple[str, ...]:
        with self.desk.vault.begin() as uow:
            return state_of(uow, self.row).groups["G01"].members


def taken(folder: Path) -> World:
    """Return a round with applications and a roster of seven."""
    groups = [{"id": "G01", "sub_directions": ["M01-1"], "size": 5}]
    world = new_world(folder, experts=NAMES, settings={"groups": groups}, applications=2)
    world.define()
    taking_in.take_in(world.secretary.desk, world.secretary.round, world.intake())
    roster.take_roster(world.secretary.desk, world.secretary.round, world.folder / "名册.xlsx")
    taking_in.admit(world.secretary.desk, world.secretary.round, (), "材料齐全")
    return world


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = taken(tmp_path_factory.mktemp("panel") / "base")
    world.close()
    return world


@pytest.fixture
def panel(base: World, tmp_path: Path) -> Iterator[Panel]:
    made = Panel(base.copy(tmp_path / "panel"))
    yield made
    made.world.close()


def refused(act: Any, *args: Any, **words: Any) -> str:
    with pytest.raises(GateError) as refusal:
        act(*args, **words)
    return refusal.value.code


def test_drawn_members_sit_under_the_codes_of_the_draw(panel: Panel) -> None:
    draw = panel.run()
    panel.seat()
    assert panel.codes() == draw.codes
    assert panel.members() == tuple(sorted(draw.codes.values()))
    assert set(draw.codes.values()) == {f"专家{n:02d}" for n in range(1, 6)}


def test_p09_the_chair_is_a_drawn_member(panel: Panel) -> None:
    draw = panel.run()
    outside = panel.numbers()[draw.drawn[0].alternates[0]]
    give = (panel.desk, panel.row, panel.cards())
    assert refused(drawing_seats.appoint_drawn, *give, {"G01": outside}) == "draw.chair"
    assert refused(drawing_seats.appoint_drawn, *give, {}) == "draw.chair"


@pytest.mark.parametrize("spared", [0, 1])
def test_p09_somebody_in_the_group_could_act_for_the_chair(panel: Panel, spared: int) -> None:
    """P09 blocks: the chair and all but ``spared`` other members have a hard recusal on one application."""
    draw = panel.run()
    numbers = [panel.numbers()[one] for one in draw.seated("G01")]
    touched = draw.seated("G01")[: 5 - spared]
    about = draw.groups[0].applications[:1]
    with panel.desk.vault.begin() as uow:
        candidates = tuple(
            msgspec.structs.replace(one, recused=about) if one.id in touched else one
            for one in draw.candidates
        )
        keep_draw(uow, panel.row, draw, candidates=candidates)
        uow.commit()
    give = (panel.desk, panel.row, panel.cards(), {"G01": numbers[0]})
    if spared:
        assert drawing_seats.appoint_drawn(*give).chair_recused == {"G01": about}
    else:
        assert refused(drawing_seats.appoint_drawn, *give) == "draw.acting"


def test_seats_need_every_members_compared_card(panel: Panel) -> None:
    draw = panel.run()
    numbers = [panel.numbers()[one] for one in draw.seated("G01")]
    cards = panel.cards()
    del cards[numbers[2]]
    chairs = {"G01": numbers[0]}
    assert refused(drawing_seats.appoint_drawn, panel.desk, panel.row, cards, chairs) == "draw.card"


def test_seating_twice_or_before_the_draw_is_refused(panel: Panel) -> None:
    give = (panel.desk, panel.row, panel.cards())
    assert refused(drawing_seats.appoint_drawn, *give, {"G01": "E001"}) == "draw.none"
    panel.run()
    panel.seat()
    assert refused(drawing_seats.appoint_drawn, *give, {"G01": "E001"}) == "draw.appointed"
    assert refused(drawing.begin, panel.desk, panel.row, reason="再抽") == "draw.nothing"


def test_no_event_holds_an_id_beside_a_code(panel: Panel) -> None:
    """Every event of draw, seats and call is read: ids stand in one kind of event, codes in others."""
    draw = panel.run()
    panel.seat()
    with panel.desk.vault.begin() as uow:
        leaves = [one.leaf.decode() for one in uow.events.all(panel.row.round_id)]
    ids = [one.id for one in draw.candidates]
    beside = [leaf for leaf in leaves if any(one in leaf for one in ids) and "专家" in leaf]
    assert beside == []
    assert sum(any(one in leaf for one in ids) for leaf in leaves) == 1


def test_before_seating_an_alternate_takes_the_place(panel: Panel) -> None:
    draw = panel.run()
    gone, came = draw.drawn[0].members[1], draw.drawn[0].alternates[0]
    number = panel.numbers()[gone]
    called = drawing_alternates.call_up(panel.desk, panel.row, "G01", number, "因病不能到会")
    assert (called.expert.expert_id, called.version) == (came, None)
    panel.seat()
    codes = panel.codes()
    assert gone not in codes
    assert codes[came] == "专家06"  # the next number; the dealt codes of the others stay
    assert {codes[one] for one in draw.drawn[0].members if one != gone} <= set(draw.codes.values())


def test_wrong_calls_are_refused(panel: Panel) -> None:
    call = (drawing_alternates.call_up, panel.desk, panel.row)
    assert refused(*call, "G01", None, "理由") == "draw.none"
    draw = panel.run()
    numbers = panel.numbers()
    assert refused(*call, "G09", None, "理由") == "draw.group"
    assert refused(*call, "G01", None, " ") == "desk.grounds"
    assert refused(*call, "G01", "E099", "理由") == "draw.expert"
    outside = numbers[draw.drawn[0].alternates[1]]
    assert refused(*call, "G01", outside, "理由") == "draw.leaving"
    for one in draw.drawn[0].members[:2]:
        drawing_alternates.call_up(panel.desk, panel.row, "G01", numbers[one], "不能到会")
    assert refused(*call, "G01", numbers[draw.drawn[0].members[2]], "不能到会") == "draw.exhausted"


def test_an_alternate_called_during_the_review_becomes_a_member(panel: Panel) -> None:
    """§3.3: a version that adds the member with the chair's consent, a letter, the others' sheets stay."""
    draw = panel.run()
    world, chair = panel.world, panel.seat()
    taking_in.assign_groups(panel.desk, panel.row)
    package = world.pack()
    absent = next(one for one in draw.drawn[0].members if panel.person(one) is not chair)
    present = [panel.person(one) for one in draw.drawn[0].members if one != absent]
    for n, person in enumerate(present):
        world.open(person, package)
        world.score(person, rising(62 + 4 * n))
        world.collect(world.give_back(person))
    came = draw.drawn[0].alternates[0]
    call = (panel.desk, panel.row, "G01", panel.numbers()[absent], "突发疾病")
    assert refused(drawing_alternates.call_up, *call) == "draw.alternate_card"
    called = drawing_alternates.call_up(*call, panel.person(came).card.fingerprint)
    assert called.expert.expert_id == came
    assert called.version is not None
    assert len(panel.members()) == 5  # the version waits for the chair
    panel.agree("v3", chair)
    assert panel.codes()[came] == "专家06"
    assert "专家06" in panel.members()
    assert panel.codes()[absent] in panel.members()
    package = world.pack(codes=("专家06",))
    person = panel.person(came)
    from zgc_review.services import opening  # noqa: PLC0415 - one use

    opened = opening.open_review(person.desk, package, world.code(3))
    person.row, person.code = opened.row, "专家06"
    opening.fetch_documents(person.desk, opened.row, package)
    world.score(person, rising(60))
    world.collect(world.give_back(person))
    code = panel.codes()[absent]
    absences.sign_absent(panel.desk, panel.row, code, "突发疾病")
    signed = absences.sign_absent(chair.desk, chair.round, code, "突发疾病", folder=world.folder / "acts")
    assert signed.path is not None
    world.collect([signed.path])
    result = aggregate_round(panel.desk, panel.row)
    assert [(one.n_effective, one.n_absent) for one in result.applications] == [(5, 1)] * 2


def test_locked_applications_open_again_for_the_alternate(panel: Panel) -> None:
    """Everybody absent or in: LOCKED; an alternate called then reopens what is short (rules §2.1)."""
    draw = panel.run()
    world, chair = panel.world, panel.seat()
    taking_in.assign_groups(panel.desk, panel.row)
    package = world.pack()
    for n, one in enumerate(draw.drawn[0].members):
        person = panel.person(one)
        world.open(person, package)
        world.score(person, rising(62 + 4 * n))
        world.collect(world.give_back(person))

    def states() -> set[str]:
        with panel.desk.vault.begin() as uow:
            return {one.state for one in uow.applications.all(panel.row.round_id)}

    assert states() == {"LOCKED"}
    came = draw.drawn[0].alternates[0]
    card = panel.person(came).card.fingerprint
    drawing_alternates.call_up(panel.desk, panel.row, "G01", None, "两份评分单将作废", card)
    panel.agree("v3", chair)
    world.pack(codes=("专家06",))
    assert states() == {"REVIEWING"}


def test_f02_is_printed_for_every_draw_and_names_no_code(panel: Panel, tmp_path: Path) -> None:
    import pypdfium2  # noqa: PLC0415 - slow import

    draw = panel.run()
    panel.seat()
    (path,) = drawing_form.print_draws(panel.desk, panel.row, tmp_path / "forms")
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for part in (SECRETARY, OBSERVER, NAMES[0], draw.drawn[0].order[0][1]):
        assert part in text
    assert draw.pool[:16] in text.replace("\n", "").replace("\r", "").replace(" ", "")
    assert "专家01" not in text
    assert path.name.endswith("F02-1.pdf")


def test_p07_f02_waits_for_two_alternates(panel: Panel, tmp_path: Path) -> None:
    with panel.desk.vault.begin() as uow:
        expert = uow.experts.by_number(panel.row.round_id, "E007")
        assert expert is not None
        uow.experts.put(
            type(expert)(expert.expert_id, expert.round_id, "E007", {**expert.record, "consent": False})
        )
        uow.commit()
    panel.run()
    assert refused(drawing_form.print_draws, panel.desk, panel.row, tmp_path) == "draw.alternates"
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_observer_witnesses_this_very_result(panel: Panel) -> None:
    draw, world = panel.run(), panel.world

    def seen() -> bool:
        with panel.desk.vault.begin() as uow:
            return drawing_witness.is_witnessed(uow, panel.row, state_of(uow, panel.row), draw)

    observer = world.observer
    folder = world.folder / "witness"
    _, wrong = drawing_witness.witness_draw(observer.desk, observer.round, "0" * 64, folder)
    world.collect([wrong])
    assert not seen()
    _, path = drawing_witness.witness_draw(observer.desk, observer.round, draw.result, folder)
    assert [one.outcome for one in world.collect([path])] == ["new"]
    assert seen()
    assert refused(drawing_witness.witness_draw, observer.desk, observer.round, "X", folder) == "draw.digest"


def say_no(panel: Panel, person: Person, version: int) -> None:
    """Follow the chain, refuse its newest version and hand that to the secretary."""
    paths = sharing.publish_round(panel.desk, panel.row, panel.world.folder / f"v{version}")
    person.row = following.follow_round(person.desk, paths, panel.world.code(version))
    with person.desk.vault.begin() as uow:
        about = signed_versions(uow, person.round)[-1].message_id
    message = sign_consent(person.desk, person.round, "round", "no", about=about)
    path = sharing.write_to_secretary(person.desk, person.round, message, panel.world.folder / "no")
    (arrival,) = panel.world.collect([path])
    assert arrival.outcome == "new", arrival.error


def appointed(panel: Panel, chair: int) -> Person:
    """Sign the version that seats the drawn ones; return the chair it names."""
    number = panel.numbers()[panel.draw.seated("G01")[chair]]
    drawing_seats.appoint_drawn(panel.desk, panel.row, panel.cards(), {"G01": number})
    return panel.world.experts[int(number[1:]) - 1]


@pytest.mark.parametrize("who", ["observer", "chair"])
def test_p07_a_refused_version_lets_the_same_draw_be_seated_again(panel: Panel, who: str) -> None:
    draw = panel.run()
    chair = appointed(panel, 0)
    assert refused(appointed, panel, 1) == "draw.appointed"
    say_no(panel, panel.world.observer if who == "observer" else chair, 2)
    assert panel.draw.version is None
    with panel.desk.vault.begin() as uow:
        assert progress_of(uow, panel.row).act.code == "seat"
        assert refused_by(uow, panel.row) is not None
    other = appointed(panel, 1)
    panel.agree("v3", panel.world.observer, other)
    assert panel.members() == tuple(sorted(draw.codes.values()))
    assert panel.codes() == draw.codes
    with panel.desk.vault.begin() as uow:
        state = state_of(uow, panel.row)
        assert (state.version, state.round_chair) == (3, draw.codes[draw.seated("G01")[1]])
        assert refused_by(uow, panel.row) is None
    assert refused(appointed, panel, 0) == "draw.appointed"


def test_a_refused_version_leaves_no_call_standing(panel: Panel) -> None:
    """§3.3: an alternate comes by the consents of secretary and chair; without them nobody was called."""
    draw = panel.run()
    chair = panel.seat()
    alternates = draw.drawn[0].alternates
    leaving = panel.numbers()[draw.drawn[0].members[1]]
    call = (panel.desk, panel.row, "G01", leaving, "因病不能到会")

    def called() -> drawing_alternates.CalledUp:
        card = panel.person(alternates[0]).card.fingerprint
        return drawing_alternates.call_up(*call, card)

    def listed() -> tuple[int, int]:
        with panel.desk.vault.begin() as uow:
            (one,) = changes_view(uow, panel.row).alternates
            return one.left, one.called

    assert called().expert.expert_id == alternates[0]
    assert listed() == (len(alternates) - 1, 1)
    say_no(panel, chair, 3)
    assert panel.draw.seated("G01") == draw.drawn[0].members
    assert [(one.id, one.is_refused) for one in panel.draw.calls] == [(alternates[0], True)]
    assert listed() == (len(alternates), 0)
    # The order of F02 is kept: the same alternate is the next one, under a code nobody had.
    assert called().expert.expert_id == alternates[0]
    panel.agree("v4", chair)
    assert panel.draw.codes[alternates[0]] == "专家07"
    assert panel.members() == tuple(sorted([*draw.codes.values(), "专家07"]))
    assert [one.is_refused for one in panel.draw.calls] == [True, False]
    assert alternates[0] in panel.draw.seated("G01")
    assert listed() == (len(alternates) - 1, 1)
    with panel.desk.vault.begin() as uow:
        leaves = [json.loads(one.leaf) for one in uow.events.all(panel.row.round_id)]
    assert [one["data"]["call"] for one in leaves if one["act"] == "draw.called"] == [1, 2]


def test_a_refusal_of_a_call_that_is_taken_back_lets_it_stand(panel: Panel) -> None:
    draw = panel.run()
    chair = panel.seat()
    came = draw.drawn[0].alternates[0]
    card = panel.person(came).card.fingerprint
    drawing_alternates.call_up(panel.desk, panel.row, "G01", None, "人手不够", card)
    say_no(panel, chair, 3)
    assert came not in panel.draw.seated("G01")
    panel.agree("v3", chair)
    assert came in panel.draw.seated("G01")
    assert not panel.draw.calls[0].is_refused


def test_p07_after_a_refusal_it_is_drawn_again_and_no_code_is_dealt_twice(panel: Panel) -> None:
    first = panel.run()
    appointed(panel, 0)
    assert refused(drawing.begin, panel.desk, panel.row, "重抽") == "round.amend.pending"
    say_no(panel, panel.world.observer, 2)
    assert refused(drawing.begin, panel.desk, panel.row) == "draw.again"
    drawing.begin(panel.desk, panel.row, "监督人员不同意第 2 版")
    drawing.say_words(panel.desk, panel.row, "secretary", SECRETARY)
    drawing.say_words(panel.desk, panel.row, "observer", OBSERVER)
    second = drawing.run(panel.desk, panel.row).draw
    assert not {*first.codes.values()} & {*second.codes.values()}
    panel.agree("v3", panel.world.observer, appointed(panel, 0))
    assert panel.members() == tuple(sorted(second.codes.values()))


def test_a_refusal_taken_back_counts_until_the_version_is_withdrawn(panel: Panel) -> None:
    panel.run()
    chair = appointed(panel, 0)
    say_no(panel, panel.world.observer, 2)
    panel.agree("v2", panel.world.observer, chair)  # both say yes after all
    assert len(panel.members()) == 5
    assert refused(appointed, panel, 1) == "draw.appointed"
