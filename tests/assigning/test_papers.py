"""F02 with the assignment, F08 with one cell per expert of the application, tables without empty marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from assigning_harness import FLAT, Single

from resources.reader import Texts
from zgc_review.export.tables import summary_tables
from zgc_review.services import aggregating, drawing_form, forms
from zgc_review.services.assigning_change import Change, change
from zgc_review.services.rounds import state_of

At = Callable[[str], Single]
FIRST = "ZGC-0001"


def words(path: Path) -> str:
    """Return the text of a PDF without white space."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def test_f02_holds_the_assignment_and_every_change(at: At, tmp_path: Path) -> None:
    """By number and name, never by code; the reasons and digests stand beside."""
    single = at("packed")
    came, went = single.others(single.outside(FIRST))[0], single.others(single.inside(FIRST))[0]
    wanted = Change(FIRST, add=(came,), drop=(went,), reason="专业更对口", size_reason=FLAT, most=3)
    made = change(single.desk, single.row, wanted).made
    (path,) = drawing_form.print_draws(single.desk, single.row, tmp_path)
    text = words(path)
    for wanted_word in ("专家分配1", "专家分配2", "专业更对口", FLAT, made.table, "人工改动", "求解"):
        assert wanted_word in text, wanted_word
    assert text.count(FIRST) == 2
    assert f"（{came}）" in text
    assert not any(code in text for code in single.codes().values())


def test_f08_has_a_cell_for_every_expert_of_the_application(at: At) -> None:
    single = at("locked")
    aggregating.aggregate_round(single.desk, single.row)
    with single.desk.vault.begin() as uow:
        state = state_of(uow, single.row)
        result = aggregating.current_aggregate(uow, single.row)
        summary = forms.score_summary(uow, single.row, state, result, single.desk.clock.now())
    (section,) = summary.sections
    assert (section.group, section.chair, len(section.experts)) == ("G01", single.chair.code, 6)
    table = single.table()
    for row in section.rows:
        cells = dict(zip(section.experts, row.lines[0].marks, strict=True))
        mine = {code for code, cell in cells.items() if cell.state == "scored"}
        assert mine == set(table[row.application.number])
        assert {cell.state for code, cell in cells.items() if code not in mine} == {"unassigned"}
        assert row.lines[0].counts.received == 3
    every = [list(one.rows) for one in summary_tables(summary, "zh_CN")]
    assert not any("未分配" in map(str, row) for rows in every for row in rows)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_words_of_the_forms_exist(language: str) -> None:
    texts = Texts(language)
    assert texts.get("form.word.mark_state.unassigned")
    assert all(texts.get(f"form.word.assign_act.{act}") for act in ("run", "change", "alternate"))
