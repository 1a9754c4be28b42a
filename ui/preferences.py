"""What a window remembers between starts: language, mode, size, places of splitters, recent vaults.

Never a name, a number or a passphrase: everything about a round is inside its vault.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from zgc_review.errors import StorageError
from zgc_review.seal.safe_files import save_bytes

_RECENT = 8


class Recent(msgspec.Struct, frozen=True):
    """A vault that was opened here: its folder and the claimed time."""

    path: str
    opened_at: str


class _Kept(msgspec.Struct):
    language: str = ""
    mode: str = "system"
    factor: float = 1.0
    recent: list[Recent] = []
    places: dict[str, list[int]] = {}


class Preferences:
    """Preferences in one JSON file; a damaged file counts as none."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):
            self._kept = _Kept()

    @property
    def language(self) -> str:
        """The language chosen last, or empty."""
        return self._kept.language

    @property
    def mode(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._kept.mode if self._kept.mode in {"light", "dark"} else "system"

    @property
    def factor(self) -> float:
        """Size of everything, within 1.0 and 2.0."""
        return min(2.0, max(1.0, self._kept.factor))

    @property
    def recent(self) -> tuple[Recent, ...]:
        """Vaults opened here that still exist, newest first."""
        return tuple(one for one in self._kept.recent if Path(one.path).is_dir())

    def place(self, name: str) -> list[int] | None:
        """Return the remembered sizes of a splitter."""
        return self._kept.places.get(name)

    def remember(self, **values: Any) -> None:
        """Set ``language``, ``mode`` or ``factor`` and save."""
        for name, value in values.items():
            setattr(self._kept, name, value)
        self._save()

    def remember_place(self, name: str, sizes: list[int]) -> None:
        """Keep the sizes of a splitter."""
        self._kept.places[name] = sizes
        self._save()

    def opened(self, path: Path, at: str) -> None:
        """Put a vault first in the list of recent ones."""
        shown = str(path.resolve())
        rest = [one for one in self._kept.recent if one.path != shown]
        self._kept.recent = [Recent(shown, at), *rest][:_RECENT]
        self._save()

    def _save(self) -> None:
        """Write the file beside and rename it; preferences that cannot be kept stop nobody."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            save_bytes(self._file, msgspec.json.encode(self._kept))
        except (OSError, StorageError):
            return


def preferences_file() -> Path:
    """Return where this person's preferences stand (``ZGC_REVIEW_PREFERENCES`` overrides it)."""
    given = os.environ.get("ZGC_REVIEW_PREFERENCES")
    if given:
        return Path(given)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "zgc-review" / "preferences.json"
