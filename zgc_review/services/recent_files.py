"""Files opened last with a vault: a short list inside the vault, so that no name lies beside it in the clear.

It helps a person to find a file again. It is no part of a round: nothing of it is signed, logged or sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zgc_review.domain.ports import UnitOfWork
from zgc_review.services.desk import Desk

MOST = 8
_FACT = "recent-files"


@dataclass(frozen=True, slots=True)
class RecentFile:
    """One file: where it was, what it was, when.

    Attributes:
        kind: as :func:`zgc_review.services.file_places.kind_of`.
        round_id: of the round it belongs to, empty where none is known.
        title: of that round, empty where none is known.
        at: claimed time of the last opening.
    """

    path: Path
    kind: str
    round_id: str
    title: str
    at: str


def remember_file(desk: Desk, path: Path, kind: str, round_id: str = "") -> None:
    """Put a file first in the list; a vault that is only read, and a name that is no text, keep nothing."""
    shown = str(path.absolute())
    if not desk.vault.writable or not _is_text(shown):
        return
    newest = {"path": shown, "kind": kind, "round": round_id, "at": desk.clock.now()}
    with desk.vault.begin() as uow:
        rest = [one for one in _kept(uow) if one["path"] != shown]
        uow.facts.put(_FACT, [newest, *rest][:MOST])
        uow.commit()


def recent_files(desk: Desk) -> tuple[RecentFile, ...]:
    """Return the files, newest first; whether they are still there is not looked at."""
    with desk.vault.begin() as uow:
        titles = {row.round_id: row.title for row in uow.rounds.all()}
        kept = _kept(uow)
    return tuple(
        RecentFile(Path(one["path"]), one["kind"], one["round"], titles.get(one["round"], ""), one["at"])
        for one in kept
    )


def forget_files(desk: Desk) -> None:
    """Empty the list.

    Raises:
        StorageError: ``vault.readonly``.
    """
    with desk.vault.begin() as uow:
        uow.facts.put(_FACT, None)
        uow.commit()


def forget_round(uow: UnitOfWork, round_id: str) -> None:
    """Forget the files of a round whose copy leaves this vault."""
    kept = _kept(uow)
    left = [one for one in kept if one["round"] != round_id]
    if len(left) < len(kept):
        uow.facts.put(_FACT, left)


def _kept(uow: UnitOfWork) -> list[Mapping[str, Any]]:
    """Return the list as it stands in the vault."""
    return list(uow.facts.get(_FACT) or ())


def _is_text(shown: str) -> bool:
    """Say whether a path can be stored: file names may hold bytes that are no text."""
    try:
        shown.encode()
    except UnicodeEncodeError:
        return False
    return True
