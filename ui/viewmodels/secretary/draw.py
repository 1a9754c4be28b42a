"""The draw: who may be drawn, the words, the result, the seats (rules §3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.bodies import LogHead
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, RoundRow
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import (
    drawing,
    drawing_form,
    drawing_pool,
    drawing_seats,
    drawing_witness,
    log,
)
from zgc_review.services.cards_due import CardsDue, cards_due
from zgc_review.services.desk import Desk
from zgc_review.services.drawing_pool import Pool, plans_of, pool_of, size_findings
from zgc_review.services.drawing_record import Draw, PlanEntry, draws_of, next_step
from zgc_review.services.drawing_rotation import rotation_findings
from zgc_review.services.gates_hits import listing_of
from zgc_review.services.rounds import (
    Refused,
    catalogue_of,
    consents_awaited,
    refused_by,
    state_of,
)


@dataclass(frozen=True)
class DrawPage:
    """Everything the page shows.

    Attributes:
        plans: groups that have no members yet.
        sizes: what P01 says of their sizes.
        hits: entries of the list of bad credit records, by roster id of who is left out for them.
        draws: every draw, oldest first.
        is_witnessed: the observer signed the newest result.
        findings: what the panel rules say of the newest result, with numbers people know.
        needs_round_chair: nobody chairs the round yet.
        awaits: codes whose consents a newer version lacks; nothing is drawn meanwhile.
        refused: the newest version, where it was refused: the same draw is seated again, or it is drawn anew.
    """

    is_single: bool
    plans: tuple[PlanEntry, ...]
    sizes: tuple[Finding, ...]
    pool: Pool
    hits: Mapping[str, int]
    draws: tuple[Draw, ...]
    is_witnessed: bool
    findings: tuple[Finding, ...]
    people: Mapping[str, ExpertRow]
    head: LogHead
    due: CardsDue
    needs_round_chair: bool
    awaits: tuple[str, ...] = field(default=())
    refused: Refused | None = None

    @property
    def newest(self) -> Draw | None:
        """The newest draw."""
        return self.draws[-1] if self.draws else None

    @property
    def stage(self) -> str:
        """``pool``, ``secretary``, ``observer``, ``run``, ``result`` or ``seated``."""
        newest = self.newest
        if newest is None:
            return "pool"
        if newest.version is not None:
            return "seated" if {one.id for one in self.plans} <= {one.id for one in newest.groups} else "pool"
        if newest.done_at:
            return "result"
        return {"words --secretary": "secretary", "words --observer": "observer"}.get(
            next_step(newest), "run"
        )

    @property
    def is_again(self) -> bool:
        """Whether one of the groups was drawn before: a reason is needed."""
        meant = {plan.id for plan in self.plans}
        return any(meant & {group.id for group in draw.groups} for draw in self.draws)


@dataclass(frozen=True)
class SeatOrder:
    """Who sits with which card: digits by 名册编号, the chair by group, the group of the round chair."""

    cards: Mapping[str, str]
    chairs: Mapping[str, str]
    round_chair: str | None


class DrawModel(QObject):
    """The draws of one round.

    Signals:
        loaded: the page was read.
        done: code of an act that was done: ``begin``, ``words``, ``run``, ``clear``, ``seat``.
        written: paths of files that were written.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal()
    done = Signal(str)
    written = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.page: DrawPage | None = None
        self.seated: drawing_seats.Seated | None = None

    def load(self) -> None:
        """Read the page."""
        row, day = self.session.row, self.session.context.clock.now()[:10]
        self.session.read(self, lambda desk: read_page(desk, row, day), self._loaded, self.failed.emit)

    def clear(self, number: str, reason: str) -> None:
        """Say that the entry on the list is another person's (P10)."""
        row = self.session.row
        self._act("clear", lambda desk: drawing_pool.clear_listed(desk, row, number, reason))

    def begin(self, reason: str, size_reason: str) -> None:
        """Fix the pool (event 1)."""
        row = self.session.row
        self._act("begin", lambda desk: drawing.begin(desk, row, reason, size_reason))

    def say(self, who: drawing.Who, words: str) -> None:
        """Keep the words of one of the two; what is said once is final (events 2 and 3)."""
        row = self.session.row
        self._act("words", lambda desk: drawing.say_words(desk, row, who, words))

    def run(self) -> None:
        """Draw (event 4)."""
        row = self.session.row
        self._act("run", lambda desk: drawing.run(desk, row))

    def seat(self, order: SeatOrder) -> None:
        """Sign the version that seats the drawn members."""
        row = self.session.row

        def work(desk: Desk) -> drawing_seats.Seated:
            return drawing_seats.appoint_drawn(desk, row, order.cards, dict(order.chairs), order.round_chair)

        def done(seated: drawing_seats.Seated) -> None:
            self.seated = seated
            self._ended("seat")

        self.session.act(self, work, done, self.failed.emit)

    def print_form(self, folder: Path) -> None:
        """Write F02 for every draw."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: drawing_form.print_draws(desk, row, folder),
            self.written.emit,
            self.failed.emit,
        )

    def write_file(self, path: Path) -> None:
        """Write the file with which anybody redoes the newest draw."""
        row = self.session.row

        def work(desk: Desk) -> tuple[Path, ...]:
            with desk.vault.begin() as uow:
                draw = draws_of(uow, row)[-1]
            save_bytes(path, drawing_witness.public_draw(draw))
            return (path,)

        self.session.act(self, work, self.written.emit, self.failed.emit)

    def _act(self, code: str, work: Callable[[Desk], object]) -> None:
        def done(_value: object) -> None:
            self._ended(code)

        self.session.act(self, work, done, self.failed.emit)

    def _ended(self, code: str) -> None:
        self.load()
        self.changed.emit()
        self.done.emit(code)

    def _loaded(self, page: DrawPage) -> None:
        self.page = page
        self.loaded.emit()


def read_page(desk: Desk, row: RoundRow, day: str) -> DrawPage:
    """Read everything the page shows in one transaction.

    Raises:
        PackageError: ``round.chain.observer`` before version 1 counts.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue = catalogue_of(uow, state)
        plans = plans_of(uow, row, state, catalogue)
        draws = draws_of(uow, row)
        newest = draws[-1] if draws else None
        finished = newest if newest is not None and newest.done_at else None
        people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
        found: tuple[Finding, ...] = ()
        if finished is not None:
            rotation = rotation_findings(uow, row, state, finished)
            found = (*drawing.outcome_findings(finished, state), *rotation)
        pool = pool_of(uow, row, state, day, look=True)
        return DrawPage(
            is_single=state.is_single,
            plans=plans,
            sizes=size_findings(uow, row, state, catalogue, [plan.id for plan in plans]),
            pool=pool,
            hits=_hits(uow, row, pool, day),
            draws=draws,
            is_witnessed=finished is not None and drawing_witness.is_witnessed(uow, row, state, finished),
            findings=tuple(named(one, people) for one in found),
            people=people,
            head=log.head(uow, row.round_id),
            due=cards_due(uow, row),
            needs_round_chair=state.round_chair is None,
            awaits=consents_awaited(uow, row),
            refused=refused_by(uow, row),
        )


def named(finding: Finding, people: Mapping[str, ExpertRow]) -> Finding:
    """Return a finding with numbers people know in place of roster ids."""
    params = {
        name: people[value].number if isinstance(value, str) and value in people else value
        for name, value in finding.params.items()
    }
    return Finding(finding.code, finding.level, params=params)


def _hits(uow: UnitOfWork, row: RoundRow, pool: Pool, day: str) -> dict[str, int]:
    """Return how many current entries keep whom out."""
    blocked = [one.expert for one in pool.left_out if one.rule == "P10"]
    if not blocked:
        return {}
    listing = listing_of(uow, row)
    return {
        one.expert_id: sum(hit.standing == "current" for hit in drawing_pool.listed(listing, one, day))
        for one in blocked
    }
