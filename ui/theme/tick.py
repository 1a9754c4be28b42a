"""The tick of a check box, arrows of tabs and menus: painted in a colour of the tokens, given as resources.

A style sheet takes pictures by address only. A picture is made in memory each time the theme is set and
registered as a Qt resource (a file of one name in the form ``rcc`` writes, version 1): nothing is on disk.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QResource, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

_ROOT: Final = "/tick"
_SIDE: Final = 64  # px; the style sheet paints it smaller, on dense screens less so
# Parts of the side.
_TICK: Final = ((0.20, 0.52), (0.42, 0.73), (0.80, 0.30))
_ARROWS: Final = {
    "left": ((0.60, 0.24), (0.36, 0.50), (0.60, 0.76)),
    "right": ((0.40, 0.24), (0.64, 0.50), (0.40, 0.76)),
    "down": ((0.24, 0.40), (0.50, 0.64), (0.76, 0.40)),
}
_STROKE: Final = 0.125

_kept: dict[str, bytes] = {}  # Qt reads the bytes where they stand, as long as they are registered


def tick_url(colour: str) -> str:
    """Return the address of a tick in a colour, painted when it is first asked for."""
    return _url("tick", _TICK, colour)


def arrow_url(side: str, colour: str) -> str:
    """Return the address of an arrow to the ``left`` or ``right``, or ``down``, in a colour."""
    return _url(side, _ARROWS[side], colour)


def _url(shape: str, points: Sequence[tuple[float, float]], colour: str) -> str:
    name = f"{shape}-{QColor(colour).name()[1:]}.png"
    if name not in _kept:
        resource = _resource(name, _png(points, QColor(colour)))
        _kept[name] = resource
        QResource.registerResourceData(resource, _ROOT)
    return f":{_ROOT}/{name}"


def _png(points: Sequence[tuple[float, float]], colour: QColor) -> bytes:
    """Paint a stroke through some points on nothing."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, _STROKE * _SIDE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(x * _SIDE, y * _SIDE) for x, y in points]))
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
