"""Two programs, one specification: outcomes of random mid-term checks (rules §2.4, docs/bodies.md §4)."""

from __future__ import annotations

import hashlib
import random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from zgc_review.aggregation.aggregate import aggregate, aggregate_bytes
from zgc_review.aggregation.inputs import (
    AggregationInput,
    OutcomeBand,
    SignedConsent,
    SignedSheet,
    StageRules,
)
from zgc_review.domain.bodies import ConsentBody, RecusalLine, SheetBody
from zgc_review.domain.results import ResultApplication
from zgc_review.domain.round_bodies import GroupSeats
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import AggregationError

if TYPE_CHECKING:
    Tools = Any

ITEMS = ["SM-S1", "SM-S2", "M01-V1", "CV01", "CV02", "SA-S1"]
DECISIONS = ["CONTINUE", "ADJUST", "STOP_ADVISED", "DEFER", "VOID"]
CODES = [f"专家{n:02d}" for n in range(1, 8)]


class Draw:
    """One random mid-term check of three sealed projects: the same messages for both programs."""

    def __init__(self, tools: Tools, seed: int) -> None:
        self.dice, self.tools = random.Random(seed), tools
        self.codes = CODES[: self.dice.choice([2, 3, 5, 7])]
        self.settings = {
            **tools.settings, **tools.midterm, "catalogue_digest": "0" * 64, "verifier_digest": "0" * 64,
            "veto_majority": self.dice.choice([[2, 3], [1, 2], [1, 1]]),
            "min_effective": self.dice.choice([1, 3]), "near_line": self.dice.choice([0, 200, 1000]),
        }  # fmt: skip
        self.messages: list[Any] = []
        self.recusals: list[dict[str, Any]] = []
        self.applications = [self.project(n) for n in range(1, 4)]

    def project(self, number: int) -> dict[str, Any]:
        line = {
            "application": f"{number:032x}", "number": str(number), "title": "", "unit": "", "reason": "",
            "sub_direction": "M01-1", "mode": "open_call", "state": "SEALED", "version": "b" * 64,
            "group": "G01", "members": None, "requested_fen": None, "ceiling_fen": None, "check_result": None,
        }  # fmt: skip
        base = self.dice.choice([50, 58, 62, 68, 72, 90])
        for code in self.codes:
            if code != self.codes[0] and self.dice.random() < 0.1:
                entry = {"application": line["application"], "code": code, "rule": "R02"}
                self.recusals.append({**entry, "decision": "recused"})
            self.sheet(code, line["application"], base + self.dice.randint(-2, 2))
        for code in self.dice.sample([*self.codes, "秘书01"], self.dice.randint(0, 2)):
            self.claim(code, line["application"])
        answer = self.dice.choice(DECISIONS)
        if self.dice.random() < 0.7:
            self.consent(self.codes[0], "decision", answer, line["application"], {"amount_fen": None})
        return line

    def claim(self, code: str, application: str) -> None:
        """One claim with votes, some of them about nothing that was claimed."""
        document = self.dice.choice([None, None, "7" * 64])
        values = {"item": self.dice.choice(ITEMS), "document": document, "page": None}
        about = self.consent(code, "veto_claim", "claimed", application, values)
        for voter in self.codes:
            if self.dice.random() < 0.8:
                answer = self.dice.choice(["yes", "yes", "yes", "no"])
                target = about if self.dice.random() < 0.95 else "e" * 64
                self.consent(voter, "veto_vote", answer, application, {}, about=target)

    def add(self, kind: str, code: str, slot: str, body: dict[str, Any]) -> str:
        number = len(self.messages) + 1
        name = hashlib.sha256(f"{slot} {number}".encode()).hexdigest()
        role = "secretary" if code == "秘书01" else "expert"
        self.messages.append(
            SimpleNamespace(
                id=name, kind=kind, code=code, slot=slot, body=body, sender=_card(code), seq=number,
                place=slot, item=slot, role=role,
            )
        )  # fmt: skip
        return name

    def consent(
        self, code: str, act: str, answer: str, application: str, values: dict[str, Any], about: Any = None
    ) -> str:
        body = {
            "schema": 1, "act": act, "about": about, "application": application, "answer": answer,
            "values": values, "text": "",
        }  # fmt: skip
        return self.add("consent", code, f"{act}:{about or application}", body)

    def sheet(self, code: str, application: str, percent: int) -> None:
        body = {
            "schema": 1, "application": application, "application_version": "b" * 64, "letter": "1" * 64,
            "phase": "initial", "state": "locked", "percents": {"SM-K1": percent, "SM-K2": percent},
            "not_applicable": {}, "comments": {}, "floor_reasons": {}, "overall": "", "pages": [],
            "claims": [], "total": 100 * percent, "recommendation": "SUPPORT", "integrity": False,
            "recusal": {"answer": "no", "rule": None, "reason": ""}, "budget": None, "reason": "",
        }  # fmt: skip
        self.add("sheet", code, application, body)

    def by_verifier(self) -> tuple[bytes, str]:
        """Return the aggregate as the verifier computes it, or why it refuses."""
        module, chain = self.tools.module, self.tools.module.Chain()
        chain.settings, chain.chair, chain.single = self.settings, self.codes[0], {"secretary": "秘书01"}
        chain.history = {code: [_card(code)] for code in [*self.codes, "秘书01"]}
        chain.groups = {"G01": {"id": "G01", "members": self.codes, "chair": self.codes[0]}}
        chain.cards = {_card(code): {"code": code, "to": module.sys.maxsize} for code in chain.history}
        rubric = module.Rubric(self.tools.catalogue, self.settings, "catalogue")
        tables = ({line["application"]: line for line in self.applications}, self.recusals)
        found = {kind: [m for m in self.messages if m.kind == kind] for kind in ("sheet", "consent")}
        try:
            return module.canonical_bytes(module.Recount(chain, rubric, tables, found).aggregate()), ""
        except module.Refused as refusal:
            return b"", str(refusal.why)

    def by_program(self) -> bytes:
        """Return the aggregate as the program computes it, from messages in another order."""
        self.dice.shuffle(self.messages)
        written = self.tools.catalogue["stage_rubrics"]["midterm"]
        criteria = [SimpleNamespace(id=c["id"], weight=c["weight"], floor=None) for c in written["criteria"]]
        bands = tuple(OutcomeBand(band["code"], 100 * band["min"]) for band in written["bands"])
        cards = {code: [_card(code)] for code in [*self.codes, "秘书01"]}
        signed = {
            kind: [
                made(id=m.id, card=m.sender, seq=m.seq, body=msgspec.convert(m.body, shape))
                for m in self.messages
                if m.kind == kind
            ]
            for kind, made, shape in (
                ("sheet", SignedSheet, SheetBody),
                ("consent", SignedConsent, ConsentBody),
            )
        }
        items = frozenset({"SM-S1", "SM-S2", "M01-V1", "CV01", "CV02"})
        inputs = AggregationInput(
            settings=msgspec.convert(self.settings, RoundSettings),
            groups={"G01": GroupSeats(id="G01", members=tuple(self.codes), chair=self.codes[0])},
            cards=cards,
            kept={},
            round_chair=self.codes[0],
            secretary="秘书01",
            rubrics={"M01-1": SimpleNamespace(criteria=criteria)},
            funds={"M01-1": "F1"},
            applications=[msgspec.convert(line, ResultApplication) for line in self.applications],
            recusals=[msgspec.convert(line, RecusalLine) for line in self.recusals],
            sheets=signed["sheet"],
            consents=signed["consent"],
            stages={"M01-1": StageRules(bands=bands, items=items)},
        )
        return aggregate_bytes(aggregate(inputs))


def _card(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@pytest.mark.parametrize("part", range(4))
def test_2_4_both_programs_come_to_the_same_outcomes(tools: Tools, part: int) -> None:
    """Byte for byte where the decisions are the outcomes; where one is not, both refuse."""
    computed = refused = established = 0
    for seed in range(part * 100, part * 100 + 100):
        draw = Draw(tools, seed)
        mine, why = draw.by_verifier()
        if why:
            assert why == "decision.outcome", seed
            with pytest.raises(AggregationError) as caught:
                draw.by_program()
            assert caught.value.code == "aggregation.decision.outcome", seed
            refused += 1
            continue
        assert draw.by_program() == mine, seed
        computed += 1
        established += b'"established":["' in mine
    assert min(computed, refused, established) >= 10
