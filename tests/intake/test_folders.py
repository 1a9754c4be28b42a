"""Document folders: whose they are, and the names in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from zgc_review.intake.folders import find_files, list_folder, match_folders, shown_name
from zgc_review.intake.limits import LIMITS
from zgc_review.intake.report import Report

Found = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("folder", "number"),
    [
        ("ZGC-2026-001", "ZGC-2026-001"),
        ("zgc-2026-001", "ZGC-2026-001"),
        ("ＺＧＣ－２０２６－００１", "ZGC-2026-001"),
        ("ZGC-2026-001 北京示例（集团）有限公司", "ZGC-2026-001"),
        ("ZGC-2026-001北京示例", "ZGC-2026-001"),
        ("ZGC_2026_001-北京示例", "ZGC-2026-001"),
        ("京科〔2026〕1-2", "京科〔2026〕1/2"),
        ("03-0116（补正）", "03-0116"),
    ],
)
def test_folders_named_by_the_number(folder: str, number: str) -> None:
    assert match_folders([folder], [number, "ZGC-2026-00", "其他"]) == ({number: [folder]}, [])


@pytest.mark.parametrize(
    ("folder", "number"), [("2026-10", "2026-1"), ("A1B", "A1"), ("2026-1-2", "2026-1"), ("附件", "2026-1")]
)
def test_folders_of_another_number(folder: str, number: str) -> None:
    assert match_folders([folder], [number]) == ({}, [folder])


def test_the_longest_number_decides() -> None:
    assert match_folders(["2026-1-2", "2026-1 甲"], ["2026-1", "2026-1-2"]) == (
        {"2026-1-2": ["2026-1-2"], "2026-1": ["2026-1 甲"]},
        [],
    )


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def test_files_in_order_with_their_path(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "A1 甲", "b.pdf", "a.pdf", "附件/c.pdf", ".DS_Store", "~$a.docx", "Thumbs.db", "._a.pdf"
    )
    report = Report()
    files = find_files(folder, report, LIMITS)
    assert [(file.name, file.label, file.place.source) for file in files] == [
        ("a.pdf", "a.pdf", "A1 甲/a.pdf"),
        ("b.pdf", "b.pdf", "A1 甲/b.pdf"),
        ("c.pdf", "附件/c.pdf", "A1 甲/附件/c.pdf"),
    ]
    assert report.findings() == ()


def test_names_become_nfc(tmp_path: Path) -> None:
    folder = fill(tmp_path / "A1", "re\u0301sume\u0301.pdf")
    assert find_files(folder, Report(), LIMITS)[0].name == "r\u00e9sum\u00e9.pdf"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a\u202efdp.exe.pdf", "name.control"),
        ("a\u200b.pdf", "name.control"),
        ("a\nb.pdf", "name.control"),
        ("CON.pdf", "name.reserved"),
        ("com1", "name.reserved"),
        ("a:b.pdf", "name.reserved"),
        ("a.", "name.reserved"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold these names")
def test_names_with_a_doubt(tmp_path: Path, found: Found, name: str, code: str) -> None:
    folder = fill(tmp_path / "A1", name)
    report = Report()
    find_files(folder, report, LIMITS)
    assert found(report.findings()) == [code]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the bytes of a name")
def test_names_in_gb18030(tmp_path: Path, found: Found) -> None:
    folder = tmp_path / "A1"
    folder.mkdir()
    (folder / os.fsdecode("申报书.pdf".encode("gb18030"))).write_bytes(b"x")
    report = Report()
    files = find_files(folder, report, LIMITS)
    assert (files[0].name, found(report.findings())) == ("申报书.pdf", ["name.encoding"])
    assert shown_name(os.fsdecode(b"\xff")) == "\ufffd"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold both")
def test_names_that_differ_in_case(tmp_path: Path, found: Found) -> None:
    report = Report()
    find_files(fill(tmp_path / "A1", "a.pdf", "A.pdf"), report, LIMITS)
    assert found(report.findings()) == ["name.twice"]


def test_long_names(tmp_path: Path, found: Found) -> None:
    report = Report()
    find_files(fill(tmp_path / "A1", "abcdef.pdf"), report, replace(LIMITS, name=9))
    assert found(report.findings()) == ["name.long"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(tmp_path: Path, found: Found) -> None:
    fill(tmp_path / "other", "secret.pdf")
    folder = fill(tmp_path / "A1", "a.pdf")
    (folder / "link.pdf").symlink_to(tmp_path / "other" / "secret.pdf")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    report = Report()
    assert [file.name for file in find_files(folder, report, LIMITS)] == ["a.pdf"]
    assert found(report.findings()) == ["folder.link"] * 3


def test_many_files_and_deep_folders(tmp_path: Path, found: Found) -> None:
    folder = fill(tmp_path / "A1", "a", "b", "c", "1/2/3/d")
    report = Report()
    assert len(find_files(folder, report, replace(LIMITS, files=2))) == 2
    assert "folder.many" in found(report.findings())
    report = Report()
    assert len(find_files(folder, report, replace(LIMITS, depth=2))) == 3
    assert found(report.findings()) == ["folder.deep"]


def test_folders_and_files_apart(tmp_path: Path) -> None:
    fill(tmp_path, "申报.xlsx", "A1/a.pdf")
    folders, files = list_folder(tmp_path)
    assert ([path.name for path in folders], [path.name for path in files]) == (["A1"], ["申报.xlsx"])
