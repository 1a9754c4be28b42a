"""The log page: days, checking with progress, a check that is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel
from services_harness import World

from ui.context import Context
from ui.jobs import Ticket
from ui.viewmodels.secretary.log import Log, LogModel, Wanted, matching
from ui.viewmodels.session import Session
from ui.views.screen import Screen
from ui.views.secretary.log import LogPage
from zgc_review.services.log_lines import LogLine, check_log

if TYPE_CHECKING:
    from conftest import Bench

Seat = Callable[..., "Bench"]
At = Callable[[str], World]


def log_page(context: Context, session: Session) -> Screen:
    """Return the log page."""
    model = LogModel(session)
    page = LogPage(context, model)
    model.setParent(page)
    return page


def line(n: int, day: str) -> LogLine:
    return LogLine(n, f"{day}T09:00:00+08:00", "round.defined", "秘书01", {})


def test_days_bound_what_is_found(context: Context) -> None:
    days = ("2026-11-20", "2026-11-21", "2026-11-23")
    log = Log(tuple(line(n, day) for n, day in enumerate(days)))
    texts = context.captions.texts

    def found(**wanted: str) -> list[int]:
        return [one.n for one in matching(log, Wanted(**wanted), texts)]

    assert found() == [0, 1, 2]
    assert found(since="2026-11-21") == [1, 2]
    assert found(until="2026-11-21") == [0, 1]
    assert found(since="2026-11-21", until="2026-11-21") == [1]
    assert found(since="2026-11-22", until="2026-11-21") == []


def test_the_boxes_offer_the_days_of_the_log(seat: Seat, at: At) -> None:
    world = at("seated")
    bench = seat(world.secretary.desk, log_page)
    page = bench.page
    day = page.model.log.days[0]
    assert [page.since.itemData(n) for n in range(page.since.count())] == ["", *page.model.log.days]
    count = page.count.text()
    page.since.setCurrentIndex(page.since.findData(day))
    page.since.activated.emit(page.since.currentIndex())
    assert page.events.rows
    page.model.log = replace(page.model.log, days=("2031-01-01", *page.model.log.days))
    page._fill()
    page.since.setCurrentIndex(1)
    page.since.activated.emit(1)
    assert not page.events.rows
    assert page.empty.isVisible()
    assert count


def test_checking_tells_how_far_it_is_and_can_be_stopped(
    seat: Seat, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr("zgc_review.services.log_lines._STEP", 5)
    with desk.vault.begin() as uow:
        whole = check_log(uow, row, lambda done, total: seen.append((done, total)))
        events = uow.events.count(row.round_id)
    assert whole.findings == ()
    assert seen[0] == (5, 2 * events)
    assert [done for done, _ in seen] == list(range(5, 2 * events + 1, 5))
    bench = seat(desk, log_page)
    bench.click("logCheck")
    assert "链条完整" in bench.find(QLabel, "logState").text()
    jobs = bench.session.context.jobs
    run = jobs.run

    def stopped(owner: object, work: Callable[[Ticket], object], *rest: object, **more: object) -> object:
        def first(ticket: Ticket) -> object:
            ticket.cancel()
            ticket.progress(0, 1)
            return work(ticket)

        return run(owner, first, *rest, **more)  # type: ignore[arg-type]

    jobs.run = stopped  # type: ignore[method-assign, assignment]
    bench.click("logCheck")
    assert bench.find(QLabel, "logState").text() == "已停下，链条没有核对完。"
