"""What a letter gives and what it must not hold (design §4.2; acceptance C8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replace_struct
from services_forgery import SUITE, Forger, content, refused
from services_harness import Person, World, new_world, record

from zgc_review.domain.bodies import (
    LetterBody,
)
from zgc_review.domain.rows import ApplicationRow, DocumentRow
from zgc_review.errors import ReviewError, SealError
from zgc_review.seal.message import Attachment
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.package_read import find_letter, open_package
from zgc_review.seal.package_write import Contents, seal_letters, write_package
from zgc_review.seal.streams import CHUNK
from zgc_review.services import declaring, opening, post
from zgc_review.services.declaring import GivenAnswer


class Everything:
    """Takes the bytes of what was decrypted."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)


def letter_of(person: Person, package: Path) -> tuple[OpenedMessage, LetterBody, bytes]:
    """Return an expert's letter, its body, and every byte that decrypts."""
    opened = open_package(package)
    name, letter = find_letter(opened, [person.card.age_secret])
    (part,) = [part for part in opened.letters if part.name == name]
    everything = Everything()
    with package.open("rb") as stream:
        stream.seek(part.offset)
        SUITE.open_stream(Limited(stream, part.size), everything, [person.card.age_secret])
    body = post.typed_body(letter)
    assert isinstance(body, LetterBody)
    return letter, body, everything.data


class Limited:
    """Reads a part of a file."""

    def __init__(self, stream: Any, left: int) -> None:
        self._stream, self._left = stream, left

    def read(self, size: int = -1, /) -> bytes:
        data: bytes = self._stream.read(min(self._left if size < 0 else size, self._left, CHUNK))
        self._left -= len(data)
        return data


def strings_of(row: ApplicationRow, documents: tuple[DocumentRow, ...]) -> Iterator[str]:
    """Yield everything that tells of one application and of no other."""
    yield from (row.application_id, row.number, row.version, str(row.identity))
    for document in documents:
        yield from (document.plain, document.object)
    for name in ("title", "unit_name", "unit_credit_code"):
        yield row.record[name]
    yield row.record["legal_representative"]["name"]


def held(world: World) -> dict[str, tuple[ApplicationRow, tuple[DocumentRow, ...]]]:
    """Return the secretary's applications and documents by id."""
    with world.secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(world.secretary.round.round_id)
        return {one.application_id: (one, uow.applications.documents(one.application_id)) for one in rows}


def test_c8_a_letter_holds_no_string_of_what_it_leaves_out(at: Callable[[str], World]) -> None:
    world = at("opened")
    person, left_out = world.experts[1], world.ids()[0]
    declaring.pledge(person.desk, person.round)
    declaring.answer(person.desk, person.round, left_out, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    world.collect(world.give_back(person))
    world.pack(letters_only=False)
    _, body, everything = letter_of(person, world.package)
    assert {one.application for one in body.applications} == set(world.ids()[1:])
    for application, (row, documents) in held(world).items():
        found = [text for text in strings_of(row, documents) if text.encode() in everything]
        assert found == ([] if application == left_out else list(strings_of(row, documents)))
        assert str(row.recipient).encode() not in everything
    _, other, all_of_it = letter_of(world.experts[2], world.package)
    assert {one.application for one in other.applications} == set(world.ids())
    assert all(text.encode() in all_of_it for text in strings_of(*held(world)[left_out]))
    assert opens(person, body, world.package) == {
        document.object for one in world.ids()[1:] for document in held(world)[one][1]
    }


def opens(person: Person, body: LetterBody, package: Path) -> set[str]:
    """Return the objects of a package that an expert's card or an identity of the letter opens."""
    identities = [person.card.age_secret, *(one.identity for one in body.applications if one.identity)]
    opened, found = open_package(package), set()
    for digest, part in opened.objects.items():
        with package.open("rb") as stream:
            stream.seek(part.offset)
            try:
                SUITE.open_stream(Limited(stream, part.size), Everything(), identities)
            except SealError as fault:
                assert fault.code == "seal.age.not_for_me"  # noqa: PT017 - which objects open is the question
                continue
        found.add(digest)
    return found


def test_c8_the_observers_key_opens_no_letter_and_no_object(keep: Callable[[str], World]) -> None:
    world = keep("packed")
    package = open_package(world.package)
    with pytest.raises(SealError, match=r"seal\.package\.no_letter"):
        find_letter(package, [world.observer.card.age_secret])
    empty = LetterBody(code="监督01", chain=(), consents=(), catalogue="data/000001.json", applications=())
    assert opens(world.observer, empty, world.package) == set()


def lengths(package: Path) -> set[int]:
    """Return the lengths of the letters behind their age headers, to which age adds a random stanza."""
    data, found = package.read_bytes(), set()
    for part in open_package(package).letters:
        letter = data[part.offset : part.offset + part.size]
        found.add(part.size - letter.index(b"\n", letter.index(b"\n--- ") + 1))
    return found


def test_the_letters_of_a_package_are_equally_long_and_each_opens_for_one(
    keep: Callable[[str], World],
) -> None:
    world = keep("packed")
    package = open_package(world.package)
    assert len(package.letters) == len(world.experts)
    assert len(lengths(world.package)) == 1
    names = {find_letter(package, [person.card.age_secret])[0] for person in world.experts}
    assert len(names) == len(world.experts)


def test_letters_stay_equally_long_when_one_expert_is_given_less(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    declaring.pledge(person.desk, person.round)
    for one in world.ids()[:2]:
        declaring.answer(person.desk, person.round, one, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    world.collect(world.give_back(person))
    package = world.pack(letters_only=True)
    assert len(lengths(package)) == 1
    assert open_package(package).objects == {}


def test_a_letter_names_no_person_of_the_panel_and_no_withheld_field(tmp_path: Path) -> None:
    """Design §4.2: ``excluded_experts`` and ``integrity_list_hit`` never travel; P12: no names."""
    world = new_world(tmp_path / "w", applications=1)
    excluded = {"name": "仉𠮷㐆", "employer": "䲜䴉研究院", "reason": "曾与本单位发生䴉㕵纠纷"}
    world.fields = lambda n: {**record(n), "excluded_experts": [excluded]}
    world.define()
    world.seat()
    with world.secretary.desk.vault.begin() as uow:
        (row,) = uow.applications.all(world.secretary.round.round_id)
        hit = replace(row, record={**row.record, "integrity_list_hit": True})
        uow.applications.update(hit, "2026-11-22T10:00:00+08:00")
        uow.commit()
    world.pack()
    ((row, _),) = held(world).values()
    assert row.record["excluded_experts"][0]["name"] == excluded["name"]
    assert "integrity_list_hit" in row.record
    for person in world.experts:
        _, body, everything = letter_of(person, world.package)
        assert "excluded_experts" not in body.applications[0].record
        assert "integrity_list_hit" not in body.applications[0].record
        rest = without_catalogue(everything, letter_of(person, world.package)[0], body)
        for text in (*excluded.values(), '"excluded_experts"', '"integrity_list_hit"'):
            assert text.encode() not in rest  # the catalogue inside names its fields, nothing else does
        for somebody in world.everybody():
            assert somebody.name.encode() not in everything
    world.close()


def without_catalogue(everything: bytes, letter: OpenedMessage, body: LetterBody) -> bytes:
    """Return the bytes of a letter without the catalogue."""
    catalogue = letter.document(body.catalogue)
    assert catalogue in everything
    return everything.replace(catalogue, b"")


def test_s2_a_letter_is_taken_once_and_an_older_one_never_replaces_it(at: Callable[[str], World]) -> None:
    world = at("opened")
    person, older = world.experts[1], world.package
    assert opening.open_review(person.desk, older, None).outcome == "duplicate"
    newer = world.pack(letters_only=True)
    assert newer != older
    assert opening.open_review(person.desk, newer, None).outcome == "new"
    with person.desk.vault.begin() as uow:
        before = uow.applications.all(person.round.round_id), uow.events.count(person.round.round_id)
    assert opening.open_review(person.desk, older, None).outcome == "duplicate"
    third = world.pack(letters_only=True)
    fourth = world.pack(letters_only=True)
    assert opening.open_review(person.desk, fourth, None).outcome == "new"
    assert opening.open_review(person.desk, third, None).outcome == "older"
    with person.desk.vault.begin() as uow:
        after = uow.applications.all(person.round.round_id), uow.events.count(person.round.round_id)
        letters = uow.messages.find(person.round.round_id, "assignment")
    assert after[0] == before[0]
    assert after[1] == before[1] + 1
    assert [one.seq for one in letters] == [1, 2, 4]


def test_s2_another_letter_under_a_used_number_is_an_alarm(at: Callable[[str], World]) -> None:
    """Formats F-ARR-04, also where a newer letter is here already."""
    world = at("opened")
    person, forger = world.experts[1], Forger(world, world.secretary)
    opening.open_review(person.desk, world.pack(letters_only=True), None)
    letter, body, _ = letter_of(person, world.package)
    data = [
        Attachment(item.name.rpartition(".")[2], item.message.carried() if item.message else item.data or b"")
        for item in letter.entries
    ]
    before = content(person)
    for seq in (1, 2):
        less = replace_struct(body, applications=body.applications[1:])
        other = forger.message("assignment", person.code, less, *data, to=(person.card.card_id,), seq=seq)
        sealed = seal_letters([(other, person.card.recipient)], SUITE)
        path = world.folder / f"fork{seq}.zgcpkg"
        write_package(path, Contents(SUITE.name, person.round.round_id, sealed, []))
        assert refused(lambda: opening.open_review(person.desk, path, None)) == "seal.arrival.fork"  # noqa: B023
    assert content(person) == before


def test_s2_a_letter_of_somebody_else_or_under_another_cover_is_refused(at: Callable[[str], World]) -> None:
    world = at("opened")
    person, others = world.experts[1], world.experts[2]
    letter, body, _ = letter_of(person, world.package)
    data = [
        Attachment(item.name.rpartition(".")[2], item.message.carried() if item.message else item.data or b"")
        for item in letter.entries
    ]
    before, round_id = content(person), person.round.round_id
    secretary, expert = Forger(world, world.secretary), Forger(world, others)
    for name, forger, code, cover in (
        ("letter.sender", expert, person.code, round_id),
        ("letter.sender", secretary, others.code, round_id),
        ("letter.cover", secretary, person.code, "0" * 32),
    ):
        forged = forger.message("assignment", code, body, *data, to=(person.card.card_id,), seq=9)
        path = world.folder / "forged.zgcpkg"
        path.unlink(missing_ok=True)
        sealed = seal_letters([(forged, person.card.recipient)], SUITE)
        write_package(path, Contents(SUITE.name, cover, sealed, []))
        assert refused(partial(opening.open_review, person.desk, path, None)) == name
    assert content(person) == before


def test_the_secretary_does_not_open_the_own_package(keep: Callable[[str], World]) -> None:
    world = keep("packed")
    with pytest.raises(ReviewError) as caught:
        opening.open_review(world.secretary.desk, world.package, None)
    assert caught.value.code in {"letter.own_round", "seal.package.no_letter"}
