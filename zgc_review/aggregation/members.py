"""What became of each member of an application: recused, absent, void or effective (docs/bodies.md §4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Literal

from zgc_review.aggregation.chairs import speaking_chair
from zgc_review.aggregation.inputs import AggregationInput, EffectiveSheet, SignedSheet
from zgc_review.aggregation.ledger import Ledger
from zgc_review.domain.results import ResultApplication
from zgc_review.errors import AggregationError


@dataclass(frozen=True, slots=True)
class Aside:
    """A member whose sheet does not count.

    Attributes:
        kind: why.
        rules: the recusal rules by which a recused member stands aside, ascending.
        ground: of a void sheet, ``conflict`` or ``integrity``.
        total: of a void sheet, points × 100.
    """

    code: str
    kind: Literal["recused", "absent", "void"]
    rules: tuple[str, ...] = ()
    ground: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The members of one application: the sheets that count, and who stands aside.

    ``chair``: who speaks as its chair, None where nobody does.
    ``initial`` enters the value before 合议, ``counting`` the one after; all sorted by code.
    """

    chair: str | None
    initial: tuple[EffectiveSheet, ...]
    counting: tuple[EffectiveSheet, ...]
    aside: tuple[Aside, ...]

    @property
    def n_received(self) -> int:
        """Sheets received, void ones among them."""
        return len(self.initial) + self.count("void")

    def count(self, kind: str) -> int:
        """Return how many stand aside for one reason."""
        return sum(one.kind == kind for one in self.aside)


class Members:
    """Answers who must score an application, who chairs it and whose sheets count."""

    def __init__(self, inputs: AggregationInput, ledger: Ledger) -> None:
        self._inputs = inputs
        self._ledger = ledger
        self._secretary = ledger.spoken(inputs.secretary)
        self._recused: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for line in inputs.recusals:
            if line.decision == "recused":
                self._recused[line.application, line.code].add(line.rule)

    def standing(self, application: ResultApplication) -> Standing:
        """Return what became of every member of ``application``.

        Raises:
            AggregationError: ``aggregation.group.missing``, ``aggregation.sheet.missing``,
                ``aggregation.sheet.version``, ``aggregation.sheet.total``.
        """
        chair = self._chair(application)
        initial: list[EffectiveSheet] = []
        counting: list[EffectiveSheet] = []
        aside: list[Aside] = []
        for code in sorted(set(self._seats(application))):
            if self._is_recused(application, code):
                rules = self._recused.get((application.application, code), ())
                aside.append(Aside(code, "recused", rules=tuple(sorted(rules))))
                continue
            if self._is_absent(application, code, chair):
                aside.append(Aside(code, "absent"))
                continue
            first, second = self._sheets(application, code)
            if self._is_void(first.id, chair):
                ground = self._secretary[f"void:{first.id}"].body.answer
                aside.append(Aside(code, "void", ground=ground, total=first.total))
                continue
            initial.append(first)
            # A revision that was declared void by itself leaves the initial sheet standing.
            counting.append(first if self._is_void(second.id, chair) else second)
        return Standing(
            chair=chair,
            initial=tuple(initial),
            counting=tuple(counting),
            aside=tuple(aside),
        )

    def _seats(self, application: ResultApplication) -> tuple[str, ...]:
        """Return the codes that had to score: named one by one, else the seats of the group in force."""
        if application.members is not None:
            return application.members
        group = self._inputs.groups.get(application.group or "")
        if group is None:
            raise AggregationError("aggregation.group.missing", application=application.number)
        return group.members

    def _chair(self, application: ResultApplication) -> str | None:
        """Return who speaks as chair: the group's chair, else the round chair, else who acts for them."""
        group = self._inputs.groups.get(application.group or "")
        chair = self._inputs.round_chair if group is None else group.chair
        slot = f"acting:{application.application}"
        words = [self._ledger.spoken(code).get(slot) for code in (self._inputs.secretary, chair)]
        names = {None if word is None else str(word.body.values.get("code")) for word in words}
        return speaking_chair(
            chair,
            self._seats(application),
            partial(self._is_recused, application),
            partial(self._is_gone, application),
            self._inputs.settings.acting_chair,
            names.pop() if len(names) == 1 else None,
        )

    def _is_recused(self, application: ResultApplication, code: str) -> bool:
        """Say whether ``code`` stands aside, by ruling or by the own newest sheet."""
        key = (application.application, code)
        return key in self._recused or self._ledger.sheets_of(*key).recused

    def _is_gone(self, application: ResultApplication, code: str) -> bool:
        """Say whether the secretary entered ``code`` as absent and no sheet is there."""
        slots = {f"absent:{application.application}:{code}", f"absent::{code}"}
        said = not self._secretary.keys().isdisjoint(slots)
        return said and self._ledger.sheets_of(application.application, code).initial is None

    def _is_absent(self, application: ResultApplication, code: str, chair: str | None) -> bool:
        """Say whether secretary and chair entered ``code`` as absent: here, or for every application.

        For every application the round chair may speak as well: no group is meant then.
        """
        here, everywhere = f"absent:{application.application}:{code}", f"absent::{code}"
        if here not in self._secretary and everywhere not in self._secretary:
            return False
        general = everywhere in self._ledger.spoken(self._inputs.round_chair)
        return general or not self._ledger.spoken(chair).keys().isdisjoint({here, everywhere})

    def _is_void(self, sheet: str, chair: str | None) -> bool:
        """Say whether secretary and chair both declared ``sheet`` void."""
        slot = f"void:{sheet}"
        return slot in self._secretary and slot in self._ledger.spoken(chair)

    def _sheets(self, application: ResultApplication, code: str) -> tuple[EffectiveSheet, EffectiveSheet]:
        """Return the newest initial sheet and what counts after it: the newest revision, else the same."""
        sheets = self._ledger.sheets_of(application.application, code)
        if sheets.initial is None:
            raise AggregationError("aggregation.sheet.missing", application=application.number, code=code)
        first = _effective(application, code, sheets.initial)
        return first, first if sheets.revision is None else _effective(application, code, sheets.revision)


def _effective(application: ResultApplication, code: str, sheet: SignedSheet) -> EffectiveSheet:
    """Return ``sheet`` as it enters a combination: on the version the result knows, with its total."""
    if sheet.body.application_version != application.version:
        raise AggregationError("aggregation.sheet.version", application=application.number, code=code)
    if sheet.body.total is None:
        raise AggregationError("aggregation.sheet.total", application=application.number, code=code)
    return EffectiveSheet(code=code, id=sheet.id, total=sheet.body.total, body=sheet.body)
