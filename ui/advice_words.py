"""What an expert recommends, in words: of a project's stage what F07 says of it (rules §2.4, §6.5)."""

from __future__ import annotations

from ui.captions import Captions


def advice_words(captions: Captions, stage: str, code: str | None, *, short: bool = False) -> str:
    """Return the word of a recommendation; that none was chosen yet is a word too.

    Args:
        captions: in the language of the window.
        stage: of the round: ``proposal``, ``midterm``, ``acceptance``.
        code: ``SUPPORT``, ``SUPPORT_IF_REVISED``, ``NOT_SUPPORT``; empty or None for none.
        short: where there is little room.
    """
    if not code:
        return captions.cap("recommend.none")
    said = code if stage == "proposal" else f"{stage}_{code}"
    return captions.cap(f"discussion.advice.{said}" if short else f"recommend.{said}")
