"""The size for a room: everything larger until the key is pressed again (look.md §3, key P)."""

from __future__ import annotations

from ui.context import Context
from ui.theme.tokens import PROJECTOR


def toggle_projector(context: Context) -> None:
    """Go to the projector's size, or back to the size that is remembered; this one is not remembered."""
    theme = context.theme
    theme.set_factor(context.preferences.factor if is_projector(context) else PROJECTOR)


def is_projector(context: Context) -> bool:
    """Whether the size in force is the projector's."""
    return abs(context.theme.factor - PROJECTOR) < 0.001
