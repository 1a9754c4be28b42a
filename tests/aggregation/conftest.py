"""A small round, built message by message."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from zgc_review.aggregation.inputs import AggregationInput, EffectiveSheet, SignedConsent, SignedSheet
from zgc_review.domain.bodies import (
    ConsentBody,
    RecusalLine,
    SheetBody,
    SheetRecusal,
    VetoClaim,
)
from zgc_review.domain.results import ResultApplication
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.settings import Pool, RoundSettings

SECRETARY = "秘书01"


@dataclass(frozen=True)
class Criterion:
    id: str
    weight: int
    floor: int | None = None


@dataclass(frozen=True)
class Rubric:
    criteria: tuple[Criterion, ...]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_settings(**changes: Any) -> RoundSettings:
    base: dict[str, Any] = {
        "title": "演示轮次",
        "call_year": 2026,
        "t0": "2026-11-22",
        "catalogue_digest": "a" * 64,
        "verifier_digest": "b" * 64,
        "modes": {"M01-1": "open_call"},
        "pools": (Pool(id="M01", fund="F1", sub_directions=("M01-1",)),),
    }
    return RoundSettings(**{**base, **changes})


class RoundBench:
    """Collects the messages of a round; the seats of group G01 are 专家01 … in draw order."""

    def __init__(self, experts: int, rubric: Rubric | None = None, **settings: Any) -> None:
        self.settings = make_settings(**settings)
        self.experts = tuple(f"专家{number:02d}" for number in range(1, experts + 1))
        self.seats = self.experts
        self.chair = self.experts[0]
        self.round_chair: str | None = self.experts[0]
        self.rubric = rubric or Rubric((Criterion("K1", 100),))
        self.cards: dict[str, tuple[str, ...]] = {
            code: (digest(f"card {code}"),) for code in (*self.experts, SECRETARY)
        }
        self.kept: dict[str, frozenset[str]] = {}
        self.applications: list[ResultApplication] = []
        self.recusals: list[RecusalLine] = []
        self.sheets: list[SignedSheet] = []
        self.consents: list[SignedConsent] = []

    def application(self, name: str, totals: Sequence[int | None] = (), **changes: Any) -> str:
        """Add an application with the initial sheets of the first seats; None leaves one out."""
        base: dict[str, Any] = {
            "application": digest(name)[:32],
            "number": name,
            "title": f"项目{name}",
            "unit": "甲公司",
            "sub_direction": "M01-1",
            "mode": "open_call",
            "state": "AGGREGATED",
            "reason": "",
            "version": digest(f"version {name}"),
            "group": "G01",
            "members": None,
            "requested_fen": None,
            "ceiling_fen": None,
            "check_result": None,
        }
        entry = ResultApplication(**{**base, **changes})
        self.applications.append(entry)
        for code, total in zip(self.seats, totals, strict=False):
            if total is not None:
                self.sheet(entry.application, code, total)
        return entry.application

    def sheet(
        self, application: str, code: str, total: int | None, *, card: int = -1, seq: int = 1, **changes: Any
    ) -> str:
        """Add a locked sheet; without percents it gives the total's whole percent on K1."""
        entry = next(item for item in self.applications if item.application == application)
        base: dict[str, Any] = {
            "application": application,
            "application_version": entry.version,
            "letter": "c" * 64,
            "phase": "initial",
            "state": "locked",
            "percents": {} if total is None else {"K1": total // 100},
            "total": total,
            "recommendation": "SUPPORT",
            "recusal": SheetRecusal(answer="no"),
            "integrity": False,
        }
        name = digest(f"{application} {code} {card} {seq} {total} {sorted(map(str, changes.items()))}")
        body = SheetBody(**{**base, **changes})
        self.sheets.append(SignedSheet(name, self.cards[code][card], seq, body))
        return name

    def recused_sheet(self, application: str, code: str, seq: int = 1) -> str:
        return self.sheet(
            application, code, None, seq=seq, state="recused", recusal=SheetRecusal(answer="yes", rule="R07")
        )

    def consent(
        self, code: str, act: Any, answer: str = "yes", *, card: int = -1, seq: int = 1, **changes: Any
    ) -> str:
        body = ConsentBody(act=act, answer=answer, **changes)
        name = digest(f"{code} {act} {answer} {card} {seq} {sorted(map(str, changes.items()))}")
        self.consents.append(SignedConsent(name, self.cards[code][card], seq, body))
        return name

    def void(self, sheet: str, *signers: str) -> None:
        for code in signers or (SECRETARY, self.chair):
            self.consent(code, "void", "conflict", about=sheet)

    def decide(
        self, application: str, decision: str, amount: object = None, *, by: str = "", seq: int = 1
    ) -> None:
        values: Any = {"amount_fen": amount}
        self.consent(by or self.chair, "decision", decision, application=application, values=values, seq=seq)

    def name(self, application: str, code: str, *, by: str) -> None:
        """Name an acting chair; the newest word of a signer counts."""
        seq = len(self.consents) + 1
        self.consent(by, "acting", "named", application=application, values={"code": code}, seq=seq)

    def inputs(self, **changes: Any) -> AggregationInput:
        base: dict[str, Any] = {
            "settings": self.settings,
            "groups": {"G01": GroupSeats(id="G01", members=self.seats, chair=self.chair)},
            "cards": self.cards,
            "kept": self.kept,
            "round_chair": self.round_chair,
            "secretary": SECRETARY,
            "rubrics": {"M01-1": self.rubric},
            "funds": {"M01-1": "F1", "M01-3": "F1", "M05-2": "F2"},
            "applications": self.applications,
            "recusals": self.recusals,
            "sheets": self.sheets,
            "consents": self.consents,
        }
        return AggregationInput(**{**base, **changes})


@pytest.fixture
def bench() -> Callable[..., RoundBench]:
    """Make a round: ``bench(5, combine="S02")``."""
    return RoundBench


@pytest.fixture
def settings() -> Callable[..., RoundSettings]:
    return make_settings


@pytest.fixture
def rubric() -> Callable[..., Rubric]:
    """Make a rubric: ``rubric(("K1", 60, 55), ("K2", 40))``."""
    return lambda *criteria: Rubric(tuple(Criterion(*entry) for entry in criteria))


@pytest.fixture
def sheets() -> Callable[..., list[EffectiveSheet]]:
    """Make effective sheets from totals, or from totals and percents by criterion."""

    def make(
        totals: Sequence[int], percents: Sequence[Mapping[str, int]] = (), **changes: Any
    ) -> list[EffectiveSheet]:
        made = []
        for place, total in enumerate(totals, start=1):
            given = dict(percents[place - 1]) if percents else {"K1": total // 100}
            base: dict[str, Any] = {
                "application": "1" * 32,
                "application_version": "2" * 64,
                "letter": "3" * 64,
                "phase": "initial",
                "state": "locked",
                "percents": given,
                "total": total,
                "recommendation": "SUPPORT",
                "recusal": SheetRecusal(answer="no"),
                "integrity": False,
            }
            body = SheetBody(**{**base, **changes})
            made.append(EffectiveSheet(f"专家{place:02d}", digest(str(place)), total, body))
        return made

    return make


@pytest.fixture
def claim() -> VetoClaim:
    return VetoClaim(item="V1", document=None, page=None, text="")
