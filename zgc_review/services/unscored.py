"""Results of the ways without scores: 达标即享 by gates and experts, 免申即享 by the list (rules §2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import sign_consent
from zgc_review.services.declaring import has_declared, has_pledged
from zgc_review.services.desk import Desk
from zgc_review.services.following import require_pinned
from zgc_review.services.gates import line_of, meant
from zgc_review.services.gates_book import Listed, books_of
from zgc_review.services.gates_hits import FIELD, listing_of, verdict
from zgc_review.services.gates_record import PASSES, bench_of, fields_of, gate_lines
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.post import signed_consent
from zgc_review.services.rounds import state_of


def settle_gate(desk: Desk, row: RoundRow, number: str, gate: str, answer: str, reason: str) -> MessageRow:
    """Sign an expert's yes or no on a gate that was left for a person; it is no score.

    Raises:
        GateError: ``round.code.needed``, ``declare.pledge``, ``score.undeclared``, ``gates.settle.closed``
            (no application to be settled, or the expert is recused), ``gates.settle.answer``,
            ``gates.settle.reason``, ``gates.unknown``, ``application.unknown``; ``consent.role`` for
            anybody but an expert.
    """
    if answer not in {"yes", "no"}:
        raise GateError("gates.settle.answer", answer=answer[:20])
    if not 2 <= len(reason.strip()) <= 500:
        raise GateError("gates.settle.reason", gate=gate[:20])
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        owner = state.owner(row.card_id)
        if owner is None or owner.role != "expert":
            raise GateError("consent.role", act="check")
        application = meant(uow, row, [number])[0]
        require_pinned(row, state)
        if not has_pledged(uow, row):
            raise GateError("declare.pledge")
        if not has_declared(uow, row):
            raise GateError("score.undeclared")
        if application.state != SheetStatus.CHECK:
            raise GateError("gates.settle.closed", number=number)
        bench = bench_of(uow, row, state)
        own = tuple(line for line in gate_lines(uow, bench, application) if line.gate.measure)
        line_of([line for line in own if line.gate.blocking], gate, number)
    return sign_consent(
        desk,
        row,
        "check",
        answer,
        application=application.application_id,
        values={"gate": gate},
        text=reason.strip(),
    )


def settlements(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow
) -> dict[str, str]:
    """Return the gates that experts have settled, with yes or no (rules §2.2 Q).

    Two experts of the group agree; where they differ the chair, or who acts for the chair, decides as third.
    Members who stand aside and messages of cards that do not count are left out.
    """
    plan = state.group_of(application.sub_direction)
    seats = state.groups.get(plan.id) if plan is not None else None
    if seats is None:
        return {}
    chairs, name = Chairs(uow, row, state), application.application_id
    votes: dict[str, dict[str, str]] = {}
    for (code, gate), body in _votes(uow, row, state, name).items():
        if code in seats.members and not chairs.stands_aside(code, name):
            votes.setdefault(gate, {})[code] = body.answer
    chair = chairs.chair(replace(application, group=seats.id)) or ""
    found = {gate: settled(given, chair) for gate, given in votes.items()}
    return {gate: answer for gate, answer in found.items() if answer is not None}


@dataclass(frozen=True, slots=True)
class Vote:
    """What one expert said on a gate that was left for a person."""

    code: str
    answer: str
    reason: str


def votes_on(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application_id: str
) -> dict[str, tuple[Vote, ...]]:
    """Return what experts said on each gate of an application, by gate, codes in order."""
    found: dict[str, list[Vote]] = {}
    for (code, gate), body in sorted(_votes(uow, row, state, application_id).items()):
        found.setdefault(gate, []).append(Vote(code, body.answer, body.text))
    return {gate: tuple(votes) for gate, votes in found.items()}


def settled(votes: Mapping[str, str], chair: str) -> str | None:
    """Return what the votes on one gate come to, None while they come to nothing.

    Args:
        votes: yes or no by code.
        chair: code of who speaks as chair, "" where nobody does.
    """
    others = [answer for code, answer in sorted(votes.items()) if code != chair]
    deciding = votes.get(chair)
    if len(set(others)) > 1:
        return deciding
    if len(others) >= 2 or (len(others) == 1 and deciding == others[0]):
        return others[0]
    return None


def qualification(answers: Iterable[str]) -> str:
    """Return MET, NOT_MET or MANUAL by the answers to the measure's blocking gates (rules §2.2 Q)."""
    found = set(answers)
    if "no" in found:
        return "NOT_MET"
    return "MANUAL" if "unverified" in found else "MET"


def list_result(answers: Iterable[str], match: str | None, listed: Listed | None) -> str:
    """Return LISTED, INFO_MISSING or DECLINED by the answers to the blocking gates (rules §2.2 N).

    A gate that turned to no after the row was checked keeps it from LISTED: it gets no amount, and §2.1
    knows no way back from CHECKED.
    """
    if listed is not None and listed.answer == "declined":
        return "DECLINED"
    passed = set(answers) <= PASSES
    confirmed = listed is not None and listed.answer == "agreed" and listed.is_payable
    return "LISTED" if passed and confirmed and match == "match" else "INFO_MISSING"


def check_results(uow: UnitOfWork, row: RoundRow) -> dict[str, str]:
    """Return the results of the unscored ways by application id, as ``applications.json`` carries them."""
    return {name: book.result for name, book in books_of(uow, row).items() if book.result is not None}


def check_before_seal(desk: Desk, uow: UnitOfWork, row: RoundRow, application_ids: Sequence[str]) -> None:
    """Refuse to seal what is not settled, or what the 不良信用记录 list blocks by now (rules §2.2, §9).

    Raises:
        GateError: ``seal.manual`` with count and number of the first; ``seal.integrity`` likewise.
    """
    results = check_results(uow, row)
    rows = [one for name in application_ids if (one := uow.applications.get(name)) is not None]
    manual = [one.number for one in rows if results.get(one.application_id) == "MANUAL"]
    if manual:
        raise GateError("seal.manual", count=len(manual), number=manual[0])
    blocked = _blocked(desk, uow, row, rows)
    if blocked:
        raise GateError("seal.integrity", count=len(blocked), number=blocked[0])


def _blocked(desk: Desk, uow: UnitOfWork, row: RoundRow, rows: Sequence[ApplicationRow]) -> list[str]:
    """Return the numbers of applications with a current hit that no person has answered for."""
    listing = listing_of(uow, row)
    if listing is None:
        return []
    day = desk.clock.now()[:10]
    hit = [one for one in rows if verdict(listing.hits(one.record, day)) == "current"]
    if not hit:
        return []
    bench = bench_of(uow, row, state_of(uow, row))
    blocked = []
    for one in hit:
        lines = gate_lines(uow, bench, replace(one, record={**one.record, FIELD: "current"}))
        asked = [line for line in lines if any(leaf.field == FIELD for leaf in fields_of(line.gate.test))]
        if not all(line.passes for line in asked):
            blocked.append(one.number)
    return blocked


def _votes(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application_id: str
) -> dict[tuple[str, str], ConsentBody]:
    """Return the counting check of each member on each gate: the newer card's first, then the higher seq."""
    newest: dict[tuple[str, str], tuple[tuple[int, int], ConsentBody]] = {}
    for message in uow.messages.find(row.round_id, "consent"):
        if not message.slot.startswith(f"check:{application_id}:"):
            continue
        signed = signed_consent(message)
        owner = state.owner(signed.sender)
        if owner is None or not state.accepts(signed.sender, signed.message_id):
            continue
        cards = [member.card for member in state.members[owner.code]]
        rank = (cards.index(signed.sender), signed.seq)
        key = (owner.code, str(signed.body.values["gate"]))
        if key not in newest or newest[key][0] < rank:
            newest[key] = (rank, signed.body)
    return {key: body for key, (_, body) in newest.items()}
