"""Figures of a round as they are printed: in the cells of windows, by commands, by the independent verifier.

What the verifier recomputes from the signed files is printed here, in a few lines that share nothing with
the program: points with two decimals, money in 万元 or yuan.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex

from resources.reader import Texts
from ui.cli.main import main
from ui.cli.session import Session

ROOT: Final = Path(__file__).resolve().parents[3]
NO: Final = "—"


@dataclass
class Line:
    """One application as it is printed: what a place does not show stays empty."""

    pool: str = ""
    rank: str = ""
    before: str = ""
    after: str = ""
    line: str = ""
    decision: str = ""
    amount: str = ""
    totals: Mapping[str, str] = field(default_factory=dict)  # of the sheets that count, by code


Lines = dict[str, Line]


# -- the verifier


@cache
def verifier() -> ModuleType:
    """Return the independent verifier."""
    path = ROOT / "resources" / "verifier" / "zgc_verify.py"
    spec = importlib.util.spec_from_file_location("zgc_verify_for_figures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recomputed(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the verifier recomputes from an opened result, and the numbers of applications by id."""
    check = verifier()
    entries = check.Entries(folder)
    sums, digests = check.check_files(entries)
    result = check.open_result(entries, sums, digests)
    parts = check.parts_of(result)
    messages = check.messages_of(entries, parts, result)
    chain = check.build_chain(messages, result)
    check.authenticate_all(chain, messages)
    rubric, tables = check.read_tables(entries, parts, chain)
    numbers = {name: str(one["number"]) for name, one in tables[0].items()}
    return check.Recount(chain, rubric, tables, messages).aggregate(), numbers


def points(value: int | None) -> str:
    """Print points × 100."""
    return NO if value is None else f"{Decimal(value).scaleb(-2):.2f}"


def money(fen: int | None, language: str) -> str:
    """Print an amount in 分 as the captions of a language do: in 万元 or in yuan."""
    if fen is None:
        return NO
    if language == "en":
        said = f"{Decimal(fen).scaleb(-2):,.2f}"
    else:
        exact = Decimal(fen).scaleb(-6).normalize()
        said = f"{max(exact, exact.quantize(Decimal('0.01')), key=_decimals):,f}"
    return said


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def by_verifier(folder: Path, language: str) -> Lines:
    """Return every scored application as the verifier has it."""
    texts = Texts(language)
    aggregate, numbers = recomputed(folder)
    places = {one["application"]: (pool, one) for pool in aggregate["pools"] for one in pool["lines"]}
    found: Lines = {}
    for one in aggregate["applications"]:
        pool, place = places.get(one["application"], (None, None))
        decided = one["decision"]
        found[numbers[one["application"]]] = Line(
            pool=one["pool"] if pool is None else pool["pool"],
            rank=NO if place is None else f"{'=' if place['tied'] else ''}{place['rank']}",
            before=points(one["before"]["value"]),
            after=points(one["after"]["value"]),
            line=NO if place is None else texts.get(f"cli.line.{place['line']}"),
            decision=NO if not decided else texts.get(f"form.word.decision.{decided}"),
            amount=money(one["amount_fen"], language),
            totals={mark["code"]: points(mark["total"]) for mark in one["after"]["marks"]},
        )
    return found


# -- windows


def cells(model: QAbstractItemModel) -> list[list[str]]:
    """Return the words of every cell of a table, as a window shows them."""
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def by_columns(model: QAbstractItemModel, number: int, names: Mapping[int, str]) -> Lines:
    """Return the lines of a table: the column of the number, and what the other columns are called."""
    return {row[number]: Line(**{name: row[at] for at, name in names.items()}) for row in cells(model)}


# -- commands


def say(session: Session, vault: Path, language: str, *words: str) -> list[str]:
    """Run a command over an unlocked vault and return the lines it printed."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = main([*words, "--vault", str(vault), "--lang", language], session)
    assert code in {0, 1}, said.getvalue()
    return said.getvalue().splitlines()


def table(lines: Sequence[str], first: str) -> Iterator[dict[str, str]]:
    """Yield the rows of the tables that begin with a head, by the words of the head."""
    places: list[tuple[int, str]] = []
    for line in lines:
        shown = [part for one in line for part in ((one, "") if _is_wide(one) else (one,))]
        if line.startswith(first):
            found = re.finditer(r"\S+(?: \S+)*", line)
            places = [(sum(1 + _is_wide(one) for one in line[: each.start()]), each[0]) for each in found]
        elif places and all("".join(shown[at - 2 : at]).strip() == "" for at, _ in places[1:]):
            yield dict(_cut(shown, places))
        else:
            places = []


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _cut(shown: Sequence[str], places: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Yield the cells below heads."""
    ends = [*(at for at, _ in places[1:]), len(shown)]
    for (at, head), end in zip(places, ends, strict=True):
        yield head, "".join(shown[at:end]).strip()


def by_ranking(session: Session, vault: Path, language: str, out: Path) -> tuple[Lines, Lines]:
    """Return what ``ranking`` prints, and the list it writes beside."""
    texts = Texts(language)
    lines = say(session, vault, language, "ranking", "--out", str(out))
    head = {name: texts.get(f"cli.head.{name}") for name in ("rank", "number", "final", "line")}
    printed = {
        row[head["number"]]: Line(rank=row[head["rank"]], after=row[head["final"]], line=row[head["line"]])
        for row in table(lines, head["rank"])
    }
    written: Lines = {}
    with out.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            written[row["number"]] = Line(
                pool=row["pool"],
                rank=row["rank"] or NO,
                after=row["final"] or NO,
                line=texts.get(f"cli.line.{row['line']}") if row["line"] else NO,
            )
    return printed, written
