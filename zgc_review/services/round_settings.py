"""Fills a committee's choices up to a complete, consistent set of round settings (rules §13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from zgc_review.catalogue import Catalogue
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError

# What a definition may name but this version cannot carry through; better refused than half done.
AVAILABLE: dict[str, tuple[Any, ...]] = {
    "stage": ("proposal",),
    "assignment": ("group",),
    "combine": ("S01", "S02", "S04"),
    "standardise": (False,),
    "collector": ("secretary",),
}


def complete_settings(given: Mapping[str, Any], catalogue: Catalogue, verifier_digest: str) -> RoundSettings:
    """Return the settings with every default of rules §13 filled in.

    ``given`` uses the names of rules §13. Left out: ``catalogue_digest`` and ``verifier_digest`` are
    those of this program, ``pools`` one per measure, ``groups`` one per measure with its panel's size.

    Raises:
        GateError: ``round.settings.shape`` (unknown name, wrong type), ``round.settings.rule`` with the
            name that contradicts another, ``round.settings.later``.
    """
    values = dict(given)
    values.setdefault("catalogue_digest", catalogue.digest)
    values.setdefault("verifier_digest", verifier_digest)
    modes = values.get("modes")
    if not isinstance(modes, dict) or not modes:
        raise GateError("round.settings.rule", name="modes")
    _check_modes(modes, catalogue)
    scored = tuple(sub for sub in sorted(modes) if modes[sub] == "open_call")
    values.setdefault("pools", _default_pools(scored, catalogue))
    values.setdefault("groups", _default_groups(modes, scored, catalogue))
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
    modes: Mapping[str, Any], scored: tuple[str, ...], catalogue: Catalogue
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
            "size": catalogue.panel_for(tuple(subs)).size,
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
                ("pools", _covers(scored, [pool.sub_directions for pool in settings.pools])),
                ("pools.id", _unique([pool.id for pool in settings.pools])),
                ("pools.pass", all(pool.pass_line >= pool.reserve for pool in settings.pools)),
                ("pools.fund", _funds_agree(settings, catalogue)),
                ("groups.id", _unique([plan.id for plan in settings.groups])),
                ("groups", _judged(scored, settings)),
                ("trim_each", 2 * settings.trim_each < settings.trim_from),
                ("min_effective", settings.min_effective <= settings.panel_min),
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


def _covers(scored: tuple[str, ...], parts: list[tuple[str, ...]]) -> bool:
    """Say whether the parts hold each scored sub-direction exactly once and nothing else."""
    return sorted(sub for part in parts for sub in part) == sorted(scored)


def _judged(scored: tuple[str, ...], settings: RoundSettings) -> bool:
    """Say whether some group judges each scored sub-direction, and sizes are odd (P01)."""
    judged = {sub for plan in settings.groups for sub in plan.sub_directions}
    return set(scored) <= judged and all(plan.size % 2 == 1 for plan in settings.groups)


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
