"""Golden pictures and texts of the forms.

The text (without white space, by page) and the number of pages must be exactly the same; the picture of
a page is compared as a coarse grey grid, which another version of the font does not change much but a
lost column, a wrong font or an overflow does. ``ZGC_UPDATE_GOLDEN=1`` writes them anew: look at the
difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageChops

from zgc_review.export.forms import print_form
from zgc_review.export.pdf import FORMS

DOTS_PER_INCH = 56
GRID_MM = 6
MEAN_LIMIT = 2.0  # of 255, over the page
CELL_LIMIT = 60  # of 255, one cell of the grid
BYTES_LIMIT = 60_000

CASES = [
    *((form, "zh_CN", 0) for form in FORMS),
    ("F07", "zh_CN", 1),
    ("F07", "zh_CN", 3),
    ("F18", "zh_CN", 1),
    ("F07", "en", 1),
    ("F08", "en", 0),
    ("F14", "en", 0),
    ("F07-rehearsal", "zh_CN", 1),
    ("F08-wide", "zh_CN", 0),
    ("F08-wide", "zh_CN", 5),
    ("SHARE", "zh_CN", 0),
    ("SHARE", "en", 0),
    ("SHARE-blank", "zh_CN", 0),
]


def _value(name: str, samples: SimpleNamespace) -> Struct:
    if name == "F07-rehearsal":
        value: Struct = samples.expert_sheets(2, rehearsal=True)
    elif name == "F08-wide":
        value = samples.score_summary(40, 9)
    elif name.startswith("SHARE"):
        value = samples.share_paper(is_blank=name == "SHARE-blank")
    else:
        value = samples.all_forms()[name]
    return value


def _picture(pdf: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[number].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _grid(picture: Image.Image) -> Image.Image:
    """Return the mean grey of cells of 6 mm: rows and columns of a form, not its letters."""
    cell = GRID_MM / 25.4 * DOTS_PER_INCH
    return picture.resize((round(picture.width / cell), round(picture.height / cell)), Image.Resampling.BOX)


def _differences(first: Image.Image, second: Image.Image) -> tuple[float, int]:
    """Return mean and largest difference of two pictures of one size."""
    values = list(ImageChops.difference(_grid(first), _grid(second)).tobytes())
    return sum(values) / len(values), max(values)


def _kept(path: Path, made: bytes) -> bytes:
    """Return the golden bytes, written first when they are to be made anew."""
    if os.environ.get("ZGC_UPDATE_GOLDEN"):
        path.write_bytes(made)
    return path.read_bytes()


@pytest.mark.parametrize(("name", "language"), sorted({(name, language) for name, language, _ in CASES}))
def test_text_and_pages_are_the_golden_ones(name: str, language: str, samples: SimpleNamespace) -> None:
    pages = samples.page_texts(print_form(_value(name, samples), lang=language))
    made = "\n".join(pages) + "\n"
    golden = _kept(samples.GOLDEN / f"{name}.{language}.txt", made.encode("utf-8")).decode("utf-8")
    assert len(pages) == len(golden.splitlines())
    assert made == golden


@pytest.mark.parametrize(("name", "language", "page"), CASES)
def test_page_looks_like_the_golden_one(
    name: str, language: str, page: int, samples: SimpleNamespace, tmp_path: Path
) -> None:
    picture = _picture(print_form(_value(name, samples), lang=language), page)
    made = tmp_path / f"{name}.{language}.{page + 1}.png"
    picture.quantize(16).save(made, optimize=True)
    kept = samples.GOLDEN / made.name
    assert len(_kept(kept, made.read_bytes())) <= BYTES_LIMIT
    with Image.open(kept) as golden:
        assert golden.size == picture.size
        mean, largest = _differences(picture, golden.convert("L"))
    assert mean <= MEAN_LIMIT
    assert largest <= CELL_LIMIT


def test_the_comparison_sees_what_it_should(samples: SimpleNamespace) -> None:
    """Two pages that differ in one row, or in one lost column, do not pass as alike."""
    whole = samples.score_summary(6, 7)
    section = whole.sections[0]
    less_rows = replace(whole, sections=(replace(section, rows=section.rows[:4]),))
    first = _picture(print_form(whole, lang="zh_CN"), 0)
    assert _differences(first, first) == (0.0, 0)
    mean, largest = _differences(first, _picture(print_form(less_rows, lang="zh_CN"), 0))
    assert mean > MEAN_LIMIT or largest > CELL_LIMIT
    rows = tuple(
        replace(row, lines=tuple(replace(line, marks=line.marks[:6]) for line in row.lines))
        for row in section.rows
    )
    narrow = replace(whole, sections=(replace(section, experts=section.experts[:6], rows=rows),))
    mean, largest = _differences(first, _picture(print_form(narrow, lang="zh_CN"), 0))
    assert mean > MEAN_LIMIT or largest > CELL_LIMIT
