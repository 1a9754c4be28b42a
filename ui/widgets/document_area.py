"""The place of the documents beside a score sheet: what a viewer offers the screen around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from zgc_review.domain.rows import DocumentRow


@dataclass(frozen=True)
class PageMark:
    """A cited page as the viewer shows it in the margin.

    Attributes:
        position: place of the document in the application's list, from 1.
        page: from 1.
        words: what the tag says, such as ``K2``.
    """

    position: int
    page: int
    words: str


class DocumentArea(QWidget):
    """What a viewer of documents offers the screen around it; names no state of its own in the vault.

    Signals:
        page_changed: place of the document on view, and the page; emitted after every move.
        cite_asked: the page on view is to be cited for the open criterion.
    """

    page_changed = Signal(int, int)
    cite_asked = Signal()

    def show_application(self, application_id: str, documents: Sequence[DocumentRow]) -> None:
        """Show the documents of an application; with none, close at once what is on view."""
        raise NotImplementedError

    def current(self) -> tuple[int, int] | None:
        """Return place and page on view, or None while nothing is."""
        raise NotImplementedError

    def go_to(self, position: int, page: int) -> None:
        """Show a page of a document."""
        raise NotImplementedError

    def turn_beside(self) -> None:
        """Show the document in view once more beside itself, or one pane again."""
        raise NotImplementedError

    def set_citing(self, why_not: str) -> None:
        """Let pages on view be cited, or with a reason not."""
        raise NotImplementedError

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Show which pages are cited."""
        raise NotImplementedError
