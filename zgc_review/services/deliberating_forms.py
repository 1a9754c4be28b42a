"""Forms of the sitting, from the secretary's vault: F05, F09, F10 and F12 (rules §10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from resources.reader import Texts
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.domain.rows import ApplicationRow, RoundRow, SeatRow
from zgc_review.errors import GateError
from zgc_review.export.office_values import (
    Dissent,
    Evidence,
    GroupOpinion,
    MinuteItem,
    Minutes,
    OpinionSigner,
    VetoRecord,
    VetoVote,
)
from zgc_review.seal.digits import digits_of
from zgc_review.services.acks import counted_head
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook, Spoken
from zgc_review.services.deliberating_decisions import items_by_sub_direction
from zgc_review.services.deliberating_explaining import deviations, explained_sheets
from zgc_review.services.deliberating_opinions import Opinion, opinion_on
from zgc_review.services.deliberating_standing import effective_codes
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.form_files import write_forms
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.members import members_of, recusal_lines
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.recusal_forms import expert_recusals, recusal_book
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.vetoes import VetoOutcome, veto_outcomes

REMARK = "未达到认定条件，作为备注记录。"


@dataclass(frozen=True)
class Sitting:
    """What the forms of the sitting are made from.

    Attributes:
        stands_aside: whether a member, by code, stands aside on an application, by id.
        speaker: who speaks as chair of an application.
        seats: names for ink by code; none but in the secretary's vault.
    """

    uow: UnitOfWork
    row: RoundRow
    state: RoundState
    paper: Paper
    aggregate: Aggregate
    book: ConsentBook
    stands_aside: Callable[[str, str], bool]
    speaker: Callable[[ApplicationRow], str | None]
    items: dict[str, dict[str, str]]
    seats: dict[str, SeatRow]

    @cached_property
    def lines(self) -> dict[str, ApplicationLine]:
        """What the aggregate says, by application."""
        return {one.application: one for one in self.aggregate.applications}

    def outcomes(self, line_application: str) -> tuple[VetoOutcome, ...]:
        """Return what became of the veto claims on one application."""
        line = self.lines[line_application]
        sub = self.paper.applications[line_application].sub_direction
        effective = effective_codes(line)
        return veto_outcomes(self.book, self.state, line_application, effective, self.items[sub])

    def screening(self, application: str) -> frozenset[str]:
        """Return the screening items of an application's rubric; of a proposal there are none."""
        sub, stage = self.paper.applications[application].sub_direction, self.state.settings.stage
        return frozenset(one.id for one in self.paper.catalogue.rubric(sub, stage).screening)

    def opinion(self, application: str) -> Opinion | None:
        """Return the counting opinion on one application."""
        if not self.book.of("opinion", application):
            return None
        chair = self.speaker(self.paper.applications[application])
        return opinion_on(self.book, application, chair)


def sitting_of(uow: UnitOfWork, row: RoundRow, at: str) -> Sitting:
    """Collect what the forms of the sitting are made from, in the secretary's vault."""
    state = state_of(uow, row)
    chairs = Chairs(uow, row, state)
    return Sitting(
        uow=uow,
        row=row,
        state=state,
        paper=paper_of(uow, row, state, at),
        aggregate=current_aggregate(uow, row),
        book=ConsentBook(uow, row, state),
        stands_aside=chairs.stands_aside,
        speaker=chairs.chair,
        items=items_by_sub_direction(uow, state),
        seats={seat.code: seat for seat in uow.seats.all(row.round_id)},
    )


def print_sitting(desk: Desk, row: RoundRow, folder: Path, *, starts_at: str, place: str) -> tuple[Path, ...]:
    """Write F05, F09 and F10 of every application that has them, and F12, with names for ink.

    Args:
        starts_at: time of the sitting as it stands on the minutes, with offset.
        place: where it was held.

    Raises:
        GateError: ``round.role.secretary``, ``forms.nothing``; AggregationError.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        sitting = sitting_of(uow, row, desk.clock.now())
        values = [
            *recusals(sitting),
            *group_opinions(sitting),
            *veto_records(sitting),
            ("", minutes(sitting, starts_at, place)),
        ]
    if not sitting.aggregate.applications:
        raise GateError("forms.nothing")
    return write_forms(row, folder, values)


def group_opinions(sitting: Sitting) -> Iterator[tuple[str, Struct]]:
    """Yield F09 of every application with an opinion, by its number."""
    for line in sitting.aggregate.applications:
        opinion = sitting.opinion(line.application)
        if opinion is None:
            continue
        application = sitting.paper.applications[line.application]
        judged = [
            code
            for code in members_of(sitting.state, application)
            if not sitting.stands_aside(code, line.application)
        ]
        if opinion.chair not in judged:  # leads without a sheet where experts are assigned one by one
            judged.insert(0, opinion.chair)
        yield (
            application.number,
            GroupOpinion(
                head=sitting.paper.head(),
                application=sitting.paper.application(line.application),
                group=application.group or "",
                value=line.after.value,
                strengths=opinion.text.strengths,
                weaknesses=opinion.text.weaknesses,
                advice=opinion.text.advice,
                decision=line.decision or line.suggestion,
                amount=line.amount_fen if line.decision is not None else None,
                signers=tuple(
                    OpinionSigner(
                        code=code,
                        role="组长" if code == opinion.chair else "",
                        name=sitting.seats[code].name if code in sitting.seats else "",
                    )
                    for code in judged
                ),
                dissents=tuple(Dissent(code=code, text=text) for code, text in opinion.dissents),
            ),
        )


def veto_records(sitting: Sitting) -> Iterator[tuple[str, Struct]]:
    """Yield F10 of every claim, by number, item and claim."""
    for line in sitting.aggregate.applications:
        application = sitting.paper.applications[line.application]
        documents: dict[str, str] = {}
        if sitting.book.of("veto_claim", line.application):
            held = sitting.uow.applications.documents(line.application)
            documents = {one.plain: one.name for one in held}
        claims = {one.id: one for one in sitting.book.of("veto_claim", line.application)}
        for outcome in sitting.outcomes(line.application):
            name = sitting.items[application.sub_direction].get(outcome.item, "")
            yield (
                f"{application.number}-{outcome.item}-{outcome.claim[:8]}",
                VetoRecord(
                    head=sitting.paper.head(),
                    application=sitting.paper.application(line.application),
                    clause_id=outcome.item,
                    clause=name,
                    raised_by=outcome.raised_by,
                    by_documents=outcome.by_documents,
                    evidence=(_evidence(claims[outcome.claim], documents),),
                    votes=tuple(
                        VetoVote(code=code, vote=vote)
                        for vote, codes in (("yes", outcome.yes), ("no", outcome.no))
                        for code in codes
                    ),
                    effective=outcome.effective,
                    needed=outcome.needed,
                    established=outcome.is_established,
                    remark="" if outcome.is_established else REMARK,
                    screening=outcome.item in sitting.screening(line.application),
                ),
            )


def recusals(sitting: Sitting) -> Iterator[tuple[str, Struct]]:
    """Yield F05 of every circumstance that weighs on the applications of the round."""
    yield from expert_recusals(recusal_book(sitting.uow, sitting.row, sitting.state, sitting.paper))


def minutes(sitting: Sitting, starts_at: str, place: str) -> Minutes:
    """Return F12: who left where, how it was voted, what was concluded; the log head once sealed."""
    lines = sitting.aggregate.applications
    numbers = {one.application: sitting.paper.applications[one.application].number for one in lines}
    items = tuple(_minute(sitting, one) for one in sorted(numbers, key=lambda one: numbers[one]))
    decided = sum(line.decision is not None for line in lines)
    voters = sorted({code for one in sitting.state.groups.values() for code in one.members})
    return Minutes(
        head=sitting.paper.head(),
        starts_at=starts_at,
        place=place,
        people="、".join(voters),
        recusals=_recused(sitting),
        items=items,
        conclusion=f"共 {len(items)} 项，已形成结论 {decided} 项{_by_outcome(sitting)}。",
        recorder=sitting.state.secretary.code,
        log_digits=_log_digits(sitting),
    )


def _by_outcome(sitting: Sitting) -> str:
    """Return how many came to what in a mid-term check or an acceptance, as the end of a sentence."""
    if sitting.state.settings.stage == "proposal":
        return ""
    texts = Texts(FORM_LANGUAGE)
    counts = Counter(line.decision for line in sitting.aggregate.applications if line.decision is not None)
    said = [f"{texts.get(f'form.word.decision.{code}')} {n} 项" for code, n in sorted(counts.items())]
    return "".join(f"；{part}" for part in said)


def _minute(sitting: Sitting, application_id: str) -> MinuteItem:
    """Return the minutes of one application."""
    line = sitting.lines[application_id]
    application = sitting.paper.applications[application_id]
    aside = [
        code for code in members_of(sitting.state, application) if sitting.stands_aside(code, application_id)
    ]
    votes = [
        f"{one.item}：同意 {len(one.yes)}，不同意 {len(one.no)}，{'成立' if one.is_established else '不成立'}"
        for one in sitting.outcomes(application_id)
    ]
    opinion = sitting.opinion(application_id)
    if opinion is not None:
        votes.append(f"评审意见：同意 {len(opinion.agreed)}，不同意 {len(opinion.dissents)}")
    votes += _explained(sitting, line)
    return MinuteItem(
        subject=application.number,
        recused="、".join(aside),
        vote="；".join(votes),
        conclusion=Texts(FORM_LANGUAGE).get(f"form.word.decision.{line.decision}") if line.decision else "",
    )


def _explained(sitting: Sitting, line: ApplicationLine) -> Iterator[str]:
    """Yield who explained a deviating total in writing, and who still owes that (S07)."""
    words = sitting.book.of("explain", line.application)
    found = deviations(line, explained_sheets(words))
    for said, codes in (
        ("偏差已书面说明", [one.mark.code for one in found if one.by]),
        ("偏差尚未书面说明", [one.mark.code for one in found if not one.by]),
    ):
        if codes:
            yield f"{said}：{'、'.join(sorted(set(codes)))}"


def _evidence(claim: Spoken, documents: dict[str, str]) -> Evidence:
    """Return where the proof of a claim stands."""
    document, page = claim.body.values["document"], claim.body.values["page"]
    return Evidence(
        file=documents.get(str(document), "") if document is not None else "",
        page="" if page is None else str(page),
        content=claim.body.text,
    )


def _recused(sitting: Sitting) -> str:
    """Return who stood aside where, as a sentence of the minutes."""
    lines = recusal_lines(sitting.uow, sitting.row, sitting.state)
    found = {
        (sitting.paper.applications[one.application].number, one.code)
        for one in lines
        if one.decision == "recused" and one.application in sitting.paper.applications
    }
    return "；".join(f"{number} {code}" for number, code in sorted(found))


def _log_digits(sitting: Sitting) -> str | None:
    """Return the digits of the log head after the last counted event, None before sealing."""
    if not sitting.uow.messages.find(sitting.row.round_id, "result"):
        return None
    return digits_of(counted_head(sitting.uow, sitting.row).root)
