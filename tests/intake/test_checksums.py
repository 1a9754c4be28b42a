"""Documents compared with the list of checksums handed in with them (catalogue: digest_mismatches, CG09)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zgc_review.catalogue import Catalogue
from zgc_review.intake.applications import IntakeBatch, read_applications
from zgc_review.intake.checksums import count_mismatches
from zgc_review.intake.folders import FoundFile
from zgc_review.intake.report import Place, Report

Found = Callable[..., list[str]]
FILES = {"CA01 申报书.txt": "申报书", "附件/营业执照.txt": "执照"}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lines(**changes: str) -> str:
    """Return the list of :data:`FILES` as ``sha256sum`` writes it."""
    return "".join(f"{digest(changes.get(name, text))}  {name}\n" for name, text in FILES.items())


@pytest.fixture
def run(
    tmp_path: Path, catalogue: Catalogue, book: Callable[..., Path], found: Found
) -> Callable[..., tuple[IntakeBatch, list[str]]]:
    """Return a function that reads one application with :data:`FILES` and a list."""

    def read(listed: bytes | str | None, name: str = "SHA256SUMS", **more: str) -> Any:
        head = ["申报编号", "支持方向", "项目名称", "申报单位"]
        book("申报.xlsx", {"申报": [head, ["A1", "M01-1", "智能传感", "智芯科技"]]}, folder="in")
        folder = tmp_path / "in" / "A1"
        for file, text in {**FILES, **more}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        if listed is not None:
            (folder / name).write_bytes(listed if isinstance(listed, bytes) else listed.encode())
        batch = read_applications(tmp_path / "in", catalogue)
        return batch, [code for code in found(batch.findings) if code.startswith("digest.")]

    return read


@pytest.mark.parametrize("name", ["SHA256SUMS", "sha256sums.txt", "校验值清单.txt"])
def test_cg09_files_that_agree_count_nothing(run: Any, name: str) -> None:
    batch, told = run(lines(), name)
    (application,) = batch.applications
    assert (application.record["digest_mismatches"], told) == (0, [])
    assert [one.label for one in application.documents] == list(FILES)  # the list is no document


@pytest.mark.parametrize(
    "listed",
    [
        lines().replace("  ", " *").upper().replace("TXT", "txt"),
        ("\ufeff" + lines()).replace("\n", "\r\n"),
        lines().replace("附件/", ".\\附件\\"),
        lines().replace("  ", "  ./").encode("gb18030"),
    ],
    ids=["binary marks, capitals", "mark and CRLF", "Windows paths", "GB 18030"],
)
def test_lists_as_other_systems_write_them(run: Any, listed: bytes | str) -> None:
    batch, told = run(listed)
    assert (batch.applications[0].record["digest_mismatches"], told) == (0, [])


def test_altered_absent_and_unlisted_files_are_counted_and_named(run: Any) -> None:
    listed = lines(**{"CA01 申报书.txt": "另一份"}) + f"{'0' * 64}  承诺书.pdf\n"
    batch, told = run(listed, **{"补充.txt": "补充"})
    assert batch.applications[0].record["digest_mismatches"] == 3
    assert told == ["digest.differs", "digest.unlisted", "digest.absent"]
    named = {one.code: one.source + one.value for one in batch.findings if one.code.startswith("intake.dig")}
    assert named["intake.digest.differs"].endswith("CA01 申报书.txt")
    assert named["intake.digest.unlisted"].endswith("补充.txt")
    assert named["intake.digest.absent"].endswith("承诺书.pdf")


def test_rules_16_without_a_list_nothing_is_said(run: Any) -> None:
    """Missing is 未提供, never 0: the gate stays unverified."""
    batch, told = run(None)
    assert "digest_mismatches" not in batch.applications[0].record
    assert told == []


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"\n\n",
        b"x" * (1 << 20) + b"x",
        b"\xff\xfe\xff",
        "没有校验值\n".encode(),
        (lines() + "0" * 63 + "  a.txt\n").encode(),
        (lines() + "g" * 64 + "  a.txt\n").encode(),
        ("0" * 64 + "\n").encode(),
        b"\0" * 4096,
    ],
)
def test_hostile_lists_are_told_and_compare_nothing(run: Any, listed: bytes) -> None:
    batch, told = run(listed)
    assert "digest_mismatches" not in batch.applications[0].record
    assert told == ["digest.list"]


def test_names_that_lead_elsewhere_open_nothing(run: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("别处", "utf-8")
    outside = "".join(f"{digest('别处')}  {name}\n" for name in ("../../secret.txt", str(secret)))
    batch, told = run(lines() + outside)
    assert batch.applications[0].record["digest_mismatches"] == 2
    assert told == ["digest.absent"] * 2


def test_a_file_that_cannot_be_read_differs(tmp_path: Path) -> None:
    listed = tmp_path / "SHA256SUMS"
    listed.write_text(f"{'0' * 64}  a.txt\n", "utf-8")
    gone = FoundFile(tmp_path / "a.txt", "a.txt", "a.txt", Place("a.txt"))
    found = FoundFile(listed, listed.name, listed.name, Place("SHA256SUMS"))
    assert count_mismatches(found, [gone], Report()) == 1
    assert count_mismatches(gone, [], Report()) is None
