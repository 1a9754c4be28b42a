"""Everything a person can see of a round, by commands and in the files received, made comparable.

Message ids, times and digests differ between two rounds by nature and are blotted out; numbers, lists,
order and counts stay. Lists that are sorted by message id have an order that says nothing: they are sorted.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from leak_round import MARK, Round
from services_harness import Person
from sitting_harness import GROUP

from ui.cli.main import main
from ui.cli.session import Session
from zgc_review.domain.bodies import LetterBody, PanelBody
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.seal.opened import OpenedMessage, carried_messages
from zgc_review.seal.package_read import find_letter, open_package
from zgc_review.seal.reading import Reading
from zgc_review.services import panel_forms, picturing, post
from zgc_review.services.desk import Desk
from zgc_review.services.panel_forms import FORMS_SEEN

CHUNK = 16  # payloads are padded to multiples of 64 KiB; the header of the encryption varies by some bytes
UNORDERED = frozenset({"claims", "opinions", "votes", "explanations", "consents"})
_BLOTS = (
    (re.compile(r"[0-9a-f]{64}"), "#"),
    (re.compile(r"\d{5}([ -]\d{5}){5}"), "@"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:+]+"), "@"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "@"),
)


class Viewer:
    """Somebody at the own vault, who runs commands in this process.

    Attributes:
        hidden: number of the application of which nothing may be seen.
    """

    def __init__(self, played: Round, person: Person) -> None:
        self.played, self.person = played, person
        self.hidden = number(played.plan.hidden)
        self._session = Session()
        self._session.adopt(person.desk)

    def run(self, *words: str, as_json: bool = True) -> tuple[int, Any, str]:
        """Run one command; return exit code, what it printed, and its refusal."""
        out, err = io.StringIO(), io.StringIO()
        argv = [*words, "--vault", str(self.person.vault), "--lang", "zh_CN"]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*argv, "--json"] if as_json else argv, self._session)
        printed: Any = out.getvalue()
        if as_json and printed.strip():
            printed = json.loads(printed)
        return code, self.blotted(printed), str(self.blotted(err.getvalue()))

    def blotted(self, value: Any, name: str = "") -> Any:
        """Return a value without what differs by nature."""
        if isinstance(value, dict):
            return {key: self.blotted(one, key) for key, one in value.items()}
        if isinstance(value, list | tuple):
            made = [self.blotted(one) for one in value]
            return sorted(made, key=repr) if name in UNORDERED else made
        if not isinstance(value, str):
            return value
        for pattern, blot in _BLOTS:
            value = pattern.sub(blot, value)
        return value.replace(str(self.played.world.folder), "")

    # -- what is compared

    def sees(self) -> dict[str, Any]:
        """Return everything that may not depend on the hidden application, by command."""
        seen: dict[str, Any] = {}
        for words in (("round", "status"), ("round", "code"), ("panel", "show"), ("discuss", "list")):
            seen[" ".join(words)] = self.run(*words)
            seen[" ".join(words) + " (words)"] = self.run(*words, as_json=False)
        seen["list"] = self.listed()
        seen["list (words)"] = self.listed_words()
        seen["panel list"] = self._table("panel", "show")
        for asked in ("ranking", "aggregate", "decisions check", "ruling list", "tie show P1"):
            seen[asked] = self.run(*asked.split())
        for asked in ("panel robustness", "panel line P1", "panel what-if P1 --budget 250000000 --rule skip"):
            seen[asked] = self.run(*asked.split())
            seen[f"{asked} (words)"] = self.run(*asked.split(), as_json=False)
        seen["pictures"] = self._values(_pictures)
        for form in FORMS_SEEN:
            seen[form] = self._values(partial(_forms, form))
        for place in self.played.plan.others():
            seen |= self.of(number(place))
        return seen

    def of(self, shown: str) -> dict[str, Any]:
        """Return all that commands say of one application."""
        asked: list[tuple[str, ...]] = [
            ("read", shown, "1"),
            ("sheet", "show", shown),
            ("sheet", "history", shown),
        ]
        asked += [("veto", "show", shown), ("veto", "items", shown), ("opinion", "show", shown)]
        asked += [("explain", "show", shown), ("panel", "explain", shown)]
        found: dict[str, Any] = {" ".join(words): self.run(*words) for words in asked}
        for words in asked[1:]:
            code, text, refusal = self.run(*words, as_json=False)
            lines = text.splitlines() if words[0] == "sheet" else sorted(text.splitlines())
            found[" ".join(words) + " (words)"] = code, "\n".join(lines), refusal
        return found

    def listed(self) -> Any:
        """Return ``list`` without the row of the hidden application, of which number and state may stand."""
        code, rows, refusal = self.run("list")
        return code, [one for one in rows if one["number"] != self.hidden], refusal

    def row_of_hidden(self) -> list[Any]:
        """Return what ``list`` says of the hidden application: at most number and state."""
        return [one for one in self.run("list")[1] if one["number"] == self.hidden]

    def listed_words(self) -> list[str]:
        """Return ``list`` for people, without the one line of the hidden application."""
        _, text, _ = self.run("list", as_json=False)
        lines: list[str] = text.splitlines()
        return [line for line in lines if not line.startswith(self.hidden)]

    def told(self) -> list[str]:
        """Return the texts about the hidden application that everything printed holds."""
        record = self.played.plan.record_of(self.played.plan.hidden)
        texts = [MARK + f"第{self.played.plan.hidden}号", str(record["title"]), str(record["unit_name"])]
        said = json.dumps([self.run("list", as_json=False), self.run("list")], ensure_ascii=False)
        return [one for one in texts if one in said]

    def _values(self, read: Callable[[Desk, RoundRow], Any]) -> Any:
        """Return what pictures or forms are made from, or the code of the refusal."""
        try:
            return self.blotted(read(self.person.desk, self.person.round))
        except ReviewError as fault:
            return fault.code

    def _table(self, *words: str) -> Any:
        """Return the list that a command writes."""
        path = self.played.sitting.folder() / "table.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        code, _, refusal = self.run(*words, "--out", str(path))
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")))) if path.exists() else []
        return code, rows, refusal


def _pictures(desk: Desk, row: RoundRow) -> str:
    """Return what every picture is drawn from."""
    return repr(picturing.pictures_seen(desk, row, GROUP).all)


def _forms(form: str, desk: Desk, row: RoundRow) -> list[Any]:
    """Return what every form of one number is printed from; the order of claims is that of their ids."""
    values = [msgspec.to_builtins(one.value) for one in panel_forms.items_seen(desk, row, form)]
    return sorted(values, key=repr)


def number(place: int) -> str:
    """Return the number that people see of an application by place."""
    return f"ZGC-{place:04d}"


class Received:
    """What stands in the files somebody was given."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._played = viewer.played
        self._hidden = self._played.ids.get(self._played.plan.hidden, "")

    def letter(self, path: Path, how: str) -> dict[str, Any]:
        """Return what the own letter in a package says, which must be nothing of the hidden application.

        But for the ruling on what the reader asked for: a ``doubt`` was declared.
        """
        package = open_package(path)
        card = self._viewer.person.card
        _, letter = find_letter(package, [card.age_secret], Reading(check_body=post.check_body))
        body: LetterBody = post.typed_body(letter)
        ruled = [one for one in body.rulings if how != "doubt" or one.application != self._hidden]
        found = {
            "applications": [msgspec.to_builtins(one) for one in body.applications],
            "rulings": [msgspec.to_builtins(one) for one in ruled],
            "consents": self._consents(letter),
            "sheets": len(body.sheets),
        }
        if self._played.plan.settings["package_per"] == "expert":
            found["size"] = path.stat().st_size >> CHUNK
            found["letters"] = [one.size >> CHUNK for one in package.letters]
            found["objects"] = len(package.objects)
        return found

    def panel(self, path: Path) -> dict[str, Any]:
        """Return what stands in a panel file, and its size class."""
        with self._viewer.person.desk.vault.begin() as uow:
            opened = post.open_sealed(self._viewer.person.desk, uow, path.read_bytes(), file=path.name)
        body: PanelBody = post.typed_body(opened)
        return {
            "size": path.stat().st_size >> CHUNK,
            "name": path.name,
            "sheets": [(one.code, one.application, one.phase) for one in body.sheets],
            "recusals": [msgspec.to_builtins(one) for one in body.recusals],
            "consents": self._consents(opened),
            "slot": opened.manifest.slot,
            "seq": opened.manifest.seq,
        }

    def ack(self, path: Path) -> Any:
        """Return what an acknowledgement says, and its size class."""
        return path.stat().st_size >> CHUNK, path.name, self._viewer.run("take-ack", str(path))

    def _consents(self, opened: OpenedMessage) -> list[str]:
        """Return the acts inside that are about applications or people, without ids."""
        said = []
        for one in carried_messages(opened):
            if one.manifest.kind == "consent":
                body = self._viewer.blotted(msgspec.to_builtins(post.typed_body(one)))
                said.append(json.dumps([body, one.manifest.seq], ensure_ascii=False, sort_keys=True))
        return sorted(said)
