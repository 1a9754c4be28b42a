"""A chair agrees in the own window that a sheet is void; the panel file shows which (rules §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chair_bench import ChairBench
from sitting_harness import Sitting

from ui.views.chair.cosigning import CosignDialog
from zgc_review.domain.bodies import Phase
from zgc_review.services import voiding
from zgc_review.services.rounds import state_of
from zgc_review.services.voiding import sheet_to_void


def sheet_of(sitting: Sitting, code: str, phase: Phase) -> str:
    """Return the sheet as the secretary names it."""
    secretary = sitting.secretary
    with secretary.desk.vault.begin() as uow:
        state, application = state_of(uow, secretary.round), uow.applications.get(sitting.id())
        assert application is not None
        return sheet_to_void(uow, secretary.round, state, application, code, phase)


@pytest.mark.parametrize("phase", ["initial", "revision"])
def test_a_sheet_is_void_once_the_chair_signed_in_a_window(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting], tmp_path: Path, phase: Phase
) -> None:
    sitting = sitting_at("five")
    sitting.aggregate()
    person = sitting.member(3)
    if phase == "revision":
        sitting.panel()
        sitting.discuss()
        sitting.revise(person, 50)
        sitting.give_back(person)
    secretary, application = sitting.secretary, sitting.id()
    sheet = sheet_of(sitting, person.code, phase)
    voiding.sign_void(secretary.desk, secretary.round, application, person.code, sheet, "integrity")
    assert (sitting.line().n_void, sitting.line().n_effective) == (0, 5)
    bench = chair_at(sitting=sitting)
    bench.rooms.go("definitions")
    bench.click("definitionsCosign")
    dialog = next(one for one in bench.shell.findChildren(CosignDialog) if one.isVisible())
    dialog.what.setCurrentIndex(dialog.what.findData("void"))
    dialog.number.setText("ZGC-0001")
    dialog.code.setCurrentIndex(dialog.code.findText(person.code))
    dialog.phase.setCurrentIndex(dialog.phase.findData(phase))
    assert dialog.lacking.text() == "还没有选结论"
    dialog.answer.setCurrentIndex(dialog.answer.findData("integrity"))
    dialog.say(tmp_path / "back")
    assert f"将 {person.code} 对 ZGC-0001 的评分单作废？" in bench.agree()
    assert dialog.error.fault is None, dialog.error.fault
    (path,) = (tmp_path / "back").glob("*.zgccons")
    before = sitting.line().after.value
    sitting.collect(path)
    if phase == "initial":
        assert (sitting.line().n_void, sitting.line().n_effective) == (1, 4)
    else:
        assert sitting.line().after.value != before  # the revision counts no more, the initial sheet does
        assert sitting.line().after.value == sitting.line().before.value
