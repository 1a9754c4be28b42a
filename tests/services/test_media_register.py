"""F17 of the secretary: every medium written and every one that came back; the room a package needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from services_forgery import refused
from services_harness import World

from ui.cli.main import main
from zgc_review.services import acks, handing_back, media_register, packing
from zgc_review.services.log_lines import check_log
from zgc_review.services.packing_needs import bytes_needed
from zgc_review.services.rounds import state_of


def text_of(path: Path) -> str:
    """Return the text of a printed form."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_f17_lists_packages_by_the_number_on_the_medium_and_what_came_back(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("sealed")
    desk, row = world.secretary.desk, world.secretary.round
    packing.pack(desk, row, tmp_path / "stick", packing.PackOrder(letters_only=True, medium=" U-07 "))
    paths = acks.acknowledge(desk, row, world.folder / "counted", "counted")
    person = world.experts[1]
    acks.take_ack(person.desk, person.round, next(one for one in paths if one.name.startswith(person.code)))
    handing_back.hand_back(person.desk, person.round, ["U-01"])
    written = handing_back.write_handback(person.desk, person.round, world.folder / "back")
    (arrival,) = world.collect([written[0]])
    assert arrival.outcome == "new"
    with desk.vault.begin() as uow:
        media = media_register.media_of(uow, row, state_of(uow, row))
        assert check_log(uow, row).findings == ()
    assert [one.given_by for one in media] == ["秘书01", "秘书01", person.code, person.code]
    assert media[0].number.startswith("材料包（日志第")
    assert (media[1].number, media[1].files) == ("U-07", 1)
    assert "程序删除" in media[2].destroyed
    assert (media[3].number, media[3].received_by) == ("U-01", "秘书01")
    (form,) = media_register.print_register(desk, row, tmp_path / "forms")
    said = text_of(form)
    assert form.name == "F17-秘书01.pdf"
    assert "U-07" in said
    assert "U-01" in said


def test_f17_of_a_round_without_media_is_refused(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    assert refused(lambda: media_register.print_register(desk, row, tmp_path)) == "forms.nothing"


def test_the_register_is_a_command(
    at: Callable[[str], World], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = at("packed")
    world.close()
    word = tmp_path / "word"
    word.write_text("中关村 review 2026", "utf-8")
    given = ["--vault", str(world.secretary.vault), "--passphrase-file", str(word)]
    assert main(["media", *given, "--out", str(tmp_path / "out")]) == 0
    assert "F17-秘书01.pdf" in capsys.readouterr().out


def test_the_room_a_package_needs_is_never_told_much_too_small(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        whole = bytes_needed(uow, row, packing.PackOrder())
        one = bytes_needed(uow, row, packing.PackOrder(codes=("专家02",)))
        letters = bytes_needed(uow, row, packing.PackOrder(letters_only=True))
    done = packing.pack(desk, row, tmp_path / "stick", packing.PackOrder())
    size = sum(path.stat().st_size for packed in done for path in packed.paths)
    assert size <= whole < size + 10 * (1 << 20)
    assert letters < whole
    assert one < whole
