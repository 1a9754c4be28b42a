"""Tests of screening items: what the record of an application says by itself (rules §2.4)."""

from __future__ import annotations

from zgc_review.catalogue import Answer, Catalogue, derive, evaluate
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.intake.identifiers import CHECKS


def screening_answers(
    catalogue: Catalogue, settings: RoundSettings, application: ApplicationRow
) -> dict[str, Answer]:
    """Return what the test of each screening item says: yes speaks for it, unverified is for a person.

    The round's ``gate_values`` may give other values, as for gates (rules §13).
    """
    record = derive(application.record, catalogue.fields_for([application.sub_direction], settings.stage))
    return {
        item.id: evaluate(
            item.test,
            record,
            values=settings,
            overrides=settings.gate_values.get(item.id, {}),
            checkers=CHECKS,
        )
        for item in catalogue.rubric(application.sub_direction, settings.stage).screening
        if item.test is not None
    }


def items_due(catalogue: Catalogue, settings: RoundSettings, application: ApplicationRow) -> frozenset[str]:
    """Return the screening items that the record speaks for: they are claimed before anything is decided."""
    if settings.stage == "proposal":
        return frozenset()
    answers = screening_answers(catalogue, settings, application)
    return frozenset(item for item, answer in answers.items() if answer == "yes")
