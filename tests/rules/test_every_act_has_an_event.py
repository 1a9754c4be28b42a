"""R5: what changes a vault writes an event, and every event's act stands in the catalogue of events."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from resources.reader import LANGUAGES, load
from zgc_review.domain.bodies import ConsentAct

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "zgc_review" / "services"
PREFIX = "zgc_review.services"
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
Key = tuple[str, str]

# Keystrokes: each is a version of its own with time and name of the change, never overwritten (rules §6.7),
# and never leaves the vault; signing them (sheet.locked, declaration.signed) writes the event.
AUTOSAVED = {
    ("declaring", "save_answer"),
    ("sheets", "edit"),
    ("filling", "fill_sheets"),
    ("sitting_notes", "keep_note"),
}
# What opens where is a convenience of one person, nothing of the round.
PLACES = {("recent_files", "remember_file"), ("recent_files", "forget_files")}
# Takes up again, after a stop, what the event copy.deleted announced.
RESUMED = {("handing_back", "finish")}


@cache
def modules() -> dict[str, ast.Module]:
    """Return the services, parsed, by name."""
    found = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(SERVICES.glob("*.py"))}
    return found | {"ui.bootstrap": ast.parse((ROOT / "ui" / "bootstrap.py").read_text("utf-8"))}


def imported(tree: ast.Module) -> dict[str, Key]:
    """Return what names of a module mean: (module, "") for a service module, else (module, name)."""
    found: dict[str, Key] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == PREFIX:
            found |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PREFIX + "."):
            module = node.module.removeprefix(PREFIX + ".")
            found |= {alias.asname or alias.name: (module, alias.name) for alias in node.names}
    return found


def called(node: ast.AST, module: str, names: dict[str, Key]) -> Iterator[Key]:
    """Yield what a function calls, as far as it stands in the services; methods with a dot before."""
    for one in ast.walk(node):
        function = one.func if isinstance(one, ast.Call) else None
        if isinstance(function, ast.Name):
            yield names.get(function.id, (module, function.id))
        elif isinstance(function, ast.Attribute):
            owner = function.value.id if isinstance(function.value, ast.Name) else ""
            if owner in names and not names[owner][1]:
                yield (names[owner][0], function.attr)
            else:
                yield (module, "." + function.attr)


@cache
def functions() -> dict[Key, tuple[ast.FunctionDef, ...]]:
    """Return every function by module and name; a method by its name with a dot, __init__ by its class."""
    found: dict[Key, tuple[ast.FunctionDef, ...]] = {}
    for module, tree in modules().items():
        for node in tree.body:
            owner = node.name if isinstance(node, ast.ClassDef) else ""
            inside = node.body if isinstance(node, ast.ClassDef) else [node]
            for one in inside:
                if isinstance(one, ast.FunctionDef):
                    name = owner if one.name == "__init__" else ("." if owner else "") + one.name
                    found[module, name] = (*found.get((module, name), ()), one)
    return found


def calls_of(key: Key) -> set[Key]:
    names = imported(modules()[key[0]])
    return {one for node in functions().get(key, ()) for one in called(node, key[0], names)}


def records(key: Key, seen: set[Key]) -> bool:
    """Say whether a function writes an event, itself or through what it calls."""
    if key == ("log", "record"):
        return True
    seen.add(key)
    if key not in functions():
        return False
    return any(records(one, seen) for one in calls_of(key) if one not in seen)


def test_r5_every_service_that_commits_writes_an_event() -> None:
    committing = {key for key in functions() if (key[0], ".commit") in calls_of(key)}
    assert len(committing) > 50
    silent = {key for key in committing if not records(key, set())}
    assert silent == AUTOSAVED | PLACES | RESUMED


def constants(node: ast.expr | None) -> set[str]:
    """Return the acts that an expression can be: a text, or one of two."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
        return {node.value}
    return set()


def assigned(tree: ast.Module, name: str) -> set[str]:
    """Return the acts that are assigned to a name anywhere in a module."""
    found: set[str] = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            for target, value in (pair for left in targets for pair in paired(left, one.value)):
                if isinstance(target, ast.Name) and target.id == name:
                    found |= constants(value)
    return found


def paired(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield what is assigned to what; a row of names takes a row of values."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def handed(tree: ast.Module, function: ast.FunctionDef, name: str) -> set[str]:
    """Return the acts that callers in the module give for a parameter."""
    names = [argument.arg for argument in function.args.args]
    place, called_as = names.index(name), {function.name}
    if names[0] == "self":
        place, called_as = place - 1, {f"self.{function.name}"}
    found: set[str] = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Call) and ast.unparse(one.func) in called_as:
            found |= constants(one.args[place])
    return found


def meant(node: ast.expr, tree: ast.Module, function: ast.FunctionDef) -> set[str]:
    """Return the acts that the third argument of an event can be."""
    if isinstance(node, ast.JoinedStr):
        return {"".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values)}
    if not isinstance(node, ast.Name):
        return constants(node)
    if node.id in {argument.arg for argument in function.args.args}:
        return handed(tree, function, node.id)
    module, name = imported(tree).get(node.id, ("", ""))
    return assigned(modules()[module] if name else tree, name or node.id)


def acts_in_code() -> set[str]:
    """Return every act an event can have; the * of an f-string is filled from what it may be."""
    found: set[str] = set()
    for tree in modules().values():
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "log.record":
                    acts = meant(node.args[2], tree, function)
                    assert acts, f"{function.name}: what act is {ast.unparse(node.args[2])}?"
                    found |= acts
    filled = {"consent.*": get_args(ConsentAct), "*.received": ("scores", "declaration")}
    for pattern, values in filled.items():
        assert pattern in found
        found = (found - {pattern}) | {pattern.replace("*", value) for value in values}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_r5_the_catalogue_names_every_act_and_no_other(language: str) -> None:
    """The catalogue of events is what the log page shows them by."""
    named = {key.removeprefix("log.act.") for key in load(language) if key.startswith("log.act.")}
    assert acts_in_code() == named
