"""Where the round of the demo plays: everybody's vaults, the sticks, acts that come up again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.cli.demo.run import Runner
from ui.cli.demo.sample_values import Sample, SheetPlan

OFFICE = "示例市科技评审中心"


@dataclass
class Actor:
    """Somebody with a vault and a passphrase file.

    Attributes:
        name: stands in the names of the files. person, organisation: what the card says.
        vault, passphrase, card: where they lie.
        fingerprint: digits of the card. code: the member's code, once a package was opened.
    """

    name: str
    person: str
    organisation: str
    vault: Path
    passphrase: Path
    card: Path
    fingerprint: str = ""
    code: str = ""

    @property
    def keys(self) -> tuple[str | Path, ...]:
        """The options that unlock the vault."""
        return ("--vault", self.vault, "--passphrase-file", self.passphrase)


@dataclass
class Stage:
    """What the scenes share.

    Attributes:
        run: runs the commands. sample: what lies on the secretary's desk.
        experts: by 名册编号, those who have a vault.
        groups: 名册编号 of the members who judge, by group. chairs: 名册编号 of the chair, by group.
        players: 名册编号 by story. sheets: what each expert will enter, by 名册编号.
        round_codes: digits of the versions of the round definition.
        result: the sealed result. log_head: digits of the log at sealing.
    """

    run: Runner
    sample: Sample
    experts: dict[str, Actor] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    chairs: dict[str, str] = field(default_factory=dict)
    players: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, list[SheetPlan]] = field(default_factory=dict)
    round_codes: list[str] = field(default_factory=list)
    result: Path = field(default_factory=Path)
    log_head: str = ""

    def __post_init__(self) -> None:
        self.secretary = self.actor("秘书", OFFICE)
        self.observer = self.actor("监督", "示例市纪检组")

    @property
    def out(self) -> Path:
        """The folder of the demo."""
        return self.run.out

    @property
    def sticks(self) -> Path:
        """What travels."""
        return self.out / "介质"

    def actor(self, name: str, organisation: str, person: str = "") -> Actor:
        """Return somebody whose vault will be made."""
        return Actor(
            name=name,
            person=person or name,
            organisation=organisation,
            vault=self.out / "保险库" / f"{name}.zgcvault",
            passphrase=self.out / "口令" / f"{name}.txt",
            card=self.sticks / "1-键卡" / f"{name}.zgccard",
        )

    def returns(self, actor: Actor) -> Path:
        """Return the folder in which somebody hands files in."""
        return self.sticks / "4-回传" / actor.name

    def chair(self, group: str) -> Actor:
        """Return the chair of a group."""
        return self.experts[self.chairs[group]]

    def player(self, story: str) -> Actor:
        """Return who plays in a story."""
        return self.experts[self.players[story]]

    # -- acts that come up again

    def make_vault(self, actor: Actor, *, quiet: bool = True) -> None:
        """Make a vault and a card."""
        run = self.run
        for path in (actor.vault.parent, actor.passphrase.parent, actor.card.parent, self.out / "恢复单"):
            path.mkdir(parents=True, exist_ok=True)
        actor.passphrase.write_text(f"演示口令 {actor.name} 2026\n", "utf-8")
        recovery = self.out / "恢复单" / f"{actor.name}.txt"
        secrets = ("--passphrase-file", actor.passphrase, "--recovery-out", recovery)
        run.run("vault", "create", actor.vault, *secrets, quiet=quiet)
        named = ("--name", actor.person, "--organisation", actor.organisation)
        made = run.json("vault", "card", *actor.keys, *named, "--out", actor.card)
        actor.fingerprint = made["fingerprint"]

    def compare(self, actor: Actor, *, quiet: bool = True) -> None:
        """Let the secretary compare the fingerprint of a card that is read aloud."""
        digits = ("--digits", actor.fingerprint)
        self.run.run("vault", "trust", *self.secretary.keys, actor.card, *digits, quiet=quiet)

    def agree(self, actor: Actor, folder: Path, code: str | None = None) -> None:
        """Follow the chain of round definitions, consent to the newest, hand the consent in."""
        run = self.run
        options = ("--code", code) if code else ()
        newest = max(folder.glob("*.zgcround"), key=lambda path: path.stat().st_mtime_ns)
        run.run("round", "follow", *actor.keys, newest, *options)
        written = run.json("round", "consent", *actor.keys, "--out", self.returns(actor))
        run.run("collect", *self.secretary.keys, written["file"])
        self.round_codes = run.json("round", "code", *self.secretary.keys)

    def sign(self, actor: Actor, *words: str | Path) -> None:
        """Sign an act in a member's vault and let the secretary collect what is new."""
        folder = self.returns(actor)
        before = set(folder.glob("*"))
        self.run.run(*words, "--out", folder, *actor.keys)
        self.run.run("collect", *self.secretary.keys, *sorted(set(folder.glob("*")) - before), quiet=True)

    def collect(self, actors: Sequence[Actor], *, quiet: bool = False, keep: str = "") -> None:
        """Let the secretary collect what people handed in."""
        folders = [self.returns(actor) for actor in actors]
        if keep:
            self.run.json("collect", *self.secretary.keys, *folders, keep=keep)
        else:
            self.run.run("collect", *self.secretary.keys, *folders, quiet=quiet)

    def pack(self, actors: Sequence[Actor] = ()) -> Path:
        """Write letters for some members, or the package for everybody."""
        meant = ("--letters-only", "--for", *(one.code for one in actors)) if actors else ()
        folder = self.sticks / "3-材料包"
        packed = self.run.json("pack", *self.secretary.keys, "--out", folder, *meant)
        return Path(packed[0]["files"][0])

    def open(self, actor: Actor, package: Path) -> Any:
        """Open a package in a member's vault."""
        options = () if actor.code else ("--code", self.round_codes[-1])
        opened = self.run.json("open", *actor.keys, package, *options)
        actor.code = opened["code"]
        return opened

    def tell(self, actors: Sequence[Actor]) -> None:
        """Pack new letters for some members, and let them open these."""
        package = self.pack(actors)
        for actor in actors:
            self.open(actor, package)
