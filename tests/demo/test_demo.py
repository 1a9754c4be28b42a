"""The demo: a whole round by commands, everything planted is found, and nothing leaks (S3)."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.reader import LANGUAGES, Texts
from ui.cli.console import Console
from ui.cli.demo.evidence import OPENED
from ui.cli.demo.judges import JUDGES
from ui.cli.demo.planted import LIST, conclude, judge
from ui.cli.demo.run import RECORDS, Runner
from ui.cli.demo.sample import MIN_EXPERTS, make_sample
from ui.cli.demo.scene_draw import settle_conflicts
from ui.cli.demo.scene_intake import found_round, pass_gates, take_in
from ui.cli.demo.stage import Stage
from ui.cli.main import main
from zgc_review.catalogue import load_shipped
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.workbooks import write_workbook

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from demo_figures import compare_figures  # noqa: E402 - the folder is no package


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


@pytest.fixture(scope="module")
def private_runs(round_folder: Path) -> tuple[set[str], set[str]]:
    """Return the runs that the program's own texts do not hold: whoever finds one has found a leak."""
    han, ascii_runs = runs_of(round_folder)
    shipped = shipped_text()
    known = set(re.findall(r"(?=([㐀-鿿\U00020000-\U0003ffff]{3}))", shipped))
    return han - known, {run for run in ascii_runs if run not in shipped}


def files_that_travel_or_lie(folder: Path) -> Iterator[Path]:
    """Yield every file of vaults, sticks and sealed results."""
    for place in ("保险库", "介质"):
        yield from (path for path in (folder / place).rglob("*") if path.is_file())
    yield from (folder / "结果").glob("*.zgc*")


def test_s3_no_plaintext_outside_the_intake_folder_and_named_exports(
    round_folder: Path, private_runs: tuple[set[str], set[str]]
) -> None:
    """Cards are open by design (name and organisation of their owner): they are left out."""
    han, ascii_runs = private_runs
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


def test_s3_the_search_would_find_a_leak(round_folder: Path, private_runs: tuple[set[str], set[str]]) -> None:
    some = min(private_runs[0]).encode()
    leak = round_folder / "保险库" / "leak.txt"
    leak.write_bytes(b"\0" * 50 + some)
    try:
        with pytest.raises(AssertionError, match=r"leak\.txt"):
            test_s3_no_plaintext_outside_the_intake_folder_and_named_exports(round_folder, private_runs)
    finally:
        leak.unlink()


def test_names_of_files_tell_no_names(round_folder: Path, private_runs: tuple[set[str], set[str]]) -> None:
    for place in ("保险库", "介质", "结果"):
        for path in (round_folder / place).rglob("*"):
            runs = {path.name[at : at + 3] for at in range(len(path.name) - 2)}
            assert not runs & private_runs[0], path.name


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


#: Every story that the round must tell, by the id of its plant.
STORIES = {
    *("qualified-met", "qualified-not-met", "qualified-settled", "qualified-third"),
    *("listed-agreed", "listed-pending", "listed-declined", "integrity-hit", "expired-entry", "ethics-flag"),
    *("excluded-expert", "same-employer", "former-employer-within", "former-employer-past", "homonym"),
    *("ruling-open", "ruling-closed", "late-before", "late-after", "chair-recused", "alternate-called"),
    *("revision", "explanation", "laptop-lost", "veto-confirmed", "veto-failed"),
    *("damaged-pdf", "tie-at-line", "budget-edge"),
}


def test_r1_everything_planted_is_found_and_nothing_else(round_folder: Path) -> None:
    verdict = judge(round_folder)
    planted = [one.id for one in verdict.planted]
    assert planted == list(verdict.found)
    assert verdict.surplus == ()
    assert verdict.complete
    assert set(planted) >= STORIES
    assert set(planted) == set(JUDGES)


def evidence_of(folder: Path) -> list[Path]:
    """Return every file that the judgement reads, but for the list of what was planted."""
    parts = json.loads((folder / OPENED / "manifest.json").read_bytes())["body"]["parts"]
    tables = [folder / OPENED / part["file"] for part in parts if part["role"] in TABLES]
    return [*sorted((folder / RECORDS).glob("*.json")), *tables]


TABLES = ("applications", "recusals", "aggregate", "log")


def test_a_missing_one_makes_the_demo_fail(
    round_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each planted item is found in what the program said: without that it counts as missing."""
    folder = tmp_path / "round"
    for place in (RECORDS, OPENED):
        shutil.copytree(round_folder / place, folder / place)
    (folder / LIST).parent.mkdir()
    shutil.copyfile(round_folder / LIST, folder / LIST)
    console = Console(Texts("zh_CN"))
    assert conclude(console, judge(folder)) == 0
    missed: set[str] = set()
    for path in evidence_of(folder):
        hidden = path.rename(path.with_suffix(".hidden"))
        verdict = judge(folder)
        missing = {one.id for one in verdict.planted} - set(verdict.found)
        assert conclude(console, verdict) == int(bool(missing))
        missed |= missing
        hidden.rename(path)
    assert missed == {one.id for one in judge(folder).planted}
    assert "✗ homonym" in capsys.readouterr().out


def test_what_was_announced_but_not_planted_is_missed(tmp_path: Path) -> None:
    """The namesake bears another name after all: the conflict desk is silent, and the judge says so."""
    sample = make_sample(tmp_path / "样例", load_shipped(), applications=13, experts=MIN_EXPERTS, light=True)
    (where,) = (one.where.split()[0] for one in sample.planted if one.id == "homonym")
    rename(sample.roster, where)
    (tmp_path / LIST).write_text(
        json.dumps([{"id": one.id, "where": one.where, "code": one.code} for one in sample.planted]), "utf-8"
    )
    runner = Runner(main, Console(Texts("zh_CN")), tmp_path)
    stage = Stage(runner, sample)
    try:
        for scene in (found_round, take_in, pass_gates, settle_conflicts):
            scene(stage)
    finally:
        runner.session.close()
    verdict = judge(tmp_path)
    assert "homonym" not in verdict.found
    assert {"same-employer", "former-employer-within", "excluded-expert"} <= set(verdict.found)
    assert not verdict.complete


def rename(roster: Path, number: str) -> None:
    """Give one expert of the roster another name."""
    from zgc_review.intake.roster import read_roster  # noqa: PLC0415 - only here

    catalogue = load_shipped()
    records = [{**one.record, "roster_no": one.number} for one in read_roster(roster, catalogue).experts]
    for record in records:
        if record["roster_no"] == number:
            record["name"] = "亓㛃䶮"
    roster.unlink()
    write_workbook(roster, roster_layout(catalogue), records)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_the_command_line_and_the_verifier_print_the_same(
    round_folder: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    compare_figures(round_folder, tmp_path, language, qapp, qtbot)
