from __future__ import annotations

import io
import os
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import SUITE, Party, check_texts, manifest, refusal
from vector_writer import EXPERT_1, canonical, consent, message, stream

from zgc_review.errors import Cancelled, GateError, PackageError
from zgc_review.seal.manifest import LogHead, Manifest, manifest_bytes, parse_manifest
from zgc_review.seal.message import Attachment, build, carry, payload_length, sealed_bytes, wrap
from zgc_review.seal.opened import carried_messages, check_signers
from zgc_review.seal.reading import Reading, open_message, read_carried, read_payload
from zgc_review.seal.streams import Discard
from zgc_review.seal.sums import EXTENSIONS, parse_lines

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=9,
)
attachments = st.lists(
    st.builds(
        Attachment,
        st.sampled_from([item for item in EXTENSIONS if item != "tar"]),
        st.binary(max_size=2000),
        texts,
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(attachments, st.dictionaries(texts, values, max_size=4), st.integers(0, 2))
def test_f_car_01_whatever_is_built_is_read_back(
    data: list[Attachment], body: dict[str, Any], depth: int
) -> None:
    party = Party()
    fields = manifest(body={**body, "schema": 3}, log_head=LogHead(4, "ab" * 32), seq=5, prev="cd" * 32)
    built = build(fields, data, SUITE, party.signing_key)
    for _ in range(depth):
        built = build(fields, [carry(built, "内")], SUITE, party.signing_key)
    opened = read_carried(io.BytesIO(built.carried()), SUITE)
    assert opened.carried() == built.carried()
    assert (opened.id, opened.manifest, opened.signer) == (built.id, built.manifest, party.key)
    for _ in range(depth):
        (opened,) = carried_messages(opened)
    assert [item.data for item in opened.entries] == [item.content for item in data]
    assert [item.label for item in opened.entries] == [item.label for item in data]
    assert opened.manifest.schema == 3


def test_built_bytes_are_those_of_the_second_writer() -> None:
    data = [("data/000001.pdf", b"%PDF"), ("data/000002.txt", "意见".encode())]
    value = consent(data)
    fields = Manifest(
        **{key: value[key] for key in value if key not in {"format", "files", "log_head", "to"}},
        to=tuple(value["to"]),
        log_head=LogHead(value["log_head"]["size"], value["log_head"]["root"]),
    )
    parts = [Attachment("pdf", b"%PDF", "000001.pdf"), Attachment("txt", "意见".encode(), "000002.txt")]
    ours = build(fields, parts, SUITE, EXPERT_1.key.private_bytes_raw())
    assert ours.carried() == stream(message(value, data, key=EXPERT_1.key))


def test_f_tar_06_carried_bytes_seal_as_the_message_itself(expert: Party) -> None:
    built = build(manifest(), [Attachment("bin", b"x" * 70_000)], SUITE, expert.signing_key)
    assert payload_length(built) == payload_length(built.carried()) == 131_072
    for source in (built, built.carried()):
        sealed = sealed_bytes(source, SUITE, [expert.recipient])
        assert open_message(io.BytesIO(sealed), SUITE, [expert.identity]).carried() == built.carried()


@pytest.mark.parametrize(
    ("attachment", "code"),
    [
        (Attachment("exe", b""), "seal.build.extension"),
        (Attachment("pdf", b"", "a\x00b"), "seal.manifest.value"),
        (Attachment("pdf", b"", "\ud800"), "seal.manifest.json"),
    ],
)
def test_the_writer_refuses_what_no_reader_takes(expert: Party, attachment: Attachment, code: str) -> None:
    assert refusal(lambda: build(manifest(), [attachment], SUITE, expert.signing_key)).code == code


def test_the_writer_refuses_a_foreign_suite_and_wrong_fields(expert: Party) -> None:
    for fields, code in (
        (manifest(suite="gm-1"), "seal.manifest.suite"),
        (manifest(kind="vote"), "seal.manifest.kind"),
        (manifest(seq=0), "seal.manifest.value"),
    ):
        assert refusal(lambda fields=fields: build(fields, (), SUITE, expert.signing_key)).code == code


def test_f_ent_03_the_writer_refuses_a_file_over_1_gib(tmp_path: Path, expert: Party) -> None:
    big = tmp_path / "big"
    with big.open("wb") as sparse:
        sparse.truncate((1 << 30) + 1)
    fault = refusal(lambda: build(manifest(), [Attachment("bin", big)], SUITE, expert.signing_key))
    assert fault.code == "seal.build.size"


def test_f_sum_03_too_many_entries_are_refused_on_both_sides(expert: Party) -> None:
    many = [Attachment("txt", b"")] * 100_000
    assert refusal(lambda: build(manifest(), many, SUITE, expert.signing_key)).code == "seal.build.count"
    line = b"0" * 64 + b"  x\n"
    assert len(parse_lines(line * 100_000, part="SHA256SUMS")) == 100_000
    assert refusal(lambda: parse_lines(line * 100_001, part="SHA256SUMS")).code == "seal.sums.limit"


def test_a_file_that_changes_while_it_is_sealed_is_refused(tmp_path: Path, expert: Party) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"first")
    built = build(manifest(), [Attachment("pdf", path)], SUITE, expert.signing_key)
    path.write_bytes(b"other")
    assert refusal(built.carried).code == "seal.build.changed"
    assert refusal(lambda: sealed_bytes(built, SUITE, [expert.recipient])).code == "seal.build.changed"


def test_bodies_are_judged_by_the_caller_on_both_sides(expert: Party) -> None:
    seen = []

    def check(kind: str, schema: int, body: Mapping[str, Any]) -> None:
        seen.append((kind, schema))
        if "bad" in body:
            raise GateError("seal.key.identity")

    inner = build(manifest("sheet"), (), SUITE, expert.signing_key)
    built = build(manifest(), [carry(inner)], SUITE, expert.signing_key, check)
    read_carried(io.BytesIO(built.carried()), SUITE, Reading(check_body=check))
    assert seen == [("consent", 1), ("consent", 1), ("sheet", 1)]
    bad = manifest(body={"schema": 1, "bad": 1})
    with pytest.raises(GateError):
        build(bad, (), SUITE, expert.signing_key, check)
    carried = build(bad, (), SUITE, expert.signing_key).carried()
    with pytest.raises(GateError):
        read_carried(io.BytesIO(carried), SUITE, Reading(check_body=check))


def test_f_sig_05_signers_of_the_whole_tree_are_judged(expert: Party, secretary: Party) -> None:
    sheet = build(manifest("sheet", sender="11" * 32), (), SUITE, expert.signing_key)
    outer = build(manifest(sender="22" * 32), [carry(sheet)], SUITE, secretary.signing_key)
    opened = read_carried(io.BytesIO(outer.carried()), SUITE)
    keys = {"11" * 32: expert.key, "22" * 32: secretary.key}
    check_signers(opened, keys.get)
    opened.require_signer(secretary.key)
    assert refusal(lambda: opened.require_signer(expert.key)).code == "seal.signature.signer"
    keys["11" * 32] = secretary.key
    fault = refusal(lambda: check_signers(opened, keys.get))
    assert (fault.code, fault.params["part"]) == ("seal.signature.signer", "data/000001.tar/SHA256SUMS.sig")
    del keys["11" * 32]
    fault = refusal(lambda: check_signers(opened, keys.get))
    assert (fault.code, fault.params["part"]) == ("seal.signature.sender", "data/000001.tar/manifest.json")


def test_f_sig_05_a_carried_card_is_signed_by_its_own_key(expert: Party, secretary: Party) -> None:
    body = {"schema": 1, "key": expert.key}
    fields = manifest("card", round=None, round_version=None, sender=None, slot="", body=body)
    reading = Reading(key_of=lambda _card: secretary.key)
    own, other = (
        build(manifest(), [carry(build(fields, (), SUITE, key))], SUITE, secretary.signing_key).carried()
        for key in (expert.signing_key, secretary.signing_key)
    )
    read_carried(io.BytesIO(own), SUITE, reading)
    fault = refusal(lambda: read_carried(io.BytesIO(other), SUITE, reading))
    assert (fault.code, fault.params["part"]) == ("seal.card.signer", "data/000001.tar/manifest.json")


def test_documents_are_found_by_name(expert: Party) -> None:
    inner = build(manifest("sheet"), (), SUITE, expert.signing_key)
    built = build(manifest(), [Attachment("csv", b"a,b"), carry(inner)], SUITE, expert.signing_key)
    opened = read_carried(io.BytesIO(built.carried()), SUITE)
    assert opened.document("data/000001.csv") == b"a,b"
    for name in ("data/000002.tar", "data/000009.csv"):
        with pytest.raises(KeyError):
            opened.document(name)


def test_memory_bound_counts_messages_inside(expert: Party) -> None:
    inner = build(manifest("sheet"), [Attachment("bin", bytes(5000))], SUITE, expert.signing_key)
    outer = build(manifest(), [carry(inner)], SUITE, expert.signing_key).carried()
    read_carried(io.BytesIO(outer), SUITE, Reading(memory=9000))
    fault = refusal(lambda: read_carried(io.BytesIO(outer), SUITE, Reading(memory=6000)))
    assert (fault.code, fault.params["part"]) == ("seal.entry.memory", "data/000001.tar/data/000001.bin")


def test_f_gen_03_nothing_of_a_sink_is_needed_for_small_entries(expert: Party) -> None:
    built = build(
        manifest(), [Attachment("bin", b"big" * 9), Attachment("txt", b"s")], SUITE, expert.signing_key
    )
    sink = io.BytesIO()
    reading = Reading(sink_for=lambda _manifest, file: sink if file.size > 9 else None)
    opened = read_carried(io.BytesIO(built.carried()), SUITE, reading)
    assert (sink.getvalue(), opened.entries[0].data, opened.entries[1].data) == (b"big" * 9, None, b"s")
    with pytest.raises(ValueError, match=r"data/000001\.bin"):
        opened.carried()


def test_64_mib_stream_through_in_bounded_memory(tmp_path: Path, expert: Party) -> None:
    path, target = tmp_path / "big.bin", tmp_path / "big.age"
    block = os.urandom(1 << 20)
    with path.open("wb") as stream_:
        for _ in range(64):
            stream_.write(block)
    tracemalloc.start()
    try:
        built = build(manifest(), [Attachment("bin", path)], SUITE, expert.signing_key)
        with target.open("wb") as sealed:
            wrap(built, sealed, SUITE, [expert.recipient])
        with target.open("rb") as sealed:
            opened = open_message(
                sealed, SUITE, [expert.identity], Reading(sink_for=lambda _manifest, _file: Discard())
            )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert opened.entries[0].size == 64 << 20
    assert peak < 8 << 20


def test_progress_is_told_and_can_cancel(expert: Party) -> None:
    built = build(manifest(), [Attachment("bin", bytes(3 << 20))], SUITE, expert.signing_key)
    told: list[tuple[int, int]] = []
    wrap(built, io.BytesIO(), SUITE, [expert.recipient], progress=lambda *state: told.append(state))
    assert told[-1] == (payload_length(built), payload_length(built))

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        wrap(built, io.BytesIO(), SUITE, [expert.recipient], progress=cancel)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=1500))
def test_hostile_bytes_are_refused(data: bytes) -> None:
    assert refusal(lambda: read_carried(io.BytesIO(data), SUITE)).code.startswith("seal.")
    assert refusal(lambda: read_payload(io.BytesIO(data), SUITE)).code.startswith("seal.")
    assert refusal(lambda: parse_manifest(data, suite="intl-1", part="m")).code.startswith("seal.manifest.")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(consent())), values)
def test_hostile_fields_are_refused_or_kept(key: str, value: Any) -> None:
    data = canonical(consent(**{key: value}))
    try:
        parsed = parse_manifest(data, suite="intl-1", part="m")
    except PackageError as fault:
        check_texts(fault)
    else:
        assert manifest_bytes(parsed) == data


def test_f_ent_03_manifest_over_16_mib_is_refused(expert: Party) -> None:
    fields = manifest(body={"schema": 1, "x": "a" * (16 << 20)})
    assert refusal(lambda: build(fields, (), SUITE, expert.signing_key)).code == "seal.entry.limit"
