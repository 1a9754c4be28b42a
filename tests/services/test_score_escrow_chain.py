"""The key for score files in the chain: named once, revoked once, never the result's (docs/bodies.md §1)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace as with_fields

from zgc_review.domain.bodies import ConsentBody, ListedSheet, ScoresBody
from zgc_review.domain.round_bodies import AmendmentBody, GroupSeats, Member, RoundBody
from zgc_review.domain.settings import GroupPlan, Pool, RoundSettings
from zgc_review.errors import PackageError
from zgc_review.services.chain import RoundState, SignedVersion, fold
from zgc_review.services.chain_consents import SignedConsent
from zgc_review.services.score_escrow import is_due

ROUND = "ab" * 16
KEY, OTHER = "age1" + "q" * 58, "age1" + "z" * 58
SETTINGS = RoundSettings(
    title="测试",
    call_year=2026,
    t0="2026-11-22",
    catalogue_digest="0" * 64,
    verifier_digest="1" * 64,
    modes={"M01-1": "open_call"},
    pools=(Pool(id="M01", fund="F1", sub_directions=("M01-1",)),),
    groups=(GroupPlan(id="G01", sub_directions=("M01-1",), size=3),),
    collector="score_escrow",
)


def member(code: str, role: Any, n: int) -> Member:
    return Member(
        code=code, role=role, card=f"{n:064x}", recipient="age1" + "p" * 58, key=f"ssh-ed25519 {n:068d}"
    )


PEOPLE = (member("秘书01", "secretary", 1), member("监督01", "observer", 2))
EXPERTS = tuple(member(f"专家{n:02d}", "expert", 10 + n) for n in range(1, 4))
SEATS = GroupSeats(id="G01", members=tuple(m.code for m in EXPERTS), chair="专家01")


def state_of(*later: dict[str, Any], settings: RoundSettings = SETTINGS) -> RoundState:
    """Return the state after versions 1, 2 and these; everybody consents to everything."""
    bodies: list[RoundBody | AmendmentBody] = [RoundBody(settings=settings, members=PEOPLE)]
    bodies.append(AmendmentBody(version=2, members=EXPERTS, groups=(SEATS,), round_chair="专家01"))
    bodies += [AmendmentBody(version=n, **fields) for n, fields in enumerate(later, 3)]
    versions, consents = [], []
    for n, body in enumerate(bodies, 1):
        prev = versions[-1].message_id if versions else None
        versions.append(SignedVersion(f"{100 + n:064x}", ROUND, PEOPLE[0].card, prev, body))
        for signer in (PEOPLE[1], EXPERTS[0]):
            said = ConsentBody(act="round", about=versions[-1].message_id, answer="yes")
            consents.append(SignedConsent(f"{1000 * n + len(consents):064x}", signer.card, n, said))
    return fold(versions, consents)


def keys(state: RoundState) -> list[str | None]:
    """Return what score files are sealed to, version by version."""
    return [state.score_key(version) for version in state.versions]


def test_the_key_binds_from_the_version_that_names_it_to_the_one_that_revokes_it() -> None:
    state = state_of(
        {"escrow_scores": KEY}, {"reason": "其他"}, {"escrow_scores": "revoked"}, {"escrow_result": OTHER}
    )
    assert keys(state) == [None, None, KEY, KEY, None, None]
    assert (state.escrow_scores, state.escrow_result, state.escrowed) == (KEY, OTHER, (3, 5))
    assert state.score_key("0" * 64) is None


@pytest.mark.parametrize(
    "later",
    [
        [{"escrow_scores": "revoked"}],
        [{"escrow_scores": KEY}, {"escrow_scores": OTHER}],
        [{"escrow_scores": KEY}, {"escrow_scores": KEY}],
        [{"escrow_scores": KEY}, {"escrow_scores": "revoked"}, {"escrow_scores": "revoked"}],
        [{"escrow_scores": KEY}, {"escrow_scores": "revoked"}, {"escrow_scores": OTHER}],
        [{"escrow_scores": KEY, "escrow_result": KEY}],
        [{"escrow_scores": KEY}, {"escrow_result": KEY}],
        [{"escrow_result": KEY}, {"escrow_scores": KEY}],
    ],
)
def test_another_order_is_refused(later: list[dict[str, Any]]) -> None:
    with pytest.raises(PackageError, match=r"round\.chain\.change"):
        state_of(*later)


def test_a_round_without_score_escrow_has_no_such_key() -> None:
    plain = with_fields(SETTINGS, collector="secretary")
    with pytest.raises(PackageError, match=r"round\.chain\.change"):
        state_of({"escrow_scores": KEY}, settings=plain)
    assert keys(state_of({"escrow_result": KEY}, settings=plain)) == [None, None, None]


def test_a_file_with_a_revision_is_never_sealed_to_the_key() -> None:
    state = state_of({"escrow_scores": KEY})
    listed = ListedSheet(
        sheet="1" * 64, code="专家01", application="2" * 32, phase="initial", file="data/000001.tar"
    )
    plain = ScoresBody(letter="3" * 64, sheets=(listed,))
    revised = ScoresBody(letter="3" * 64, sheets=(listed, with_fields(listed, phase="revision")))
    assert (is_due(state, state.version_id, plain), is_due(state, state.version_id, revised)) == (True, False)
    assert not is_due(state, state.versions[1], plain)
