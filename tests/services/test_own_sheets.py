"""F07 printed by the expert: the secretary's values, by code and without the name (rules §10, §15)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from services_forgery import refused
from services_harness import EXPERTS, OVERALL, World

from zgc_review.services import printing
from zgc_review.services.acks import event_of


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_f07_of_the_own_sheets_agrees_with_the_secretarys(at: Callable[[str], World]) -> None:
    world = at("locked")
    person, target = world.experts[1], world.folder / "own.pdf"
    assert printing.own_sheets_name(person.round) == f"F07-{person.code}.pdf"
    printing.print_own_sheets(person.desk, person.round, target)
    theirs = {
        path.stem.removeprefix("F07-"): text_of(path)
        for path in printing.print_sheets(world.secretary.desk, world.secretary.round, world.folder / "f07")
    }
    own, official = text_of(target), theirs[person.code]
    assert EXPERTS[1] in official
    assert EXPERTS[1] not in own
    assert f"{EXPERTS[1]}的单位" not in own
    # Totals, points, percents, digits of file and sheets, times: everything but the moment of printing.
    numbers = [re.findall(r"\d{5,}|\d+\.\d\d|\d+%", text) for text in (own, official)]
    assert len(numbers[0]) > 40
    assert numbers[0] == numbers[1]
    assert OVERALL in own
    with person.desk.vault.begin() as uow:
        last = event_of(uow.events.all(person.round.round_id)[-1].leaf)
    assert last["act"] == "form.exported"
    assert last["data"] == {
        "form": "F07",
        "file": hashlib.sha256(target.read_bytes()).hexdigest(),
        "sheets": 3,
    }


def test_without_a_signed_sheet_there_is_no_f07(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    code = refused(lambda: printing.print_own_sheets(person.desk, person.round, world.folder / "own.pdf"))
    assert code == "forms.unsigned"
    assert not (world.folder / "own.pdf").exists()
