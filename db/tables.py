"""Tables of the vault in portable SQLAlchemy Core: explicit keys and places, no rowids, strict types.

Nothing here is only SQLite's but the wish for STRICT tables, which other databases are anyway. Foreign
keys are checked at commit, so a service may add rows in any order within one unit of work.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData()

# SQLite's INTEGER has 64 bits and STRICT tables know no BIGINT; other databases need the long name.
_WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *extra: Any, null: bool = False, key: bool = False) -> Column[Any]:
    return _column(name, Text(), *extra, null=null, key=key)


def _whole(name: str, *, key: bool = False) -> Column[Any]:
    return _column(name, _WHOLE, key=key)


def _bytes(name: str) -> Column[Any]:
    return _column(name, LargeBinary())


def _column(
    name: str, kind: TypeEngine[Any], *extra: Any, null: bool = False, key: bool = False
) -> Column[Any]:
    return Column(name, kind, *extra, nullable=null, primary_key=key, autoincrement=False)


def _to(target: str) -> ForeignKey:
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


def _at_least(name: str, least: int) -> CheckConstraint:
    return CheckConstraint(f"{name} >= {least}", name=f"{name}_least")


def _one_of(name: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=f"{name}_known")


def _given(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} <> ''", name=f"{name}_given")


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


own_cards = _table(
    "own_cards",
    _text("card_id", key=True),
    _whole("position"),
    _text("fingerprint"),
    _text("name"),
    _text("organisation"),
    _text("recipient"),
    _text("key"),
    _text("age_secret"),
    _text("sign_secret"),
    _bytes("payload"),
    _text("created_at"),
    _whole("first_seq"),  # raised by a restore, for slots this card has not used yet
    UniqueConstraint("position"),
    _given("card_id"),
    _at_least("position", 1),
    _at_least("first_seq", 0),
)

known_cards = _table(
    "known_cards",
    _text("card_id", key=True),
    _whole("position"),
    _text("fingerprint"),
    _text("name"),
    _text("organisation"),
    _text("recipient"),
    _text("key"),
    _bytes("payload"),
    _text("seen_at"),
    _text("trusted_at", null=True),
    UniqueConstraint("position"),
    _given("card_id"),
    _at_least("position", 1),
)

rounds = _table(
    "rounds",
    _text("round_id", key=True),
    _whole("position"),
    _text("title"),
    _text("place"),
    _text("card_id", _to("own_cards.card_id")),
    _text("code", null=True),
    _text("pinned", null=True),
    _whole("rehearsal"),
    _text("created_at"),
    UniqueConstraint("position"),
    Index("rounds_card", "card_id"),
    _given("round_id"),
    _at_least("position", 1),
    _one_of("place", "secretary", "member"),
    CheckConstraint("rehearsal IN (0, 1)", name="rehearsal_known"),
)

messages = _table(
    "messages",
    _text("message_id", key=True),
    _text("round_id", _to("rounds.round_id"), null=True),
    _text("kind"),
    _text("sender", null=True),
    _text("slot"),
    _whole("seq"),
    _text("prev", null=True),
    _text("direction"),
    _bytes("payload"),
    _text("at"),
    _text("file_sha256", null=True),
    Index("messages_sender", "round_id", "kind", "sender", "slot", "seq", "message_id"),
    Index("messages_slot", "round_id", "kind", "slot", "seq", "message_id"),
    _given("message_id"),
    _given("kind"),
    _at_least("seq", 0),
    _one_of("direction", "in", "out"),
)

sequences = _table(
    "sequences",
    _text("card_id", _to("own_cards.card_id"), key=True),
    _text("kind", key=True),
    _text("slot", key=True),
    _whole("seq"),
    _text("message_id"),
    _at_least("seq", 0),
)

applications = _table(
    "applications",
    _text("application_id", key=True),
    _text("round_id", _to("rounds.round_id")),
    _text("number"),
    _text("sub_direction"),
    _text("group_id", null=True),
    _text("state"),
    _text("reason"),
    _text("record"),
    _text("version"),
    _text("recipient", null=True),
    _text("identity", null=True),
    UniqueConstraint("round_id", "number"),
    _given("application_id"),
)

application_versions = _table(
    "application_versions",
    _text("application_id", _to("applications.application_id"), key=True),
    _whole("n", key=True),
    _text("replaced_at"),
    _text("round_id"),
    _text("number"),
    _text("sub_direction"),
    _text("group_id", null=True),
    _text("state"),
    _text("reason"),
    _text("record"),
    _text("version"),
    _text("recipient", null=True),
    _text("identity", null=True),
    _at_least("n", 1),
)

documents = _table(
    "documents",
    _text("application_id", _to("applications.application_id"), key=True),
    _whole("position", key=True),
    _text("name"),
    _text("label"),
    _text("media"),
    _whole("size"),
    _text("plain"),
    _text("object"),
    Index("documents_object", "object"),
    _at_least("position", 0),
    _at_least("size", 0),
)

experts = _table(
    "experts",
    _text("expert_id", key=True),
    _text("round_id", _to("rounds.round_id")),
    _text("number"),
    _text("record"),
    UniqueConstraint("round_id", "number"),
    _given("expert_id"),
)

listings = _table(
    "listings",
    _text("round_id", _to("rounds.round_id"), key=True),
    _whole("position", key=True),
    _text("record"),
    _at_least("position", 0),
)

seats = _table(
    "seats",
    _text("round_id", _to("rounds.round_id"), key=True),
    _text("code", key=True),
    _text("expert_id", _to("experts.expert_id"), null=True),
    _text("card_id"),
    _text("name"),
    _text("organisation"),
    Index("seats_expert", "expert_id"),
    _given("code"),
)

findings = _table(
    "findings",
    _text("finding_id", key=True),
    _text("round_id", _to("rounds.round_id")),
    _whole("position"),
    _text("expert_id", _to("experts.expert_id")),
    _text("application_id", _to("applications.application_id")),
    _text("evidence"),
    _text("rule"),
    _text("level"),
    _text("found_at"),
    _text("hit"),
    UniqueConstraint("round_id", "position"),
    UniqueConstraint("round_id", "evidence"),
    Index("findings_expert", "expert_id"),
    Index("findings_application", "application_id"),
    _given("finding_id"),
    _at_least("position", 1),
    _one_of("level", "H", "V", "D"),
)

finding_acts = _table(
    "finding_acts",
    _text("round_id", _to("rounds.round_id"), key=True),
    _text("finding_id", _to("findings.finding_id"), key=True),
    _whole("n", key=True),
    _text("at"),
    _text("act"),
    _text("by"),
    _text("reason"),
    Index("finding_acts_finding", "finding_id"),
    _at_least("n", 1),
    _one_of("act", "found", "gone", "recuse", "dismiss", "disclose", "refer", "undo"),
)

drafts = _table(
    "drafts",
    _text("round_id", _to("rounds.round_id"), key=True),
    _text("application_id", _to("applications.application_id"), key=True),
    _text("phase", key=True),
    _whole("n", key=True),
    _text("at"),
    _text("change"),
    _text("body"),
    Index("drafts_application", "application_id"),
    _at_least("n", 1),
    _one_of("phase", "initial", "revision"),
)

notes = _table(
    "notes",
    _text("round_id", _to("rounds.round_id"), key=True),
    _text("application_id", _to("applications.application_id"), key=True),
    _text("kind", key=True),
    _whole("n", key=True),
    _text("at"),
    _text("body"),
    Index("notes_application", "application_id"),
    _given("kind"),
    _at_least("n", 1),
)

answers = _table(
    "answers",
    _text("round_id", _to("rounds.round_id"), key=True),
    _text("application_id", _to("applications.application_id"), key=True),
    _whole("n", key=True),
    _text("at"),
    _text("answers"),
    Index("answers_application", "application_id"),
    _at_least("n", 1),
)

events = _table(
    "events",
    _text("round_id", key=True),  # no foreign key: empty for the log of the vault itself
    _whole("n", key=True),
    _bytes("leaf"),
    _at_least("n", 0),
)

event_texts = _table(
    "event_texts",
    _text("round_id", key=True),
    _whole("n", key=True),
    _text("name", key=True),
    _bytes("salt"),
    _text("text"),
    ForeignKeyConstraint(
        ["round_id", "n"], ["events.round_id", "events.n"], deferrable=True, initially="DEFERRED"
    ),
)

catalogues = _table("catalogues", _text("digest", key=True), _bytes("data"), _given("digest"))

facts = _table("facts", _text("name", key=True), _text("value"), _given("name"))

# What has happened is never rewritten: the engine forbids changing and deleting these rows.
KEPT = (messages, findings, finding_acts, drafts, notes, answers, events, event_texts, catalogues)
