"""Where the round stands: who is missing, what is next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import CLOSED, SCORED
from zgc_review.seal.digits import digits_of
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.members import members_of, standing_of
from zgc_review.services.rounds import consents_awaited, refused_by, state_of
from zgc_review.services.score_escrow import custody_of, custody_stage


@dataclass(frozen=True, slots=True)
class MemberStatus:
    """One expert's returns: sheets in, recused, absent and missing, and the files that arrived.

    What waits for a ruling is missing.
    """

    code: str
    groups: tuple[str, ...]
    locked: int
    recused: int
    absent: int
    missing: int
    files: int
    held: int = 0  # of these, score files under escrow that nobody has opened


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The round at a glance.

    In a member's own vault, over what its owner may see: nothing of an application on which the owner
    stands aside, and no word about others' returns, of which that vault knows nothing (rules §15).

    Attributes:
        code: digits of the version in force.
        waiting: codes whose consents a newer version lacks. refused: who refused the newest version.
        states: number of applications per state.
        members: every expert; in a member's own vault the owner, if that is an expert.
        stage: proposal, midterm or acceptance.
        outcomes: of a mid-term check or an acceptance, how many projects came to what so far: as decided,
            else as screening and bands give it.
        custody: of score files under escrow: ``due`` (no key yet), ``held``, ``opened``, ``revoked``; empty
            where the round collects without escrow.
        awaited: codes without whose file, ruling or absence the escrow key is not opened.
    """

    title: str
    version: int
    code: str
    waiting: tuple[str, ...]
    states: dict[str, int]
    members: tuple[MemberStatus, ...]
    stage: str = "proposal"
    outcomes: dict[str, int] = field(default_factory=dict)
    custody: str = ""
    awaited: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def round_status(uow: UnitOfWork, row: RoundRow) -> RoundStatus:
    """Return where the round stands: for the secretary the whole, for a member the own part."""
    state = state_of(uow, row)
    standing = standing_of(uow, row, state)
    is_whole = row.place == "secretary"
    seen = [one for one in standing.applications if is_whole or one.state not in CLOSED]
    refused = refused_by(uow, row)
    files_held = Counter(one.code for one in custody_of(uow, row).waiting)
    members = []
    for member in state.by_role("expert"):
        if not is_whole and member.code != row.code:
            continue
        groups = state.groups_of_member(member.code)
        counts = Counter(
            standing.status(member.code, one.application_id)
            for one in seen
            if member.code in members_of(state, one)
        )
        files = sum(
            1
            for kind in ("scores", "declaration", "consent")
            for one in uow.messages.find(row.round_id, kind, sender=member.card)
            if one.file_sha256 is not None
        )
        members.append(
            MemberStatus(
                member.code,
                groups,
                counts["locked"],
                counts["recused"],
                counts["absent"],
                counts["missing"] + counts["pending"],
                files + files_held[member.code],
                files_held[member.code],
            )
        )
    return RoundStatus(
        row.title,
        state.version,
        digits_of(state.version_id),
        consents_awaited(uow, row),
        dict(sorted(Counter(one.state for one in seen).items())),
        tuple(members),
        state.settings.stage,
        _outcomes(uow, row, state),
        *custody_stage(uow, row, state),
        () if refused is None else refused.codes,
    )


def _outcomes(uow: UnitOfWork, row: RoundRow, state: RoundState) -> dict[str, int]:
    """Return how many projects of a stage came to what, by code; nothing before they are combined."""
    combined = any(one.state in SCORED for one in uow.applications.all(row.round_id))
    if state.settings.stage == "proposal" or not combined:
        return {}
    lines = current_aggregate(uow, row).applications
    return dict(sorted(Counter(line.decision or line.suggestion for line in lines).items()))
