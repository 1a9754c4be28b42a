"""Failures a child may tell, by code with the parameters their texts name; any other is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ui.documents.protocol import Failed
from zgc_review.errors import DocumentError

#: Code to names of parameters.
TOLD: Final[Mapping[str, frozenset[str]]] = {
    "documents.empty": frozenset(),
    "documents.kind": frozenset(("media",)),
    "documents.damaged": frozenset(),
    "documents.password": frozenset(),
    "documents.pages": frozenset(),
    "documents.page": frozenset(("page", "pages")),
    "documents.page_damaged": frozenset(("page",)),
    "documents.part": frozenset(("part", "parts")),
    "documents.pixels": frozenset(("width", "height", "limit")),
    "documents.bomb": frozenset(("limit",)),
    "documents.entities": frozenset(),
    "documents.encoding": frozenset(),
    "documents.memory": frozenset(),
}
_LONGEST: Final = 200


def told(failed: Failed) -> DocumentError:
    """Return the error for what a child told."""
    names = TOLD.get(failed.code)
    if names is None or names != set(failed.params):
        return DocumentError("documents.answer")
    params = {
        name: value[:_LONGEST] if isinstance(value, str) else value for name, value in failed.params.items()
    }
    return DocumentError(failed.code, **params)
