"""Versions of a draft: times, differences, restoring (acceptance U3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from score_bench import Bench

from ui.viewmodels.score_data import Version
from ui.views.score_dialogs import VersionsDialog
from ui.views.score_history import fold
from zgc_review.domain.bodies import SheetBody
from zgc_review.scoring.drafts import new_draft
from zgc_review.scoring.history import Change

KEY = Qt.Key


def give(bench: Bench, *percents: int) -> None:
    for percent in percents:
        bench.pane.percent.setFocus()
        bench.pane.percent.selectAll()
        bench.type(str(percent))


def open_versions(bench: Bench) -> VersionsDialog:
    bench.model.read_versions()
    found = bench.screen.findChild(VersionsDialog)
    assert isinstance(found, VersionsDialog)
    return found


def words(dialog: VersionsDialog, n: int) -> str:
    shown = dialog.findChild(QLabel, f"versionWords{n}")
    assert isinstance(shown, QLabel)
    return shown.text()


def test_u3_three_percents_are_three_versions_and_restoring_makes_a_fourth(bench: Bench) -> None:
    give(bench, 70, 85, 80)
    dialog = open_versions(bench)
    assert [one.n for one in dialog.lines] == [3, 2, 1]
    assert words(dialog, 3).endswith("85% → 80%")
    assert words(dialog, 2).endswith("70% → 85%")
    assert all(one.at for one in dialog.lines)
    assert dialog.findChild(QWidget, "versionRestore3") is None
    back = dialog.findChild(QWidget, "versionRestore1")
    assert back is not None
    bench.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert [one.change for one in bench.history()] == ["percent", "percent", "percent", "restore"]
    assert bench.stored().percents == {"M01-K1": 70}
    assert bench.pane.percent.text() == "70"
    assert bench.sheet.version == 4
    bench.ctrl(KEY.Key_Z)
    assert bench.stored().percents == {"M01-K1": 80}
    assert len(bench.history()) == 5


def test_versions_read_in_english_too(bench: Bench) -> None:
    give(bench, 70)
    bench.opinion.recommend.buttons[2].click()
    bench.context.captions.set_language("en")
    dialog = open_versions(bench)
    assert words(dialog, 1).isascii() is False  # the arrow
    assert "Do not support" in words(dialog, 2)
    assert "Technical novelty" in words(dialog, 1)


def test_a_locked_sheet_shows_its_versions_but_restores_none(bench: Bench) -> None:
    bench.mark_all((80, 78, 70, 66, 77))
    bench.finish()
    lock(bench)
    dialog = open_versions(bench)
    assert len(dialog.lines) > 5
    assert dialog.findChild(QWidget, "versionRestore1") is None


def lock(bench: Bench) -> None:
    from zgc_review.services import sheets  # noqa: PLC0415 - locking has a screen of its own

    bench.screen.settle()
    sheets.lock(bench.desk, bench.row, [bench.ids[0]])
    bench.model.load(bench.ids[0])


@pytest.fixture
def body() -> SheetBody:
    return new_draft("a" * 32, "b" * 64, "c" * 64)


def steps(body: SheetBody, field: str, values: list[str], seconds: list[int]) -> list[Version]:
    made = []
    before: str | None = None
    for n, (value, second) in enumerate(zip(values, seconds, strict=True), 1):
        at = f"2026-11-23T10:00:{second:02d}+08:00"
        made.append(Version(n, at, (Change(field, "M01-K1", before, value),), body))
        before = value
    return list(reversed(made))


def test_a_sentence_typed_in_one_go_is_one_line(body: SheetBody) -> None:
    (line,) = fold(steps(body, "comments", ["a", "ab", "abc"], [0, 1, 3]))
    assert line.n == 3
    assert (line.changes[0].before, line.changes[0].after) == (None, "abc")


def test_a_pause_or_a_percent_is_a_line_of_its_own(body: SheetBody) -> None:
    assert [one.n for one in fold(steps(body, "comments", ["a", "ab"], [0, 30]))] == [2, 1]
    assert [one.n for one in fold(steps(body, "percents", ["70", "85"], [0, 1]))] == [2, 1]
    mixed = steps(body, "comments", ["a", "ab"], [0, 1])
    both = replace(mixed[0], changes=(*mixed[0].changes, Change("overall", "", None, "x")))
    assert [one.n for one in fold([both, mixed[1]])] == [2, 1]
