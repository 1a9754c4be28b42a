"""F02 专家抽取记录表, one for every draw of the round (rules §3.2, §10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from resources.reader import Texts
from zgc_review.assignment.panel_rules import p07
from zgc_review.catalogue import Catalogue
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.export.forms import print_form
from zgc_review.export.office_values import (
    AssignedRow,
    AssignRecord,
    DrawGroup,
    DrawLine,
    DrawRecord,
    RuleCount,
)
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import post
from zgc_review.services.assigning_record import assignments_of
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_record import Draw, DrawnGroup, PlanEntry, draws_of
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import prefix_of


def print_draws(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write F02 for every draw that was run; the first one stays beside the second (rules §3.2 step 8).

    Raises:
        GateError: ``draw.none``; ``draw.alternates``: a group has too few alternates (P07);
            ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        draws = [draw for draw in draws_of(uow, row) if draw.done_at]
        if not draws:
            raise GateError("draw.none")
        _check_alternates(draws[-1])
        state = state_of(uow, row)
        paper = paper_of(uow, row, state, desk.clock.now())
        values = [draw_record(uow, row, paper, catalogue_of(uow, state), draw) for draw in draws]
    post.ready_folder(folder)
    paths = []
    for draw, value in zip(draws, values, strict=True):
        path = folder / f"{prefix_of(row)}F02-{draw.n}.pdf"
        save_bytes(path, print_form(value, lang=FORM_LANGUAGE))
        paths.append(path)
    return tuple(paths)


def draw_record(uow: UnitOfWork, row: RoundRow, paper: Paper, catalogue: Catalogue, draw: Draw) -> DrawRecord:
    """Return one draw as F02 shows it: by id and name, never with a code."""
    people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
    texts = Texts(FORM_LANGUAGE)
    plans = {plan.id: plan for plan in draw.groups}
    return DrawRecord(
        head=paper.head(),
        batch=texts.get("draw.form.batch", n=draw.n),
        drawn_at=draw.done_at,
        candidates=len(draw.candidates),
        excluded=tuple(
            RuleCount(rule=texts.get(f"draw.form.left_out.{rule}"), count=count)
            for rule, count in sorted(draw.excluded.items())
        ),
        pool_digest=draw.pool,
        secretary_words=draw.secretary or "",
        observer_words=draw.observer or "",
        seed=draw.seed,
        groups=tuple(
            _group(one, plans[one.group], draw, people, _conditions(texts, catalogue, plans[one.group], draw))
            for one in draw.drawn
        ),
        redraw_reason=draw.reason,
        assignments=tuple(assign_records(uow, row, draw)),
    )


def assign_records(uow: UnitOfWork, row: RoundRow, draw: Draw) -> Iterator[AssignRecord]:
    """Yield the acts of assigning that follow a draw, applications and experts by number and name."""
    people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
    numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}

    def named(ids: tuple[str, ...]) -> str:
        rows = sorted((people[one].number, str(people[one].record.get("name", ""))) for one in ids)
        return "、".join(f"{name}（{number}）" for number, name in rows)

    for one in assignments_of(uow, row):
        if one.draw != draw.n:
            continue
        changes = sorted(one.changes, key=lambda change: numbers[change.application])
        yield AssignRecord(
            n=one.n,
            act=one.act,
            at=one.at,
            least=one.least,
            most=one.most,
            reason=one.reason,
            size_reason=one.size_reason,
            problem=one.problem or None,
            table=one.table,
            rows=tuple(
                AssignedRow(
                    number=numbers[change.application],
                    added=named(change.added),
                    dropped=named(change.dropped),
                )
                for change in changes
            ),
        )


def _check_alternates(draw: Draw) -> None:
    """Refuse F02 while a group has too few alternates (P07)."""
    for one in draw.drawn:
        if p07(one.group, len(one.alternates), draw.alternates):
            raise GateError(
                "draw.alternates", group=one.group, alternates=len(one.alternates), wanted=draw.alternates
            )


def _conditions(texts: Texts, catalogue: Catalogue, plan: PlanEntry, draw: Draw) -> str:
    """Return the conditions of the draw of one group: P03, P04 and the role places of each measure."""
    labels = catalogue.role_labels
    places = [
        f"{measure} " + " ".join(f"{labels[role].zh} {roles.count(role)}" for role in dict.fromkeys(roles))
        for measure, roles in sorted(plan.places.items())
    ]
    part, whole = draw.group_recusal_max
    return texts.get(
        "draw.form.conditions" if draw.one_per_legal_person else "draw.form.conditions_open",
        part=part,
        whole=whole,
        places="; ".join(places),
    )


def _group(
    one: DrawnGroup, plan: PlanEntry, draw: Draw, people: Mapping[str, ExpertRow], conditions: str
) -> DrawGroup:
    """Return the draw of one group, every candidate in order."""
    rules = dict(one.skipped)
    present = set(draw.seated(one.group)) if draw.version is not None else set()
    lines = []
    for position, (expert_id, key) in enumerate(one.order, 1):
        record = people[expert_id].record if expert_id in people else {}
        lines.append(
            DrawLine(
                position=position,
                roster_id=expert_id,
                name=str(record.get("name", "")),
                organisation=str(record.get("employer", "")),
                key=key,
                outcome=_outcome(one, expert_id),
                rule=rules.get(expert_id, ""),
                confirmed=True if expert_id in present else None,
            )
        )
    return DrawGroup(group=one.group, seats=plan.size, conditions=conditions, lines=tuple(lines))


def _outcome(one: DrawnGroup, expert_id: str) -> str:
    """Return what became of one candidate; an alternate who was passed over as member shows the rule."""
    if expert_id in one.members:
        return "member"
    if expert_id in one.alternates:
        return "alternate"
    return "passed" if expert_id in dict(one.skipped) else "not_reached"
