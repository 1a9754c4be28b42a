"""What chairs and the observer sign beside the secretary: rulings, void sheets, absences (rules §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.chair.naming import ids_of
from ui.viewmodels.session import Session
from zgc_review.domain.bodies import Phase
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.absences import sign_absent
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.desk import Desk
from zgc_review.services.panel_chairs import is_my_chair
from zgc_review.services.panel_view import sheet_seen
from zgc_review.services.rounds import acting_state, my_code
from zgc_review.services.ruling import second_ruler_is_observer
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.voiding import sign_void

Act: TypeAlias = Literal["ruling", "void", "absent"]


@dataclass(frozen=True, slots=True)
class CosignChoice:
    """What the reader may sign beside the secretary, and about whom.

    ``by_id``: the reader's vault knows no numbers, so applications are named by id.
    """

    acts: tuple[Act, ...]
    members: tuple[str, ...]
    by_id: bool


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What is to be signed.

    Attributes:
        number: of the application, or its id where the vault holds none; empty for an absence from all.
        code: the expert it is about.
        rule: of a ruling.
        answer: ``closed`` or ``open`` of a ruling, ``conflict`` or ``integrity`` of a void sheet, else empty.
        phase: of a void sheet.
        reason: of an absence.
    """

    act: Act
    number: str
    code: str
    rule: str = ""
    answer: Literal["open", "closed", "conflict", "integrity", ""] = ""
    phase: Phase = "initial"
    reason: str = ""


class CosignModel(QObject):
    """The second of two signatures.

    Signals:
        loaded: :attr:`choice` was read; None where the reader signs nothing of the kind.
        signed: a :class:`SignedAct`.
        failed: a :class:`ReviewError` of the act.
    """

    loaded = Signal()
    signed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice: CosignChoice | None = None

    def load(self) -> None:
        """Read what the reader may sign."""
        row = self.session.row
        self.session.read(self, lambda desk: choice_of(desk, row), self._loaded, self.failed.emit)

    def sign(self, wanted: Cosigned, folder: Path) -> None:
        """Sign, and write the file for the secretary."""
        row, act = self.session.row, _ACTS[wanted.act]
        self.session.act(
            self, lambda desk: act(desk, row, wanted, folder), self.signed.emit, self.failed.emit
        )

    def _loaded(self, choice: CosignChoice | None) -> None:
        self.choice = choice
        self.loaded.emit()


def choice_of(desk: Desk, row: RoundRow) -> CosignChoice | None:
    """Return what the owner of a vault may sign beside the secretary, None where there is nothing."""
    with desk.vault.begin() as uow:
        if row.pinned is None:
            return None
        state = acting_state(uow, row)
        mine = my_code(uow, row, state)
        acts = _acts(uow, row, state, mine)
        experts = (one.code for one in state.by_role("expert") if one.code != mine)
        return CosignChoice(acts, tuple(sorted(experts)), mine == state.observer.code) if acts else None


def _acts(uow: UnitOfWork, row: RoundRow, state: RoundState, mine: str) -> tuple[Act, ...]:
    """Return the acts that count from the reader (docs/bodies.md §2)."""
    by_observer = second_ruler_is_observer(state)
    if mine == state.observer.code:
        return ("ruling",) if by_observer else ()
    chairs = {seats.chair for seats in state.groups.values()} | {state.round_chair}
    if mine not in chairs and not any(
        is_my_chair(uow, row, state, mine, one) for one in uow.applications.all(row.round_id)
    ):
        return ()
    return ("void", "absent") if by_observer else ("ruling", "void", "absent")


def _rule(desk: Desk, row: RoundRow, wanted: Cosigned, folder: Path) -> SignedAct:
    (application,) = ids_of(desk, row, [wanted.number])
    answer: Literal["open", "closed"] = "open" if wanted.answer == "open" else "closed"
    return sign_ruling(desk, row, application, wanted.code, wanted.rule, answer, folder)


def _void(desk: Desk, row: RoundRow, wanted: Cosigned, folder: Path) -> SignedAct:
    (application,) = ids_of(desk, row, [wanted.number])
    sheet = sheet_seen(desk, row, application, wanted.code, revision=wanted.phase == "revision")
    ground: Literal["conflict", "integrity"] = "conflict" if wanted.answer == "conflict" else "integrity"
    return sign_void(desk, row, application, wanted.code, sheet, ground, folder)


def _absent(desk: Desk, row: RoundRow, wanted: Cosigned, folder: Path) -> SignedAct:
    ids = ids_of(desk, row, [wanted.number] if wanted.number else [])
    return sign_absent(desk, row, wanted.code, wanted.reason, ids[0] if ids else None, folder)


_ACTS: dict[Act, Callable[[Desk, RoundRow, Cosigned, Path], SignedAct]] = {
    "ruling": _rule,
    "void": _void,
    "absent": _absent,
}
