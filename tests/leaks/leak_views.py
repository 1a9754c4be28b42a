"""Everything one person can see: what every command prints, and how large the files are (rules §15)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from leak_rounds import LeakRound
from services_harness import Person

from ui.cli.main import main
from ui.cli.session import Session

# Sealed messages are padded to multiples of this (design §4.1).
CLASS = 64 * 1024
_HEX = re.compile(r"\b(?=\d*[a-f])[0-9a-f]{8,64}\b|\b[0-9a-f]{32,64}\b")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
_DIGITS = re.compile(r"\d{5}( \d{5}){5}")


class Eyes:
    """Runs commands as one person and returns what they say, ids and times left out."""

    def __init__(self, made: LeakRound, person: Person, capsys: pytest.CaptureFixture[str]) -> None:
        self._made, self._person, self._capsys = made, person, capsys
        self._names = {made.id(number): f"<{number}>" for number in made.numbers}

    def say(self, *words: str) -> tuple[int, str]:
        """Run a command for people."""
        done, out, err = self._run(*words)
        return done, self._masked(out + err)

    def json(self, *words: str) -> tuple[int, Any]:
        """Run a command for machines; lists in order of ids are sorted."""
        done, out, err = self._run(*words, "--json")
        value = json.loads(out) if out.strip() else None
        return done, (self._sorted(value), self._masked(err))

    def _run(self, *words: str) -> tuple[int, str, str]:
        session = Session()
        session.adopt(self._person.desk)
        done = main([*words, "--vault", str(self._person.vault)], session)
        shown = self._capsys.readouterr()
        return done, shown.out, shown.err

    def _masked(self, text: str) -> str:
        for name, number in self._names.items():
            text = text.replace(name, number)
        text = _DIGITS.sub("<digits>", _TIME.sub("<time>", text))
        return _HEX.sub("<id>", text).replace(str(self._made.world.folder), "<folder>")

    def _sorted(self, value: Any) -> Any:
        """Mask texts, and sort lists whose order is that of ids; ranks stand in the lines themselves."""
        if isinstance(value, dict):
            return {self._masked(key): self._sorted(one) for key, one in value.items()}
        if isinstance(value, list):
            return sorted(map(self._sorted, value), key=lambda one: json.dumps(one, sort_keys=True))
        return self._masked(value) if isinstance(value, str) else value

    def everything(self) -> dict[str, Any]:
        """Return what every command that shows something shows."""
        shown: dict[str, Any] = {}
        commands = [
            ("list",),
            ("discuss", "list"),
            ("panel", "show"),
            ("panel", "show", "--group", "G01"),
            ("round", "status"),
            ("round", "code"),
            ("ranking",),
            ("ruling", "list"),
            ("decisions", "check"),
            ("conflicts", "list"),
            ("conflicts", "missing"),
            ("draw", "show"),
            ("draw", "pool"),
            ("assign", "show"),
            ("tie", "show", "P1"),
        ]
        for number in self._made.numbers:
            if number != self._made.plan.hidden:
                name = f"ZGC-{number:04d}"
                commands += [("veto", one, name) for one in ("show", "items")]
                commands += [("opinion", "show", name), ("explain", "show", name), ("gates", "show", name)]
                commands += [("sheet", one, name) for one in ("show", "history")]
                commands.append(("read", name, "1"))
        for words in commands:
            shown[" ".join(words)] = self.say(*words)
            shown[" ".join(words) + " --json"] = self.json(*words)
        return shown


def size_classes(paths: list[Path]) -> list[int]:
    """Return how many padded blocks each file has, in the order given."""
    return [path.stat().st_size // CLASS for path in paths]
