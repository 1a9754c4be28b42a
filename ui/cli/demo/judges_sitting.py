"""Judges of what happens between the draw and the seal: recusals, rulings, alternates, scores, vetoes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ui.cli.demo.evidence import Evidence
from ui.cli.demo.sample_values import Planted

#: Says what shows that an item was found, "" where nothing does: evidence, the item, everything planted.
Judge = Callable[[Evidence, Planted, Sequence[Planted]], str]


def _marks(line: Mapping[str, Any], phase: str = "after") -> list[Mapping[str, Any]]:
    """Return the sheets that count on an application."""
    found: list[Mapping[str, Any]] = list(line.get(phase, {}).get("marks", ()))
    return found


def _ruled(decision: str) -> Judge:
    """Return a judge: a declared R12, ruled so; the sheet of who declared it counts or there is none."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        waiting = {
            each["code"] for each in evidence.last("rulings-waiting") or () if each["number"] == one.where
        }
        left = evidence.said("rulings-left")
        lines = [each for each in evidence.recusals(one.where, "R12") if each["code"] in waiting]
        if [each["decision"] for each in lines] != [decision] or not left or left[-1]:
            return ""
        counts = lines[0]["code"] in {mark["code"] for mark in _marks(evidence.line(one.where))}
        return f"R12 {decision}" if counts == (decision == "open") else ""

    return find


def _late_before(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """A sheet that was in is void before anything was combined: kept, and out of all statistics."""
    line = evidence.line(one.where)
    first = evidence.said("aggregated")
    was = evidence.line_in(first[0], one.where) if first else {}
    return "VOID" if line.get("n_void") == was.get("n_void") == 1 else ""


def _late_after(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """A sheet that had counted counts no more; the value was computed again (rules §4.2)."""
    lines = evidence.recusals(one.where, "R10")
    first = evidence.said("aggregated")
    if len(lines) != 1 or lines[0]["decision"] != "recused" or not first:
        return ""
    code = lines[0]["code"]
    was = {mark["code"] for mark in _marks(evidence.line_in(first[0], one.where))}
    now = {mark["code"] for mark in _marks(evidence.line(one.where))}
    return "R10 recused" if was - now == {code} and now else ""


def _chair_recused(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """The chair sees nothing of the application; somebody else acts, and the decision counts."""
    lines = evidence.recusals(one.where, "R06")
    chair, acting = evidence.last("panel-G01"), evidence.last("panel-acting")
    if [each["decision"] for each in lines] != ["recused"] or not chair or not acting:
        return ""
    hidden = one.where not in {each["number"] for each in chair["applications"]}
    alone = [each["number"] for each in acting["applications"]] == [one.where] and acting["acting"]
    is_chair = chair["reader"] == lines[0]["code"]
    decided = evidence.line(one.where).get("decision") is not None
    return "R06 recused" if hidden and alone and is_chair and decided else ""


def _alternate(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """Who was called stood on the list of the draw; one member of the group is absent everywhere."""
    called, drawn = evidence.last("alternate").get("expert"), evidence.last("drawn") or []
    listed = [
        each["alternates"] for each in (drawn[-1]["groups"] if drawn else ()) if each["group"] == one.where
    ]
    absent = {
        each["n_absent"] for each in evidence.aggregate.get("applications", ()) if each["group"] == one.where
    }
    # Who is absent may stand aside on one of them as well; then that counts.
    is_absent = 1 in absent and absent <= {0, 1}
    return str(called) if listed and called in listed[0] and is_absent else ""


def _tied(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """Equal in everything at the line until the round chair decided; then in that order."""
    first, second = one.where.split()
    was = evidence.said("aggregated")
    if not was or any(
        evidence.ranked(was[0], number)[0].get("line") != "tie_open" for number in (first, second)
    ):
        return ""
    places = [evidence.ranked(evidence.aggregate, number)[0] for number in (first, second)]
    if any(place.get("tied", True) for place in places) or places[1]["rank"] != places[0]["rank"] + 1:
        return ""
    return "S10"


def _edge(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """It does not fit into what is left of the budget, one behind it does (rules §13, skip): reserve."""
    combined = evidence.said("aggregated")
    line, behind = evidence.ranked(combined[-1], one.where) if combined else ({}, [])
    fits = any(each["line"] == "within" for each in behind)
    reserved = evidence.line(one.where).get("decision") == "RESERVE"
    return "beyond_budget" if line.get("line") == "beyond_budget" and fits and reserved else ""


def _deviating(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """One sheet lies more than 15 points from the median, on this application alone."""
    flagged = [
        line["application"]
        for line in evidence.aggregate.get("applications", ())
        for mark in _marks(line, "before")
        if mark["flags"]
    ]
    return "S07" if flagged == [evidence.id(one.where)] else ""


def _revised(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """One sheet was revised; both values stand, before and after."""
    line = evidence.line(one.where)
    phases = [mark["phase"] for mark in _marks(line)]
    first = {mark["phase"] for mark in _marks(line, "before")}
    both = line and line["before"]["plain_mean"] != line["after"]["plain_mean"]
    return "§6.8" if phases.count("revision") == 1 and first == {"initial"} and both else ""


def _explained(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """Who is far from the others has explained it in writing, and owes nothing (S07)."""
    shown = evidence.last("explained")
    flagged = {mark["code"] for mark in _marks(evidence.line(one.where), "before") if mark["flags"]}
    by = {each["by"] for each in shown.get("explanations", ())}
    return "S07" if by and by == flagged and shown["owing"] == [] else ""


def _laptop(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """The card was replaced; what was received counts beside what the new card signed (rules §3.3)."""
    replaced = [each for each in evidence.events if each["act"] == "card.replaced"]
    revoked = [each for each in evidence.events if each["act"] == "card.revoked"]
    kept = evidence.last("amended").get("kept", {})
    if len(replaced) != 1 or len(revoked) != 1 or list(kept) != [replaced[0]["data"]["code"]]:
        return ""
    code = replaced[0]["data"]["code"]
    own = [line for line in evidence.aggregate.get("applications", ()) if line["group"] == one.where]
    counted = [mark for line in own for mark in _marks(line) if mark["code"] == code]
    old = [mark for mark in counted if mark["sheet"] in evidence.sheets_of(revoked[0]["data"]["card"])]
    return f"{code}: {len(old)} + {len(counted) - len(old)}" if old and len(old) < len(counted) else ""


def _floor(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """The mean of one criterion is below its floor, there alone."""
    number, criterion = one.where.split()
    below = [
        (line["application"], each["criterion"])
        for line in evidence.aggregate.get("applications", ())
        for each in line["before"]["criteria"]
        if each["below_floor"]
    ]
    return "S09" if below == [(evidence.id(number), criterion)] else ""


def _veto(*, established: bool) -> Judge:
    """Return a judge: a claim took effect by two thirds, or stayed a remark."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        shown = evidence.last(one.id)
        outcomes = [each["established"] for each in shown.get("outcomes", ())]
        vetoed = evidence.line(one.where).get("decision") == "VETOED"
        if outcomes != [established] or vetoed is not established:
            return ""
        return f"{shown['outcomes'][0]['item']} {'VETOED' if established else '–'}"

    return find


SITTING: Final[Mapping[str, Judge]] = {
    "ruling-open": _ruled("open"),
    "ruling-closed": _ruled("recused"),
    "late-before": _late_before,
    "late-after": _late_after,
    "chair-recused": _chair_recused,
    "alternate-called": _alternate,
    "tie-at-line": _tied,
    "budget-edge": _edge,
    "deviating-score": _deviating,
    "revision": _revised,
    "explanation": _explained,
    "laptop-lost": _laptop,
    "below-floor": _floor,
    "veto-confirmed": _veto(established=True),
    "veto-failed": _veto(established=False),
}
