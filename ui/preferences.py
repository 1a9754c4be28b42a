"""What a window remembers between starts: language, mode, size, places of splitters, recent vaults.

Never a name, a number or a passphrase: everything about a round is inside its vault.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zgc_review.errors import StorageError

_RECENT = 8


@dataclass(frozen=True)
class Recent:
    """A vault that was opened here: its folder and the claimed time."""

    path: str
    opened_at: str


class Preferences:
    """Preferences in one JSON file; a damaged file counts as none."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)

    @property
    def language(self) -> str:
        """The language chosen last, or empty."""
        return str(self._kept.get("language", ""))

    @property
    def mode(self) -> str:
        """``system``, ``light`` or ``dark``."""
        mode = self._kept.get("mode")
        return mode if isinstance(mode, str) and mode in {"light", "dark"} else "system"

    @property
    def factor(self) -> float:
        """Size of everything, within 1.0 and 2.0."""
        factor = self._kept.get("factor")
        return min(2.0, max(1.0, float(factor))) if isinstance(factor, int | float) else 1.0

    @property
    def recent(self) -> tuple[Recent, ...]:
        """Vaults opened here that still exist, newest first."""
        return tuple(one for one in self._recent() if Path(one.path).is_dir())

    def place(self, name: str) -> list[int] | None:
        """Return the remembered sizes of a splitter."""
        sizes = _table(self._kept.get("places")).get(name)
        whole = isinstance(sizes, list) and all(isinstance(one, int) for one in sizes)
        return sizes if whole else None

    def remember(self, **values: Any) -> None:
        """Set ``language``, ``mode`` or ``factor`` and save."""
        self._kept.update(values)
        self._save()

    def remember_place(self, name: str, sizes: list[int]) -> None:
        """Keep the sizes of a splitter."""
        self._kept["places"] = {**_table(self._kept.get("places")), name: sizes}
        self._save()

    def opened(self, path: Path, at: str) -> None:
        """Put a vault first in the list of recent ones."""
        shown = str(path.resolve())
        rest = [one for one in self._recent() if one.path != shown]
        newest = [Recent(shown, at), *rest][:_RECENT]
        self._kept["recent"] = [{"path": one.path, "opened_at": one.opened_at} for one in newest]
        self._save()

    def _recent(self) -> list[Recent]:
        """Return the vaults that stand in the file."""
        listed = self._kept.get("recent")
        entries = [_table(one) for one in listed] if isinstance(listed, list) else []
        return [
            Recent(one["path"], one["opened_at"])
            for one in entries
            if isinstance(one.get("path"), str) and isinstance(one.get("opened_at"), str)
        ]

    def _save(self) -> None:
        """Write the file beside and rename it; preferences that cannot be kept stop nobody."""
        from zgc_review.seal.safe_files import save_bytes  # noqa: PLC0415 - slow import

        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            save_bytes(self._file, json.dumps(self._kept, ensure_ascii=False).encode())
        except (OSError, StorageError):
            return


def _read(file: Path) -> dict[str, Any]:
    """Return what stands in a file, nothing of a damaged one."""
    try:
        return _table(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _table(value: Any) -> dict[str, Any]:
    """Return a value if it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def preferences_file() -> Path:
    """Return where this person's preferences stand (``ZGC_REVIEW_PREFERENCES`` overrides it)."""
    given = os.environ.get("ZGC_REVIEW_PREFERENCES")
    if given:
        return Path(given)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "zgc-review" / "preferences.json"
