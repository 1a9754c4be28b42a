"""An excerpt holds the first rows of a form, says so on every page and counts the whole."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec import Struct
from msgspec.structs import replace

from zgc_review.export import form_values as fv
from zgc_review.export.excerpts import excerpt, excerpt_of
from zgc_review.export.forms import print_form


def test_a_form_with_few_rows_is_the_very_same(samples: SimpleNamespace) -> None:
    for value in samples.all_forms().values():
        assert excerpt(value, 10_000) is value
        assert excerpt_of(value) is None


@pytest.mark.parametrize(("form", "field"), [("F07", "sheets"), ("F15", "rows"), ("F18", "files")])
def test_the_first_rows_are_kept_in_order(samples: SimpleNamespace, form: str, field: str) -> None:
    value = samples.all_forms()[form]
    rows = getattr(value, field)
    cut = excerpt(value, len(rows) - 1)
    assert getattr(cut, field) == rows[:-1]
    assert excerpt_of(cut) == fv.Excerpt(shown=len(rows) - 1, whole=len(rows))
    assert replace(cut, head=value.head, **{field: rows}) == value


def test_rows_are_counted_through_the_sections(samples: SimpleNamespace) -> None:
    one = samples.score_summary().sections[0]
    assert len(one.rows) == 12
    cut = excerpt(replace(samples.score_summary(), sections=(one, one, one)), 14)
    assert [section.rows for section in cut.sections] == [one.rows, one.rows[:2]]
    assert excerpt_of(cut) == fv.Excerpt(shown=14, whole=36)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_page_says_that_it_is_an_excerpt_and_of_how_much(samples: SimpleNamespace, lang: str) -> None:
    forms: list[tuple[Struct, str]] = [
        (samples.expert_sheets(4), "4"),
        (samples.score_summary(12, 7), "12"),
        (samples.all_forms()["F18"], str(len(samples.all_forms()["F18"].files))),
    ]
    for value, whole in forms:
        assert "节选" not in "".join(samples.page_texts(print_form(value, lang=lang)))
        pages = samples.page_texts(print_form(excerpt(value, 2), lang=lang))
        said = {"zh_CN": f"前2行，全表共{whole}行", "en": f"first2of{whole}rows"}[lang]
        assert all(said in page for page in pages)
    sheets = samples.page_texts(print_form(excerpt(samples.expert_sheets(4), 2), lang="zh_CN"))
    assert len(sheets) == 3
    assert "2/4" in sheets[2]
