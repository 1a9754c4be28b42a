"""Bounds of what one document may ask of the machine; beyond a bound a document is cut or refused."""

from __future__ import annotations

from typing import Final

from zgc_review.intake.limits import LIMITS, MEBIBYTE

#: Bytes of one document (design §4.2).
DOCUMENT_BYTES: Final = LIMITS.document_bytes
#: Pages of one document that can be reached.
PAGES: Final = 200_000
#: Page sizes told in one answer.
SIZES: Final = 2_000
#: Sides of a page, in hundredths of a point: 100 m and the smallest that can be drawn.
SIDE: Final = 28_350_000
#: Pixels of one drawn page, and of one of its sides; more is drawn smaller.
PIXELS: Final = 24_000_000
PIXEL_SIDE: Final = 32_000
#: Pixels of a picture that is opened at all, and of what is kept of it.
PICTURE_PIXELS: Final = LIMITS.pixels
PICTURE_KEPT: Final = 36_000_000
#: Characters of one page.
CHARACTERS: Final = 200_000
#: Entries of an outline, their depth, characters of a title.
OUTLINE: Final = 5_000
OUTLINE_DEPTH: Final = 8
TITLE: Final = 300
#: Characters of what is searched for; hits on one page or in one block; rectangles of one hit.
QUERY: Final = 200
HITS: Final = 500
RECTANGLES: Final = 50
#: Seconds after which a search or a count answers with what it has, so that drawing does not wait.
SLICE: Final = 0.04
#: Bytes of a text, characters of one line of it (longer ones are broken).
TEXT_BYTES: Final = 32 * MEBIBYTE
LINE: Final = 4_000
#: Blocks of a text or document, rows and columns of a sheet, cells and characters of a whole file.
BLOCKS: Final = 500_000
ROWS: Final = LIMITS.rows
COLUMNS: Final = LIMITS.columns
CELLS: Final = 500_000
TEXT: Final = 20_000_000
SHEETS: Final = 500
#: Rows of one table block.
TABLE_ROWS: Final = 50
#: Blocks told in one answer, and their characters.
BLOCKS_TOLD: Final = 500
TEXT_TOLD: Final = 1_000_000
#: XML of one office document once unpacked.
OFFICE_XML: Final = 192 * MEBIBYTE
#: Address space of a child beyond the document itself; processor seconds of one request.
MEMORY: Final = 1536 * MEBIBYTE
PROCESSOR: Final = 60
#: Head of one message (msgpack).
HEAD: Final = 32 * MEBIBYTE
