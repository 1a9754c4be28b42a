"""The key between codes and people as a table; without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from resources.reader import Texts
from zgc_review.domain.bodies import NamedPerson
from zgc_review.export.csvtable import write_csv
from zgc_review.seal.safe_files import save_bytes

_HEADS = ("code", "name", "organisation")


def write_names(path: Path, texts: Texts, people: Iterable[NamedPerson]) -> None:
    """Write codes and people as a CSV file: plaintext, by the officers' own decision.

    Raises:
        StorageError: ``seal.file.*``.
    """
    heads = tuple(texts.get(f"cli.names.head.{name}") for name in _HEADS)
    save_bytes(path, write_csv([heads, *((one.code, one.name, one.organisation) for one in people)]))
