"""S3: after a round, names, titles and comments stand in the intake folder and in nothing else."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from services_forgery import content
from services_harness import COMMENT, DOCUMENT, OVERALL, PASSPHRASE, World, record, roster_record

from db.vault import open_vault
from zgc_review.domain.times import BEIJING
from zgc_review.errors import StorageError
from zgc_review.seal.message import sealed_bytes
from zgc_review.services import aggregating, opening, reading

HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
PLAIN = {"intake", "名册.xlsx"}
CODES = ("utf-8", "utf-16-le", "utf-16-be")


def texts(value: object) -> Iterator[str]:
    """Yield every text of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def shipped(folder: Traversable) -> Iterator[str]:
    """Yield the texts that the program itself brings."""
    for one in folder.iterdir():
        if one.is_dir():
            yield from shipped(one)
        elif one.name.endswith((".toml", ".yaml", ".typ", ".py")):
            yield one.read_text("utf-8")


@pytest.fixture(scope="module")
def markers() -> tuple[str, ...]:
    """Return every run of three Han characters and of ten ASCII ones that only this round's papers hold."""
    said = [OVERALL, COMMENT, DOCUMENT]
    said += [text for n in (1, 2, 3) for text in texts(record(n))]
    said += [text for n in range(1, 6) for text in texts(roster_record(n))]
    runs = {
        run[at : at + 3]
        for text in said
        for run in re.findall(f"[{HAN}]+", text)
        for at in range(len(run) - 2)
    }
    runs |= {run for text in said for run in re.findall(r"[A-Za-z0-9]{10,}", text)}
    known = "\n".join(shipped(files("resources")))
    found = tuple(sorted(run for run in runs if run not in known))
    assert len(found) > 40
    assert any(ord(sign) > 0xFFFF for run in found for sign in run)
    return found


def leaks(folder: Path, markers: tuple[str, ...]) -> list[str]:
    """Return the files under a folder whose bytes or names hold a marker."""
    files_there = (path for path in sorted(folder.rglob("*")) if path.is_file())
    places = [path.relative_to(folder) for path in files_there]
    return [
        f"{place}: {run}"
        for place in places
        if place.parts[0] not in PLAIN
        for run in found_in(folder / place, str(place), markers)
    ]


def found_in(path: Path, name: str, markers: tuple[str, ...]) -> list[str]:
    """Return the markers in a file's bytes, in any of three encodings, or in its name."""
    data = path.read_bytes()
    return [run for run in markers if run in name or any(run.encode(code) in data for code in CODES)]


def test_s3_the_search_finds_what_is_there(markers: tuple[str, ...], tmp_path: Path) -> None:
    for n, code in enumerate(CODES):
        (tmp_path / f"{n}").write_bytes(b"\x00" * 99 + markers[n].encode(code) + b"\x01")
    assert len(leaks(tmp_path, markers)) >= 3


def test_s3_no_plaintext_after_a_whole_round(
    at: Callable[[str], World], markers: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    world = at("decided")
    person = world.experts[1]
    opening.fetch_documents(person.desk, person.round, world.package)
    _, text = reading.read_document(person.desk, person.round, world.ids()[0], 1)
    assert DOCUMENT.encode() in text
    world.seal()
    world.acknowledge("counted")
    for one in world.everybody():
        assert one.desk.vault.writable  # journals are there
    assert list(world.folder.glob("vaults/*/vault.db-wal"))
    assert leaks(world.folder, markers) == []
    assert list(scratch.rglob("*")) == []
    world.close()
    assert leaks(world.folder, markers) == []
    kinds = {path.suffix for path in world.folder.rglob("*") if path.is_file()}
    assert kinds >= {".zgcpkg", ".zgcscore", ".zgcdecl", ".zgccons", ".zgcack", ".zgcresult", ".zgcnames"}
    assert kinds >= {".zgcround", ".zgcshare", ".age", ".db"}


def test_s3_a_sealed_file_looks_like_noise(keep: Callable[[str], World], markers: tuple[str, ...]) -> None:
    """A control: the same bytes unsealed do hold the markers."""
    world = keep("locked")
    with world.secretary.desk.vault.begin() as uow:
        sheets = uow.messages.find(world.secretary.round.round_id, "sheet")
        bodies = aggregating.aggregation_input(uow, world.secretary.round)
    assert bodies.sheets
    assert any(run.encode() in sheets[0].payload for run in markers)
    sealed = sealed_bytes(sheets[0].payload, world.secretary.desk.suite, [world.observer.card.recipient])
    assert not any(run.encode() in sealed for run in markers)


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, tzinfo=BEIJING)

    def now(self) -> str:
        return self.moment.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def test_s3_ten_wrong_passphrases_wait_longer_and_longer_and_harm_nothing(at: Callable[[str], World]) -> None:
    world, clock, waits = at("written"), Clock(), []
    person = world.experts[1]
    before = content(person)
    person.close()
    for _ in range(10):
        with pytest.raises(StorageError) as caught:
            open_vault(person.vault, "wrong passphrase", clock=clock)
        assert caught.value.code == "vault.passphrase.wrong"
        waits.append(int(caught.value.params["seconds"]))
        for given in ("wrong passphrase", PASSPHRASE):
            with pytest.raises(StorageError, match=r"vault\.passphrase\.wait"):
                open_vault(person.vault, given, clock=clock)
        clock.moment += timedelta(seconds=waits[-1])
    assert waits == sorted(set(waits))
    assert waits[-1] >= 500
    open_vault(person.vault, PASSPHRASE, clock=clock).close()
    assert content(person) == before
