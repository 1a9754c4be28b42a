"""Design §4.1: stock age, tar, ssh-keygen and sha256sum open our files, and we open theirs."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from seal_harness import SUITE, Party, manifest
from vector_writer import EXPERT_1, consent, message

from zgc_review.seal.message import Attachment, build, carry, sealed_bytes
from zgc_review.seal.reading import open_message


def test_stock_tools_open_and_verify_a_sealed_message(
    tmp_path: Path, expert: Party, secretary: Party
) -> None:
    inner = build(manifest("sheet"), (), SUITE, expert.signing_key)
    data = [Attachment("pdf", b"%PDF" * 50_000, "甲.pdf"), carry(inner)]
    built = build(manifest(), data, SUITE, expert.signing_key)
    (tmp_path / "file.zgccons").write_bytes(
        sealed_bytes(built, SUITE, [secretary.recipient], pad_to=5 * 65_536)
    )
    (tmp_path / "key").write_text(secretary.identity + "\n")
    (tmp_path / "signers").write_text(f'expert namespaces="zgc-review-1" {expert.key}\n')
    script = """
        set -eu
        mkdir out
        age -d -i key file.zgccons | tar x -C out
        cd out
        ssh-keygen -Y verify -f ../signers -I expert -n zgc-review-1 -s SHA256SUMS.sig < SHA256SUMS
        sha256sum -c --strict SHA256SUMS
        mkdir inner
        tar x -C inner < data/000002.tar
        cd inner
        ssh-keygen -Y verify -f ../../signers -I expert -n zgc-review-1 -s SHA256SUMS.sig < SHA256SUMS
        sha256sum -c --strict SHA256SUMS
    """
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('Good "zgc-review-1" signature') == 2
    assert done.stdout.count(": OK") == 4
    assert (tmp_path / "out" / "data" / "000001.pdf").read_bytes() == b"%PDF" * 50_000
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "SHA256SUMS",
        "SHA256SUMS.sig",
        "manifest.json",
        "data",
        "inner",
        "pad",
    }


def test_what_stock_age_sealed_from_other_writers_is_opened(tmp_path: Path, secretary: Party) -> None:
    data = [("data/000001.txt", "附议".encode())]
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in message(consent(data), data, key=EXPERT_1.key):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    # The standard library ends on a multiple of 10,240; the sealed form wants 65,536.
    content = target.getvalue()
    (tmp_path / "payload").write_bytes(content + bytes(-len(content) % 65_536))
    sealed = subprocess.run(
        ["age", "-r", secretary.recipient, tmp_path / "payload"], check=True, capture_output=True
    ).stdout
    opened = open_message(io.BytesIO(sealed), SUITE, [secretary.identity])
    assert opened.signer == EXPERT_1.line
    assert opened.document("data/000001.txt") == "附议".encode()
