"""From the package to the first page on a bitmap, against decrypting as many bytes."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path

import pyrage

from benchmarks.bench import Bench, Stick
from benchmarks.committee import Person
from benchmarks.measure import Line, Seconds, clock, read_once, shown, size_text, slower, within
from zgc_review.services import declaring, opening, reading

_SCALE = 1.5


def run(bench: Bench) -> list[Line]:
    """Return the lines of opening; each run is another expert, who opens for the first time."""
    stick = bench.stick
    sealed, key = _sealed_whole(bench.folder, stick.package)
    _render(_plain_page())  # a running program has its PDF library loaded
    opened: Seconds = []
    read: Seconds = []
    whole: Seconds = []
    for expert in stick.committee.experts[: bench.repeat]:
        read_once([stick.package, sealed])
        opened.append(_open(stick, expert))
        _pledge(expert)
        read.append(clock(partial(_first_page, stick, expert)))
        command = ["age", "-d", "-i", str(key), "-o", "/dev/null", str(sealed)]
        whole.append(clock(partial(subprocess.run, command, check=True)))
    sealed.unlink()
    both = [first + second for first, second in zip(opened, read, strict=True)]
    work = f"opening that package ({size_text(bench.sizes.package)}) to the first rendered page"
    return [
        within(f"{work}, program running and unlocked", both, 1.0),
        slower(f"{work}, against decrypting as many bytes", both, "`age -d`", whole, 1 / 20),
        Line("– of it: `open_review` (headers, letters, signature, list)", shown(opened)),
        Line("– of it: `read_document` and the first page at 108 dpi", shown(read)),
    ]


def _sealed_whole(folder: Path, package: Path) -> tuple[Path, Path]:
    """Return an age file as long as the package, and its key."""
    identity = pyrage.x25519.Identity.generate()
    key, sealed = folder / "whole.key", folder / "whole.age"
    key.write_text(f"{identity}\n", "ascii")
    subprocess.run(["age", "-r", str(identity.to_public()), "-o", sealed, package], check=True)
    return sealed, key


def _open(stick: Stick, expert: Person) -> float:
    """Return the seconds of opening; the code was typed before."""
    code = stick.committee.round_code()
    return clock(lambda: opening.open_review(expert.desk, stick.package, code))


def _pledge(expert: Person) -> None:
    """Pass the gate, which takes a person's time and is not measured."""
    row = expert.row()
    declaring.pledge(expert.desk, row)
    declaring.answer_rest(expert.desk, row)
    declaring.declare(expert.desk, row)


def _first_page(stick: Stick, expert: Person) -> None:
    """Read the first document of the first application out of the package and draw its first page."""
    row = expert.row()
    with expert.desk.vault.begin() as uow:
        first = min(uow.applications.all(row.round_id), key=lambda one: one.number)
    _, content = reading.read_document(expert.desk, row, first.application_id, 1, stick.package)
    _render(content)


def _render(content: bytes) -> None:
    """Draw the first page."""
    import pypdfium2  # noqa: PLC0415 - slow import

    document = pypdfium2.PdfDocument(content)
    document[0].render(scale=_SCALE)
    document.close()


def _plain_page() -> bytes:
    """Return a small PDF."""
    from benchmarks.papers import pdf_of  # noqa: PLC0415 - only here

    return pdf_of(4096)
