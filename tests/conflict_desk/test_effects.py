"""What decisions do to letters, standings, aggregates, rulings (rules §4.2, design §4.2, acceptance C8)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_harness import Person, World

from zgc_review.domain.bodies import (
    LetterBody,
)
from zgc_review.domain.rows import ExpertRow
from zgc_review.errors import GateError
from zgc_review.seal.package_read import find_letter, open_package
from zgc_review.seal.suites import suite_named
from zgc_review.services import conflict_desk, opening, packing, post, screening
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.members import closed_to, recusal_lines, standing_of
from zgc_review.services.packing import PackOrder
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling, waiting_rulings

SUITE = suite_named("intl-1")


class Desk:
    """The conflict desk of a round at a stage; the second expert gets ties."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk, self.row = world.secretary.desk, world.secretary.round
        self.person = world.experts[1]
        with self.desk.vault.begin() as uow:
            seats = {seat.card_id: seat for seat in uow.seats.all(self.row.round_id)}
            self.code = seats[self.person.card.card_id].code
            self.expert_id = str(seats[self.person.card.card_id].expert_id)
            self.applications = uow.applications.all(self.row.round_id)

    def ties(self, **record: Any) -> None:
        """Change the roster entry of the expert, and screen."""
        with self.desk.vault.begin() as uow:
            expert = uow.experts.get(self.expert_id)
            assert expert is not None
            changed = ExpertRow(expert.expert_id, expert.round_id, expert.number, {**expert.record, **record})
            uow.experts.put(changed)
            uow.commit()
        screening.screen(self.desk, self.row)

    def employed_by(self, place: int) -> str:
        """Let the applicant of one application employ the expert; return the application's id."""
        meant = self.applications[place]
        self.ties(
            employer=meant.record["unit_name"], employer_code=meant.record["unit_credit_code"], positions=[]
        )
        return meant.application_id

    def decide(self, act: Any, reason: str = "核实") -> None:
        """Decide every finding on which a decision is due."""
        with self.desk.vault.begin() as uow:
            due = [one.row.finding_id for one in desk_findings(uow, self.row) if one.is_due]
        assert due
        for finding in due:
            conflict_desk.decide(self.desk, self.row, finding, act, reason)

    def closed(self) -> dict[str, str]:
        with self.desk.vault.begin() as uow:
            found = closed_to(uow, self.row, state_of(uow, self.row), self.code)
        return {application: status.value for application, status in found.items()}

    def lines(self) -> list[tuple[str, str, str]]:
        with self.desk.vault.begin() as uow:
            lines = recusal_lines(uow, self.row, state_of(uow, self.row))
        return [(one.application, one.rule, one.decision) for one in lines if one.code == self.code]

    def chair_rules(self, application: str, rule: str, answer: Any) -> None:
        """Let the chair sign a ruling and hand it in."""
        chair = self.world.experts[0]
        folder = self.world.folder / "rulings"
        signed = sign_ruling(chair.desk, chair.round, application, self.code, rule, answer, folder)
        assert signed.path is not None
        assert [one.outcome for one in self.world.collect([signed.path])] == ["new"]

    def pack(self) -> Path:
        return packing.pack(self.desk, self.row, self.world.folder / "stick", PackOrder())[0].paths[0]

    def letter(self, package: Path, person: Person) -> LetterBody:
        _, letter = find_letter(open_package(package), [person.card.age_secret])
        body = post.typed_body(letter)
        assert isinstance(body, LetterBody)
        return body


@pytest.fixture
def seated(at: Callable[[str], World]) -> Desk:
    return Desk(at("seated"))


def test_nothing_is_packed_while_a_decision_is_due(seated: Desk) -> None:
    seated.employed_by(0)
    with pytest.raises(GateError) as refused:
        seated.pack()
    assert (refused.value.code, refused.value.params) == ("desk.due", {"count": 1})
    seated.decide("dismiss", "名册所写单位有误")
    body = seated.letter(seated.pack(), seated.person)
    assert len(body.applications) == 3


def test_findings_on_other_peoples_experts_do_not_stop_packing(seated: Desk) -> None:
    """Only members and applications of their own groups count; level D is shown, not decided."""
    with seated.desk.vault.begin() as uow:
        uow.experts.put(
            ExpertRow(
                "f" * 32,
                seated.row.round_id,
                "E099",
                {"name": "不在组", "employer": seated.applications[0].record["unit_name"]},
            )
        )
        uow.commit()
    assert screening.screen(seated.desk, seated.row).due == 1
    assert len(seated.letter(seated.pack(), seated.person).applications) == 3


def test_c8_an_accepted_finding_keeps_the_application_out_of_the_letter(seated: Desk) -> None:
    left_out = seated.employed_by(1)
    seated.decide("recuse")
    assert seated.closed() == {left_out: "RECUSED"}
    assert seated.lines() == [(left_out, "R02", "recused")]
    package = seated.pack()
    body = seated.letter(package, seated.person)
    assert left_out not in {one.application for one in body.applications}
    assert len(body.applications) == 2
    with seated.desk.vault.begin() as uow:
        row = uow.applications.get(left_out)
        documents = uow.applications.documents(left_out)
    assert row is not None
    texts = [row.application_id, row.number, row.version, str(row.identity), row.record["title"]]
    texts += [row.record["unit_name"], row.record["unit_credit_code"]]
    texts += [text for one in documents for text in (one.plain, one.object)]
    everything = readable(seated.person, body, package)
    assert [text for text in texts if text.encode() in everything] == []
    other = seated.world.experts[2]
    whole = readable(other, seated.letter(package, other), package)
    assert [text for text in texts if text.encode() not in whole] == []


def readable(person: Person, body: LetterBody, package: Path) -> bytes:
    """Return every byte of a package that an expert's card or an identity of the letter decrypts."""
    identities = [person.card.age_secret, *(one.identity for one in body.applications if one.identity)]
    opened, found = open_package(package), b""
    with package.open("rb") as stream:
        for part in (*opened.letters, *opened.objects.values()):
            stream.seek(part.offset)
            sealed = package.with_suffix(".part")
            sealed.write_bytes(stream.read(part.size))
            kept = Kept()
            with sealed.open("rb") as source:
                try:
                    SUITE.open_stream(source, kept, identities)
                except Exception as fault:  # noqa: BLE001 - what does not open is not read
                    assert "not_for_me" in str(fault)  # noqa: PT017
                    continue
            found += kept.data
    return found


class Kept:
    """Takes the bytes of what was decrypted."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)


def test_a_corrected_roster_undoes_no_recusal_by_itself(seated: Desk) -> None:
    meant = seated.employed_by(1)
    seated.decide("recuse")
    seated.ties(employer="䲜䴉研究院第2所", employer_code="")
    with seated.desk.vault.begin() as uow:
        (gone,) = desk_findings(uow, seated.row)
    assert (gone.is_current, gone.status) == (False, "recused")
    assert seated.closed() == {meant: "RECUSED"}
    conflict_desk.undo(seated.desk, seated.row, gone.row.finding_id, "名册所写单位有误，已更正")
    assert seated.closed() == {}
    assert len(seated.letter(seated.pack(), seated.person).applications) == 3


def test_v_without_a_ruling_gives_the_record_and_no_key(seated: Desk) -> None:
    seated.ties(prior_roles=[{"kind": "guide", "measure": "M01"}])
    seated.decide("refer")
    body = seated.letter(seated.pack(), seated.person)
    assert {one.state for one in body.applications} == {"pending"}
    assert {(one.identity, one.documents) for one in body.applications} == {(None, None)}
    assert {one[2] for one in seated.lines()} == {"recused"}
    with seated.desk.vault.begin() as uow:
        waiting = waiting_rulings(uow, seated.row, state_of(uow, seated.row))
    assert [(one.code, one.rules, one.signed) for one in waiting] == [(seated.code, ("R12",), ())] * 3
    with seated.desk.vault.begin() as uow:
        state = state_of(uow, seated.row)
        assert (
            standing_of(uow, seated.row, state).status(seated.code, body.applications[0].application)
            == "pending"
        )


@pytest.mark.parametrize(("answers", "opened"), [(("open", "open"), True), (("open", "closed"), False)])
def test_two_people_rule_on_a_referred_finding(seated: Desk, answers: tuple[Any, Any], opened: bool) -> None:
    seated.ties(prior_roles=[{"kind": "recommendation", "measure": seated.applications[0].number}])
    seated.decide("refer")
    meant = seated.applications[0].application_id
    seated.world.open(seated.world.experts[0], seated.pack())
    sign_ruling(seated.desk, seated.row, meant, seated.code, "R12", answers[0])
    assert seated.closed() == {meant: "PENDING"}
    seated.chair_rules(meant, "R12", answers[1])
    body = seated.letter(seated.pack(), seated.person)
    given = {one.application for one in body.applications}
    assert (meant in given) is opened
    assert seated.lines() == [(meant, "R12", "open" if opened else "recused")]


def test_r14_stands_until_both_rule_otherwise(seated: Desk) -> None:
    with seated.desk.vault.begin() as uow:
        one = seated.applications[2]
        wish = {"name": seated.person.name, "employer": "", "reason": "竞争关系"}
        record = {**one.record, "excluded_experts": [wish]}
        uow.applications.update(
            type(one)(**{**fields_of(one), "record": record}), "2026-11-20T09:00:00+08:00"
        )
        uow.commit()
    screening.screen(seated.desk, seated.row)
    assert seated.closed() == {one.application_id: "RECUSED"}
    seated.world.open(seated.world.experts[0], seated.pack())
    sign_ruling(seated.desk, seated.row, one.application_id, seated.code, "R14", "open")
    assert seated.closed() == {one.application_id: "RECUSED"}
    seated.chair_rules(one.application_id, "R14", "open")
    assert seated.closed() == {}
    assert seated.lines() == [(one.application_id, "R14", "open")]


def fields_of(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def test_found_after_opening_the_next_letter_takes_the_key_away(at: Callable[[str], World]) -> None:
    world = at("opened")
    late = Desk(world)
    meant = late.employed_by(0)
    late.decide("recuse")
    package = late.pack()
    opening.open_review(late.person.desk, package, world.code(2))
    with late.person.desk.vault.begin() as uow:
        row = uow.applications.get(meant)
    assert row is not None
    assert (row.state, row.identity) == ("RECUSED", None)


def test_found_after_the_sheet_is_in_it_is_voided_by_two(at: Callable[[str], World]) -> None:
    late = Desk(at("locked"))
    late.employed_by(0)
    with pytest.raises(GateError, match=r"desk\.late"):
        late.decide("recuse")
    assert late.lines() == []


def test_the_aggregate_leaves_out_who_was_recused_by_the_desk(seated: Desk) -> None:
    meant = seated.employed_by(0)
    seated.decide("recuse")
    world = seated.world
    package = seated.pack()
    for n, person in enumerate(world.experts):
        world.open(person, package)
        world.score(person, lambda k, base=60 + 5 * n: [base + k] * 5)
        assert {one.outcome for one in world.collect(world.give_back(person))} <= {"new", "duplicate"}
    world.decide()
    from zgc_review.services.aggregating import current_aggregate  # noqa: PLC0415 - one use

    with seated.desk.vault.begin() as uow:
        result = current_aggregate(uow, seated.row)
        locked = {one.state for one in uow.applications.all(seated.row.round_id)}
    counts = {one.application: (one.n_effective, one.n_recused) for one in result.applications}
    assert counts[meant] == (4, 1)
    assert {value for key, value in counts.items() if key != meant} == {(5, 0)}
    assert locked == {"DELIBERATED"}
