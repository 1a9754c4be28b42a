from __future__ import annotations

import io
import os

import pytest
from seal_harness import SUITE, refusal

from zgc_review.errors import Cancelled
from zgc_review.seal.documents import SealedDocument, open_document, seal_document
from zgc_review.seal.streams import Discard
from zgc_review.seal.tar import MAX_DATA


def sealed_document(content: bytes, identity: str) -> tuple[bytes, SealedDocument]:
    target = io.BytesIO()
    told = seal_document(io.BytesIO(content), target, SUITE, SUITE.recipient_of(identity), size=len(content))
    return target.getvalue(), told


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 200_000])
def test_f_doc_01_a_document_is_the_bare_bytes_in_one_age_file(size: int) -> None:
    identity, content = SUITE.make_identity(), os.urandom(size)
    data, told = sealed_document(content, identity)
    assert told == SealedDocument(
        SUITE.digest(data).hexdigest(), len(data), SUITE.digest(content).hexdigest(), size
    )
    opened = open_document(io.BytesIO(data), SUITE, identity, digest=told.digest, size=size, part="objects/x")
    assert opened == content


def test_f_doc_02_other_size_or_digest_is_refused() -> None:
    identity = SUITE.make_identity()
    data, told = sealed_document(b"content", identity)
    for digest, size in ((told.digest, 6), (told.digest, 8), ("00" * 32, 7)):
        fault = refusal(
            lambda digest=digest, size=size: open_document(
                io.BytesIO(data), SUITE, identity, digest=digest, size=size, part="objects/x"
            )
        )
        assert (fault.code, fault.params["part"]) == ("seal.document.digest", "objects/x")
    cut = io.BytesIO(data[:-1])
    fault = refusal(lambda: open_document(cut, SUITE, identity, digest="", size=7, part="objects/x"))
    assert (fault.code, fault.params["part"]) == ("seal.age.damaged", "objects/x")
    fault = refusal(lambda: open_document(cut, SUITE, identity, digest="", size=MAX_DATA + 1, part="x"))
    assert fault.code == "seal.document.limit"


class Endless:
    """A document without an end; costs no memory."""

    _block = bytes(1 << 20)

    def read(self, size: int = -1, /) -> bytes:
        return self._block[:size]


def test_f_doc_02_a_document_over_1_gib_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_review.seal.documents.MAX_DATA", 1 << 20)
    recipient = SUITE.recipient_of(SUITE.make_identity())
    fault = refusal(lambda: seal_document(Endless(), Discard(), SUITE, recipient))
    assert fault.code == "seal.document.limit"


def test_importing_can_be_cancelled() -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    recipient = SUITE.recipient_of(SUITE.make_identity())
    with pytest.raises(Cancelled):
        seal_document(io.BytesIO(b"x"), Discard(), SUITE, recipient, progress=cancel)
