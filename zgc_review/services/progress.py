"""What comes next in a round: ten steps, and the one act that is sensible now. Pure: counts in, keys out.

The order is that of rules §2 and design §2. Whoever went another way (seats appointed without a draw) is
not sent back: what was passed over is told as a problem of its step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from zgc_review.domain.states import ENDED, SCORED, State

STEPS = (
    "define", "import", "check", "conflicts", "draw", "assign", "pack", "collect", "aggregate", "seal",
)  # fmt: skip

Params = Mapping[str, str | int]
StepState = Literal["done", "now", "todo", "problem"]

_BEFORE_CHECK = (State.RECEIVED, State.FORMAL_OK)
_PASSED = tuple(
    state for state in State if state not in {*_BEFORE_CHECK, State.FORMAL_FIX, *ENDED}
)  # fmt: skip
_IN_REVIEW = (State.ASSIGNED, State.REVIEWING, State.LOCKED, *sorted(SCORED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the next act depends on, counted.

    Attributes:
        version: number of the version in force, 0 while version 1 waits for its consent.
        sub_directions: how many take part.
        waiting: codes whose consents the newest version lacks.
        states: number of applications by state.
        to_group: eligible applications of the open call.
        unscored: eligible applications of the ways without scores.
        manual: checked applications whose gates experts must settle.
        roster: people in the roster.
        is_screened: conflicts were looked for.
        found, due: findings that stand; those among them that wait for a decision.
        draw: ``none``, ``words`` (begun), ``drawn`` (not seated yet) or ``seated``.
        drawn, alternates: people the draw gave.
        seated: experts of all groups; ``per_application`` of them judge one application.
        is_single: experts are given to single applications; ``is_table_made``: somebody did.
        letterless: seated experts without a letter.
        owing: experts of whom sheets are missing; ``rulings``: sheets that wait for a ruling.
        custody: of score files under escrow (services.score_escrow); empty without.
        is_panel_written: a chair was given a panel file.
        decided: combined applications with a decision that counts.
        has_escrow: the key of the result was shared out.
        is_sealed: the result is signed; ``is_counted``: acknowledgements of it were written.
    """

    version: int = 0
    sub_directions: int = 0
    waiting: tuple[str, ...] = ()
    states: Mapping[str, int] = field(default_factory=dict)
    to_group: int = 0
    unscored: int = 0
    manual: int = 0
    roster: int = 0
    is_screened: bool = False
    found: int = 0
    due: int = 0
    draw: str = "none"
    drawn: int = 0
    alternates: int = 0
    seated: int = 0
    per_application: int = 0
    is_single: bool = False
    is_table_made: bool = False
    letterless: tuple[str, ...] = ()
    owing: tuple[str, ...] = ()
    rulings: int = 0
    custody: str = ""
    is_panel_written: bool = False
    decided: int = 0
    has_escrow: bool = False
    is_sealed: bool = False
    is_counted: bool = False

    def count(self, *states: State) -> int:
        """Return how many applications are in one of these states."""
        return sum(self.states.get(state.value, 0) for state in states)

    @property
    def applications(self) -> int:
        """How many there are."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class NextAct:
    """The sensible act: texts stand under ``progress.act.<code>``, its place on the line is ``step``."""

    code: str
    step: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the line.

    Attributes:
        count: key under ``progress.count`` with its parameters, empty before anything is there.
        problem: key under ``progress.problem`` with its parameters, empty where there is none.
    """

    name: str
    state: StepState
    count: str = ""
    params: Params = field(default_factory=dict)
    problem: str = ""
    problem_params: Params = field(default_factory=dict)


def next_act(facts: Facts) -> NextAct:
    """Return the act that brings the round further, the earliest first."""
    for rule in (_begin, _seat, _review, _finish):
        act = rule(facts)
        if act is not None:
            return act
    return NextAct("done", "seal")


def steps_of(facts: Facts, act: NextAct) -> tuple[Step, ...]:
    """Return the ten steps with their counts, beside the act that is due."""
    place = len(STEPS) if act.code == "done" else STEPS.index(act.step)
    made = []
    for n, name in enumerate(STEPS):
        problem, problem_params = _PROBLEMS[name](facts) if name in _PROBLEMS else ("", {})
        state: StepState = "done" if n < place else "now" if n == place else "todo"
        if problem and state == "done":
            state = "problem"
        count, params = _COUNTS[name](facts)
        made.append(Step(name, state, count, params, problem, problem_params))
    return tuple(made)


def _begin(facts: Facts) -> NextAct | None:
    """Consents, applications, their checks."""
    if facts.is_sealed:
        return None
    if facts.waiting:
        return NextAct("consent", _step_of_consent(facts), {"codes": _listed(facts.waiting)})
    if not facts.applications:
        return NextAct("import", "import")
    waiting = facts.count(*_BEFORE_CHECK)
    if waiting:
        return NextAct("check", "check", {"count": waiting})
    if facts.unscored:
        return NextAct("settle", "check", {"count": facts.unscored})
    fixing = facts.count(State.FORMAL_FIX)
    if fixing and not facts.to_group and not facts.count(*_IN_REVIEW):
        return NextAct("fix", "check", {"count": fixing})
    return None


def _step_of_consent(facts: Facts) -> str:
    """Return the step that goes on once the version that waits is in force."""
    return "define" if facts.version == 0 else next_act(replace(facts, waiting=())).step


def _seat(facts: Facts) -> NextAct | None:
    """Roster, conflicts, draw, seats, groups; only while an application of the open call has no experts."""
    if facts.is_sealed or not facts.to_group:
        return None
    if facts.is_single and not facts.is_table_made and (facts.seated or facts.draw in {"drawn", "seated"}):
        return NextAct("distribute", "assign", {"count": facts.to_group})
    if facts.seated:
        return NextAct("assign", "assign", {"count": facts.to_group})
    return _prepare(facts) or _draw(facts)


def _prepare(facts: Facts) -> NextAct | None:
    """Everything that must be there before a draw."""
    if not facts.roster:
        return NextAct("roster", "import")
    if not facts.is_screened:
        return NextAct("screen", "conflicts", {"people": facts.roster, "count": facts.to_group})
    return NextAct("decide_conflicts", "conflicts", {"count": facts.due}) if facts.due else None


def _draw(facts: Facts) -> NextAct:
    """The draw, and the seats it gives."""
    if facts.draw == "none":
        return NextAct("draw", "draw", {"people": facts.roster})
    return NextAct("words", "draw") if facts.draw == "words" else NextAct("seat", "draw")


def _review(facts: Facts) -> NextAct | None:
    """Letters, returns, what waits for a ruling."""
    if facts.is_sealed:
        return None
    assigned, reviewing = facts.count(State.ASSIGNED), facts.count(State.REVIEWING)
    if (assigned or reviewing) and facts.due:
        return NextAct("decide_conflicts", "conflicts", {"count": facts.due})
    if assigned and facts.custody == "due":
        return NextAct("share_scores", "pack")
    if assigned or (reviewing and facts.letterless):
        people = len(facts.letterless) or facts.seated
        return NextAct("pack", "pack", {"count": people, "applications": assigned or reviewing})
    if reviewing and facts.rulings and not facts.owing:
        return NextAct("rule", "collect", {"count": facts.rulings})
    if reviewing and facts.custody == "held" and not facts.owing:
        return NextAct("open_scores", "collect")
    if reviewing:
        return NextAct("collect", "collect", {"count": len(facts.owing), "codes": _listed(facts.owing)})
    return None


def _finish(facts: Facts) -> NextAct | None:
    """Combining, decisions, sealing, acknowledgements."""
    if facts.is_sealed:
        return None if facts.is_counted else NextAct("acknowledge", "seal")
    if locked := facts.count(State.LOCKED):
        return NextAct("aggregate", "aggregate", {"count": locked})
    if combined := facts.count(State.AGGREGATED):
        if facts.decided == combined:
            return NextAct("confirm", "aggregate", {"count": combined})
        code = "decisions" if facts.is_panel_written else "panel"
        return NextAct(code, "aggregate", {"count": combined - facts.decided})
    if facts.manual:
        return NextAct("manual", "check", {"count": facts.manual})
    ready = facts.count(State.DELIBERATED, State.CHECKED)
    if not ready:
        return NextAct("nothing", "check")
    return NextAct("seal" if facts.has_escrow else "prepare_seal", "seal", {"count": ready})


_Told = tuple[str, Params]


def _count_check(facts: Facts) -> _Told:
    if not facts.applications:
        return "", {}
    return "check", {"passed": facts.count(*_PASSED), "all": facts.applications}


def _count_conflicts(facts: Facts) -> _Told:
    if not facts.is_screened:
        return "", {}
    return ("conflicts_due", {"count": facts.due}) if facts.due else ("conflicts", {"count": facts.found})


def _count_draw(facts: Facts) -> _Told:
    if facts.drawn:
        return "draw", {"count": facts.drawn, "alternates": facts.alternates}
    return ("appointed", {"count": facts.seated}) if facts.seated else ("", {})


def _count_assign(facts: Facts) -> _Told:
    given = facts.count(*_IN_REVIEW)
    return ("assign", {"count": given, "people": facts.per_application}) if given else ("", {})


def _count_pack(facts: Facts) -> _Told:
    if not facts.seated or not facts.count(*_IN_REVIEW):
        return "", {}
    return "pack", {"done": facts.seated - len(facts.letterless), "all": facts.seated}


def _count_collect(facts: Facts) -> _Told:
    if not facts.count(State.REVIEWING, State.LOCKED, *SCORED):
        return "", {}
    return "collect", {"done": facts.seated - len(facts.owing), "all": facts.seated}


def _count_aggregate(facts: Facts) -> _Told:
    combined = facts.count(*SCORED)
    if not combined:
        return "", {}
    return "aggregate", {"done": facts.count(State.DELIBERATED, State.SEALED), "all": combined}


_COUNTS: Mapping[str, Callable[[Facts], _Told]] = {
    "define": lambda facts: ("define", {"version": facts.version}) if facts.version else ("", {}),
    "import": lambda facts: ("import", {"count": facts.applications}) if facts.applications else ("", {}),
    "check": _count_check,
    "conflicts": _count_conflicts,
    "draw": _count_draw,
    "assign": _count_assign,
    "pack": _count_pack,
    "collect": _count_collect,
    "aggregate": _count_aggregate,
    "seal": lambda facts: ("seal", {"count": facts.count(State.SEALED)}) if facts.is_sealed else ("", {}),
}


def _problem_check(facts: Facts) -> _Told:
    fixing = facts.count(State.FORMAL_FIX)
    return ("fix", {"count": fixing}) if fixing else ("", {})


def _problem_conflicts(facts: Facts) -> _Told:
    if facts.seated and not facts.is_screened:
        return "unscreened", {}
    return ("due", {"count": facts.due}) if facts.due else ("", {})


def _problem_draw(facts: Facts) -> _Told:
    return ("undrawn", {}) if facts.seated and not facts.drawn else ("", {})


def _problem_collect(facts: Facts) -> _Told:
    return ("rulings", {"count": facts.rulings}) if facts.rulings else ("", {})


_PROBLEMS: Mapping[str, Callable[[Facts], _Told]] = {
    "check": _problem_check,
    "conflicts": _problem_conflicts,
    "draw": _problem_draw,
    "collect": _problem_collect,
}


def _listed(codes: tuple[str, ...]) -> str:
    """Return codes as one list; the sentence around it is the text's."""
    return " · ".join(codes)
