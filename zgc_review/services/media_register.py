"""F17 for the secretary: every medium written, every copy and medium that came back (rules §11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from resources.reader import Texts
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.office_values import Handover, Medium
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.form_files import write_forms
from zgc_review.services.form_heads import paper_of
from zgc_review.services.packing import WRITTEN
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing import FORM_LANGUAGE

_WRITTEN = f'"act":"{WRITTEN}"'.encode()
_BLANK = 3  # lines for media that no program wrote


def print_register(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write F17 of the round so far: who gave which medium when; signatures are given in ink.

    Raises:
        GateError: ``round.role.secretary``, ``forms.nothing``: no medium was written or came back;
            StorageError: ``seal.file.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        lines = media_of(uow, row, state)
        head = paper_of(uow, row, state, desk.clock.now()).head()
    if not lines:
        raise GateError("forms.nothing")
    return write_forms(row, folder, [(state.secretary.code, Handover(head=head, media=lines, blank=_BLANK))])


def media_of(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[Medium, ...]:
    """Return the media written, oldest first, then copies and media that experts gave back, by code."""
    return (*_written(uow, row, state), *_returned(uow, row, state))


def _written(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Iterator[Medium]:
    """Yield one line per package that was written; without a number it is told by its place in the log."""
    texts = Texts(FORM_LANGUAGE)
    numbers = {one.n: one.text for one in uow.events.texts(row.round_id) if one.name == "medium"}
    for event in uow.events.all(row.round_id):
        if _WRITTEN not in event.leaf:
            continue
        said: dict[str, Any] = json.loads(event.leaf)
        number = numbers.get(event.n) or texts.get("form.F17.package", n=event.n)
        yield Medium(
            number=number,
            files=said["data"]["files"],
            digest=None,
            given_by=state.secretary.code,
            received_by="",
            at=said["at"],
            destroyed="",
        )


def _returned(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Iterator[Medium]:
    """Yield the deleted copy of each expert who handed back, then the media that go with it."""
    texts = Texts(FORM_LANGUAGE)
    for one in sorted(spoken(uow, row, state, "handback"), key=lambda said: said.code):
        at = str(post.manifest_value(one.row)["time"])
        named = one.body.values["media"]
        media = named if isinstance(named, list) else []
        gone = texts.get("form.F17.deleted", day=at[:10])
        yield _line(texts.get("form.F17.copy"), one.code, "", at, gone)
        for number in media:
            yield _line(number, one.code, state.secretary.code, at, "")


def _line(number: str, given_by: str, received_by: str, at: str, destroyed: str) -> Medium:
    return Medium(
        number=number,
        files=None,
        digest=None,
        given_by=given_by,
        received_by=received_by,
        at=at,
        destroyed=destroyed,
    )
