"""Acknowledgements: received files, and what became of every sheet with its proof (design §4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from zgc_review.domain.bodies import (
    AckBody,
    CountedSheet,
    LogHead,
    ReceivedFile,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.log_tree import LogTree, check_inclusion
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.score_escrow import custody_of
from zgc_review.services.series import check_number
from zgc_review.services.sharing import prefix_of
from zgc_review.services.sheets import newest_sheets

ACK_LIMIT = 64 << 20
COUNTED = "sheet.counted"


@dataclass(frozen=True, slots=True)
class TakenAck:
    """What an acknowledgement told its reader.

    Attributes:
        answer: ``received`` or ``counted``.
        confirmed: own messages or sheets it names.
        missing: own newest sheets it does not name; under score escrow the newest score message, where
            none of the files received is one that this vault wrote of it.
    """

    answer: str
    confirmed: int
    missing: tuple[str, ...]


def acknowledge(desk: Desk, row: RoundRow, folder: Path, answer: str) -> tuple[Path, ...]:
    """Write one ack per expert who handed something in: ``received``, or ``counted`` after sealing.

    Raises:
        GateError: ``round.role.secretary``; ``ack.nothing``.
    """
    as_secretary(row)
    with written_into(folder):
        return _acknowledge(desk, row, folder, answer)


def _acknowledge(desk: Desk, row: RoundRow, folder: Path, answer: str) -> tuple[Path, ...]:
    """Sign and write them."""
    issued: list[tuple[MessageRow, str, str]] = []
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        tree = log.tree_of(uow, row.round_id)
        leaves = [event.leaf for event in uow.events.all(row.round_id)]
        head = _head_of(leaves, tree, answer)
        for member in state.by_role("expert"):
            if not state.in_use(member.card):
                continue  # nothing is sealed to a revoked card
            body = _body(uow, row, state, member.code, answer, head, tree, leaves)
            if body is not None:
                message = post.issue(
                    uow,
                    desk,
                    row,
                    kind="ack",
                    slot=member.code,
                    body=body,
                    to=(member.card,),
                    round_version=state.version_id,
                )
                issued.append((message, member.code, member.recipient))
        if not issued:
            raise GateError("ack.nothing")
        data = {"answer": answer, "acks": len(issued)}
        log.record(uow, row.round_id, "acks.written", state.secretary.code, desk.clock.now(), data)
        uow.commit()
    prefix = prefix_of(row)
    paths = []
    for message, code, recipient in issued:
        path = folder / f"{prefix}{code}-{answer}-{message.seq}.zgcack"
        post.seal_to_file(desk, message.payload, [recipient], path)
        paths.append(path)
    return tuple(paths)


def take_ack(desk: Desk, row: RoundRow, path: Path) -> TakenAck:
    """Read an ack of one's own, check every inclusion proof, and say what it confirms.

    Raises:
        PackageError, SealError: ``seal.*``, ``seal.log.proof``; ``ack.leaf`` when an event says
            something else than the line beside it.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        opened = post.open_sealed(desk, uow, post.read_file(path, ACK_LIMIT), file=path.name)
        body = post.typed_body(opened)
        if not isinstance(body, AckBody):
            raise PackageError("seal.arrival.kind", kind=opened.manifest.kind)
        if opened.manifest.round != row.round_id:
            raise PackageError("seal.arrival.round")
        opened.require_signer(state.secretary.key)
        if row.card_id not in opened.manifest.to:
            raise PackageError("seal.arrival.recipient")
        if opened.manifest.slot != row.code:
            raise PackageError("seal.arrival.slot")
        if uow.messages.get(opened.id) is None:
            check_number(uow, row, opened.id, opened.manifest)
        check_proofs(body)
        if uow.messages.get(opened.id) is None:
            uow.messages.add(post.stored_row(opened, at=desk.clock.now()))
            code = my_code(uow, row, state)
            data = {"ack": opened.id, "answer": body.answer}
            log.record(uow, row.round_id, "ack.taken", code, desk.clock.now(), data)
            uow.commit()
        return confirmed_by(uow, row, body)


def check_proofs(body: AckBody) -> None:
    """Check that every sheet an ack tells of stands in the log whose head it names (RFC 6962).

    Raises:
        SealError: ``seal.log.proof``; PackageError: ``ack.leaf``.
    """
    for one in body.counted:
        check_inclusion(one.leaf.encode(), one.index, body.log.size, one.proof, body.log.root)
        _check_leaf(one)


def confirmed_by(uow: UnitOfWork, row: RoundRow, body: AckBody) -> TakenAck:
    """Return what an ack confirms of what this vault holds and wrote."""
    if body.answer == "received":
        return _received(body, _written(uow, row))
    own = {one.message_id for one in newest_sheets(uow, row, row.card_id)}
    named = {one.sheet for one in body.counted}
    return TakenAck("counted", len(named & own), tuple(sorted(own - named)))


def _written(uow: UnitOfWork, row: RoundRow) -> dict[str, str]:
    """Return the message of every score file that this vault wrote, by digest of the file."""
    events = [event_of(one.leaf) for one in uow.events.all(row.round_id)]
    files = [one["data"] for one in events if one["act"] == "file.written"]
    return {one["file"]: one["message"] for one in files if one["kind"] == "scores"}


def _received(body: AckBody, written: Mapping[str, str]) -> TakenAck:
    """Compare what arrived with what was written: of a file nobody has opened only the digest is known."""
    unopened = [one.file_sha256 for one in body.received if one.message is None]
    known = [digest for digest in unopened if digest in written]
    confirmed = len(body.received) - len(unopened) + len(known)
    newest = next(reversed([*written.values()]), None)
    missing = unopened and newest is not None and newest not in {written[digest] for digest in known}
    return TakenAck("received", confirmed, (str(newest),) if missing else ())


def counted_head(uow: UnitOfWork, row: RoundRow) -> LogHead:
    """Return size and root of the log after its last counted event: the head on the minutes.

    Raises:
        GateError: ``ack.uncounted``: the round is not sealed.
    """
    leaves = [event.leaf for event in uow.events.all(row.round_id)]
    return _head_of(leaves, LogTree(leaves), "counted")


def _head_of(leaves: list[bytes], tree: LogTree, answer: str) -> LogHead:
    """Return the head that an ack states."""
    if answer == "received":
        return LogHead(size=len(leaves), root=tree.root())
    last = max((n for n, leaf in enumerate(leaves) if event_of(leaf)["act"] == COUNTED), default=None)
    if last is None:
        raise GateError("ack.uncounted")
    return LogHead(size=last + 1, root=tree.root(last + 1))


def event_of(leaf: bytes) -> dict[str, Any]:
    """Return the event of a log line."""
    value: dict[str, Any] = msgspec.json.decode(leaf)
    return value


def _body(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    code: str,
    answer: str,
    head: LogHead,
    tree: LogTree,
    leaves: list[bytes],
) -> AckBody | None:
    """Return the ack of one expert, None when there is nothing to say."""
    cards = [member.card for member in state.members[code]]
    if answer == "received":
        received = tuple(
            ReceivedFile(message=one.message_id, seq=one.seq, file_sha256=one.file_sha256)
            for kind in ("scores", "declaration", "consent")
            for card in cards
            for one in uow.messages.find(row.round_id, kind, sender=card)
            if one.file_sha256 is not None
        )
        held = custody_of(uow, row).waiting
        received += tuple(
            ReceivedFile(message=None, seq=None, file_sha256=one.sha256) for one in held if one.code == code
        )
        return AckBody(answer="received", received=received, log=head) if received else None
    own = {one.message_id for card in cards for one in uow.messages.find(row.round_id, "sheet", sender=card)}
    counted = tuple(_counted(leaves, tree, head, own))
    return AckBody(answer="counted", counted=counted, log=head) if counted else None


def _counted(leaves: list[bytes], tree: LogTree, head: LogHead, own: set[str]) -> Iterable[CountedSheet]:
    """Yield what became of the given sheets, with their proofs."""
    for n, leaf in enumerate(leaves[: head.size]):
        event = event_of(leaf)
        if event["act"] == COUNTED and event["data"]["sheet"] in own:
            yield CountedSheet(
                **event["data"], index=n, leaf=leaf.decode(), proof=tuple(tree.proof(n, head.size))
            )


def _check_leaf(one: CountedSheet) -> None:
    """Refuse a line that says something else than its event."""
    data = event_of(one.leaf.encode())["data"]
    said = {
        name: getattr(one, name)
        for name in ("sheet", "application", "phase", "counted", "trimmed", "void", "revised")
    }
    if data != said:
        raise PackageError("ack.leaf", sheet=one.sheet[:8])
