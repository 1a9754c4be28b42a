"""Packs once and says what it took: ``python -m benchmarks.pack_process VAULT FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import db.vault
from benchmarks.committee import PASSPHRASE
from benchmarks.measure import peak_memory, synced
from zgc_review.services.desk import Desk, the_round
from zgc_review.services.packing import PackOrder, pack


def main(vault: Path, folder: Path) -> None:
    """Pack the only round of ``vault`` into ``folder``, for all its experts."""
    desk = Desk(db.vault.open_vault(vault, PASSPHRASE))
    with desk.vault.begin() as uow:
        row = the_round(uow)
    seconds = synced(lambda: pack(desk, row, folder, PackOrder()))
    desk.vault.close()
    print(json.dumps({"seconds": seconds, "peak": peak_memory()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
