"""The kinds of message: file names and which fields they leave empty (formats F-KIN-01, section 7)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What the format fixes for one kind.

    Attributes:
        suffix: how the file's name ends; empty where the kind never is a file of its own.
        has_slot: whether ``slot`` holds text.
        addressed: whether ``to`` must name somebody; None where both are allowed (escrow).
    """

    suffix: str
    has_slot: bool
    addressed: bool | None


CARD = "card"
ROUND = "round"
CHAIN = "chain"
ASSIGNMENT = "assignment"
SHEET = "sheet"

KINDS: dict[str, Kind] = {
    CARD: Kind(".zgccard", has_slot=False, addressed=False),
    ROUND: Kind(".zgcround", has_slot=False, addressed=False),
    CHAIN: Kind(".zgcround", has_slot=False, addressed=True),
    "consent": Kind(".zgccons", has_slot=True, addressed=True),
    ASSIGNMENT: Kind("", has_slot=True, addressed=True),
    "declaration": Kind(".zgcdecl", has_slot=True, addressed=True),
    SHEET: Kind("", has_slot=True, addressed=False),
    "scores": Kind(".zgcscore", has_slot=True, addressed=None),
    "panel": Kind(".zgcpanel", has_slot=True, addressed=True),
    "ack": Kind(".zgcack", has_slot=True, addressed=True),
    "result": Kind(".zgcresult", has_slot=False, addressed=None),
    "names": Kind(".zgcnames", has_slot=False, addressed=None),
    "share": Kind(".zgcshare", has_slot=True, addressed=True),
}
