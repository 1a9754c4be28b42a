"""Files opened lately: inside the vault, newest first, few, forgotten with the round."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import PASSPHRASE, World

import db.vault
from zgc_review.domain.times import SystemClock
from zgc_review.errors import StorageError
from zgc_review.services import handing_back
from zgc_review.services.desk import Desk
from zgc_review.services.recent_files import MOST, forget_files, recent_files, remember_file

PLACE = Path("/media/某人的盘")


def names(desk: Desk) -> list[str]:
    return [one.path.name for one in recent_files(desk)]


def test_newest_first_each_once_and_no_more_than_a_few(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    assert recent_files(person.desk) == ()
    for n in range(MOST + 3):
        remember_file(person.desk, PLACE / f"{n}.zgcpkg", "package", person.round.round_id)
    remember_file(person.desk, PLACE / "5.zgcpkg", "package")
    shown = recent_files(person.desk)
    assert names(person.desk) == ["5.zgcpkg", *(f"{n}.zgcpkg" for n in (10, 9, 8, 7, 6, 4, 3))]
    assert (shown[0].title, shown[0].round_id) == ("", "")
    assert shown[1].title == person.round.title
    assert shown[1].path == PLACE / "10.zgcpkg"
    assert shown[1].at.endswith("+08:00")
    forget_files(person.desk)
    assert recent_files(person.desk) == ()


def test_a_name_that_is_no_text_is_not_kept(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    remember_file(person.desk, Path(os.fsdecode(b"/stick/\xff.zgcpkg")), "package")
    assert recent_files(person.desk) == ()


def test_a_vault_that_is_only_read_shows_and_keeps_nothing_new(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    remember_file(person.desk, PLACE / "a.zgcpkg", "package")
    person.close()
    vault = db.vault.open_vault(person.vault, PASSPHRASE, write=False)
    desk = Desk(vault, SystemClock())
    remember_file(desk, PLACE / "b.zgcpkg", "package")
    assert names(desk) == ["a.zgcpkg"]
    with pytest.raises(StorageError):
        forget_files(desk)
    vault.close()


def test_names_stand_nowhere_in_the_clear(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    name = "很特别的文件名-7f3a"
    remember_file(person.desk, PLACE / f"{name}.zgcpkg", "package")
    person.close()
    for path in person.vault.rglob("*"):
        assert path.is_dir() or name.encode() not in path.read_bytes()


def test_a_round_that_is_handed_back_takes_its_files_off_the_list(at: Callable[[str], World]) -> None:
    person = at("sealed").experts[1]
    remember_file(person.desk, PLACE / "its.zgcpkg", "package", person.round.round_id)
    remember_file(person.desk, PLACE / "other.zgcpkg", "package", "0" * 32)
    handing_back.hand_back(person.desk, person.round, ["U-017"], "已确认封存")
    assert names(person.desk) == ["other.zgcpkg"]
