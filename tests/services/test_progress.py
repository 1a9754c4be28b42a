"""The next act and the line of steps: by counts alone, then stage by stage on a real round (rules §2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import PASSPHRASE, World

from resources.reader import LANGUAGES, Texts, load
from ui.cli.main import main
from ui.progress_words import act_text, act_title, step_count, step_name, step_problem
from zgc_review.errors import GateError
from zgc_review.services.progress import STEPS, Facts, next_act, steps_of
from zgc_review.services.progress_facts import Progress, progress_of
from zgc_review.services.screening import screen

BASE = Facts(version=2, sub_directions=1, roster=20, is_screened=True)


def made(**values: object) -> Facts:
    """Return facts of a round whose conflicts were looked for, with some values changed."""
    given = {name: getattr(BASE, name) for name in BASE.__slots__}
    return Facts(**{**given, **values})


CASES = [
    ("consent", made(version=0, waiting=("监督01",))),
    ("import", made()),
    ("check", made(states={"RECEIVED": 2, "ELIGIBLE": 1}, to_group=1)),
    ("check", made(states={"FORMAL_OK": 1})),
    ("settle", made(states={"ELIGIBLE": 1}, unscored=1)),
    ("fix", made(states={"FORMAL_FIX": 1, "FORMAL_FAIL": 3})),
    ("roster", made(states={"ELIGIBLE": 1}, to_group=1, roster=0)),
    ("screen", made(states={"ELIGIBLE": 1}, to_group=1, is_screened=False)),
    ("decide_conflicts", made(states={"ELIGIBLE": 1}, to_group=1, due=4)),
    ("draw", made(states={"ELIGIBLE": 1}, to_group=1)),
    ("words", made(states={"ELIGIBLE": 1}, to_group=1, draw="words")),
    ("seat", made(states={"ELIGIBLE": 1}, to_group=1, draw="drawn", drawn=5)),
    ("consent", made(states={"ELIGIBLE": 1}, to_group=1, draw="seated", waiting=("专家01",))),
    ("distribute", made(states={"ELIGIBLE": 1}, to_group=1, draw="drawn", is_single=True)),
    ("assign", made(states={"ELIGIBLE": 3}, to_group=3, seated=5)),
    ("decide_conflicts", made(states={"ASSIGNED": 3}, seated=5, due=1)),
    ("pack", made(states={"ASSIGNED": 3}, seated=5, letterless=("专家01",))),
    ("pack", made(states={"REVIEWING": 3}, seated=6, letterless=("专家06",), owing=("专家06",))),
    ("collect", made(states={"REVIEWING": 3}, seated=5, owing=("专家02",), rulings=1)),
    ("rule", made(states={"REVIEWING": 3}, seated=5, rulings=1)),
    ("share_scores", made(states={"ASSIGNED": 3}, seated=5, letterless=("专家01",), custody="due")),
    ("collect", made(states={"REVIEWING": 3}, seated=5, owing=("专家02",), custody="held")),
    ("open_scores", made(states={"REVIEWING": 3}, seated=5, custody="held")),
    ("aggregate", made(states={"LOCKED": 3}, seated=5)),
    ("panel", made(states={"AGGREGATED": 3}, seated=5)),
    ("decisions", made(states={"AGGREGATED": 3}, seated=5, decided=1, is_panel_written=True)),
    ("confirm", made(states={"AGGREGATED": 3}, seated=5, decided=3)),
    ("manual", made(states={"CHECKED": 2}, manual=1)),
    ("prepare_seal", made(states={"DELIBERATED": 3, "FORMAL_FAIL": 1}, seated=5)),
    ("consent", made(states={"DELIBERATED": 3}, seated=5, waiting=("专家01",))),
    ("seal", made(states={"DELIBERATED": 3}, seated=5, has_escrow=True)),
    ("nothing", made(states={"INELIGIBLE": 3})),
    ("acknowledge", made(states={"SEALED": 3}, seated=5, is_sealed=True)),
    ("done", made(states={"SEALED": 3}, seated=5, is_sealed=True, is_counted=True)),
]


@pytest.mark.parametrize(("code", "facts"), CASES)
def test_the_next_act_follows_from_the_counts(code: str, facts: Facts) -> None:
    act = next_act(facts)
    assert act.code == code
    assert act.step in STEPS
    steps = steps_of(facts, act)
    assert [one.name for one in steps] == list(STEPS)
    assert sum(one.state == "now" for one in steps) == (0 if code == "done" else 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "facts"), CASES)
def test_every_act_step_count_and_problem_has_words(code: str, facts: Facts, language: str) -> None:
    texts, act = Texts(language), next_act(facts)
    assert code == act.code
    assert act_title(texts, act)
    assert act_text(texts, act)
    for step in steps_of(facts, act):
        assert step_name(texts, step)
        assert bool(step_count(texts, step)) == bool(step.count)
        assert bool(step_problem(texts, step)) == bool(step.problem)


def test_no_text_of_an_act_stands_without_use() -> None:
    codes = {key.split(".")[2] for key in load("zh_CN") if key.startswith("progress.act.")}
    assert codes == {code for code, _ in CASES}


def test_a_consent_that_is_due_later_does_not_send_the_line_back() -> None:
    """An alternate called during the review (rules §3.3): what was done stays done."""
    facts = made(states={"REVIEWING": 3}, seated=5, owing=("专家02",), waiting=("专家01",))
    act = next_act(facts)
    assert (act.code, act.step) == ("consent", "collect")
    assert [one.state for one in steps_of(facts, act)][:7] == ["done"] * 4 + ["problem"] + ["done"] * 2


def seen(world: World) -> Progress:
    with world.secretary.desk.vault.begin() as uow:
        return progress_of(uow, world.secretary.round)


@pytest.mark.parametrize(
    ("stage", "code", "step"),
    [
        ("seated", "pack", "pack"),
        ("packed", "collect", "collect"),
        ("opened", "collect", "collect"),
        ("written", "collect", "collect"),
        ("locked", "aggregate", "aggregate"),
        ("decided", "prepare_seal", "seal"),
        ("sealed", "acknowledge", "seal"),
    ],
)
def test_the_next_act_at_every_stage(keep: Callable[[str], World], stage: str, code: str, step: str) -> None:
    progress = seen(keep(stage))
    assert (progress.act.code, progress.act.step) == (code, step)
    # Seats were appointed without screening and draw: told, and no way back.
    states = {one.name: one.state for one in progress.steps}
    assert (states["conflicts"], states["draw"]) == ("problem", "problem")


def test_from_the_definition_to_the_draw(world: World) -> None:
    world.define()
    assert seen(world).act.code == "import"
    world.take_in()
    assert seen(world).act.code == "screen"
    screen(world.secretary.desk, world.secretary.round)
    assert seen(world).act.code == "draw"


def test_returns_fill_the_line_one_by_one(at: Callable[[str], World]) -> None:
    world = at("written")
    world.collect(sorted(world.returns(world.experts[1]).iterdir()))
    progress = seen(world)
    assert progress.act.params["count"] == 4
    assert world.experts[1].code not in str(progress.act.params["codes"])
    collect = next(one for one in progress.steps if one.name == "collect")
    assert collect.params == {"done": 1, "all": 5}


def test_after_sealing_only_acknowledgements_are_left(at: Callable[[str], World]) -> None:
    world = at("sealed")
    world.acknowledge("received")
    assert seen(world).act.code == "acknowledge"
    world.acknowledge("counted")
    progress = seen(world)
    assert progress.act.code == "done"
    assert all(one.state in {"done", "problem"} for one in progress.steps)


def test_score_files_under_escrow_are_held_and_then_opened(fresh: World, held: World) -> None:
    """§15, collector score_escrow: nobody's file is read before all are in."""
    assert seen(fresh).act.code == "collect"
    progress = seen(held)
    assert progress.act.code == "open_scores"
    assert progress.facts.owing == ()


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "下一步：汇总 3 份申报"), ("en", "Next: Combine applications: 3")]
)
def test_round_status_says_the_same_next_act_in_one_line(
    at: Callable[[str], World], tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    world = at("locked")
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")
    keys = ("--vault", str(world.secretary.vault), "--passphrase-file", str(secret))
    assert main(["round", "status", *keys, "--lang", language]) == 0
    assert capsys.readouterr().out.splitlines()[0] == said
    assert main(["round", "status", *keys, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["next"] == "aggregate"


def test_a_member_has_no_next_act_of_the_secretary(keep: Callable[[str], World]) -> None:
    member = keep("opened").experts[0]
    with member.desk.vault.begin() as uow, pytest.raises(GateError, match=r"round\.role\.secretary"):
        progress_of(uow, member.round)
