"""What a round of stage midterm or acceptance may not have, and what its old round must be (rules §2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError

# Names of rules §13 about money and order: no rank, no budget line, no other way than the review.
_MEANINGLESS = ("pools", "funds", "grants", "vote_rule")


def stage_of(values: Mapping[str, Any]) -> Stage:
    """Return the stage that settings name, proposal where they name none.

    Raises:
        GateError: ``round.settings.unknown_stage``.
    """
    given = values.get("stage", "proposal")
    for known in get_args(Stage):
        if given == known:
            stage: Stage = known
            return stage
    raise GateError("round.settings.unknown_stage", stage=str(given)[:32], known=" ".join(get_args(Stage)))


def check_stage(values: Mapping[str, Any], stage: Stage, catalogue: Catalogue) -> None:
    """Refuse what has no meaning in a mid-term check or an acceptance (docs/bodies.md §4).

    Any sub-direction may take part: by which way its projects were chosen plays no part any more.

    Raises:
        GateError: ``round.settings.stage`` with the name; ``round.settings.rule`` for a sub-direction that
            the catalogue does not have.
    """
    known = {sub.id for sub in catalogue.sub_directions}
    for sub, mode in values["modes"].items():
        if sub not in known:
            raise GateError("round.settings.rule", name=f"modes.{sub}")
        if mode != "open_call":
            raise GateError("round.settings.stage", name=f"modes.{sub}", stage=stage)
    for name in _MEANINGLESS:
        if values.get(name):
            raise GateError("round.settings.stage", name=name, stage=stage)


def check_re_review(settings: RoundSettings, old: RoundSettings | None, *, sealed: bool) -> None:
    """Refuse a re-review of a round that is not sealed, or of another stage (rules §2.1).

    Args:
        old: settings of the round that ``re_review_of`` names; None where this vault did not lead it.
        sealed: it has a result.

    Raises:
        GateError: ``round.settings.re_review``.
    """
    if old is not None and not (sealed and old.stage == settings.stage):
        raise GateError("round.settings.re_review", round=str(settings.re_review_of)[:8])
