"""Forms of the round: looked at before they are written; PDF and workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.secretary.forms import FormsModel
from ui.views.folders import ask_folder
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.notices import ErrorPane
from ui.widgets.one_document import OneDocument
from zgc_review.errors import ReviewError
from zgc_review.services.form_previews import BOOKS, FORMS, NAMED, FormItem, Sat

_ROLE = Qt.ItemDataRole.UserRole
_FIRST = "F08"  # shown when the pane is opened for the first time
_AT = "2026-11-23 14:00"  # how the start of a sitting is written
_SHOWN = 500  # forms of one number that are listed; all are written


class FormsPane(Screen):
    """Numbers at the left, the forms of one number, the form itself."""

    place = "result.tab.forms"

    def __init__(
        self, context: Context, model: FormsModel, *, forms: Sequence[str] = FORMS, scope: str = ""
    ) -> None:
        """``forms``: their numbers; ``scope``: a caption that stands over every one of them."""
        super().__init__(context, name="forms")
        self.model = model
        self._forms, self._scope = tuple(forms), scope
        self._items: Sequence[FormItem] = ()
        self._row = 0  # which one is drawn when they are there
        self._folder: Path | None = None
        self.kinds = QListWidget()
        self.kinds.setObjectName("formKinds")
        self.names = QListWidget()
        self.names.setObjectName("formNames")
        self.count = label("small", "second", name="formCount", wrap=True)
        self.starts_words, self.place_words = label("small", "second"), label("small", "second")
        self.starts, self.where = QLineEdit(), QLineEdit()
        self.starts.setObjectName("formStarts")
        self.where.setObjectName("formPlace")
        self.where.setMaxLength(200)
        self.book = QCheckBox()
        self.book.setObjectName("formBook")
        self.remark = label("small", "warn", name="formNote", wrap=True)
        self.cut = label("small", "warn", name="formCut", wrap=True)
        self.rest = button(lambda: self._ask(whole=True), "quiet", name="formWhole")
        self.view = OneDocument(context, name="formView")
        self.error = ErrorPane(context)
        self.done = label("small", "ok", name="formsDone", wrap=True)
        self.one = button(lambda: self._save(whole=False), name="formsOne")
        self.act = button(lambda: self._save(whole=True), "primary", name="formsAct")
        for form in self._forms:
            item = QListWidgetItem()
            item.setData(_ROLE, form)
            self.kinds.addItem(item)
        self.kinds.setCurrentRow(self._forms.index(_FIRST))
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        left, right, foot = pane("plain"), QWidget(), pane("footer")
        outer = QVBoxLayout(self)
        tight(outer)
        sides = QHBoxLayout()
        tight(sides)
        sides.addWidget(left)
        sides.addWidget(rule("v"))
        sides.addWidget(right, 1)
        outer.addLayout(sides, 1)
        outer.addWidget(foot)
        column = QVBoxLayout(left)
        tight(column, 8, 6)
        for listed in (self.kinds, self.names):
            listed.setMinimumHeight(56)
        column.addWidget(self.kinds, 3)
        column.addWidget(rule())
        column.addWidget(self.count)
        column.addWidget(self.names, 2)
        self._sat = QWidget()
        inner = QVBoxLayout(self._sat)
        tight(inner, 0, 4)
        for one in (self.starts_words, self.starts, self.place_words, self.where):
            inner.addWidget(one)
        column.addWidget(self._sat)
        self._left = left
        shown = QVBoxLayout(right)
        tight(shown, 0, 8)
        for widget in (self.remark, self.error):
            shown.addWidget(widget)
        self._cut = QWidget()
        line = QHBoxLayout(self._cut)
        tight(line, 0, 12)
        line.setContentsMargins(16, 8, 16, 0)
        line.addWidget(self.cut, 1)
        line.addWidget(self.rest)
        shown.addWidget(self._cut)
        shown.addWidget(self.view, 1)
        bar = QHBoxLayout(foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.book)
        bar.addWidget(self.done, 1)
        bar.addWidget(self.one)
        bar.addWidget(self.act)

    def _wire(self) -> None:
        self.kinds.currentItemChanged.connect(lambda _now, _before: self._ask())
        self.names.currentRowChanged.connect(self._draw)
        self.book.toggled.connect(lambda _on: self._draw(self.names.currentRow()))
        self.starts.editingFinished.connect(self._sat_changed)
        self.where.editingFinished.connect(self._sat_changed)
        self.model.listed.connect(self._listed)
        self.model.drawn.connect(self._drawn)
        self.model.saved.connect(self._saved)
        self.model.failed.connect(self._refused)
        self.context.theme.changed.connect(self._fit)
        self._fit()

    def entered(self) -> None:
        """Read the forms of the number that is chosen."""
        self.error.clear()
        self._ask()
        self.kinds.setFocus()

    def refresh(self) -> None:
        """What the forms are made from is another one: read them anew if anybody looks."""
        self._ask()

    def settle(self) -> None:
        """No form stays in memory after the page is left."""
        self.view.stop()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("↑ ↓", self.cap("secretary.hint.row")), ("Tab", self.cap("home.hint.move")))

    def retranslate(self) -> None:
        """Set every text anew."""
        for row in range(self.kinds.count()):
            item = self.kinds.item(row)
            form = str(item.data(_ROLE))
            words = f"{form}　{self.context.captions.texts.get(f'form.{form}.title')}"
            item.setText(words)
            item.setToolTip(words)
        self.kinds.setAccessibleName(self.cap("result.tab.forms"))
        self.names.setAccessibleName(self.cap("result.forms.names"))
        self.starts_words.setText(self.cap("result.forms.starts"))
        self.starts_words.setBuddy(self.starts)
        self.starts.setPlaceholderText(self.cap("result.forms.starts_hint", at=_AT))
        self.place_words.setText(self.cap("result.forms.place"))
        self.place_words.setBuddy(self.where)
        self.starts.setAccessibleName(self.starts_words.text())
        self.where.setAccessibleName(self.place_words.text())
        self.book.setText(self.cap("result.forms.book"))
        self.one.setText(self.cap("result.forms.single"))
        self.rest.setText(self.cap("result.forms.whole"))
        self._say_cut(self.names.currentRow())
        self._follow()

    def show_form(self, form: str) -> None:
        """Turn to a form."""
        self.kinds.setCurrentRow(self._forms.index(form))

    def sealed_into(self, result: Path) -> None:
        """F18 lists this file."""
        self.model.sat = Sat(self.model.sat.starts_at, self.model.sat.place, result)

    def _form(self) -> str:
        row = self.kinds.currentRow()
        return self._forms[row] if row >= 0 else ""

    def _ask(self, *, whole: bool = False) -> None:
        form = self._form()
        if not form or not self.isVisible():
            return
        self.error.clear()
        self._items = ()
        self._row = max(0, self.names.currentRow()) if whole else 0
        self._say_cut(-1)
        self.names.clear()
        self.view.wait(form)
        self._sat.setVisible(form == "F12")
        self.kinds.scrollToItem(self.kinds.currentItem())
        self._follow()
        self.model.ask(form, whole=whole)

    def _listed(self, _form: str, items: Sequence[FormItem]) -> None:
        self._items = items
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems([one.name or one.form for one in items[:_SHOWN]])
        row = min(self._row, self.names.count() - 1)
        self.names.setCurrentRow(row)
        self.names.blockSignals(False)
        self.names.setVisible(len(items) > 1)
        if items:
            self._draw(row)
        else:
            self.view.close_document()
        self._follow()

    def _draw(self, row: int) -> None:
        self._say_cut(row)
        if 0 <= row < len(self._items):
            self.error.clear()
            self.view.wait(self._items[row].name or self._items[row].form)
            self.model.draw(self._items[row], book=self._as_book())

    def _say_cut(self, row: int) -> None:
        """Say how much of the form is on view."""
        cut = self._items[row].excerpt if 0 <= row < len(self._items) else None
        self._cut.setVisible(cut is not None)
        if cut is not None:
            self.cut.setText(self.cap("result.forms.cut", shown=cut.shown, whole=f"{cut.whole:,}"))

    def _as_book(self) -> bool:
        return self.book.isChecked() and self._form() in BOOKS

    def _drawn(self, _item: FormItem, data: bytes, media: str) -> None:
        if self.isVisible():
            self.view.show_bytes(data, media)

    def _follow(self) -> None:
        """Say how many there are and what may be pressed."""
        form, count = self._form(), len(self._items)
        self.count.setText(
            self.cap_count("result.forms.count", count) if count else self.cap("result.forms.none")
        )
        self.remark.setVisible(bool(self._scope) or form in NAMED)
        self.remark.setText(self.cap(self._scope or "result.forms.named"))
        self.remark.setContentsMargins(16, 8, 16, 0)
        self.book.setEnabled(form in BOOKS)
        self.act.setText(self.cap_count("result.forms.act", count, form=form))
        self.act.setEnabled(bool(count))
        self.one.setVisible(count > 1)

    def _sat_changed(self) -> None:
        """Time and place of the sitting stand on the minutes."""
        sat = Sat(self.starts.text().strip(), self.where.text().strip(), self.model.sat.result)
        if sat != self.model.sat:
            self.model.sat = sat
            self._ask()

    def _save(self, *, whole: bool) -> None:
        folder = ask_folder(self, self.act.text(), self._folder)
        if folder is not None:
            self.save(folder, whole=whole)

    def save(self, folder: Path, *, whole: bool) -> None:
        """Write all forms of the number on view, or the one on view."""
        self._folder = folder
        self.error.clear()
        row = self.names.currentRow()
        if whole:
            self.model.save(folder, [self._form()], books=self._as_book())
        elif 0 <= row < len(self._items):
            self.model.save_one(folder, self._items[row], books=self._as_book())

    def _saved(self, paths: Sequence[Path]) -> None:
        folder = str(paths[0].parent) if paths else ""
        self.done.setText(self.cap_count("result.forms.saved", len(paths), folder=folder))

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.view.close_document()
            self.error.show_error(fault)

    def _fit(self) -> None:
        for row in range(self.kinds.count()):
            self.kinds.item(row).setSizeHint(QSize(0, self.context.theme.px(32)))
        self._left.setFixedWidth(self.context.theme.px(264))
