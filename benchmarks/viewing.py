"""Reading documents: to the first page, through a long scan, and what fifty documents leave behind."""

from __future__ import annotations

import io
import time
from collections import deque
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.measure import MIB, Line, Seconds, clock, shown, within
from ui.documents.document import Document
from ui.documents.protocol import Opened
from ui.documents.reader import Reader

_PDF = "application/pdf"
_WIDTH = 1_000
_AHEAD = 3
_WAIT = 120.0
_FIRST_PAGE = 0.15
_SCANS = 10


def run(bench: Bench) -> list[Line]:
    """Return the lines of reading."""
    text = _text_pdf(bench.sizes.viewed)
    scan = _scan_pdf(bench.sizes.scanned)
    with Reader() as reader:
        first = [_first_page(reader, text) for _ in range(bench.repeat)]
        scrolled = [_scroll(reader, scan) for _ in range(bench.repeat)]
        searched, hits = _search(reader, text)
        memory = _memory_after(reader, scan, bench.sizes.viewed)
    pages = bench.sizes.scanned
    rates = sorted(pages / seconds for seconds in scrolled)
    size = f"{len(scan) / MIB:.0f} MiB"
    return [
        within(f"document of {bench.sizes.viewed} pages to its first page, child ready", first, _FIRST_PAGE),
        Line(
            f"scrolling a scan of {pages} pages, {size}, {_WIDTH} pixels wide",
            f"{rates[len(rates) // 2]:.0f} pages/s ({rates[0]:.0f}–{rates[-1]:.0f})",
        ),
        Line(f"searching {bench.sizes.viewed} pages of text, {hits} hits", shown(searched)),
        Line(f"memory after {bench.sizes.viewed} documents opened, drawn and closed", memory),
    ]


def _opened(reader: Reader, data: bytes) -> tuple[Document, Opened]:
    """Return an open document."""
    document = reader.open(data, _PDF)
    return document, document.opened.result(_WAIT)


def _first_page(reader: Reader, data: bytes) -> float:
    """Return the seconds from bytes to pixels, with a child that is ready."""
    time.sleep(1)  # the next child starts meanwhile, as it does while a person reads
    start = time.perf_counter()
    document = reader.open(data, _PDF)
    document.render(0, _WIDTH).result(_WAIT)
    seconds = time.perf_counter() - start
    document.close()
    document.join()
    return seconds


def _scroll(reader: Reader, data: bytes) -> float:
    """Return the seconds of drawing every page in order, a few asked for ahead."""
    document, opened = _opened(reader, data)

    def all_pages() -> None:
        waiting = deque(document.render(page, _WIDTH) for page in range(min(_AHEAD, opened.pages)))
        for page in range(len(waiting), opened.pages):
            waiting.popleft().result(_WAIT)
            waiting.append(document.render(page, _WIDTH))
        for drawing in waiting:
            drawing.result(_WAIT)

    seconds = clock(all_pages)
    document.close()
    document.join()
    return seconds


def _search(reader: Reader, data: bytes) -> tuple[Seconds, int]:
    """Return the seconds of searching every page, and the number of hits."""
    document, _ = _opened(reader, data)
    hits = first = 0

    def search() -> None:
        nonlocal hits, first
        while first >= 0:
            found = document.search("page 7", 0, first).result(_WAIT)
            hits += len(found.hits)
            first = found.next_first if found.next_part >= 0 else -1

    seconds = clock(search)
    document.close()
    document.join()
    return [seconds], hits


def _memory_after(reader: Reader, data: bytes, count: int) -> str:
    """Open ``count`` documents one after the other; say what this process and its children take then."""
    before = _resident("self")
    for _ in range(count):
        document, _ = _opened(reader, data)
        document.render(0, _WIDTH).result(_WAIT)
        document.close()
        document.join()
    time.sleep(1)  # what was closed last is gone then
    children = [_resident(pid) for pid in _children()]
    grown = (_resident("self") - before) / MIB
    return f"{grown:+.0f} MiB in the program; {len(children)} child, {sum(children) / MIB:.0f} MiB"


def _resident(process: str) -> int:
    """Return the resident bytes of a process."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _children() -> list[str]:
    """Return the processes this one started."""
    found: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        found += (task / "children").read_text("ascii").split()
    return found


def _text_pdf(pages: int) -> bytes:
    """Return a PDF of pages of text."""
    from ui.cli.demo.plainpdf import text_pdf  # noqa: PLC0415 - only here

    return text_pdf("viewing", [f"line {line} of sample text on this page 7" for line in range(40)], pages)


def _scan_pdf(pages: int) -> bytes:
    """Return a PDF of A4 pages at 150 dots per inch, each one of a few pictures with grain."""
    from PIL import Image  # noqa: PLC0415 - only here

    scans = []
    for _ in range(min(_SCANS, pages)):
        picture = io.BytesIO()
        Image.effect_noise((1240, 1754), 30).save(picture, "JPEG", quality=60)
        scans.append(picture.getvalue())
    return _pdf_of(scans, pages)


def _pdf_of(scans: list[bytes], pages: int) -> bytes:
    """Return a PDF whose pages show pictures in turn."""
    head = "/Type/XObject/Subtype/Image/Width 1240/Height 1754/BitsPerComponent 8/ColorSpace/DeviceGray"
    kids = " ".join(f"{4 + len(scans) + page} 0 R" for page in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length 26>>stream\n595 0 0 842 0 0 cm /P Do  \nendstream",
    ]
    for scan in scans:
        words = f"<<{head}/Filter/DCTDecode/Length {len(scan)}>>stream\n"
        objects.append(words.encode() + scan + b"\nendstream")
    for page in range(pages):
        resources = f"/Resources<</XObject<</P {4 + page % len(scans)} 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R{resources}>>".encode()
        )
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    """Return the file of numbered objects."""
    parts = [b"%PDF-1.7\n"]
    places, at = [], len(parts[0])
    for number, one in enumerate(objects, 1):
        parts.append(b"%d 0 obj\n" % number + one + b"\nendobj\n")
        places.append(b"%010d 00000 n \n" % at)
        at += len(parts[-1])
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(places))
    parts.append(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, at))
    return b"".join(parts)
