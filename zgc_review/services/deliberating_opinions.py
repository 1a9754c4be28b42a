"""The group's opinion: agreed text of the chair, agreement and dissent of the members (rules §8, F09)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services.deliberating_consents import ConsentBook, Spoken
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk

# The opinion is one signed text; these words part it where F09 has a place for each.
_HEADS = ("优势", "不足", "建议")
_PARTS = re.compile(r"^优势：(?P<strengths>.*)\n不足：(?P<weaknesses>.*)\n建议：(?P<advice>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OpinionText:
    """An opinion in its three parts."""

    strengths: str
    weaknesses: str
    advice: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion with what the members said about it.

    Attributes:
        id: message id of the consent that carries it.
        chair: who signed it.
        agreed: codes that agreed.
        dissents: code and written 不同意见 of those who did not.
    """

    id: str
    application: str
    chair: str
    text: OpinionText
    agreed: tuple[str, ...]
    dissents: tuple[tuple[str, str], ...]


def sign_opinion(
    desk: Desk, row: RoundRow, application: str, text: OpinionText, folder: Path | None = None
) -> SignedAct:
    """Sign the agreed opinion on an application; a new one replaces it, and votes begin anew.

    Raises:
        GateError: ``opinion.empty``; ``consent.chair``, ``deliberation.*``.
    """
    parts = (text.strengths.strip(), text.weaknesses.strip(), text.advice.strip())
    if not all(parts):
        raise GateError("opinion.empty")
    whole = "\n".join(f"{head}：{part}" for head, part in zip(_HEADS, parts, strict=True))
    body = ConsentBody(act="opinion", application=application, answer="agreed", text=whole)
    return sign_act(desk, row, body, folder)


def vote_opinion(
    desk: Desk,
    row: RoundRow,
    application: str,
    answer: Literal["agree", "dissent"],
    dissent: str = "",
    folder: Path | None = None,
) -> SignedAct:
    """Agree to the opinion that is known here, or dissent in writing.

    Raises:
        GateError: ``opinion.none``, ``deliberation.dissent``, ``deliberation.*``.
    """
    with desk.vault.begin() as uow:
        about = newest_opinion(uow, row, application)
    if about is None:
        raise GateError("opinion.none")
    text = dissent.strip() if answer == "dissent" else ""
    body = ConsentBody(act="opinion_vote", about=about, application=application, answer=answer, text=text)
    return sign_act(desk, row, body, folder)


def newest_opinion(uow: UnitOfWork, row: RoundRow, application: str) -> str | None:
    """Return the id of the opinion that reached this vault last."""
    slot = f"opinion:{application}"
    held = [one for one in uow.messages.find(row.round_id, "consent") if one.slot == slot]
    return max(held, key=lambda one: (one.at, one.seq)).message_id if held else None


def opinion_on(book: ConsentBook, application: str, chair: str | None) -> Opinion | None:
    """Return the counting opinion of the chair in force with its votes."""
    signed = next((one for one in book.of("opinion", application) if one.code == chair), None)
    if signed is None:
        return None
    votes = [
        vote
        for vote in book.of("opinion_vote", application)
        if vote.body.about == signed.id and vote.code != signed.code
    ]
    return Opinion(
        id=signed.id,
        application=application,
        chair=signed.code,
        text=parted(signed.body.text),
        agreed=tuple(sorted(_codes(votes, "agree") | {signed.code})),
        dissents=tuple(
            sorted((vote.code, vote.body.text) for vote in votes if vote.body.answer == "dissent")
        ),
    )


def parted(text: str) -> OpinionText:
    """Return the parts of an opinion; a text of another program stands under the first one whole."""
    found = _PARTS.match(text)
    if found is None:
        return OpinionText(text, "", "")
    return OpinionText(found["strengths"], found["weaknesses"], found["advice"])


def _codes(votes: list[Spoken], answer: str) -> set[str]:
    """Return who gave an answer."""
    return {vote.code for vote in votes if vote.body.answer == answer}
