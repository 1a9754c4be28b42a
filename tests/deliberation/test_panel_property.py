"""Acceptance C7 over small random rounds: the view of somebody recused knows nothing of the application."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.aggregate import aggregate, aggregate_bytes
from zgc_review.aggregation.inputs import AggregationInput, SignedConsent, SignedSheet
from zgc_review.domain.bodies import (
    ConsentBody,
    RecusalLine,
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.results import ResultApplication
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.settings import Pool, RoundSettings
from zgc_review.services.panel_content import GroupWorld, HeldConsent, HeldSheet, content_for, visible_to

CODES = tuple(f"专家0{n}" for n in range(1, 7))
CHAIR = CODES[0]
SUB = "M01-1"
SETTINGS = RoundSettings(
    title="轮次",
    call_year=2026,
    t0="2026-11-22",
    catalogue_digest="0" * 64,
    verifier_digest="0" * 64,
    modes={SUB: "open_call"},
    pools=(Pool(id="P1", fund="F1", sub_directions=(SUB,), budget_fen=300_000_000),),
    min_effective=2,
)


@dataclass(frozen=True)
class Criterion:
    """One criterion that carries everything."""

    id: str = "K1"
    weight: int = 100
    floor: int | None = 60


@dataclass(frozen=True)
class Rubric:
    criteria: tuple[Criterion, ...] = (Criterion(),)


def digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Draft:
    """What is drawn of one application: percents by code, who stands aside, who claims a veto, a revision."""

    percents: tuple[int, ...]
    aside: frozenset[str]
    claims: frozenset[str]
    revised: frozenset[str]
    decided: bool


DRAFTS = st.builds(
    Draft,
    percents=st.tuples(*[st.integers(0, 100)] * len(CODES)),
    aside=st.sets(st.sampled_from(CODES), max_size=3).map(frozenset),
    claims=st.sets(st.sampled_from(CODES), max_size=2).map(frozenset),
    revised=st.sets(st.sampled_from(CODES), max_size=2).map(frozenset),
    decided=st.booleans(),
)


def name_of(n: int) -> str:
    return digest("application", n)[:32]


def sheet(n: int, code: str, phase: str, percent: int) -> SheetBody:
    return SheetBody(
        application=name_of(n),
        application_version="1" * 64,
        letter="2" * 64,
        phase=phase,
        state="locked",
        percents={"K1": percent},
        total=percent * 100,
        recommendation="SUPPORT" if percent >= 70 else "NOT_SUPPORT",
        recusal=SheetRecusal(answer="no"),
        integrity=False,
    )


def phases(draft: Draft, code: str) -> Sequence[str]:
    return ("initial", "revision") if code in draft.revised else ("initial",)


def world_of(drafts: dict[int, Draft]) -> GroupWorld:
    """Return what the secretary knows."""
    sheets, consents, recusals = [], [], []
    aside, acting = set(), {}
    for n, draft in drafts.items():
        for code in CODES:
            if code in draft.aside:
                aside.add((code, name_of(n)))
                line = RecusalLine(application=name_of(n), code=code, rule="R06", decision="recused")
                recusals.append(line)
                continue
            sheets += [
                HeldSheet(digest("sheet", n, code, phase), code, name_of(n), phase)
                for phase in phases(draft, code)
            ]
            if code in draft.claims:
                values = {"item": "CV01", "document": None, "page": None}
                body = ConsentBody(act="veto_claim", application=name_of(n), answer="claimed", values=values)
                consents.append(HeldConsent(digest("claim", n, code), code, body))
        standing = [code for code in CODES if code not in draft.aside]
        if CHAIR in draft.aside and standing:
            acting[name_of(n)] = standing[0]
        if draft.decided and standing:
            body = ConsentBody(
                act="decision", application=name_of(n), answer="SUPPORT", values={"amount_fen": 50_000_000}
            )
            consents.append(HeldConsent(digest("decision", n), standing[0], body))
    order = ConsentBody(
        act="tie", answer="order", values={"pool": "P1", "order": [name_of(n) for n in drafts]}
    )
    return GroupWorld(
        members=CODES,
        chair=CHAIR,
        applications=frozenset(name_of(n) for n in drafts),
        aside=frozenset(aside),
        acting=acting,
        sheets=tuple(sheets),
        consents=(*consents, HeldConsent(digest("tie"), CHAIR, order)),
        recusals=tuple(recusals),
    )


def view_of(drafts: dict[int, Draft], reader: str) -> tuple[object, bytes]:
    """Return the content of the reader's file and every number computed from it."""
    content = content_for(world_of(drafts), reader)
    seen = {one.application for one in content.sheets} | {one.application for one in content.recusals}
    places = {name_of(n): n for n in drafts}
    inputs = AggregationInput(
        settings=SETTINGS,
        groups={"G01": GroupSeats(id="G01", members=CODES, chair=CHAIR)},
        cards={code: [digest("card", code)] for code in (*CODES, "秘书01")},
        kept={},
        round_chair=CHAIR,
        secretary="秘书01",
        rubrics={SUB: Rubric()},
        funds={SUB: "F1"},
        applications=[application(places[one]) for one in sorted(seen)],
        recusals=content.recusals,
        sheets=[
            SignedSheet(
                one.id,
                digest("card", one.code),
                1 + (one.phase == "revision"),
                sheet(
                    places[one.application],
                    one.code,
                    one.phase,
                    _percent(drafts[places[one.application]], one.code, one.phase),
                ),
            )
            for one in content.sheets
        ],
        consents=[SignedConsent(one.id, digest("card", one.code), 1, one.body) for one in content.consents],
    )
    return content, aggregate_bytes(aggregate(inputs))


def _percent(draft: Draft, code: str, phase: str) -> int:
    percent = draft.percents[CODES.index(code)]
    return min(100, percent + 5) if phase == "revision" else percent


def application(n: int) -> ResultApplication:
    return ResultApplication(
        application=name_of(n),
        number=f"ZGC-{n:04d}",
        title="",
        unit="",
        sub_direction=SUB,
        mode="open_call",
        state="AGGREGATED",
        reason="",
        version="1" * 64,
        group="G01",
        members=None,
        requested_fen=100_000_000,
        ceiling_fen=None,
        check_result=None,
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=5), st.integers(0, 4), DRAFTS, st.sampled_from(CODES))
def test_c7_a_recused_reader_sees_the_same_with_and_without_the_application(
    drafts: list[Draft], place: int, hidden: Draft, reader: str
) -> None:
    rest = {n if n < place else n + 1: draft for n, draft in enumerate(drafts)}
    hidden = replace(hidden, aside=hidden.aside | {reader})
    with_it = dict(sorted({**rest, place: hidden}.items()))
    assert view_of(with_it, reader) == view_of(rest, reader)


@settings(max_examples=60, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=5), st.sampled_from(CODES))
def test_only_chair_and_acting_chair_see_anything(drafts: list[Draft], reader: str) -> None:
    """Rules §15: the acting chair sees only the applications acted for; nobody sees the own recusals."""
    world = world_of(dict(enumerate(drafts)))
    seen = visible_to(world, reader)
    assert all((reader, one) not in world.aside for one in seen)
    if reader == CHAIR:
        assert seen == {one for one in world.applications if (CHAIR, one) not in world.aside}
    else:
        assert all((CHAIR, one) in world.aside and world.acting[one] == reader for one in seen)
    content = content_for(world, reader)
    named = {one.application for one in content.sheets}
    named |= {one.application for one in content.recusals}
    named |= {str(one.body.application) for one in content.consents}
    assert named <= seen
