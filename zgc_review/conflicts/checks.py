"""One expert against one application: the checks R01–R17 a machine can make (rules §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zgc_review.conflicts.aliases import NO_ALIASES, Aliases
from zgc_review.conflicts.compare import Level, Match
from zgc_review.conflicts.hits import Hit, ordered
from zgc_review.conflicts.identity import Identity
from zgc_review.conflicts.links import group_links
from zgc_review.conflicts.orgtable import NO_TABLE, OrgTable
from zgc_review.conflicts.rules import (
    DEFAULT_LIMITS,
    DEFAULT_LOOKBACK,
    FUND_MEASURES,
    Limits,
    Severity,
    Window,
)
from zgc_review.conflicts.values import (
    ExpertProfile,
    NamedOrg,
    OrgRef,
    OrgTie,
    Parties,
    Party,
    PersonRef,
)

_H, _V, _D = Severity.HARD, Severity.VERIFY, Severity.DISCLOSE

#: Fields whose persons are team, leader or contact (R01).
_TEAM_FIELDS = frozenset({"project_leader", "contact", "team"})


@dataclass(frozen=True, slots=True)
class Case:
    """One expert, one application and what it takes to compare them."""

    expert: ExpertProfile
    application: Parties
    identity: Identity
    window: Window
    limits: Limits

    def hit(
        self,
        rule: str,
        level: Severity,
        left: tuple[str, str],
        right: tuple[str, str],
        match: Match,
        source: str = "",
    ) -> Hit:
        """Build a hit; a match that is only a candidate becomes R15 with ``rule`` as its basis.

        Args:
            rule: the rule if the match is certain.
            level: its level.
            left: text and field of the expert's side.
            right: text and field of the application.
            match: how the two were found to agree.
            source: number of the application that shows the tie.
        """
        certain = match.level is Level.SAME
        return Hit(
            expert=self.expert.id,
            application=self.application.id,
            rule=rule if certain else "R15",
            level=level if certain else _V,
            basis=rule,
            left=left[0],
            right=right[0],
            left_field=left[1],
            right_field=right[1],
            reason=match.reason,
            params=dict(match.params),
            source=source,
            employers=employer_texts(self.expert),
        )

    def shows(self, source: str) -> bool:
        """Say whether this very application is the one that shows a tie."""
        return bool(source) and source == self.application.number

    def orgs(
        self, rule: str, level: Severity, org: OrgRef, field: str, named: Iterable[NamedOrg], source: str = ""
    ) -> Iterator[Hit]:
        """Compare one organisation of the expert's side with those an application names."""
        for other in named:
            match = self.identity.org(org, other.org)
            if match.level is not Level.DIFFERENT:
                yield self.hit(rule, level, (org.name, field), (other.org.name, other.field), match, source)

    def people(
        self, rule: str, person: PersonRef, field: str, parties: Iterable[Party], source: str = ""
    ) -> Iterator[Hit]:
        """Compare one person of the expert's side with those an application names; level H if certain."""
        for party in parties:
            match = self.identity.person(person, party.person)
            if match.level is not Level.DIFFERENT:
                left, right = (person.name, field), (party.person.name, party.field)
                yield self.hit(rule, _H, left, right, match, source)


def employer_texts(expert: ExpertProfile) -> tuple[str, ...]:
    """Return the names of all employers of an expert, sorted."""
    return tuple(sorted({tie.org.name for tie in expert.employment or ()}))


def screen_application(
    expert: ExpertProfile,
    application: Parties,
    *,
    t0: date,
    lookback: Mapping[str, int | None] = DEFAULT_LOOKBACK,
    aliases: Aliases = NO_ALIASES,
    org_table: OrgTable = NO_TABLE,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Hit, ...]:
    """Return what the recusal rules find between one expert and one application, in a fixed order.

    Args:
        expert: profile, private lists included where at hand.
        application: its parties.
        t0: review opening date of the round.
        lookback: rule id → years (§13).
        aliases: other names of organisations.
        org_table: branches, parents and controllers.
        limits: configurable values (§13).
    """
    identity = Identity(aliases, org_table, limits.org_similarity_bp)
    return screen_case(Case(expert, application, identity, Window(t0, lookback), limits))


def screen_case(case: Case) -> tuple[Hit, ...]:
    """Run every check on one prepared case."""
    return ordered(hit for check in _CHECKS for hit in check(case))


def not_provided(expert: ExpertProfile, application: Parties) -> tuple[str, ...]:
    """Name the lists that were not handed in (未提供); their rules could not be checked (rules §4)."""
    lists = (
        *("employment", "positions", "holdings", "kin", "academic_links", "coworks", "services"),
        *("disputes", "own_applications", "prior_roles", "portfolio"),
    )
    missing = [name for name in lists if getattr(expert, name) is None]
    parties = ("controllers", "advisers", "competitors", "excluded")
    return (*missing, *(name for name in parties if getattr(application, name) is None))


def _r01(case: Case) -> Iterator[Hit]:
    team = [party for party in case.application.people if party.field in _TEAM_FIELDS]
    return case.people("R01", case.expert.person, "person", team)


def _r02_r03(case: Case) -> Iterator[Hit]:
    for tie in case.expert.employment or ():
        rule = "R02" if case.window.current(tie.end) else "R03"
        if rule == "R02" or case.window.covers("R03", tie.end):
            yield from case.orgs(rule, _H, tie.org, "employment", case.application.orgs)


def _ties(rule: str, field: str) -> Callable[[Case], Iterator[Hit]]:
    """Return the check of a list of dated ties with organisations against the applicant units."""

    def check(case: Case) -> Iterator[Hit]:
        for tie in getattr(case.expert, field) or ():
            if case.window.covers(rule, tie.end):
                yield from case.orgs(rule, _H, tie.org, field, case.application.orgs, tie.source)

    return check


def _r05(case: Case) -> Iterator[Hit]:
    for holding in case.expert.holdings or ():
        small = holding.share_bp is not None and holding.share_bp < case.limits.listed_holding_bp
        level = _D if holding.listed and small else _H
        yield from case.orgs("R05", level, holding.org, "holdings", case.application.orgs)


def _r06(case: Case) -> Iterator[Hit]:
    people = _people(case.application)
    for kin in case.expert.kin or ():
        if kin.person.name:
            yield from case.people("R06", kin.person, "kin", people)
        for org in kin.executive_of:
            yield from case.orgs("R06", _H, org, "kin", case.application.orgs)


def _r07(case: Case) -> Iterator[Hit]:
    people = _people(case.application)
    for tie in case.expert.academic_links or ():
        if case.window.covers("R07", tie.end):
            yield from case.people("R07", tie.person, "academic_links", people)


def _r08(case: Case) -> Iterator[Hit]:
    core = [party for party in case.application.people if party.core]
    for tie in case.expert.coworks or ():
        if case.window.covers("R08", tie.end) and not case.shows(tie.source):
            yield from case.people("R08", tie.person, "coworks", core, tie.source)


def _r09_advisers(case: Case) -> Iterator[Hit]:
    """The application itself names whom it paid for advice; the agency's other staff is R18."""
    for adviser in case.application.advisers or ():
        yield from case.people("R09", case.expert.person, "person", [adviser])
        named = [NamedOrg(org, "advisers") for org in adviser.person.employers]
        for tie in case.expert.employment or ():
            if case.window.current(tie.end):
                yield from case.orgs("R18", _V, tie.org, "employment", named)


def _r10(case: Case) -> Iterator[Hit]:
    for tie in case.expert.disputes or ():
        if not case.window.covers("R10", tie.end):
            continue
        if isinstance(tie, OrgTie):
            yield from case.orgs("R10", _H, tie.org, "disputes", case.application.orgs)
        else:
            yield from case.people("R10", tie.person, "disputes", case.application.people)


def _r11(case: Case) -> Iterator[Hit]:
    own = case.application
    for entry in case.expert.own_applications or ():
        if entry.sub_direction == own.sub_direction and not case.shows(entry.number):
            left = (entry.number or entry.sub_direction, "own_applications")
            right = (own.sub_direction, "sub_direction")
            yield case.hit("R11", _H, left, right, _listed("same_sub_direction"), entry.number)


def _r12(case: Case) -> Iterator[Hit]:
    own = case.application
    for role in case.expert.prior_roles or ():
        about = own.measure if role.kind == "guide" else own.number
        if about and role.about == about:
            code = "wrote_guide" if role.kind == "guide" else "recommended"
            field = "sub_direction" if role.kind == "guide" else "application_no"
            yield case.hit("R12", _V, (role.about, "prior_roles"), (about, field), _listed(code))


def _r13_r16(case: Case) -> Iterator[Hit]:
    for tie in case.expert.employment or ():
        if case.window.current(tie.end):
            for link in group_links(case.identity, tie.org, case.application):
                left, right = (tie.org.name, "employment"), (link.org.org.name, link.org.field)
                yield case.hit(link.rule, link.level, left, right, link.match)


def _r14(case: Case) -> Iterator[Hit]:
    """More names than allowed make the request void; a namesake is still R14, level V like the rule."""
    excluded = case.application.excluded or ()
    if len(excluded) > case.limits.excluded_experts_max:
        return
    for person in excluded:
        match = case.identity.person(case.expert.person, person)
        if match.level is not Level.DIFFERENT:
            left, right = (case.expert.person.name, "person"), (person.name, "excluded_experts")
            yield case.hit("R14", _V, left, right, Match(Level.SAME, "R14", "excluded"))


def _r17(case: Case) -> Iterator[Hit]:
    if case.application.measure not in FUND_MEASURES:
        return
    for tie in case.expert.portfolio or ():
        if case.window.covers("R17", tie.end):
            yield from case.orgs("R17", _H, tie.org, "portfolio", case.application.orgs)
            yield from case.orgs("R17", _V, tie.org, "portfolio", case.application.competitors or ())


def _linked(case: Case) -> Iterator[Hit]:
    """Units that applied together with the expert or the expert's employer elsewhere in the round."""
    lead = [named for named in case.application.orgs if named.field == "unit_name"]
    for tie in case.expert.linked_orgs:
        if case.shows(tie.source):
            continue
        level = _V if tie.kind == "person" else _D
        for hit in case.orgs("R18", level, tie.org, "linked_orgs", lead, tie.source):
            if hit.rule == "R18":
                yield hit


def _people(application: Parties) -> list[Party]:
    """Return 负责人、团队、法定代表人、高管 (R06, R07)."""
    return [party for party in application.people if party.field != "contact"]


def _listed(code: str) -> Match:
    """Return a match that needs no comparison of names."""
    return Match(Level.SAME, "", code)


_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    *(_r01, _r02_r03, _ties("R04", "positions"), _r05, _r06, _r07, _r08, _ties("R09", "services")),
    *(_r09_advisers, _r10, _r11, _r12, _r13_r16, _r14, _r17, _linked),
)
