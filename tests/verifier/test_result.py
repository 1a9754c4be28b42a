"""Whole results: accepted as they are, and every tamper refused with the right item named."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def world(tools: Tools) -> World:
    return tools.example()


# -- what is in order


def test_rules_s7_example_is_verified_against_a_hand_made_aggregate(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    folder = world.write(tmp_path / "r")
    for version in (1, 2):
        status, said = tools.run(folder, capsys, "--round-code", world.code(version))
        assert status == 0
        assert said["steps"][-1] == {"step": "code", "version": version, "ok": True}
    status, said = tools.run(folder, capsys)
    assert status == 3
    assert [step["step"] for step in said["steps"]] == list(tools.module.STEPS)[:-1]
    assert said["refused"] is None


def test_log_head_and_round_code_are_compared(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    folder = world.write(tmp_path / "r")
    head = tools.run(folder, capsys)[1]["steps"][6]["head"]
    assert tools.run(folder, capsys, "--log-head", head)[0] == 3
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else "-" for c in world.code(1))
    assert tools.run(folder, capsys, "--log-head", head.replace(" ", ""), "--round-code", wide)[0] == 0
    status, said = tools.run(folder, capsys, "--log-head", world.code(1))
    assert (status, said["refused"]["why"]) == (1, "log.paper")
    status, said = tools.run(folder, capsys, "--round-code", head)
    assert (status, said["refused"]["why"], said["refused"]["step"]) == (1, "code", "code")


@pytest.mark.parametrize(
    "options", [["--round-code", "123"], ["--log-head", "a" * 30], ["--lang", "de"], ["x", "y"]]
)
def test_wrong_usage_is_status_2(tools: Tools, world: World, tmp_path: Path, options: list[str]) -> None:
    folder = world.write(tmp_path / "r")
    with pytest.raises(SystemExit) as leaving:
        tools.module.main([str(folder), *options])
    assert leaving.value.code == 2


def test_no_such_folder_is_status_2(tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as leaving:
        tools.module.main([str(tmp_path / "nothing")])
    assert leaving.value.code == 2


def test_sealed_and_carried_tar_are_accepted(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "payload.tar"
    for entries, multiple in ((world.entries(), 0), ([*world.entries(), ("pad", bytes(70_000))], 65_536)):
        path.write_bytes(tools.ustar(entries, multiple))
        assert tools.run(path, capsys, "--round-code", world.code(1))[0] == 0


def test_the_documented_steps_run_as_they_stand(tools: Tools, world: World, tmp_path: Path) -> None:
    """The commands of docs/verifying.md: age, tar, ssh-keygen, sha256sum, root of the log, verifier."""
    document = (tools.program.parents[2] / "docs" / "verifying.md").read_text("utf-8")
    script = document.split("<!-- run by tests/verifier/test_result.py -->\n```sh\n")[1].split("```")[0]
    payload, key = tmp_path / "payload.tar", tmp_path / "identity.txt"
    payload.write_bytes(tools.ustar([*world.entries(), ("pad", bytes(9))], 65_536))
    subprocess.run(["age-keygen", "-o", str(key)], check=True, capture_output=True)
    recipient = key.read_text().split("public key: ")[1].split("\n")[0]
    command = ["age", "-r", recipient, "-o", str(tmp_path / "round.zgcresult"), str(payload)]
    subprocess.run(command, check=True)
    (tmp_path / "zgc_verify.py").write_bytes(tools.program.read_bytes())
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    assert 'Good "zgc-review-1" signature for secretary' in said
    assert "9 ✓ 轮次码：与第 1 版相符" in said
    assert (tmp_path / "roundcode.txt").read_text().strip() == world.code(1)


def test_the_documented_steps_find_damage(tools: Tools, world: World, tmp_path: Path) -> None:
    """The same check by hand: a changed file fails sha256sum, a changed list fails ssh-keygen."""
    folder = world.write(tmp_path / "opened")
    signers = tmp_path / "signers"
    signers.write_text(f'secretary namespaces="zgc-review-1" {world.secretary.entry()["key"]}\n')
    flip("data/000017.pdf")(folder)
    command = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "secretary", "-n", "zgc-review-1"]
    sums = (folder / "SHA256SUMS").read_bytes()
    for data, good in ((sums, True), (sums.replace(b"0", b"1", 1), False)):
        done = subprocess.run(
            [*command, "-s", "SHA256SUMS.sig"], cwd=folder, input=data, capture_output=True, check=False
        )
        assert (done.returncode == 0) is good


def test_both_languages_say_the_same_steps(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    folder = world.write(tmp_path / "r")
    for language, verdict in (
        ("zh_CN", "结论：文件自身一致"),
        ("en", "Verdict: the file agrees with itself"),
    ):
        assert tools.module.main([str(folder), "--lang", language]) == 3
        lines = capsys.readouterr().out.split("\n")
        assert [line[:3] for line in lines if "✓" in line] == [f"{n} ✓" for n in range(1, 9)]
        assert lines[-2].startswith(verdict)
    (folder / "data" / "x\x1b[31m").write_bytes(b"")
    assert tools.module.main([str(folder), "--lang", "en"]) == 1
    assert "1 ✗ Failed: data/x?[31m: is not in the list" in capsys.readouterr().out


def test_every_reason_has_two_languages_and_is_used(tools: Tools) -> None:
    source = tools.program.read_text("utf-8")
    for texts in (tools.module.WHY, tools.module.STEPS, tools.module.NOTES):
        for key, text in texts.items():
            assert len(text.split("|")) == 2, key
    for key in tools.module.WHY:
        assert source.count(f'"{key}"') >= 2, key


def test_another_verifier_than_the_named_one_is_mentioned(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    assert tools.run(world.write(tmp_path / "a"), capsys)[1]["notes"][0]["note"] == "no_paper"
    other = tools.World(verifier_digest="")
    other.settings["verifier_digest"] = "0" * 64
    other.start()
    other.aggregate = tools.recount(other, tmp_path / "b")
    status, said = tools.run(other.write(tmp_path / "c"), capsys)
    assert status == 3
    assert {"note": "other"} in said["notes"]


# -- damage to the bytes of a folder


def flip(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / name).write_bytes(data)

    return change


def link(folder: Path) -> None:
    (folder / "data/000017.pdf").unlink()
    (folder / "data/000017.pdf").symlink_to(folder / "manifest.json")


def link_folder(folder: Path) -> None:
    (folder / "data").rename(folder.parent / "elsewhere")
    (folder / "data").symlink_to(folder.parent / "elsewhere")


DAMAGES: list[tuple[Callable[[Path], Any], str, str]] = [
    (flip("manifest.json"), "manifest.json", "entry.digest"),
    (flip("data/000003.tar"), "data/000003.tar", "entry.digest"),
    (flip("data/000017.pdf"), "data/000017.pdf", "entry.digest"),
    (flip("SHA256SUMS.sig"), "SHA256SUMS.sig", "signature"),
    (lambda f: (f / "data/000002.tar").unlink(), "data/000002.tar", "missing"),
    (lambda f: (f / "SHA256SUMS").unlink(), "SHA256SUMS", "missing"),
    (lambda f: (f / "SHA256SUMS.sig").unlink(), "SHA256SUMS.sig", "missing"),
    (lambda f: (f / "manifest.json").unlink(), "manifest.json", "missing"),
    (lambda f: (f / "data/000099.json").write_bytes(b"{}"), "data/000099.json", "extra"),
    (lambda f: (f / "README").write_bytes(b""), "README", "extra"),
    (lambda f: (f / "data/more").mkdir(), "data/more", "entry.type"),
    (lambda f: (f / "other").mkdir(), "other", "entry.type"),
    (lambda f: os.mkfifo(f / "data/000099.tar"), "data/000099.tar", "entry.type"),
    (link, "data/000017.pdf", "entry.type"),
    (link_folder, "data", "entry.type"),
    (lambda f: (f / "pad").write_bytes(b"\0\0\1"), "pad", "pad"),
    (lambda f: (f / "pad").write_bytes(b""), "pad", "limit"),
    (lambda f: (f / "SHA256SUMS").write_bytes(b""), "SHA256SUMS", "sums.form"),
    (lambda f: (f / "SHA256SUMS").write_bytes(b"x" * (9 << 20)), "SHA256SUMS", "limit"),
    (lambda f: (f / "SHA256SUMS").write_bytes(b"\n" * 100_002), "SHA256SUMS", "limit"),
    (
        lambda f: (f / "SHA256SUMS").write_bytes((f / "SHA256SUMS").read_bytes()[:-1]),
        "SHA256SUMS",
        "sums.form",
    ),
    (
        lambda f: (f / "SHA256SUMS").write_bytes((f / "SHA256SUMS").read_bytes() * 2),
        "SHA256SUMS",
        "sums.form",
    ),
    (
        lambda f: (f / "SHA256SUMS").write_bytes((f / "SHA256SUMS").read_bytes().replace(b"  ", b" *")),
        "SHA256SUMS",
        "sums.form",
    ),
    (
        lambda f: (f / "SHA256SUMS").write_bytes((f / "SHA256SUMS").read_bytes().replace(b"data/", b"../x/")),
        "SHA256SUMS",
        "sums.form",
    ),
]


@pytest.mark.parametrize(("damage", "item", "why"), DAMAGES)
def test_damage_is_refused_and_named(
    tools: Tools,
    world: World,
    tmp_path: Path,
    capsys: Capture,
    damage: Callable[[Path], Any],
    item: str,
    why: str,
) -> None:
    folder = world.write(tmp_path / "r")
    damage(folder)
    status, said = tools.run(folder, capsys, "--round-code", world.code(1))
    assert status == 1
    assert said["refused"]["item"] == item
    assert said["refused"]["why"].startswith(why)


def test_a_swap_with_corrected_list_breaks_the_signature(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    folder = world.write(tmp_path / "r")
    (folder / "data/000017.pdf").write_bytes(b"%PDF-1.8")
    sums = (folder / "SHA256SUMS").read_text().split("\n")
    sums[17] = f"{tools.sha(b'%PDF-1.8')}  data/000017.pdf"
    (folder / "SHA256SUMS").write_text("\n".join(sums))
    said = tools.run(folder, capsys)[1]["refused"]
    assert (said["item"], said["why"], said["step"]) == ("SHA256SUMS.sig", "signature.wrong", "signature")


def test_one_flipped_bit_anywhere_is_refused(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    """S1 in small: flips spread over every file of the folder."""
    folder = world.write(tmp_path / "r")
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        good = path.read_bytes()
        for place in range(0, len(good), max(1, len(good) // 4)):
            path.write_bytes(good[:place] + bytes([good[place] ^ 1 << place % 8]) + good[place + 1 :])
            assert tools.run(folder, capsys, "--round-code", world.code(1))[0] == 1
        path.write_bytes(good)
    assert tools.run(folder, capsys)[0] == 3


def test_tar_with_any_other_spelling_is_refused(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    """F-TAR-02 to F-TAR-06: flips in headers and filling, wrong lengths, more after the end, wrong order."""
    good = tools.ustar(world.entries(), 65_536)
    path = tmp_path / "p.tar"
    bad = [good[:offset] + bytes([good[offset] ^ 1]) + good[offset + 1 :] for offset in range(0, 512, 37)]
    first = 512 + len(world.entries()[0][1])
    bad.append(good[:first] + b"x" + good[first + 1 :])
    bad += [good[:place] for place in (0, 100, 512, len(good) // 2, len(good) - 1024, len(good) - 1)]
    bad += [good + bytes(512), good + bytes(65_536), good[:-1] + b"x"]
    entries = world.entries()
    bad.append(tools.ustar([*entries[:3], *reversed(entries[3:])], 65_536))
    bad.append(tools.ustar([*entries, entries[-1]], 65_536))
    bad.append(tools.ustar([*entries, ("pad", bytes(3)), ("pad", bytes(3))], 65_536))
    bad.append(tools.ustar([("pad", bytes(3)), *entries], 65_536))
    bad.append(tools.ustar([*entries, ("../x", b"")], 65_536))
    for data in bad:
        path.write_bytes(data)
        assert tools.run(path, capsys)[0] == 1
