"""Finding, sorting and grouping of the work list, without a window."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from work_lines import many

from ui.captions import Captions
from ui.models.work_list import WorkTable
from ui.viewmodels.finding import fold
from ui.viewmodels.score_data import Entry
from ui.viewmodels.work_list import Group, Mark, Wanted, Work, WorkLine, arrange, toggled

ACROSS = Qt.Orientation.Horizontal
SMOOTH = 0.1  # s; look.md asks for filtering within 100 ms


def line(number: str, **more: object) -> WorkLine:
    entry = {"status": "untouched", "direction": "M01-1", "unit": "北京示例公司", "title": "题目"} | more
    total, percents = entry.pop("total", None), entry.pop("percents", ())
    marks = tuple(Mark(one, "B") if one is not None else Mark() for one in percents)
    made = Entry(f"id-{number}", number, **entry)
    return WorkLine(made, (), marks, total, "", (), fold(f"{number}\n{made.title}\n{made.unit}"))


def work(*lines: WorkLine) -> Work:
    names = {one.entry.direction: ("方向", "Direction") for one in lines if one.entry.direction}
    return Work(True, tuple(sorted(lines, key=lambda one: one.entry.number)), names)


def numbers(found: Work, **wanted: object) -> list[str]:
    rows = arrange(found, Wanted(**({"grouped": False} | wanted)))
    return [one.entry.number for one in rows if isinstance(one, WorkLine)]


def test_every_word_must_stand_in_number_title_or_applicant() -> None:
    found = work(
        line("ZGC-0001", unit="北京智芯科技有限公司", title="车规级图像处理芯片"),
        line("ZGC-0002", unit="智芯科技（北京）有限公司", title="低碳技术"),
    )
    assert numbers(found, words="芯片") == ["ZGC-0001"]
    assert numbers(found, words="北京 低碳") == ["ZGC-0002"]
    assert numbers(found, words="ｚｇｃ－０００２") == ["ZGC-0002"]
    assert numbers(found, words="(北京)") == ["ZGC-0002"]
    assert numbers(found, words="芯片 低碳") == []


def test_states_narrow_the_list() -> None:
    found = work(
        line("1"),
        line("2", status="begun", missing=3),
        line("3", status="done", changed=True),
        line("4", status="locked"),
        line("5", status="recused", direction="", rule="R02"),
    )
    assert numbers(found, state="unfinished") == ["1", "2"]
    assert numbers(found, state="untouched") == ["1"]
    assert numbers(found, state="changed") == ["3"]
    assert numbers(found, state="locked") == ["4"]
    assert numbers(found, state="closed") == ["5"]
    assert numbers(found, state="all") == ["1", "2", "3", "4", "5"]


def test_what_has_no_value_stands_last_either_way() -> None:
    found = work(line("1"), line("2", total=7000), line("3", total=8240), line("4", total=8240))
    assert numbers(found, column="total", down=True) == ["3", "4", "2", "1"]
    assert numbers(found, column="total") == ["2", "3", "4", "1"]


def test_criteria_sort_by_their_place() -> None:
    found = work(
        line("1", percents=(80, 60)), line("2", percents=(70, 90)), line("3", percents=(90,)), line("4")
    )
    assert numbers(found, column=0, down=True) == ["3", "1", "2", "4"]
    assert numbers(found, column=1, down=True) == ["2", "1", "3", "4"]


@pytest.mark.parametrize("column", ["number", "unit", "title", "state", "total", "recommendation", 0])
def test_every_column_sorts(column: str | int) -> None:
    found = work(*(line(str(n), unit=f"单位{9 - n}", percents=(50 + n,)) for n in range(9)))
    assert sorted(numbers(found, column=column)) == sorted(numbers(found, column=column, down=True))
    if column in {"number", "unit", 0}:
        assert numbers(found, column=column) == numbers(found, column=column, down=True)[::-1]


def test_heads_count_what_is_scored_and_the_nameless_group_stands_last() -> None:
    found = work(
        line("1", direction="M03-1", status="done"),
        line("2", direction="M01-1"),
        line("3", direction="M03-1", status="recused"),
        line("4", direction="", status="recused"),
    )
    rows = arrange(found, Wanted())
    heads = [one for one in rows if isinstance(one, Group)]
    assert [(one.direction, one.finished, one.count) for one in heads] == [
        ("M03-1", 1, 1),
        ("M01-1", 0, 1),
        ("", 0, 0),
    ]
    folded = arrange(found, toggled(Wanted(), "M03-1"))
    assert [one.entry.number for one in folded if isinstance(one, WorkLine)] == ["2", "4"]
    assert arrange(found, toggled(toggled(Wanted(), "M03-1"), "M03-1")) == rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), st.integers(0, 10_000))), max_size=40))
def test_sorting_loses_nothing_and_keeps_equal_ones_by_number(given_: list[tuple[int, int | None]]) -> None:
    found = work(*(line(f"{n:02d}-{place}", total=total) for place, (n, total) in enumerate(given_)))
    rows = arrange(found, Wanted(column="total", down=True, grouped=False))
    assert len(rows) == len(given_)
    for one, other in pairwise(rows):
        assert isinstance(one, WorkLine)
        assert isinstance(other, WorkLine)
        before, after = one.total, other.total
        assert after is None or (before is not None and before >= after)
        assert before != after or one.entry.number <= other.entry.number


def test_ten_thousand_lines_are_found_and_sorted_within_a_tenth_of_a_second() -> None:
    found = many(10_000)
    views = (
        Wanted(words="芯片"),
        Wanted(words="zgc-00 示例"),
        Wanted(column="total", down=True),
        Wanted(column="unit", grouped=False),
        Wanted(state="unfinished", column=2, down=True),
    )
    for wanted in views:
        best = 9.0
        for _ in range(3):
            begun = perf_counter()
            rows = arrange(found, wanted)
            best = min(best, perf_counter() - begun)
        assert rows
        assert best < SMOOTH, (wanted, best)


def test_the_table_is_a_sound_model_and_speaks_both_languages(qtmodeltester: ModelTester) -> None:
    captions = Captions("zh_CN")
    table = WorkTable(captions)
    table.show_work(many(60), Wanted())
    qtmodeltester.check(table)
    heads = [table.headerData(n, ACROSS) for n in range(table.columnCount())]
    assert heads[0] == "编号 ↑"
    assert heads[4] == "K1"
    captions.set_language("en")
    assert table.headerData(0, ACROSS) == "Number ↑"
    said = " ".join(str(table.data(table.index(0, n))) for n in range(table.columnCount()))
    assert "complete" in said
