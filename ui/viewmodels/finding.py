"""What Ctrl K finds: of a screen that says so itself, else the round's applications and experts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing to go to.

    Attributes:
        key: what is typed most: a number or a code.
        text: what else it is known by, such as applicant and title.
        target: what :meth:`ui.views.screen.Screen.go_to` is given.
    """

    key: str
    text: str = field(repr=False)
    target: str


def fold(text: str) -> str:
    """Return a text as it is compared: full-width as half-width, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def office_things(desk: Desk, row: RoundRow, expert: str) -> Sequence[Findable]:
    """Return applications and experts of the secretary's vault; experts by code alone (rules §15).

    Args:
        expert: the word that stands behind a code.
    """
    with desk.vault.begin() as uow:
        applications = uow.applications.all(row.round_id)
        codes = sorted(one.code for one in uow.seats.all(row.round_id))
    things = [Findable(code, expert, code) for code in codes]
    for one in applications:
        words = (str(one.record.get("unit_name", "")), str(one.record.get("title", "")))
        things.append(Findable(one.number, "　".join(part for part in words if part), one.number))
    return things
