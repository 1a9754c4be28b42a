"""What an application was before it was received again, and how it differs from what it is now (rules §2.1).

Records are kept as versions of the application; what its documents were is kept beside them here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DocumentRow, RoundRow
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates import meant
from zgc_review.services.gates_record import COMPUTED
from zgc_review.services.rounds import catalogue_of, state_of

_AMENDED = b'{"act":"application.amended"'


class Copy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an application was until it was received again.

    ``version`` names the record among the kept versions; ``state`` and ``reason`` are those it was sent
    back with; objects of the documents stay in the vault.
    """

    version: str
    became: str
    at: str
    state: str
    reason: str
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; null: not provided."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PaperChange:
    """One document that differs, by its path in the application's folder; sizes in bytes."""

    kind: Literal["added", "removed", "replaced", "renamed"]
    label: str
    before: DocumentRow | None
    after: DocumentRow | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One time an application was received again.

    Attributes:
        n: from 1. at: claimed time. state, reason: before, FORMAL_FIX where it had been sent back.
        version, became: application_version before and after.
        kept: documents that are the same.
    """

    n: int
    at: str
    state: str
    reason: str
    version: str
    became: str
    fields: tuple[FieldChange, ...]
    papers: tuple[PaperChange, ...]
    kept: int


def keep_copy(uow: UnitOfWork, before: ApplicationRow, became: str, at: str) -> None:
    """Keep what an application's documents are, before others take their place; the caller commits."""
    copy = Copy(
        version=before.version,
        became=became,
        at=at,
        state=before.state,
        reason=before.reason,
        documents=uow.applications.documents(before.application_id),
    )
    kept = (*_copies(uow, before.application_id), copy)
    uow.facts.put(_name(before.application_id), [msgspec.to_builtins(one) for one in kept])


def amendments_of(desk: Desk, row: RoundRow, number: str) -> tuple[Amendment, ...]:
    """Return how an application changed each time it was received again, the newest first.

    Raises:
        GateError: ``application.unknown``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        one = meant(uow, row, [number])[0]
        catalogue = catalogue_of(uow, state)
        return amendments(uow, one, catalogue, state.settings.stage)


def amendments(
    uow: UnitOfWork, application: ApplicationRow, catalogue: Catalogue, stage: Stage
) -> tuple[Amendment, ...]:
    """Return the amendments of one application, the newest first."""
    copies = _copies(uow, application.application_id)
    if not copies:
        return ()
    versions = (*uow.applications.versions(application.application_id), application)
    records = {one.version: one.record for one in versions}
    order = [field.id for field in catalogue.fields_for([application.sub_direction], stage)]
    after = [copy.documents for copy in copies[1:]]
    after.append(uow.applications.documents(application.application_id))
    found = [
        _amendment(n, copy, records, order, documents)
        for n, (copy, documents) in enumerate(zip(copies, after, strict=True), 1)
    ]
    return tuple(reversed(found))


def changed_since(
    uow: UnitOfWork, application: ApplicationRow, version: str, order: Sequence[str]
) -> Amendment | None:
    """Return how an application differs now from one of its earlier versions; None where none is kept."""
    copies = _copies(uow, application.application_id)
    found = [n for n, copy in enumerate(copies, 1) if copy.version == version]
    if not found or version == application.version:
        return None
    copy = replace(copies[found[-1] - 1], became=application.version)
    versions = (*uow.applications.versions(application.application_id), application)
    records = {one.version: one.record for one in versions}
    documents = uow.applications.documents(application.application_id)
    return _amendment(found[-1], copy, records, order, documents)


def copied_documents(uow: UnitOfWork, application_id: str) -> tuple[DocumentRow, ...]:
    """Return the documents of every kept copy of an application."""
    return tuple(one for copy in _copies(uow, application_id) for one in copy.documents)


def forget_copies(uow: UnitOfWork, application_id: str) -> None:
    """Keep no copy of an application any longer; the caller commits."""
    if _copies(uow, application_id):
        uow.facts.put(_name(application_id), None)


def amended_ids(uow: UnitOfWork, row: RoundRow) -> frozenset[str]:
    """Return the ids of the applications that were received again."""
    leaves = (event.leaf for event in uow.events.all(row.round_id))
    found = (msgspec.json.decode(leaf) for leaf in leaves if leaf.startswith(_AMENDED))
    return frozenset(str(event["data"]["application"]) for event in found)


def _amendment(
    n: int,
    copy: Copy,
    records: Mapping[str, Mapping[str, Any]],
    order: Sequence[str],
    documents: Sequence[DocumentRow],
) -> Amendment:
    """Return one amendment."""
    before, after = records.get(copy.version, {}), records.get(copy.became, {})
    names = [*order, *sorted((before.keys() | after.keys()) - set(order))]
    fields = tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if name not in COMPUTED and before.get(name) != after.get(name)
    )
    papers, kept = _papers(copy.documents, documents)
    return Amendment(n, copy.at, copy.state, copy.reason, copy.version, copy.became, fields, papers, kept)


def _papers(
    before: Sequence[DocumentRow], after: Sequence[DocumentRow]
) -> tuple[tuple[PaperChange, ...], int]:
    """Return the documents that differ, and how many do not; the same bytes elsewhere were renamed."""
    old, new = ({one.label or one.name: one for one in rows} for rows in (before, after))
    same = [label for label in old.keys() & new.keys() if old[label].plain == new[label].plain]
    gone = {label: one for label, one in old.items() if label not in new}
    changes: list[PaperChange] = []
    for label, now in new.items():
        was = old.get(label)
        if was is not None:
            if was.plain != now.plain:
                changes.append(PaperChange("replaced", label, was, now))
            continue
        twin = next((one for one in gone.values() if one.plain == now.plain), None)
        if twin is not None:
            gone.pop(twin.label)
        changes.append(PaperChange("renamed" if twin is not None else "added", label, twin, now))
    changes += [PaperChange("removed", label, one, None) for label, one in gone.items()]
    return tuple(changes), len(same)


def _copies(uow: UnitOfWork, application_id: str) -> tuple[Copy, ...]:
    """Return the copies kept of an application, the oldest first."""
    return msgspec.convert(uow.facts.get(_name(application_id)) or (), tuple[Copy, ...])


def _name(application_id: str) -> str:
    """Return the name under which the copies of an application are kept."""
    return f"application.copies:{application_id}"
