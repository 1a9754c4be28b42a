"""The expert's copy goes after sealing, with a signed F17, and nothing of it stays (rules §11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
from services_forgery import content, pages, refused
from services_harness import COMMENT, OVERALL, Person, World, record
from test_kills import killed, moments, sound

from db.engine import trigger_statements
from zgc_review.domain.bodies import ConsentBody
from zgc_review.errors import ProgramFault
from zgc_review.services import (
    acks,
    collecting,
    copies,
    declaring,
    handing_back,
    opening,
    post,
    printing,
    returning,
    rounds,
    sheets,
)
from zgc_review.services.acks import event_of
from zgc_review.services.desk import Desk

MEDIA = ("ZGC-2026-017", "ZGC-2026-018")


@pytest.fixture
def sealed(at: Callable[[str], World]) -> World:
    """Return a sealed round of which the second expert took the counted receipt."""
    world = at("sealed")
    paths = acks.acknowledge(world.secretary.desk, world.secretary.round, world.folder / "counted", "counted")
    person = world.experts[1]
    own = next(path for path in paths if path.name.startswith(person.code))
    acks.take_ack(person.desk, person.round, own)
    return world


def told(world: World) -> tuple[str, ...]:
    """Return words that only applications and sheets hold."""
    titles = [str(record(n)["title"]) for n in range(1, world.applications + 1)]
    units = [str(record(n)["unit_name"]) for n in range(1, world.applications + 1)]
    return (OVERALL, *titles, *units)


def events(person: Person) -> list[dict[str, object]]:
    with person.desk.vault.begin() as uow:
        return [event_of(one.leaf) for one in uow.events.all(person.round.round_id)]


def refusal_of(person: Person, media: Sequence[str] = MEDIA, reason: str = "") -> str:
    """Return the code with which handing back is refused."""
    return refused(lambda: handing_back.hand_back(person.desk, person.round, media, reason))


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_nothing_of_the_review_stays_and_what_was_signed_does(sealed: World) -> None:
    person = sealed.experts[1]
    before = pages(person)
    assert all(word.encode() in before for word in told(sealed))
    objects = person.desk.vault.objects.digests()
    assert objects
    assert handing_back.copy_standing(person.desk, person.round) == handing_back.CopyStanding(
        None, counted=True, documents=len(objects), backups=0
    )
    handing_back.hand_back(person.desk, person.round, MEDIA)
    assert person.desk.vault.objects.digests() == ()
    rows = content(person)
    assert rows["drafts"] == rows["documents"] == rows["application_versions"] == []
    kinds = {row[2] for row in rows["messages"]}
    assert kinds == {"round", "consent", "declaration", "ack", "assignment"}
    slots = {str(row[4]).split(":")[0] for row in rows["messages"] if row[2] == "consent"}
    assert slots == {"round", "pledge", "handback"}
    after = pages(person)
    assert [word for word in (*told(sealed), COMMENT) if word.encode() in after] == []
    assert b"AGE-SECRET-KEY-1" in after  # the own card's; those of applications are gone
    with person.desk.vault.begin() as uow:
        assert all(one.identity is None for one in uow.applications.all(person.round.round_id))
        done = copies.handed_back(uow, person.round)
    assert done is not None
    assert done.media == MEDIA
    sound(person)


def test_the_hand_back_is_an_event_and_reaches_the_secretary_with_f17(sealed: World) -> None:
    person = sealed.experts[1]
    count = len(person.desk.vault.objects.digests())
    message = handing_back.hand_back(person.desk, person.round, MEDIA)
    (event,) = [one for one in events(person) if one["act"] == "copy.deleted"]
    assert event["data"] == {"consent": message.message_id, "counted": True, "documents": count}
    signed, form = handing_back.write_handback(person.desk, person.round, sealed.folder / "back")
    assert form.name == f"F17-{person.code}.pdf"
    printed = text_of(form)
    assert all(number in printed for number in (*MEDIA, person.code))
    assert "专家保存的副本在封存确认后删除" in printed
    (arrival,) = collecting.collect(sealed.secretary.desk, sealed.secretary.round, [signed])
    assert arrival.outcome == "new"
    with sealed.secretary.desk.vault.begin() as uow:
        (kept,) = [
            one
            for one in uow.messages.find(sealed.secretary.round.round_id, "consent")
            if one.slot.startswith("handback:")
        ]
    body = post.body_of_row(kept)
    assert isinstance(body, ConsentBody)
    assert body.values == {"media": list(MEDIA)}
    # Written again, it is the same signed act.
    again, _ = handing_back.write_handback(person.desk, person.round, sealed.folder / "again")
    assert again.name == signed.name


def test_without_a_counted_receipt_only_a_typed_reason_deletes(at: Callable[[str], World]) -> None:
    person = at("locked").experts[1]
    before = content(person)
    assert refusal_of(person) == refusal_of(person, reason=" 略 ") == "handback.uncounted"
    early = refused(lambda: handing_back.write_handback(person.desk, person.round, person.vault))
    assert early == "handback.open"
    assert content(person) == before
    handing_back.hand_back(person.desk, person.round, MEDIA, "电脑今天收回")
    assert content(person)["drafts"] == []
    with person.desk.vault.begin() as uow:
        texts = {one.text for one in uow.events.texts(person.round.round_id)}
    assert "电脑今天收回" in texts


def test_a_received_ack_is_no_confirmation(at: Callable[[str], World]) -> None:
    world = at("locked")
    world.acknowledge("received")
    person = world.experts[1]
    assert refusal_of(person) == "handback.uncounted"


@pytest.mark.parametrize("media", [(), ("", "  "), ("U1", "U1 "), ("长" * 501,)])
def test_media_without_proper_numbers_are_refused(sealed: World, media: tuple[str, ...]) -> None:
    person = sealed.experts[1]
    before = content(person)
    assert refusal_of(person, media) == "handback.media"
    assert content(person) == before


def test_only_experts_hand_back(sealed: World) -> None:
    for person in (sealed.secretary, sealed.observer):
        before = content(person)
        assert refusal_of(person, reason="不该") == "consent.role"
        assert content(person) == before


def acts_afterwards(world: World, person: Person) -> Iterator[Callable[[], object]]:
    """Yield everything that would bring a review back."""
    number = world.ids()[0]
    yield lambda: opening.open_review(person.desk, world.package, world.code(2))
    yield lambda: sheets.edit(person.desk, person.round, number, "x", lambda body: body)
    yield lambda: sheets.reopen(person.desk, person.round, number, "还想再看")
    yield lambda: declaring.declare(person.desk, person.round)
    yield lambda: handing_back.hand_back(person.desk, person.round, MEDIA)


def test_nothing_brings_the_review_back(sealed: World) -> None:
    person = sealed.experts[1]
    handing_back.hand_back(person.desk, person.round, MEDIA)
    before = content(person)
    assert [refused(act) for act in acts_afterwards(sealed, person)] == ["handback.done"] * 5
    assert (
        refused(lambda: printing.print_own_sheets(person.desk, person.round, sealed.folder / "f.pdf"))
        == "forms.unsigned"
    )
    assert content(person) == before


def test_returning_afterwards_writes_what_is_left_and_no_emptier_score_file(sealed: World) -> None:
    person = sealed.experts[1]
    handing_back.hand_back(person.desk, person.round, MEDIA)
    files = returning.return_files(person.desk, person.round, sealed.folder / "late")
    assert {one.kind for one in files} == {"declaration", "consent"}


def test_the_round_stays_known(sealed: World) -> None:
    person = sealed.experts[1]
    with person.desk.vault.begin() as uow:
        state = rounds.state_of(uow, person.round)
    handing_back.hand_back(person.desk, person.round, MEDIA)
    with person.desk.vault.begin() as uow:
        assert rounds.state_of(uow, person.round) == state


def test_kept_tables_are_guarded_again(sealed: World) -> None:
    person = sealed.experts[1]
    handing_back.hand_back(person.desk, person.round, MEDIA)
    with person.store.database.plain() as raw:
        kept = {row[0] for row in raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")}
    assert kept == set(trigger_statements())
    with pytest.raises(ProgramFault, match="kept for ever"), person.store.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM messages")


def test_u01_handing_back(sealed: World, tmp_path: Path) -> None:
    """Kill -9: the copy is whole or gone, and doing it again finishes."""
    sealed.close()
    trial = sealed.copy(tmp_path / "trial")
    other = trial.experts[1]
    for turn, after in enumerate(moments(lambda: handing_back.hand_back(other.desk, other.round, MEDIA))):
        world = sealed.copy(tmp_path / str(turn))
        person = world.experts[1]
        killed("handback", person, MEDIA, after)
        sound(person)
        with person.desk.vault.begin() as uow:
            done = copies.handed_back(uow, person.round) is not None
            drafts = uow.drafts.newest(person.round.round_id, world.ids()[0], "initial")
        assert (drafts is None) == done
        assert len([one for one in events(person) if one["act"] == "copy.deleted"]) == int(done)
        if done:
            handing_back.finish(person.desk)
        else:
            assert person.desk.vault.objects.digests()
            handing_back.hand_back(person.desk, person.round, MEDIA)
        assert person.desk.vault.objects.digests() == ()
        world.close()
    trial.close()


def test_objects_left_by_a_stopped_act_go_later(sealed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power went between the transaction and the removal of the objects."""
    person = sealed.experts[1]

    def stopped(_desk: Desk) -> int:
        return 0

    with monkeypatch.context() as patch:
        patch.setattr(handing_back, "finish", stopped)
        handing_back.hand_back(person.desk, person.round, MEDIA)
    left = len(person.desk.vault.objects.digests())
    assert left
    assert handing_back.finish(person.desk) == left
    assert handing_back.finish(person.desk) == 0
    assert person.desk.vault.objects.digests() == ()
