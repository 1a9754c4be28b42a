"""Codes of members and the secret salt they are dealt with (rules §3.2, step 7)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from zgc_review.assignment.draw import code_name
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.chain import RoundState


def code_salt(uow: UnitOfWork, row: RoundRow) -> str:
    """Return the round's salt, 64 hex; made once and kept in the secretary's vault and in ``names`` only."""
    name = f"code-salt:{row.round_id}"
    salt = uow.facts.get(name)
    if salt is None:
        salt = secrets.token_hex(32)
        uow.facts.put(name, salt)
    return str(salt)


def salt_to_look_with(uow: UnitOfWork, row: RoundRow) -> str:
    """Return the round's salt, before the first draw one that is good for a look and kept nowhere."""
    return str(uow.facts.get(f"code-salt:{row.round_id}") or secrets.token_hex(32))


def deal_codes(ids: Sequence[str], seed: str, salt: str, first: int = 1) -> dict[str, str]:
    """Return 专家NN by roster id, in ascending order of SHA-256(seed ‖ 0 ‖ "code" ‖ 0 ‖ salt ‖ 0 ‖ id)."""

    def key(expert_id: str) -> str:
        return hashlib.sha256("\0".join((seed, "code", salt, expert_id)).encode()).hexdigest()

    return {one: code_name(n) for n, one in enumerate(sorted(ids, key=key), first)}


def next_number(state: RoundState, dealt: Iterable[str] = ()) -> int:
    """Return the number after the highest one that any expert of the round has or was dealt."""
    codes = (*(member.code for member in state.by_role("expert")), *dealt)
    return 1 + max((int(code.removeprefix("专家")) for code in codes), default=0)
