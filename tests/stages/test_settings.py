"""What a round of a stage may have: coded refusals in both languages (rules §2.4, §13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from services_forgery import refusal, sentences
from services_harness import SUB, World, meet, new_person, new_world
from stage_harness import StageSitting, project

from zgc_review.catalogue import Catalogue, load_shipped
from zgc_review.domain.bodies import BudgetOpinion, SheetBody
from zgc_review.domain.round_bodies import RoundBody
from zgc_review.errors import GateError, ScoringError
from zgc_review.scoring.completeness import missing
from zgc_review.scoring.received import check_locked
from zgc_review.services import gates_deciding, gates_fields, post, roster, rounds, taking_in
from zgc_review.services.drawing_pool import plans_of, size_findings
from zgc_review.services.round_settings import complete_settings

DIGEST = "d" * 64
CATALOGUE: Catalogue = load_shipped()
POOL = {"id": "M01", "fund": "F1", "sub_directions": [SUB], "budget_fen": 1_000_000}


def settings_of(**changes: Any) -> Any:
    given: dict[str, Any] = {
        "title": "二〇二六年度验收", "call_year": 2026, "t0": "2026-11-22", "stage": "acceptance",
        "modes": {SUB: "open_call"},
    }  # fmt: skip
    return complete_settings({**given, **changes}, CATALOGUE, DIGEST)


@pytest.mark.parametrize(
    ("changes", "code", "name"),
    [
        ({"pools": [POOL]}, "round.settings.stage", "pools"),
        ({"funds": {"F1": {"annual_fen": 1}}}, "round.settings.stage", "funds"),
        ({"grants": {SUB: {"cap_fen": 1}}}, "round.settings.stage", "grants"),
        ({"vote_rule": [2, 3]}, "round.settings.stage", "vote_rule"),
        ({"modes": {SUB: "on_qualification"}}, "round.settings.stage", f"modes.{SUB}"),
        ({"modes": {"M99-1": "open_call"}}, "round.settings.rule", "modes.M99-1"),
        ({"modes": {}}, "round.settings.rule", "modes"),
        ({"gate_values": {"SA-S1": {"x": 1}}}, "round.settings.rule", "gate_values: gate_values.SA-S1"),
        ({"gate_values": {"SA-S3": {"target_completion": "x"}}}, "round.settings.rule", None),
    ],
)
def test_2_4_money_and_order_mean_nothing_in_a_stage(
    changes: dict[str, Any], code: str, name: str | None
) -> None:
    fault = refusal(lambda: settings_of(**changes))
    assert fault.code == code
    assert name is None or fault.params["name"] == name


@pytest.mark.parametrize("stage", ["final", "", None, 3, ["acceptance"], "验收", "x" * 5_000])
def test_an_unknown_stage_is_refused_with_those_known(stage: Any) -> None:
    fault = refusal(lambda: settings_of(stage=stage))
    assert (fault.code, fault.params["known"]) == (
        "round.settings.unknown_stage",
        "proposal midterm acceptance",
    )
    assert len(str(fault.params["stage"])) <= 32


@pytest.mark.parametrize("value", [[], None, {}])
def test_what_is_given_empty_is_as_good_as_left_out(value: Any) -> None:
    name = "vote_rule" if value is None else "pools" if isinstance(value, list) else "funds"
    settings = settings_of(**{name: value})
    assert (settings.pools, settings.funds, settings.grants, settings.vote_rule) == ((), {}, {}, None)


@pytest.mark.parametrize("stage", ["midterm", "acceptance"])
def test_3_groups_are_as_large_as_the_stage_rubric_says(stage: str) -> None:
    """Measures that ask 7 or 9 for a proposal: the common stage rubric asks 5 (rules §2.4)."""
    subs = [sub.id for sub in CATALOGUE.sub_directions if CATALOGUE.panel_for([sub.id]).size > 5]
    assert subs
    settings = settings_of(stage=stage, modes={subs[0]: "open_call"})
    assert [plan.size for plan in settings.groups] == [5]


def test_2_4_any_sub_direction_may_take_part() -> None:
    """A project that was chosen without scores is accepted by the same rubric: applies_to all."""
    listed = [sub.id for sub in CATALOGUE.sub_directions if sub.modes == ("no_application",)]
    assert listed
    settings = settings_of(modes=dict.fromkeys(listed, "open_call"))
    assert set(settings.modes) == set(listed)
    with pytest.raises(GateError) as caught:
        settings_of(stage="proposal", modes=dict.fromkeys(listed, "open_call"))
    assert caught.value.code == "round.settings.rule"


def test_a_proposal_still_needs_its_pools() -> None:
    with pytest.raises(GateError) as caught:
        settings_of(stage="proposal", pools=[])
    assert (caught.value.code, caught.value.params["name"]) == ("round.settings.rule", "pools")


# -- re-review


def _defined(world: World, **settings: Any) -> Any:
    """Define a round in the secretary's vault with a new card."""
    card = new_person(world.folder, f"o{len(list((world.folder / 'vaults').iterdir()))}", "监督")
    meet(world.secretary, card)
    from zgc_review.services.trust import make_own_card  # noqa: PLC0415 - beside its only use

    make_own_card(world.secretary.desk, "秘书", "主管处室")
    given = {"title": "复评", "call_year": 2026, "t0": "2026-12-22", "modes": {SUB: "open_call"}, **settings}
    return rounds.define_round(world.secretary.desk, given, CATALOGUE, card.card.card_id)


def test_2_1_a_re_review_names_a_sealed_round_of_its_stage(at: Callable[[str], StageSitting]) -> None:
    """OBJECTED: a new round names the old one; the old one stays as sealed (rules §2.1)."""
    sitting = at("acceptance")
    world, old = sitting.world, sitting.world.secretary.round.round_id
    refused = refusal(lambda: _defined(world, stage="acceptance", re_review_of=old))
    assert (refused.code, refused.params["round"]) == ("round.settings.re_review", old[:8])
    sitting.aggregate()
    sitting.panel()
    sitting.discuss(2)
    sitting.collect(*sitting.decide())
    sitting.confirm()
    world.seal()
    assert refusal(lambda: _defined(world, re_review_of=old)).code == "round.settings.re_review"
    row = _defined(world, stage="acceptance", re_review_of=old)
    with world.secretary.desk.vault.begin() as uow:
        (version,) = rounds.signed_versions(uow, row)
        assert isinstance(version.body, RoundBody)
        assert version.body.settings.re_review_of == old
        assert uow.messages.find(old, "result")


def test_a_re_review_of_another_office_s_round_is_taken(tmp_path: Path) -> None:
    """The vault that led the old round may be another one; then nothing can be compared."""
    world = new_world(tmp_path)
    row = _defined(world, stage="midterm", re_review_of="ab" * 16)
    assert row.place == "secretary"
    world.close()


# -- before the review


def test_9_only_the_integrity_list_is_asked_before_a_stage() -> None:
    """Conditions and papers of the call judge a request for support; these projects are approved."""
    assert [gate.id for gate in CATALOGUE.gates_for("M01-4", "open_call", "acceptance")] == ["CG05"]
    assert CATALOGUE.attachments_for("M01-4", "midterm") == ()


class Prepared:
    """A round of a stage with everything taken in and nothing admitted."""

    def __init__(self, folder: Path, fields: Callable[[int], dict[str, Any]] = project) -> None:
        from stage_harness import StageWorld  # noqa: PLC0415 - its folder is added by conftest

        plain = new_world(folder)
        self.world = StageWorld(
            plain.folder, plain.catalogue, plain.secretary, plain.observer, plain.experts,
            {"stage": "acceptance"}, 2, fields,
        )  # fmt: skip
        self.world.define()
        desk, row = self.world.secretary.desk, self.world.secretary.round
        assert taking_in.take_in(desk, row, self.world.intake()).blocked == ()
        roster.take_roster(desk, row, self.world.folder / "名册.xlsx")


def test_p01_the_size_of_a_stage_does_not_ask_what_was_requested(tmp_path: Path) -> None:
    """From 1000万元 a proposal needs 7; places are those of the stage rubric (rules §2.4, P05)."""
    made = Prepared(tmp_path, lambda n: project(n) | {"requested_amount": 2_000_000_000})
    with made.world.secretary.desk.vault.begin() as uow:
        row = made.world.secretary.round
        state = rounds.state_of(uow, row)
        (plan,) = plans_of(uow, row, state, CATALOGUE)
        assert size_findings(uow, row, state, CATALOGUE, ["G01"]) == ()
        proposal = replace(state, settings=structs.replace(state.settings, stage="proposal"))
        (found,) = size_findings(uow, row, proposal, CATALOGUE, ["G01"])
    assert found.code.startswith("assignment.p01")
    assert sorted(plan.places["M01"]) == ["finance", "industry", "manage", "tech", "tech"]
    made.world.close()


def test_the_gates_of_a_stage_pass_by_the_list_alone(tmp_path: Path) -> None:
    """RECEIVED → FORMAL_OK → ELIGIBLE: no state is skipped (rules §2.1); CG05 waits for the list (§9)."""
    made = Prepared(tmp_path)
    desk, row = made.world.secretary.desk, made.world.secretary.round
    waiting = gates_deciding.decide_gates(desk, row)
    assert {(one.number, one.state, one.gates) for one in waiting.waiting} == {
        ("ZGC-0001", "FORMAL_OK", ("CG05",)),
        ("ZGC-0002", "FORMAL_OK", ("CG05",)),
    }
    empty = made.world.folder / "不良信用记录.xlsx"
    from zgc_review.intake.templates import layouts  # noqa: PLC0415 - beside its only use
    from zgc_review.intake.workbooks import write_workbook  # noqa: PLC0415 - beside its only use

    write_workbook(empty, layouts(CATALOGUE, [SUB], "acceptance")[2], [])
    roster.take_integrity_list(desk, row, empty)
    moved = gates_deciding.decide_gates(desk, row)
    assert {(one.number, one.new) for one in moved.moved} == {
        ("ZGC-0001", "ELIGIBLE"),
        ("ZGC-0002", "ELIGIBLE"),
    }
    made.world.close()


def test_the_secretary_fills_the_fields_of_the_stage(tmp_path: Path) -> None:
    """逾期月数 stands on the form of an acceptance only (catalogue head, item 7)."""
    made = Prepared(tmp_path)
    desk, row = made.world.secretary.desk, made.world.secretary.round
    assert gates_fields.set_field(desk, row, "ZGC-0001", "months_overdue", "8") == 8
    assert gates_fields.set_field(desk, row, "ZGC-0001", "target_completion", "80") == 8_000
    with pytest.raises(GateError) as caught:
        gates_fields.set_field(desk, row, "ZGC-0001", "months_stopped", "8")
    assert caught.value.code == "gates.field.unknown"
    assert sentences(caught.value)
    made.world.close()


# -- sheets


def test_6_11_a_sheet_of_a_stage_has_no_budget_opinion(at: Callable[[str], StageSitting]) -> None:
    """Not to be locked here, and refused where another program signed it."""
    sitting = at("acceptance")
    settings, rubric = settings_of(), CATALOGUE.rubric(SUB, "acceptance")
    with sitting.secretary.desk.vault.begin() as uow:
        (message, *_) = uow.messages.find(sitting.secretary.round.round_id, "sheet")
    body = post.body_of_row(message)
    assert isinstance(body, SheetBody)
    assert missing(body, rubric, settings) == ()
    check_locked(body, rubric, settings)
    priced = structs.replace(body, budget=BudgetOpinion(amount_fen=5, cuts=()))
    assert [one.code for one in missing(priced, rubric, settings)] == ["scoring.budget.stage"]
    with pytest.raises(ScoringError) as caught:
        check_locked(priced, rubric, settings)
    assert caught.value.code == "scoring.budget.stage"
    assert sentences(caught.value)
