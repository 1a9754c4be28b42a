"""Every measurement runs with tiny sizes; no test looks at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import database, figures, run
from benchmarks.bench import Bench
from benchmarks.measure import Line, faster, slower, within
from benchmarks.sizes import TINY, parse_size

pytestmark = pytest.mark.xdist_group("bench")  # the measurements share one stick


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("bench"), TINY, 1)
    yield made
    made.close()


@pytest.mark.parametrize("name", run.MEASUREMENTS)
def test_measures_and_cleans_up(bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "ROWS", TINY.rows)
    monkeypatch.setattr(database, "ROUNDS", 1)
    lines = run.measure(bench, (name,))[name]
    assert lines
    assert all(line.work and line.ours for line in lines)
    assert all((line.reached is None) == (line.goal == "–") for line in lines)
    assert {one.name for one in bench.folder.iterdir()} <= {
        "stick",
        "whole.key",
        "start.zgcvault",
        "start.pass",
    }


def test_goals_are_judged_in_their_direction() -> None:
    assert slower("w", [3.0, 2.0, 9.0], "cp", [2.0], 1.5).reached is True
    assert slower("w", [3.1], "cp", [2.0], 1.5).reached is False
    assert faster("w", [1.0], "age", [0.7], 0.7).reached is True
    assert faster("w", [1.0], "age", [0.69], 0.7).reached is False
    assert within("w", [1.0, 1.0, 7.0], 1.0).reached is True
    assert within("w", [1.01], 1.0).reached is False
    assert slower("w", [1.0], "cp", [2.0], None).ratio == "0.50×"


def test_figures_are_written_and_written_again(tmp_path: Path) -> None:
    target = tmp_path / "figures.md"
    head = figures.head_of(tmp_path, 3, (0.1, 0.2, 0.3))
    figures.write_figures(target, head, {"packing": [Line("a | b", "1 s", reached=False, goal="≤ 1")]})
    target.write_text(target.read_text("utf-8") + "\n## Others\n\nkept\n", "utf-8")
    figures.write_figures(target, head, {"opening": [Line("c", "2 s")]})
    text = target.read_text("utf-8")
    assert text.startswith("# Figures\n")
    assert "| c | 2 s | – | – | – | – | opening |" in text
    assert "a \\| b" not in text
    assert text.count("## Speed and size") == 1
    assert text.rstrip().endswith("kept")
    assert "0.1 0.2 0.3 before" in text


def test_sizes_are_read() -> None:
    assert parse_size("2GiB") == 2 << 30
    assert parse_size("512MiB") == 512 << 20
    assert parse_size("7") == 7
    with pytest.raises(ValueError, match="invalid literal"):
        parse_size("2GB")


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept", "utf-8")
    assert run.main(["--folder", str(tmp_path), "--only", "start"]) == 2
    assert (tmp_path / "mine").read_text("utf-8") == "kept"
