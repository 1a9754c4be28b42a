"""Where the round definition stands: what is in force, what waits, for whose consent, was it handed out."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.seal.digits import digits_of
from zgc_review.services.acks import event_of
from zgc_review.services.desk import as_secretary
from zgc_review.services.rounds import (
    acting_state,
    consents_awaited,
    refused_by,
    signed_versions,
    state_of,
)


@dataclass(frozen=True, slots=True)
class VersionView:
    """The newest version of the round definition.

    Attributes:
        in_force: number of the version that counts, 0 while version 1 waits.
        newest: number of the newest version.
        code: 6 × 5 digits of the newest version, read aloud (design §4.3).
        awaited: codes whose consents it lacks; empty where it counts.
        refused: who refused the newest version; the next one takes its place.
        is_handed_out: the files for the members were written since it was signed.
    """

    in_force: int
    newest: int
    code: str
    awaited: tuple[str, ...]
    is_handed_out: bool
    refused: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the newest version does not count yet."""
        return self.newest != self.in_force


def version_view(uow: UnitOfWork, row: RoundRow) -> VersionView:
    """Return where the round definition stands.

    Raises:
        GateError: ``round.role.secretary``; PackageError: ``round.chain.*``.
    """
    as_secretary(row)
    versions = signed_versions(uow, row)
    newest = versions[-1]
    try:
        in_force = state_of(uow, row).version
        refused, awaited = refused_by(uow, row), consents_awaited(uow, row)
    except PackageError as fault:
        if fault.code != "round.chain.observer":
            raise
        in_force, refused, awaited = 0, None, (acting_state(uow, row).observer.code,)
    return VersionView(
        in_force=in_force,
        newest=newest.body.version,
        code=digits_of(newest.message_id),
        awaited=awaited,
        is_handed_out=_handed_out(uow, row) >= len(versions),
        refused=refused.codes if refused is not None else (),
    )


def _handed_out(uow: UnitOfWork, row: RoundRow) -> int:
    """Return how many versions the files for the members held when they were written last."""
    for one in reversed(uow.events.all(row.round_id)):
        event = event_of(one.leaf)
        if event["act"] == "round.published":
            return int(event["data"]["versions"])
    return 0
