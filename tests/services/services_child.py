"""One act on one vault in a process of its own, to be killed: ``services_child.py ACT VAULT ARGUMENT…``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from services_harness import PASSPHRASE  # noqa: E402 - the folder is no package

import db.vault  # noqa: E402
from zgc_review.domain.rows import RoundRow  # noqa: E402
from zgc_review.services import (  # noqa: E402
    collecting,
    escrow,
    handing_back,
    packing,
    panel,
    returning,
    sealing,
    sheets,
    taking_in,
)
from zgc_review.services.desk import Desk  # noqa: E402
from zgc_review.services.score_escrow_opening import open_scores  # noqa: E402


def _order(given: list[str]) -> packing.PackOrder:
    """Return an order, with the size of a volume where one is given."""
    return packing.PackOrder(volume_size=int(given[0])) if given else packing.PackOrder()


ACTS: dict[str, Callable[[Desk, RoundRow, list[str]], object]] = {
    "take_in": lambda desk, row, given: taking_in.take_in(desk, row, Path(given[0])),
    "handback": handing_back.hand_back,
    "collect": lambda desk, row, given: collecting.collect(desk, row, [Path(one) for one in given]),
    "lock": sheets.lock,
    "pack": lambda desk, row, given: packing.pack(desk, row, Path(given[0]), _order(given[1:])),
    "open_scores": lambda desk, row, given: open_scores(desk, row, given[1:], given[0]),
    "return": lambda desk, row, given: returning.return_files(desk, row, Path(given[0])),
    "panel": lambda desk, row, given: panel.write_panel(desk, row, "G01", given[1], Path(given[0])),
    "shares": lambda desk, row, given: escrow.prepare_seal(desk, row, Path(given[0])),
    "seal": lambda desk, row, given: sealing.seal_round(desk, row, Path(given[0])),
}


def main(act: str, vault: str, given: list[str]) -> None:
    """Open the vault, say that the act begins, do it."""
    desk = Desk(db.vault.open_vault(Path(vault), PASSPHRASE))
    with desk.vault.begin() as uow:
        (row,) = uow.rounds.all()
    for name in ("openpyxl", "typst", "fontTools.ttLib"):
        importlib.import_module(name)  # what the act would load first takes longer than the act
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    ACTS[act](desk, row, given)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
