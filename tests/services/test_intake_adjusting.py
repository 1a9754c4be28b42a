"""Columns remembered, cells corrected and taken back, what changed when an application is received again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from services_harness import World, new_world

from resources.reader import LANGUAGES
from ui.cli.main import main
from ui.cli.session import Session
from zgc_review.domain.states import State
from zgc_review.errors import GateError, IntakeError
from zgc_review.intake.applications import IntakeBatch
from zgc_review.intake.around import around, letters
from zgc_review.intake.choices import Choice
from zgc_review.intake.memory import Memory
from zgc_review.services import taking_in
from zgc_review.services.application_changes import amended_ids, amendments_of
from zgc_review.services.intake_adjusting import (
    Spot,
    all_corrections,
    correct_cell,
    remember_columns,
    remembered_columns,
    undo_correction,
)
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path / "world")
    made.define()
    yield made
    made.close()


def edit(folder: Path, old: str, new: str) -> tuple[int, int]:
    """Write another text into the first cell that holds ``old``; return row and column as the file counts."""
    book = openpyxl.load_workbook(folder / "申报.xlsx")
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == old)
    cell.value = new
    book.save(folder / "申报.xlsx")
    return cell.row, cell.column - 1


def header(folder: Path, old: str, new: str) -> None:
    book = openpyxl.load_workbook(folder / "申报.xlsx")
    cell = next(cell for cell in book.worksheets[0][1] if cell.value == old)
    cell.value = new
    book.save(folder / "申报.xlsx")


def events(world: World, act: str) -> list[dict[str, Any]]:
    with world.secretary.desk.vault.begin() as uow:
        leaves = [json.loads(one.leaf) for one in uow.events.all(world.secretary.round.round_id)]
    return [one for one in leaves if one["act"] == act]


def check(world: World, folder: Path, memory: Memory | None = None) -> IntakeBatch:
    return taking_in.check_folder(world.secretary.desk, world.secretary.round, folder, memory)


def test_chosen_columns_are_remembered_for_the_next_import(world: World) -> None:
    folder = world.intake()
    header(folder, "申报编号", "我们的号")
    assert check(world, folder).errors
    desk, row = world.secretary.desk, world.secretary.round
    chosen = Choice(sheet="main", header="我们的号", field="application_no")
    remember_columns(desk, row, [chosen])
    assert [one.number for one in check(world, folder).ready] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    assert len(taking_in.take_in(desk, row, folder).new) == 3
    (event,) = events(world, "intake.columns")
    assert (event["data"]["columns"], event["data"]["left"]) == (1, 0)
    assert "我们的号" not in json.dumps(event, ensure_ascii=False)
    remember_columns(desk, row, [chosen])  # nothing new: no second event
    assert len(events(world, "intake.columns")) == 1
    assert remember_columns(desk, row, (), [chosen]) == ()
    assert check(world, folder).errors


def test_a_correction_is_read_instead_and_the_file_stays(world: World) -> None:
    folder = world.intake()
    place, column = edit(folder, "ZGC-0002", "ZGC-0001")
    before = (folder / "申报.xlsx").read_bytes()
    batch = check(world, folder)
    assert [one.blocked for one in batch.applications] == [True, True, False]
    desk, row = world.secretary.desk, world.secretary.round
    made = correct_cell(
        desk, row, batch.seen, Spot("申报.xlsx", "申报", place, column), "ZGC-0002", "按申报书更正"
    )
    after = check(world, folder)
    assert [one.number for one in after.ready] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    (told,) = [one for one in after.findings if one.code == "intake.correction.applied"]
    assert (told.row, told.value, told.params["old"]) == (place, "ZGC-0002", "ZGC-0001")
    assert (folder / "申报.xlsx").read_bytes() == before
    taken = taking_in.take_in(desk, row, folder)
    assert taken.new == ("ZGC-0001", "ZGC-0002", "ZGC-0003")
    undo_correction(desk, row, made.n)
    assert [one.blocked for one in check(world, folder).applications] == [True, True, False]
    with pytest.raises(IntakeError, match=r"intake\.correction\.unknown"):
        undo_correction(desk, row, made.n)


def test_the_log_says_where_and_why_but_not_what_stood_there(world: World) -> None:
    folder = world.intake()
    batch = check(world, folder)
    finding_row = batch.applications[0].place.row
    seen = next(one for one in batch.seen if one.layout is not None and one.layout.id == "main")
    cells = next(row for row in seen.sheet.rows if row.number == finding_row).cells
    heads = [cell.text for cell in seen.sheet.rows[0].cells]
    column = heads.index("项目负责人姓名")
    secret = cells[column].text
    desk, row = world.secretary.desk, world.secretary.round
    spot = Spot("申报.xlsx", "申报", finding_row, column)
    correct_cell(desk, row, batch.seen, spot, "赵更正人", "姓名写错")
    (event,) = events(world, "intake.corrected")
    assert event["data"]["row"] == finding_row
    assert event["data"]["column"].startswith("main:")
    assert len(event["data"]["old"]) == len(event["data"]["new"]) == 64
    with desk.vault.begin() as uow:
        texts = [one.text for one in uow.events.texts(row.round_id) if one.n == event["n"]]
    assert "姓名写错" in texts
    for word in (secret, "赵更正人"):
        assert word not in json.dumps(event, ensure_ascii=False)
        assert all(word not in text for text in texts)


def test_a_correction_follows_its_row_and_ends_when_the_row_is_another(world: World) -> None:
    folder = world.intake()
    place, column = edit(folder, "ZGC-0002", "ZGC-2")
    desk, row = world.secretary.desk, world.secretary.round
    spot = Spot("申报.xlsx", "申报", place, column)
    correct_cell(desk, row, check(world, folder).seen, spot, "ZGC-0002", "按申报书更正")
    book = openpyxl.load_workbook(folder / "申报.xlsx")
    book.worksheets[0].insert_rows(2)
    book.save(folder / "申报.xlsx")
    assert "ZGC-0002" in [one.number for one in check(world, folder).ready]
    title = next(one for one in check(world, folder).applications if one.number == "ZGC-0002").record["title"]
    edit(folder, str(title), "别的项目")
    batch = check(world, folder)
    assert "ZGC-2" in [one.number for one in batch.applications]
    stale = [one for one in batch.findings if one.code == "intake.correction.stale"]
    assert [one.params["n"] for one in stale] == [1]


def test_a_second_correction_of_a_cell_takes_the_place_of_the_first(world: World) -> None:
    folder = world.intake()
    place, column = edit(folder, "ZGC-0002", "ZGC-2")
    desk, row = world.secretary.desk, world.secretary.round
    spot = Spot("申报.xlsx", "申报", place, column)
    for value in ("ZGC-7", "ZGC-0002"):
        correct_cell(desk, row, check(world, folder).seen, spot, value, "按申报书更正")
    with desk.vault.begin() as uow:
        kept = all_corrections(uow, row)
    assert [(one.value, bool(one.undone)) for one in kept] == [("ZGC-7", True), ("ZGC-0002", False)]
    assert "ZGC-0002" in [one.number for one in check(world, folder).ready]


@pytest.mark.parametrize(
    ("spot", "value", "reason", "code"),
    [
        (Spot("别的.xlsx", "申报", 3, 0), "x", "依据", "place"),
        (Spot("申报.xlsx", "申报", 1, 0), "x", "依据", "place"),
        (Spot("申报.xlsx", "申报", 3, 400), "x", "依据", "place"),
        (Spot("申报.xlsx", "申报", 3, -1), "x", "依据", "place"),
        (Spot("申报.xlsx", "申报", 3, 0), "x", "", "reason"),
        (Spot("申报.xlsx", "申报", 3, 0), "x", "两\n行", "reason"),
        (Spot("申报.xlsx", "申报", 3, 0), "\x00", "依据", "value"),
        (Spot("申报.xlsx", "申报", 3, 0), "x" * 2_001, "依据", "value"),
        (Spot("申报.xlsx", "申报", 3, 0), "ZGC-0001", "依据", "same"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_its_code(
    world: World, spot: Spot, value: str, reason: str, code: str
) -> None:
    batch = check(world, world.intake())
    with pytest.raises(IntakeError) as refused:
        correct_cell(world.secretary.desk, world.secretary.round, batch.seen, spot, value, reason)
    assert refused.value.code == f"intake.correction.{code}"
    assert events(world, "intake.corrected") == []


def test_only_the_secretary_adjusts(world: World) -> None:
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        remember_columns(world.observer.desk, world.observer.round, [])


def test_a_second_look_reads_only_what_changed(world: World) -> None:
    folder = world.intake()
    memory = Memory()
    first = check(world, folder, memory)
    again = check(world, folder, memory)
    assert again.findings == first.findings
    assert again.seen[0].filed is first.seen[0].filed
    edit(folder, "ZGC-0002", "ZGC-2")
    changed = check(world, folder, memory)
    assert changed.seen[0].filed is not first.seen[0].filed
    assert [one.number for one in changed.applications] == ["ZGC-0001", "ZGC-2", "ZGC-0003"]
    paper = next(path for path in sorted(folder.rglob("*.txt")))
    paper.unlink()
    assert check(world, folder, memory).warnings > changed.warnings


def test_the_cells_around_a_finding_are_the_files_own(world: World) -> None:
    folder = world.intake()
    edit(folder, "ZGC-0002", "ZGC-0001")
    batch = check(world, folder)
    twice = next(one for one in batch.findings if one.code == "intake.row.twice")
    found = around(batch.seen, twice)
    assert found is not None
    assert [line.number for line in found.lines] == [twice.row - 1, twice.row, twice.row + 1]
    assert found.line.number == twice.row
    assert found.headers[found.key] == "申报编号"
    assert found.line.cells[found.key] == "ZGC-0001"
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def amended(world: World) -> None:
    """Take in, send the second back, and take it in again with another title and other documents."""
    folder = world.intake()
    desk, row = world.secretary.desk, world.secretary.round
    taking_in.take_in(desk, row, folder)
    with desk.vault.begin() as uow:
        one = uow.applications.by_number(row.round_id, "ZGC-0002")
        assert one is not None
        move(desk, uow, row, one.application_id, State.FORMAL_FIX, state_of(uow, row), "缺承诺书")
        uow.commit()
    edit(folder, str(one.record["title"]), "改过的题目")
    papers = sorted(path for path in (folder / "ZGC-0002").rglob("*") if path.is_file())
    papers[0].write_bytes(papers[0].read_bytes() + b" ")
    papers[1].rename(papers[1].with_name("renamed" + papers[1].suffix))
    papers[2].unlink()
    (folder / "ZGC-0002" / "CA08 new.txt").write_text("批件", "utf-8")
    taken = taking_in.take_in(desk, row, folder)
    assert taken.amended == ("ZGC-0002",)


def test_an_application_received_again_shows_what_differs_and_keeps_the_old_copy(world: World) -> None:
    amended(world)
    desk, row = world.secretary.desk, world.secretary.round
    (found,) = amendments_of(desk, row, "ZGC-0002")
    assert (found.n, found.state, found.reason) == (1, "FORMAL_FIX", "缺承诺书")
    assert [(one.field, one.after) for one in found.fields] == [("title", "改过的题目")]
    kinds = sorted(one.kind for one in found.papers)
    assert kinds == ["added", "removed", "renamed", "replaced"]
    for paper in found.papers:
        if paper.before is not None:
            assert desk.vault.objects.has(paper.before.object)  # the old copy is still there
    assert amendments_of(desk, row, "ZGC-0001") == ()
    with desk.vault.begin() as uow:
        numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
        assert [numbers[one] for one in amended_ids(uow, row)] == ["ZGC-0002"]


class Cli:
    """Runs ``intake`` commands on the secretary's vault."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self._session = Session()
        self._session.adopt(world.secretary.desk)
        self._vault = str(world.secretary.desk.vault.path)
        self._capsys = capsys

    def run(self, *words: str, expect: int = 0) -> str:
        status = main(["intake", words[0], *words[1:], "--vault", self._vault], self._session)
        said = self._capsys.readouterr()
        assert status == expect, said.err
        return said.out or said.err


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(world, capsys)


def test_columns_by_command(world: World, cli: Cli, tmp_path: Path) -> None:
    folder = world.intake()
    header(folder, "申报编号", "我们的号")
    assert "我们的号" in cli.run("columns", str(folder), "--lang", "zh_CN", expect=1)
    path = tmp_path / "columns.json"
    cli.run("columns", str(folder), "--out", str(path), expect=1)
    value = json.loads(path.read_text("utf-8"))
    mine = next(one for one in value["columns"] if one["header"] == "我们的号")
    assert mine["field"] is None
    mine["field"] = "application_no"
    path.write_text(json.dumps(value), "utf-8")
    for language in LANGUAGES:
        assert cli.run("columns", str(folder), "--mapping", str(path), "--lang", language)
    assert json.loads(cli.run("import", str(folder), "--mapping", str(path), "--json"))["new"]
    with world.secretary.desk.vault.begin() as uow:
        assert remembered_columns(uow)
    cli.run("columns", str(folder), "--forget", expect=1)
    with world.secretary.desk.vault.begin() as uow:
        assert remembered_columns(uow) == ()


def test_corrections_by_command(world: World, cli: Cli, tmp_path: Path) -> None:
    folder = world.intake()
    place, column = edit(folder, "ZGC-0002", "ZGC-0001")
    out = tmp_path / "findings.csv"
    cli.run("check", str(folder), "--out", str(out), expect=1)
    assert "ZGC-0001" in out.read_text("utf-8-sig")
    spot = ["--file", "申报.xlsx", "--sheet", "申报", "--row", str(place), "--column", letters(column)]
    words = ["correct", str(folder), *spot, "--value", "ZGC-0002", "--reason", "按申报书更正"]
    assert "第 1 条更正" in cli.run(*words, "--lang", "zh_CN")
    cli.run("check", str(folder))
    assert "按申报书更正" in cli.run("corrections", "--lang", "zh_CN")
    assert "salt" not in cli.run("corrections", "--json") or '"salt": null' in cli.run(
        "corrections", "--json"
    )
    assert "correction 1" in cli.run("undo-correction", "1", "--lang", "en")
    cli.run("check", str(folder), expect=1)
    said = cli.run("correct", str(folder), *spot[:-1], "1", *words[-4:], expect=1)
    assert "intake.correction.column" in said


def test_changes_by_command(world: World, cli: Cli) -> None:
    amended(world)
    said = cli.run("changes", "ZGC-0002", "--lang", "zh_CN")
    assert "改过的题目" in said
    assert "新增文件 CA08 new.txt" in said
    assert "renamed" in cli.run("changes", "ZGC-0002", "--lang", "en")
    assert "ZGC-0001" in cli.run("changes", "ZGC-0001", "--lang", "en")
    (found,) = json.loads(cli.run("changes", "ZGC-0002", "--json"))
    assert [one["field"] for one in found["fields"]] == ["title"]
