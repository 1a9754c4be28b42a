"""The 不良信用记录 list and the 名单 of 免申即享."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zgc_review.catalogue import Catalogue
from zgc_review.intake.lists import ListBatch, read_integrity_list, read_namelist

Book = Callable[..., Path]
Found = Callable[..., list[str]]

HEAD = ["主体名称", "信用代码或证件尾号", "类别", "处理决定文号", "起始日", "截止日", "限制事项"]
ENTRY = [
    "甲公司",
    "91110108MAXXXX015B",
    "科研失信",
    "京科〔2025〕1号",
    "2025-01-01",
    "2027-12-31",
    "限制申报",
]
NAMES = ["支持方向", "申报单位", "统一社会信用代码"]


def integrity(book: Book, found: Found, *rows: list[Any]) -> tuple[ListBatch, list[str]]:
    batch = read_integrity_list(book("不良信用记录.xlsx", {"不良信用记录": [HEAD, *rows]}))
    return batch, found(batch.findings)


def test_rules_9_columns(book: Book, found: Found) -> None:
    batch, codes = integrity(book, found, ENTRY)
    assert codes == []
    assert batch.rows[0].record == {
        "name": "甲公司",
        "credit_code": "91110108MAXXXX015B",
        "category": "科研失信",
        "decision_no": "京科〔2025〕1号",
        "from": "2025-01-01",
        "to": "2027-12-31",
        "restriction": "限制申报",
    }
    assert batch.ready == batch.rows


@pytest.mark.parametrize(
    ("typed", "key", "value", "codes"),
    [
        ("002X", "id_tail", "002X", []),
        ("31002x", "id_tail", "31002X", []),
        ("110***********002X", "id_tail", "002X", []),
        ("11010519491231002X", "id_tail", "002X", ["listing.whole"]),
        ("９１１１０１０８ＭＡＸＸＸＸ０１５Ｂ", "credit_code", "91110108MAXXXX015B", ["code.normalised"]),
        ("91350203M0001QAY9B", "credit_code", "91350203M0001QAY9B", ["code.check"]),
        ("91110108MOXXXX015B", "credit_code", "91110108MOXXXX015B", ["code.character"]),
        ("123", "id_tail", None, ["listing.identifier"]),
        (None, "id_tail", None, []),
    ],
)
def test_code_or_tail(
    book: Book, found: Found, typed: str | None, key: str, value: str | None, codes: list[str]
) -> None:
    batch, seen = integrity(book, found, [ENTRY[0], typed, *ENTRY[2:]])
    assert (batch.rows[0].record.get(key), seen) == (value, codes)
    assert batch.rows[0].blocked == (codes == ["listing.identifier"])


def test_rules_11_a_whole_identity_number_is_never_kept(book: Book, found: Found) -> None:
    batch, _ = integrity(book, found, [ENTRY[0], "11010519491231002X", *ENTRY[2:]])
    assert "19491231" not in str(batch)


def test_dates_of_an_entry(book: Book, found: Found) -> None:
    batch, codes = integrity(book, found, [*ENTRY[:5], "长期", None])
    assert (codes, "to" in batch.rows[0].record) == (["cell.placeholder"], False)
    assert integrity(book, found, [*ENTRY[:4], "2028-01-01", "2027-01-01", None])[1] == ["row.order"]
    batch, codes = integrity(book, found, [*ENTRY[:4], None, None, None])
    assert (codes, batch.rows[0].blocked) == (["row.required"], True)


def test_entries_that_lack_something(book: Book, found: Found) -> None:
    batch, codes = integrity(book, found, [*ENTRY[:2], None, None, *ENTRY[4:]])
    assert (codes, batch.rows[0].blocked) == (["row.missing", "row.missing"], False)


def names(
    book: Book, catalogue: Catalogue, found: Found, rows: list[list[Any]], **more: Any
) -> tuple[ListBatch, list[str]]:
    batch = read_namelist(book("名单.xlsx", {"名单": rows}), catalogue, **more)
    return batch, found(batch.findings)


def test_catalogue_head_7_a_row_of_the_namelist(book: Book, catalogue: Catalogue, found: Found) -> None:
    rows = [
        [*NAMES, "确认意愿", "账号", "证券代码"],
        ["M06-1 新三板挂牌", "乙公司", "91110108MAXXXX015B", "同意", "0123456789", "430001"],
    ]
    batch, codes = names(book, catalogue, found, rows)
    assert codes == []
    assert batch.rows[0].record == {
        "sub_direction": "M06-1",
        "unit_name": "乙公司",
        "unit_credit_code": "91110108MAXXXX015B",
        "answer": "agreed",
        "account": "0123456789",
        "securities_code": "430001",
    }


def test_rows_of_the_namelist_refused(book: Book, catalogue: Catalogue, found: Found) -> None:
    row: list[Any] = ["M01-2", "甲公司", "91110108MAXXXX015B"]
    batch, codes = names(
        book, catalogue, found, [NAMES, row, row, ["M01-2", "丙公司", None], ["M06-1", *row[1:]]]
    )
    assert codes == ["row.required", "row.twice"]
    assert [entry.blocked for entry in batch.rows] == [False, True, True, False]
    _, codes = names(book, catalogue, found, [NAMES, row], sub_directions=["M06-1"])
    assert codes == ["row.direction"]


def test_account_numbers_that_lost_digits_are_refused(book: Book, catalogue: Catalogue, found: Found) -> None:
    rows: list[list[Any]] = [
        [*NAMES, "银行账号"],
        ["M01-2", "甲公司", "91110108MAXXXX015B", 6222020200112233445],
    ]
    assert names(book, catalogue, found, rows)[1] == ["text.digits"]
