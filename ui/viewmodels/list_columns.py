"""The private lists as tables: columns, how a cell is typed and how it is kept (rules §4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from zgc_review.services.private_lists_values import LISTS

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z|(\d{4})(\d{2})(\d{2})\Z")
_YEAR = re.compile(r"(19|2[01])\d\d\Z")
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\Z")
_FULL = 10_000  # bp

Value = str | int | bool


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        field: name in the entry that is kept.
        label: caption key under ``lists.column``.
        kind: ``text``, ``day``, ``year``, ``share`` (percent, kept in bp), ``flag``, ``choice``, or
            ``measure`` (a sub-direction, offered from the catalogue; other texts are taken too).
        wide: share of the free width, 0 for as wide as its content.
        choices: values of a ``choice``, captions under ``lists.choice``.
        needed: an entry without it is not kept.
        most: how many characters a text may have.
    """

    field: str
    label: str
    kind: str = "text"
    wide: int = 0
    choices: tuple[str, ...] = ()
    needed: bool = False
    most: int = 500


def _name(label: str) -> Column:
    return Column("name", label, wide=3, needed=True)


_CODE = Column("credit_code", "credit_code")
_NOTE = Column("note", "note", wide=2)
_UNTIL = Column("to", "until", "day")
_ON = Column("date", "on", "day")
_EMPLOYER = Column("employer", "employer", wide=2)

COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "employment": (_name("organisation"), _CODE, _UNTIL, _NOTE),
        "positions": (_name("organisation"), _CODE, Column("kind", "post"), _UNTIL, _NOTE),
        "holdings": (
            _name("organisation"),
            _CODE,
            Column("listed", "listed", "flag"),
            Column("share_bp", "share", "share"),
            _NOTE,
        ),
        "kin": (
            _name("person"),
            Column("relation", "relation"),
            _EMPLOYER,
            Column("executive", "executive", "flag"),
            _NOTE,
        ),
        "academic_links": (
            _name("person"),
            Column("kind", "tie"),
            _EMPLOYER,
            Column("year", "year", "year"),
            _NOTE,
        ),
        "coworks": (_name("person"), Column("kind", "work"), _EMPLOYER, _ON, _NOTE),
        "services": (_name("organisation"), _CODE, Column("kind", "service"), _ON, _NOTE),
        "disputes": (
            _name("opponent"),
            Column("with", "with", "choice", choices=("org", "person")),
            _EMPLOYER,
            _ON,
            _NOTE,
        ),
        "own_applications": (
            Column("sub_direction", "sub_direction", "measure", wide=1, needed=True, most=32),
            Column("application_no", "number", wide=1),
            _NOTE,
        ),
        "prior_roles": (
            Column(
                "kind", "role", "choice", choices=("guide", "plan", "recommendation"), needed=True, wide=1
            ),
            Column("measure", "measure", "measure", wide=2, needed=True),
        ),
        "portfolio": (_name("organisation"), _CODE, _ON, _NOTE),
    }
)
PERSON = (
    Column("name", "own_name"),
    Column("former_names", "former_names"),
    Column("employer", "own_employer"),
    Column("employer_code", "credit_code"),
    Column("email", "email"),
    Column("mobile_tail", "mobile_tail"),
    Column("orcid", "orcid"),
    Column("birth_year", "birth_year", "year"),
)
RULES = MappingProxyType(
    {
        "employment": ("R02", "R03", "R13", "R16"),
        "positions": ("R04",),
        "holdings": ("R05",),
        "kin": ("R06",),
        "academic_links": ("R07",),
        "coworks": ("R08",),
        "services": ("R09",),
        "disputes": ("R10",),
        "own_applications": ("R11",),
        "prior_roles": ("R12",),
        "portfolio": ("R17",),
    }
)
ORDER = LISTS


def kept(column: Column, typed: str) -> Value | None:
    """Return a cell as it is kept, None where nothing was typed.

    Raises:
        ValueError: what was typed is no day, year or share, or too long.
    """
    is_text = column.kind in {"text", "measure"}
    text = typed.strip() if is_text else " ".join(unicodedata.normalize("NFKC", typed).split())
    if not text:
        return None
    if column.kind == "flag":
        return text == "1"
    if column.kind == "year" and _YEAR.match(text):
        return int(text)
    if column.kind == "day":
        return _day(text)
    if column.kind == "share":
        return _share(text)
    if column.kind == "choice" and text in column.choices:
        return text
    if is_text and len(text) <= column.most:
        return text
    raise ValueError(column.field)


def typed(column: Column, value: object) -> str:
    """Return a kept cell as it is typed."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if column.kind == "share" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return str(value)


def _day(text: str) -> str:
    found = _DAY.match(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(one) for one in found.groups() if one is not None)
    return date(year, month, day).isoformat()


def _share(text: str) -> int:
    found = _SHARE.match(text.rstrip("% "))
    if not found:
        raise ValueError(text)
    share = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if share > _FULL:
        raise ValueError(text)
    return share
