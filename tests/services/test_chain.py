"""The chain of round definitions (docs/bodies.md §1)."""

from __future__ import annotations

from typing import Any

import pytest

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
    Member,
    Revocation,
    RoundBody,
)
from zgc_review.domain.settings import GroupPlan, Pool, RoundSettings
from zgc_review.errors import PackageError
from zgc_review.services.chain import SignedVersion, check_chain, fold, waiting
from zgc_review.services.chain_consents import SignedConsent, missing_consents

ROUND = "ab" * 16
SETTINGS = RoundSettings(
    title="测试",
    call_year=2026,
    t0="2026-11-22",
    catalogue_digest="0" * 64,
    verifier_digest="1" * 64,
    modes={"M01-1": "open_call"},
    pools=(Pool(id="M01", fund="F1", sub_directions=("M01-1",)),),
    groups=(GroupPlan(id="G01", sub_directions=("M01-1",), size=5),),
)


def card(n: int) -> str:
    return f"{n:064x}"


def member(code: str, role: Any, n: int) -> Member:
    return Member(
        code=code, role=role, card=card(n), recipient="age1" + "q" * 58, key=f"ssh-ed25519 {n:068d}"
    )


SECRETARY, OBSERVER = member("秘书01", "secretary", 1), member("监督01", "observer", 2)
EXPERTS = tuple(member(f"专家{n:02d}", "expert", 10 + n) for n in range(1, 6))
V1 = SignedVersion(
    card(101), ROUND, SECRETARY.card, None, RoundBody(settings=SETTINGS, members=(SECRETARY, OBSERVER))
)


def amendment(n: int, prev: str, message: int, **fields: Any) -> SignedVersion:
    return SignedVersion(card(message), ROUND, SECRETARY.card, prev, AmendmentBody(version=n, **fields))


SEATS = GroupSeats(id="G01", members=tuple(m.code for m in EXPERTS), chair="专家01")
V2 = amendment(2, V1.message_id, 102, members=EXPERTS, groups=(SEATS,), round_chair="专家01")


def yes(version: SignedVersion, signer: Member, *, seq: int = 1, answer: str = "yes") -> SignedConsent:
    body = ConsentBody(act="round", about=version.message_id, answer=answer)
    return SignedConsent(
        f"{int(version.message_id, 16) * 1000 + int(signer.card, 16) + seq:064x}", signer.card, seq, body
    )


def test_version_1_counts_with_the_observers_consent() -> None:
    assert fold([V1], [yes(V1, OBSERVER)]).version == 1
    with pytest.raises(PackageError, match=r"round\.chain\.observer"):
        fold([V1], [yes(V1, SECRETARY)])


def test_a_later_no_withdraws_an_earlier_yes() -> None:
    with pytest.raises(PackageError, match=r"round\.chain\.observer"):
        fold([V1], [yes(V1, OBSERVER), yes(V1, OBSERVER, seq=2, answer="no")])


def test_version_2_needs_observer_and_the_chair_it_names() -> None:
    consents = [yes(V1, OBSERVER), yes(V2, OBSERVER)]
    state = fold([V2, V1], consents)
    assert state.version == 1
    waits = waiting(state, [V1, V2])
    assert waits is not None
    assert waits.version is V2
    state = fold([V1, V2], [*consents, yes(V2, EXPERTS[0])])
    assert state.version == 2
    assert state.round_chair == "专家01"
    assert state.groups_of_member("专家03") == ("G01",)


def test_later_versions_need_the_round_chair_alone() -> None:
    new = member("专家06", "expert", 16)
    v3 = amendment(3, V2.message_id, 103, members=(new,))
    consents = [yes(V1, OBSERVER), yes(V2, OBSERVER), yes(V2, EXPERTS[0])]
    assert fold([V1, V2, v3], [*consents, yes(v3, OBSERVER)]).version == 2
    assert fold([V1, V2, v3], [*consents, yes(v3, EXPERTS[0])]).version == 3


def test_a_lost_chairs_card_is_replaced_with_the_observers_consent() -> None:
    replacement = member("专家01", "expert", 77)
    v3 = amendment(
        3,
        V2.message_id,
        103,
        members=(replacement,),
        revocations=(Revocation(card=EXPERTS[0].card, kept=(card(900),)),),
    )
    consents = [yes(V1, OBSERVER), yes(V2, OBSERVER), yes(V2, EXPERTS[0])]
    assert fold([V1, V2, v3], [*consents, yes(v3, EXPERTS[0])]).version == 2
    state = fold([V1, V2, v3], [*consents, yes(v3, OBSERVER)])
    assert state.member("专家01") == replacement
    assert state.accepts(EXPERTS[0].card, card(900))
    assert not state.accepts(EXPERTS[0].card, card(901))
    assert state.accepts(replacement.card, card(902))
    assert not state.accepts(card(5), card(902))


def test_a_fork_is_an_alarm() -> None:
    other = amendment(2, V1.message_id, 202, members=EXPERTS)
    with pytest.raises(PackageError, match=r"round\.chain\.fork"):
        fold([V1, V2, other], [yes(V1, OBSERVER)])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"members": (member("监督01", "expert", 50),)}, "round.chain.change"),
        ({"groups": (GroupSeats(id="G01", members=("专家09",), chair="专家09"),)}, "round.chain.change"),
        (
            {"members": EXPERTS, "groups": (GroupSeats(id="G09", members=("专家01",), chair="专家01"),)},
            "round.chain.change",
        ),
        ({"members": EXPERTS, "groups": (SEATS,), "round_chair": "专家02"}, "round.chain.change"),
    ],
)
def test_later_versions_may_only_add(fields: dict[str, Any], code: str) -> None:
    wrong = amendment(2, V1.message_id, 102, **fields)
    with pytest.raises(PackageError, match=code.replace(".", r"\.")):
        fold([V1, wrong], [yes(V1, OBSERVER)])


def test_a_foreign_signer_and_a_gap_are_refused() -> None:
    foreign = SignedVersion(card(102), ROUND, OBSERVER.card, V1.message_id, V2.body)
    with pytest.raises(PackageError, match=r"round\.chain\.signer"):
        fold([V1, foreign], [yes(V1, OBSERVER)])
    gap = amendment(3, V1.message_id, 102)
    with pytest.raises(PackageError, match=r"round\.chain\.gap"):
        fold([V1, gap], [yes(V1, OBSERVER)])
    with pytest.raises(PackageError, match=r"round\.chain\.empty"):
        fold([], [])


def test_missing_consents_names_codes() -> None:
    state = fold([V1], [yes(V1, OBSERVER)])
    after = fold([V1, V2], [yes(V1, OBSERVER), yes(V2, OBSERVER), yes(V2, EXPERTS[0])])
    assert missing_consents(state, after, frozenset()) == ("监督01", "专家01")


NO_CHAIR = [yes(V1, OBSERVER), yes(V2, OBSERVER), yes(V2, EXPERTS[0], answer="no")]


def again(**fields: Any) -> SignedVersion:
    """Return the version that takes the place of version 2, with another chair."""
    seats = GroupSeats(id="G01", members=SEATS.members, chair="专家02")
    given = {"members": EXPERTS, "groups": (seats,), "round_chair": "专家02", "withdraws": V2.message_id}
    return amendment(3, V2.message_id, 103, **{**given, **fields})


def test_a_refused_version_is_withdrawn_by_the_next() -> None:
    """docs/bodies.md §1 ``withdraws``: it never counts, whatever is said to it later; its number stays."""
    v3 = again()
    state = fold([V1, V2], NO_CHAIR)
    assert state.version == 1
    waits = waiting(state, [V1, V2, v3])
    assert waits is not None
    assert waits.version is v3
    assert fold([V1, V2, v3], [*NO_CHAIR, yes(v3, OBSERVER)]).version == 1
    agreed = [*NO_CHAIR, yes(v3, OBSERVER), yes(v3, EXPERTS[1])]
    state = fold([V1, V2, v3], agreed)
    assert (state.version, state.round_chair, state.withdrawn) == (3, "专家02", {V2.message_id})
    assert state.versions == (V1.message_id, V2.message_id, v3.message_id)
    assert fold([V1, V2, v3], [*agreed, yes(V2, EXPERTS[0], seq=9)]).round_chair == "专家02"
    assert state.in_force(EXPERTS[0].card, v3.message_id)
    assert not state.in_force(EXPERTS[0].card, V2.message_id)
    later = amendment(4, v3.message_id, 104, members=(member("专家06", "expert", 16),))
    assert fold([V1, V2, v3, later], [*agreed, yes(later, EXPERTS[1])]).version == 4


def test_a_version_nobody_refused_is_not_withdrawn() -> None:
    v3 = again()
    waiting_yet = [yes(V1, OBSERVER), yes(V2, OBSERVER)]
    assert fold([V1, V2, v3], [*waiting_yet, yes(v3, OBSERVER), yes(v3, EXPERTS[1])]).version == 1
    with pytest.raises(PackageError, match=r"round\.chain\.change"):
        fold([V1, V2, v3], [*waiting_yet, yes(V2, EXPERTS[0])])  # it is in force


@pytest.mark.parametrize("withdraws", [V1.message_id, "0" * 64])
def test_only_the_version_before_is_withdrawn(withdraws: str) -> None:
    with pytest.raises(PackageError, match=r"round\.chain\.change"):
        check_chain([V1, V2, again(withdraws=withdraws)])
    check_chain([V1, V2, again()])
    with pytest.raises(PackageError, match=r"round\.chain\.change"):
        check_chain([V1, amendment(2, V1.message_id, 102, withdraws=V1.message_id)])
