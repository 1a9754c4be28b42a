"""Steps of rounds in which cards change, and the independent verifier at the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services_harness import Person, World, meet, new_person

from zgc_review.seal.digits import digits_of
from zgc_review.services import amending, escrow, following, opening, rounds, sealing, sharing
from zgc_review.services.amending import Amended, CardChange
from zgc_review.services.rounds import state_of
from zgc_review.services.trust import make_own_card, take_card, trust_card

REASON = "电脑丢失，已报警"


def version_of(person: Person) -> int:
    """Return the number of the version in force in somebody's vault."""
    with person.desk.vault.begin() as uow:
        return state_of(uow, person.round).version


def amend(
    world: World, *changes: CardChange, drop: Sequence[str] = (), drop_all: bool = False, reason: str = REASON
) -> Amended:
    """Sign a change of cards."""
    desk, row = world.secretary.desk, world.secretary.round
    return amending.amend_cards(desk, row, changes, reason, drop=drop, drop_all=drop_all)


def tell(world: World, *people: Person) -> Path:
    """Hand out the chain; each of ``people`` takes it."""
    (path,) = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "chain")
    for person in people:
        person.row = following.follow_round(person.desk, [path], None)
    return path


def agreed(world: World, person: Person) -> None:
    """Let somebody take the chain and consent to its newest version."""
    tell(world, person)
    world.consent(person)
    refresh(world.secretary)


def refresh(person: Person) -> None:
    """Read a person's row again: the card may be another."""
    with person.desk.vault.begin() as uow:
        person.row = uow.rounds.get(person.round.round_id)


def second_laptop(world: World, old: Person) -> Person:
    """Return the same person with a new vault and a new card, compared."""
    new = new_person(world.folder / f"new-{old.vault.stem}", "n", old.name)
    meet(world.secretary, new)
    new.code = old.code
    return new


def second_card(world: World, person: Person) -> str:
    """Make a new card in the same vault, let the secretary compare it, and return its digits."""
    card = make_own_card(person.desk, person.name, "新单位")
    if person is not world.secretary:
        known = take_card(world.secretary.desk, card.payload)
        trust_card(world.secretary.desk, known.card_id, card.fingerprint)
    return card.fingerprint


def replaced(world: World, old: Person, consenter: Person, *, drop_all: bool = False) -> Person:
    """Replace a lost laptop; in force at once."""
    new = second_laptop(world, old)
    done = amend(world, CardChange(old.code, new.card.fingerprint), drop_all=drop_all)
    assert done.needed == (consenter.code or "监督01",)
    agreed(world, consenter)
    return new


def open_new(world: World, person: Person) -> None:
    """Open the newest package with the newest round code and fetch the documents."""
    code = world.code(version_of(world.secretary))
    person.row = opening.open_review(person.desk, world.package, code).row
    opening.fetch_documents(person.desk, person.round, world.package)


def verified(world: World, sealed: sealing.Sealed, *officers: tuple[str, Person]) -> tuple[int, str]:
    """Open a sealed result with two shares and return what the independent verifier says of it."""
    return verify_folder(world, unpacked(world, sealed, *officers), digits_of(sealed.head.root))


def unpacked(world: World, sealed: sealing.Sealed, *officers: tuple[str, Person]) -> Path:
    """Open a sealed result with two shares into a folder."""
    words, recipient = [], ""
    for code, person in officers:
        body = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(body.words)
        recipient = body.recipient
    opened = escrow.open_result(world.secretary.desk.suite, sealed.result, tuple(words), recipient)
    folder = world.folder / "opened"
    escrow.unpack(opened, folder)
    return folder


def verify_folder(world: World, folder: Path, head: str) -> tuple[int, str]:
    """Return status and words of the independent verifier."""
    verifier = world.folder / "zgc_verify.py"
    verifier.write_bytes(rounds.verifier_bytes())
    command = [sys.executable, "-I", "-S", str(verifier), str(folder)]
    command += ["--round-code", world.code(1), "--log-head", head]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout.decode() + done.stderr.decode()
