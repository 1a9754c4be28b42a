"""The draw of experts that anybody can redo by hand (rules §3.2, P07, form F02)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zgc_review.assignment.roles import open_places
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.errors import GateError

_ID = re.compile(r"[0-9a-f]{32}")
_GROUP = re.compile(r"[\x21-\x7e]{1,32}")
_SALT = re.compile(r"[0-9a-f]{64}")
_RESERVED_GROUP = "code"
_LEAST_WORDS, _MOST_WORDS = 2, 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """One expert of the pool.

    Attributes:
        id: roster id, 32 lower-case hex characters.
        employers: keys of present employers (P03).
        roles: roles the person may hold (P05).
        recused: ids of applications with a hard recusal (P04).
    """

    id: str
    employers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """One group to be filled.

    Attributes:
        id: ASCII, not ``code``.
        size: seats.
        applications: ids of its applications.
        places: measure → roles of its places, in order (``roles.role_places``).
    """

    id: str
    size: int
    applications: frozenset[str] = frozenset()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawRules:
    """Configurable values of the draw (rules §13).

    Attributes:
        alternates: names on each group's list.
        group_recusal_max: share of a group's applications with hard recusal that is still tolerated.
        one_per_legal_person: whether P03 is on.
    """

    alternates: int = 2
    group_recusal_max: Fraction = Fraction(1, 3)
    one_per_legal_person: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A candidate passed over, with the rule: ``P03``, ``P04``, ``P05`` or ``member`` of another group."""

    id: str
    rule: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the draw gave one group.

    Attributes:
        group: group id.
        order: candidate ids with the first 8 characters of their keys, in order.
        members: in order of taking.
        skipped: passed over while seats were free, in order.
        alternates: in order.
        roles_open: measure → places nobody fills (P05 warns).
    """

    group: str
    order: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    alternates: tuple[str, ...]
    roles_open: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DrawResult:
    """A whole draw: digests, groups, codes (the codes go only to the secretary's vault and ``names``)."""

    pool: str
    seed: str
    salt_digest: str
    groups: tuple[Drawn, ...]
    codes: Mapping[str, str]


def digest(data: bytes) -> str:
    """Return ``H``: SHA-256 as 64 lower-case hex characters."""
    return hashlib.sha256(data).hexdigest()


def joined(*parts: str) -> str:
    """Return ``H`` of the parts joined by zero bytes."""
    return digest("\0".join(parts).encode())


def pool_digest(ids: Sequence[str]) -> str:
    """Return the digest of the pool: ids ascending, as an RFC 8785 array (step 1).

    Raises:
        GateError: ``assignment.draw.id`` for an id that is not 32 lower-case hex, ``assignment.draw.twice``.
    """
    for entry in ids:
        if _ID.fullmatch(entry) is None:
            raise GateError("assignment.draw.id")
    if len(set(ids)) != len(ids):
        raise GateError("assignment.draw.twice")
    return digest(canonical_bytes(sorted(ids)))


def clean_words(typed: str) -> str:
    """Return the words of secretary or observer as they enter the seed (step 2).

    Raises:
        GateError: ``assignment.draw.words`` (not 2–64 characters) or ``assignment.draw.control``.
    """
    words = unicodedata.normalize("NFC", typed).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in words):
        raise GateError("assignment.draw.control")
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS:
        raise GateError("assignment.draw.words", least=_LEAST_WORDS, most=_MOST_WORDS)
    return words


def seed_of(pool: str, secretary: str, observer: str) -> str:
    """Return the seed (step 3) of the pool's digest and both words, cleaned."""
    return joined("zgc-draw-1", pool, clean_words(secretary), clean_words(observer))


def key_of(seed: str, group: str, candidate: str) -> str:
    """Return the key by which a candidate stands in a group's order (step 4)."""
    return joined(seed, group, candidate)


def code_order(seed: str, salt: str, members: Sequence[str]) -> list[str]:
    """Return members in the order of their codes (step 7)."""
    return sorted(members, key=lambda member: joined(seed, "code", salt, member))


def code_name(number: int) -> str:
    """Return the code with a number: 专家01."""
    return f"专家{number:02d}"


def run_draw(
    candidates: Sequence[Candidate],
    groups: Sequence[GroupPlan],
    *,
    secretary: str,
    observer: str,
    salt: str,
    rules: DrawRules | None = None,
) -> DrawResult:
    """Draw members and alternates of all groups and deal the codes (steps 1–7).

    Args:
        candidates: the pool: everybody eligible for the round.
        groups: groups to fill; taken in order of id.
        secretary: words of the secretary.
        observer: words of the observer.
        salt: 64 hex characters, made before the pool was fixed.
        rules: configurable values.

    Raises:
        GateError: ``assignment.draw.id``, ``.twice``, ``.words``, ``.control``, ``.group``, ``.salt``.
    """
    rules = rules or DrawRules()
    _check_groups(groups)
    if _SALT.fullmatch(salt) is None:
        raise GateError("assignment.draw.salt")
    pool = pool_digest([candidate.id for candidate in candidates])
    seed = seed_of(pool, secretary, observer)
    known = {candidate.id: candidate for candidate in candidates}
    plans = sorted(groups, key=lambda plan: plan.id)
    drawn = _draw_groups(seed, plans, known, rules)
    dealt = code_order(seed, salt, sorted(member for group in drawn for member in group.members))
    codes = {member: code_name(number) for number, member in enumerate(dealt, start=1)}
    return DrawResult(pool, seed, digest(salt.encode()), drawn, codes)


def _draw_groups(
    seed: str, plans: Sequence[GroupPlan], known: Mapping[str, Candidate], rules: DrawRules
) -> tuple[Drawn, ...]:
    """Fill the groups in order of id, then list alternates (steps 4–6)."""
    orders = {plan.id: sorted((key_of(seed, plan.id, entry), entry) for entry in known) for plan in plans}
    walks = {group: [known[entry] for _, entry in order] for group, order in orders.items()}
    taken: set[str] = set()
    filled: dict[str, tuple[list[str], list[Skipped]]] = {}
    for plan in plans:
        filled[plan.id] = fill_group(plan, walks[plan.id], taken, rules)
        taken.update(filled[plan.id][0])
    return tuple(
        Drawn(
            group=plan.id,
            order=tuple((entry, key[:8]) for key, entry in orders[plan.id]),
            members=tuple(filled[plan.id][0]),
            skipped=tuple(filled[plan.id][1]),
            alternates=tuple(_alternates(plan, walks[plan.id], taken, rules)),
            roles_open=_open_by_measure(plan, [known[entry] for entry in filled[plan.id][0]]),
        )
        for plan in plans
    )


def _check_groups(groups: Sequence[GroupPlan]) -> None:
    ids = [plan.id for plan in groups]
    for entry in ids:
        if _GROUP.fullmatch(entry) is None or entry == _RESERVED_GROUP:
            raise GateError("assignment.draw.group")
    if len(set(ids)) != len(ids):
        raise GateError("assignment.draw.group")


def fill_group(
    plan: GroupPlan, walk: Sequence[Candidate], taken: set[str], rules: DrawRules
) -> tuple[list[str], list[Skipped]]:
    """Return members and those passed over (step 5); a second walk, if needed, leaves P05 aside."""
    members: list[Candidate] = []
    skipped: dict[str, Skipped] = {}
    for mind_roles in (True, False):
        for candidate in walk:
            if len(members) >= plan.size:
                break
            if candidate in members:
                continue
            rule = _obstacle(plan, candidate, members, taken, rules, mind_roles=mind_roles)
            if rule:
                skipped[candidate.id] = Skipped(candidate.id, rule)
            else:
                members.append(candidate)
                skipped.pop(candidate.id, None)
    place = {candidate.id: number for number, candidate in enumerate(walk)}
    return [member.id for member in members], sorted(skipped.values(), key=lambda entry: place[entry.id])


def _obstacle(
    plan: GroupPlan,
    candidate: Candidate,
    members: Sequence[Candidate],
    taken: set[str],
    rules: DrawRules,
    *,
    mind_roles: bool,
) -> str:
    """Return the rule for which a candidate is passed over, "" for none."""
    if candidate.id in taken:
        return "member"
    if rules.one_per_legal_person and shares_employer(candidate, members):
        return "P03"
    if recused_too_often(plan, candidate, rules.group_recusal_max):
        return "P04"
    after = [*members, candidate]
    left = plan.size - len(after)
    if mind_roles and any(count > left for count in _open_by_measure(plan, after).values()):
        return "P05"
    return ""


def shares_employer(candidate: Candidate, members: Sequence[Candidate]) -> bool:
    """Say whether a candidate works for the legal person of a member (P03)."""
    return any(not candidate.employers.isdisjoint(member.employers) for member in members)


def recused_too_often(plan: GroupPlan, candidate: Candidate, most: Fraction) -> bool:
    """Say whether hard recusals cover more than the tolerated share of the group's applications (P04)."""
    return len(candidate.recused & plan.applications) > most * len(plan.applications)


def _open_by_measure(plan: GroupPlan, members: Sequence[Candidate]) -> dict[str, int]:
    """Return for each measure with places how many nobody can fill."""
    roles = {member.id: member.roles for member in members}
    ids = [member.id for member in members]
    return {measure: open_places(ids, roles, places) for measure, places in sorted(plan.places.items())}


def _alternates(plan: GroupPlan, walk: Sequence[Candidate], taken: set[str], rules: DrawRules) -> list[str]:
    """Return the first who are no member of any group and pass P04 (step 6)."""
    free = (
        candidate.id
        for candidate in walk
        if candidate.id not in taken and not recused_too_often(plan, candidate, rules.group_recusal_max)
    )
    return [entry for entry, _ in zip(free, range(rules.alternates), strict=False)]


@dataclass(frozen=True, slots=True)
class Called:
    """The alternate called, None if nobody can be; those passed over; measures with more places open."""

    id: str | None
    skipped: tuple[Skipped, ...]
    roles_lost: tuple[str, ...] = ()


def call_alternate(
    plan: GroupPlan,
    alternates: Sequence[Candidate],
    staying: Sequence[Candidate],
    leaving: Sequence[Candidate] = (),
    *,
    elsewhere: frozenset[str] = frozenset(),
    rules: DrawRules | None = None,
) -> Called:
    """Return who takes a free seat (rules §3.2 step 6).

    The first who passes P03 and leaves no more role places open than before; if there is none, the first
    who passes P03.

    Args:
        plan: the group.
        alternates: its list in order, without those called.
        staying: members who stay.
        leaving: members who go; they count for "before".
        elsewhere: ids of members of other groups by now.
        rules: configurable values.
    """
    rules = rules or DrawRules()
    before = _open_by_measure(plan, [*staying, *leaving])
    possible: list[tuple[Candidate, tuple[str, ...]]] = []
    skipped: list[Skipped] = []
    for candidate in alternates:
        if candidate.id in elsewhere:
            skipped.append(Skipped(candidate.id, "member"))
        elif rules.one_per_legal_person and shares_employer(candidate, staying):
            skipped.append(Skipped(candidate.id, "P03"))
        else:
            after = _open_by_measure(plan, [*staying, candidate])
            lost = tuple(measure for measure, count in after.items() if count > before[measure])
            if not lost:
                return Called(candidate.id, (*skipped, *(Skipped(entry.id, "P05") for entry, _ in possible)))
            possible.append((candidate, lost))
    first, lost = possible[0] if possible else (None, ())
    return Called(first.id if first else None, tuple(skipped), lost)
