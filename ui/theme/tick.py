"""The tick of a check box: painted in a colour of the tokens and given to the style sheet as a resource.

A style sheet takes pictures by address only. The picture is made in memory each time the theme is set and
registered as a Qt resource (a file of one name in the form ``rcc`` writes, version 1): nothing is on disk.
"""

from __future__ import annotations

import struct
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QResource, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

_ROOT: Final = "/tick"
_SIDE: Final = 64  # px; the style sheet paints it smaller, on dense screens less so
_POINTS: Final = ((0.20, 0.52), (0.42, 0.73), (0.80, 0.30))  # parts of the side
_STROKE: Final = 0.125

_kept: dict[str, bytes] = {}  # Qt reads the bytes where they stand, as long as they are registered


def tick_url(colour: str) -> str:
    """Return the address of a tick in a colour, painted when it is first asked for."""
    name = f"{QColor(colour).name()[1:]}.png"
    if name not in _kept:
        resource = _resource(name, _png(QColor(colour)))
        _kept[name] = resource
        QResource.registerResourceData(resource, _ROOT)
    return f":{_ROOT}/{name}"


def _png(colour: QColor) -> bytes:
    """Paint the tick on nothing."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, _STROKE * _SIDE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(x * _SIDE, y * _SIDE) for x, y in _POINTS]))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes for the format
    return bytes(data.data())


def _resource(name: str, content: bytes) -> bytes:
    """Return a resource file of one folder with one file in it."""
    names = struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    folder, file = 2, 0
    tree = struct.pack(">IHII", 0, folder, 1, 1)  # the root: one child, the node after it
    tree += struct.pack(">IHHHI", 0, file, 0, 1, 0)
    data = struct.pack(">I", len(content)) + content
    head = 20
    places = (head + len(data) + len(names), head, head + len(data))
    return b"qres" + struct.pack(">IIII", 1, *places) + data + names + tree


def _hash(name: str) -> int:
    """Return the hash by which Qt finds a name."""
    value = 0
    for character in name:
        value = (value << 4) + ord(character)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
