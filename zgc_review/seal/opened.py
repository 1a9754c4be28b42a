"""Messages that were read and hold together (formats sections 4 to 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from zgc_review.errors import PackageError
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.sums import MANIFEST
from zgc_review.seal.tar import END_BLOCKS, entry

KeyOf: TypeAlias = Callable[[str], str | None]
"""Returns the public signing key line of a card id, None when that card is not known."""


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """One data entry.

    Attributes:
        name: ``data/NNNNNN.EXT``.
        size: bytes.
        digest: 64 hex.
        label: free text of the sender.
        data: the bytes; None when they went to a sink, or when ``message`` holds them.
        message: the message carried in a ``.tar`` entry.
    """

    name: str
    size: int
    digest: str
    label: str
    data: bytes | None
    message: OpenedMessage | None


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """A message whose structure, digests and signature hold; whose key signed is still to be judged.

    Attributes:
        id: message id, 64 hex.
        manifest: who says what.
        signer: public key line that made the signature.
        head: the first three entries as (name, bytes).
        entries: data entries in order.
    """

    id: str
    manifest: Manifest
    signer: str
    head: tuple[tuple[str, bytes], ...]
    entries: tuple[OpenedEntry, ...]

    def require_signer(self, key: str) -> None:
        """Refuse the message unless ``key`` signed it (F-SIG-05).

        Raises:
            PackageError: ``seal.signature.signer``.
        """
        if self.signer != key:
            raise PackageError("seal.signature.signer", part=f"{self.head[0][0]}.sig")

    def carried(self) -> bytes:
        """Return the carried form, to keep or to put into another message.

        Raises:
            ValueError: an entry's bytes went to a sink.
        """
        return b"".join((*_chunks(self), bytes(END_BLOCKS)))

    def document(self, name: str) -> bytes:
        """Return the bytes of the data entry ``name`` that was kept in memory; KeyError if none was."""
        for item in self.entries:
            if item.name == name and item.data is not None:
                return item.data
        raise KeyError(name)


def carried_messages(opened: OpenedMessage) -> tuple[OpenedMessage, ...]:
    """Return the messages directly inside ``opened``, in order."""
    return tuple(item.message for item in opened.entries if item.message is not None)


def check_signers(opened: OpenedMessage, key_of: KeyOf) -> None:
    """Refuse ``opened`` unless it and everything carried in it is signed by its sender's key (F-SIG-05).

    Raises:
        PackageError: ``seal.signature.signer``, ``seal.signature.sender``, ``seal.card.signer``.
    """
    for prefix, message in _tree("", opened):
        sender = message.manifest.sender
        if sender is None:  # a card, and nothing else (F-MAN-08)
            if message.manifest.body.get("key") != message.signer:
                raise PackageError("seal.card.signer", part=prefix + MANIFEST)
            continue
        key = key_of(sender)
        if key is None:
            raise PackageError("seal.signature.sender", part=prefix + MANIFEST)
        if key != message.signer:
            raise PackageError("seal.signature.signer", part=f"{prefix}{message.head[0][0]}.sig")


def _tree(prefix: str, opened: OpenedMessage) -> Iterator[tuple[str, OpenedMessage]]:
    """Yield ``opened`` and all messages in it, each with the prefix of its parts."""
    yield prefix, opened
    for item in opened.entries:
        if item.message is not None:
            yield from _tree(f"{prefix}{item.name}/", item.message)


def _chunks(opened: OpenedMessage) -> Iterator[bytes]:
    """Yield the entries of a message."""
    for name, content in opened.head:
        yield entry(name, content)
    for item in opened.entries:
        content_of = item.message.carried() if item.message is not None else item.data
        if content_of is None:
            raise ValueError(item.name)
        yield entry(item.name, content_of)
