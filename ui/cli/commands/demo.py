"""``zgc-review demo``: a whole round on sample input (design §6)."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from resources.reader import Texts
from ui.cli.console import Console
from ui.cli.options import Parsers, shared
from ui.cli.session import Session
from ui.size_words import size_words
from zgc_review.catalogue import load_shipped
from zgc_review.errors import StorageError


def register(commands: Parsers, texts: Texts) -> None:
    """Add the command."""
    text = texts.get("cli.help.demo")
    demo = commands.add_parser("demo", help=text, description=text)
    demo.add_argument("--out", required=True, metavar="DIR")
    demo.add_argument("--applications", type=int, default=39, metavar="N")
    demo.add_argument("--experts", type=int, default=60, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="S")
    demo.add_argument("--light", action="store_true", help=texts.get("cli.help.light"))
    shared(demo, texts, vault=False, in_round=False)
    demo.set_defaults(command=_demo)


def _demo(args: argparse.Namespace, console: Console, _session: Session) -> int:
    # The demo is not needed by any other command and reads everything else.
    from ui.cli.demo.planted import conclude, judge, write_list  # noqa: PLC0415 - slow import
    from ui.cli.demo.run import Runner  # noqa: PLC0415 - slow import
    from ui.cli.demo.sample import make_sample  # noqa: PLC0415 - slow import
    from ui.cli.demo.script import play  # noqa: PLC0415 - slow import
    from ui.cli.demo.stage import Stage  # noqa: PLC0415 - slow import
    from ui.cli.main import main  # noqa: PLC0415 - main imports this module

    out = Path(args.out).resolve()
    if out.exists() and any(out.iterdir()):
        raise StorageError("demo.exists", folder=out.name)
    began = time.perf_counter()
    sample = make_sample(
        out / "样例",
        load_shipped(),
        applications=args.applications,
        experts=args.experts,
        seed=args.seed,
        light=args.light,
    )
    made = time.perf_counter() - began
    size = sum(path.stat().st_size for path in sample.intake.rglob("*") if path.is_file())
    console.say("demo.sample", seconds=f"{made:.1f}", count=args.applications, size=size_words(size))
    write_list(out, sample.planted)
    runner = Runner(main, console, out)
    stage = Stage(runner, sample)
    try:
        play(stage)
    finally:
        runner.session.close()
    verdict = judge(out)
    status = conclude(console, verdict)
    for place in ("样例", "保险库", "介质", "记录", "结果", "打开"):
        console.line(f"  {out / place}")
    seconds = time.perf_counter() - began
    console.say("demo.end", commands=runner.commands, seconds=f"{seconds:.1f}")
    console.result(
        {
            "planted": sorted(one.id for one in verdict.planted),
            "found": sorted(verdict.found),
            "seconds": round(seconds),
            "result": str(stage.result),
        }
    )
    return status
