"""What a child cannot do, and what of a document is nowhere but in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from document_samples import PDF, text_pdf

from ui.documents.launch import CHILD_FLAG, command
from ui.documents.reader import Reader

ROOT = Path(__file__).resolve().parents[3]
WAIT = 60
linux = pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")


def in_sandbox(code: str) -> str:
    """Run ``code`` in a process that gave up what a child gives up; return what it prints."""
    head = "from ui.documents import sandbox\nsandbox.enter()\nsandbox.allow_request()\n"
    done = subprocess.run(
        [sys.executable, "-B", "-c", head + code],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    return done.stdout.strip() or f"{done.returncode} {done.stderr.strip().splitlines()[-1:]}"


@linux
def test_a_child_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "plain.txt"
    code = f"import os\nfile = os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY)\n"
    code += "try: os.write(file, b'x')\nexcept OSError as fault: print('no', fault.errno)"
    assert in_sandbox(code) == "no 27"
    assert not target.exists() or target.read_bytes() == b""


@linux
def test_a_child_takes_no_more_memory_than_it_may() -> None:
    assert in_sandbox("try: bytearray(2 << 30)\nexcept MemoryError: print('no')") == "no"
    assert in_sandbox("sandbox.allow_document(1 << 30)\nprint(len(bytearray(2 << 30)))") == str(2 << 30)


@linux
def test_a_child_leaves_no_image_of_its_memory() -> None:
    code = "import resource\nprint(resource.getrlimit(resource.RLIMIT_CORE))"
    assert in_sandbox(code) == "(0, 0)"


@linux
def test_a_child_runs_no_longer_than_it_may() -> None:
    code = "sandbox.PROCESSOR = 1\nsandbox.allow_request()\nwhile True: pass"
    assert in_sandbox(code).startswith("-24 ")


@linux
def test_a_child_ends_with_the_window() -> None:
    """Its pipe is closed when the window's process is gone, however that went."""
    arguments = command()
    child = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.close()
    assert child.wait(WAIT) == 0
    child.stdout.close()


@linux
def test_plaintext_is_in_no_argument_environment_or_file(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SECRET_OF_THE_WINDOW", "s3cret")
    document = reader.open(text_pdf(("机密内容",)), PDF)
    document.render(0, 400).result(WAIT)
    assert document._child is not None
    process = Path("/proc") / str(document._child.pid)
    assert (process / "cmdline").read_bytes().split(b"\0")[1:-1] == [
        b"-s",
        b"-E",
        b"-B",
        b"-m",
        b"ui.documents.child",
    ]
    if os.access(process / "environ", os.R_OK):
        assert b"s3cret" not in (process / "environ").read_bytes()
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_a_window_or_a_vault_is_imported() -> None:
    code = (
        "import sys\n"
        "import ui.documents.child, ui.documents.reader, ui.documents.picture, ui.documents.workbook\n"
        "import ui.documents.word, ui.documents.plaintext\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    forbidden = {"PySide6", "shiboken6", "db", "sqlalchemy", "sqlcipher3", "openpyxl", "numpy", "pandas"}
    assert set(done.stdout.split()) & forbidden == set()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == (sys.executable, CHILD_FLAG)


@linux
def test_what_a_library_prints_is_not_taken_for_an_answer() -> None:
    code = (
        "import os, sys\nimport ui.documents.child as child\n"
        "def serve(source, sink):\n    os.write(1, b'noise'); sink.write(b'answer')\n"
        "child.serve = serve\nchild.main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"answer"
