"""What the board shows, and the acts that need nothing but a yes: group, combine, confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.seal.digits import digits_of
from zgc_review.services import taking_in
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.log_lines import CheckedLog, LogLine, check_log, newest_lines
from zgc_review.services.progress_facts import Progress, progress_of
from zgc_review.services.returns import Return, returns_of
from zgc_review.services.rounds import state_of

_RECENT = 40


@dataclass(frozen=True, slots=True)
class Recent:
    """Events of one act in a row: the newest of them, and how many there are."""

    line: LogLine
    count: int


@dataclass(frozen=True)
class Board:
    """The round at a glance.

    Attributes:
        code: 6 × 5 digits of the version in force, empty while version 1 waits.
        suite: of the round.
        names: numbers of applications by id, for the sentences of the log.
        ids: numbers of the applications by state, for questions before an act.
    """

    progress: Progress
    returns: tuple[Return, ...]
    checked: CheckedLog
    recent: tuple[Recent, ...]
    code: str = ""
    suite: str = ""
    secretary: str = ""
    observer: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


#: Acts that need a question and nothing else.
ACTS: Mapping[str, Callable[[Desk, RoundRow], object]] = {
    "assign": taking_in.assign_groups,
}


class BoardModel(QObject):
    """The board of one round.

    Signals:
        loaded: the board was read.
        acted: an act was done; carries its code.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    acted = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.board: Board | None = None

    def load(self) -> None:
        """Read the round."""
        row = self.session.row
        self.session.read(self, lambda desk: read_board(desk, row), self._loaded, self.failed.emit)

    def act(self, code: str) -> None:
        """Do one of :data:`ACTS`."""
        row, work = self.session.row, ACTS[code]

        def done(_value: object) -> None:
            self.acted.emit(code)
            self.load()

        self.session.act(self, lambda desk: work(desk, row), done, self.failed.emit)

    def _loaded(self, board: Board) -> None:
        self.board = board
        self.loaded.emit()


def read_board(desk: Desk, row: RoundRow) -> Board:
    """Read everything the board shows in one transaction."""
    with desk.vault.begin() as uow:
        progress = progress_of(uow, row)
        state = state_of(uow, row) if progress.facts.version else None
        applications = uow.applications.all(row.round_id)
        ids: dict[str, list[str]] = {}
        for one in applications:
            ids.setdefault(one.state, []).append(one.number)
        return Board(
            progress=progress,
            returns=returns_of(uow, row) if state is not None else (),
            checked=check_log(uow, row),
            recent=_recent(newest_lines(uow, row)),
            names={one.application_id: one.number for one in applications},
            ids={state: tuple(numbers) for state, numbers in ids.items()},
            **_named(state),
        )


def _named(state: RoundState | None) -> dict[str, str]:
    """Return what is said of the round definition in force."""
    if state is None:
        return {}
    return {
        "code": digits_of(state.version_id),
        "suite": state.settings.suite,
        "secretary": state.secretary.code,
        "observer": state.observer.code,
    }


def _recent(lines: Iterable[LogLine]) -> tuple[Recent, ...]:
    """Return the newest events; what was done many times in a row stands once, with the count."""
    found: list[Recent] = []
    for line in lines:
        if found and found[-1].line.act == line.act and found[-1].line.by == line.by:
            found[-1] = Recent(found[-1].line, found[-1].count + 1)
        elif len(found) == _RECENT:
            break
        else:
            found.append(Recent(line, 1))
    return tuple(found)
