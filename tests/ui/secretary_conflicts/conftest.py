"""One page of the secretary in a window of its own, at the desk of an office or of a round at some stage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

HERE = Path(__file__).resolve().parent
DESK = HERE.parents[1] / "conflict_desk"
if str(DESK) not in sys.path:
    sys.path.insert(0, str(DESK))

from desk_harness import Office, new_office  # noqa: E402 - the folder is no package
from services_harness import World, rising  # noqa: E402
from services_stages import Stages  # noqa: E402

from ui.context import Context  # noqa: E402
from ui.viewmodels.home import heads  # noqa: E402
from ui.viewmodels.session import Session  # noqa: E402
from ui.views.ask import Question  # noqa: E402
from ui.views.screen import Screen  # noqa: E402
from ui.views.secretary.conflicts_page import ConflictsPage  # noqa: E402
from ui.views.shell import Shell  # noqa: E402
from zgc_review.services import declaring, pleas  # noqa: E402
from zgc_review.services.declaring import GivenAnswer  # noqa: E402

Kind = TypeVar("Kind", bound=QWidget)
Page = TypeVar("Page", bound=Screen)


@dataclass
class Bench:
    """A page in a window, and the session behind it."""

    qtbot: QtBot
    shell: Shell
    session: Session
    page: Any

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name."""
        found = self.shell.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def question(self) -> Question:
        """Return the question on show."""
        return next(one for one in self.shell.findChildren(Question) if one.isVisible())

    def agree(self) -> str:
        """Answer the question on show with its act; return what it said."""
        question = self.question()
        words = " ".join(one.text() for one in question.findChildren(QWidget) if hasattr(one, "text"))
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        return words

    def key(self, key: Qt.Key, on: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(on or self.shell.focusWidget() or self.page, key)


@pytest.fixture
def seat(context: Context, qtbot: QtBot) -> Callable[..., Bench]:
    """Return a function that shows a page at a desk."""

    def make(desk: Any, build: Callable[[Context, Session], Screen] = ConflictsPage) -> Bench:
        shell = Shell(context)
        qtbot.addWidget(shell)
        session = Session(context, desk, shell)
        session.choose(heads(desk)[0])
        page = build(context, session)
        shell.resize(1366, 696)
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)
        shell.put(page)
        return Bench(qtbot, shell, session, page)

    return make


@pytest.fixture(scope="session")
def office_base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office with a doubt, a recusal and an applicant's wish; to be copied."""
    office = new_office(tmp_path_factory.mktemp("conflicts") / "base")
    office.expert("E001", name="亓𠮷子", employer="示例智控科技（北京）有限公司", employer_from="2021-03")
    office.expert("E002", name="逄䶮甲", employer="䲜䴉研究院", mobile_tail="0027")
    office.expert("E003", name="ZHANG Wei", employer="清华大学")
    office.application("03-0101", unit_name="北京示例智控科技有限公司", sub="M01-1")
    for n, (number, name) in enumerate((("03-0102", "逄䶮甲"), ("03-0103", "张伟")), 2):
        leader = {"name": name, "employer": f"示例装备研究院{n}", "mobile_tail": "0027"}
        office.application(
            number,
            sub="M04-1",
            unit_name=f"示例装备研究院{n}",
            unit_credit_code="",
            project_leader=leader,
            contact={"name": f"甲{n}"},
            legal_representative={"name": f"乙{n}"},
            team=[],
        )
    office.screen()
    office.world.close()
    return office


@pytest.fixture
def office(office_base: Office, tmp_path: Path) -> Iterator[Office]:
    """Return an own copy of the office."""
    made = office_base.copied(tmp_path / "office")
    yield made
    made.world.close()


@pytest.fixture(scope="session")
def waiting_base(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a round in which one expert waits for a ruling and another has one sheet in; to be copied."""
    world = stages.copy("opened", tmp_path_factory.mktemp("rulings") / "base")
    unsure, scored = world.experts[1], world.experts[2]
    declaring.pledge(unsure.desk, unsure.round)
    given = [GivenAnswer("R12", "unsure", "参与过指南讨论，请裁定")]
    declaring.answer(unsure.desk, unsure.round, world.ids()[0], given)
    declaring.answer_rest(unsure.desk, unsure.round)
    declaring.declare(unsure.desk, unsure.round)
    world.score(scored, rising(66))
    pleas.sign_pleas(scored.desk, scored.round, "电话打听评分")
    for person in (unsure, scored):
        world.collect(world.give_back(person))
    world.close()
    return world


@pytest.fixture
def waiting(waiting_base: World, tmp_path: Path) -> Iterator[World]:
    """Return an own copy of that round."""
    made = waiting_base.copy(tmp_path / "waiting")
    yield made
    made.close()
