"""What the forms of a mid-term check or an acceptance say: outcomes in place of ranks and amounts (§2.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import UNSET

from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.export.result_values import OutcomeCount, OutcomeRow, OutcomeSection
from zgc_review.services.form_heads import Paper
from zgc_review.services.vetoes import listed_items


def outcome_sections(paper: Paper, aggregate: Aggregate) -> tuple[OutcomeSection, ...]:
    """Return F14 of a stage: the projects of each measure by number, with how many came to what.

    Empty in a round of stage proposal, whose results stand by pool.
    """
    if paper.state.settings.stage == "proposal":
        return ()
    found: dict[tuple[int, str], list[OutcomeRow]] = {}
    for line in aggregate.applications:
        measure = paper.catalogue.measure_of(paper.applications[line.application].sub_direction)
        row = OutcomeRow(
            application=paper.application(line.application),
            value=line.after.value,
            decision=line.decision or line.suggestion,
            established=established_words(paper, line),
        )
        found.setdefault((measure.number, f"{measure.number}. {measure.zh}"), []).append(row)
    return tuple(_section(name, rows) for (_, name), rows in sorted(found.items()))


def established_words(paper: Paper, line: ApplicationLine) -> tuple[str, ...]:
    """Return the items established of an application, as id and name; none in a round of stage proposal."""
    if line.established is UNSET or not line.established:
        return ()
    sub = paper.applications[line.application].sub_direction
    names: Mapping[str, str] = listed_items(paper.catalogue, sub, paper.state.settings)
    return tuple(f"{item} {names[item]}" for item in line.established)


def _section(name: str, rows: list[OutcomeRow]) -> OutcomeSection:
    """Return one measure; counts stand in the order in which conclusions first appear by number."""
    rows = sorted(rows, key=lambda one: one.application.number)
    counts = Counter(one.decision for one in rows)
    return OutcomeSection(
        measure=name,
        counts=tuple(OutcomeCount(decision=decision, count=n) for decision, n in counts.items()),
        rows=tuple(rows),
    )
