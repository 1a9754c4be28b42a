"""What a panel file holds for one reader: nothing of an application on which the reader stands aside.

Pure: takes what the secretary's vault knows and chooses (rules §15, acceptance C7).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zgc_review.domain.bodies import (
    ConsentBody,
    Phase,
    RecusalLine,
)

# Acts of the sitting. Orders of ties name applications of a whole pool and are left out; rulings show as
# recusal lines.
CARRIED_ACTS = frozenset(
    {"absent", "acting", "discuss", "explain", "veto_claim", "veto_vote", "opinion", "opinion_vote"}
    | {"decision", "void"}
)


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """A locked sheet that the secretary holds."""

    id: str
    code: str
    application: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class HeldConsent:
    """A counting consent that the secretary holds."""

    id: str
    code: str
    body: ConsentBody


@dataclass(frozen=True)
class GroupWorld:
    """What the secretary knows of one group.

    Attributes:
        members: codes of the seats.
        chair: code of the group's chair.
        applications: ids of the scored applications of the group.
        aside: (code, application) pairs that stand aside or wait for a ruling.
        acting: acting chair in force by application.
        sheets: newest locked sheet of each member, application and phase.
    """

    members: tuple[str, ...]
    chair: str
    applications: frozenset[str]
    aside: frozenset[tuple[str, str]]
    acting: Mapping[str, str]
    sheets: tuple[HeldSheet, ...]
    consents: tuple[HeldConsent, ...]
    recusals: tuple[RecusalLine, ...]


@dataclass(frozen=True, slots=True)
class PanelContent:
    """What one reader gets."""

    sheets: tuple[HeldSheet, ...]
    consents: tuple[HeldConsent, ...]
    recusals: tuple[RecusalLine, ...]


def visible_to(world: GroupWorld, reader: str) -> frozenset[str]:
    """Return the applications a reader may see: the chair's own, the acting chair's acted for."""
    return frozenset(
        application
        for application in world.applications
        if (reader, application) not in world.aside
        and (reader == world.chair or world.acting.get(application) == reader)
    )


def content_for(world: GroupWorld, reader: str) -> PanelContent:
    """Return the sheets, consents and recusals over what ``reader`` may see, each in a fixed order."""
    seen = visible_to(world, reader)
    sheets = [one for one in world.sheets if one.application in seen and one.code in world.members]
    recusals = [one for one in world.recusals if one.application in seen and one.code in world.members]
    return PanelContent(
        sheets=tuple(sorted(sheets, key=lambda one: (one.application, one.phase, one.code))),
        consents=tuple(
            sorted(
                (one for one in world.consents if is_carried(one.body, seen, world.members)),
                key=lambda one: one.id,
            )
        ),
        recusals=tuple(sorted(recusals, key=lambda one: (one.application, one.code, one.rule))),
    )


def is_carried(body: ConsentBody, seen: Collection[str], members: Collection[str]) -> bool:
    """Say whether a consent goes to a reader who may see the applications ``seen``."""
    if body.act not in CARRIED_ACTS:
        return False
    if body.application is None:
        return body.act == "absent" and body.values.get("code") in members
    return body.application in seen
