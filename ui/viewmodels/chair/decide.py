"""Decisions before they are signed: noted in the vault as they are made, signed as one list, or left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from ui.viewmodels.chair.decide_drafts import Drafts
from ui.viewmodels.chair.decide_rows import (
    DecideRow,
    Draft,
    Scope,
    Sheet,
    Summary,
    conclusions,
    scopes_of,
    sheet_of,
    summary_of,
)
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.aggregation.outcomes import Conclusion
from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.settings import Pool
from zgc_review.errors import GateError, ReviewError
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services.deciding import sign_decisions
from zgc_review.services.deciding_view import DecidingView, deciding_view
from zgc_review.services.deliberating_signing import sign_act
from zgc_review.services.derivation import explain_line
from zgc_review.services.derivation_line import pool_derivation
from zgc_review.services.desk import Desk
from zgc_review.services.tables_out import DecisionRow, decision_list, read_decisions

AT_ONCE = 600  # applications whose line is worked out within a frame


class DecideModel(QObject):
    """The page of decisions over :class:`PanelModel`.

    Signals:
        working: reading or signing began; ``changed`` or ``failed`` follows.
        loaded: the panel is another one; what stands beside the decisions is read when it is shown.
        changed: :attr:`sheet` is another one.
        signed: tuple of paths: decisions, or an order of equals, were signed for the secretary.
        written: path of a list.
        read: number of rows that a list filled in.
        explained: a :class:`Derivation`: how a number came.
        failed: a :class:`ReviewError`.
    """

    working = Signal()
    loaded = Signal()
    changed = Signal()
    signed = Signal(object)
    written = Signal(object)
    read = Signal(int)
    explained = Signal(object)
    failed = Signal(object)

    def __init__(
        self, session: Session, panel: PanelModel, saver: SheetSaver, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.panel, self.saver = session, panel, saver
        self.view: DecidingView | None = None
        self.scopes: tuple[Scope, ...] = ()
        self.scope: Scope | None = None
        self.what_if: Pool | None = None
        self.sheet = Sheet()
        self.only = ""
        self.is_signing = False
        self._drafts = Drafts(session, saver)
        self._left_out: set[str] = set()
        self._is_stale = True
        self._asked = self._answered = 0  # sheets worked out elsewhere
        panel.loaded.connect(self._forget)
        saver.refused.connect(self._refused)

    # -- what is shown

    @property
    def stage(self) -> str:
        """Stage of the round."""
        return self.panel.panel.settings.stage if self.panel.panel is not None else "proposal"

    @property
    def has_line(self) -> bool:
        """Whether the round ranks and grants."""
        return self.stage == "proposal"

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """What may be decided in this round."""
        return conclusions(self.stage)

    @property
    def writable(self) -> bool:
        """Whether this window may change the vault."""
        return self.session.writable

    def show(self) -> None:
        """Read what stands beside the decisions, if the panel is another one since."""
        panel = self.panel.panel
        if panel is None or not self._is_stale:
            return
        self._is_stale = False
        row = self.session.row
        self.working.emit()
        self.session.read(self, lambda desk: deciding_view(desk, row), self._loaded, self.failed.emit)

    def choose(self, scope: Scope) -> None:
        """Show another ranking; what was tried on the one before is forgotten."""
        if scope != self.scope:
            self.scope, self.what_if, self.only = scope, None, ""
            self.refresh()

    @property
    def shown(self) -> tuple[DecideRow, ...]:
        """The rows on show: all, or those with one decision."""
        return tuple(row for row in self.sheet.rows if self.only in {"", row.decision})

    def show_only(self, decision: str) -> None:
        """Show the rows with one decision, as the reserve list; empty for all."""
        self.only = decision
        self.changed.emit()

    def refresh(self) -> None:
        """Work everything out anew; the line follows every change. A large panel is a job of its own."""
        panel, view, scope, what_if = self.panel.panel, self.view, self.scope, self.what_if
        if panel is None or view is None or scope is None or self._is_stale:
            return
        noted, nothing = self._drafts.all(), Draft()

        def work(_ticket: object = None) -> Sheet:
            return sheet_of(panel, view, scope, lambda name: noted.get(name, nothing), what_if)

        self._asked += 1
        if len(panel.lines) <= AT_ONCE:
            self._show(self._asked, work())
            return
        number = self._asked
        self.working.emit()
        self.session.context.jobs.run(self, work, lambda sheet: self._show(number, sheet), vault=False)

    def _show(self, number: int, sheet: Sheet) -> None:
        """Show a sheet unless a newer one is on its way."""
        if number != self._asked or self._is_stale:
            return
        self._answered, self.sheet = number, sheet
        if not any(row.decision == self.only for row in sheet.rows):
            self.only = ""
        self.changed.emit()

    @property
    def is_busy(self) -> bool:
        """Whether decisions are being signed, or what is shown does not follow the last change yet."""
        return self.is_signing or self._asked != self._answered

    # -- how numbers came

    def explain(self, application: str) -> None:
        """Ask how the numbers of an application came, with rank and line as this page has them."""
        panel, sheet, session = self.panel.panel, self.sheet, self.session
        view = None if panel is None else panel.view_of(application)
        shown = None if panel is None else panel.line(application)
        if panel is None or view is None or shown is None or sheet.settings is None:
            return
        lines = {one.application: one for one in sheet.lines}
        line = replace(shown, line=lines.get(application, shown.line))
        made = msgspec.structs.replace(view.aggregate, pools=sheet.drawn.pools)
        seen, entry, row = replace(view, aggregate=made), panel.entries[application].row, session.row
        settings = sheet.settings
        session.read(
            self,
            lambda desk: explain_line(desk, row, seen, line, entry, settings=settings),
            self.explained.emit,
            self.failed.emit,
        )

    def explain_line(self) -> None:
        """Tell how the line on show came, and the total of its fund."""
        panel, sheet = self.panel.panel, self.sheet
        if panel is None or sheet.pool is None or sheet.settings is None:
            return
        numbers = {name: one.number for name, one in panel.entries.items()}
        drawn = sheet.drawn
        self.explained.emit(
            pool_derivation(
                sheet.settings, drawn.pools, drawn.funds, sheet.lines, numbers, sheet.pool.id, is_whole=False
            )
        )

    # -- what is noted

    def draft(self, application: str) -> Draft:
        """Return what was noted, with what is not stored yet on top."""
        return self._drafts.of(application)

    def decide(self, application: str, decision: Conclusion | None) -> None:
        """Note a decision; None takes the note back."""
        self._put(application, decision=decision)

    def recommend(self, application: str, amount_fen: int | None) -> None:
        """Note a recommended amount in 分; what is too much is noted too, and said so."""
        row = self.sheet.row(application)
        if row is not None and row.amount_fen != amount_fen:
            # An amount without a decision would follow the suggestion away: both are noted.
            word = self.draft(application).decision or msgspec.convert(row.decision, Conclusion)
            self._put(application, decision=word, amount_fen=amount_fen)

    # -- what if

    def try_pool(self, **changes: Any) -> None:
        """Try another budget (分), pass line (points × 100) or rule; nothing of it is stored."""
        pool = self.what_if or self.own_pool
        if pool is not None:
            changed = msgspec.structs.replace(pool, **changes)
            self.what_if = None if changed == self.own_pool else changed
            self.refresh()

    def reset(self) -> None:
        """Go back to the round's own pool."""
        self.what_if = None
        self.refresh()

    @property
    def own_pool(self) -> Pool | None:
        """The pool on show as the round has it."""
        panel, scope = self.panel.panel, self.scope
        if panel is None or scope is None:
            return None
        return next((one for one in panel.settings.pools if one.id == scope.pool), None)

    # -- signing

    @property
    def included(self) -> tuple[DecideRow, ...]:
        """The rows that would be signed: all that are not signed so already, less those left out."""
        return tuple(
            one for one in self.sheet.rows if not one.is_signed and one.application not in self._left_out
        )

    @property
    def summary(self) -> Summary:
        """What signing amounts to."""
        return summary_of(self.included)

    def is_included(self, row: DecideRow) -> bool:
        """Whether a row would be signed."""
        return not row.is_signed and row.application not in self._left_out

    def toggle(self, application: str) -> None:
        """Leave a row out of what is signed, or take it in again."""
        self._left_out ^= {application}
        self.changed.emit()

    def sign(self, folder: Path) -> None:
        """Sign the rows that are included and write a file of each for the secretary; all or none."""
        rows = [one.as_signed for one in self.included]
        row = self.session.row
        if rows and self.writable and not self.is_busy:
            self._act(lambda desk: sign_decisions(desk, row, rows, folder))

    def order(self, applications: Sequence[str], reason: str, folder: Path) -> None:
        """Sign the order of equals of the pool on show, as round chair."""
        if self.scope is None or not self.writable or self.is_busy:
            return
        row = self.session.row
        values: dict[str, int | str | bool | list[str] | None] = {
            "pool": self.scope.pool,
            "order": list(applications),
        }
        body = ConsentBody(act="tie", answer="order", values=values, text=reason)

        def work(desk: Desk) -> tuple[Path, ...]:
            path = sign_act(desk, row, body, folder).path
            return () if path is None else (path,)

        self._act(work)

    # -- lists

    def write_list(self, path: Path) -> None:
        """Write the rows on show as the CSV list that ``decisions sign`` takes."""
        panel, scope, row = self.panel.panel, self.scope, self.session.row
        if panel is None or scope is None:
            return
        seen = next(one for one in panel.views if one.group == scope.group)
        chosen = {one.application: one.as_signed for one in self.sheet.rows}

        def work(desk: Desk) -> Path:
            with desk.vault.begin() as uow:
                save_bytes(path, decision_list(uow, row, seen.aggregate, scope.group, chosen))
            return path

        self.session.read(self, work, self.written.emit, self.failed.emit)

    def read_list(self, path: Path) -> None:
        """Note every decision of a CSV list; one with a row that is not on show is not used at all."""

        def work(_desk: Desk) -> tuple[DecisionRow, ...]:
            return tuple(read_decisions(path))

        self.session.read(self, work, self._fill_in, self.failed.emit)

    def settle(self) -> None:
        """Store what is not stored yet."""
        self.saver.flush()

    # -- inside

    def _put(self, application: str, **fields: Any) -> None:
        """Note fields and work the line out anew."""
        if self.view is not None and self.writable:
            self._drafts.put(application, **fields)
            self._left_out.discard(application)
            self.refresh()

    def _fill_in(self, rows: Sequence[DecisionRow]) -> None:
        words = {str(one): one for one in self.conclusions}
        shown = {one.application for one in self.sheet.rows}
        for number, one in enumerate(rows, 2):
            if one.application not in shown or one.decision not in words:
                code = "decide.list" if one.application not in shown else "decide.word"
                self.failed.emit(GateError(code, row=number))
                return
        for one in rows if self.writable else ():
            self._drafts.put(one.application, decision=words[one.decision], amount_fen=one.amount_fen)
            self._left_out.discard(one.application)
        self.refresh()
        self.saver.flush()
        self.read.emit(len(rows))

    def _act(self, work: Callable[[Desk], tuple[Path, ...]]) -> None:
        self.saver.flush()
        self.is_signing = True
        self.working.emit()
        self.changed.emit()

        def done(paths: tuple[Path, ...]) -> None:
            self.is_signing = False
            self.signed.emit(paths)
            self.panel.load()

        def refused(fault: ReviewError) -> None:
            self.is_signing = False
            self.changed.emit()
            self.failed.emit(fault)

        self.session.act(self, work, done, refused)

    def _forget(self) -> None:
        """The panel is another one: what it does not show any more is gone from here at once (rules §15)."""
        self._is_stale = True
        panel = self.panel.panel
        if panel is None or any(row.application not in panel.entries for row in self.sheet.rows):
            self.view, self.sheet = None, Sheet()
            self.changed.emit()
        self.loaded.emit()

    def _loaded(self, view: DecidingView) -> None:
        panel = self.panel.panel
        if panel is None:
            return
        self.view = view
        self._drafts.load(view.notes, panel.entries)
        self.scopes = scopes_of(panel)
        if self.scope not in self.scopes:
            self.scope, self.what_if = next(iter(self.scopes), None), None
        self.sheet = Sheet()
        self.refresh()
        if self.scope is None:
            self.changed.emit()
        self._weigh(view)

    def _weigh(self, view: DecidingView) -> None:
        """Work out how firmly each stands, beside everything else: it takes its time in a large round."""

        def work(_ticket: object) -> DecidingView:
            return view.weighed()

        def done(weighed: DecidingView) -> None:
            if self.view is view:
                self.view = weighed
                self.refresh()

        self.session.context.jobs.run(self, work, done, self.failed.emit, vault=False)

    def _refused(self, place: object, fault: ReviewError) -> None:
        """What was noted can never be stored: the application was closed meanwhile."""
        if self._drafts.drop(place):
            self.failed.emit(fault)
