"""Ties planted into the demo's intake: one expert whom the conflict desk must keep away from everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

#: Rules that must be found, by the number of the application, and how each is decided.
PLANTED = {
    "R13": "recuse",  # works at the parent of the first applicant
    "R15": "dismiss",  # bears the name of its contact, and is somebody else
    "R03": "recuse",  # worked for the two other applicants within three years
}
_EXPERT_ROW = 3  # below the heads and the example
_PARENT = "北京莳樾共同控股有限公司"


def plant(roster: Path, intake: Path, numbers: list[str]) -> str:
    """Tie one expert of the roster to every application that is scored; return the expert's number."""
    said: dict[str, str] = {}

    def tie(book: Any) -> None:
        sheet = book["申报"]
        at = _heads(sheet)
        for row in sheet.iter_rows(min_row=3):
            if row[0].value == numbers[0]:
                said["contact"] = str(row[at["联系人姓名"]].value)
                said["born"] = str(row[at["联系人出生年份"]].value)
            said[str(row[0].value)] = str(row[at["申报单位"]].value)
        book["上级单位、控股股东、实际控制人"].append([numbers[0], _PARENT, None, "控股股东"])

    def know(book: Any) -> None:
        sheet = book["名册"]
        at, row = _heads(sheet), sheet[_EXPERT_ROW]
        said["expert"] = str(row[0].value)
        values = {"姓名": said["contact"], "出生年份": int(said["born"]) - 9, "现单位": _PARENT}
        for name, value in {**values, "现单位信用代码": None, "人员类别": "企业"}.items():
            row[at[name]].value = value
        for number in numbers[1:]:
            book["任职经历"].append([said["expert"], said[number], None, "2019-03-01", "2025-06-30"])

    _change(intake, tie)
    _change(roster, know)
    return said["expert"]


def _heads(sheet: Any) -> dict[str, int]:
    """Return where each column of a sheet stands."""
    return {str(cell.value): n for n, cell in enumerate(sheet[1])}


def _change(path: Path, change: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
