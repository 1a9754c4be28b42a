"""What windows and commands reach in the services, read from the source: acts, options, signed acts.

A service function is reached by whoever names it, and by everything it names itself. Named, not only called:
view-models hand functions to jobs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SERVICES = "zgc_review.services"
BOOTSTRAP = "ui.bootstrap"
#: Where windows and commands name services; views, too, for what a dialog hands on.
WINDOWS = ("ui/viewmodels", "ui/views", "ui/models")
COMMANDS = ("ui/cli/commands", "ui/cli/main.py", "ui/cli/session.py", "ui/cli/amendments.py")

#: Module and name; a method has a dot before its name, a class is its ``__init__``.
Key = tuple[str, str]


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return the services, parsed, by name, and what opens vaults."""
    folder = ROOT / SERVICES.replace(".", "/")
    found = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(folder.glob("*.py"))}
    return found | {BOOTSTRAP: ast.parse((ROOT / "ui" / "bootstrap.py").read_text("utf-8"))}


@cache
def imported(tree: ast.Module) -> Mapping[str, Key]:
    """Return what names of a module mean: (module, "") for a service module, else (module, name)."""
    found: dict[str, Key] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        for alias in node.names:
            name = alias.asname or alias.name
            if node.module == SERVICES:
                found[name] = (alias.name, "")
            elif node.module.startswith(f"{SERVICES}."):
                found[name] = (node.module.removeprefix(f"{SERVICES}."), alias.name)
            elif node.module == "ui" and alias.name == "bootstrap":
                found[name] = (BOOTSTRAP, "")
            elif node.module == BOOTSTRAP:
                found[name] = (BOOTSTRAP, alias.name)
    return found


def meant(node: ast.expr, names: Mapping[str, Key], module: str = "") -> Key | None:
    """Return the service an expression names; inside a service module also its own functions."""
    if isinstance(node, ast.Name):
        key = names.get(node.id, (module, node.id) if module else ("", ""))
        return key if key[0] and key[1] else None
    if isinstance(node, ast.Attribute):
        owner = names.get(node.value.id, ("", "")) if isinstance(node.value, ast.Name) else ("", "")
        if owner[0] and not owner[1]:
            return (owner[0], node.attr)
        return (module, f".{node.attr}") if module else None
    return None


def named(node: ast.AST, names: Mapping[str, Key], module: str = "") -> Iterator[Key]:
    """Yield every service that is named in a piece of source."""
    for one in ast.walk(node):
        key = meant(one, names, module) if isinstance(one, ast.Name | ast.Attribute) else None
        if key is not None:
            yield key


@cache
def functions() -> Mapping[Key, tuple[ast.FunctionDef, ...]]:
    """Return every function of the services."""
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


@cache
def fields() -> Mapping[Key, tuple[str, ...]]:
    """Return the fields of every class of the services: what it is made of by place or name."""
    return {
        (module, node.name): tuple(
            one.target.id
            for one in node.body
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        )
        for module, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


@cache
def names_of(key: Key) -> frozenset[Key]:
    """Return what a service names."""
    names = imported(modules()[key[0]])
    return frozenset(one for node in functions().get(key, ()) for one in named(node, names, key[0]))


def closure(keys: Iterable[Key]) -> set[Key]:
    """Return the services that are reached from some."""
    seen: set[Key] = set()
    left = list(keys)
    while left:
        key = left.pop()
        if key not in seen and key in functions():
            seen.add(key)
            left += names_of(key)
    return seen


@cache
def changing() -> frozenset[Key]:
    """Return the services that change a vault: they commit, or reach one that does."""
    named_by: dict[Key, set[Key]] = {}
    for key in functions():
        for one in names_of(key):
            named_by.setdefault(one, set()).add(key)
    found = {key for key in functions() if (key[0], ".commit") in names_of(key)}
    left = list(found)
    while left:
        for key in named_by.get(left.pop(), set()) - found:
            found.add(key)
            left.append(key)
    return frozenset(found)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module of windows or commands."""
    return ast.parse(path.read_text("utf-8"))


def sources(places: Sequence[str], root: Path = ROOT) -> Iterator[ast.Module]:
    """Yield the modules of some folders and files."""
    for place in places:
        path = root / place
        for one in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield parsed(one)


def reached(places: Sequence[str], root: Path = ROOT) -> set[Key]:
    """Return every service that some source names, and what these reach."""
    return closure(key for tree in sources(places, root) for key in named(tree, imported(tree)))


def mentioned(places: Sequence[str]) -> set[Key]:
    """Return the services that some source names itself."""
    found = {key for tree in sources(places) for key in named(tree, imported(tree))}
    return {key for key in found if key in functions()}


def options(places: Sequence[str]) -> dict[Key, set[str]]:
    """Return which parameters and fields are given where services are called and their values are made.

    What ``dataclasses.replace`` sets counts for every class of the services that its module names.
    """
    found: dict[Key, set[str]] = {}
    for tree in sources(places):
        names = imported(tree)
        calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
        made = {key for key in names.values() if key in fields()}
        replaced = {
            word.arg or "" for call in calls if ast.unparse(call.func) == "replace" for word in call.keywords
        }
        for key in made:
            found.setdefault(key, set()).update(replaced & set(fields()[key]))
        for call in calls:
            key = meant(call.func, names) if isinstance(call.func, ast.Name | ast.Attribute) else None
            if key is not None:
                found.setdefault(key, set()).update(_given(key, call))
    return found


def _given(key: Key, call: ast.Call) -> set[str]:
    """Return the parameters that a call gives."""
    known = fields().get(key) or tuple(
        one.arg for node in functions().get(key, ())[:1] for one in node.args.args
    )
    if any(isinstance(one, ast.Starred) for one in call.args) or any(w.arg is None for w in call.keywords):
        return set(known)
    return {*known[: len(call.args)], *(word.arg or "" for word in call.keywords)}


def signed(places: Sequence[str], acts: Iterable[str]) -> set[str]:
    """Return the acts (docs/bodies.md §2) for which consents are made, in some source or what it reaches."""
    wanted, found = set(acts), set[str]()
    bodies = [node for key in reached(places) for node in functions()[key]]
    for tree in (*bodies, *sources(places)):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(
                ("sign_consent", "ConsentBody")
            ):
                given = (*call.args, *(word.value for word in call.keywords))
                found |= {str(one.value) for one in given if isinstance(one, ast.Constant)} & wanted
    return found


@cache
def verbs() -> set[Key]:
    """Return the services of tests/fuzz/test_roles.py: whatever takes a desk and belongs to some role."""
    tree = ast.parse((ROOT / "tests" / "fuzz" / "test_roles.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "VERBS":
            assert isinstance(node.value, ast.Dict)
            keys = [one.value for one in node.value.keys if isinstance(one, ast.Constant)]
            return {tuple(str(one).split(".", 1)) for one in keys}  # type: ignore[misc]
    raise AssertionError("tests/fuzz/test_roles.py has no VERBS")
