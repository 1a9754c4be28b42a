"""The main screens in English and dark; language and mode switched on every page, without a restart.

Usage: ``round_switch.py PACKED LED``: folders of a round as round_walk left them after ``pack`` and after
``lead``; run by test_real_round. What is typed, chosen, ticked and turned to stays as it was at every switch.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from faults import say, stop_at_faults
from hands import Key, Walk
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from round_cast import PASSPHRASE, Round
from round_experts import percents_of
from round_first import enter, newest, sit
from walk import OPINION, is_at, unlock_and_open
from words_left import words_left

from ui.theme.theme import STYLE
from ui.views.declare import DeclareScreen
from ui.views.score import ScoreScreen
from ui.widgets.percent_field import PercentField

#: How many pages each frame has.
PAGES = {"secretary": 8, "chair": 6, "observer": 5}
_MEMBER = 2
_TYPED = "甲 x1"

State = dict[tuple[str, str], list[object]]


def state_of(walk: Walk) -> State:
    """Return what a person set on the screen: texts, choices, ticks, tabs, rows; the header left aside."""
    found: State = defaultdict(list)
    for widget in walk.shell.findChildren(QWidget):
        if widget.isVisible() and not walk.shell.header.isAncestorOf(widget):
            value = _value(widget)
            if value is not None:
                found[type(widget).__name__, widget.objectName()].append(value)
    return found


def _value(widget: QWidget) -> object:
    if isinstance(widget, QLineEdit):
        return widget.text(), widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText(), widget.textCursor().position()
    if isinstance(widget, QComboBox | QTabBar):
        return widget.currentIndex()
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        return widget.isChecked()
    if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        index, whole = widget.currentIndex(), QAbstractItemView.SelectionBehavior.SelectRows
        column = -1 if widget.selectionBehavior() == whole else index.column()
        return index.row(), column, widget.model().rowCount(QModelIndex())
    return None


def switch(walk: Walk) -> None:
    """Click language and mode; everything set stays, the focus too, and the words and colours are others."""
    walk.rest()
    before, focus = state_of(walk), QApplication.focusWidget()
    named = focus.objectName() if focus is not None else ""
    language, dark = _language(walk), _is_dark(walk)
    walk.click("headerLanguage")
    walk.click("headerMode")
    walk.rest()
    assert (_language(walk), _is_dark(walk)) == ({"zh_CN": "en", "en": "zh_CN"}[language], not dark)
    after = state_of(walk)
    lost = {name: (one, after.get(name)) for name, one in before.items() if after.get(name) != one}
    assert not lost, lost
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == named, (named, now)
    ground = walk.shell.grab(QRect(0, 0, 4, 4)).toImage().pixelColor(2, 2).lightness()
    assert (ground < 80) == _is_dark(walk), ground
    left = words_left(_language(walk), _words(walk))
    assert not left, left


def _language(walk: Walk) -> str:
    return walk.shell.context.captions.language


def _is_dark(walk: Walk) -> bool:
    return walk.shell.context.theme.mode == "dark"


def _words(walk: Walk) -> Iterator[str]:
    """Yield the words of labels, buttons and tabs on show."""
    for one in walk.shell.findChildren(QWidget):
        # The button that switches is named in the other language; keys are named alike in both.
        if one.isVisible() and one.objectName() != "headerLanguage" and one.property("tag") != "key":
            if isinstance(one, QLabel | QAbstractButton):
                yield one.text()
            elif isinstance(one, QTabBar):
                yield from (one.tabText(n) for n in range(one.count()))
            elif isinstance(one, QComboBox):
                yield from (one.itemText(n) for n in range(one.count()))


def tour(walk: Walk, pages: int, name: str) -> None:
    """Every page by its key and every tab by click; something is typed, then both are switched."""
    for place in range(1, pages + 1):
        walk.turn(place)
        walk.rest()
        bars = [one for one in walk.shell.findChildren(QTabBar) if one.objectName().endswith("PageTabs")]
        bars = [one for one in bars if one.isVisible()]
        for tab in range(bars[0].count() if bars else 1):
            if bars:
                walk.tab(bars[0].objectName(), tab)
                walk.rest()
            _touch(walk)
            switch(walk)
            walk.picture(f"{name}-{place}-{tab}-{_language(walk)}-{'dark' if _is_dark(walk) else 'light'}")


def _touch(walk: Walk) -> None:
    """Choose a row and type into a field, where the page has them."""
    for view in walk.shell.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and model.rowCount(QModelIndex()) > 1:
            wide = isinstance(view, QTableView) and view.horizontalHeader().count() > 1
            view.setCurrentIndex(model.index(1, int(wide)))
            break
    for field in walk.shell.findChildren(QLineEdit):
        if _writable(field):
            walk.focus(field)
            walk.type(_TYPED)
            break
    walk.rest()


def _writable(field: QLineEdit) -> bool:
    """Say whether a field is there to write in; what is searched for comes a moment after the typing."""
    usable = field.isVisible() and field.isEnabled() and not field.isReadOnly()
    return usable and "Search" not in (field.objectName() or "Search")


def office(app: QApplication, play: Round) -> None:
    """Secretary, chair, observer: all their pages."""
    names = {"secretary": "秘书", "chair": play.chair, "observer": "监督"}
    for screen, pages in PAGES.items():
        name = names[screen]
        with sit(app, play, name, language="en", mode="dark") as walk:
            enter(walk, screen)
            tour(walk, pages, screen)
            walk.turn(1)


def expert(app: QApplication, play: Round) -> None:
    """A member: half a declaration, half a percent, half an opinion; each is kept over the switch."""
    name = play.seated[_MEMBER]
    package = newest(play.stick("3-材料包"), "*.zgcpkg")
    with sit(app, play, name, package.parent, language="en", mode="dark") as walk:
        unlock_and_open(walk, package, play.codes[1], PASSPHRASE)
        switch(walk)
        _declare(walk)
        _score(walk)


def _declare(walk: Walk) -> None:
    walk.focus_in("pledgeSign")
    walk.press(Key.Key_Space)
    walk.at("declare")
    walk.focus_in("declareGrid")
    screen = walk.shell.screen
    assert isinstance(screen, DeclareScreen)
    walk.rest()
    walk.press(Key.Key_Right)
    walk.press(Key.Key_1)
    walk.focus_in("detailReason")
    walk.type("同一单位")
    switch(walk)
    walk.type("在职")
    assert _typed(walk, "detailReason") == "同一单位在职"
    walk.focus(screen.table)
    for line in range(len(screen.model.lines)):
        screen.table.setCurrentIndex(screen.grid.index(line, screen.table.currentIndex().column()))
        walk.press(Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    switch(walk)
    walk.click("declareSign")
    walk.agree(walk.question())
    walk.at("score")


def _ticked(walk: Walk, name: str) -> bool:
    return any(one.isVisible() and one.isChecked() for one in walk.shell.findChildren(QAbstractButton, name))


def _typed(walk: Walk, name: str) -> str:
    """Return what stands in a field."""
    field = walk.find(name)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _score(walk: Walk) -> None:
    screen = walk.shell.screen
    assert isinstance(screen, ScoreScreen)
    walk.until("criterion 1", lambda: is_at(screen, 1))
    walk.until("the document is on view", lambda: screen.documents.current() is not None)
    percents = percents_of(_MEMBER, 1)
    for place, percent in enumerate(percents, 1):
        walk.until(f"criterion {place}", partial(is_at, screen, place))
        walk.until("the percent waits", lambda: isinstance(QApplication.focusWidget(), PercentField))
        walk.type(percent[0])
        if place == 1:  # a first digit alone is the lowest band, after a moment
            walk.until("the digit is taken", lambda: _ticked(walk, "bandD"))
            switch(walk)
        walk.type(percent[1:])
        walk.press(Key.Key_Return)
    walk.focus_in("overall")
    half = len(OPINION) // 2
    walk.type(OPINION[:half])
    switch(walk)
    walk.type(OPINION[half:])
    assert _typed(walk, "overall") == OPINION
    walk.until("everything is kept", lambda: screen.model.saver.is_clean)
    kept = screen.model.sheet.body
    assert [kept.percents[key] for key in sorted(kept.percents)] == [int(one) for one in percents]


def main() -> int:
    """Walk."""
    packed, led = (Round.read(Path(one)) for one in sys.argv[1:])
    stop_at_faults()
    app = QApplication(["round-switch", *STYLE])
    app.setQuitOnLastWindowClosed(False)
    expert(app, packed)
    office(app, led)
    say(f"walk: done on {app.platformName()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
