"""One judge for each planted item: what the program must have said of it, "" where it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ui.cli.demo.evidence import Evidence
from ui.cli.demo.judges_sitting import SITTING, Judge
from ui.cli.demo.sample_values import Planted


def _by_code(evidence: Evidence, one: Planted, planted: Sequence[Planted]) -> str:
    """The intake reports it, dry and for good, as often as it was planted and no more."""
    wanted = sum(other.code == one.code for other in planted)
    for name in ("intake-check", "intake-import"):
        if evidence.last(name).get("findings", []).count(one.code) != wanted:
            return ""
    return one.code


def _taken_once(evidence: Evidence, _one: Planted, _planted: Sequence[Planted]) -> str:
    """The same folder again changes nothing."""
    again = evidence.last("intake-again")
    return "0 + 0" if again and not again["new"] and not again["amended"] else ""


def _finding(evidence: Evidence, one: Planted) -> Mapping[str, Any]:
    """Return the finding about an expert and an application, as it was settled."""
    expert, application = one.where.split()
    settled: list[dict[str, Any]] = evidence.last("settled") or []
    found = [each for each in settled if (each["expert"], each["application"]) == (expert, application)]
    return found[0] if found else {}


def _tie(rule: str, status: str) -> Judge:
    """Return a judge: the screening found the rule, and the desk settled it so."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        found = _finding(evidence, one)
        return f"{rule} {status}" if (found.get("rule"), found.get("status")) == (rule, status) else ""

    return find


def _brackets(evidence: Evidence, one: Planted, planted: Sequence[Planted]) -> str:
    """The same unit in full-width and half-width brackets is one legal person (rules §5.2)."""
    same = evidence.last("brackets").get("level") == "same"
    return _tie("R03", "recused")(evidence, one, planted) if same else ""


def _past(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """Employment that ended a day before the three years must not be found (rules §4)."""
    return "–" if evidence.last("settled") and not _finding(evidence, one) else ""


def _homonym(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """A namesake is a doubt (R15) about whether it is the person oneself (R01)."""
    found = _finding(evidence, one)
    said = (found.get("rule"), found.get("basis"), found.get("status"))
    return "R15 dismissed" if said == ("R15", "R01", "dismissed") else ""


def _left_out(rule: str) -> Judge:
    """Return a judge: who may not be drawn, and why."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        expert = one.where.partition(" ")[0]
        left_out = {each["expert"]: each["rule"] for each in evidence.last("pool").get("left_out", ())}
        return rule if left_out.get(expert) == rule else ""

    return find


def _no_consent(evidence: Evidence, one: Planted, planted: Sequence[Planted]) -> str:
    """The roster's reader says so, and the pool leaves the person out."""
    said = evidence.last("roster").get("findings", [])
    return _left_out("consent")(evidence, one, planted) if said.count(one.code) == 1 else ""


def _listed(standing: str, state: str) -> Judge:
    """Return a judge: the list of bad credit has an entry, and this is what it means."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        shown = [each for each in evidence.said("gates-shown") if each["number"] == one.where]
        hits = {hit["standing"] for each in shown for hit in each["hits"]}
        return f"CG05 {standing}" if hits == {standing} and _state(evidence, one.where, state, "CG05") else ""

    return find


def _ethics(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
    """An approval that is out of date does not pass the gate."""
    return "CG06" if _state(evidence, one.where, "INELIGIBLE", "CG06") else ""


def _state(evidence: Evidence, number: str, state: str, gate: str) -> bool:
    """Say whether the result gives an application that state, for that gate where it ended."""
    found = evidence.applications.get(number, {})
    return found.get("state") == state and (state != "INELIGIBLE" or found["reason"].startswith(gate))


def _unscored(result: str, first: str = "") -> Judge:
    """Return a judge: result of a way without scores, sealed; ``first``: what the gates alone had said."""

    def find(evidence: Evidence, one: Planted, _planted: Sequence[Planted]) -> str:
        found = evidence.applications.get(one.where, {})
        name, lines = evidence.id(one.where), evidence.aggregate.get("unscored", ())
        line: Mapping[str, Any] = next((each for each in lines if each["application"] == name), {})
        before = evidence.last("gates-decided").get("results", {}).get(one.where)
        paid = (line.get("amount_fen") is not None) == (result in {"MET", "LISTED"})
        is_sealed = found.get("check_result") == result == line.get("result")
        return result if is_sealed and paid and before == (first or result) else ""

    return find


def _altered(evidence: Evidence, _one: Planted, _planted: Sequence[Planted]) -> str:
    """A returned file with one bit changed is refused."""
    arrivals = evidence.last("altered") or []
    return str(arrivals[0]["error"]) if [each["outcome"] for each in arrivals] == ["refused"] else ""


def _old(evidence: Evidence, _one: Planted, _planted: Sequence[Planted]) -> str:
    """An older file never replaces a newer one."""
    arrivals = evidence.last("old") or []
    return "older" if arrivals and all(each["outcome"] == "older" for each in arrivals) else ""


_BY_CODE: Final = (
    *("credit-code", "locked-pdf", "locked-pdf-missing", "damaged-pdf", "damaged-pdf-missing"),
    *("zipped-document", "missing-document", "number-twice", "same-application-twice"),
    "second-row-without-team",
)
#: The judge of each planted item.
JUDGES: Final[Mapping[str, Judge]] = {
    **dict.fromkeys(_BY_CODE, _by_code),
    "taken-twice": _taken_once,
    "half-width-brackets": _brackets,
    "same-employer": _tie("R02", "recused"),
    "former-employer-within": _tie("R03", "recused"),
    "former-employer-past": _past,
    "homonym": _homonym,
    "excluded-expert": _tie("R14", "recused"),
    "conflict-r04": _tie("R04", "recused"),
    "conflict-r07": _tie("R07", "recused"),
    "conflict-r08": _tie("R08", "recused"),
    "conflict-r09": _tie("R09", "recused"),
    "conflict-r12": _tie("R12", "recused"),
    "no-consent": _no_consent,
    "official": _left_out("P06"),
    "listed-expert": _left_out("P10"),
    "expired-entry": _listed("expired", "SEALED"),
    "integrity-hit": _listed("current", "INELIGIBLE"),
    "ethics-flag": _ethics,
    "qualified-met": _unscored("MET"),
    "qualified-not-met": _unscored("NOT_MET"),
    "qualified-settled": _unscored("MET", "MANUAL"),
    "qualified-third": _unscored("NOT_MET", "MANUAL"),
    "listed-agreed": _unscored("LISTED"),
    "listed-pending": _unscored("INFO_MISSING"),
    "listed-declined": _unscored("DECLINED"),
    "altered-file": _altered,
    "old-file": _old,
    **SITTING,
}
