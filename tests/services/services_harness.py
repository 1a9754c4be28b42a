"""A small round run through the services on real vaults with a cheap key derivation: steps and samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from services_samples import (
    COMMENT,
    CRITERIA,
    DOCUMENT,
    EXPERTS,
    OVERALL,
    SUB,
    credit_code,
    record,
    roster_record,
)

import db.vault
from db.keyfile import KdfParameters
from zgc_review.catalogue import Catalogue, load_shipped
from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import KnownCard, MessageRow, OwnCard, RoundRow
from zgc_review.domain.times import SystemClock
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.scoring import drafts
from zgc_review.seal.digits import digits_of
from zgc_review.services import (
    acks,
    aggregating,
    appointing,
    collecting,
    deciding,
    declaring,
    escrow,
    following,
    opening,
    packing,
    returning,
    roster,
    rounds,
    sealing,
    sharing,
    sheets,
    taking_in,
)
from zgc_review.services.appointing import Appointment
from zgc_review.services.consents import sign_consent
from zgc_review.services.desk import Desk
from zgc_review.services.trust import make_own_card, take_card, trust_card

__all__ = [
    "CHEAP", "COMMENT", "CRITERIA", "DOCUMENT", "EXPERTS", "OVERALL", "PASSPHRASE", "SUB", "Marks", "Person",
    "World", "amend_round", "credit_code", "fill", "level", "meet", "new_person", "new_world", "record",
    "rising", "roster_record",
]  # fmt: skip

CHEAP = KdfParameters(m=8 * 1024, t=1, p=1)
PASSPHRASE = "中关村 review 2026"


class Person:
    """Somebody with a vault, opened when first needed, and a card."""

    def __init__(
        self, name: str, vault: Path, card: OwnCard, code: str = "", row: RoundRow | None = None
    ) -> None:
        self.name, self.vault, self.card = name, vault, card
        self.code, self.row = code, row
        self._desk: Desk | None = None

    @property
    def round(self) -> RoundRow:
        assert self.row is not None
        return self.row

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            self._desk = Desk(db.vault.open_vault(self.vault, PASSPHRASE), SystemClock())
        return self._desk

    @property
    def store(self) -> db.vault.OpenVault:
        """The vault on disk, for checks that look behind the ports."""
        vault = self.desk.vault
        assert isinstance(vault, db.vault.OpenVault)
        return vault

    def close(self) -> None:
        """Close the vault; the next use opens it again."""
        if self._desk is not None:
            self._desk.vault.close()
            self._desk = None

    def moved(self, folder: Path) -> Person:
        """Return the same person with the copy of the vault in another folder."""
        return Person(self.name, folder / "vaults" / self.vault.name, self.card, self.code, self.row)


def new_person(folder: Path, stem: str, name: str) -> Person:
    """Make a vault under ``folder``/vaults and a card in it."""
    (folder / "vaults").mkdir(parents=True, exist_ok=True)
    place = folder / "vaults" / f"{stem}.zgcvault"
    db.vault.create_vault(place, PASSPHRASE, kdf=CHEAP).vault.close()
    person = Person(name, place, OwnCard("", "", "", "", "", "", "", "", b"", ""))
    person.card = make_own_card(person.desk, name, f"{name}的单位")
    return person


Marks: TypeAlias = Callable[[int], Sequence[int]]


@dataclass
class World:
    """A round and everybody in it; each step is a service a command calls."""

    folder: Path
    catalogue: Catalogue
    secretary: Person
    observer: Person
    experts: list[Person]
    settings: dict[str, Any] = field(default_factory=dict)
    applications: int = 3
    fields: Callable[[int], dict[str, Any]] = field(default_factory=lambda: record)

    @property
    def package(self) -> Path:
        """The newest package on the stick, first volume."""
        found = sorted((self.folder / "stick").glob("*.zgcpkg"), key=lambda path: path.stat().st_mtime_ns)
        return found[-1]

    def copy(self, folder: Path) -> World:
        """Return the same world in a copy of its folder; the vaults of this one must be closed."""
        shutil.copytree(self.folder, folder)
        secretary, observer, *experts = (person.moved(folder) for person in self.everybody())
        return World(
            folder, self.catalogue, secretary, observer, experts, dict(self.settings), self.applications
        )

    def close(self) -> None:
        """Close every vault."""
        for person in self.everybody():
            person.close()

    def everybody(self) -> list[Person]:
        return [self.secretary, self.observer, *self.experts]

    def ids(self) -> list[str]:
        """Return the application ids by number."""
        with self.secretary.desk.vault.begin() as uow:
            return [one.application_id for one in uow.applications.all(self.secretary.round.round_id)]

    def define(self) -> None:
        """Version 1, with the observer's consent."""
        given = {
            "title": "二〇二六年度试评审",
            "call_year": 2026,
            "t0": "2026-11-22",
            "modes": {SUB: "open_call"},
        }
        given["groups"] = [{"id": "G01", "sub_directions": [SUB], "size": len(self.experts)}]
        given |= self.settings
        row = rounds.define_round(self.secretary.desk, given, self.catalogue, self.observer.card.card_id)
        self.secretary.row, self.secretary.code = row, row.code or ""
        paths = sharing.publish_round(self.secretary.desk, row, self.folder / "v1")
        self.observer.row = following.follow_round(self.observer.desk, paths, self.code(1))
        self.consent(self.observer)

    def code(self, version: int) -> str:
        """Return the digits of a version, as they are read aloud."""
        with self.secretary.desk.vault.begin() as uow:
            return digits_of(rounds.signed_versions(uow, self.secretary.round)[version - 1].message_id)

    def consent(self, person: Person) -> None:
        """Consent to the newest version and hand the file to the secretary."""
        with person.desk.vault.begin() as uow:
            about = rounds.signed_versions(uow, person.round)[-1].message_id
        message = sign_consent(person.desk, person.round, "round", "yes", about=about)
        path = sharing.write_to_secretary(person.desk, person.round, message, self.folder / "consents")
        (arrival,) = collecting.collect(self.secretary.desk, self.secretary.round, [path])
        assert arrival.outcome == "new", arrival.error

    def intake(self) -> Path:
        """Write an intake folder and a roster."""
        folder = self.folder / "intake"
        folder.mkdir(exist_ok=True)
        application, people, _, _ = layouts(self.catalogue, [SUB])
        records = [self.fields(n) for n in range(1, self.applications + 1)]
        write_workbook(folder / "申报.xlsx", application, records)
        due = [one for one in self.catalogue.attachments_for(SUB) if one.required]
        for one in records:
            papers = folder / str(one["application_no"])
            papers.mkdir(exist_ok=True)
            for paper in due:
                text = f"{paper.zh}\n{one['unit_name']} {DOCUMENT}\n" * 20
                (papers / f"{paper.id} {paper.zh[:8]}.txt").write_text(text, "utf-8")
        write_workbook(
            self.folder / "名册.xlsx", people, [roster_record(n) for n in range(1, len(self.experts) + 1)]
        )
        return folder

    def seat(self) -> None:
        """Take everything in, seat the experts, obtain the consents, assign."""
        self.take_in()
        self.appoint()
        self.agree()
        taking_in.assign_groups(self.secretary.desk, self.secretary.round)

    def take_in(self) -> None:
        """Take in applications and roster, admit every application."""
        desk, row = self.secretary.desk, self.secretary.round
        taken = taking_in.take_in(desk, row, self.intake())
        assert taken.blocked == (), taken.findings
        roster.take_roster(desk, row, self.folder / "名册.xlsx")
        taking_in.admit(desk, row, (), "材料齐全")

    def appoint(self) -> None:
        """Sign version 2, which seats the experts; the first is the chair."""
        seats = [
            Appointment(f"E{n:03d}", one.card.fingerprint, "G01", chair=n == 1, round_chair=n == 1)
            for n, one in enumerate(self.experts, 1)
        ]
        appointing.appoint(self.secretary.desk, self.secretary.round, seats)

    def agree(self) -> None:
        """Observer and chair follow the chain and consent to version 2."""
        paths = sharing.publish_round(self.secretary.desk, self.secretary.round, self.folder / "v2")
        for person in (self.observer, self.experts[0]):
            person.row = following.follow_round(person.desk, paths, self.code(2))
            self.consent(person)

    def pack(self, **order: Any) -> Path:
        """Pack for everybody and return the first volume."""
        done = packing.pack(
            self.secretary.desk, self.secretary.round, self.folder / "stick", packing.PackOrder(**order)
        )
        return done[0].paths[0]

    def open(self, person: Person, package: Path) -> None:
        """Open a package as an expert, fetch the documents, pledge."""
        opened = opening.open_review(person.desk, package, self.code(2))
        person.row, person.code = opened.row, opened.row.code or ""
        opening.fetch_documents(person.desk, opened.row, package)

    def declare_none(self, person: Person) -> None:
        """Pledge, and declare that no rule applies anywhere."""
        declaring.pledge(person.desk, person.round)
        declaring.answer_rest(person.desk, person.round)
        declaring.declare(person.desk, person.round)

    def score(self, person: Person, marks: Marks) -> None:
        """Declare none, fill the sheet of the n-th application with ``marks(n)``, lock."""
        self.declare_none(person)
        with person.desk.vault.begin() as uow:
            rows = uow.applications.all(person.round.round_id)
        for n, application in enumerate(rows):
            fill(person, application.application_id, marks(n))
        sheets.lock(person.desk, person.round, [one.application_id for one in rows])

    def rescore(self, person: Person, n: int, percents: Sequence[int]) -> None:
        """Reopen the n-th sheet with a reason, fill it anew and lock it again."""
        application = self.ids()[n]
        sheets.reopen(person.desk, person.round, application, "复核后改正")
        fill(person, application, percents)
        sheets.lock(person.desk, person.round, [application])

    def returns(self, person: Person) -> Path:
        """Where a person's files are written."""
        return self.folder / "returns" / person.vault.stem

    def give_back(self, person: Person) -> list[Path]:
        """Write the files owed to the secretary."""
        files = returning.return_files(person.desk, person.round, self.returns(person))
        return [one.path for one in files]

    def collect(self, paths: list[Path]) -> tuple[collecting.Arrival, ...]:
        return collecting.collect(self.secretary.desk, self.secretary.round, paths)

    def run_to_locked(self) -> None:
        """Everything up to the last returned sheet."""
        self.define()
        self.seat()
        package = self.pack()
        for n, person in enumerate(self.experts):
            self.open(person, package)
            self.score(person, rising(62 + 4 * n))
            arrivals = self.collect(self.give_back(person))
            assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals

    def decide(self) -> None:
        """Combine, let the chair sign what is suggested, confirm."""
        desk, row = self.secretary.desk, self.secretary.round
        result = aggregating.aggregate_round(desk, row)
        chair = self.experts[0]
        paths = []
        for line in result.applications:
            message = sign_consent(
                chair.desk,
                chair.round,
                "decision",
                line.suggestion,
                application=line.application,
                values={"amount_fen": line.amount_fen},
            )
            paths.append(
                sharing.write_to_secretary(chair.desk, chair.round, message, self.folder / "decisions")
            )
        assert all(one.outcome == "new" for one in self.collect(paths))
        deciding.confirm_decisions(desk, row)

    def prepare_seal(self) -> None:
        """Make the escrow key; the chair consents to the version that names it."""
        escrow.prepare_seal(self.secretary.desk, self.secretary.round, self.folder / "shares")
        paths = sharing.publish_round(self.secretary.desk, self.secretary.round, self.folder / "v3")
        chair = self.experts[0]
        chair.row = following.follow_round(chair.desk, paths, None)
        self.consent(chair)

    def seal(self) -> sealing.Sealed:
        """Prepare, consent, seal."""
        self.prepare_seal()
        return sealing.seal_round(self.secretary.desk, self.secretary.round, self.folder / "result")

    def acknowledge(self, answer: str) -> dict[str, acks.TakenAck]:
        """Write acks and let everybody take the own one."""
        paths = acks.acknowledge(self.secretary.desk, self.secretary.round, self.folder / answer, answer)
        by_code = {path.name.split("-")[0]: path for path in paths}
        return {
            one.code: acks.take_ack(one.desk, one.round, by_code[one.code])
            for one in self.experts
            if one.code in by_code
        }


def rising(base: int) -> Marks:
    """Return marks that rise by criterion and application and never reach band A."""
    return lambda n: [min(89, base + 3 * n + step) for step in range(len(CRITERIA))]


def level(percent: int) -> Marks:
    """Return one percent for every criterion: the sheet's total is the same."""
    return lambda _n: [percent] * len(CRITERIA)


def fill(person: Person, application_id: str, percents: Sequence[int]) -> None:
    """Fill one draft completely, one saved change after another."""
    changes: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = []
    for criterion, percent in zip(CRITERIA, percents, strict=True):
        changes.append(("percent", drafts.set_percent, (criterion, percent)))
        if percent >= 90 or percent < 60:
            changes.append(("comment", drafts.set_comment, (criterion, COMMENT)))
        if percent < 60:
            changes.append(("floor", drafts.set_floor_reason, (criterion, COMMENT)))
    changes += [
        ("overall", drafts.set_overall, (OVERALL,)),
        ("recommend", drafts.set_recommendation, ("SUPPORT_IF_REVISED",)),
        ("integrity", drafts.set_integrity, (False,)),
    ]
    for name, change, values in changes:
        apply = partial(_applied, change, values)
        sheets.edit(person.desk, person.round, application_id, name, apply)


def _applied(change: Callable[..., SheetBody], values: tuple[Any, ...], body: SheetBody) -> SheetBody:
    """Apply one change to a draft."""
    return change(body, *values)


def amend_round(desk: Desk, row: RoundRow, body: AmendmentBody) -> MessageRow:
    """Sign any later version, also one that no command would sign."""
    with desk.vault.begin() as uow:
        message = rounds.sign_amendment(desk, uow, row, body)
        uow.commit()
    return message


def meet(left: Person, right: Person) -> KnownCard:
    """Let ``left`` take and trust the card of ``right`` after hearing its digits."""
    known = take_card(left.desk, right.card.payload)
    return trust_card(left.desk, known.card_id, right.card.fingerprint)


def new_world(folder: Path, experts: Sequence[str] = EXPERTS, **fields: Any) -> World:
    """Return a round to be, whose cards the secretary has compared."""
    secretary, observer = new_person(folder, "s", "郗䶮秘"), new_person(folder, "o", "逄㐆监")
    people = [new_person(folder, f"e{n}", name) for n, name in enumerate(experts, 1)]
    for person in (observer, *people):
        meet(secretary, person)
    return World(folder, load_shipped(), secretary, observer, people, **fields)
