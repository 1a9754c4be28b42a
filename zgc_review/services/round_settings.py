"""Fills a committee's choices up to a complete, consistent set of round settings (rules §13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError
from zgc_review.services.round_stages import check_stage, stage_of

# What a definition may name but this version cannot carry through; better refused than half done.
AVAILABLE: dict[str, tuple[Any, ...]] = {
    "combine": ("S01", "S02", "S04"),
    "standardise": (False,),
}


def complete_settings(given: Mapping[str, Any], catalogue: Catalogue, verifier_digest: str) -> RoundSettings:
    """Return the settings with every default of rules §13 filled in.

    ``given`` uses the names of rules §13. Left out: ``catalogue_digest`` and ``verifier_digest`` are
    those of this program, ``pools`` one per measure, ``groups`` one per measure with its panel's size. A
    mid-term check or an acceptance has no pools (docs/bodies.md §4).

    Raises:
        GateError: ``round.settings.shape`` (unknown name, wrong type), ``round.settings.rule`` with the
            name that contradicts another, ``round.settings.later``; ``round.settings.stage`` with the name
            that has no meaning in the round's stage.
    """
    values = dict(given)
    values.setdefault("catalogue_digest", catalogue.digest)
    values.setdefault("verifier_digest", verifier_digest)
    modes = values.get("modes")
    if not isinstance(modes, dict) or not modes:
        raise GateError("round.settings.rule", name="modes")
    stage = stage_of(values)
    if stage == "proposal":
        _check_modes(modes, catalogue)
    else:
        check_stage(values, stage, catalogue)
    scored = tuple(sub for sub in sorted(modes) if modes[sub] == "open_call")
    values.setdefault("pools", _default_pools(scored, catalogue) if stage == "proposal" else [])
    if values.get("assignment") == "individual" and "groups" not in values:
        raise GateError("round.settings.rule", name="groups")
    values.setdefault("groups", _default_groups(modes, scored, catalogue, stage))
    try:
        settings = msgspec.convert(values, RoundSettings)
    except msgspec.ValidationError as fault:
        raise GateError("round.settings.shape", detail=str(fault)) from fault
    _check(settings, catalogue, scored)
    wrong = catalogue.check_gate_values(settings.gate_values)
    if wrong:
        raise GateError("round.settings.rule", name=f"gate_values: {wrong[0].params.get('path', '')}")
    return settings


def _check_modes(modes: Mapping[str, Any], catalogue: Catalogue) -> None:
    """Every listed sub-direction exists and knows the way chosen for it."""
    known = {sub.id: sub.modes for measure in catalogue.measures for sub in measure.sub_directions}
    for sub, mode in modes.items():
        if sub not in known or mode not in known[sub]:
            raise GateError("round.settings.rule", name=f"modes.{sub}")


def _by_measure(scored: tuple[str, ...], catalogue: Catalogue) -> dict[str, list[str]]:
    """Group scored sub-directions by measure, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for measure in catalogue.measures:
        subs = [sub.id for sub in measure.sub_directions if sub.id in scored]
        if subs:
            found[measure.id] = subs
    return found


def _default_pools(scored: tuple[str, ...], catalogue: Catalogue) -> list[dict[str, Any]]:
    """One pool per measure with its scored sub-directions (rules §7)."""
    return [
        {"id": measure, "fund": catalogue.fund_of(subs[0]).id, "sub_directions": subs}
        for measure, subs in _by_measure(scored, catalogue).items()
    ]


def _default_groups(
    modes: Mapping[str, Any], scored: tuple[str, ...], catalogue: Catalogue, stage: Stage
) -> list[dict[str, Any]]:
    """One group per measure, as large as its panel says (rules §3).

    The group of a measure also settles the gates of its sub-directions under 达标即享 (rules §2.2).
    """
    judged = tuple(sub for sub in sorted(modes) if modes[sub] != "no_application")
    settled = _by_measure(judged, catalogue)
    return [
        {
            "id": f"G{measure[1:]}",
            "sub_directions": settled[measure],
            "size": catalogue.panel_for(tuple(subs), stage).size,
        }
        for measure, subs in _by_measure(scored, catalogue).items()
    ]


def _check(settings: RoundSettings, catalogue: Catalogue, scored: tuple[str, ...]) -> None:
    """Refuse settings that contradict each other, or that this version cannot carry through."""
    for name, values in AVAILABLE.items():
        if getattr(settings, name) not in values:
            raise GateError("round.settings.later", name=name)
    wrong = next(
        (
            name
            for name, holds in (
                ("catalogue_digest", settings.catalogue_digest == catalogue.digest),
                ("pools", settings.stage != "proposal" or _pooled(scored, settings)),
                ("pools.id", _unique([pool.id for pool in settings.pools])),
                ("pools.pass", all(pool.pass_line >= pool.reserve for pool in settings.pools)),
                ("pools.fund", _funds_agree(settings, catalogue)),
                ("groups.id", _unique([plan.id for plan in settings.groups])),
                ("groups", _judged(scored, settings)),
                ("trim_each", 2 * settings.trim_each < settings.trim_from),
                ("min_effective", settings.min_effective <= _least_panel(settings)),
                ("per_application", settings.assignment == "group" or settings.per_application % 2 == 1),
                ("bands", settings.bands.A > settings.bands.B > settings.bands.C),
                ("tie_keys", _unique(list(settings.tie_keys))),
                ("officers_k", settings.officers_k <= settings.officers_n),
                ("veto_majority", _is_share(settings.veto_majority)),
                ("vote_rule", settings.vote_rule is None or _is_share(settings.vote_rule)),
                ("group_recusal_max", _is_share(settings.group_recusal_max)),
                ("round_stages", settings.round_stages == ("sheet_total", "combined")),
            )
            if not holds
        ),
        None,
    )
    if wrong is not None:
        raise GateError("round.settings.rule", name=wrong)


def _pooled(scored: tuple[str, ...], settings: RoundSettings) -> bool:
    """Say whether the pools hold each scored sub-direction exactly once and nothing else."""
    return sorted(sub for pool in settings.pools for sub in pool.sub_directions) == sorted(scored)


def _judged(scored: tuple[str, ...], settings: RoundSettings) -> bool:
    """Say whether some group judges each scored sub-direction, and sizes are odd (P01).

    Where experts are assigned one by one, there is one group, the bench, no smaller than what an application
    needs; P01 then asks for an odd ``per_application``.
    """
    judged = {sub for plan in settings.groups for sub in plan.sub_directions}
    if settings.assignment == "individual":
        sizes = [plan.size for plan in settings.groups]
        return set(scored) <= judged and len(sizes) == 1 and sizes[0] >= settings.per_application
    return set(scored) <= judged and all(plan.size % 2 == 1 for plan in settings.groups)


def _least_panel(settings: RoundSettings) -> int:
    """Return how many experts the fewest-judged application has at least."""
    return settings.per_application if settings.assignment == "individual" else settings.panel_min


def _funds_agree(settings: RoundSettings, catalogue: Catalogue) -> bool:
    """Say whether each pool's sub-directions belong to the pool's fund."""
    return all(
        catalogue.fund_of(sub).id == pool.fund for pool in settings.pools for sub in pool.sub_directions
    )


def _unique(names: list[str]) -> bool:
    """Say whether no name stands twice."""
    return len(set(names)) == len(names)


def _is_share(value: tuple[int, int]) -> bool:
    """Say whether a fraction lies above 0 and at most at 1."""
    return 0 < value[0] <= value[1]
