"""Taking in the 名单 of 免申即享: each row becomes an application, or is compared with one (rules §2.2 N)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from zgc_review.conflicts.names import fold
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ids import new_id
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError, IntakeError
from zgc_review.intake.lists import ListBatch, ListedRow, read_namelist
from zgc_review.services import log, post
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates_book import Confirmation, Listed, book_of, carried_over, keep_book
from zgc_review.services.letters import application_version
from zgc_review.services.rounds import catalogue_of, state_of

_LIMIT = 64 << 20
_BESIDE = ("answer", "payee", "bank", "account")
_OPEN = frozenset({State.RECEIVED, State.FORMAL_FIX, State.FORMAL_OK, State.ELIGIBLE})


@dataclass(frozen=True)
class TakenNamelist:
    """What became of a 名单: numbers of new, amended and unchanged applications, rows left out, findings."""

    new: tuple[str, ...]
    amended: tuple[str, ...]
    unchanged: tuple[str, ...]
    blocked: int
    findings: tuple[Finding, ...]


def take_namelist(
    desk: Desk, row: RoundRow, path: Path, *, dry_run: bool = False, strict: bool = False
) -> TakenNamelist:
    """Take in a 名单; a row known by sub-direction and credit code corrects what it made before.

    Consent and payment data of the unit stand beside the record: experts and application_version do not
    know them. With ``strict`` all rows or none.

    Raises:
        GateError: ``gates.namelist.none`` where no sub-direction of the round goes without applying.
        IntakeError: ``intake.strict``. PackageError: ``seal.file.*``.
    """
    as_secretary(row)
    digest = hashlib.sha256(post.read_file(path, _LIMIT)).hexdigest()
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        chosen = [name for name, mode in state.settings.modes.items() if mode == "no_application"]
        if not chosen:
            raise GateError("gates.namelist.none")
        catalogue = catalogue_of(uow, state)
        batch = read_namelist(path, catalogue, sub_directions=chosen, stage=state.settings.stage)
        run = _Run(desk, uow, row)
        for one in batch.ready:
            run.take(one)
        blocked = len(batch.rows) - len(batch.ready) + run.refused
        if strict and blocked:
            raise IntakeError("intake.strict", count=blocked, errors=max(batch.errors, run.refused))
        data = {"file": digest, "new": len(run.new), "amended": len(run.amended), "blocked": blocked}
        log.record(uow, row.round_id, "namelist.taken", row.code or "", desk.clock.now(), data)
        if not dry_run:
            uow.commit()
    return run.outcome(batch, blocked)


class _Run:
    """Takes in the rows of one list within one transaction."""

    def __init__(self, desk: Desk, uow: UnitOfWork, row: RoundRow) -> None:
        self._desk = desk
        self._uow = uow
        self._row = row
        rows = uow.applications.all(row.round_id)
        self._by_number = {one.number: one for one in rows}
        self._by_unit = {
            (one.sub_direction, str(one.record.get("unit_credit_code", ""))): one for one in rows
        }
        self.new: list[str] = []
        self.amended: list[str] = []
        self.unchanged: list[str] = []
        self.refused = 0
        self._findings: list[Finding] = []

    def outcome(self, batch: ListBatch, blocked: int) -> TakenNamelist:
        """Return what became of the list."""
        return TakenNamelist(
            tuple(self.new),
            tuple(self.amended),
            tuple(self.unchanged),
            blocked,
            (*batch.findings, *self._findings),
        )

    def take(self, one: ListedRow) -> None:
        """Take in one row."""
        record = {name: value for name, value in one.record.items() if name not in _BESIDE}
        unit = (str(record["sub_direction"]), str(record["unit_credit_code"]))
        known = self._by_unit.get(unit)
        number = str(record.get("application_no") or (known.number if known else f"{unit[0]}-{unit[1]}"))
        holder = self._by_number.get(number)
        if holder is not known:
            self.refused += 1
            self._find("gates.namelist.number", Level.ERROR, one, number)
            return
        record["application_no"] = number
        if known is None:
            self._add(one, number, record)
        elif known.state not in _OPEN and known.state != State.CHECKED:
            self._find("gates.namelist.ended", Level.WARN, one, number)
            self.unchanged.append(number)
        else:
            self._compare(one, known, record)

    def _add(self, one: ListedRow, number: str, record: dict[str, Any]) -> None:
        """Make an application of a row."""
        application = ApplicationRow(
            application_id=new_id(),
            round_id=self._row.round_id,
            number=number,
            sub_direction=str(record["sub_direction"]),
            group=None,
            state=State.RECEIVED.value,
            reason="",
            record=record,
            version=application_version(record, ()),
            recipient=None,
            identity=None,
        )
        self._uow.applications.add(application)
        self._by_number[number] = application
        data = {"application": application.application_id, "documents": 0, "version": application.version}
        self._log("application.received", data, {"number": number})
        self._confirm(application, _listed(one, "list", "match"))
        self.new.append(number)

    def _compare(self, one: ListedRow, known: ApplicationRow, record: dict[str, Any]) -> None:
        """Compare a row with the application it concerns; what a list made, a list corrects."""
        before = book_of(self._uow, self._row, known.application_id).listed
        origin: Literal["list", "application"] = before.origin if before is not None else "application"
        changed = False
        if origin == "list":
            changed = self._correct(one, known, record)
        is_same = origin == "list" or _is_same_unit(record, known.record)
        if not is_same:
            self._find("gates.namelist.differs", Level.WARN, one, known.number)
        listed = _listed(one, origin, "match" if is_same else "mismatch")
        if listed != before:
            self._confirm(known, listed)
            changed = True
        (self.amended if changed else self.unchanged).append(known.number)

    def _correct(self, one: ListedRow, known: ApplicationRow, record: dict[str, Any]) -> bool:
        """Replace the record of an application that a list made; say whether anything changed."""
        whole = carried_over(self._uow, self._row, known.application_id, record)
        held = {name: value for name, value in known.record.items() if name not in whole}
        whole |= {name: value for name, value in held.items() if name == "integrity_list_hit"}
        if whole == known.record:
            return False
        if known.state == State.CHECKED:
            self._find("gates.namelist.checked", Level.WARN, one, known.number)
            return False
        version = application_version(whole, self._uow.applications.documents(known.application_id))
        self._uow.applications.update(replace(known, record=whole, version=version), self._desk.clock.now())
        data = {"application": known.application_id, "documents": 0, "version": version}
        self._log("application.amended", data, {"number": known.number})
        return True

    def _confirm(self, application: ApplicationRow, listed: Listed) -> None:
        """Keep comparison, consent and payment data of a unit; the log says what, never the account."""
        book = book_of(self._uow, self._row, application.application_id)
        book = msgspec.structs.replace(book, listed=listed)
        keep_book(self._uow, self._row, application.application_id, book, self._desk.clock.now())
        data = {
            "answer": listed.answer,
            "application": application.application_id,
            "match": listed.match,
            "payable": listed.is_payable,
        }
        self._log("namelist.compared", data, {})

    def _log(self, act: str, data: dict[str, Any], texts: dict[str, str]) -> None:
        """Write an event."""
        log.record(
            self._uow, self._row.round_id, act, self._row.code or "", self._desk.clock.now(), data, texts
        )

    def _find(self, code: str, level: Level, one: ListedRow, number: str) -> None:
        """Add a finding about a row."""
        place = one.place
        self._findings.append(Finding(code, level, place.source, place.sheet, place.row, value=number))


def _listed(
    one: ListedRow, origin: Literal["list", "application"], match: Literal["match", "mismatch"]
) -> Listed:
    """Return what a row says beside the record."""
    given = {name: str(one.record.get(name) or "") for name in _BESIDE}
    answer = msgspec.convert(given["answer"] or "pending", Confirmation)
    return Listed(
        origin=origin,
        match=match,
        answer=answer,
        payee=given["payee"],
        bank=given["bank"],
        account=given["account"],
    )


def _is_same_unit(listed: dict[str, Any], known: dict[str, Any]) -> bool:
    """Say whether name and credit code of a row agree with an application (rules §5.2, §5.3)."""
    names = [known.get("unit_name", ""), *(known.get("former_names") or ())]
    return fold(str(listed.get("unit_name", ""))) in {fold(str(name)) for name in names}
