"""What the observer does: follow and consent to definitions, witness draw and sealing, verify any file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.jobs import Done, Progress, Ticket
from ui.verifier_process import Verdict, verify
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.seal.digits import digits_of
from zgc_review.services import drawing_witness, following, post, rounds, sealing_witness, sharing, verifying
from zgc_review.services.chain import SignedVersion
from zgc_review.services.consents import consents, sign_consent
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import ROUND
from zgc_review.services.sealing_witness import SealNotice
from zgc_review.services.verifying import Check


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of the round definition: number, digits, claimed time, consented, asked of me."""

    number: int
    digits: str
    at: str
    mine: str  # yes, no or empty
    is_asked: bool
    is_in_force: bool
    version: SignedVersion
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Watching:
    """What the observer's vault knows of the round."""

    code: str
    is_pinned: bool
    versions: tuple[VersionLine, ...]
    draws: tuple[str, ...]  # digests of the draws witnessed
    sealed_at: str  # claimed time of the own signature to the sealing, empty without one

    @property
    def waiting(self) -> int:
        """How many versions ask for the own consent."""
        return sum(one.is_asked and not one.mine for one in self.versions)


@dataclass(frozen=True)
class Checked:
    """What came of verifying a file: checks of the program, or the verdict of the verifier."""

    path: Path
    checks: tuple[Check, ...] = ()
    verdict: Verdict | None = None


class ObserverModel(QObject):
    """The observer's vault in one round.

    Signals:
        loaded: ``watching`` was read anew.
        followed: definitions were taken in.
        signed: what was signed (round, draw, seal) and the file for the secretary.
        redone: path of a draw file and the digest of its result, which holds.
        noticed: a :class:`SealNotice` that was read.
        checked: a :class:`Checked`.
        moved: bytes checked, bytes in all.
        failed: what was tried (round, draw, seal, verify) and the :class:`ReviewError`.
    """

    loaded = Signal()
    followed = Signal()
    signed = Signal(str, object)
    redone = Signal(object, str)
    noticed = Signal(object)
    checked = Signal(object)
    moved = Signal(object, object)
    failed = Signal(str, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.watching: Watching | None = None

    @property
    def waiting(self) -> int:
        """How many versions ask for the own consent."""
        return self.watching.waiting if self.watching is not None else 0

    def load(self) -> None:
        """Read what this vault knows of the round."""
        row = self.session.row
        self._read("round", lambda desk: watching_of(desk, row), self._loaded)

    def follow(self, paths: Sequence[Path], code: str | None = None) -> None:
        """Take in round definitions, with the round code where none was confirmed yet."""

        def done(row: RoundRow) -> None:
            for path in paths:
                self.session.remember(path, ROUND, row.round_id)
            self._followed(row)

        self._act("round", lambda desk: following.follow_round(desk, paths, code), done)

    def pin(self, code: str) -> None:
        """Confirm the round by its code: the digits of any version held here."""
        row = self.session.row

        def work(desk: Desk) -> RoundRow:
            with desk.vault.begin() as uow:
                pinned = following.pin_round(desk, uow, row, code)
                uow.commit()
            return pinned

        self._act("round", work, self._followed)

    def consent(self, version: SignedVersion, answer: str, folder: Path) -> None:
        """Sign yes or no to a version, and write it for the secretary."""
        row = self.session.row

        def work(desk: Desk) -> Path:
            with desk.vault.begin() as uow:
                held = rounds.signed_versions(uow, row)
            following.require_code(row, [one.message_id for one in held])
            message = sign_consent(desk, row, "round", answer, about=version.message_id)
            return sharing.write_to_secretary(desk, row, message, folder)

        self._act("round", work, lambda path: self._signed("round", path))

    def redo(self, path: Path) -> None:
        """Draw again from the file that the secretary handed out."""

        def done(digest: str) -> None:
            self.redone.emit(path, digest)

        self._pool("draw", lambda _ticket: drawing_witness.redo(path), done)

    def witness_draw(self, digest: str, folder: Path) -> None:
        """Sign that the draw with this result was watched."""
        row = self.session.row

        def work(desk: Desk) -> Path:
            return drawing_witness.witness_draw(desk, row, digest, folder)[1]

        self._act("draw", work, lambda path: self._signed("draw", path))

    def read_notice(self, path: Path) -> None:
        """Read the notice of sealing."""
        self._pool("seal", lambda _ticket: sealing_witness.read_notice(path), self.noticed.emit)

    def witness_seal(self, notice: SealNotice, folder: Path) -> None:
        """Sign the sealing of these numbers."""
        row = self.session.row

        def work(desk: Desk) -> Path:
            return sealing_witness.witness_seal(desk, row, notice, folder)[1]

        self._act("seal", work, lambda path: self._signed("seal", path))

    def verify(self, path: Path, round_code: str = "", log_head: str = "") -> Ticket:
        """Check any file as far as the keys of this vault allow; an opened result by the verifier."""

        def work(desk: Desk, progress: Progress) -> Checked:
            if verifying.is_opened_result(path):
                target = path if path.is_dir() else post.read_file(path, verifying.FILE_LIMIT)
                return Checked(path, verdict=verify(target, round_code, log_head, lambda: progress(0, 0)))
            return Checked(path, verifying.verify_file(path, desk, round_code or None, progress))

        return self.session.long_act(
            self,
            work,
            self.checked.emit,
            lambda fault: self.failed.emit("verify", fault),
            self._moved,
            lambda: self.checked.emit(None),
        )

    def _read(self, what: str, work: Callable[[Desk], Any], done: Done) -> None:
        self.session.read(self, work, done, lambda fault: self.failed.emit(what, fault))

    def _act(self, what: str, work: Callable[[Desk], Any], done: Done) -> None:
        self.session.act(self, work, done, lambda fault: self.failed.emit(what, fault))

    def _pool(self, what: str, work: Callable[[Ticket], Any], done: Done) -> None:
        self.session.context.jobs.run(
            self, work, done, lambda fault: self.failed.emit(what, fault), vault=False
        )

    def _followed(self, row: RoundRow) -> None:
        self.session.renew(row)
        self.load()
        self.followed.emit()

    def _signed(self, what: str, path: Path) -> None:
        self.signed.emit(what, path)
        self.load()

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)

    def _loaded(self, watching: Watching) -> None:
        self.watching = watching
        self.loaded.emit()


def watching_of(desk: Desk, row: RoundRow) -> Watching:
    """Return what a member's vault knows of the versions, and what it signed as witness."""
    with desk.vault.begin() as uow:
        versions = rounds.signed_versions(uow, row)
        state = rounds.acting_state(uow, row)
        mine = {one.card_id for one in uow.cards.own()}
        said = {one.body.about: one.body.answer for one in consents(uow, row, "round") if one.sender in mine}
        asked = {one.message_id: rounds.asked_for(uow, row, one.message_id) for one in versions}
        counting = {*state.versions} - state.withdrawn
        lines = [
            VersionLine(
                n,
                digits_of(one.message_id),
                _time(uow.messages.get(one.message_id)),
                said.get(one.message_id, ""),
                row.code in (asked[one.message_id] or ()),
                one.message_id in counting and asked[one.message_id] is None,
                one,
                one.message_id in state.withdrawn,
            )
            for n, one in enumerate(versions, 1)
        ]
        witnessed = [one for one in consents(uow, row, "witness") if one.sender in mine]
        sealed = [one for one in witnessed if one.body.values["act"] == sealing_witness.ACT]
        draws = [str(one.body.values["digest"]) for one in witnessed if one not in sealed]
        sealed_at = _time(uow.messages.get(sealed[-1].message_id)) if sealed else ""
    code = digits_of(versions[-1].message_id)
    return Watching(code, row.pinned is not None, tuple(lines), tuple(draws), sealed_at)


def _time(message: Any) -> str:
    """Return the claimed time of a stored message."""
    return "" if message is None else str(post.manifest_value(message)["time"])
