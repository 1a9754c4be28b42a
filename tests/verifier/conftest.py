"""Fixtures of the verifier's tests."""

from __future__ import annotations

import importlib.util
import json
import sys
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
WRITER = _load("zgc_result_writer", HERE / "writer.py")


class Tools:
    """What the tests share: the program as a module, the writer, and short ways to run them."""

    module, writer, program = MODULE, WRITER, PROGRAM
    World, Person, catalogue = WRITER.World, WRITER.Person, WRITER.CATALOGUE
    sshsig, ustar, tree_root = map(staticmethod, (WRITER.sshsig, WRITER.ustar, WRITER.tree_root))
    sha, example = map(staticmethod, (WRITER.sha, WRITER.example))

    @staticmethod
    def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
        """Run the command line in this process with ``--json``; return status and what it printed."""
        capsys.readouterr()
        status = MODULE.main([str(path), "--json", *options])
        return status, json.loads(capsys.readouterr().out)

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
