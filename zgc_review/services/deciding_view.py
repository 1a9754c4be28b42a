"""What a chair decides by: grounds, ties, nearness to the line; read at once, of the visible set alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from zgc_review.aggregation.inputs import AggregationInput, SignedConsent
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
        inputs: what :meth:`weighed` computes from.
        is_weighed: firmness was computed.
    """

    grounds: Mapping[str, Ground]
    firmness: Mapping[str, Firmness]
    notes: Notes
    ties: Mapping[str, SignedConsent]
    may_order: bool
    funds: Mapping[str, Fund]
    inputs: tuple[AggregationInput, ...] = ()
    is_weighed: bool = False

    def weighed(self) -> DecidingView:
        """Return it with how firmly each application stands; computes for a while, reads nothing.

        Raises:
            AggregationError: ``aggregation.*``.
        """
        firm = {one.application: one for given in self.inputs for one in robustness(given)}
        return replace(self, firmness=firm, is_weighed=True)


def deciding_view(desk: Desk, row: RoundRow) -> DecidingView:
    """Read it over every panel file that was taken, without firmness yet.

    Raises:
        AggregationError: ``aggregation.*``.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        catalogue, code = catalogue_of(uow, state), my_code(uow, row, state)
        is_first = code == state.round_chair
        orders = [one for one in spoken(uow, row, state, "tie") if one.code == code] if is_first else []
        return DecidingView(
            grounds=grounds_seen(uow, row),
            firmness={},
            notes=notes_of(uow, row),
            ties={str(one.body.values["pool"]): SignedConsent(one.id, "", 0, one.body) for one in orders},
            may_order=is_first and "panel_vote" in state.settings.tie_keys,
            funds={sub: msgspec.convert(catalogue.fund_of(sub).id, Fund) for sub in state.settings.modes},
            inputs=tuple(seen_inputs(uow, row, group) for group in panels_taken(uow, row)),
        )
