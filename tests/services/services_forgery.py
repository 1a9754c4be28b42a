"""Writes messages that a dishonest or broken program could write, and pictures of a vault's whole content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from services_harness import Person, World
from sqlalchemy import select

from db import tables
from resources.reader import LANGUAGES, Texts
from zgc_review.domain.bodies import (
    DeclarationBody,
    ListedSheet,
    ScoresBody,
    SheetBody,
    plain,
)
from zgc_review.domain.rows import MessageRow, OwnCard
from zgc_review.errors import ReviewError
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.message import Attachment, Message, build, carry, sealed_bytes
from zgc_review.seal.suites import suite_named
from zgc_review.services import post
from zgc_review.services.declaring import newest_letter
from zgc_review.services.log_lines import log_lines
from zgc_review.services.rounds import state_of
from zgc_review.services.sheets import newest_sheets

SUITE = suite_named("intl-1")
TIME = "2026-11-23T10:00:00+08:00"


class Forger:
    """Writes messages with somebody's keys; every field can be another than an honest one."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person, self.card = world, person, person.card
        self.secretary = world.secretary.card
        with person.desk.vault.begin() as uow:
            self.version = state_of(uow, person.round).version_id
            letters = uow.messages.find(person.round.round_id, "assignment")
            self.letter = newest_letter(uow, person.round).message_id if letters else "0" * 64
            own = newest_sheets(uow, person.round, self.card.card_id)
            self.bodies: dict[str, SheetBody] = {one.slot: post.body_of_row(one) for one in own}
            self.stored = {one.slot: one for one in own}

    def message(
        self, kind: str, slot: str, body: Any, *data: Attachment, key: OwnCard | None = None, **changes: Any
    ) -> Message:
        """Sign a message; ``key``: whose key signs, ``changes``: fields of the manifest."""
        fields: dict[str, Any] = {
            "suite": SUITE.name,
            "kind": kind,
            "round": self.person.round.round_id,
            "round_version": self.version,
            "sender": self.card.card_id,
            "to": () if kind in {"sheet", "round"} else (self.secretary.card_id,),
            "slot": slot,
            "seq": 1,
            "time": TIME,
            "body": body if isinstance(body, dict) else plain(body),
        }
        manifest = Manifest(**{**fields, **changes})
        return build(manifest, data, SUITE, bytes.fromhex((key or self.card).sign_secret))

    def sheet(self, body: SheetBody, **changes: Any) -> Message:
        """Sign a sheet, by default with a number no honest one has."""
        return self.message("sheet", body.application, body, **{"seq": 50, **changes})

    def scores(
        self, *sheets: Message | MessageRow, listed: dict[str, Any] | None = None, **changes: Any
    ) -> Message:
        """Sign a score file of these sheets; ``listed`` changes every line of its list."""
        lines, data = [], []
        for number, sheet in enumerate(sheets, 1):
            if isinstance(sheet, MessageRow):
                name, slot = sheet.message_id, sheet.slot
                data.append(post.carried(sheet))
            else:
                name, slot = sheet.id, sheet.manifest.slot
                data.append(carry(sheet))
            line = {
                "sheet": name,
                "code": self.person.code,
                "application": slot,
                "phase": "initial",
                "file": f"data/{number:06d}.tar",
            }
            lines.append(ListedSheet(**{**line, **(listed or {})}))
        body = ScoresBody(letter=self.letter, sheets=tuple(lines))
        slot = changes.pop("slot", self.person.code)
        return self.message("scores", slot, body, *data, **changes)

    def declaration(self) -> DeclarationBody:
        """Return the body of the person's newest declaration."""
        with self.person.desk.vault.begin() as uow:
            signed = uow.messages.find(self.person.round.round_id, "declaration", sender=self.card.card_id)
        body = post.body_of_row(signed[-1])
        assert isinstance(body, DeclarationBody)
        return body

    def write(self, message: Message | bytes, name: str, *recipients: str) -> Path:
        """Seal a message to the secretary, or to ``recipients``, and write it into the world's folder."""
        folder = self.world.folder / "forged"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(sealed_bytes(message, SUITE, recipients or (self.secretary.recipient,)))
        return path


def content(person: Person) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of a vault, and the names of its objects.

    Left out is that a file was refused: name, digest and code, which test_collect_refusals checks.
    """
    vault = person.store
    with vault.database.begin() as connection:
        rows = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
        }
    rows["objects"] = [(digest,) for digest in vault.objects.digests()]
    told = {row[:2] for row in rows["events"] if b'"act":"file.refused"' in row[2]}
    for name in ("events", "event_texts"):
        rows[name] = [row for row in rows[name] if row[:2] not in told]
    return rows


def refusals(person: Person) -> list[tuple[str, str, str]]:
    """Return code, digest and name of every file whose refusal stands in a log, oldest first."""
    with person.desk.vault.begin() as uow:
        lines = log_lines(uow, person.round)
    told = [one for one in lines if one.act == "file.refused"]
    assert all(set(one.data) == {"error", "file", "name"} for one in told)
    return [(str(one.data["error"]), str(one.data["file"]), one.texts["name"]) for one in told]


def sentences(fault: ReviewError) -> tuple[str, ...]:
    """Return what both languages say about an error: each text exists and its parameters fit."""
    said = [
        Texts(language).get(f"error.{fault.code}.{leaf}", **fault.params)
        for language in LANGUAGES
        for leaf in ("title", "reason", "remedy")
    ]
    assert all(said)
    return tuple(said)


def refusal(act: Callable[[], object]) -> ReviewError:
    """Return the error with which an act is refused, its sentences checked."""
    with pytest.raises(ReviewError) as caught:
        act()
    assert sentences(caught.value)
    return caught.value


def refused(act: Callable[[], object]) -> str:
    """Return the code with which an act is refused."""
    return refusal(act).code


def pages(person: Person) -> bytes:
    """Return the decrypted pages of a vault's database and of its journal, free ones included.

    SQLCipher 4: AES-256-CBC, 80 bytes at the end of a page, of which the first 16 are the IV; the first
    16 bytes of the file are the salt. Frames of the journal have headers of 24 bytes behind one of 32.
    """
    key, found = person.store.database._key, []
    file = person.vault / "vault.db"
    raw = file.read_bytes()
    blocks = [raw[16:4096], *(raw[at : at + 4096] for at in range(4096, len(raw), 4096))]
    journal = file.with_name("vault.db-wal")
    log = journal.read_bytes() if journal.exists() else b""
    frames = [log[at + 24 : at + 24 + 4096] for at in range(32, len(log), 24 + 4096)]
    for block in (*blocks, *(frame for frame in frames if len(frame) == 4096)):
        opener = Cipher(algorithms.AES(key), modes.CBC(block[-80:-64])).decryptor()
        found.append(opener.update(block[:-80]) + opener.finalize())
    return b"".join(found)
