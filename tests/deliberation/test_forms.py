"""Forms of the sitting: F05, F09, F10, F12, and what F08 says of late changes (rules §10)."""

from __future__ import annotations

from collections.abc import Callable

from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.export.office_values import ExpertRecusal, GroupOpinion, VetoRecord
from zgc_review.services import deliberating_forms
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

At = Callable[[str], Sitting]
STARTS = "2026-11-23T09:00:00+08:00"


def sat(at: At) -> Sitting:
    """Return a round with a recusal, an opinion with dissent and a veto that failed."""
    sitting = at("aside")
    sitting.aggregate()
    chair, claimant = sitting.chair, sitting.member(1)
    text = OpinionText("技术路线清楚", "市场验证不足", "补充用户证明")
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(1), text, sitting.folder()))
    document = sitting.own(claimant, 1)
    with claimant.desk.vault.begin() as uow:
        paper = uow.applications.documents(document.application_id)[0]
    proof = Evidence(paper.plain, 3, "两处数据不一致")
    sitting.hand_in(
        claim_veto(claimant.desk, claimant.round, sitting.id(1), "CV01", proof, folder=sitting.folder())
    )
    sitting.letters()
    for n, answer in ((0, "no"), (1, "yes")):
        person = sitting.member(n)
        folder = sitting.folder()
        sitting.hand_in(*vote_veto(person.desk, person.round, sitting.id(1), "CV01", answer, folder))  # type: ignore[arg-type]
    other = sitting.member(2)
    sitting.hand_in(
        vote_opinion(other.desk, other.round, sitting.id(1), "dissent", "市场部分证据不够", sitting.folder())
    )
    return sitting


def test_the_values_of_the_forms_say_what_was_signed(at: At) -> None:
    sitting = sat(at)
    with sitting.secretary.desk.vault.begin() as uow:
        held = deliberating_forms.sitting_of(uow, sitting.secretary.round, STARTS)
        ((number, opinion),) = deliberating_forms.group_opinions(held)
        ((name, veto),) = deliberating_forms.veto_records(held)
        ((recused, recusal),) = deliberating_forms.recusals(held)
        minutes = deliberating_forms.minutes(held, STARTS, "三楼会议室")
    assert isinstance(opinion, GroupOpinion)
    assert isinstance(veto, VetoRecord)
    assert isinstance(recusal, ExpertRecusal)
    assert (number, opinion.value, opinion.strengths) == ("ZGC-0002", 7200, "技术路线清楚")
    assert [one.text for one in opinion.dissents] == ["市场部分证据不够"]
    assert len(opinion.signers) == 5
    assert all(one.name.startswith("亓𠮷") for one in opinion.signers)
    assert name.startswith("ZGC-0002-CV01-")
    assert (veto.effective, veto.needed, veto.established, len(veto.votes)) == (5, 4, False, 2)
    assert (veto.evidence[0].page, veto.evidence[0].content) == ("3", "两处数据不一致")
    assert veto.evidence[0].file
    assert (recused, recusal.rule) == (f"ZGC-0001-{sitting.chair.code}-R06", "R06")
    assert recusal.grounds == CONFLICT.reason
    assert minutes.items[0].recused == sitting.chair.code
    assert "同意 1，不同意 1，不成立" in minutes.items[1].vote
    assert minutes.log_digits is None


def test_the_forms_are_printed_from_the_secretarys_vault_only(at: At) -> None:
    sitting = sat(at)
    secretary, chair = sitting.secretary, sitting.chair
    paths = deliberating_forms.print_sitting(
        secretary.desk, secretary.round, sitting.folder(), starts_at=STARTS, place="三楼会议室"
    )
    assert sorted(path.name.split("-")[0].removesuffix(".pdf") for path in paths) == [
        "F05",
        "F09",
        "F10",
        "F12",
    ]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    assert refused(
        lambda: deliberating_forms.print_sitting(
            chair.desk, chair.round, sitting.folder(), starts_at=STARTS, place="x"
        )
    ) == ("round.role.secretary")


def test_before_combining_there_is_nothing_to_print(at: At) -> None:
    sitting = at("five")
    secretary = sitting.secretary
    assert refused(
        lambda: deliberating_forms.print_sitting(
            secretary.desk, secretary.round, sitting.folder(), starts_at=STARTS, place="x"
        )
    ) == ("forms.nothing")
