"""Messages, sequence numbers, events, catalogues and facts on tables (ports of the core)."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from db import tables
from db.codec import Codec, to_json
from db.engine import insert_many
from db.once import Once
from db.repositories_people import put_row
from zgc_review.domain.rows import EventRow, EventText, MessageRow

_MESSAGE = Codec(MessageRow, tables.messages)
_EVENT = Codec(EventRow, tables.events)
_EVENT_TEXT = Codec(EventText, tables.event_texts)


class SqlMessages:
    """Signed messages, made here or received."""

    def __init__(self, connection: Connection, once: Once) -> None:
        self._connection = connection
        self._once = once

    def add(self, row: MessageRow) -> None:
        """Keep a message."""
        self._connection.execute(insert(tables.messages), _MESSAGE.values(row))

    def get(self, message_id: str) -> MessageRow | None:
        """Return one message."""
        query = select(*_MESSAGE.columns).where(tables.messages.c.message_id == message_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _MESSAGE.row(found)

    def find(
        self, round_id: str, kind: str, *, sender: str | None = None, slot: str | None = None
    ) -> tuple[MessageRow, ...]:
        """Return the messages of a kind, by (seq, message id)."""
        if sender is None and slot is None:
            return self._once(("messages", round_id, kind), lambda: self._found(round_id, kind))
        return self._found(round_id, kind, sender, slot)

    def _found(
        self, round_id: str, kind: str, sender: str | None = None, slot: str | None = None
    ) -> tuple[MessageRow, ...]:
        messages = tables.messages
        query = select(*_MESSAGE.columns).where(messages.c.round_id == round_id, messages.c.kind == kind)
        if sender is not None:
            query = query.where(messages.c.sender == sender)
        if slot is not None:
            query = query.where(messages.c.slot == slot)
        rows = _MESSAGE.rows(self._connection.execute(query))
        # The database would move every payload about to sort thousands of them.
        return tuple(sorted(rows, key=attrgetter("seq", "message_id")))

    def newest(self, round_id: str, kind: str, sender: str, slot: str) -> MessageRow | None:
        """Return the message of highest (seq, message id) of one sender and slot."""
        messages = tables.messages
        query = (
            select(*_MESSAGE.columns)
            .where(
                messages.c.round_id == round_id,
                messages.c.kind == kind,
                messages.c.sender == sender,
                messages.c.slot == slot,
            )
            .order_by(messages.c.seq.desc(), messages.c.message_id.desc())
            .limit(1)
        )
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _MESSAGE.row(found)

    def newest_of_slots(self, round_id: str, kind: str) -> tuple[MessageRow, ...]:
        """Return the message of highest (seq, message id) of every slot of a kind, by slot.

        Older ones are not even read: a panel file may hold thousands of sheets.
        """
        messages, other = tables.messages, tables.messages.alias()
        is_newer = (other.c.seq > messages.c.seq) | (
            (other.c.seq == messages.c.seq) & (other.c.message_id > messages.c.message_id)
        )
        newer = exists().where(
            other.c.round_id == round_id, other.c.kind == kind, other.c.slot == messages.c.slot, is_newer
        )
        query = (
            select(*_MESSAGE.columns)
            .where(messages.c.round_id == round_id, messages.c.kind == kind, ~newer)
            .order_by(messages.c.slot)
        )
        return tuple(_MESSAGE.rows(self._connection.execute(query)))


class SqlSequences:
    """Own sequence numbers per (card, kind, slot)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, card_id: str, kind: str, slot: str) -> tuple[int, str | None]:
        """Return the last number used and its message, (0, None) if none was."""
        table = tables.sequences
        query = select(table.c.seq, table.c.message_id).where(
            table.c.card_id == card_id, table.c.kind == kind, table.c.slot == slot
        )
        found = self._connection.execute(query).one_or_none()
        if found is not None:
            return int(found.seq), str(found.message_id)
        cards = tables.own_cards
        first = select(cards.c.first_seq).where(cards.c.card_id == card_id)
        return int(self._connection.execute(first).scalar_one_or_none() or 0), None

    def put(self, card_id: str, kind: str, slot: str, seq: int, message_id: str) -> None:
        """Note the number just used."""
        table = tables.sequences
        where = (table.c.card_id == card_id) & (table.c.kind == kind) & (table.c.slot == slot)
        values = {"card_id": card_id, "kind": kind, "slot": slot, "seq": seq, "message_id": message_id}
        put_row(self._connection, table, values, where)

    def raise_all(self, by: int) -> None:
        """Raise every number by ``by``, also where a card starts in slots this file does not know.

        The lost vault may have used slots after the backup was made; starting those at 1 again
        would give one number to two messages.
        """
        table, cards = tables.sequences, tables.own_cards
        self._connection.execute(update(table).values(seq=table.c.seq + by))
        self._connection.execute(update(cards).values(first_seq=cards.c.first_seq + by))


class SqlEvents:
    """Append-only logs."""

    def __init__(self, connection: Connection, once: Once) -> None:
        self._connection = connection
        self._once = once

    def append(self, row: EventRow, texts: tuple[EventText, ...]) -> None:
        """Keep one event and the texts beside it."""
        self._connection.execute(insert(tables.events), _EVENT.values(row))
        insert_many(self._connection, tables.event_texts, [_EVENT_TEXT.values(text) for text in texts])

    def count(self, round_id: str) -> int:
        """Return the number of events, which is the next ``n``."""
        events = tables.events
        last = select(func.max(events.c.n)).where(events.c.round_id == round_id)
        found = self._connection.execute(last).scalar_one()
        return 0 if found is None else int(found) + 1

    def all(self, round_id: str) -> tuple[EventRow, ...]:
        """Return a log, by ``n``."""
        return self._once(("events", round_id), lambda: self._all(round_id))

    def texts(self, round_id: str) -> tuple[EventText, ...]:
        """Return the texts beside a log, by ``n`` and name."""
        return self._once(("event texts", round_id), lambda: self._all_texts(round_id))

    def _all(self, round_id: str) -> tuple[EventRow, ...]:
        events = tables.events
        query = select(*_EVENT.columns).where(events.c.round_id == round_id).order_by(events.c.n)
        return tuple(_EVENT.rows(self._connection.execute(query)))

    def _all_texts(self, round_id: str) -> tuple[EventText, ...]:
        texts = tables.event_texts
        query = select(*_EVENT_TEXT.columns).where(texts.c.round_id == round_id)
        rows = _EVENT_TEXT.rows(self._connection.execute(query))
        return tuple(sorted(rows, key=attrgetter("n", "name")))


class SqlCatalogues:
    """Catalogues by digest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, digest: str, data: bytes) -> None:
        """Keep a catalogue; one that is there already has the same bytes."""
        if self.get(digest) is None:
            self._connection.execute(insert(tables.catalogues), {"digest": digest, "data": data})

    def get(self, digest: str) -> bytes | None:
        """Return the bytes of a catalogue."""
        query = select(tables.catalogues.c.data).where(tables.catalogues.c.digest == digest)
        return self._connection.execute(query).scalar_one_or_none()


class SqlFacts:
    """Single values of the vault."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, name: str, value: Any) -> None:
        """Set a value."""
        facts = tables.facts
        put_row(self._connection, facts, {"name": name, "value": to_json(value)}, facts.c.name == name)

    def get(self, name: str) -> Any:
        """Return a value, None if it was never set."""
        query = select(tables.facts.c.value).where(tables.facts.c.name == name)
        found = self._connection.execute(query).scalar_one_or_none()
        return None if found is None else json.loads(found)
