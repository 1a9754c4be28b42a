"""Vetoes: when a claim takes effect, and when it stays a remark (rules §8; screening items §2.4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zgc_review.aggregation.outcomes import BY_DOCUMENTS, takes_effect, votes_needed
from zgc_review.catalogue import Catalogue
from zgc_review.domain.settings import RoundSettings
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook, Spoken

__all__ = ["BY_DOCUMENTS", "VetoOutcome", "judge_claim", "listed_items", "veto_outcomes", "votes_needed"]


@dataclass(frozen=True, slots=True)
class VetoOutcome:
    """What became of one claim.

    Attributes:
        claim: message id of the claim.
        application: the application it is about.
        item: veto or screening item.
        raised_by: code of the expert, or of the secretary.
        is_listed: the item stands on the list of the measure or the common list.
        by_documents: decided by proof, nobody votes.
        yes, no: codes of the effective experts who voted so.
        effective: number of effective experts.
        needed: how many of them must confirm.
        is_established: it takes effect; otherwise it is a remark.
    """

    claim: str
    application: str
    item: str
    raised_by: str
    is_listed: bool
    by_documents: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]
    effective: int
    needed: int
    is_established: bool


def listed_items(catalogue: Catalogue, sub_direction: str, settings: RoundSettings) -> dict[str, str]:
    """Return the items that may be established, with their Chinese names: vetoes, and of stages screening."""
    measure = catalogue.measure_of(sub_direction)
    found = {veto.id: veto.zh for veto in catalogue.vetoes_for(measure.id)}
    rubric = catalogue.rubric(sub_direction, settings.stage)
    return found | {item.id: item.zh for item in rubric.screening}


def judge_claim(
    claim: Spoken,
    votes: Sequence[Spoken],
    effective: Collection[str],
    items: Collection[str],
    majority: tuple[int, int],
    secretary: str,
) -> VetoOutcome:
    """Judge one claim by the votes of the effective experts (rules §8).

    Proof of a status item is a page of the application, or the lists that the secretary keeps.
    """
    item = str(claim.body.values["item"])
    given = {
        vote.code: vote.body.answer
        for vote in votes
        if vote.body.about == claim.id and vote.code in effective
    }
    yes = tuple(sorted(code for code, answer in given.items() if answer == "yes"))
    needed = votes_needed(len(effective), majority)
    by_documents = item in BY_DOCUMENTS
    proven = claim.body.values["document"] is not None or claim.code == secretary
    holds = takes_effect(item, proven=proven, yes=len(yes), effective=len(effective), majority=majority)
    return VetoOutcome(
        claim=claim.id,
        application=str(claim.body.application),
        item=item,
        raised_by=claim.code,
        is_listed=item in items,
        by_documents=by_documents,
        yes=yes,
        no=tuple(sorted(set(given) - set(yes))),
        effective=len(effective),
        needed=0 if by_documents else needed,
        is_established=item in items and holds,
    )


def veto_outcomes(
    book: ConsentBook,
    state: RoundState,
    application: str,
    effective: Collection[str],
    items: Collection[str],
) -> tuple[VetoOutcome, ...]:
    """Return what became of every claim on one application, by item and claim, as far as this vault knows."""
    votes = book.of("veto_vote", application)
    outcomes = (
        judge_claim(claim, votes, effective, items, state.settings.veto_majority, state.secretary.code)
        for claim in book.of("veto_claim", application)
    )
    return tuple(sorted(outcomes, key=lambda one: (one.item, one.claim)))
