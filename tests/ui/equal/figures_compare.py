"""Compares what windows, commands and the independent verifier print about one sealed round."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from figures import NO, Line, Lines, by_ranking, by_verifier, money, recomputed, say, table
from figures_windows import chair_lines, derivations, office, opened_lines, result_lines
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from resources.reader import Texts
from ui.cli.session import Session
from ui.context import Context
from zgc_review.services.desk import Desk

_DASH = "–"  # what a chair's overview shows for nothing
_EVERYTHING = ("pool", "rank", "before", "after", "line", "decision", "amount")


@dataclass
class Comparison:
    """A sealed round.

    Attributes:
        folder: the opened result, which the verifier reads.
        language: of this look at it.
        secretary: the secretary's vault, open.
        session: commands run over vaults that are open already.
    """

    folder: Path
    language: str
    secretary: Desk
    session: Session

    @cached_property
    def wanted(self) -> Lines:
        """What the verifier recomputes."""
        found = by_verifier(self.folder, self.language)
        assert found
        return found

    def say(self, desk: Desk, *words: str) -> list[str]:
        """Run a command over an open vault."""
        self.session.adopt(desk)
        return say(self.session, desk.vault.path, self.language, *words)

    def look(self, context: Context) -> Context:
        """Return the surroundings of a window in the language of this look."""
        context.captions.set_language(self.language)
        return context

    def secretarys_window(self, context: Context, qtbot: QtBot) -> None:
        """Pages of values and of decisions."""
        with office(self.look(context), qtbot, self.secretary) as program:
            values, decided = result_lines(program)
        assert set(values) == set(self.wanted)
        columns = ("pool", "rank", "before", "after", "line")
        assert only(ranked(values), *columns) == only(ranked(self.wanted), *columns)
        columns = ("after", "line", "decision", "amount")
        assert only(decided, *columns) == only(self.wanted, *columns)

    def opened_result(
        self, context: Context, qtbot: QtBot, result: Path, shares: Sequence[tuple[Desk, Path]]
    ) -> None:
        """The opened result; funds also as ``ranking --json`` has them."""
        with office(self.look(context), qtbot, self.secretary) as program:
            shown, funds = opened_lines(program, result, shares)
        scored = {number: line for number, line in shown.items() if number in self.wanted}
        assert only(scored, *_EVERYTHING) == only(self.wanted, *_EVERYTHING)
        assert funds == by_fund(recomputed(self.folder)[0], self.language)
        (said,) = self.say(self.secretary, "ranking", "--json")
        assert {**by_fund(json.loads(said), self.language)} == funds

    def commands(self, out: Path) -> None:
        """``ranking`` as it is printed, and the list that it writes."""
        self.session.adopt(self.secretary)
        printed, written = by_ranking(self.session, self.secretary.vault.path, self.language, out)
        wanted = {number: replace(one, rank=one.rank.lstrip("=")) for number, one in self.wanted.items()}
        columns = ("rank", "after", "line")
        assert only(printed, *columns) == only(ranked(wanted), *columns)
        assert only(written, *columns) == only(wanted, *columns)

    def explanations(self, context: Context, qtbot: QtBot) -> None:
        """``aggregate explain``: every line, and in them every total that the verifier recomputes."""
        with office(self.look(context), qtbot, self.secretary) as program:
            result_lines(program)
            shown = dict(derivations(program, "aggregateTable"))
        assert set(shown) == set(self.wanted)
        for number, lines in shown.items():
            said = self.say(self.secretary, "aggregate", "explain", number)
            assert [one.strip() for one in said[1:]] == [one.strip() for one in lines]
            for code, total in self.wanted[number].totals.items():
                assert any(code in line and total in line for line in lines), (number, code, total)

    def chairs_window(self, context: Context, qtbot: QtBot, chair: Desk, group: str) -> int:
        """The overview against ``panel show``; return how many applications it shows.

        Ranks run over what the chair may see, so the verifier is compared by value and total alone.
        """
        with office(self.look(context), qtbot, chair) as program:
            if program.shell.findChild(QTableView, "heat") is None:
                return 0  # all of it is closed to the chair
            shown = chair_lines(program)
        told = panel_lines(self.say(chair, "panel", "show", "--group", group), self.language)
        assert only(shown, "rank", "after", "totals") == only(told, "rank", "after", "totals")
        for number, line in shown.items():
            value = self.wanted[number].after
            assert line.after == (_DASH if value == NO else value)
            assert line.totals == self.wanted[number].totals
        return len(shown)


def only(lines: Lines, *names: str) -> dict[str, tuple[Any, ...]]:
    """Return some columns by number."""
    return {number: tuple(getattr(line, name) for name in names) for number, line in lines.items()}


def ranked(lines: Lines) -> Lines:
    """Return what stands in a pool's ranking."""
    return {number: line for number, line in lines.items() if line.rank not in {"", NO}}


def by_fund(aggregate: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what each fund spends."""
    return {one["fund"]: money(one["total_fen"], language) for one in aggregate["funds"]}


def panel_lines(said: Sequence[str], language: str) -> Lines:
    """Return what ``panel show`` prints: the table, then the sheets that count."""
    texts = Texts(language)
    head = {name: texts.get(f"cli.head.{name}") for name in ("rank", "number", "final")}
    totals: dict[str, dict[str, str]] = {}
    for line in said:
        sheet = re.match(r"  (\S+)  (专家\d+)  (\d+\.\d\d)  ", line)
        if sheet is not None:
            totals.setdefault(sheet[1], {})[sheet[2]] = sheet[3]
    return {
        row[head["number"]]: Line(
            rank=row[head["rank"]] or _DASH,
            after=row[head["final"]] or _DASH,
            totals=totals.get(row[head["number"]], {}),
        )
        for row in table(said, head["rank"])
        if row[head["number"]].startswith("ZGC")
    }
