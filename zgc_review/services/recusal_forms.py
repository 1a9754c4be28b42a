"""F04, F05 and F06 from what was declared, found, ruled and wished (rules §4, §10), for the secretary.

F06 goes back to the applicant, so it says what is accepted for examination, never whether somebody named
there is in the roster (P12).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import Struct

from resources.reader import Texts
from zgc_review.conflicts.rules import BY_ID, RULES
from zgc_review.domain.bodies import DeclaredItem, RecusalLine
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import Member
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import ENDED, SheetStatus
from zgc_review.errors import GateError
from zgc_review.export.office_values import (
    ApplicantRecusal,
    DeclaredRow,
    ExcludedExpert,
    ExpertRecusal,
    InterestDeclaration,
)
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import findings_by_code
from zgc_review.services.conflict_desk_findings import DeskFinding
from zgc_review.services.declaring import recusal_of
from zgc_review.services.deliberating_consents import ConsentBook, Spoken
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.form_files import write_forms
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.letters import given_to
from zgc_review.services.members import (
    ReceivedSheet,
    closed_to,
    declarations_of,
    received_sheets,
    recusal_lines,
)
from zgc_review.services.rounds import state_of
from zgc_review.services.screening_values import has_reason
from zgc_review.services.sealing import FORM_LANGUAGE

_WISH = "R14"


@dataclass(frozen=True)
class RecusalBook:
    """What the forms about recusal are made from.

    Attributes:
        lines: who stands aside where, or was let in, or disclosed something.
        found: findings of the desk by code.
        sheets: newest initial sheets by (code, application).
        closed: what is closed to each expert, for good or until a ruling.
    """

    uow: UnitOfWork
    row: RoundRow
    state: RoundState
    paper: Paper
    lines: tuple[RecusalLine, ...]
    found: Mapping[str, Sequence[DeskFinding]]
    sheets: Mapping[tuple[str, str], ReceivedSheet]
    closed: Mapping[str, Mapping[str, SheetStatus]]
    book: ConsentBook

    def items(self, code: str) -> dict[str, dict[str, DeclaredItem]]:
        """Return what a member declared, by application and rule: the newest word and standing recusals."""
        declared = declarations_of(self.uow, self.row, self.state, code)
        newest = declared[-1].body.answers if declared else ()
        found: dict[str, dict[str, DeclaredItem]] = {one.application: {} for one in newest}
        for answer in (answer for one in declared for answer in one.body.answers):
            if answer in newest or recusal_of(answer) is SheetStatus.RECUSED:
                found.setdefault(answer.application, {}).update({item.rule: item for item in answer.items})
        return found


def recusal_book(uow: UnitOfWork, row: RoundRow, state: RoundState, paper: Paper) -> RecusalBook:
    """Collect what the forms about recusal are made from, in the secretary's vault."""
    return RecusalBook(
        uow=uow,
        row=row,
        state=state,
        paper=paper,
        lines=recusal_lines(uow, row, state),
        found=findings_by_code(uow, row),
        sheets=received_sheets(uow, row, state),
        closed={one.code: closed_to(uow, row, state, one.code) for one in state.by_role("expert")},
        book=ConsentBook(uow, row, state),
    )


def print_recusals(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write F04 of everybody who declared, F05 of every recusal, F06 of every applicant's wish.

    Raises:
        GateError: ``round.role.secretary``, ``forms.nothing``; StorageError: ``seal.file.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        held = recusal_book(uow, row, state, paper_of(uow, row, state, desk.clock.now()))
        values = [*interest_declarations(held), *expert_recusals(held), *applicant_recusals(held)]
    if not values:
        raise GateError("forms.nothing")
    return write_forms(row, folder, values)


def interest_declarations(held: RecusalBook) -> Iterator[tuple[str, Struct]]:
    """Yield F04 of every expert who handed in a declaration, by code."""
    seats = {seat.code: seat for seat in held.uow.seats.all(held.row.round_id)}
    for member in held.state.by_role("expert"):
        signed = _newest_declaration(held, member)
        if signed is None:
            continue
        seat = seats.get(member.code)
        yield (
            member.code,
            InterestDeclaration(
                head=held.paper.head(),
                expert=member.code,
                name=seat.name if seat is not None else "",
                organisation=seat.organisation if seat is not None else "",
                declared_at=str(post.manifest_value(signed)["time"]),
                rows=tuple(_declared_rows(held, member.code)),
            ),
        )


def expert_recusals(held: RecusalBook) -> Iterator[tuple[str, Struct]]:
    """Yield F05 of every circumstance that weighs, declared or found, by number, code and rule.

    What an applicant wishes stands on F06, what is only disclosed on F04.
    """
    items = {member.code: held.items(member.code) for member in held.state.by_role("expert")}
    for line in (*held.lines, *_by_sheet_alone(held)):
        application = held.paper.applications.get(line.application)
        if application is None or line.decision == "disclosed" or line.rule == _WISH:
            continue
        source, grounds = _grounds(held, line, items.get(line.code, {}).get(line.application, {}))
        yield (
            f"{application.number}-{line.code}-{line.rule}",
            ExpertRecusal(
                head=held.paper.head(),
                expert=line.code,
                application=held.paper.application(line.application),
                rule=line.rule,
                situation=BY_ID[line.rule].zh,
                grounds=grounds,
                chair_opinion="；".join(_ruled(one) for one in _rulings(held, line, secretary=False)),
                registered=_registered(held, line, source),
            ),
        )


def applicant_recusals(held: RecusalBook) -> Iterator[tuple[str, Struct]]:
    """Yield F06 of every application that asks to keep experts away, by number."""
    for application in sorted(held.paper.applications.values(), key=lambda one: one.number):
        wishes = _wishes(application)
        if not wishes:
            continue
        yield (
            application.number,
            ApplicantRecusal(
                head=held.paper.head(),
                application=held.paper.application(application.application_id),
                experts=tuple(
                    ExcludedExpert(
                        name=str(one.get("name") or ""),
                        organisation=str(one.get("employer") or ""),
                        reason=str(one.get("reason") or "").strip(),
                    )
                    for one in wishes
                ),
                acceptance=_accepted(wishes, held.state.settings.excluded_experts_max),
            ),
        )


def _newest_declaration(held: RecusalBook, member: Member) -> MessageRow | None:
    """Return the declaration of a member that counts last, of an earlier card where it was kept."""
    newest = None
    for card in held.state.members[member.code]:
        for signed in held.uow.messages.find(
            held.row.round_id, "declaration", sender=card.card, slot=member.code
        ):
            if held.state.accepts(card.card, signed.message_id):
                newest = signed
    return newest


def _declared_rows(held: RecusalBook, code: str) -> Iterator[DeclaredRow]:
    """Yield one line per application that a member answered or was given, by number."""
    items = held.items(code)
    closed = held.closed[code]
    known = {one for one in {*items, *given_to(held.uow, held.row, code)} if one in held.paper.applications}
    for application_id in sorted(known, key=lambda one: held.paper.applications[one].number):
        head = held.paper.application(application_id)
        answered = items.get(application_id)
        lines = [one for one in held.lines if (one.application, one.code) == (application_id, code)]
        yield DeclaredRow(
            number=head.number,
            unit=head.unit,
            answers=tuple(_answer(answered, rule.id) for rule in RULES),
            note="；".join(_notes(answered or {}, lines)),
            ruling=_ruling(held, code, application_id, closed.get(application_id), lines),
        )


def _answer(answered: Mapping[str, DeclaredItem] | None, rule: str) -> str:
    """Return the answer to one rule; what was never asked is not “no” (rules §4.1)."""
    if answered is None:
        return "unanswered"
    return answered[rule].answer if rule in answered else "no"


def _notes(answered: Mapping[str, DeclaredItem], lines: Sequence[RecusalLine]) -> Iterator[str]:
    """Yield the short reasons of what was declared, and the rules that others found."""
    for rule, item in sorted(answered.items()):
        yield f"{rule} {item.reason}"
    found = sorted({one.rule for one in lines if one.rule not in answered and one.rule != _WISH})
    if found:
        yield f"秘书核对 {' '.join(found)}"


def _ruling(
    held: RecusalBook,
    code: str,
    application_id: str,
    closed: SheetStatus | None,
    lines: Sequence[RecusalLine],
) -> str:
    """Return what was decided about one member and application, as a word of F04."""
    sheet = held.sheets.get((code, application_id))
    if closed is SheetStatus.RECUSED or (sheet is not None and sheet.head.state == "recused"):
        return "recused"
    if closed is SheetStatus.PENDING:
        return "pending"
    decisions = {one.decision for one in lines}
    return next((one for one in ("open", "disclosed") if one in decisions), "none")


def _by_sheet_alone(held: RecusalBook) -> Iterator[RecusalLine]:
    """Yield those whose recusal stands at the head of their sheet and in no declaration."""
    known = {(one.code, one.application) for one in held.lines if one.decision == "recused"}
    for (code, application), sheet in sorted(held.sheets.items()):
        if sheet.head.state == "recused" and (code, application) not in known:
            rule = sheet.body.recusal.rule or "R18"
            yield RecusalLine(application=application, code=code, rule=rule, decision="recused")


def _grounds(held: RecusalBook, line: RecusalLine, declared: Mapping[str, DeclaredItem]) -> tuple[str, str]:
    """Return who brought a circumstance forward, and on what ground."""
    if line.rule in declared:
        return "专家申报", declared[line.rule].reason
    sheet = held.sheets.get((line.code, line.application))
    recusal = sheet.body.recusal if sheet is not None and sheet.head.state == "recused" else None
    if recusal is not None and recusal.rule in {None, line.rule}:
        return "评分单所报", recusal.reason
    found = [
        one
        for one in held.found.get(line.code, ())
        if one.row.application_id == line.application and one.rule == line.rule
    ]
    grounds = [f"{one.row.hit['left']} ／ {one.row.hit['right']}" for one in found]
    grounds += [one.decided.reason for one in found if one.decided is not None]
    return "秘书核对", "；".join(dict.fromkeys(text for text in grounds if text))


def _registered(held: RecusalBook, line: RecusalLine, source: str) -> str:
    """Return how the secretary registered a circumstance: whose word, and what became of it."""
    closed = held.closed.get(line.code, {}).get(line.application)
    waits = line.decision == "recused" and closed is SheetStatus.PENDING
    word = Texts(FORM_LANGUAGE).get(f"form.word.ruling.{'pending' if waits else line.decision}")
    own = [_ruled(one) for one in _rulings(held, line, secretary=True)]
    return "；".join((f"{held.state.secretary.code} 登记：{source}，{word}", *own))


def _rulings(held: RecusalBook, line: RecusalLine, *, secretary: bool) -> Iterator[Spoken]:
    """Yield what the secretary, or the second ruler, signed about a member's circumstances."""
    for one in held.book.of("ruling", line.application):
        if one.body.values["code"] == line.code and secretary == (one.code == held.state.secretary.code):
            yield one


def _ruled(one: Spoken) -> str:
    """Return one ruling in words of F05."""
    return f"{one.code} 裁定：{'准予参加' if one.body.answer == 'open' else '回避'}"


def _wishes(application: ApplicationRow) -> list[Mapping[str, Any]]:
    """Return the experts whom an application in force asks to keep away."""
    wishes = application.record.get("excluded_experts")
    if not isinstance(wishes, list) or application.state in ENDED:
        return []
    return [one for one in wishes if isinstance(one, Mapping)]


def _accepted(wishes: Sequence[Mapping[str, Any]], most: int) -> str:
    """Return what R14 makes of the wishes: not more than allowed, each with its reason."""
    if len(wishes) > most:
        return f"列 {len(wishes)} 人，超过 {most} 人，不予受理。"
    bare = [str(n) for n, one in enumerate(wishes, 1) if not has_reason(one)]
    taken = f"受理 {len(wishes) - len(bare)} 人。" if len(bare) < len(wishes) else ""
    return taken + (f"第 {'、'.join(bare)} 人未附理由，不予受理。" if bare else "")
