"""Builds the frozen values from a raw catalogue that passed every check."""

from __future__ import annotations

from typing import Any, cast

from zgc_review.catalogue.check_tests import factor_of
from zgc_review.catalogue.index import Index, is_enum_items
from zgc_review.catalogue.model import (
    Attachment,
    Band,
    Criterion,
    Derivation,
    Field,
    FieldType,
    Fund,
    Gate,
    Group,
    Items,
    Label,
    Leaf,
    Measure,
    Panel,
    Part,
    RubricSource,
    ScoringDefaults,
    Screening,
    StageRubric,
    SubDirection,
    Test,
    Veto,
)

# Rules §3.1 break ties "in the order of expert_roles"; sorted keys lose that order, so it stands here.
ROLE_ORDER = ("tech", "industry", "finance", "invest", "manage", "legal", "ip")


class Builder:
    """Turns the parts of one raw catalogue into values; units and fields are looked up in it."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._index = Index(raw)

    def measures(self) -> tuple[Measure, ...]:
        """Return the measures in order."""
        return tuple(self._measure(entry) for entry in self._raw["measures"])

    def fields(self) -> tuple[Field, ...]:
        """Return the application fields in order."""
        return tuple(self._field(entry) for entry in self._raw["application_fields"])

    def gates(self, entries: list[dict[str, Any]], measure: str) -> tuple[Gate, ...]:
        """Return gates of a measure, or the common ones."""
        return tuple(
            Gate(
                id=entry["id"],
                measure=measure,
                zh=entry["q"],
                en=entry["en"],
                evidence=entry["evidence"],
                blocking=entry["blocking"],
                applies_to=self._targets(entry),
                src=entry["src"],
                ref=entry.get("ref", ""),
                note=entry.get("note", ""),
                test=self.test(entry.get("test")),
            )
            for entry in entries
        )

    def vetoes(self, entries: list[dict[str, Any]], measure: str) -> tuple[Veto, ...]:
        """Return vetoes of a measure, or the common ones."""
        return tuple(
            Veto(
                id=entry["id"],
                measure=measure,
                zh=entry["zh"],
                en=entry["en"],
                src=entry["src"],
                ref=entry.get("ref", ""),
            )
            for entry in entries
        )

    def attachments(self, entries: list[dict[str, Any]], measure: str) -> tuple[Attachment, ...]:
        """Return attachments of a measure, or the common ones."""
        return tuple(
            Attachment(
                id=entry["id"],
                measure=measure,
                zh=entry["zh"],
                en=entry["en"],
                required=entry["required"],
                required_when=self.test(entry.get("required_when")),
                applies_to=self._targets(entry),
                src=entry["src"],
                ref=entry.get("ref", ""),
            )
            for entry in entries
        )

    def stage_rubrics(self, entries: dict[str, Any]) -> dict[str, StageRubric]:
        """Return stage rubrics by stage."""
        return {stage: self._stage_rubric(stage, entry) for stage, entry in entries.items()}

    def test(self, entry: dict[str, Any] | None) -> Test | None:
        """Return a test with its comparisons resolved against their fields."""
        return None if entry is None else self._test(entry)

    def _test(self, entry: dict[str, Any]) -> Test:
        partial = entry.get("partial", False)
        on_fail = "on_fail" in entry
        if "field" not in entry:
            join = "all" if "all" in entry else "any"
            inner = tuple(self._test(item) for item in entry[join])
            return Group(
                join="all" if join == "all" else "any",
                tests=inner,
                partial=partial,
                on_fail_unverified=on_fail,
            )
        source = self._index.fields[entry["field"]]
        unit = entry.get("unit", "")
        factor = factor_of(self._raw["units"], source, unit) if unit else None
        return Leaf(
            field=entry["field"],
            field_type=source["type"],
            op=entry["op"],
            value=entry["value"],
            unit=unit,
            factor=1 if factor is None or entry["op"] == "count_ge" else factor,
            partial=partial,
            on_fail_unverified=on_fail,
        )

    def _targets(self, entry: dict[str, Any]) -> tuple[str, ...]:
        """Return the sub-directions an entry is limited to, in order, or none."""
        if "applies_to" not in entry:
            return ()
        return tuple(sorted(self._index.targets(entry["applies_to"])))

    def _measure(self, entry: dict[str, Any]) -> Measure:
        name, rubric = entry["id"], entry["rubric"]
        return Measure(
            id=name,
            number=entry["number"],
            zh=entry["title_zh"],
            en=entry["title_en"],
            fund=entry["fund"],
            policy_text=entry["policy_basis"]["text"],
            condensed=entry["policy_basis"]["condensed"],
            funding_style=entry["funding_style"],
            panel=_panel(entry["panel"]),
            role_weights=entry.get("role_weights", {}),
            sub_directions=tuple(_sub_direction(item, name) for item in entry["sub_directions"]),
            gates=self.gates(entry["gates"], name),
            rubric=RubricSource(
                applies_to=tuple(rubric["applies_to"]),
                criteria=_criteria(rubric),
                weight_profiles=rubric.get("weight_profiles", {}),
            ),
            stage_rubrics=self.stage_rubrics(entry.get("stage_rubrics", {})),
            vetoes=self.vetoes(entry["vetoes"], name),
            attachments=self.attachments(entry["attachments"], name),
        )

    def _stage_rubric(self, stage: str, entry: dict[str, Any]) -> StageRubric:
        return StageRubric(
            stage="midterm" if stage == "midterm" else "acceptance",
            zh=entry["zh"],
            en=entry["en"],
            panel=_panel(entry["panel"]),
            criteria=_criteria(entry),
            weight_profiles=entry.get("weight_profiles", {}),
            screening=tuple(
                Screening(
                    id=item["id"],
                    zh=item["zh"],
                    en=item["en"],
                    src=item["src"],
                    test=self.test(item.get("test")),
                )
                for item in entry["screening"]
            ),
            bands=tuple(Band(**band) for band in entry["bands"]),
        )

    def _field(self, entry: dict[str, Any]) -> Field:
        values = entry.get("values", {})
        if values == "sub_directions":
            values = {
                sub["id"]: sub["zh"] for measure in self._raw["measures"] for sub in measure["sub_directions"]
            }
        return Field(
            id=entry["id"],
            zh=entry["zh"],
            en=entry["en"],
            type=entry["type"],
            source=entry["source"],
            required=entry.get("required", False),
            unit=entry.get("unit", ""),
            values=values,
            items=_items(entry.get("items")),
            derive=_derivation(entry.get("derive")),
            only_for=tuple(entry.get("for", ())),
            stages=tuple(entry.get("stage", ())),
        )


def _panel(entry: dict[str, Any]) -> Panel:
    return Panel(size=entry["size"], roles=entry["roles"])


def _criteria(rubric: dict[str, Any]) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            id=entry["id"],
            zh=entry["zh"],
            en=entry["en"],
            weight=entry["weight"],
            roles=tuple(entry["role"]),
            floor=entry.get("floor"),
            anchors=entry["anchors"],
        )
        for entry in rubric["criteria"]
    )


def _sub_direction(entry: dict[str, Any], measure: str) -> SubDirection:
    return SubDirection(
        id=entry["id"],
        measure=measure,
        zh=entry["zh"],
        en=entry["en"],
        modes=tuple(entry["modes"]),
        mode_note=entry.get("mode_note", ""),
        src=entry["src"],
        mode_src=entry["mode_src"],
    )


def _items(items: Any) -> Items | None:
    if items is None:
        return None
    if isinstance(items, str):
        return Items(type=cast(FieldType, items), values={}, parts=())
    if is_enum_items(items):
        return Items(type="enum", values=items, parts=())
    parts = (
        Part(id=name, type="enum", values=kind)
        if isinstance(kind, dict)
        else Part(id=name, type=cast(FieldType, kind), values={})
        for name, kind in items.items()
    )
    return Items(type="record", values={}, parts=tuple(parts))


def _derivation(entry: dict[str, Any] | None) -> Derivation | None:
    if entry is None:
        return None
    of = entry["of"]
    return Derivation(
        op=entry["op"],
        of=(of,) if isinstance(of, str) else tuple(of),
        where={name: tuple(wanted) for name, wanted in entry.get("where", {}).items()},
    )


def funds(entries: list[dict[str, Any]]) -> tuple[Fund, ...]:
    """Return the funds in order."""
    return tuple(Fund(**{**entry, "measures": tuple(entry["measures"])}) for entry in entries)


def score_bands(table: dict[str, dict[str, Any]]) -> tuple[Band, ...]:
    """Return the score bands from A to D."""
    return tuple(Band(code=code, **table[code]) for code in "ABCD")


def labels(table: dict[str, dict[str, Any]]) -> dict[str, Label]:
    """Return the names of a table's entries in both languages."""
    return {name: Label(zh=entry["zh"], en=entry["en"]) for name, entry in table.items()}


def role_labels(table: dict[str, dict[str, Any]]) -> dict[str, Label]:
    """Return the names of the roles in the order of ROLE_ORDER, further roles behind by id."""
    known = [role for role in ROLE_ORDER if role in table]
    return labels({role: table[role] for role in (*known, *sorted(set(table).difference(known)))})


def scoring_defaults(entry: dict[str, Any]) -> ScoringDefaults:
    """Return the values that fill the form of a round definition."""
    rounding = entry["round"]
    return ScoringDefaults(
        input_step=entry["input_step"],
        pass_line=entry["pass_line"],
        reserve_line=entry["reserve_line"],
        round_digits=rounding["digits"],
        round_mode=rounding["mode"],
        round_stages=tuple(rounding["stages"]),
        trim_when_at_least=entry["trim_when_at_least"],
        min_valid_sheets=entry["min_valid_sheets"],
        allow_not_applicable=entry["allow_not_applicable"],
    )
