"""What a chair looks at before it is official: forms over the visible set, how the line came (§9, §15)."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from services_harness import Person
from sitting_harness import CONFLICT, GROUP, Sitting

from ui.cli.main import main
from ui.cli.session import Session
from zgc_review.export.form_values import ScoreSummary
from zgc_review.export.office_values import GroupOpinion, VetoRecord
from zgc_review.export.result_values import ResultList
from zgc_review.services import aggregating, forms, picturing
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion
from zgc_review.services.late_conflict import declare_late
from zgc_review.services.panel_forms import FORMS_SEEN, items_seen
from zgc_review.services.rounds import state_of
from zgc_review.services.vetoes_signing import Evidence, claim_veto

At = Callable[[str], Sitting]
TEXT = OpinionText("技术路线清楚", "市场验证不足", "补充用户证明")


def run(person: Person, *words: str, lang: str = "zh_CN") -> tuple[int, str, str]:
    """Run a command at somebody's vault; return exit code, output and refusal."""
    session, out, err = Session(), io.StringIO(), io.StringIO()
    session.adopt(person.desk)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*words, "--vault", str(person.vault), "--lang", lang], session)
    return code, out.getvalue(), err.getvalue()


def sat(at: At, name: str) -> Sitting:
    """Return a round that was combined, its panel file taken."""
    sitting = at(name)
    sitting.aggregate()
    sitting.panel()
    return sitting


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path.read_bytes())
    with contextlib.closing(document):
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_f08_and_f14_are_the_official_ones_where_the_chair_sees_everything(at: At) -> None:
    sitting = sat(at, "five")
    secretary, chair = sitting.secretary, sitting.chair
    with secretary.desk.vault.begin() as uow:
        state = state_of(uow, secretary.round)
        result = aggregating.current_aggregate(uow, secretary.round)
        summary = forms.score_summary(uow, secretary.round, state, result, "2026-11-23T14:00:00+08:00")
        listed = forms.result_list(uow, secretary.round, state, result, "2026-11-23T14:00:00+08:00")
    (own,) = items_seen(chair.desk, chair.round, "F08")
    assert isinstance(own.value, ScoreSummary)
    assert own.value.sections == summary.sections
    assert own.value.head.seen == chair.code
    assert not summary.head.seen
    (results,) = items_seen(chair.desk, chair.round, "F14")
    assert isinstance(results.value, ResultList)
    assert (results.value.pools, results.value.funds) == (listed.pools, listed.funds)


def test_f09_and_f10_are_by_code_and_name_nobody(at: At) -> None:
    """Rules §15: names for ink stand on what is printed from the secretary's vault alone."""
    sitting = sat(at, "five")
    chair, member = sitting.chair, sitting.member(1)
    assert items_seen(chair.desk, chair.round, "F09") == ()
    sign_opinion(chair.desk, chair.round, sitting.id(0), TEXT, sitting.folder())
    proof, folder = Evidence(None, None, "材料不实"), sitting.folder()
    act = claim_veto(member.desk, member.round, sitting.id(1), "CV01", proof, folder=folder)
    sitting.hand_in(act)
    sitting.panel()
    (opinion,) = items_seen(chair.desk, chair.round, "F09")
    assert isinstance(opinion.value, GroupOpinion)
    assert opinion.value.strengths == TEXT.strengths
    assert {one.name for one in opinion.value.signers} == {""}
    assert [one.code for one in opinion.value.signers if one.role] == [chair.code]
    (veto,) = items_seen(chair.desk, chair.round, "F10")
    assert isinstance(veto.value, VetoRecord)
    assert (veto.value.raised_by, veto.value.clause_id) == (member.code, "CV01")


def test_c7_no_form_holds_what_the_chair_is_recused_on(at: At, tmp_path: Path) -> None:
    sitting = sat(at, "aside")
    hidden, chair = sitting.application(0), sitting.chair
    code, _, err = run(chair, "panel", "forms", "--books", "--out", str(tmp_path / "out"))
    assert code == 0, err
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["F08-seen.pdf", "F08-seen.xlsx", "F14-seen.pdf", "F14-seen.xlsx"]
    for path in (tmp_path / "out").glob("*.pdf"):
        shown = words_of(path)
        assert hidden.number not in shown
        assert str(hidden.record["unit_name"]) not in shown
        assert sitting.application(1).number in shown
        assert "可见范围内" in shown
        assert chair.code in shown
    for path in (tmp_path / "out").glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[0] == "范围"
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert hidden.number not in cells
        assert sitting.application(1).number in cells
    (summary,) = items_seen(chair.desk, chair.round, "F08")
    assert isinstance(summary.value, ScoreSummary)
    assert [row.rank for row in summary.value.sections[0].rows] == [1, 2]


def test_without_a_panel_file_there_is_no_form(at: At, tmp_path: Path) -> None:
    sitting = at("five")
    chair = sitting.chair
    assert [items_seen(chair.desk, chair.round, form) for form in FORMS_SEEN] == [()] * 4
    code, _, err = run(chair, "panel", "forms", "--out", str(tmp_path / "out"))
    assert (code, "forms.nothing" in err) == (1, True)
    assert not (tmp_path / "out").exists()


def test_who_stands_aside_is_said_on_f08(at: At) -> None:
    sitting = at("five")
    member = sitting.member(1)
    declare_late(member.desk, member.round, sitting.id(0), CONFLICT)
    sitting.give_back(member)
    sitting.aggregate()
    sitting.panel()
    chair, number = sitting.chair, sitting.application(0).number
    (summary,) = items_seen(chair.desk, chair.round, "F08")
    assert isinstance(summary.value, ScoreSummary)
    (section,) = summary.value.sections
    row = next(one for one in section.rows if one.application.number == number)
    states = dict(zip(section.experts, (mark.state for mark in row.lines[0].marks), strict=True))
    assert {code for code, state in states.items() if state == "recused"} == {member.code}
    drawn = picturing.pictures_seen(chair.desk, chair.round, GROUP).scores[0]
    assert [one.aside for one in drawn.rows if one.name.number == number] == [(member.code,)]


def test_s08_how_the_line_came_by_chair_and_secretary(at: At) -> None:
    sitting = sat(at, "five")
    shown = []
    for person in (sitting.chair, sitting.secretary):
        code, out, err = run(person, "panel", "line", "M01", "--json")
        assert code == 0, err
        shown.append(json.loads(out)["steps"])
    chair, secretary = shown
    assert chair[0]["key"] == "pool.seen"
    assert chair[1:] == secretary
    assert [one["number"] for one in secretary if one["key"] in {"pool.fits", "pool.adds"}] == [
        sitting.application(n).number for n in (2, 1, 0)
    ]
    _, said, _ = run(sitting.chair, "panel", "line", "M01", "--group", GROUP)
    assert "M01 池的预算线" in said
    assert "只按可见范围内的 3 份计算" in said
    assert "基金合计" in said
    _, english, _ = run(sitting.secretary, "panel", "line", "M01", lang="en")
    assert "The budget line of pool M01" in english
    assert "Only over" not in english


def test_c7_the_line_is_walked_over_what_the_chair_may_see(at: At) -> None:
    sitting = sat(at, "aside")
    _, said, _ = run(sitting.chair, "panel", "line", "M01")
    assert sitting.application(0).number not in said
    assert "只按可见范围内的 2 份计算" in said


@pytest.mark.parametrize(
    ("words", "refusal"),
    [(("M99",), "tie.pool"), (("M01", "--group", "G09"), "panel.none")],
    ids=["pool", "group"],
)
def test_what_has_no_line_is_refused(at: At, words: tuple[str, ...], refusal: str) -> None:
    code, out, err = run(sat(at, "five").chair, "panel", "line", *words)
    assert (code, out, refusal in err) == (1, "", True), err
