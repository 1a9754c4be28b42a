"""A letter and a score file of a real round, opened with nothing but stock tools (design §4.1)."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

from zgc_review.seal.reading import open_message
from zgc_review.services import post


def stock_open(sealed: Path, identity: str, key: str, folder: Path) -> dict[str, Any]:
    """Open with age and tar, verify with ssh-keygen and sha256sum; return the manifest."""
    folder.mkdir()
    secret = folder.parent / f"{folder.name}.key"
    secret.write_text(identity + "\n")
    plain = subprocess.run(
        ["age", "-d", "-i", str(secret), str(sealed)], capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "x"], input=plain, cwd=folder, check=True)
    signers = folder.parent / f"{folder.name}.signers"
    signers.write_text(f'sender namespaces="zgc-review-1" {key}\n')
    with (folder / "SHA256SUMS").open("rb") as sums:
        command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "sender", "-n", "zgc-review-1"]
        said = subprocess.run(
            [*command, "-s", "SHA256SUMS.sig"], stdin=sums, cwd=folder, capture_output=True, check=True
        )
    assert b"Good" in said.stdout
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return manifest


def test_stock_tools_open_a_letter_and_a_score_file(world: Any, tmp_path: Path) -> None:
    world.define()
    world.seat()
    package = world.pack()
    expert, secretary = world.experts[1], world.secretary
    unpacked = tmp_path / "package"
    unpacked.mkdir()
    subprocess.run(["tar", "xf", str(package)], cwd=unpacked, check=True)
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=True)
    secret = tmp_path / "expert.key"
    secret.write_text(expert.card.age_secret + "\n")
    letters = [
        path
        for path in sorted((unpacked / "letters").iterdir())
        if subprocess.run(
            ["age", "-d", "-i", str(secret), "-o", "/dev/null", str(path)], capture_output=True, check=False
        ).returncode
        == 0
    ]
    assert len(letters) == 1, "exactly one letter opens with this expert's key"
    letter = stock_open(letters[0], expert.card.age_secret, secretary.card.key, tmp_path / "letter")
    assert letter["kind"] == "assignment"
    document = letter["body"]["applications"][0]["documents"][0]
    key = tmp_path / "application.key"
    key.write_text(letter["body"]["applications"][0]["identity"] + "\n")
    source = unpacked / "objects" / f"{document['object']}.age"
    opened = subprocess.run(
        ["age", "-d", "-i", str(key), str(source)], capture_output=True, check=True
    ).stdout
    assert len(opened) == document["size"]

    world.open(expert, package)
    world.score(expert, lambda n: [70 + n] * 5)
    scores = next(path for path in world.give_back(expert) if path.suffix == ".zgcscore")
    returned = stock_open(scores, secretary.card.age_secret, expert.card.key, tmp_path / "scores")
    assert returned["kind"] == "scores"
    inner = tmp_path / "sheet"
    inner.mkdir()
    subprocess.run(["tar", "xf", str(tmp_path / "scores" / "data" / "000001.tar")], cwd=inner, check=True)
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=inner, check=True)


def test_our_reader_opens_what_stock_age_sealed(world: Any, tmp_path: Path) -> None:
    world.define()
    secretary = world.secretary
    with secretary.desk.vault.begin() as uow:
        row = uow.messages.find(secretary.round.round_id, "round")[0]
    opened = post.opened_row(secretary.desk, row)
    padded = row.payload[:-1024]
    padded += bytes(-(len(padded) + 1024) % 65536 + 1024)
    sealed = subprocess.run(
        ["age", "-r", secretary.card.recipient], input=padded, capture_output=True, check=True
    ).stdout
    again = open_message(io.BytesIO(sealed), secretary.desk.suite, [secretary.card.age_secret])
    assert again.id == opened.id
