"""Every screen and dialog of an expert without a mouse and without sight (U4, look.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from expert_tour import FRESH, SCREENS, Step, dialogs, prepare, stations
from expert_words import tab_stops, walked
from member_bench import Bench, nameless
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from services_harness import World

from ui.context import Context
from ui.views.late_conflict import LateConflict
from ui.views.program import Program
from ui.views.score import ScoreScreen
from ui.views.score_dialogs import ReopenDialog
from ui.views.shell import Shell
from ui.widgets.criterion_prose import ProseField
from ui.widgets.passphrase import PassphraseField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LANGUAGES = ("zh_CN", "en")
WORLDS: dict[str, tuple[int, dict[str, Step]]] = {"declared": (1, SCREENS), "fresh": (2, FRESH)}
#: Buttons that no Tab reaches, and the keys that reach what they do: the criterion's own band keys in a
#: sheet that can only be read, the eye of a passphrase (Alt E), arrows of a bar of tabs (its tabs).
BY_KEY = {"bandA", "bandB", "bandC", "bandD", "", "ScrollLeftButton", "ScrollRightButton"}
PASSPHRASE = "一句只有我知道的口令"


@pytest.fixture
def ready(at: Callable[[str], World]) -> World:
    world = at("opened")
    prepare(world)
    return world


@pytest.fixture
def program(context: Context, qtbot: object) -> Iterator[Program]:
    """Return a program before any vault."""
    shell = Shell(context)
    qtbot.addWidget(shell)  # type: ignore[attr-defined]
    made = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)  # type: ignore[attr-defined]
    made.start()
    yield made
    made.lock()


def name(one: QWidget | None) -> str:
    return "" if one is None else one.objectName() or type(one).__name__


def unreached(root: QWidget, window: QWidget) -> list[str]:
    """Return what Tab does not reach below a widget; a group of choices counts by one of them."""
    seen = walked(window)
    assert seen, "nothing has the focus"
    groups = {one.group() for one in seen if isinstance(one, QRadioButton) and one.group() is not None}
    parents = {one.parent() for one in seen if isinstance(one, QRadioButton)}
    left = [one for one in tab_stops(root) if one not in seen]
    return [
        name(one)
        for one in left
        if not (isinstance(one, QRadioButton) and (one.group() in groups or one.parent() in parents))
    ]


def upward(root: QWidget, window: QWidget) -> int:
    """Return how often Tab goes up within a column; once is coming round."""
    seen = [one for one in walked(window) if root.isAncestorOf(one)]
    jumps = 0
    for one, other in pairwise(seen):
        here, there = (each.mapTo(root, QPoint(0, 0)) for each in (one, other))
        above = there.y() + other.height() <= here.y()
        same = here.x() < there.x() + other.width() and there.x() < here.x() + one.width()
        jumps += above and same
    return jumps


def untabbed(root: QWidget) -> set[str]:
    """Return able buttons on show that Tab passes by, but for single ones of a group of choices."""
    return {
        one.objectName()
        for one in root.findChildren(QAbstractButton)
        if one.isVisible()
        and one.isEnabled()
        and not one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(one, QRadioButton)
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", WORLDS)
def test_u4_every_control_of_every_screen_is_named(
    ready: World, bench_at: Callable[..., Bench], which: str, language: str
) -> None:
    expert, steps = WORLDS[which]
    bench = bench_at("opened", expert, ready)
    bench.context.captions.set_language(language)
    found = {station: nameless(bench.shell) for station, _screen in stations(bench, steps)}
    if which == "declared":
        found |= {f"dialog {title}": nameless(dialog) for title, dialog in dialogs(bench)}
    assert {station: names for station, names in found.items() if names} == {}


@pytest.mark.parametrize("which", WORLDS)
def test_u4_tab_reaches_everything_and_goes_down_the_page(
    ready: World, bench_at: Callable[..., Bench], which: str
) -> None:
    expert, steps = WORLDS[which]
    bench = bench_at("opened", expert, ready)
    wrong: dict[str, object] = {}
    for station, screen in stations(bench, steps):
        left, jumps = unreached(screen, bench.shell), upward(screen, bench.shell)
        passed = untabbed(screen) - BY_KEY
        if left or passed or jumps > (2 if station == "score, wide queue" else 1):
            wrong[station] = (left, jumps, passed)
    assert wrong == {}


def test_u4_tab_reaches_everything_of_every_dialog(ready: World, bench_at: Callable[..., Bench]) -> None:
    bench = bench_at("opened", 1, ready)
    wrong: dict[str, object] = {}
    for title, dialog in dialogs(bench):
        dialog.activateWindow()
        bench.qtbot.waitUntil(dialog.isActiveWindow)
        left, passed = unreached(dialog, dialog), untabbed(dialog) - BY_KEY
        if left or passed:
            wrong[title] = (left, passed)
    assert wrong == {}


def test_u4_escape_leaves_every_dialog_and_changes_nothing(
    ready: World, bench_at: Callable[..., Bench]
) -> None:
    bench = bench_at("opened", 1, ready)
    for title, dialog in dialogs(bench):
        assert isinstance(dialog, QDialog)
        bench.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        bench.qtbot.waitUntil(bench.no_dialog, timeout=2000)
        assert title


def test_u4_every_screen_gives_the_focus_to_something(ready: World, bench_at: Callable[..., Bench]) -> None:
    for expert, steps in WORLDS.values():
        bench = bench_at("opened", expert, ready)
        for station, screen in stations(bench, steps):
            now = QApplication.focusWidget()
            assert now is not None, station
            assert screen.isAncestorOf(now), (station, name(now))
        bench.program.lock()


@pytest.mark.parametrize("language", LANGUAGES)
def test_u4_the_first_start_is_made_by_keys_alone(
    program: Program, qtbot: object, tmp_path: Path, language: str
) -> None:
    """Name, organisation, passphrase twice, recovery key, digits: Tab, typing, Space."""
    program.context.captions.set_language(language)
    screen = program.shell.screen
    screen.choose_folder(tmp_path)  # type: ignore[union-attr]
    for text in ("Wang", "Example University", PASSPHRASE, PASSPHRASE):
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit), name(field)
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(field, commit)
        assert field.text() == text
        steps = 0
        while QApplication.focusWidget() is field or (
            steps < 6 and not isinstance(QApplication.focusWidget(), QLineEdit | QPushButton)
        ):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)  # type: ignore[attr-defined]
            steps += 1
    for wanted, place in (("newVaultMake", "recovery"), ("recoveryDone", "card"), ("cardSame", "home")):
        assert nameless(program.shell) == []
        for _ in range(20):
            if name(QApplication.focusWidget()) == wanted:
                break
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)  # type: ignore[attr-defined]
        assert name(QApplication.focusWidget()) == wanted
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)  # type: ignore[attr-defined]
        assert program.shell.screen.objectName() == place  # type: ignore[union-attr]


def test_u4_alt_e_shows_and_hides_a_passphrase(context: Context, qtbot: object) -> None:
    """The eye takes no focus, so it has a key; each field has its own."""
    holder = QDialog()
    fields = [PassphraseField(context, name=f"field{n}") for n in range(2)]
    for one in fields:
        one.setParent(holder)
    qtbot.addWidget(holder)  # type: ignore[attr-defined]
    holder.show()
    holder.activateWindow()
    fields[1].setFocus()
    qtbot.waitUntil(fields[1].hasFocus)  # type: ignore[attr-defined]
    for mode in (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        qtbot.keyClick(fields[1], Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)  # type: ignore[attr-defined]
        assert [one.echoMode() for one in fields] == [QLineEdit.EchoMode.Password, mode]
    assert "Alt+E" in fields[0].accessibleDescription()


def compose(field: QPlainTextEdit, text: str) -> None:
    """Type as an input method does: what is being composed first, then what was chosen."""
    before = field.toPlainText()
    for n in range(1, 4):
        QApplication.sendEvent(field, QInputMethodEvent("ping"[:n], []))
        assert field.toPlainText() == before
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(field, commit)


def fields_of(bench: Bench) -> Iterator[tuple[str, ProseField]]:
    """Open every place where an expert writes a sentence."""
    for station, screen in stations(bench, {"score": SCREENS["score"], "opinion": SCREENS["score, opinion"]}):
        assert isinstance(screen, ScoreScreen)
        rubric = screen.rubric
        field = rubric.opinion.overall.field if station == "opinion" else rubric.pane.comment.field
        yield station, field


@pytest.mark.parametrize("text", ["评审意见", "𠅤𬭚㐆"])
def test_an_input_method_composes_and_commits_in_every_comment(
    ready: World, bench_at: Callable[..., Bench], text: str
) -> None:
    """Letters that are composed are nobody's text yet; what is committed is, rare characters too."""
    bench = bench_at("opened", 1, ready)
    for station, field in fields_of(bench):
        field.setFocus()
        field.moveCursor(field.textCursor().MoveOperation.End)
        before = field.toPlainText()
        compose(field, text)
        assert field.toPlainText() == before + text, station
        screen = bench.screen(ScoreScreen)
        screen.settle()
        sheet = screen.model.sheet
        told = sheet.body.overall if station == "opinion" else sheet.body.comments[sheet.criteria[0].id]
        assert told == before + text
        sheet.undo()
        assert field.toPlainText() == before


def test_an_input_method_works_in_the_reasons_of_dialogs(
    ready: World, bench_at: Callable[..., Bench]
) -> None:
    bench = bench_at("opened", 1, ready)
    seen = 0
    for _title, dialog in dialogs(bench):
        if isinstance(dialog, LateConflict | ReopenDialog):
            (field,) = [one for one in dialog.findChildren(QPlainTextEdit) if one.isEnabled()]
            compose(field, "发现亲属任职")
            assert field.toPlainText() == "发现亲属任职"
            seen += 1
    assert seen == 2


@pytest.mark.parametrize("which", WORLDS)
def test_u4_no_list_says_anything_by_colour_alone(
    ready: World, bench_at: Callable[..., Bench], which: str
) -> None:
    """Wherever a cell is coloured, its words say the same: no cell of a list is empty but coloured."""
    expert, steps = WORLDS[which]
    bench = bench_at("opened", expert, ready)
    bare: list[tuple[str, str, int, int]] = []
    for station, screen in stations(bench, steps):
        for view in screen.findChildren(QAbstractItemView):
            model = view.model()
            if not view.isVisible() or model is None:
                continue
            for row in range(min(20, model.rowCount(view.rootIndex()))):
                index = model.index(row, 0, view.rootIndex())
                words = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                if not words:
                    bare.append((station, name(view), row, 0))
    assert bare == []
