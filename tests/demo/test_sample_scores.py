"""The planned sheets against the sheet rules, and what the aggregate makes of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

import msgspec
import pytest
import yaml

from ui.cli.demo.players import writers
from ui.cli.demo.sample import Sample, make_sample
from ui.cli.demo.sample_round import SIZES
from ui.cli.demo.sample_values import plan_json
from zgc_review.aggregation.aggregate import aggregate
from zgc_review.aggregation.inputs import AggregationInput, SignedSheet
from zgc_review.catalogue import load_shipped
from zgc_review.domain.bodies import (
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.results import Aggregate, ResultApplication
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.settings import RoundSettings
from zgc_review.intake.applications import ParsedApplication, read_applications
from zgc_review.scoring.completeness import missing, warnings
from zgc_review.scoring.drafts import lock
from zgc_review.services import filling
from zgc_review.services.aggregating import ceiling
from zgc_review.services.round_settings import complete_settings

CATALOGUE = load_shipped()
VERSION = "1" * 64


class Bench:
    """A sample read back, its sheets locked and combined."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        given = yaml.safe_load(sample.round_file.read_text("utf-8"))
        self.settings: RoundSettings = complete_settings(given, CATALOGUE, "0" * 64)
        read = read_applications(sample.intake, CATALOGUE, sub_directions=tuple(self.settings.modes))
        self.ready: dict[str, ParsedApplication] = {
            one.number: one for one in read.ready if one.number in sample.numbers
        }
        self.ids = {number: digest(number)[:32] for number in self.ready}
        self.numbers = {value: number for number, value in self.ids.items()}
        names = iter(range(1, 26))
        self.seated = {group: [f"Z{next(names):02d}" for _ in range(size)] for group, size in SIZES.items()}
        self.codes = {number: f"专家{number[1:]}" for own in self.seated.values() for number in own}
        self.groups = {
            group: GroupSeats(
                id=group,
                members=tuple(self.codes[number] for number in own),
                chair=self.codes[own[0]],
            )
            for group, own in self.seated.items()
        }
        self.written = writers(sample, self.seated, ())

    def body(self, sheet: dict[str, Any]) -> SheetBody:
        """Return the sheet that a filled draft becomes."""
        values = {name: value for name, value in sheet.items() if name not in {"number", "pages"}}
        return SheetBody(
            application=self.ids[sheet["number"]],
            application_version=VERSION,
            letter=VERSION,
            phase="initial",
            state="locked",
            recusal=SheetRecusal(answer="no"),
            **values,
        )

    def sheets(self) -> list[tuple[str, SheetBody]]:
        """Return code and draft of every planned sheet, read from the files of the seats."""
        return [
            (self.codes[number], self.body(sheet))
            for number, plans in self.written.items()
            for sheet in json.loads(plan_json(plans))["sheets"]
        ]

    def rubric(self, application: str) -> Any:
        return CATALOGUE.rubric(self.ready[self.numbers[application]].sub_direction)

    def aggregate(self) -> Aggregate:
        """Return the aggregate of the locked sheets."""
        group_of = {sub: plan.id for plan in self.settings.groups for sub in plan.sub_directions}
        records: dict[str, Any] = {number: one.record for number, one in self.ready.items()}
        applications = [
            ResultApplication(
                application=self.ids[one.number],
                number=one.number,
                title=str(one.record["title"]),
                unit=str(one.record["unit_name"]),
                sub_direction=one.sub_direction,
                mode="open_call",
                state="AGGREGATED",
                reason="",
                version=VERSION,
                group=group_of[one.sub_direction],
                members=None,
                requested_fen=records[one.number]["requested_amount"],
                ceiling_fen=ceiling(dict(one.record), self.settings, one.sub_direction),
                check_result=None,
            )
            for one in self.ready.values()
        ]
        signed = []
        for code, draft in self.sheets():
            body = lock(draft, self.rubric(draft.application), self.settings)
            signed.append(SignedSheet(digest(f"{code} {draft.application}"), digest(code), 1, body))
        return aggregate(
            AggregationInput(
                settings=self.settings,
                groups=self.groups,
                cards={code: (digest(code),) for code in (*self.codes.values(), "秘书01")},
                kept={},
                round_chair="专家01",
                secretary="秘书01",
                rubrics={
                    sub: CATALOGUE.rubric(sub)
                    for sub, way in self.settings.modes.items()
                    if way == "open_call"
                },
                funds={sub: fund_of(sub) for sub in self.settings.modes},
                applications=applications,
                recusals=(),
                sheets=signed,
                consents=(),
            )
        )


def fund_of(sub_direction: str) -> Any:
    return CATALOGUE.fund_of(sub_direction).id


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(scope="module", params=[13, 39])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("scores")
    return Bench(make_sample(folder, CATALOGUE, applications=request.param, light=True))


@pytest.fixture(scope="module")
def result(bench: Bench) -> Aggregate:
    return bench.aggregate()


def test_every_sheet_can_be_locked_without_a_warning(bench: Bench) -> None:
    """Rules §6.3 to §6.6: nothing is missing, nothing contradicts."""
    for _, draft in bench.sheets():
        rubric = bench.rubric(draft.application)
        assert missing(draft, rubric, bench.settings) == ()
        assert warnings(draft, rubric, bench.settings) == ()
        assert draft.integrity is False


def test_files_have_the_shape_that_sheet_fill_reads(bench: Bench) -> None:
    for plans in bench.written.values():
        filled = msgspec.json.decode(plan_json(plans), type=filling._Filled)
        assert {one.number for one in filled.sheets} <= bench.ready.keys()


def test_every_seat_scores_every_application_of_its_group(bench: Bench) -> None:
    counted = Counter(draft.application for _, draft in bench.sheets())
    sizes = {sub: plan.size for plan in bench.settings.groups for sub in plan.sub_directions}
    assert counted == {bench.ids[number]: sizes[one.sub_direction] for number, one in bench.ready.items()}


def test_sheets_differ_and_say_something_of_their_own(bench: Bench) -> None:
    drafts = [draft for _, draft in bench.sheets()]
    assert any(draft.not_applicable for draft in drafts)
    assert any(draft.floor_reasons for draft in drafts)
    assert any(draft.comments for draft in drafts)
    titles = [str(bench.ready[bench.numbers[draft.application]].record["title"]) for draft in drafts]
    assert all(title in draft.overall for title, draft in zip(titles, drafts, strict=True))
    assert {draft.recommendation for draft in drafts} == {"SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"}


def test_cited_pages_exist(bench: Bench) -> None:
    """The document is named by its place in the order in which the intake lists them."""
    cited = 0
    for plan in bench.sample.scores:
        documents = bench.ready[plan.application_number].documents
        for place in plan.pages:
            assert 1 <= place.page <= documents[place.document - 1].pages
            assert place.criterion in {*plan.percents, *plan.not_applicable}
            cited += 1
    assert cited > 5


def test_two_applications_tie_at_the_line(bench: Bench, result: Aggregate) -> None:
    """S10: equal in every key, so that the line stays open until the round chair decides."""
    tied = [line for line in result.applications if bench.numbers[line.application] in bench.sample.tie]
    assert len(tied) == 2
    keys = [
        (line.after.value, line.after.plain_mean, line.after.top_criterion, line.after.yes_votes)
        for line in tied
    ]
    assert keys[0] == keys[1]
    lines = [line for pool in result.pools for line in pool.lines]
    assert {line.application for line in lines if line.line == "tie_open"} == {
        one.application for one in tied
    }
    assert {line.application for line in lines if line.tied} == {one.application for one in tied}


def test_one_score_deviates(bench: Bench, result: Aggregate) -> None:
    """S07: more than 15 points from the median."""
    flagged = [
        (bench.numbers[line.application], mark.code)
        for line in result.applications
        for mark in line.before.marks
        if mark.flags
    ]
    assert bench.sample.deviating is not None
    number, seat = bench.sample.deviating
    group = next(plan.group for plan in bench.sample.scores if plan.application_number == number)
    assert flagged == [(number, bench.groups[group].members[seat])]


def test_one_criterion_is_below_its_floor(bench: Bench, result: Aggregate) -> None:
    """S09."""
    below = [
        (bench.numbers[line.application], criterion.criterion)
        for line in result.applications
        for criterion in line.before.criteria
        if criterion.below_floor
    ]
    assert below == [bench.sample.below_floor]


def test_finals_spread_between_55_and_92(bench: Bench, result: Aggregate) -> None:
    values = [line.after.value or 0 for line in result.applications]
    assert min(values) >= 5500
    assert max(values) <= 9200
    assert max(values) - min(values) > 2500
    per_pool = [(line.pool, line.after.value) for line in result.applications]
    assert len(per_pool) - len(set(per_pool)) == 1  # the planted tie


def test_lines_matter(bench: Bench, result: Aggregate) -> None:
    """S08, rules §13: strict and skip, some beyond the budget; no fund over its yearly limit."""
    places = {pool.pool: [line.line for line in pool.lines] for pool in result.pools}
    if len(bench.ready) == 39:
        skipped = places["P-F2"]
        assert skipped[skipped.index("beyond_budget") + 1] == "within"
        assert "beyond_budget" in places["P-F3"]
    assert "beyond_budget" in places["P-F2"]
    assert "beyond_budget" not in places["P-F4"]
    assert all("below" in place for place in places.values())
    assert all(fund.within and fund.annual_fen for fund in result.funds)


def test_who_stands_aside_writes_no_sheet(bench: Bench) -> None:
    """The others share the sheets; the one that deviates is always written, the tie always complete."""
    far = bench.sample.deviating
    assert far is not None
    group = bench.sample.groups[far[0]]
    aside = {(number, far[0]) for number in bench.seated[group][:5]}
    written = writers(bench.sample, bench.seated, aside)
    on_it = [plan for plans in written.values() for plan in plans if plan.application_number == far[0]]
    assert len(on_it) == SIZES[group] - 5
    assert far[1] in {plan.seat for plan in on_it}
    assert not any(
        plan.application_number == far[0] for number in bench.seated[group][:5] for plan in written[number]
    )


def test_the_line_passes_over_the_planted_application(bench: Bench, result: Aggregate) -> None:
    """Rules §13 skip: what does not fit is beyond the budget, and one behind it is within."""
    (edge,) = (one.where for one in bench.sample.planted if one.id == "budget-edge")
    pool = next(pool for pool in result.pools if pool.pool == "P-F2")
    places = {bench.numbers[line.application]: line.line for line in pool.lines}
    assert places[edge] == "beyond_budget"
    behind = list(places.values())[list(places).index(edge) + 1 :]
    assert "within" in behind


def test_planted_scores_are_listed(bench: Bench) -> None:
    named = {one.id: one.where for one in bench.sample.planted if not one.code}
    assert named["tie-at-line"].split() == list(bench.sample.tie)
    assert named["deviating-score"] == (bench.sample.deviating or ("",))[0]
    assert named["below-floor"].split() == list(bench.sample.below_floor or ())
