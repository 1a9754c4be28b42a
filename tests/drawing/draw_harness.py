"""What tests of the draw share: groups, rosters, the steps in order."""

from __future__ import annotations

from typing import Any

from services_harness import SUB

from zgc_review.assignment.draw import joined, key_of
from zgc_review.services import drawing
from zgc_review.services.drawing_record import Draw

GROUP: dict[str, Any] = {"id": "G01", "sub_directions": [SUB, "M04-1"], "size": 7}
TWO_GROUPS: list[dict[str, Any]] = [
    {"id": "G01", "sub_directions": [SUB], "size": 5},
    {"id": "G02", "sub_directions": ["M04-1"], "size": 7},
]
ROLES = ["tech", "industry", "finance", "invest", "manage", "legal", "ip"]
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
SECRETARY, OBSERVER = "中关村 西山", "立冬 2026 梧桐"
# Rules §3.2: the test vector, ids by letter.
VECTOR = {
    "a": "2b51d4416b9c7973e73c0a1e2effaa94",
    "b": "490f6f1d8571696c5a8e174e1bb19c8d",
    "c": "5622503578e6e2a895d522272d61c2ef",
    "d": "6c9b19cb967b563d9d96b341ad4a89a7",
    "e": "bb7d0cf1ee44aca0bcc0f739b77b935f",
    "f": "e233383654e134906610ad54248f2f8a",
}
SALT = "5b125604e11c4d965b8dc90849259965e8dfd69e3f1dd87e8bb984ab74fad3e1"


def name(n: int) -> str:
    """Return the name of the n-th expert; digits are no part of a person's name."""
    return f"亓𠮷{STEMS[n // len(STEMS)]}{STEMS[n % len(STEMS)]}"


def roster(office: Any, count: int, **record: Any) -> None:
    """Put experts of different units who can take any place."""
    for n in range(1, count + 1):
        given = {"name": name(n), "employer": f"䲜䴉研究院第{n:02d}所", "roles": ROLES, **record}
        office.expert(f"E{n:03d}", **given)


def say_both(office: Any) -> None:
    """Type both words."""
    drawing.say_words(office.desk, office.row, "secretary", SECRETARY)
    drawing.say_words(office.desk, office.row, "observer", OBSERVER)


def drawn(office: Any, **begin: Any) -> Draw:
    """Take all four steps."""
    drawing.begin(office.desk, office.row, **begin)
    say_both(office)
    return drawing.run(office.desk, office.row).draw


def order_of(draw: Draw, group: str) -> list[str]:
    """Return the candidates in the order that anybody computes by hand (rules §3.2, steps 3 and 4)."""
    seed = joined("zgc-draw-1", draw.pool, SECRETARY, OBSERVER)
    return sorted((one.id for one in draw.candidates), key=lambda one: key_of(seed, group, one))
