"""What a chair decides by: grounds, ties, nearness to the line; read at once, of the visible set alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from zgc_review.aggregation.inputs import SignedConsent
from zgc_review.aggregation.robustness import Firmness, robustness
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.settings import Fund
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_decisions import Ground
from zgc_review.services.desk import Desk
from zgc_review.services.panel_view import grounds_seen, panels_taken, seen_inputs
from zgc_review.services.rounds import catalogue_of, my_code, state_of
from zgc_review.services.sitting_notes import Notes, notes_of


@dataclass(frozen=True)
class DecidingView:
    """What stands beside every decision.

    Attributes:
        grounds: by application, what speaks against a decision.
        firmness: by application, of what is near a line or crosses it.
        notes: what the chair noted and did not sign.
        ties: by pool the order of equals that the reader signed, as round chair.
        may_order: the reader is the round chair and the round lets the panel order equals.
        funds: the fund of each sub-direction.
    """

    grounds: Mapping[str, Ground]
    firmness: Mapping[str, Firmness]
    notes: Notes
    ties: Mapping[str, SignedConsent]
    may_order: bool
    funds: Mapping[str, Fund]


def deciding_view(desk: Desk, row: RoundRow) -> DecidingView:
    """Read it over every panel file that was taken.

    Raises:
        AggregationError: ``aggregation.*``.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue, code = catalogue_of(uow, state), my_code(uow, row, state)
        is_first = code == state.round_chair
        orders = [one for one in spoken(uow, row, state, "tie") if one.code == code] if is_first else []
        inputs = [seen_inputs(uow, row, group) for group in panels_taken(uow, row)]
        found = DecidingView(
            grounds=grounds_seen(uow, row),
            firmness={},
            notes=notes_of(uow, row),
            ties={str(one.body.values["pool"]): SignedConsent(one.id, "", 0, one.body) for one in orders},
            may_order=is_first and "panel_vote" in state.settings.tie_keys,
            funds={sub: msgspec.convert(catalogue.fund_of(sub).id, Fund) for sub in state.settings.modes},
        )
    # Computed after the vault is free again: it takes its time in a large round.
    firm = {one.application: one for given in inputs for one in robustness(given)}
    return DecidingView(found.grounds, firm, found.notes, found.ties, found.may_order, found.funds)
