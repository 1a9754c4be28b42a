"""The chain of round definitions: which version is in force, and who is who in it.

Pure: takes signed messages whose signatures were already checked by the reader (docs/bodies.md §1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from msgspec import UNSET, UnsetType

from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
    Member,
    RoundBody,
)
from zgc_review.domain.settings import GroupPlan, RoundSettings
from zgc_review.errors import PackageError
from zgc_review.services.chain_consents import (
    SignedConsent,
    agreement,
    missing_consents,
    was_refused,
)


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """One version as signed: ``prev`` is the id of the version before."""

    message_id: str
    round_id: str
    sender: str
    prev: str | None
    body: RoundBody | AmendmentBody


@dataclass(frozen=True)
class RoundState:
    """The fold of the versions in force."""

    round_id: str
    version_id: str
    version: int
    settings: RoundSettings
    members: Mapping[str, tuple[Member, ...]]  # per code, earlier cards first, the card in force last
    plans: Mapping[str, GroupPlan]
    groups: Mapping[str, GroupSeats]
    round_chair: str | None
    escrow_scores: str | None
    escrow_result: str | None
    revoked: Mapping[str, frozenset[str]]
    versions: tuple[str, ...] = field(default=())
    since: Mapping[str, int] = field(default_factory=dict)  # per card, the version that brought it
    assignment: str | None = None  # digest of the table in force, with experts for single applications
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what this vault knows of it
    escrowed: tuple[int, ...] = ()  # the versions that named and that revoked ``escrow_scores``
    withdrawn: frozenset[str] = frozenset()  # versions that were refused; their numbers stay in ``versions``

    @property
    def is_single(self) -> bool:
        """Whether experts are assigned to single applications (rules §3)."""
        return self.settings.assignment == "individual"

    def concerns(self, application_id: str, code: str) -> bool:
        """Say whether an application of the group is given to a member.

        Where experts are assigned one by one it is so to its experts and to the chair alone.
        """
        members = self.assigned.get(application_id)
        return members is None or code in members or code == self.round_chair

    def member(self, code: str) -> Member | None:
        """Return the member of ``code`` with the card in force."""
        cards = self.members.get(code)
        return cards[-1] if cards else None

    def by_role(self, role: str) -> tuple[Member, ...]:
        """Return the members of ``role`` with their cards in force, by code."""
        return tuple(cards[-1] for _, cards in sorted(self.members.items()) if cards[-1].role == role)

    def usable(self, code: str) -> Member | None:
        """Return the member of ``code`` if the card in force may still be used: not revoked."""
        member = self.member(code)
        return None if member is None or member.card in self.revoked else member

    def in_use(self, card: str) -> bool:
        """Say whether a card may still sign and be sealed to: in force and not revoked."""
        member = self.owner(card)
        current = self.usable(member.code) if member is not None else None
        return current is not None and current.card == card

    @property
    def secretary(self) -> Member:
        """The round's one secretary."""
        return self.by_role("secretary")[0]

    @property
    def observer(self) -> Member:
        """The round's one observer."""
        return self.by_role("observer")[0]

    def owner(self, card: str) -> Member | None:
        """Return the member whose card this is or was."""
        return self._owners.get(card)

    @cached_property
    def _owners(self) -> Mapping[str, Member]:
        """Members by card; asked of every message of a round."""
        found: dict[str, Member] = {}
        for cards in self.members.values():
            for member in cards:
                found.setdefault(member.card, member)
        return found

    def accepts(self, card: str, message_id: str) -> bool:
        """Say whether a message of ``card`` counts: the card in force, or kept by a revocation."""
        member = self.owner(card)
        if member is None:
            return False
        if card in self.revoked:
            return message_id in self.revoked[card]
        current = self.member(member.code)
        return current is not None and current.card == card

    def in_force(self, card: str, version_id: str) -> bool:
        """Say whether ``card`` was its member's card in a version of this chain."""
        owner = self.owner(card)
        if owner is None or version_id not in self.versions:
            return False
        cards = [member.card for member in self.members[owner.code]]
        later = [self.since[one] for one in cards[cards.index(card) + 1 :]]
        until = min(later, default=len(self.versions) + 1)
        return self.since[card] <= self.versions.index(version_id) + 1 < until

    def score_key(self, version_id: str) -> str | None:
        """Return the key to which score files without a revision are sealed under a version, if any."""
        number = self.versions.index(version_id) + 1 if version_id in self.versions else 0
        return self.escrow_scores if sum(one <= number for one in self.escrowed) == 1 else None

    def group_of(self, sub_direction: str) -> GroupPlan | None:
        """Return the first planned group that judges ``sub_direction``."""
        for _, plan in sorted(self.plans.items()):
            if sub_direction in plan.sub_directions:
                return plan
        return None

    def groups_of_member(self, code: str) -> tuple[str, ...]:
        """Return the ids of the groups in which ``code`` sits."""
        return tuple(sorted(seats.id for seats in self.groups.values() if code in seats.members))

    def chair_of(self, group: str | None) -> str | None:
        """Return the code that chairs ``group``, else the round chair."""
        if group is not None and group in self.groups:
            return self.groups[group].chair
        return self.round_chair


def fold(versions: Sequence[SignedVersion], consents: Iterable[SignedConsent]) -> RoundState:
    """Return the state of the newest version in force.

    Versions that still lack consents, and all after them, are left out.

    Raises:
        PackageError: ``round.chain.*``: no version 1 in force, a fork, a foreign signer, a change that
            a later version may not make.
    """
    ordered = _ordered(versions)
    if not ordered:
        raise PackageError("round.chain.empty")
    consents = tuple(consents)
    state = _first(ordered[0])
    if state.observer.card not in agreement(state, state.version_id, consents):
        raise PackageError("round.chain.observer")
    at = state  # with withdrawn versions passed over: that shows only once the one in their place counts
    for version, then in zip(ordered[1:], (*ordered[2:], None), strict=False):
        after = amend(at, version)
        if then is not None and _withdraws(then, version) and was_refused(at, after, consents):
            at = passed_over(at, version)
            continue
        if missing_consents(at, after, agreement(at, version.message_id, consents)):
            break
        state = at = after
    return state


def check_chain(versions: Sequence[SignedVersion]) -> None:
    """Refuse versions that do not make one chain from version 1, whatever consents it has.

    Raises:
        PackageError: ``round.chain.*``: a fork, a gap, a foreign signer, a change no version may make.
    """
    ordered = _ordered(versions)
    if not ordered:
        raise PackageError("round.chain.gap", version=1)
    state = _first(ordered[0])
    for version, then in zip(ordered[1:], (*ordered[2:], None), strict=False):
        after = amend(state, version)
        state = passed_over(state, version) if then is not None and _withdraws(then, version) else after
    if len(ordered) != len(versions):
        raise PackageError("round.chain.gap", version=state.version + 1)


def acting(versions: Sequence[SignedVersion], consents: Iterable[SignedConsent]) -> RoundState:
    """Return the state with a waiting version applied: whom it would make a member may consent to it.

    Raises:
        PackageError: ``round.chain.*`` as :func:`fold`, but for the consent that version 1 still lacks.
    """
    ordered = _ordered(versions)
    if not ordered:
        raise PackageError("round.chain.empty")
    consents = tuple(consents)
    first = _first(ordered[0])
    if first.observer.card not in agreement(first, first.version_id, consents):
        return first
    state = fold(ordered, consents)
    waits = waiting(state, ordered)
    return state if waits is None else waits.after


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for consents, with the states before and after it."""

    before: RoundState
    version: SignedVersion
    after: RoundState


def waiting(state: RoundState, versions: Sequence[SignedVersion]) -> Waiting | None:
    """Return the version that would follow ``state``, those withdrawn for it passed over."""
    by_prev = {version.prev: version for version in versions}
    found, before = by_prev.get(state.version_id), state
    while found is not None:
        then = by_prev.get(found.message_id)
        if then is None or not _withdraws(then, found):
            return Waiting(before, found, amend(before, found))
        before, found = passed_over(before, found), then
    return None


def passed_over(state: RoundState, version: SignedVersion) -> RoundState:
    """Return ``state`` with a version withdrawn: it changes nothing but keeps its number."""
    return replace(
        state,
        version_id=version.message_id,
        version=version.body.version,
        versions=(*state.versions, version.message_id),
        withdrawn=state.withdrawn | {version.message_id},
    )


def _withdraws(version: SignedVersion, before: SignedVersion) -> bool:
    """Say whether a version takes the place of the refused one before it."""
    return isinstance(version.body, AmendmentBody) and version.body.withdraws == before.message_id


def amend(state: RoundState, version: SignedVersion) -> RoundState:
    """Return ``state`` with a later version applied, without asking for consents.

    Raises:
        PackageError: ``round.chain.signer`` or ``round.chain.change``.
    """
    body = version.body
    if not isinstance(body, AmendmentBody) or body.version != state.version + 1:
        raise PackageError("round.chain.gap", version=state.version + 1)
    if version.round_id != state.round_id or version.sender != state.secretary.card:
        raise PackageError("round.chain.signer", version=body.version)
    # Only a version that was passed over is withdrawn, by the one right behind it.
    due = state.version_id if state.version_id in state.withdrawn else UNSET
    if body.withdraws != due:
        raise PackageError("round.chain.change", version=body.version, part="withdraws")
    members = dict(state.members)
    for member in body.members:
        known = members.get(member.code, ())
        if known and known[-1].role != member.role:
            raise PackageError("round.chain.change", version=body.version, part=member.code)
        # A card belongs to one member and keeps its keys: else a version could give it other keys.
        taken = [one for cards in members.values() for one in cards]
        if any(member.card == one.card or member.key == one.key for one in taken):
            raise PackageError("round.chain.change", version=body.version, part=member.code)
        members[member.code] = (*known, member)
    groups = {**state.groups, **{seats.id: seats for seats in body.groups}}
    after = replace(
        state,
        version_id=version.message_id,
        version=body.version,
        members=members,
        plans={**state.plans, **{plan.id: plan for plan in body.plans}},
        groups=groups,
        round_chair=body.round_chair or state.round_chair,
        escrow_scores=state.escrow_scores or body.escrow_scores,
        escrow_result=body.escrow_result or state.escrow_result,
        revoked=_revoked(state, body),
        versions=(*state.versions, version.message_id),
        since={**state.since, **{member.card: body.version for member in body.members}},
        assignment=state.assignment if isinstance(body.assignment, UnsetType) else body.assignment,
        escrowed=(*state.escrowed, body.version) if body.escrow_scores else state.escrowed,
    )
    _check_escrow(after, body)
    _check_seats(after, body)
    _check_single(after, body)
    return after


def _first(version: SignedVersion) -> RoundState:
    """Return the state of version 1, signed by the secretary it names."""
    body = version.body
    if not isinstance(body, RoundBody):
        raise PackageError("round.chain.gap", version=1)
    members = {member.code: (member,) for member in body.members}
    roles = sorted(member.role for member in body.members)
    cards = {member.card for member in body.members}
    if roles != ["observer", "secretary"] or len(members) != len(body.members) or len(cards) != 2:
        raise PackageError("round.chain.change", version=1, part="members")
    state = RoundState(
        round_id=version.round_id,
        version_id=version.message_id,
        version=1,
        settings=body.settings,
        members=members,
        plans={plan.id: plan for plan in body.settings.groups},
        groups={},
        round_chair=None,
        escrow_scores=None,
        escrow_result=None,
        revoked={},
        versions=(version.message_id,),
        since={member.card: 1 for member in body.members},
    )
    if version.sender != state.secretary.card:
        raise PackageError("round.chain.signer", version=1)
    return state


def _revoked(state: RoundState, body: AmendmentBody) -> dict[str, frozenset[str]]:
    """Return the revoked cards with the ids that still count; a second revocation can only keep fewer."""
    revoked = dict(state.revoked)
    for item in body.revocations:
        if state.owner(item.card) is None:
            raise PackageError("round.chain.change", version=body.version, part="revocations")
        kept = frozenset(item.kept)
        revoked[item.card] = revoked[item.card] & kept if item.card in revoked else kept
    return revoked


def _check_escrow(after: RoundState, body: AmendmentBody) -> None:
    """The key for score files is named once, then perhaps revoked once, where the round has one at all."""
    said, same = body.escrow_scores, after.escrow_scores in {after.escrow_result} - {None}
    fits = after.settings.collector == "score_escrow" and len(after.escrowed) == 1 + (said == "revoked")
    if same or (said is not None and not fits):
        raise PackageError("round.chain.change", version=body.version, part="escrow_scores")


def _check_seats(after: RoundState, body: AmendmentBody) -> None:
    """Every seat must be an expert of the round, every chair sits in the own group."""
    experts = {member.code for member in after.by_role("expert")}
    for seats in body.groups:
        unknown = [code for code in seats.members if code not in experts]
        if unknown or seats.chair not in seats.members or len(set(seats.members)) != len(seats.members):
            raise PackageError("round.chain.change", version=body.version, part=seats.id)
        if seats.id not in after.plans:
            raise PackageError("round.chain.change", version=body.version, part=seats.id)
    if body.round_chair is not None and all(
        seats.chair != body.round_chair for seats in after.groups.values()
    ):
        raise PackageError("round.chain.change", version=body.version, part="round_chair")


def _check_single(after: RoundState, body: AmendmentBody) -> None:
    """An assignment needs a round of single assignment; such a round has one group under the round chair."""
    if not after.is_single:
        if not isinstance(body.assignment, UnsetType):
            raise PackageError("round.chain.change", version=body.version, part="assignment")
        return
    if len(after.plans) != 1 or any(seats.chair != after.round_chair for seats in after.groups.values()):
        raise PackageError("round.chain.change", version=body.version, part="groups")


def _ordered(versions: Sequence[SignedVersion]) -> list[SignedVersion]:
    """Order the chain by ``prev`` and refuse forks."""
    by_prev: dict[str | None, SignedVersion] = {}
    for version in versions:
        known = by_prev.setdefault(version.prev, version)
        if known.message_id != version.message_id:
            raise PackageError("round.chain.fork", version=version.body.version)
    ordered: list[SignedVersion] = []
    current = by_prev.get(None)
    while current is not None:
        ordered.append(current)
        current = by_prev.get(current.message_id)
    return ordered
