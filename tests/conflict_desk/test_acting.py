"""P09: where the desk closed an application to the chair, somebody acts before the review opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_forgery import refusal, refused
from services_harness import Person, World, fill, rising

from zgc_review.domain.rows import ExpertRow
from zgc_review.services import (
    conflict_desk,
    screening,
    sheets,
)
from zgc_review.services.absences import sign_absent
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_acting import acting_named, ever_named
from zgc_review.services.rounds import state_of


class Seated:
    """A round whose chair the first application's unit employs, as the desk found and confirmed."""

    def __init__(self, world: World) -> None:
        self.world, self.secretary, self.chair = world, world.secretary, world.experts[0]
        self.desk, self.row = world.secretary.desk, world.secretary.round
        with self.desk.vault.begin() as uow:
            self.applications = uow.applications.all(self.row.round_id)
            seats = {seat.card_id: seat for seat in uow.seats.all(self.row.round_id)}
            for person in world.experts:
                person.code = seats[person.card.card_id].code
            expert = uow.experts.get(str(seats[self.chair.card.card_id].expert_id))
            assert expert is not None
            employer = self.applications[0].record
            tie = {"employer": employer["unit_name"], "employer_code": employer["unit_credit_code"]}
            record = {**expert.record, **tie, "positions": []}
            uow.experts.put(ExpertRow(expert.expert_id, expert.round_id, expert.number, record))
            uow.commit()
        screening.screen(self.desk, self.row)
        with self.desk.vault.begin() as uow:
            due = [one.row.finding_id for one in desk_findings(uow, self.row) if one.is_due]
        for finding in due:
            conflict_desk.decide(self.desk, self.row, finding, "recuse", "核实")

    @property
    def closed(self) -> str:
        """The application that is closed to the chair."""
        return self.applications[0].application_id

    def name(self, by: Person, code: str) -> list[str]:
        """Name the acting chair of the closed application; return what became of the file."""
        acts = name_acting_chair(by.desk, by.round, code, [self.closed], self.world.folder / "acts")
        return [one.outcome for one in self.world.collect([one.path for one in acts if one.path])]

    def named(self) -> dict[str, str]:
        with self.desk.vault.begin() as uow:
            return dict(acting_named(uow, self.row, state_of(uow, self.row)))


@pytest.fixture
def seated(at: Callable[[str], World]) -> Seated:
    return Seated(at("seated"))


def test_p09_no_review_opens_while_nobody_acts_for_the_chair(seated: Seated) -> None:
    fault = refusal(seated.world.pack)
    assert fault.code == "panel.acting.due"
    assert (fault.params["count"], fault.params["ids"]) == (1, seated.closed)
    acting = seated.world.experts[2]
    seated.name(seated.secretary, acting.code)
    assert refused(seated.world.pack) == "panel.acting.due"
    assert seated.name(seated.chair, acting.code) == ["new"]  # the chair's vault knows no application yet
    assert seated.named() == {seated.closed: acting.code}
    seated.world.pack()


def test_the_next_letter_tells_only_the_acting_chair(seated: Seated) -> None:
    acting = seated.world.experts[2]
    for one in (seated.secretary, seated.chair):
        seated.name(one, acting.code)
    package = seated.world.pack()
    for person in seated.world.experts:
        seated.world.open(person, package)
        with person.desk.vault.begin() as uow:
            state = state_of(uow, person.round)
            known = acting_named(uow, person.round, state)
            words = {one.code for one in spoken(uow, person.round, state, "acting")}
        if person is acting:
            assert known == {seated.closed: acting.code}
        else:
            assert known == {}
            assert words <= {person.code}  # the chair has the own word alone


def test_before_the_lock_the_acting_chair_enters_an_absence(seated: Seated) -> None:
    """Rules §2.3, §4.2: the chair's word does not count where the chair is recused."""
    acting, silent = seated.world.experts[2], seated.world.experts[1]
    for one in (seated.secretary, seated.chair):
        seated.name(one, acting.code)
    package = seated.world.pack()
    for person in seated.world.experts:
        seated.world.open(person, package)
        if person is not silent:
            score(seated.world, person)
            seated.world.collect(seated.world.give_back(person))
    sign_absent(seated.desk, seated.row, silent.code, "因病", seated.closed)
    folder = seated.world.folder / "absent"
    assert (
        refused(
            lambda: sign_absent(seated.chair.desk, seated.chair.round, silent.code, "因病", seated.closed)
        )
        == "application.unknown"
    )
    assert state(seated) == "REVIEWING"
    signed = sign_absent(acting.desk, acting.round, silent.code, "因病", seated.closed, folder)
    assert signed.path is not None
    assert [one.outcome for one in seated.world.collect([signed.path])] == ["new"]
    assert state(seated) == "LOCKED"


def test_what_was_named_before_stays_known_for_what_was_ruled_then(seated: Seated) -> None:
    first, second = seated.world.experts[1], seated.world.experts[2]
    for code in (first.code, second.code):
        for one in (seated.secretary, seated.chair):
            seated.name(one, code)
    assert seated.named() == {seated.closed: second.code}
    with seated.desk.vault.begin() as uow:
        found = ever_named(uow, seated.row, state_of(uow, seated.row))
    assert found == {seated.closed: {first.code, second.code}}


def test_others_name_nobody(seated: Seated) -> None:
    member = seated.world.experts[1]
    for one in (seated.secretary, seated.chair):
        seated.name(one, seated.world.experts[2].code)
    package = seated.world.pack()
    seated.world.open(member, package)
    assert refused(lambda: seated.name(member, member.code)) == "consent.role"


def score(world: World, person: Person) -> None:
    """Declare, fill and lock what a person was given."""
    world.declare_none(person)
    with person.desk.vault.begin() as uow:
        rows = [one for one in uow.applications.all(person.round.round_id) if one.state == "OPEN"]
    for n, one in enumerate(rows):
        fill(person, one.application_id, rising(70)(n))
    sheets.lock(person.desk, person.round, [one.application_id for one in rows])


def state(seated: Seated) -> str:
    """Return the state of the closed application."""
    with seated.desk.vault.begin() as uow:
        found = uow.applications.get(seated.closed)
    assert found is not None
    return found.state
