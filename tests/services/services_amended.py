"""A secretary who hands out another version of an application: what no command of ours does after packing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from services_harness import Person, World

from zgc_review.services.letters import application_version

AT = "2026-11-22T10:00:00+08:00"


def amend(world: World, place: int = 0, *, drop: int = 0, **fields: Any) -> None:
    """Change fields of an application in the secretary's vault and take away its last ``drop`` documents."""
    with world.secretary.desk.vault.begin() as uow:
        one = uow.applications.all(world.secretary.round.round_id)[place]
        papers = uow.applications.documents(one.application_id)
        papers = papers[: len(papers) - drop]
        record = {**one.record, **fields}
        version = application_version(record, papers)
        uow.applications.update(replace(one, record=record, version=version), AT)
        uow.applications.set_documents(one.application_id, papers)
        uow.commit()


def pack_again(world: World, person: Person) -> Path:
    """Write a new letter for one expert beside the package."""
    return world.pack(codes=(person.code,), letters_only=True)
