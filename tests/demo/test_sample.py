"""The sample as the real intake reads it: what was planted is found, and nothing else."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ui.cli.demo.people import RAREST
from ui.cli.demo.projects import directions
from ui.cli.demo.sample import MIN_EXPERTS, STORIES_FROM, Sample, make_sample
from ui.cli.demo.sample_round import SIZES
from ui.cli.demo.sample_unscored import LISTED, QUALIFIED
from zgc_review.assignment.draw import Candidate, run_draw
from zgc_review.assignment.draw import GroupPlan as DrawPlan
from zgc_review.assignment.roles import role_places
from zgc_review.catalogue import Catalogue, derive, gate_answer, load_shipped
from zgc_review.conflicts.hits import Hit
from zgc_review.conflicts.records import expert_from_record, parties_from_record
from zgc_review.conflicts.screen import screen_round
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import IntakeError, ProgramFault
from zgc_review.export.fonts import uncovered
from zgc_review.intake.applications import IntakeBatch, read_applications
from zgc_review.intake.identifiers import CHECKS, Verdict, check_credit_code
from zgc_review.intake.lists import read_integrity_list, read_namelist
from zgc_review.intake.roster import read_roster
from zgc_review.services.round_settings import complete_settings

CATALOGUE = load_shipped()
OPEN = tuple(one.id for one in directions())
SUBS = (*OPEN, QUALIFIED, LISTED)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make_sample(tmp_path_factory.mktemp("sample"), CATALOGUE, light=True)


@pytest.fixture(scope="module")
def batch(sample: Sample) -> IntakeBatch:
    return read(sample)


@pytest.fixture(scope="module")
def settings(sample: Sample) -> RoundSettings:
    return settings_of(sample, CATALOGUE)


@pytest.fixture(scope="module")
def hits(sample: Sample, batch: IntakeBatch) -> tuple[Hit, ...]:
    experts = [
        expert_from_record({**one.record, "id": one.number})
        for one in read_roster(sample.roster, CATALOGUE).experts
    ]
    parties = [parties_from_record(one.record, one.number) for one in batch.ready]
    return screen_round(experts, parties, t0=date(2026, 11, 22))


def read(sample: Sample) -> IntakeBatch:
    return read_applications(sample.intake, CATALOGUE, sub_directions=SUBS)


def settings_of(sample: Sample, catalogue: Catalogue) -> RoundSettings:
    return complete_settings(yaml.safe_load(sample.round_file.read_text("utf-8")), catalogue, "0" * 64)


def serious(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(one.code for one in findings if one.level is not Level.INFO)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_intake_finds_what_was_planted_and_nothing_else(sample: Sample, batch: IntakeBatch) -> None:
    roster, listed = read_roster(sample.roster, CATALOGUE), read_integrity_list(sample.integrity_list)
    found = serious((*batch.findings, *roster.findings, *listed.findings))
    assert found == Counter(one.code for one in sample.planted if one.code)
    assert [one.number for one in batch.ready] == [*sample.numbers, *sample.qualified, *sample.ended]
    assert {one.number for one in batch.applications if one.blocked} == set(sample.blocked)
    assert len(roster.ready) == 60
    assert len(listed.ready) == 9
    namelist = read_namelist(sample.namelist, CATALOGUE, sub_directions=[LISTED])
    assert [str(row.record["application_no"]) for row in namelist.ready] == list(sample.listed)
    assert serious(namelist.findings) == Counter()


def test_finding_stands_where_the_trouble_was_planted(sample: Sample, batch: IntakeBatch) -> None:
    """A refused document is named by its folder, which begins with the application's number."""
    where = {one.code: one.where for one in sample.planted if one.code.startswith("intake.document")}
    found = {one.code: one.source for one in batch.findings if one.code.startswith("intake.document")}
    assert found.keys() == where.keys()
    assert all(found[code].startswith(f"{number} ") for code, number in where.items())
    (planted,) = (one for one in sample.planted if one.id == "credit-code")
    wrong = next(one for one in batch.applications if one.number == planted.where)
    assert check_credit_code(str(wrong.record["unit_credit_code"])).verdict is Verdict.WARN
    assert not wrong.blocked


@pytest.mark.parametrize("count", [1, 2, 5, 14])
def test_any_number_of_applications(tmp_path: Path, count: int) -> None:
    made = make_sample(tmp_path, CATALOGUE, applications=count, experts=MIN_EXPERTS, light=True)
    found = read(made)
    assert [one.number for one in found.ready] == [*made.numbers, *made.qualified, *made.ended]
    assert len(made.numbers) == count
    assert serious(found.findings) == Counter(
        one.code for one in made.planted if one.code and "roster" not in one.code
    )
    assert len(made.tie) == (0 if count < 2 else 2)
    assert bool(made.parts) == (count >= STORIES_FROM)


def test_measures_take_turns(batch: IntakeBatch, sample: Sample) -> None:
    scored = [one for one in batch.ready if one.number in sample.numbers]
    assert set(Counter(one.sub_direction[:3] for one in scored).values()) == {3}
    assert {one.sub_direction for one in scored} <= set(OPEN)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        make_sample(tmp_path / name, CATALOGUE, applications=3, experts=MIN_EXPERTS, seed=seed, light=True)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a")["名册.xlsx"] != digests(tmp_path / "c")["名册.xlsx"]


def test_nothing_is_overwritten(sample: Sample) -> None:
    with pytest.raises(IntakeError, match=r"intake\.workbook\.exists"):
        make_sample(sample.folder, CATALOGUE, light=True)


@pytest.mark.parametrize(("applications", "experts"), [(0, 60), (13, MIN_EXPERTS - 1)])
def test_too_small_a_sample_is_refused(tmp_path: Path, applications: int, experts: int) -> None:
    with pytest.raises(ProgramFault):
        make_sample(tmp_path / "none", CATALOGUE, applications=applications, experts=experts)
    assert not (tmp_path / "none").exists()


def test_names_are_rare_and_can_be_drawn(sample: Sample) -> None:
    """Rules §5 (生僻字) and acceptance S3: a search for these runs must mean something."""
    shipped = Path(__file__).parents[2] / "resources"
    texts = "".join(
        path.read_text("utf-8") for path in shipped.rglob("*") if path.suffix in {".toml", ".typ", ".yaml"}
    )
    assert RAREST in sample.persons
    assert any(ord(char) > 0xFFFF for char in RAREST)
    assert uncovered("".join((*sample.persons, *sample.units, *sample.titles))) == []
    assert [name for name in sample.persons if name in texts or len(name) < 3] == []
    assert len(set(sample.units)) == len(sample.units) == 39 + 4 + 2 + 4
    runs = [{title[at : at + 3] for at in range(len(title) - 2)} for title in sample.titles]
    assert all(any(run not in texts for run in own) for own in runs)


def test_codes_are_valid_and_invented(batch: IntakeBatch, sample: Sample) -> None:
    codes = [str(one.record["unit_credit_code"]) for one in batch.ready]
    codes += [
        str(row["credit_code"])
        for one in batch.ready
        for name in ("partners", "shareholders", "investees", "named_competitors")
        for row in rows(one.record, name)
        if "credit_code" in row
    ]
    wrong = [code for code in codes if check_credit_code(code).verdict is not Verdict.OK]
    assert len(wrong) == 1  # the planted one
    assert all(code[8:12] == "MAXX" for code in codes)


def test_no_gate_answers_no(batch: IntakeBatch, settings: RoundSettings, sample: Sample) -> None:
    """Rules §2.2: good applications pass every gate a machine can judge; the rest waits for a person."""
    assert CATALOGUE.check_gate_values(settings.gate_values) == []
    for one in batch.ready:
        if one.number not in sample.numbers:
            continue
        fields = CATALOGUE.fields_for([one.sub_direction])
        compared = {"integrity_list_hit": "none", "digest_mismatches": 0}
        record = derive({**one.record, **compared}, fields)
        for gate in CATALOGUE.gates_for(one.sub_direction, "open_call"):
            answer = gate_answer(gate, record, settings, settings.gate_values, CHECKS)
            assert answer != "no", (one.number, gate.id)
            judged = gate.test is not None and not gate.test.partial
            assert answer == "yes" or not judged, (one.number, gate.id)


def test_every_due_field_is_filled(batch: IntakeBatch) -> None:
    for one in batch.ready:
        fields = CATALOGUE.fields_for([one.sub_direction])
        assert {field.id for field in fields if field.required} <= one.record.keys()
        assert one.record["missing_attachments"] == 0


def test_nobody_else_has_ties(sample: Sample, hits: tuple[Hit, ...]) -> None:
    """One tie each; and nobody at all to the two applications that tie at the line."""
    tied = {one.where.split()[0]: one.id for one in sample.planted if one.where.startswith("Z")}
    assert {hit.expert for hit in hits} <= set(tied)
    assert "former-employer-past" not in {tied[hit.expert] for hit in hits}
    assert not {hit.application for hit in hits} & set(sample.tie)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("half-width-brackets", "R03"),
        ("same-employer", "R02"),
        ("former-employer-within", "R03"),
        ("homonym", "R15"),
        ("conflict-r04", "R04"),
        ("conflict-r07", "R07"),
        ("conflict-r08", "R08"),
        ("conflict-r09", "R09"),
        ("conflict-r12", "R12"),
        ("excluded-expert", "R14"),
    ],
)
def test_planted_ties_are_found(sample: Sample, hits: tuple[Hit, ...], name: str, rule: str) -> None:
    expert, number = next(one.where for one in sample.planted if one.id == name).split()
    assert rule in {hit.rule for hit in hits if (hit.expert, hit.application) == (expert, number)}


def test_same_unit_in_brackets_of_both_widths(sample: Sample) -> None:
    """Rules §5 step 2: （） and () are the same unit; the list of bad credit has the other spelling."""
    unit = next(one for one in read(sample).ready if one.number == sample.numbers[0]).record["unit_name"]
    listed = {str(row.record["name"]) for row in read_integrity_list(sample.integrity_list).rows}
    assert "（" in str(unit)
    assert unit not in listed
    assert str(unit).replace("（", "(").replace("）", ")") in listed


@pytest.mark.parametrize("words", range(20))
def test_p03_p05_p07_any_draw_fills_the_groups(sample: Sample, settings: RoundSettings, words: int) -> None:
    """Every seat and every role place is filled, and alternates are left, whatever words are typed."""
    left_out = {one.where.split()[0] for one in sample.planted if one.id in {"no-consent", "official"}}
    candidates = [
        Candidate(
            id=hashlib.sha256(one.number.encode()).hexdigest()[:32],
            employers=frozenset({str(one.record["employer_code"])}),
            roles=frozenset(roles_of(one.record)),
        )
        for one in read_roster(sample.roster, CATALOGUE).experts
        if one.number not in left_out
    ]
    plans = []
    for plan in settings.groups:
        scored = [sub for sub in plan.sub_directions if settings.modes[sub] == "open_call"]
        panels = CATALOGUE.panel_for(scored).panels
        places = {name: role_places(one.roles, CATALOGUE.role_order) for name, one in panels.items()}
        plans.append(DrawPlan(plan.id, plan.size, places=places))
    result = run_draw(candidates, plans, secretary=f"词语{words}", observer="立冬梧桐", salt="0" * 64)
    assert {one.group: len(one.members) for one in result.groups} == SIZES
    assert all(len(one.alternates) == 2 for one in result.groups)
    assert [one.group for one in result.groups if any(one.roles_open.values())] == []


def rows(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return list(record.get(name, []))


def roles_of(record: Mapping[str, Any]) -> set[str]:
    return set(record["roles"])
