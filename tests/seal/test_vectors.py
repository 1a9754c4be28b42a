from __future__ import annotations

import hashlib
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import make_vectors
import package_cases
import pyrage
import pytest
from seal_harness import SUITE, check_texts, refusal
from vector_writer import APPLICATION_IDENTITY

from zgc_review.seal.cards import read_card
from zgc_review.seal.kinds import KINDS
from zgc_review.seal.package_read import open_package, require_whole
from zgc_review.seal.package_set import further_of, is_stray, set_of, strays, volume_path
from zgc_review.seal.reading import Reading, open_message, read_carried, read_payload

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "vectors"
INDEX: dict[str, Any] = tomllib.loads((FOLDER / "index.toml").read_text("utf-8"))
KEYS = {person["card"]: person["key"] for person in INDEX["person"]}
READING = Reading(key_of=KEYS.get)


def read(case: dict[str, Any]) -> object:
    path = FOLDER / case["file"]
    source = io.BytesIO(path.read_bytes())
    if case["kind"] == "card":
        return read_card(source.getvalue(), SUITE)
    if case["kind"] == "carried":
        return read_carried(source, SUITE, READING)
    if case["kind"] == "payload":
        return read_payload(source, SUITE, READING)
    if case["kind"] == "sealed":
        return open_message(source, SUITE, [INDEX["person"][0]["identity"]], READING)
    assert case["kind"] in {"package", "volume"}
    return require_whole(open_package(path))


@pytest.mark.parametrize("case", INDEX["case"], ids=lambda case: case["file"])
def test_every_sample_is_accepted_or_refused_as_the_index_says(case: dict[str, Any]) -> None:
    if "code" not in case:
        read(case)
        return
    fault = refusal(lambda: read(case))
    assert (fault.code, fault.params.get("part", "")) == (case["code"], case["part"])


@pytest.mark.parametrize(
    "case", [one for one in INDEX["case"] if one["kind"] == "volume"], ids=lambda case: case["file"]
)
def test_f_wrt_04_further_volumes_count_as_the_index_says(case: dict[str, Any]) -> None:
    """Digests of all of them hold: what leads them decides, told by their names."""
    path = FOLDER / case["file"]
    named = further_of(path.name)
    assert named is not None
    assert open_package(path).info.volume == named.volume
    counts = case.get("counts", True)
    assert is_stray(path) is not counts
    lead = path.with_name(named.first)
    if lead.exists() and named.first != "torn.zgcpkg":
        assert (path in strays(lead)) is not counts


def test_f_pkg_06_the_first_volume_tells_how_the_others_are_called() -> None:
    first = FOLDER / "valid" / "named.zgcpkg"
    volumes = open_package(first).info.volumes
    paths = [volume_path(first, n, set_of(first)) for n in range(1, volumes + 1)]
    assert volumes == 3
    assert all(path.exists() for path in paths)
    assert sorted(path.name for path in first.parent.glob("named*")) == sorted(path.name for path in paths)


def test_samples_are_what_the_generator_makes() -> None:
    found = list(make_vectors.cases())
    names = [case.file for case in found]
    assert len(set(names)) == len(names)
    for case in found:
        assert (FOLDER / case.file).read_bytes() == case.data, case.file
    assert (FOLDER / "index.toml").read_bytes() == make_vectors.index(found)


def test_no_sample_stands_outside_the_index() -> None:
    listed = {case["file"] for case in INDEX["case"]} | set(package_cases.age_sources())
    there = {
        path.relative_to(FOLDER).as_posix()
        for folder in ("valid", "invalid", "tampered")
        for path in (FOLDER / folder).iterdir()
    }
    assert there == listed
    assert sum((FOLDER / name).stat().st_size for name in there) < 3_000_000


def test_committed_age_files_hold_what_they_should() -> None:
    identities = [person["identity"] for person in INDEX["person"]]
    identities.append(APPLICATION_IDENTITY)
    keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    for name, (content, _) in package_cases.age_sources().items():
        assert pyrage.decrypt((FOLDER / name).read_bytes(), keys) == content, name


def test_f_sum_04_message_id_is_the_digest_of_the_list() -> None:
    data = (FOLDER / "valid/consent.tar").read_bytes()
    size = int(data[124:135], 8)
    opened = read_carried(io.BytesIO(data), SUITE)
    assert opened.id == hashlib.sha256(data[512 : 512 + size]).hexdigest()


def test_every_rule_of_the_specification_has_a_sample_or_a_test() -> None:
    rule = re.compile(r"\bF-[A-Z]{3}-\d{2}\b")
    wanted = set(
        re.findall(r"^- \*\*(F-[A-Z]{3}-\d{2})\*\*", (ROOT / "docs/formats.md").read_text("utf-8"), re.M)
    )
    shown = {name for case in INDEX["case"] for name in case["rules"]}
    for path in (one for room in ("seal", "sticks") for one in (ROOT / "tests" / room).glob("test_*.py")):
        text = path.read_text("utf-8")
        shown |= set(rule.findall(text))
        tests = re.findall(r"def test_(f_[a-z]{3}_\d{2})", text)
        shown |= {name.upper().replace("_", "-") for name in tests}
    assert len(wanted) > 70
    assert wanted - shown == set()
    assert shown - wanted == set()


def test_f_kin_01_table_of_kinds_is_the_one_in_the_program() -> None:
    page = (ROOT / "docs/formats.md").read_text("utf-8")
    cells = re.findall(r"\| `([a-z]+)` \| (?:`(\.zgc[a-z]+)`|\(in[^|]*)(?= \|)", page)
    assert dict(cells) == {name: kind.suffix for name, kind in KINDS.items()}


def test_every_code_has_texts_that_its_refusals_can_fill() -> None:
    seen = {}
    for case in INDEX["case"]:
        if "code" in case:
            fault = refusal(lambda case=case: read(case))
            check_texts(fault)
            seen[fault.code] = fault
    assert len(seen) > 40
