"""An expert's own lists: matched in the expert's vault, and in no byte that leaves it (rules §4.1.2)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_harness import Person, World, rising

from zgc_review.errors import GateError
from zgc_review.seal.suites import suite_named
from zgc_review.services import declaring, log, private_lists, returning
from zgc_review.services.declaring import GivenAnswer

SUITE = suite_named("intl-1")
UNIT, OTHER = "北京䴉㕵1号科技有限公司", "北京䴉㕵2号科技有限公司"
LEADER = "逄䶮乙"  # of the first application
SECRET: dict[str, Any] = {
    "name": "亓𠮷丑",
    "employer": "㙍㙍大学",
    "kin": [{"name": "㝒㝒㝒", "relation": "配偶", "employer": UNIT, "executive": True}],
    "holdings": [{"name": UNIT, "listed": False, "share_bp": 9, "note": "㗊㗊㗊"}],
    "disputes": [{"name": "㠭㠭㠭㠭", "with": "person", "date": "2026-01-05", "kind": "㚒㚒㚒"}],
    "coworks": [{"name": "㲋㲋㲋", "employer": "㵘㵘㵘研究所", "kind": "paper", "date": "2025-02-01"}],
    "services": [{"name": "㸚㸚㸚事务所", "kind": "㮡㮡㮡", "date": "2025-02-01"}],
    "academic_links": [{"name": "㪊㪊㪊", "employer": "㩁㩁大学", "kind": "supervisor", "year": 1995}],
    "positions": [],
}
RUNS = (
    "㝒㝒㝒",
    "㗊㗊㗊",
    "㠭㠭㠭",
    "㚒㚒㚒",
    "㲋㲋㲋",
    "㵘㵘㵘",
    "㸚㸚㸚",
    "㮡㮡㮡",
    "㪊㪊㪊",
    "㩁㩁",
    "㙍㙍",
)


def matched(person: Person, **lists: Any) -> list[tuple[str, str, str, str]]:
    """Keep lists and return rule, level and both fields of what they meet."""
    private_lists.save_lists(person.desk, {"name": person.name, "employer": "㙍㙍大学", **lists})
    found = private_lists.match_lists(person.desk, person.round)
    return [(one.rule, one.level.value, one.left_field, one.right_field) for one in found.hits]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ({"holdings": [{"name": UNIT, "share_bp": 5}]}, ("R05", "H", "holdings", "unit_name")),
        (
            {"holdings": [{"name": UNIT, "listed": True, "share_bp": 99}]},
            ("R05", "D", "holdings", "unit_name"),
        ),
        (
            {"holdings": [{"name": UNIT, "listed": True, "share_bp": 100}]},
            ("R05", "H", "holdings", "unit_name"),
        ),
        (
            {"kin": [{"name": "某人", "relation": "配偶", "employer": UNIT, "executive": True}]},
            ("R06", "H", "kin", "unit_name"),
        ),
        (
            {"disputes": [{"name": UNIT, "with": "org", "date": "2025-03-01"}]},
            ("R10", "H", "disputes", "unit_name"),
        ),
        ({"positions": [{"name": UNIT, "to": "2024-01-01"}]}, ("R04", "H", "positions", "unit_name")),
        (
            {"own_applications": [{"sub_direction": "M01-1"}]},
            ("R11", "H", "own_applications", "sub_direction"),
        ),
    ],
)
def test_rules_that_only_the_expert_can_check(
    keep: Callable[[str], World], lists: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    assert expected in matched(keep("opened").experts[1], **lists)


def test_r06_kin_by_name_and_employer(keep: Callable[[str], World]) -> None:
    found = matched(keep("opened").experts[1], kin=[{"name": LEADER, "relation": "配偶", "employer": UNIT}])
    assert ("R06", "H", "kin", "project_leader") in found


def test_what_ended_before_the_window_meets_nothing(keep: Callable[[str], World]) -> None:
    ended = {"name": UNIT, "date": "2023-11-21"}
    assert matched(keep("opened").experts[1], disputes=[{**ended, "with": "org"}], services=[ended]) == []


def test_lists_left_out_are_named_and_empty_ones_are_not(keep: Callable[[str], World]) -> None:
    person = keep("opened").experts[1]
    private_lists.save_lists(person.desk, {"kin": [], "holdings": []})
    found = private_lists.match_lists(person.desk, person.round)
    assert (found.hits, found.compared) == ((), 3)
    assert "kin" not in found.missing
    assert {"disputes", "services", "coworks"} <= set(found.missing)


def test_without_lists_nothing_is_compared(keep: Callable[[str], World]) -> None:
    person = keep("opened").experts[3]
    with pytest.raises(GateError, match=r"private\.none"):
        private_lists.match_lists(person.desk, person.round)
    private_lists.save_lists(person.desk, {})
    private_lists.drop_lists(person.desk)
    with pytest.raises(GateError, match=r"private\.none"):
        private_lists.match_lists(person.desk, person.round)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (None, "$"),
        ([], "$"),
        ({"kin": "配偶"}, "$.kin"),
        ({"kin": [{"relation": "配偶"}]}, "$.kin[0]"),
        ({"kin": [{"name": ""}]}, "$.kin[0].name"),
        ({"wealth": []}, "$"),
        ({"holdings": [{"name": "某公司", "share_bp": 1.5}]}, "$.holdings[0].share_bp"),
        ({"holdings": [{"name": "某公司", "share_bp": 10_001}]}, "$.holdings[0].share_bp"),
        ({"disputes": [{"name": "某公司", "with": "god"}]}, "$.disputes[0].with"),
        ({"services": [{"name": "某公司", "date": "2025-1-1"}]}, "$.services[0].date"),
        ({"kin": [{"name": "甲"}] * 2_001}, "$.kin"),
    ],
)
def test_hostile_lists_are_refused_without_repeating_them(
    keep: Callable[[str], World], value: Any, place: str
) -> None:
    with pytest.raises(GateError) as refused:
        private_lists.save_lists(keep("opened").experts[2].desk, value)
    assert (refused.value.code, refused.value.params) == ("private.shape", {"place": place})


def test_no_outgoing_byte_holds_a_word_of_the_lists(at: Callable[[str], World], tmp_path: Path) -> None:
    """Everything an expert's machine writes for others is decrypted with every key and searched."""
    world = at("opened")
    person = world.experts[1]
    private_lists.save_lists(person.desk, SECRET)
    hits = private_lists.match_lists(person.desk, person.round).hits
    assert {one.rule for one in hits} >= {"R05", "R06"}
    declaring.pledge(person.desk, person.round)
    closed = next(iter({one.application for one in hits}))
    given = [GivenAnswer("R05", "yes", "持有股份"), GivenAnswer("R06", "yes", "近亲属任职")]
    declaring.answer(person.desk, person.round, closed, given)
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    fill_rest(world, person, closed)
    files = returning.return_files(person.desk, person.round, world.returns(person))
    assert {one.kind for one in files} == {"scores", "declaration", "consent"}
    everything = opened_bytes(world, person)
    assert "持有股份".encode() in everything
    for run in RUNS:
        for text in (run.encode(), run.encode("utf-16-le"), json.dumps(run)[1:-1].encode()):
            assert text not in everything, run
    with person.desk.vault.begin() as uow:
        leaves = b"".join(
            one.leaf for log_id in (person.round.round_id, log.VAULT_LOG) for one in uow.events.all(log_id)
        )
    assert all(run.encode() not in leaves and json.dumps(run)[1:-1].encode() not in leaves for run in RUNS)


def fill_rest(world: World, person: Person, closed: str) -> None:
    """Fill and lock the sheets of what is still open."""
    from services_harness import fill  # noqa: PLC0415 - beside its one use

    from zgc_review.services import sheets  # noqa: PLC0415

    rest = [one for one in world.ids() if one != closed]
    for n, application in enumerate(rest):
        fill(person, application, rising(70)(n))
    sheets.lock(person.desk, person.round, rest)


def opened_bytes(world: World, person: Person) -> bytes:
    """Return every byte of the files a person wrote, as written and decrypted with the secretary's key."""
    found = b""
    folder = world.returns(person)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        kept = io.BytesIO()
        SUITE.open_stream(io.BytesIO(data), kept, [world.secretary.card.age_secret])
        found += path.name.encode() + data + kept.getvalue()
    return found
