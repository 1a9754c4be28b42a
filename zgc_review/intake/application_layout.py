"""The workbooks 申报 and 名单: which columns the chosen sub-directions need, from the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from zgc_review.catalogue import Catalogue, Field, Part, Stage
from zgc_review.intake.labels import (
    FIELD_CHECKS,
    FIELD_EXAMPLES,
    FIELD_SYNONYMS,
    PERSON_PARTS,
    part_label,
    part_order,
    part_synonyms,
)
from zgc_review.intake.layout import BookLayout, Column, SheetLayout, Type

KEY_FIELD: Final = "application_no"
#: Without these a row is no application.
IDENTITY: Final = ("application_no", "sub_direction", "title", "unit_name")
#: What a row of the 名单 must have (catalogue head, item 7).
LISTED_IDENTITY: Final = ("sub_direction", "unit_name", "unit_credit_code")
_OPEN_ENDS: Final = ("valid_to", "hightech_valid_to", "ethics_valid_to")
_TYPES: Final = {
    "text": Type.TEXT,
    "integer": Type.INTEGER,
    "money_fen": Type.MONEY,
    "date": Type.DATE,
    "enum": Type.CHOICE,
    "bool": Type.TRUTH,
    "credit_code": Type.CODE,
}


def application_layout(
    catalogue: Catalogue, sub_directions: Collection[str], stage: Stage = "proposal"
) -> BookLayout:
    """Return the workbook 申报: one sheet of the applicant, one of the secretary, one per list field.

    Fields that the program computes have no column (catalogue head, item 7).
    """
    fields = catalogue.fields_for(sub_directions, stage)
    key = next(field for field in fields if field.id == KEY_FIELD)
    given = [field for field in fields if field.source == "applicant" and field.type != "list"]
    added = [field for field in fields if field.source == "secretary" and field.type != "list"]
    plain = [_plain_column(field) for field in fields if field.items is not None and not field.items.parts]
    sheets = [
        SheetLayout(
            "main",
            "申报",
            "Applications",
            _columns(given),
            ("申报表", "申报汇总表", "汇总表"),
            also=(*_columns(added), *plain),
        )
    ]
    sheets.append(SheetLayout("check", "核验", "Secretary", _columns([key, *added]), ("秘书核验",)))
    lists = [field for field in fields if field.type == "list" and field.source != "program"]
    sheets += [_list_sheet(field, key) for field in lists]
    return BookLayout("申报", tuple(sheets))


def namelist_layout(
    catalogue: Catalogue, sub_directions: Collection[str], stage: Stage = "proposal"
) -> BookLayout:
    """Return the workbook 名单 of 免申即享: identity, consent and payment of a row, particular fields."""
    fields = catalogue.fields_for(sub_directions, stage)
    by_id = {field.id: field for field in fields}
    particular = [
        field
        for field in fields
        if field.only_for and field.source != "program" and field.type not in ("list", "person")
    ]
    first = [by_id[name] for name in (*LISTED_IDENTITY, KEY_FIELD, "title")]
    columns = [_column(field, identity=field.id in LISTED_IDENTITY, required=False) for field in first]
    columns += [
        Column(("answer",), "单位确认意愿", "answer", Type.CHOICE, values=_ANSWERS, synonyms=("确认意愿",)),
        Column(("payee",), "收款户名", "payee", synonyms=("户名",)),
        Column(("bank",), "开户银行", "bank", synonyms=("开户行",)),
        Column(("account",), "银行账号", "account", synonyms=("账号", "收款账号")),
    ]
    common = [by_id[name] for name in ("credit_report_date", "credit_report_clean") if name in by_id]
    columns += [_column(field, required=False) for field in (*common, *particular)]
    return BookLayout("名单", (SheetLayout("main", "名单", "List", tuple(columns), ("免申即享名单",)),))


_ANSWERS: Final = {"agreed": "同意", "declined": "放弃", "pending": "未确认"}


def _columns(fields: Iterable[Field]) -> tuple[Column, ...]:
    """Return the columns of scalar fields; a person takes one for each part."""
    found: list[Column] = []
    for field in fields:
        found += _person_columns(field) if field.type == "person" else [_column(field)]
    return tuple(found)


def _column(field: Field, *, identity: bool | None = None, required: bool | None = None) -> Column:
    """Return the column of a scalar field."""
    is_percent = field.type == "integer" and field.unit == "bp"
    return Column(
        (field.id,),
        field.zh,
        field.en,
        Type.PERCENT if is_percent else _TYPES[field.type],
        identity=field.id in IDENTITY if identity is None else identity,
        required=field.required if required is None else required,
        unit="" if is_percent or field.type == "money_fen" else field.unit,
        values=field.values,
        synonyms=FIELD_SYNONYMS.get(field.id, ()),
        open_end=field.id in _OPEN_ENDS,
        coded=field.id == "sub_direction",
        check=FIELD_CHECKS.get(field.id, ""),
        example=FIELD_EXAMPLES.get(field.id, ""),
    )


def _person_columns(field: Field) -> list[Column]:
    """Return the columns of a person of the main sheet: 项目负责人姓名, 项目负责人单位 and so on."""
    names = (field.zh, *FIELD_SYNONYMS.get(field.id, ()))
    columns = []
    for part, zh, en, synonyms in PERSON_PARTS:
        others = [f"{name}{ending}" for name in names for ending in (zh, *synonyms)]
        columns.append(
            Column(
                (field.id, part),
                f"{field.zh}{zh}",
                f"{field.en} {en}",
                _PERSON_TYPES[part],
                required=field.required and part == "name",
                synonyms=(*(names if part == "name" else ()), *others[1:]),
                example=FIELD_EXAMPLES.get(f"{field.id}.{part}", ""),
            )
        )
    return columns


_PERSON_TYPES: Final = {
    "name": Type.TEXT,
    "employer": Type.TEXT,
    "employer_code": Type.CODE,
    "mobile_tail": Type.MOBILE,
    "email": Type.EMAIL,
    "orcid": Type.ORCID,
    "birth_year": Type.YEAR,
}


def _list_sheet(field: Field, key: Field) -> SheetLayout:
    """Return the sheet of a list field."""
    items = field.items
    assert items is not None  # noqa: S101 - a catalogue that loads gives items to every list
    if items.parts:
        parts = sorted(items.parts, key=lambda part: part_order(part.id))
        columns = [column for part in parts for column in _part_columns(field.id, part)]
    else:
        kind = Type.CHOICE if items.values else _TYPES[items.type]
        columns = [Column(("",), field.zh, field.en, kind, identity=True, values=items.values)]
    return SheetLayout(
        field.id,
        field.zh,
        field.en,
        (_column(key), *columns),
        FIELD_SYNONYMS.get(field.id, ()),
        field.required,
        plain=not items.parts,
    )


def _plain_column(field: Field) -> Column:
    """Return the column of a list of plain values for those who write it into one cell."""
    items = field.items
    values = items.values if items is not None else {}
    kind = Type.CHOICES if values else Type.TEXTS
    synonyms = FIELD_SYNONYMS.get(field.id, ())
    return Column((field.id,), field.zh, field.en, kind, values=values, synonyms=synonyms)


def _part_columns(field_id: str, part: Part) -> list[Column]:
    """Return the columns of one part of a list field."""
    if part.type == "person":
        return [
            Column((part.id, name), zh, en, _PERSON_TYPES[name], identity=name == "name", synonyms=synonyms)
            for name, zh, en, synonyms in PERSON_PARTS
        ]
    is_percent = part.type == "integer" and part.id.endswith("_bp")
    label = part_label(field_id, part.id)
    return [
        Column(
            (part.id,),
            label,
            part.id,
            Type.PERCENT if is_percent else _TYPES[part.type],
            identity=part.id == "name",
            values=part.values,
            synonyms=tuple(name for name in part_synonyms(part.id) if name != label),
            open_end=part.id in _OPEN_ENDS,
        )
    ]
