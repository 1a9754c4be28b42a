"""Who may do what (rules §1): every service and every signed act, tried by every role that must not.

Each refusal has a code with texts in both languages and changes nothing. A service that nobody put into the
table fails the test.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from services_forgery import Forger, content, refusal, sentences
from services_harness import Person
from sitting_harness import Bases, Sitting

from zgc_review.domain.bodies import ConsentAct, ConsentBody
from zgc_review.services import (
    acks,
    aggregating,
    amending,
    application_changes,
    appointing,
    assigning,
    assigning_alternate,
    assigning_change,
    collecting,
    conflict_desk,
    deciding,
    declaring,
    declaring_marks,
    deliberating,
    deliberating_forms,
    drawing,
    drawing_alternates,
    drawing_form,
    drawing_pool,
    drawing_seats,
    drawing_witness,
    escrow,
    ethics,
    explaining,
    filling,
    form_previews,
    gates,
    gates_deciding,
    gates_fields,
    gates_forms,
    handing_back,
    intake_adjusting,
    late_conflict,
    media_register,
    packing,
    panel,
    panel_taking,
    picturing,
    pleas,
    printing,
    recusal_forms,
    result_overview,
    returning,
    revising,
    roster,
    score_escrow,
    score_escrow_opening,
    screening,
    sealing,
    sealing_summary,
    sealing_witness,
    share_papers,
    sharing,
    sheet_versions,
    sheets,
    sitting_notes,
    taking_in,
    unscored,
    unscored_list,
)
from zgc_review.services.absences import sign_absent
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.amending import CardChange
from zgc_review.services.appointing import Appointment
from zgc_review.services.consents import consent_slot, sign_consent
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.intake_adjusting import Spot
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.sealing_witness import SealNotice, key_version
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto
from zgc_review.services.voiding import sign_void

SERVICES = Path(__file__).resolve().parents[2] / "zgc_review" / "services"
SECRETARY, OBSERVER, CHAIR, EXPERT = "secretary", "observer", "chair", "expert"
ROLES = (SECRETARY, OBSERVER, CHAIR, EXPERT)
BY_EXPERTS = frozenset({CHAIR, EXPERT})
ONLY_SECRETARY = frozenset({SECRETARY})


@dataclass(frozen=True)
class Case:
    """A round in its sitting, and who tries something there."""

    sitting: Sitting
    person: Person
    out: Path

    @property
    def desk(self) -> Any:
        return self.person.desk

    @property
    def row(self) -> Any:
        return self.person.round

    @property
    def id(self) -> str:
        return self.sitting.id(0)

    @property
    def number(self) -> str:
        return "ZGC-0001"

    @property
    def other(self) -> str:
        """Code of a member who tries nothing."""
        return self.sitting.member(3).code

    @property
    def sheet(self) -> str:
        """Message id of the other member's sheet."""
        card = self.sitting.member(3).card.card_id
        with self.sitting.secretary.desk.vault.begin() as uow:
            found = uow.messages.find(self.row.round_id, "sheet", sender=card, slot=self.id)
        return str(found[-1].message_id)


Try = Callable[[Case], object]
TEXT = "经核对，情况属实，特此说明"

# Service → who may, and how it is tried.
VERBS: dict[str, tuple[frozenset[str], Try]] = {
    "acks.acknowledge": (ONLY_SECRETARY, lambda c: acks.acknowledge(c.desk, c.row, c.out, "received")),
    "aggregating.aggregate_round": (ONLY_SECRETARY, lambda c: aggregating.aggregate_round(c.desk, c.row)),
    "amending.amend_cards": (
        ONLY_SECRETARY,
        lambda c: amending.amend_cards(c.desk, c.row, [CardChange(c.other)], TEXT),
    ),
    "amending.try_amend": (
        ONLY_SECRETARY,
        lambda c: amending.try_amend(c.desk, c.row, [CardChange(c.other)], TEXT),
    ),
    "appointing.appoint": (
        ONLY_SECRETARY,
        lambda c: appointing.appoint(c.desk, c.row, [Appointment("E001", c.person.card.fingerprint, "G01")]),
    ),
    "assigning.run": (ONLY_SECRETARY, lambda c: assigning.run(c.desk, c.row, assigning.Order())),
    "assigning_alternate.call_for": (
        ONLY_SECRETARY,
        lambda c: assigning_alternate.call_for(c.desk, c.row, "G01", [c.number], TEXT, None),
    ),
    "assigning_alternate.next_for": (
        ONLY_SECRETARY,
        lambda c: assigning_alternate.next_for(c.desk, c.row, "G01", [c.number]),
    ),
    "assigning_change.change": (
        ONLY_SECRETARY,
        lambda c: assigning_change.change(c.desk, c.row, assigning_change.Change(c.number, (), (), TEXT)),
    ),
    "assigning_change.weigh": (
        ONLY_SECRETARY,
        lambda c: assigning_change.weigh(c.desk, c.row, assigning_change.Change(c.number)),
    ),
    "collecting.collect": (ONLY_SECRETARY, lambda c: collecting.collect(c.desk, c.row, [])),
    "conflict_desk.decide": (
        ONLY_SECRETARY,
        lambda c: conflict_desk.decide(c.desk, c.row, "ab" * 16, "recuse"),
    ),
    "conflict_desk.undo": (ONLY_SECRETARY, lambda c: conflict_desk.undo(c.desk, c.row, "ab" * 16, TEXT)),
    "deciding.check_decisions": (ONLY_SECRETARY, lambda c: deciding.check_decisions(c.desk, c.row)),
    "deciding.confirm_decisions": (ONLY_SECRETARY, lambda c: deciding.confirm_decisions(c.desk, c.row)),
    "deliberating_forms.print_sitting": (
        ONLY_SECRETARY,
        lambda c: deliberating_forms.print_sitting(c.desk, c.row, c.out, starts_at="9:00", place="会议室"),
    ),
    "drawing.begin": (ONLY_SECRETARY, lambda c: drawing.begin(c.desk, c.row)),
    "drawing.say_words": (
        ONLY_SECRETARY,
        lambda c: drawing.say_words(c.desk, c.row, "secretary", "中关村 西山"),
    ),
    "drawing.run": (ONLY_SECRETARY, lambda c: drawing.run(c.desk, c.row)),
    "drawing_alternates.call_up": (
        ONLY_SECRETARY,
        lambda c: drawing_alternates.call_up(c.desk, c.row, "G01", None, TEXT, c.person.card.fingerprint),
    ),
    "drawing_form.print_draws": (ONLY_SECRETARY, lambda c: drawing_form.print_draws(c.desk, c.row, c.out)),
    "drawing_pool.clear_listed": (
        ONLY_SECRETARY,
        lambda c: drawing_pool.clear_listed(c.desk, c.row, "E001", TEXT),
    ),
    "drawing_seats.appoint_drawn": (
        ONLY_SECRETARY,
        lambda c: drawing_seats.appoint_drawn(c.desk, c.row, {}, {}),
    ),
    "escrow.prepare_seal": (ONLY_SECRETARY, lambda c: escrow.prepare_seal(c.desk, c.row, c.out)),
    "escrow.prepare_scores": (ONLY_SECRETARY, lambda c: escrow.prepare_scores(c.desk, c.row, c.out)),
    "gates.run_gates": (ONLY_SECRETARY, lambda c: gates.run_gates(c.desk, c.row)),
    "gates.answer_gate": (
        ONLY_SECRETARY,
        lambda c: gates.answer_gate(c.desk, c.row, c.number, "CG01", "yes", TEXT),
    ),
    "gates_deciding.decide_gates": (ONLY_SECRETARY, lambda c: gates_deciding.decide_gates(c.desk, c.row)),
    "gates_fields.set_field": (
        ONLY_SECRETARY,
        lambda c: gates_fields.set_field(c.desk, c.row, c.number, "title", TEXT),
    ),
    "gates_forms.print_checks": (ONLY_SECRETARY, lambda c: gates_forms.print_checks(c.desk, c.row, c.out)),
    "packing.pack": (ONLY_SECRETARY, lambda c: packing.pack(c.desk, c.row, c.out, packing.PackOrder())),
    "panel.write_panel": (ONLY_SECRETARY, lambda c: panel.write_panel(c.desk, c.row, "G01", c.other, c.out)),
    "printing.print_sheets": (ONLY_SECRETARY, lambda c: printing.print_sheets(c.desk, c.row, c.out)),
    "recusal_forms.print_recusals": (
        ONLY_SECRETARY,
        lambda c: recusal_forms.print_recusals(c.desk, c.row, c.out),
    ),
    "roster.take_roster": (
        ONLY_SECRETARY,
        lambda c: roster.take_roster(c.desk, c.row, c.sitting.world.folder / "名册.xlsx"),
    ),
    "roster.take_integrity_list": (
        ONLY_SECRETARY,
        lambda c: roster.take_integrity_list(c.desk, c.row, c.sitting.world.folder / "名册.xlsx"),
    ),
    "score_escrow.revoke_key": (ONLY_SECRETARY, lambda c: score_escrow.revoke_key(c.desk, c.row, TEXT)),
    "score_escrow_opening.open_scores": (
        ONLY_SECRETARY,
        lambda c: score_escrow_opening.open_scores(c.desk, c.row, (), ""),
    ),
    "screening.screen": (ONLY_SECRETARY, lambda c: screening.screen(c.desk, c.row)),
    "sealing.seal_round": (ONLY_SECRETARY, lambda c: sealing.seal_round(c.desk, c.row, c.out)),
    "sharing.publish_round": (ONLY_SECRETARY, lambda c: sharing.publish_round(c.desk, c.row, c.out)),
    "taking_in.check_folder": (
        ONLY_SECRETARY,
        lambda c: taking_in.check_folder(c.desk, c.row, c.sitting.world.folder / "intake"),
    ),
    "taking_in.take_in": (
        ONLY_SECRETARY,
        lambda c: taking_in.take_in(c.desk, c.row, c.sitting.world.folder / "intake"),
    ),
    "taking_in.admit": (ONLY_SECRETARY, lambda c: taking_in.admit(c.desk, c.row, (), TEXT)),
    "taking_in.reject": (ONLY_SECRETARY, lambda c: taking_in.reject(c.desk, c.row, c.number, TEXT)),
    "taking_in.assign_groups": (ONLY_SECRETARY, lambda c: taking_in.assign_groups(c.desk, c.row)),
    "application_changes.amendments_of": (
        ONLY_SECRETARY,
        lambda c: application_changes.amendments_of(c.desk, c.row, c.number),
    ),
    "ethics.ethics_list": (ONLY_SECRETARY, lambda c: ethics.ethics_list(c.desk, c.row)),
    "form_previews.items_of": (
        ONLY_SECRETARY,
        lambda c: form_previews.items_of(c.desk, c.row, "F14", form_previews.Sat("9:00", "会议室")),
    ),
    "intake_adjusting.remember_columns": (
        ONLY_SECRETARY,
        lambda c: intake_adjusting.remember_columns(c.desk, c.row, []),
    ),
    "intake_adjusting.correct_cell": (
        ONLY_SECRETARY,
        lambda c: intake_adjusting.correct_cell(c.desk, c.row, [], Spot("a.xlsx", "申报", 2, 1), "", TEXT),
    ),
    "intake_adjusting.undo_correction": (
        ONLY_SECRETARY,
        lambda c: intake_adjusting.undo_correction(c.desk, c.row, 1),
    ),
    "media_register.print_register": (
        ONLY_SECRETARY,
        lambda c: media_register.print_register(c.desk, c.row, c.out),
    ),
    "picturing.pictures_of_round": (ONLY_SECRETARY, lambda c: picturing.pictures_of_round(c.desk, c.row)),
    "picturing.pictures_seen": (
        frozenset({SECRETARY, CHAIR}),
        lambda c: picturing.pictures_seen(c.desk, c.row, "G01"),
    ),
    "result_overview.overview": (ONLY_SECRETARY, lambda c: result_overview.overview(c.desk, c.row)),
    "share_papers.print_blank": (ONLY_SECRETARY, lambda c: share_papers.print_blank(c.desk, c.row, c.out)),
    "amending.received_from": (
        ONLY_SECRETARY,
        lambda c: amending.received_from(c.desk, c.row, c.other),
    ),
    "sealing_summary.summarise": (ONLY_SECRETARY, lambda c: sealing_summary.summarise(c.desk, c.row)),
    "sealing_witness.write_notice": (
        ONLY_SECRETARY,
        lambda c: sealing_witness.write_notice(c.desk, c.row, c.out),
    ),
    "unscored_list.take_namelist": (
        ONLY_SECRETARY,
        lambda c: unscored_list.take_namelist(c.desk, c.row, c.sitting.world.folder / "名册.xlsx"),
    ),
    # An expert's own acts.
    "declaring.pledge": (BY_EXPERTS, lambda c: declaring.pledge(c.desk, c.row)),
    "declaring.answer": (BY_EXPERTS, lambda c: declaring.answer(c.desk, c.row, c.id, [])),
    "declaring.declare": (BY_EXPERTS, lambda c: declaring.declare(c.desk, c.row)),
    "declaring_marks.mark": (
        BY_EXPERTS,
        lambda c: declaring_marks.mark(c.desk, c.row, c.id, {"R01": declaring_marks.Mark("no")}),
    ),
    "late_conflict.declare_late": (
        BY_EXPERTS,
        lambda c: late_conflict.declare_late(c.desk, c.row, c.id, GivenAnswer("R06", "yes", TEXT)),
    ),
    "pleas.sign_pleas": (BY_EXPERTS, lambda c: pleas.sign_pleas(c.desk, c.row, "")),
    "filling.fill_sheets": (BY_EXPERTS, lambda c: filling.fill_sheets(c.desk, c.row, _filled(c))),
    "sheets.edit": (BY_EXPERTS, lambda c: sheets.edit(c.desk, c.row, c.id, "fill", lambda body: body)),
    "sheets.lock": (BY_EXPERTS, lambda c: sheets.lock(c.desk, c.row, [c.id])),
    "sheets.lock_all": (BY_EXPERTS, lambda c: sheets.lock_all(c.desk, c.row, {"initial": [c.id]})),
    "sheets.reopen": (BY_EXPERTS, lambda c: sheets.reopen(c.desk, c.row, c.id, TEXT)),
    "sheet_versions.confirm_change": (
        BY_EXPERTS,
        lambda c: sheet_versions.confirm_change(c.desk, c.row, c.id),
    ),
    "sheets.restore_version": (BY_EXPERTS, lambda c: sheets.restore_version(c.desk, c.row, c.id, 1)),
    "revising.start_revision": (BY_EXPERTS, lambda c: revising.start_revision(c.desk, c.row, c.id, TEXT)),
    "returning.return_files": (
        BY_EXPERTS | {OBSERVER},
        lambda c: returning.return_files(c.desk, c.row, c.out),
    ),
    "returning.return_acts": (
        BY_EXPERTS | {OBSERVER},
        lambda c: returning.return_acts(c.desk, c.row, c.out),
    ),
    "sitting_notes.keep_note": (
        BY_EXPERTS,
        lambda c: sitting_notes.keep_note(c.desk, c.row, c.id, "dissent", {"text": TEXT}),
    ),
    "sitting_notes.clear_room": (BY_EXPERTS, lambda c: sitting_notes.clear_room(c.desk, c.row, c.id, ())),
    "sitting_notes.put_on_agenda": (
        BY_EXPERTS,
        lambda c: sitting_notes.put_on_agenda(c.desk, c.row, c.id, asked=True),
    ),
    "panel_taking.take_panel": (
        frozenset({CHAIR}),
        lambda c: panel_taking.take_panel(c.desk, c.row, _panel_file(c)),
    ),
    "printing.print_own_sheets": (
        BY_EXPERTS,
        lambda c: printing.print_own_sheets(c.desk, c.row, c.out / "F07.pdf"),
    ),
    "handing_back.hand_back": (BY_EXPERTS, lambda c: handing_back.hand_back(c.desk, c.row, ["U-01"])),
    "handing_back.write_handback": (BY_EXPERTS, lambda c: handing_back.write_handback(c.desk, c.row, c.out)),
    "unscored.settle_gate": (
        BY_EXPERTS,
        lambda c: unscored.settle_gate(c.desk, c.row, c.number, "CG01", "yes", TEXT),
    ),
    "explaining.sign_explanation": (
        BY_EXPERTS,
        lambda c: explaining.sign_explanation(c.desk, c.row, c.sitting.application(0), TEXT),
    ),
    "vetoes_signing.vote_veto": (BY_EXPERTS, lambda c: vote_veto(c.desk, c.row, c.id, "CV01", "yes")),
    "deliberating_opinions.vote_opinion": (BY_EXPERTS, lambda c: vote_opinion(c.desk, c.row, c.id, "agree")),
    # The chair's, and what others sign with the chair.
    "deliberating.open_discussion": (
        frozenset({CHAIR}),
        lambda c: deliberating.open_discussion(c.desk, c.row, c.id),
    ),
    "deliberating.close_discussion": (
        frozenset({CHAIR}),
        lambda c: deliberating.close_discussion(c.desk, c.row, c.id),
    ),
    "deliberating_opinions.sign_opinion": (
        frozenset({CHAIR}),
        lambda c: sign_opinion(c.desk, c.row, c.id, OpinionText("好", "无", "支持")),
    ),
    "deciding.sign_decisions": (
        frozenset({CHAIR}),
        lambda c: deciding.sign_decisions(c.desk, c.row, [DecisionRow(c.id, "SUPPORT", None)], c.out),
    ),
    "absences.sign_absent": (
        frozenset({SECRETARY, CHAIR}),
        lambda c: sign_absent(c.desk, c.row, c.other, TEXT, c.id),
    ),
    "acting_naming.name_acting_chair": (
        frozenset({SECRETARY, CHAIR}),
        lambda c: name_acting_chair(c.desk, c.row, c.other, [c.id]),
    ),
    "voiding.sign_void": (
        frozenset({SECRETARY, CHAIR}),
        lambda c: sign_void(c.desk, c.row, c.id, c.other, c.sheet, "conflict"),
    ),
    # The observer's vault does not know whether a chair is in force; the secretary's refuses it.
    "ruling_signing.sign_ruling": (
        frozenset({SECRETARY, CHAIR, OBSERVER}),
        lambda c: sign_ruling(c.desk, c.row, c.id, c.other, "R12", "open"),
    ),
    "vetoes_signing.claim_veto": (
        frozenset({SECRETARY, CHAIR, EXPERT}),
        lambda c: claim_veto(c.desk, c.row, c.id, "CV01", Evidence(None, None, TEXT)),
    ),
    "sealing_witness.witness_seal": (
        frozenset({OBSERVER}),
        lambda c: sealing_witness.witness_seal(c.desk, c.row, _notice(c), c.out),
    ),
    "drawing_witness.witness_draw": (
        frozenset({OBSERVER}),
        lambda c: drawing_witness.witness_draw(c.desk, c.row, "ab" * 32, c.out),
    ),
}
# What everybody does at the own vault, or what another service of the table calls; what of a round is shown
# to whom is the matter of tests/leaks.
ELSEWHERE = {
    "acks.take_ack", "consents.sign_consent", "deciding_view.deciding_view", "declaring.answer_rest",
    "declaring.declared_item", "declaring.save_answer", "deliberating_agenda.agenda",
    "deliberating_agenda.outcomes", "deliberating_signing.check_acts", "deliberating_signing.sign_act",
    "deliberating_signing.sign_acts", "derivation.explain_application", "derivation.explain_line",
    "derivation_line.explain_pool",
    "escrow.opened_share", "escrow.words_of_share", "explaining.explanations", "firmness.firmness_seen",
    "file_places.place_of", "following.follow_round", "gates.view_gates", "handing_back.copy_standing",
    "handing_back.finish",
    "identities.export_identity", "opened_result.read_share", "opening.fetch_documents",
    "opening.open_review", "own_work.own_sheets", "panel_forms.items_seen", "panel_taking.round_of_panel",
    "panel_view.sheet_seen",
    "panel_view.show_panel", "post.opened_row", "post.read_payload_bytes", "post.seal_to_file",
    "printing.print_seal_list", "private_lists.drop_lists", "private_lists.match_lists",
    "private_lists.save_lists", "reading.read_document", "recent_files.forget_files",
    "recent_files.recent_files", "recent_files.remember_file", "rounds.amend_round", "rounds.define_round",
    "share_files.gather_shares", "share_papers.print_share", "share_papers.print_words",
    "sharing.write_to_escrow", "sharing.write_to_secretary",
    "sheet_versions.change_of", "sheets.recuse_sheets", "stage_items.items_of", "trust.make_own_card",
    "trust.take_card", "trust.trust_card",
}  # fmt: skip


def _filled(case: Case) -> Path:
    """Write a file of sheets."""
    path = case.out / "sheets.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"sheets": [{{"number": "{case.number}"}}]}}', "utf-8")
    return path


def _notice(case: Case) -> SealNotice:
    """Return a notice of sealing that names the definition everybody holds."""
    secretary = case.sitting.secretary
    with secretary.desk.vault.begin() as uow:
        version = key_version(uow, secretary.round)
    return SealNotice(
        round=secretary.round.round_id,
        title="试行",
        number=1,
        version=version,
        digest="ab" * 32,
        decisions={},
        checked={},
    )


def _panel_file(case: Case) -> Path:
    """Return the chair's panel file."""
    return next(case.sitting.world.folder.rglob("*.zgcpanel"))


@pytest.fixture(scope="module")
def sitting(swift_base: Path) -> Iterator[Sitting]:
    """Return a round in its sitting, to which nothing may be done."""
    made = Bases(swift_base).copy("five", swift_base / "world")
    made.aggregate()
    made.panel()
    yield made
    made.world.close()


def who(sitting: Sitting, role: str) -> Person:
    return {
        SECRETARY: sitting.secretary,
        OBSERVER: sitting.world.observer,
        CHAIR: sitting.chair,
        EXPERT: sitting.member(1),
    }[role]


def services() -> Iterator[str]:
    """Yield every public service that works at somebody's desk."""
    for path in sorted(SERVICES.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [one.arg for one in node.args.args]
                if names[:1] == ["desk"] and "uow" not in names:
                    yield f"{path.stem}.{node.name}"


def test_every_service_stands_in_the_table() -> None:
    assert {*services()} - {*VERBS} - ELSEWHERE == set()
    assert {*VERBS} <= {*services()}


@pytest.mark.parametrize(
    ("verb", "role"), [(verb, role) for verb, (may, _) in VERBS.items() for role in ROLES if role not in may]
)
def test_who_may_not_is_refused_with_a_reason_and_changes_nothing(
    sitting: Sitting, tmp_path: Path, verb: str, role: str
) -> None:
    person = who(sitting, role)
    before = content(person)
    fault = refusal(lambda: VERBS[verb][1](Case(sitting, person, tmp_path / "out")))
    assert content(person) == before, fault


# docs/bodies.md §2: who signs; in this round chair and secretary rule, and nobody asks for a ruling.
SIGNERS: dict[str, frozenset[str]] = {
    "round": frozenset({OBSERVER, CHAIR}),
    "pledge": BY_EXPERTS,
    "pleas": BY_EXPERTS,
    "handback": BY_EXPERTS,
    "ruling": frozenset({SECRETARY, CHAIR, OBSERVER}),
    "void": frozenset({SECRETARY, CHAIR}),
    "absent": frozenset({SECRETARY, CHAIR}),
    "check": BY_EXPERTS,
    "acting": frozenset({SECRETARY, CHAIR}),
    "discuss": frozenset({CHAIR}),
    "explain": BY_EXPERTS,
    "veto_claim": frozenset({SECRETARY, CHAIR, EXPERT}),
    "veto_vote": BY_EXPERTS,
    "opinion": frozenset({CHAIR}),
    "opinion_vote": BY_EXPERTS,
    "decision": frozenset({CHAIR}),
    "tie": frozenset({CHAIR}),
    "witness": frozenset({OBSERVER}),
}
ID, DIGEST = "ab" * 16, "cd" * 32
BODIES: dict[str, dict[str, Any]] = {
    "round": {"about": DIGEST, "answer": "yes"},
    "pledge": {"about": DIGEST, "answer": "yes"},
    "pleas": {"about": DIGEST, "answer": "none"},
    "handback": {"about": DIGEST, "answer": "yes", "values": {"media": ["U-01"]}},
    "ruling": {"application": ID, "answer": "open", "values": {"code": "专家04", "rule": "R12"}},
    "void": {"about": DIGEST, "application": ID, "answer": "conflict", "values": {"code": "专家04"}},
    "absent": {"application": ID, "answer": "yes", "values": {"code": "专家04"}, "text": TEXT},
    "check": {"application": ID, "answer": "yes", "values": {"gate": "CG01"}, "text": TEXT},
    "acting": {"application": ID, "answer": "named", "values": {"code": "专家04"}},
    "discuss": {"application": ID, "answer": "open"},
    "explain": {"about": DIGEST, "application": ID, "answer": "explained", "text": TEXT},
    "veto_claim": {
        "application": ID,
        "answer": "claimed",
        "values": {"item": "CV01", "document": None, "page": None},
        "text": TEXT,
    },
    "veto_vote": {"about": DIGEST, "application": ID, "answer": "yes"},
    "opinion": {"application": ID, "answer": "agreed", "text": TEXT},
    "opinion_vote": {"about": DIGEST, "application": ID, "answer": "agree"},
    "decision": {"application": ID, "answer": "SUPPORT", "values": {"amount_fen": None}},
    "tie": {"answer": "order", "values": {"pool": "P1", "order": [ID, "ef" * 16]}},
    "witness": {"answer": "yes", "values": {"act": "draw", "digest": None}},
}


def body_of(sitting: Sitting, act: str) -> ConsentBody:
    """Return an act about the first application that holds together by itself."""
    given = dict(BODIES[act])
    if "application" in given:
        given["application"] = sitting.id(0)
    return ConsentBody(act=act, **given)


def test_every_act_stands_in_the_table() -> None:
    assert {*SIGNERS} == {*BODIES} == {*get_args(ConsentAct)}


FORBIDDEN = [(act, role) for act, may in SIGNERS.items() for role in ROLES if role not in may]


@pytest.mark.parametrize(("act", "role"), FORBIDDEN)
def test_another_role_s_act_is_not_signed(sitting: Sitting, act: str, role: str) -> None:
    person, body = who(sitting, role), body_of(sitting, act)
    before = content(person)
    said = {"about": body.about, "application": body.application, "values": body.values, "text": body.text}
    fault = refusal(lambda: sign_consent(person.desk, person.round, body.act, body.answer, **said))
    assert fault.code in {"consent.role", "round.consent.other"}
    assert content(person) == before


@pytest.mark.parametrize(("act", "role"), [(act, role) for act, role in FORBIDDEN if role != SECRETARY])
def test_another_role_s_act_is_not_taken(sitting: Sitting, act: str, role: str) -> None:
    """The same act, signed by a program that does not ask: the secretary's vault refuses it."""
    person, body = who(sitting, role), body_of(sitting, act)
    forger = Forger(sitting.world, person)
    path = forger.write(forger.message("consent", consent_slot(body), body), f"{act}-{role}.zgccons")
    before = content(sitting.secretary)
    (arrival,) = sitting.world.collect([path])
    assert arrival.error is not None
    assert sentences(arrival.error)
    assert arrival.error.code in {"consent.role", "round.consent.other"}
    assert content(sitting.secretary) == before


def bad(act: str) -> Iterator[dict[str, Any]]:
    """Yield an act with another answer, without and with other values, about nothing, and saying too much."""
    given = BODIES[act]
    yield given | {"answer": "nonsense"}
    yield given | {"values": {**given.get("values", {}), "more": 1}}
    yield from (
        {**given, "values": {k: v for k, v in given["values"].items() if k != name}}
        for name in given.get("values", ())
    )
    yield from (
        {k: v for k, v in given.items() if k != name}
        for name in ("about", "application")
        if name in given and (act, name) not in OPTIONAL
    )
    if "about" not in given and act not in {"veto_claim", "ruling", "witness"}:
        yield given | {"about": DIGEST}
    if "application" not in given:
        yield given | {"application": ID}


OPTIONAL = {("absent", "application")}


@pytest.mark.parametrize("act", [*BODIES])
def test_an_act_that_does_not_hold_together_is_not_signed(sitting: Sitting, act: str) -> None:
    """docs/bodies.md §2: each act has its answers, its values, and speaks of what it speaks of."""
    person = who(sitting, next(role for role in ROLES if role in SIGNERS[act]))
    before = content(person)
    for given in bad(act):
        said = {name: given.get(name) for name in ("about", "application", "values")}
        fault = refusal(
            lambda given=given, said=said: sign_consent(
                person.desk, person.round, act, given["answer"], text=given.get("text", ""), **said
            )
        )
        assert fault.code == "consent.shape", given
    assert content(person) == before
