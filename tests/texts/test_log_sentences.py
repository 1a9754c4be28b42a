"""Every act that any room writes into a log has a sentence in both languages, and only such acts have one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from resources.reader import LANGUAGES, Texts, load
from ui.log_words import act_name, sentence
from zgc_review.domain.bodies import ConsentBody
from zgc_review.services.log_lines import LogLine

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for room in ("zgc_review", "db", "ui") for path in sorted((ROOT / room).rglob("*.py"))]
RECEIVED = ("scores", "declaration")
_ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def strings(node: ast.expr) -> Iterator[str]:
    """Yield every act that an expression may come to."""
    if isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _ACT.fullmatch(node.value):
        yield node.value


def pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield names with what is assigned to them, also several at once."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from pairs(one, its)


class Module:
    """What one module assigns, defines and calls."""

    def __init__(self, tree: ast.Module) -> None:
        nodes = list(ast.walk(tree))
        self.calls = [node for node in nodes if isinstance(node, ast.Call)]
        self.parameters = {
            node.name: {one.arg for one in node.args.args}
            for node in nodes
            if isinstance(node, ast.FunctionDef)
        }
        self.assigned: dict[str, list[ast.expr]] = {}
        for node in nodes:
            if isinstance(node, ast.Assign):
                for name, value in (one for target in node.targets for one in pairs(target, node.value)):
                    self.assigned.setdefault(name, []).append(value)

    def written(self, constants: dict[str, str]) -> Iterator[str]:
        """Yield the acts that its calls of ``log.record`` write."""
        for call in self.calls:
            if ast.unparse(call.func) == "log.record":
                found = list(self._acts(call.args[2], constants))
                assert found, f"no act found for {ast.unparse(call)}"
                yield from found

    def _acts(self, act: ast.expr, constants: dict[str, str]) -> Iterator[str]:
        """Yield what an argument may be: a constant, a name, a joined string, a parameter."""
        if isinstance(act, ast.JoinedStr):
            yield from joined(act)
        elif not isinstance(act, ast.Name):
            yield from strings(act)
        elif act.id in self.assigned:
            for value in self.assigned[act.id]:
                yield from strings(value)
        elif act.id in constants:
            yield constants[act.id]
        else:
            yield from self._handed(act.id)

    def _handed(self, name: str) -> Iterator[str]:
        """Yield the acts given to the functions of the module that write what they are handed."""
        for call in self.calls:
            function = ast.unparse(call.func).rpartition(".")[2]
            if name in self.parameters.get(function, set()):
                for argument in call.args:
                    yield from strings(argument)


def joined(act: ast.JoinedStr) -> list[str]:
    """Return the acts of the two joined forms: consents by their act, arrivals by their kind."""
    said = ast.unparse(act)
    if "consent." in said:
        return [f"consent.{one}" for one in get_args(get_type_hints(ConsentBody)["act"])]
    assert said.endswith(".received'"), said
    return [f"{kind}.received" for kind in RECEIVED]


@cache
def acts() -> frozenset[str]:
    """Return every act that is written somewhere."""
    modules = [Module(ast.parse(path.read_text("utf-8"))) for path in SOURCES]
    constants = {
        name: value
        for module in modules
        for name, values in module.assigned.items()
        if name.isupper()
        for one in values
        for value in strings(one)
    }
    return frozenset(act for module in modules for act in module.written(constants))


def test_the_scan_finds_acts_in_every_form() -> None:
    found = acts()
    assert len(found) > 60
    assert {
        "round.defined", "sheet.counted", "application.amended", "vault.restored", "card.trusted",
        "consent.veto_vote", "scores.received", "sheet.left_out", "namelist.compared", "conflicts.screened",
    } <= found  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_a_sentence_and_every_sentence_an_act(language: str) -> None:
    told = {key.removeprefix("log.act.") for key in load(language) if key.startswith("log.act.")}
    assert sorted(acts() - told) == []
    assert sorted(told - acts()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_of_another_version_is_still_told(language: str) -> None:
    """What an event does not carry is a dash, an unknown act its own name."""
    texts = Texts(language)
    for act in sorted(acts()):
        said = sentence(texts, LogLine(0, "2026-11-22T09:00:00+08:00", act, "", {}), {})
        assert "{" not in said
        assert act_name(texts, act)
    assert sentence(texts, LogLine(0, "", "later.act", "", {"x": 1}), {}) == "later.act"


def test_values_are_said_in_words() -> None:
    texts = Texts("zh_CN")
    moved = LogLine(
        0, "", "application.moved", "秘书01", {"application": "ab", "from": "RECEIVED", "to": "FORMAL_OK"}
    )
    assert sentence(texts, moved, {"ab": "03-0117"}) == "申报 03-0117：已接收 → 形式审查通过"
    valued = LogLine(
        0, "", "application.valued", "秘书01", {"application": "ab", "value": 7438, "cause": "revised"}
    )
    assert "74.38" in sentence(texts, valued, {"ab": "03-0117"})
    dropped = LogLine(
        0, "", "application.received", "", {"application": "cd", "documents": 2}, {"number": "03-0118"}
    )
    assert "03-0118" in sentence(texts, dropped, {})
    counted = {"application": "ab", "counted": True, "trimmed": "high", "void": False, "revised": False}
    assert "去除极值" in sentence(texts, LogLine(0, "", "sheet.counted", "", counted), {"ab": "1"})
