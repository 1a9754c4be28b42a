"""An expert's own lists, compared in the expert's vault with what the letter shows (rules §4.1).

Kin, holdings and the other lists are kept in this vault alone: no message and no log of a round holds a
word of them. What travels is the declaration, in the words the expert types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from zgc_review.conflicts.hits import Hit
from zgc_review.conflicts.screen import screen_round
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.desk import Desk, own_card
from zgc_review.services.private_lists_values import LISTS, PrivateLists, read_lists
from zgc_review.services.rounds import state_of
from zgc_review.services.screening_values import (
    aliases_of,
    limits_of,
    parties_of,
    profile_of_record,
    t0_of,
    units_of,
)

_FACT = "private-lists"


@dataclass(frozen=True, slots=True)
class Matched:
    """What the lists have in common with the applications at hand.

    Attributes:
        hits: what was found, with the texts and fields of both sides.
        numbers: 申报编号 by application id.
        compared: how many applications were compared.
        missing: lists that were not given: their rules could not be checked.
    """

    hits: tuple[Hit, ...]
    numbers: Mapping[str, str]
    compared: int
    missing: tuple[str, ...]


def save_lists(desk: Desk, value: Any) -> PrivateLists:
    """Keep the lists in this vault, in place of those before.

    Raises:
        GateError: ``private.shape``.
    """
    lists = read_lists(value)
    with desk.vault.begin() as uow:
        uow.facts.put(_FACT, msgspec.to_builtins(lists))
        _note(uow, desk, "private_lists.saved", sum(len(getattr(lists, name) or ()) for name in LISTS))
        uow.commit()
    return lists


def saved_lists(uow: UnitOfWork) -> PrivateLists | None:
    """Return the lists of this vault, None where none were kept."""
    value = uow.facts.get(_FACT)
    return None if value is None else read_lists(value)


def drop_lists(desk: Desk) -> None:
    """Forget the lists."""
    with desk.vault.begin() as uow:
        uow.facts.put(_FACT, None)
        _note(uow, desk, "private_lists.dropped", 0)
        uow.commit()


def match_lists(desk: Desk, row: RoundRow) -> Matched:
    """Compare the lists with every application of the letter; nothing is written anywhere.

    Raises:
        GateError: ``private.none``: no lists were kept.
    """
    with desk.vault.begin() as uow:
        lists = saved_lists(uow)
        if lists is None:
            raise GateError("private.none")
        settings = state_of(uow, row).settings
        rows = [one for one in uow.applications.all(row.round_id) if one.state != SheetStatus.RECUSED.value]
        card = own_card(uow, row)
    record = {"name": card.name, "employer": card.organisation, **msgspec.to_builtins(lists)}
    records = [one.record for one in rows]
    hits = screen_round(
        [profile_of_record(record, "")],
        [parties_of(one, settings.excluded_experts_max) for one in rows],
        t0=t0_of(settings),
        lookback=settings.lookback_years,
        aliases=aliases_of(records),
        org_table=units_of(records),
        limits=limits_of(settings),
    )
    return Matched(hits, {one.application_id: one.number for one in rows}, len(rows), lists.missing)


def _note(uow: UnitOfWork, desk: Desk, act: str, entries: int) -> None:
    """Write an event into the log of the vault itself, which never travels."""
    log.record(uow, log.VAULT_LOG, act, "", desk.clock.now(), {"entries": entries})
