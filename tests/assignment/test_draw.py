"""The draw of rules §3.2, with its test vector."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.assignment.draw import (
    Called,
    Candidate,
    DrawRules,
    GroupPlan,
    Skipped,
    call_alternate,
    clean_words,
    code_name,
    code_order,
    digest,
    key_of,
    pool_digest,
    run_draw,
    seed_of,
)
from zgc_review.errors import GateError

_IDS = {
    "a": "2b51d4416b9c7973e73c0a1e2effaa94",
    "b": "490f6f1d8571696c5a8e174e1bb19c8d",
    "c": "5622503578e6e2a895d522272d61c2ef",
    "d": "6c9b19cb967b563d9d96b341ad4a89a7",
    "e": "bb7d0cf1ee44aca0bcc0f739b77b935f",
    "f": "e233383654e134906610ad54248f2f8a",
}
_KEYS = {
    "a": ("b1e0e74ce5699186", "e24c559020f654bf"),
    "b": ("f815fa2002f9a4e4", "1120b204ffe63c4e"),
    "c": ("6922ac20e60aa0de", "132aeb321f778747"),
    "d": ("2f8983ad1788821a", "0f5675b244d3fe2b"),
    "e": ("7bd36dddd358feae", "2ff8f28eb6e48110"),
    "f": ("f2bf6c0dd7fcd858", "48db0adecdc93b4b"),
}
_POOL = "eb3f1f7d848cf5b75ccb0774860e5e0f293fbba59d0cbb90fa850a2b8f8b2c21"
_SEED = "904e308717f537452e2ba74994052224ab3f082c1e75dbb6ebc87a403b0b942c"
_SALT = "5b125604e11c4d965b8dc90849259965e8dfd69e3f1dd87e8bb984ab74fad3e1"
_LETTER = {entry: letter for letter, entry in _IDS.items()}
_WORDS = {"secretary": "中关村 西山", "observer": "立冬 2026 梧桐"}


def _pool(**more: dict[str, frozenset[str]]) -> list[Candidate]:
    """Return the vector's pool: c and d work for the same legal person."""
    employer = {"c": "x", "d": "x"}
    return [
        Candidate(entry, frozenset({employer.get(letter, letter)}), **more.get(letter, {}))
        for letter, entry in _IDS.items()
    ]


def _letters(ids: tuple[str, ...]) -> str:
    return "".join(_LETTER[entry] for entry in ids)


def test_p07_vector_of_the_rules() -> None:
    drawn = run_draw(_pool(), [GroupPlan("G01", 5)], **_WORDS, salt=_SALT)
    assert (drawn.pool, drawn.seed) == (_POOL, _SEED)
    (group,) = drawn.groups
    assert [(_LETTER[entry], key) for entry, key in group.order] == [
        (letter, _KEYS[letter][0][:8]) for letter in "dceafb"
    ]
    assert _letters(group.members) == "deafb"
    assert group.skipped == (Skipped(_IDS["c"], "P03"),)
    assert _letters(group.alternates) == "c"
    assert {_LETTER[entry]: code for entry, code in drawn.codes.items()} == {
        "d": "专家01", "b": "专家02", "e": "专家03", "f": "专家04", "a": "专家05",
    }  # fmt: skip
    assert drawn.salt_digest == hashlib.sha256(_SALT.encode()).hexdigest()


def test_p07_keys_of_the_vector() -> None:
    assert pool_digest(list(_IDS.values())) == _POOL == pool_digest(sorted(_IDS.values(), reverse=True))
    assert seed_of(_POOL, *_WORDS.values()) == _SEED
    for letter, (group_key, code_key) in _KEYS.items():
        assert key_of(_SEED, "G01", _IDS[letter]).startswith(group_key)
        by_hand = "\0".join([_SEED, "code", _SALT, _IDS[letter]])
        assert digest(by_hand.encode()).startswith(code_key)
    assert "".join(_LETTER[entry] for entry in code_order(_SEED, _SALT, list(_IDS.values()))) == "dbcefa"
    order = sorted(_IDS.values(), key=lambda entry: key_of(_SEED, "G02", entry))
    assert "".join(_LETTER[entry] for entry in order) == "acefbd"


def test_codes_have_two_digits_or_more() -> None:
    assert (code_name(7), code_name(123)) == ("专家07", "专家123")


def test_the_order_of_pool_and_groups_does_not_matter() -> None:
    groups = [GroupPlan("G02", 2), GroupPlan("G01", 3)]
    drawn = run_draw(_pool(), groups, **_WORDS, salt=_SALT)
    assert [group.group for group in drawn.groups] == ["G01", "G02"]
    assert [_letters(group.members) for group in drawn.groups] == ["dea", "cf"]
    # Alternates come after the members of all groups; one person may stand on several lists.
    assert [_letters(group.alternates) for group in drawn.groups] == ["b", "b"]
    assert drawn.groups[1].skipped[0] == Skipped(_IDS["a"], "member")
    assert run_draw(_pool()[::-1], groups[::-1], **_WORDS, salt=_SALT) == drawn


def test_p03_off_takes_colleagues() -> None:
    rules = DrawRules(one_per_legal_person=False)
    drawn = run_draw(_pool(), [GroupPlan("G01", 5)], **_WORDS, salt=_SALT, rules=rules)
    assert _letters(drawn.groups[0].members) == "dceaf"


def test_p04_more_than_a_third_is_passed_over() -> None:
    applications = frozenset(f"p{number}" for number in range(3))
    plan = GroupPlan("G01", 3, applications)
    one, two = frozenset({"p0", "elsewhere"}), frozenset({"p0", "p1"})
    drawn = run_draw(_pool(d={"recused": two}, e={"recused": one}), [plan], **_WORDS, salt=_SALT)
    assert drawn.groups[0].skipped == (Skipped(_IDS["d"], "P04"),)
    assert _letters(drawn.groups[0].members) == "cea"
    assert "d" not in _letters(drawn.groups[0].alternates)
    half = DrawRules(group_recusal_max=Fraction(2, 3))
    assert (
        _letters(
            run_draw(_pool(d={"recused": two}), [plan], **_WORDS, salt=_SALT, rules=half).groups[0].members
        )
        == "dea"
    )


def test_p05_a_place_that_would_be_lost_passes_over_and_the_second_walk_leaves_it_aside() -> None:
    finance = {"roles": frozenset({"finance"})}
    plan = GroupPlan("G01", 2, places={"M01": ("finance",)})
    drawn = run_draw(_pool(b=finance), [plan], **_WORDS, salt=_SALT).groups[0]
    # Order d c e a f b: d fits, then the last seat is kept for b.
    assert _letters(drawn.members) == "db"
    assert [(_LETTER[entry.id], entry.rule) for entry in drawn.skipped] == [
        *(("c", "P03"), ("e", "P05"), ("a", "P05"), ("f", "P05")),
    ]
    assert drawn.roles_open == {"M01": 0}
    nobody = run_draw(_pool(), [plan], **_WORDS, salt=_SALT).groups[0]
    assert _letters(nobody.members) == "de"
    assert [(_LETTER[entry.id], entry.rule) for entry in nobody.skipped][:1] == [("c", "P03")]
    assert nobody.roles_open == {"M01": 1}


def test_p07_when_the_pool_is_too_small_seats_stay_empty() -> None:
    drawn = run_draw(_pool(), [GroupPlan("G01", 9)], **_WORDS, salt=_SALT).groups[0]
    assert _letters(drawn.members) == "deafb"
    assert _letters(drawn.alternates) == "c"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  中关村 西山\u3000", "中关村 西山"),
        ("e\u0301e\u0301", "éé"),
        ("甲乙", "甲乙"),
        ("字" * 64, "字" * 64),
    ],
)
def test_words_are_cleaned(typed: str, cleaned: str) -> None:
    assert clean_words(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "words"),
        (" 甲 ", "words"),
        ("字" * 65, "words"),
        ("甲\t乙", "control"),
        ("甲\0乙", "control"),
        ("甲\ud800", "control"),
    ],
)
def test_words_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(GateError) as refused:
        clean_words(typed)
    assert refused.value.code == f"assignment.draw.{code}"


@pytest.mark.parametrize(
    ("group", "salt", "ids", "code"),
    [
        ("code", _SALT, _IDS.values(), "group"),
        ("组", _SALT, _IDS.values(), "group"),
        ("", _SALT, _IDS.values(), "group"),
        ("G01", _SALT.upper(), _IDS.values(), "salt"),
        ("G01", "", _IDS.values(), "salt"),
        ("G01", _SALT, ["x"], "id"),
        ("G01", _SALT, [_IDS["a"].upper()], "id"),
        ("G01", _SALT, [_IDS["a"], _IDS["a"]], "twice"),
    ],
)
def test_draws_that_are_refused(group: str, salt: str, ids: list[str], code: str) -> None:
    with pytest.raises(GateError) as refused:
        run_draw([Candidate(entry) for entry in ids], [GroupPlan(group, 1)], **_WORDS, salt=salt)
    assert refused.value.code == f"assignment.draw.{code}"


def test_a_group_named_twice_is_refused() -> None:
    with pytest.raises(GateError) as refused:
        run_draw(_pool(), [GroupPlan("G01", 1), GroupPlan("G01", 1)], **_WORDS, salt=_SALT)
    assert refused.value.code == "assignment.draw.group"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_draw_breaks_a_rule(data: st.DataObject) -> None:
    ids = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(8)]
    applications = frozenset("pqr")
    pool = [
        Candidate(
            entry,
            frozenset(data.draw(st.sets(st.sampled_from("xyz"), max_size=1))),
            frozenset(data.draw(st.sets(st.sampled_from(["tech", "finance"])))),
            frozenset(data.draw(st.sets(st.sampled_from("pqrs")))),
        )
        for entry in ids
    ]
    plans = [GroupPlan(name, 3, applications, {"M": ("tech", "finance")}) for name in ("G1", "G2")]
    drawn = run_draw(pool, plans, secretary="甲乙", observer="丙丁", salt=_SALT)
    known = {one.id: one for one in pool}
    everybody = [entry for group in drawn.groups for entry in group.members]
    assert len(set(everybody)) == len(everybody)
    assert sorted(drawn.codes) == sorted(everybody)
    for group in drawn.groups:
        members = [known[entry] for entry in group.members]
        employers = [key for one in members for key in one.employers]
        assert len(set(employers)) == len(employers)
        assert all(len(one.recused & applications) <= 1 for one in members)
        assert not set(group.alternates) & set(everybody)
        assert not {entry.id for entry in group.skipped} & set(group.members)


_TECH, _FINANCE = frozenset({"tech"}), frozenset({"finance"})
_PLAN = GroupPlan("G01", 2, places={"M": ("tech", "finance")})


def test_p07_the_alternate_who_keeps_the_places_filled_is_called() -> None:
    stays, goes = Candidate("s", frozenset("x"), _TECH), Candidate("g", frozenset("y"), _FINANCE)
    same, wrong, right = (
        Candidate("1", frozenset("x"), _FINANCE),
        Candidate("2", frozenset("z"), _TECH),
        Candidate("3", frozenset("w"), _FINANCE),
    )
    called = call_alternate(_PLAN, [same, wrong, right], [stays], [goes])
    assert called == Called("3", (Skipped("1", "P03"), Skipped("2", "P05")))
    # Nobody keeps the places: the first who passes P03, and the measure that loses one is named.
    assert call_alternate(_PLAN, [same, wrong], [stays], [goes]) == Called(
        "2", (Skipped("1", "P03"),), ("M",)
    )
    elsewhere = call_alternate(_PLAN, [wrong, same], [stays], [goes], elsewhere=frozenset("2"))
    assert elsewhere == Called(None, (Skipped("2", "member"), Skipped("1", "P03")))
    rules = DrawRules(one_per_legal_person=False)
    assert call_alternate(_PLAN, [same], [stays], [goes], rules=rules) == Called("1", ())
    # Nobody leaves: an additional member opens no place.
    assert call_alternate(_PLAN, [wrong], [stays]) == Called("2", ())
