"""Carries the end of a reader's work to a signal of whoever asked, if that still lives."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Protocol


class Told(Protocol):
    """A signal bound to its owner."""

    def emit(self, *values: object) -> None:
        """Tell whoever listens."""
        ...


def tell(future: Future[Any], signal: Told, *about: object) -> None:
    """Emit ``about`` and the future once it ended; nothing where the signal's owner is gone by then.

    A window that closes deletes its pages while their last drawings are still under way.
    """

    def end(ended: Future[Any]) -> None:
        with suppress(RuntimeError):  # what Qt's binding raises for a signal of a deleted owner
            signal.emit(*about, ended)

    future.add_done_callback(end)
