"""Packs once and says what it took: ``python -m benchmarks.pack_process VAULT FOLDER``.

The package is not read again from the medium, which is measured by itself (design §7).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import db.vault
from benchmarks.committee import PASSPHRASE
from benchmarks.measure import peak_memory, synced
from zgc_review.seal.package_write import write_package
from zgc_review.services import packing
from zgc_review.services.desk import Desk, the_round


def _unread(*args: Any, **kwargs: Any) -> list[Path]:
    return write_package(*args, **(kwargs | {"reread": False}))


def main(vault: Path, folder: Path) -> None:
    """Pack the only round of ``vault`` into ``folder``, for all its experts."""
    desk = Desk(db.vault.open_vault(vault, PASSPHRASE))
    with desk.vault.begin() as uow:
        row = the_round(uow)
    with mock.patch.object(packing, "write_package", _unread):
        seconds = synced(lambda: packing.pack(desk, row, folder, packing.PackOrder()))
    desk.vault.close()
    print(json.dumps({"seconds": seconds, "peak": peak_memory()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
