"""The steps of the demo, in the order a committee takes them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import cast

from ui.cli.demo.planted import Found
from ui.cli.demo.run import Actor, Runner, write_seats
from ui.cli.demo.sample_values import Sample, SheetPlan, plan_json
from zgc_review.catalogue import load_shipped
from zgc_review.intake.applications import read_applications
from zgc_review.intake.roster import read_roster

OFFICE = "示例市科技评审中心"


class Script:
    """A whole round; each method is one step."""

    def __init__(self, runner: Runner, sample: Sample, found: Found) -> None:
        self._run = runner
        self._sample = sample
        self._found = found
        self._out = runner.out
        self._sticks = runner.out / "介质"
        self.secretary = self._actor("秘书", OFFICE)
        self.observer = self._actor("监督", "示例市纪检组")
        self.seats = sample.seats
        self.experts = {
            seat.expert_number: self._actor(seat.expert_number, seat.organisation, seat.name)
            for seat in self.seats
        }
        self.result = Path()
        self.log_head = ""

    def _actor(self, name: str, organisation: str, person: str = "") -> Actor:
        """Return somebody whose vault will be made; ``name`` stands in the names of the files."""
        return Actor(
            name=name,
            person=person or name,
            organisation=organisation,
            vault=self._out / "保险库" / f"{name}.zgcvault",
            passphrase=self._out / "口令" / f"{name}.txt",
            card=self._sticks / "1-键卡" / f"{name}.zgccard",
        )

    def everything(self) -> None:
        """Run the round from vaults to the verified result."""
        self.make_vaults()
        self.define_round()
        self.take_in()
        self.screen()
        self.seat_experts()
        package = self.pack()
        self.one_expert_by_hand(package)
        self.other_experts(package)
        self.collect()
        self.aggregate()
        self.seal()
        self.open_and_verify()

    def make_vaults(self) -> None:
        """Everybody makes a vault and a card; the secretary compares fingerprints."""
        run = self._run
        run.step("1 保险库与键卡 · vaults and cards")
        for folder in ("保险库", "口令", "恢复单"):
            (self._out / folder).mkdir(parents=True, exist_ok=True)
        (self._sticks / "1-键卡").mkdir(parents=True, exist_ok=True)
        for n, actor in enumerate((self.secretary, self.observer, *self.experts.values())):
            actor.passphrase.write_text(f"演示口令 {actor.name} 2026\n", "utf-8")
            quiet = n > 1
            recovery = self._out / "恢复单" / f"{actor.name}.txt"
            secrets = ("--passphrase-file", actor.passphrase, "--recovery-out", recovery)
            run.run("vault", "create", actor.vault, *secrets, quiet=quiet)
            named = ("--name", actor.person, "--organisation", actor.organisation)
            made = run.json("vault", "card", *actor.keys, *named, "--out", actor.card)
            actor.fingerprint = made["fingerprint"]
        for n, actor in enumerate((self.observer, *self.experts.values())):
            options = ("--digits", actor.fingerprint)
            run.run("vault", "trust", *self.secretary.keys, actor.card, *options, quiet=n > 0)

    def define_round(self) -> None:
        """Version 1, and the observer's consent."""
        run, folder = self._run, self._sticks / "2-轮次"
        run.step("2 轮次定义第 1 版 · round definition, version 1")
        settings = self._sample.round_file
        run.run(
            "round", "create", *self.secretary.keys,
            "--settings", settings, "--observer", self.observer.fingerprint, "--out", folder,
        )  # fmt: skip
        self.codes = run.json("round", "code", *self.secretary.keys)
        self._consent(self.observer, folder, self.codes[0])

    def _consent(self, actor: Actor, folder: Path, code: str | None) -> None:
        """Follow the chain, consent to its newest version, hand the consent in."""
        run, returns = self._run, self._sticks / "4-回传" / actor.name
        files = sorted(folder.glob("*.zgcround"))
        options = ("--code", code) if code else ()
        run.run("round", "follow", *actor.keys, *files, *options)
        written = run.json("round", "consent", *actor.keys, "--out", returns)
        run.run("collect", *self.secretary.keys, written["file"])

    def take_in(self) -> None:
        """Applications, roster, list of bad credit records; formal check."""
        run, folder = self._run, self._sample.intake
        run.step("3 接收申报材料 · intake")
        checked = run.json("intake", "check", *self.secretary.keys, folder, expect=1)
        taken = run.json("intake", "import", *self.secretary.keys, folder)
        self._found.intake(checked, taken)
        again = run.json("intake", "import", *self.secretary.keys, folder)
        if again["new"] or again["amended"]:
            raise AssertionError("the second import changed something")
        run.run("intake", "roster", *self.secretary.keys, self._sample.roster)
        run.run("intake", "integrity-list", *self.secretary.keys, self._sample.integrity_list)
        self._brackets()
        run.run("intake", "admit", *self.secretary.keys, "--reason", "形式审查与资格核验由秘书逐项核对")
        if "expired-entry" in self._found.expected:
            number = self._found.expected["expired-entry"]
            self._found.listed(run.json("gates", "show", *self.secretary.keys, number))

    def screen(self) -> None:
        """Every expert against every application; who may be drawn; one finding is settled."""
        run = self._run
        run.step("4 利害关系筛查、候选池 · conflicts and pool")
        screened = run.json("conflicts", "screen", *self.secretary.keys)
        self._found.conflicts(screened)
        for one in [one for one in screened["findings"] if one["level"] == "H"][:1]:
            run.run("conflicts", "decide", *self.secretary.keys, one["finding"], "recuse")
        self._found.pool(run.json("draw", "pool", *self.secretary.keys))

    def _brackets(self) -> None:
        """Compare the unit that stands once in full-width, once in half-width brackets."""
        where = next((one.where for one in self._sample.planted if one.id == "half-width-brackets"), None)
        if where is None:
            return
        expert, application = where.split()
        catalogue = load_shipped()
        roster = {one.number: one for one in read_roster(self._sample.roster, catalogue).experts}
        taken = {one.number: one for one in read_applications(self._sample.intake, catalogue).applications}
        pairs, answer = self._out / "名称对.csv", self._out / "名称对-结果.csv"
        employers = cast("list[dict[str, str]]", roster[expert].record["employment"])
        names = (employers[-1]["name"], taken[application].record["unit_name"])
        with pairs.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows((("entity", "left", "right"), ("org", *names)))
        self._run.run("conflicts", "compare", pairs, answer)
        with answer.open(encoding="utf-8", newline="") as source:
            self._found.brackets(next(csv.DictReader(source))["level"])

    def seat_experts(self) -> None:
        """Version 2: three groups; consents of observer and round chair."""
        run, folder = self._run, self._sticks / "2-轮次"
        run.step("5 组成专家组 · groups, version 2")
        seats = self._out / "席位.csv"
        write_seats(seats, self.seats, {name: actor.fingerprint for name, actor in self.experts.items()})
        run.run("round", "appoint", *self.secretary.keys, seats, "--out", folder)
        self.codes = run.json("round", "code", *self.secretary.keys)
        run.run("round", "status", *self.secretary.keys)
        self._consent(self.observer, folder, None)
        self._consent(self.chair, folder, self.codes[1])
        run.run("group", *self.secretary.keys)

    @property
    def chair(self) -> Actor:
        """The round chair."""
        return self.experts[next(seat.expert_number for seat in self.seats if seat.round_chair)]

    def pack(self) -> Path:
        """One package for the whole panel."""
        run = self._run
        run.step("6 封装材料包 · packing")
        packed = run.json("pack", *self.secretary.keys, "--out", self._sticks / "3-材料包")
        package = Path(packed[0]["files"][0])
        run.run("verify", package, expect=3)
        return package

    def one_expert_by_hand(self, package: Path) -> None:
        """The first expert's whole path, every command a process of its own."""
        run = self._run
        number = self.seats[1].expert_number
        actor = self.experts[number]
        run.step(f"7 专家 {number} 的全过程（独立进程）· one expert, real processes")
        run.session.forget(str(actor.vault))
        code = self.codes[1]
        run.process("open", *actor.keys, package, "--code", code, "--fetch")
        first = self._plans(1)[0]["number"]
        run.process("read", *actor.keys, first, "1", expect=1)
        run.process("pledge", *actor.keys)
        run.process("declare", *actor.keys, "--rest-none")
        run.process("read", *actor.keys, first, "1")
        run.process("sheet", "fill", *actor.keys, self._plan_file(1))
        run.process("sheet", "lock", *actor.keys)
        run.process("pleas", *actor.keys)
        run.process("return", *actor.keys, "--out", self._sticks / "4-回传" / number)

    def other_experts(self, package: Path) -> None:
        """All other experts, in this process; one returns twice, so that an old file exists."""
        run = self._run
        run.step("8 其余专家 · the other experts")
        for place, seat in enumerate(self.seats):
            if place == 1:
                continue
            actor = self.experts[seat.expert_number]
            returns = self._sticks / "4-回传" / actor.name
            actor.code = run.json("open", *actor.keys, package, "--code", self.codes[1])["code"]
            run.run("pledge", *actor.keys, quiet=True)
            run.run("declare", *actor.keys, "--rest-none", quiet=True)
            run.run("sheet", "fill", *actor.keys, self._plan_file(place), quiet=True)
            run.run("sheet", "lock", *actor.keys, quiet=True)
            run.run("return", *actor.keys, "--out", returns, quiet=True)
            if place == 2:
                self._return_again(actor, place)

    def _return_again(self, actor: Actor, place: int) -> None:
        """Reopen a sheet, lock it again and return: the earlier file is now an old one."""
        run = self._run
        number = self._plans(place)[0]["number"]
        returns = self._sticks / "4-回传" / actor.name
        old = self._sticks / "旧文件"
        old.mkdir(parents=True)
        for path in returns.glob("*.zgcscore"):
            shutil.move(path, old / path.name)
        run.run("sheet", "reopen", *actor.keys, number, "--reason", "更正评语中的笔误")
        run.run("sheet", "lock", *actor.keys)
        run.run("return", *actor.keys, "--out", returns)

    def _plans_of(self, place: int) -> list[SheetPlan]:
        """Return what the sample lets one seat enter."""
        seat = self.seats[place]
        in_group = [one for one in self.seats if one.group == seat.group].index(seat)
        return [one for one in self._sample.scores if (one.group, one.seat) == (seat.group, in_group)]

    def _plans(self, place: int) -> list[dict[str, str]]:
        """Return the sheets a seat will hand in."""
        sheets: list[dict[str, str]] = json.loads(self._plan_file(place).read_text("utf-8"))["sheets"]
        return sheets

    def _plan_file(self, place: int) -> Path:
        """Return the file of scores of one seat."""
        folder = self._out / "评分"
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.seats[place].expert_number}.json"
        if not path.exists():
            path.write_bytes(plan_json(self._plans_of(place)))
        return path

    def collect(self) -> None:
        """Everything that came back, and what must not be taken."""
        run = self._run
        run.step("9 收回 · collecting")
        altered = self._alter()
        self._found.altered(run.json("collect", *self.secretary.keys, altered, expect=1))
        for place, seat in enumerate(self.seats):
            folder = self._sticks / "4-回传" / seat.expert_number
            if folder.exists():
                run.run("collect", *self.secretary.keys, folder, quiet=place > 1)
        self._found.old(run.json("collect", *self.secretary.keys, self._sticks / "旧文件"))
        run.run("round", "status", *self.secretary.keys)
        run.run("ack", *self.secretary.keys, "--out", self._sticks / "5-回执")

    def _alter(self) -> Path:
        """Return a copy of a returned score file with one bit changed."""
        number = self.seats[1].expert_number
        source = next((self._sticks / "4-回传" / number).glob("*.zgcscore"))
        folder = self._sticks / "被改动的文件"
        folder.mkdir()
        data = bytearray(source.read_bytes())
        data[len(data) // 2] ^= 1
        path = folder / source.name
        path.write_bytes(data)
        return path

    def aggregate(self) -> None:
        """Combine, rank, and let the chairs sign the decisions of their groups."""
        run = self._run
        run.step("10 汇总、合议与结论 · combining, deliberating, deciding")
        result = run.json("aggregate", *self.secretary.keys)
        self._found.aggregate(result)
        run.run("ranking", *self.secretary.keys)
        below = [one["application"] for one in result["applications"] if "floor" in one["discuss"]]
        for seat in self.seats:
            if not seat.chair:
                continue
            chair = self.experts[seat.expert_number]
            listed = self._out / f"结论-{seat.group}.csv"
            options = ("--group", seat.group, "--out", listed)
            run.run("ranking", *self.secretary.keys, *options, quiet=True)
            with listed.open(encoding="utf-8-sig", newline="") as source:
                numbers = {line["application"]: line["number"] for line in csv.DictReader(source)}
            if not numbers:  # a small sample leaves a group without applications
                continue
            self._discuss(chair, seat.group, [numbers[one] for one in below if one in numbers])
            folder = self._sticks / "6-结论" / seat.group
            run.run("decisions", "sign", *chair.keys, listed, "--out", folder)
            run.run("collect", *self.secretary.keys, folder, quiet=True)
        run.run("decisions", "confirm", *self.secretary.keys)

    def _discuss(self, chair: Actor, group: str, below: list[str]) -> None:
        """Give the chair the panel file; open and close the discussion where a floor was broken (S09)."""
        run, folder = self._run, self._sticks / "6-合议" / group
        options = ("--group", group, "--reader", chair.code, "--out", folder)
        written = run.json("panel", "write", *self.secretary.keys, *options)
        run.run("panel", "take", *chair.keys, written["file"])
        run.run("panel", "show", *chair.keys, "--group", group, quiet=True)
        for number in below:
            for act in ("open", "close"):
                out = folder / f"{number}-{act}"
                run.run("discuss", act, *chair.keys, number, "--out", out)
                run.run("collect", *self.secretary.keys, out, quiet=True)

    def seal(self) -> None:
        """Split the result key, seal, acknowledge."""
        run, folder = self._run, self._sticks / "7-封存"
        run.step("11 封存 · sealing")
        run.run("seal", "prepare", *self.secretary.keys, "--out", folder)
        self._consent(self.chair, folder, None)
        sealed = run.json("seal", "round", *self.secretary.keys, "--out", self._out / "结果")
        self.result, self.log_head = Path(sealed["result"]), sealed["log_head"]
        run.run("forms", *self.secretary.keys, "--out", self._out / "结果" / "F07")
        run.run("ack", *self.secretary.keys, "--counted", "--out", self._sticks / "5-回执")
        actor = self.experts[self.seats[2].expert_number]
        acks = sorted((self._sticks / "5-回执").glob("*counted*.zgcack"))
        code = run.json("open", *actor.keys, self._package())["code"]
        mine = next(path for path in acks if path.name.startswith(code))
        run.run("take-ack", *actor.keys, mine)

    def _package(self) -> Path:
        """Return the panel's package."""
        return next((self._sticks / "3-材料包").glob("*.zgcpkg"))

    def open_and_verify(self) -> None:
        """Two officers open the result elsewhere; the independent verifier recomputes it."""
        run, folder = self._run, self._out / "打开"
        run.step("12 两人打开，独立核验 · two officers open, independent verification")
        words = []
        for actor, name in ((self.secretary, "秘书01"), (self.observer, "监督01")):
            words.append(folder / f"{name}.份额.txt")
            folder.mkdir(exist_ok=True)
            share = next((self._sticks / "7-封存").glob(f"*{name}.zgcshare"))
            run.run("result", "share", *actor.keys, share, "--out", words[-1])
        opened = folder / "结果"
        options = ("--share", words[0], "--share", words[1], "--out", opened)
        run.run("result", "open", self.result, *options)
        run.run("verify", opened, expect=3)
        anchors = ("--round-code", self.codes[0], "--log-head", self.log_head)
        self._found.verified(run.run("verify", opened, *anchors))
        run.run("vault", "check", *self.secretary.keys)
