"""What is typed or settled in a sitting and not signed yet: kept in the own vault, never sent (rules §8).

Typed words are autosaved as drafts of sheets are: each change is a version and nothing is overwritten.
What is closed to the vault's owner is neither written nor read (rules §15).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from zgc_review.domain.bodies import Decision, Outcome
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import NoteRow, RoundRow
from zgc_review.domain.shapes import Code, Digest, Fen, Page
from zgc_review.domain.states import CLOSED
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services import log
from zgc_review.services.copies import require_copy
from zgc_review.services.desk import Desk, as_member

NoteKind: TypeAlias = Literal[
    "opinion", "advice", "present", "agenda", "dissent", "explanation", "claim", "check"
]
_Typed = Annotated[str, Meta(max_length=20_000)]


class _Opinion(Struct, frozen=True, forbid_unknown_fields=True):
    strengths: _Typed = ""
    weaknesses: _Typed = ""
    advice: _Typed = ""


class _Advice(Struct, frozen=True, forbid_unknown_fields=True):
    decision: Decision | Outcome | None = None
    amount_fen: Fen | None = None


class _Present(Struct, frozen=True, forbid_unknown_fields=True):
    left: tuple[Code, ...] | None = None


class _Agenda(Struct, frozen=True, forbid_unknown_fields=True):
    asked: bool = False


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    text: _Typed = ""


class _Claim(Struct, frozen=True, forbid_unknown_fields=True):
    item: Code | None = None
    document: Digest | None = None
    page: Page | None = None
    text: _Typed = ""


class _Check(Struct, frozen=True, forbid_unknown_fields=True):
    answers: dict[Code, Literal["yes", "no"]] = {}
    texts: dict[Code, _Typed] = {}


_SHAPES: Final[Mapping[NoteKind, type[Struct]]] = MappingProxyType(
    {
        "opinion": _Opinion,  # the group's opinion while the chair writes it
        "advice": _Advice,  # conclusion and amount the chair noted, for the page where decisions are signed
        "present": _Present,  # who left the room before the item, by code; None while nobody said so
        "agenda": _Agenda,  # the chair put the application on the agenda
        "dissent": _Words,
        "explanation": _Words,
        "claim": _Claim,
        "check": _Check,  # answers and grounds by gate, of what is settled without a sheet (§2.2)
    }
)
Notes: TypeAlias = Mapping[str, Mapping[NoteKind, dict[str, Any]]]


def empty_note(kind: NoteKind) -> dict[str, Any]:
    """Return a note of which nothing was said yet."""
    found: dict[str, Any] = msgspec.to_builtins(_SHAPES[kind]())
    return found


def notes_of(uow: UnitOfWork, row: RoundRow) -> Notes:
    """Return the newest notes by application and kind, none of an application closed to the owner."""
    closed = {one.application_id for one in uow.applications.all(row.round_id) if one.state in CLOSED}
    found: dict[str, dict[NoteKind, dict[str, Any]]] = {}
    for one in uow.notes.all_newest(row.round_id):
        kind = next((known for known in _SHAPES if known == one.kind), None)
        if kind is not None and one.application_id not in closed:
            found.setdefault(one.application_id, {})[kind] = empty_note(kind) | one.body
    return found


def keep_note(
    desk: Desk, row: RoundRow, application_id: str, kind: NoteKind, fields: Mapping[str, Any]
) -> int:
    """Change fields of a note, as a new version at once; return the number of the newest version.

    Raises:
        GateError: ``application.unknown``, ``application.closed``, ``handback.done``,
            ``round.role.member``.
    """
    with desk.vault.begin() as uow:
        _require_writable(uow, row, application_id)
        n = _append(uow, desk, row, application_id, kind, fields)
        uow.commit()
    return n


def clear_room(desk: Desk, row: RoundRow, application_id: str, codes: Collection[str]) -> None:
    """Note that these members left the room before an item begins (rules §4.1.3); none is an answer too.

    Raises:
        GateError: as :func:`keep_note`.
    """
    with desk.vault.begin() as uow:
        _require_writable(uow, row, application_id)
        _append(uow, desk, row, application_id, "present", {"left": sorted(set(codes))})
        data = {"application": application_id, "recused": len(set(codes))}
        log.record(uow, row.round_id, "discussion.cleared", row.code or "", desk.clock.now(), data)
        uow.commit()


def put_on_agenda(desk: Desk, row: RoundRow, application_id: str, *, asked: bool) -> None:
    """Put an application on the own agenda, or take it off again; what the rules name stays on it.

    Raises:
        GateError: as :func:`keep_note`.
    """
    with desk.vault.begin() as uow:
        _require_writable(uow, row, application_id)
        _append(uow, desk, row, application_id, "agenda", {"asked": asked})
        act = "discussion.asked" if asked else "discussion.dropped"
        log.record(uow, row.round_id, act, row.code or "", desk.clock.now(), {"application": application_id})
        uow.commit()


def _require_writable(uow: UnitOfWork, row: RoundRow, application_id: str) -> None:
    """Refuse what is unknown here, closed to the owner, or handed back."""
    as_member(row)
    require_copy(uow, row)
    application = uow.applications.get(application_id)
    if application is None or application.round_id != row.round_id:
        raise GateError("application.unknown")
    if application.state in CLOSED:
        raise GateError("application.closed", number=application.number)


def _append(
    uow: UnitOfWork,
    desk: Desk,
    row: RoundRow,
    application_id: str,
    kind: NoteKind,
    fields: Mapping[str, Any],
) -> int:
    """Append a version unless nothing changed; the caller commits."""
    last = uow.notes.newest(row.round_id, application_id, kind)
    before = last.body if last is not None else {}
    try:
        note = msgspec.convert({**before, **fields}, _SHAPES[kind])
    except msgspec.ValidationError as fault:
        raise ProgramFault(f"a note of kind {kind} has another shape") from fault
    body: dict[str, Any] = msgspec.to_builtins(note)
    n = last.n if last is not None else 0
    if last is not None and body == before:
        return n
    uow.notes.append(NoteRow(row.round_id, application_id, kind, n + 1, desk.clock.now(), body))
    return n + 1
