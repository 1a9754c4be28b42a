"""The settings of a round to be as a readable list; what differs from rules §13 is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zgc_review.catalogue import Catalogue
from zgc_review.domain.settings import RoundSettings
from zgc_review.services.round_settings import complete_settings
from zgc_review.services.rounds import verifier_digest

#: Names by section, in the order of rules §13; what the form asks for on its own stands there.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("round", ("stage", "support_from", "support_to", "re_review_of", "suite")),
    ("money", ("gate_values", "funds", "grants", "amount_step_fen")),
    (
        "panel",
        (
            "assignment", "per_application", "groups", "panel_min", "panel_large", "panel_large_from_fen",
            "panel_consortium", "min_effective", "one_per_legal_person", "group_recusal_max", "alternates",
            "rounds_per_year", "same_applicant_years", "chair_by", "acting_chair",
        ),
    ),
    (
        "recusal",
        (
            "lookback_years", "excluded_experts_max", "listed_holding_bp", "org_similarity",
            "other_reason_min", "v_ruling",
        ),
    ),
    (
        "sheets",
        (
            "input_step", "bands", "not_applicable", "comment_overall_min", "comment_extreme_min",
            "contradiction_high", "contradiction_low", "revisions_max",
        ),
    ),
    (
        "combining",
        (
            "combine", "trim_from", "trim_each", "round_stages", "round_digits", "round_mode",
            "role_weights", "vote_rule", "deviation_percent", "deviation_points", "near_line", "floors",
            "tie_keys", "standardise", "veto_majority",
        ),
    ),
    (
        "custody",
        (
            "collector", "officers_k", "officers_n", "package_per", "notice_days",
            "ethics_followup_months", "retention_years",
        ),
    ),
)  # fmt: skip
#: What has no default, and the stage: the same round with nothing else chosen is what is compared with.
_TAKEN = ("title", "call_year", "t0", "modes", "stage", "rehearsal")


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting: its section, its name in rules §13, its value and the default."""

    section: str
    name: str
    value: Any
    default: Any

    @property
    def is_changed(self) -> bool:
        """Whether the committee chose something else."""
        return bool(self.value != self.default)


def settings_of(given: Mapping[str, Any], catalogue: Catalogue) -> RoundSettings:
    """Return the complete settings.

    Raises:
        GateError: ``round.settings.*``.
    """
    return complete_settings(given, catalogue, verifier_digest())


def setting_lines(given: Mapping[str, Any], catalogue: Catalogue) -> tuple[SettingLine, ...]:
    """Return every setting beside its default.

    Raises:
        GateError: ``round.settings.*``.
    """
    settings = settings_of(given, catalogue)
    default = settings_of({name: given[name] for name in _TAKEN if name in given}, catalogue)
    return tuple(
        SettingLine(section, name, getattr(settings, name), getattr(default, name))
        for section, names in SECTIONS
        for name in names
    )
