"""Rulings, void sheets, missing lists and pleas: what the secretary signs, sees, prints (rules §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.bodies import Phase
from zgc_review.domain.findings import Finding
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import recusal_forms, voiding
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.desk import Desk
from zgc_review.services.members import standing_of
from zgc_review.services.pleas import MemberPleas, round_pleas
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.ruling_view import Heads, RulingBook, heads_of, ruling_book
from zgc_review.services.screening_missing import missing_lists, wish_findings

Ground = Literal["conflict", "integrity"]
GROUNDS: tuple[Ground, ...] = ("conflict", "integrity")
Answer = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What could not be compared, and what experts said of pleas.

    Attributes:
        experts, applications: lists that were not handed in, by number.
        wishes: applicants' wishes that do not count.
        pleas: F13 of every expert of the round.
    """

    experts: Mapping[str, tuple[str, ...]]
    applications: Mapping[str, tuple[str, ...]]
    wishes: tuple[Finding, ...]
    pleas: tuple[MemberPleas, ...]


@dataclass(frozen=True, slots=True)
class Voiding:
    """A sheet about to be declared void, and who judges the application without it."""

    number: str
    code: str
    application: str
    sheet: str
    heads: Heads


class RulingsModel(QObject):
    """What two people sign about conflicts.

    Signals:
        loaded: a :class:`RulingBook`.
        signed: a :class:`SignedAct`.
        voiding: a :class:`Voiding` that was asked about.
        listed: a :class:`Missing`.
        printed: paths of the forms.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal(object)
    signed = Signal(object)
    voiding = Signal(object)
    listed = Signal(object)
    printed = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def load(self) -> None:
        """Read what waits and what was ruled."""
        row = self.session.row

        def work(desk: Desk) -> RulingBook:
            with desk.vault.begin() as uow:
                return ruling_book(uow, row)

        self.session.read(self, work, self.loaded.emit, self.failed.emit)

    def rule(self, application: str, code: str, rule: str, answer: Answer) -> None:
        """Sign a ruling on all that a member declared or was found on one application."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: sign_ruling(desk, row, application, code, rule, answer),
            self._signed,
            self.failed.emit,
        )

    def ask_void(self, number: str, code: str, phase: Phase) -> None:
        """Look up the sheet to declare void."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: sheet_in_question(desk, row, number, code, phase),
            self.voiding.emit,
            self.failed.emit,
        )

    def void(self, one: Voiding, ground: Ground) -> None:
        """Sign that a sheet is void."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: voiding.sign_void(desk, row, one.application, one.code, one.sheet, ground),
            self._signed,
            self.failed.emit,
        )

    def list_missing(self) -> None:
        """Read what is missing, and the pleas."""
        row = self.session.row
        self.session.read(self, lambda desk: read_missing(desk, row), self.listed.emit, self.failed.emit)

    def print_forms(self, folder: Path) -> None:
        """Write F04, F05 and F06 into a folder."""
        row = self.session.row
        self.session.read(
            self,
            lambda desk: recusal_forms.print_recusals(desk, row, folder),
            self.printed.emit,
            self.failed.emit,
        )

    def _signed(self, act: SignedAct) -> None:
        self.load()
        self.changed.emit()
        self.signed.emit(act)


def sheet_in_question(desk: Desk, row: RoundRow, number: str, code: str, phase: Phase) -> Voiding:
    """Return the newest sheet of a member on an application.

    Raises:
        GateError: ``application.unknown``, ``void.sheet``.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        found = [one for one in uow.applications.all(row.round_id) if one.number == number]
        if not found:
            raise GateError("application.unknown")
        sheet = voiding.sheet_to_void(uow, row, state, found[0], code, phase)
        out = voiding.sheets_out_of_count(uow, row, state)
        heads = heads_of(standing_of(uow, row, state), found[0], code, out)
    return Voiding(number, code, found[0].application_id, sheet, heads)


def read_missing(desk: Desk, row: RoundRow) -> Missing:
    """Read what was not handed in, which wishes do not count, and what experts said of pleas."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        lists = missing_lists(uow, row, state)
        roster = {one.number for one in uow.experts.all(row.round_id)}
        return Missing(
            {number: names for number, names in lists.items() if number in roster},
            {number: names for number, names in lists.items() if number not in roster},
            wish_findings(uow, row, state),
            round_pleas(uow, row, state),
        )
