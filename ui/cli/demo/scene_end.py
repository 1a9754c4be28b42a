"""Sealing, opening by two officers, independent verification (design §4.4, §4.5)."""

from __future__ import annotations

from pathlib import Path

from ui.cli.demo.stage import Stage


def seal(stage: Stage) -> None:
    """Split the result key, seal, acknowledge."""
    run, keys, folder = stage.run, stage.secretary.keys, stage.sticks / "7-封存"
    run.step("21 封存 · sealing")
    run.run("seal", "prepare", *keys, "--out", folder)
    stage.agree(stage.chair("G01"), folder)
    _witness(stage, folder)
    sealed = run.json("seal", "round", *keys, "--out", stage.out / "结果", keep="sealed")
    stage.result, stage.log_head = Path(sealed["result"]), sealed["log_head"]
    run.run("forms", *keys, "--out", stage.out / "结果" / "F07")
    run.run("ack", *keys, "--counted", "--out", stage.sticks / "5-回执")
    actor = stage.player("returns-twice")
    acks = (stage.sticks / "5-回执").glob("*counted*.zgcack")
    mine = next(path for path in acks if path.name.startswith(actor.code))
    run.run("take-ack", *actor.keys, mine)


def _witness(stage: Stage, folder: Path) -> None:
    """The observer signs the sealing over counts and a digest; then everything is looked at once more."""
    run, observer = stage.run, stage.observer
    notice = run.json("seal", "notice", *stage.secretary.keys, "--out", folder)["file"]
    newest = max(folder.glob("*.zgcround"), key=lambda path: path.stat().st_mtime_ns)
    run.run("round", "follow", *observer.keys, newest)
    stage.sign(observer, "seal", "witness", notice)
    run.run("seal", "show", *stage.secretary.keys)


def open_and_verify(stage: Stage) -> None:
    """Two officers open the result elsewhere; the independent verifier recomputes it."""
    run, folder = stage.run, stage.out / "打开"
    run.step("22 两人打开，独立核验 · two officers open, independent verification")
    folder.mkdir(exist_ok=True)
    words: list[str | Path] = []
    for actor, name in ((stage.secretary, "秘书01"), (stage.observer, "监督01")):
        words += ["--share", folder / f"{name}.份额.txt"]
        share = next((stage.sticks / "7-封存").glob(f"*{name}.zgcshare"))
        run.run("result", "share", *actor.keys, share, "--out", words[-1])
    opened = folder / "结果"
    run.run("result", "open", stage.result, *words, "--out", opened)
    run.run("verify", opened, expect=3)
    anchors = ("--round-code", stage.round_codes[0], "--log-head", stage.log_head)
    run.keep("verified", run.run("verify", opened, *anchors).strip().splitlines()[-1])
    run.run("vault", "check", *stage.secretary.keys)
