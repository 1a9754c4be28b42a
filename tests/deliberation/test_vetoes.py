"""Vetoes (rules §8): listed item, two thirds of the effective experts rounded up, or documentary proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sitting_harness import Sitting, refused

from zgc_review.catalogue import load_shipped
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.rows import MessageRow
from zgc_review.services import deliberating_agenda
from zgc_review.services.deliberating_consents import Spoken
from zgc_review.services.vetoes import VetoOutcome, judge_claim, listed_items, votes_needed
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

At = Callable[[str], Sitting]
PROOF = Evidence(None, None, "两份合同的金额互相矛盾")
APPLICATION = "ab" * 16


@pytest.mark.parametrize(
    ("effective", "needed"), [(2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6)]
)
def test_two_thirds_are_rounded_up(effective: int, needed: int) -> None:
    """Rules §8: 2 of 3, 4 of 5, 5 of 7."""
    assert votes_needed(effective, (2, 3)) == needed


def test_another_share_of_the_round_is_used() -> None:
    assert votes_needed(5, (1, 2)) == 3
    assert votes_needed(5, (1, 1)) == 5


def said(code: str, body: ConsentBody) -> Spoken:
    """Return a signed act."""
    name = f"{code}:{body.act}"
    return Spoken(code, MessageRow(name, None, "consent", code, "", 1, None, "in", b"", ""), body)


def judged(
    yes: Sequence[str],
    no: Sequence[str] = (),
    *,
    experts: int = 5,
    item: str = "CV01",
    by: str = "专家01",
    document: str | None = None,
) -> VetoOutcome:
    values = {"item": item, "document": document, "page": None}
    claim = said(by, ConsentBody(act="veto_claim", application=APPLICATION, answer="claimed", values=values))
    votes = [
        said(code, ConsentBody(act="veto_vote", about=claim.id, application=APPLICATION, answer=answer))
        for answer, codes in (("yes", yes), ("no", no))
        for code in codes
    ]
    effective = [f"专家0{n}" for n in range(1, experts + 1)]
    return judge_claim(claim, votes, effective, {"CV01", "CV02", "CV05"}, (2, 3), "秘书01")


@pytest.mark.parametrize(
    ("experts", "yes", "holds"),
    [(3, 1, False), (3, 2, True), (5, 3, False), (5, 4, True), (7, 4, False), (7, 5, True), (0, 0, False)],
)
def test_a_veto_takes_effect_at_two_thirds(experts: int, yes: int, holds: bool) -> None:
    outcome = judged([f"专家0{n}" for n in range(1, yes + 1)], experts=experts)
    assert (outcome.is_established, outcome.effective, len(outcome.yes)) == (holds, experts, yes)


def test_votes_of_those_who_do_not_count_are_left_out() -> None:
    outcome = judged(["专家01", "专家02", "专家03", "专家09", "秘书01"], ["专家04"])
    assert (outcome.yes, outcome.no) == (("专家01", "专家02", "专家03"), ("专家04",))
    assert not outcome.is_established


def test_an_item_that_is_not_listed_stays_a_remark() -> None:
    outcome = judged([f"专家0{n}" for n in range(1, 6)], item="CV99")
    assert (outcome.is_listed, outcome.is_established) == (False, False)


@pytest.mark.parametrize("item", ["CV02", "CV05"])
def test_status_lists_are_decided_by_proof_without_a_vote(item: str) -> None:
    """Rules §8: 限制期内、重复资助."""
    assert not judged([f"专家0{n}" for n in range(1, 6)], item=item).is_established
    assert judged([], item=item, document="0" * 64).is_established
    by_secretary = judged([], item=item, by="秘书01")
    assert (by_secretary.by_documents, by_secretary.needed, by_secretary.is_established) == (True, 0, True)


def test_screening_items_of_a_stage_are_established_in_the_same_way() -> None:
    """Rules §2.4."""
    catalogue = load_shipped()
    sub = catalogue.sub_directions[0].id
    plain = listed_items(catalogue, sub, _settings("proposal"))
    stage = listed_items(catalogue, sub, _settings("acceptance"))
    screening = {one.id for one in catalogue.rubric(sub, "acceptance").screening}
    assert screening
    assert set(stage) == set(plain) | screening
    assert {"CV01", "CV07"} <= set(plain)


def _settings(stage: str):  # type: ignore[no-untyped-def]
    from zgc_review.domain.settings import Pool, RoundSettings  # noqa: PLC0415 - used here alone

    return RoundSettings(
        title="轮次", call_year=2026, t0="2026-11-22", stage=stage, catalogue_digest="0" * 64,
        verifier_digest="0" * 64, modes={}, pools=(Pool(id="P", fund="F1", sub_directions=()),),
    )  # fmt: skip


def claim(sitting: Sitting, n: int, item: str = "CV01", application: int = 0) -> None:
    """Let a member raise a veto and hand it in."""
    person = sitting.member(n)
    sitting.hand_in(
        claim_veto(person.desk, person.round, sitting.id(application), item, PROOF, folder=sitting.folder())
    )


def vote(sitting: Sitting, n: int, answer: str = "yes", item: str = "CV01", application: int = 0) -> None:
    """Let a member vote and hand it in."""
    person = sitting.member(n)
    folder = sitting.folder()
    sitting.hand_in(
        *vote_veto(person.desk, person.round, sitting.id(application), item, answer, folder)  # type: ignore[arg-type]
    )


def outcome_of(sitting: Sitting, application: int = 0) -> VetoOutcome:
    secretary = sitting.secretary
    (one,) = deliberating_agenda.outcomes(secretary.desk, secretary.round, sitting.application(application))
    return one


def test_a_veto_from_claim_to_decision(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    assert refused(lambda: vote(sitting, 1)) == "veto.unknown"
    claim(sitting, 2)
    assert sitting.line(0).discuss == ("veto", "near_line")
    sitting.letters()
    for n in range(3):
        vote(sitting, n)
    vote(sitting, 3, "no")
    assert (outcome_of(sitting).is_established, outcome_of(sitting).needed) == (False, 4)
    sitting.panel()
    assert refused(lambda: sitting.decide("VETOED")) == "decide.veto"
    vote(sitting, 4)
    assert outcome_of(sitting).is_established
    sitting.panel()
    assert refused(lambda: sitting.decide("SUPPORT")) == "decide.veto_stands"
    sitting.collect(*sitting.decide("VETOED"))
    assert sitting.confirm() == (3, 0)
    assert sitting.line(0).decision == "VETOED"
    sitting.verified()


def test_a_vote_can_be_changed_and_not_cast_twice(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    claim(sitting, 2)
    sitting.letters()
    vote(sitting, 1)
    assert refused(lambda: vote(sitting, 1)) == "deliberation.twice"
    vote(sitting, 1, "no")
    assert (outcome_of(sitting).yes, outcome_of(sitting).no) == ((), (sitting.member(1).code,))


def test_nobody_recused_claims_or_votes(at: At) -> None:
    """Rules §4.1.3: no vote, not counted."""
    sitting = at("aside")
    sitting.aggregate()
    assert refused(lambda: claim(sitting, 0)) == "application.closed"
    values = {"item": "CV01", "document": None, "page": None}
    body = ConsentBody(act="veto_claim", application=sitting.id(0), answer="claimed", values=values, text="x")
    assert sitting.refusal(sitting.forge(sitting.chair, body)) == "deliberation.member"
    claim(sitting, 1)
    sitting.letters()
    with sitting.secretary.desk.vault.begin() as uow:
        about = uow.messages.find(sitting.secretary.round.round_id, "consent")
        claims = [one.message_id for one in about if one.slot.startswith("veto_claim")]
    ballot = ConsentBody(act="veto_vote", about=claims[0], application=sitting.id(0), answer="yes")
    assert refused(lambda: vote(sitting, 0)) == "veto.unknown"
    assert sitting.refusal(sitting.forge(sitting.chair, ballot)) == "deliberation.effective"
    for n in (1, 2, 3):
        vote(sitting, n)
    one = outcome_of(sitting)
    assert (one.effective, one.needed, one.is_established) == (4, 3, True)


def test_a_vote_about_another_application_or_before_combining_is_refused(at: At) -> None:
    sitting = at("five")
    claim(sitting, 2)
    with sitting.secretary.desk.vault.begin() as uow:
        held = uow.messages.find(sitting.secretary.round.round_id, "consent")
        about = next(one.message_id for one in held if one.slot.startswith("veto_claim"))

    def ballot(n: int, **fields: str) -> ConsentBody:
        return ConsentBody(
            act="veto_vote", answer="yes", **{"about": about, "application": sitting.id(n), **fields}
        )

    assert sitting.refusal(sitting.forge(sitting.member(1), ballot(0))) == "deliberation.state"
    sitting.aggregate()
    assert sitting.refusal(sitting.forge(sitting.member(1), ballot(1))) == "deliberation.about"
    assert (
        sitting.refusal(sitting.forge(sitting.member(1), ballot(0, about="ab" * 32))) == "deliberation.about"
    )


def test_what_a_claim_must_say(at: At) -> None:
    sitting = at("five")
    person = sitting.member(1)

    def raised(item: str, text: str) -> Callable[[], object]:
        return lambda: claim_veto(
            person.desk,
            person.round,
            sitting.id(0),
            item,
            Evidence(None, None, text),
            folder=sitting.folder(),
        )

    assert refused(raised("CV01", " ")) == "veto.evidence"
    raised("CV01", "账目与合同不符")()
    assert refused(raised("CV01", "账目与合同不符")) == "deliberation.twice"
    assert refused(raised("CV03", "未见伦理审查")) == "veto.twice"
    raised("CV01", "账目与合同不符，见附件三")()


def test_the_secretary_raises_a_veto_without_any_file(at: At) -> None:
    sitting = at("five")
    secretary = sitting.secretary
    signed = claim_veto(secretary.desk, secretary.round, sitting.id(0), "CV02", PROOF)
    assert signed.path is None
    sitting.aggregate()
    assert outcome_of(sitting).is_established
    assert sitting.line(0).discuss == ("veto", "near_line")
    assert outcome_of(sitting).raised_by == secretary.code
