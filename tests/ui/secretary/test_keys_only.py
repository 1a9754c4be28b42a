"""The secretary's whole way by keys alone (U4, look.md §8): where Tab goes, and the acts of every page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

from key_tours import Tour, answer, away, bench, drop, enter, said, text, walk  # noqa: E402 - the folder is no package
from keys_only import CTRL, SHIFT, Key, Keys  # noqa: E402
from PySide6.QtCore import QEvent, Qt  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView  # noqa: E402
from screens_bases import Bases  # noqa: E402
from services_harness import new_person  # noqa: E402
from studio import Stage  # noqa: E402
from tour_office import TOURS as OFFICE  # noqa: E402
from tour_secretary import TOURS as FIRST  # noqa: E402
from tour_secretary import office  # noqa: E402

from ui.views.ask import Question  # noqa: E402
from ui.views.secretary.cards_bench import CardsBench  # noqa: E402
from ui.views.secretary.intake import ImportPane  # noqa: E402
from ui.views.secretary.rooms import SecretaryRooms  # noqa: E402
from ui.widgets.notices import ErrorPane  # noqa: E402
from zgc_review.services.log_lines import log_lines  # noqa: E402

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TOURS: dict[str, Tour] = {tour[0]: tour for tour in (*FIRST, *OFFICE)}
Open = Callable[[str], tuple[Stage, Keys]]


@pytest.fixture(scope="module")
def rounds() -> Iterator[Bases]:
    """Return the rounds of the pictures; each is built once."""
    with away() as folder:
        yield Bases(folder)


@pytest.fixture
def open_at(rounds: Bases, qapp: object) -> Iterator[Open]:
    """Return a function that opens the secretary's window over a round, at its list of rounds."""
    with ExitStack() as opened:
        yield lambda base: opened.enter_context(bench(rounds, base))


@pytest.mark.parametrize("tour", TOURS)
def test_u4_tab_goes_once_through_every_page_and_dialog_as_it_is_read(
    tour: str, rounds: Bases, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    assert walk(TOURS[tour], rounds, monkeypatch) == {}


def rows(keys: Keys, table: str) -> int:
    """Return how many rows a table has."""
    return keys.shell.findChild(QTableView, table).model().rowCount()  # type: ignore[union-attr]


def logged(stage: Stage) -> int:
    """Return how many events the round has."""
    session = stage.rooms.session
    with session.desk.vault.begin() as uow:
        return len(log_lines(uow, session.row))


def test_u4_a_folder_is_corrected_and_imported_by_keys_alone(
    open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Board, folder, columns, a correction and back, search, Esc, import after its question."""
    stage, keys = open_at("intake")
    enter(keys)
    assert keys.turn(2).objectName() == "importChoose"
    answer(monkeypatch, stage.folder / "申报材料")
    assert keys.press(Key.Key_Return).objectName() == "findingsTable"
    keys.act("importColumns")
    assert keys.press(Key.Key_Escape).objectName() == "importColumns"
    keys.press(Key.Key_F, held=CTRL)
    keys.type("没有这样的词")
    assert keys.press(Key.Key_Escape).objectName() == "importSearch"
    assert isinstance(keys.focus, QLineEdit)
    assert keys.focus.text() == ""
    assert keys.press(Key.Key_Return).objectName() == "findingsTable"
    assert keys.press(Key.Key_Return).objectName() == "correctValue"
    keys.type("120.00")
    assert keys.press(Key.Key_Return).objectName() == "correctReason"
    keys.type("按盖章申报书更正")
    keys.press(Key.Key_Return)
    pane = office(stage).import_page.panes[0]
    assert isinstance(pane, ImportPane)
    assert len(pane.model.undoable) == 1
    keys.to("findingsTable")
    keys.press(Key.Key_Z, held=CTRL)
    assert not pane.model.undoable
    keys.act("importAct")
    assert keys.press(Key.Key_Return).objectName() == "importAct"  # the question begins at the way back
    keys.press(Key.Key_Return)
    keys.agree()
    assert "新增 16 份" in text(keys, "importSum")


def test_u4_gates_are_answered_and_decided_by_keys_alone(open_at: Open) -> None:
    stage, keys = open_at("intake")
    enter(keys)
    keys.turn(2)
    assert keys.tab("importPageTabs", 1).objectName() == "gatesApplications"
    keys.row("gatesApplications", "O-1")
    keys.row("gatesTable", "CG05")
    keys.press(Key.Key_1)
    assert keys.to("gateReason")
    keys.type("核对原件，名称相同，不是同一单位")
    keys.to("gateEvidence")
    keys.type("营业执照.pdf")
    before = logged(stage)
    keys.to("gateAct")
    keys.press(Key.Key_Return, Key.Key_Return)
    assert "是" in text(keys, "gatePerson")
    assert logged(stage) == before + 1
    keys.tab("gatesTabs", 1)
    keys.row("fieldsTable", "")
    keys.to("fieldValue")
    before = logged(stage)
    keys.type("120.00 万元")
    keys.press(Key.Key_Return, Key.Key_Return)  # an empty value would take it back
    assert "120.00" in text(keys, "fieldNow")
    assert logged(stage) == before + 1


def test_u4_a_roster_and_cards_are_taken_in_by_keys_alone(
    open_at: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage, keys = open_at("taken")
    enter(keys)
    assert keys.turn(3).objectName() == "rosterTable"
    keys.press(Key.Key_F, held=CTRL)
    keys.type("没有")
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_Down)
    assert rows(keys, "rosterTable") == 12
    answer(monkeypatch, stage.folder / "名册.xlsx")
    keys.act("rosterTake")
    keys.act("listAct")
    assert "已导入 12 行" in text(keys, "listSum")
    assert keys.press(Key.Key_Escape).objectName() == "rosterTake"
    person = new_person(tmp_path / "late", "n", "蒋示例")
    card = tmp_path / "蒋示例.zgccard"
    card.write_bytes(person.card.payload)
    person.close()
    keys.tab("expertsPageTabs", 1)
    answer(monkeypatch, card)
    assert keys.act("cardsTake").objectName() == "checkGroupHeard1"
    keys.press(*(Key(Key.Key_1 + n) for n in range(6)))
    keys.press(Key.Key_S)
    assert "蒋示例" in text(keys, "cardsTold")


def test_u4_the_draw_goes_from_pool_to_seats_by_keys_alone(open_at: Open) -> None:
    stage, keys = open_at("taken")
    enter(keys)
    assert keys.turn(5).objectName() == "poolBegin"
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "wordsField"
    for words in ("中关村 西山", "立冬 2026 梧桐"):
        keys.to("wordsField")
        keys.type(words)
        keys.act("wordsAct")
        keys.agree()
    keys.act("wordsAct")
    keys.to("resultOrder")
    assert keys.act("resultSeats").objectName() == "seatsTable"
    pane = office(stage).draw_page.draw_pane
    keys.press(Key.Key_Down, Key.Key_C)
    assert [one.chairs for one in pane.seats.seats][1]


def test_u4_the_matrix_is_changed_by_keys_alone(open_at: Open) -> None:
    _stage, keys = open_at("planned")
    enter(keys)
    keys.turn(5)
    keys.tab("drawPageTabs", 1)
    matrix = keys.to("assignMatrix")
    keys.press(Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Space)
    keys.press(Key.Key_Escape)
    assert keys.focus is matrix
    assert keys.act("assignSolve").objectName() == "runLeast"
    keys.press(Key.Key_Escape)
    assert keys.focus.objectName() == "assignSolve"


def test_u4_findings_are_decided_and_undone_by_keys_alone(open_at: Open) -> None:
    stage, keys = open_at("conflicts")
    enter(keys)
    assert keys.turn(4).objectName() == "caseList"
    pane = office(stage).conflicts_page.findings
    due = pane.model.due
    keys.press(Key.Key_2)
    assert pane.decision.lacks() == "reason"
    keys.type("情形属实，按规则处理")
    keys.press(Key.Key_Return)
    assert pane.model.due == due - 1
    keys.press(Key.Key_O)
    assert keys.press(Key.Key_Escape).objectName() == "caseList"
    keys.press(Key.Key_U)
    assert keys.focus.objectName() == "undoReason"
    keys.type("理由不完整")
    assert keys.press(Key.Key_Escape).objectName() == "questionBack", "one key takes no words away"
    keys.press(Key.Key_Escape)
    assert pane.model.due == due - 1
    keys.press(Key.Key_U)
    keys.type("理由不完整")
    keys.act("questionAct")
    assert pane.model.due == due


def test_u4_packing_by_keys_alone(open_at: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _stage, keys = open_at("packed")
    enter(keys)
    assert keys.turn(6).objectName() == "packChoose"
    stick = tmp_path / "U盘"
    stick.mkdir()
    answer(monkeypatch, stick)
    keys.press(Key.Key_Return)
    keys.to("packExperts")
    keys.press(Key.Key_Home, Key.Key_Space)
    keys.choose("packSize", 1)
    keys.to("packNumber")
    keys.type("U-07")
    keys.to("packLettersOnly")
    keys.press(Key.Key_Space, Key.Key_Space)
    keys.act("packAct")
    keys.agree()
    assert "6 封信函" in text(keys, "packDone")  # one of seven was left out by Space
    assert list(stick.glob("*.zgcpkg"))


def test_u4_collecting_by_keys_alone(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, keys = open_at("waiting")
    enter(keys)
    keys.turn(6)
    assert keys.tab("postPageTabs", 1).objectName() == "collectFolder"
    answer(monkeypatch, stage.folder / "returns")
    assert keys.press(Key.Key_Return).objectName() == "arrivalsTable"
    keys.press(Key.Key_J, Key.Key_K)
    for at in (2, 0):
        keys.tab("collectTabs", at)
    keys.to("collectReturns")
    answer(monkeypatch, stage.folder)
    keys.act("collectAcks")
    assert "5 份回执" in text(keys, "collectAcked")
    keys.tab("collectTabs", 1)


def test_u4_combining_and_the_forms_by_keys_alone(open_at: Open) -> None:
    _stage, keys = open_at("collected")
    enter(keys)
    assert keys.turn(7).objectName() == "aggregateAct"
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "aggregateTable"
    assert keys.press(Key.Key_Return).objectName() == "derivationLines"
    assert keys.press(Key.Key_Escape).objectName() == "aggregateTable"
    assert keys.tab("resultPageTabs", 3).objectName() == "formKinds"
    keys.press(Key.Key_Down)
    keys.turn(8)
    keys.press(Key.Key_F, held=CTRL)
    keys.type("评分")
    assert keys.press(Key.Key_Return).objectName() == "logTable"
    keys.act("logCheck")


def test_u4_f6_goes_round_the_panes_of_a_page_and_back(open_at: Open) -> None:
    _stage, keys = open_at("intake")
    enter(keys)
    keys.turn(2)
    keys.tab("importPageTabs", 1)
    seen = [keys.focus.objectName(), *(keys.press(Key.Key_F6).objectName() for _ in range(4))]
    assert seen == ["gatesApplications", "gatesTable", "gateAnswer:yes", "nav:import", "importPageTabs"]
    back = [keys.press(Key.Key_F6, held=SHIFT).objectName() for _ in range(4)]
    assert back == seen[-2::-1]


def test_u4_enter_presses_the_button_that_has_the_focus_and_a_held_key_presses_once(open_at: Open) -> None:
    """In a question Enter went back though its act had the focus; held, it answered what it had opened."""
    _stage, keys = open_at("collected")
    enter(keys)
    keys.turn(7)
    act = keys.to("aggregateAct")
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(act, held)
    assert keys.window is keys.shell
    keys.press(Key.Key_Return)
    question = keys.window
    assert isinstance(question, Question)
    QApplication.sendEvent(keys.focus, held)
    assert keys.window is question
    assert keys.press(Key.Key_Return).objectName() == "aggregateAct"  # the way back is where it begins
    keys.press(Key.Key_Return)
    keys.to("questionAct")
    assert keys.press(Key.Key_Return).objectName() == "aggregateTable"


def test_u4_tab_comes_to_the_page_on_show_and_the_arrows_go_on_from_it(open_at: Open) -> None:
    _stage, keys = open_at("collected")
    enter(keys)
    keys.turn(4)
    assert keys.press(Key.Key_F6, held=SHIFT).objectName() != "nav:board"
    keys.to("nav:conflicts")
    assert keys.press(Key.Key_Down).objectName() == "nav:draw"
    assert keys.press(Key.Key_Up, Key.Key_Up).objectName() == "nav:experts"
    assert keys.press(Key.Key_Tab).objectName() == "nav:leave"
    assert keys.press(Key.Key_Backtab).objectName() == "nav:experts"


def wrong_files(folder: Path) -> dict[str, Path]:
    """Return files that a page may be handed by mistake."""
    places = {"package": "材料包.zgcpkg", "return": "专家01.zgcscore", "text": "空.txt", "book": "空.xlsx"}
    found = {}
    for kind, called in places.items():
        (folder / kind).mkdir()
        found[kind] = folder / kind / called
        found[kind].write_bytes(b"" if kind in {"text", "book"} else b"nothing of ours")
    return found | {"gone": folder / "book" / "没有了.xlsx", "folder": folder / "text"}


#: Page, tab, pane that takes drops, and what it says of each wrong thing: a code, or a finding or row of it.
DROPS: dict[str, tuple[int, int, dict[str, str]]] = {
    "import": (2, 0, dict.fromkeys(("package", "return", "text"), "intake.dropped") | {
        "gone": "seal.file.read", "folder": "", "book": ""}),
    "integrity": (2, 4, dict.fromkeys(("package", "return", "text", "book", "gone", "folder"), "")),
    "cards": (3, 1, dict.fromkeys(("package", "return", "text", "book", "gone"), "arrive.kind")),
    "collect": (6, 1, dict.fromkeys(("package", "return", "text", "book", "gone"), "")),
}  # fmt: skip


@pytest.mark.parametrize("page", DROPS)
def test_a_wrong_file_is_told_in_place_and_nothing_of_it_is_kept(
    open_at: Open, tmp_path: Path, page: str
) -> None:
    """A package, a return, a folder, an empty file, a file that is gone, an address, a text."""
    stage, keys = open_at("taken")
    enter(keys)
    at, tab, told = DROPS[page]
    keys.turn(at)
    keys.tab(f"{'postPage' if at == 6 else 'importPage' if at == 2 else 'expertsPage'}Tabs", tab)
    shown = stage.rooms.findChild(SecretaryRooms).frame.page.shown  # type: ignore[union-attr]
    pane = shown if shown.acceptDrops() else shown.findChild(CardsBench)
    rounds_before = {one.name for one in stage.folder.iterdir()}
    files = wrong_files(tmp_path)
    for kind, code in told.items():
        for one in keys.shell.findChildren(ErrorPane):
            one.clear()
        assert drop(pane, files[kind]), kind
        keys.settle()
        assert said(keys) == ([code] if code else []), kind
        if not code:
            assert _tells(keys, files[kind]), kind
    for things, code in (
        ((files["book"], files["text"]), "arrive.several"),
        (("https://e.org/a",), "arrive.address"),
    ):
        if page == "integrity" or code == "arrive.address":
            assert drop(pane, *things)
            assert code in said(keys)
    assert not drop(pane, "只是一句话")
    assert {one.name for one in stage.folder.iterdir()} == rounds_before
    assert keys.press(Key.Key_F6) is not None


def _tells(keys: Keys, path: Path) -> bool:
    """Say whether a finding or a row on show names a file, with the code or reason that belongs to it."""
    tables = [one for one in keys.shell.findChildren(QTableView) if one.isVisible()]
    labels = [one.text() for one in keys.shell.findChildren(QLabel) if one.isVisible()]
    models = [one.model() for one in tables]
    cells = [
        str(model.index(row, n).data() or "")
        for model in models
        for row in range(model.rowCount())
        for n in range(model.columnCount())
    ]
    return any(path.name in one for one in (*cells, *labels)) or (path.is_dir() and "0 份可以导入" in labels)
