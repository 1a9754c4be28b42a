from __future__ import annotations

import pyrage
from seal_harness import SUITE

from zgc_review.seal.protected import protected_identity


def test_a_protected_identity_opens_with_its_passphrase() -> None:
    identity = SUITE.make_identity()
    data = protected_identity(identity, "三个词 and more")
    assert identity.encode() not in data
    assert pyrage.passphrase.decrypt(data, "三个词 and more").decode() == f"{identity}\n"
