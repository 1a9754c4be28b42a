"""Units linked through parents and controllers: R13 and R16 (rules §4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zgc_review.conflicts.compare import Level, Match
from zgc_review.conflicts.identity import Identity
from zgc_review.conflicts.rules import Severity
from zgc_review.conflicts.values import NamedOrg, OrgRef, Parties


@dataclass(frozen=True, slots=True)
class GroupLink:
    """One link between the expert's employer and an organisation of the application."""

    rule: str
    level: Severity
    org: NamedOrg
    match: Match


def group_links(identity: Identity, employer: OrgRef, application: Parties) -> Iterator[GroupLink]:
    """Yield R13 and R16 links of one employer: at most two steps of parent or control."""
    mine = identity.org_keys(employer).unit
    for named in application.orgs:
        theirs = identity.org_keys(named.org).unit
        if mine is None or theirs is None or mine.legal == theirs.legal:
            continue
        if identity.table.siblings(mine.legal, theirs.legal):
            together = bool(mine.campus) and mine.campus == theirs.campus
            level = Severity.VERIFY if together else Severity.DISCLOSE
            code = "same_campus" if together else "same_parent"
            yield GroupLink("R16", level, named, Match(Level.SAME, "R16", code))
        elif identity.table.linked(mine.legal, theirs.legal):
            yield GroupLink("R13", Severity.VERIFY, named, Match(Level.SAME, "R13", "group"))
    yield from _controller_links(identity, employer, application)


def _controller_links(identity: Identity, employer: OrgRef, application: Parties) -> Iterator[GroupLink]:
    """Compare the employer, and the units one step from it, with the controllers the application names."""
    mine = identity.org_keys(employer).unit
    near = identity.table.near(mine.legal) if mine else frozenset()
    for named in application.controllers or ():
        match = identity.org(employer, named.org)
        if match.level is not Level.DIFFERENT:
            yield GroupLink("R13", Severity.VERIFY, named, match)
            continue
        keys = identity.org_keys(named.org)
        if (keys.unit.legal if keys.unit else keys.name) in near:
            yield GroupLink("R13", Severity.VERIFY, named, Match(Level.SAME, "R13", "same_controller"))
