"""A second start hands over to the window that runs; what comes over the socket is bounded and harmless."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import ui.handover
from ui.handover import LONGEST, MOST, TAKEN, Handover, Start

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.handover import Handover
app = QCoreApplication([])
given = Path(sys.argv[2]) if sys.argv[2] else None
print(Handover(Path(sys.argv[1])).begin(given, alone=sys.argv[3:] == ["alone"]).value)
"""
RUNNING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.handover import Handover
app = QCoreApplication([])
one = Handover(Path(sys.argv[1]))
print(one.begin(None).value, flush=True)
one.listen(lambda _path: True)
app.exec()
"""


@pytest.fixture
def preferences(tmp_path: Path) -> Path:
    """Return where a person's preferences stand; a socket's address is short."""
    return tmp_path / "p" / "preferences.json"


class Running:
    """A window that runs, and what was handed to it."""

    def __init__(self, preferences: Path, qtbot: QtBot) -> None:
        self.given: list[Path | None] = []
        self.answer = True
        self.qtbot = qtbot
        self.handover = Handover(preferences)
        assert self.handover.begin(None) is Start.FIRST
        self.handover.listen(self.take)
        qtbot.waitUntil(lambda: self.handover._server is not None)

    def take(self, path: Path | None) -> bool:
        self.given.append(path)
        return self.answer

    def say(self, words: bytes) -> bytes:
        """Say something raw; return what is answered, nothing where the talk is ended."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self.handover.name)
            client.setblocking(False)
            heard, left, ended = b"", words, False

            def step() -> bool:
                nonlocal heard, left, ended
                try:
                    left = left[client.send(left) :] if left else left
                    more = client.recv(64)
                    heard, ended = heard + more, not more
                except BlockingIOError:
                    return False
                except OSError:
                    ended = True
                return ended

            self.qtbot.waitUntil(step, timeout=6000)
        return heard


@pytest.fixture
def running(preferences: Path, qtbot: QtBot) -> Iterator[Running]:
    one = Running(preferences, qtbot)
    yield one
    one.handover.close()


def start(preferences: Path, given: str, *more: str) -> subprocess.Popen[str]:
    """Start the program's handing-over in a process of its own."""
    command = [sys.executable, "-c", SECOND, str(preferences), given, *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str], qtbot: QtBot) -> str:
    """Return what a second start says it was, while the window's events go on."""
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    return process.communicate()[0].strip()


def test_a_second_start_hands_over_its_path_and_nothing_else(
    running: Running, preferences: Path, qtbot: QtBot
) -> None:
    path = "/介质/第一轮 2026.zgcpkg"
    assert ended(start(preferences, path), qtbot) == "handed"
    assert running.given == [Path(path)]
    assert ended(start(preferences, ""), qtbot) == "handed"
    assert running.given == [Path(path), None]


def test_another_vault_gets_a_window_of_its_own(running: Running, preferences: Path, qtbot: QtBot) -> None:
    running.answer = False
    assert ended(start(preferences, "/v/other.zgcvault"), qtbot) == "own"
    assert running.given == [Path("/v/other.zgcvault")]


def test_a_window_of_its_own_on_purpose_asks_nobody(
    running: Running, preferences: Path, qtbot: QtBot
) -> None:
    assert ended(start(preferences, "/v/a.zgcpkg", "alone"), qtbot) == "own"
    assert running.given == []


def test_a_name_that_is_no_text_arrives_as_it_is(running: Running) -> None:
    assert running.say(b"/stick/\xff\xfe.zgcpkg\x00") == TAKEN
    assert os.fsencode(running.given[0] or "") == b"/stick/\xff\xfe.zgcpkg"


@pytest.mark.parametrize(
    "words",
    [
        b"relative.zgcpkg\x00",
        b"/one\x00/two\x00",
        b"/one\x00x",
        b"GET / HTTP/1.1\r\n\r\n\x00",
        b"/" + b"a" * LONGEST + b"\x00",
        b"\xff" * (LONGEST * 40),
    ],
    ids=["relative", "two", "more", "other protocol", "long", "endless"],
)
def test_anything_else_ends_the_talk_and_reaches_nobody(running: Running, words: bytes) -> None:
    assert running.say(words) == b""
    assert running.given == []
    assert running.say(b"/still/there.zgcpkg\x00") == TAKEN


def test_who_says_nothing_holds_up_nobody_for_long(
    running: Running, preferences: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.handover, "PATIENCE", 400)
    silent = [socket.socket(socket.AF_UNIX) for _ in range(MOST + 2)]
    for one in silent:
        one.connect(running.handover.name)
        one.send(b"/half")
    assert ended(start(preferences, "/v/a.zgcpkg"), qtbot) == "handed"
    assert running.given == [Path("/v/a.zgcpkg")]
    for one in silent:
        one.close()


def test_the_socket_is_the_persons_alone(running: Running) -> None:
    assert Path(running.handover.name).stat().st_mode & 0o077 == 0


def test_what_a_killed_program_left_stops_nobody(preferences: Path, qtbot: QtBot) -> None:
    command = [sys.executable, "-c", RUNNING, str(preferences)]
    killed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline().strip() == "first"
    left = preferences.with_name("preferences-window.socket")
    qtbot.waitUntil(left.exists)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert left.exists()
    begun = time.monotonic()
    after = Running(preferences, qtbot)
    assert time.monotonic() - begun < 2
    assert after.say(b"/v/a.zgcpkg\x00") == TAKEN
    after.handover.close()


def test_a_window_that_does_not_answer_stops_nobody(
    preferences: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.handover, "_ANSWER", 0.4)
    mute = Handover(preferences)
    assert mute.begin(None) is Start.FIRST
    assert Handover(preferences).begin(Path("/v/a.zgcpkg")) is Start.OWN
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(mute.name)
        server.listen()
        assert Handover(preferences).begin(Path("/v/a.zgcpkg")) is Start.OWN
    mute.close()


def test_a_later_window_takes_over_when_the_first_is_closed(
    preferences: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.handover, "_AGAIN", 50)
    first, second = Running(preferences, qtbot), Handover(preferences)
    given: list[Path | None] = []
    second.listen(lambda path: not given.append(path))  # type: ignore[func-returns-value] - None is false
    first.handover.close()
    qtbot.waitUntil(lambda: second._server is not None)
    assert ended(start(preferences, "/v/a.zgcpkg"), qtbot) == "handed"
    assert given == [Path("/v/a.zgcpkg")]
    second.close()


def test_where_no_lock_and_no_socket_can_be_every_start_has_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    deep = tmp_path / ("d" * 120) / "preferences.json"
    assert Handover(deep).name == ""
    (tmp_path / "file").write_bytes(b"")
    nowhere = Handover(tmp_path / "file" / "preferences.json")
    assert nowhere.begin(Path("/v/a.zgcpkg")) is Start.OWN
    nowhere.listen(lambda _path: True)
    nowhere.close()


@pytest.mark.parametrize("vaults", [0, 1])
def test_a_first_start_loads_no_network(tmp_path: Path, vaults: int, at_home: Callable[[int], Path]) -> None:
    """Design §7: the window is usable before anything but itself is loaded."""
    process = ROOT / "benchmarks" / "window_process.py"
    command = [sys.executable, str(process), "ours", str(at_home(vaults)), "PySide6.QtNetwork"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["usable"]


@pytest.fixture
def at_home(tmp_path: Path) -> Callable[[int], Path]:
    """Return a function that gives a folder of preferences with so many recent vaults."""

    def made(vaults: int) -> Path:
        folder = tmp_path / "config" / "zgc-review"
        folder.mkdir(parents=True)
        known = [tmp_path / f"{n}.zgcvault" for n in range(vaults)]
        for one in known:
            one.mkdir()
        said = ", ".join(f'{{"path": "{one}", "opened_at": "2026-11-22T10:00:00+08:00"}}' for one in known)
        (folder / "preferences.json").write_text(f'{{"recent": [{said}]}}', "utf-8")
        return folder.parent

    return made


def test_a_second_start_of_the_program_ends_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    """Both are the program itself; the second has nothing to show."""
    environment = {**os.environ, "ZGC_REVIEW_PREFERENCES": str(tmp_path / "p.json")}
    command = [sys.executable, "-m", "ui", "desktop"]
    first = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        qtbot.waitUntil((tmp_path / "p-window.socket").exists, timeout=20_000)
        for given in ([], [str(tmp_path / "a.zgcpkg")]):
            done = subprocess.run([*command, *given], cwd=ROOT, env=environment, timeout=20, check=False)
            assert done.returncode == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait()
