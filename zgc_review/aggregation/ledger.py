"""Which signed messages count, and the newest of each kind (docs/bodies.md §1, §2, §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from zgc_review.aggregation.inputs import AggregationInput, SignedConsent, SignedSheet
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.errors import AggregationError

_Message = TypeVar("_Message", SignedSheet, SignedConsent)

# What follows the slot of an act, so that one signer can speak of several (docs/bodies.md §2).
_SUFFIX = {"absent": "code", "ruling": "code", "check": "gate", "tie": "pool"}


@dataclass(frozen=True, slots=True)
class SheetSet:
    """The newest sheets of one code on one application.

    ``recused``: the newest initial sheet is a recusal; ``initial`` and ``revision`` are the newest locked.
    """

    recused: bool
    initial: SignedSheet | None
    revision: SignedSheet | None


_NO_SHEETS = SheetSet(recused=False, initial=None, revision=None)
_NOTHING: Mapping[str, SignedConsent] = {}


class Ledger:
    """The counting sheets and consents of a round, by who signed them."""

    def __init__(self, inputs: AggregationInput) -> None:
        self._kept = inputs.kept
        self._ages = {
            card: (code, age, age == len(cards) - 1)
            for code, cards in inputs.cards.items()
            for age, card in enumerate(cards)
        }
        self._sheets = self._newest_sheets(inputs.sheets)
        self._consents = self._newest_consents(inputs.consents)
        self.claimed = frozenset(
            consent.body.application
            for spoken in self._consents.values()
            for consent in spoken.values()
            if consent.body.act == "veto_claim" and consent.body.application is not None
        )

    def sheets_of(self, application: str, code: str) -> SheetSet:
        """Return the newest counting sheets of ``code`` on ``application``."""
        return self._sheets.get((application, code), _NO_SHEETS)

    def spoken(self, code: str | None) -> Mapping[str, SignedConsent]:
        """Return the counting consents of ``code`` by slot."""
        return _NOTHING if code is None else self._consents.get(code, _NOTHING)

    def claims(self, application: str) -> tuple[tuple[str, SignedConsent], ...]:
        """Return the counting veto claims on ``application`` with the codes of who raised them."""
        return tuple(
            (code, consent)
            for code, spoken in self._consents.items()
            for consent in spoken.values()
            if consent.body.act == "veto_claim" and consent.body.application == application
        )

    def signer(self, card: str, message: str) -> str | None:
        """Return the code of the card if its message counts.

        The card in force counts, unless revoked; an earlier or revoked card only with the ids kept.
        """
        known = self._ages.get(card)
        if known is None:
            return None
        code, _, in_force = known
        kept = self._kept.get(card)
        counts = in_force if kept is None else message in kept
        return code if counts else None

    def _newest_sheets(self, sheets: Iterable[SignedSheet]) -> dict[tuple[str, str], SheetSet]:
        """Choose per application and code: the newer card first, then the higher sequence number."""
        found: dict[tuple[str, str], list[SignedSheet]] = {}
        for sheet in sheets:
            code = self.signer(sheet.card, sheet.id)
            if code is not None:
                found.setdefault((sheet.body.application, code), []).append(sheet)
        return {
            (application, code): _sheet_set(self._in_order(entries, f"sheet:{application}", code))
            for (application, code), entries in found.items()
        }

    def _newest_consents(self, consents: Iterable[SignedConsent]) -> dict[str, dict[str, SignedConsent]]:
        """Choose per signer and slot in the same way."""
        found: dict[tuple[str, str], list[SignedConsent]] = {}
        for consent in consents:
            code = self.signer(consent.card, consent.id)
            if code is not None:
                found.setdefault((code, slot_of(consent.body)), []).append(consent)
        newest: dict[str, dict[str, SignedConsent]] = {}
        for (code, slot), entries in found.items():
            newest.setdefault(code, {})[slot] = self._in_order(entries, slot, code)[-1]
        return newest

    def _in_order(self, entries: list[_Message], slot: str, code: str) -> list[_Message]:
        """Sort the messages of one signer and slot, oldest first; one that came twice is one."""
        if len(entries) == 1:
            return entries
        entries.sort(key=self._place)
        for one, other in pairwise(entries):
            if self._place(one) == self._place(other) and one.id != other.id:
                raise AggregationError("aggregation.message.seq_twice", slot=slot, code=code, seq=one.seq)
        return entries

    def _place(self, message: SignedSheet | SignedConsent) -> tuple[int, int]:
        """Return age of the card, then sequence number: each card counts its own."""
        return self._ages[message.card][1], message.seq


def slot_of(body: ConsentBody) -> str:
    """Return the slot in which a newer consent of the same signer replaces an older one."""
    slot = f"{body.act}:{body.about or body.application or ''}"
    suffix = _SUFFIX.get(body.act)
    return slot if suffix is None else f"{slot}:{body.values.get(suffix)}"


def _sheet_set(entries: Iterable[SignedSheet]) -> SheetSet:
    """Keep the newest of each kind; ``entries`` come oldest first."""
    recused = False
    initial: SignedSheet | None = None
    revision: SignedSheet | None = None
    for sheet in entries:
        locked = sheet.body.state == "locked"
        if sheet.body.phase == "initial":
            recused = not locked
            initial = sheet if locked else initial
        elif locked:
            revision = sheet
    return SheetSet(recused=recused, initial=initial, revision=revision)
