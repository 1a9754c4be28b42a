"""The kinds of file that a double-click opens: endings, what they begin with, what people call them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.reader import LANGUAGES, Texts
from zgc_review.services.file_places import CARD, ENDINGS, PACKAGE

PROGRAM = "zgc-review"
VAULT = "vault"
#: A vault is a folder; this file in it is what can be double-clicked.
VAULT_FILE = "vault.key"


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes at an offset, by which a renamed file is known."""

    offset: int
    value: str


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file.

    Attributes:
        kind: as :mod:`zgc_review.services.file_places`, or ``vault``.
        pattern: of its name: ``*.zgcpkg``.
        magic: what all must stand there; empty where the format has no mark of its own (sealed files are
            age files, whatever they hold).
        words: what it is called, by language.
    """

    kind: str
    pattern: str
    magic: tuple[Bytes, ...]
    words: dict[str, str]

    @property
    def mime(self) -> str:
        """The name of the type among media types."""
        return f"application/x-{PROGRAM}-{self.kind}"


_SUMS = (Bytes(0, "SHA256SUMS"), Bytes(257, "ustar"))  # F-TAR-01: the first entry of every message
_MAGIC = {
    # F-PKG-02: the first line of the list names package.json
    PACKAGE: (*_SUMS, Bytes(578, "package.json")),
    # F-CRD-01: one line of 80 bytes, for a card has no data entries
    CARD: (*_SUMS, Bytes(124, "00000000120"), Bytes(578, "manifest.json")),
    # db.keyfile: RFC 8785 puts check and format first
    VAULT: (Bytes(0, '{"check":"'), Bytes(76, '"format":"zgc-vault/')),
}


def file_types() -> tuple[FileType, ...]:
    """Return every kind of file that travels, then the key file of a vault."""
    patterns = [*((kind, f"*{suffix}") for suffix, kind in ENDINGS.items()), (VAULT, VAULT_FILE)]
    texts = {language: Texts(language) for language in LANGUAGES}
    return tuple(
        FileType(
            kind,
            pattern,
            _MAGIC.get(kind, ()),
            {language: one.get(f"filetype.{kind}") for language, one in texts.items()},
        )
        for kind, pattern in patterns
    )


def own_command() -> Sequence[str]:
    """Return how this program is started, so that the system can start it with a file."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [str(here), "desktop"]
    quiet = here.with_name("pythonw.exe")  # no console beside the window
    if os.name == "nt" and quiet.is_file():
        return [str(quiet), "-m", "ui", "desktop"]
    script = here.with_name(PROGRAM)
    started = [str(script)] if script.is_file() else [str(here), "-m", "ui"]
    return [*started, "desktop"]
