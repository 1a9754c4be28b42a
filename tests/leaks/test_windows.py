"""What the windows say to somebody recused: number and name of the application, and nothing of it.

Rules §15; look.md: the row hatched, the title 回避（R..）, no content, no average, no order that tells.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from leak_words import all_words
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from services_harness import CRITERIA, Person, World
from services_stages import at, stages
from sitting_harness import CONFLICT, DOUBT

from ui.captions import Captions
from ui.context import Context
from ui.jobs import InlineJobs
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.viewmodels.home import heads
from ui.views.declare import DeclareScreen
from ui.views.late_conflict import LateConflict
from ui.views.program import Program
from ui.views.review import ReviewScreen
from ui.views.rooms import Rooms
from ui.views.score import ScoreScreen
from ui.views.shell import Shell
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.money import points
from zgc_review.domain.times import SystemClock
from zgc_review.scoring import drafts
from zgc_review.services import sheets
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.late_conflict import declare_late

__all__ = ["at", "stages"]

MARK = "䶮𠅤二号"
PERCENTS = (91, 87, 83, 79, 93)
OTHERS = (70, 71, 72, 73, 74)
HIDDEN = 1  # the second of three


@pytest.fixture
def context(qapp: QApplication, tmp_path: Path) -> Context:
    """Surroundings of a window with inline jobs, light, Chinese, 100 %."""
    theme = Theme(qapp, "light", 1.0)
    preferences = Preferences(tmp_path / "preferences.json")
    return Context(theme, Icons(theme), Captions("zh_CN"), InlineJobs(), preferences, SystemClock())


def score(world: World, person: Person, n: int, percents: tuple[int, ...], mark: str) -> None:
    """Fill one sheet with words that stand nowhere else."""

    def complete(body: SheetBody) -> SheetBody:
        for criterion, percent in zip(CRITERIA, percents, strict=True):
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, f"{mark}{criterion}有第三方检测报告和用户证明支撑")
        body = drafts.set_overall(
            body, f"{mark}技术路线清楚，团队配置完整，市场前景较好，建议写明阶段指标与用途。"
        )
        body = drafts.set_recommendation(body, "SUPPORT")
        return drafts.set_integrity(body, False)

    sheets.edit(person.desk, person.round, world.ids()[n], "fill", complete)


class Windows:
    """A program in which somebody scored everything, saw the second application, and then stood aside."""

    def __init__(
        self, context: Context, qtbot: QtBot, world: World, given: GivenAnswer, *, lock: bool
    ) -> None:
        person = world.experts[1]
        world.declare_none(person)
        for n in range(3):
            score(world, person, n, PERCENTS if n == HIDDEN else OTHERS, MARK if n == HIDDEN else f"正常{n}")
        ids = world.ids()
        if lock:
            sheets.lock(person.desk, person.round, ids)
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.show()
        self.program._enter(person.desk)
        assert self.program.session is not None
        self.program.session.choose(heads(person.desk)[0])
        with person.desk.vault.begin() as uow:
            self.rows = [uow.applications.get(one) for one in ids]
            body = sheets.draft_of(uow, person.round, uow.applications.all(person.round.round_id)[HIDDEN])
            self.total = _total(body)
        self.hidden = ids[HIDDEN]
        self.rooms.show_score(self.hidden)
        self.before = all_words(self.shell)
        declare_late(person.desk, person.round, ids[HIDDEN], given)

    @property
    def rooms(self) -> Rooms:
        assert self.program.rooms is not None
        return self.program.rooms

    def text(self, n: int, name: str) -> str:
        """Return a field of an application's record."""
        row = self.rows[n]
        assert row is not None
        return str(row.record[name])

    def secrets(self) -> list[str]:
        """Return what may not be said any more."""
        return [self.text(HIDDEN, "title"), MARK, self.total]


def _total(body: SheetBody) -> str:
    """Return the total of the hidden sheet as windows show it; the weights of M01-1 are 30, 30, 20, 12, 8."""
    weights = (30, 30, 20, 12, 8)
    return points(sum(body.percents[one] * weight for one, weight in zip(CRITERIA, weights, strict=True)))


@pytest.fixture(
    params=[(CONFLICT, False), (CONFLICT, True), (DOUBT, False)], ids=["recused", "locked", "doubt"]
)
def windows(
    request: pytest.FixtureRequest, context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> Windows:
    given, lock = request.param
    return Windows(context, qtbot, at("opened"), given, lock=lock)


def test_c7_no_screen_says_a_word_of_it(windows: Windows) -> None:
    """Texts, tool tips, names for screen readers, and every cell of every list; shown or hidden."""
    assert all(one in windows.before for one in windows.secrets()), "it was all there before"
    says_nothing_in_score_and_review(windows)
    says_number_and_name_elsewhere(windows)


def says_nothing_in_score_and_review(windows: Windows) -> None:
    """Look at every application of the score screen, and at the review."""
    rooms = windows.rooms
    for n in range(3):
        rooms.show_score()
        screen = windows.shell.screen
        assert isinstance(screen, ScoreScreen)
        screen.model.open(n)
        said = all_words(windows.shell)
        assert [one for one in (*windows.secrets(), windows.text(HIDDEN, "unit_name")) if one in said] == []
        if n != HIDDEN:
            assert windows.text(n, "unit_name") in said
    rooms.show_review()
    screen = windows.shell.screen
    assert isinstance(screen, ReviewScreen)
    said = all_words(windows.shell)
    assert [one for one in windows.secrets() if one in said] == []
    assert "ZGC-0002" in said
    assert screen.model.lines[-1].application.number == "ZGC-0002", "closed ones stand last, in no order"
    assert (screen.model.lines[-1].bands, screen.model.lines[-1].total) == ((), None)


def says_number_and_name_elsewhere(windows: Windows) -> None:
    """Look at the declaration, a late conflict, home and return."""
    rooms = windows.rooms
    rooms.show_declare()
    assert isinstance(windows.shell.screen, DeclareScreen)
    grid = windows.shell.screen.grid
    windows.shell.screen.table.setCurrentIndex(grid.index(HIDDEN, 1))
    said = all_words(windows.shell)
    assert windows.text(HIDDEN, "unit_name") in said
    assert [one for one in windows.secrets() if one in said] == []
    rooms.ways.late_conflict(windows.hidden)
    dialog = next(iter(windows.shell.findChildren(LateConflict)))
    assert [one for one in windows.secrets() if one in all_words(windows.shell)] == []
    dialog.reject()
    for show in (rooms.show_home, rooms.show_give_back):
        show()
        said = all_words(windows.shell)
        assert [one for one in (*windows.secrets(), windows.text(HIDDEN, "unit_name")) if one in said] == []
