"""Pictures as documents of one page."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from document_samples import jpeg, png, png_of
from PIL import Image

from ui.documents import limits
from ui.documents.picture import PictureContent
from ui.documents.protocol import (
    Blocks,
    Characters,
    CountActive,
    Counted,
    Drawn,
    Found,
    Outline,
    Outlined,
    PageSizes,
    PageText,
    Render,
    Search,
    Sizes,
)
from zgc_review.errors import DocumentError, ProgramFault

RED = (255, 0, 0)
WHITE = (255, 255, 255)


def opened(data: bytes, kind: str = "PNG") -> PictureContent:
    return PictureContent(bytearray(data), kind)


def colour(content: PictureContent, x: int, y: int, request: Render) -> tuple[int, int, int]:
    """Return red, green and blue of one pixel of a drawing."""
    drawn, data = content.answer(request)
    assert isinstance(drawn, Drawn)
    assert len(data) == 4 * drawn.width * drawn.height
    blue, green, red = data[4 * (y * drawn.width + x) :][:3]
    return red, green, blue


def near(told: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) <= 12 for one, other in zip(told, wanted, strict=True))


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def test_a_picture_is_a_document_of_one_page() -> None:
    content = opened(png(400, 200))
    assert content.opened.pages == 1
    assert content.opened.sizes == [(30_000, 15_000)]
    assert content.answer(Sizes(0, 9))[0] == PageSizes([(30_000, 15_000)])
    assert content.answer(PageText(0))[0] == Characters("", [])
    assert content.answer(Search("x"))[0] == Found([], -1, 0)
    assert content.answer(Outline())[0] == Outlined([], cut=False)
    assert content.answer(CountActive())[0] == Counted(0, 0, -1)
    drawn, _ = content.answer(Render(0, 100))
    assert drawn == Drawn(100, 50, 100, 50)
    with pytest.raises(DocumentError):
        content.answer(Render(1, 100))
    with pytest.raises(ProgramFault):
        content.answer(Blocks(0, 0, 1))


def test_dots_per_inch_make_the_size() -> None:
    assert opened(jpeg(288, 144, RED), "JPEG").opened.sizes == [(14_400, 7_200)]


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (200, 100), (20, 50)),
        (2, (200, 100), (180, 50)),
        (3, (200, 100), (180, 50)),
        (6, (100, 200), (50, 20)),
        (8, (100, 200), (50, 180)),
    ],
)
def test_a_photo_stands_as_its_camera_was_held(
    orientation: int, size: tuple[int, int], red: tuple[int, int]
) -> None:
    content = opened(jpeg(200, 100, RED, orientation), "JPEG")
    width, height = content.opened.sizes[0]
    assert (width * 2, height * 2) == (size[0] * 100, size[1] * 100)
    assert near(colour(content, *red, Render(0, size[0])), RED)
    assert near(colour(content, size[0] - 1 - red[0], size[1] - 1 - red[1], Render(0, size[0])), WHITE)


def test_turning_and_parts() -> None:
    content = opened(jpeg(200, 100, RED), "JPEG")
    assert near(colour(content, 50, 20, Render(0, 100, 1)), RED)
    assert near(colour(content, 50, 180, Render(0, 100, 3)), RED)
    assert near(colour(content, 150, 50, Render(0, 200, 2)), RED)
    assert near(colour(content, 3, 3, Render(0, 400, 0, (190, 0, 20, 20))), RED)
    assert near(colour(content, 17, 3, Render(0, 400, 0, (190, 0, 20, 20))), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    picture = Image.new(mode, (8, 8), 65_535 if mode == "I;16" else None or 0)
    black = encoded(picture)
    shown = colour(opened(black), 1, 1, Render(0, 8))
    assert shown == {"I;16": WHITE, "LA": WHITE, "RGBA": WHITE}.get(mode, (0, 0, 0))


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    rows = b"".join(b"\0" + struct.pack(">2H", 20_000, 40_000) for _ in range(2))
    content = opened(png(2, 2, rows, colour=0, depth=16))
    assert colour(content, 0, 0, Render(0, 2)) == (78, 78, 78)
    assert colour(content, 1, 0, Render(0, 2)) == (156, 156, 156)


def test_transparent_parts_are_white_paper() -> None:
    half = Image.new("RGBA", (4, 4), (255, 0, 0, 128))
    assert near(colour(opened(encoded(half)), 0, 0, Render(0, 4)), (255, 127, 127))
    clear = Image.new("P", (4, 4), 0)
    stream = io.BytesIO()
    clear.save(stream, "PNG", transparency=0)
    assert colour(opened(stream.getvalue()), 0, 0, Render(0, 4)) == WHITE


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_kept_smaller(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.documents.limits.PICTURE_KEPT", 40_000)
    content = opened(encoded(Image.new("RGB", (1_000, 500), RED), kind), kind)
    assert content._picture.width * content._picture.height <= 40_000
    assert content.opened.sizes == [(75_000, 37_500)]
    assert near(colour(content, 5, 5, Render(0, 100)), RED)


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"x", "PNG", "documents.damaged"),
        (png(9, 9)[:-20], "PNG", "documents.damaged"),
        (png_of(900, 900, zlib.compress(bytes(100))), "PNG", "documents.damaged"),
        (png_of(9, 9, b"garbage"), "PNG", "documents.damaged"),
        (png(9, 9), "JPEG", "documents.damaged"),
        (jpeg(9, 9, RED), "PNG", "documents.damaged"),
        (jpeg(90, 90, RED)[:400] + b"\xff\xd9", "JPEG", "documents.damaged"),
        (png_of(60_000, 60_000, b""), "PNG", "documents.pixels"),
        (png_of(2**31 - 1, 2**31 - 1, b""), "PNG", "documents.pixels"),
    ],
)
def test_what_cannot_be_opened(data: bytes, kind: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        opened(data, kind)
    assert caught.value.code == code


def test_the_bound_of_pixels_is_that_of_taking_in() -> None:
    with pytest.raises(DocumentError) as caught:
        opened(png_of(10_001, 10_000, b""))
    assert caught.value.params == {"width": 10_001, "height": 10_000, "limit": 100}
    assert limits.PICTURE_PIXELS == 100_000_000
