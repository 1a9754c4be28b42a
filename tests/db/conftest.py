"""Vaults with cheap key derivation, a clock that only moves when told, and one row of each kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.keyfile import KdfParameters
from db.vault import CreatedVault, OpenVault, create_vault, open_vault
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import (
    AnswerRow,
    ApplicationRow,
    DocumentRow,
    DraftRow,
    EventRow,
    EventText,
    ExpertRow,
    FindingAct,
    FindingRow,
    KnownCard,
    MessageRow,
    NoteRow,
    OwnCard,
    RoundRow,
    SeatRow,
)
from zgc_review.domain.times import BEIJING

PASSPHRASE = "评审委员会 2026"
CHEAP = KdfParameters(m=8 * 1024, t=1, p=1)
START = "2026-11-23T09:00:00+08:00"


@dataclass
class FakeClock:
    """Stands still until moved."""

    moment: datetime = field(default_factory=lambda: datetime.fromisoformat(START))

    def now(self) -> str:
        return self.moment.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S+08:00")

    def move(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Place:
    """A vault folder with what is needed to open it."""

    path: Path
    recovery_key: str
    clock: FakeClock
    passphrase: str = PASSPHRASE
    kdf: KdfParameters = CHEAP

    def open(self, *, write: bool = True) -> OpenVault:
        return open_vault(self.path, self.passphrase, write=write, clock=self.clock)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make(tmp_path: Path, clock: FakeClock) -> Callable[..., CreatedVault]:
    def made(name: str = "秘书.zgcvault") -> CreatedVault:
        return create_vault(tmp_path / name, PASSPHRASE, clock=clock, kdf=CHEAP)

    return made


@pytest.fixture
def place(make: Callable[..., CreatedVault], clock: FakeClock) -> Place:
    """Return a closed vault."""
    created = make()
    created.vault.close()
    return Place(created.vault.path, created.recovery_key, clock)


@pytest.fixture
def vault(place: Place) -> Iterator[OpenVault]:
    """Return an open vault without rows."""
    with place.open() as opened:
        yield opened


class Samples:
    """One row of each kind, fitting together; the names hold a rare character and the marker."""

    marker = "甪端䶮𠮷"
    ciphertext = b"ciphertext " * 1000
    own = OwnCard(
        "c" * 64,
        "f" * 64,
        "甪端䶮𠮷",
        "某研究院",
        "age1own",
        "ssh-ed25519 A",
        "AGE-SECRET",
        "0" * 64,
        b"P",
        START,
    )
    known = KnownCard("d" * 64, "e" * 64, "李四", "某大学", "age1x", "ssh-ed25519 B", b"Q", START, None)
    round = RoundRow(
        "a" * 32, "2026 年第一轮", "secretary", "c" * 64, None, None, rehearsal=False, created_at=START
    )
    application = ApplicationRow(
        "b" * 32,
        "a" * 32,
        "ZGC-0001",
        "M01-1",
        "G01",
        "RECEIVED",
        "",
        {"title": "甪端䶮𠮷", "amount": 2**53 - 1, "people": [{"name": ""}]},
        "1" * 64,
        "age1app",
        "AGE-SECRET-KEY-APPLICATION",
    )
    document = DocumentRow(
        "b" * 32,
        0,
        "申报书.pdf",
        "申报书",
        "application/pdf",
        2**53,
        "2" * 64,
        hashlib.sha256(ciphertext).hexdigest(),
    )
    expert = ExpertRow("4" * 32, "a" * 32, "E-001", {"name": "王五"})
    seat = SeatRow("a" * 32, "专家01", "4" * 32, "d" * 64, "王五", "某大学")
    message = MessageRow(
        "5" * 64, "a" * 32, "sheet", "d" * 64, "b" * 32, 1, None, "in", b"\x00payload", START, "6" * 64
    )
    finding = FindingRow(
        "9" * 32,
        "a" * 32,
        "4" * 32,
        "b" * 32,
        "a" * 64,
        "R02",
        "H",
        START,
        {"left": "甪端䶮𠮷", "employers": ["某大学"]},
    )
    finding_act = FindingAct("a" * 32, "9" * 32, 1, START, "found", "秘书01", "")
    draft = DraftRow("a" * 32, "b" * 32, "initial", 1, START, "创新性", {"percents": {"c1": 80}})
    note = NoteRow("a" * 32, "b" * 32, "opinion", 1, START, {"strengths": "甪端䶮𠮷"})
    answer = AnswerRow("a" * 32, "b" * 32, 1, START, {"R01": "no"})
    event = EventRow("a" * 32, 0, canonical_bytes({"act": "round.created", "n": 0}))
    text = EventText("a" * 32, 0, "reason", b"s" * 16, "理由")

    def fill(self, work: UnitOfWork) -> None:
        """Add all of them."""
        work.cards.add_own(self.own)
        work.cards.add_known(self.known)
        work.rounds.add(self.round)
        work.applications.add(self.application)
        work.applications.set_documents(self.application.application_id, (self.document,))
        work.experts.put(self.expert)
        work.listings.replace(self.round.round_id, ({"name": "某公司"}, {"name": "另一公司"}))
        work.seats.put(self.seat)
        work.findings.add(self.finding)
        work.findings.append(self.finding_act)
        work.messages.add(self.message)
        work.sequences.put(self.own.card_id, "ack", "专家01", 7, "7" * 64)
        work.drafts.append(self.draft)
        work.notes.append(self.note)
        work.answers.append(self.answer)
        work.events.append(self.event, (self.text,))
        work.catalogues.put("8" * 64, b"{}")
        work.facts.put("owner", {"name": "甪端䶮𠮷"})


@pytest.fixture(scope="session")
def samples() -> Samples:
    return Samples()


@pytest.fixture
def filled(place: Place, samples: Samples) -> Place:
    """Return a closed vault with one row of each kind and one object."""
    with place.open() as opened:
        with opened.begin() as work:
            samples.fill(work)
            work.commit()
        writer = opened.objects.writer()
        writer.write(samples.ciphertext)
        writer.keep()
    return place


def picture_of(vault: OpenVault, samples: Samples) -> dict[str, Any]:
    """Return what the ports say about the sample rows, as JSON values (bytes as hex)."""
    round_id, application_id = samples.round.round_id, samples.application.application_id
    with vault.begin() as work:
        rows = {
            "own": work.cards.own(),
            "known": work.cards.known(),
            "rounds": work.rounds.all(),
            "applications": work.applications.all(round_id),
            "versions": work.applications.versions(application_id),
            "documents": work.applications.documents(application_id),
            "experts": work.experts.all(round_id),
            "seats": work.seats.all(round_id),
            "findings": work.findings.all(round_id),
            "finding_acts": work.findings.acts(round_id),
            "messages": work.messages.find(round_id, samples.message.kind),
            "drafts": work.drafts.history(round_id, application_id, "initial"),
            "notes": work.notes.all_newest(round_id),
            "answers": work.answers.all_newest(round_id),
            "events": work.events.all(round_id),
            "texts": work.events.texts(round_id),
        }
        shown: dict[str, Any] = {
            name: [{key: _shown(value) for key, value in asdict(row).items()} for row in found]
            for name, found in rows.items()
        }
        shown["listings"] = list(work.listings.all(round_id))
        shown["sequence"] = list(work.sequences.last(samples.own.card_id, "ack", "专家01"))
        shown["catalogue"] = _shown(work.catalogues.get("8" * 64))
        shown["owner"] = work.facts.get("owner")
    shown["objects"] = {}
    for digest in vault.objects.digests():
        with vault.objects.open(digest) as file:
            shown["objects"][digest] = hashlib.sha256(file.read()).hexdigest()
    return shown


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


@pytest.fixture(scope="session")
def picture() -> Callable[[OpenVault, Samples], dict[str, Any]]:
    return picture_of
