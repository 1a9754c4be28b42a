"""Cards, rounds, roster, listings and seats on tables (ports of ``zgc_review.domain.ports``)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from db import tables
from db.codec import Codec, to_json
from db.engine import insert_many
from zgc_review.domain.rows import ExpertRow, KnownCard, OwnCard, RoundRow, SeatRow
from zgc_review.errors import ProgramFault

_OWN = Codec(OwnCard, tables.own_cards)
_KNOWN = Codec(KnownCard, tables.known_cards)
_ROUND = Codec(RoundRow, tables.rounds, flags=("rehearsal",))
_EXPERT = Codec(ExpertRow, tables.experts, json=("record",))
_SEAT = Codec(SeatRow, tables.seats)


class SqlCards:
    """Own and other people's cards, in the order they were added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_own(self, row: OwnCard) -> None:
        """Keep a card with its secrets."""
        extra = {"position": next_position(self._connection, tables.own_cards), "first_seq": 0}
        self._connection.execute(insert(tables.own_cards), {**_OWN.values(row), **extra})

    def own(self) -> tuple[OwnCard, ...]:
        """Return the own cards."""
        query = select(*_OWN.columns).order_by(tables.own_cards.c.position)
        return tuple(_OWN.rows(self._connection.execute(query)))

    def own_by_id(self, card_id: str) -> OwnCard | None:
        """Return one own card."""
        query = select(*_OWN.columns).where(tables.own_cards.c.card_id == card_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _OWN.row(found)

    def add_known(self, row: KnownCard) -> None:
        """Keep somebody's card."""
        extra = {"position": next_position(self._connection, tables.known_cards)}
        self._connection.execute(insert(tables.known_cards), {**_KNOWN.values(row), **extra})

    def known(self) -> tuple[KnownCard, ...]:
        """Return the known cards."""
        query = select(*_KNOWN.columns).order_by(tables.known_cards.c.position)
        return tuple(_KNOWN.rows(self._connection.execute(query)))

    def known_by_id(self, card_id: str) -> KnownCard | None:
        """Return one known card."""
        query = select(*_KNOWN.columns).where(tables.known_cards.c.card_id == card_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _KNOWN.row(found)

    def trust(self, card_id: str, at: str) -> None:
        """Note that the fingerprint was compared at ``at``."""
        known = tables.known_cards
        change = update(known).where(known.c.card_id == card_id).values(trusted_at=at)
        expect_one(self._connection.execute(change).rowcount)


class SqlRounds:
    """Rounds of this vault, in the order they were added (a clock may be set back)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: RoundRow) -> None:
        """Keep a new round."""
        extra = {"position": next_position(self._connection, tables.rounds)}
        self._connection.execute(insert(tables.rounds), {**_ROUND.values(row), **extra})

    def get(self, round_id: str) -> RoundRow | None:
        """Return one round."""
        query = select(*_ROUND.columns).where(tables.rounds.c.round_id == round_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _ROUND.row(found)

    def all(self) -> tuple[RoundRow, ...]:
        """Return all rounds, oldest first."""
        query = select(*_ROUND.columns).order_by(tables.rounds.c.position)
        return tuple(_ROUND.rows(self._connection.execute(query)))

    def update(self, row: RoundRow) -> None:
        """Replace the values of a round that exists."""
        change = update(tables.rounds).where(tables.rounds.c.round_id == row.round_id)
        expect_one(self._connection.execute(change, _ROUND.values(row)).rowcount)


class SqlExperts:
    """The roster, sorted by number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, row: ExpertRow) -> None:
        """Add or replace an entry."""
        experts = tables.experts
        put_row(self._connection, experts, _EXPERT.values(row), experts.c.expert_id == row.expert_id)

    def get(self, expert_id: str) -> ExpertRow | None:
        """Return one entry."""
        query = select(*_EXPERT.columns).where(tables.experts.c.expert_id == expert_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _EXPERT.row(found)

    def by_number(self, round_id: str, number: str) -> ExpertRow | None:
        """Return the entry with this 名册编号."""
        experts = tables.experts
        query = select(*_EXPERT.columns).where(experts.c.round_id == round_id, experts.c.number == number)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _EXPERT.row(found)

    def all(self, round_id: str) -> tuple[ExpertRow, ...]:
        """Return the roster of a round, by code points of the number on every database."""
        query = select(*_EXPERT.columns).where(tables.experts.c.round_id == round_id)
        rows = _EXPERT.rows(self._connection.execute(query))
        return tuple(sorted(rows, key=lambda row: row.number))


class SqlListings:
    """Entries of the 不良信用记录 list, in the order of the file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, round_id: str, rows: tuple[dict[str, Any], ...]) -> None:
        """Replace the list of a round."""
        listings = tables.listings
        self._connection.execute(delete(listings).where(listings.c.round_id == round_id))
        values = [
            {"round_id": round_id, "position": position, "record": to_json(row)}
            for position, row in enumerate(rows)
        ]
        insert_many(self._connection, listings, values)

    def all(self, round_id: str) -> tuple[dict[str, Any], ...]:
        """Return the list of a round."""
        listings = tables.listings
        query = select(listings.c.record).where(listings.c.round_id == round_id).order_by(listings.c.position)
        return tuple(json.loads(record) for record in self._connection.execute(query).scalars())


class SqlSeats:
    """Who sits under which code, sorted by code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, row: SeatRow) -> None:
        """Add or replace a seat."""
        seats = tables.seats
        where = (seats.c.round_id == row.round_id) & (seats.c.code == row.code)
        put_row(self._connection, seats, _SEAT.values(row), where)

    def all(self, round_id: str) -> tuple[SeatRow, ...]:
        """Return the seats of a round, by code points of the code on every database."""
        query = select(*_SEAT.columns).where(tables.seats.c.round_id == round_id)
        rows = _SEAT.rows(self._connection.execute(query))
        return tuple(sorted(rows, key=lambda row: row.code))

    def drop(self, round_id: str, code: str) -> None:
        """Forget a seat that never counted."""
        seats = tables.seats
        self._connection.execute(delete(seats).where((seats.c.round_id == round_id) & (seats.c.code == code)))


def next_position(connection: Connection, table: Table) -> int:
    """Return the place after the last row."""
    last = connection.execute(select(func.max(table.c.position))).scalar_one()
    return 1 if last is None else int(last) + 1


def put_row(connection: Connection, table: Table, values: dict[str, Any], where: Any) -> None:
    """Replace the row that ``where`` names, or add it; in words every database has."""
    if connection.execute(update(table).where(where), values).rowcount == 0:
        connection.execute(insert(table), values)


def expect_one(rows: int) -> None:
    """Insist that a change met exactly one row."""
    if rows != 1:
        raise ProgramFault(f"{rows} rows changed where one was meant")
