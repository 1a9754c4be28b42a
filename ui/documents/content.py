"""What the child's kinds of documents have in common."""

from __future__ import annotations

import re
from typing import Final, Protocol

from ui.documents.protocol import Opened, Reply, Request

#: Control characters but tab, and marks that turn the direction of what is shown after them.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES: Final = re.compile("[\ud800-\udfff]")


class Content(Protocol):
    """An opened document."""

    @property
    def opened(self) -> Opened:
        """What it is."""

    def answer(self, request: Request) -> tuple[Reply, bytes | memoryview]:
        """Answer a request with a reply and its load.

        Raises:
            DocumentError: ``documents.*``.
        """


def clean(text: str) -> str:
    """Return ``text`` as it may be shown: nothing invisible that changes how the rest is read."""
    return _HALVES.sub("\ufffd", _UNSAFE.sub("", text))
