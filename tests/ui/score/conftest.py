"""The score screen on the vault of an expert who opened a package: one world, a copy for each test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

SERVICES = Path(__file__).resolve().parents[2] / "services"
HERE = Path(__file__).resolve().parent
for folder in (SERVICES, HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from score_bench import Bench, Prepared, declared_none  # noqa: E402 - the folder is no package
from services_harness import World  # noqa: E402
from services_stages import Stages  # noqa: E402

from ui.context import Context  # noqa: E402


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Return the closed vault of an expert who opened the package and fetched the documents."""
    stages = Stages(tmp_path_factory.mktemp("stages"))
    world: World = stages.copy("opened", tmp_path_factory.mktemp("score") / "world")
    expert = world.experts[1]
    world.close()
    return Prepared(expert.vault, expert.round)


@pytest.fixture
def bench(prepared: Prepared, context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """Return the score screen of an expert who declared that no rule applies."""
    made = open_bench(prepared, context, qtbot, tmp_path, declared_none)
    yield made
    made.close()


@pytest.fixture
def bench_after(
    prepared: Prepared, context: Context, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., Bench]]:
    """Return a function that opens the score screen after some acts at the desk."""
    given: list[Bench] = []

    def make(prepare: Callable[..., None]) -> Bench:
        given.append(open_bench(prepared, context, qtbot, tmp_path, prepare))
        return given[-1]

    yield make
    for one in given:
        one.close()


def open_bench(
    prepared: Prepared, context: Context, qtbot: QtBot, folder: Path, prepare: Callable[..., None]
) -> Bench:
    """Open a copy of the vault, do the acts, show the screen."""
    vault = folder / "expert.zgcvault"
    shutil.copytree(prepared.vault, vault)
    made = Bench(context, qtbot, vault)
    prepare(made.desk, made.row)
    made.show()
    return made
