"""Starts the window program: joins bootstrap with the windows."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from resources.reader import LANGUAGES
from ui.captions import Captions
from ui.context import Context
from ui.handover import Handover, Start
from ui.housekeeping import Housekeeper, begin
from ui.jobs import JobRunner
from ui.preferences import Preferences, preferences_file
from ui.theme.icons import Icons
from ui.theme.theme import STYLE, Theme
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.domain.times import SystemClock


def make_context(app: QApplication, language: str, preferences: Preferences) -> Context:
    """Build the surroundings of a window with real threads."""
    theme = Theme(app, preferences.mode, preferences.factor)
    captions = Captions(preferences.language if preferences.language in LANGUAGES else language, app)
    follow_language(app, captions)
    return Context(theme, Icons(theme), captions, JobRunner(app), preferences, SystemClock())


def follow_language(app: QApplication, captions: Captions) -> None:
    """Give Qt's own words (file dialog, context menus) the language of the captions, now and later."""
    translator = QTranslator(app)

    def load() -> None:
        app.removeTranslator(translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{captions.language}", folder):
            app.installTranslator(translator)

    captions.changed.connect(load)
    load()


def run(language: str, given: Path | None = None, *, alone: bool = False) -> int:
    """Open the window and return its exit status when it is closed; or hand over to one that runs.

    Args:
        language: of the captions, where none was chosen before.
        given: a vault, or a file to open once a vault is unlocked.
        alone: open a window of its own, whatever runs already.
    """
    begin()
    handover = Handover(preferences_file())
    is_first = handover.claim()
    app = QApplication([*sys.argv[:1], *STYLE])
    app.setApplicationName("zgc-review")
    if not is_first and handover.begin(given, alone=alone) is Start.HANDED:
        return 0
    context = make_context(app, language, Preferences(preferences_file()))
    shell = Shell(context)
    program = Program(context, shell)
    Housekeeper(program, shell.is_quiet)
    if isinstance(context.jobs, JobRunner):
        context.jobs.fault.connect(program.show_fault)
    program.start(given)
    shell.show()
    handover.listen(program.receive)
    try:
        return app.exec()
    finally:
        handover.close()
