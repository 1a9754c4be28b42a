"""PDF files made by hand: pages of text, pages that are one picture, one locked, one broken off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from ui.cli.demo.scans import PALETTE, Scan

_A4: Final = "[0 0 595.2 841.8]"


def text_pdf(title: str, lines: Sequence[str], pages: int = 1, *, locked: bool = False) -> bytes:
    """Return a small PDF whose pages show ASCII ``lines``; ``title`` stands in its properties.

    ``locked``: with an encryption dictionary to which no empty password fits.
    """
    shown = "\n".join(f"({_ascii(line)}) Tj T*" for line in lines)
    kids = " ".join(f"{3 + place * 2} 0 R" for place in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
    ]
    for place in range(pages):
        content = f"BT /F1 11 Tf 16 TL 60 780 Td\n{shown}\n({place + 1} / {pages}) Tj\nET".encode("ascii")
        font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {_A4} /Resources << /Font {font} >>"
            f" /Contents {4 + place * 2} 0 R >>".encode()
        )
        objects.append(_stream("", content))
    objects.append(b"<< /Title <FEFF%s> >>" % title.encode("utf-16-be").hex().encode())
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    return _file(objects, trailer + (_encryption(title) if locked else ""))


def scan_pdf(pages: Iterable[Scan]) -> bytes:
    """Return a PDF whose pages are scans: pictures of 16 colours, not compressed."""
    scans = list(pages)
    kids = " ".join(f"{3 + place * 3} 0 R" for place in range(len(scans)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(scans)} >>".encode(),
    ]
    for place, scan in enumerate(scans):
        first = 3 + place * 3
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {_A4}"
            f" /Resources << /XObject << /P {first + 2} 0 R >> >> /Contents {first + 1} 0 R >>".encode()
        )
        objects.append(_stream("", b"595.2 0 0 841.8 0 0 cm /P Do"))
        head = (
            f"/Type /XObject /Subtype /Image /Width {scan.width} /Height {scan.height} /BitsPerComponent 4"
            f" /ColorSpace [/Indexed /DeviceRGB 15 <{PALETTE.hex()}>]"
        )
        objects.append(_stream(head, scan.pixels))
    return _file(objects, "/Root 1 0 R")


def broken_pdf(whole: bytes) -> bytes:
    """Return what is left of a PDF whose copying broke off: its beginning, then zero bytes."""
    kept = whole[: min(len(whole) // 4, 600)]
    return kept[: kept.rfind(b"obj")] + bytes(4096)


def _ascii(line: str) -> str:
    """Return ASCII text as a PDF string holds it."""
    plain = line.encode("ascii", "replace").decode()
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _encryption(seed: str) -> str:
    """Return an encryption dictionary (40-bit RC4): its owner and user entries belong to no password."""
    owner = hashlib.sha256(f"owner {seed}".encode()).hexdigest()
    user = hashlib.sha256(f"user {seed}".encode()).hexdigest()
    mark = owner[:32]
    return (
        f" /ID [<{mark}> <{mark}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{owner}> /U <{user}> >>"
    )


def _stream(head: str, content: bytes) -> bytes:
    """Return a stream object."""
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    """Return the file of numbered objects with its cross-reference table."""
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    places, at = [], len(parts[0])
    for number, body in enumerate(objects, 1):
        part = f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        places.append(at)
        at += len(part)
        parts.append(part)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    parts.append(f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode())
    return b"".join(parts)
