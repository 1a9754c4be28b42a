"""Every byte that somebody's keys open: in files that travel, and in the own vault."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage
from leak_round import MARK, Round
from services_forgery import pages
from services_harness import Person, roster_record

from zgc_review.domain.bodies import SheetBody
from zgc_review.seal.package_read import open_package, read_object
from zgc_review.services import post

KEYS = re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]{58}")


def travelling(played: Round) -> list[Path]:
    """Return every file of the round that leaves a vault."""
    found = (path for path in sorted(played.world.folder.rglob("*.zgc*")) if path.is_file())
    return [path for path in found if not any(part.suffix == ".zgcvault" for part in path.parents)]


def opened(paths: Iterable[Path], *secrets: str) -> Iterator[tuple[str, bytes]]:
    """Yield what the keys open, by name; keys that come to light are tried on what is there as well."""
    paths = list(paths)
    keys, tried, done = [*secrets], 0, set[str]()
    while tried < len(keys):
        mine = pyrage.x25519.Identity.from_str(keys[tried])
        tried += 1
        for name, sealed in _sealed(paths):
            content = None if name in done else _decrypted(sealed, mine)
            if content is not None:
                done.add(name)
                keys += [one for one in _keys(content) if one not in keys]
                yield name, content


def _sealed(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield every encrypted part of the files, by name."""
    for path in paths:
        if path.suffix == ".zgcpkg":
            package = open_package(path)
            parts = [*package.letters, *package.objects.values()]
            yield from ((f"{path.name}/{part.name}", read_object(package, part)) for part in parts)
        elif path.suffix != ".zgccard":
            yield path.name, path.read_bytes()


def _decrypted(sealed: bytes, mine: pyrage.x25519.Identity) -> bytes | None:
    """Return the content, None where the key does not fit."""
    target = io.BytesIO()
    try:
        pyrage.decrypt_io(io.BytesIO(sealed), target, [mine])
    except pyrage.DecryptError:
        return None
    return target.getvalue()


def _keys(content: bytes) -> list[str]:
    """Return the identities in some bytes."""
    return [one.decode() for one in KEYS.findall(content)]


def in_vault(person: Person) -> bytes:
    """Return the pages of somebody's database, and what every key in it opens of the objects."""
    found = [pages(person)]
    identities = [pyrage.x25519.Identity.from_str(one) for one in {*_keys(found[0])}]
    objects = person.store.objects
    for digest in objects.digests():
        sealed = objects.path(digest).read_bytes()
        found += [content for one in identities if (content := _decrypted(sealed, one)) is not None]
    return b"\n".join(found)


# -- what is looked for


def identity_of(played: Round, n: int) -> str:
    """Return the key of an application's documents."""
    with played.world.secretary.desk.vault.begin() as uow:
        found = uow.applications.get(played.ids[n])
    assert found is not None
    assert found.identity is not None
    return found.identity


def names_of(played: Round, n: int) -> list[str]:
    """Return what says which application it is: id, title, unit, code, people."""
    record = played.plan.record_of(n)
    people = [str(one["member"]["name"]) for one in record["team"]]
    own = [name for name in people if name not in {roster_record(who)["name"] for who in range(1, 6)}]
    texts = ("title", "unit_name", "unit_credit_code")
    return [played.ids[n], *(str(record[name]) for name in texts), *own]


def words_of(n: int, *, but: int | None = None) -> list[str]:
    """Return how every text about an application begins, by who wrote it; ``but`` is left out."""
    return [f"{MARK}第{n}号{who}" for who in (0, 1, 2, 3, 4, 9) if who != but]


def totals_of(played: Round, n: int) -> list[str]:
    """Return the totals of an application's sheets as they are written, where no other sheet has them."""
    by_application: dict[str, set[int]] = {}
    with played.world.secretary.desk.vault.begin() as uow:
        for row in uow.messages.find(played.world.secretary.round.round_id, "sheet"):
            body: SheetBody = post.body_of_row(row)
            if body.total is not None:
                by_application.setdefault(body.application, set()).add(body.total)
    mine = by_application.pop(played.ids[n])
    others = set().union(*by_application.values())
    return [f'"total":{total}' for total in sorted(mine - others)]


def sheets_of(played: Round, n: int, *, but: Person | None = None) -> list[str]:
    """Return the ids of the signed sheets on an application, as panel files and acks would name them."""
    with played.world.secretary.desk.vault.begin() as uow:
        found = uow.messages.find(played.world.secretary.round.round_id, "sheet", slot=played.ids[n])
    return [one.message_id for one in found if but is None or one.sender != but.card.card_id]


def holds(content: bytes, needles: Iterable[str]) -> list[str]:
    """Return which of some texts stand in some bytes."""
    return [one for one in needles if one.encode() in content]
