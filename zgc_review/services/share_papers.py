"""Paper for the words of key shares: lines to copy them onto, or the words by their officer's decision.

The lines hold no secret. Printed words do: whoever prints them keeps the file like the share itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.forms import print_form
from zgc_review.export.result_values import SharePaper
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.escrow import Key, opened_share
from zgc_review.services.form_heads import head_of
from zgc_review.services.rounds import acting_state
from zgc_review.services.sealing import FORM_LANGUAGE
from zgc_review.services.sharing import prefix_of

WORDS = 33  # of a share (formats F-SHR-01)


@dataclass(frozen=True, slots=True)
class ShareWords:
    """What stands on the paper of one share."""

    officer: str
    key: Key
    recipient: str
    k: int
    words: str = field(default="", repr=False)


def print_blank(desk: Desk, row: RoundRow, folder: Path, key: Key = "escrow_result") -> tuple[Path, ...]:
    """Write one sheet of numbered lines per officer.

    Raises:
        GateError: ``round.role.secretary``; ``seal.unprepared``: no version names this key yet.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = acting_state(uow, row)
        recipient = getattr(state, key)
        if recipient is None:
            raise GateError("seal.unprepared")
        sent = (one.slot.partition(":") for one in uow.messages.find(row.round_id, "share"))
        officers = dict.fromkeys(code for given, _, code in sent if given == key)
        k = state.settings.officers_k
        papers = [(one, _paper(desk, uow, row, ShareWords(one, key, recipient, k))) for one in officers]
    paths = []
    with written_into(folder):
        for code, paper in papers:
            path = folder / f"{prefix_of(row)}{row.round_id[:8]}-{code}-share.pdf"
            save_bytes(path, print_form(paper, lang=FORM_LANGUAGE))
            paths.append(path)
    return tuple(paths)


def print_words(desk: Desk, row: RoundRow, share: ShareWords, target: Path) -> Path:
    """Write the words of a share as a sheet; plaintext, by its officer's own decision."""
    with desk.vault.begin() as uow:
        paper = _paper(desk, uow, row, share)
    with written_into(target.parent):
        save_bytes(target, print_form(paper, lang=FORM_LANGUAGE))
    return target


def print_share(desk: Desk, path: Path, target: Path) -> Path:
    """Open one's own share file and write its words as a sheet.

    Raises:
        PackageError, SealError: as :func:`zgc_review.services.escrow.opened_share`; GateError:
            ``round.unknown``: this vault does not follow the round.
    """
    officer, body, round_id = opened_share(desk, path)
    with desk.vault.begin() as uow:
        row = uow.rounds.get(round_id)
    if row is None:
        raise GateError("round.unknown", round=round_id[:8])
    return print_words(desk, row, ShareWords(officer, body.key, body.recipient, body.k, body.words), target)


def _paper(desk: Desk, uow: UnitOfWork, row: RoundRow, share: ShareWords) -> SharePaper:
    """Return what is printed."""
    state = acting_state(uow, row)
    words = tuple(share.words.split()) or ("",) * WORDS
    return SharePaper(
        head=head_of(state, desk.clock.now()),
        officer=share.officer,
        key=share.key,
        recipient=share.recipient,
        k=share.k,
        n=state.settings.officers_n,
        words=words,
        is_blank=not share.words,
    )
