"""F01 形式审查与资格核验表, printed from the secretary's vault (rules §10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.forms import print_form
from zgc_review.export.office_values import CheckLine, FormalCheck
from zgc_review.seal.safe_files import save_bytes
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import post
from zgc_review.services.desk import Desk, as_secretary, own_card
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.gates import GateView, meant, view_of
from zgc_review.services.gates_hits import FIELD, Hit, listing_of
from zgc_review.services.gates_record import GateLine, bench_of, fields_of
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import prefix_of


def print_checks(
    desk: Desk,
    row: RoundRow,
    folder: Path,
    numbers: Sequence[str] = (),
    progress: Progress = no_progress,
) -> tuple[Path, ...]:
    """Write F01 for the applications named, else for all, and return the files.

    ``progress`` is told files written and in all; ``Cancelled`` raised in it ends the writing.

    Raises:
        GateError: ``application.unknown``, ``forms.nothing``, ``round.role.secretary``.
        StorageError: ``seal.file.*``.
    """
    as_secretary(row)
    at = desk.clock.now()
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        bench, listing = bench_of(uow, row, state), listing_of(uow, row)
        paper = paper_of(uow, row, state, at)
        checked_by = own_card(uow, row).name
        views = [view_of(uow, bench, listing, one, at[:10]) for one in meant(uow, row, numbers)]
        values = {view.application.number: formal_check(paper, view, checked_by, at[:10]) for view in views}
    if not values:
        raise GateError("forms.nothing")
    post.ready_folder(folder)
    paths: list[Path] = []
    for n, (number, value) in enumerate(values.items(), 1):
        stem = re.sub(r"[^\w.-]+", "_", number)
        taken = any(path.stem.endswith(f"F01-{stem}") for path in paths)
        path = folder / f"{prefix_of(row)}F01-{stem}{f'-{n}' if taken else ''}.pdf"
        save_bytes(path, print_form(value, lang=FORM_LANGUAGE))
        paths.append(path)
        progress(n, len(values))
    return tuple(paths)


def formal_check(paper: Paper, view: GateView, checked_by: str, day: str) -> FormalCheck:
    """Return F01 of one application."""
    application = view.application
    result = view.book.result
    label = paper.catalogue.check_result_labels[result].zh if result is not None else ""
    return FormalCheck(
        head=paper.head(),
        application=paper.application(application.application_id),
        credit_code=str(application.record.get("unit_credit_code", "")),
        lines=tuple(_line(line, view.hits) for line in view.lines),
        result=application.state,
        reason="；".join(text for text in (label, application.reason) if text),
        checked_by=checked_by,
        checked_on=day,
    )


def _line(line: GateLine, hits: Sequence[Hit]) -> CheckLine:
    """Return one gate; the entries of the 不良信用记录 list stand with the gate that asks for them."""
    by_person = line.counts if line.person is not None or line.word is not None else None
    reason = line.person.reason if line.person is not None else line.word.reason if line.word else ""
    evidence = line.person.evidence if line.person is not None else ""
    found = [evidence or line.gate.evidence]
    if any(leaf.field == FIELD for leaf in fields_of(line.gate.test)):
        found += [_entry(hit) for hit in hits]
    return CheckLine(
        id=line.gate.id,
        question=line.gate.zh,
        blocking=line.gate.blocking,
        by_program=line.machine,
        by_person=by_person,
        evidence="；".join(text for text in found if text),
        reason=reason,
    )


def _entry(hit: Hit) -> str:
    """Return an entry as the form names it: name, category, decision, from and to."""
    entry = hit.entry
    parts = [str(entry.get(name, "")) for name in ("name", "category", "decision_no")]
    span = f"{entry.get('from', '')}–{entry.get('to', '')}"
    return " ".join(text for text in (*parts, span.strip("–")) if text)
