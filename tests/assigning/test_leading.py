"""The round chair stands aside, an acting chair of the application leads; panel files that lie (§15, P09)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from assigning_harness import Single
from services_forgery import refusal

from zgc_review.domain.bodies import PanelBody
from zgc_review.services import (
    acting_naming,
    aggregating,
    conflict_desk,
    deliberating,
    panel_taking,
    panel_view,
    post,
)
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating import open_discussion
from zgc_review.services.rounds import state_of

At = Callable[[str], Single]


def led(single: Single) -> str:
    """Return an application that the chair only leads."""
    return next(number for number, codes in single.table().items() if single.chair.code not in codes)


def test_p09_where_the_chair_stands_aside_one_of_the_experts_acts(at: At) -> None:
    """R02 where the chair only leads: the letter to the chair is without it, an expert acts."""
    single = at("assigned")
    number = next(
        one for one, codes in single.table().items() if single.codes()[chair_number(single)] not in codes
    )
    single.tie(chair_number(single), employer=single.unit(number))
    fault = refusal(single.pack)
    assert fault.code == "desk.due"  # the chair is given it, so a decision is owed
    with single.desk.vault.begin() as uow:
        due = [one for one in desk_findings(uow, single.row) if one.is_due]
    for one in due:
        conflict_desk.decide(single.desk, single.row, one.row.finding_id, "recuse")
    assert refusal(single.pack).code == "panel.acting.due"
    application = single.application(number).application_id
    acting = single.table()[number][0]
    outsider = next(code for code in single.codes().values() if code not in single.table()[number])
    name = (single.desk, single.row)
    fault = refusal(lambda: acting_naming.name_acting_chair(*name, outsider, [application]))
    assert fault.code in {"panel.acting.member", "panel.acting.chair"}
    acting_naming.name_acting_chair(*name, acting, [application])
    chair = single.chair
    (signed,) = acting_naming.name_acting_chair(
        chair.desk, chair.round, acting, [application], single.world.folder / "acting"
    )
    assert signed.path is not None
    single.world.collect([signed.path])
    single.pack()
    single.open(chair)
    assert number not in single.held(chair)
    single.open(single.of_code(acting))
    assert single.held(single.of_code(acting))[number] == "OPEN"


def chair_number(single: Single) -> str:
    return single.numbers()[single.draw.seated("G01")[0]]


def test_the_chair_discusses_what_is_only_led_and_votes_on_nothing_there(at: At, tmp_path: Path) -> None:
    single = at("locked")
    aggregating.aggregate_round(single.desk, single.row)
    single.show_chair()
    number = led(single)
    application = single.application(number).application_id
    signed = open_discussion(single.chair.desk, single.chair.round, application, tmp_path)
    assert signed.path is not None
    (arrival,) = single.world.collect([signed.path])
    assert arrival.outcome == "new", arrival.error
    with single.desk.vault.begin() as uow:
        state = state_of(uow, single.row)
        found = uow.applications.get(application)
        assert found is not None
        assert deliberating.discussion_of(uow, single.row, state, found) == "open"


@pytest.mark.parametrize("lie", ["absent", "short", "unsorted", "stranger"])
def test_a_panel_file_that_names_other_experts_is_refused(at: At, lie: str) -> None:
    """Members of each application are named, in order, from the bench, and wrote every sheet in the file."""
    single = at("locked")
    single.show_chair()
    view = panel_view.show_panel(single.chair.desk, single.chair.round, "G01")
    assert len(view.lines) == 4
    with single.chair.desk.vault.begin() as uow:
        (held,) = uow.messages.find(single.chair.round.round_id, "panel")
        opened = post.opened_row(single.chair.desk, held)
        state = state_of(uow, single.chair.round)
    body: PanelBody = post.typed_body(opened)
    assert not isinstance(body.panels, msgspec.UnsetType)
    first = body.panels[0]
    lies = {
        "absent": msgspec.UNSET,
        "short": (msgspec.structs.replace(first, members=first.members[1:]), *body.panels[1:]),
        "unsorted": tuple(reversed(body.panels)),
        "stranger": (msgspec.structs.replace(first, members=(*first.members, "专家99")), *body.panels[1:]),
    }
    forged = msgspec.structs.replace(body, panels=lies[lie])
    fault = refusal(lambda: panel_taking._check_panels(state, forged))
    assert fault.code == "panel.listing"
