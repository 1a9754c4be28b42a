"""The demo: a whole round by commands, everything planted is found, and nothing leaks (S3)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def round_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demo once, with small documents."""
    folder = tmp_path_factory.mktemp("demo") / "round"
    assert main(["demo", "--out", str(folder), "--light", "--applications", "13"]) == 0
    return folder


def runs_of(folder: Path) -> tuple[set[str], set[str]]:
    """Return runs of 3 Han characters and of 10 ASCII characters of names, titles and comments."""
    from zgc_review.catalogue import load_shipped  # noqa: PLC0415 - only here
    from zgc_review.intake.applications import read_applications  # noqa: PLC0415 - only here
    from zgc_review.intake.roster import read_roster  # noqa: PLC0415 - only here

    catalogue = load_shipped()
    texts: list[str] = []
    for one in read_applications(folder / "样例" / "申报", catalogue).ready:
        record = json.dumps(one.record, ensure_ascii=False)
        texts += re.findall(r'"(?:name|title|unit_name)": "([^"]+)"', record)
    texts += [
        str(one.record["name"]) for one in read_roster(folder / "样例" / "名册.xlsx", catalogue).experts
    ]
    for path in (folder / "评分").glob("*.json"):
        for sheet in json.loads(path.read_text("utf-8"))["sheets"]:
            texts += [sheet["overall"], *sheet["comments"].values()]
    han = {run for text in texts for run in re.findall(r"(?=([㐀-鿿\U00020000-\U0003ffff]{3}))", text)}
    ascii_runs = {run for text in texts for run in re.findall(r"(?=([ -~]{10}))", text)}
    return han, ascii_runs


def shipped_text() -> str:
    """Return all text the program ships: its own words are no secret."""
    folders = ("resources", "zgc_review", "ui", "db")
    return "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".toml", ".yaml", ".typ", ".py"}
    )


def files_that_travel_or_lie(folder: Path) -> Iterator[Path]:
    """Yield every file of vaults, sticks and sealed results."""
    for place in ("保险库", "介质"):
        yield from (path for path in (folder / place).rglob("*") if path.is_file())
    yield from (folder / "结果").glob("*.zgc*")


def test_s3_no_plaintext_outside_the_intake_folder_and_named_exports(round_folder: Path) -> None:
    """Cards are open by design (name and organisation of their owner): they are left out."""
    han, ascii_runs = runs_of(round_folder)
    shipped = shipped_text()
    han = {run for run in han if run not in shipped}
    ascii_runs = {run for run in ascii_runs if run not in shipped}
    assert len(han) > 500
    needles = [run.encode() for run in han | ascii_runs]
    pattern = re.compile(b"|".join(re.escape(needle) for needle in needles))
    searched = 0
    for path in files_that_travel_or_lie(round_folder):
        if path.suffix == ".zgccard":
            continue
        searched += 1
        hit = pattern.search(path.read_bytes())
        assert hit is None, f"{path.name}: {hit and hit[0].decode()}"
    assert searched > 100


def test_s3_the_search_would_find_a_leak(round_folder: Path) -> None:
    han, _ = runs_of(round_folder)
    shipped = shipped_text()
    some = next(run for run in sorted(han) if run not in shipped).encode()
    leak = round_folder / "保险库" / "leak.txt"
    leak.write_bytes(b"\0" * 50 + some)
    try:
        with pytest.raises(AssertionError, match=r"leak\.txt"):
            test_s3_no_plaintext_outside_the_intake_folder_and_named_exports(round_folder)
    finally:
        leak.unlink()


def test_names_of_files_tell_no_names(round_folder: Path) -> None:
    han, _ = runs_of(round_folder)
    shipped = shipped_text()
    private = {run for run in han if run not in shipped}
    for place in ("保险库", "介质", "结果"):
        for path in (round_folder / place).rglob("*"):
            assert not any(run in path.name for run in private), path.name


def test_a_second_demo_refuses_a_folder_in_use(
    round_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(round_folder)]) == 1
    assert "demo.exists" in capsys.readouterr().err


def test_the_result_is_sealed_and_lists_exist(round_folder: Path) -> None:
    names = {path.name for path in (round_folder / "结果").rglob("*") if path.is_file()}
    assert any(name.endswith(".zgcresult") for name in names)
    assert any(name.endswith(".zgcnames") for name in names)
    assert any(name.startswith("F18") for name in names)
    assert sum(name.startswith("F07") for name in names) == 25
    parts = json.loads((round_folder / "打开" / "结果" / "manifest.json").read_bytes())["body"]["parts"]
    titles = {part["title"] for part in parts}
    assert {"F08.pdf", "F14.pdf", "F15.pdf", "F08.xlsx", "F14.xlsx", "aggregate.json"} <= titles
    assert any(title.startswith("F14-") and title.endswith(".csv") for title in titles)
