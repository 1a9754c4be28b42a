"""Forms of the round, looked at in memory before they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk
from zgc_review.services.form_previews import LOOK, FormItem, Sat, book_of, items_of, pdf_of, save_items

Items: TypeAlias = Callable[[Desk, RoundRow, str, Sat, int | None], tuple[FormItem, ...]]
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Save(Protocol):
    """Writes forms into a folder, with ``books`` as workbooks as well."""

    def __call__(
        self, row: RoundRow, folder: Path, items: Iterable[FormItem], *, books: bool = False
    ) -> tuple[Path, ...]:
        """Return the files that were written."""
        ...


class FormsModel(QObject):
    """Forms of one round.

    Signals:
        listed: number of the form and its :class:`FormItem` s.
        drawn: the :class:`FormItem`, its bytes and their media type.
        saved: the files that were written.
        failed: a :class:`ReviewError`.
    """

    listed = Signal(str, object)
    drawn = Signal(object, bytes, str)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        *,
        items: Items = items_of,
        save: Save = save_items,
    ) -> None:
        """``items`` reads the forms of one number, whole or as excerpts, ``save`` writes some.

        They are the secretary's, or a chair's.
        """
        super().__init__(parent)
        self.session = session
        self._items, self._save = items, save
        self.sat = Sat("", "")
        self._asked = ""
        self._shown: FormItem | None = None

    def ask(self, form: str, *, whole: bool = False) -> None:
        """Read every form of one number; an older question that is still under way is forgotten.

        Of a form with many rows only the first are read, unless it is wanted ``whole``.
        """
        row, sat, items = self.session.row, self.sat, self._items
        most = None if whole else LOOK
        self._asked = form

        def done(found: tuple[FormItem, ...]) -> None:
            if self._asked == form:
                self.listed.emit(form, found)

        self.session.read(self, lambda desk: items(desk, row, form, sat, most), done, self.failed.emit)

    def draw(self, item: FormItem, *, book: bool) -> None:
        """Make one form, in memory."""
        self._shown = item

        def done(data: bytes) -> None:
            if self._shown is item:
                self.drawn.emit(item, data, XLSX if book else PDF)

        make = book_of if book else pdf_of
        self.session.context.jobs.run(self, lambda _ticket: make(item), done, self.failed.emit, vault=False)

    def save(self, folder: Path, forms: Sequence[str], *, books: bool) -> None:
        """Write every form of some numbers into a folder."""
        row, sat = self.session.row, self.sat
        read, save = self._items, self._save

        def work(desk: Desk) -> tuple[Path, ...]:
            items = [one for form in forms for one in read(desk, row, form, sat, None)]
            return save(row, folder, items, books=books)

        self.session.act(self, work, self.saved.emit, self.failed.emit)

    def save_one(self, folder: Path, item: FormItem, *, books: bool) -> None:
        """Write one form into a folder, whole, whatever is on view of it."""
        row, sat = self.session.row, self.sat
        read, save = self._items, self._save

        def work(desk: Desk) -> tuple[Path, ...]:
            found = read(desk, row, item.form, sat, None) if item.excerpt is not None else (item,)
            return save(row, folder, [one for one in found if one.name == item.name], books=books)

        self.session.act(self, work, self.saved.emit, self.failed.emit)
