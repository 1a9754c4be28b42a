"""A round with real vaults, built through the services; only the key derivation is cheap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import db.vault
from benchmarks.papers import SUB, roster_of
from db.keyfile import KdfParameters
from zgc_review.catalogue import load_shipped
from zgc_review.domain.rows import OwnCard, RoundRow
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.seal.digits import digits_of
from zgc_review.services import (
    appointing,
    collecting,
    following,
    roster,
    rounds,
    sharing,
    taking_in,
)
from zgc_review.services.appointing import Appointment
from zgc_review.services.consents import sign_consent
from zgc_review.services.desk import Desk, the_round
from zgc_review.services.trust import make_own_card, take_card, trust_card

PASSPHRASE = "measure 2026 by the clock"  # noqa: S105 - of vaults that last as long as the run
# Deriving the key is measured by itself (starting.py).
_CHEAP = KdfParameters(m=8 * 1024, t=1, p=1)


@dataclass
class Person:
    """Somebody with a vault, open or closed, and a card."""

    path: Path
    desk: Desk
    card: OwnCard

    def close(self) -> None:
        """Close the vault, so that another process may write to it."""
        self.desk.vault.close()

    def reopen(self) -> None:
        """Unlock the vault again."""
        self.desk = Desk(db.vault.open_vault(self.path, PASSPHRASE))

    def row(self) -> RoundRow:
        """Return the round as this vault knows it."""
        with self.desk.vault.begin() as uow:
            return the_round(uow)


class Committee:
    """A secretary, an observer, experts, and a round that the observer has consented to.

    Args:
        folder: is made; holds the vaults and what travels.
        experts: how many.
        settings: of the round, beside or in place of the usual ones.
    """

    def __init__(self, folder: Path, experts: int, settings: Mapping[str, Any] | None = None) -> None:
        self.folder = folder
        self.catalogue = load_shipped()
        (folder / "vaults").mkdir(parents=True)
        self.secretary = self._person("secretary")
        self.observer = self._person("observer")
        self.experts = [self._person(f"expert{n:02d}") for n in range(1, experts + 1)]
        for one in (self.observer, *self.experts):
            known = take_card(self.secretary.desk, one.card.payload)
            trust_card(self.secretary.desk, known.card_id, one.card.fingerprint)
        self._define(max(1, experts), settings or {})

    def close(self) -> None:
        """Close all vaults."""
        for one in (self.secretary, self.observer, *self.experts):
            one.close()

    def round_code(self) -> str:
        """Return the digits of the newest version, as they are read aloud."""
        desk = self.secretary.desk
        with desk.vault.begin() as uow:
            return digits_of(rounds.signed_versions(uow, the_round(uow))[-1].message_id)

    def seat(self) -> None:
        """Seat the experts in one group and assign all applications to it."""
        desk, row = self.secretary.desk, self.secretary.row()
        _, people, _, _ = layouts(self.catalogue, [SUB])
        write_workbook(self.folder / "名册.xlsx", people, roster_of(len(self.experts)))
        roster.take_roster(desk, row, self.folder / "名册.xlsx")
        taking_in.admit(desk, row, (), "材料齐全")
        seats = [
            Appointment(f"E{n:03d}", one.card.fingerprint, "G01", chair=n == 1, round_chair=n == 1)
            for n, one in enumerate(self.experts, 1)
        ]
        appointing.appoint(desk, row, seats)
        for one in (self.observer, self.experts[0]):
            self._follow(one)
        taking_in.assign_groups(desk, row)

    def _person(self, name: str) -> Person:
        """Make a vault and a card."""
        path = self.folder / "vaults" / f"{name}.zgcvault"
        desk = Desk(db.vault.create_vault(path, PASSPHRASE, kdf=_CHEAP).vault)
        return Person(path, desk, make_own_card(desk, name, "测量"))

    def _define(self, size: int, settings: Mapping[str, Any]) -> None:
        """Define version 1 and obtain the observer's consent."""
        given = {"title": "测量轮次", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}
        groups = [{"id": "G01", "sub_directions": [SUB], "size": size}]
        observer = self.observer.card.card_id
        order = {**given, "groups": groups, **settings}
        rounds.define_round(self.secretary.desk, order, self.catalogue, observer)
        self._follow(self.observer)

    def _follow(self, person: Person) -> None:
        """Let somebody take the newest version, and consent to it."""
        secretary = self.secretary
        paths = sharing.publish_round(secretary.desk, secretary.row(), self.folder / "versions")
        following.follow_round(person.desk, paths, self.round_code())
        with person.desk.vault.begin() as uow:
            about = rounds.signed_versions(uow, the_round(uow))[-1].message_id
        message = sign_consent(person.desk, person.row(), "round", "yes", about=about)
        path = sharing.write_to_secretary(person.desk, person.row(), message, self.folder / "consents")
        (arrival,) = collecting.collect(secretary.desk, secretary.row(), [path])
        if arrival.error is not None:
            raise arrival.error
