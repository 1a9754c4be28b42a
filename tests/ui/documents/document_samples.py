"""Documents made by the tests themselves: honest ones, and such as nobody should open."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TXT = "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = (PDF, PNG, JPEG, TXT, XLSX, DOCX)

_SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOOK = f'{_SPREADSHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def pdf_file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; the first is the catalogue."""
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(body))
    return body + head + table + end


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(content), head) + content + b"\nendstream"


def text_pdf(
    *pages: Sequence[str], box: str = "0 0 400 300", catalogue: str = "", page: str = "", rotate: int = 0
) -> bytes:
    """A PDF whose pages show lines of Chinese and Latin text in a font that is not embedded.

    ``catalogue`` and ``page`` are further entries of the catalogue and of every page.
    """
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/FontDescriptor 5 0 R/DW 1000"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
        ),
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 6/Ascent 859/Descent -140/CapHeight 683/StemV 93>>",
    ]
    for place, lines in enumerate(pages):
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {rotate}/Contents {7 + 2 * place} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>{page}>>".encode()
        )
        objects.append(stream(f"BT /F 20 Tf 30 TL 40 250 Td {shown} ET".encode()))
    return pdf_file(objects)


def plain_pdf(pages: int, box: str = "0 0 300 400", content: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF of equal pages without fonts; ``extra``: entries of every page."""
    kids = b" ".join(b"%d 0 R" % (4 + place) for place in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/MediaBox[%s]%s>>" % (box.encode(), extra)
    head = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        stream(content),
    ]
    return pdf_file([*head, *[page] * pages])


def bomb_pdf(megabytes: int, layers: int = 2) -> bytes:
    """A page whose content unpacks to ``megabytes``, packed more than once."""
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packed.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    filters = b"/Filter[%s]" % (b"/FlateDecode" * layers)
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
            stream(data, filters),
        ]
    )


def scan_pdf(pages: int, width: int = 1240, height: int = 1754) -> bytes:
    """Pages that are one grey picture each, as a scanner makes them; ``pages`` share it."""
    rows = b"".join(bytes((x * y) & 0xFF for x in range(width)) for y in range(7))
    pixels = (rows * (height // 7 + 1))[: width * height]
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (
        width,
        height,
    )
    kids = b" ".join(b"%d 0 R" % (5 + place) for place in range(pages))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 3 0 R>>>>>>"
    )
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
            stream(zlib.compress(pixels, 1), head + b"/Filter/FlateDecode"),
            stream(b"595 0 0 842 0 0 cm /P Do"),
            *[page] * pages,
        ]
    )


def huge_image_pdf() -> bytes:
    """A small file whose picture claims 60,000 × 60,000 pixels in four colours."""
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceCMYK"
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
                b"/Resources<</XObject<</P 5 0 R>>>>>>"
            ),
            stream(b"99 0 0 99 0 0 cm /P Do"),
            stream(zlib.compress(bytes(1 << 22)), image + b"/Filter/FlateDecode"),
        ]
    )


def slow_pdf(steps: int) -> bytes:
    """A page that draws ``steps`` overlapping transparent shapes: small, and slow to draw."""
    content = b"/G gs " + b"0 0 m 99 0 99 99 0 99 c 50 0 0 50 99 99 c f* " * steps
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
                b"/Resources<</ExtGState<</G<</ca .5/BM/Luminosity>>>>>>>>"
            ),
            stream(zlib.compress(content), b"/Filter/FlateDecode"),
        ]
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked_pdf(password: bytes) -> bytes:
    """A PDF under a user password (ISO 32000-1, 7.6.3, revision 2); the empty one opens by itself."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password + padding)[:32]
    identifier = b"0123456789abcdef"
    owner = _rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)
    mixed = padded + owner + struct.pack("<i", -4) + identifier
    key = hashlib.md5(mixed, usedforsecurity=False).digest()[:5]
    ids = identifier.hex().encode()
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
            % (owner.hex().encode(), _rc4(key, padding).hex().encode()),
        ],
        b"/Encrypt 4 0 R/ID[<%s><%s>]" % (ids, ids),
    )


def png(width: int, height: int, rows: bytes | None = None, colour: int = 2, depth: int = 8) -> bytes:
    """A PNG; ``rows`` unpacked with their filter bytes, else white in 8 bits of red, green and blue."""
    if rows is None:
        rows = (b"\0" + b"\xff" * (3 * width)) * height
    return png_of(width, height, zlib.compress(rows), colour, depth)


def png_of(width: int, height: int, packed: bytes, colour: int = 2, depth: int = 8) -> bytes:
    """A PNG around packed pixels, whatever they are."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width: int, height: int, colour: tuple[int, int, int], orientation: int = 1) -> bytes:
    """A JPEG whose left half is ``colour`` and whose right half is white."""
    from PIL import Image  # noqa: PLC0415 - only for this

    image = Image.new("RGB", (width, height), (255, 255, 255))
    image.paste(colour, (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = io.BytesIO()
    image.save(made, "JPEG", quality=95, subsampling=0, exif=exif, dpi=(144, 144))
    return made.getvalue()


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of named parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def relations(**targets: tuple[str, str]) -> str:
    """A part of relationships: id to kind and target."""
    found = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{found}</Relationships>'


def workbook(
    *sheets: str, strings: Sequence[str] = (), styles: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    """An XLSX of sheets given as the XML of their rows."""
    names = "".join(
        f'<sheet name="表{number}" sheetId="{number}" r:id="r{number}"/>'
        for number in range(1, len(sheets) + 1)
    )
    targets = {
        f"r{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)
    }
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {_BOOK}><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            s=("sharedStrings", "sharedStrings.xml"), f=("styles", "/xl/styles.xml"), **targets
        ),
        "xl/sharedStrings.xml": f"<sst {_SPREADSHEET}>"
        + "".join(f"<si><t>{text}</t></si>" for text in strings)
        + "</sst>",
        "xl/styles.xml": f"<styleSheet {_SPREADSHEET}>{styles}</styleSheet>",
    }
    for number, rows in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {_SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>"
        )
    return archive({**parts, **(more or {})})


def word(body: str, styles: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A DOCX of the XML of its body."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(s=("styles", "styles.xml")),
        "word/styles.xml": f"<w:styles {_WORD}>{styles}</w:styles>",
    }
    return archive({**parts, **(more or {})})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
