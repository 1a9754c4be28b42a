"""Bodies of cards and round definitions: who takes part, by which rules (docs/bodies.md §1)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from zgc_review.domain.settings import GroupPlan, RoundSettings
from zgc_review.domain.shapes import AgeRecipient, Code, Digest, Entry, Line, Prose, ScoreEscrow, SshKey

Schema = Literal[1]
Role = Literal["secretary", "observer", "expert"]


class CardBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``card``."""

    schema: Schema = 1
    name: Line
    organisation: Line
    recipient: AgeRecipient
    key: SshKey


class Member(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A member of the round: never a name."""

    code: Code
    role: Role
    card: Digest
    recipient: AgeRecipient
    key: SshKey


class RoundBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``round``, version 1: everything that never changes afterwards."""

    schema: Schema = 1
    version: Literal[1] = 1
    settings: RoundSettings
    members: tuple[Member, ...]


class GroupSeats(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Members and chair of a group; a later entry of the same id replaces an earlier one."""

    id: Code
    members: tuple[Code, ...]
    chair: Code


class Revocation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A card that is refused from now on, but for the message ids received before."""

    card: Digest
    kept: tuple[Digest, ...]


class AmendmentBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``round``, version 2 and later: only adds (design §4.6).

    ``assignment``: digest of the table of members by application; the key is absent where nothing changes.
    ``escrow_scores``: names the key for score files, once, then perhaps revokes it.
    ``withdraws``: id of the version before, which was refused; the key is absent where none was.
    """

    schema: Schema = 1
    version: Annotated[int, Meta(ge=2, le=10_000)]
    members: tuple[Member, ...] = ()
    plans: tuple[GroupPlan, ...] = ()
    groups: tuple[GroupSeats, ...] = ()
    round_chair: Code | None = None
    escrow_scores: ScoreEscrow | None = None
    escrow_result: AgeRecipient | None = None
    revocations: tuple[Revocation, ...] = ()
    reason: Prose = ""
    assignment: Digest | UnsetType = UNSET
    withdraws: Digest | UnsetType = UNSET


class ChainBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``chain``: the definitions as they are handed out, with the consents to them."""

    schema: Schema = 1
    chain: tuple[Entry, ...]
    consents: tuple[Entry, ...]
