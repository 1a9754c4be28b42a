"""The 不良信用记录 list (rules §9) and the 名单 of 免申即享 (rules §2.2 N)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.domain.canonical import Json
from zgc_review.domain.findings import Finding, Level
from zgc_review.intake.application_layout import namelist_layout
from zgc_review.intake.books import ReadBook, read_book
from zgc_review.intake.identifiers import Verdict, check_credit_code, check_resident_id, normal
from zgc_review.intake.layout import BookLayout, Column, SheetLayout, Type
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.records import nest
from zgc_review.intake.report import Place, Report
from zgc_review.intake.values import keep_code

_TAIL: Final = re.compile(r"[0-9]{3,5}[0-9X]\Z")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list.

    Attributes:
        record: values by column; what is not provided is absent. 不良信用记录: name, credit_code or
            id_tail (last 4 to 6 characters of an identity document), category, decision_no, from,
            to (absent: no end is known), restriction. 名单: catalogue field ids, and answer (agreed,
            declined, pending), payee, bank, account.
        place: file, sheet and row.
        blocked: an error concerns the row.
    """

    record: dict[str, Json] = field(repr=False)
    place: Place
    blocked: bool


@dataclass(frozen=True, slots=True)
class ListBatch:
    """All rows in the order of the file, and the report."""

    rows: tuple[ListedRow, ...]
    findings: tuple[Finding, ...]
    errors: int
    warnings: int

    @property
    def ready(self) -> tuple[ListedRow, ...]:
        """The rows that can be taken in."""
        return tuple(row for row in self.rows if not row.blocked)


def integrity_layout() -> BookLayout:
    """Return the workbook 不良信用记录 (rules §9)."""
    columns = (
        Column(("name",), "主体名称", "subject", identity=True, synonyms=("名称", "单位名称", "姓名")),
        Column(
            ("identifier",),
            "信用代码或证件尾号",
            "code or tail",
            synonyms=("统一社会信用代码", "信用代码", "证件尾号", "证件号码尾号"),
            example="91110108MAXXXX015B",
        ),
        Column(("category",), "类别", "category", required=True, synonyms=("失信类别", "记录类别")),
        Column(("decision_no",), "处理决定文号", "decision", required=True, synonyms=("文号", "决定文号")),
        Column(("from",), "起始日", "from", Type.DATE, identity=True, synonyms=("起始日期", "开始日期")),
        Column(("to",), "截止日", "to", Type.DATE, synonyms=("截止日期", "结束日期"), open_end=True),
        Column(("restriction",), "限制事项", "restriction", synonyms=("限制内容",)),
    )
    titles = ("不良信用记录表", "不良信用名单", "失信名单")
    return BookLayout(
        "不良信用记录", (SheetLayout("main", "不良信用记录", "Integrity list", columns, titles),)
    )


def read_integrity_list(path: Path, limits: Limits = LIMITS) -> ListBatch:
    """Read the 不良信用记录 list.

    The identifier is a credit code, or the tail of an identity document: never the whole number.
    """
    report = Report()
    book = read_book([path], integrity_layout(), report, limits)
    rows = _rows(book)
    kept = tuple(_listed(row, report) for row in rows)
    return _batch(kept, report)


def read_namelist(
    path: Path,
    catalogue: Catalogue,
    *,
    sub_directions: Collection[str] | None = None,
    stage: Stage = "proposal",
    limits: Limits = LIMITS,
) -> ListBatch:
    """Read the 名单 of 免申即享; ``sub_directions`` are those of the round, None takes every one."""
    chosen = [sub.id for sub in catalogue.sub_directions] if sub_directions is None else list(sub_directions)
    report = Report()
    book = read_book([path], namelist_layout(catalogue, chosen, stage), report, limits)
    seen: dict[tuple[str, str], Place] = {}
    kept = []
    for row in _rows(book):
        before = report.errors
        direction, code = (
            str(row.record.get("sub_direction", "")),
            str(row.record.get("unit_credit_code", "")),
        )
        if direction and direction not in chosen:
            report.add("intake.row.direction", row.place, direction)
        first = seen.setdefault((direction, code), row.place) if direction and code else row.place
        if first is not row.place:
            report.add("intake.row.twice", row.place, code, other=first.row)
        kept.append(ListedRow(row.record, row.place, row.blocked or report.errors > before))
    return _batch(tuple(kept), report)


def _rows(book: ReadBook) -> list[ListedRow]:
    """Return the rows of the main sheets."""
    return [
        ListedRow(nest(row.values), row.place, row.blocked) for sheet in book.of("main") for row in sheet.rows
    ]


def _batch(rows: tuple[ListedRow, ...], report: Report) -> ListBatch:
    """Return rows and report together."""
    return ListBatch(rows, report.findings(), report.count(Level.ERROR), report.count(Level.WARN))


def _listed(row: ListedRow, report: Report) -> ListedRow:
    """Say which identifier an entry has, and check its dates."""
    record: dict[str, Any] = dict(row.record)
    before = report.errors
    typed = record.pop("identifier", None)
    if typed is not None:
        _identify(record, str(typed), row.place, report)
    if "from" in record and record["from"] > record.get("to", record["from"]):
        report.add("intake.row.order", row.place, f"{record['from']} – {record['to']}")
    for column in integrity_layout().main.columns:
        if column.required and column.path[0] not in record:
            report.add("intake.row.missing", replace(row.place, column=column.header), label=column.zh)
    return ListedRow(record, row.place, row.blocked or report.errors > before)


def _identify(record: dict[str, Any], typed: str, place: Place, report: Report) -> None:
    """Put an identifier under ``credit_code`` or ``id_tail``; a whole identity number is not kept."""
    value = normal(typed)
    tail = value.rpartition("*")[2]
    if _TAIL.match(tail):
        record["id_tail"] = tail
    elif _is_identity_number(value):
        record["id_tail"] = value[-4:]
        report.add("intake.listing.whole", place, f"{'*' * 14}{value[-4:]}")
    elif len(value) == 18:
        record["credit_code"] = keep_code(typed, place, report)
    else:
        report.add("intake.listing.identifier", place, typed)


def _is_identity_number(value: str) -> bool:
    """Say whether a value is a resident identity number rather than a credit code."""
    is_person = check_resident_id(value).verdict is Verdict.OK
    return is_person and check_credit_code(value).verdict is not Verdict.OK
