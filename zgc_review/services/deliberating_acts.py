"""Whether a deciding act is wanted here and now: asked of what arrives, and of what is about to be signed.

The secretary's vault knows states, recusals and sheets and judges fully; a member's own vault judges what
it can know, so that nobody signs what will be refused (rules §1, §2.3, §4.2, §8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from zgc_review.aggregation.outcomes import DECISIONS
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.money import Amount
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import ENDED, SheetStatus, State
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.acting_rules import check_naming
from zgc_review.services.aggregating import ceiling
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_explaining import deviating
from zgc_review.services.deliberating_standing import effective_codes, line_of
from zgc_review.services.deliberating_ties import check_tie
from zgc_review.services.members import members_of
from zgc_review.services.panel_chairs import chair_of, is_my_chair, stands_aside
from zgc_review.services.ruling import second_ruler_is_observer
from zgc_review.services.score_escrow import covered

_SITTING = frozenset({State.AGGREGATED})
_CONCLUDING = frozenset({State.AGGREGATED, State.DELIBERATED})
_REVIEWED = frozenset({State.REVIEWING, State.LOCKED, State.AGGREGATED})
_BEFORE_SEAL = _REVIEWED | {State.ASSIGNED, State.DELIBERATED}
_STATES: dict[str, frozenset[State]] = {
    "discuss": _SITTING,
    "decision": _SITTING,
    "veto_vote": _SITTING,
    "opinion": _CONCLUDING,
    "opinion_vote": _CONCLUDING,
    "explain": _CONCLUDING,
    "veto_claim": _REVIEWED,
    "void": _BEFORE_SEAL,
    "absent": _BEFORE_SEAL,
    "ruling": _BEFORE_SEAL,
    "acting": _BEFORE_SEAL,
}
_OF_CHAIR = frozenset({"discuss", "decision", "opinion"})


@dataclass(frozen=True)
class Act:
    """One act and who would sign it."""

    uow: UnitOfWork
    row: RoundRow
    state: RoundState
    code: str
    body: ConsentBody
    application: ApplicationRow

    @property
    def number(self) -> str:
        """Number of the application."""
        return self.application.number

    @property
    def is_here(self) -> bool:
        """Whether this is the secretary's vault."""
        return self.row.place == "secretary"

    def stands_aside(self, code: str) -> bool:
        """Say whether a member is recused on the application."""
        return stands_aside(self.uow, self.row, self.state, code, self.application.application_id)

    def is_chair(self) -> bool:
        """Say whether the signer speaks as chair of the application."""
        if self.is_here:
            return chair_of(self.uow, self.row, self.state, self.application) == self.code
        return is_my_chair(self.uow, self.row, self.state, self.code, self.application)


Rule: TypeAlias = Callable[[Act], None]


def check_act(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, body: ConsentBody) -> None:
    """Refuse an act that is not wanted here and now; acts that decide nothing pass.

    Raises:
        GateError: ``application.unknown``, ``application.closed``, ``consent.chair``,
            ``deliberation.*``, ``absent.*``, ``ruling.self``, ``decide.amount``, ``tie.*``.
    """
    if body.act == "tie":
        check_tie(uow, row, state, code, body)
    elif body.act == "absent" and body.application is None:
        _absent_everywhere(uow, row, state, code, body)
    elif body.act == "ruling" and code == state.observer.code:
        _observer_rules(uow, row, state, body)
    elif body.act == "acting" and row.place != "secretary":
        _chair_names(uow, row, state, code, body)
    elif body.act in _STATES:
        found = uow.applications.get(str(body.application))
        if found is None or found.round_id != row.round_id:
            raise GateError("application.unknown")
        act = Act(uow, row, state, code, body, found)
        _check_state(act)
        if body.act in _OF_CHAIR and not act.is_chair():
            raise GateError("consent.chair", act=body.act, number=act.number)
        rule = _RULES.get(body.act)
        if rule is not None:
            rule(act)


def _check_state(act: Act) -> None:
    """Refuse an act in a state that has no room for it."""
    if act.is_here:
        if act.application.state not in _STATES[act.body.act]:
            state = act.application.state
            raise GateError("deliberation.state", act=act.body.act, number=act.number, state=state)
    elif act.application.state in {SheetStatus.RECUSED, SheetStatus.PENDING}:
        raise GateError("application.closed", number=act.number)


def _decision(act: Act) -> None:
    """A conclusion of the round's stage (rules §2.4); never more than may be granted (rules §9)."""
    stage = act.state.settings.stage
    if act.body.answer not in DECISIONS[stage]:
        raise GateError("decide.stage", number=act.number, stage=stage)
    if stage != "proposal" and act.body.values["amount_fen"] is not None:
        raise GateError("decide.stage_amount", number=act.number, count=1)
    amount = act.body.values["amount_fen"]
    record, settings = act.application.record, act.state.settings
    most = ceiling(record, settings, act.application.sub_direction)
    if isinstance(amount, int) and most is not None and amount > most:
        raise GateError("decide.amount", number=act.number, amount=Amount(amount), most=Amount(most))


def _veto_claim(act: Act) -> None:
    """The secretary, an expert who judges the application or leads it; about a sheet on it, if about one."""
    leads = act.state.is_single and act.is_chair()
    if act.code != act.state.secretary.code and not leads:
        _check_judges(act, act.code)
    if act.is_here and act.body.about is not None:
        _check_about(act, "sheet", act.body.about)


def _veto_vote(act: Act) -> None:
    """One vote per effective expert, about a claim on this application."""
    _check_about(act, "veto_claim", str(act.body.about))
    _check_effective(act)


def _opinion_vote(act: Act) -> None:
    """Members whose sheet counts agree or dissent; who dissents says why."""
    _check_about(act, "opinion", str(act.body.about))
    if act.body.answer == "dissent" and not act.body.text.strip():
        raise GateError("deliberation.dissent", number=act.number)
    _check_effective(act)


def _void(act: Act) -> None:
    """Secretary and chair, about a sheet that the named member wrote on this application."""
    _check_ruler(act)
    if not act.is_here:
        return
    sheet = _check_about(act, "sheet", str(act.body.about))
    owner = act.state.owner(sheet)
    if owner is None or owner.code != act.body.values["code"]:
        raise GateError("deliberation.about", act=act.body.act, number=act.number)


def _absent(act: Act) -> None:
    """Secretary and chair, of a member whose sheet is not there (rules §2.3)."""
    _check_ruler(act)
    subject = str(act.body.values["code"])
    if subject == act.code:
        raise GateError("absent.self", code=subject)
    _check_judges(act, subject)
    if act.is_here:
        _refuse_with_sheet(act.uow, act.row, act.state, subject, act.application)


def _ruling(act: Act) -> None:
    """Secretary and chair, or observer (rules §4.2); nobody rules on the own circumstances."""
    subject = str(act.body.values["code"])
    if subject == act.code:
        raise GateError("ruling.self", number=act.number)
    if subject not in _seats(act):
        raise GateError("deliberation.member", number=act.number, code=subject)
    if second_ruler_is_observer(act.state) and act.code != act.state.secretary.code:
        raise GateError("consent.chair", act=act.body.act, number=act.number)
    _check_ruler(act)


def _observer_rules(uow: UnitOfWork, row: RoundRow, state: RoundState, body: ConsentBody) -> None:
    """The observer's vault knows no application: only the secretary's can say whether it is one."""
    found = uow.applications.get(str(body.application))
    if row.place == "secretary" and (found is None or found.round_id != row.round_id):
        raise GateError("application.unknown")
    if not second_ruler_is_observer(state):
        raise GateError("consent.chair", act=body.act, number=found.number if found else "*")


def _chair_names(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, body: ConsentBody) -> None:
    """The chair's vault may hold nothing of what the chair is recused on; only the secretary's can judge."""
    found = uow.applications.get(str(body.application))
    if found is not None and found.round_id == row.round_id and state.chair_of(found.group) != code:
        raise GateError("consent.chair", act=body.act, number=found.number)


def _acting(act: Act) -> None:
    """The chair who stands aside names who acts, with the secretary (docs/bodies.md §2)."""
    if act.code not in {act.state.secretary.code, act.state.chair_of(act.application.group)}:
        raise GateError("consent.chair", act=act.body.act, number=act.number)
    named = str(act.body.values["code"])
    check_naming(act.uow, act.row, act.state, act.code, act.application, named)


def _explain(act: Act) -> None:
    """Who wrote a sheet that deviates and counts explains it in writing (rules S07)."""
    if not act.body.text.strip():
        raise GateError("explain.text", number=act.number)
    owner = act.state.owner(_check_about(act, "sheet", str(act.body.about)))
    if owner is None or owner.code != act.code:
        raise GateError("deliberation.about", act=act.body.act, number=act.number)
    if act.is_here and str(act.body.about) not in deviating(line_of(act.uow, act.row, act.application)):
        raise GateError("explain.flag", number=act.number, code=act.code)


def _check_ruler(act: Act) -> None:
    """Refuse anybody but the secretary and the chair of the application."""
    if act.code != act.state.secretary.code and not act.is_chair():
        raise GateError("consent.chair", act=act.body.act, number=act.number)


def _seats(act: Act) -> tuple[str, ...]:
    """Return whom a ruling may be about: members, and where experts are assigned singly the whole bench."""
    seats = act.state.groups.get(act.application.group or "")
    return seats.members if seats is not None else members_of(act.state, act.application)


def _check_judges(act: Act, code: str) -> None:
    """Refuse who does not judge the application, or stands aside."""
    if code not in members_of(act.state, act.application) or (act.is_here and act.stands_aside(code)):
        raise GateError("deliberation.member", number=act.number, code=code)


def _check_effective(act: Act) -> None:
    """Refuse the vote of anybody whose sheet does not count (rules §4.1.3)."""
    if act.is_here and act.code not in effective_codes(line_of(act.uow, act.row, act.application)):
        raise GateError("deliberation.effective", number=act.number, code=act.code)


def _check_about(act: Act, kind: str, about: str) -> str:
    """Refuse what speaks about something unknown or of another application; return its sender's card."""
    found = act.uow.messages.get(about)
    known = found is not None and found.sender is not None and found.round_id == act.row.round_id
    if found is not None and found.sender is not None and known:
        body = post.body_of_row(found) if found.kind in {"sheet", "consent"} else None
        named = kind if found.kind == "sheet" else getattr(body, "act", "")
        same = getattr(body, "application", None) == act.application.application_id
        if named == kind and same and (found.kind == "sheet") == (kind == "sheet"):
            return found.sender
    raise GateError("deliberation.about", act=act.body.act, number=act.number)


def _absent_everywhere(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, body: ConsentBody
) -> None:
    """Refuse to enter somebody as absent for the whole round by the wrong people, or with sheets in."""
    subject = str(body.values["code"])
    groups = state.groups_of_member(subject)
    if not groups:
        raise GateError("deliberation.member", number="*", code=subject)
    if subject == code:
        raise GateError("absent.self", code=subject)
    chairs = {state.chair_of(group) for group in groups} | {state.round_chair}
    if code != state.secretary.code and code not in chairs:
        raise GateError("consent.chair", act=body.act, number="*")
    if row.place == "secretary":
        for application in uow.applications.all(row.round_id):
            if application.group in groups and application.state not in ENDED:
                _refuse_with_sheet(uow, row, state, subject, application)


def _refuse_with_sheet(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, application: ApplicationRow
) -> None:
    """Refuse to call somebody absent whose sheet is in, or in a held file: it would fall out unseen."""
    cards = {member.card for member in state.members.get(code, ())}
    sheets = uow.messages.find(row.round_id, "sheet", slot=application.application_id)
    if any(sheet.sender in cards and post.body_of_row(sheet).state == "locked" for sheet in sheets):
        raise GateError("absent.sheet", code=code, number=application.number)
    if (code, application.application_id) in covered(uow, row, state):
        raise GateError("absent.held", code=code, number=application.number)


_RULES: dict[str, Rule] = {
    "decision": _decision,
    "veto_claim": _veto_claim,
    "veto_vote": _veto_vote,
    "opinion_vote": _opinion_vote,
    "void": _void,
    "absent": _absent,
    "ruling": _ruling,
    "acting": _acting,
    "explain": _explain,
}
