"""Fixtures every room shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Windows are tested without a screen; the real-window set names another platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Return the folder of reference data, named by ZGC_REFERENCE_DATA, else ../shared/data."""
    folder = Path(os.environ.get("ZGC_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        # A clone by itself has no reference data: the run says so (-ra) instead of failing.
        pytest.skip(f"reference data not found at {folder}: set ZGC_REFERENCE_DATA to the folder")
    return folder
