"""A row of controls that goes on in further lines where the window is too narrow for one (look.md §9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem

_WORDS = 6  # so many times its height a line of wrapped words is wide


@dataclass(frozen=True)
class _Part:
    """An item of a line: what stands, how wide at the least, and its share of what is left."""

    item: QLayoutItem
    wide: int
    share: int

    def tall(self, width: int) -> int:
        """Return its height at a width."""
        if self.item.hasHeightForWidth():
            return self.item.heightForWidth(width)
        return self.item.sizeHint().height()


class BreakingRow(QHBoxLayout):
    """One line while every item has its least width; else several, broken at a stretch first.

    What stands behind a stretch stays at the right. Without this Qt gives buttons and headings less than
    their words need.
    """

    def minimumSize(self) -> QSize:
        """Return the room of the widest item: all others can stand below it."""
        around = self.contentsMargins()
        widest = max((part.item.minimumSize().width() for part in self._parts()), default=0)
        return QSize(widest + around.left() + around.right(), super().minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        """More lines where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        if self._fits(width):
            whole = super().heightForWidth(width) if super().hasHeightForWidth() else -1
            return whole if whole >= 0 else super().sizeHint().height()
        around = self.contentsMargins()
        inner = QRect(0, 0, width - around.left() - around.right(), 0)
        return self._place(inner, move=False) + around.top() + around.bottom()

    def minimumHeightForWidth(self, width: int) -> int:
        """Return the height of all lines: none can be squeezed."""
        return self.heightForWidth(width)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        if self._fits(rect.width()):
            super().setGeometry(rect)
        else:
            QLayout.setGeometry(self, rect)
            self._place(self.contentsRect(), move=True)

    def _fits(self, width: int) -> bool:
        more = sum(part.wide - part.item.minimumSize().width() for part in self._parts())
        return super().minimumSize().width() + more <= width

    def _parts(self) -> Iterator[_Part]:
        for n in range(self.count()):
            item = self.itemAt(n)
            if item is not None and (_pushes(item) or not item.isEmpty()):
                yield _Part(item, _least(item), self.stretch(n))

    def _lines(self, width: int) -> Iterator[tuple[list[_Part], bool]]:
        """Break at a stretch, then as late as can be; with each line whether it stands at the right."""
        line: list[_Part] = []
        right = False
        for part in self._parts():
            stretch = _pushes(part.item)
            if line and (stretch or self._wide([*line, part]) > width):
                yield line, right
                line = []
            right = right or stretch
            if not stretch:
                line.append(part)
        if line:
            yield line, right

    def _wide(self, line: Sequence[_Part]) -> int:
        return sum(part.wide for part in line) + self.spacing() * max(0, len(line) - 1)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Go through the lines; return their height."""
        top = rect.top()
        for line, right in self._lines(rect.width()):
            left = max(0, rect.width() - self._wide(line))
            widths = _shared(line, left, rect.width())
            tall = max(part.tall(wide) for part, wide in zip(line, widths, strict=True))
            if move:
                aside = left if right and not any(part.share for part in line) else 0
                self._stand(line, widths, QRect(rect.left() + aside, top, 0, tall))
            top += tall + self.spacing()
        return max(0, top - self.spacing() - rect.top())

    def _stand(self, line: Sequence[_Part], widths: Sequence[int], box: QRect) -> None:
        x = box.left()
        for part, wide in zip(line, widths, strict=True):
            part.item.setGeometry(QRect(x, box.top(), wide, box.height()))
            x += wide + self.spacing()


def _least(item: QLayoutItem) -> int:
    """Return the width under which an item gets its own line: wrapped words are to be read, not spelt."""
    words = item.widget()
    if words is None or not item.hasHeightForWidth():
        return item.minimumSize().width()
    return max(
        item.minimumSize().width(), min(item.sizeHint().width(), _WORDS * words.fontMetrics().height())
    )


def _pushes(item: QLayoutItem) -> bool:
    """Whether an item is a stretch; a spacer of a fixed width is left out of broken lines."""
    return item.spacerItem() is not None and bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _shared(line: Sequence[_Part], left: int, most: int) -> list[int]:
    """Return widths: what a line has left is shared among those that stretch; none is wider than the row."""
    shares = sum(part.share for part in line)
    widths = []
    for part in line:
        more = left * part.share // shares if part.share else 0
        left, shares = left - more, shares - part.share
        widths.append(min(most, part.wide + more))
    return widths
