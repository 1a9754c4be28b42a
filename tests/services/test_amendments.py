"""The chain of round definitions between vaults: waiting, forks, forgeries, cards replaced (design §4.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from services_forgery import Forger, content, sentences
from services_harness import SUB, Person, World, fill, level, meet, new_person, new_world

from zgc_review.domain.bodies import AmendmentBody, ConsentBody, GroupSeats, Member, Revocation
from zgc_review.domain.rows import OwnCard
from zgc_review.errors import GateError, ReviewError
from zgc_review.seal.message import Message, carry
from zgc_review.services import (
    aggregating,
    declaring,
    following,
    opening,
    packing,
    rounds,
    sharing,
    sheets,
    taking_in,
)
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.letters import sent_letter
from zgc_review.services.rounds import state_of, waiting_for


def refused(act: Callable[[], object]) -> str:
    """Return the code with which an act is refused, its sentences checked."""
    with pytest.raises(ReviewError) as caught:
        act()
    assert sentences(caught.value)
    return caught.value.code


def version_of(person: Person) -> int:
    with person.desk.vault.begin() as uow:
        return state_of(uow, person.round).version


def follow(world: World, person: Person, number: int, code: str | None = None) -> list[Path]:
    """Publish the chain and let somebody take it."""
    paths = list(sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / f"v{number}"))
    person.row = following.follow_round(person.desk, paths, code)
    return paths


def amend(world: World, **says: Any) -> None:
    """Sign the next version and let the round chair consent to it."""
    version = version_of(world.secretary) + 1
    rounds.amend_round(world.secretary.desk, world.secretary.round, AmendmentBody(version=version, **says))
    follow(world, world.experts[0], version)
    world.consent(world.experts[0])


def test_an_amendment_waits_until_everybody_consented(tmp_path: Path) -> None:
    world = new_world(tmp_path / "w", applications=1)
    world.define()
    world.take_in()
    world.appoint()
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        waiting = waiting_for(uow, row)
    assert waiting is not None
    chair = str(waiting[0].body.round_chair)
    assert (version_of(world.secretary), waiting[1]) == (1, ("监督01", chair))
    assert refused(lambda: taking_in.assign_groups(desk, row)) == "assign.group"
    assert refused(lambda: packing.pack(desk, row, tmp_path, packing.PackOrder())) == "pack.nobody"
    again = AmendmentBody(version=2)
    assert refused(lambda: rounds.amend_round(desk, row, again)) == "round.amend.pending"
    paths = sharing.publish_round(desk, row, world.folder / "v2")
    for person in (world.observer, world.experts[0]):
        person.row = following.follow_round(person.desk, paths, world.code(2))
    world.consent(world.observer)
    with desk.vault.begin() as uow:
        waiting = waiting_for(uow, row)
    assert waiting is not None
    assert (version_of(world.secretary), waiting[1]) == (1, (chair,))
    world.consent(world.experts[0])
    assert version_of(world.secretary) == 2
    assert taking_in.assign_groups(desk, row) == 1
    world.close()


class Rounds(Forger):
    """Writes round definitions and consents that nobody honest would write."""

    def version(self, key: OwnCard | None = None, *data: Any, **fields: Any) -> Message:
        """Sign a version; ``says`` is its body, the rest are fields of the manifest."""
        body = fields.pop("says", AmendmentBody(version=3))
        given = {"prev": self.version_id, "seq": 3, "sender": self.secretary.card_id}
        return self.message("round", "", body, *data, key=key, **{**given, **fields})

    @property
    def version_id(self) -> str:
        return self.version_in_force

    def file(self, message: Message, reader: Person) -> Path:
        return self.write(message, "a.zgcround", reader.card.recipient)


def taken(reader: Person, path: Path) -> str:
    """Let a member follow a hostile file; return the code, and check that nothing of it was kept."""
    before = content(reader)
    code = refused(lambda: following.follow_round(reader.desk, [path], None))
    assert content(reader) == before
    assert version_of(reader) == 2
    return code
