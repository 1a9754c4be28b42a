"""Round chain, consents, carried messages, catalogue, log: what is accepted and what is refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def judge(tools: Tools, tmp_path: Path, capsys: Capture) -> Callable[..., tuple[str, str]]:
    """Write a world, with the aggregate that fits it if one can be computed, and return (why, item)."""
    count = iter(range(1000))

    def run(world: World, **change: Any) -> tuple[str, str]:
        try:
            world.aggregate = tools.recount(world, tmp_path / str(next(count)))
        except tools.module.Refused:
            world.aggregate = {}
        for sheet in {
            mark["sheet"] for line in world.aggregate.get("applications", []) for mark in marks(line)
        }:
            world.counted(
                sheet,
                next(m["trimmed"] for m in marks(world.aggregate["applications"][0]) if m["sheet"] == sheet),
            )
        status, said = tools.run(world.write(tmp_path / str(next(count)), **change), capsys)
        if status == 3:
            return "", ""
        return said["refused"]["why"], said["refused"]["item"]

    return run


def marks(line: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = line["after"]["marks"]
    return found


@pytest.fixture
def world(tools: Tools) -> World:
    """Version 1 and 2, one application, three experts without sheets."""
    made = tools.World()
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    return made


def score(world: World, *who: int, **fields: Any) -> list[str]:
    application = world.applications[0]["application"]
    return [world.sheet(world.experts[n], application, [80] * 5, **fields) for n in who or (0, 1, 2)]


Judge = Callable[..., tuple[str, str]]


def test_the_plain_world_is_fine(world: World, judge: Judge) -> None:
    score(world)
    assert judge(world) == ("", "")


# -- chain


def test_a_later_version_needs_the_round_chair(world: World, judge: Judge) -> None:
    score(world)
    world.define(world.observer, reason="公证")
    assert judge(world) == ("chain.consent", "data/000003.tar/manifest.json")
    world.consent(world.experts[0], "round", "yes", about=world.rounds[-1][0])
    assert judge(world) == ("", "")
    world.consent(world.experts[0], "round", "no", about=world.rounds[-1][0])
    assert judge(world)[0] == "chain.consent"
    world.consent(world.experts[0], "round", "yes", about=world.rounds[-1][0])
    assert judge(world) == ("", "")


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


def test_a_later_no_does_not_undo_a_version_in_force(world: World, judge: Judge) -> None:
    score(world)
    world.consent(world.observer, "round", "no", about=world.rounds[0][0])
    assert judge(world) == ("", "")
    world.consent(world.observer, "round", "no", about=world.rounds[1][0])
    assert judge(world)[0] == "chain.consent"


def test_rounds_only_carry_consents(world: World, judge: Judge) -> None:
    sheet = score(world)[0]
    world.consents[sheet] = world.sheets[sheet]
    world.bodies[sheet]["about"] = world.rounds[-1][0]
    world.define(world.experts[0], inner=[sheet])
    del world.consents[sheet]
    assert judge(world)[0] == "kind"


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


def test_replacing_the_chairs_card_needs_the_observer(tools: Tools, world: World, judge: Judge) -> None:
    fresh = tools.Person("专家01", "expert", generation=2)
    world.define(members=[fresh.entry()], revocations=[{"card": world.experts[0].card, "kept": []}])
    version = world.rounds[-1][0]
    world.consent(fresh, "round", "yes", about=version)
    assert judge(world)[0] == "chain.consent"
    world.consent(world.observer, "round", "yes", about=version)
    world.experts[0] = fresh
    score(world)
    assert judge(world) == ("", "")
    world.define(world.observer, reason="再版")
    assert judge(world)[0] == "chain.consent"
    world.consent(fresh, "round", "yes", about=world.rounds[-1][0])
    assert judge(world) == ("", "")


def test_revoking_the_chairs_card_alone_needs_the_observer(world: World, judge: Judge) -> None:
    score(world)
    kept = [*world.sheets, *world.consents]
    world.define(revocations=[{"card": world.experts[0].card, "kept": kept}])
    world.consent(world.experts[0], "round", "yes", about=world.rounds[-1][0])
    assert judge(world)[0] == "chain.consent"
    world.consent(world.observer, "round", "yes", about=world.rounds[-1][0])
    assert judge(world) == ("", "")


def test_kept_sheets_of_a_revoked_card_count_and_the_new_cards_replace_them(
    tools: Tools, world: World, tmp_path: Path, judge: Judge
) -> None:
    application = world.applications[0]["application"]
    old, chair = world.experts[2], world.experts[0]
    kept = world.sheet(old, application, [60] * 5)
    lost = world.sheet(old, application, [99] * 5)
    fresh = tools.Person("专家03", "expert", generation=2)
    world.define(chair, members=[fresh.entry()], revocations=[{"card": old.card, "kept": [kept]}])
    score(world, 0, 1)
    assert judge(world) == ("", "")
    last = marks(tools.recount(world, tmp_path / "kept")["applications"][0])[2]
    assert (last["sheet"], last["total"]) == (kept, 6000)
    newer = world.sheet(fresh, application, [70] * 5)
    last = marks(tools.recount(world, tmp_path / "newer")["applications"][0])[2]
    assert (last["sheet"], last["total"]) == (newer, 7000)
    assert lost not in {kept, newer}


def test_a_revoked_cards_unkept_sheet_does_not_count(tools: Tools, world: World, judge: Judge) -> None:
    score(world)
    fresh = tools.Person("专家02", "expert", generation=2)
    world.define(
        world.experts[0], members=[fresh.entry()], revocations=[{"card": world.experts[1].card, "kept": []}]
    )
    assert judge(world) == ("sheet.missing", world.applications[0]["application"])


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
    tools: Tools, world: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    old = world.experts[1].entry()
    members = {
        "same key": {**old, "code": "专家09", "card": "5" * 64},
        "same card": {**tools.Person("专家09", "expert").entry(), "card": old["card"]},
        "other role": {**tools.Person("专家02", "observer", 2).entry()},
        "second secretary": tools.Person("秘书02", "secretary").entry(),
    }
    if isinstance(change.get("members"), str):
        change = {"members": [members[change["members"]]]}
    score(world)
    world.define(world.experts[0], **change)
    assert judge(world) == (why, judge(world)[1])
    assert judge(world)[1].startswith("data/000003.tar/manifest.json")


def test_only_the_secretary_defines(world: World, judge: Judge) -> None:
    score(world)
    world.define(world.experts[0], signer=world.experts[0])
    assert judge(world) == ("chain.signer", "data/000003.tar/manifest.json")


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


# -- carried messages


def test_a_sheet_forged_by_the_secretary_is_refused(tools: Tools, world: World, judge: Judge) -> None:
    score(world, 0, 1)
    forger = tools.Person("专家03", "expert", generation=9)
    forger.card = world.experts[2].card
    application = world.applications[0]["application"]
    sheet = world.sheet(forger, application, [100] * 5)
    why, item = judge(world)
    assert (why, item.split("/")[-1]) == ("signer.key", "SHA256SUMS.sig")
    del world.sheets[sheet]
    outsider = tools.Person("外人", "expert")
    sheet = world.sheet(outsider, application, [100] * 5)
    assert judge(world)[0] == "signer.unknown"
    del world.sheets[sheet]
    world.sheet(world.secretary, application, [100] * 5)
    assert judge(world)[0] == "signer.role"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"round": "cd" * 16}, "round"),
        ({"suite": "gm-1"}, "suite"),
        ({"round_version": "0" * 64}, "version.unknown"),
        ({"round_version": None}, "version.unknown"),
        ({"round_version": "first"}, "signer.version"),
        ({"slot": "1" * 32}, "slot"),
        ({"to": ["0" * 64]}, "shape"),
        ({"files": [{"label": "", "name": "data/000001.pdf", "size": 1}]}, "shape"),
        ({"seq": 0}, "shape"),
        ({"kind": "consent"}, "shape"),
        ({"kind": "scores"}, "kind"),
    ],
)
def test_a_sheet_whose_manifest_breaks_a_rule(
    world: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    if change.get("round_version") == "first":
        change = {"round_version": world.rounds[0][0]}
    score(world, 0, 1)
    world.sheet(world.experts[2], world.applications[0]["application"], [80] * 5, change=change)
    assert judge(world)[0] == why


def test_two_messages_with_one_number_are_an_alarm(world: World, judge: Judge) -> None:
    ids = score(world)
    again = world.sheet(
        world.experts[0], world.applications[0]["application"], [81] * 5, change={"seq": 1, "prev": None}
    )
    assert judge(world)[0] == "series"
    del world.sheets[again]
    assert judge(world) == ("", "")
    world.experts[0].last["sheet", world.applications[0]["application"]] = (1, ids[1])
    world.sheet(world.experts[0], world.applications[0]["application"], [81] * 5)
    assert judge(world)[0] == "series"


@pytest.mark.parametrize("where", ["trailing", "short", "pad", "extra", "order", "header", "digest", "sums"])
def test_carried_form_is_strict(tools: Tools, world: World, judge: Judge, where: str) -> None:
    score(world)
    message_id, data = next(iter(sorted(world.sheets.items())))
    size = int(data[124:135], 8)
    sums, sig = data[512 : 512 + size], data[1536 : 1536 + int(data[1148:1159], 8)]
    start = 512 + 512 + 512 + -(-len(sig) // 512) * 512
    manifest = data[start + 512 : start + 512 + int(data[start + 124 : start + 135], 8)]
    entries = [("SHA256SUMS", sums), ("SHA256SUMS.sig", sig), ("manifest.json", manifest)]
    assert tools.ustar(entries) == data
    changed = {
        "trailing": data + bytes(512),
        "short": data[:-512],
        "pad": tools.ustar([*entries, ("pad", bytes(5))]),
        "extra": tools.ustar([*entries, ("data/000001.pdf", b"x")]),
        "order": tools.ustar([entries[1], entries[0], entries[2]]),
        "header": data[:150] + b"9" + data[151:],
        "digest": tools.ustar([*entries[:2], ("manifest.json", manifest[:-1] + b" ")]),
        "sums": tools.ustar([("SHA256SUMS", sums + b"0" * 64 + b"  data/000001.pdf\n"), *entries[1:]]),
    }
    world.sheets[message_id] = changed[where]
    why, item = judge(world)
    expected = {"trailing": "tar.length", "short": "tar.length", "pad": "order", "extra": "order",
                "order": "order", "header": "tar.header", "digest": "entry.digest", "sums": "order"}  # fmt: skip
    assert why == expected[where]
    assert item.startswith("data/")
    assert ".tar/" in item


# -- consents


ACTS: list[tuple[str, str, dict[str, Any], str]] = [
    # signer, act, fields, expected refusal ("" = fine)
    ("chair", "discuss", {"answer": "open", "application": "A"}, ""),
    ("chair", "opinion", {"answer": "agreed", "application": "A", "text": "意见"}, ""),
    ("observer", "witness", {"answer": "yes", "values": {"act": "draw", "digest": "0" * 64}}, ""),
    ("observer", "witness", {"answer": "yes", "about": "0" * 64, "values": {"act": "seal", "digest": None}}, ""),
    ("chair", "pleas", {"answer": "reported", "about": "V", "text": "电话"}, ""),
    ("chair", "pledge", {"answer": "yes", "about": "V"}, ""),
    ("chair", "handback", {"answer": "yes", "about": "V", "values": {"media": ["U01"]}}, ""),
    (
        "secretary",
        "ruling",
        {"answer": "open", "application": "A", "values": {"code": "专家02", "rule": "R15"}},
        "",
    ),
    ("chair", "check", {"answer": "yes", "application": "A", "values": {"gate": "M01-G1"}, "text": "理由"}, ""),
    ("observer", "pledge", {"answer": "yes", "about": "V"}, "signer.role"),
    ("secretary", "decision", {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": 1}}, "signer.role"),
    ("chair", "decision", {"answer": "MAYBE", "application": "A", "values": {"amount_fen": 1}}, "consent.act"),
    ("chair", "decision", {"answer": "SUPPORT", "values": {"amount_fen": 1}}, "consent.act"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A", "about": "V", "values": {"amount_fen": 1}},
     "consent.act"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A"}, "keys"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": -1}}, "shape"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": True}}, "shape"),
    ("chair", "discuss", {"answer": "open", "application": "A", "text": "x"}, "consent.act"),
    ("chair", "discuss", {"answer": "open", "application": "A", "values": {"x": 1}}, "keys"),
    ("chair", "discuss", {"answer": "open", "application": "A", "change": {"slot": "discuss:"}}, "slot"),
    ("chair", "dance", {"answer": "open"}, "consent.act"),
    ("chair", "tie", {"answer": "order", "values": {"pool": "P1", "order": ["x"]}}, "shape"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "act", "fields", "why"), ACTS)
def test_acts_hold_exactly_what_they_may(
    world: World, judge: Judge, who: str, act: str, fields: dict[str, Any], why: str
) -> None:
    """docs/bodies.md §2."""
    score(world)
    names = {"A": world.applications[0]["application"], "V": world.rounds[1][0]}
    fields = {
        key: names.get(value, value) if isinstance(value, str) else value for key, value in fields.items()
    }
    people = {"chair": world.experts[0], "observer": world.observer, "secretary": world.secretary}
    world.consent(people[who], act, fields.pop("answer"), **fields)
    assert judge(world)[0] == why


# -- sheets


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"total": 8001}, "sheet.total"),
        ({"total": None}, "sheet.total"),
        ({"percents": {"M01-K1": 80}}, "sheet.criteria"),
        ({"percents": {}}, "sheet.criteria"),
        ({"percents": {f"M01-K{n}": 80 for n in range(1, 7)}}, "sheet.criteria"),
        ({"not_applicable": {"M01-K1": "无"}}, "sheet.criteria"),
        ({"percents": {}, "not_applicable": {f"M01-K{n}": "无" for n in range(1, 6)}}, "sheet.criteria"),
        ({"percents": {f"M01-K{n}": 101 for n in range(1, 6)}}, "shape"),
        ({"percents": {f"M01-K{n}": True for n in range(1, 6)}}, "shape"),
        ({"recommendation": None}, "sheet.state"),
        ({"integrity": None}, "sheet.state"),
        ({"recusal": {"answer": "yes", "rule": "R01", "reason": ""}}, "sheet.state"),
        ({"recusal": {"answer": "no", "rule": "R19", "reason": ""}}, "shape"),
        ({"state": "recused"}, "sheet.state"),
        ({"state": "void"}, "shape"),
        ({"more": 1}, "keys"),
        ({"schema": 2}, "shape"),
        ({"overall": "长" * 20_001}, "shape"),
    ],
)
def test_a_sheet_that_breaks_a_rule(world: World, judge: Judge, fields: dict[str, Any], why: str) -> None:
    score(world, 0, 1)
    score(world, 2, **fields)
    assert judge(world)[0] == why


def test_rules_s6_not_applicable_is_renormalised_or_blocked(tools: Tools, judge: Judge) -> None:
    """Rules §6.3 in the shape of A4: with one criterion left out the rest counts as the whole."""
    for setting, why in (("renormalise", ""), ("block", "sheet.criteria")):
        made = tools.World(not_applicable=setting)
        made.experts = made.experts[:3]
        made.start()
        application = made.apply(1)
        for who in made.experts:
            made.sheet(who, application, [80, None, 60, 60, 60])
        assert {body["total"] for body in made.bodies.values() if "total" in body} == {6857}
        assert judge(made)[0] == why


def test_a_sheet_on_an_unlisted_application(world: World, judge: Judge) -> None:
    score(world)
    world.applications.append({**world.applications[0], "application": "f" * 32})
    world.sheet(world.experts[0], "f" * 32, [80] * 5)
    world.applications.pop()
    assert judge(world)[0] == "application.unknown"


# -- catalogue, settings, tables


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"combine": "S03"}, "settings"),
        ({"combine": "S05"}, "settings"),
        ({"combine": "S06"}, "shape"),
        ({"round_stages": ["combined"]}, "settings"),
        ({"trim_from": 2}, "settings"),
        ({"min_effective": 0}, "shape"),
        ({"vote_rule": [1]}, "shape"),
        ({"vote_rule": [1, 2.5]}, "json"),
        ({"retention_years": "permanent"}, ""),
        ({"retention_years": "forever"}, "shape"),
        ({"unknown": 1}, "keys"),
        ({"suite": "gm-1"}, "shape"),
    ],
)
def test_settings(tools: Tools, judge: Judge, settings: dict[str, Any], why: str) -> None:
    made = tools.World(**settings)
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    score(made)
    assert judge(made)[0] == why


def test_the_catalogue_of_the_round_is_needed(tools: Tools, world: World, judge: Judge) -> None:
    score(world)
    world.catalogue = {**tools.catalogue, "more": 1}
    assert judge(world)[0] == "catalogue.digest"


@pytest.mark.parametrize(
    "catalogue",
    [
        {}, [], {"measures": 1}, {"measures": [1]}, {"measures": []}, {"measures": [{"sub_directions": [{"id": "M01-1"}]}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": []}}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": [{"id": "K", "weight": 99}]}}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": [{"id": "K", "weight": "a"}]}}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": [{"id": "K", "weight": 100}],
                       "weight_profiles": {"M01-1": {"L": 100}}}}]},
        {"measures": [{"fund": "F1", "sub_directions": [{"id": "M01-1"}], "rubric": {"criteria": [{"id": "K", "weight": 100}],
                       "weight_profiles": {"M01-1": 7}}}]},
    ],
)  # fmt: skip
def test_a_catalogue_without_usable_criteria(
    tools: Tools, world: World, judge: Judge, catalogue: Any
) -> None:
    """The digest fits, so the secretary signed it: still refused, never a crash."""
    made = tools.World(catalogue=tools.catalogue)
    made.catalogue, made.settings["catalogue_digest"] = catalogue, tools.sha(rfc8785.dumps(catalogue))
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    made.catalogue = tools.catalogue
    score(made)
    made.catalogue = catalogue
    assert judge(made)[0] in {"catalogue.form", "shape"}


def test_tables_are_sorted_and_known(world: World, judge: Judge) -> None:
    score(world)
    world.applications.insert(0, {**world.applications[0], "application": "f" * 32, "state": "WITHDRAWN"})
    assert judge(world)[0] == "order"
    world.applications = [world.applications[1], world.applications[1]]
    assert judge(world)[0] == "order"
    del world.applications[1]
    line = {
        "application": world.applications[0]["application"],
        "code": "专家02",
        "rule": "R02",
        "decision": "open",
    }
    for lines, why in (
        ([line], ""),
        ([line, line], "order"),
        ([{**line, "rule": "R03"}, line], "order"),
        ([{**line, "application": "f" * 32}], "application.unknown"),
        ([{**line, "code": "专家77"}], "application.unknown"),
        ([{**line, "decision": "closed"}], "shape"),
    ):
        world.recusals = lines
        assert judge(world)[0] == why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"mode": "on_qualification"}, "shape"),
        ({"group": "G09"}, "application.group"),
        ({"group": None}, "application.group"),
        ({"group": None, "members": []}, "application.group"),
        ({"group": None, "members": ["专家09"]}, "application.group"),
        ({"version": None}, "sheet.version"),
        ({"requested_fen": -1}, "shape"),
        ({"sub_direction": "M09-9"}, "shape"),
    ],
)
def test_a_scored_application_that_cannot_be(
    world: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    score(world)
    world.applications[0].update(change)
    assert judge(world)[0] == why


def test_an_unscored_application_without_result(world: World, judge: Judge) -> None:
    score(world)
    world.apply(2, sub_direction="M01-3", mode="on_qualification", state="CHECKED", group=None, version=None)
    assert judge(world) == ("unscored", f"{2:032x}")


# -- log


def test_log_numbers_and_counting_events(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    def verdict(change: Callable[[World], Any]) -> tuple[str, str]:
        made = tools.example()
        change(made)
        made_folder = made.write(tmp_path / str(len(list(tmp_path.iterdir()))))
        status, said = tools.run(made_folder, capsys)
        return ("", "") if status == 3 else (said["refused"]["why"], said["refused"]["item"])

    log = "data/000016.jsonl"
    assert verdict(lambda w: w.events[3].update(n=9)) == ("log.number", f"{log}:4")
    assert verdict(lambda w: w.events.pop(2)) == ("log.number", f"{log}:3")
    assert verdict(lambda w: w.events[0].update(more=1)) == ("keys", f"{log}:1")
    assert verdict(lambda w: w.events[0].update(at="2026-11-22")) == ("shape", f"{log}:1.at")
    assert verdict(lambda w: w.events.pop())[0] == "log.uncounted"
    for key, value in (("counted", False), ("trimmed", "high"), ("void", True), ("phase", "revision")):
        assert verdict(lambda w, k=key, v=value: w.events[1]["data"].update({k: v})) == (
            "log.counted",
            f"{log}:2",
        )
    assert verdict(lambda w: w.events[1]["data"].update(sheet="0" * 64)) == ("log.counted", f"{log}:2")
    assert verdict(lambda w: w.events[1]["data"].pop("void")) == ("shape", f"{log}:2.void")
    assert verdict(lambda w: w.event("sheet.counted", w.events[1]["data"])) == ("", "")
    assert verdict(lambda w: w.event("note", {"deep": [[["x"]]]})) == ("", "")


def test_a_revised_initial_sheet_is_marked_revised(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    for revised, status in ((True, 3), (False, 1)):
        made = tools.World()
        made.experts = made.experts[:3]
        made.start()
        made.apply(1)
        first = score(made)
        again = score(made, 0, phase="revision", reason="合议")
        made.aggregate = tools.recount(made, tmp_path / f"a{revised}")
        made.counted(first[0], counted=False, revised=revised)
        for sheet in (first[1], first[2], again[0]):
            made.counted(sheet)
        assert tools.run(made.write(tmp_path / f"b{revised}"), capsys)[0] == status


# -- hostile input


def log_of(data: bytes) -> Callable[[list[Any]], list[Any]]:
    return lambda parts: [(*part[:3], data) if part[0] == "log" else part for part in parts]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"\n\n", b"{}\n", b"[" * 300_000 + b"\n", b'{"a":' * 50_000 + b"\n", b"x" * (2 << 20) + b"\n",
        b"9" * 500_000 + b"\n", b"\xff\n", b"null\n", b'"\\ud800"\n', b"\0" * 4096,
    ],
)  # fmt: skip
def test_hostile_logs_are_refused_without_a_crash(
    tools: Tools, world: World, judge: Judge, data: bytes
) -> None:
    score(world)
    assert (
        judge(world, parts=log_of(data), body={"log": {"root": tools.sha(b""), "size": 0}})[0] != ""
        or data == b""
    )


@pytest.mark.parametrize("role", ["catalogue", "applications", "recusals", "aggregate", "round", "sheet"])
@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"[" * 300_000, b'{"a":' * 50_000, b"\xff", b"1" * 99_999]
)
def test_hostile_parts_are_refused_without_a_crash(
    world: World, judge: Judge, role: str, data: bytes
) -> None:
    score(world)

    def change(parts: list[Any]) -> list[Any]:
        return [(*part[:3], data) if part[0] == role else part for part in parts]

    assert judge(world, parts=change)[0]


def test_random_values_in_every_body_never_crash(tools: Tools, tmp_path: Path, capsys: Capture) -> None:
    """One odd value at every key of sheets, consents, rounds and tables: a refusal or an accepted result."""
    odd: list[Any] = [None, -1, 2**53 - 1, "", "x" * 40, [], {}, [[]], True, {"": None}]
    for number, value in enumerate(odd):
        made = tools.example()
        for key in list(made.applications[0]):
            kept = dict(made.applications[0])
            made.applications[0][key] = value
            folder = tmp_path / f"{number}{key}"
            assert tools.run(made.write(folder), capsys)[0] in (1, 3)
            made.applications[0] = kept


@pytest.mark.parametrize("value", [None, -1, 2**53 - 1, "", [], {}, [[]], True, {"": None}])
def test_odd_values_in_a_sheet_never_crash(tools: Tools, world: World, judge: Judge, value: Any) -> None:
    score(world)
    template = world.bodies[next(iter(world.sheets))]
    for key in template:
        before = dict(world.sheets)
        body = {**template, key: value}
        message_id, data = world.send(world.experts[2], "sheet", body, template["application"])
        world.sheets[message_id] = data
        why, item = judge(world)
        assert why == "" or item
        world.sheets = before
