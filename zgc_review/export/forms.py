"""Prints form values: one call per form."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from zgc_review.errors import ProgramFault
from zgc_review.export import form_values, office_values, result_values
from zgc_review.export.pdf import SHARE, render
from zgc_review.export.printing import printed

_IDS: dict[type[Struct], str] = {
    office_values.FormalCheck: "F01",
    office_values.DrawRecord: "F02",
    office_values.ExpertPledge: "F03",
    office_values.InterestDeclaration: "F04",
    office_values.ExpertRecusal: "F05",
    office_values.ApplicantRecusal: "F06",
    form_values.ExpertSheets: "F07",
    form_values.ScoreSummary: "F08",
    office_values.GroupOpinion: "F09",
    office_values.VetoRecord: "F10",
    office_values.SignIn: "F11",
    office_values.Minutes: "F12",
    office_values.PleaRecord: "F13",
    result_values.ResultList: "F14",
    result_values.PublicNotice: "F15",
    office_values.Objection: "F16",
    office_values.Handover: "F17",
    result_values.SealList: "F18",
    result_values.SharePaper: SHARE,
}


def form_id(value: Struct) -> str:
    """Return ``F01`` to ``F18``, or ``SHARE``, for a form value."""
    try:
        return _IDS[type(value)]
    except KeyError as fault:
        raise ProgramFault(f"{type(value).__name__} is no form") from fault


def print_form(value: Struct, *, lang: str) -> bytes:
    """Return the PDF of a form value.

    Args:
        value: one of the forms of ``form_values``, ``result_values`` or ``office_values``.
        lang: language of the labels, ``zh_CN`` or ``en``; contents stay as they are.

    Raises:
        ReviewError: ``export.font.missing``.
    """
    return render(form_id(value), printed(in_order(value), lang), lang=lang)


def in_order(value: Struct) -> Struct:
    """Return a form with its rows as they are printed: a public list tells no rank (rules §10, F15)."""
    if isinstance(value, result_values.PublicNotice):
        return replace(value, rows=tuple(sorted(value.rows, key=_public_order)))
    return value


def _public_order(row: result_values.NoticeRow) -> tuple[int, str, str, str]:
    """Return measure (by its number where it has one), unit, title."""
    number = re.search(r"\d+", row.measure)
    return (int(number[0]) if number else 0, row.measure, row.unit, row.title)
