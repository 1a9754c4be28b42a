"""One file, standard library only, from Python 3.8 on."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]
    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def world(tools: Tools) -> World:
    return tools.example()


# -- runs anywhere


def test_source_is_python_3_8(tools: Tools) -> None:
    source = tools.program.read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    newer = {
        "removeprefix",
        "removesuffix",
        "bit_count",
        "is_relative_to",
        "with_stem",
        "readlink",
        "hardlink_to",
        "randbytes",
        "cache",
        "pairwise",
        "batched",
        "file_digest",
        "walk",
        "UTC",
        "TypeAlias",
        "StrEnum",
        "lcm",
        "nextafter",
        "unparse",
        "zoneinfo",
        "tomllib",
        "graphlib",
        "fromisoformat",
        "as_file",
        "strict",
    }
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {
        word.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg
    }
    used |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert not used & newer
    modules = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in modules} <= sys.stdlib_module_names
    assert not modules & {"zgc_review", "socket", "subprocess", "urllib", "pickle", "ctypes", "importlib"}


def test_annotations_are_never_evaluated(tools: Tools) -> None:
    """list[int] and X | None stand in annotations only: elsewhere Python 3.8 would stumble over them."""
    tree = ast.parse(tools.program.read_text("utf-8"))
    inside: set[int] = set()
    for node in ast.walk(tree):
        marks = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            marks += node.body
        inside |= {id(inner) for mark in marks if mark for inner in ast.walk(mark)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and id(node) not in inside:
            assert getattr(node.value, "id", "") not in {"list", "dict", "tuple", "set", "type", "Iterator"}
    assert "annotations" in [a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names]


def test_runs_isolated_without_site_packages(tools: Tools, world: World, tmp_path: Path) -> None:
    folder = world.write(tmp_path / "r")
    command = [
        sys.executable,
        "-I",
        "-S",
        str(tools.program),
        str(folder),
        "--json",
        "--round-code",
        world.code(1),
    ]
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=False, env=clean, cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["status"], done.stderr) == (0, 0, b"")


def test_a_console_without_chinese_does_not_stop_it(tools: Tools, world: World, tmp_path: Path) -> None:
    folder = world.write(tmp_path / "r")
    command = [sys.executable, "-I", "-S", str(tools.program), str(folder)]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command[1:3] = ["-S"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (3, b"")
