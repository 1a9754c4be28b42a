"""F07 with names from the secretary's vault, by code from an expert's own; F18 (rules §10)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zgc_review.catalogue import Rubric
from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.excerpts import as_excerpt
from zgc_review.export.form_values import BudgetView, CriterionScore, Cut, ExpertSheets, SheetPage
from zgc_review.export.forms import print_form
from zgc_review.scoring.totals import band_of
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import log, post
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.forms import seal_list
from zgc_review.services.members import ReceivedSheet, received_sheets, standing_of
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.sealing import FORM_LANGUAGE, Sealed
from zgc_review.services.sharing import prefix_of
from zgc_review.services.sheets import newest_sheets


def print_sheets(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write F07 for every expert who handed in sheets, with the name for the ink signature.

    Raises:
        GateError: ``forms.nothing``; ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        values = sheet_values(uow, row, desk.clock.now())
    if not values:
        raise GateError("forms.nothing")
    post.ready_folder(folder)
    paths = []
    for value in values:
        path = folder / f"{prefix_of(row)}F07-{value.expert}.pdf"
        save_bytes(path, print_form(value, lang=FORM_LANGUAGE))
        paths.append(path)
    return tuple(paths)


def sheet_values(uow: UnitOfWork, row: RoundRow, at: str, most: int | None = None) -> list[ExpertSheets]:
    """Return F07 of every expert who handed in sheets, with names, for the secretary.

    With ``most``: an excerpt of so many sheets each; the others are not even read.
    """
    state = state_of(uow, row)
    paper = paper_of(uow, row, state, at)
    sheets = [*standing_of(uow, row, state).sheets.items()]
    sheets += received_sheets(uow, row, state, "revision").items()
    sheets.sort(key=lambda one: (paper.applications[one[0][1]].number, one[1].head.phase))
    seats = {seat.code: seat for seat in uow.seats.all(row.round_id)}
    values = []
    for member in state.by_role("expert"):
        mine = [sheet for (code, _), sheet in sheets if code == member.code]
        if not mine:
            continue
        seat = seats.get(member.code)
        value = ExpertSheets(
            head=paper.head(),
            expert=member.code,
            name=seat.name if seat else "",
            organisation=seat.organisation if seat else "",
            group=" ".join(state.groups_of_member(member.code)),
            file_digits=_file_digits(uow, row, member.card, member.code),
            sheets=tuple(sheet_page(paper, uow, sheet) for sheet in mine[:most]),
        )
        is_whole = len(value.sheets) == len(mine)
        values.append(value if is_whole else as_excerpt(value, len(value.sheets), len(mine)))
    return values


def print_own_sheets(desk: Desk, row: RoundRow, target: Path) -> Path:
    """Write F07 of one's own signed sheets, by code and without the name (rules §15), as a named export.

    The values are those of the secretary's F07; what is exported is told by its digest in the log.

    Raises:
        GateError: ``forms.unsigned``: no sheet was signed, or the copy was handed back; ``round.role.none``.
        StorageError: ``seal.file.*``.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        code = my_code(uow, row, state)
        mine = [ReceivedSheet(one, post.sheet_head(one)) for one in newest_sheets(uow, row, row.card_id)]
        if not mine:
            raise GateError("forms.unsigned")
        paper = paper_of(uow, row, state, desk.clock.now())
        mine.sort(key=lambda one: (paper.applications[one.head.application].number, one.head.phase))
        value = ExpertSheets(
            head=paper.head(),
            expert=code,
            group=" ".join(state.groups_of_member(code)),
            file_digits=_file_digits(uow, row, row.card_id, code),
            sheets=tuple(sheet_page(paper, uow, sheet) for sheet in mine),
        )
    content = print_form(value, lang=FORM_LANGUAGE)
    save_bytes(target, content)
    with desk.vault.begin() as uow:
        data = {"form": "F07", "file": hashlib.sha256(content).hexdigest(), "sheets": len(mine)}
        log.record(uow, row.round_id, "form.exported", code, desk.clock.now(), data)
        uow.commit()
    return target


def own_sheets_name(row: RoundRow) -> str:
    """Return the file name that is proposed for F07 of one's own sheets."""
    return f"{prefix_of(row)}F07-{row.code or 'member'}.pdf"


def print_seal_list(desk: Desk, row: RoundRow, sealed: Sealed, folder: Path) -> Path:
    """Write F18 beside the result it lists."""
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        value = seal_list(uow, row, state, sealed.result, sealed.head, desk.clock.now())
    path = folder / f"{prefix_of(row)}F18.pdf"
    save_bytes(path, print_form(value, lang=FORM_LANGUAGE))
    return path


def sheet_page(paper: Paper, uow: UnitOfWork, sheet: ReceivedSheet) -> SheetPage:
    """Return one sheet as F07 shows it."""
    body = sheet.body
    row = paper.applications[body.application]
    rubric = paper.catalogue.rubric(row.sub_direction, paper.state.settings.stage)
    documents = uow.applications.documents(body.application) if body.pages else ()
    names = {doc.plain: doc.name for doc in documents}
    applicable = sum(one.weight for one in rubric.criteria if one.id in body.percents)
    return SheetPage(
        application=paper.application(body.application),
        state=body.state,
        phase=body.phase,
        recused=body.state == "recused",
        recusal_rule=body.recusal.rule or "",
        recusal_reason=body.recusal.reason,
        integrity=body.integrity,
        criteria=_criteria(paper, body, rubric, names) if body.state == "locked" else (),
        applicable_weight=applicable,
        total=body.total,
        recommendation=_recommendation(paper, body),
        overall=body.overall,
        budget=_budget(body),
        claims=tuple(f"{claim.item} {claim.text}" for claim in body.claims),
        sequence=sheet.row.seq,
        reason=body.reason,
        locked_at=str(post.manifest_value(sheet.row)["time"]),
        sheet_digits=digits_of(sheet.row.message_id),
        application_version=body.application_version,
    )


def _criteria(
    paper: Paper, body: SheetBody, rubric: Rubric, names: dict[str, str]
) -> tuple[CriterionScore, ...]:
    """Return the criteria of a sheet with points as percent × weight."""
    found = []
    for one in rubric.criteria:
        percent = body.percents.get(one.id)
        found.append(
            CriterionScore(
                name=one.zh,
                weight=one.weight,
                percent=percent,
                band="" if percent is None else band_of(percent, paper.state.settings.bands),
                points=None if percent is None else percent * one.weight,
                comment=body.comments.get(one.id, ""),
                reason=body.not_applicable.get(one.id, body.floor_reasons.get(one.id, "")),
                cited=tuple(
                    f"{names.get(page.document, page.document[:8])} 第{page.page}页"
                    for page in body.pages
                    if page.criterion == one.id
                ),
            )
        )
    return tuple(found)


def _recommendation(paper: Paper, body: SheetBody) -> str | None:
    """Return the code of the word that stands for a recommendation in the round's stage (rules §2.4)."""
    stage = paper.state.settings.stage
    said = body.recommendation
    return said if said is None or stage == "proposal" else f"{stage}_{said}"


def _budget(body: SheetBody) -> BudgetView | None:
    """Return the opinion on the amount."""
    if body.budget is None:
        return None
    cuts = tuple(Cut(item=one.item, amount=one.amount_fen, reason=one.reason) for one in body.budget.cuts)
    return BudgetView(amount=body.budget.amount_fen, cuts=cuts)


def _file_digits(uow: UnitOfWork, row: RoundRow, card: str, code: str) -> str | None:
    """Return the digits of the newest score message of a member."""
    newest = uow.messages.newest(row.round_id, "scores", card, code)
    return digits_of(newest.message_id) if newest else None
