"""The chair's word on who acts as chair where the chair stands aside (rules P09, §13 ``acting_chair``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import acting_state, my_code

_ASIDE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})
_ID = re.compile(r"[0-9a-f]{32}")
_BETWEEN = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class NamingChoice:
    """What a chair may say.

    Attributes:
        members: codes by group; by the empty group everybody, for a round chair who chairs no single group.
        aside: numbers of the applications held here from which the own program stands aside, by group.
    """

    members: Mapping[str, tuple[str, ...]]
    aside: Mapping[str, tuple[str, ...]]


class NamingModel(QObject):
    """The chair's naming of acting chairs.

    Signals:
        loaded: :attr:`choice` was read; None where the reader chairs nothing or the order decides.
        signed: a tuple of ``SignedAct``.
        failed: a :class:`ReviewError` of the act.
    """

    loaded = Signal()
    signed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice: NamingChoice | None = None

    def load(self) -> None:
        """Read which groups the reader chairs."""
        row = self.session.row
        self.session.read(self, lambda desk: choice_of(desk, row), self._loaded, self.failed.emit)

    def name(self, code: str, typed: Sequence[str], folder: Path) -> None:
        """Sign that a member acts on applications, by number or id, and write it for the secretary."""
        row = self.session.row

        def work(desk: Desk) -> tuple[SignedAct, ...]:
            return name_acting_chair(desk, row, code, ids_of(desk, row, typed), folder)

        self.session.act(self, work, self.signed.emit, self.failed.emit)

    def _loaded(self, choice: NamingChoice | None) -> None:
        self.choice = choice
        self.loaded.emit()


def split(typed: str) -> tuple[str, ...]:
    """Return the numbers and ids of a line, each once."""
    return tuple(dict.fromkeys(one for one in _BETWEEN.split(typed.strip()) if one))


def choice_of(desk: Desk, row: RoundRow) -> NamingChoice | None:
    """Return what the owner of a vault may say as chair, None where there is nothing to say."""
    with desk.vault.begin() as uow:
        if row.pinned is None:
            return None
        state = acting_state(uow, row)
        if state.settings.acting_chair == "next":
            return None
        members = _members(state, my_code(uow, row, state))
        return NamingChoice(members, _aside(uow, row, members)) if members else None


def _members(state: RoundState, mine: str) -> dict[str, tuple[str, ...]]:
    """Return whom a chair may name, by the groups chaired."""
    found = {
        name: tuple(code for code in sorted(one.members) if code != mine)
        for name, one in sorted(state.groups.items())
        if state.chair_of(name) == mine
    }
    if not found and state.round_chair == mine:
        experts = (code for code, held in state.members.items() if held[-1].role == "expert")
        found[""] = tuple(code for code in sorted(experts) if code != mine)
    return found


def _aside(uow: UnitOfWork, row: RoundRow, groups: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return what the own program stands aside from, by group."""
    held = [one for one in uow.applications.all(row.round_id) if one.state in _ASIDE]
    return {group: tuple(one.number for one in held if group in {"", one.group}) for group in groups}


def ids_of(desk: Desk, row: RoundRow, typed: Sequence[str]) -> list[str]:
    """Return ids: a chair's vault holds nothing of what was closed before the letters, but takes its id.

    Raises:
        GateError: ``application.unknown``.
    """
    with desk.vault.begin() as uow:
        return [one if _ID.fullmatch(one) else _id(uow, row, one) for one in typed]


def _id(uow: UnitOfWork, row: RoundRow, number: str) -> str:
    """Return the id of an application that is held here."""
    found = uow.applications.by_number(row.round_id, number)
    if found is None:
        raise GateError("application.unknown")
    return found.application_id
