"""Versions of a draft in words: what each changed, and sentences typed in one go as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ui.advice_words import advice_words
from ui.captions import Captions
from ui.viewmodels.score_data import Sheet, Version
from zgc_review.domain.money import Amount
from zgc_review.scoring.history import Change, Shown

_TEXTS = frozenset({"comments", "floor_reasons", "overall", "reason", "not_applicable"})
_TOGETHER = 10  # s between two versions of one sentence that are shown as one


def fold(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Return versions, newest first, with the steps of one sentence typed in one go as one line.

    Only texts are joined: every percent stands alone (acceptance U3). A line stands for its newest version.
    """
    lines: list[Version] = []
    for one in versions:
        last = lines[-1] if lines else None
        if last is not None and _goes_on(one, last):
            (newer,), (older,) = last.changes, one.changes
            lines[-1] = replace(last, changes=(replace(newer, before=older.before),))
        else:
            lines.append(one)
    return tuple(lines)


def change_words(captions: Captions, sheet: Sheet, change: Change) -> str:
    """Return one difference in words: field, criterion, before → after."""
    texts = captions.texts
    english = captions.language == "en"
    names = {one.id: one.en if english else one.zh for one in sheet.rubric.criteria}
    names |= {
        name: one.en if english else one.zh for name, one in zip(sheet.veto_ids, sheet.vetoes, strict=True)
    }
    field = texts.get(f"scoring.field.{change.field}")
    place = f" · {names.get(change.key, change.key)}" if change.key else ""
    before, after = (
        _value(captions, sheet.rubric.stage, change.field, one) for one in (change.before, change.after)
    )
    return captions.cap("score.versions.change", field=f"{field}{place}", before=before, after=after)


def _value(captions: Captions, stage: str, field: str, value: Shown) -> str:
    """Return a value as people read it."""
    if value is None or value == "":
        return captions.cap("score.versions.nothing")
    if field == "recommendation":
        return advice_words(captions, stage, str(value))
    if field == "integrity":
        return captions.cap("score.integrity.found" if value else "score.integrity.none")
    if field in {"budget", "cuts"} and isinstance(value, int):
        return captions.cap("score.money", amount=Amount(value))
    if field == "percents":
        return f"{value}%"
    words = str(value)
    return words if len(words) <= 60 else f"{words[:59]}…"


def _goes_on(older: Version, newer: Version) -> bool:
    """Say whether two versions are steps of one sentence."""
    if len(older.changes) != 1 or len(newer.changes) != 1:
        return False
    one, other = older.changes[0], newer.changes[0]
    if one.field not in _TEXTS or (one.field, one.key) != (other.field, other.key):
        return False
    apart = datetime.fromisoformat(newer.at) - datetime.fromisoformat(older.at)
    return apart.total_seconds() <= _TOGETHER
