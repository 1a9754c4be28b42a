"""Who may be drawn, and for which groups: the pool of rules §3.2 step 1, with P06 and P10."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zgc_review.assignment.draw import joined
from zgc_review.assignment.panel_rules import SizeRules, least_size, p01
from zgc_review.assignment.roles import role_places
from zgc_review.catalogue import Catalogue
from zgc_review.conflicts.identity import Identity
from zgc_review.conflicts.rules import Window
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, ExpertRow, RoundRow
from zgc_review.domain.settings import GroupPlan, RoundSettings
from zgc_review.domain.states import ENDED
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.codes import code_salt, salt_to_look_with
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_record import PlanEntry, PoolEntry
from zgc_review.services.gates_hits import Hit, Listing, listing_of
from zgc_review.services.rounds import counting_codes
from zgc_review.services.screening_values import aliases_of, limits_of, profile_of, t0_of, units_of

AUTHORITY = "competent_authority"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An expert who is not in the pool, with the rule: ``consent``, ``P06``, ``P10`` or ``member``."""

    expert: ExpertRow
    rule: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Who may be drawn, by id, and who may not."""

    candidates: tuple[PoolEntry, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def excluded(self) -> dict[str, int]:
        """How many were left out, by rule."""
        return dict(sorted(Counter(one.rule for one in self.left_out).items()))


def pool_of(uow: UnitOfWork, row: RoundRow, state: RoundState, day: str, *, look: bool = False) -> Pool:
    """Return the pool on ``day`` (YYYY-MM-DD): in the roster, consenting, P06 and P10 passed.

    ``look``: nothing is kept, not even the round's salt before the first draw.
    """
    listing = listing_of(uow, row)
    cleared = cleared_experts(uow, row)
    counting = counting_codes(uow, row)
    seated = {seat.expert_id for seat in uow.seats.all(row.round_id) if seat.code in counting}
    candidates, left_out = [], []
    for expert in uow.experts.all(row.round_id):
        rule = _obstacle(expert, listing, cleared, seated, day)
        if rule:
            left_out.append(LeftOut(expert, rule))
        else:
            candidates.append(expert)
    return Pool(tuple(pool_entries(uow, row, state.settings, candidates, look=look)), tuple(left_out))


def listed(listing: Listing | None, expert: ExpertRow, day: str) -> tuple[Hit, ...]:
    """Return the entries of the list that may concern an expert: the same name; a person must confirm.

    The roster holds nothing that tells namesakes apart on that list, so a current entry blocks until the
    secretary has cleared it (P10).
    """
    if listing is None:
        return ()
    names = [str(expert.record.get("name", "")), *map(str, expert.record.get("former_names") or ())]
    found = [hit for name in names for hit in listing.hits({"project_leader": {"name": name}}, day)]
    return tuple({id(hit.entry): hit for hit in found}.values())


def clear_listed(desk: Desk, row: RoundRow, number: str, reason: str) -> None:
    """Say that the entry in the list is another person's, with a reason (P10).

    Raises:
        GateError: ``draw.expert``, ``draw.cleared`` (no current entry), ``desk.grounds``.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("desk.grounds", act="clear")
    with desk.vault.begin() as uow:
        expert = uow.experts.by_number(row.round_id, number)
        if expert is None:
            raise GateError("draw.expert", number=number[:32])
        hits = listed(listing_of(uow, row), expert, desk.clock.now()[:10])
        decisions = sorted(
            {str(hit.entry.get("decision_no", "")) for hit in hits if hit.standing == "current"}
        )
        if not decisions:
            raise GateError("draw.cleared", number=number[:32])
        cleared = {key: sorted(value) for key, value in cleared_experts(uow, row).items()}
        cleared[expert.expert_id] = decisions
        uow.facts.put(_cleared(row), cleared)
        data = {"expert": expert.expert_id, "entries": len(decisions)}
        texts = {"reason": reason.strip()}
        log.record(uow, row.round_id, "integrity_list.cleared", row.code or "", desk.clock.now(), data, texts)
        uow.commit()


def cleared_experts(uow: UnitOfWork, row: RoundRow) -> Mapping[str, frozenset[str]]:
    """Return, by roster id, the decisions that concern somebody else."""
    kept = uow.facts.get(_cleared(row)) or {}
    return {expert: frozenset(decisions) for expert, decisions in kept.items()}


def plans_of(
    uow: UnitOfWork, row: RoundRow, state: RoundState, catalogue: Catalogue
) -> tuple[PlanEntry, ...]:
    """Return the groups that have no members yet, by id, with their applications and role places."""
    applications = _scored(uow, row, state)
    found = []
    for group in sorted(set(state.plans) - set(state.groups)):
        plan = state.plans[group]
        panel = catalogue.panel_for(scored_of(plan, state.settings), state.settings.stage)
        found.append(
            PlanEntry(
                id=plan.id,
                size=plan.size,
                applications=tuple(sorted(one.application_id for one in _of_group(applications, plan))),
                places={
                    measure: role_places(one.roles, catalogue.role_order)
                    for measure, one in sorted(panel.panels.items())
                },
            )
        )
    return tuple(found)


def size_findings(
    uow: UnitOfWork, row: RoundRow, state: RoundState, catalogue: Catalogue, groups: Sequence[str]
) -> tuple[Finding, ...]:
    """Return the groups whose size breaks P01: odd, large enough for what is asked and for consortia."""
    settings = state.settings
    applications = _scored(uow, row, state)
    found: list[Finding] = []
    for group in groups:
        plan = state.plans[group]
        # What was once requested is granted; after that the size is the stage rubric's (rules §2.4).
        held = _of_group(applications, plan) if settings.stage == "proposal" else ()
        requests = [one.record.get("requested_amount") for one in held]
        panel = catalogue.panel_for(scored_of(plan, settings), settings.stage)
        least = least_size(
            [amount for amount in requests if isinstance(amount, int)],
            technically_complex=plan.complex,
            consortium=panel.size >= settings.panel_consortium,
            sizes=_sizes(settings),
        )
        found += _too_small(group, plan, least, settings) if state.is_single else p01(group, plan.size, least)
    return tuple(found)


def _too_small(group: str, plan: GroupPlan, least: int, settings: RoundSettings) -> list[Finding]:
    """Return what P01 says of a bench: as large as one application asks; parity is that of its experts."""
    wanted = max(least, settings.per_application)
    return [one for one in p01(group, plan.size, wanted) if one.code == "assignment.p01.small"]


def scored_of(plan: GroupPlan, settings: RoundSettings) -> tuple[str, ...]:
    """Return the sub-directions of a group that are scored in this round."""
    return tuple(sub for sub in plan.sub_directions if settings.modes.get(sub) == "open_call")


def _sizes(settings: RoundSettings) -> SizeRules:
    """Return the sizes of P01 as the round has them."""
    return SizeRules(
        panel_min=settings.panel_min,
        panel_large=settings.panel_large,
        panel_consortium=settings.panel_consortium,
        large_from_fen=settings.panel_large_from_fen,
    )


def _obstacle(
    expert: ExpertRow,
    listing: Listing | None,
    cleared: Mapping[str, frozenset[str]],
    seated: set[str | None],
    day: str,
) -> str:
    """Return why an expert is not in the pool, "" where nothing stands against it."""
    if expert.expert_id in seated:
        return "member"
    if expert.record.get("consent") is not True:
        return "consent"
    if expert.record.get("type") == AUTHORITY:
        return "P06"
    others = cleared.get(expert.expert_id, frozenset())
    current = [
        hit
        for hit in listed(listing, expert, day)
        if hit.standing == "current" and str(hit.entry.get("decision_no", "")) not in others
    ]
    return "P10" if current else ""


def pool_entries(
    uow: UnitOfWork,
    row: RoundRow,
    settings: RoundSettings,
    experts: Sequence[ExpertRow],
    *,
    look: bool = False,
) -> list[PoolEntry]:
    """Return the candidates by id, with what P03, P04 and P05 ask of them."""
    records = [one.record for one in uow.applications.all(row.round_id)]
    identity = Identity(aliases_of(records), units_of(records), limits_of(settings).org_similarity_bp)
    window = Window(t0_of(settings), settings.lookback_years)
    recused: defaultdict[str, set[str]] = defaultdict(set)
    for one in desk_findings(uow, row):
        hard = one.row.level == "H" and one.is_current and one.status != "dismissed"
        if hard or one.status == "recused":
            recused[one.row.expert_id].add(one.row.application_id)
    found, salt = [], (salt_to_look_with if look else code_salt)(uow, row)
    for expert in sorted(experts, key=lambda one: one.expert_id):
        ties = [tie.org for tie in profile_of(expert).employment or () if window.current(tie.end)]
        # Whoever redoes the draw must see which employers are equal, not which they are.
        keys = {joined(salt, "employer", *key) for org in ties for key in identity.org_keys(org).sure}
        found.append(
            PoolEntry(
                id=expert.expert_id,
                employers=tuple(sorted(keys)),
                roles=tuple(sorted(map(str, expert.record.get("roles") or ()))),
                recused=tuple(sorted(recused[expert.expert_id])),
            )
        )
    return found


def _scored(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[ApplicationRow, ...]:
    """Return the applications that are scored and have not ended."""
    return tuple(
        one
        for one in uow.applications.all(row.round_id)
        if one.state not in ENDED and state.settings.modes.get(one.sub_direction) == "open_call"
    )


def _of_group(applications: Sequence[ApplicationRow], plan: GroupPlan) -> list[ApplicationRow]:
    """Return the applications of a group: those assigned to it, and those it may be given."""
    return [
        one
        for one in applications
        if one.group == plan.id or (one.group is None and one.sub_direction in plan.sub_directions)
    ]


def _cleared(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"listed-cleared:{row.round_id}"
