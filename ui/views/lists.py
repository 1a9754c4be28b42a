"""The person's own lists: kin, posts, holdings and so on; kept in this vault alone (rules §4.1.2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.list_columns import ORDER
from ui.viewmodels.lists import Found, ListsModel
from ui.views.ask import Question
from ui.views.list_pane import ListPane
from ui.views.list_person import PersonPane
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.marks import IconLabel
from ui.widgets.name_with_state import STATE, NameWithState
from ui.widgets.notices import ErrorPane

_PERSON = "person"
_NAMES = 288  # px of the list of names


class ListsScreen(Screen):
    """Lists at the left, the rows of one at the right.

    Signals:
        back_asked: return to where the person came from.
    """

    place = "lists.place"
    back_asked = Signal()

    def __init__(self, context: Context, model: ListsModel) -> None:
        super().__init__(context, name="lists")
        self.model = model
        self.title = label("title")
        self.privacy = label("body", "ok", name="listsPrivacy", wrap=True)
        self.error = ErrorPane(context)
        self.names = QListWidget()
        self.names.setObjectName("listNames")
        self.names.setItemDelegate(NameWithState(self.context, self.names))
        self.person = PersonPane(context, model)
        self.list = ListPane(context, model)
        self._stack = QStackedWidget()
        self.found = label("body", "second", name="listsFound", wrap=True)
        self.forget = button(self._ask_forget, "quiet", name="listsForget")
        self.back = button(self.back_asked.emit, "primary", name="listsBack")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        head = QVBoxLayout()
        tight(head, 16, 4)
        head.addWidget(self.title)
        said = QHBoxLayout()
        tight(said, 0, 8)
        said.addWidget(IconLabel(self.context, "lock-line", "ok", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self.privacy, 1)
        head.addLayout(said)
        head.addWidget(self.error)
        column.addLayout(head)
        column.addWidget(rule())
        middle = QHBoxLayout()
        tight(middle)
        self.names.setFixedWidth(self.context.theme.px(_NAMES))
        middle.addWidget(self.names)
        middle.addWidget(rule("v"))
        self._stack.addWidget(self.person)
        self._stack.addWidget(self.list)
        middle.addWidget(self._stack, 1)
        column.addLayout(middle, 1)
        column.addWidget(self._footer())

    def _footer(self) -> QWidget:
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(16, 12, 16, 12)
        row.addWidget(self.found, 1)
        row.addWidget(self.forget)
        row.addSpacing(16)
        row.addWidget(self.back)
        return foot

    def _wire(self) -> None:
        self.model.loaded.connect(self._loaded)
        self.model.list_changed.connect(lambda _name: self._mark())
        self.model.kept.connect(self._kept)
        self.model.matched.connect(self._show_found)
        self.model.failed.connect(self.error.show_error)
        # Bound methods: vault and theme outlive this screen.
        self.model.session.kept.connect(self._clear)
        self.names.currentRowChanged.connect(self._choose)
        self.context.theme.changed.connect(self._fit)
        for keys, act in (
            ("Ctrl+Z", self.model.undo),
            ("Ctrl+Shift+Z", self.model.redo),
            ("Esc", self.back_asked.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _clear(self, _at: str) -> None:
        self.error.clear()

    def _fit(self) -> None:
        self.names.setFixedWidth(self.context.theme.px(_NAMES))

    def entered(self) -> None:
        """Read the lists; the names of the lists come first."""
        self.model.load()
        self.names.setFocus()

    def settle(self) -> None:
        """Take what is still in a field."""
        self.list.settle()
        self.person.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        cap = self.cap
        return (
            ("↑↓", cap("lists.hint.choose")),
            ("Tab", cap("home.hint.move")),
            ("F2", cap("lists.hint.edit")),
            ("Insert", cap("lists.hint.add")),
            ("Delete", cap("lists.hint.remove")),
            ("Ctrl Z", cap("declare.hint.undo")),
            ("Esc", cap("lists.hint.back")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("lists.title"))
        self.privacy.setText(self.cap("lists.privacy"))
        self.names.setAccessibleName(self.cap("lists.title"))
        self.forget.setText(self.cap("lists.forget"))
        self.back.setText(self.cap("lists.back"))
        at = max(0, self.names.currentRow())
        self.names.clear()
        for name in (_PERSON, *ORDER):
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.names.addItem(item)
        self._mark()
        self.names.setCurrentRow(at)

    def _mark(self) -> None:
        """Say behind every list whether it is missing, none, or how many."""
        for place in range(self.names.count()):
            item = self.names.item(place)
            name = str(item.data(Qt.ItemDataRole.UserRole))
            words = self.cap(f"lists.name.{name}")
            said = "" if name == _PERSON else self._state_words(name)
            item.setText(words)
            item.setData(STATE, said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words} {said}")
        self.forget.setEnabled(self.model.is_kept and self.model.session.writable)
        if not self.model.is_kept:
            self.found.setText(self.cap("lists.nothing"))

    def _state_words(self, name: str) -> str:
        count = len(self.model.rows(name))
        if count:
            return self.cap_count("lists.rows", count)
        return self.cap(f"lists.state.{self.model.state(name)}")

    def _choose(self, place: int) -> None:
        if place < 0:
            return
        item = self.names.item(place)
        name = str(item.data(Qt.ItemDataRole.UserRole))
        self.list.settle()
        if name == _PERSON:
            self._stack.setCurrentWidget(self.person)
        else:
            self.list.show_list(name)
            self._stack.setCurrentWidget(self.list)

    def _loaded(self) -> None:
        self.found.setText("")
        self._mark()

    def _kept(self) -> None:
        """What was found before is not true any more."""
        self.found.setText("")
        self._mark()

    def _show_found(self, found: Found) -> None:
        words = self.cap_count("lists.found", found.hits, compared=found.compared)
        self.found.setText(words if found.hits else self.cap("lists.found_none", compared=found.compared))
        self._mark()

    def _ask_forget(self) -> None:
        question = Question(
            self.context,
            self.cap("lists.forget_question"),
            self.cap("lists.forget_text"),
            self.cap("lists.forget_act"),
            self,
            "danger",
        )
        question.agreed.connect(self.model.forget)
        question.open()
