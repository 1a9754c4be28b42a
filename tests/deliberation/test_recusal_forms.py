"""F04 and F05 from what was declared and ruled (rules §4, §10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from sitting_harness import CONFLICT, DOUBT, Sitting, refused

from zgc_review.export.office_values import ExpertRecusal, InterestDeclaration
from zgc_review.services import recusal_forms
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.form_heads import paper_of
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling

At = Callable[[str], Sitting]
AT = "2026-11-23T09:00:00+08:00"
ADVICE = GivenAnswer("R16", "yes", "同一集团的两家法人")


def held(sitting: Sitting) -> tuple[dict[str, InterestDeclaration], dict[str, ExpertRecusal]]:
    """Return the values of F04 by code and of F05 by name."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        state = state_of(uow, row)
        book = recusal_forms.recusal_book(uow, row, state, paper_of(uow, row, state, AT))
        declared = dict(recusal_forms.interest_declarations(book))
        recused = dict(recusal_forms.expert_recusals(book))
    return declared, recused  # type: ignore[return-value]


def rule(sitting: Sitting, answer: Literal["open", "closed"], *by: int) -> None:
    """Let secretary (-1) and members rule on the second expert's doubt about the first application."""
    for place in by:
        one = sitting.secretary if place < 0 else sitting.member(place)
        code, folder = sitting.member(1).code, sitting.folder()
        sitting.hand_in(sign_ruling(one.desk, one.round, sitting.id(0), code, "R12", answer, folder))


def test_f04_says_every_answer_and_what_was_decided(at: At) -> None:
    sitting = at("doubt")
    person = sitting.member(1)
    declared, _ = held(sitting)
    assert sorted(declared) == sorted(one.code for one in sitting.world.experts)
    form = declared[person.code]
    assert (form.name, form.organisation) == (person.name, f"{person.name}的单位")
    assert form.declared_at is not None
    first, second, third = form.rows
    assert [one.number for one in form.rows] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    assert (first.answers[11], first.ruling, first.note) == ("yes", "pending", f"R12 {DOUBT.reason}")
    assert {*first.answers[:11], *first.answers[12:], *second.answers, *third.answers} == {"no"}
    assert (second.ruling, third.ruling, second.note) == ("none", "none", "")
    for answer, word in (("open", "open"), ("closed", "recused")):
        rule(sitting, answer, -1, 0)  # type: ignore[arg-type]
        assert held(sitting)[0][person.code].rows[0].ruling == word


def test_f05_has_grounds_opinion_and_registration(at: At) -> None:
    sitting = at("doubt")
    secretary, chair, code = sitting.secretary.code, sitting.chair.code, sitting.member(1).code
    name = f"ZGC-0001-{code}-R12"
    form = held(sitting)[1][name]
    assert (form.expert, form.rule, form.grounds, form.chair_opinion) == (code, "R12", DOUBT.reason, "")
    assert form.registered == f"{secretary} 登记：专家申报，待裁定"
    assert form.situation
    rule(sitting, "open", -1, 0)
    form = held(sitting)[1][name]
    assert form.chair_opinion == f"{chair} 裁定：准予参加"
    assert form.registered == f"{secretary} 登记：专家申报，准予评审；{secretary} 裁定：准予参加"


def test_f05_of_a_plain_recusal_needs_no_ruling(at: At) -> None:
    sitting = at("aside")
    declared, recused = held(sitting)
    chair = sitting.chair.code
    (form,) = recused.values()
    assert (form.grounds, form.chair_opinion) == (CONFLICT.reason, "")
    assert form.registered == f"{sitting.secretary.code} 登记：专家申报，回避"
    assert [one.ruling for one in declared[chair].rows] == ["recused", "none", "none"]


def test_what_is_only_disclosed_stands_on_f04_alone(at: At) -> None:
    sitting = at("five")
    person = sitting.member(2)
    sitting.declare(person, {1: [ADVICE]})
    sitting.give_back(person)
    declared, recused = held(sitting)
    assert recused == {}
    assert [one.ruling for one in declared[person.code].rows] == ["none", "disclosed", "none"]
    assert declared[person.code].rows[1].answers[15] == "yes"


def test_an_earlier_recusal_stays_on_the_form_when_later_answers_leave_it_out(at: At) -> None:
    """Rules §4.1.3: nobody takes a recusal back alone."""
    sitting = at("aside")
    before = held(sitting)[0][sitting.chair.code].rows[0]
    sitting.declare(sitting.chair, {1: [ADVICE]})
    sitting.give_back(sitting.chair)
    row = held(sitting)[0][sitting.chair.code].rows[0]
    assert (row.answers, row.ruling) == (before.answers, "recused")


def test_a_round_without_recusals_prints_declarations_alone(at: At) -> None:
    sitting = at("five")
    secretary, chair = sitting.secretary, sitting.chair
    paths = recusal_forms.print_recusals(secretary.desk, secretary.round, sitting.folder())
    assert sorted(path.name for path in paths) == sorted(
        f"F04-{one.code}.pdf" for one in sitting.world.experts
    )
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    out = Path(sitting.folder())
    refusing = refused(lambda: recusal_forms.print_recusals(chair.desk, chair.round, out))
    assert refusing == "round.role.secretary"
