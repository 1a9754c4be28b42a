"""The windows: start against an empty window, a keystroke to paint and to disk, package to first page."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.bench import ROOT, Bench, Stick
from benchmarks.committee import Person
from benchmarks.measure import Line, Seconds, alternate, shown, slower, within
from benchmarks.starting import HEAVY
from ui.documents.reader import Reader
from zgc_review.services import declaring, opening, reading

_START = 2.0
_PAINT, _DURABLE, _FIRST_PAGE = 0.016, 1.0, 1.0
_STROKES = 40
_WAIT = 60.0


def run(bench: Bench) -> list[Line]:
    """Return the lines of the windows; all of them offscreen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return [*_starting(bench), *_working(bench)]


def _starting(bench: Bench) -> list[Line]:
    """Return how long a window takes to be usable, and what was imported by then."""
    loaded: set[str] = set()
    settings = bench.folder / "settings"

    def start(kind: str) -> float:
        command = [sys.executable, "-m", "benchmarks.window_process", kind, str(settings), *HEAVY]
        begun = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            said = process.stdout.readline().split() if process.stdout is not None else []
            seconds = time.perf_counter() - begun
        if process.returncode or not said:
            raise RuntimeError(f"no window: {kind}")
        if kind == "ours":
            loaded.update(said[1:])
        return seconds

    start("ours"), start("empty")
    ours, empty = alternate(bench.repeat, lambda: start("ours"), lambda: start("empty"))
    shutil.rmtree(settings, ignore_errors=True)
    return [
        slower(
            "window usable after start",
            ours,
            "empty PySide6 window",
            empty,
            _START,
        ),
        Line(
            f"libraries imported by then, of {', '.join(HEAVY)}",
            " ".join(sorted(loaded)) or "none",
            goal="none",
            reached=not loaded,
        ),
    ]


def _working(bench: Bench) -> list[Line]:
    """Return the times of opening, reading and typing in a running program."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the other measurements have no window

    app = QApplication.instance() or QApplication([])
    stick = bench.stick
    with Reader() as reader:
        pages = [_first_page(stick, expert, reader) for expert in stick.committee.experts[-bench.repeat :]]
    painted, stored, blocked = _typing(app, stick.committee.experts[-1])
    return [
        within("package to the first page on a bitmap of the viewer, running program", pages, _FIRST_PAGE),
        within(
            f"keystroke in a percent field to its paint, {len(painted)} keys, the slowest",
            [max(painted)],
            _PAINT,
        ),
        Line("– of it: the median", shown([statistics.median(painted)])),
        within(f"keystroke to the database, {len(stored)} keys, the slowest", [max(stored)], _DURABLE),
        Line("– longest time the interface took no events meanwhile", shown([blocked])),
    ]


def _first_page(stick: Stick, expert: Person, reader: Reader) -> float:
    """Open a package as an expert who typed the code before, pass the gate untimed, show the first page."""
    time.sleep(1)  # the next child starts meanwhile, as it does while a person declares
    code = stick.committee.round_code()
    begun = time.perf_counter()
    opened = opening.open_review(expert.desk, stick.package, code)
    seconds = time.perf_counter() - begun
    row = opened.row
    if not _declared(expert):
        declaring.pledge(expert.desk, row)
        declaring.answer_rest(expert.desk, row)
        declaring.declare(expert.desk, row)
    first = min(opened.applications, key=lambda one: one.number)
    begun = time.perf_counter()
    document_row, content = reading.read_document(expert.desk, row, first.application_id, 1, stick.package)
    document = reader.open(content, document_row.media)
    document.opened.result(_WAIT)
    document.render(0, 800).result(_WAIT)
    seconds += time.perf_counter() - begun
    document.close()
    return seconds


def _declared(expert: Person) -> bool:
    row = expert.row()
    with expert.desk.vault.begin() as uow:
        return declaring.has_declared(uow, row)


def _typing(app: Any, expert: Person) -> tuple[Seconds, Seconds, float]:
    """Type percents into the score screen; return seconds to paint, to disk, and the longest pause."""
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the other measurements have no window

    from ui.desktop import make_context  # noqa: PLC0415 - the other measurements have no window
    from ui.preferences import Preferences  # noqa: PLC0415 - the other measurements have no window
    from ui.viewmodels.home import heads  # noqa: PLC0415 - the other measurements have no window
    from ui.views.program import Program  # noqa: PLC0415 - the other measurements have no window
    from ui.views.shell import Shell  # noqa: PLC0415 - the other measurements have no window

    context = make_context(app, "zh_CN", Preferences(Path(expert.path).parent / "preferences.json"))
    shell = Shell(context)
    program = Program(context, shell)
    shell.show()
    expert.close()
    expert.reopen()
    program._enter(expert.desk)  # noqa: SLF001 - the unlock is measured by itself
    rooms = program.rooms
    assert rooms is not None  # noqa: S101 - entered above
    rooms.enter_round(heads(expert.desk)[0])
    _until(app, lambda: shell.screen is not None and shell.screen.objectName() == "score")
    screen: Any = shell.screen
    _until(app, lambda: bool(screen.rubric.section))
    field = screen.rubric.pane.percent
    field.setFocus()
    painted, stored, pauses = [], [], [0.0]
    for n in range(_STROKES):
        text = str(60 + n % 30)
        field.clear()
        _until(app, lambda: rooms.saver.is_clean)
        begun = time.perf_counter()
        QTest.keyClicks(field, text[0])
        field.repaint()
        painted.append(time.perf_counter() - begun)
        QTest.keyClicks(field, text[1])
        begun = time.perf_counter()
        while not rooms.saver.is_clean:
            step = time.perf_counter()
            app.processEvents()
            pauses.append(time.perf_counter() - step)
        stored.append(time.perf_counter() - begun)
    shell.close()
    expert.reopen()
    return painted, stored, max(pauses)


def _until(app: Any, so: Callable[[], bool]) -> None:
    """Work until something is so."""
    end = time.monotonic() + _WAIT
    while not so():
        if time.monotonic() > end:
            raise TimeoutError("the window")
        app.processEvents()
