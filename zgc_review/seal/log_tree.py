"""Hash tree over the events of a log (RFC 6962 §2.1; formats F-LOG-01, F-LOG-02)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from zgc_review.errors import PackageError
from zgc_review.seal.fields import is_hex


class LogTree:
    """A tree that grows at its end and remembers every complete subtree.

    Roots and proofs for any size up to the present one cost a logarithmic number of hashes.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        digest = hashlib.sha256  # as _leaf_hash and _node_hash, without a call for each of thousands
        level = [digest(b"\x00" + leaf).digest() for leaf in leaves]
        self._levels = [level]
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            level = [digest(b"\x01" + left + right).digest() for left, right in pairs]
            self._levels.append(level)

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add one event's bytes."""
        level = 0
        self._levels[0].append(_leaf_hash(leaf))
        while len(self._levels[level]) % 2 == 0:
            if len(self._levels) == level + 1:
                self._levels.append([])
            left, right = self._levels[level][-2:]
            self._levels[level + 1].append(_node_hash(left, right))
            level += 1

    def root(self, size: int | None = None) -> str:
        """Return the root of the first ``size`` leaves (all by default) as 64 hex characters.

        Raises:
            ValueError: more leaves than there are.
        """
        count = self._checked(size)
        return (self._subtree(0, count) if count else hashlib.sha256(b"").digest()).hex()

    def proof(self, index: int, size: int | None = None) -> tuple[str, ...]:
        """Return the inclusion proof of leaf ``index`` in the first ``size`` leaves, from the leaf upwards.

        Raises:
            ValueError: no such leaf.
        """
        begin, end = 0, self._checked(size)
        if not 0 <= index < end:
            raise ValueError(index)
        siblings: list[str] = []
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                siblings.append(self._subtree(middle, end).hex())
                end = middle
            else:
                siblings.append(self._subtree(begin, middle).hex())
                begin = middle
        return tuple(reversed(siblings))

    def _checked(self, size: int | None) -> int:
        """Return the number of leaves meant."""
        count = len(self) if size is None else size
        if not 0 <= count <= len(self):
            raise ValueError(count)
        return count

    def _subtree(self, begin: int, end: int) -> bytes:
        """Return the hash over leaves ``begin`` to ``end``; begin is where RFC 6962 splits."""
        width = end - begin
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._levels[level][begin >> level]
        middle = begin + _split(width)
        return _node_hash(self._subtree(begin, middle), self._subtree(middle, end))


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[str], root: str) -> None:
    """Refuse unless ``leaf`` is number ``index`` of the ``size`` leaves under ``root`` (F-LOG-02).

    Args:
        leaf: the event's bytes.
        index: from 0.
        size: number of leaves of the head.
        proof: sibling hashes, 64 hex each, from the leaf upwards.
        root: 64 hex.

    Raises:
        PackageError: ``seal.log.proof``.
    """
    if not 0 <= index < size or not all(is_hex(sibling, 64) for sibling in proof):
        raise PackageError("seal.log.proof", index=index)
    # RFC 9162 §2.1.3.2: node walks upwards beside last, the place of the last leaf.
    node, last, found = index, size - 1, _leaf_hash(leaf)
    for sibling in map(bytes.fromhex, proof):
        if last == 0:
            raise PackageError("seal.log.proof", index=index)
        if node % 2 or node == last:
            found = _node_hash(sibling, found)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            found = _node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last or found.hex() != root:
        raise PackageError("seal.log.proof", index=index)


def _leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of an event."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(width: int) -> int:
    """Return the largest power of two below ``width``, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)
