"""The keys of the score screen: what they do, and what the foot of the window says (look.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt

from ui.viewmodels.sheet import SheetModel
from ui.views.rubric import OPINION
from ui.views.rubric_head import Act as MenuAct
from ui.views.screen import Hint
from ui.widgets.criterion_bands import LETTERS

if TYPE_CHECKING:
    from ui.views.score import ScoreScreen

Act: TypeAlias = Callable[[], object]
#: Keys as the foot writes them that do nothing on a sheet which can only be read.
_CHANGING = frozenset({"A–D", "0–9", "↑ ↓", "Q", "M", "X", "Alt 1–4", "PgUp PgDn", "1–4"})


def chords(screen: ScoreScreen) -> list[tuple[str, Act]]:
    """Return keys that work inside texts too."""
    sheet = screen.model.sheet
    found: list[tuple[str, Act]] = [
        ("Ctrl+B", screen.queue.toggle),
        ("Ctrl+Z", sheet.undo),
        ("Ctrl+Shift+Z", sheet.redo),
        ("Ctrl+Y", sheet.redo),
        ("F8", screen.rubric.next_missing),
        ("F6", screen.next_pane),
    ]
    return found + [(f"Alt+{place}", _band(screen, letter)) for place, letter in enumerate(LETTERS, 1)]


def letters(screen: ScoreScreen) -> dict[Qt.Key, Act]:
    """Return keys that work outside texts."""
    key, rubric = Qt.Key, screen.rubric
    found: dict[Qt.Key, Act] = {
        key.Key_J: lambda: rubric.step(1),
        key.Key_Return: lambda: rubric.step(1),
        key.Key_Enter: lambda: rubric.step(1),
        key.Key_K: lambda: rubric.step(-1),
        key.Key_Q: screen.cite,
        key.Key_G: screen.follow_first,
        key.Key_M: screen.comment,
        key.Key_X: screen.skip,
        key.Key_N: screen.go_next,
        key.Key_R: screen.late,
        key.Key_L: screen.show_list,
        key.Key_Backslash: screen.documents.turn_beside,
    }
    return found | {getattr(key, f"Key_{letter}"): _band(screen, letter) for letter in LETTERS}


def _band(screen: ScoreScreen, letter: str) -> Act:
    return lambda: screen.band(letter)


def sheet_acts(screen: ScoreScreen) -> Sequence[MenuAct]:
    """Return what the menu of the sheet offers."""
    sheet = screen.model.sheet
    editable, locked = sheet.is_editable, sheet.is_open and sheet.content.is_locked
    reopens = locked and sheet.content.phase == "initial" and screen.model.session.writable
    acts: list[MenuAct] = [
        (screen.cap("score.menu.undo"), "Ctrl+Z", sheet.undo, sheet.can_undo),
        (screen.cap("score.menu.redo"), "Ctrl+Shift+Z", sheet.redo, sheet.can_redo),
        (screen.cap("score.menu.skip"), "X", screen.skip, editable and screen.rubric.section != OPINION),
        (screen.cap("score.menu.versions"), "", screen.model.read_versions, sheet.is_open),
        (screen.cap("score.menu.basis"), "", screen.show_basis, sheet.is_open),
        (screen.cap("score.menu.late"), "R", screen.late, sheet.is_open),
        (screen.cap("score.menu.sitting"), "", lambda: _to_sitting(screen), sheet.is_open),
    ]
    if locked:
        acts.insert(0, (screen.cap("score.menu.reopen"), "", screen.ask_reopen, reopens))
    return acts


def why_not_cited(cap: Callable[..., str], sheet: SheetModel) -> str:
    """Return why no page can be cited on the sheet on show, empty where it can."""
    if not sheet.is_open or sheet.is_editable:
        return ""
    return cap("score.cite_locked" if sheet.content.is_locked else "score.cite_read_only")


def _to_sitting(screen: ScoreScreen) -> None:
    """Leave for what the group discusses, at the application on show."""
    screen.settle()
    screen.sitting_asked.emit(screen.model.sheet.content.application_id)


def score_hints(screen: ScoreScreen) -> Sequence[Hint]:
    """Return every key of the score screen with its caption; the foot of the window cuts the list off.

    Keys that change a sheet are left out where it can only be read; of a closed application nothing is shown.
    """
    cap, sheet, entry = screen.cap, screen.model.sheet, screen.model.current
    if entry is not None and entry.is_closed:
        return (
            ("N", cap("score.hint.unfinished")),
            ("Ctrl B", cap("score.hint.queue")),
            ("Ctrl K", cap("work.hint.anywhere")),
            ("F1", cap("help.keys")),
        )
    editable = sheet.is_editable or not sheet.is_open
    every = (
        ("A–D", cap("score.hint.band")),
        ("0–9", cap("score.hint.percent")),
        ("↑ ↓", cap("score.hint.step")),
        ("Enter", cap("score.hint.next")),
        ("Q", cap("score.hint.cite")),
        ("N", cap("score.hint.unfinished")),
        ("F8", cap("score.hint.missing")),
        ("F1", cap("help.keys")),
        ("J K", cap("score.hint.previous")),
        ("M", cap("score.hint.comment")),
        ("G", cap("score.hint.follow")),
        ("X", cap("score.hint.skip")),
        ("Alt 1–4", cap("score.hint.band_in_text")),
        ("PgUp PgDn", cap("score.hint.step_five")),
        ("Ctrl B", cap("score.hint.queue")),
        ("L", cap("work.hint.list")),
        ("Ctrl K", cap("work.hint.anywhere")),
        ("R", cap("score.hint.late")),
        ("1–4", cap("score.hint.band_on_row")),
        *viewer_hints(cap),
    )
    return tuple(one for one in every if editable or one[0] not in _CHANGING)


def viewer_hints(cap: Callable[..., str]) -> Sequence[Hint]:
    """Return the keys of the documents beside a sheet."""
    return (
        ("Ctrl 1–9", cap("score.hint.document")),
        ("Ctrl F", cap("score.hint.search")),
        ("\\", cap("score.hint.beside")),
    )
