"""Ed25519, SSHSIG, canonical JSON and the tree hash of the verifier, against vectors and other libraries."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    Tools = Any

# RFC 8032 §7.1: secret key, public key, message, signature
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
         "d25bf5f0595bbe24655141438e7a100b"),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
         "387b2eaeb4302aeeb00d291612bb0c00"),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        ("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
         "4a7c15e9716ed28dc027beceea1ec40a"),
    ),
]  # fmt: skip
L = 2**252 + 27742317777372353535851937790883648493
P = 2**255 - 19
# The eight points of small order as 32 bytes little-endian, and spellings of them that are not canonical.
SMALL = [
    0,
    1,
    P - 1,
    2707385501144840649318225287225658788936804267575313519463743609750303021822,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
    2**255,
    2**255 + P - 1,
    2**255 + 2707385501144840649318225287225658788936804267575313519463743609750303021822,
    2**255 + 55188659117513257062467267217118295137698188065244968500265048394206261417927,
]


def raw(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_rfc8032_vectors_hold(tools: Tools, secret: str, public: str, message: str, signature: str) -> None:
    assert raw(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))).hex() == public
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert tools.module.ed25519_holds(key, text, signed)
    assert not tools.module.ed25519_holds(key, text + b"x", signed)


def test_rfc8032_vector_of_1023_bytes_by_digest(tools: Tools) -> None:
    """The SHA(abc) vector of RFC 8032 §7.1: its message is SHA-512 of abc."""
    key = bytes.fromhex("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
    signature = bytes.fromhex(
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704"
    )
    assert tools.module.ed25519_holds(key, hashlib.sha512(b"abc").digest(), signature)


@settings(max_examples=40, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), flip=st.integers(0, 511))
def test_agrees_with_another_library_and_finds_every_flip(
    tools: Tools, seed: bytes, message: bytes, flip: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    signature = private.sign(message)
    assert tools.module.ed25519_holds(raw(private), message, signature)
    changed = bytearray(signature)
    changed[flip // 8] ^= 1 << flip % 8
    assert not tools.module.ed25519_holds(raw(private), message, bytes(changed))


def test_s_plus_l_is_refused(tools: Tools) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    signature = private.sign(b"m")
    s = int.from_bytes(signature[32:], "little")
    twin = signature[:32] + (s + L).to_bytes(32, "little")
    assert tools.module.ed25519_holds(raw(private), b"m", signature)
    assert not tools.module.ed25519_holds(raw(private), b"m", twin)


@pytest.mark.parametrize("value", SMALL)
def test_keys_of_small_order_are_refused(tools: Tools, value: int) -> None:
    """Under such a key R = identity, s = 0 would hold for a share of all messages."""
    key = value.to_bytes(32, "little")
    point = tools.module.decode_point(key)
    if point:  # on the curve: eight times it is the identity
        eight = tools.module.double(tools.module.double(tools.module.double(point)))
        assert eight[0] == 0
        assert (eight[1] - eight[2]) % P == 0
    for message in (b"", b"1", b"2", b"3", b"4", b"5", b"6", b"7"):
        assert not tools.module.ed25519_holds(key, message, (1).to_bytes(32, "little") + bytes(32))


def test_at_least_five_of_the_small_ones_are_points(tools: Tools) -> None:
    points = [tools.module.decode_point(value.to_bytes(32, "little")) for value in SMALL]
    assert sum(point is not None for point in points) >= 5


@pytest.mark.parametrize("y", [P, P + 1, P + 3, 2**255 - 1])
def test_points_that_are_not_canonical_are_refused(tools: Tools, y: int) -> None:
    assert tools.module.decode_point(y.to_bytes(32, "little")) is None
    assert tools.module.decode_point((y | 1 << 255).to_bytes(32, "little")) is None


def test_r_that_is_not_canonical_is_refused(tools: Tools) -> None:
    """R = identity written as y = p + 1; s and the key are made to fit, only the spelling is wrong."""
    module = tools.module
    a = 12345
    key_point = module.ZERO_POINT
    for bit in bin(a)[2:]:
        key_point = module.double(key_point)
        if bit == "1":
            key_point = module.add(key_point, module.BASE[1])
    key = module.encode_point(key_point)
    for spelling, holds in (((1).to_bytes(32, "little"), True), ((P + 1).to_bytes(32, "little"), False)):
        k = int.from_bytes(hashlib.sha512(spelling + key + b"m").digest(), "little") % L
        signature = spelling + (k * a % L).to_bytes(32, "little")
        assert module.ed25519_holds(key, b"m", signature) is holds


@pytest.mark.parametrize(
    ("key", "signature"), [(b"", bytes(64)), (bytes(31), bytes(64)), (bytes(32), bytes(63))]
)
def test_wrong_lengths_are_refused(tools: Tools, key: bytes, signature: bytes) -> None:
    assert not tools.module.ed25519_holds(key, b"m", signature)


# -- SSHSIG


def test_signature_made_by_ssh_keygen_holds(tools: Tools, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    sums = tmp_path / "SHA256SUMS"
    sums.write_bytes(b"0" * 64 + b"  manifest.json\n")
    for namespace, fits in (("zgc-review-1", True), ("file", False)):
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace, str(sums)]
        subprocess.run(command, check=True, capture_output=True)
        armored = (tmp_path / "SHA256SUMS.sig").read_bytes()
        (tmp_path / "SHA256SUMS.sig").unlink()
        if fits:
            public, signature = tools.module.ssh_signature(armored, "x")
            assert tools.module.signed_by(public, signature, sums.read_bytes())
            assert not tools.module.signed_by(public, signature, b"other")
        else:
            with pytest.raises(tools.module.Refused) as refusal:
                tools.module.ssh_signature(armored, "x")
            assert refusal.value.why == "signature.form"


def test_sshsig_has_one_spelling(tools: Tools) -> None:
    """F-SIG-01, F-SIG-02: other line breaks, other ends, other base64 of the same bytes are refused."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    good = tools.sshsig(private, b"data")
    assert tools.module.signed_by(*tools.module.ssh_signature(good, "x"), b"data")
    lines = good.decode().split("\n")
    text = "".join(lines[1:-2])
    bad = [
        good[:-1],
        good + b"\n",
        b"\n" + good,
        good.replace(b"\n", b"\r\n"),
        f"{lines[0]}\n{text}\n{lines[-2]}\n".encode(),
        good.replace(b"BEGIN SSH", b"BEGIN  SSH"),
        tools.sshsig(private, b"data", "zgc-review-2"),
        b"",
        b"x",
        good[:100],
        good.replace(b"\n", b"", 3),
        "文".encode() * 50,
    ]
    for armored in bad:
        with pytest.raises(tools.module.Refused):
            tools.module.ssh_signature(armored, "x")


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_sshsig_with_any_changed_byte_is_refused(tools: Tools, place: int, change: int) -> None:
    armored = bytearray(tools.sshsig(Ed25519PrivateKey.from_private_bytes(bytes(32)), b"data"))
    armored[place % len(armored)] ^= change
    try:
        key, signature = tools.module.ssh_signature(bytes(armored), "x")
    except tools.module.Refused:
        return
    assert not tools.module.signed_by(key, signature, b"data")


# -- canonical JSON

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(value=VALUES)
def test_canonical_json_equals_the_rfc8785_library(tools: Tools, value: Any) -> None:
    data = tools.module.canonical_bytes(value)
    assert data == rfc8785.dumps(value)
    assert tools.module.parse(data, "x") == value


def test_keys_are_sorted_by_utf16_units(tools: Tools) -> None:
    """RFC 8785 §3.2.3: the pair D83D DE00 stands before FB33, though its code point is higher."""
    value = {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4, "1": 5, "\u0080": 6, "\u00f6": 7}
    data = tools.module.canonical_bytes(value)
    assert data.decode() == '{"\\r":4,"1":5,"\u0080":6,"\u00f6":7,"\u20ac":3,"\U0001f600":2,"\ufb33":1}'
    assert data == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{ "a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"",
        b"{",
        b"{}\n",
        b"[1,]",
        b"1" * 100_000,
        b"[" * 17 + b"]" * 17,
        b"[" * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 100_000,
        b'"' + b"\\u0001" * 3 + b"\\u001F" + b'"',
    ],
)
def test_every_other_spelling_is_refused(tools: Tools, data: bytes) -> None:
    with pytest.raises(tools.module.Refused) as refusal:
        tools.module.parse(data, "x")
    assert refusal.value.why.startswith("json")


def test_sixteen_levels_are_read_seventeen_not(tools: Tools) -> None:
    assert tools.module.parse(b"[" * 16 + b"]" * 16, "x") == json.loads("[" * 16 + "]" * 16)
    with pytest.raises(tools.module.Refused) as refusal:
        tools.module.parse(b"[" * 17 + b"]" * 17, "x")
    assert refusal.value.why == "json.depth"


# -- tree hash and digits

# Leaves and roots of Certificate Transparency's own tests of RFC 6962.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_rfc6962_known_roots(tools: Tools) -> None:
    tree = tools.module.Tree()
    assert tree.root() == ROOTS[0]
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        tree.append(bytes.fromhex(leaf))
        assert tree.root() == root


@settings(max_examples=50, deadline=None)
@given(leaves=st.lists(st.binary(max_size=3), max_size=40))
def test_tree_equals_its_recursive_definition(tools: Tools, leaves: list[bytes]) -> None:
    tree = tools.module.Tree()
    for leaf in leaves:
        tree.append(leaf)
    assert tree.root() == tools.tree_root(leaves).hex()


def test_digits_of_a_digest(tools: Tools) -> None:
    """F-DIG-01: five bytes big-endian modulo 100,000, six times."""
    assert tools.module.digits("00000186a1" + "ff" * 5 + "00" * 22) == "00001 27775 00000 00000 00000 00000"
    typed = "０００01-27775 00000　00000 00000 00000"
    assert tools.module.typed_digits(typed) == "00001 27775 00000 00000 00000 00000"


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(5, 2, 3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (0, 7, 0)]
)
def test_half_up(tools: Tools, numerator: int, denominator: int, rounded: int) -> None:
    assert tools.module.half_up(numerator, denominator) == rounded
