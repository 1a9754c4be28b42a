"""The expert's copy of a round is deleted after sealing, with a signed F17 (rules §11, docs/adr/0018)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.reader import Texts
from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.export.office_values import Handover, Medium
from zgc_review.seal.aftermath import written_into
from zgc_review.services import log, post
from zgc_review.services.acks import event_of
from zgc_review.services.application_changes import copied_documents, forget_copies
from zgc_review.services.consents import check_consent, keep_consent
from zgc_review.services.copies import HandedBack, handed_back, require_copy
from zgc_review.services.desk import Desk
from zgc_review.services.form_files import write_forms
from zgc_review.services.form_heads import paper_of
from zgc_review.services.recent_files import forget_round
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import write_to_secretary

LINE_MOST = 500
REASON_LEAST = 2
_DELETED = "copy.deleted"
_GOING = ("sheet", "scores", "panel")
_STAYING = frozenset({"round", "pledge", "pleas", "handback"})


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """What a person sees before handing back, and afterwards.

    Attributes:
        done: the hand-back, None while the copy is here.
        counted: whether a counted ack was taken, so that sealing is confirmed.
        documents: documents of the round in this vault.
        backups: backups of this vault made since the round came into it; they keep a copy.
    """

    done: HandedBack | None
    counted: bool
    documents: int
    backups: int


def copy_standing(desk: Desk, row: RoundRow) -> CopyStanding:
    """Return what this vault holds of a round and whether it may go."""
    with desk.vault.begin() as uow:
        objects = _objects(uow, row)
        made = [event_of(one.leaf) for one in uow.events.all(log.VAULT_LOG)]
        backups = sum(one["act"] == "vault.backed_up" and one["at"] >= row.created_at for one in made)
        done, counted = handed_back(uow, row), is_counted(uow, row)
    there = sum(desk.vault.objects.has(digest) for digest in objects)
    return CopyStanding(done, counted, there, backups)


def is_counted(uow: UnitOfWork, row: RoundRow) -> bool:
    """Say whether the secretary confirmed the sealed result to this member."""
    return any(post.body_of_row(one).answer == "counted" for one in uow.messages.find(row.round_id, "ack"))


def hand_back(desk: Desk, row: RoundRow, media: Sequence[str], reason: str = "") -> MessageRow:
    """Sign the hand-back with the numbers of the media and delete this vault's copy of the round.

    Signature, event and deletion are one transaction; the objects go after it, and an interrupted
    removal is finished by the next call or by :func:`finish`.

    Args:
        desk: the member's desk.
        row: the round.
        media: numbers of the media that go back, as they stand on them.
        reason: why it happens although no counted ack was taken.

    Raises:
        GateError: ``handback.media``; ``handback.uncounted`` without a reason; ``handback.done``;
            ``consent.role``: only experts hold such a copy; ``round.card.out_of_use``.
    """
    finish(desk)
    numbers = _numbers(media)
    with desk.vault.begin() as uow:
        require_copy(uow, row)
        counted = is_counted(uow, row)
        if not counted and len(reason.strip()) < REASON_LEAST:
            raise GateError("handback.uncounted", least=REASON_LEAST)
        state = state_of(uow, row)
        values: dict[str, int | str | bool | list[str] | None] = {"media": numbers}
        body = ConsentBody(act="handback", about=state.version_id, answer="yes", values=values)
        check_consent(body)
        message = keep_consent(uow, desk, row, body)
        objects = _objects(uow, row)
        uow.facts.put(_pending(row), objects)
        for one in uow.applications.all(row.round_id):
            forget_copies(uow, one.application_id)
        uow.copies.drop(row.round_id, _going(uow, row))
        forget_round(uow, row.round_id)
        data = {"consent": message.message_id, "counted": counted, "documents": len(objects)}
        texts = {"reason": reason.strip()} if reason.strip() else {}
        log.record(uow, row.round_id, _DELETED, my_code(uow, row, state), desk.clock.now(), data, texts)
        uow.commit()
    finish(desk)
    return message


def finish(desk: Desk) -> int:
    """Remove objects that a hand-back left because it was stopped; return how many."""
    with desk.vault.begin() as uow:
        rows = [one for one in uow.rounds.all() if uow.facts.get(_pending(one))]
        if not rows or not desk.vault.writable:
            return 0
        left = {digest for one in rows for digest in uow.facts.get(_pending(one))}
        left -= {digest for one in uow.rounds.all() for digest in _objects(uow, one)}
    for digest in sorted(left):
        desk.vault.objects.remove(digest)
    with desk.vault.begin() as uow:
        for one in rows:
            uow.facts.put(_pending(one), None)
        uow.commit()
    return len(left)


def write_handback(desk: Desk, row: RoundRow, folder: Path) -> tuple[Path, ...]:
    """Write the signed hand-back for the secretary and F17 for ink beside it; may be repeated.

    Raises:
        GateError: ``handback.open``: nothing was handed back yet. StorageError: ``seal.file.*``.
    """
    with desk.vault.begin() as uow:
        done = handed_back(uow, row)
        message = uow.messages.get(done.consent) if done is not None else None
        if done is None or message is None:
            raise GateError("handback.open")
        state = state_of(uow, row)
        head = paper_of(uow, row, state, desk.clock.now()).head()
        count = next(
            int(event["data"]["documents"])
            for event in (event_of(one.leaf) for one in uow.events.all(row.round_id))
            if event["act"] == _DELETED and event["data"]["consent"] == done.consent
        )
    register = Handover(head=head, media=_register(row, done, count), blank=1)
    with written_into(folder):
        path = write_to_secretary(desk, row, message, folder)
        return path, *write_forms(row, folder, [(row.code or "", register)])


def _register(row: RoundRow, done: HandedBack, count: int) -> tuple[Medium, ...]:
    """Return the lines of F17: the copy that is gone, then the media, whose receiver signs in ink."""
    texts, code = Texts(FORM_LANGUAGE), row.code or ""
    gone = Medium(
        number=texts.get("form.F17.copy"),
        files=count,
        digest=done.consent,
        given_by=code,
        received_by="",
        at=done.at,
        destroyed=texts.get("form.F17.deleted", day=done.at[:10]),
    )
    given = (
        Medium(number=one, files=None, digest=None, given_by=code, received_by="", at=None, destroyed="")
        for one in done.media
    )
    return gone, *given


def _numbers(media: Sequence[str]) -> list[str]:
    """Return the numbers of the media as they are signed.

    Raises:
        GateError: ``handback.media``: none, one twice, or one that is too long.
    """
    numbers = [one.strip() for one in media if one.strip()]
    if not numbers or len(set(numbers)) < len(numbers) or max(map(len, numbers)) > LINE_MOST:
        raise GateError("handback.media", most=LINE_MOST)
    return numbers


def _objects(uow: UnitOfWork, row: RoundRow) -> list[str]:
    """Return the objects that the documents of a round name."""
    named: set[str] = set()
    for one in uow.applications.all(row.round_id):
        name = one.application_id
        papers = (*uow.applications.documents(name), *copied_documents(uow, name))
        named |= {document.object for document in papers}
    return sorted(named)


def _going(uow: UnitOfWork, row: RoundRow) -> list[str]:
    """Return the messages that tell of the review itself."""
    found = [one.message_id for kind in _GOING for one in uow.messages.find(row.round_id, kind)]
    acts = uow.messages.find(row.round_id, "consent")
    return found + [one.message_id for one in acts if one.slot.split(":", 1)[0] not in _STAYING]


def _pending(row: RoundRow) -> str:
    """Return the name of the fact that lists objects still to be removed."""
    return f"handback:{row.round_id}"
