"""Forms of the result: F08, F14 and F15 inside it, F18 beside it (rules §10)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from zgc_review.aggregation.listing import listed_pool
from zgc_review.domain.bodies import (
    LogHead,
)
from zgc_review.domain.money import half_up
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine, Combination, PoolTable
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import ENDED
from zgc_review.export.form_values import (
    Counts,
    Deviation,
    EarlierValue,
    MarkCell,
    ScoreSummary,
    SummaryLine,
    SummaryRow,
    SummarySection,
)
from zgc_review.export.result_values import (
    CheckedRow,
    DefinitionVersion,
    EndedRow,
    FundLine,
    NoticeRow,
    PoolResult,
    PublicNotice,
    ResultList,
    ResultRow,
    SealedFile,
    SealList,
)
from zgc_review.seal.digits import digits_of
from zgc_review.seal.safe_files import reading_faults
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_explaining import Deviating, deviations, explained_sheets
from zgc_review.services.form_heads import Paper, paper_of
from zgc_review.services.members import Standing, members_of, standing_of
from zgc_review.services.stage_forms import established_words, outcome_sections
from zgc_review.services.voiding_values import LATE_REASONS, Earlier, earlier_values
from zgc_review.version import __version__

SUPPORTED = frozenset({"SUPPORT", "SUPPORT_IF_REVISED"})


def score_summary(
    uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, at: str
) -> ScoreSummary:
    """Return F08 with one section per pool and group; of a stage per measure and group."""
    standing = standing_of(uow, row, state)
    book = ConsentBook(uow, row, state)
    return summary_of(
        paper_of(uow, row, state, at),
        aggregate,
        lambda name: explained_sheets(book.of("explain", name)),
        lambda code, name: _empty_cell(standing, standing.status(code, name), code, name),
        earlier_values(uow, row),
    )


def summary_of(
    paper: Paper,
    aggregate: Aggregate,
    explained: Callable[[str], Collection[str]],
    empty: Callable[[str, str], MarkCell],
    earlier: Mapping[str, Sequence[Earlier]],
) -> ScoreSummary:
    """Return F08 of what an aggregate holds.

    Args:
        explained: the sheets of an application whose deviation was explained.
        empty: the cell of a member, by code and application, whose sheet is in no combination.
        earlier: values before late changes, by application.
    """
    state = paper.state
    ranks = {line.application: line for pool in aggregate.pools for line in pool.lines}
    sections: dict[tuple[int, str, str], list[SummaryRow]] = {}
    for line in aggregate.applications:
        place = ranks.get(line.application)
        made = SummaryRow(
            application=paper.application(line.application),
            rank=place.rank if place else None,
            tied=place.tied if place else False,
            lines=_summary_lines(paper, empty, line),
            deviations=_deviations(line, explained(line.application)),
            earlier=tuple(
                EarlierValue(value=one.value, reason=LATE_REASONS[one.cause], at=one.at)
                for one in earlier.get(line.application, ())
                if one.value is not None
            ),
            decision=line.decision,
            remarks=tuple(f"已认定：{item}" for item in established_words(paper, line)),
        )
        sections.setdefault((*_part(paper, line), line.group or ""), []).append(made)
    return ScoreSummary(
        head=paper.head(),
        sections=tuple(
            SummarySection(
                pool=name,
                group=group,
                experts=tuple(sorted(state.groups[group].members)) if group in state.groups else (),
                chair=state.chair_of(group) or "",
                rows=tuple(
                    sorted(rows, key=lambda one: (one.rank is None, one.rank or 0, one.application.number))
                ),
            )
            for (_, name, group), rows in sorted(sections.items())
        ),
    )


def _part(paper: Paper, line: ApplicationLine) -> tuple[int, str]:
    """Return place and name of what a line is shown under: its pool; of a stage its measure."""
    if line.pool is not None:
        order = [pool.id for pool in paper.state.settings.pools]
        return order.index(line.pool), paper.pool_name(line.pool)
    measure = paper.catalogue.measure_of(paper.applications[line.application].sub_direction)
    return measure.number, paper.measure(paper.applications[line.application].sub_direction)


def result_list(
    uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, at: str
) -> ResultList:
    """Return F14: decisions by pool, unscored results, ended applications, fund totals."""
    return results_of(paper_of(uow, row, state, at), aggregate)


def results_of(paper: Paper, aggregate: Aggregate) -> ResultList:
    """Return F14 of what an aggregate holds."""
    ended = {one.value for one in ENDED}
    return ResultList(
        head=paper.head(),
        pools=tuple(_pool_result(paper, aggregate, pool) for pool in aggregate.pools),
        outcomes=outcome_sections(paper, aggregate),
        checked=tuple(
            CheckedRow(
                application=paper.application(one.application),
                way=paper.state.settings.modes[one.sub_direction],
                result=one.result,
                amount=one.amount_fen,
            )
            for one in aggregate.unscored
        ),
        ended=tuple(
            EndedRow(application=paper.application(one.application_id), state=one.state, reason=one.reason)
            for one in paper.applications.values()
            if one.state in ended
        ),
        funds=tuple(
            FundLine(
                fund=paper.fund_name(fund.fund),
                scored=fund.scored_fen,
                unscored=fund.unscored_fen,
                spent_before=fund.spent_before_fen,
                total=fund.total_fen,
                annual=fund.annual_fen,
                within=fund.within,
            )
            for fund in aggregate.funds
        ),
    )


def public_notice(
    uow: UnitOfWork, row: RoundRow, state: RoundState, aggregate: Aggregate, at: str
) -> PublicNotice:
    """Return F15: units and titles that are proposed, nothing about experts, scores or people."""
    paper = paper_of(uow, row, state, at)
    first = date.fromisoformat(at[:10])
    last = first + timedelta(days=max(state.settings.notice_days - 1, 0))
    chosen = [line.application for line in aggregate.applications if line.decision in SUPPORTED]
    chosen += [one.application for one in aggregate.unscored if one.result in {"MET", "LISTED"}]
    heads = [paper.application(one) for one in chosen]
    return PublicNotice(
        head=paper.head(),
        office="",
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        days=state.settings.notice_days,
        contact="",
        rows=tuple(NoticeRow(unit=one.unit, title=one.title, measure=one.measure) for one in heads),
    )


def seal_list(
    uow: UnitOfWork, row: RoundRow, state: RoundState, result: Path, head: LogHead, at: str
) -> SealList:
    """Return F18: the sealed file, what it holds, and the digits that anchor it on paper."""
    paper = paper_of(uow, row, state, at)
    message = uow.messages.find(row.round_id, "result")[-1]
    settings = state.settings
    versions = [one for one in uow.messages.find(row.round_id, "round") if one.message_id in state.versions]
    with reading_faults(result.name):
        content = result.read_bytes()
    return SealList(
        head=paper.head(),
        sealed_at=message.at,
        suite=settings.suite,
        result=SealedFile(
            name=result.name,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            signer=state.secretary.code,
        ),
        files=tuple(_parts(message, state.secretary.code)),
        definitions=tuple(
            DefinitionVersion(version=n, digest=one.message_id, claimed_at=one.at)
            for n, one in enumerate(versions, 1)
        ),
        catalogue_version=paper.catalogue.version,
        catalogue_digest=settings.catalogue_digest,
        verifier_digest=settings.verifier_digest,
        program_version=__version__,
        log_digits=digits_of(head.root),
        log_size=head.size,
        officers_k=settings.officers_k,
        officers_n=settings.officers_n,
    )


def _parts(message: MessageRow, signer: str) -> list[SealedFile]:
    """Return the parts of a result that are not messages themselves, by title and entry."""
    body = post.body_of_row(message)
    titles = {part.file: part.title for part in body.parts}
    found, at, payload = [], 0, message.payload
    while payload[at : at + 1] not in {b"\0", b""}:
        name = payload[at : at + 100].rstrip(b"\0").decode()
        size = int(payload[at + 124 : at + 135], 8)
        content = payload[at + 512 : at + 512 + size]
        if name in titles and not name.endswith(".tar"):
            digest = hashlib.sha256(content).hexdigest()
            shown = f"{titles[name]} · {name}"
            found.append(SealedFile(name=shown, size=size, digest=digest, signer=signer))
        at += 512 + -(-size // 512) * 512
    return found


def _summary_lines(
    paper: Paper, empty: Callable[[str, str], MarkCell], line: ApplicationLine
) -> tuple[SummaryLine, ...]:
    """Return the combined value before deliberation, and after it where a sheet was revised."""
    first = _summary_line(paper, empty, line, line.before, "initial")
    if line.before == line.after:
        return (first,)
    return first, _summary_line(paper, empty, line, line.after, "revision")


def _summary_line(
    paper: Paper,
    empty: Callable[[str, str], MarkCell],
    line: ApplicationLine,
    combined: Combination,
    phase: str,
) -> SummaryLine:
    """Return one combined value with a cell per member."""
    marks = {mark.code: mark for mark in combined.marks}
    cells = []
    members = members_of(paper.state, paper.applications[line.application])
    seats = paper.state.groups.get(line.group or "")
    for code in sorted(seats.members) if seats is not None else members:
        mark = marks.get(code)
        if code not in members:
            cell = MarkCell(state="unassigned")
        elif mark is not None:
            cell = MarkCell(
                state="scored",
                total=mark.total,
                dropped=mark.trimmed,
                revised=mark.phase == "revision",
                flagged=bool(mark.flags),
            )
        else:
            cell = empty(code, line.application)
        cells.append(cell)
    return SummaryLine(
        phase=phase,
        marks=tuple(cells),
        value=combined.value,
        counts=Counts(
            received=line.n_received,
            effective=line.n_effective,
            recused=line.n_recused,
            void=line.n_void,
            absent=line.n_absent,
            trimmed=combined.n_trimmed,
        ),
        rule=combined.rule,
        rubric=paper.catalogue.version,
    )


def _empty_cell(standing: Standing, status: str, code: str, application_id: str) -> MarkCell:
    """Return the cell of a member whose sheet is in no combination."""
    if status == "locked":
        sheet = standing.sheets.get((code, application_id))
        return MarkCell(state="void", total=sheet.body.total if sheet else None)
    if status == "recused":
        return MarkCell(state="recused")
    return MarkCell(state="absent") if status == "absent" else MarkCell(state="missing")


def _deviations(line: ApplicationLine, explained: Collection[str]) -> tuple[Deviation, ...]:
    """Return the sheet totals that S07 points at; ``explained``: sheets explained by a signed text."""
    return tuple(_deviation(one) for one in deviations(line, explained))


def _deviation(one: Deviating) -> Deviation:
    """Return one deviation from the mean and median of the combination that points at it."""
    mark, mean, median = one.mark, one.combined.plain_mean or 0, one.combined.median or 0
    return Deviation(
        expert=mark.code,
        total=mark.total,
        from_mean=half_up(Fraction((mark.total - mean) * 10_000, mean)) if mean else 0,
        from_median=mark.total - median,
        tests=mark.flags,
        explained=bool(one.by),
    )


def _pool_result(paper: Paper, aggregate: Aggregate, pool: PoolTable) -> PoolResult:
    """Return ranking and line of one pool, unranked applications at the end."""
    lines = {line.application: line for line in aggregate.applications}
    pool = listed_pool(pool, {name: one.number for name, one in paper.applications.items()})
    rows = [
        ResultRow(
            rank=place.rank,
            tied=place.tied,
            application=paper.application(place.application),
            value=place.value,
            decision=lines[place.application].decision or lines[place.application].suggestion,
            amount=place.amount_fen,
            line=place.line,
        )
        for place in pool.lines
    ]
    rows += [
        ResultRow(
            rank=None,
            tied=False,
            application=paper.application(one),
            value=lines[one].after.value,
            decision=lines[one].decision or lines[one].suggestion,
            amount=None,
            line=None,
        )
        for one in pool.unranked
    ]
    setting = next(one for one in paper.state.settings.pools if one.id == pool.pool)
    within = [place for place in pool.lines if place.line == "within"]
    return PoolResult(
        pool=paper.pool_name(pool.pool),
        fund=paper.fund_name(pool.fund),
        rule=pool.rule,
        pass_line=setting.pass_line,
        reserve_line=setting.reserve,
        budget=pool.budget_fen,
        granted=sum(place.amount_fen or 0 for place in within),
        within=len(within),
        rows=tuple(rows),
    )
