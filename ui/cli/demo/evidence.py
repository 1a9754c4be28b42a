"""What can be looked up when the round is judged: what commands said, and the opened result."""

from __future__ import annotations

import hashlib
import json
import tarfile
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from ui.cli.demo.run import RECORDS

#: Where two officers opened the result, below the demo's folder.
OPENED: Final = "打开/结果"


class Evidence:
    """Reads the folder that a demo left; nothing here knows the script.

    Args:
        out: folder of the demo.
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def said(self, name: str) -> list[Any]:
        """Return everything kept under a name, oldest first; nothing where no command said it."""
        path = self._out / RECORDS / f"{name}.json"
        found: list[Any] = json.loads(path.read_text("utf-8")) if path.exists() else []
        return found

    def last(self, name: str) -> Any:
        """Return what was said last under a name, an empty mapping where nothing was."""
        found = self.said(name)
        return found[-1] if found else {}

    @cached_property
    def _parts(self) -> dict[str, Path]:
        """File of each part of the result that stands there once, by role."""
        return {role: path for role, path in self._listed if role not in {"sheet", "consent"}}

    @cached_property
    def _sheets(self) -> list[Path]:
        """Files of the sealed sheets."""
        return [path for role, path in self._listed if role == "sheet" and path.exists()]

    @cached_property
    def _listed(self) -> list[tuple[str, Path]]:
        """Role and file of every part of the result."""
        folder = self._out / OPENED
        try:
            body = json.loads((folder / "manifest.json").read_bytes())["body"]
        except FileNotFoundError:
            return []
        return [(part["role"], folder / part["file"]) for part in body["parts"]]

    def _part(self, role: str) -> dict[str, Any]:
        """Return one table of the result."""
        path = self._parts.get(role)
        found: dict[str, Any] = json.loads(path.read_bytes()) if path is not None and path.exists() else {}
        return found

    @cached_property
    def applications(self) -> dict[str, dict[str, Any]]:
        """Applications of the result by number."""
        return {one["number"]: one for one in self._part("applications").get("applications", ())}

    @cached_property
    def aggregate(self) -> dict[str, Any]:
        """The aggregate of the result."""
        return self._part("aggregate")

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """The sealed event log."""
        path = self._parts.get("log")
        if path is None or not path.exists():
            return []
        return [json.loads(line) for line in path.read_bytes().splitlines()]

    def sheets_of(self, card: str) -> set[str]:
        """Return the ids of the sealed sheets that a card signed."""
        found = set()
        for path in self._sheets:
            with tarfile.open(path) as message:
                sums, manifest = (message.extractfile(name) for name in ("SHA256SUMS", "manifest.json"))
                if sums and manifest and json.loads(manifest.read())["sender"] == card:
                    found.add(hashlib.sha256(sums.read()).hexdigest())
        return found

    @cached_property
    def _recusals(self) -> list[dict[str, str]]:
        """Who stands aside where."""
        return list(self._part("recusals").get("recusals", ()))

    def recusals(self, number: str, rule: str) -> list[dict[str, str]]:
        """Return the lines about one application and rule."""
        name = self.id(number)
        return [one for one in self._recusals if (one["application"], one["rule"]) == (name, rule)]

    def id(self, number: str) -> str:
        """Return the id of an application, "" where the result does not know it."""
        return str(self.applications.get(number, {}).get("application", ""))

    def line(self, number: str) -> dict[str, Any]:
        """Return what the result says of a scored application, empty where it says nothing."""
        return self.line_in(self.aggregate, number)

    def line_in(self, aggregate: dict[str, Any], number: str) -> dict[str, Any]:
        """Return what one aggregate says of a scored application."""
        name = self.id(number)
        found = (one for one in aggregate.get("applications", ()) if one["application"] == name)
        return next(found, {})

    def ranked(self, aggregate: dict[str, Any], number: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the place of an application in its pool, and the places behind it."""
        name = self.id(number)
        for pool in aggregate.get("pools", ()):
            for place, line in enumerate(pool["lines"]):
                if line["application"] == name:
                    return line, pool["lines"][place + 1 :]
        return {}, []
