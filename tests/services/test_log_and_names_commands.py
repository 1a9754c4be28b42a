"""``log show``, ``log check``, ``result names``: what windows show, by commands."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import PASSPHRASE, Person, World

from ui.cli.main import main


@pytest.fixture
def run(
    at: Callable[[str], World], capsys: pytest.CaptureFixture[str]
) -> tuple[World, Callable[..., tuple[int, str, str]]]:
    """Return a sealed round and a function that runs a command as somebody."""
    world = at("sealed")
    word = world.folder / "passphrase.txt"
    word.write_text(PASSPHRASE + "\n", "utf-8")

    def command(person: Person | None, *words: str) -> tuple[int, str, str]:
        given = [*words, "--lang", "zh_CN"]
        if person is not None:
            person.close()
            given += ["--vault", str(person.vault), "--passphrase-file", str(word)]
        status = main(given)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return world, command


def test_the_log_is_listed_written_and_checked(
    run: tuple[World, Callable[..., tuple[int, str, str]]], tmp_path: Path
) -> None:
    world, command = run
    status, out, _ = command(world.secretary, "log", "show")
    assert status == 0
    assert "定义轮次" in out.splitlines()[0]
    path = tmp_path / "log.csv"
    status, out, _ = command(world.secretary, "log", "show", "--act", "round.sealed", "--out", str(path))
    assert (status, "1 条" in out) == (0, True)
    heads, row = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert (heads[3], row[3]) == ("操作代号", "round.sealed")
    status, out, _ = command(world.secretary, "log", "check")
    assert (status, "链条完整" in out) == (0, True)
    status, _, err = command(world.experts[1], "log", "show")
    assert (status, "round.role.secretary" in err) == (1, True)


def test_names_are_opened_with_shares(
    run: tuple[World, Callable[..., tuple[int, str, str]]], tmp_path: Path
) -> None:
    world, command = run
    shares = []
    for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
        shares += ["--share", str(tmp_path / code)]
        file = next((world.folder / "shares").glob(f"*-{code}.zgcshare"))
        assert command(person, "result", "share", str(file), "--out", str(tmp_path / code))[0] == 0
    names = next((world.folder / "result").glob("*.zgcnames"))
    status, out, _ = command(None, "result", "names", str(names), *shares)
    assert (status, world.experts[0].name in out) == (0, True)
    path = tmp_path / "names.csv"
    status, out, _ = command(None, "result", "names", str(names), *shares, "--out", str(path), "--json")
    assert {one["name"] for one in json.loads(out)} >= {person.name for person in world.experts}
    assert world.observer.name in path.read_text("utf-8-sig")
    result = next((world.folder / "result").glob("*.zgcresult"))
    status, _, err = command(None, "result", "names", str(result), *shares)
    assert (status, "seal.arrival.kind" in err) == (1, True)


def test_words_are_printed_and_blank_sheets_too(
    run: tuple[World, Callable[..., tuple[int, str, str]]], tmp_path: Path
) -> None:
    world, command = run
    status, out, _ = command(world.secretary, "seal", "papers", "--out", str(tmp_path / "blank"))
    assert (status, len(out.splitlines())) == (0, 3)
    assert {path.read_bytes()[:5] for path in (tmp_path / "blank").iterdir()} == {b"%PDF-"}
    status, _, err = command(world.secretary, "seal", "papers", "--scores", "--out", str(tmp_path / "blank"))
    assert (status, "seal.unprepared" in err) == (1, True)
    file = next((world.folder / "shares").glob("*-监督01.zgcshare"))
    words, pdf = tmp_path / "words", tmp_path / "words.pdf"
    given = ("result", "share", str(file), "--out", str(words), "--pdf", str(pdf))
    assert command(world.observer, *given)[0] == 0
    assert pdf.stat().st_size > 10_000
    assert command(world.secretary, *given)[0] == 1  # it is sealed to the observer
