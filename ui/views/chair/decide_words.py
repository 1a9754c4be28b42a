"""Sentences about a list of decisions: its sum, what is in its way, what is asked before it (U7)."""

from __future__ import annotations

from pathlib import Path

from ui.captions import Captions
from ui.viewmodels.chair.decide import DecideModel
from zgc_review.domain.money import Amount

_LISTED = 12  # numbers written out


def page_name(model: DecideModel) -> str:
    """Return the caption of the page: a stage without a line has no budget."""
    return "decide.page" if model.has_line else "decide.page_stage"


def question_words(captions: Captions, model: DecideModel, fund: str, folder: Path) -> list[str]:
    """Return what is asked before signing: each decision with count and numbers, amount, fund, folder."""
    words, summary = [], model.summary
    for word, rows in summary.groups:
        numbers = " · ".join(one.entry.number for one in rows[:_LISTED])
        if len(rows) > _LISTED:
            numbers += f" {captions.cap('decide.ask.more', count=len(rows) - _LISTED)}"
        name = captions.texts.get(f"form.word.decision.{word}")
        words.append(captions.cap("decide.ask.group", word=name, count=len(rows), numbers=numbers))
    if model.has_line:
        words += [captions.cap("decide.ask.total", amount=Amount(summary.amount_fen)), fund]
    left_out = sum(not one.is_signed for one in model.sheet.rows) - summary.count
    if left_out:
        words.append(captions.cap("decide.ask.left_out", count=left_out))
    words.append(captions.cap("decide.ask.folder", folder=str(folder)))
    return [one for one in words if one]


def sum_words(captions: Captions, model: DecideModel) -> str:
    """Return counts by decision, the amount, and how many are signed."""
    summary = model.summary
    words = [
        captions.cap(
            "decide.sum.part", word=captions.texts.get(f"form.word.decision.{word}"), count=len(rows)
        )
        for word, rows in summary.groups
    ]
    if model.has_line and summary.groups:
        words.append(captions.cap("decide.sum.amount", amount=Amount(summary.amount_fen)))
    signed = sum(one.is_signed for one in model.sheet.rows)
    if signed:
        words.append(captions.cap("decide.sum.signed", count=signed))
    return " · ".join(words)


def lacking_words(captions: Captions, model: DecideModel) -> str:
    """Return why nothing can be signed now, empty where it can."""
    summary = model.summary
    if model.is_signing:
        return captions.cap("decide.lacking.signing")
    if model.sheet.is_what_if:
        return captions.cap("decide.lacking.what_if")
    if summary.refused:
        numbers = " · ".join(one.entry.number for one in summary.refused[:_LISTED])
        return captions.cap_count("decide.lacking.refused", len(summary.refused), numbers=numbers)
    return "" if summary.count else captions.cap("decide.lacking.nothing")
