"""Preparing, sealing and opening with two of three officers (design §4.4, §4.5; acceptance S6)."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pypdfium2
from services_forgery import content, pages, refusal
from services_harness import Person, World, amend_round, roster_record

from zgc_review.domain.bodies import (
    NamesBody,
    ResultBody,
)
from zgc_review.domain.round_bodies import (
    AmendmentBody,
)
from zgc_review.seal.digits import digits_of
from zgc_review.seal.opened import OpenedMessage
from zgc_review.services import acks, escrow, following, post, rounds, sealing, sharing
from zgc_review.services.acks import event_of
from zgc_review.services.codes import deal_codes
from zgc_review.services.consents import sign_consent


def officers(world: World) -> list[Person]:
    """Return chair, secretary and observer."""
    return [world.experts[0], world.secretary, world.observer]


def share_of(world: World, person: Person) -> Path:
    code = {world.secretary: "秘书01", world.observer: "监督01"}.get(person, person.code)
    return next((world.folder / "shares").glob(f"*-{code}.zgcshare"))


def words(world: World) -> tuple[list[str], str]:
    """Return every officer's words, and the recipient they belong to."""
    bodies = [escrow.words_of_share(person.desk, share_of(world, person)) for person in officers(world)]
    assert {(body.k, body.n, body.recipient) for body in bodies} == {(2, 3, bodies[0].recipient)}
    return [body.words for body in bodies], bodies[0].recipient


def sealed_file(world: World, suffix: str) -> Path:
    (path,) = (world.folder / "result").glob(f"*.{suffix}")
    return path


def opened(world: World, suffix: str = "zgcresult") -> OpenedMessage:
    shares, recipient = words(world)
    return escrow.open_result(
        world.secretary.desk.suite, sealed_file(world, suffix), tuple(shares[:2]), recipient
    )


def consented(world: World) -> None:
    """Let the chair consent to the newest version."""
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "newest")
    chair = world.experts[0]
    chair.row = following.follow_round(chair.desk, paths, None)
    world.consent(chair)


def test_s6_any_single_share_fails_and_any_pair_opens(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    suite, path = world.secretary.desk.suite, sealed_file(world, "zgcresult")
    shares, recipient = words(world)
    for one in shares:
        for given in ((one,), (one, one)):
            fault = refusal(lambda: escrow.open_result(suite, path, given, recipient))  # noqa: B023
            assert (fault.code, fault.params["needed"]) == ("seal.share.count", 2)
    ids = {escrow.open_result(suite, path, pair, recipient).id for pair in combinations(shares, 2)}
    assert len(ids) == 1
    assert escrow.open_result(suite, path, tuple(shares), recipient).id in ids
    assert escrow.open_result(suite, path, (shares[2].upper(), f" {shares[0]}\n"), recipient).id in ids
    assert refusal(lambda: escrow.open_result(suite, path, (), recipient)).code == "seal.share.count"


def test_s6_words_with_a_typo_are_refused(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    suite, path = world.secretary.desk.suite, sealed_file(world, "zgcresult")
    (first, second, _), recipient = words(world)
    listed = first.split()
    other = next(word for word in second.split() if word != listed[9])
    for wrong, code in (
        ([*listed[:9], other, *listed[10:]], "seal.share.checksum"),
        ([*listed[:9], "zgcreview", *listed[10:]], "seal.share.words"),
        (listed[:-1], "seal.share.words"),
        ([*listed[:20], listed[21], listed[20], *listed[22:]], "seal.share.checksum"),
    ):
        fault = refusal(lambda: escrow.open_result(suite, path, (second, " ".join(wrong)), recipient))  # noqa: B023
        assert (fault.code, fault.params["number"]) == (code, 2)


def test_s6_shares_of_another_key_are_refused(
    keep: Callable[[str], World], at: Callable[[str], World]
) -> None:
    world, other = keep("sealed"), at("decided")
    escrow.prepare_seal(other.secretary.desk, other.secretary.round, other.folder / "shares")
    suite, path = world.secretary.desk.suite, sealed_file(world, "zgcresult")
    (ours, *_), recipient = words(world)
    (theirs, more, _), another = words(other)
    assert another != recipient
    for given in ((theirs, more), (ours, theirs)):
        assert refusal(lambda: escrow.open_result(suite, path, given, recipient)).code == "seal.share.mixed"  # noqa: B023
    assert (
        refusal(lambda: escrow.open_result(suite, path, (theirs, more), another)).code
        == "seal.age.not_for_me"
    )


def test_s6_a_share_file_opens_for_its_officer_alone_and_is_kept_nowhere(
    keep: Callable[[str], World],
) -> None:
    world = keep("sealed")
    shares, _ = words(world)
    for owner in officers(world):
        for person in officers(world):
            if person is not owner:
                fault = refusal(lambda: escrow.words_of_share(person.desk, share_of(world, owner)))  # noqa: B023
                assert fault.code == "seal.age.not_for_me"
    for person in world.everybody():
        decrypted = pages(person)
        assert not any(one.encode() in decrypted for share in shares for one in (share, share[:40]))


def test_sealing_needs_a_key_that_is_in_force(at: Callable[[str], World]) -> None:
    world = at("decided")
    desk, row, target = world.secretary.desk, world.secretary.round, world.folder / "result"
    assert refusal(lambda: sealing.seal_round(desk, row, target)).code == "seal.unprepared"
    shares = escrow.prepare_seal(desk, row, world.folder / "shares").shares
    written = [path.read_bytes() for path in shares]
    assert refusal(lambda: sealing.seal_round(desk, row, target)).code == "seal.unprepared"
    again = refusal(lambda: escrow.prepare_seal(desk, row, world.folder / "shares"))
    assert again.code == "round.amend.pending"
    consented(world)
    assert refusal(lambda: escrow.prepare_seal(desk, row, world.folder / "shares")).code == "seal.prepared"
    assert [path.read_bytes() for path in shares] == written
    assert not target.exists()
    assert sealing.seal_round(desk, row, target).applications == world.applications


def test_sealing_waits_for_every_decision(at: Callable[[str], World]) -> None:
    world = at("locked")
    desk, row = world.secretary.desk, world.secretary.round
    escrow.prepare_seal(desk, row, world.folder / "shares")
    consented(world)
    before = content(world.secretary)
    fault = refusal(lambda: sealing.seal_round(desk, row, world.folder / "result"))
    assert (fault.code, fault.params) == ("seal.undecided", {"count": 3, "number": "ZGC-0001"})
    assert content(world.secretary) == before
    assert not (world.folder / "result").exists()


def test_preparing_needs_enough_officers(at: Callable[[str], World], world: World) -> None:
    world.define()
    fault = refusal(
        lambda: escrow.prepare_seal(world.secretary.desk, world.secretary.round, world.folder / "s")
    )
    assert (fault.code, fault.params) == ("seal.officers", {"found": 2, "needed": 3})
    assert list((world.folder / "s").glob("*")) == []


def test_sealing_again_writes_the_same_message(at: Callable[[str], World]) -> None:
    world = at("sealed")
    desk, row = world.secretary.desk, world.secretary.round
    first = {suffix: opened(world, suffix).id for suffix in ("zgcresult", "zgcnames")}
    with desk.vault.begin() as uow:
        events = [event_of(one.leaf)["act"] for one in uow.events.all(row.round_id)]
    for path in (world.folder / "result").iterdir():
        path.unlink()
    again = sealing.seal_round(desk, row, world.folder / "result")
    assert {suffix: opened(world, suffix).id for suffix in first} == first
    assert again.applications == world.applications
    with desk.vault.begin() as uow:
        after = [event_of(one.leaf)["act"] for one in uow.events.all(row.round_id)]
        assert {one.state for one in uow.applications.all(row.round_id)} == {"SEALED"}
        assert again.head == acks.counted_head(uow, row)
    assert after == [*events, "result.written"]
    assert after.count("round.sealed") == 1


def test_s4_the_verifier_accepts_a_round_with_a_waiting_amendment(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    """What never came into force stays out of the result, with what was said about it."""
    world = at("decided")
    desk, row = world.secretary.desk, world.secretary.round
    escrow.prepare_seal(desk, row, world.folder / "shares")
    consented(world)
    version = amend_round(desk, row, AmendmentBody(version=4, reason="未生效"))
    paths = sharing.publish_round(desk, row, world.folder / "v4")
    chair = world.experts[0]
    chair.row = following.follow_round(chair.desk, paths, None)
    said = sign_consent(chair.desk, chair.round, "round", "no", about=version.message_id)
    (arrival,) = world.collect([sharing.write_to_secretary(chair.desk, chair.round, said, tmp_path / "no")])
    assert arrival.outcome == "new"
    sealed = sealing.seal_round(desk, row, world.folder / "result")
    folder = tmp_path / "opened"
    escrow.unpack(opened(world), folder)
    program = tmp_path / "zgc_verify.py"
    program.write_bytes(rounds.verifier_bytes())
    command = [sys.executable, "-I", "-S", str(program), str(folder), "--round-code", world.code(1)]
    done = subprocess.run(
        [*command, "--log-head", digits_of(sealed.head.root)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def readable(message: OpenedMessage) -> Iterator[tuple[str, bytes]]:
    """Yield every byte of an opened result, workbooks and forms unpacked."""
    yield "carried", message.carried()
    for entry in message.entries:
        if entry.name.endswith(".xlsx") and entry.data is not None:
            with zipfile.ZipFile(io.BytesIO(entry.data)) as book:
                for name in book.namelist():
                    yield f"{entry.name}/{name}", book.read(name)
        if entry.name.endswith(".pdf") and entry.data is not None:
            document = pypdfium2.PdfDocument(entry.data)
            for number in range(len(document)):
                yield f"{entry.name}/{number}", document[number].get_textpage().get_text_bounded().encode()


def test_p12_the_result_names_nobody_and_the_names_file_does(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    names = {one.name for one in world.everybody()} | {one.card.organisation for one in world.everybody()}
    for n in range(1, len(world.experts) + 1):
        names |= {roster_record(n)["name"], roster_record(n)["employer"]}
    result = opened(world)
    body = post.typed_body(result)
    assert isinstance(body, ResultBody)
    pieces = dict(readable(result))
    assert any(".pdf/" in name for name in pieces)
    assert any(".xlsx/" in name for name in pieces)
    leaks = [(name, text) for name, data in pieces.items() for text in names if text.encode() in data]
    assert leaks == []
    everything = b"".join(pieces.values())
    assert all(person.code.encode() in everything for person in world.experts)
    key = opened(world, "zgcnames")
    assert all(person.name.encode() in key.carried() for person in world.everybody())


def test_the_names_file_holds_code_person_and_salt(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    body = post.typed_body(opened(world, "zgcnames"))
    assert isinstance(body, NamesBody)
    found = {one.code: (one.name, one.organisation, one.card) for one in body.people}
    people = {"秘书01": world.secretary, "监督01": world.observer, **{one.code: one for one in world.experts}}
    assert found == {
        code: (one.name, one.card.organisation, one.card.card_id) for code, one in people.items()
    }
    with world.secretary.desk.vault.begin() as uow:
        experts = uow.experts.all(world.secretary.round.round_id)
    roster = {one.expert_id: one.record["name"] for one in experts}
    drawn = {one.roster: one.code for one in body.people if one.roster is not None}
    assert {roster[expert]: code for expert, code in drawn.items()} == {
        roster_record(n)["name"]: person.code for n, person in enumerate(world.experts, 1)
    }
    assert len(body.salt) == 64
    redone = deal_codes(sorted(drawn), "any seed", body.salt)
    assert sorted(redone.values()) == sorted(drawn.values())


def test_a_pledge_of_secrecy_after_sealing_does_not_change_the_result(at: Callable[[str], World]) -> None:
    world = at("sealed")
    person, first = world.experts[1], opened(world).id
    with person.desk.vault.begin() as uow:
        about = rounds.state_of(uow, person.round).version_id
    sign_consent(person.desk, person.round, "pleas", "none", about=about)
    world.collect(world.give_back(person))
    sealing.seal_round(world.secretary.desk, world.secretary.round, world.folder / "result")
    assert opened(world).id == first
