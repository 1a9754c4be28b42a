"""Size of a PNG or JPEG picture from its header, without decoding it; cut-off files are noticed."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC: Final = b"\xff\xd8\xff"
_TAIL: Final = 65_536
_SEGMENTS: Final = 10_000
_FRAMES: Final = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


def png_size(stream: BinaryIO) -> tuple[int, int] | None:
    """Return width and height of a PNG, or None when it is damaged."""
    header = stream.read(33)
    if len(header) < 33 or header[:8] != PNG_MAGIC or header[8:16] != b"\0\0\0\rIHDR":
        return None
    width, height = struct.unpack(">II", header[16:24])
    if not width or not height or b"IEND" not in _tail(stream):
        return None
    return width, height


def jpeg_size(stream: BinaryIO) -> tuple[int, int] | None:
    """Return width and height of a JPEG that begins as one, or None when it is damaged."""
    stream.seek(2)
    for _ in range(_SEGMENTS):
        head = stream.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return None
        if head[1] == 0xFF:  # fill byte before a marker
            stream.seek(-3, 1)
            continue
        if head[1] in _FRAMES:
            frame = stream.read(5)
            if len(frame) < 5:
                return None
            _, height, width = struct.unpack(">BHH", frame)
            return (width, height) if width and height and b"\xff\xd9" in _tail(stream) else None
        stream.seek(max(int.from_bytes(head[2:], "big") - 2, 0), 1)
    return None


def _tail(stream: BinaryIO) -> bytes:
    """Return the last bytes of a file from the present place on."""
    here = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(max(here, end - _TAIL))
    return stream.read()
