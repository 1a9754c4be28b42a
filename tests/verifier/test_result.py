"""Whole results: accepted as they are, and every tamper refused with the right item named."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
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


def test_stock_tools_agree(tools: Tools, world: World, tmp_path: Path, capsys: Capture) -> None:
    """The steps of docs/verifying.md: age, tar, ssh-keygen, sha256sum, then this program on what they left."""
    payload, sealed, key, folder = (tmp_path / name for name in ("p.tar", "R.zgcresult", "key.txt", "opened"))
    payload.write_bytes(tools.ustar([*world.entries(), ("pad", bytes(9))], 65_536))
    subprocess.run(["age-keygen", "-o", str(key)], check=True, capture_output=True)
    recipient = key.read_text().split("public key: ")[1].split("\n")[0]
    subprocess.run(["age", "-r", recipient, "-o", str(sealed), str(payload)], check=True)
    folder.mkdir()
    opened = subprocess.run(
        ["age", "-d", "-i", str(key), str(sealed)], check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "x"], cwd=folder, input=opened, check=True)
    signers = tmp_path / "signers"
    signers.write_text(f'secretary namespaces="zgc-review-1" {world.secretary.entry()["key"]}\n')
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "secretary", "-n", "zgc-review-1"]
    sums = (folder / "SHA256SUMS").read_bytes()
    subprocess.run(
        [*command, "-s", "SHA256SUMS.sig"], cwd=folder, input=sums, check=True, capture_output=True
    )
    subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
    assert tools.run(folder, capsys, "--round-code", world.code(2))[0] == 0


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


# -- runs anywhere


def test_source_is_python_3_8(tools: Tools) -> None:
    source = tools.program.read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    newer = {
        "removeprefix", "removesuffix", "bit_count", "is_relative_to", "with_stem", "readlink", "hardlink_to",
        "randbytes", "cache", "pairwise", "batched", "file_digest", "walk", "UTC", "TypeAlias", "StrEnum", "lcm",
        "nextafter", "unparse", "zoneinfo", "tomllib", "graphlib", "fromisoformat", "as_file", "strict",
    }  # fmt: skip
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {
        word.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg
    }
    used |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert not used & newer
    modules = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in modules} <= sys.stdlib_module_names
    assert not modules & {"zgc_review", "socket", "subprocess", "urllib", "pickle", "ctypes", "importlib"}


def test_annotations_are_never_evaluated(tools: Tools) -> None:
    """list[int] and X | None stand in annotations only: elsewhere Python 3.8 would stumble over them."""
    tree = ast.parse(tools.program.read_text("utf-8"))
    inside: set[int] = set()
    for node in ast.walk(tree):
        marks = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            marks += node.body
        inside |= {id(inner) for mark in marks if mark for inner in ast.walk(mark)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and id(node) not in inside:
            assert getattr(node.value, "id", "") not in {"list", "dict", "tuple", "set", "type", "Iterator"}
    assert "annotations" in [a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names]


def test_runs_isolated_without_site_packages(tools: Tools, world: World, tmp_path: Path) -> None:
    folder = world.write(tmp_path / "r")
    command = [
        sys.executable,
        "-I",
        "-S",
        str(tools.program),
        str(folder),
        "--json",
        "--round-code",
        world.code(1),
    ]
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=False, env=clean, cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["status"], done.stderr) == (0, 0, b"")


def test_a_console_without_chinese_does_not_stop_it(tools: Tools, world: World, tmp_path: Path) -> None:
    folder = world.write(tmp_path / "r")
    command = [sys.executable, "-I", "-S", str(tools.program), str(folder)]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command[1:3] = ["-S"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (3, b"")


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
    assert (said["item"], said["why"]) == ("SHA256SUMS.sig", "signature.wrong")


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


# -- what a secretary could sign


def refused(tools: Tools, world: World, folder: Path, capsys: Capture, **change: Any) -> tuple[str, str]:
    status, said = tools.run(world.write(folder, **change), capsys, "--round-code", world.code(1))
    assert status == 1
    return said["refused"]["item"], said["refused"]["why"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "zgc/2"}, "format"),
        ({"suite": "gm-1"}, "suite"),
        ({"kind": "names"}, "kind"),
        ({"kind": "sheet"}, "shape"),
        ({"round": "cd" * 16}, "round"),
        ({"seq": 0}, "shape"),
        ({"seq": 1, "prev": "0" * 64}, "shape"),
        ({"slot": "x"}, "shape"),
        ({"time": "2026-02-30T00:00:00+08:00"}, "shape"),
        ({"time": "2026-02-20T00:00:00+00:00"}, "shape"),
        ({"to": ["1" * 64, "0" * 64]}, "shape"),
        ({"more": 1}, "keys"),
        ({"files": []}, "shape"),
        ({"body": {"more": 1}}, "keys"),
        ({"body": {"schema": 2}}, "shape"),
        ({"body": {"log": {"root": "0" * 64, "size": 6}}}, "log.root"),
        ({"body": {"log": {"root": "0" * 64, "size": 7}}}, "log.size"),
        ({"body": {"parts": []}}, "parts.once"),
        ({"round_version": "0" * 64}, "version.last"),
        ({"round_version": None}, "version.last"),
        ({"sender": "0" * 64}, "signer.role"),
    ],
)
def test_a_manifest_that_breaks_a_rule(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, change: dict[str, Any], why: str
) -> None:
    assert refused(tools, world, tmp_path / "r", capsys, **change)[1] == why


def test_only_the_secretary_in_force_seals(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    chair, outsider = world.experts[0], tools.Person("外人", "expert")
    assert refused(tools, world, tmp_path / "a", capsys, signer=chair) == ("SHA256SUMS.sig", "signer.key")
    assert refused(tools, world, tmp_path / "b", capsys, signer=outsider) == ("SHA256SUMS.sig", "signer.key")
    assert refused(tools, world, tmp_path / "c", capsys, signer=chair, sender=chair.card)[1] == "signer.role"


def drop(role: str, number: int) -> Callable[[list[Any]], list[Any]]:
    """Leave out the part of this role and number."""

    def change(parts: list[Any]) -> list[Any]:
        mine = [part for part in parts if part[0] == role]
        return [part for part in parts if part is not mine[number]]

    return change


@pytest.mark.parametrize(
    ("role", "number", "why"),
    [
        ("round", 0, "chain.version"),
        ("round", 1, "version.last"),
        ("sheet", 0, "sheet.missing|log.counted"),
        ("sheet", 4, "sheet.missing|log.counted"),
        ("catalogue", 0, "parts.once"),
        ("applications", 0, "parts.once"),
        ("recusals", 0, "parts.once"),
        ("aggregate", 0, "parts.once"),
        ("log", 0, "parts.once"),
    ],
)
def test_a_part_left_out(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, role: str, number: int, why: str
) -> None:
    assert refused(tools, world, tmp_path / "r", capsys, parts=drop(role, number))[1] in why.split("|")


def test_every_needed_consent_left_out(tools: Tools, world: World, tmp_path: Path, capsys: Capture) -> None:
    """B §1: without the observer's or the named chair's consent the version does not count.

    The consent to version 1 stands inside version 2 as well, so that one copy may be missing.
    """
    first = world.rounds[0][0]
    for number, message_id in enumerate(sorted(world.consents)):
        body = world.bodies[message_id]
        if body["about"] == first:
            assert tools.run(world.write(tmp_path / "x", parts=drop("consent", number)), capsys)[0] == 3
            continue
        item, why = refused(tools, world, tmp_path / str(number), capsys, parts=drop("consent", number))
        assert why == {"round": "chain.consent", "decision": "aggregate"}[body["act"]]
        assert item.startswith("data/000002.tar/" if body["act"] == "round" else "data/000014.json")


@pytest.mark.parametrize(
    "reorder",
    [
        lambda parts: list(reversed(parts)),
        lambda parts: [parts[1], parts[0], *parts[2:]],
        lambda parts: [*parts[:2], parts[3], parts[2], *parts[4:]],
        lambda parts: [*parts[:2], parts[2], parts[2], *parts[3:]],
        lambda parts: [*parts[:6], parts[7], parts[6], *parts[8:]],
        lambda parts: [*parts, parts[0]],
        lambda parts: [*parts, parts[11]],
        lambda parts: [("sheet" if p[0] == "consent" else p[0], *p[1:]) for p in parts],
        lambda parts: [(p[0], p[1], "json" if p[2] == "tar" else p[2], p[3]) for p in parts],
    ],
)
def test_parts_in_any_other_order(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, reorder: Callable[[list[Any]], list[Any]]
) -> None:
    why = refused(tools, world, tmp_path / "r", capsys, parts=reorder)[1]
    assert why in {"order", "chain.version", "parts.once", "kind"}


def test_an_aggregate_with_one_other_number(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    world.aggregate["applications"][0]["before"]["value"] = 7001
    status, said = tools.run(world.write(tmp_path / "r"), capsys)
    assert (status, said["refused"]["item"]) == (1, "data/000015.json")
    assert said["refused"]["detail"] == ".applications[0].before.value: 7001 ≠ 7000"
