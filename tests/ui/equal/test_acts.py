"""Every act of a window is a command too, and what only a command does is named with its reason.

Acts are the services that change a vault or belong to some role (tests/fuzz/test_roles.py), and what opens,
copies and recovers vaults. Where the lists fall apart, either side gets what it lacks or a reason here; a
reason that is no longer needed fails as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

import pytest
from acts_reach import (
    BOOTSTRAP,
    COMMANDS,
    ROOT,
    WINDOWS,
    Key,
    changing,
    fields,
    functions,
    mentioned,
    options,
    reached,
    signed,
    verbs,
)

from zgc_review.domain.bodies import ConsentAct

LOOKS: Final = "it changes nothing: before an act a window shows what the act would do"
KEYSTROKE: Final = "stored keystroke by keystroke; the command takes the same in one go"

#: What only a window does, with the reason why no command does it.
WINDOW_ONLY: Final[dict[Key, str]] = {
    ("amending", "received_from"): f"{LOOKS}; `round amend --drop` takes the beginning of an id",
    ("amending", "try_amend"): f"{LOOKS}; `round amend` refuses with the same words",
    ("assigning_alternate", "next_for"): f"{LOOKS}; the command that calls an alternate says whom it called",
    ("assigning_change", "weigh"): f"{LOOKS}; `assign change` refuses what breaks a rule",
    ("declaring_marks", "mark"): f"{KEYSTROKE} (`declare --yes`, `--unsure`, `--no`, `--rest-none`)",
    ("declaring_marks", "read_marks"): "it reads the unfinished grid; a command has none",
    ("recent_files", "remember_file"): "where a file was found; `vault recent` shows and empties the list",
    ("result_overview", "overview"): "one reading of what `ranking`, `decisions check`, `round status` say",
    ("sitting_notes", "keep_note"): f"{KEYSTROKE} (`opinion sign`, `decisions sign`)",
    (BOOTSTRAP, "confirm_passphrase"): "unlocks a locked window whose vault is still open",
    (BOOTSTRAP, "holder_of"): "who holds the vault; a command refuses with that name",
    (BOOTSTRAP, "notes_of"): "what was repaired on opening; a command prints it with its result",
}

#: What only a command does, with the reason why no window does it.
COMMAND_ONLY: Final[dict[Key, str]] = {
    ("application_changes", "amendments_of"): "it shows; a window reads the same with the application",
    ("appointing", "appoint"): "seats without a draw, for a panel that was drawn on paper: support's tool",
    ("deciding", "check_decisions"): "it shows; the page of decisions says it line by line",
    ("declaring", "answer"): "the grid marks cell by cell (declaring_marks)",
    (
        "deliberating_forms",
        "print_sitting",
    ): "forms of a sitting are looked at and saved on the page of forms",
    ("ethics", "ethics_list"): "it shows; the page of integrity and ethics reads the same rows",
    (
        "filling",
        "fill_sheets",
    ): "sheets from a file, for a person who cannot use a window, and for rehearsals",
    ("gates", "run_gates"): "it shows what the program answers; the page of checks shows it all the time",
    (
        "identities",
        "export_identity",
    ): "a key for a stock tool of age or ssh: support's tool (docs/verifying.md)",
    ("picturing", "pictures_of_round"): "SVG files; the page of pictures draws the same values",
    ("picturing", "pictures_seen"): "SVG files; the page of pictures draws the same values",
    ("printing", "print_sheets"): "F07 of everybody; the page of forms saves one or all",
}

#: Acts and services that windows still lack; whoever adds the window takes the line out.
WINDOW_LACKS: Final[dict[Key, str]] = {}
ACTS_LACKING: Final[set[str]] = set()

#: Services of a role that neither side names.
BY_NOBODY: Final[dict[Key, str]] = {("sheets", "lock"): "one phase; both sides lock every phase at once"}

#: Parameters and fields that commands give and no window does, with the reason.
FOLDER: Final = "windows write what was signed together, by one button"
STRICT: Final = "for scripts: the first error stops; a window asks with the counts"
COMMAND_OPTIONS: Final[dict[tuple[Key, str], str]] = {
    (("deliberating", "close_discussion"), "folder"): FOLDER,
    (("deliberating", "open_discussion"), "folder"): FOLDER,
    (("deliberating_opinions", "sign_opinion"), "folder"): FOLDER,
    (("deliberating_opinions", "vote_opinion"), "folder"): FOLDER,
    (("explaining", "sign_explanation"), "folder"): FOLDER,
    (("vetoes_signing", "claim_veto"), "folder"): FOLDER,
    (("vetoes_signing", "vote_veto"), "folder"): FOLDER,
    (("roster", "take_integrity_list"), "strict"): STRICT,
    (("taking_in", "take_in"), "strict"): STRICT,
    (("unscored_list", "take_namelist"), "strict"): STRICT,
    (("collecting", "collect"), "code"): "whose file it is where a medium tells nothing: support's tool",
    (("reading", "read_document"), "package"): "reads from a package; windows fetch documents before",
    (("vetoes_signing", "claim_veto"), "sheet"): "a claim may cite the own sheet; a window cites the page",
}
WINDOW_OPTIONS: Final[dict[tuple[Key, str], str]] = {
    (("assigning", "run"), "progress"): "a bar",
    (("gates_forms", "print_checks"), "progress"): "a bar",
    (("screening", "screen"), "progress"): "a bar",
    (("taking_in", "check_folder"), "memory"): "corrections between two looks at one folder",
    (("taking_in", "take_in"), "memory"): "corrections between two looks at one folder",
    (("conflict_desk_findings", "DeskFinding"), "before"): "shown beside a finding; nothing is kept of it",
}


EXCEPTIONS: Final = (WINDOW_ONLY, COMMAND_ONLY, WINDOW_LACKS, BY_NOBODY, COMMAND_OPTIONS, WINDOW_OPTIONS)


def is_act(key: Key) -> bool:
    """Say whether a service is an act: it changes a vault, belongs to a role, or makes and copies vaults."""
    if key[1].startswith(("_", ".")):
        return False
    return key in changing() or key in verbs() or key[0] == BOOTSTRAP


@pytest.fixture(scope="module")
def windows() -> set[Key]:
    """Return everything windows reach."""
    return reached(WINDOWS)


@pytest.fixture(scope="module")
def commands() -> set[Key]:
    """Return everything commands reach."""
    return reached(COMMANDS)


def test_both_sides_are_read(windows: set[Key], commands: set[Key]) -> None:
    for found in (windows, commands):
        assert len(found & changing()) > 80
    known = {("sealing", "seal_round"), ("taking_in", "take_in"), ("sheets", "lock_all")}
    assert known <= windows & commands
    assert ("sealing", "seal_round") in changing()
    assert ("sealing_summary", "summarise") not in changing()


def test_every_act_of_a_window_is_a_command(commands: set[Key]) -> None:
    alone = {key for key in mentioned(WINDOWS) if is_act(key)} - commands
    assert alone == set(WINDOW_ONLY)


def test_every_command_has_a_window_or_a_reason(windows: set[Key]) -> None:
    alone = {key for key in mentioned(COMMANDS) if is_act(key)} - windows
    assert alone == {*COMMAND_ONLY, *WINDOW_LACKS}


def test_every_service_of_a_role_is_reached_from_somewhere(windows: set[Key], commands: set[Key]) -> None:
    assert verbs() - windows - commands == set(BY_NOBODY)


def test_every_signed_act_is_reached_from_both_sides() -> None:
    """docs/bodies.md §2: whoever may sign an act can sign it in a window and by a command."""
    acts = get_args(ConsentAct)
    assert signed(COMMANDS, acts) == set(acts)
    assert signed(WINDOWS, acts) == set(acts) - ACTS_LACKING


def test_whoever_signs_beside_the_secretary_has_a_window_of_their_own() -> None:
    """docs/bodies.md §2: no act is the secretary's alone, so each is signed in some member's window too."""
    acts = get_args(ConsentAct)
    member = [
        str(path.relative_to(ROOT))
        for folder in WINDOWS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "secretary" not in path.relative_to(ROOT).parts
    ]
    assert signed(member, acts) == set(acts)


def test_both_sides_offer_the_same_choices() -> None:
    by_window, by_command = options(WINDOWS), options(COMMANDS)
    both = {key for key in {*by_window} & {*by_command} if key in fields() or is_act(key)}
    more = {(key, one) for key in both for one in by_command[key] - by_window[key]}
    assert more == set(COMMAND_OPTIONS)
    less = {(key, one) for key in both for one in by_window[key] - by_command[key]}
    assert less == set(WINDOW_OPTIONS)


def test_a_window_that_does_what_no_command_does_is_seen(tmp_path: Path, commands: set[Key]) -> None:
    """The comparison would fail: a service handed on, not called, is found too."""
    lonely = next(
        key
        for key in sorted(functions())
        if key in changing() and key not in commands and key[1].isidentifier()
    )
    module, name = lonely
    source = f"from zgc_review.services import {module}\n\n\ndef act(run):\n    run({module}.{name})\n"
    (tmp_path / "lonely.py").write_text(source, "utf-8")
    found = reached(["lonely.py"], tmp_path)
    assert lonely in found - commands


@pytest.mark.parametrize("listed", EXCEPTIONS)
def test_every_exception_says_why(listed: dict[object, str]) -> None:
    assert all(len(reason) > 4 for reason in listed.values())
