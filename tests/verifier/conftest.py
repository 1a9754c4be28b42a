"""Fixtures of the verifier's tests."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parents[1] / "resources" / "verifier" / "zgc_verify.py"


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MODULE = _load("zgc_verify_under_test", PROGRAM)
WIRE = _load("zgc_result_wire", HERE / "wire.py")  # the writer imports it by this name
WRITER = _load("zgc_result_writer", HERE / "writer.py")
WORKED = _load("zgc_result_worked", HERE / "worked.py")


class Tools:
    """What the tests share: the program as a module, the writer, and short ways to run them."""

    module, program, settings = MODULE, PROGRAM, WIRE.SETTINGS
    World, Person, catalogue = WRITER.World, WIRE.Person, WIRE.CATALOGUE
    midterm = WIRE.MIDTERM
    sshsig, ustar, tree_root = map(staticmethod, (WIRE.sshsig, WIRE.ustar, WIRE.tree_root))
    sha, example = map(staticmethod, (WIRE.sha, WORKED.example))

    @staticmethod
    def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
        """Run the command line in this process with ``--json``; return status and what it printed."""
        capsys.readouterr()
        status = MODULE.main([str(path), "--json", *options])
        return status, json.loads(capsys.readouterr().out)

    @staticmethod
    def round_of(experts: int = 5, **settings: Any) -> Any:
        """Return a round with so many experts, at version 2."""
        world = WRITER.World(**settings)
        world.experts = [WIRE.Person(f"专家{n:02d}", "expert") for n in range(1, experts + 1)]
        world.start()
        return world

    @staticmethod
    def recount(world: Any, folder: Path) -> dict[str, Any]:
        """Return what the verifier computes for a round, whatever its aggregate says."""
        entries = MODULE.Entries(world.write(folder))
        result = MODULE.open_result(entries, *MODULE.check_files(entries))
        parts = MODULE.parts_of(result)
        messages = MODULE.messages_of(entries, parts, result)
        chain = MODULE.build_chain(messages, result)
        MODULE.authenticate_all(chain, messages)
        rubric, tables = MODULE.read_tables(entries, parts, chain)
        for sheet in messages["sheet"]:
            line = MODULE.have(tables[0].get(sheet.slot), sheet.place, "application.unknown")
            MODULE.check_sheet(sheet, rubric, line, chain.settings["not_applicable"] == "block")
        aggregate: dict[str, Any] = MODULE.Recount(chain, rubric, tables, messages).aggregate()
        return aggregate


@pytest.fixture(scope="session")
def tools() -> type[Tools]:
    """Return the shared tools."""
    return Tools


@pytest.fixture
def judge(
    tools: type[Tools], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    """Write a world, with the aggregate that fits it if one can be computed, and return (why, item)."""
    count = iter(range(1000))

    def run(world: Any, **change: Any) -> tuple[str, str]:
        try:
            world.aggregate = tools.recount(world, tmp_path / str(next(count)))
        except tools.module.Refused:
            world.aggregate = {}
        for sheet in {
            mark["sheet"] for line in world.aggregate.get("applications", []) for mark in marks(line)
        }:
            world.counted(
                sheet,
                next(m["trimmed"] for m in marks(world.aggregate["applications"][0]) if m["sheet"] == sheet),
            )
        status, said = tools.run(world.write(tmp_path / str(next(count)), **change), capsys)
        if status == 3:
            return "", ""
        return said["refused"]["why"], said["refused"]["item"]

    return run


def marks(line: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = line["after"]["marks"]
    return found


@pytest.fixture
def small(tools: type[Tools]) -> Any:
    """Return versions 1 and 2, one application, three experts without sheets."""
    made = tools.World()
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    return made
