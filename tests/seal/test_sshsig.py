from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, Party, refusal
from vector_writer import signature

from zgc_review.seal import sshsig

SECRET = bytes(range(32))


def key_file(folder: Path, secret: bytes) -> Path:
    path = folder / "key"
    private = Ed25519PrivateKey.from_private_bytes(secret).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    path.write_bytes(private)
    path.chmod(0o600)
    return path


def test_f_sig_01_bytes_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    data = tmp_path / "SHA256SUMS"
    data.write_bytes("摘要\n".encode())
    key = key_file(tmp_path, SECRET)
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "zgc-review-1", data],
        check=True,
        capture_output=True,
    )
    assert data.with_name("SHA256SUMS.sig").read_bytes() == sshsig.sign(SECRET, data.read_bytes())
    public = subprocess.run(["ssh-keygen", "-y", "-f", key], check=True, capture_output=True, text=True)
    assert public.stdout.split()[:2] == sshsig.public_line(SECRET).split()


def test_signatures_of_the_second_writer_are_accepted_and_equal() -> None:
    theirs = signature(Ed25519PrivateKey.from_private_bytes(SECRET), b"data")
    assert theirs == sshsig.sign(SECRET, b"data")
    assert sshsig.signer_of(b"data", theirs, part="s") == sshsig.public_line(SECRET)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 255))
def test_every_changed_byte_is_refused(place: int, change: int) -> None:
    armored = bytearray(sshsig.sign(SECRET, b"data"))
    armored[place % len(armored)] ^= change
    fault = refusal(lambda: sshsig.signer_of(b"data", bytes(armored), part="s"))
    assert fault.code.startswith("seal.signature.")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_hostile_blobs_are_refused(blob: bytes) -> None:
    text = base64.b64encode(b"SSHSIG\x00\x00\x00\x01" + blob).decode()
    armored = f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n".encode()
    assert refusal(lambda: sshsig.signer_of(b"", armored, part="s")).code.startswith("seal.signature.")


def test_f_sui_02_suite_signs_and_verifies(expert: Party, secretary: Party) -> None:
    signed = SUITE.sign(expert.signing_key, b"x")
    SUITE.verify(expert.key, b"x", signed, part="s")
    assert (
        refusal(lambda: SUITE.verify(secretary.key, b"x", signed, part="s")).code == "seal.signature.signer"
    )
    assert refusal(lambda: SUITE.verify(expert.key, b"y", signed, part="s")).code == "seal.signature.wrong"


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line + " me",
        lambda line: line + "\n",
        lambda line: line.replace(" ", "  "),
        lambda line: line.replace("ssh-ed25519", "ssh-rsa"),
        lambda line: line[:-4],
        lambda line: line + "AAAA",
        lambda line: line + "!",
        lambda _line: "",
        lambda _line: "ssh-ed25519 é",
    ],
)
def test_f_sui_03_public_key_lines_have_one_spelling(expert: Party, change: Callable[[str], str]) -> None:
    SUITE.check_public_key(expert.key)
    assert refusal(lambda: SUITE.check_public_key(change(expert.key))).code == "seal.key.public"
