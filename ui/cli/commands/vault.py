"""``zgc-review vault …``: vaults and cards."""

from __future__ import annotations

import argparse
from pathlib import Path

from resources.reader import Texts
from ui import bootstrap
from ui.cli.console import Console
from ui.cli.options import Group, Parsers, desk_of, progress_on
from ui.cli.session import Session, read_passphrase
from zgc_review.domain.findings import Level
from zgc_review.errors import GateError
from zgc_review.seal.safe_files import save_bytes
from zgc_review.services import identities, post
from zgc_review.services.recent_files import forget_files, recent_files
from zgc_review.services.trust import make_own_card, take_card, trust_card

CARD_LIMIT = 1 << 16


def register(commands: Parsers, texts: Texts) -> None:
    """Add the commands of this group."""
    group = Group(commands, texts, "vault")
    create = group.add("create", _create, vault=False)
    create.add_argument("folder", metavar="DIR")
    create.add_argument("--passphrase-file", metavar="FILE")
    create.add_argument("--recovery-out", metavar="FILE", help=texts.get("cli.help.recovery_out"))
    group.add("check", _check, in_round=False)
    passwd = group.add("passwd", _passwd, in_round=False)
    passwd.add_argument("--new-passphrase-file", metavar="FILE")
    recover = group.add("recover", _recover, vault=False)
    recover.add_argument("--vault", required=True, metavar="DIR")
    recover.add_argument("--recovery-file", metavar="FILE")
    recover.add_argument("--new-passphrase-file", metavar="FILE")
    backup = group.add("backup", _backup, in_round=False)
    backup.add_argument("--out", required=True, metavar="DIR")
    restore = group.add("restore", _restore, vault=False)
    restore.add_argument("backup", metavar="DIR")
    restore.add_argument("--out", required=True, metavar="DIR")
    restore.add_argument("--passphrase-file", metavar="FILE")
    card = group.add("card", _card, in_round=False)
    card.add_argument("--name")
    card.add_argument("--organisation", default="")
    card.add_argument("--out", metavar="FILE")
    trust = group.add("trust", _trust, in_round=False)
    trust.add_argument("card", metavar="FILE.zgccard")
    trust.add_argument("--digits", help=texts.get("cli.help.digits"))
    recent = group.add("recent", _recent, in_round=False)
    recent.add_argument("--clear", action="store_true", help=texts.get("cli.help.recent_clear"))
    export = group.add("export-identity", _export_identity, in_round=False)
    export.add_argument("--out", required=True, metavar="FILE")
    export.add_argument("--file-passphrase-file", metavar="FILE")
    export.add_argument("--confirm", default="", help=texts.get("cli.help.confirm_export"))


def _create(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk, recovery = bootstrap.create_desk(Path(args.folder), read_passphrase(args.passphrase_file))
    session.adopt(desk)
    console.say("vault.created", folder=args.folder)
    if args.recovery_out:
        save_bytes(Path(args.recovery_out), f"{recovery}\n".encode())
        console.say("vault.recovery_written", file=args.recovery_out)
    else:
        console.say("vault.recovery", key=recovery)
    shown = {"vault": desk.vault.vault_id}
    console.result(shown if args.recovery_out else {**shown, "recovery": recovery})
    return 0


def _check(args: argparse.Namespace, console: Console, session: Session) -> int:
    findings = bootstrap.check_vault(desk_of(args, session), progress_on(console))
    for finding in findings:
        console.finding(finding)
    wrong = sum(finding.level is Level.ERROR for finding in findings)
    console.say("vault.checked", count=wrong)
    console.result({"errors": wrong, "findings": [finding.code for finding in findings]})
    return 1 if wrong else 0


def _passwd(args: argparse.Namespace, console: Console, session: Session) -> int:
    session.forget(args.vault)
    old = read_passphrase(args.passphrase_file)
    bootstrap.change_passphrase(Path(args.vault), old, read_passphrase(args.new_passphrase_file))
    console.say("vault.passphrase_changed")
    console.result({"changed": True})
    return 0


def _recover(args: argparse.Namespace, console: Console, session: Session) -> int:
    session.forget(args.vault)
    key = read_passphrase(args.recovery_file)
    bootstrap.recover(Path(args.vault), key, read_passphrase(args.new_passphrase_file))
    console.say("vault.recovered")
    console.result({"recovered": True})
    return 0


def _backup(args: argparse.Namespace, console: Console, session: Session) -> int:
    objects, findings = bootstrap.back_up(desk_of(args, session), Path(args.out), progress_on(console))
    for finding in findings:
        console.finding(finding)
    console.say("vault.backed_up", folder=args.out, count=objects)
    console.result({"objects": objects})
    return 0


def _restore(args: argparse.Namespace, console: Console, session: Session) -> int:
    passphrase = read_passphrase(args.passphrase_file)
    desk = bootstrap.restore(Path(args.backup), Path(args.out), passphrase, progress_on(console))
    session.adopt(desk)
    console.say("vault.restored", folder=args.out)
    console.result({"vault": desk.vault.vault_id})
    return 0


def _card(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    if args.name:
        card = make_own_card(desk, args.name, args.organisation)
    else:
        with desk.vault.begin() as uow:
            own = uow.cards.own()
        if not own:
            raise GateError("card.none")
        card = own[-1]
    if args.out:
        save_bytes(Path(args.out), card.payload)
        console.say("vault.card_written", file=args.out)
    console.say("vault.card", digits=card.fingerprint)
    console.result({"card": card.card_id, "fingerprint": card.fingerprint})
    return 0


def _trust(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    known = take_card(desk, post.read_file(Path(args.card), CARD_LIMIT))
    if args.digits:
        known = trust_card(desk, known.card_id, args.digits)
    key = "vault.card_trusted" if known.trusted_at else "vault.card_seen"
    console.say(key, name=known.name, organisation=known.organisation)
    console.result({"card": known.card_id, "trusted": known.trusted_at is not None})
    return 0


def _recent(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    if args.clear:
        forget_files(desk)
        console.say("vault.recent_cleared")
    found = recent_files(desk)
    if not found and not args.clear:
        console.say("vault.recent_none")
    for one in found:
        name = f"filetype.{one.kind}"
        kind = console.texts.get(name) if console.texts.has(name) else ""  # of a later release
        console.line("  ".join(part for part in (one.at[:16].replace("T", " "), kind, str(one.path)) if part))
    shown = [{"at": one.at, "kind": one.kind, "path": str(one.path), "round": one.round_id} for one in found]
    console.result({"files": shown})
    return 0


def _export_identity(args: argparse.Namespace, console: Console, session: Session) -> int:
    desk = desk_of(args, session)
    passphrase = read_passphrase(args.file_passphrase_file)
    card = identities.export_identity(desk, Path(args.out), passphrase, args.confirm)
    console.say("vault.identity_exported", file=args.out)
    console.result({"card": card})
    return 0
