"""The observer's signature to a sealing: over counts and a digest, checked by vault and verifier."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from services_forgery import refused
from services_harness import World

from ui.verifier_process import AGREES, REFUSED, UNCHECKED, Verdict, verify
from zgc_review.errors import Cancelled, ProgramFault, ReviewError
from zgc_review.seal.suites import suite_named
from zgc_review.services import (
    escrow,
    following,
    opened_result,
    result_overview,
    sealing,
    sealing_summary,
    sealing_witness,
    verifying,
)
from zgc_review.services.form_previews import FORMS, FormItem, Sat, book_of, items_of, pdf_of, save_items
from zgc_review.services.rounds import state_of
from zgc_review.services.verifying import Check

SUITE = suite_named("intl-1")


class StoppedClock:
    """Two printings of one form say the same time."""

    def now(self) -> str:
        return "2026-11-23T15:00:00+08:00"


def notice(world: World, folder: Path) -> sealing_witness.SealNotice:
    """Write the notice and read it again."""
    path = sealing_witness.write_notice(world.secretary.desk, world.secretary.round, folder)
    return sealing_witness.read_notice(path)


def sign(world: World, said: sealing_witness.SealNotice) -> None:
    """Let the observer, who holds the newest definition, sign; collect it."""
    observer = world.observer
    observer.row = following.follow_round(observer.desk, sorted((world.folder / "v3").iterdir()), None)
    _, path = sealing_witness.witness_seal(observer.desk, observer.round, said, world.folder / "signed")
    (arrival,) = world.collect([path])
    assert arrival.outcome == "new"


def summary(world: World) -> sealing_summary.SealSummary:
    """Return what is about to be sealed."""
    return sealing_summary.summarise(world.secretary.desk, world.secretary.round)


def judged(world: World) -> Verdict:
    """Return the verdict on what was sealed."""
    with world.secretary.desk.vault.begin() as uow:
        payload = uow.messages.find(world.secretary.round.round_id, "result")[-1].payload
    return verify(payload, world.code(1))


def test_the_notice_holds_counts_and_digests_and_nothing_else(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    """Rules §15, ②: before the result is open the observer sees no number, no mark, no amount."""
    world = at("decided")
    desk, row = world.secretary.desk, world.secretary.round
    assert refused(lambda: sealing_witness.write_notice(desk, row, tmp_path)) == "seal.unprepared"
    world.prepare_seal()
    said = notice(world, tmp_path)
    assert said.decisions == {"SUPPORT": 3}
    text = next(tmp_path.glob("*.json")).read_text("utf-8")
    assert not any(word in text for word in ("ZGC-", "fen", "82.", "专家"))


def test_all_three_signatures_hold_for_these_numbers_and_the_verifier_says_so(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("decided")
    assert [one.holds for one in summary(world).signatures] == [False, False, False]
    world.prepare_seal()
    assert [one.holds for one in summary(world).signatures] == [True, True, False]
    sign(world, notice(world, tmp_path))
    assert summary(world).is_signed
    sealing.seal_round(world.secretary.desk, world.secretary.round, tmp_path / "out")
    verdict = judged(world)
    assert verdict.status == AGREES
    assert any(one["note"] == "witnessed" for one in verdict.record["notes"])
    assert summary(world).is_sealed
    assert summary(world).is_signed


def test_other_numbers_than_the_observer_signed_are_not_sealed(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("decided")
    world.prepare_seal()
    said = notice(world, tmp_path)
    sign(world, _other(said))
    assert not summary(world).signatures[2].holds
    desk, row = world.secretary.desk, world.secretary.round
    assert refused(lambda: sealing.seal_round(desk, row, tmp_path / "out")) == "seal.witnessed_other"
    assert not (tmp_path / "out").exists()
    sign(world, said)
    sealing.seal_round(desk, row, tmp_path / "out")
    assert judged(world).status == AGREES


def _other(said: sealing_witness.SealNotice) -> sealing_witness.SealNotice:
    """Return the notice with another digest."""
    return msgspec.structs.replace(said, digest="0" * 64)


def test_a_result_against_the_observers_signature_is_refused_by_the_verifier(
    at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dishonest secretary's program seals all the same: the verifier names the signature."""
    world = at("decided")
    world.prepare_seal()
    sign(world, _other(notice(world, tmp_path)))
    monkeypatch.setattr(sealing, "check_witnessed", lambda *_args: None)
    sealing.seal_round(world.secretary.desk, world.secretary.round, tmp_path / "out")
    verdict = judged(world)
    assert verdict.status == REFUSED
    assert verdict.record["refused"]["why"] == "witness.digest"
    assert verdict.lines("en")[-1].kind == "refused"


def test_without_a_signature_the_command_seals_and_the_verifier_says_there_is_none(
    keep: Callable[[str], World],
) -> None:
    verdict = judged(keep("sealed"))
    assert verdict.status == AGREES
    assert any(one["note"] == "unwitnessed" for one in verdict.record["notes"])
    assert verdict.conclusion("zh_CN").startswith("结论：全部核验通过")


def test_only_the_observer_signs_and_only_this_rounds_notice(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("decided")
    world.prepare_seal()
    said = notice(world, tmp_path)
    chair, observer = world.experts[0], world.observer

    def by_chair() -> object:
        return sealing_witness.witness_seal(chair.desk, chair.round, said, tmp_path)

    def early() -> object:
        return sealing_witness.witness_seal(observer.desk, observer.round, said, tmp_path)

    assert refused(by_chair) == "consent.role"
    assert refused(early) == "seal.notice_round"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_anything_else_is_no_notice(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.json"
        path.write_bytes(data)
        assert refused(lambda: sealing_witness.read_notice(path)) == "seal.notice"


def test_what_stands_in_the_way_is_listed_as_sealing_would_refuse_it(at: Callable[[str], World]) -> None:
    assert [one.code for one in summary(at("locked")).problems] == ["seal.undecided"]
    assert summary(at("decided")).problems == ()
    assert summary(at("sealed")).problems == ()


def test_the_overview_names_who_is_missing_and_who_reads(at: Callable[[str], World]) -> None:
    world = at("opened")
    found = result_overview.overview(world.secretary.desk, world.secretary.round)
    assert len(found.owing) == 5
    assert found.lines == ()
    assert found.readers[0].refusal is not None
    world = at("locked")
    found = result_overview.overview(world.secretary.desk, world.secretary.round)
    assert (len(found.locked), found.readers[0].shown, found.readers[0].left_out) == (3, 3, 0)
    world.decide()
    found = result_overview.overview(world.secretary.desk, world.secretary.round)
    assert [one.place.rank for one in found.lines if one.place] == [1, 2, 3]
    assert {one.signed for one in found.lines} == {"SUPPORT"}
    expert = world.experts[0]
    assert refused(lambda: result_overview.overview(expert.desk, expert.round)) == "round.role.secretary"


def test_forms_are_made_in_memory_and_saved_by_number(keep: Callable[[str], World], tmp_path: Path) -> None:
    world = keep("sealed")
    desk, row = replace(world.secretary.desk, clock=StoppedClock()), world.secretary.round
    sat = Sat("2026-11-23T14:00:00+08:00", "三层会议室", next((world.folder / "result").glob("*.zgcresult")))
    made = {form: items_of(desk, row, form, sat) for form in FORMS}
    assert {form: len(items) for form, items in made.items()} == {
        "F04": 5, "F05": 0, "F06": 0, "F07": 5, "F08": 1, "F09": 0, "F10": 0, "F12": 1, "F14": 1, "F15": 1,
        "F18": 1,
    }  # fmt: skip
    assert pdf_of(made["F18"][0]).startswith(b"%PDF")
    assert book_of(made["F07"][0]).startswith(b"PK")
    assert refused(lambda: book_of(made["F12"][0])) == "forms.no_book"
    assert refused(lambda: save_items(row, tmp_path, ())) == "forms.nothing"
    cut = {form: items_of(desk, row, form, sat, 1) for form in FORMS}
    short = {form for form in FORMS if any(one.excerpt is not None for one in cut[form])}
    assert short == {"F04", "F07", "F08", "F12", "F14", "F15", "F18"}
    assert [one.name for one in cut["F07"]] == [one.name for one in made["F07"]]
    with pytest.raises(ProgramFault, match="excerpt"):
        save_items(row, tmp_path / "cut", cut["F08"])
    assert {form: items_of(desk, row, form, sat, 10_000) for form in FORMS} == made
    items: list[FormItem] = [*made["F08"], *made["F12"]]
    written = save_items(row, tmp_path / "forms", items, books=True)
    assert sorted(path.name for path in written) == ["F08.pdf", "F08.xlsx", "F12.pdf"]


def test_an_exported_result_is_read_like_the_one_in_memory(
    keep: Callable[[str], World], tmp_path: Path
) -> None:
    world = keep("sealed")
    result = _opened(world)
    escrow.unpack(result.message, tmp_path / "plain")
    again = opened_result.read_folder(SUITE, tmp_path / "plain")
    assert again.payload == result.payload
    assert (again.codes, again.log_digits) == (result.codes, result.log_digits)
    assert verify(tmp_path / "plain").status == UNCHECKED


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("SHA256SUMS", lambda data: data.replace(b"data/000001", b"../000001", 1)),
        ("SHA256SUMS", lambda data: data + b"\xff"),
        ("SHA256SUMS.sig", lambda _data: b""),
        ("manifest.json", lambda data: data[:-1]),
        ("data/000001.tar", lambda data: data[:-512]),
    ],
)
def test_a_folder_that_was_changed_is_refused(
    keep: Callable[[str], World], tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    escrow.unpack(_opened(keep("sealed")).message, tmp_path / "plain")
    part = tmp_path / "plain" / name
    part.write_bytes(change(part.read_bytes()))
    with pytest.raises(ReviewError):
        opened_result.read_folder(SUITE, tmp_path / "plain")


def test_what_is_no_result_or_no_share_is_named(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("sealed")
    desk = world.secretary.desk
    assert refused(lambda: opened_result.read_folder(SUITE, tmp_path)) == "opened.folder"
    chain = next((world.folder / "v3").glob("*.zgcround"))
    assert refused(lambda: opened_result.read_share(desk, chain)) == "seal.arrival.kind"
    names = next((world.folder / "result").glob("*.zgcnames"))
    shares = _shares(world)
    assert refused(lambda: opened_result.open_together(SUITE, names, shares)) == "seal.arrival.kind"
    typed = [opened_result.typed_share(one.words) for one in shares]
    sealed = next((world.folder / "result").glob("*.zgcresult"))
    assert refused(lambda: opened_result.open_together(SUITE, sealed, typed)) == "opened.key_unknown"
    with desk.vault.begin() as uow:
        key = state_of(uow, world.secretary.round).escrow_result
    assert opened_result.open_together(SUITE, sealed, typed, key).log_size > 0
    assert refused(lambda: opened_result.open_together(SUITE, sealed, shares[:1])) == "seal.share.count"


def test_files_of_others_are_checked_as_far_as_they_can_be(keep: Callable[[str], World]) -> None:
    """Design §6: what the keys at hand do not allow is said, not refused."""
    world = keep("sealed")
    checks = verifying.verify_file(world.package, world.observer.desk, None)
    assert Check("content", None) in checks
    assert all(one.ok is not False for one in checks)
    sealed = next((world.folder / "result").glob("*.zgcresult"))
    assert verifying.verify_file(sealed, world.observer.desk, None) == (
        Check("age", True),
        Check("content", None),
    )


def test_the_verifier_stops_when_somebody_asks_and_names_a_broken_pipe(
    keep: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = _opened(keep("sealed")).payload

    def stop() -> None:
        raise Cancelled

    monkeypatch.setattr("ui.verifier_process._LOOK", 0.001)
    with pytest.raises(Cancelled):
        verify(payload, look=stop)
    monkeypatch.undo()
    assert verify(payload[:-600]).status == REFUSED
    monkeypatch.setattr("ui.verifier_process.verifier_path", lambda: Path("nowhere.py"))
    assert refused(lambda: verify(payload)) == "verifier.start"


def _shares(world: World) -> list[opened_result.HeldShare]:
    """Return the shares of secretary and observer."""
    return [
        opened_result.read_share(person.desk, next((world.folder / "shares").glob(f"*{code}.zgcshare")))
        for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01"))
    ]


def _opened(world: World) -> opened_result.OpenedResult:
    """Open the sealed result."""
    sealed = next((world.folder / "result").glob("*.zgcresult"))
    return opened_result.open_together(SUITE, sealed, _shares(world))
