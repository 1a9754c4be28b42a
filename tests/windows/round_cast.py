"""Who takes part in the round that is walked through windows, where their files lie, what was read aloud."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml
from round_plants import plant

from ui.cli.demo.sample import MIN_EXPERTS, make_sample
from ui.cli.demo.sample_values import Sample
from zgc_review.catalogue import load_shipped

PASSPHRASE = "walk 2026 haidian"
OFFICE = "示例市科技评审中心"
#: Sub-directions that are scored: three measures whose panels have five members (rules §3).
SCORED = ("M01", "M05", "M06")
SIZE = 5


@dataclass
class Person:
    """Somebody with a computer: where the vault lies, what the card says, the code of the round."""

    name: str
    person: str
    unit: str
    fingerprint: str = ""
    code: str = ""


@dataclass
class Round:
    """The round as it stands between two sittings; kept beside the files, so that a walk can go on.

    Attributes:
        folder: holds everything. people: by name. seated: names of the members, in the order of their codes
            unknown to anybody but the secretary. codes: digits of the versions as they were read aloud.
        tied: number of the expert whom every application excludes. words: the observer's share, as copied
            onto paper.
    """

    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    seated: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    head: str = ""
    tied: str = ""
    words: str = ""

    @property
    def chair(self) -> str:
        """Who chairs the group, and with one group the round: whoever was drawn first."""
        return self.seated[0]

    @property
    def sticks(self) -> Path:
        """What travels."""
        return self.folder / "介质"

    def stick(self, name: str) -> Path:
        """Return a stick, made where it is not there yet."""
        path = self.sticks / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def home(self, name: str) -> Path:
        """Return somebody's computer."""
        path = self.folder / "电脑" / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def vault(self, name: str) -> Path:
        """Return somebody's vault."""
        return next(self.home(name).glob("*.zgcvault"))

    def card(self, name: str) -> Path:
        """Return where somebody's card lies on the stick."""
        return self.stick("1-键卡") / f"{name}.zgccard"

    @property
    def sample(self) -> Path:
        """The demo's sample."""
        return self.folder / "样例"

    def keep(self) -> None:
        """Store where the round stands."""
        said = {**asdict(self), "folder": str(self.folder)}
        (self.folder / "walk.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")

    @staticmethod
    def read(folder: Path) -> Round:
        """Read where the round stands."""
        said: dict[str, Any] = json.loads((folder / "walk.json").read_text("utf-8"))
        people = {name: Person(**one) for name, one in said["people"].items()}
        rest = {name: said[name] for name in ("seated", "numbers", "codes", "head", "tied", "words")}
        return Round(folder, people, **rest)


def prepare(folder: Path) -> Round:
    """Write the demo's intake folder, roster and lists, and settings for three measures and one group."""
    catalogue = load_shipped()
    play = Round(folder)
    sample = make_sample(play.sample, catalogue, applications=6, experts=MIN_EXPERTS, light=True)
    _settle(sample)
    play.numbers = [one for one in sample.numbers if one.split("-")[1] in SCORED]
    play.tied = plant(sample.roster, next(sample.intake.glob("*.xlsx")), play.numbers)
    play.people = {name: Person(name, name, OFFICE) for name in ("秘书", "监督")}
    play.keep()
    return play


def _settle(sample: Sample) -> None:
    """Let the settings of the sample take part for three measures only, judged by one group of five."""
    settings: dict[str, Any] = yaml.safe_load(sample.round_file.read_text("utf-8"))
    listed = {sub: mode for sub, mode in settings["modes"].items() if mode == "no_application"}
    scored = [
        sub for sub, mode in settings["modes"].items() if mode == "open_call" and sub.split("-")[0] in SCORED
    ]
    settings["modes"] = {**dict.fromkeys(scored, "open_call"), **listed}
    settings["groups"] = [{"id": "G01", "sub_directions": scored, "size": SIZE}]
    pools = []
    for pool in settings["pools"]:
        pool["sub_directions"] = [sub for sub in pool["sub_directions"] if sub in scored]
        if pool["sub_directions"]:
            pools.append(pool)
    settings["pools"] = pools
    settings["grants"] = {sub: one for sub, one in settings["grants"].items() if sub in settings["modes"]}
    settings["gate_values"] = {}
    sample.round_file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
