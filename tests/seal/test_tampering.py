"""Acceptance S1: every flip, cut, removal, addition, renaming and swap is refused and named."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from seal_harness import SUITE, Party, manifest, must_refuse, refusal
from vector_writer import EXPERT_1, Entry, consent, message, sheet, stream

from zgc_review.errors import ReviewError
from zgc_review.seal.cards import read_card
from zgc_review.seal.message import Attachment, build, carry, sealed_bytes
from zgc_review.seal.package_read import open_package, require_whole
from zgc_review.seal.package_write import Contents, StoredObject, write_package
from zgc_review.seal.reading import open_message, read_carried

pytestmark = pytest.mark.hold


def carried_sample(party: Party) -> bytes:
    inner = build(manifest("sheet"), (), SUITE, party.signing_key)
    data = [Attachment("pdf", bytes(range(256)) * 9, "甲.pdf"), carry(inner), Attachment("txt", b"")]
    return build(manifest(), data, SUITE, party.signing_key).carried()


def test_s1_damaged_carried_messages_are_refused(expert: Party) -> None:
    faults = must_refuse(lambda data: read_carried(io.BytesIO(data), SUITE), carried_sample(expert))
    assert {str(fault.params["part"]).partition("/")[0] for fault in faults} >= {"SHA256SUMS", "data", "end"}


def test_s1_damaged_sealed_files_are_refused(expert: Party, secretary: Party) -> None:
    sealed = sealed_bytes(carried_sample(expert), SUITE, [secretary.recipient])
    must_refuse(lambda data: open_message(io.BytesIO(data), SUITE, [secretary.identity]), sealed)


def test_s1_damaged_cards_are_refused() -> None:
    must_refuse(lambda data: read_card(data, SUITE), stream(EXPERT_1.card))


def package_sample(folder: Path, expert: Party, secretary: Party) -> bytes:
    letter = build(manifest("assignment", slot="专家01"), (), SUITE, secretary.signing_key)
    objects = []
    for content in (b"", b"one", b"two" * 700, bytes(9000)):
        digest = SUITE.digest(content).hexdigest()
        (folder / digest).write_bytes(content)
        objects.append(StoredObject(digest, folder / digest, len(content)))
    sealed = sealed_bytes(letter, SUITE, [expert.recipient])
    write_package(folder / "a.zgcpkg", Contents("intl-1", "5e" * 16, [sealed], objects))
    return (folder / "a.zgcpkg").read_bytes()


def test_s1_damaged_packages_are_refused_by_verification(
    tmp_path: Path, expert: Party, secretary: Party
) -> None:
    whole = package_sample(tmp_path, expert, secretary)
    path = tmp_path / "b.zgcpkg"

    def verified(data: bytes) -> None:
        path.write_bytes(data)
        require_whole(open_package(path))

    must_refuse(verified, whole)


def removed(entries: list[Entry], place: int) -> list[Entry]:
    return entries[:place] + entries[place + 1 :]


def added(entries: list[Entry], place: int) -> list[Entry]:
    return [*entries[:place], ("data/000009.pdf", b"more"), *entries[place:]]


def renamed(entries: list[Entry], place: int) -> list[Entry]:
    return [*entries[:place], (f"{entries[place][0]}x", entries[place][1]), *entries[place + 1 :]]


def swapped(entries: list[Entry], place: int) -> list[Entry]:
    other = (place + 1) % len(entries)
    changed = list(entries)
    changed[place], changed[other] = changed[other], changed[place]
    return changed


def contents_swapped(entries: list[Entry], place: int) -> list[Entry]:
    other = (place + 1) % len(entries)
    changed = list(entries)
    changed[place] = (entries[place][0], entries[other][1])
    changed[other] = (entries[other][0], entries[place][1])
    return changed


@pytest.mark.parametrize("change", [removed, added, renamed, swapped, contents_swapped])
@pytest.mark.parametrize("place", range(6))
def test_s1_changed_entries_are_refused(
    change: Callable[[list[Entry], int], list[Entry]], place: int
) -> None:
    inner = stream(message(sheet(), key=EXPERT_1.key))
    data = [("data/000001.pdf", b"%PDF"), ("data/000002.txt", b"text"), ("data/000003.tar", inner)]
    entries = message(consent(data), data, key=EXPERT_1.key)
    read_carried(io.BytesIO(stream(entries)), SUITE)
    fault = refusal(lambda: read_carried(io.BytesIO(stream(change(entries, place))), SUITE))
    assert isinstance(fault, ReviewError)
    assert fault.params["part"]
