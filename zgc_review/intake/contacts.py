"""Second identifiers of a person: mobile tail, e-mail, ORCID, year of birth (rules §5).

They only help to tell people of the same name apart, so one that cannot be read is left out with a
warning; and as little as possible is kept (rules §11).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zgc_review.intake.cells import Cell, Kind
from zgc_review.intake.identifiers import normal
from zgc_review.intake.report import Place, Report
from zgc_review.intake.texts import read_text

_EMAIL: Final = re.compile(r"[^\s@,;，；]{1,64}@[^\s@,;，；.]+(\.[^\s@,;，；.]+)+\Z")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.年].*)?\Z")


def read_mobile(cell: Cell, place: Place, report: Report) -> str | None:
    """Return the last four digits of a mobile number."""
    text = read_text(cell, place, report)
    if text is None:
        return None
    digits = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if re.match(r"[0-9]{4}\Z", digits):
        return digits
    if re.match(r"1[0-9]{10}\Z", digits):
        report.add("intake.person.tail", place, f"*******{digits[-4:]}")
        return digits[-4:]
    report.add("intake.person.mobile", place, text)
    return None


def read_email(cell: Cell, place: Place, report: Report) -> str | None:
    """Return an e-mail address."""
    text = read_text(cell, place, report)
    if text is None:
        return None
    address = unicodedata.normalize("NFKC", text)
    if _EMAIL.match(address):
        return address
    report.add("intake.person.email", place, text)
    return None


def read_orcid(cell: Cell, place: Place, report: Report) -> str | None:
    """Return an ORCID as 0000-0000-0000-000X (check character by ISO 7064, mod 11-2)."""
    text = read_text(cell, place, report)
    if text is None:
        return None
    digits = normal(text).rpartition("/")[2].removeprefix("ORCID:").replace("-", "")
    if re.match(r"[0-9]{15}[0-9X]\Z", digits):
        total = 0
        for digit in digits[:15]:
            total = (total + int(digit)) * 2
        if "0123456789X"[(12 - total % 11) % 11] == digits[15]:
            return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
    report.add("intake.person.orcid", place, text)
    return None


def read_year(cell: Cell, place: Place, report: Report) -> int | None:
    """Return a year of birth; of a whole date only the year is kept."""
    text = unicodedata.normalize("NFKC", cell.text).strip()
    found = _YEAR.match(text) if cell.kind in (Kind.TEXT, Kind.NUMBER, Kind.DATE) else None
    if found:
        return int(found[1])
    report.add("intake.person.year", place, text)
    return None
