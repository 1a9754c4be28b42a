"""How many pairs of names are judged rightly, on pairs made from real names with a fixed seed.

The figures stand in the bounds below; they are those of this construction (algorithms §4 gives goals:
block tier precision ≥ .995; organisations: recall ≥ .96 at precision ≥ .95 with candidates; persons: recall
≥ .95). Rules §5 make a core name only a candidate, so without a table of other names the block tier is
normalised equality alone and its recall is about .38 here, below the proposed .65.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc
import pytest
from rapidfuzz import fuzz, process

from zgc_review.conflicts.aliases import NO_ALIASES, Aliases, build_aliases
from zgc_review.conflicts.compare import Level, compare_rows

Pair = tuple[str, str, str]
_SEED = 20261122
_COUNT = 250
_TAIL = re.compile("(集团)?(股份)?有限公司$")


@pytest.fixture(scope="module")
def organisations(reference_data: Path) -> list[dict[str, str]]:
    with (reference_data / "coi" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def persons(reference_data: Path) -> list[dict[str, str]]:
    with (reference_data / "coi" / "person_names.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _traditional(texts: list[str]) -> list[str]:
    return str(opencc.OpenCC("s2t").convert("\n".join(texts))).split("\n")


def _formatted(text: str, rnd: random.Random) -> str:
    shapes: list[Callable[[str], str]] = [
        lambda name: " ".join(name[place : place + 2] for place in range(0, len(name), 2)),
        lambda name: name.replace("(", "（").replace(")", "）") + "\u3000",
        lambda name: name[:4] + "·" + name[4:],
        lambda name: f"“{name}”",
    ]
    return rnd.choice(shapes)(text)


def _moved_place(row: dict[str, str], rnd: random.Random) -> str:
    """Drop the place at the beginning, or put it into brackets before the legal form."""
    for place in (row["region"] + "市", row["region"] + "省", row["region"]):
        rest = row["full_name"].removeprefix(place)
        tail = _TAIL.search(rest)
        if rest != row["full_name"] and tail and len(rest) > 8 and row["region"] != "内蒙":
            return rest if rnd.random() < 0.5 else f"{rest[: tail.start()]}（{row['region']}）{tail.group()}"
    return ""


def _same_orgs(rows: list[dict[str, str]], rnd: random.Random) -> Iterator[Pair]:
    full = [row["full_name"] for row in rnd.sample(rows, _COUNT)]
    yield from (("traditional", *pair) for pair in zip(full, _traditional(full), strict=True))
    yield from (
        ("format", row["full_name"], _formatted(row["full_name"], rnd)) for row in rnd.sample(rows, _COUNT)
    )
    legal = [name for name in full if name.endswith("股份有限公司")]
    yield from (("legal", name, name.replace("股份有限公司", "有限公司")) for name in legal)
    moved = [(row["full_name"], _moved_place(row, rnd)) for row in rnd.sample(rows, 3 * _COUNT)]
    yield from (("place", name, other) for name, other in moved if other)
    yield from (("short", row["short_name"], row["full_name"]) for row in rnd.sample(rows, _COUNT))


def _different_orgs(rows: list[dict[str, str]], rnd: random.Random) -> Iterator[Pair]:
    names, shorts = [row["full_name"] for row in rows], [row["short_name"] for row in rows]
    for row in rnd.sample(rows, _COUNT):
        near = process.extract(row["full_name"], names, scorer=fuzz.ratio, limit=2)
        yield "near", row["full_name"], next(name for name, _, _ in near if name != row["full_name"])
    for row in rnd.sample(rows, _COUNT):
        close = process.extract(row["full_name"], shorts, scorer=fuzz.partial_ratio, limit=3)
        yield (
            "short of another",
            next(name for name, _, _ in close if name != row["short_name"]),
            row["full_name"],
        )
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        alike[row["region"], row["industry"]].append(row["full_name"])
    for _ in range(_COUNT):
        left, right = rnd.sample(rnd.choice([group for group in alike.values() if len(group) > 1]), 2)
        yield "same place and trade", left, right
    for row in rnd.sample(rows, _COUNT):
        brand = _TAIL.sub("", row["full_name"])
        place = rnd.randrange(2, 4)
        if len(brand) >= 6:
            sign = rnd.choice([char for char in "华天新金东海科信达源瑞德恒" if char != brand[place]])
            yield (
                "one character",
                row["full_name"],
                row["full_name"][:place] + sign + row["full_name"][place + 1 :],
            )


def _levels(entity: str, pairs: list[Pair], aliases: Aliases = NO_ALIASES) -> list[Level]:
    return [match.level for match in compare_rows([(entity, one, two) for _, one, two in pairs], aliases)]


def _share(levels: list[Level], wanted: set[Level]) -> float:
    return sum(level in wanted for level in levels) / len(levels)


_ANY = {Level.SAME, Level.CANDIDATE}


def test_organisations_without_a_table_of_other_names(organisations: list[dict[str, str]]) -> None:
    rnd = random.Random(_SEED)
    same, different = list(_same_orgs(organisations, rnd)), list(_different_orgs(organisations, rnd))
    found, wrong = _levels("org", same), _levels("org", different)
    assert len(same) > 1000
    assert len(different) > 900
    assert wrong.count(Level.SAME) == 0  # precision of the block tier: 1.000 (goal .995)
    assert 0.36 < _share(found, {Level.SAME}) < 0.39  # its recall, by rules §5 (see above)
    recall = _share(found, _ANY)
    hits = recall * len(found)
    precision = hits / (hits + _share(wrong, _ANY) * len(wrong))
    assert recall >= 0.98  # goal .96
    assert precision >= 0.97  # goal .95


def test_former_and_english_names_need_the_table(organisations: list[dict[str, str]]) -> None:
    """Strings cannot find these (algorithms §4); the table of other names can, and says same."""
    rnd = random.Random(_SEED)
    former = [row for row in organisations if row["former_short_name"]]
    pairs = [("former", row["former_short_name"], row["full_name"]) for row in former]
    pairs += [("english", row["english_name"], row["full_name"]) for row in rnd.sample(organisations, _COUNT)]
    pairs += [("short", row["short_name"], row["full_name"]) for row in rnd.sample(organisations, _COUNT)]
    other = ("short_name", "former_short_name", "english_name")
    aliases = build_aliases(("org", row["full_name"], [row[key] for key in other]) for row in organisations)
    assert _share(_levels("org", pairs[: len(former)]), _ANY) < 0.6
    levels = _levels("org", pairs, aliases)
    assert _share(levels, {Level.SAME}) >= 0.97  # the rest stands for two companies
    assert _share(levels, _ANY) == 1.0
    different = [pair for pair in _different_orgs(organisations, rnd) if pair[0] != "short of another"]
    assert _levels("org", different, aliases).count(Level.SAME) == 0


def _initials(pinyin: str) -> str:
    surname, given = pinyin.split(" ", 1)
    return f"{given[0]}. {surname}"


def test_persons(persons: list[dict[str, str]]) -> None:
    rnd = random.Random(_SEED)
    same: list[Pair] = []
    for row in rnd.sample(persons, 4 * _COUNT):
        shown = rnd.choice(
            [
                row["traditional"],
                row["name"] + rnd.choice(["教授", "博士", " 先生"]),
                row["name"][0] + "　" + row["name"][1:],
                row["pinyin"].upper(),
                " ".join(reversed(row["pinyin"].split(" "))),
                _initials(row["pinyin"]),
            ]
        )
        same.append(("same", row["name"], shown))
    different: list[Pair] = []
    for row in rnd.sample(persons, 2 * _COUNT):
        other = rnd.choice(
            [one for one in persons if one["name"][0] == row["name"][0] and one is not row] or persons
        )
        if other["name"] != row["name"] and other["pinyin"] != row["pinyin"]:
            different.append(("other", row["name"], rnd.choice([other["name"], other["pinyin"]])))
    levels = _levels("person", same)
    assert _share(levels, {Level.CANDIDATE}) == 1.0  # goal .95; a name alone is never more (R15)
    assert _share(_levels("person", different), _ANY) < 0.02
