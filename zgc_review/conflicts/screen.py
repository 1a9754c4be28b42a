"""Many applications against many experts: keys are joined, only the pairs that meet are looked at.

The result is the same as that of ``screen_application`` for every pair, in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from zgc_review.conflicts.aliases import NO_ALIASES, Aliases
from zgc_review.conflicts.checks import Case, screen_case
from zgc_review.conflicts.derived import with_round_links
from zgc_review.conflicts.hits import Hit, ordered
from zgc_review.conflicts.identity import Identity
from zgc_review.conflicts.join import Join
from zgc_review.conflicts.orgtable import NO_TABLE, OrgTable
from zgc_review.conflicts.rules import DEFAULT_LIMITS, DEFAULT_LOOKBACK, Limits, Window
from zgc_review.conflicts.values import ExpertProfile, Parties


def _unheard(_done: int, _total: int) -> None:
    """Report to nobody."""


class Screening:
    """The experts of a round, prepared once; applications are screened against them.

    Args:
        experts: profiles.
        t0: review opening date.
        lookback: rule id → years (§13).
        aliases: other names of organisations.
        org_table: branches, parents and controllers.
        limits: configurable values (§13).
        round_applications: applications of the round whose own ties count too (``derived``).
    """

    def __init__(
        self,
        experts: Sequence[ExpertProfile],
        *,
        t0: date,
        lookback: Mapping[str, int | None] = DEFAULT_LOOKBACK,
        aliases: Aliases = NO_ALIASES,
        org_table: OrgTable = NO_TABLE,
        limits: Limits = DEFAULT_LIMITS,
        round_applications: Sequence[Parties] = (),
    ) -> None:
        self._window = Window(t0, lookback)
        self._limits = limits
        self._identity = Identity(aliases, org_table, limits.org_similarity_bp)
        self._experts = with_round_links(experts, round_applications, self._identity)
        self._join = Join(self._experts, self._identity, limits.org_similarity_bp)

    def screen(
        self, applications: Sequence[Parties], progress: Callable[[int, int], None] = _unheard
    ) -> tuple[Hit, ...]:
        """Return every hit between the experts and ``applications``, in the fixed order of hits.

        ``progress``: told how many applications are done and how many there are; may raise to stop.
        """
        return ordered(self._hits(applications, progress))

    def _hits(self, applications: Sequence[Parties], progress: Callable[[int, int], None]) -> Iterator[Hit]:
        total = len(applications)
        progress(0, total)
        meeting = self._join.meeting(applications)
        for done, (application, met) in enumerate(zip(applications, meeting, strict=True), 1):
            for place in met:
                case = Case(self._experts[place], application, self._identity, self._window, self._limits)
                yield from screen_case(case)
            progress(done, total)


def screen_round(
    experts: Sequence[ExpertProfile],
    applications: Sequence[Parties],
    *,
    t0: date,
    lookback: Mapping[str, int | None] = DEFAULT_LOOKBACK,
    aliases: Aliases = NO_ALIASES,
    org_table: OrgTable = NO_TABLE,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] = _unheard,
) -> tuple[Hit, ...]:
    """Screen a whole round, with the ties that the applications themselves show.

    Who stands in one application together with somebody who leads another is found as well, and the hit
    names the application that shows it (``source``). ``progress`` as in :meth:`Screening.screen`.
    """
    screening = Screening(
        experts,
        t0=t0,
        lookback=lookback,
        aliases=aliases,
        org_table=org_table,
        limits=limits,
        round_applications=applications,
    )
    return screening.screen(applications, progress)


def hits_by_expert(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    """Return the hits of each expert, in their order."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.expert].append(hit)
    return {expert: tuple(listed) for expert, listed in found.items()}
