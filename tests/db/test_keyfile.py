"""The key file: its bytes, its two copies, and what each kind of damage is called."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from db.keyfile import (
    NAMES,
    KdfParameters,
    KeyFile,
    make_wrap,
    parse_key_file,
    read_keys,
    write_keys,
)
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.errors import StorageError

CHEAP = KdfParameters(8 * 1024, 1, 1)
KINDS = ("recovery", "passphrase")
VAULT_ID = "0123456789abcdef" * 2
DATA_KEY = bytes(range(32))


def made() -> KeyFile:
    return KeyFile(
        VAULT_ID,
        (
            make_wrap(VAULT_ID, "passphrase", b"secret one", DATA_KEY, CHEAP),
            make_wrap(VAULT_ID, "recovery", b"r" * 32, DATA_KEY, CHEAP),
        ),
    )


def resealed(value: dict[str, Any]) -> bytes:
    """Return the bytes of a changed key file with a fitting ``check``."""
    rest = {key: item for key, item in value.items() if key != "check"}
    return canonical_bytes({**rest, "check": hashlib.sha256(canonical_bytes(rest)).hexdigest()})


def refusal(data: bytes) -> str:
    with pytest.raises(StorageError) as refused:
        parse_key_file(data, "vault.key")
    return refused.value.code


def test_default_costs_are_those_of_rfc_9106() -> None:
    assert KdfParameters() == KdfParameters(m=65536, t=3, p=4)
    assert KdfParameters().acceptable()


def test_both_secrets_open_the_same_key() -> None:
    key = parse_key_file(made().to_bytes(), "vault.key")
    assert key.open("passphrase", b"secret one") == DATA_KEY
    assert key.open("recovery", b"r" * 32) == DATA_KEY
    assert key.open("passphrase", b"secret two") is None
    assert key.open("recovery", b"secret one") is None


def test_layout_is_that_of_the_design() -> None:
    """Unwraps with nothing but the design page in hand."""
    value = json.loads(made().to_bytes())
    assert sorted(value) == ["check", "format", "vault_id", "wraps"]
    assert value["format"] == "zgc-vault/1"
    rest = {key: item for key, item in value.items() if key != "check"}
    assert value["check"] == hashlib.sha256(canonical_bytes(rest)).hexdigest()
    wrap = value["wraps"][0]
    assert wrap["kdf"] == {"name": "argon2id", "m": 8192, "t": 1, "p": 1}
    kdf = Argon2id(
        salt=bytes.fromhex(wrap["salt"]), length=32, iterations=1, lanes=1, memory_cost=8192
    ).derive(b"secret one")
    associated = canonical_bytes(
        {"format": "zgc-vault/1", "vault_id": VAULT_ID, "kind": "passphrase", "kdf": wrap["kdf"]}
    )
    opened = ChaCha20Poly1305(kdf).decrypt(
        bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["wrapped"]), associated
    )
    assert opened == DATA_KEY


def test_every_flipped_bit_is_damage_not_a_wrong_passphrase() -> None:
    data = made().to_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 8)
        assert refusal(bytes(changed)) == "vault.key.damaged", place


def test_every_cut_is_damage() -> None:
    data = made().to_bytes()
    for length in range(0, len(data), 7):
        assert refusal(data[:length]) == "vault.key.damaged"
    assert refusal(data + b"\n") == "vault.key.damaged"


@pytest.mark.parametrize("wrap", [0, 1])
@pytest.mark.parametrize("name", ["salt", "nonce", "wrapped"])
def test_a_field_changed_together_with_the_check_does_not_open(wrap: int, name: str) -> None:
    value = json.loads(made().to_bytes())
    old = value["wraps"][wrap][name]
    value["wraps"][wrap][name] = ("1" if old[0] == "0" else "0") + old[1:]
    key = parse_key_file(resealed(value), "vault.key")
    secrets = {"passphrase": b"secret one", "recovery": b"r" * 32}
    kind = value["wraps"][wrap]["kind"]
    assert key.open(kind, secrets[kind]) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(vault_id="f" * 32),
        lambda value: value["wraps"][0]["kdf"].update(t=2),
        lambda value: (
            value["wraps"][0].update(kind="recovery") or value["wraps"][1].update(kind="passphrase")
        ),
    ],
    ids=["vault id", "costs", "kinds exchanged"],
)
def test_associated_data_binds_id_kind_and_costs(change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(made().to_bytes())
    change(value)
    key = parse_key_file(resealed(value), "vault.key")
    assert key.open("passphrase", b"secret one") is None
    assert key.open("passphrase", b"r" * 32) is None


@pytest.mark.parametrize(
    "costs",
    [
        (8191, 3, 4),
        (1024 * 1024 + 1, 3, 4),
        (2**40, 3, 4),
        (65536, 0, 4),
        (65536, 11, 4),
        (65536, 3, 0),
        (65536, 3, 17),
        (-1, -1, -1),
    ],
)
def test_absurd_costs_are_refused_before_any_work(costs: tuple[int, int, int]) -> None:
    for wrap in (0, 1):
        value = json.loads(made().to_bytes())
        value["wraps"][wrap]["kdf"].update(zip("mtp", costs, strict=True))
        assert refusal(resealed(value)) == "vault.key.bounds"


@pytest.mark.parametrize("costs", [(8192, 1, 1), (1024 * 1024, 10, 16)])
def test_bounds_themselves_are_accepted(costs: tuple[int, int, int]) -> None:
    value = json.loads(made().to_bytes())
    value["wraps"][0]["kdf"].update(zip("mtp", costs, strict=True))
    assert parse_key_file(resealed(value), "vault.key").wraps[0].kdf == KdfParameters(*costs)


def _hostile() -> list[tuple[str, Callable[[dict[str, Any]], object]]]:
    return [
        ("newer format", lambda value: value.update(format="zgc-vault/2")),
        ("no format", lambda value: value.pop("format")),
        ("extra key", lambda value: value.update(extra=1)),
        ("no wraps", lambda value: value.update(wraps=[])),
        ("one wrap", lambda value: value["wraps"].pop()),
        ("two of a kind", lambda value: value["wraps"].__setitem__(1, copy.deepcopy(value["wraps"][0]))),
        ("other kdf", lambda value: value["wraps"][0]["kdf"].update(name="scrypt")),
        ("extra cost", lambda value: value["wraps"][0]["kdf"].update(x=1)),
        ("cost as text", lambda value: value["wraps"][0]["kdf"].update(m="65536")),
        ("cost as truth value", lambda value: value["wraps"][0]["kdf"].update(t=True)),
        ("short salt", lambda value: value["wraps"][0].update(salt="00")),
        ("capital hex", lambda value: value["wraps"][0].update(nonce="A" * 24)),
        ("line feed", lambda value: value["wraps"][0].update(nonce="0" * 23 + "\n")),
        ("long key", lambda value: value["wraps"][0].update(wrapped="0" * 98)),
        ("vault id", lambda value: value.update(vault_id="../x")),
        ("vault id null", lambda value: value.update(vault_id=None)),
    ]


@pytest.mark.parametrize(("name", "change"), _hostile(), ids=[name for name, _ in _hostile()])
def test_hostile_content_with_a_fitting_check(name: str, change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(made().to_bytes())
    change(value)
    assert refusal(resealed(value)) == "vault.key.format"


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"[" * 10_000, b'{"check":1}', b"\x00" * 500])
def test_hostile_bytes(data: bytes) -> None:
    assert refusal(data) == "vault.key.damaged"


def test_two_equal_copies_are_written(tmp_path: Path) -> None:
    write_keys(tmp_path, made())
    first, second = (tmp_path / name for name in NAMES)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == list(NAMES)
    assert read_keys(tmp_path).stale == ()


@pytest.mark.parametrize(("broken", "whole"), [NAMES, NAMES[::-1]])
@pytest.mark.parametrize("how", ["flip", "missing", "empty", "folder"])
def test_one_broken_copy_is_named(tmp_path: Path, broken: str, whole: str, how: str) -> None:
    key = made()
    write_keys(tmp_path, key)
    path = tmp_path / broken
    data = path.read_bytes()
    path.unlink()
    if how == "flip":
        path.write_bytes(data.replace(b"argon2id", b"argon2ie", 1))
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "folder":
        path.mkdir()
    copies = read_keys(tmp_path)
    assert copies.key.to_bytes() == (tmp_path / whole).read_bytes()
    assert copies.stale == (broken,)


def test_an_older_second_copy_is_stale(tmp_path: Path) -> None:
    write_keys(tmp_path, made(), (NAMES[1],))
    write_keys(tmp_path, made(), (NAMES[0],))
    copies = read_keys(tmp_path)
    assert copies.stale == (NAMES[1],)
    assert copies.key.to_bytes() == (tmp_path / NAMES[0]).read_bytes()


def test_no_whole_copy(tmp_path: Path) -> None:
    write_keys(tmp_path, made())
    for name in NAMES:
        (tmp_path / name).write_bytes(b"noise")
    with pytest.raises(StorageError) as refused:
        read_keys(tmp_path)
    assert refused.value.code == "vault.key.damaged"


@pytest.mark.parametrize("where", ["empty", "nowhere", "file"])
def test_no_vault_at_all(tmp_path: Path, where: str) -> None:
    path = tmp_path / "x.zgcvault"
    if where == "empty":
        path.mkdir()
    elif where == "file":
        path.write_bytes(b"")
    with pytest.raises(StorageError) as refused:
        read_keys(path)
    assert refused.value.code == "vault.missing"
    assert refused.value.params == {"name": "x.zgcvault"}
