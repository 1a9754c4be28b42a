"""The key between codes and people, opened by officers: read in memory, handed out by their own decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zgc_review.domain.bodies import NamedPerson, NamesBody
from zgc_review.errors import PackageError
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.suite import Suite
from zgc_review.services import post
from zgc_review.services.opened_result import HeldShare, open_shared

NAMES = ".zgcnames"


def open_names(
    suite: Suite, path: Path, shares: Sequence[HeldShare], recipient: str | None = None
) -> tuple[NamedPerson, ...]:
    """Open the names file of a sealed round with the shares of k officers.

    Raises:
        SealError, PackageError: as :func:`zgc_review.services.opened_result.open_shared`;
            ``seal.arrival.kind``: no names file.
    """
    return read_names(open_shared(suite, path, shares, recipient), path.name)


def read_names(opened: OpenedMessage, file: str) -> tuple[NamedPerson, ...]:
    """Return the people of an opened names file, by code.

    Raises:
        PackageError: ``seal.arrival.kind``.
    """
    body = post.typed_body(opened)
    if not isinstance(body, NamesBody):
        raise PackageError("seal.arrival.kind", kind=opened.manifest.kind, file=file)
    return tuple(sorted(body.people, key=lambda one: one.code))
