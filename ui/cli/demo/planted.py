"""What the sample planted, and whether the round found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ui.cli.demo.sample_values import Sample

# Who may not be drawn, by the rule that keeps them out of the pool.
_LEFT_OUT = {"no-consent": "consent", "official": "P06", "listed-expert": "P10"}


@dataclass
class Found:
    """Collects what was found, by the id under which it was planted.

    Attributes:
        expected: ids that were planted, each with a sentence.
        seen: ids that were found, each with what said so.
    """

    expected: dict[str, str]
    codes: dict[str, str]
    seen: dict[str, str] = field(default_factory=dict)
    verdict: str = ""

    @classmethod
    def planted(cls, sample: Sample) -> Found:
        """Return what must be found: the sample's troubles and the two files the demo spoils."""
        expected = {one.id: one.where for one in sample.planted}
        expected |= {"altered-file": "*.zgcscore", "old-file": "*.zgcscore"}
        return cls(expected, {one.id: one.code for one in sample.planted if one.code})

    def intake(self, checked: dict[str, Any], taken: dict[str, Any]) -> None:
        """Look for the planted troubles of the intake folder in the findings."""
        for name, code in self.codes.items():
            if code in checked["findings"] and code in taken["findings"]:
                self.seen[name] = code

    def brackets(self, level: str) -> None:
        """The same unit in full-width and half-width brackets must be one legal person (rules §5.2)."""
        if level == "same":
            self.seen["half-width-brackets"] = "5.2"

    def conflicts(self, screened: dict[str, Any]) -> None:
        """Look for the planted ties: between this expert and this application, by this rule.

        Where the applicant's credit code is wrong, the rule is what a person must confirm (R15).
        """
        found = {
            (one["expert"], one["application"], one["basis"]): one["rule"] for one in screened["findings"]
        }
        for name, where in self.expected.items():
            if name.startswith("conflict-"):
                expert, application = where.split()
                key = (expert, application, name.removeprefix("conflict-").upper())
                if key in found:
                    self.seen[name] = found[key]

    def pool(self, pool: dict[str, Any]) -> None:
        """Look for those who may not be drawn."""
        left_out = {one["expert"]: one["rule"] for one in pool["left_out"]}
        for name, rule in _LEFT_OUT.items():
            if left_out.get(self.expected.get(name, "").partition(" ")[0]) == rule:
                self.seen[name] = rule

    def listed(self, shown: dict[str, Any]) -> None:
        """An entry of the list that is over must be shown and must not stop the unit."""
        if [hit["standing"] for hit in shown["hits"]] == ["expired"]:
            self.seen["expired-entry"] = "CG05"

    def altered(self, arrivals: list[dict[str, Any]]) -> None:
        """The altered file must be refused."""
        if [one["outcome"] for one in arrivals] == ["refused"]:
            self.seen["altered-file"] = arrivals[0]["error"]

    def old(self, arrivals: list[dict[str, Any]]) -> None:
        """The older file must not replace the newer one."""
        if arrivals and all(one["outcome"] == "older" for one in arrivals):
            self.seen["old-file"] = "older"

    def aggregate(self, result: dict[str, Any]) -> None:
        """Look for the tie at the line, the deviating score and the broken floor."""
        lines = [line for pool in result["pools"] for line in pool["lines"]]
        if any(line["line"] == "tie_open" and line["tied"] for line in lines):
            self.seen["tie-at-line"] = "S10"
        marks = [mark for one in result["applications"] for mark in one["before"]["marks"]]
        if any("median" in mark["flags"] for mark in marks):
            self.seen["deviating-score"] = "S07"
        if any("floor" in one["discuss"] for one in result["applications"]):
            self.seen["below-floor"] = "S09"

    def verified(self, said: str) -> None:
        """Keep the verdict of the independent verifier."""
        self.verdict = said.strip().splitlines()[-1] if said.strip() else ""

    def lines(self) -> list[str]:
        """Return one line per planted item, and the sum."""
        rows = []
        for name, sentence in self.expected.items():
            mark = "✓" if name in self.seen else "✗"
            rows.append(f"  {mark} {name}: {sentence}  [{self.seen.get(name, '')}]")
        return rows

    @property
    def complete(self) -> bool:
        """Whether everything planted was found."""
        return set(self.expected) <= set(self.seen)
