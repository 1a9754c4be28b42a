"""What somebody's keys open: nothing of an application on which the key's owner stands aside (C7, C8, §15).

Every file of the round is tried with every key its owner has, with stock libraries, and the owner's vault is
read page by page.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from leak_rounds import PERSON, TITLE, LeakRound, Viewer, drawn_plan
from services_forgery import pages
from services_harness import Person

AGE = b"age-encryption.org/v1\n"


def blobs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every age file in a folder, those inside packages too."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "vaults" in path.parts or "intake" in path.parts:
            continue
        data = path.read_bytes()
        if data.startswith(AGE):
            yield path.name, data
        elif path.suffix == ".zgcpkg":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    inner = archive.extractfile(member)
                    if inner is not None and member.name.endswith(".age"):
                        yield f"{path.name}:{member.name}", inner.read()


def opened(folder: Path, person: Person) -> dict[str, bytes]:
    """Return everything the person's cards and applications open, by file."""
    with person.desk.vault.begin() as uow:
        secrets = [card.age_secret for card in uow.cards.own()]
        rows = uow.applications.all(person.round.round_id)
    secrets += [one.identity for one in rows if one.identity is not None]
    keys = [pyrage.x25519.Identity.from_str(one) for one in secrets]
    found = {}
    for name, data in blobs(folder):
        try:
            found[name] = pyrage.decrypt(data, keys)
        except pyrage.DecryptError:
            continue
    return found


def traces(made: LeakRound) -> dict[str, bytes]:
    """Return what would give the hidden application away: strings, its id, its key, its sheets."""
    secretary = made.world.secretary
    hidden = made.id(made.plan.hidden)
    with secretary.desk.vault.begin() as uow:
        row = uow.applications.get(hidden)
        found = uow.messages.find(secretary.round.round_id, "sheet", slot=hidden)
        documents = uow.applications.documents(hidden)
    assert row is not None
    assert row.identity is not None
    said = {"title": TITLE, "person": PERSON, "number": row.number, "id": hidden, "key": row.identity}
    said |= {f"sheet {n}": one.message_id for n, one in enumerate(found)}
    said |= {f"document {one.position}": one.plain for one in documents}
    said |= {f"object {one.position}": one.object for one in documents}
    said["unit"] = str(row.record["unit_name"])
    return {name: text.encode() for name, text in said.items()}


def seen_in(data: bytes, marks: dict[str, bytes]) -> list[str]:
    return [name for name, text in marks.items() if text in data or text.decode().encode("utf-16-le") in data]


def given_away(made: LeakRound) -> dict[str, list[str]]:
    """Return what the viewer's keys and vault show of the hidden application, by file."""
    marks = traces(made)
    found = {name: seen_in(data, marks) for name, data in opened(made.world.folder, made.viewer).items()}
    found["vault"] = seen_in(pages(made.viewer), marks)
    return {name: marks for name, marks in found.items() if marks}


def others_sheets(made: LeakRound) -> list[str]:
    """Return the files by which the viewer could read a sheet of somebody else."""
    secretary = made.world.secretary
    with secretary.desk.vault.begin() as uow:
        sheets = uow.messages.find(secretary.round.round_id, "sheet")
    foreign = {
        one.message_id: one.message_id.encode() for one in sheets if one.sender != made.viewer.card.card_id
    }
    assert foreign
    found = opened(made.world.folder, made.viewer) | {"vault": pages(made.viewer)}
    return [name for name, data in found.items() if seen_in(data, foreign)]


@pytest.mark.parametrize("viewer", ["expert", "chair", "acting"])
def test_c8_no_key_of_a_conflicted_member_opens_anything_of_the_application(
    swift: Path, viewer: Viewer
) -> None:
    made = LeakRound(drawn_plan(7, viewer, "found"), swift / "round", with_hidden=True)
    for stage in ("seat", "pack_and_open", "declare", "score"):
        getattr(made, stage)()
        if stage != "seat":
            assert given_away(made) == {}, stage
    assert others_sheets(made) == [], "rules §15: nobody reads another's sheet before the lock"
    for stage in ("combine", "sit", "decide"):
        getattr(made, stage)()
        assert given_away(made) == {}, stage
    readers = {made.world.experts[0].code, *(one.code for one in made.chairs().values())}
    assert bool(others_sheets(made)) == (made.viewer.code in readers)
    made.world.close()


def test_c7_what_the_chair_declares_late_leaves_vault_and_panel_file(swift: Path) -> None:
    """What was readable before stays with who has the first package; the vault and all later files let go."""
    made = LeakRound(drawn_plan(8, "chair", "declared"), swift / "round", with_hidden=True)
    for stage in ("seat", "pack_and_open", "declare", "score", "combine", "sit", "decide"):
        getattr(made, stage)()
    marks = traces(made)
    later = {
        name: data
        for name, data in opened(made.world.folder, made.viewer).items()
        if ".zgcpkg" not in name or "-letters" in name
    }
    assert any(name.endswith(".zgcpanel") for name in later)
    assert {name: found for name, data in later.items() if (found := seen_in(data, marks))} == {}
    vault = seen_in(pages(made.viewer), marks)
    assert not {"key", *(name for name in marks if name.startswith("sheet"))} & {*vault}
    made.world.close()
