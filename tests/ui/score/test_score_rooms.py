"""The score screen among the other screens: ways to it and from it, a vault that is only read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from score_bench import OPINION, Bench, declared_none

from ui.viewmodels.home import head_of
from ui.views.rooms import Rooms
from ui.views.score import ScoreScreen
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk


def score(rooms: Rooms) -> ScoreScreen:
    screen = rooms.shell.screen
    assert isinstance(screen, ScoreScreen)
    return screen


def test_a_declared_expert_comes_to_scoring_and_goes_on_to_lock(bench: Bench) -> None:
    rooms = Rooms(bench.context, bench.shell, bench.session, bench.shell)
    rooms.enter_round(head_of(bench.desk, bench.row))
    first = score(rooms)
    assert first.model.sheet.content.application_id == bench.ids[0]
    first.rubric.open_section("", focus=True)
    first.rubric.opinion.overall.field.insertPlainText(OPINION)
    first.check_asked.emit()
    assert bench.stored().overall == OPINION
    assert rooms.shell.screen.objectName() == "review"  # type: ignore[union-attr]
    rooms.show_score(bench.ids[1], "M01-K3")
    again = score(rooms)
    assert again.model.sheet.content.application_id == bench.ids[1]
    assert again.rubric.section == "M01-K3"
    rooms.close()


def test_what_is_typed_when_the_vault_is_closed_is_stored(bench: Bench) -> None:
    rooms = Rooms(bench.context, bench.shell, bench.session, bench.shell)
    rooms.show_score()
    screen = score(rooms)
    screen.rubric.pane.comment.field.insertPlainText("last words")
    screen.settle()
    rooms.close()
    assert bench.stored().comments == {"M01-K1": "last words"}


def test_u2_a_vault_that_another_window_writes_is_only_read(bench_after: Callable[..., Bench]) -> None:
    def read_only(desk: Desk, row: RoundRow) -> None:
        declared_none(desk, row)
        desk.vault.writable = False

    bench = bench_after(read_only)
    bench.shell.set_read_only(bench.context.captions.cap("shell.read_only"))
    QApplication.processEvents()
    assert bench.sheet.is_open
    assert not any(one.isVisible() for one in bench.rubric.findChildren(QLineEdit))
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_Q, Qt.Key.Key_8):
        bench.press(key)
    assert bench.history() == ()
    bench.desk.vault.writable = True
