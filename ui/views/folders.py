"""Asking for a folder to write into: a stick or disc first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.media import media_roots
from ui.views.first_start import documents_folder


def ask_folder(parent: QWidget, title: str, before: Path | None = None) -> Path | None:
    """Return the folder that was chosen, None where the person went back."""
    roots = media_roots()
    start = before or (roots[0] if roots else documents_folder())
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def ask_file(parent: QWidget, title: str, pattern: str, before: Path | None = None) -> Path | None:
    """Return the file that was chosen, None where the person went back."""
    roots = media_roots()
    start = before or (roots[0] if roots else documents_folder())
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(start), pattern)
    return Path(chosen) if chosen else None
