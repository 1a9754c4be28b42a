"""What rules §10 and §15 ask of F07, F08, F14, F15 and F18."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from zgc_review.export import form_values as fv
from zgc_review.export import office_values as ov
from zgc_review.export import result_values as rv
from zgc_review.export.forms import print_form


def _text(samples: SimpleNamespace, value: object, lang: str = "zh_CN") -> str:
    return "".join(samples.page_texts(print_form(value, lang=lang)))  # type: ignore[arg-type]  # any form


def test_f07_has_every_field_of_the_sheet(samples: SimpleNamespace) -> None:
    value = samples.expert_sheets(4)
    pages = samples.page_texts(print_form(value, lang="zh_CN"))
    assert len(pages) == 5  # cover and four sheets
    for sheet in value.sheets:
        assert sheet.application.number in pages[0]
        assert "".join(sheet.application.unit.split()) in pages[0]
    first = pages[1]
    for criterion in value.sheets[0].criteria:
        assert criterion.name in first
        assert f"{criterion.percent}%" in first
        assert f"{criterion.points // 100}.{criterion.points % 100:02d}" in first
    for wanted in (
        "是否需要回避",
        "诚信",
        "180.00万元",
        "修改后支持",
        "总体意见",
        "版本号1",
        "锁定时间",
        "签名",
    ):
        assert wanted in first
    assert "".join(value.sheets[0].sheet_digits.split()) in first
    assert value.sheets[0].application_version in first
    assert "经费意见" in pages[2]
    assert "核减" in pages[2]


def test_f07_of_a_recused_expert_shows_rule_and_no_score(samples: SimpleNamespace) -> None:
    page = samples.page_texts(print_form(samples.expert_sheets(4), lang="zh_CN"))[3]
    assert "R02" in page
    assert "回避" in page
    assert "总分" not in page
    assert "得分率" not in page


def test_f07_says_when_the_total_was_converted(samples: SimpleNamespace) -> None:
    """Rules §6.3: 81.25 from an applicable weight of 80."""
    sheet = replace(samples.scored_sheet(0), total=8125, applicable_weight=80)
    text = _text(samples, replace(samples.expert_sheets(1), sheets=(sheet,)))
    assert "81.25" in text
    assert "按适用权重80折算" in text


def test_f07_without_a_name_shows_the_code_only(samples: SimpleNamespace) -> None:
    value = samples.expert_sheets(1)
    assert "姓名—" in _text(samples, value)
    assert "示例专家一" in _text(samples, replace(value, name="示例专家一"))


def test_f08_prints_both_finals_with_all_that_led_to_them(samples: SimpleNamespace) -> None:
    """Rules §7, worked value of S01, and the n of every printed total."""
    text = _text(samples, samples.score_summary(1, 7))
    for total in ("82.00", "85.00", "78.00", "91.00", "60.00", "84.00", "83.00"):
        assert text.count(total) >= 2  # before and after deliberation
    assert "82.40" in text
    assert "82.90" in text
    assert text.count("7/7/0/0/0/2") == 2
    assert text.count("S01·M010.2.0") == 2
    for wanted in ("合议前", "合议后", "−25.40%", "−23.00", "偏离中位数超限", "书面说明已交", "去除的最高分"):
        assert wanted in text
    for wanted in ("专家组组长", "评审秘书", "日期"):
        assert wanted in text


def test_f08_keeps_an_earlier_value_and_a_void_sheet(samples: SimpleNamespace) -> None:
    value = samples.score_summary(3, 7)
    section = value.sections[0]
    row = section.rows[2]
    line = row.lines[1]
    marks = (replace(line.marks[0], state="void", total=7434), *line.marks[1:])
    row = replace(row, lines=(row.lines[0], replace(line, marks=marks, value=None)))
    text = _text(samples, replace(value, sections=(replace(section, rows=(row,)),)))
    assert "原值81.23" in text
    assert "作废（74.34）" in text
    assert "评审无效" in text


def test_f08_of_many_experts_names_each_beside_the_score(samples: SimpleNamespace) -> None:
    """Experts assigned one by one: more members than columns."""
    value = samples.score_summary(2, 7)
    section = value.sections[0]
    rows = tuple(
        replace(
            row,
            lines=tuple(
                replace(line, marks=line.marks + (fv.MarkCell(state="missing"),) * 18) for line in row.lines
            ),
        )
        for row in section.rows
    )
    experts = tuple(f"专家{number:02d}" for number in range(1, 26))
    text = _text(samples, replace(value, sections=(replace(section, experts=experts, rows=rows),)))
    assert "专家0182.00" in text
    assert "专家25" not in text


@pytest.mark.parametrize("form", ["F08", "F14", "F15", "F18"])
def test_forms_that_leave_the_room_have_no_place_for_a_name(form: str, samples: SimpleNamespace) -> None:
    value = samples.all_forms()[form]
    named = {"name", "organisation", "person", "people"} & set(type(value).__struct_fields__)
    assert named == set()


def test_f14_lists_scored_checked_ended_and_funds(samples: SimpleNamespace) -> None:
    text = _text(samples, samples.result_list(10))
    for wanted in ("82.40", "建议支持", "备选", "150.00", "评审无效", "达标", "信息待补", "资格核验不通过"):
        assert wanted in text
    for wanted in ("线内", "超出预算线", "并列", "2,400.00", "900.00", "13,295.60", "20,000.00"):
        assert wanted in text


def test_f14_without_unscored_parts_leaves_them_out(samples: SimpleNamespace) -> None:
    text = _text(samples, replace(samples.result_list(3), checked=(), ended=(), funds=()))
    assert "不评分的申报" not in text
    assert "未进入结论" not in text
    assert "资金合计" not in text


def test_f15_order_tells_no_rank(samples: SimpleNamespace) -> None:
    notice = samples.all_forms()["F15"]
    backwards = replace(notice, rows=notice.rows[::-1])
    assert print_form(backwards, lang="zh_CN") == print_form(notice, lang="zh_CN")


def test_f15_counts_measures_as_numbers(samples: SimpleNamespace) -> None:
    rows = tuple(rv.NoticeRow(unit="单位", title="项目", measure=f"举措{n}号") for n in (13, 2, 1))
    text = _text(
        samples,
        replace(samples.all_forms()["F15"], rows=(*rows, rv.NoticeRow(unit="x", title="y", measure=""))),
    )
    assert text.index("举措1号") < text.index("举措2号") < text.index("举措13号")


def test_f15_has_only_unit_title_and_measure(samples: SimpleNamespace) -> None:
    """Rules §10 F15: no expert, score or personal data; no code of the round either."""
    assert set(rv.NoticeRow.__struct_fields__) == {"unit", "title", "measure"}
    text = _text(samples, samples.all_forms()["F15"])
    for kept_out in ("专家0", "得分", "名次", "总分", "建议金额", "轮次码"):
        assert kept_out not in text
    assert "2026-12-01—2026-12-07" in text
    assert "7天" in text


def test_f18_prints_every_digest_whole_and_the_statement(samples: SimpleNamespace) -> None:
    value = samples.all_forms()["F18"]
    text = _text(samples, value)
    for file in (value.result, *value.files):
        assert file.name in text
        assert f"{file.size:,}" in text
        assert file.digest in text
        assert file.signer in text
    for digest in (value.catalogue_digest, value.verifier_digest, *(v.digest for v in value.definitions)):
        assert digest in text
    for digits in (value.head.round_code, value.log_digits):
        assert "".join(digits.split()) in text
    assert "2026-11-2216:20:00" in text
    assert "秘书保险库仍保存着本轮次的内容" in text


def test_f02_prints_the_vector_of_the_rules(samples: SimpleNamespace) -> None:
    """Rules §3.2: pool, words, seed and order; ids beside names, never beside codes."""
    text = _text(samples, samples.all_forms()["F02"])
    for wanted in ("eb3f1f7d848cf5b75ccb0774860e5e0f293fbba59d0cbb90fa850a2b8f8b2c21", "中关村西山"):
        assert wanted in text
    assert "904e308717f537452e2ba74994052224ab3f082c1e75dbb6ebc87a403b0b942c" in text
    assert text.index("6c9b19cb") < text.index("56225035") < text.index("bb7d0cf1")
    assert "跳过P03" in text
    assert "code" not in ov.DrawLine.__struct_fields__


def test_f13_answered_no_needs_no_lines(samples: SimpleNamespace) -> None:
    value = samples.all_forms()["F13"]
    empty, none = _text(samples, value), _text(samples, replace(value, answered=False))
    assert "内容123" in empty
    assert "内容123" not in none


def test_f10_by_documents_has_no_vote(samples: SimpleNamespace) -> None:
    """Rules §8: status lists are decided by documentary proof, no vote."""
    value = samples.all_forms()["F10"]
    assert "须5人确认" in _text(samples, value)
    text = _text(samples, replace(value, by_documents=True, votes=(), established=False))
    assert "以文件证明认定" in text
    assert "表决结果" not in text
    assert "不成立" in text
