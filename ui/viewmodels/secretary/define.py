"""Defining a round: what it is called, which sub-directions take part, whose cards, then version 1."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.settings_file import read_settings
from ui.viewmodels.home import head_of
from ui.viewmodels.secretary.define_settings import SettingLine, setting_lines, settings_of
from ui.viewmodels.session import RoundHead, Session
from zgc_review.catalogue import Catalogue, load_shipped
from zgc_review.domain.rows import KnownCard, OwnCard
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import ReviewError
from zgc_review.services import rounds
from zgc_review.services.desk import Desk
from zgc_review.services.trust import make_own_card

_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
#: What the form asks for itself; a settings file fills it in.
_FORM = ("title", "call_year", "t0", "rehearsal", "modes")


@dataclass(frozen=True, slots=True)
class Vault:
    """What the vault brings to a new round: own cards, cards of others, cards that are used already."""

    own: tuple[OwnCard, ...] = ()
    cards: tuple[KnownCard, ...] = ()
    used: frozenset[str] = frozenset()

    @property
    def free_card(self) -> OwnCard | None:
        """The newest own card, if no round uses it (design §4.1)."""
        newest = self.own[-1] if self.own else None
        return newest if newest is not None and newest.card_id not in self.used else None


@dataclass(frozen=True)
class Draft:
    """What was typed and chosen so far.

    Attributes:
        rehearsal: None while nobody said which it is.
        modes: way by sub-direction; only listed ones take part.
        budgets: 分 by pool id.
        given: settings of the file, the form's own left out.
        file: name of that file.
        observer: card id.
    """

    title: str = ""
    call_year: str = ""
    t0: str = ""
    rehearsal: bool | None = None
    modes: Mapping[str, str] = field(default_factory=dict)
    budgets: Mapping[str, int | None] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    observer: str = ""

    def values(self) -> dict[str, Any]:
        """Return the settings as ``round create`` reads them from a file."""
        values = dict(self.given)
        values |= {
            "title": self.title.strip(),
            "call_year": int(self.call_year) if self.call_year.strip().isdecimal() else self.call_year,
            "t0": self.t0.strip(),
            "rehearsal": bool(self.rehearsal),
            "modes": dict(self.modes),
        }
        return values


class DefineModel(QObject):
    """A round to be.

    Signals:
        loaded: cards of the vault were read.
        changed: the draft is another; settings were computed anew.
        defined: a :class:`RoundHead`; version 1 is signed and waits for the observer.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    changed = Signal()
    defined = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.vault = Vault()
        self.draft = Draft(call_year=session.context.clock.now()[:4], t0=session.context.clock.now()[:10])
        self.fault: ReviewError | None = None
        self.lines: Sequence[SettingLine] = ()
        self.settings: RoundSettings | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of this program."""
        return load_shipped()

    def load(self) -> None:
        """Read the cards."""
        self.session.read(self, read_vault, self._loaded, self.failed.emit)

    def change(self, **changes: Any) -> None:
        """Change the draft and compute the settings anew."""
        self.draft = replace(self.draft, **changes)
        self._compute()

    def take_file(self, path: Path) -> None:
        """Take settings from a file; what the form asks for is filled in."""

        def done(values: dict[str, Any]) -> None:
            modes, kind = values.get("modes"), values.get("rehearsal")
            rest = {name: value for name, value in values.items() if name not in _FORM}
            self.change(
                title=str(values.get("title", self.draft.title)),
                call_year=str(values.get("call_year", self.draft.call_year)),
                t0=str(values.get("t0", self.draft.t0)),
                rehearsal=kind if isinstance(kind, bool) else self.draft.rehearsal,
                modes=modes if isinstance(modes, dict) else self.draft.modes,
                given=rest,
                budgets={},
                file=path.name,
            )

        jobs = self.session.context.jobs
        jobs.run(self, lambda _ticket: read_settings(path), done, self.failed.emit, vault=False)

    def make_card(self, name: str, organisation: str) -> None:
        """Make an own card for this round, so that keys do not link rounds (design §4.1)."""

        def work(desk: Desk) -> Vault:
            make_own_card(desk, name.strip(), organisation.strip())
            return read_vault(desk)

        self.session.act(self, work, self._loaded, self.failed.emit)

    def define(self) -> None:
        """Sign version 1."""
        values, observer, catalogue = self._values(), self.draft.observer, self.catalogue

        def work(desk: Desk) -> RoundHead:
            return head_of(desk, rounds.define_round(desk, values, catalogue, observer))

        self.session.act(self, work, self.defined.emit, self.failed.emit)

    def lacking(self) -> str:
        """Return the key of what is missing first, empty where version 1 can be written."""
        draft = self.draft
        card = next((one for one in self.vault.cards if one.card_id == draft.observer), None)
        checks = (
            ("title", bool(draft.title.strip())),
            ("kind", draft.rehearsal is not None),
            ("modes", bool(draft.modes)),
            ("settings", self.fault is None),
            ("own", self.vault.free_card is not None),
            ("observer", card is not None and card.trusted_at is not None),
        )
        return next((name for name, holds in checks if not holds), "")

    def _values(self) -> dict[str, Any]:
        """Return the settings with the budgets that were typed."""
        values = self.draft.values()
        settings = self.settings
        if settings is not None and self.draft.budgets and settings.pools:
            given = {one["id"]: one for one in values.get("pools", ()) if isinstance(one, dict)}
            values["pools"] = [
                {
                    **given.get(pool.id, {}),
                    "id": pool.id,
                    "fund": pool.fund,
                    "sub_directions": list(pool.sub_directions),
                    "budget_fen": self.draft.budgets.get(pool.id, pool.budget_fen),
                }
                for pool in settings.pools
            ]
        return values

    def _compute(self) -> None:
        """Complete the settings; what contradicts is told by :attr:`fault`."""
        self.fault, self.lines, self.settings = None, (), None
        if self.draft.modes:
            try:
                self.settings = settings_of(self.draft.values(), self.catalogue)
                self.lines = setting_lines(self.draft.values(), self.catalogue)
                self.settings = settings_of(self._values(), self.catalogue)
            except ReviewError as fault:
                self.fault = fault
        self.changed.emit()

    def _loaded(self, vault: Vault) -> None:
        self.vault = vault
        self.loaded.emit()


def fen_of(typed: str) -> int | None:
    """Return an amount typed in 万元 as 分; None where nothing was typed.

    Raises:
        ValueError: it is no amount of at most six decimals.
    """
    text = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not text:
        return None
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    return int(Decimal(text) * 1_000_000)


def read_vault(desk: Desk) -> Vault:
    """Read own cards, cards of others, and which own ones are used."""
    with desk.vault.begin() as uow:
        return Vault(
            tuple(uow.cards.own()),
            tuple(uow.cards.known()),
            frozenset(row.card_id for row in uow.rounds.all()),
        )
