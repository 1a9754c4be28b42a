"""Every row comes back as it went in: rare characters, empty texts, 2^53, bytes of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.vault import OpenVault, create_vault
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import (
    AnswerRow,
    ApplicationRow,
    DocumentRow,
    DraftRow,
    EventRow,
    EventText,
    ExpertRow,
    FindingAct,
    FindingRow,
    KnownCard,
    MessageRow,
    NoteRow,
    OwnCard,
    RoundRow,
    SeatRow,
)
from zgc_review.errors import ProgramFault, StorageError

if TYPE_CHECKING:
    from conftest import Samples

TEXT = st.text(max_size=40) | st.sampled_from(
    [
        "",
        "\x00",
        "a\x00b",
        "𠮷䶮㐆",
        "\U00030000",
        "\u202e甲",
        "'\";--",
        "e\u0301",
        "é",
        "\r\n\t",
        "\uffff",
        "=1+1",
    ]
)
ID = st.text(min_size=1, max_size=40)
WHOLE = st.integers(0, 2**53) | st.sampled_from([0, 1, 2**31, 2**53 - 1, 2**53, 2**63 - 1])
JSON_WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | JSON_WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
RECORD = st.dictionaries(TEXT, JSON, max_size=5)
BYTES = st.binary(max_size=200)
SOME_TEXT = st.none() | TEXT
ROUND, OWN, APPLICATION, EXPERT = "a" * 32, "c" * 64, "b" * 32, "4" * 32

few = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenVault]:
    """Return one vault for all examples; none of them commits."""
    from db.keyfile import KdfParameters  # noqa: PLC0415 - one fixture

    folder = tmp_path_factory.mktemp("rows")
    with create_vault(folder / "x.zgcvault", "long enough", kdf=KdfParameters(8192, 1, 1)).vault as vault:
        yield vault


def parents(work: UnitOfWork) -> None:
    """Add what other rows point to."""
    work.cards.add_own(OwnCard(OWN, "", "", "", "", "", "", "", b"", ""))
    work.rounds.add(RoundRow(ROUND, "", "member", OWN, None, None, rehearsal=True, created_at=""))
    work.applications.add(ApplicationRow(APPLICATION, ROUND, "", "", None, "", "", {}, "", None, None))
    work.experts.put(ExpertRow(EXPERT, ROUND, "", {}))


def row_of(row_class: type[Any], /, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for a row class by the types of its fields."""
    by_type = {"str": TEXT, "str | None": SOME_TEXT, "int": WHOLE, "bytes": BYTES, "bool": st.booleans()}
    by_type["dict[str, Any]"] = RECORD
    return st.builds(row_class, **{item.name: by_type[str(item.type)] for item in fields(row_class)} | fixed)


@few
@given(row=row_of(OwnCard, card_id=ID))
def test_own_card(shared: OpenVault, row: OwnCard) -> None:
    with shared.begin() as work:
        work.cards.add_own(row)
        assert work.cards.own() == (row,)
        assert work.cards.own_by_id(row.card_id) == row
        assert work.cards.own_by_id(row.card_id + "x") is None


@few
@given(row=row_of(KnownCard, card_id=ID), at=TEXT)
def test_known_card(shared: OpenVault, row: KnownCard, at: str) -> None:
    with shared.begin() as work:
        work.cards.add_known(row)
        assert work.cards.known() == (row,)
        work.cards.trust(row.card_id, at)
        assert work.cards.known_by_id(row.card_id) == replace(row, trusted_at=at)
        assert work.cards.known_by_id(row.card_id + "x") is None


@few
@given(row=row_of(RoundRow, round_id=ID, place=st.sampled_from(["secretary", "member"])), title=TEXT)
def test_round(shared: OpenVault, row: RoundRow, title: str) -> None:
    with shared.begin() as work:
        work.rounds.add(row)
        assert work.rounds.get(row.round_id) == row
        changed = replace(row, title=title, rehearsal=not row.rehearsal)
        work.rounds.update(changed)
        assert work.rounds.all() == (changed,)
        assert isinstance(work.rounds.all()[0].rehearsal, bool)


@few
@given(
    row=row_of(
        MessageRow,
        message_id=ID,
        round_id=st.none() | st.just(ROUND),
        kind=ID,
        direction=st.sampled_from(["in", "out"]),
    )
)
def test_message(shared: OpenVault, row: MessageRow) -> None:
    with shared.begin() as work:
        work.messages.add(row)
        assert work.messages.get(row.message_id) == row
        found = () if row.round_id is None else (row,)
        assert work.messages.find(ROUND, row.kind) == found
        assert work.messages.find(ROUND, row.kind, slot=row.slot) == found
        if row.sender is not None and found:
            assert work.messages.newest(ROUND, row.kind, row.sender, row.slot) == row


@few
@given(
    row=row_of(ApplicationRow, application_id=ID, round_id=st.just(ROUND)),
    other=row_of(ApplicationRow, round_id=st.just(ROUND)),
    at=TEXT,
)
def test_application(shared: OpenVault, row: ApplicationRow, other: ApplicationRow, at: str) -> None:
    other = replace(other, application_id=row.application_id)
    with shared.begin() as work:
        work.applications.add(row)
        assert work.applications.get(row.application_id) == row
        assert work.applications.by_number(ROUND, row.number) == row
        assert work.applications.all(ROUND) == (row,)
        work.applications.update(other, at)
        assert work.applications.get(row.application_id) == other
        assert work.applications.versions(row.application_id) == (row,)
        work.applications.set_state(row.application_id, at, at)
        work.applications.set_group(row.application_id, at)
        assert work.applications.get(row.application_id) == replace(other, state=at, reason=at, group=at)
        assert work.applications.versions(row.application_id) == (row,)


@few
@given(rows=st.lists(row_of(DocumentRow, application_id=st.just(APPLICATION)), max_size=4))
def test_documents(shared: OpenVault, rows: list[DocumentRow]) -> None:
    numbered = tuple(replace(row, position=place) for place, row in enumerate(rows))
    with shared.begin() as work:
        parents(work)
        work.applications.set_documents(APPLICATION, tuple(reversed(numbered)))
        work.applications.set_documents(APPLICATION, numbered)
        assert work.applications.documents(APPLICATION) == numbered
        assert work.applications.documents_of_all(ROUND) == ({APPLICATION: numbered} if numbered else {})
        assert work.applications.documents_of_all("another") == {}


@few
@given(row=row_of(ExpertRow, expert_id=ID, round_id=st.just(ROUND)), record=RECORD)
def test_expert(shared: OpenVault, row: ExpertRow, record: dict[str, Any]) -> None:
    with shared.begin() as work:
        work.cards.add_own(OwnCard(OWN, "", "", "", "", "", "", "", b"", ""))
        work.rounds.add(RoundRow(ROUND, "", "member", OWN, None, None, rehearsal=True, created_at=""))
        work.experts.put(row)
        assert work.experts.all(ROUND) == (row,)
        changed = replace(row, record=record)
        work.experts.put(changed)
        assert work.experts.get(row.expert_id) == changed
        assert work.experts.by_number(ROUND, row.number) == changed


FINDINGS = st.lists(
    row_of(
        FindingRow,
        finding_id=ID,
        round_id=st.just(ROUND),
        expert_id=st.just(EXPERT),
        application_id=st.just(APPLICATION),
        level=st.sampled_from(["H", "V", "D"]),
    ),
    max_size=4,
    unique_by=(lambda row: row.finding_id, lambda row: row.evidence),
)


@few
@given(rows=FINDINGS, at=TEXT, reason=TEXT)
def test_findings_keep_their_order_and_their_acts(
    shared: OpenVault, rows: list[FindingRow], at: str, reason: str
) -> None:
    with shared.begin() as work:
        parents(work)
        for row in rows:
            work.findings.add(row)
        assert work.findings.all(ROUND) == tuple(rows)
        assert work.findings.all("another") == ()
        acts = [
            FindingAct(ROUND, row.finding_id, n, at, act, "秘书01", reason)
            for row in rows
            for n, act in ((2, "dismiss"), (1, "found"))
        ]
        for act in acts:
            work.findings.append(act)
        in_turn = tuple(sorted(acts, key=lambda one: (one.finding_id, one.n)))
        assert work.findings.acts(ROUND) == in_turn
        assert work.findings.all(ROUND, [EXPERT, "x"]) == tuple(rows)
        assert work.findings.acts(ROUND, {EXPERT}) == in_turn
        assert work.findings.all(ROUND, ["x"]) == ()
        assert work.findings.acts(ROUND, []) == ()


@few
@given(rows=st.lists(RECORD, max_size=5))
def test_listings(shared: OpenVault, rows: list[dict[str, Any]]) -> None:
    with shared.begin() as work:
        parents(work)
        work.listings.replace(ROUND, ({"old": 1},) * 7)
        work.listings.replace(ROUND, tuple(rows))
        assert work.listings.all(ROUND) == tuple(rows)


@few
@given(
    row=row_of(SeatRow, round_id=st.just(ROUND), code=ID, expert_id=st.none() | st.just(EXPERT)), name=TEXT
)
def test_seat(shared: OpenVault, row: SeatRow, name: str) -> None:
    with shared.begin() as work:
        parents(work)
        work.seats.put(row)
        assert work.seats.all(ROUND) == (row,)
        work.seats.put(replace(row, name=name))
        assert work.seats.all(ROUND) == (replace(row, name=name),)


ABOUT = {"round_id": st.just(ROUND), "application_id": st.just(APPLICATION), "n": st.integers(1, 2**53)}


@few
@given(row=row_of(DraftRow, phase=st.sampled_from(["initial", "revision"]), **ABOUT))
def test_draft(shared: OpenVault, row: DraftRow) -> None:
    with shared.begin() as work:
        parents(work)
        work.drafts.append(row)
        work.drafts.append(replace(row, n=row.n + 1))
        assert work.drafts.newest(ROUND, APPLICATION, row.phase) == replace(row, n=row.n + 1)
        assert work.drafts.all_newest(ROUND) == (replace(row, n=row.n + 1),)
        assert work.drafts.all_newest("x") == ()
        assert work.drafts.history(ROUND, APPLICATION, row.phase) == (row, replace(row, n=row.n + 1))


@few
@given(row=row_of(NoteRow, kind=TEXT.filter(bool), **ABOUT))
def test_note(shared: OpenVault, row: NoteRow) -> None:
    other = replace(row, kind=row.kind + "2")
    with shared.begin() as work:
        parents(work)
        work.notes.append(row)
        work.notes.append(other)
        work.notes.append(replace(row, n=row.n + 1))
        assert work.notes.newest(ROUND, APPLICATION, row.kind) == replace(row, n=row.n + 1)
        assert work.notes.newest(ROUND, APPLICATION, other.kind) == other
        assert work.notes.newest(ROUND, APPLICATION, "-" + row.kind) is None
        kinds = [one.kind for one in work.notes.all_newest(ROUND)]
        assert sorted(kinds) == sorted([row.kind, other.kind])
        assert work.notes.all_newest("x") == ()


@few
@given(row=row_of(AnswerRow, **ABOUT))
def test_answer(shared: OpenVault, row: AnswerRow) -> None:
    with shared.begin() as work:
        parents(work)
        work.answers.append(row)
        work.answers.append(replace(row, n=row.n + 1))
        assert work.answers.newest(ROUND, APPLICATION) == replace(row, n=row.n + 1)
        assert work.answers.all_newest(ROUND) == (replace(row, n=row.n + 1),)


@few
@given(leaf=BYTES, round_id=TEXT, texts=st.dictionaries(TEXT, st.tuples(BYTES, TEXT), max_size=3))
def test_event(shared: OpenVault, leaf: bytes, round_id: str, texts: dict[str, tuple[bytes, str]]) -> None:
    beside = tuple(EventText(round_id, 0, name, salt, text) for name, (salt, text) in sorted(texts.items()))
    with shared.begin() as work:
        assert work.events.count(round_id) == 0
        work.events.append(EventRow(round_id, 0, leaf), beside)
        work.events.append(EventRow(round_id, 1, leaf), ())
        assert work.events.count(round_id) == 2
        assert work.events.all(round_id) == (EventRow(round_id, 0, leaf), EventRow(round_id, 1, leaf))
        assert work.events.texts(round_id) == beside


@few
@given(slot=TEXT, kind=TEXT, seq=WHOLE, message_id=TEXT)
def test_sequence(shared: OpenVault, slot: str, kind: str, seq: int, message_id: str) -> None:
    with shared.begin() as work:
        parents(work)
        assert work.sequences.last(OWN, kind, slot) == (0, None)
        work.sequences.put(OWN, kind, slot, 1, "before")
        work.sequences.put(OWN, kind, slot, seq, message_id)
        assert work.sequences.last(OWN, kind, slot) == (seq, message_id)


@few
@given(name=ID, value=JSON, digest=ID, data=BYTES)
def test_facts_and_catalogues(shared: OpenVault, name: str, value: object, digest: str, data: bytes) -> None:
    with shared.begin() as work:
        assert work.facts.get("fact." + name) is None
        work.facts.put("fact." + name, 0)
        work.facts.put("fact." + name, value)
        assert work.facts.get("fact." + name) == value
        assert work.catalogues.get(digest) is None
        work.catalogues.put(digest, data)
        work.catalogues.put(digest, data)
        assert work.catalogues.get(digest) == data


@few
@given(texts=st.lists(TEXT, min_size=1, max_size=8, unique=True))
def test_numbers_are_sorted_by_code_points_and_rounds_by_arrival(shared: OpenVault, texts: list[str]) -> None:
    with shared.begin() as work:
        parents(work)
        for place, text in enumerate(texts):
            work.rounds.add(RoundRow("r" + text, "", "member", OWN, None, None, False, "same second"))
            work.experts.put(ExpertRow(f"e{place}", "r", text, {}))
            work.seats.put(SeatRow("s", text + "x", None, "", "", ""))
        assert [row.round_id[1:] for row in work.rounds.all()[1:]] == texts
        assert [row.number for row in work.experts.all("r")] == sorted(texts)
        assert [row.code for row in work.seats.all("s")] == sorted(text + "x" for text in texts)


def test_messages_are_found_by_seq_then_id(vault: OpenVault, samples: Samples) -> None:
    base = samples.message
    rows = [
        replace(base, message_id=name, seq=seq, sender=sender, slot=slot)
        for name, seq, sender, slot in [
            ("m3", 2, "A", "x"),
            ("m2", 10, "A", "x"),
            ("m1", 10, "A", "x"),
            ("m0", 11, "B", "x"),
            ("m4", 12, "A", "y"),
        ]
    ]
    with vault.begin() as work:
        samples.fill(work)
        for row in rows:
            work.messages.add(replace(row, kind="consent"))
        found = work.messages.find(base.round_id or "", "consent")
        assert [row.message_id for row in found] == ["m3", "m1", "m2", "m0", "m4"]
        found = work.messages.find(base.round_id or "", "consent", sender="A", slot="x")
        assert [row.message_id for row in found] == ["m3", "m1", "m2"]
        newest = work.messages.newest(base.round_id or "", "consent", "A", "x")
        assert newest is not None
        assert newest.message_id == "m2"
        assert work.messages.newest(base.round_id or "", "consent", "C", "x") is None
        of_slots = work.messages.newest_of_slots(base.round_id or "", "consent")
        assert [(row.slot, row.message_id) for row in of_slots] == [("x", "m0"), ("y", "m4")]
        assert work.messages.newest_of_slots("f" * 32, "consent") == ()
        assert work.messages.find("f" * 32, "consent") == ()


def test_raising_reaches_slots_that_were_never_used(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        samples.fill(work)
        work.sequences.raise_all(1000)
        assert work.sequences.last(samples.own.card_id, "ack", "专家01") == (1007, "7" * 64)
        assert work.sequences.last(samples.own.card_id, "ack", "专家02") == (1000, None)
        work.cards.add_own(replace(samples.own, card_id="new"))
        assert work.sequences.last("new", "card", "") == (0, None)
        work.sequences.raise_all(1000)
        assert work.sequences.last(samples.own.card_id, "ack", "专家02") == (2000, None)


def test_answers_of_several_applications(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        samples.fill(work)
        other = replace(samples.application, application_id="0" * 32, number="ZGC-0002")
        work.applications.add(other)
        work.answers.append(replace(samples.answer, n=2, answers={"R02": "yes"}))
        work.answers.append(replace(samples.answer, application_id="0" * 32, n=1))
        newest = work.answers.all_newest(samples.round.round_id)
        assert [(row.application_id[0], row.n) for row in newest] == [("0", 1), ("b", 2)]


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, b"x", {"a": [float("nan")]}])
def test_values_that_are_not_canonical_json_are_faults(vault: OpenVault, value: object) -> None:
    with vault.begin() as work, pytest.raises(ProgramFault):
        work.facts.put("x", value)


def test_half_a_surrogate_pair_is_refused_by_code(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        samples.fill(work)
        for put in (
            lambda: work.facts.put("x", {"\ud800": 1}),
            lambda: work.facts.put("x", ["\udfff"]),
            lambda: work.seats.put(replace(samples.seat, name="\ud842")),
        ):
            with pytest.raises(StorageError) as refused:
                put()
            assert refused.value.code == "vault.unstorable"


def test_changes_that_meet_no_row_are_faults(vault: OpenVault, samples: Samples) -> None:
    with vault.begin() as work:
        for change in (
            lambda: work.cards.trust("nobody", ""),
            lambda: work.rounds.update(samples.round),
            lambda: work.applications.update(samples.application, ""),
            lambda: work.applications.set_state("nothing", "", ""),
            lambda: work.applications.set_group("nothing", "G01"),
            lambda: work.applications.drop_identity("nothing"),
            lambda: work.applications.set_documents("other", (samples.document,)),
        ):
            with pytest.raises(ProgramFault):
                change()


def test_the_same_row_twice_is_a_fault(vault: OpenVault, samples: Samples) -> None:
    for add in (
        lambda work: work.messages.add(samples.message),
        lambda work: work.drafts.append(samples.draft),
        lambda work: work.notes.append(samples.note),
        lambda work: work.events.append(samples.event, ()),
        lambda work: work.applications.add(samples.application),
        lambda work: work.applications.add(replace(samples.application, application_id="9" * 32)),
    ):
        with vault.begin() as work:
            samples.fill(work)
            with pytest.raises(ProgramFault):
                add(work)


@pytest.mark.parametrize("n", [0, 2, 5, -1])
def test_events_come_in_turn(vault: OpenVault, n: int) -> None:
    with vault.begin() as work:
        work.events.append(EventRow("", 0, b"{}"), ())
        with pytest.raises(ProgramFault, match="out of turn"):
            work.events.append(EventRow("", n, b"{}"), ())
