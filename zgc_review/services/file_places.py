"""What a file of the program is by its name, and which round of a vault takes it (formats F-KIN-01).

A file is named for its kind; what it truly is its manifest says, and the service that takes it judges that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError, PackageError, SealError, StorageError
from zgc_review.seal.kinds import CHAIN, KINDS
from zgc_review.seal.package_format import SUFFIX as PACKAGE_SUFFIX
from zgc_review.seal.package_set import further_of
from zgc_review.services import post
from zgc_review.services.acks import ACK_LIMIT
from zgc_review.services.collecting import FILE_LIMIT
from zgc_review.services.desk import Desk

PACKAGE, CARD, ACK, ROUND, PANEL = "package", "card", "ack", "round", "panel"
RESULT, NAMES, SHARE = "result", "names", "share"
#: What experts and officers hand back to the secretary.
RETURNED = frozenset({"consent", "declaration", "scores"})
#: What is opened in memory, so that a vault that is only read opens it too.
IN_MEMORY = frozenset({RESULT, NAMES, SHARE})
#: Every ending of a file of the program, and what such a file is.
ENDINGS = {
    PACKAGE_SUFFIX: PACKAGE,
    **{kind.suffix: name for name, kind in KINDS.items() if kind.suffix and name != CHAIN},
}


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a file is used.

    Attributes:
        path: the file; for a later volume of a package the first one, where the letters are.
        row: the round whose pages take it; None where the file itself leads to its round.
    """

    path: Path
    kind: str
    row: RoundRow | None = None


def kind_of(path: Path) -> str:
    """Return what a file is by its name, empty where it is none of the program's."""
    return ENDINGS.get(path.suffix.lower(), "")


def require_known(path: Path) -> str:
    """Return what a file is by its name.

    Raises:
        PackageError: ``arrive.unknown``: no window opens such a file.
    """
    kind = kind_of(path)
    if not kind:
        raise PackageError("arrive.unknown", file=path.name)
    return kind


def place_of(desk: Desk, path: Path, current: str = "") -> FilePlace:
    """Return where a file is used with this vault.

    Args:
        desk: the vault that is open.
        path: the file.
        current: id of the round that is open, which is preferred where the file names none.

    Raises:
        PackageError: ``arrive.unknown``; ``seal.file.read``: it is not there; ``seal.*`` of a file that must
            be read to know its round; ``arrive.round``: that round is not in this vault.
        GateError: ``arrive.secretary``, ``arrive.card``: it is for a secretary, whose round is not in this
            vault; ``arrive.which``: sealed to an escrow key, and several rounds could take it.
        StorageError: ``vault.readonly``: it would be taken in, and this vault is only read.
    """
    kind = require_known(path)
    try:
        is_file = path.is_file()
    except OSError:  # a name no system takes
        is_file = False
    if not is_file:
        raise PackageError("seal.file.read", file=path.name)
    if not desk.vault.writable and kind not in IN_MEMORY:
        raise StorageError("vault.readonly", name=desk.vault.path.name)
    if kind == ACK:
        return FilePlace(path, kind, _addressed(desk, path, ACK_LIMIT))
    if kind in RETURNED or kind == CARD:
        return FilePlace(path, kind, _secretarys(desk, path, kind, current))
    return FilePlace(_first_volume(path) if kind == PACKAGE else path, kind)


def _secretarys(desk: Desk, path: Path, kind: str, current: str) -> RoundRow:
    """Return the secretary's round that takes a card or what was handed back."""
    with desk.vault.begin() as uow:
        rows = [one for one in uow.rounds.all() if one.place == "secretary"]
    if not rows:
        raise GateError("arrive.card" if kind == CARD else "arrive.secretary", file=path.name)
    here = next((one for one in rows if one.round_id == current), None)
    if kind == CARD:  # cards belong to the vault; its rounds show the same ones
        return here or rows[-1]
    try:
        return _addressed(desk, path, FILE_LIMIT)
    except SealError as fault:
        if fault.code != "seal.age.not_for_me":
            raise
    row = here or (rows[0] if len(rows) == 1 else None)
    if row is None:
        raise GateError("arrive.which", file=path.name)
    return row


def _addressed(desk: Desk, path: Path, limit: int) -> RoundRow:
    """Return the round that a sealed file says it belongs to."""
    data = post.read_file(path, limit)
    with desk.vault.begin() as uow:
        manifest = post.open_sealed(desk, uow, data, file=path.name).manifest
        row = uow.rounds.get(str(manifest.round))
    if row is None:
        raise PackageError("arrive.round", file=path.name)
    return row


def _first_volume(path: Path) -> Path:
    """Return the volume with the letters, where it lies beside a later one (F-PKG-06)."""
    later = further_of(path.name)
    first = path.with_name(later.first) if later is not None else path
    return first if first.is_file() else path
