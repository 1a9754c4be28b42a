"""PNG and JPEG pictures as documents of one page; runs in the child only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from ui.documents import limits
from ui.documents.geometry import Frame, fit
from ui.documents.protocol import (
    Characters,
    CountActive,
    Counted,
    Drawn,
    Found,
    Opened,
    Outline,
    Outlined,
    PageSizes,
    PageText,
    Render,
    Reply,
    Request,
    Search,
    Sizes,
)
from zgc_review.errors import DocumentError, ProgramFault
from zgc_review.intake.pictures import jpeg_size, png_size

if TYPE_CHECKING:
    from PIL.Image import Image

_DEFAULT_DPI: Final = 96.0
_DPI: Final = (30.0, 1200.0)
_WHITE: Final = (255, 255, 255)
_ORIENTATION: Final = 0x0112


class PictureContent:
    """An opened picture, turned as its camera says, transparent parts white.

    Args:
        data: the file.
        kind: ``PNG`` or ``JPEG``.

    Raises:
        DocumentError: ``documents.damaged``, ``documents.pixels``.
    """

    def __init__(self, data: bytearray, kind: str) -> None:
        size = png_size(io.BytesIO(data)) if kind == "PNG" else jpeg_size(io.BytesIO(data))
        if size is None:
            raise DocumentError("documents.damaged")
        if size[0] * size[1] > limits.PICTURE_PIXELS:
            millions = limits.PICTURE_PIXELS // 1_000_000
            raise DocumentError("documents.pixels", width=size[0], height=size[1], limit=millions)
        self._picture, dpi = _read(data, kind)
        self._turned: tuple[int, Image] = (0, self._picture)
        side = 72 / dpi
        self._size = fit(self._picture.width * side, self._picture.height * side)
        self.opened = Opened("pages", pages=1, sizes=[self._size])

    def answer(self, request: Request) -> tuple[Reply, bytes | memoryview]:
        """Answer a request with a reply and its load; a picture has no text.

        Raises:
            DocumentError: ``documents.page``.
            ProgramFault: not a request for pages.
        """
        match request:
            case Render():
                return self._render(request)
            case Sizes():
                return PageSizes([self._size][request.first : request.first + request.count]), b""
            case PageText():
                self._require(request.page)
                return Characters("", []), b""
            case Search():
                return Found([], -1, 0), b""
            case Outline():
                return Outlined([], cut=False), b""
            case CountActive():
                return Counted(0, 0, -1), b""
        raise ProgramFault(type(request).__name__)

    def _require(self, page: int) -> None:
        """Require the only page."""
        if page != 0:
            raise DocumentError("documents.page", page=page + 1, pages=1)

    def _render(self, request: Render) -> tuple[Drawn, bytes]:
        """Draw the picture at the wanted size."""
        from PIL.Image import Resampling  # noqa: PLC0415 - only pictures need it

        self._require(request.page)
        frame = Frame.of(self._size, request)
        picture = self._turn(request.rotation % 4)
        across, down = picture.width / frame.page_width, picture.height / frame.page_height
        box = (
            frame.left * across,
            frame.top * down,
            min((frame.left + frame.width) * across, picture.width),
            min((frame.top + frame.height) * down, picture.height),
        )
        drawn = picture.resize((frame.width, frame.height), Resampling.BILINEAR, box, reducing_gap=2.0)
        reply = Drawn(frame.width, frame.height, frame.page_width, frame.page_height)
        return reply, drawn.tobytes("raw", "BGRX")

    def _turn(self, quarters: int) -> Image:
        """Return the picture turned clockwise; the last turn is kept."""
        from PIL.Image import Transpose  # noqa: PLC0415 - only pictures need it

        if self._turned[0] != quarters:
            turn = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}.get(quarters)
            self._turned = (quarters, self._picture if turn is None else self._picture.transpose(turn))
        return self._turned[1]


def _read(data: bytearray, kind: str) -> tuple[Image, float]:
    """Return the decoded picture and its dots per inch."""
    from PIL import Image  # noqa: PLC0415 - only pictures need it

    Image.MAX_IMAGE_PIXELS = None  # the bound of this room was asked before
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as source:
            width, height = source.size
            factor = _factor(width * height)
            if factor > 1:
                source.draft("RGB", (width // factor, height // factor))
            picture = _on_white(source)
            if factor > 1 and picture.width * picture.height > limits.PICTURE_KEPT:
                picture = picture.reduce(factor)
            dpi = _dpi(source.info.get("dpi")) * picture.width / width
            return _upright(picture, source.getexif().get(_ORIENTATION)), dpi
    except MemoryError:
        raise
    except Exception as fault:
        # Pillow fails in as many ways as a file can be wrong
        raise DocumentError("documents.damaged") from fault


def _factor(pixels: int) -> int:
    """Return by what both sides are divided so that what is kept is within its bound."""
    factor = 1
    while pixels > limits.PICTURE_KEPT * factor * factor:
        factor += 1
    return factor


def _on_white(source: Image) -> Image:
    """Return a picture in 8 bits of red, green and blue, on white paper."""
    from PIL import Image  # noqa: PLC0415 - only pictures need it

    source.load()
    if source.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would clip
        return source.point(lambda value: value / 256).convert("L").convert("RGB")
    if "A" not in source.getbands() and "transparency" not in source.info:
        return source.convert("RGB")
    layers = source.convert("RGBA")
    paper = Image.new("RGB", layers.size, _WHITE)
    paper.paste(layers, mask=layers.getchannel("A"))
    return paper


def _upright(picture: Image, orientation: object) -> Image:
    """Return a picture as its camera was held (EXIF 2.3, tag 0x0112)."""
    from PIL.Image import Transpose  # noqa: PLC0415 - only pictures need it

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)


def _dpi(told: object) -> float:
    """Return dots per inch, the usual ones of a screen where the file tells none that make sense."""
    if isinstance(told, tuple) and told and isinstance(told[0], int | float):
        dots = float(told[0])
        if _DPI[0] <= dots <= _DPI[1]:
            return dots
    return _DEFAULT_DPI
