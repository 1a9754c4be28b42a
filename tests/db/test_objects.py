"""The object store: named by digest, nothing visible before it is whole."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path

import pyrage
import pytest

from db.objects import FileObjectStore
from db.vault import OpenVault
from zgc_review.errors import ProgramFault, StorageError

DATA = bytes(range(256)) * 1000
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileObjectStore:
    (tmp_path / "objects").mkdir()
    return FileObjectStore(tmp_path, writable=True)


def keep(store: FileObjectStore, data: bytes) -> str:
    writer = store.writer()
    for start in range(0, len(data), 1000):
        assert writer.write(data[start : start + 1000]) == len(data[start : start + 1000])
    return writer.keep()


def test_an_object_is_named_by_its_bytes(store: FileObjectStore) -> None:
    assert keep(store, DATA) == DIGEST
    assert store.path(DIGEST) == store.root / DIGEST[:2] / f"{DIGEST}.age"
    assert store.has(DIGEST)
    assert store.digests() == (DIGEST,)
    with store.open(DIGEST) as file:
        assert file.read() == DATA


def test_nothing_is_visible_before_keep(store: FileObjectStore) -> None:
    writer = store.writer()
    writer.write(DATA)
    assert store.digests() == ()
    assert not store.has(DIGEST)
    writer.drop()
    writer.drop()
    assert list(store.root.rglob("*")) == []


def test_keeping_again_heals_a_damaged_object(store: FileObjectStore) -> None:
    keep(store, DATA)
    store.path(DIGEST).write_bytes(b"damaged")
    keep(store, DATA)
    assert store.path(DIGEST).read_bytes() == DATA
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == [f"{DIGEST}.age"]


def test_many_objects_are_listed_sorted(store: FileObjectStore) -> None:
    names = [keep(store, bytes([place])) for place in range(40)]
    (store.root / "ab").mkdir(exist_ok=True)
    (store.root / "ab" / "notes.txt").write_bytes(b"")
    (store.root / "ab" / "short.age").write_bytes(b"")
    assert store.digests() == tuple(sorted(names))
    store.remove(names[0])
    store.remove(names[0])
    assert not store.has(names[0])


def test_a_missing_object_has_its_own_code(store: FileObjectStore) -> None:
    with pytest.raises(StorageError) as refused:
        store.open(DIGEST)
    assert refused.value.code == "vault.object.missing"
    assert refused.value.params == {"digest": DIGEST}


@pytest.mark.parametrize("name", ["", "../" + "a" * 61, "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 65])
def test_only_digests_are_names(store: FileObjectStore, name: str) -> None:
    for act in (store.has, store.open, store.path, store.remove):
        with pytest.raises(ProgramFault):
            act(name)


def test_a_read_only_store_refuses_changes(tmp_path: Path, store: FileObjectStore) -> None:
    keep(store, DATA)
    reader = FileObjectStore(tmp_path, writable=False)
    for act in (reader.writer, lambda: reader.remove(DIGEST)):
        with pytest.raises(StorageError) as refused:
            act()
        assert refused.value.code == "vault.readonly"
    assert reader.has(DIGEST)


def test_the_writer_serves_age_streams(store: FileObjectStore) -> None:
    identity = pyrage.x25519.Identity.generate()
    writer = store.writer()
    pyrage.encrypt_io(io.BytesIO(DATA), writer, [identity.to_public()])
    digest = writer.keep()
    plain = io.BytesIO()
    with store.open(digest) as file:
        pyrage.decrypt_io(file, plain, [identity])
    assert plain.getvalue() == DATA


def test_leftovers_of_a_crash_go_when_the_vault_is_opened(vault: OpenVault) -> None:
    writer = vault.objects.writer()
    writer.write(DATA)
    root = vault.path / "objects"
    assert len(list(root.iterdir())) == 1
    assert isinstance(vault.objects, FileObjectStore)
    vault.objects.sweep()
    assert list(root.iterdir()) == []
    writer.drop()


def test_a_failing_sync_leaves_nothing(store: FileObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(number: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    writer = store.writer()
    writer.write(DATA)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError) as refused:
        writer.keep()
    assert (refused.value.code, refused.value.params["number"]) == ("vault.disk.io", errno.EIO)
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_name_somebody_reads_cannot_be_replaced_on_windows(
    store: FileObjectStore, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if there:
        keep(store, DATA)

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    if there:
        assert keep(store, DATA) == DIGEST
        assert store.path(DIGEST).read_bytes() == DATA
    else:
        with pytest.raises(StorageError) as refused:
            keep(store, DATA)
        assert refused.value.code == "vault.readonly"
    assert list(store.root.glob("*.part")) == []


def test_an_object_that_cannot_be_opened(store: FileObjectStore) -> None:
    store.path(DIGEST).mkdir(parents=True)
    with pytest.raises(StorageError) as refused:
        store.open(DIGEST)
    assert refused.value.code == "vault.disk.io"
    assert not store.has(DIGEST)
