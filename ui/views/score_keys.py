"""The keys of the score screen in words, the most used first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.views.screen import Hint


def score_hints(cap: Callable[..., str]) -> Sequence[Hint]:
    """Return every key of the score screen with its caption; the foot of the window cuts the list off."""
    return (
        ("A–D", cap("score.hint.band")),
        ("0–9", cap("score.hint.percent")),
        ("↑ ↓", cap("score.hint.step")),
        ("Enter", cap("score.hint.next")),
        ("Q", cap("score.hint.cite")),
        ("N", cap("score.hint.unfinished")),
        ("F8", cap("score.hint.missing")),
        ("F1", cap("help.keys")),
        ("J K", cap("score.hint.previous")),
        ("M", cap("score.hint.comment")),
        ("G", cap("score.hint.follow")),
        ("X", cap("score.hint.skip")),
        ("Alt 1–4", cap("score.hint.band_in_text")),
        ("PgUp PgDn", cap("score.hint.step_five")),
        ("Ctrl B", cap("score.hint.queue")),
        ("R", cap("score.hint.late")),
    )
