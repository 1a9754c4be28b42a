"""What the score screen says of the application in view, and what Ctrl K finds in its queue."""

from __future__ import annotations

from collections.abc import Sequence

from ui.captions import Captions
from ui.viewmodels.finding import Findable
from ui.viewmodels.score_data import Entry, Sheet


def in_view(captions: Captions, sheet: Sheet) -> tuple[str, str]:
    """Return measure and group of an application, and their names for the tool tip."""
    english, measure, direction = captions.language == "en", sheet.measure, sheet.sub_direction
    key = "header.measure_group" if sheet.group else "header.measure"
    words = captions.cap(key, number=measure.number, group=sheet.group)
    names = (measure.en, direction.en) if english else (measure.zh, direction.zh)
    return words, f"{names[0]} · {direction.id} {names[1]}"


def board_things(is_declared: bool, entries: Sequence[Entry]) -> tuple[Findable, ...]:
    """Return the queue for Ctrl K: number, applicant and title; of a closed one the number alone.

    Without a declaration nothing can be opened, so nothing is found (acceptance C8).
    """
    return tuple(
        Findable(one.number, "　".join(part for part in (one.unit, one.title) if part), one.application_id)
        for one in entries
        if is_declared
    )
