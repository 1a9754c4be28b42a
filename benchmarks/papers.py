"""Documents of random bytes that are PDF files all the same, and an intake folder of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zgc_review.catalogue import Catalogue
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook

SUB = "M01-1"

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R>>"
_WORDS = b"BT /F1 18 Tf 60 760 Td (Application for review) Tj 0 -30 Td (First page, text and a rule) Tj ET\n"
_RULE = b"60 700 475 2 re f\n"
_PICTURE = b"q 475 0 0 600 60 100 cm /I1 Do Q\n"
_WIDTH = 1024
# What the file holds beside its picture, nearly.
_FRAME = 1300


def pdf_of(size: int) -> bytes:
    """Return a PDF of about ``size`` bytes: a page of text, then a page with a picture of noise."""
    rows = max(1, (size - _FRAME) // _WIDTH)
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    text = _WORDS + _RULE
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        _PAGE % (b"/Font<</F1 5 0 R>>", 6),
        _PAGE % (b"/XObject<</I1 8 0 R>>", 7),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _stream(b"<<", text),
        _stream(b"<<", _PICTURE),
        _stream(picture % (_WIDTH, rows), os.urandom(rows * _WIDTH)),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _stream(head: bytes, content: bytes) -> bytes:
    """Return a stream object."""
    return b"%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def write_intake(
    folder: Path, catalogue: Catalogue, sizes: Sequence[int], per_application: int
) -> list[Path]:
    """Write an intake folder whose applications share the documents out; return the documents.

    Args:
        folder: is made.
        catalogue: names the attachments that are due.
        sizes: bytes of each document, dealt to the applications in turn.
        per_application: documents of one application.
    """
    folder.mkdir(parents=True)
    count = max(1, len(sizes) // per_application)
    application, _, _, _ = layouts(catalogue, [SUB])
    records = [record_of(n) for n in range(1, count + 1)]
    write_workbook(folder / "申报.xlsx", application, records)
    due = [one.id for one in catalogue.attachments_for(SUB) if one.required]
    papers = []
    for place, size in enumerate(sizes):
        row, column = place % count, place // count
        name = due[column] if column < len(due) else f"附件{column + 1}"
        path = folder / str(records[row]["application_no"]) / f"{name}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pdf_of(size))
        papers.append(path)
    return papers


def record_of(n: int) -> dict[str, Any]:
    """Return one application that passes the measure's gates."""
    unit = f"北京测量{n}号科技有限公司"
    person = {"name": f"测量{'甲乙丙丁戊'[n % 5]}", "employer": unit}
    return {
        "application_no": f"ZGC-{n:05d}",
        "sub_direction": SUB,
        "title": f"测量项目第{n}号",
        "unit_name": unit,
        "unit_credit_code": credit_code(n),
        "entity_kind": "enterprise",
        "is_legal_person": True,
        "registration_place": "zgc_park",
        "registration_date": "2021-03-04",
        "legal_representative": person,
        "project_leader": person,
        "contact": person,
        "team": [{"member": person, "duty": "研发", "core": True}],
        "requested_amount": 150_000_000,
        "pledge_integrity": True,
        "pledge_funds": True,
        "secrecy_reviewed": True,
        "tech_field": "it",
        "employees_year_end": 40,
        "revenue_y1": 900_000_000,
        "rd_expense_y1": 500_000_000,
        "rd_expense_y0": 200_000_000,
        "hightech_kind": "national",
        "same_kind_support_2y": False,
    }


def roster_of(count: int) -> list[dict[str, Any]]:
    """Return a roster."""
    return [
        {
            "roster_no": f"E{n:03d}",
            "name": f"专员{'子丑寅卯辰巳午未申酉戌亥'[n % 12]}",
            "roles": ["tech"],
            "employer": f"测量研究院第{n}所",
            "consent": True,
        }
        for n in range(1, count + 1)
    ]


def credit_code(n: int) -> str:
    """Return a credit code whose check characters hold (GB 32100, GB 11714)."""
    alphabet, base = "0123456789ABCDEFGHJKLMNPQRTUWXY", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    body = f"MAX{n:05d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = (11 - sum(w * base.index(c) for w, c in zip(weights, body, strict=True)) % 11) % 11
    code = f"91110108{body}" + ("X" if check == 10 else str(check))
    total = sum(pow(3, i, 31) * alphabet.index(c) for i, c in enumerate(code))
    return code + alphabet[(31 - total % 31) % 31]
