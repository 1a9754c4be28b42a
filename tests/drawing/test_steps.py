"""The steps of the draw: order, finality, the vector of the rules, what stands in the log (rules §3.2)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from draw_harness import OBSERVER, ROLES, SALT, SECRETARY, VECTOR, drawn, order_of, roster, say_both

from zgc_review.errors import GateError
from zgc_review.services import drawing
from zgc_review.services.drawing_record import draws_of, finished_draw


def vector(offices: Any) -> None:
    """Put the six people of the rules into the roster; c and d work for one legal person."""
    for letter, expert_id in VECTOR.items():
        employer = "丙丁共有单位" if letter in "cd" else f"单位{letter}"
        offices.experts[letter] = expert_id
        offices.expert(letter, name=f"某{letter}", employer=employer, roles=ROLES)
    with offices.desk.vault.begin() as uow:
        uow.facts.put(f"code-salt:{offices.row.round_id}", SALT)
        uow.commit()


def acts(office: Any) -> list[dict[str, Any]]:
    """Return the events of the draw."""
    return [said for said in map(json.loads, office.leaves()) if said["act"].startswith("draw.")]


def refused(office: Any, step: Any, *args: Any, **words: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(GateError) as refusal:
        step(office.desk, office.row, *args, **words)
    return refusal.value.code, refusal.value.params


def test_p07_vector_of_the_rules(offices: Any) -> None:
    """G01 of five: members d e a f b, c passed over (P03); codes 01 d, 02 b, 03 e, 04 f, 05 a."""
    vector(offices)
    begun = drawing.begin(offices.desk, offices.row)
    assert begun.pool == "eb3f1f7d848cf5b75ccb0774860e5e0f293fbba59d0cbb90fa850a2b8f8b2c21"
    assert begun.salt_digest == hashlib.sha256(SALT.encode()).hexdigest()
    say_both(offices)
    outcome = drawing.run(offices.desk, offices.row)
    draw = outcome.draw
    assert draw.seed == "904e308717f537452e2ba74994052224ab3f082c1e75dbb6ebc87a403b0b942c"
    name = {expert_id: letter for letter, expert_id in VECTOR.items()}
    first, second = draw.drawn
    assert "".join(name[one] for one, _ in first.order) == "dceafb"
    assert "".join(name[one] for one in first.members) == "deafb"
    assert [(name[one], rule) for one, rule in first.skipped] == [("c", "P03")]
    assert first.order[0][1] == "2f8983ad"
    assert "".join(name[one] for one, _ in second.order) == "acefbd"
    # G02 takes whom G01 left; without it the codes are those of the rules.
    assert [name[one] for one in second.members] == ["c"]
    assert {name[one] for one in first.alternates} == set()


def test_codes_are_dealt_by_seed_and_salt(office: Any) -> None:
    """Rules §3.2 step 7: with G01 alone the vector's members get 01 d, 02 b, 03 e, 04 f, 05 a."""
    from zgc_review.services.codes import deal_codes  # noqa: PLC0415 - one use

    seed = "904e308717f537452e2ba74994052224ab3f082c1e75dbb6ebc87a403b0b942c"
    members = [VECTOR[letter] for letter in "deafb"]
    name = {expert_id: letter for letter, expert_id in VECTOR.items()}
    dealt = {name[one]: code for one, code in deal_codes(members, seed, SALT).items()}
    assert dealt == {"d": "专家01", "b": "专家02", "e": "专家03", "f": "专家04", "a": "专家05"}


def test_the_order_is_what_anybody_computes(office: Any) -> None:
    roster(office, 12)
    draw = drawn(office)
    (group,) = draw.drawn
    assert [one for one, _ in group.order] == order_of(draw, "G01")
    assert group.members == tuple(order_of(draw, "G01")[:7])
    assert group.alternates == tuple(order_of(draw, "G01")[7:9])


def test_steps_out_of_order_are_refused(office: Any) -> None:
    roster(office, 9)
    assert refused(office, drawing.say_words, "secretary", SECRETARY) == ("draw.none", {})
    assert refused(office, drawing.run) == ("draw.none", {})
    drawing.begin(office.desk, office.row)
    order = ("draw.order", {"step": "words --secretary"})
    assert refused(office, drawing.say_words, "observer", OBSERVER) == order
    assert refused(office, drawing.run) == order
    drawing.say_words(office.desk, office.row, "secretary", SECRETARY)
    assert refused(office, drawing.run) == ("draw.order", {"step": "words --observer"})
    assert refused(office, drawing.say_words, "secretary", "改动 词语")[0] == "draw.final"
    drawing.say_words(office.desk, office.row, "observer", f"  {OBSERVER}\t")
    assert refused(office, drawing.say_words, "observer", "改动")[0] == "draw.final"
    drawing.run(office.desk, office.row)
    assert refused(office, drawing.run) == ("draw.done", {"draw": 1})
    with office.desk.vault.begin() as uow:
        assert finished_draw(uow, office.row).observer == OBSERVER


@pytest.mark.parametrize(
    ("typed", "code"), [("西", "assignment.draw.words"), ("西\n山", "assignment.draw.control")]
)
def test_words_that_do_not_do_are_refused_and_can_be_typed_again(office: Any, typed: str, code: str) -> None:
    roster(office, 9)
    drawing.begin(office.desk, office.row)
    assert refused(office, drawing.say_words, "secretary", typed)[0] == code
    drawing.say_words(office.desk, office.row, "secretary", SECRETARY)


def test_a_second_draw_needs_a_reason_and_the_first_stays(office: Any) -> None:
    roster(office, 9)
    first = drawn(office)
    assert refused(office, drawing.begin) == ("draw.again", {})
    second = drawn(office, reason="候补不足，扩大候选池后重抽")
    with office.desk.vault.begin() as uow:
        kept = draws_of(uow, office.row)
    assert [one.n for one in kept] == [1, 2]
    assert kept[0] == first
    assert kept[1] == second
    assert second.reason == "候补不足，扩大候选池后重抽"


def test_a_draw_begun_and_left_needs_a_reason_too(office: Any) -> None:
    """Otherwise the pool could be fixed again and again until it pleases."""
    roster(office, 9)
    drawing.begin(office.desk, office.row)
    assert refused(office, drawing.begin)[0] == "draw.again"


def test_what_the_draw_reads_is_fixed_by_event_one(office: Any) -> None:
    """Roster, conflicts and roles changed after the words are known do not reach the result."""
    roster(office, 9)
    office.application(team=[])
    drawing.begin(office.desk, office.row)
    say_both(office)
    roster(office, 9, roles=["tech"], employer="同一单位")
    office.expert("E010", name="后来者", employer="另一单位")
    draw = drawing.run(office.desk, office.row).draw
    assert draw.drawn[0].members == tuple(order_of(draw, "G01")[:7])
    assert len(draw.candidates) == 9


def test_events_are_four_and_hold_no_id_beside_its_code(office: Any) -> None:
    roster(office, 9)
    draw = drawn(office)
    said = acts(office)
    assert [one["act"] for one in said] == ["draw.begun", "draw.words", "draw.words", "draw.done"]
    assert [one["by"] for one in said] == ["秘书01", "秘书01", "监督01", "秘书01"]
    begun = said[0]["data"]
    assert (begun["pool"], begun["salt"], begun["candidates"]) == (draw.pool, draw.salt_digest, 9)
    assert said[3]["data"]["groups"][0]["members"] == list(draw.drawn[0].members)
    everything = b"\n".join(office.leaves())
    for code in draw.codes.values():
        assert code.encode() not in everything
    for text in (SECRETARY, OBSERVER, "亓𠮷"):
        assert text.encode() not in everything
        assert json.dumps(text)[1:-1].encode() not in everything


def test_the_salt_stays_in_the_vault(office: Any) -> None:
    roster(office, 9)
    drawn(office)
    with office.desk.vault.begin() as uow:
        salt = uow.facts.get(f"code-salt:{office.row.round_id}")
    assert salt.encode() not in b"\n".join(office.leaves())
