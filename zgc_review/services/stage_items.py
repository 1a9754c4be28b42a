"""What may be claimed of an application, and what the tests of screening items say of its record (§2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zgc_review.catalogue import Answer
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.services.deliberating_agenda import require_open
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.stage_tests import screening_answers


@dataclass(frozen=True, slots=True)
class Item:
    """One item that may be claimed.

    Attributes:
        kind: screening items stand in a mid-term check or an acceptance only.
        answer: what its test says of the record, None without a test; a yes is evidence for a claim.
    """

    id: str
    zh: str
    en: str
    kind: Literal["screening", "veto"]
    answer: Answer | None


def items_of(desk: Desk, row: RoundRow, application: ApplicationRow) -> tuple[Item, ...]:
    """Return the items of an application, screening first, as far as the vault at hand knows its record.

    Raises:
        GateError: ``application.closed``.
    """
    require_open(row, application)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue = catalogue_of(uow, state)
    answers = screening_answers(catalogue, state.settings, application)
    rubric = catalogue.rubric(application.sub_direction, state.settings.stage)
    vetoes = catalogue.vetoes_for(catalogue.measure_of(application.sub_direction).id)
    return (
        *(Item(one.id, one.zh, one.en, "screening", answers.get(one.id)) for one in rubric.screening),
        *(Item(one.id, one.zh, one.en, "veto", None) for one in vetoes),
    )
