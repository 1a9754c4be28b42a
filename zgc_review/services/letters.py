"""Letters: what each expert is given, and what must not be in it (design §4.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from zgc_review.domain.bodies import (
    LetterApplication,
    LetterBody,
    LetterDocument,
)
from zgc_review.domain.canonical import digest_of
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import ProgramFault
from zgc_review.seal.message import Attachment
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_letters import letter_rulings, sitting_consents
from zgc_review.services.desk import Desk
from zgc_review.services.gates_book import book_of
from zgc_review.services.members import closed_to, declarations_of
from zgc_review.services.panel_acting import acting_words

# Never shown to experts: whom the applicant wants excluded, and hits in the integrity list (design §4.2).
WITHHELD = frozenset({"excluded_experts", "integrity_list_hit"})


def record_for_experts(record: dict[str, Any]) -> dict[str, Any]:
    """Return an application's record as letters carry it."""
    return {name: value for name, value in record.items() if name not in WITHHELD}


def application_version(record: dict[str, Any], documents: tuple[DocumentRow, ...]) -> str:
    """Return the application_version: digest of record and document digests (docs/bodies.md §3)."""
    return digest_of({"documents": [one.plain for one in documents], "record": record_for_experts(record)})


def sent_letter(uow: UnitOfWork, row: RoundRow, code: str) -> LetterBody | None:
    """Return the newest letter the secretary wrote to ``code``."""
    letters = uow.messages.find(row.round_id, "assignment", slot=code)
    if not letters:
        return None
    body = post.body_of_row(letters[-1])
    if not isinstance(body, LetterBody):
        raise ProgramFault(f"message {letters[-1].message_id} is no letter")
    return body


def given_to(uow: UnitOfWork, row: RoundRow, code: str) -> frozenset[str]:
    """Return the applications that any letter gave to ``code``: a later letter may leave one out again."""
    bodies = [post.body_of_row(one) for one in uow.messages.find(row.round_id, "assignment", slot=code)]
    return frozenset(entry.application for body in bodies for entry in body.applications)


def write_letter(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, recipient_card: str
) -> MessageRow:
    """Sign the letter of one expert; the caller commits."""
    chain = uow.messages.find(row.round_id, "round")
    in_force = [one for one in chain if one.message_id in state.versions]
    given = letter_applications(uow, row, state, code)
    agreed = [one for one in uow.messages.find(row.round_id, "consent") if one.slot.startswith("round:")]
    opened = [one.application for one in given if one.state == "open"]
    known = given_to(uow, row, code) | {one.application for one in given}
    agreed += sitting_consents(uow, row, state, opened)
    agreed += [one.row for one in acting_words(uow, row, state, code) if one.body.application in opened]
    consents = sorted(agreed, key=lambda one: one.message_id)
    catalogue = uow.catalogues.get(state.settings.catalogue_digest)
    if catalogue is None:
        raise ProgramFault("the round's catalogue is not in the vault")
    data = [post.carried(one, "round") for one in in_force]
    data += [post.carried(one, "consent") for one in consents]
    data.append(Attachment("json", catalogue, "catalogue"))
    data += [post.carried(one, "sheet") for one in kept_sheets(uow, row, state, code, {*opened})]
    names = [f"data/{n:06d}.{item.extension}" for n, item in enumerate(data, 1)]
    last = len(in_force) + len(consents)
    body = LetterBody(
        code=code,
        chain=tuple(names[: len(in_force)]),
        consents=tuple(names[len(in_force) : last]),
        catalogue=names[last],
        applications=given,
        rulings=letter_rulings(uow, row, state, code, known),
        sheets=tuple(names[last + 1 :]),
    )
    to, version = (recipient_card,), state.version_id
    says = post.Outgoing(kind="assignment", slot=code, body=body, data=data, to=to, round_version=version)
    says["answers"] = _last_declaration(uow, row, state, code)
    again = uow.messages.get(unwritten(uow, row).get(code, ""))
    if again is not None and post.says_again(uow, desk, row, again, **says):
        return again
    return post.issue(uow, desk, row, **says)


def _last_declaration(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> str | None:
    """Return the declaration that a letter to ``code`` takes into account (docs/bodies.md §3)."""
    held = declarations_of(uow, row, state, code)
    return held[-1].id if held else None


def unwritten(uow: UnitOfWork, row: RoundRow) -> dict[str, str]:
    """Return the letters by code that were signed for a package of which nobody knows that it is whole.

    They are written again as they are: a letter that may be on a stick keeps its number (formats F-ARR-04).
    """
    return dict(uow.facts.get(_unwritten(row)) or {})


def keep_unwritten(uow: UnitOfWork, row: RoundRow, letters: dict[str, str]) -> None:
    """Replace the letters whose package is not known to be whole; the caller commits."""
    uow.facts.put(_unwritten(row), letters)


def _unwritten(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"unwritten:{row.round_id}"


def kept_sheets(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, opened: Collection[str]
) -> tuple[MessageRow, ...]:
    """Return the newest kept sheets of a code's earlier cards, by application and phase (docs/bodies.md)."""
    newest: dict[tuple[str, str], MessageRow] = {}
    for member in state.members.get(code, ())[:-1]:
        for sheet in uow.messages.find(row.round_id, "sheet", sender=member.card):
            body = post.body_of_row(sheet)
            if (
                sheet.slot in opened
                and body.state == "locked"
                and state.accepts(member.card, sheet.message_id)
            ):
                newest[sheet.slot, body.phase] = sheet
    return tuple(newest[key] for key in sorted(newest))


def letter_applications(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str
) -> tuple[LetterApplication, ...]:
    """Return what ``code`` is given: nothing of an application with H, no identity while V is open."""
    closed = closed_to(uow, row, state, code)
    groups = state.groups_of_member(code)
    return tuple(
        _entry(uow, one, group, _duty(state, one, code), waits=one.application_id in closed)
        for one in sorted(uow.applications.all(row.round_id), key=lambda one: one.application_id)
        if (group := _group_of(uow, row, state, one)) in groups
        and state.concerns(one.application_id, code)
        and closed.get(one.application_id) is not SheetStatus.RECUSED
    )


_ASSIGNED = frozenset({"ASSIGNED", "REVIEWING", "LOCKED", "AGGREGATED", "DELIBERATED"})


def _group_of(uow: UnitOfWork, row: RoundRow, state: RoundState, one: ApplicationRow) -> str | None:
    """Return the group that is given an application: its own, or the one that settles gates (§2.2)."""
    if one.state in _ASSIGNED:
        return one.group
    if one.state == "CHECKED" and book_of(uow, row, one.application_id).result == "MANUAL":
        plan = state.group_of(one.sub_direction)
        return plan.id if plan is not None else None
    return None


def _duty(state: RoundState, one: ApplicationRow, code: str) -> Literal["score", "lead"] | UnsetType:
    """Return what an expert has to do where experts are assigned one by one: score, or lead as chair."""
    if one.application_id not in state.assigned:
        return UNSET
    return "score" if code in state.assigned[one.application_id] else "lead"


def _entry(
    uow: UnitOfWork,
    one: ApplicationRow,
    group: str | None,
    duty: Literal["score", "lead"] | UnsetType,
    *,
    waits: bool,
) -> LetterApplication:
    """Return the letter's entry of an application; one that waits for a ruling cannot be opened."""
    if one.identity is None or group is None:
        raise ProgramFault(f"application {one.application_id} has no identity or group")
    return LetterApplication(
        application=one.application_id,
        group=group,
        state="pending" if waits else "open",
        version=one.version,
        record=record_for_experts(one.record),
        identity=None if waits else one.identity,
        duty=duty,
        documents=None
        if waits
        else tuple(
            LetterDocument(object=doc.object, plain=doc.plain, size=doc.size, name=doc.name, media=doc.media)
            for doc in uow.applications.documents(one.application_id)
        ),
    )
