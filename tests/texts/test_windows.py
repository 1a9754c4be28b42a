"""Windows never tell their users to type a command."""

from __future__ import annotations

import argparse
import re
import string

import pytest

from resources.reader import LANGUAGES, Texts, load
from ui.captions import Captions
from ui.cli.main import build_parser
from zgc_review.errors import GateError

#: Said on the command line alone: of the catalogue's editors, of commands over tables, of its options.
NEVER_IN_WINDOWS = {
    "error.aggregation.severity.common.remedy",
    "error.aggregation.severity.raters.remedy",
    "error.appoint.file.reason",
    "error.cli.passphrase.none.remedy",
}


def _commands() -> set[str]:
    """Return every command, and every command with its act."""
    found: set[str] = set()
    parser = build_parser(Texts("zh_CN"))
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, group in action.choices.items():
                acts = [one for one in group._actions if isinstance(one, argparse._SubParsersAction)]
                found |= {name} | {f"{name} {act}" for one in acts for act in one.choices}
    return found


def _named() -> re.Pattern[str]:
    """Return what a command or an option looks like in a Chinese sentence."""
    words = "|".join(sorted(map(re.escape, _commands()), key=len, reverse=True))
    return re.compile(rf"--[a-z]|(?<![\w{{.])(?:{words})(?![\w}}.])", re.ASCII)


def test_windows_have_other_words_wherever_a_text_names_a_command() -> None:
    zh, named = load("zh_CN"), _named()
    of_errors = [key for key in zh if key.startswith(("error.", "finding."))]
    naming = {key for key in of_errors if named.search(zh[key])}
    own = {key.removeprefix("window.") for key in zh if key.startswith("window.")}
    assert len(naming) > 100
    assert sorted(naming - own - NEVER_IN_WINDOWS) == []
    assert sorted(own - naming) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_windows_name_no_command_and_no_other_parameter(language: str) -> None:
    texts, named = load(language), _named()
    for key in (key for key in texts if key.startswith("window.")):
        common = texts[key.removeprefix("window.")]
        given, known = (
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (texts[key], common)
        )
        assert given <= known, key
        if language == "zh_CN":
            assert not named.search(texts[key]), key
        assert "--" not in texts[key], key


def test_an_error_in_a_window_says_its_own_remedy() -> None:
    shown = Captions("zh_CN").error(GateError("panel.none", group="G1"))
    assert "panel take" not in shown.remedy
    assert ".zgcpanel" in shown.remedy
