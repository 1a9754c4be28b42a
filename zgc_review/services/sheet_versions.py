"""An application that changed after its sheet was begun: the expert says that it judges what is there now.

A sheet names the version of the application it judged, and sheets on different versions are never combined
(rules §6.9). So nothing is carried over silently: until the expert's word the sheet cannot be locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from zgc_review.domain.bodies import Phase, SheetBody, plain
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, DraftRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.scoring.completeness import missing
from zgc_review.scoring.rubric import RubricLike
from zgc_review.services import log
from zgc_review.services.application_changes import Amendment, changed_since
from zgc_review.services.declaring import newest_letter
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.reading import readable_application
from zgc_review.services.rounds import catalogue_of, state_of

_INITIAL: Phase = "initial"


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What became of an application since its sheet was begun.

    Attributes:
        amendment: fields and documents that differ; None where what it was is not known here.
        pages: cited pages, of criteria and of claims, in documents that are no longer part of it.
    """

    number: str
    amendment: Amendment | None
    pages: int


def is_changed(draft: SheetBody | None, application: ApplicationRow) -> bool:
    """Say whether a later letter brought another version than the one a sheet judges (rules §6.9)."""
    return draft is not None and draft.application_version != application.version


def awaiting_word(uow: UnitOfWork, row: RoundRow, applications: Sequence[ApplicationRow]) -> tuple[str, ...]:
    """Return the numbers of those that may be scored and are others than the ones their sheets judge."""
    drafts = {one.application_id: one for one in uow.drafts.all_newest(row.round_id) if one.phase == _INITIAL}
    shown = [one for one in applications if one.state in {SheetStatus.OPEN, SheetStatus.LOCKED}]
    return tuple(
        one.number
        for one in shown
        if one.application_id in drafts
        and is_changed(msgspec.convert(drafts[one.application_id].body, SheetBody), one)
    )


def lacks(draft: SheetBody, version: str, rubric: RubricLike, settings: RoundSettings) -> tuple[Finding, ...]:
    """Return everything that keeps a sheet from being locked: the expert's word first, then what is missing.

    Args:
        version: the application_version in force.
    """
    found = missing(draft, rubric, settings)
    if draft.application_version != version:
        return (Finding("scoring.application.changed", Level.ERROR), *found)
    return tuple(found)


def change_of(desk: Desk, row: RoundRow, application_id: str) -> SheetChange:
    """Return what differs between the application its sheet judges and the one in force.

    Raises:
        GateError: ``score.unchanged``; as :func:`reading.readable_application`.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        application = readable_application(uow, row, application_id)
        draft = _changed_draft(uow, row, application)
        state = state_of(uow, row)
        fields = catalogue_of(uow, state).fields_for([application.sub_direction], state.settings.stage)
        amendment = changed_since(uow, application, draft.application_version, [field.id for field in fields])
        _, pages = _without_gone(uow, application, draft)
    return SheetChange(application.number, amendment, pages)


def confirm_change(desk: Desk, row: RoundRow, application_id: str) -> SheetBody:
    """Let the draft judge the application in force: a new version of it, an event, no score touched.

    Cited pages of documents that are no longer there go; they stand in the versions before.

    Raises:
        GateError: ``score.unchanged``, ``score.closed``; as :func:`reading.readable_application`.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        application = readable_application(uow, row, application_id)
        if application.state != SheetStatus.OPEN:
            raise GateError("score.closed", number=application.number, state=application.state)
        draft = _changed_draft(uow, row, application)
        kept, pages = _without_gone(uow, application, draft)
        body = msgspec.structs.replace(
            kept,
            application_version=application.version,
            letter=newest_letter(uow, row).message_id,
            total=None,
        )
        at, before = desk.clock.now(), draft.application_version
        last = uow.drafts.newest(row.round_id, application_id, _INITIAL)
        n = (last.n if last else 0) + 1
        uow.drafts.append(DraftRow(row.round_id, application_id, _INITIAL, n, at, "confirm", plain(body)))
        data = {"after": application.version, "application": application_id, "before": before, "pages": pages}
        log.record(uow, row.round_id, "sheet.confirmed", row.code or "", at, data)
        uow.commit()
    return body


def _changed_draft(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> SheetBody:
    """Return the draft of an application that is another now."""
    saved = uow.drafts.newest(row.round_id, application.application_id, _INITIAL)
    draft = None if saved is None else msgspec.convert(saved.body, SheetBody)
    if draft is None or not is_changed(draft, application):
        raise GateError("score.unchanged", number=application.number)
    return draft


def _without_gone(uow: UnitOfWork, application: ApplicationRow, draft: SheetBody) -> tuple[SheetBody, int]:
    """Return a draft without pages of documents that are not there any more, and how many those were."""
    known = {one.plain for one in uow.applications.documents(application.application_id)}
    pages = tuple(one for one in draft.pages if one.document in known)
    claims = tuple(
        one
        if one.document is None or one.document in known
        else msgspec.structs.replace(one, document=None, page=None)
        for one in draft.claims
    )
    moved = sum(one is not other for one, other in zip(claims, draft.claims, strict=True))
    body = msgspec.structs.replace(draft, pages=pages, claims=claims)
    return body, len(draft.pages) - len(pages) + moved
