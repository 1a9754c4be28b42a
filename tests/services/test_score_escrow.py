"""Score escrow through whole rounds: held unopened, opened once, verified (design §4.4, rules §15, S6)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path

from services_escrow import (
    absent,
    custody,
    discuss,
    events,
    finish,
    hold,
    hold_all,
    open_all,
    prepare,
    revise,
    revoke,
    score_file,
    share,
    states,
    tell,
)
from services_forgery import content, pages, refusal, refused
from services_harness import OVERALL, Person, World, level, new_world, rising

from zgc_review.errors import SealError
from zgc_review.services import escrow, post, score_escrow_opening, status
from zgc_review.services.absences import sign_absent
from zgc_review.services.progress_facts import progress_of


def everything(person: Person) -> bytes:
    """Return all that a vault's own keys open: pages of the database, and every object."""
    found = [pages(person)]
    with person.desk.vault.begin() as uow:
        keys = [one.age_secret for one in uow.cards.own()]
        rows = uow.applications.all(person.round.round_id)
    keys += [one.identity for one in rows if one.identity is not None]
    for digest in person.desk.vault.objects.digests():
        target = io.BytesIO()
        with person.desk.vault.objects.open(digest) as source:
            found.append(source.read())
            source.seek(0)
            try:
                person.desk.suite.open_stream(source, target, keys)
            except SealError:
                target = io.BytesIO()
        found.append(target.getvalue())
    return b"".join(found)


def secrets_of(world: World) -> list[bytes]:
    """Return what only a score file says: ids of score messages and sheets, opinions, the marks' own key."""
    found = [OVERALL.encode(), b'"percents"']
    for person in world.experts:
        with person.desk.vault.begin() as uow:
            for kind in ("scores", "sheet"):
                found += [one.message_id.encode() for one in uow.messages.find(person.round.round_id, kind)]
    return found


def test_a_whole_round_held_opened_and_verified(held: World) -> None:
    assert states(held) == {"REVIEWING"}
    opened = open_all(held)
    assert [(one.arrival.outcome, one.arrival.code) for one in opened] == [
        ("new", person.code) for person in held.experts
    ]
    assert states(held) == {"LOCKED"}
    (done,) = events(held, "escrow.done")
    assert done == {"files": 5, "refused": 0}
    finish(held)


def test_before_the_opening_the_secretarys_vault_holds_no_score(held: World) -> None:
    """Rules §15: ① arrival and file digest only; all bytes decrypted with all of the secretary's keys."""
    secrets = secrets_of(held)
    assert len(secrets) == 2 + 5 + 15
    before = everything(held.secretary)
    assert b'"act":"scores.held"' in before
    assert [one for one in secrets if one in before] == []
    for seq in (b"-scores-1-", b'"scores.received"'):
        assert seq not in before
    open_all(held)
    after = everything(held.secretary)
    assert [one for one in secrets if one not in after] == []


def test_what_is_known_of_a_held_file_is_name_size_and_digest(fresh: World) -> None:
    person = fresh.experts[1]
    path = score_file(fresh, person)
    assert path.name == f"{person.code}-scores-{own_scores(person)[:8]}.zgcscore"
    assert hold(fresh, person, path).outcome == "held"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (known,) = custody(fresh).files
    assert (known.name, known.size, known.sha256) == (path.name, path.stat().st_size, digest)
    (event,) = events(fresh, "scores.held")
    assert path.name not in str(event)
    again = hold(fresh, person, path)
    assert (again.outcome, again.code, len(events(fresh, "scores.held"))) == ("duplicate", person.code, 1)
    with fresh.secretary.desk.vault.begin() as uow:
        shown = status.round_status(uow, fresh.secretary.round)
    rows = {one.code: (one.held, one.missing) for one in shown.members}
    assert rows[person.code] == (1, 3)
    others = tuple(sorted(one.code for one in fresh.experts if one is not person))
    assert (shown.custody, shown.awaited) == ("held", others)


def own_scores(person: Person) -> str:
    """Return the id of the newest score message of an expert."""
    with person.desk.vault.begin() as uow:
        return uow.messages.find(person.round.round_id, "scores")[-1].message_id


def test_the_ack_names_the_digest_and_the_writer_knows_it_again(fresh: World) -> None:
    people = fresh.experts[1:3]
    hold_all(fresh, people)
    taken = fresh.acknowledge("received")
    for person in people:
        # declaration, pledge, and the file whose message nobody knows
        assert (taken[person.code].confirmed, taken[person.code].missing) == (3, ())
    fresh.rescore(people[0], 0, level(80)(0))
    score_file(fresh, people[0])
    assert fresh.acknowledge("received")[people[0].code].missing == (own_scores(people[0]),)


def test_an_ack_of_a_file_that_was_changed_on_the_way_is_not_confirmed(fresh: World) -> None:
    person = fresh.experts[1]
    path = score_file(fresh, person)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert hold(fresh, person, path).outcome == "held"
    taken = fresh.acknowledge("received")[person.code]
    assert (taken.confirmed, taken.missing) == (2, (own_scores(person),))


def test_nothing_is_packed_before_the_key_is_in_force(tmp_path: Path) -> None:
    world = new_world(tmp_path, settings={"collector": "score_escrow"})
    world.define()
    secretary = world.secretary
    assert refused(lambda: prepare(world)) == "escrow.chair"
    world.seat()
    assert refused(world.pack) == "escrow.due"
    with secretary.desk.vault.begin() as uow:
        assert progress_of(uow, secretary.round).act.code == "share_scores"
    made = escrow.prepare_scores(secretary.desk, secretary.round, world.folder / "score-shares")
    assert len(made.shares) == 3
    assert refused(world.pack) == "escrow.due"
    tell(world, world.experts[0])
    world.consent(world.experts[0])
    again = refused(lambda: escrow.prepare_scores(secretary.desk, secretary.round, world.folder / "again"))
    assert again == "escrow.prepared"
    assert world.pack().exists()
    assert refused(lambda: open_all(world)) == "escrow.early"
    world.close()


def test_other_rounds_know_no_key_for_score_files(at: Callable[[str], World]) -> None:
    world = at("written")
    secretary, person = world.secretary, world.experts[1]
    made = refused(lambda: escrow.prepare_scores(secretary.desk, secretary.round, world.folder / "s"))
    assert made == "escrow.collector"
    opened = refused(
        lambda: score_escrow_opening.open_scores(secretary.desk, secretary.round, ["a", "b"], "age1")
    )
    assert opened == "escrow.unprepared"
    (path,) = world.returns(person).glob("*.zgcscore")
    assert "-scores-1-" in path.name
    (arrival,) = world.collect([path])
    assert (arrival.outcome, arrival.seq) == ("new", 1)


def test_s6_any_pair_of_officers_opens_and_no_single_one(held: World, tmp_path: Path) -> None:
    for pair in combinations(("chair", "secretary", "observer"), 2):
        held.close()
        world = held.copy(tmp_path / "-".join(pair))
        assert {one.arrival.outcome for one in open_all(world, pair)} == {"new"}
        world.close()
    for one in ("chair", "secretary", "observer"):
        fault = refusal(partial(open_all, held, (one,)))
        assert (fault.code, fault.params["needed"]) == ("seal.share.count", 2)


def test_s6_wrong_and_foreign_shares_change_nothing(held: World, tmp_path: Path) -> None:
    """A typo, the same share twice, shares of another round, shares of the result's key."""
    desk, row = held.secretary.desk, held.secretary.round
    ours = [share(held, who) for who in ("chair", "secretary", "observer")]
    key = ours[0].recipient
    other = new_world(tmp_path / "other", settings={"collector": "score_escrow"})
    other.define()
    other.seat()
    prepare(other)
    theirs = [share(other, who) for who in ("chair", "secretary")]
    before = content(held.secretary)
    listed = ours[0].words.split()
    typo = " ".join([*listed[:20], listed[21], listed[20], *listed[22:]])
    for words, recipient, code in (
        ([ours[1].words, typo], key, "seal.share.checksum"),
        ([ours[1].words, "zgcreview " + " ".join(listed[1:])], key, "seal.share.words"),
        ([ours[1].words, ours[1].words], key, "seal.share.count"),
        ([one.words for one in theirs], key, "seal.share.mixed"),
        ([ours[0].words, theirs[0].words], key, "seal.share.mixed"),
        ([one.words for one in theirs], theirs[0].recipient, "escrow.foreign"),
    ):
        assert refused(partial(score_escrow_opening.open_scores, desk, row, words, recipient)) == code
    assert content(held.secretary) == before
    other.close()


def test_opened_too_early_names_who_is_waited_for(fresh: World) -> None:
    hold_all(fresh, fresh.experts[:3])
    before = content(fresh.secretary)
    fault = refusal(lambda: open_all(fresh))
    missing = " ".join(sorted(one.code for one in fresh.experts[3:]))
    assert (fault.code, fault.params) == ("escrow.early", {"count": 2, "codes": missing})
    assert content(fresh.secretary) == before


def test_opened_twice_is_refused_and_changes_nothing(held: World) -> None:
    open_all(held)
    before = content(held.secretary)
    assert refused(lambda: open_all(held)) == "escrow.opened"
    assert content(held.secretary) == before


def test_an_absent_member_is_not_waited_for(fresh: World) -> None:
    missing = fresh.experts[4]
    hold_all(fresh, fresh.experts[:4])
    secretary, other = fresh.secretary, fresh.experts[3]
    barred = refusal(lambda: sign_absent(secretary.desk, secretary.round, other.code, "因病请假"))
    assert (barred.code, barred.params["code"]) == ("absent.held", other.code)
    absent(fresh, missing)
    assert states(fresh) == {"REVIEWING"}
    open_all(fresh)
    assert states(fresh) == {"LOCKED"}
    late = hold(fresh, missing)
    assert late.error is not None
    assert late.error.code == "escrow.over"
    revoke(fresh, missing)
    (arrival,) = fresh.collect([score_file(fresh, missing)])
    assert arrival.error is not None
    assert arrival.error.code == "collect.absent"
    finish(fresh)


def test_newer_files_stay_beside_older_ones_and_are_judged_in_order(fresh: World) -> None:
    person = fresh.experts[2]
    first = hold_all(fresh)[2]
    fresh.rescore(person, 1, rising(70)(1))
    second = score_file(fresh, person)
    assert hold(fresh, person, second).outcome == "held"
    assert first.name != second.name
    names = [one.name for one in custody(fresh).files if one.code == person.code]
    assert names == [first.name, second.name]
    opened = open_all(fresh)
    seqs = [(one.arrival.outcome, one.arrival.seq) for one in opened if one.given == person.code]
    assert seqs == [("new", 1), ("new", 2)]
    finish(fresh)


def test_an_older_file_that_arrives_later_is_older(fresh: World) -> None:
    person = fresh.experts[2]
    first = score_file(fresh, person)
    kept = fresh.folder / first.name
    kept.write_bytes(first.read_bytes())
    fresh.rescore(person, 1, rising(70)(1))
    hold_all(fresh)
    assert hold(fresh, person, kept).outcome == "held"
    outcomes = [one.arrival.outcome for one in open_all(fresh) if one.given == person.code]
    assert outcomes == ["new", "older"]


def test_a_late_file_needs_a_version_that_revokes_the_key(held: World) -> None:
    open_all(held)
    person = held.experts[3]
    held.rescore(person, 1, rising(70)(1))
    late = score_file(held, person)
    before = content(held.secretary)
    arrival = hold(held, person, late)
    assert arrival.error is not None
    assert arrival.error.code == "escrow.over"
    assert content(held.secretary) == before
    revoke(held, person)
    again = score_file(held, person)
    (taken,) = held.collect([again])
    assert (taken.outcome, taken.seq) == ("new", 3)  # the same sheets, sealed to the card: a new message
    finish(held)


def test_a_revision_is_sealed_to_the_secretarys_card(held: World) -> None:
    """Design §4.4: score files with a sheet of phase revision go to the card, without any new version."""
    open_all(held)
    application = discuss(held)
    person = held.experts[1]
    revise(person, application, 75)
    (path,) = [one for one in held.give_back(person) if one.suffix == ".zgcscore"]
    (arrival,) = held.collect([path])
    assert (arrival.outcome, arrival.code) == ("new", person.code)
    finish(held)
    with held.secretary.desk.vault.begin() as uow:
        phases = [
            post.body_of_row(one).phase for one in uow.messages.find(held.secretary.round.round_id, "sheet")
        ]
    assert sorted(phases) == ["initial"] * 15 + ["revision"]
