"""``zgc-review seal show | notice | witness``: what is about to be sealed, and the observer's signature."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui.cli.console import Console, error_text
from ui.cli.options import Group, desk_of, row_of
from ui.cli.session import Session
from zgc_review.domain.money import Amount
from zgc_review.services import sealing_summary, sealing_witness, share_papers
from zgc_review.services.escrow import Key
from zgc_review.services.sealing_summary import Conclusion, SealSummary

_LISTED = 12
_WORDS = {"scored": "decision", "checked": "check_result", "ended": "state"}


def add_to(seal: Group, texts: Texts) -> None:
    """Add the commands to the group ``seal``."""
    seal.add("show", _show)
    papers = seal.add("papers", _papers)
    papers.add_argument("--out", required=True, metavar="DIR")
    papers.add_argument("--scores", action="store_true", help=texts.get("cli.help.papers_scores"))
    seal.add("notice", _notice).add_argument("--out", required=True, metavar="DIR")
    witness = seal.add("witness", _witness)
    witness.add_argument("file", metavar="FILE.json")
    witness.add_argument("--out", required=True, metavar="DIR")


def _show(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    summary = sealing_summary.summarise(desk, row_of(args, desk))
    console.say("seal.summary", title=summary.title, version=summary.version, count=summary.count)
    for one in summary.conclusions:
        shown = " ".join(one.numbers[:_LISTED]) + (" …" if len(one.numbers) > _LISTED else "")
        console.say("seal.group", word=_word(console.texts, one), count=len(one.numbers), numbers=shown)
    for pool in summary.pools:
        granted = Amount(pool.granted_fen)
        console.say("seal.pool", pool=pool.pool, within=pool.within, granted=granted)
    console.say("seal.digest", digest=summary.digest)
    for signature in summary.signatures:
        state = console.texts.get("cli.seal.signed", at=signature.at)
        if not signature.holds:
            state = console.texts.get("cli.seal.other" if signature.at else "cli.seal.unsigned")
        console.say("seal.signature", code=signature.code, state=state)
    for fault in summary.problems:
        console.line(error_text(console.texts, fault))
    if not summary.problems:
        console.say("seal.clear")
    console.result(_plain(summary))
    return 1 if summary.problems else 0


def _papers(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    key: Key = "escrow_scores" if args.scores else "escrow_result"
    paths = share_papers.print_blank(desk, row_of(args, desk), Path(args.out), key)
    for path in paths:
        console.line(str(path))
    console.result([str(path) for path in paths])
    return 0


def _word(texts: Texts, one: Conclusion) -> str:
    """Return the word of a conclusion."""
    return texts.get(f"form.word.{_WORDS[one.way]}.{one.code}")


def _plain(summary: SealSummary) -> dict[str, object]:
    """Return the summary for machines."""
    return {
        "digest": summary.digest,
        "conclusions": [
            {"way": one.way, "code": one.code, "numbers": list(one.numbers), "amount_fen": one.amount_fen}
            for one in summary.conclusions
        ],
        "problems": [one.code for one in summary.problems],
        "signatures": {one.role: one.at if one.holds else None for one in summary.signatures},
        "sealed": summary.is_sealed,
    }


def _notice(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    path = sealing_witness.write_notice(desk, row_of(args, desk), Path(args.out))
    console.say("seal.notice", file=path.name)
    console.result({"file": str(path)})
    return 0


def _witness(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    notice = sealing_witness.read_notice(Path(args.file))
    words = [f"{console.texts.get(f'form.word.decision.{k}')} {n}" for k, n in notice.decisions.items()]
    console.say(
        "seal.notice_shown", title=notice.title, decisions=" · ".join(words) or "–", digest=notice.digest
    )
    _, path = sealing_witness.witness_seal(desk, row_of(args, desk), notice, Path(args.out))
    console.say("seal.witnessed", file=path.name)
    console.result({"file": str(path)})
    return 0
