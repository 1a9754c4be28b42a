"""Messages between the window's process and the one that parses documents, and their frames.

A frame is a magic word, the length of the head, the length of the load, then both. The head is one
message as msgpack; the load is raw bytes: the document on the way in, pixels on the way out. One
request is answered by one reply before the next is sent. Closing the pipe ends the child.

Whatever a document did to its child, the window's side believes nothing: lengths are bounded before
anything is read, and a head must be one of the messages below to the last field.

Lengths on a page are whole hundredths of a point, from its top left corner as the page is shown
without further rotation.
"""

from __future__ import annotations

import struct
from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from ui.documents.limits import HEAD

MAGIC: Final = b"ZGCd"
_FRAME: Final = struct.Struct(">4sIQ")
_CHUNK: Final = 1 << 20

Rectangle: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Message(msgspec.Struct, frozen=True, tag=True, array_like=True, forbid_unknown_fields=True):
    """What requests and replies share."""


class Open(Message, frozen=True):
    """Take the document in the load."""

    media: str


class Sizes(Message, frozen=True):
    """Tell the sizes of ``count`` pages from page ``first`` (from 0)."""

    first: int
    count: int


class Render(Message, frozen=True):
    """Draw a page.

    Attributes:
        page: from 0.
        width: pixels of the whole page's width, after rotation.
        rotation: quarter turns clockwise, 0 to 3.
        clip: left, top, width, height of the wanted part in pixels of the whole page, or None.
    """

    page: int
    width: int
    rotation: int = 0
    clip: tuple[int, int, int, int] | None = None


class PageText(Message, frozen=True):
    """Tell the characters of a page with their boxes."""

    page: int


class Search(Message, frozen=True):
    """Look for ``query`` from page or block ``first`` of part ``part`` on, for a short while."""

    query: str
    part: int = 0
    first: int = 0


class Outline(Message, frozen=True):
    """Tell the outline."""


class CountActive(Message, frozen=True):
    """Count links and scripts on the pages from ``first`` on, for a short while."""

    first: int = 0


class Blocks(Message, frozen=True):
    """Tell up to ``count`` blocks of a part from block ``first`` on."""

    part: int
    first: int
    count: int


class Part(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One part of a document of blocks: the whole text, or one sheet.

    Attributes:
        title: of a sheet.
        blocks: how many there are.
        columns: of the widest row of a sheet; 0 where the part is no sheet.
        hidden: the workbook does not show the sheet.
        cut: there is more in the file than is shown.
        formulas: cells of a sheet that hold a formula.
    """

    title: str
    blocks: int
    columns: int = 0
    hidden: bool = False
    cut: bool = False
    formulas: int = 0


class Opened(Message, frozen=True):
    """The document can be shown.

    Attributes:
        kind: ``pages`` (drawn) or ``blocks`` (text and tables).
        pages: number of pages, 0 where there are none.
        sizes: width and height of the first pages.
        parts: parts of a document of blocks.
        left_out: what is there and is not shown or done, by name: scripts, attachments, pictures, notes.
        form: the document fills itself by a form this program cannot run (XFA).
    """

    kind: Literal["pages", "blocks"]
    pages: int = 0
    sizes: list[tuple[int, int]] = []
    parts: list[Part] = []
    left_out: dict[str, int] = {}
    form: bool = False


class PageSizes(Message, frozen=True):
    """Width and height of pages, in the order asked."""

    sizes: list[tuple[int, int]]


class Drawn(Message, frozen=True):
    """A drawn page; its pixels are the load: rows from the top, 4 bytes each (blue, green, red, unused).

    Attributes:
        width, height: of the pixels.
        page_width, page_height: of the whole page at this scale; smaller than asked where a bound is met.
    """

    width: int
    height: int
    page_width: int
    page_height: int


class Characters(Message, frozen=True):
    """The characters of a page, and for each its box; line breaks have empty boxes."""

    text: str
    boxes: list[Rectangle]


class Hit(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One place that was found.

    Attributes:
        part: 0 for pages.
        place: page or block, from 0.
        row, column: cell in a table, 0 elsewhere.
        start, length: characters of the page, paragraph or cell.
        rectangles: on a page, one for each line.
        snippet: text around it on one line; ``snippet_start``, ``snippet_length``: the hit in it.
    """

    part: int
    place: int
    row: int
    column: int
    start: int
    length: int
    rectangles: list[Rectangle]
    snippet: str
    snippet_start: int
    snippet_length: int


class Found(Message, frozen=True):
    """Hits so far, and from where to go on; ``next_part`` -1: everything was searched."""

    hits: list[Hit]
    next_part: int
    next_first: int
    cut: bool = False


class OutlineEntry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One entry: depth from 0, title, page from 0 or -1, top in hundredths of a point."""

    depth: int
    title: str
    page: int
    top: int


class Outlined(Message, frozen=True):
    """The outline; ``cut`` says that there is more."""

    entries: list[OutlineEntry]
    cut: bool


class Counted(Message, frozen=True):
    """Links and scripts counted, and the page to go on from; -1 at the end."""

    links: int
    scripts: int
    next_first: int


class Paragraph(msgspec.Struct, frozen=True, tag=True, array_like=True, forbid_unknown_fields=True):
    """A paragraph or line; ``level`` 1–9 for headings, else 0; ``listed``: an item of a list."""

    text: str
    level: int = 0
    listed: bool = False


class Table(msgspec.Struct, frozen=True, tag=True, array_like=True, forbid_unknown_fields=True):
    """Rows of a table; a long one comes as several blocks, all but the first ``continued``."""

    rows: list[list[str]]
    continued: bool = False


class Row(msgspec.Struct, frozen=True, tag=True, array_like=True, forbid_unknown_fields=True):
    """One row of a sheet by its number there; ``formulas``: column to formula, where a cell has one.

    A formula that is written in another cell for several of them is empty here.
    """

    number: int
    cells: list[str]
    formulas: dict[int, str] = {}


Block: TypeAlias = Paragraph | Table | Row


class BlockList(Message, frozen=True):
    """Blocks in the order asked; fewer than asked where they are long."""

    blocks: list[Block]


class Failed(Message, frozen=True):
    """The request could not be met: a code of ``documents.*`` with its parameters."""

    code: str
    params: dict[str, str | int]


Request: TypeAlias = Open | Sizes | Render | PageText | Search | Outline | CountActive | Blocks
Reply: TypeAlias = Opened | PageSizes | Drawn | Characters | Found | Outlined | Counted | BlockList | Failed

_encoder: Final = msgspec.msgpack.Encoder()
_requests: Final = msgspec.msgpack.Decoder(Request)
_replies: Final = msgspec.msgpack.Decoder(Reply)


class Broken(Exception):  # noqa: N818 - never leaves this room
    """The other side is gone, or what came is no frame."""


class Source(Protocol):
    """An unbuffered pipe to read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the beginning of ``buffer``; 0 at the end."""


class Sink(Protocol):
    """An unbuffered pipe to write to."""

    def write(self, data: memoryview, /) -> int | None:
        """Write the beginning of ``data``."""


def write_frame(sink: Sink, message: Request | Reply, load: bytes | bytearray | memoryview = b"") -> None:
    """Write one message.

    Raises:
        Broken: the other side is gone.
    """
    head = _encoder.encode(message)
    view = memoryview(load).cast("B")
    try:
        _write(sink, memoryview(_FRAME.pack(MAGIC, len(head), len(view)) + head))
        _write(sink, view)
    except (OSError, ValueError) as fault:
        raise Broken from fault


def read_request(source: Source, most: int) -> tuple[Request, bytearray]:
    """Read one request with a load of at most ``most`` bytes.

    Raises:
        Broken: the other side is gone, or what came is no request.
    """
    head, load = _read_frame(source, most)
    try:
        return _requests.decode(head), load
    except (msgspec.MsgspecError, ValueError, RecursionError) as fault:
        raise Broken from fault


def read_reply(source: Source, most: int) -> tuple[Reply, bytearray]:
    """Read one reply with a load of at most ``most`` bytes.

    Raises:
        Broken: the other side is gone, or what came is no reply.
    """
    head, load = _read_frame(source, most)
    try:
        return _replies.decode(head), load
    except (msgspec.MsgspecError, ValueError, RecursionError) as fault:
        raise Broken from fault


def _read_frame(source: Source, most: int) -> tuple[bytearray, bytearray]:
    """Return head and load of one frame."""
    magic, head, load = _FRAME.unpack(_read(source, _FRAME.size))
    if magic != MAGIC or head > HEAD or load > most:
        raise Broken
    return _read(source, head), _read(source, load)


def _read(source: Source, size: int) -> bytearray:
    """Return exactly ``size`` bytes."""
    buffer = bytearray(size)
    view = memoryview(buffer)
    try:
        while view:
            count = source.readinto(view[:_CHUNK])
            if not count:
                raise Broken
            view = view[count:]
    except (OSError, ValueError) as fault:
        raise Broken from fault
    return buffer


def _write(sink: Sink, view: memoryview) -> None:
    """Write all of ``view``."""
    while view:
        view = view[sink.write(view[:_CHUNK]) or 0 :]
