"""The panel file: who gets it, what is in it, what is refused (rules §15, design §4.1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from services_forgery import Forger, content
from sitting_harness import CONFLICT, GROUP, Sitting, refused

from ui.cli.commands.panel import view_json
from zgc_review.domain.bodies import (
    ConsentBody,
    PanelBody,
)
from zgc_review.seal.message import carry
from zgc_review.services import panel, panel_taking, post
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_taking import newest_panel
from zgc_review.services.rounds import state_of
from zgc_review.services.vetoes_signing import Evidence, claim_veto

At = Callable[[str], Sitting]


def test_nobody_sees_sheets_before_the_group_is_locked(at: At) -> None:
    """Rules §15, phase ①."""
    sitting = at("five")
    second = sitting.id(1)
    with sitting.secretary.desk.vault.begin() as uow:
        uow.applications.set_state(second, "REVIEWING", "")
        uow.commit()
    assert refused(sitting.panel_file) == "panel.early"


def test_the_view_has_the_official_numbers_where_nobody_stands_aside(at: At) -> None:
    sitting = at("five")
    official = sitting.aggregate()
    view = sitting.panel()
    assert not view.is_acting
    assert tuple(one.line for one in view.lines) == tuple(
        sorted(
            official.applications,
            key=lambda line: [one.number for one in view.lines if one.line.application == line.application],
        )
    )
    assert view.aggregate.pools == official.pools
    assert view.lines[0].spread == 1600
    assert [one.number for one in view.lines] == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    assert {one.discussion for one in view.lines} == {"none"}


def test_only_chair_and_acting_chair_get_a_file(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    assert refused(lambda: sitting.panel_file(sitting.member(1))) == "panel.reader"
    desk, row = sitting.secretary.desk, sitting.secretary.round
    assert refused(lambda: panel.write_panel(desk, row, "G09", "x", sitting.folder())) == "panel.group"
    chair = sitting.chair
    assert refused(
        lambda: panel.write_panel(chair.desk, chair.round, GROUP, chair.code, sitting.folder())
    ) == ("round.role.secretary")


def test_the_chair_gets_nothing_of_what_the_chair_is_recused_on_and_the_acting_chair_nothing_else(
    at: At,
) -> None:
    sitting = at("aside")
    sitting.aggregate()
    acting = sitting.member(2)
    sitting.name_acting(acting, by=(-1,))
    assert refused(lambda: sitting.panel_file(acting)) == "panel.reader"
    sitting.name_acting(sitting.member(3), by=(0,))
    assert refused(lambda: sitting.panel_file(acting)) == "panel.reader"
    sitting.name_acting(acting, by=(0,))
    assert [one.number for one in sitting.panel().lines] == ["ZGC-0002", "ZGC-0003"]
    view = sitting.panel(acting)
    assert view.is_acting
    assert [one.number for one in view.lines] == ["ZGC-0001"]
    assert (view.lines[0].line.n_recused, view.lines[0].line.n_effective) == (1, 4)
    assert view.lines[0].line == sitting.line(0)


def test_acting_chairs_are_named_only_where_one_is_needed(at: At) -> None:
    sitting = at("aside")
    desk, row = sitting.secretary.desk, sitting.secretary.round
    others = sitting.member(1).code

    def name(code: str, n: int) -> str:
        return refused(lambda: name_acting_chair(desk, row, code, [sitting.id(n)]))

    assert name(others, 1) == "panel.acting.chair"
    assert name(sitting.chair.code, 0) == "panel.acting.member"
    assert name("专家99", 0) == "panel.acting.member"
    member = sitting.member(1)
    by_member = lambda: name_acting_chair(member.desk, member.round, others, [sitting.id(0)])  # noqa: E731
    assert refused(by_member) == "consent.role"
    unknown = lambda: name_acting_chair(desk, row, others, ["ab" * 16])  # noqa: E731
    assert refused(unknown) == "application.unknown"


def test_by_the_settings_the_next_one_acts(at: At) -> None:
    """Rules §13, acting_chair next: by the order of codes that the draw dealt; the chair signs nothing."""
    sitting = at("next")
    desk, row = sitting.secretary.desk, sitting.secretary.round
    codes = sorted(one.code for one in sitting.world.experts[1:])

    def name(code: str) -> None:
        name_acting_chair(desk, row, code, [sitting.id(0)])

    sitting.aggregate()
    assert refused(lambda: name(codes[1])) == "panel.acting.next"
    body = ConsentBody(act="acting", application=sitting.id(0), answer="named", values={"code": codes[0]})
    assert sitting.refusal(sitting.forge(sitting.chair, body)) == "panel.acting.next"
    name(codes[0])
    person = next(one for one in sitting.world.experts if one.code == codes[0])
    sitting.declare(person, {0: [CONFLICT]})
    sitting.give_back(person)
    assert refused(lambda: name(codes[0])) == "panel.acting.member"
    name(codes[1])
    acting = next(one for one in sitting.world.experts if one.code == codes[1])
    assert [one.number for one in sitting.panel(acting).lines] == ["ZGC-0001"]
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    sitting.panel()
    sitting.collect(*sitting.decide("", "SUPPORT", "SUPPORT"))
    assert sitting.confirm() == (3, 0)
    sitting.verified()


def test_a_file_is_taken_once_and_an_older_one_changes_nothing(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    first, second = sitting.panel_file(), sitting.panel_file()
    assert sitting.take(sitting.chair, second).outcome == "new"
    before = content(sitting.chair)
    assert sitting.take(sitting.chair, second).outcome == "duplicate"
    assert sitting.take(sitting.chair, first).outcome == "older"
    assert content(sitting.chair) == before


def test_a_file_for_somebody_else_is_not_opened(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    path = sitting.panel_file()
    before = content(sitting.member(1))
    assert refused(lambda: sitting.take(sitting.member(1), path)) == "seal.age.not_for_me"
    assert content(sitting.member(1)) == before


def test_a_damaged_file_is_refused(at: At, tmp_path: Path) -> None:
    sitting = at("five")
    sitting.aggregate()
    data = bytearray(sitting.panel_file().read_bytes())
    data[-30] ^= 1
    path = tmp_path / "damaged.zgcpanel"
    path.write_bytes(data)
    assert refused(lambda: sitting.take(sitting.chair, path)).startswith("seal.age.")


def test_the_own_late_recusal_hides_at_once_and_an_old_file_is_refused(at: At) -> None:
    """Rules §15: shown over what the viewer may see, also before the secretary knows."""
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    later = sitting.panel_file()
    sitting.declare(sitting.chair, {0: [CONFLICT]})
    assert [one.number for one in sitting.view().lines] == ["ZGC-0002", "ZGC-0003"]
    before = content(sitting.chair)
    assert refused(lambda: sitting.take(sitting.chair, later)) == "panel.recused"
    assert content(sitting.chair) == before


def test_without_a_file_there_is_no_view(at: At) -> None:
    sitting = at("five")
    assert refused(sitting.view) == "panel.none"


def forged(
    sitting: Sitting, change: Callable[[PanelBody, list[object]], tuple[PanelBody, list[object]]]
) -> Path:
    """Write a panel file as a dishonest secretary could."""
    sitting.panel()
    chair = sitting.chair
    with chair.desk.vault.begin() as uow:
        held = newest_panel(uow, chair.round, GROUP)
        assert held is not None
        opened = post.opened_row(chair.desk, held)
    body, inside = change(post.typed_body(opened), [one.message for one in opened.entries])
    forger = Forger(sitting.world, sitting.secretary)
    data = [carry(one) for one in inside]  # type: ignore[arg-type]
    message = forger.message("panel", f"{GROUP}:{chair.code}", body, *data, seq=9, to=(chair.card.card_id,))
    return forger.write(message, "forged.zgcpanel", chair.card.recipient)


def _swap(body: PanelBody, inside: list[object]) -> tuple[PanelBody, list[object]]:
    """Give the second sheet's place to the first one."""
    return body, [inside[1], inside[0], *inside[2:]]


def _rename(body: PanelBody, inside: list[object]) -> tuple[PanelBody, list[object]]:
    """Call the first sheet another member's."""
    line = msgspec.structs.replace(body.sheets[0], code=body.sheets[1].code)
    return msgspec.structs.replace(body, sheets=(line, *body.sheets[1:])), inside


def _other_reader(body: PanelBody, inside: list[object]) -> tuple[PanelBody, list[object]]:
    other = next(one.code for one in body.sheets if one.code != body.reader)
    return msgspec.structs.replace(body, reader=other), inside


def _unknown(body: PanelBody, inside: list[object]) -> tuple[PanelBody, list[object]]:
    line = msgspec.structs.replace(body.sheets[0], application="ab" * 16)
    return msgspec.structs.replace(body, sheets=(line, *body.sheets[1:])), inside


def _fewer(body: PanelBody, inside: list[object]) -> tuple[PanelBody, list[object]]:
    return body, inside[1:]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_swap, "panel.listing"),
        (_rename, "seal.arrival.sender"),
        (_other_reader, "seal.arrival.slot"),
        (_unknown, "panel.unknown"),
        (_fewer, "panel.listing"),
    ],
)
def test_a_file_that_is_not_what_it_lists_is_refused(
    at: At, change: Callable[..., object], code: str
) -> None:
    sitting = at("five")
    sitting.aggregate()
    path = forged(sitting, change)  # type: ignore[arg-type]
    before = content(sitting.chair)
    assert refused(lambda: sitting.take(sitting.chair, path)) == code
    assert content(sitting.chair) == before


@pytest.mark.parametrize("left_out", ["秘书01", "chair"])
def test_a_file_for_an_acting_chair_whom_not_both_named_is_refused(at: At, left_out: str) -> None:
    """The acting chair's own program asks for both signatures, whatever the secretary's file says."""
    sitting = at("aside")
    sitting.aggregate()
    acting, chair = sitting.member(2), sitting.chair.code
    sitting.name_acting(acting)
    path = sitting.panel_file(acting)
    with sitting.secretary.desk.vault.begin() as uow:
        held = uow.messages.find(sitting.secretary.round.round_id, "panel")[-1]
        gone = chair if left_out == "chair" else left_out
        words = [
            one.id
            for one in spoken(uow, sitting.secretary.round, state_of(uow, sitting.secretary.round), "acting")
            if one.code == gone
        ]
    opened = post.opened_row(sitting.secretary.desk, held)
    body: PanelBody = post.typed_body(opened)
    kept = [one.message for one in opened.entries if one.message is not None and one.message.id not in words]
    assert len(kept) == len(opened.entries) - 1
    names = tuple(f"data/{n:06d}.tar" for n in range(len(body.sheets) + 1, len(kept) + 1))
    forger = Forger(sitting.world, sitting.secretary)
    message = forger.message(
        "panel",
        f"{GROUP}:{acting.code}",
        msgspec.structs.replace(body, consents=names),
        *(carry(one) for one in kept),
        seq=9,
        to=(acting.card.card_id,),
    )
    forged_path = forger.write(message, "unnamed.zgcpanel", acting.card.recipient)
    before = content(acting)
    assert refused(lambda: sitting.take(acting, forged_path)) == "panel.unnamed"
    assert content(acting) == before
    assert sitting.take(acting, path).outcome == "new"


def test_a_file_of_another_sender_is_refused(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    chair = sitting.chair
    forger = Forger(sitting.world, sitting.member(1))
    body = PanelBody(group=GROUP, reader=chair.code, sheets=(), consents=(), recusals=())
    message = forger.message("panel", f"{GROUP}:{chair.code}", body, to=(chair.card.card_id,))
    path = forger.write(message, "other.zgcpanel", chair.card.recipient)
    assert refused(lambda: sitting.take(chair, path)) == "seal.arrival.sender"


def test_a_file_of_a_version_that_is_not_here_asks_for_it(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    chair = sitting.chair
    forger = Forger(sitting.world, sitting.secretary)
    body = PanelBody(group=GROUP, reader=chair.code, sheets=(), consents=(), recusals=())
    message = forger.message(
        "panel", f"{GROUP}:{chair.code}", body, to=(chair.card.card_id,), round_version="ab" * 32
    )
    path = forger.write(message, "version.zgcpanel", chair.card.recipient)
    assert refused(lambda: sitting.take(chair, path)) == "panel.version"


def test_another_file_under_a_used_number_is_an_alarm(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.panel()
    chair = sitting.chair
    forger = Forger(sitting.world, sitting.secretary)
    body = PanelBody(group=GROUP, reader=chair.code, sheets=(), consents=(), recusals=())
    message = forger.message("panel", f"{GROUP}:{chair.code}", body, to=(chair.card.card_id,), seq=1)
    path = forger.write(message, "fork.zgcpanel", chair.card.recipient)
    assert refused(lambda: sitting.take(chair, path)) == "seal.arrival.fork"


def test_c7_what_the_chair_sees_is_the_same_without_the_application_the_chair_is_recused_on(at: At) -> None:
    """Acceptance C7: numbers, lists, order and the file's size are those of a round without it."""
    with_it, without = at("aside"), at("aside")
    gone = without.id(0)
    with without.secretary.desk.vault.begin() as uow:
        uow.applications.set_state(gone, "WITHDRAWN", "申报单位书面撤回")
        uow.commit()
    for sitting in (with_it, without):
        sitting.aggregate()
    with_it.name_acting(with_it.member(2))
    claimant = with_it.member(1)
    evidence = Evidence(None, None, "两份证明材料互相矛盾")
    with_it.hand_in(
        claim_veto(claimant.desk, claimant.round, with_it.id(0), "CV01", evidence, folder=with_it.folder())
    )
    files = [sitting.panel_file() for sitting in (with_it, without)]
    # The header of the encrypted file varies by some bytes at random; the padded content does not.
    assert files[0].stat().st_size >> 16 == files[1].stat().st_size >> 16
    for sitting, path in zip((with_it, without), files, strict=True):
        panel_taking.take_panel(sitting.chair.desk, sitting.chair.round, path)
    assert view_json(with_it.view()) == view_json(without.view())
