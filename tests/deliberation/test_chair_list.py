"""The list of decisions that the secretary hands to a chair shows what the chair may see (rules §15, C7)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import PASSPHRASE
from sitting_harness import GROUP, Sitting, refused

from ui.cli.main import main
from zgc_review.services import tables_out
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chair_list import ChairList, chair_list

At = Callable[[str], Sitting]


def handed_over(sitting: Sitting) -> ChairList:
    with sitting.secretary.desk.vault.begin() as uow:
        return chair_list(uow, sitting.secretary.round, GROUP)


def own_list(sitting: Sitting) -> bytes:
    """Return what the chair's own program writes over the panel file."""
    view = sitting.panel()
    with sitting.chair.desk.vault.begin() as uow:
        return tables_out.decision_list(uow, sitting.chair.round, view.aggregate, GROUP)


@pytest.mark.parametrize(("base", "left_out"), [("five", 0), ("aside", 1)])
def test_c7_the_list_is_the_one_the_chair_would_write(at: At, base: str, left_out: int) -> None:
    sitting = at(base)
    sitting.aggregate()
    found = handed_over(sitting)
    assert found.left_out == left_out
    assert found.content == own_list(sitting)


def test_c7_nothing_in_it_comes_from_what_the_chair_is_recused_on(at: At) -> None:
    """The official places count the application; the list's do not."""
    sitting = at("aside")
    sitting.aggregate()
    recused = sitting.application(0)
    text = handed_over(sitting).content.decode("utf-8-sig")
    assert recused.application_id not in text
    assert recused.number not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted(one["rank"] for one in rows) == ["1", "2"]
    with sitting.secretary.desk.vault.begin() as uow:
        official = current_aggregate(uow, sitting.secretary.round)
    assert len([line for pool in official.pools for line in pool.lines]) == 3


def test_there_is_no_list_before_the_lock_or_for_no_group(at: At) -> None:
    sitting = at("five")
    second = sitting.id(1)
    with sitting.secretary.desk.vault.begin() as uow:
        assert refused(lambda: chair_list(uow, sitting.secretary.round, "G09")) == "panel.group"
        uow.applications.set_state(second, "REVIEWING", "")
        assert refused(lambda: chair_list(uow, sitting.secretary.round, GROUP)) == "panel.early"


def test_the_command_says_what_it_left_out(
    at: At, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sitting = at("aside")
    sitting.aggregate()
    secretary = sitting.secretary
    secretary.close()
    passphrase = tmp_path / "p.txt"
    passphrase.write_text(PASSPHRASE + "\n", "utf-8")
    keys = ["--vault", str(secretary.vault), "--passphrase-file", str(passphrase), "--lang", "zh_CN"]
    for_chair, own = tmp_path / "chair.csv", tmp_path / "own.csv"
    assert main(["ranking", *keys, "--group", GROUP, "--out", str(for_chair)]) == 0
    assert "不含组长回避的 1 项" in capsys.readouterr().out
    assert main(["ranking", *keys, "--out", str(own), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["applications"]) == 3
    number = sitting.application(0).number.encode()
    assert number in own.read_bytes()
    assert number not in for_chair.read_bytes()
