"""The shape of a catalogue of schema 1.1: which keys stand where, and what kind of value each has."""

from __future__ import annotations

from typing import Any

from zgc_review.catalogue.report import Report
from zgc_review.catalogue.shape import (
    anything,
    boolean,
    choice,
    identifier,
    integer,
    listing,
    one_of,
    record,
    table,
    text,
)

SCHEMA_VERSION = "1.1"
SCALAR_TYPES = ("text", "integer", "money_fen", "date", "enum", "bool", "credit_code", "person")
FIELD_TYPES = (*SCALAR_TYPES, "list")
MODES = ("open_call", "on_qualification", "no_application")
STAGES = ("proposal", "midterm", "acceptance")
# Outcomes of a stage, best first; the last one is 不通过 (rules §2.4).
OUTCOMES = {
    "midterm": ("CONTINUE", "ADJUST", "STOP_ADVISED"),
    "acceptance": ("ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED"),
}
NUMERIC = ("eq", "ge", "gt", "le", "lt")
OPERATORS = (*NUMERIC, "in", "before", "after", "present", "matches", "valid", "contains_all", "count_ge")

REFERENCE = r"R\d{2}"
MEASURE = r"M\d{2}"
SUB_DIRECTION = r"M\d{2}-[1-9]\d?"
_NAME = r"[a-z][a-z0-9_]{0,39}"
_KEY = r"[A-Za-z0-9_]{1,40}"  # enum keys: 5A, none, zgc_park
_CODE = r"[A-Z][A-Z_]{0,39}"

_src = choice("policy", "public", "proposal")
_reference = identifier(REFERENCE)
_label = record({"zh": text, "en": text})
_target = identifier(rf"{MEASURE}(-[1-9]\d?)?")
_sub = identifier(SUB_DIRECTION)


def _test(value: Any, path: str, report: Report) -> None:
    """A comparison, or tests joined by all or any; nesting ends where the reader's bound ends."""
    heads = [head for head in ("field", "all", "any") if isinstance(value, dict) and head in value]
    if len(heads) != 1:
        report.add("test.shape", path)
    elif heads == ["field"]:
        _leaf(value, path, report)
    else:
        (_all if heads == ["all"] else _any)(value, path, report)


_outcome = {"partial": boolean, "on_fail": choice("unverified")}
_leaf = record(
    {"field": identifier(_NAME), "op": choice(*OPERATORS), "value": anything}, {"unit": text, **_outcome}
)
_all = record({"all": listing(_test, least=1)}, _outcome)
_any = record({"any": listing(_test, least=1)}, _outcome)

_panel = record(
    {"size": integer(1, 99), "roles": table(_NAME, integer(1, 99)), "src": _src},
)
_anchors = record({"A": text, "B": text, "C": text, "D": text})


def _criteria(pattern: str) -> Any:
    """Return the check of a list of criteria with ids of the shape ``pattern``."""
    criterion = record(
        {
            "id": identifier(pattern),
            "zh": text,
            "en": text,
            "weight": integer(0, 100),
            "role": listing(identifier(_NAME), least=1),
            "anchors": _anchors,
        },
        {"floor": integer(0, 100)},
    )
    return listing(criterion, least=1)


def _stage(letter: str, outcomes: tuple[str, ...]) -> Any:
    """Return the check of a stage rubric; ids begin with SM or SA, under a measure with its id before."""
    before = rf"({MEASURE}-)?S{letter}-"
    screening = record(
        {"id": identifier(rf"{before}S\d+"), "zh": text, "en": text, "src": _src}, {"test": _test}
    )
    band = record({"code": choice(*outcomes), "min": integer(0, 100), "zh": text, "en": text})
    return record(
        {
            "zh": text,
            "en": text,
            "src": _src,
            "applies_to": choice("all"),
            "panel": _panel,
            "screening": listing(screening),
            "criteria": _criteria(rf"{before}K\d+"),
            "bands": listing(band, least=1),
        },
        {"informed_by": listing(_reference), "weight_profiles": _profiles},
    )


_profiles = table(SUB_DIRECTION, table(r"[A-Z0-9-]{1,40}", integer(0, 100)))
_stages = {"midterm": _stage("M", OUTCOMES["midterm"]), "acceptance": _stage("A", OUTCOMES["acceptance"])}


def _gate(pattern: str, target: Any) -> Any:
    """Return the check of one gate."""
    return record(
        {
            "id": identifier(pattern),
            "q": text,
            "en": text,
            "evidence": text,
            "blocking": boolean,
            "src": _src,
        },
        {"ref": _reference, "note": text, "applies_to": listing(target, least=1), "test": _test},
    )


def _veto(pattern: str) -> Any:
    """Return the check of one veto."""
    return record({"id": identifier(pattern), "zh": text, "en": text, "src": _src}, {"ref": _reference})


def _attachment(pattern: str, target: Any) -> Any:
    """Return the check of one attachment."""
    return record(
        {"id": identifier(pattern), "zh": text, "en": text, "required": boolean, "src": _src},
        {"ref": _reference, "applies_to": listing(target, least=1), "required_when": _test},
    )


_enum = table(_KEY, text)
_part = one_of(text, _enum)
_derive = record(
    {
        "op": choice("minus", "ratio_bp", "any_true", "count"),
        "of": listing(identifier(_NAME), least=1),
    },
    {"where": table(_NAME, listing(anything, least=1))},
)


def _derivation(value: Any, path: str, report: Report) -> None:
    """``of`` is a list of fields, or for count one field by its name."""
    if isinstance(value, dict) and isinstance(value.get("of"), str):
        value = {**value, "of": [value["of"]]}
    _derive(value, path, report)


_field = record(
    {
        "id": identifier(_NAME),
        "zh": text,
        "en": text,
        "type": choice(*FIELD_TYPES),
        "source": choice("applicant", "secretary", "program"),
    },
    {
        "required": boolean,
        "unit": text,
        "values": one_of(choice("sub_directions"), _enum),
        "items": one_of(choice(*SCALAR_TYPES), table(_KEY, _part)),
        "derive": _derivation,
        "for": listing(_target, least=1),
        "stage": listing(choice(*STAGES), least=1),
    },
)

_sub_direction = record(
    {
        "id": _sub,
        "zh": text,
        "en": text,
        "src": _src,
        "modes": listing(choice(*MODES), least=1),
        "mode_src": _src,
    },
    {"ref": _reference, "mode_note": text},
)
_measure = record(
    {
        "id": identifier(MEASURE),
        "number": integer(1, 99),
        "title_zh": text,
        "title_en": text,
        "fund": identifier(r"F[1-5]"),
        "policy_basis": record(
            {"src": _src, "measure_number": integer(1, 99), "text": text, "condensed": text}
        ),
        "sub_directions": listing(_sub_direction, least=1),
        "funding_style": text,
        "panel": _panel,
        "gates": listing(_gate(rf"{MEASURE}-G\d+", _sub)),
        "rubric": record(
            {"src": _src, "applies_to": listing(_sub, least=1), "criteria": _criteria(rf"{MEASURE}-K\d+")},
            {"informed_by": listing(_reference), "weight_profiles": _profiles},
        ),
        "vetoes": listing(_veto(rf"{MEASURE}-V\d+")),
        "attachments": listing(_attachment(rf"{MEASURE}-A\d+", _sub)),
    },
    {"role_weights": table(_NAME, integer(0, 10_000)), "stage_rubrics": record({}, _stages)},
)

_mode = record({"zh": text, "en": text, "scored": boolean}, {"note": text})
_answer = record({"zh": text, "en": text, "passes": anything}, {"needs_reason": boolean})
_band = record({"min": integer(0, 100), "zh": text, "en": text})
_defaults = record(
    {
        "src": _src,
        "input_step": integer(1, 100),
        "pass_line": integer(0, 100),
        "reserve_line": integer(0, 100),
        "round": record(
            {
                "digits": integer(2, 2),
                "mode": choice("half_up"),
                "stages": listing(choice("sheet_total", "combined"), least=1),
            }
        ),
        "trim_when_at_least": integer(1, 99),
        "min_valid_sheets": integer(1, 99),
        "allow_not_applicable": boolean,
    }
)
_fund = record(
    {
        "id": identifier(r"F[1-5]"),
        "zh": text,
        "en": text,
        "policy_section": text,
        "measures": listing(integer(1, 99), least=1),
    }
)
_factors = table(r".{1,20}", integer(1, 10**12))

ROOT = record(
    {
        "schema_version": choice(SCHEMA_VERSION),
        "catalogue_id": text,
        "catalogue_version": text,
        "policy": record({"title_zh": text, "title_en": text, "status": text}, {"supersedes": text}),
        "references": table(REFERENCE, text),
        "score_bands": record(dict.fromkeys("ABCD", _band)),
        "scoring_defaults": _defaults,
        "selection_modes": record(dict.fromkeys(MODES, _mode)),
        "funds": listing(_fund, least=1),
        "expert_roles": table(_NAME, _label),
        "units": record({"money_fen": _factors, "bp": _factors}),
        "gate_answers": record(dict.fromkeys(("yes", "no", "not_applicable", "unverified"), _answer)),
        "check_results": record(
            {
                "on_qualification": record(dict.fromkeys(("MET", "NOT_MET", "MANUAL"), _label)),
                "no_application": record(dict.fromkeys(("LISTED", "INFO_MISSING", "DECLINED"), _label)),
            }
        ),
        "application_fields": listing(_field, least=1),
        "common_gates": listing(_gate(r"CG\d{2}", _target)),
        "common_vetoes": listing(_veto(r"CV\d{2}")),
        "common_attachments": listing(_attachment(r"CA\d{2}", _target)),
        "stage_rubrics": record(_stages),
        "measures": listing(_measure, least=1),
    }
)
