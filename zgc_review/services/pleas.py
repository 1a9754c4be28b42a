"""F13: the signed record of attempts to influence, or that there were none (rules §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resources.reader import Texts
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import consents, sign_consent
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of
from zgc_review.services.sealing import FORM_LANGUAGE


@dataclass(frozen=True, slots=True)
class Plea:
    """One attempt to influence: when, how, whom it concerns, what was said (F13)."""

    at: str
    means: str
    person: str
    content: str


@dataclass(frozen=True, slots=True)
class GivenPleas:
    """The record that was signed last: ``none`` or ``reported``, when, with its words."""

    answer: str
    at: str
    text: str


def sign_pleas(desk: Desk, row: RoundRow, text: str) -> MessageRow:
    """Sign the record; an empty text says that there was no plea. Signed again, the newest counts.

    Raises:
        GateError: ``consent.shape``, ``consent.role``.
    """
    with desk.vault.begin() as uow:
        version = state_of(uow, row).version_id
    answer = "reported" if text.strip() else "none"
    return sign_consent(desk, row, "pleas", answer, about=version, text=text.strip())


def given_pleas(uow: UnitOfWork, row: RoundRow) -> GivenPleas | None:
    """Return the own record signed last, None while it is not given."""
    newest = None
    for one in consents(uow, row, "pleas"):
        message = uow.messages.get(one.message_id)
        if one.sender == row.card_id and message is not None:
            time = str(post.manifest_value(message)["time"])
            if newest is None or newest.at <= time:
                newest = GivenPleas(one.body.answer, time, one.body.text)
    return newest


@dataclass(frozen=True, slots=True)
class MemberPleas:
    """What one expert signed last about attempts to influence; ``given`` is None while nothing came in."""

    code: str
    given: GivenPleas | None


def round_pleas(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[MemberPleas, ...]:
    """Return the record of every expert of the round as the secretary got it, by code."""
    given: dict[str, GivenPleas] = {}
    for one in spoken(uow, row, state, "pleas"):
        time = str(post.manifest_value(one.row)["time"])
        if one.code not in given or given[one.code].at <= time:
            given[one.code] = GivenPleas(one.body.answer, time, one.body.text)
    return tuple(MemberPleas(one.code, given.get(one.code)) for one in state.by_role("expert"))


def pleas_text(pleas: Sequence[Plea]) -> str:
    """Return pleas as the record carries them: one paragraph each, fields under the heads of F13."""
    texts = Texts(FORM_LANGUAGE)
    heads = {name: texts.get(f"form.F13.{name}") for name in ("at", "means", "person", "content")}
    return "\n".join(
        "；".join(f"{head}：{getattr(one, name).strip()}" for name, head in heads.items()) for one in pleas
    )
