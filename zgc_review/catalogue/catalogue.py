"""The catalogue as the rest of the program asks it: by sub-direction, measure, stage and way."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from msgspec.structs import replace

from zgc_review.catalogue import build
from zgc_review.catalogue.check import check_gate_values
from zgc_review.catalogue.check_frame import NO_APPLICATION_COMMON, STAGE_COMMON
from zgc_review.catalogue.model import (
    Attachment,
    Band,
    Criterion,
    Field,
    Fund,
    Gate,
    GroupPanel,
    Label,
    Measure,
    Panel,
    Rubric,
    ScoringDefaults,
    Stage,
    StageRubric,
    SubDirection,
    Veto,
)
from zgc_review.domain.canonical import parse_canonical
from zgc_review.domain.findings import Finding
from zgc_review.domain.settings import Mode
from zgc_review.errors import CatalogueError

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The thirteen measures and everything they share; made by ``load_*`` and ``from_json`` only."""

    schema_version: str
    catalogue_id: str
    version: str
    title: Label
    status: str
    references: Mapping[str, str]
    score_bands: tuple[Band, ...]
    defaults: ScoringDefaults
    mode_labels: Mapping[str, Label]
    role_labels: Mapping[str, Label]
    answer_labels: Mapping[str, Label]
    check_result_labels: Mapping[str, Label]
    funds: tuple[Fund, ...]
    fields: tuple[Field, ...]
    common_gates: tuple[Gate, ...]
    common_vetoes: tuple[Veto, ...]
    common_attachments: tuple[Attachment, ...]
    stage_rubrics: Mapping[str, StageRubric]
    measures: tuple[Measure, ...]
    canonical: bytes

    def to_json(self) -> bytes:
        """Return the RFC 8785 bytes of every value: what travels and is digested (head, item 11)."""
        return self.canonical

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``to_json`` as 64 lower-case hex characters."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def role_order(self) -> tuple[str, ...]:
        """The roles in the order that decides ties of role places (rules §3.1)."""
        return tuple(self.role_labels)

    @cached_property
    def sub_directions(self) -> tuple[SubDirection, ...]:
        """All sub-directions in order."""
        return tuple(sub for measure in self.measures for sub in measure.sub_directions)

    @cached_property
    def _subs(self) -> dict[str, SubDirection]:
        return {sub.id: sub for sub in self.sub_directions}

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def sub_direction(self, name: str) -> SubDirection:
        """Return a sub-direction by id.

        Raises:
            CatalogueError: ``catalogue.unknown``.
        """
        return _found(self._subs, name)

    def measure(self, name: str) -> Measure:
        """Return a measure by id, ``M01`` to ``M13``.

        Raises:
            CatalogueError: ``catalogue.unknown``.
        """
        return _found(self._measures, name)

    def measure_of(self, sub_direction: str) -> Measure:
        """Return the measure of a sub-direction."""
        return self._measures[self.sub_direction(sub_direction).measure]

    def fund_of(self, sub_direction: str) -> Fund:
        """Return the fund that pays a sub-direction."""
        name = self.measure_of(sub_direction).fund
        return _found({fund.id: fund for fund in self.funds}, name)

    def rubric(self, sub_direction: str, stage: Stage = "proposal") -> Rubric:
        """Return what experts score: criteria of weight above 0, weights of the sub-direction's profile.

        Mid-term check and acceptance: the measure's stage rubric, else the common one (rules §2.4).

        Raises:
            CatalogueError: ``catalogue.unknown``; ``catalogue.unscored`` where open call is no way of
                the sub-direction, so that nobody scores it.
        """
        measure = self.measure_of(sub_direction)
        if stage != "proposal":
            source = measure.stage_rubrics.get(stage, self.stage_rubrics[stage])
            return Rubric(
                sub_direction=sub_direction,
                stage=stage,
                criteria=_shown(source.criteria, source.weight_profiles.get(sub_direction)),
                screening=source.screening,
                bands=source.bands,
            )
        if sub_direction not in measure.rubric.applies_to:
            raise CatalogueError("catalogue.unscored", id=sub_direction)
        profile = measure.rubric.weight_profiles.get(sub_direction)
        return Rubric(
            sub_direction=sub_direction, stage=stage, criteria=_shown(measure.rubric.criteria, profile)
        )

    def fields_for(self, sub_directions: Collection[str], stage: Stage = "proposal") -> tuple[Field, ...]:
        """Return the fields on the forms of these sub-directions at a stage (head, item 7)."""
        names = {sub for name in sub_directions for sub in (name, self.sub_direction(name).measure)}
        return tuple(
            field
            for field in self.fields
            if (not field.only_for or names.intersection(field.only_for))
            and (not field.stages or stage in field.stages)
        )

    def gates_for(self, sub_direction: str, mode: Mode, stage: Stage = "proposal") -> tuple[Gate, ...]:
        """Return the gates of a sub-direction under its way: the common ones first, then the measure's.

        Under 免申即享 only CG04 and CG05 of the common ones count (rules §2.2 N). Under 达标即享 the
        common gates (``gate.measure`` empty) decide eligibility, the measure's decide the result. In a
        mid-term check or an acceptance only the integrity list is asked (§9): the project is approved.

        Raises:
            CatalogueError: ``catalogue.unknown``; ``catalogue.way`` where the sub-direction has no such way.
        """
        if stage != "proposal":
            self.sub_direction(sub_direction)
            return tuple(gate for gate in self.common_gates if gate.id in STAGE_COMMON)
        if mode not in self.sub_direction(sub_direction).modes:
            raise CatalogueError("catalogue.way", id=sub_direction, mode=mode)
        common = [
            gate for gate in self.common_gates if mode != "no_application" or gate.id in NO_APPLICATION_COMMON
        ]
        every = (*common, *self.measure_of(sub_direction).gates)
        return tuple(gate for gate in every if not gate.applies_to or sub_direction in gate.applies_to)

    def vetoes_for(self, measure: str) -> tuple[Veto, ...]:
        """Return the vetoes that can stop an application of a measure: the common ones, then its own."""
        return self.common_vetoes + self.measure(measure).vetoes

    def attachments_for(self, sub_direction: str, stage: Stage = "proposal") -> tuple[Attachment, ...]:
        """Return the papers of a sub-direction, the common ones first; a stage after approval lists none."""
        if stage != "proposal":
            return ()
        every = self.common_attachments + self.measure_of(sub_direction).attachments
        return tuple(paper for paper in every if not paper.applies_to or sub_direction in paper.applies_to)

    def panel_for(self, sub_directions: Collection[str], stage: Stage = "proposal") -> GroupPanel:
        """Return the largest ``panel.size`` of the measures of a group, and each measure's role places.

        Rules §3: the group's size is the larger of this and P01, which the round definition knows. P05
        matches members to the places of each measure on its own. A stage has its own panel (§2.4).

        Raises:
            CatalogueError: ``catalogue.unknown``, also for a group without sub-directions.
        """
        if not sub_directions:
            raise CatalogueError("catalogue.unknown", id="–")
        panels = {}
        for name in sorted(sub_directions):
            measure = self.measure_of(name)
            panels[measure.id] = self._panel(measure, stage)
        return GroupPanel(size=max(panel.size for panel in panels.values()), panels=panels)

    def check_gate_values(self, gate_values: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
        """Return what is wrong with a round's ``gate_values`` (rules §13), to be asked before version 1."""
        return check_gate_values(parse_canonical(self.canonical), gate_values)

    def _panel(self, measure: Measure, stage: Stage) -> Panel:
        """Return the panel of a measure at a stage."""
        if stage == "proposal":
            return measure.panel
        return measure.stage_rubrics.get(stage, self.stage_rubrics[stage]).panel


def assemble(canonical: bytes) -> Catalogue:
    """Return the catalogue of canonical bytes whose value passed every check.

    Built from the bytes, not from the YAML: RFC 8785 sorts keys, so the order of a map in the file does
    not reach those who read the JSON, and must not make a difference for those who read the file.
    """
    raw = parse_canonical(canonical)
    maker = build.Builder(raw)
    policy = raw["policy"]
    return Catalogue(
        schema_version=raw["schema_version"],
        catalogue_id=raw["catalogue_id"],
        version=raw["catalogue_version"],
        title=Label(zh=policy["title_zh"], en=policy["title_en"]),
        status=policy["status"],
        references=raw["references"],
        score_bands=build.score_bands(raw["score_bands"]),
        defaults=build.scoring_defaults(raw["scoring_defaults"]),
        mode_labels=build.labels(raw["selection_modes"]),
        role_labels=build.role_labels(raw["expert_roles"]),
        answer_labels=build.labels(raw["gate_answers"]),
        check_result_labels={
            code: label
            for table in raw["check_results"].values()
            for code, label in build.labels(table).items()
        },
        funds=build.funds(raw["funds"]),
        fields=maker.fields(),
        common_gates=maker.gates(raw["common_gates"], ""),
        common_vetoes=maker.vetoes(raw["common_vetoes"], ""),
        common_attachments=maker.attachments(raw["common_attachments"], ""),
        stage_rubrics=maker.stage_rubrics(raw["stage_rubrics"]),
        measures=maker.measures(),
        canonical=canonical,
    )


def _found(table: Mapping[str, _T], name: str) -> _T:
    """Return an entry by id, or refuse."""
    if name not in table:
        raise CatalogueError("catalogue.unknown", id=name)
    return table[name]


def _shown(criteria: tuple[Criterion, ...], profile: Mapping[str, int] | None) -> tuple[Criterion, ...]:
    """Return the criteria with the weights of a profile; weight 0 is not shown (head, item 3)."""
    if profile is not None:
        criteria = tuple(replace(criterion, weight=profile[criterion.id]) for criterion in criteria)
    return tuple(criterion for criterion in criteria if criterion.weight > 0)
