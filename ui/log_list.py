"""The event log as a table for whoever reads it without this program; without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from resources.reader import Texts
from ui.log_words import sentence
from zgc_review.export.csvtable import write_csv
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services.log_lines import LogLine

_HEADS = ("n", "at", "by", "act", "what", "texts")


def write_log(path: Path, texts: Texts, lines: Iterable[LogLine], numbers: Mapping[str, str]) -> None:
    """Write events as a CSV file that office programs open, with the texts that stand beside them.

    Args:
        path: the file.
        texts: the language of the sentences.
        lines: the events, in the order of the file.
        numbers: application id → number as people know it.

    Raises:
        StorageError: ``seal.file.*``.
    """
    rows: list[tuple[str | int, ...]] = [tuple(texts.get(f"cli.log.head.{name}") for name in _HEADS)]
    for line in lines:
        beside = " · ".join(line.texts.values())
        rows.append((line.n, line.at, line.by, line.act, sentence(texts, line, numbers), beside))
    with written_into(path.parent, path.name, make=False):
        save_bytes(path, write_csv(rows))
