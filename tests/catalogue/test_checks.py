"""The checks as a whole: nothing against the shipped value, additions taken, no damage breaks them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.catalogue import from_json, load_shipped
from zgc_review.catalogue.catalogue import assemble
from zgc_review.catalogue.check import check_raw
from zgc_review.catalogue.report import LIMIT, Report
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.findings import Level


def test_the_shipped_value_has_no_finding_at_all(raw: dict[str, Any]) -> None:
    report = Report()
    check_raw(raw, report)
    assert report.findings == []


def test_another_number_of_sub_directions_is_only_a_warning(cat: Any) -> None:
    """A year's guideline may add one; the program says so and goes on."""
    subs = cat.measure(2)["sub_directions"]
    subs.append({**subs[1], "id": "M02-3", "modes": ["on_qualification"]})
    report = Report()
    check_raw(cat.raw, report)
    assert [(finding.code, finding.level) for finding in report.findings] == [
        ("catalogue.sub_directions.count", Level.WARN)
    ]
    assert len(from_json(canonical_bytes(cat.raw)).sub_directions) == 49


def test_what_a_committee_may_add_is_taken(cat: Any) -> None:
    """Optional parts of the head that the shipped file does not use."""
    cat.measure(5)["role_weights"] = {"finance": 2, "invest": 1, "legal": 0}
    own = cat.midterm("M04", "M04-")
    own["weight_profiles"] = {"M04-1": {f"M04-SM-K{n}": 20 for n in range(1, 6)}}
    cat.raw["expert_roles"]["archivist"] = {"zh": "档案专家", "en": "archivist"}
    cat.gate("CG10")["applies_to"] = ["M01", "M02-1"]
    cat.field("cross_border_matters")["items"]["priced"] = "bool"
    count = {"field": "investees", "op": "count_ge", "value": 0}
    cat.test(all=[count], partial=True, on_fail="unverified")
    assert cat.found() == []
    catalogue = from_json(canonical_bytes(cat.raw))
    assert catalogue.measure("M05").role_weights == {"finance": 2, "invest": 1, "legal": 0}
    assert catalogue.role_order[-2:] == ("ip", "archivist")
    assert catalogue.rubric("M04-1", "midterm").criteria[0].weight == 20
    assert catalogue.rubric("M04-2", "midterm").criteria[0].weight == 40
    assert catalogue.rubric("M04-1", "midterm").criteria[0].id == "M04-SM-K1"
    assert catalogue.rubric("M05-1", "midterm").criteria[0].id == "SM-K1"
    assert [gate.id for gate in catalogue.gates_for("M02-1", "open_call")].count("CG10") == 1
    assert [gate.id for gate in catalogue.gates_for("M02-2", "open_call")].count("CG10") == 0


def test_the_number_of_findings_is_bounded(cat: Any) -> None:
    cat.raw["references"] = {f"X{n}": "" for n in range(3 * LIMIT)}
    assert len(cat.found()) == LIMIT


def test_a_long_id_does_not_blow_up_the_paths(cat: Any) -> None:
    gate = cat.gate("CG01")
    gate.update(id="x" * 1_000_000, applies_to=[1] * 1000)
    assert all(len(path) < 200 for _, path in cat.found())


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a raw value."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += _places(inner, (*path, key))
    return found


PLACES = _places(json.loads(load_shipped().to_json()))
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.sampled_from(["", "M01", "x", "text", "@t0", "分"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "field", "all", "text", "kind"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(place=st.sampled_from(PLACES), junk=JUNK, drop=st.booleans())
def test_no_damage_makes_the_checks_fail_themselves(place: tuple[Any, ...], junk: Any, drop: bool) -> None:
    """Whatever stands in one place, the checks report or the catalogue can be built."""
    raw = json.loads(load_shipped().to_json())
    target = raw
    for key in place[:-1]:
        target = target[key]
    if drop:
        del target[place[-1]]
    else:
        target[place[-1]] = junk
    report = Report()
    check_raw(raw, report)
    if not report.errors:
        assemble(canonical_bytes(raw))
