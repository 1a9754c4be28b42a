"""Whether a message stands rightly among its signer's own and in the chain: the verifier asks the same."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.seal.arrival import Newest, check_sequence
from zgc_review.seal.manifest import Manifest
from zgc_review.services.chain import RoundState

# Kinds that the result carries in signed form.
_CARRIED = ("consent", "sheet")


def check_named_version(state: RoundState, manifest: Manifest, code: str, about: str | None = None) -> None:
    """Refuse a message that names a version in which its card was not in force (formats F-MAN-07).

    ``about``: the version a consent to a round definition speaks of, which makes its signer a member.

    Raises:
        PackageError: ``collect.round_version``.
    """
    named = {manifest.round_version, about}
    if not any(state.in_force(str(manifest.sender), version) for version in named if version is not None):
        raise PackageError("collect.round_version", code=code)


def check_number(uow: UnitOfWork, row: RoundRow, message_id: str, manifest: Manifest) -> None:
    """Refuse an older message, and raise the alarm over another one under a number used before (F-ARR-04).

    The alarm does not depend on how old that number is.

    Raises:
        PackageError: ``seal.arrival.older``, ``seal.arrival.fork``.
    """
    held = uow.messages.find(row.round_id, manifest.kind, sender=manifest.sender, slot=manifest.slot)
    known = {one.seq: one for one in held}
    if known:
        newest = known.get(manifest.seq, known[max(known)])
        check_sequence(message_id, manifest.seq, Newest(newest.message_id, newest.seq))


class Series:
    """The sheets and consents that one card signed, by the message each names before itself."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, sender: str) -> None:
        self._uow = uow
        self._followers = {
            one.prev: (one.kind, one.slot, one.seq)
            for kind in _CARRIED
            for one in uow.messages.find(row.round_id, kind, sender=sender)
            if one.prev is not None
        }

    def check(self, message_id: str, manifest: Manifest, code: str) -> None:
        """Refuse a message whose ``prev`` is of another slot or not older (F-MAN-11), whichever came first.

        Raises:
            PackageError: ``collect.previous``.
        """
        before = self._uow.messages.get(manifest.prev) if manifest.prev is not None else None
        mine = (manifest.kind, manifest.slot)
        fits = before is None or (before.sender, before.kind, before.slot) == (manifest.sender, *mine)
        if not fits or (before is not None and before.seq >= manifest.seq):
            raise PackageError("collect.previous", code=code)
        kind, slot, seq = self._followers.get(message_id, (*mine, manifest.seq + 1))
        if (kind, slot) != mine or seq <= manifest.seq:
            raise PackageError("collect.previous", code=code)
        if manifest.prev is not None:
            self._followers[manifest.prev] = (*mine, manifest.seq)
