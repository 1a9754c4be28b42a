"""A chair's whole way by keys alone (U4, look.md §8): where Tab goes, and the acts of every page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

from key_tours import Tour, answer, away, bench, drop, enter, said, walk  # noqa: E402 - no package
from keys_only import CTRL, Key, Keys  # noqa: E402
from PySide6.QtWidgets import QLineEdit  # noqa: E402
from screens_bases import Bases  # noqa: E402
from studio import Stage  # noqa: E402
from tour_chair import TOURS as CHAIR  # noqa: E402

from ui.views.chair.rooms import ChairRooms  # noqa: E402

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TOURS: dict[str, Tour] = {tour[0]: tour for tour in CHAIR}
Open = Callable[[str], tuple[Stage, Keys]]


@pytest.fixture(scope="module")
def rounds() -> Iterator[Bases]:
    """Return the rounds of the pictures; each is built once."""
    with away() as folder:
        yield Bases(folder)


@pytest.fixture
def open_at(rounds: Bases, qapp: object) -> Iterator[Open]:
    """Return a function that opens the chair's window over a round, at its list of rounds."""
    with ExitStack() as opened:
        yield lambda base: opened.enter_context(bench(rounds, base, "e1"))


@pytest.mark.parametrize("tour", TOURS)
def test_u4_tab_goes_once_through_every_page_and_dialog_as_it_is_read(
    tour: str, rounds: Bases, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    assert walk(TOURS[tour], rounds, monkeypatch) == {}


def test_u4_the_overview_leads_on_by_keys_alone(open_at: Open) -> None:
    """Numbers, search, Esc, filters, pictures, F6."""
    _stage, keys = open_at("combined")
    enter(keys)
    assert keys.focus.objectName() == "heat"
    assert keys.press(Key.Key_Return).objectName() == "derivationLines"
    assert keys.press(Key.Key_Escape).objectName() == "heat"
    field = keys.press(Key.Key_F, held=CTRL)
    keys.type("ZGC-0003")
    keys.press(Key.Key_Escape)
    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert keys.press(Key.Key_Down).objectName() == "heat"
    keys.act("overviewFlagged", Key.Key_Space)
    keys.press(Key.Key_Space)
    keys.choose("overviewOrder", 1)
    assert keys.turn(2).objectName() == "figure"
    keys.press(Key.Key_2)
    assert keys.press(Key.Key_T).objectName() == "figures:spread"
    assert keys.press(Key.Key_F6).objectName() == "nav:pictures"
    assert keys.press(Key.Key_F6).objectName() == "figures:spread"


def test_u4_an_absence_is_agreed_to_by_keys_alone(
    open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second signature: page 6, the dialog, its fields as they stand for each act, the question."""
    monkeypatch.setattr("ui.views.chair.cosigning.ask_folder", lambda *_: tmp_path / "back")
    _stage, keys = open_at("discussed")
    enter(keys)
    keys.turn(6)
    keys.act("definitionsCosign")
    keys.choose("cosignWhat", 2)
    assert keys.press(Key.Key_Tab).objectName() == "cosignCode"
    keys.choose("cosignCode", 1)
    keys.press(Key.Key_Tab)
    keys.type("ZGC-9999")
    keys.to("cosignReason")
    keys.type("因病请假")
    keys.act("cosignAct")
    keys.agree()
    assert said(keys) == ["application.unknown"]
    keys.choose("cosignWhat", 0)
    assert [keys.press(Key.Key_Tab).objectName() for _ in range(4)] == [
        "cosignNumber",
        "cosignCode",
        "cosignRule",
        "cosignAnswer",
    ]
    keys.to("cosignNumber")
    keys.type("ZGC-0001")
    keys.choose("cosignRule", 5)
    keys.choose("cosignAnswer", 0)
    keys.act("cosignAct")
    keys.agree()
    assert [one.suffix for one in (tmp_path / "back").iterdir()] == [".zgccons"]
    assert keys.focus.objectName() == "definitionsCosign"


def test_u4_a_discussion_is_led_by_keys_alone(open_at: Open) -> None:
    _stage, keys = open_at("discussed")
    enter(keys)
    assert keys.turn(3).objectName() == "agendaList"
    assert keys.press(Key.Key_F6).objectName() == "sheetTable"
    keys.press(Key.Key_F6)
    assert keys.press(Key.Key_F6).objectName() == "agendaList"
    keys.press(Key.Key_J, Key.Key_K)
    assert keys.press(Key.Key_E).objectName() == "opinion:strengths"
    assert keys.press(Key.Key_Escape).objectName() == "agendaList"


def test_u4_decisions_are_made_and_asked_for_by_keys_alone(
    open_at: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stage, keys = open_at("discussed")
    enter(keys)
    assert keys.turn(4).objectName() == "decideTable"
    assert keys.press(Key.Key_Home, Key.Key_2).objectName() == "decideTable"
    assert keys.press(Key.Key_M).objectName() == "decideAmount"
    assert keys.press(Key.Key_Escape).objectName() == "decideTable"
    assert keys.press(Key.Key_W).objectName() == "tryBudget"
    assert keys.press(Key.Key_Escape, Key.Key_W).objectName() == "decideTable"
    assert keys.press(Key.Key_E).objectName() == "ties:1"
    assert keys.press(Key.Key_Escape).objectName() == "decideTable"
    answer(monkeypatch, tmp_path)
    assert keys.press(Key.Key_Return, held=CTRL).objectName() == "questionBack"
    assert keys.press(Key.Key_Return).objectName() == "decideTable"  # Enter goes back: nothing is signed
    assert not list(tmp_path.glob("*.zgccons"))


@pytest.mark.parametrize("page", [1, 6])
def test_a_wrong_file_is_refused_in_place(open_at: Open, tmp_path: Path, page: int) -> None:
    """Overview and definitions: a coded sentence in place, nothing stored, the page goes on."""
    stage, keys = open_at("discussed")
    enter(keys)
    keys.turn(page)
    shown = stage.office(ChairRooms).frame.page
    wrong = tmp_path / "评审.zgcpkg"
    wrong.write_bytes(b"ZGC")
    for things in ((wrong,), (tmp_path,), (wrong, tmp_path)):
        assert drop(shown, *things)
        assert said(keys) == ["arrive.kind"]
    assert drop(shown, "https://example.org/a.zgcpanel")
    assert said(keys) == ["arrive.address"]
    assert not drop(shown, "只是一句话")
    kind = ".zgcpanel" if page == 1 else ".zgcround"
    gone, empty = tmp_path / f"gone{kind}", tmp_path / f"empty{kind}"
    empty.write_bytes(b"")
    for one in (gone, empty):
        assert drop(shown, one)
        keys.settle()
        assert len(said(keys)) == 1
        assert said(keys)[0].startswith("seal.")
    assert keys.press(Key.Key_F6) is not None
