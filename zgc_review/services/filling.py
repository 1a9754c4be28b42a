"""Filling many sheets from one file, for people who scored on paper or in another program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from zgc_review.domain.bodies import (
    CitedPage,
    Recommendation,
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.shapes import Code, Page, Percent, Prose
from zgc_review.errors import GateError, ScoringError
from zgc_review.services import post
from zgc_review.services.desk import Desk
from zgc_review.services.sheets import INITIAL, draft_of, open_application, save_draft

LIMIT = 32 << 20


class _FilledPage(Struct, frozen=True, forbid_unknown_fields=True):
    """A cited page; ``document`` is the place in the application's list, from 1."""

    criterion: str
    document: Annotated[int, Meta(ge=1, le=10_000)]
    page: Page


class _FilledSheet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sheet of the file."""

    number: str
    percents: dict[Code, Percent] = {}
    not_applicable: dict[Code, Prose] = {}
    comments: dict[Code, Prose] = {}
    floor_reasons: dict[Code, Prose] = {}
    overall: Prose = ""
    recommendation: Recommendation | None = None
    integrity: bool | None = None
    pages: tuple[_FilledPage, ...] = ()


class _Filled(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    sheets: tuple[_FilledSheet, ...]


def fill_sheets(desk: Desk, row: RoundRow, path: Path) -> int:
    """Fill the drafts named in a JSON file, all or none, each a new version; return their number.

    Raises:
        ScoringError: ``score.fill`` with the place in the file.
        GateError: ``application.unknown``, ``score.closed``, ``score.undeclared``.
    """
    data = post.read_file(path, LIMIT)
    try:
        filled = msgspec.json.decode(data, type=_Filled)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise ScoringError("score.fill", file=path.name, detail=str(fault)) from fault
    with desk.vault.begin() as uow:
        for one in filled.sheets:
            _fill(desk, uow, row, one)
        uow.commit()
    return len(filled.sheets)


def _fill(desk: Desk, uow: UnitOfWork, row: RoundRow, one: _FilledSheet) -> None:
    """Write one draft."""
    found = uow.applications.by_number(row.round_id, one.number)
    if found is None:
        raise GateError("application.unknown")
    application = open_application(uow, row, found.application_id)
    documents = {doc.position: doc.plain for doc in uow.applications.documents(application.application_id)}
    unknown = [page.document for page in one.pages if page.document not in documents]
    if unknown:
        raise GateError("sheet.document", value=str(unknown[0]))
    before = draft_of(uow, row, application)
    body = SheetBody(
        application=before.application,
        application_version=before.application_version,
        letter=before.letter,
        phase=before.phase,
        state="locked",
        percents=one.percents,
        not_applicable=one.not_applicable,
        comments=one.comments,
        floor_reasons=one.floor_reasons,
        overall=one.overall,
        pages=tuple(
            CitedPage(criterion=page.criterion, document=documents[page.document], page=page.page)
            for page in one.pages
        ),
        recommendation=one.recommendation,
        recusal=SheetRecusal(answer="no"),
        integrity=one.integrity,
        reason=before.reason,
    )
    save_draft(uow, row, application.application_id, INITIAL, "fill", body, desk.clock.now())
