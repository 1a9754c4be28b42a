"""Forms over what the chair may see: looked at, saved, without names, never called official (rules §15)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sitting_harness import Sitting

from ui.views.chair.forms import FormsPage
from zgc_review.export.form_values import ScoreSummary
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion

if TYPE_CHECKING:
    from chair_bench import ChairBench

Open = Callable[..., "ChairBench"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process for documents: what is shown is taken by its bytes."""
    monkeypatch.setattr("ui.widgets.one_document.OneDocument.show_bytes", lambda *_given: None)


def opened(bench: ChairBench) -> FormsPage:
    """Go to the forms."""
    number = list(bench.frame.pages).index("forms") + 1
    bench.qtbot.keyClick(bench.frame, f"{number}", Qt.KeyboardModifier.ControlModifier)
    page = bench.frame.page
    assert isinstance(page, FormsPage)
    return page


def test_the_chair_sees_four_forms_and_that_none_is_official(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    assert [page.kinds.item(n).text()[:3] for n in range(page.kinds.count())] == ["F08", "F09", "F10", "F14"]
    assert "正式表单由秘书打印" in bench.find(QLabel, "formNote").text()
    assert page.act.isEnabled()
    page.kinds.setCurrentRow(1)
    assert not page.act.isEnabled(), "no opinion yet"
    chair = bench.person
    text = OpinionText("技术路线清楚", "市场验证不足", "补充用户证明")
    sign_opinion(chair.desk, chair.round, bench.sitting.id(0), text, bench.sitting.folder())
    bench.rooms.panel.load()
    assert page.act.isEnabled(), "the page follows the panel"
    bench.context.captions.set_language("en")
    assert "The secretary prints the official" in page.remark.text()


def test_forms_are_saved_beside_each_other_and_never_as_official(chair_at: Open, tmp_path: Path) -> None:
    bench = chair_at("five")
    page = opened(bench)
    page.book.setChecked(True)
    page.save(tmp_path / "out", whole=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["F08-seen.pdf", "F08-seen.xlsx"]
    (tmp_path / "taken").write_text("a file stands where a folder should", "utf-8")
    page.save(tmp_path / "taken", whole=True)
    assert page.error.fault is not None


def test_a_form_is_made_once_for_each_look(chair_at: Open) -> None:
    bench = chair_at("five")
    made: list[object] = []
    bench.rooms.printing.drawn.connect(lambda *given: made.append(given))
    opened(bench)
    assert len(made) == 1


def test_c7_no_form_on_the_page_holds_what_the_chair_is_recused_on(
    chair_at: Open, sitting_at: Callable[[str], Sitting]
) -> None:
    made = sitting_at("aside")
    made.aggregate()
    bench = chair_at(sitting=made)
    page = opened(bench)
    (item,) = page._items
    assert isinstance(item.value, ScoreSummary)
    numbers = {row.application.number for section in item.value.sections for row in section.rows}
    assert numbers == {made.application(1).number, made.application(2).number}
