from __future__ import annotations

import errno
import io
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import ROUND, SUITE, Party, flips, manifest, refusal
from vector_writer import package, stream

from zgc_review.errors import Cancelled, StorageError
from zgc_review.seal.kernel_copy import Copier
from zgc_review.seal.message import Attachment, Message, build, sealed_bytes
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.package_format import (
    VOLUME_SIZE,
    PackageInfo,
    parse_info,
    parse_package_sums,
)
from zgc_review.seal.package_read import (
    ObjectFinder,
    Package,
    PartReader,
    copy_object,
    find_letter,
    open_package,
    read_object,
    require_whole,
    verify_package,
)
from zgc_review.seal.package_set import Further, further_of, set_name, volume_path
from zgc_review.seal.package_write import Contents, StoredObject, seal_letters, write_package
from zgc_review.seal.streams import Discard


def stored(folder: Path, *contents: bytes) -> list[StoredObject]:
    """Put objects into a folder as a vault keeps them."""
    folder.mkdir(exist_ok=True)
    found = []
    for content in contents:
        digest = SUITE.digest(content).hexdigest()
        (folder / digest).write_bytes(content)
        found.append(StoredObject(digest, folder / digest, len(content)))
    return found


def letter(secretary: Party, code: str, size: int = 10) -> Message:
    data = [Attachment("json", b"x" * size)]
    return build(manifest("assignment", slot=code), data, SUITE, secretary.signing_key)


def packed(folder: Path, letters: list[bytes], objects: list[StoredObject], **options: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    contents = Contents("intl-1", ROUND, letters, objects)
    return list(write_package(folder / "材料.zgcpkg", contents, **options))


def test_f_pkg_01_written_bytes_are_those_of_the_second_writer(tmp_path: Path) -> None:
    contents = [b"one", b"", bytes(513)]
    (path,) = packed(tmp_path, [b"letter"], stored(tmp_path / "o", *contents))
    objects = sorted((f"objects/{SUITE.digest(data).hexdigest()}.age", data) for data in contents)
    theirs = package([("letters/001.age", b"letter"), *objects], round=ROUND)
    assert path.read_bytes() == stream(theirs)
    require_whole(open_package(path))
    assert [path.name for path in tmp_path.glob("*.zgcpkg")] == ["材料.zgcpkg"]


def test_f_pkg_07_everybody_finds_the_own_letter_and_no_other(
    tmp_path: Path, secretary: Party, expert: Party
) -> None:
    other, stranger = Party(), Party()
    pairs = [
        (letter(secretary, "专家01"), expert.recipient),
        (letter(secretary, "专家02", 70_000), other.recipient),
    ]
    sealed = seal_letters(pairs, SUITE)
    opened: list[OpenedMessage] = []
    (path,) = packed(tmp_path, sealed, [])
    found = open_package(path)
    for party, code in ((expert, "专家01"), (other, "专家02")):
        name, message = find_letter(found, [stranger.identity, party.identity])
        assert (name[:8], message.manifest.slot) == ("letters/", code)
        opened.append(message)
    fault = refusal(lambda: find_letter(found, [stranger.identity]))
    assert (fault.code, fault.params) == ("seal.package.no_letter", {"count": 2})
    # Payloads are equally long; age adds a few random bytes of its own to the header.
    bodies = [len(data) - data.index(b"\n--- ") for data in sealed]
    assert bodies[0] == bodies[1]
    assert seal_letters([], SUITE) == []


def test_f_pkg_07_order_of_letters_is_random(secretary: Party) -> None:
    parties = [Party() for _ in range(7)]
    pairs = [
        (letter(secretary, f"专家{number:02d}"), party.recipient) for number, party in enumerate(parties)
    ]
    orders = set()
    for _ in range(4):
        sealed = seal_letters(pairs, SUITE)
        first = next(number for number, party in enumerate(parties) if _opens(sealed[0], party))
        orders.add(first)
    assert len(orders) > 1


def _opens(data: bytes, party: Party) -> bool:
    try:
        SUITE.open_stream(io.BytesIO(data), Discard(), [party.identity])
    except Exception:  # noqa: BLE001 - whether it opens is the question
        return False
    return True


def test_f_pkg_08_damage_in_others_parts_is_reported_and_does_not_stop_me(
    tmp_path: Path, secretary: Party, expert: Party
) -> None:
    sealed = [sealed_bytes(letter(secretary, "专家01"), SUITE, [expert.recipient])]
    objects = stored(tmp_path / "o", *(bytes([number]) * 3000 for number in range(5)))
    (path,) = packed(tmp_path, sealed, objects)
    whole = path.read_bytes()
    mine = open_package(path)
    digests = sorted(mine.objects)
    for place, damaged in enumerate(digests[:-1]):
        at = mine.objects[damaged].offset - 512
        for offset in (3, 126, 150, 300):
            path.write_bytes(whole[: at + offset] + b"?" + whole[at + offset + 1 :])
            found = open_package(path)
            assert [(item.part, item.code) for item in found.damages] == [
                (f"objects/{damaged}.age", "seal.tar.header")
            ], place
            assert sorted(found.objects) == [digest for digest in digests if digest != damaged]
            assert find_letter(found, [expert.identity])[1].manifest.slot == "专家01"
            assert read_object(found, found.objects[digests[-1]]) == read_object(
                mine, mine.objects[digests[-1]]
            )
            fault = refusal(lambda found=found: require_whole(found))
            assert fault.params == {"part": f"objects/{damaged}.age", "count": 1, "file": path.name}


def test_f_pkg_08_a_damaged_letter_of_mine_is_told_from_no_letter(
    tmp_path: Path, secretary: Party, expert: Party
) -> None:
    sealed = [sealed_bytes(letter(secretary, "专家01"), SUITE, [expert.recipient])]
    (path,) = packed(tmp_path, sealed, [])
    part = open_package(path).letters[0]
    whole = path.read_bytes()
    for _, broken in flips(whole[part.offset : part.offset + part.size], 20):
        path.write_bytes(whole[: part.offset] + broken + whole[part.offset + part.size :])
        fault = refusal(lambda: find_letter(open_package(path), [expert.identity]))
        assert (fault.code, fault.params) == ("seal.package.letter_damaged", {"part": part.name, "count": 1})


def test_a_letter_that_opens_and_is_wrong_names_its_part(tmp_path: Path, expert: Party) -> None:
    target = io.BytesIO()
    SUITE.seal_stream(io.BytesIO(bytes(65_536)), target, [expert.recipient])
    (path,) = packed(tmp_path, [target.getvalue()], [])
    fault = refusal(lambda: find_letter(open_package(path), [expert.identity]))
    assert (fault.code, fault.params["part"]) == ("seal.entry.missing", "letters/001.age/SHA256SUMS")


def test_f_pkg_08_flips_while_opening_are_reports_or_refusals(
    tmp_path: Path, expert: Party, secretary: Party
) -> None:
    sealed = [sealed_bytes(letter(secretary, "专家01"), SUITE, [expert.recipient])]
    (path,) = packed(tmp_path, sealed, stored(tmp_path / "o", b"a" * 700, b"b" * 700))
    whole = path.read_bytes()
    for done, broken in flips(whole, 60, seed=2):
        path.write_bytes(broken)
        try:
            found = open_package(path)
        except Exception as fault:  # noqa: BLE001 - the kind is what is tested
            assert type(fault).__name__ == "PackageError", done  # noqa: PT017
            continue
        assert verify_package(found) != (), done


@pytest.mark.parametrize("size", [30_000, 12_000, 11_500])
def test_f_pkg_06_volumes_are_whole_packages(tmp_path: Path, size: int) -> None:
    contents = [bytes([number]) * (900 * number) for number in range(1, 9)]
    paths = packed(tmp_path, [b"letter"], stored(tmp_path / "o", *contents), volume_size=size)
    named = set_name(tar_entry(paths[0].read_bytes()))
    assert [path.name for path in paths[:2]] == ["材料.zgcpkg", f"材料.2.{named}.zgcpkg"]
    found = [open_package(path) for path in paths]
    for number, package_ in enumerate(found, 1):
        assert package_.path.stat().st_size <= size
        assert (package_.info.volume, package_.info.volumes) == (number, len(paths))
        assert len(package_.letters) == (number == 1)
        require_whole(package_)
    digests = [digest for package_ in found for digest in package_.objects]
    assert digests == sorted(SUITE.digest(content).hexdigest() for content in contents)


def test_f_pkg_06_exact_volume_size_is_used(tmp_path: Path) -> None:
    objects = stored(tmp_path / "o", b"a" * 512, b"b" * 512)
    (path,) = packed(tmp_path, [], objects)
    exact = path.stat().st_size
    assert len(packed(tmp_path, [], objects, volume_size=exact)) == 1
    assert len(packed(tmp_path, [], objects, volume_size=exact - 1)) == 2
    assert int(3.9 * (1 << 30)) == VOLUME_SIZE


def test_f_pkg_06_what_fits_nowhere_is_refused_before_writing(tmp_path: Path) -> None:
    objects = stored(tmp_path / "o", b"a" * 5000)
    fault = refusal(lambda: packed(tmp_path, [], objects, volume_size=6000))
    assert fault.code == "seal.package.volume"
    assert str(fault.params["part"]).startswith("objects/")
    fault = refusal(lambda: packed(tmp_path, [bytes(9000)], [], volume_size=9000))
    assert fault.params["part"] == "letters/001.age"
    assert list(tmp_path.glob("*pkg*")) == []


def test_f_pkg_05_limits_of_the_writer(tmp_path: Path) -> None:
    huge = StoredObject("ab" * 32, tmp_path / "none", (1 << 30) + (1 << 20) + 1)
    assert refusal(lambda: packed(tmp_path, [], [huge])).code == "seal.build.size"
    assert refusal(lambda: packed(tmp_path, [b""] * 1000, [])).code == "seal.build.letters"


def test_f_pkg_05_an_oversized_letter_is_refused(tmp_path: Path) -> None:
    class Long(bytes):
        """Says that it is longer than any letter may be."""

        def __len__(self) -> int:
            return (1 << 30) + (1 << 20) + 1

    assert refusal(lambda: packed(tmp_path, [Long()], [])).params == {"part": "letters/001.age"}


def test_f_pkg_02_lists_over_their_bound_are_refused() -> None:
    assert refusal(lambda: parse_package_sums(b"\n" * 100_001)).code == "seal.sums.limit"
    for data in (b"", b"\n", b"  objects/", b"x  objects/x\n", "é".encode()):
        assert refusal(lambda data=data: parse_package_sums(data)).code == "seal.package.sums"


def test_f_pkg_02_the_list_of_a_volume_stays_within_its_bounds(tmp_path: Path) -> None:
    objects = [StoredObject(f"{number:064x}", tmp_path / "empty", 0) for number in range(100_000)]
    (tmp_path / "empty").touch()
    paths = packed(tmp_path, [], objects)
    assert len(paths) == 2
    first, second = (open_package(path) for path in paths)
    assert (len(first.objects), len(second.objects)) == (99_999, 1)


def test_f_pkg_09_objects_are_found_in_the_folder(tmp_path: Path) -> None:
    contents = [b"one", b"two", b"three"]
    objects = stored(tmp_path / "o", *contents)
    packed(tmp_path / "stick", [], objects[:1])
    first = (tmp_path / "stick" / "材料.zgcpkg").rename(tmp_path / "stick" / "a.zgcpkg")
    packed(tmp_path / "stick", [], objects[1:2])
    packed(tmp_path / "stick", [], objects[1:2])
    (tmp_path / "stick" / "b.zgcpkg").write_bytes(b"rubbish")
    (tmp_path / "stick" / "c.zgcpkg").write_bytes(first.read_bytes())
    (tmp_path / "stick" / "notes.txt").write_bytes(b"")
    finder = ObjectFinder(open_package(first))
    for content, item in zip(contents[:2], objects[:2], strict=True):
        for _ in range(2):
            assert read_object(*finder.find(item.digest)) == content
    fault = refusal(lambda: finder.find(objects[2].digest))
    assert (fault.code, fault.params["part"]) == ("seal.package.object_missing", objects[2].digest[:16])
    assert finder.unreadable == ["b.zgcpkg"]


def test_f_pkg_04_a_damaged_object_is_refused_when_copied(tmp_path: Path) -> None:
    (path,) = packed(tmp_path, [], stored(tmp_path / "o", b"content of one"))
    found = open_package(path)
    (part,) = found.objects.values()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"content", b"Content"))
    assert open_package(path).damages == ()
    for act in (lambda: copy_object(found, part, Discard()), lambda: require_whole(found)):
        fault = refusal(act)
        assert (fault.code, fault.params["part"]) == ("seal.package.object", part.name)


def test_copying_tells_progress_and_can_be_cancelled(tmp_path: Path) -> None:
    (path,) = packed(tmp_path, [], stored(tmp_path / "o", bytes(3 << 20)))
    found = open_package(path)
    (part,) = found.objects.values()
    told: list[tuple[int, int]] = []
    copy_object(found, part, Discard(), lambda *state: told.append(state))
    assert told == [(number << 20, 3 << 20) for number in (1, 2, 3)]

    def cancel(done: int, total: int) -> None:
        assert done <= total
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_object(found, part, Discard(), cancel)
    with PartReader(found, part) as reader:
        assert len(reader.read()) == 3 << 20
        assert reader.read() == b""


def test_cancelled_packing_leaves_the_old_package(tmp_path: Path) -> None:
    (path,) = packed(tmp_path, [], stored(tmp_path / "o", b"old"))
    before = path.read_bytes()
    contents = Contents("intl-1", ROUND, [], stored(tmp_path / "o", b"new" * 5000, b"newer" * 5000))

    def cancel(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_package(path, contents, volume_size=30_000, progress=cancel)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir() if item.is_file()] == [path.name]


def test_an_object_that_became_shorter_is_refused(tmp_path: Path) -> None:
    objects = stored(tmp_path / "o", b"x" * 5000)
    objects[0].path.write_bytes(b"x" * 4000)
    assert refusal(lambda: packed(tmp_path, [], objects)).code == "seal.build.changed"
    assert list(tmp_path.glob("*pkg*")) == []


def test_a_missing_object_or_package_is_a_fault_of_the_medium(tmp_path: Path) -> None:
    missing = [StoredObject("ab" * 32, tmp_path / "none", 5)]
    assert refusal(lambda: packed(tmp_path, [], missing)).code == "seal.file.write"
    assert refusal(lambda: open_package(tmp_path / "none.zgcpkg")).code == "seal.file.read"
    (path,) = packed(tmp_path, [b"letter"], [])
    found = open_package(path)
    path.unlink()
    assert refusal(lambda: PartReader(found, found.letters[0])).code == "seal.file.read"


@pytest.mark.parametrize("ways", [0, 1, 2])
def test_packing_without_kernel_copies_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: int
) -> None:
    objects = stored(tmp_path / "o", os.urandom(3 << 20), b"small")
    (path,) = packed(tmp_path / "kernel", [], objects)

    def unable(*_args: object) -> int:
        raise OSError(errno.EXDEV, "cannot")

    for name in ("copy_file_range", "sendfile")[:ways]:
        monkeypatch.setattr(os, name, unable)
    (again,) = packed(tmp_path / "again", [], objects)
    assert again.read_bytes() == path.read_bytes()
    for name in ("copy_file_range", "sendfile"):
        monkeypatch.delattr(os, name)
    (memory,) = packed(tmp_path / "memory", [], objects)
    assert memory.read_bytes() == path.read_bytes()


def test_a_fault_of_the_disk_is_not_taken_for_inability(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> int:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(os, "copy_file_range", broken)
    (tmp_path / "a").write_bytes(b"x")
    with (
        (tmp_path / "a").open("rb") as source,
        (tmp_path / "b").open("wb") as target,
        pytest.raises(OSError, match="gone"),
    ):
        Copier().copy(source, target, 1)
    objects = stored(tmp_path / "o", b"x")
    fault = refusal(lambda: packed(tmp_path, [], objects))
    assert isinstance(fault, StorageError)
    assert (fault.code, fault.params["errno"]) == ("seal.file.write", errno.EIO)


def test_f_pkg_08_the_next_header_is_found_behind_lookalikes_and_far_away(tmp_path: Path) -> None:
    lookalike = b"x" * 600 + b"ustar\x0000" + bytes(2_500_000)
    objects = stored(tmp_path / "o", lookalike, b"small", b"other")
    (path,) = packed(tmp_path, [], objects)
    found = open_package(path)
    part = found.objects[objects[0].digest]
    whole = bytearray(path.read_bytes())
    # A header inside a document that names a part which stands elsewhere, at an even place and at an odd one.
    later = next(item for digest, item in found.objects.items() if digest != objects[0].digest)
    inside = whole[later.offset - 512 : later.offset]
    whole[part.offset + 1024 : part.offset + 1536] = bytes(inside[:-1]) + b"x"
    whole[part.offset + 1700 : part.offset + 2212] = inside
    whole[part.offset - 400] ^= 1
    path.write_bytes(whole)
    damages = open_package(path).damages
    assert [item.part for item in damages] == [part.name]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=3000))
def test_hostile_packages_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.zgcpkg"
    path.write_bytes(data)
    assert refusal(lambda: open_package(path)).code.startswith("seal.")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200) | st.sampled_from([b"[]", b"{}", b"1", b'{"format":"zgc-package/1"}']))
def test_hostile_descriptions_are_refused(data: bytes) -> None:
    assert refusal(lambda: parse_info(data)).code in {"seal.package.json", "seal.package.format"}


def tar_entry(data: bytes) -> bytes:
    """Return the content of the first entry of an archive, read by the standard library."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        first = archive.extractfile("SHA256SUMS")
        assert first is not None
        return first.read()


def test_f_pkg_06_volume_names() -> None:
    first = Path("x/a.b.zgcpkg")
    assert volume_path(first, 1, "0a1b2c3d") == first
    assert volume_path(first, 12, "0a1b2c3d") == Path("x/a.b.12.0a1b2c3d.zgcpkg")
    assert volume_path(first, 12, "") == Path("x/a.b.12.zgcpkg")
    assert further_of("a.b.12.0a1b2c3d.zgcpkg") == Further("a.b.zgcpkg", 12, "0a1b2c3d")
    assert further_of("a.b.12.zgcpkg") == Further("a.b.zgcpkg", 12, "")
    for name in ("86322454", "00000012", "0a1b2c3d"):  # one set in forty has no letter in it
        for called in ("a.zgcpkg", "a.b.zgcpkg", "a.3.zgcpkg", "1f071962-全体-1.zgcpkg"):
            path = volume_path(Path(called), 2, name)
            assert further_of(path.name) == Further(called, 2, name)
    for other in ("a.zgcpkg", "a.1.zgcpkg", "a.02.zgcpkg", "a.2.0A1B2C3D.x.zgcpkg", "a.2.zgcscore"):
        assert further_of(other) is None
    assert PackageInfo("intl-1", ROUND, 1, 1, 0, 0).volume == 1


def test_opened_packages_are_values(tmp_path: Path) -> None:
    (path,) = packed(tmp_path, [], [])
    assert open_package(path) == open_package(path)
    assert isinstance(open_package(path), Package)
