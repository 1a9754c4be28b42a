"""One vault of an expert with a crowd of applications, a copy for each test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World
from services_stages import Stages

import db.vault
from benchmarks.work_crowd import crowd, declared
from ui.context import Context
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from work_lines import replace_version  # noqa: E402 - the folder is no package
from work_window import CHANGED, Prepared, Window  # noqa: E402

COUNT = 24


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Return the vaults to copy."""
    folder = tmp_path_factory.mktemp("work")
    world: World = Stages(tmp_path_factory.mktemp("stages")).copy("opened", folder / "world")
    expert = world.experts[1]
    world.close()
    vault = folder / "expert.zgcvault"
    shutil.copytree(expert.vault, vault)
    with db.vault.open_vault(vault, PASSPHRASE) as store:
        desk = Desk(store)
        ids = crowd(desk, expert.round, COUNT)
        shutil.copytree(vault, folder / "bare.zgcvault")
        declared(desk, expert.round)
        replace_version(desk, expert.round, ids[CHANGED])
    return Prepared(folder / "bare.zgcvault", vault, expert.round, tuple(ids))


@pytest.fixture
def open_vault(
    prepared: Prepared, context: Context, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., Window]]:
    """Return a function that opens a window on a copy, after some acts at the desk."""
    made: list[Window] = []

    def make(
        prepare: Callable[[Desk, RoundRow], object] | None = None,
        *,
        declared: bool = True,
        writable: bool = True,
    ) -> Window:
        vault = tmp_path / f"copy{len(made)}.zgcvault"
        shutil.copytree(prepared.vault if declared else prepared.bare, vault)
        if prepare is not None:
            with db.vault.open_vault(vault, PASSPHRASE) as store:
                prepare(Desk(store), prepared.row)
        made.append(Window(context, qtbot, vault, writable=writable))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def window(open_vault: Callable[..., Window]) -> Window:
    """Return the window of an expert who declared, in the round."""
    made = open_vault()
    made.enter()
    return made
