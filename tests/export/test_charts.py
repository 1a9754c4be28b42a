"""Pictures: exact values, the same bytes for the same numbers, letters that exist, what stands where."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from ui.theme.tokens import DARK, LIGHT
from zgc_review.domain.results import (
    Aggregate,
    ApplicationLine,
    Combination,
    Mark,
    PoolTable,
    RankLine,
)
from zgc_review.domain.settings import Pool, RoundSettings
from zgc_review.export import charts
from zgc_review.export.charts import (
    PRINT,
    Drawn,
    Look,
    Place,
    draw,
    file_stem,
    files_of,
    steps_in,
    to_pdf,
    to_svg,
)
from zgc_review.export.charts_values import (
    Named,
    Picture,
    Pictures,
    RankPicture,
    ScorePicture,
    SpreadPicture,
    end_of,
    ends_of,
    pages_of,
    pictures_of,
)

ROOT = Path(__file__).resolve().parents[2]
WAN = 1_000_000
CODES = tuple(f"专家{n:02d}" for n in range(1, 6))
TOTALS = ((9050, 8820, 8700, 8600, 8010), (7500, 7400, 7300, 7200, 7100), (7500, 7400, 7300, 7200, 7100))
PLACES = ("within", "tie_open", "tie_open")
SIZE = (1140, 600)


def ident(n: int) -> str:
    return f"{n:032x}"


def line(n: int, totals: tuple[int, ...]) -> ApplicationLine:
    """Return an application whose first total is the highest and whose last is the lowest."""
    ends = {totals[0]: "high", totals[-1]: "low"}
    marks = tuple(
        Mark(code=code, sheet="a" * 64, phase="initial", total=total, trimmed=ends.get(total, ""), flags=())
        for code, total in zip(CODES, totals, strict=True)
    )
    value = sum(totals[1:-1]) // 3
    after = Combination(
        rule="S01", value=value, plain_mean=value, median=totals[2], top_criterion=value, yes_votes=5,
        n_trimmed=2, marks=marks, criteria=(),
    )  # fmt: skip
    return ApplicationLine(
        application=ident(n), pool="M01", group="G01", n_received=5, n_effective=5, n_recused=0, n_void=0,
        n_absent=0, before=after, after=after, discuss=(), suggestion="SUPPORT", decision=None,
        amount_fen=100 * WAN,
    )  # fmt: skip


def settings() -> RoundSettings:
    return RoundSettings(
        title="演示",
        call_year=2026,
        t0="2026-11-22",
        catalogue_digest="a" * 64,
        verifier_digest="b" * 64,
        modes={"M01-1": "open_call"},
        pools=(Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=150 * WAN),),
    )


def pictures(unit: str = "北京示例深海探测有限公司") -> Pictures:
    lines = tuple(line(n, totals) for n, totals in enumerate(TOTALS))
    ranked = tuple(
        RankLine(
            rank=min(n, 1) + 1,
            application=one.application,
            value=one.after.value or 0,
            tied=n > 0,
            amount_fen=100 * WAN,
            running_fen=100 * WAN,
            line=PLACES[n],
        )
        for n, one in enumerate(lines)
    )
    table = PoolTable(pool="M01", fund="F1", rule="strict", budget_fen=150 * WAN, lines=ranked, unranked=())
    aggregate = Aggregate(applications=lines, pools=(table,), funds=(), unscored=())
    names = {ident(n): Named(f"ZGC-{n:04d}", unit) for n in range(3)}
    return pictures_of(aggregate, names, settings())


def look(tokens: dict[str, str]) -> Look:
    names = {field.name: field.name for field in dataclasses.fields(Look)} | {"accent_soft": "accentSoft"}
    return Look(**{name: tokens[token] for name, token in names.items()})


def kinds() -> tuple[Picture, ...]:
    found = pictures()
    return found.scores[0], found.spread, found.rankings[0]


def test_values_are_those_of_the_aggregate() -> None:
    found = pictures()
    first = found.scores[0].rows[0]
    assert (first.rank, first.value) == (1, 8706)
    assert [(dot.code, dot.total, dot.trimmed) for dot in first.dots] == [
        ("专家01", 9050, "high"),
        ("专家02", 8820, ""),
        ("专家03", 8700, ""),
        ("专家04", 8600, ""),
        ("专家05", 8010, "low"),
    ]
    assert found.scores[0].lines == (7000, 6000)
    spread = {row.code: row for row in found.spread.rows}
    assert [dot.total for dot in spread["专家01"].dots] == [7500, 7500, 9050]
    assert (spread["专家01"].lower, spread["专家01"].median, spread["专家01"].upper) == (7500, 7500, 8275)
    ranking = found.rankings[0]
    assert [end_of(row) for row in ranking.rows] == [100 * WAN, 200 * WAN, 200 * WAN]
    assert ranking.most_fen == 200 * WAN


def test_who_stands_aside_is_hatched_and_named() -> None:
    """look.md §10: hatch for recused; its code is said on paper too, the legend only where needed."""
    picture = pictures().scores[0]
    first, *rest = picture.rows
    aside = dataclasses.replace(picture, rows=(dataclasses.replace(first, aside=("专家06", "专家07")), *rest))
    plain, marked = (draw(one, Place(1, 1), PRINT, "zh_CN", SIZE, 1.0) for one in (picture, aside))
    assert plain.pixels != marked.pixels
    assert plain.spots == marked.spots
    words = [
        pypdfium2.PdfDocument(to_pdf(one, "zh_CN"))[0].get_textpage().get_text_range()
        for one in (picture, aside)
    ]
    assert ["回避" in one for one in words] == [False, True]
    assert "06 07" in words[1]


def test_s01_grey_tells_the_same_as_colour() -> None:
    """Kept and dropped totals, and every place in the line, differ in lightness alone."""
    for page in (pictures().scores[0], pictures().rankings[0]):
        drawn = draw(page, Place(1, 1), PRINT, "zh_CN", SIZE, 1.0)
        found = [
            {grey(drawn.pixels[at : at + 3]) // 16 for at in row_bytes(drawn, n)}
            for n in range(len(page.rows))
        ]
        assert all(len(one) > 1 for one in found)
    bars = draw(pictures().rankings[0], Place(1, 1), PRINT, "zh_CN", SIZE, 1.0)
    dark = [
        sum(grey(bars.pixels[at : at + 3]) < 110 for at in row_bytes(bars, n)) for n in range(len(TOTALS))
    ]
    assert dark[0] > 3 * max(dark[1:]), "within is filled, a tie at the line is hatched"


def grey(pixel: bytes) -> int:
    """Return how light a colour is (Rec. 709, 0 to 255)."""
    red, green, blue = pixel
    return (2126 * red + 7152 * green + 722 * blue) // 10_000


def test_a_bar_is_as_long_as_its_value() -> None:
    """Bars begin at nought: twice the value is twice the length."""
    page = pictures().rankings[0]
    rows = tuple(
        dataclasses.replace(row, value=value, place="within")
        for row, value in zip(page.rows, (8000, 4000, 2000), strict=True)
    )
    drawn = draw(dataclasses.replace(page, rows=rows), Place(1, 1), PRINT, "zh_CN", SIZE, 1.0)
    accent = rgb(PRINT.accent)
    # The values are drawn in the left column, the amounts in the right one.
    half = 4 * (318 + (SIZE[0] - 318 - 96) // 2)
    lengths = []
    for n in range(3):
        row = row_bytes(drawn, n)
        lengths.append(sum(drawn.pixels[at : at + 3] == accent for at in row if at - row.start < half))
    assert abs(lengths[0] - 2 * lengths[1]) <= 6
    assert abs(lengths[1] - 2 * lengths[2]) <= 6


def test_few_rows_do_not_stretch() -> None:
    """A last page of one row is as high as a row, whatever room there is."""
    for page, tallest in zip(kinds(), (44, 84, 44), strict=True):
        last = pages_of(page, 1)[-1]
        drawn = draw(last, Place(3, 3), PRINT, "zh_CN", SIZE, 1.0)
        if not isinstance(last, SpreadPicture):
            assert drawn.spots[0].bottom - drawn.spots[0].top <= tallest + 1


def test_every_page_is_told_while_files_are_made() -> None:
    picture = pictures().scores[0]
    rows = tuple(dataclasses.replace(picture.rows[0], rank=n) for n in range(1, 30))
    long = ScorePicture("M01", picture.lines, rows)
    told: list[int] = []
    files_of(long, "en", lambda: told.append(1))
    assert len(told) == steps_in(long) == 4


def test_what_is_not_named_is_in_no_picture() -> None:
    """Who may see two of three applications gets pictures of two, and a median of two."""
    whole = pictures()
    lines = tuple(line(n, totals) for n, totals in enumerate(TOTALS))
    aggregate = Aggregate(applications=lines, pools=(), funds=(), unscored=())
    names = {ident(n): Named(f"ZGC-{n:04d}", "甲") for n in (1, 2)}
    seen = pictures_of(aggregate, names, settings())
    assert [row.application for row in seen.scores[0].rows] == [ident(1), ident(2)]
    assert len(seen.spread.rows[0].dots) == 2
    assert seen.spread.median != whole.spread.median
    assert seen.rankings == ()


def test_pages_hold_every_row_once() -> None:
    picture = pictures().scores[0]
    assert [len(page.rows) for page in pages_of(picture, 2)] == [2, 1]
    assert sum((page.rows for page in pages_of(picture, 2)), ()) == picture.rows
    assert len(pages_of(dataclasses.replace(picture, rows=()), 2)) == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_spots_lie_in_the_picture_and_never_on_each_other(language: str, scale: float) -> None:
    for page in kinds():
        drawn = draw(page, Place(1, 1), PRINT, language, SIZE, scale)
        assert (drawn.width, drawn.height) == SIZE
        assert len(drawn.pixels) == 4 * SIZE[0] * SIZE[1]
        for one in drawn.spots:
            assert 0 <= one.left < one.right <= SIZE[0]
            assert 0 <= one.top < one.bottom <= SIZE[1]
        if isinstance(page, SpreadPicture):
            assert len(drawn.spots) == 15
            assert {(one.application, one.code) for one in drawn.spots} == {
                (ident(n), code) for n in range(3) for code in CODES
            }
        else:
            assert [one.application for one in drawn.spots] == [row.application for row in page.rows]
            tops = [one.top for one in drawn.spots]
            assert tops == sorted(tops)


def inked(drawn: Drawn, spot: int, ground: bytes) -> set[bytes]:
    """Return the colours that are painted in a row."""
    one = drawn.spots[spot]
    rows = range(round(one.top) + 2, round(one.bottom) - 2)
    return {
        drawn.pixels[4 * (y * drawn.width + x) : 4 * (y * drawn.width + x) + 3]
        for y in rows
        for x in range(drawn.width)
    } - {ground}


def rgb(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))


@pytest.mark.parametrize("tokens", [dict(LIGHT), dict(DARK)], ids=["light", "dark"])
def test_colours_are_the_tokens(tokens: dict[str, str]) -> None:
    """Bars within the line are filled with the accent; those of an open tie are not."""
    page = pictures().rankings[0]
    drawn = draw(page, Place(1, 1), look(tokens), "zh_CN", SIZE, 1.0)
    assert drawn.pixels[:3] == rgb(tokens["bg1"])
    accent, ground = rgb(tokens["accent"]), rgb(tokens["bg1"])
    filled = [
        sum(drawn.pixels[at : at + 3] == accent for at in row_bytes(drawn, n)) for n in range(len(page.rows))
    ]
    assert filled[0] > 3 * max(filled[1:])
    assert inked(drawn, 0, ground)


def row_bytes(drawn: Drawn, spot: int) -> range:
    """Return where the pixels of the middle of a row begin."""
    one = drawn.spots[spot]
    y = round((one.top + one.bottom) / 2)
    return range(4 * y * drawn.width, 4 * (y + 1) * drawn.width, 4)


def test_paper_is_the_light_mode() -> None:
    assert look(dict(LIGHT)) == PRINT


def test_the_same_numbers_give_the_same_bytes() -> None:
    for page in kinds():
        first, second = files_of(page, "zh_CN"), files_of(page, "zh_CN")
        assert first == second
        assert {Path(name).suffix for name in first} == {".pdf", ".svg"}
        assert all(name.startswith(file_stem(page)) for name in first)
    assert files_of(kinds()[0], "en") != files_of(kinds()[0], "zh_CN")


def test_files_name_no_time_and_no_machine() -> None:
    for page in kinds():
        for name, content in files_of(page, "zh_CN").items():
            for word in (b"CreationDate", b"<dc:date", b"matplotlib.org", str(ROOT).encode()):
                assert word not in content, (name, word)


def test_a_pdf_says_its_words_in_chinese() -> None:
    document = pypdfium2.PdfDocument(to_pdf(pictures().scores[0], "zh_CN"))
    words = document[0].get_textpage().get_text_range()
    assert "M01 池" in words
    assert "北京示例深海探测有限公司" in words
    assert "87.06" in words
    assert "去掉的最高分" in words


def test_a_name_never_vanishes() -> None:
    """A character no font has stands as its code (stack §0)."""
    words = pypdfium2.PdfDocument(to_pdf(pictures("甲\U0002f9ff乙").scores[0], "zh_CN"))[0]
    assert "U+2F9FF" in words.get_textpage().get_text_range()


def test_long_pictures_have_pages() -> None:
    picture = pictures().scores[0]
    rows = tuple(dataclasses.replace(picture.rows[0], rank=n) for n in range(1, 61))
    long = ScorePicture("M01", picture.lines, rows)
    assert len(pypdfium2.PdfDocument(to_pdf(long, "en"))) == 3
    assert sorted(files_of(long, "en")) == [
        "scores-M01-1.svg",
        "scores-M01-2.svg",
        "scores-M01-3.svg",
        "scores-M01.pdf",
    ]


def test_all_pages_of_a_picture_have_one_axis() -> None:
    """Pages can be laid beside each other: a page knows the ends of the whole picture."""
    for picture in kinds()[:2]:
        assert isinstance(picture, ScorePicture | SpreadPicture)
        whole = ends_of(picture)
        assert {ends_of(page) for page in pages_of(picture, 1) if not isinstance(page, RankPicture)} == {
            whole
        }
        own = {ends_of(dataclasses.replace(picture, rows=(row,))) for row in picture.rows}  # type: ignore[arg-type]
        assert own != {whole}, "the rows differ, or this says nothing"


def test_columns_of_figures_are_headed() -> None:
    heads = [("最终分",), ("中位数", "份数"), ("最终分", "金额（万元）")]
    for picture, said in zip(kinds(), heads, strict=True):
        page = pypdfium2.PdfDocument(to_pdf(picture, "zh_CN"))[0].get_textpage().get_text_range()
        assert all(one in page for one in said)


def test_equals_are_marked_in_names_of_rows() -> None:
    rows = kinds()[2].rows
    assert [row.tied for row in rows] == [False, True, True]  # type: ignore[union-attr]
    words = pypdfium2.PdfDocument(to_pdf(kinds()[2], "zh_CN"))[0].get_textpage().get_text_range()
    assert words.count("=2") == 2


def test_labels_are_data_never_markup() -> None:
    """A name with signs of a formula or of markup is drawn as it is (acceptance A1)."""
    svg = to_svg(pictures("<b>$x_1^2$ & 'a'</b>").scores[0], Place(1, 1), "zh_CN")
    assert b"<b>" not in svg
    words = pypdfium2.PdfDocument(to_pdf(pictures("$x_1^2$ & 'a'").scores[0], "zh_CN"))[0]
    assert "$x_1^2$ & 'a'" in words.get_textpage().get_text_range()


def test_the_drawing_library_comes_with_the_first_picture() -> None:
    code = (
        "import sys, zgc_review.services.picturing, ui.viewmodels.chair.pictures, ui.widgets.figure\n"
        "print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("n", [0, 2])
def test_three_hundred_rows_are_drawn_in_as_few_pieces_as_ten(n: int) -> None:
    """Each kind of line, sign, bar and word is one object of the library: export stays quick."""
    picture = kinds()[n]
    pieces = []
    for count in (10, 300):
        rows = tuple(picture.rows[k % 3] for k in range(count))
        page = dataclasses.replace(picture, rows=rows)  # type: ignore[arg-type] # rows of its own kind
        with charts._library():
            pieces.append(len(charts._paper(page, Place(1, 1), "zh_CN").figure.findobj()))
    assert pieces[0] == pieces[1]


def test_a_page_has_the_same_bytes_alone_and_among_others() -> None:
    picture = kinds()[0]
    assert to_svg(picture, Place(1, 1), "zh_CN") == files_of(picture, "zh_CN")["scores-M01.svg"]
    assert to_pdf(picture, "zh_CN") == files_of(picture, "zh_CN")["scores-M01.pdf"]
