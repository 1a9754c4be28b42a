"""Pictures and robustness by command: over the reader's visible set and no more; the secretary's whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from services_harness import PASSPHRASE, Person
from sitting_harness import GROUP, Sitting

from ui.cli.main import main
from zgc_review.errors import Cancelled
from zgc_review.services import picturing
from zgc_review.services.firmness import firmness_of_round, firmness_seen

At = Callable[[str], Sitting]


def run(capsys: pytest.CaptureFixture[str], sitting: Sitting, person: Person, *words: str) -> Any:
    """Run one command; return what it says to machines, and what to people."""
    person.close()
    passphrase = sitting.world.folder / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n", "utf-8")
    keys = ("--vault", str(person.vault), "--passphrase-file", str(passphrase))
    done = main([*words, *keys, "--json"])
    shown = capsys.readouterr()
    assert done == 0, shown.err
    assert main([*words, *keys, "--lang", "zh_CN"]) == 0
    return json.loads(shown.out), capsys.readouterr().out


def test_the_chair_sees_nothing_of_what_the_chair_is_recused_on(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    sitting.panel()
    chair = sitting.chair
    hidden = sitting.id(0)
    shown = picturing.pictures_seen(chair.desk, chair.round, GROUP)
    drawn = {row.application for one in shown.scores for row in one.rows}
    drawn |= {dot.application for row in shown.spread.rows for dot in row.dots}
    drawn |= {row.application for one in shown.rankings for row in one.rows}
    assert drawn == {sitting.id(1), sitting.id(2)}
    seen = firmness_seen(chair.desk, chair.round, GROUP)
    assert hidden not in seen.numbers
    assert hidden not in {one.application for one in seen.found}
    with sitting.secretary.desk.vault.begin() as uow:
        whole = firmness_of_round(uow, sitting.secretary.round)
    assert hidden in whole.numbers


def test_panel_pictures_by_chair_and_secretary(
    at: At, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sitting = at("aside")
    sitting.aggregate()
    sitting.panel()
    number = sitting.application(0).number
    for person, count in ((sitting.chair, 2), (sitting.secretary, 3)):
        folder = tmp_path / person.vault.stem
        written, said = run(capsys, sitting, person, "panel", "pictures", "--out", str(folder))
        assert {Path(one).suffix for one in written} == {".pdf", ".svg"}
        assert f"写出 {len(written)} 个文件" in said
        path = next(
            path for path in folder.iterdir() if path.name.startswith("scores") and path.suffix == ".pdf"
        )
        page = pypdfium2.PdfDocument(path.read_bytes())[0].get_textpage().get_text_range()
        assert (number in page) == (person is sitting.secretary)
        assert ("可见范围内" in page) == (person is sitting.chair)
        assert ("-seen" in path.name) == (person is sitting.chair)
        assert page.count("ZGC") == count


def test_writing_can_be_stopped_between_pages_and_leaves_nothing(at: At, tmp_path: Path) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    shown = picturing.pictures_seen(sitting.chair.desk, sitting.chair.round, GROUP)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        picturing.write_pictures(shown.all, tmp_path / "out", "zh_CN", stop)
    assert told == [(0, 6), (1, 6), (2, 6)], "three pictures of one page, each as PDF and as SVG"
    assert not (tmp_path / "out").exists()


def test_robustness_by_panel_and_by_ranking(at: At, capsys: pytest.CaptureFixture[str]) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    seen, said = run(capsys, sitting, sitting.chair, "panel", "robustness")
    whole, told = run(capsys, sitting, sitting.secretary, "ranking", "--robustness")
    assert seen == whole["robustness"]
    assert "距线" in said
    assert "距线" in told
    assert "严苛度校正：未做" in said
    first = seen[0]
    assert first["alternatives"][-1]["rule"] == "corrected"
    assert first["alternatives"][-1]["why"] == "full_grid"
    assert {"margin", "without", "alternatives", "moves", "firm", "number"} <= set(first)
    plain, _ = run(capsys, sitting, sitting.secretary, "ranking")
    assert "robustness" not in plain


def test_before_aggregating_there_is_nothing_to_draw(
    at: At, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sitting = at("five")
    secretary = sitting.secretary
    secretary.close()
    passphrase = tmp_path / "p.txt"
    passphrase.write_text(PASSPHRASE + "\n", "utf-8")
    keys = ("--vault", str(secretary.vault), "--passphrase-file", str(passphrase))
    assert main(["panel", "pictures", "--out", str(tmp_path / "p"), *keys]) == 1
    assert "pictures.nothing" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_what_if_by_command_stores_nothing(
    at: At, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    chair = sitting.chair
    before, _ = run(capsys, sitting, chair, "panel", "show")
    asked = [one["amount_fen"] for one in before["pools"][0]["lines"]]
    words = ("panel", "what-if", "M01", "--budget", str(asked[0]), "--rule", "strict")
    tried, said = run(capsys, sitting, chair, *words)
    assert [one["line"] for one in tried["lines"]] == ["within", "beyond_budget", "beyond_budget"]
    assert "与现在不同的 2 份" in said
    assert run(capsys, sitting, chair, "panel", "show")[0] == before
    chair.close()
    keys = ("--vault", str(chair.vault), "--passphrase-file", str(sitting.world.folder / "passphrase.txt"))
    for wrong, code in ((("M01", "--pass", "10001"), "what_if.range"), (("M99",), "tie.pool")):
        assert main(["panel", "what-if", *wrong, *keys]) == 1
        assert code in capsys.readouterr().err
