"""Pictures of a panel: drawn for a window as pixels, for paper as PDF and SVG (matplotlib, looked up late).

The library is imported by the first picture and by nothing else. One picture is drawn at a time: it keeps
settings of its own for the whole process. Files have the same bytes for the same numbers: no dates, no
chance in names.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from zgc_review.export.charts_values import Picture, RankPicture, ScorePicture, SpreadPicture, pages_of

if TYPE_CHECKING:
    from zgc_review.export.charts_draw import Sheet

DPI = 96  # of a screen at 100 %; paper takes the same measures in points
PAGE_ROWS = 24  # of a printed page
_WIDTH = 1060
_HEAD, _FOOT, _ROW = 74, 44, 30
_SALT = "zgc-review-charts"
_ONE_AT_A_TIME = threading.Lock()


Step: TypeAlias = Callable[[], object]


def _no_step() -> None:
    """Tell nobody that a page was drawn."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as ``#RRGGBB``, by their names in look.md §2."""

    bg1: str
    bg3: str
    text1: str
    text2: str
    text3: str
    line: str
    border: str
    accent: str
    accent_soft: str


#: Paper is always light: the tokens of the light mode (a test compares them).
PRINT = Look(
    bg1="#FFFFFF",
    bg3="#DFDBD2",
    text1="#1C2126",
    text2="#464D54",
    text3="#5E656C",
    line="#D9D4CA",
    border="#857F73",
    accent="#1D4F91",
    accent_soft="#E3ECF7",
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a picture, in its pixels: an application, and an expert for a dot."""

    application: str
    code: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Drawn:
    """A page as pixels: rows of RGBA from the top, and what stands where."""

    width: int
    height: int
    pixels: bytes
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of how many this is, from 1."""

    page: int
    pages: int


def draw(page: Picture, at: Place, look: Look, language: str, size: tuple[int, int], scale: float) -> Drawn:
    """Draw one page for a window.

    Args:
        at: for the words “page 1 of 3”.
        look: colours of the window.
        language: of the words.
        size: width and height in pixels.
        scale: size of type and lines; 1.0 is 100 %.

    Raises:
        ReviewError: ``export.font.missing``.
    """
    with _library() as library:
        sheet = _sheet(page, at, look, language, size, scale)
        canvas = library.FigureCanvasAgg(sheet.figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        return Drawn(width, height, bytes(canvas.buffer_rgba()), tuple(_spots(sheet, height)))


def to_svg(page: Picture, at: Place, language: str) -> bytes:
    """Return one page as SVG; letters are outlines, so that it looks the same everywhere."""
    with _library():
        return _saved_svg(_paper(page, at, language))


def to_pdf(picture: Picture, language: str) -> bytes:
    """Return every page of a picture as one PDF with the letters in it."""
    return files_of(picture, language)[f"{file_stem(picture)}.pdf"]


def files_of(picture: Picture, language: str, step: Step = _no_step) -> dict[str, bytes]:
    """Return a picture as files by name: one PDF with the letters in it, one SVG a page.

    Each page is laid out once for both. ``step`` is called after each, see :func:`steps_in`.
    """
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415 - slow import

    name, pages = file_stem(picture), pages_of(picture, PAGE_ROWS)
    found: dict[str, bytes] = {}
    out = io.BytesIO()
    nameless = {"CreationDate": None, "Creator": None, "Producer": None}
    book: Any = PdfPages(out, metadata=nameless)
    try:
        for number, page in enumerate(pages, 1):
            with _library():  # between two pages a window may draw its own
                sheet = _paper(page, Place(number, len(pages)), language)
                book.savefig(sheet.figure)
            step()
            last = f"-{number}" if len(pages) > 1 else ""
            with _library():
                found[f"{name}{last}.svg"] = _saved_svg(sheet)
            step()
    finally:
        with _library():  # letters are written now
            book.close()
    return found | {f"{name}.pdf": out.getvalue()}


def steps_in(picture: Picture) -> int:
    """Return how many pages :func:`files_of` draws, each once for PDF and once for SVG."""
    return 2 * len(pages_of(picture, PAGE_ROWS))


def file_stem(picture: Picture) -> str:
    """Return the name of a picture's files, without kind; pool ids are ASCII."""
    kind = "spread" if isinstance(picture, SpreadPicture) else "ranking"
    kind = "scores" if isinstance(picture, ScorePicture) else kind
    pool = "" if isinstance(picture, SpreadPicture) else picture.pool
    return "-".join(part for part in (kind, pool, "seen" if picture.seen else "") if part)


def _paper(page: Picture, at: Place, language: str) -> Sheet:
    """Draw a page for paper: as high as its rows ask for."""
    tall = 2 * _ROW if isinstance(page, SpreadPicture) else _ROW
    height = _HEAD + _FOOT + tall * max(1, len(page.rows))
    return _sheet(page, at, PRINT, language, (_WIDTH, height), 1.0)


def _sheet(page: Picture, at: Place, look: Look, language: str, size: tuple[int, int], scale: float) -> Sheet:
    """Draw a page, whichever picture it is of."""
    from zgc_review.export import (  # noqa: PLC0415 - slow imports
        charts_draw,
        charts_rank,
        charts_scores,
        charts_spread,
    )

    sheet = charts_draw.Sheet(look, language, size, scale, charts_draw.find_face())
    if isinstance(page, RankPicture):
        charts_rank.draw_ranking(sheet, page, at)
    elif isinstance(page, SpreadPicture):
        charts_spread.draw_spread(sheet, page, at)
    else:
        charts_scores.draw_scores(sheet, page, at)
    return sheet


def _spots(sheet: Sheet, height: int) -> Iterator[Spot]:
    """Turn what was noted in pixels from the foot into pixels from the top."""
    for application, code, left, low, right, high in sheet.noted:
        yield Spot(application, code, left, height - high, right, height - low)


def _saved_svg(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    sheet.outline(outlined=True)
    sheet.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


@contextmanager
def _library() -> Iterator[Any]:
    """Give the drawing library, alone, with settings that leave nothing to chance."""
    import matplotlib as mpl  # noqa: PLC0415 - slow import
    from matplotlib.backends import backend_agg  # noqa: PLC0415 - slow import

    with _ONE_AT_A_TIME, mpl.rc_context():
        # Letters of a PDF as Type 3: whole, searchable, twenty times as fast as cutting up a Chinese font.
        mpl.rcParams["pdf.fonttype"] = 3
        mpl.rcParams["svg.fonttype"] = "path"
        mpl.rcParams["svg.hashsalt"] = _SALT
        mpl.rcParams["path.simplify"] = False
        mpl.rcParams["text.parse_math"] = False  # a name with two dollar signs is no formula
        yield backend_agg
