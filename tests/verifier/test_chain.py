"""The chain of round definitions: versions, consents, cards, revocations (docs/bodies.md §1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]
    Capture = pytest.CaptureFixture[str]


def marks(line: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = line["after"]["marks"]
    return found


def test_the_plain_world_is_fine(small: World, judge: Judge) -> None:
    small.score()
    assert judge(small) == ("", "")


# -- chain


def test_a_later_version_needs_the_round_chair(small: World, judge: Judge) -> None:
    small.score()
    small.define(small.observer, reason="公证")
    assert judge(small) == ("chain.consent", "data/000003.tar/manifest.json")
    small.consent(small.experts[0], "round", "yes", about=small.rounds[-1][0])
    assert judge(small) == ("", "")
    small.consent(small.experts[0], "round", "no", about=small.rounds[-1][0])
    assert judge(small)[0] == "chain.consent"
    small.consent(small.experts[0], "round", "yes", about=small.rounds[-1][0])
    assert judge(small) == ("", "")


def test_consents_to_earlier_versions_stand_in_the_next_one(tools: Tools, judge: Judge) -> None:
    """docs/bodies.md §1: what put version n-1 in force are the data entries of version n."""
    for inner, why in (("right", ""), ("none", "chain.consent"), ("twice", "order"), ("other", "chain.prev")):
        made = tools.World()
        first = made.define(made.observer)
        right = next(iter(made.consents))
        other = made.consent(
            made.observer, "witness", "yes", about=first, values={"act": "x", "digest": None}
        )
        chosen = {"right": [right], "none": [], "twice": [right, right], "other": sorted([right, other])}
        made.define(made.observer, inner=chosen[inner])
        assert judge(made)[0] == why


def test_a_later_no_does_not_undo_a_version_in_force(small: World, judge: Judge) -> None:
    small.score()
    small.consent(small.observer, "round", "no", about=small.rounds[0][0])
    assert judge(small) == ("", "")
    small.consent(small.observer, "round", "no", about=small.rounds[1][0])
    assert judge(small)[0] == "chain.consent"


def test_rounds_only_carry_consents(small: World, judge: Judge) -> None:
    sheet = small.score()[0]
    small.consents[sheet] = small.sheets[sheet]
    small.bodies[sheet]["about"] = small.rounds[-1][0]
    small.define(small.experts[0], inner=[sheet])
    del small.consents[sheet]
    assert judge(small)[0] == "kind"


def test_version_2_needs_the_chair_it_names(tools: Tools, judge: Judge) -> None:
    made = tools.World()
    made.define(made.observer)
    codes = [expert.code for expert in made.experts]
    made.define(
        made.observer,
        made.experts[1],
        members=[expert.entry() for expert in made.experts],
        groups=[{"id": "G01", "members": codes, "chair": codes[0]}],
        round_chair=codes[0],
    )
    assert judge(made) == ("chain.consent", "data/000002.tar/manifest.json")


def test_replacing_the_chairs_card_needs_the_observer(tools: Tools, small: World, judge: Judge) -> None:
    fresh = tools.Person("专家01", "expert", generation=2)
    small.define(members=[fresh.entry()], revocations=[{"card": small.experts[0].card, "kept": []}])
    version = small.rounds[-1][0]
    small.consent(fresh, "round", "yes", about=version)
    assert judge(small)[0] == "chain.consent"
    small.consent(small.observer, "round", "yes", about=version)
    small.experts[0] = fresh
    small.score()
    assert judge(small) == ("", "")
    small.define(small.observer, reason="再版")
    assert judge(small)[0] == "chain.consent"
    small.consent(fresh, "round", "yes", about=small.rounds[-1][0])
    assert judge(small) == ("", "")


def test_the_observers_new_card_does_not_consent_to_itself(tools: Tools, small: World, judge: Judge) -> None:
    """docs/bodies.md §1: the old card signs, else the secretary could name an observer alone."""
    fresh, chair = tools.Person("监督01", "observer", generation=2), small.experts[0]
    both = [fresh.entry(), tools.Person("专家01", "expert", generation=2).entry()]
    small.define(fresh, members=both, revocations=[{"card": chair.card, "kept": []}])
    assert judge(small)[0] == "chain.consent"
    small.consent(small.observer, "round", "yes", about=small.rounds[-1][0])
    assert judge(small)[0] != "chain.consent"


def test_a_forged_revocation_is_refused(tools: Tools, small: World, judge: Judge) -> None:
    """A revocation that only the secretary, or a colleague, stands for takes no sheet out of the count."""
    small.score()
    fresh = tools.Person("专家02", "expert", generation=2)
    revoked = [{"card": small.experts[1].card, "kept": []}]
    small.define(members=[fresh.entry()], revocations=revoked)
    assert judge(small)[0] == "chain.consent"
    for who in (small.experts[2], small.experts[1], fresh, small.observer):
        small.consent(who, "round", "yes", about=small.rounds[-1][0])
        assert judge(small)[0] == "chain.consent"


def test_the_secretarys_card_is_replaced_and_its_consents_are_kept(
    tools: Tools, small: World, judge: Judge
) -> None:
    small.score(0, 1)
    chair, old = small.experts[0], small.secretary
    values = {"code": "专家03"}
    kept = small.consent(old, "absent", "yes", values=values, text="请假")
    small.consent(chair, "absent", "yes", values=values, text="请假")
    fresh = tools.Person("秘书01", "secretary", generation=2)
    small.define(chair, members=[fresh.entry()], revocations=[{"card": old.card, "kept": [kept]}])
    small.secretary = fresh
    assert judge(small) == ("", "")
    small.define(chair, revocations=[{"card": old.card, "kept": []}])
    assert judge(small)[0] == "sheet.missing"


def test_revoking_the_chairs_card_alone_needs_the_observer(small: World, judge: Judge) -> None:
    small.score()
    kept = [*small.sheets, *small.consents]
    small.define(revocations=[{"card": small.experts[0].card, "kept": kept}])
    small.consent(small.experts[0], "round", "yes", about=small.rounds[-1][0])
    assert judge(small)[0] == "chain.consent"
    small.consent(small.observer, "round", "yes", about=small.rounds[-1][0])
    assert judge(small) == ("", "")


def test_replacing_the_chairs_card_without_revoking_it_needs_the_observer(
    tools: Tools, small: World, judge: Judge
) -> None:
    fresh = tools.Person("专家01", "expert", generation=2)
    small.define(fresh, members=[fresh.entry()])
    assert judge(small)[0] == "chain.consent"
    small.consent(small.observer, "round", "yes", about=small.rounds[-1][0])
    small.experts[0] = fresh
    small.score()
    assert judge(small) == ("", "")


def test_a_revoked_chair_consents_to_nothing_more(small: World, judge: Judge) -> None:
    """Of a revoked card only the ids in kept count, also as consent to a later version."""
    small.score()
    chair = small.experts[0]
    small.define(small.observer, revocations=[{"card": chair.card, "kept": [*small.sheets]}])
    assert judge(small) == ("", "")
    small.define(chair, reason="再版")
    assert judge(small)[0] == "chain.consent"


def test_a_forged_consent_is_found_with_the_chain(
    tools: Tools, small: World, tmp_path: Path, capsys: Capture
) -> None:
    small.score()
    forger = tools.Person("监督01", "observer", generation=9)
    forger.card = small.observer.card
    small.consents = {
        m: data for m, data in small.consents.items() if small.bodies[m]["about"] != small.rounds[-1][0]
    }
    for who in (forger, small.experts[0]):
        small.consent(who, "round", "yes", about=small.rounds[-1][0], change={"seq": 7, "prev": None})
    said = tools.run(small.write(tmp_path / "r"), capsys)[1]["refused"]
    assert (said["step"], said["why"]) == ("chain", "signer.key")


def test_kept_sheets_of_a_revoked_card_count_and_the_new_cards_replace_them(
    tools: Tools, small: World, tmp_path: Path, judge: Judge
) -> None:
    application = small.applications[0]["application"]
    old, chair = small.experts[2], small.experts[0]
    kept = small.sheet(old, application, [60] * 5)
    lost = small.sheet(old, application, [99] * 5)
    fresh = tools.Person("专家03", "expert", generation=2)
    small.define(chair, members=[fresh.entry()], revocations=[{"card": old.card, "kept": [kept]}])
    small.score(0, 1)
    assert judge(small) == ("", "")
    last = marks(tools.recount(small, tmp_path / "kept")["applications"][0])[2]
    assert (last["sheet"], last["total"]) == (kept, 6000)
    newer = small.sheet(fresh, application, [70] * 5)
    last = marks(tools.recount(small, tmp_path / "newer")["applications"][0])[2]
    assert (last["sheet"], last["total"]) == (newer, 7000)
    assert lost not in {kept, newer}


def test_a_revoked_cards_unkept_sheet_does_not_count(tools: Tools, small: World, judge: Judge) -> None:
    small.score()
    fresh = tools.Person("专家02", "expert", generation=2)
    small.define(
        small.experts[0], members=[fresh.entry()], revocations=[{"card": small.experts[1].card, "kept": []}]
    )
    assert judge(small) == ("sheet.missing", small.applications[0]["application"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 4}, "chain.version"),
        ({"version": True}, "chain.version"),
        ({"more": 1}, "keys"),
        ({"members": "same key"}, "chain.members"),
        ({"members": "same card"}, "chain.members"),
        ({"members": "other role"}, "chain.members"),
        ({"members": "second secretary"}, "chain.members"),
        ({"groups": [{"id": "G02", "members": ["专家01", "专家09"], "chair": "专家01"}]}, "chain.members"),
        ({"groups": [{"id": "G02", "members": ["专家01", "监督01"], "chair": "专家01"}]}, "chain.members"),
        ({"groups": [{"id": "G02", "members": ["专家01", "专家02"], "chair": "专家03"}]}, "chain.members"),
        ({"groups": [{"id": "G02", "members": ["专家01", "专家01"], "chair": "专家01"}]}, "chain.members"),
        ({"round_chair": "秘书01"}, "chain.members"),
        ({"revocations": [{"card": "0" * 64, "kept": []}]}, "chain.members"),
        ({"revocations": [{"card": "0" * 63, "kept": []}]}, "shape"),
    ],
)
def test_a_version_that_breaks_a_rule(
    tools: Tools, small: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    old = small.experts[1].entry()
    members = {
        "same key": {**old, "code": "专家09", "card": "5" * 64},
        "same card": {**tools.Person("专家09", "expert").entry(), "card": old["card"]},
        "other role": {**tools.Person("专家02", "observer", 2).entry()},
        "second secretary": tools.Person("秘书02", "secretary").entry(),
    }
    if isinstance(change.get("members"), str):
        change = {"members": [members[change["members"]]]}
    small.score()
    small.define(small.experts[0], **change)
    assert judge(small) == (why, judge(small)[1])
    assert judge(small)[1].startswith("data/000003.tar/manifest.json")


def test_only_the_secretary_defines(small: World, judge: Judge) -> None:
    small.score()
    small.define(small.experts[0], signer=small.experts[0])
    assert judge(small) == ("chain.signer", "data/000003.tar/manifest.json")


def test_version_1_is_signed_by_the_secretary_it_names(tools: Tools, judge: Judge) -> None:
    made = tools.World()
    made.define(made.observer, signer=made.observer)
    assert judge(made) == ("chain.signer", "data/000001.tar/manifest.json")


def test_a_card_revoked_twice_keeps_what_both_keep(tools: Tools, small: World, judge: Judge) -> None:
    one, two, three = small.score()
    card = small.experts[1].card
    small.define(small.experts[0], revocations=[{"card": card, "kept": [two]}])
    assert judge(small) == ("", "")
    small.define(small.experts[0], revocations=[{"card": card, "kept": [one, two, three]}])
    assert judge(small) == ("", "")
    small.define(small.experts[0], revocations=[{"card": card, "kept": [one]}])
    assert judge(small)[0] == "sheet.missing"
    small.define(small.experts[0], revocations=[{"card": card, "kept": [two]}])
    assert judge(small)[0] == "sheet.missing"


def test_version_1_names_a_secretary_and_an_observer(tools: Tools, judge: Judge) -> None:
    for members in (["secretary"], ["observer"], ["secretary", "observer", "expert"], []):
        made = tools.World()
        people = {"secretary": made.secretary, "observer": made.observer, "expert": made.experts[0]}
        made.define(made.observer, members=[people[name].entry() for name in members])
        assert judge(made)[0] == "chain.members"


@pytest.mark.parametrize("change", [{"prev": "0" * 64}, {"prev": None}, {"round_version": "0" * 64}])
def test_a_version_that_does_not_follow_the_one_before(
    tools: Tools, judge: Judge, change: dict[str, Any]
) -> None:
    made = tools.World()
    made.define(made.observer)
    inner = list(made.consents.values())
    made.define(made.observer)
    body = made.bodies[made.rounds[1][0]]
    assert judge(made) == ("", "")
    del made.rounds[1]
    made.rounds.append(made.send(made.secretary, "round", body, inner=inner, **change))
    assert judge(made) == ("chain.prev", "data/000002.tar/manifest.json")
