"""What every screen offers the shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from ui.context import Context

if TYPE_CHECKING:  # the first screens find nothing, and begin without what finding needs
    from ui.viewmodels.finding import Findable

Hint = tuple[str, str]
_cradle: list[QWidget] = []


@contextmanager
def born_in(parent: QWidget) -> Iterator[None]:
    """Let the next screen begin its life below ``parent``.

    A widget that gets another parent is styled anew with all below it. A page of two hundred widgets that is
    built by itself and put in afterwards is styled twice, which takes a third of the time it is built in.
    """
    _cradle.append(parent)
    try:
        yield
    finally:
        _cradle.clear()


class Screen(QWidget):
    """A screen inside the shell.

    ``place`` is the caption key of the words in the header, empty for none. Subclasses set their
    texts in :meth:`retranslate`, which runs at once and whenever the language changes.
    """

    place = ""
    framed = True  # header and status bar are shown
    wants_room = False  # the navigation beside it shows icons alone

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__(_cradle.pop() if _cradle else None)
        self.context = context
        self.cap = context.captions.cap
        self.cap_count = context.captions.cap_count
        self.setObjectName(name)
        context.captions.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        """Set every text anew."""

    def hints(self) -> Sequence[Hint]:
        """Return keys and captions for the status bar: what may be pressed here."""
        return ()

    def note(self) -> str:
        """Return the words at the right end of the status bar."""
        return ""

    def in_view(self) -> tuple[str, str]:
        """Return what is in view, for the header behind the place, and its full name for the tool tip."""
        return "", ""

    def findable(self) -> Sequence[Findable] | None:
        """Return what Ctrl K finds from here; None where the round's own list is to be searched."""
        return None

    def go_to(self, target: str) -> bool:
        """Show what was found; False where this screen cannot."""
        del target
        return False

    def entered(self) -> None:
        """The screen was put on show; give the focus to its first thing."""

    def give_focus(self, *wanted: QWidget) -> None:
        """Give the focus to the first of some controls that can be used; to none that is hidden.

        Where no control can be used, the focus stays where it is on show, such as on the tabs, or goes to
        the page itself.
        """
        usable = next((one for one in wanted if one.isVisible() and one.isEnabled()), None)
        now = QApplication.focusWidget()
        if usable is not None:
            usable.setFocus()
        elif now is None or not now.isVisible():
            self.setFocus()

    def regions(self) -> Iterator[QWidget]:
        """Yield the parts in which F6 looks for panes, in reading order."""
        yield self

    def settle(self) -> None:
        """Store what is not stored yet; called before the screen is left or the vault is closed."""

    def pieces(self) -> Iterator[Screen]:
        """Yield the pages in it that may go before it once it was left: all at once would take too long."""
        yield from ()
