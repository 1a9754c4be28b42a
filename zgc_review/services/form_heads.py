"""What all forms of a round share: heads of round and applications."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.catalogue import Catalogue
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.export.form_values import ApplicationHead, RoundHead
from zgc_review.seal.digits import digits_of
from zgc_review.services.chain import RoundState
from zgc_review.services.rounds import catalogue_of


@dataclass(frozen=True)
class Paper:
    """What every form of one round is made from."""

    state: RoundState
    catalogue: Catalogue
    applications: dict[str, ApplicationRow]
    printed_at: str
    seen: str = ""  # code of the reader over whose visible set the forms run

    def head(self) -> RoundHead:
        """Return the head of every form."""
        return head_of(self.state, self.printed_at, self.seen)

    def application(self, application_id: str) -> ApplicationHead:
        """Return how an application is named on a form."""
        row = self.applications[application_id]
        requested = row.record.get("requested_amount")
        return ApplicationHead(
            number=row.number,
            unit=str(row.record.get("unit_name", "")),
            title=str(row.record.get("title", "")),
            measure=self.measure(row.sub_direction),
            sub_direction=self.catalogue.sub_direction(row.sub_direction).zh,
            requested=requested if isinstance(requested, int) else None,
        )

    def measure(self, sub_direction: str) -> str:
        """Return number and name of a sub-direction's measure."""
        measure = self.catalogue.measure_of(sub_direction)
        return f"{measure.number}. {measure.zh}"

    def pool_name(self, pool_id: str) -> str:
        """Return how a pool is named on a form."""
        pool = next(pool for pool in self.state.settings.pools if pool.id == pool_id)
        measures = dict.fromkeys(self.measure(sub) for sub in pool.sub_directions)
        return f"{pool_id} {'、'.join(measures)}"

    def fund_name(self, fund_id: str) -> str:
        """Return the name of a fund."""
        return next((fund.zh for fund in self.catalogue.funds if fund.id == fund_id), fund_id)


def head_of(state: RoundState, printed_at: str, seen: str = "") -> RoundHead:
    """Return what a form says about its round; needs no catalogue."""
    settings = state.settings
    return RoundHead(
        title=settings.title,
        stage=settings.stage,
        round_code=digits_of(state.version_id),
        version=state.version,
        rehearsal=settings.rehearsal,
        ranked=settings.stage == "proposal",
        printed_at=printed_at,
        seen=seen,
    )


def paper_of(uow: UnitOfWork, row: RoundRow, state: RoundState, printed_at: str) -> Paper:
    """Collect what the forms of a round are made from."""
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    return Paper(state, catalogue_of(uow, state), rows, printed_at)
