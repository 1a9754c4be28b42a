"""When two organisation names that are not equal may still mean one unit (rules §5.4, §5.5; level V only).

What two names share through their place, trade and legal form says nothing; the brand parts decide.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from zgc_review.conflicts.names import OrgName, has_brand, is_place, org_name
from zgc_review.conflicts.pinyin import readings
from zgc_review.conflicts.words import PLACE_LETTERS

#: Default of ``org_similarity`` (rules §13), in 1/10,000.
SIMILARITY_BP = 8500

_SHORTEST_LATIN = 6
_MOST_SPELLINGS = 64


def resemblance(left: OrgName, right: OrgName, similarity_bp: int = SIMILARITY_BP) -> str:
    """Return the code of the reason why two names may mean one unit, "" where nothing says so.

    Codes: ``branch``, ``siblings``, ``spelled``, ``core``, ``similar``, ``short``.
    """
    if left.root or right.root:
        related = _related(left, right)
        if related:
            return related
    if left.latin != right.latin:
        return "spelled" if _spelled(left, right) else ""
    if left.numbers != right.numbers and left.numbers and right.numbers:
        return ""
    if left.core == right.core:
        return "core"
    if _similar(left, right, similarity_bp):
        return "similar"
    return "short" if not left.latin and _shortened(left, right) else ""


def _related(left: OrgName, right: OrgName) -> str:
    """Tell a branch from its parent's name, and two branches of one parent (rules §5.5)."""
    if left.root and left.root == right.root:
        return "siblings"
    for branch, other in ((left, right), (right, left)):
        if branch.root and org_name(branch.root).core == other.core:
            return "branch"
    return ""


def _similar(left: OrgName, right: OrgName, similarity_bp: int) -> bool:
    """Compare cores by edit similarity, and the brands by themselves: 智芯科技 is not 智信科技."""
    least = similarity_bp / 100
    return (
        fuzz.ratio(left.core, right.core, score_cutoff=least) > 0
        and fuzz.ratio(left.brand, right.brand, score_cutoff=least) > 0
    )


def _shortened(left: OrgName, right: OrgName) -> bool:
    """Say whether one name stands for the other: its beginning, or, for a 简称, its characters in order."""
    return any(
        any(whole.startswith(part) for part in beginnings(short))
        or any(_abridges(part, whole) for part in abridgements(short))
        for short, full in ((left, right), (right, left))
        for whole in {full.core, full.whole}
    )


def beginnings(name: OrgName) -> frozenset[str]:
    """Return what of a name may begin a longer one: 中金岭南; 深康佳 also as 康佳."""
    parts = {name.core, name.whole}
    if name.short and name.whole[0] in PLACE_LETTERS and has_brand(name.whole[1:]):
        parts.add(name.whole[1:])
    return frozenset(part for part in parts if len(part) > 1 and not is_place(part))


def abridgements(name: OrgName) -> frozenset[str]:
    """Return what of a 简称 may stand inside a longer name or be made of its characters."""
    return frozenset(part for part in {name.core, name.whole} if name.short and len(part) > 2)


def _abridges(part: str, whole: str) -> bool:
    """Say whether ``part`` is in ``whole``, or begins like it and has its characters in order (新疆交建)."""
    return part in whole or (part[0] == whole[0] and _in_order(part, whole))


def _in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)


def _spelled(left: OrgName, right: OrgName) -> bool:
    """Say whether a name in Latin letters begins with the brand in pinyin, perhaps after a place."""
    latin, han = (left, right) if left.latin else (right, left)
    if is_place(han.brand):
        return False
    starts = latin_starts(latin)
    return any(start.startswith(brand) for brand in brand_spellings(han.brand) for start in starts)


@lru_cache(maxsize=65_536)
def latin_starts(name: OrgName) -> tuple[str, ...]:
    """Return a name in Latin letters as it is and without the places at its beginning."""
    letters = "".join(sign for sign in name.folded if sign.isascii() and sign.isalnum())
    found = [letters]
    while (rest := _without_place(found[-1])) != found[-1]:
        found.append(rest)
    return tuple(found)


_LATIN_PLACES = (
    *("china", "beijing", "tianjin", "shanghai", "chongqing", "hebei", "shanxi", "liaoning", "jilin"),
    *(
        "heilongjiang",
        "jiangsu",
        "zhejiang",
        "anhui",
        "fujian",
        "jiangxi",
        "shandong",
        "henan",
        "hubei",
        "hunan",
    ),
    *(
        "guangdong",
        "guangxi",
        "hainan",
        "sichuan",
        "guizhou",
        "yunnan",
        "shaanxi",
        "gansu",
        "qinghai",
        "ningxia",
    ),
    *("xinjiang", "tibet", "xizang", "innermongolia", "hongkong", "macau", "taiwan", "guangzhou", "shenzhen"),
    *(
        "suzhou",
        "hangzhou",
        "nanjing",
        "wuxi",
        "ningbo",
        "qingdao",
        "wuhan",
        "chengdu",
        "xian",
        "xiamen",
        "dalian",
    ),
    *(
        "zhuhai",
        "changsha",
        "zhengzhou",
        "jinan",
        "hefei",
        "fuzhou",
        "changzhou",
        "foshan",
        "dongguan",
        "kunshan",
    ),
)


def _without_place(letters: str) -> str:
    for place in _LATIN_PLACES:
        if letters.startswith(place) and len(letters) > len(place):
            return letters[len(place) :]
    return letters


@lru_cache(maxsize=65_536)
def brand_spellings(brand: str) -> frozenset[str]:
    """Return the brand in pinyin, all readings, where it is long enough to mean something."""
    found = {""}
    for char in brand:
        known = {char} if char.isascii() else readings(char)
        found = {start + entry for start in found for entry in known}
        if not found or len(found) > _MOST_SPELLINGS:
            return frozenset()
    return frozenset(entry for entry in found if len(entry) >= _SHORTEST_LATIN)
