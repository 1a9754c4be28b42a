"""Rules §6.9: an application that changed after its sheet was begun is locked on the expert's word alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from services_amended import amend, pack_again
from services_forgery import content
from services_harness import CRITERIA, Person, World, fill, level
from test_expert_commands import Shell

from zgc_review.domain.bodies import CitedPage, SheetBody, VetoClaim
from zgc_review.domain.rows import ApplicationRow, DocumentRow
from zgc_review.errors import GateError
from zgc_review.scoring import drafts
from zgc_review.services import handing_back, opening, post, sheet_versions, sheets
from zgc_review.services.own_work import own_sheets


def begun(at: Callable[[str], World]) -> tuple[World, Person]:
    """Return an expert who filled every sheet and locked none."""
    world = at("opened")
    person = world.experts[1]
    world.declare_none(person)
    for one in rows(person):
        fill(person, one.application_id, level(70)(0))
    return world, person


def rows(person: Person) -> tuple[ApplicationRow, ...]:
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)


def papers(person: Person, application: str) -> tuple[DocumentRow, ...]:
    with person.desk.vault.begin() as uow:
        return uow.applications.documents(application)


def draft(person: Person, application: str) -> SheetBody:
    with person.desk.vault.begin() as uow:
        saved = uow.drafts.newest(person.round.round_id, application, "initial")
    assert saved is not None
    return msgspec.convert(saved.body, SheetBody)


def acts(person: Person) -> list[str]:
    with person.desk.vault.begin() as uow:
        leaves = (one.leaf for one in uow.events.all(person.round.round_id))
        return [json.loads(leaf)["act"] for leaf in leaves]


def cite(person: Person, application: str, document: str) -> None:
    """Cite a page for a criterion and claim a veto on another."""
    page = CitedPage(criterion=CRITERIA[0], document=document, page=2)
    claim = VetoClaim(item="CV01", document=document, page=1, text="见原件")
    for change in (
        lambda body: drafts.set_pages(body, (*body.pages, page)),
        lambda body: drafts.set_claims(body, (claim,)),
    ):
        sheets.edit(person.desk, person.round, application, "cite", change)


def refusal(person: Person, application: str) -> GateError:
    with pytest.raises(GateError) as caught:
        sheets.lock(person.desk, person.round, [application])
    return caught.value


def test_s6_9_a_changed_application_is_locked_only_on_the_experts_word(at: Callable[[str], World]) -> None:
    world, person = begun(at)
    first = rows(person)[0].application_id
    gone = papers(person, first)[-1]
    cite(person, first, gone.plain)
    amend(world, drop=1, title="改过的题目")
    package = pack_again(world, person)
    got = opening.open_review(person.desk, package, None)
    assert (got.outcome, got.changed) == ("new", ("ZGC-0001",))
    assert opening.open_review(person.desk, package, None).changed == ("ZGC-0001",)
    before = content(person)
    fault = refusal(person, first)
    assert (fault.code, fault.params) == ("score.changed", {"number": "ZGC-0001"})
    assert content(person) == before
    own = own_sheets(person.desk, person.round)
    assert [(one.changed, one.lacking) for one in own] == [(True, 1), (False, 0), (False, 0)]
    change = sheet_versions.change_of(person.desk, person.round, first)
    assert change.amendment is not None
    assert [(one.field, one.after) for one in change.amendment.fields] == [("title", "改过的题目")]
    assert [(one.kind, one.label) for one in change.amendment.papers] == [("removed", gone.name)]
    assert (change.pages, change.amendment.kept) == (2, len(papers(person, first)))
    body = sheet_versions.confirm_change(person.desk, person.round, first)
    assert body == draft(person, first)
    assert (body.pages, body.claims[0].document, body.claims[0].text) == ((), None, "见原件")
    assert list(body.percents.values()) == level(70)(0)
    assert acts(person)[-1] == "sheet.confirmed"
    sheets.lock(person.desk, person.round, [one.application_id for one in rows(person)])
    assert {one.outcome for one in world.collect(world.give_back(person))} == {"new"}


def test_s6_9_a_locked_sheet_is_open_again_and_stays_out_of_the_file(at: Callable[[str], World]) -> None:
    """What judged the earlier version is kept, but not sent: the secretary would refuse the whole file."""
    world, person = begun(at)
    names = [one.application_id for one in rows(person)]
    sheets.lock(person.desk, person.round, names)
    amend(world, project_summary="另一份摘要")
    opening.open_review(person.desk, pack_again(world, person), None)
    assert [one.state for one in rows(person)] == ["OPEN", "LOCKED", "LOCKED"]
    assert refusal(person, names[0]).code == "score.changed"
    (arrival,) = [one for one in world.collect(world.give_back(person)) if one.kind == "scores"]
    assert (arrival.outcome, arrival.error) == ("new", None)
    with world.secretary.desk.vault.begin() as uow:
        kept = uow.messages.find(world.secretary.round.round_id, "sheet")
    assert sorted(one.slot for one in kept) == sorted(names[1:])
    sheet_versions.confirm_change(person.desk, person.round, names[0])
    (message,) = sheets.lock(person.desk, person.round, [names[0]])
    assert post.body_of_row(message).application_version == rows(person)[0].version
    (arrival,) = [one for one in world.collect(world.give_back(person)) if one.kind == "scores"]
    assert arrival.outcome == "new"


def test_s6_9_an_earlier_version_of_the_sheet_judges_what_it_judged(at: Callable[[str], World]) -> None:
    """Restoring scores given before the change asks for the word again (U3)."""
    world, person = begun(at)
    first = rows(person)[0].application_id
    amend(world, title="改过的题目")
    opening.open_review(person.desk, pack_again(world, person), None)
    sheet_versions.confirm_change(person.desk, person.round, first)
    sheets.restore_version(person.desk, person.round, first, 2)
    assert refusal(person, first).code == "score.changed"


def test_s6_9_twice_changed_is_compared_with_what_was_judged(at: Callable[[str], World]) -> None:
    world, person = begun(at)
    first = rows(person)[0].application_id
    before = rows(person)[0].record["title"]
    for title in ("第二个题目", "第三个题目"):
        amend(world, title=title)
        opening.open_review(person.desk, pack_again(world, person), None)
    change = sheet_versions.change_of(person.desk, person.round, first)
    assert change.amendment is not None
    assert [(one.before, one.after) for one in change.amendment.fields] == [(before, "第三个题目")]


def test_s6_9_nothing_is_confirmed_that_did_not_change(at: Callable[[str], World]) -> None:
    world, person = begun(at)
    first = rows(person)[0].application_id
    for act in (sheet_versions.change_of, sheet_versions.confirm_change):
        with pytest.raises(GateError) as caught:
            act(person.desk, person.round, first)
        assert caught.value.code == "score.unchanged"
    amend(world, 1, title="改过的题目")
    person.close()
    opening.open_review(person.desk, pack_again(world, person), None)
    untouched = world.experts[2]
    world.declare_none(untouched)
    with pytest.raises(GateError) as caught:
        sheet_versions.confirm_change(untouched.desk, untouched.round, first)
    assert caught.value.code == "score.unchanged"


def test_s11_the_hand_back_takes_copies_of_earlier_versions_too(at: Callable[[str], World]) -> None:
    world, person = begun(at)
    one = rows(person)[0].application_id
    gone = papers(person, one)[-1]
    amend(world, drop=1)
    opening.open_review(person.desk, pack_again(world, person), None)
    assert person.desk.vault.objects.has(gone.object)
    handing_back.hand_back(person.desk, person.round, ["U-1"], "本轮次提前结束，按秘书通知交回")
    assert not person.desk.vault.objects.has(gone.object)
    with person.desk.vault.begin() as uow:
        assert uow.facts.get(f"application.copies:{one}") is None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_changes_and_confirm_by_command(
    at: Callable[[str], World], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    world, person = begun(at)
    amend(world, drop=1, title="改过的题目")
    package = pack_again(world, person)
    shell = Shell(world, person, capsys)
    said = shell.run("open", str(package), "--lang", language)
    assert "ZGC-0001" in said
    assert "锁定前要逐份确认" in said or "confirmed before it is locked" in said
    assert "score.changed" in shell.run("sheet", "lock", "--lang", language, expect=1)
    said = shell.run("sheet", "changes", "ZGC-0001", "--lang", language)
    assert "→ 改过的题目" in said
    assert shell.json("sheet", "confirm", "ZGC-0001") == {"confirmed": "ZGC-0001", "pages": 0}
    assert len(shell.json("sheet", "lock")["locked"]) == 3
    assert "score.unchanged" in shell.run("sheet", "confirm", "ZGC-0001", expect=1)
