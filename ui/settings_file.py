"""Reads the settings file of a round, for the command and the window alike (rules §13)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zgc_review.errors import GateError


def read_settings(path: Path) -> dict[str, Any]:
    """Return a YAML mapping of the names of rules §13; dates as text.

    Raises:
        GateError: ``round.settings.file``.
    """
    import yaml  # noqa: PLC0415 - slow import

    try:
        value = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise GateError("round.settings.file", file=path.name) from fault
    if not isinstance(value, dict):
        raise GateError("round.settings.file", file=path.name)
    return {str(key): _plain(item) for key, item in value.items()}


def _plain(item: Any) -> Any:
    """Return a value of the file with dates as text."""
    return item.isoformat() if hasattr(item, "isoformat") else item
