"""A work list of lines made up, and what changes a sheet or an application behind the window."""

from __future__ import annotations

import random
from dataclasses import replace

import msgspec

from benchmarks.work_crowd import AT, DIRECTIONS, TITLES, UNITS
from ui.viewmodels.finding import fold
from ui.viewmodels.score_data import Entry
from ui.viewmodels.work_list import Mark, Work, WorkLine
from zgc_review.domain.bodies import SheetBody, plain
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk


def many(count: int) -> Work:
    """Return a work list of lines made up, half of them scored."""
    rng = random.Random(20261122)
    criteria = tuple((f"K{n}", f"指标{n}", f"Criterion {n}") for n in range(1, 6))
    lines = []
    for n in range(count):
        scored = n % 2 == 0
        entry = Entry(
            f"{n:032x}",
            f"ZGC-{n:05d}",
            "done" if scored else "untouched",
            f"北京{UNITS[n % len(UNITS)]}有限公司",
            f"{TITLES[n % len(TITLES)]}（{n}）",
            direction=DIRECTIONS[n % len(DIRECTIONS)],
        )
        percents = [rng.randrange(40, 100) for _ in criteria]
        marks = tuple(Mark(one, "B") if scored else Mark() for one in percents)
        total = sum(percents) * 20 if scored else None
        sought = fold(f"{entry.number}\n{entry.title}\n{entry.unit}")
        lines.append(WorkLine(entry, criteria, marks, total, "SUPPORT" if scored else "", (), sought))
    names = {one: (f"方向{one}", f"Direction {one}") for one in DIRECTIONS}
    return Work(is_declared=True, lines=tuple(lines), names=names)


def replace_version(desk: Desk, row: RoundRow, application_id: str) -> None:
    """A later letter brought another record."""
    with desk.vault.begin() as uow:
        application = uow.applications.get(application_id)
        assert application is not None
        uow.applications.update(replace(application, version="f" * 64), AT)
        uow.commit()


def set_sheet(desk: Desk, row: RoundRow, application_id: str, **changes: object) -> None:
    """Append a version of a draft with some fields changed."""
    with desk.vault.begin() as uow:
        last = uow.drafts.newest(row.round_id, application_id, "initial")
        assert last is not None
        body = msgspec.structs.replace(msgspec.convert(last.body, SheetBody), **changes)
        uow.drafts.append(replace(last, n=last.n + 1, body=plain(body)))
        uow.commit()
