"""Carried messages and consents: form, signer, slot, and what each act may hold."""

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


# -- carried messages


def test_a_sheet_forged_by_the_secretary_is_refused(tools: Tools, small: World, judge: Judge) -> None:
    small.score(0, 1)
    forger = tools.Person("专家03", "expert", generation=9)
    forger.card = small.experts[2].card
    application = small.applications[0]["application"]
    sheet = small.sheet(forger, application, [100] * 5)
    why, item = judge(small)
    assert (why, item.split("/")[-1]) == ("signer.key", "SHA256SUMS.sig")
    del small.sheets[sheet]
    outsider = tools.Person("外人", "expert")
    sheet = small.sheet(outsider, application, [100] * 5)
    assert judge(small)[0] == "signer.unknown"
    del small.sheets[sheet]
    small.sheet(small.secretary, application, [100] * 5)
    assert judge(small)[0] == "signer.role"


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
    small: World, judge: Judge, change: dict[str, Any], why: str
) -> None:
    if change.get("round_version") == "first":
        change = {"round_version": small.rounds[0][0]}
    small.score(0, 1)
    small.sheet(small.experts[2], small.applications[0]["application"], [80] * 5, change=change)
    assert judge(small)[0] == why


def test_two_messages_with_one_number_are_an_alarm(small: World, judge: Judge) -> None:
    ids = small.score()
    again = small.sheet(
        small.experts[0], small.applications[0]["application"], [81] * 5, change={"seq": 1, "prev": None}
    )
    assert judge(small)[0] == "series"
    del small.sheets[again]
    assert judge(small) == ("", "")
    small.experts[0].last["sheet", small.applications[0]["application"]] = (1, ids[1])
    small.sheet(small.experts[0], small.applications[0]["application"], [81] * 5)
    assert judge(small)[0] == "series"


def test_prev_is_an_older_message(small: World, judge: Judge) -> None:
    application = small.applications[0]["application"]
    small.score(1, 2)
    late = small.sheet(small.experts[0], application, [80] * 5, change={"seq": 5, "prev": None})
    small.sheet(small.experts[0], application, [80] * 5, change={"seq": 2, "prev": late})
    assert judge(small)[0] == "series"


def test_sheets_and_consents_carry_nothing(small: World, judge: Judge) -> None:
    consent = next(iter(small.consents.values()))
    inner = small.send(small.observer, "consent", {"x": 1}, "x", inner=[consent])[1]
    small.define(small.experts[0], inner=[])
    small.rounds[-1] = small.send(
        small.secretary, "round", small.bodies[small.rounds[-1][0]], inner=[inner], prev=small.rounds[1][0]
    )
    assert judge(small) == ("extra", "data/000003.tar/data/000001.tar/manifest.json")
    del small.rounds[-1]
    small.score(0, 1)
    small.sheet(small.experts[2], small.applications[0]["application"], [80] * 5, change={"inner": [consent]})
    assert judge(small)[0] == "extra"


@pytest.mark.parametrize("where", ["trailing", "short", "pad", "extra", "order", "header", "digest", "sums"])
def test_carried_form_is_strict(tools: Tools, small: World, judge: Judge, where: str) -> None:
    small.score()
    message_id, data = next(iter(sorted(small.sheets.items())))
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
    small.sheets[message_id] = changed[where]
    why, item = judge(small)
    expected = {
        "trailing": "tar.length",
        "short": "tar.length",
        "pad": "order",
        "extra": "order",
        "order": "order",
        "header": "tar.header",
        "digest": "entry.digest",
        "sums": "order",
    }
    assert why == expected[where]
    assert item.startswith("data/")
    assert ".tar/" in item


# -- consents


ACTS: list[tuple[str, str, dict[str, Any], str]] = [
    # signer, act, fields, expected refusal ("" = fine)
    ("chair", "discuss", {"answer": "open", "application": "A"}, ""),
    ("chair", "opinion", {"answer": "agreed", "application": "A", "text": "意见"}, ""),
    ("observer", "witness", {"answer": "yes", "values": {"act": "draw", "digest": "0" * 64}}, ""),
    (
        "observer",
        "witness",
        {"answer": "yes", "about": "0" * 64, "values": {"act": "arrival", "digest": None}},
        "",
    ),
    (
        "observer",
        "witness",
        {"answer": "yes", "about": "0" * 64, "values": {"act": "seal", "digest": None}},
        "witness.digest",
    ),
    (
        "observer",
        "witness",
        {"answer": "yes", "about": "0" * 64, "values": {"act": "seal", "digest": "0" * 64}},
        "witness.digest",
    ),
    ("chair", "pleas", {"answer": "reported", "about": "V", "text": "电话"}, ""),
    ("chair", "pledge", {"answer": "yes", "about": "V"}, ""),
    ("chair", "handback", {"answer": "yes", "about": "V", "values": {"media": ["U01"]}}, ""),
    (
        "secretary",
        "ruling",
        {"answer": "open", "application": "A", "values": {"code": "专家02", "rule": "R15"}},
        "",
    ),
    (
        "chair",
        "check",
        {"answer": "yes", "application": "A", "values": {"gate": "M01-G1"}, "text": "理由"},
        "",
    ),
    ("observer", "pledge", {"answer": "yes", "about": "V"}, "signer.role"),
    (
        "secretary",
        "decision",
        {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": 1}},
        "signer.role",
    ),
    (
        "chair",
        "decision",
        {"answer": "MAYBE", "application": "A", "values": {"amount_fen": 1}},
        "consent.act",
    ),
    ("chair", "decision", {"answer": "SUPPORT", "values": {"amount_fen": 1}}, "consent.act"),
    (
        "chair",
        "decision",
        {"answer": "SUPPORT", "application": "A", "about": "V", "values": {"amount_fen": 1}},
        "consent.act",
    ),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A"}, "keys"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": -1}}, "shape"),
    ("chair", "decision", {"answer": "SUPPORT", "application": "A", "values": {"amount_fen": True}}, "shape"),
    ("chair", "discuss", {"answer": "open", "application": "A", "text": "x"}, "consent.act"),
    ("chair", "discuss", {"answer": "open", "application": "A", "values": {"x": 1}}, "keys"),
    ("chair", "discuss", {"answer": "open", "application": "A", "change": {"slot": "discuss:"}}, "slot"),
    ("chair", "dance", {"answer": "open"}, "consent.act"),
    ("chair", "tie", {"answer": "order", "values": {"pool": "P1", "order": ["x"]}}, "shape"),
]


@pytest.mark.parametrize(("who", "act", "fields", "why"), ACTS)
def test_acts_hold_exactly_what_they_may(
    small: World, judge: Judge, who: str, act: str, fields: dict[str, Any], why: str
) -> None:
    """docs/bodies.md §2."""
    small.score()
    names = {"A": small.applications[0]["application"], "V": small.rounds[1][0]}
    fields = {
        key: names.get(value, value) if isinstance(value, str) else value for key, value in fields.items()
    }
    people = {"chair": small.experts[0], "observer": small.observer, "secretary": small.secretary}
    small.consent(people[who], act, fields.pop("answer"), **fields)
    assert judge(small)[0] == why


# -- who speaks as chair, and who explains


@pytest.mark.parametrize("act", ["decision", "opinion", "discuss", "void", "absent"])
@pytest.mark.parametrize("named", [(), ("秘书01",), ("专家01",), ("秘书01", "专家01")])
def test_who_signs_as_chair_is_the_chair_or_was_named_by_secretary_and_chair(
    small: World, judge: Judge, act: str, named: tuple[str, ...]
) -> None:
    """B §4, chair: also where it changes no number."""
    sheets = small.score(0, 1, 2)
    application = small.applications[0]["application"]
    for code in named:
        who = small.secretary if code == "秘书01" else small.experts[0]
        small.consent(who, "acting", "named", application=application, values={"code": "专家02"})
    given = {
        "decision": ("SUPPORT", {"values": {"amount_fen": None}}),
        "opinion": ("agreed", {"text": "意见"}),
        "discuss": ("open", {}),
        "void": ("conflict", {"about": sheets[2], "values": {"code": "专家03"}}),
        "absent": ("yes", {"values": {"code": "专家03"}, "text": "因病"}),
    }
    answer, fields = given[act]
    small.consent(small.experts[1], act, answer, application=application, **fields)
    assert judge(small)[0] == ("" if len(named) == 2 else "decision.acting")


@pytest.mark.parametrize("acting_chair", ["named", "next"])
def test_only_secretary_and_chair_name_and_only_an_expert_of_the_round(
    tools: Tools, judge: Judge, acting_chair: str
) -> None:
    def made(who: int, code: str) -> str:
        world = tools.round_of(3, acting_chair=acting_chair)
        application = world.apply(1)
        world.score(0, 1, 2)
        signer = world.secretary if who < 0 else world.experts[who]
        world.consent(signer, "acting", "named", application=application, values={"code": code})
        return judge(world)[0]

    assert made(-1, "专家02") == made(0, "专家02") == ""
    assert made(1, "专家02") == "decision.acting"
    assert made(-1, "监督01") == made(-1, "专家09") == "decision.acting"


def test_with_next_any_member_may_have_been_the_computed_one(tools: Tools, judge: Judge) -> None:
    """B §4, chair: who stood aside then is not in a result; the recomputation counts the right one alone."""
    world = tools.round_of(3, acting_chair="next")
    application = world.apply(1)
    world.score(0, 1, 2)
    world.consent(world.experts[2], "discuss", "open", application=application)
    assert judge(world) == ("", "")
    world.apply(2, group="G01")
    world.consent(world.experts[2], "discuss", "open", application="ab" * 16)
    assert judge(world)[0] == "application.unknown"


def test_s07_an_explanation_is_about_the_own_sheet(small: World, judge: Judge) -> None:
    sheets = small.score(0, 1, 2)
    application = small.applications[0]["application"]

    def explained(who: int, about: str, **fields: Any) -> str:
        given = {"about": about, "application": application, "text": "理由", **fields}
        made = small.consent(small.experts[who], "explain", "explained", **given)
        why = judge(small)[0]
        del small.consents[made]
        small.events.clear()
        return str(why)

    assert explained(1, sheets[1]) == ""
    assert explained(1, sheets[2]) == "consent.about"
    assert explained(1, "ab" * 32) == "consent.about"
    assert explained(1, sheets[1], application="ab" * 16) == "consent.about"
    for text in ("", " \n"):
        assert explained(1, sheets[1], text=text) == "consent.act"
    small.consent(small.secretary, "explain", "explained", about=sheets[1], application=application, text="x")
    assert judge(small)[0] == "signer.role"


def test_s07_a_recused_sheet_is_not_explained(small: World, judge: Judge) -> None:
    small.score(0, 1)
    application = small.applications[0]["application"]
    recused = small.recused_sheet(small.experts[2], application)
    small.consent(
        small.experts[2], "explain", "explained", about=recused, application=application, text="理由"
    )
    assert judge(small)[0] == "consent.about"


def test_s07_counts_what_deviates_and_what_is_explained(
    tools: Tools, tmp_path: Path, capsys: Capture
) -> None:
    world = tools.round_of(5)
    application = world.apply(1)
    sheets = world.values(application, [40, 80, 80, 80, 80])
    for n, told in enumerate((0, 1)):
        if told:
            given = {"about": sheets[0], "application": application, "text": "关键指标没有依据"}
            world.consent(world.experts[0], "explain", "explained", **given)
        world.events.clear()
        world.aggregate = tools.recount(world, tmp_path / f"count{n}")
        for mark in world.aggregate["applications"][0]["after"]["marks"]:
            world.counted(mark["sheet"], mark["trimmed"])
        status, said = tools.run(world.write(tmp_path / f"run{n}"), capsys)
        assert status == 3
        assert {"flagged": 1, "explained": told, "note": "explained"} in said["notes"]
