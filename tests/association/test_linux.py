"""Double-click on Linux: entry, types and icon of one person, and nothing of it left afterwards."""

from __future__ import annotations

import re
import stat
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from configparser import RawConfigParser
from pathlib import Path

import pytest

from ui.association import linux
from ui.association.file_types import FileType, file_types, own_command
from ui.cli.main import main
from zgc_review.seal.kinds import KINDS
from zgc_review.seal.package_format import SUFFIX

NAMES = "{http://www.freedesktop.org/standards/shared-mime-info}"
COMMAND = ["/opt/中关村 评审/bin/zgc-review", "desktop"]


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that puts tools of a system on the path, which note what they are given."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name: str, ends: int = 0) -> Path:
        tool = folder / name
        tool.write_text(f'#!/bin/sh\necho "$1" >> {folder}/{name}.ran\nexit {ends}\n', "utf-8")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        return folder / f"{name}.ran"

    return put


def everything(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


def entry_of(home: Path) -> dict[str, str]:
    parser = RawConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] - keys keep their case
    parser.read(home / linux.ENTRY, "utf-8")
    return dict(parser["Desktop Entry"])


def test_every_file_that_travels_has_a_type_and_so_has_a_vault() -> None:
    patterns = {one.pattern for one in file_types()}
    written = {f"*{kind.suffix}" for kind in KINDS.values() if kind.suffix}
    assert patterns == written | {f"*{SUFFIX}", "vault.key"}


def test_types_and_entry_name_the_same_and_both_languages_speak(
    tmp_path: Path, tools: Callable[..., Path]
) -> None:
    linux.associate(tmp_path / "data", COMMAND)
    root = ET.parse(tmp_path / "data" / linux.TYPES).getroot()  # noqa: S314 - what we wrote
    declared = {one.attrib["type"] for one in root.findall(f"{NAMES}mime-type")}
    entry = entry_of(tmp_path / "data")
    assert set(entry["MimeType"].strip(";").split(";")) == declared
    for one in root.findall(f"{NAMES}mime-type"):
        words = [comment.text or "" for comment in one.findall(f"{NAMES}comment")]
        assert len(words) == 2
        assert words[0].startswith("ZGC Review ")
        assert words[1].startswith("中关村评审")
        assert one.findall(f"{NAMES}glob")
    assert entry["Name"] == "ZGC Review"
    assert entry["Name[zh_CN]"] == "中关村评审"
    assert (tmp_path / "data" / linux.ICON).read_bytes().startswith(b"<svg")


@pytest.mark.parametrize("word", ["plain", "two words", 'a"b', "a`b$c", "100%", "back\\slash", "评审"])
def test_the_command_is_quoted_as_the_specification_says(word: str) -> None:
    """Desktop Entry Specification, Exec: first the key's own escapes, then the quoting, then field codes."""
    entry = linux.desktop_entry(file_types(), [f"/opt/{word}", "desktop"])
    line = next(one for one in entry.splitlines() if one.startswith("Exec="))
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    quoted = re.findall(r'"((?:\\.|[^"\\`$])*)"', unescaped)
    words = [re.sub(r"\\(.)", r"\1", one).replace("%%", "%") for one in quoted]
    assert words == [f"/opt/{word}", "desktop"]
    assert unescaped.endswith('" %f')


def test_a_second_time_changes_nothing_and_removal_leaves_nothing(
    tmp_path: Path, tools: Callable[..., Path]
) -> None:
    home = tmp_path / "data"
    linux.associate(home, COMMAND)
    there = everything(home)
    once = {name: (home / name).read_bytes() for name in everything(home) if (home / name).is_file()}
    linux.associate(home, COMMAND)
    assert {name: (home / name).read_bytes() for name in once} == once
    assert everything(home) == there
    assert len(linux.remove(home).files) == 3
    assert everything(home) == set()
    assert linux.remove(home).files == ()


def test_what_others_put_there_stays(tmp_path: Path, tools: Callable[..., Path]) -> None:
    home = tmp_path / "data"
    others = [home / "applications" / "other.desktop", home / "mime" / "packages" / "other.xml"]
    for one in (*others, home / "mime" / "globs2", home / "applications" / "mimeinfo.cache"):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_text("x", "utf-8")
    before = everything(home)
    linux.associate(home, COMMAND)
    linux.remove(home)
    assert everything(home) == before


def test_the_tools_of_the_system_are_run_and_told_of_when_missing(
    tmp_path: Path, tools: Callable[..., Path]
) -> None:
    home = tmp_path / "data"
    assert dict(linux.associate(home, COMMAND).tools) == {
        "update-mime-database": "missing",
        "update-desktop-database": "missing",
    }
    ran = tools("update-mime-database")
    tools("update-desktop-database", ends=1)
    assert dict(linux.associate(home, COMMAND).tools) == {
        "update-mime-database": "ran",
        "update-desktop-database": "failed",
    }
    assert ran.read_text("utf-8").split() == [str(home / "mime")]


def test_the_systems_own_tool_accepts_the_types(tmp_path: Path) -> None:
    home = tmp_path / "data"
    state = dict(linux.associate(home, COMMAND).tools)["update-mime-database"]
    assert state in {"ran", "missing"}
    if state == "ran":
        globs = (home / "mime" / "globs2").read_text("utf-8")
        assert all(f":{one.mime}:{one.pattern}" in globs for one in file_types())
    linux.remove(home)
    assert everything(home) == set()


def _type(kind: str) -> FileType:
    return next(one for one in file_types() if one.kind == kind)


def _fits(kind: str, data: bytes) -> bool:
    marks = _type(kind).magic
    return bool(marks) and all(
        data[one.offset : one.offset + len(one.value)] == one.value.encode() for one in marks
    )


def test_marks_tell_cards_and_vaults_apart(tmp_path: Path) -> None:
    words = tmp_path / "pass.txt"
    words.write_text("第一个口令 first\n", "utf-8")
    vault, card = tmp_path / "one.zgcvault", tmp_path / "one.zgccard"
    common = ["--passphrase-file", str(words)]
    assert main(["vault", "create", str(vault), *common]) == 0
    assert main(["vault", "card", "--vault", str(vault), *common, "--name", "张三", "--out", str(card)]) == 0
    key, shown = (vault / "vault.key").read_bytes(), card.read_bytes()
    assert _fits("vault", key)
    assert _fits("card", shown)
    assert not _fits("package", shown)
    assert not _fits("card", key)


def test_the_command_says_what_it_wrote_and_takes_it_back(
    tmp_path: Path,
    tools: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    assert main(["--lang", "zh_CN", "associate"]) == 0
    said = capsys.readouterr().out
    assert str(home / linux.ENTRY) in said
    assert "系统里没有 update-mime-database" in said
    assert "vault.key" in said
    assert main(["--lang", "en", "associate", "--remove"]) == 0
    assert "no file is left" in capsys.readouterr().out
    assert everything(home) == set()


def test_no_other_system_is_promised_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["--lang", "en", "associate"]) == 1
    assert "associate.system" in capsys.readouterr().err


def test_data_stand_in_the_persons_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG Base Directory Specification: a relative path is ignored."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    assert linux.data_home() == tmp_path / ".local" / "share"


def test_the_program_is_started_by_its_full_path() -> None:
    command = own_command()
    assert Path(command[0]).is_absolute()
    assert command[-1] == "desktop"
