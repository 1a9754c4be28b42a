"""The gate before reading and scoring: code, pledge, declaration, recusal (rules §4.1, §4.2; C8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from services_forgery import Forger, content, pages, refused
from services_harness import Person, World, fill, level

from zgc_review.domain.bodies import (
    DeclarationBody,
    DeclaredAnswer,
)
from zgc_review.domain.rows import ApplicationRow, OwnCard
from zgc_review.errors import GateError
from zgc_review.scoring import drafts
from zgc_review.services import aggregating, declaring, opening, post, reading, sheets
from zgc_review.services.acks import event_of
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.letters import sent_letter
from zgc_review.services.sheets import newest_sheets

REASON = "曾为该单位提供过咨询服务，可能影响判断"


def applications(person: Person) -> tuple[ApplicationRow, ...]:
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)


def declare(person: Person, given: dict[int, list[GivenAnswer]]) -> None:
    """Pledge and declare: answers by place of the application, none for the rest."""
    declaring.pledge(person.desk, person.round)
    rows = applications(person)
    for place, answers in given.items():
        declaring.answer(person.desk, person.round, rows[place].application_id, answers)
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)


def test_c8_no_document_before_code_pledge_and_declaration(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    person.row = opening.open_review(person.desk, world.package, None).row
    opening.fetch_documents(person.desk, person.round, world.package)
    first = applications(person)[0].application_id

    def read() -> object:
        return reading.read_document(person.desk, person.round, first, 1)

    def edit() -> object:
        return sheets.edit(person.desk, person.round, first, "x", lambda body: drafts.set_overall(body, "x"))

    assert (refused(read), refused(edit)) == ("round.code.needed", "score.undeclared")
    assert refused(lambda: declaring.pledge(person.desk, person.round)) == "round.code.needed"
    assert refused(lambda: declaring.declare(person.desk, person.round)) == "round.code.needed"
    assert refused(lambda: opening.open_review(person.desk, world.package, person.card.fingerprint)) == (
        "round.code.wrong"
    )
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    assert (refused(read), refused(edit)) == ("declare.pledge", "score.undeclared")
    assert refused(lambda: declaring.declare(person.desk, person.round)) == "declare.pledge"
    declaring.pledge(person.desk, person.round)
    assert (refused(read), refused(edit)) == ("score.undeclared", "score.undeclared")
    assert refused(lambda: sheets.lock(person.desk, person.round, [first])) == "score.undeclared"
    declaring.answer_rest(person.desk, person.round)
    assert (refused(read), refused(edit)) == ("score.undeclared", "score.undeclared")
    declaring.declare(person.desk, person.round)
    assert reading.read_document(person.desk, person.round, first, 1)[1]
    assert edit()


def test_r4_unanswered_is_not_no(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    declaring.pledge(person.desk, person.round)
    rows = applications(person)
    for left in (3, 2, 1):
        with pytest.raises(GateError) as caught:
            declaring.declare(person.desk, person.round)
        assert (caught.value.code, caught.value.params["count"]) == ("declare.unanswered", left)
        declaring.answer(person.desk, person.round, rows[left - 1].application_id, [])
    assert declaring.answer_rest(person.desk, person.round) == 0
    body = post.body_of_row(declaring.declare(person.desk, person.round))
    assert isinstance(body, DeclarationBody)
    assert [one.bulk for one in body.answers] == [False] * 3


def test_r4_none_for_the_rest_is_recorded_as_such(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    declaring.pledge(person.desk, person.round)
    declaring.answer(person.desk, person.round, applications(person)[0].application_id, [])
    assert declaring.answer_rest(person.desk, person.round) == 2
    body = post.body_of_row(declaring.declare(person.desk, person.round))
    assert isinstance(body, DeclarationBody)
    assert sorted(one.bulk for one in body.answers) == [False, True, True]


@pytest.mark.parametrize(
    ("rule", "answer", "reason", "code"),
    [
        ("R18", "yes", "九个字不够长的说明", "declare.reason"),
        ("R18", "yes", "  九个字不够长的说明  ", "declare.reason"),
        ("R18", "yes", "十个字正好够长的说明吗", ""),
        ("R18", "yes", "很" * 501, "declare.reason"),
        ("R06", "yes", "亲", "declare.reason"),
        ("R06", "yes", "弟弟", ""),
        ("R19", "yes", REASON, "declare.rule"),
        ("R06", "no", REASON, "declare.rule"),
    ],
)
def test_r18_needs_ten_characters_and_others_a_reason(
    keep: Callable[[str], World], rule: str, answer: str, reason: str, code: str
) -> None:
    person = keep("opened").experts[1]
    application = applications(person)[0].application_id

    def act() -> None:
        declaring.answer(person.desk, person.round, application, [GivenAnswer(rule, answer, reason)])

    if code:
        assert refused(act) == code
    else:
        act()
        with person.desk.vault.begin() as uow:
            saved = uow.answers.newest(person.round.round_id, application)
        assert saved is not None
        assert saved.answers["items"][0]["reason"] == reason


def test_an_application_of_another_round_is_not_answered(keep: Callable[[str], World]) -> None:
    person = keep("opened").experts[2]
    unknown = refused(lambda: declaring.answer(person.desk, person.round, "ab" * 16, []))
    assert unknown == "application.unknown"


def test_r4_a_hard_conflict_closes_at_once_and_the_identity_is_gone(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    closed = applications(person)[0]
    assert closed.identity is not None
    secret = closed.identity.encode()
    assert secret in pages(person)
    declare(person, {0: [GivenAnswer("R16", "yes", "同一集团"), GivenAnswer("R06", "yes", "负责人是配偶")]})
    for _ in range(2):
        after = applications(person)[0]
        assert (after.state, after.identity, after.reason) == ("RECUSED", None, "R06")
        assert secret.decode() not in repr(content(person))
        assert secret not in pages(person)
        person.close()  # and the same after it is opened again
    for position in (1, 2):
        read = partial(reading.read_document, person.desk, person.round, closed.application_id, position)
        assert refused(read) == "application.closed"
    identities = [one.age_secret for one in own_cards(person)]
    identities += [one.identity for one in applications(person) if one.identity]
    with person.desk.vault.begin() as uow:
        objects = [one.object for one in uow.applications.documents(closed.application_id)]
        events = [event_of(one.leaf) for one in uow.events.all(person.round.round_id)]
    assert objects
    for digest in objects:
        for identity in identities:
            assert refused(partial(opened_with, person, digest, identity)) == "seal.age.not_for_me"
    (event,) = [one["data"] for one in events if one["act"] == "application.closed"]
    assert event == {
        "application": closed.application_id,
        "rule": "R06",
        "status": "RECUSED",
        "was_open": True,
    }


def own_cards(person: Person) -> tuple[OwnCard, ...]:
    with person.desk.vault.begin() as uow:
        return uow.cards.own()


def opened_with(person: Person, digest: str, identity: str) -> None:
    """Decrypt an object of a vault with an identity."""
    with person.desk.vault.objects.open(digest) as source:
        person.desk.suite.open_stream(source, Nowhere(), [identity])


class Nowhere:
    """Takes bytes and forgets them."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def test_r4_a_recused_sheet_is_returned_and_counted_as_recused(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    declare(person, {0: [GivenAnswer("R16", "yes", "同一集团"), GivenAnswer("R06", "yes", "负责人是配偶")]})
    for one in applications(person)[1:]:
        fill(person, one.application_id, level(70)(0))
    sheets.lock(person.desk, person.round, [one.application_id for one in applications(person)[1:]])
    first = world.give_back(person)
    with person.desk.vault.begin() as uow:
        signed = [post.body_of_row(one) for one in newest_sheets(uow, person.round, person.card.card_id)]
    (recused,) = [one for one in signed if one.state == "recused"]
    assert recused.application == applications(person)[0].application_id
    assert (recused.recusal.rule, recused.percents, recused.total) == ("R06", {}, None)
    assert world.give_back(person) == first  # written again, not signed again
    for n, other in enumerate(world.experts):
        if other is not person:
            world.score(other, level(60 + n))
            world.collect(world.give_back(other))
    assert {one.outcome for one in world.collect(first)} == {"new"}
    result = aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    counts = {line.application: (line.n_recused, line.n_effective) for line in result.applications}
    assert sorted(counts.values()) == [(0, 5), (0, 5), (1, 4)]
    assert counts[recused.application] == (1, 4)


@pytest.mark.parametrize(
    "given",
    [
        GivenAnswer("R12", "yes", "参与编制指南"),
        GivenAnswer("R06", "unsure", "可能是远亲"),
        GivenAnswer("R18", "yes", REASON),
    ],
)
def test_r4_what_must_be_ruled_on_waits_and_is_closed(at: Callable[[str], World], given: GivenAnswer) -> None:
    world = at("opened")
    person = world.experts[1]
    declare(person, {0: [given]})
    row = applications(person)[0]
    assert row.state == "PENDING"
    assert refused(lambda: reading.read_document(person.desk, person.round, row.application_id, 1)) == (
        "application.closed"
    )
    assert refused(lambda: fill(person, row.application_id, level(70)(0))) == "score.closed"
    assert refused(lambda: sheets.lock(person.desk, person.round, [row.application_id])) == "score.closed"
    others = [one.state for one in applications(person)[1:]]
    assert others == ["OPEN", "OPEN"]


def test_r4_nobody_takes_a_recusal_back_alone(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    declare(person, {0: [GivenAnswer("R06", "yes", "负责人是配偶")]})
    application = applications(person)[0].application_id
    before = content(person)
    assert (
        refused(lambda: declaring.answer(person.desk, person.round, application, [])) == "application.closed"
    )
    assert content(person) == before
    assert {one.outcome for one in world.collect(world.give_back(person))} == {"new"}
    forger = Forger(world, person)
    honest = forger.declaration()
    taken_back = [replace_items(one) for one in honest.answers]
    body = DeclarationBody(letter=honest.letter, answers=tuple(taken_back))
    path = forger.write(forger.message("declaration", person.code, body, seq=2), "a.zgcdecl")
    assert world.collect([path])[0].outcome == "new"
    world.pack(codes=(person.code,), letters_only=True)
    with world.secretary.desk.vault.begin() as uow:
        letter = sent_letter(uow, world.secretary.round, person.code)
    assert letter is not None
    assert application not in {one.application for one in letter.applications}


def replace_items(answer: DeclaredAnswer) -> DeclaredAnswer:
    """Return the answer without what it declared."""
    return DeclaredAnswer(application=answer.application, bulk=answer.bulk, items=())


def test_r4_a_disclosure_closes_nothing(at: Callable[[str], World]) -> None:
    person = at("opened").experts[1]
    declare(person, {0: [GivenAnswer("R16", "yes", "同一大学不同学院")]})
    assert [one.state for one in applications(person)] == ["OPEN"] * 3


def test_a_next_letter_keeps_the_record_of_what_waits_and_nothing_of_what_is_recused(
    at: Callable[[str], World],
) -> None:
    """Design §4.2: nothing of an application with H; for V the record, but no identity, no documents."""
    world = at("opened")
    person = world.experts[1]
    declare(person, {0: [GivenAnswer("R06", "yes", "负责人是配偶")], 1: [GivenAnswer("R18", "yes", REASON)]})
    waiting = applications(person)[1]
    assert waiting.identity is not None
    assert {one.outcome for one in world.collect(world.give_back(person))} == {"new"}
    world.pack(codes=(person.code,), letters_only=True)
    person.row = opening.open_review(person.desk, world.package, None).row
    assert [one.state for one in applications(person)] == ["RECUSED", "PENDING", "OPEN"]
    assert [one.identity is None for one in applications(person)] == [True, True, False]
    assert waiting.identity.encode() not in pages(person)
    with person.desk.vault.begin() as uow:
        assert uow.applications.documents(waiting.application_id) == ()
    assert {one.outcome for one in world.collect(world.give_back(person))} <= {"new", "duplicate"}


def test_an_application_that_a_letter_no_longer_gives_is_closed_without_a_sheet(
    at: Callable[[str], World],
) -> None:
    """Withdrawn by the applicant: nobody recused, so nobody signs a recused sheet."""
    world = at("opened")
    person = world.experts[1]
    gone = world.ids()[0]
    with world.secretary.desk.vault.begin() as uow:
        uow.applications.set_state(gone, "WITHDRAWN", "")
        uow.commit()
    world.pack(letters_only=True)
    person.row = opening.open_review(person.desk, world.package, None).row
    assert [one.state for one in applications(person)] == ["RECUSED", "OPEN", "OPEN"]
    declare(person, {})
    left = [one.application_id for one in applications(person)[1:]]
    for one in left:
        fill(person, one, level(70)(0))
    sheets.lock(person.desk, person.round, left)
    assert {one.outcome for one in world.collect(world.give_back(person))} == {"new"}
    with person.desk.vault.begin() as uow:
        assert {one.slot for one in newest_sheets(uow, person.round, person.card.card_id)} == set(left)


def test_a_sheet_written_before_the_next_letter_left_its_application_out_is_still_taken(
    at: Callable[[str], World],
) -> None:
    world = at("opened")
    person = world.experts[1]
    declare(person, {0: [GivenAnswer("R06", "yes", "负责人是配偶")]})
    files = {path.suffix: path for path in world.give_back(person)}
    assert world.collect([files[".zgcdecl"]])[0].outcome == "new"
    world.pack(codes=(person.code,), letters_only=True)
    (arrival,) = world.collect([files[".zgcscore"]])
    assert arrival.outcome == "new", arrival.error


def test_edits_are_refused_when_locked_recused_or_of_nothing(at: Callable[[str], World]) -> None:
    person = at("written").experts[1]
    application = applications(person)[0].application_id

    def edit(which: str = application) -> object:
        return sheets.edit(person.desk, person.round, which, "x", lambda body: drafts.set_overall(body, "x"))

    before = content(person)
    assert refused(edit) == "score.closed"
    assert refused(lambda: edit("ab" * 16)) == "application.unknown"
    assert (
        refused(lambda: sheets.restore_version(person.desk, person.round, application, 1)) == "score.closed"
    )
    assert content(person) == before
    declaring.answer(person.desk, person.round, application, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.declare(person.desk, person.round)
    assert refused(edit) == "score.closed"
    assert (
        refused(lambda: sheets.reopen(person.desk, person.round, application, "再看")) == "score.not_locked"
    )


def test_a_declaration_is_asked_again_when_a_letter_brings_more(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    declare(person, {})
    assert all(one.state == "OPEN" for one in applications(person))
    row = applications(person)[0]
    with person.desk.vault.begin() as uow:
        uow.applications.add(replace(row, application_id="cd" * 16, number="ZGC-9999"))
        uow.commit()
    assert refused(lambda: reading.read_document(person.desk, person.round, row.application_id, 1)) == (
        "score.undeclared"
    )


def test_late_recusal_before_lock_and_after(at: Callable[[str], World]) -> None:
    """Rules §4.2: late conflicts; the locked sheet is kept, the newest one says recused."""
    world = at("locked")
    person = world.experts[1]
    application = applications(person)[0].application_id
    declaring.answer(person.desk, person.round, application, [GivenAnswer("R09", "yes", "去年做过审计")])
    declaring.declare(person.desk, person.round)
    arrivals = world.collect(world.give_back(person))
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
    with world.secretary.desk.vault.begin() as uow:
        signed = uow.messages.find(
            world.secretary.round.round_id, "sheet", sender=person.card.card_id, slot=application
        )
    assert [post.body_of_row(one).state for one in signed] == ["locked", "recused"]
    result = aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    (line,) = [one for one in result.applications if one.application == application]
    assert (line.n_recused, line.n_effective) == (1, 4)
