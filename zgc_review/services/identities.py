"""Taking one's own age identity out of the vault, on purpose (design §3)."""

from __future__ import annotations

from pathlib import Path

from zgc_review.errors import GateError
from zgc_review.seal.protected import protected_identity
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import log
from zgc_review.services.desk import Desk

CONFIRMATION = "EXPORT"


def export_identity(desk: Desk, target: Path, passphrase: str, typed: str) -> str:
    """Write the newest card's identity as a passphrase-protected age file; logged. Return the card id.

    Raises:
        GateError: ``card.none``; ``identity.confirm`` unless :data:`CONFIRMATION` was typed;
            ``identity.exists``: nothing is overwritten.
    """
    if typed != CONFIRMATION:
        raise GateError("identity.confirm", word=CONFIRMATION)
    if target.exists():
        raise GateError("identity.exists", file=target.name)
    with desk.vault.begin() as uow:
        own = uow.cards.own()
        if not own:
            raise GateError("card.none")
        card = own[-1]
        save_bytes(target, protected_identity(card.age_secret, passphrase), reread=True)
        data = {"card": card.card_id}
        log.record(uow, log.VAULT_LOG, "identity.exported", "", desk.clock.now(), data)
        uow.commit()
    return card.card_id
