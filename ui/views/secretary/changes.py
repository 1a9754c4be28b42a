"""Changes during a round: one line each case, with what follows; the version that waits beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.acting import Named
from ui.viewmodels.secretary.changes import ChangesModel
from ui.viewmodels.secretary.version import VersionModel
from ui.views.screen import Hint, Screen
from ui.views.secretary.changes_absent import AbsentDialog
from ui.views.secretary.changes_acting import ActingDialog
from ui.views.secretary.changes_alternate import AlternateDialog
from ui.views.secretary.changes_cards import CardChangeDialog
from ui.views.secretary.changes_version import VersionPane
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError

#: Cases with their icons, in the order in which they happen.
CASES = (
    ("alternate", "user-add-line"),
    ("card", "computer-line"),
    ("absent", "user-unfollow-line"),
    ("acting", "user-star-line"),
    ("room", "key-2-line"),
    ("letters", "mail-line"),
)


class ChangesPane(Screen):
    """The short ways.

    Signals:
        cards_asked: to the cards.
        pack_asked: to the page where letters are written.
    """

    place = "changes.tab"
    cards_asked = Signal()
    pack_asked = Signal()

    def __init__(self, context: Context, model: ChangesModel, version: VersionModel) -> None:
        super().__init__(context, name="changes")
        self.model = model
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.told = label("small", "ok", name="changesTold", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.error = ErrorPane(context)
        self.version = VersionPane(context, version)
        self.acts: dict[str, QPushButton] = {}
        self._lay_out()
        model.loaded.connect(self.retranslate)
        model.failed.connect(self._refused)
        model.acting.loaded.connect(self.retranslate)
        model.acting.failed.connect(self._refused)
        context.theme.changed.connect(self._fit)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        for one in (self.title, self.lead, self.told, self.error):
            column.addWidget(one)
        card = pane("card")
        lines = QVBoxLayout(card)
        tight(lines)
        self._heads = {key: label("head", name=f"case:{key}") for key, _ in CASES}
        self._texts = {key: label("small", "second", name=f"caseText:{key}", wrap=True) for key, _ in CASES}
        for n, (key, icon) in enumerate(CASES):
            if n:
                lines.addWidget(rule())
            lines.addWidget(self._line(key, icon))
        self._row = QHBoxLayout()
        tight(self._row, 0, 20)
        self._row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.version, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def _line(self, key: str, icon: str) -> QWidget:
        """Return a case: what it is, what stands now, its act."""
        acts: dict[str, Callable[[], object]] = {
            "alternate": self._alternate,
            "card": self._card,
            "absent": self._absent,
            "acting": self._acting,
            "room": self.cards_asked.emit,
            "letters": self.pack_asked.emit,
        }
        holder = QWidget()
        row = QHBoxLayout(holder)
        tight(row, 14, 14)
        row.addWidget(IconLabel(self.context, icon, "accent", 20))
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self._heads[key])
        words.addWidget(self._texts[key])
        row.addLayout(words, 1)
        self.acts[key] = button(acts[key], name=f"caseAct:{key}")
        row.addWidget(self.acts[key])
        return holder

    def entered(self) -> None:
        """Read what may change."""
        self.error.clear()
        self.told.setText("")
        self.model.load()
        self.version.load()
        next(iter(self.acts.values())).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("Tab", self.cap("home.hint.move")),)

    def retranslate(self) -> None:
        """Set every text anew; what stands is said in counts."""
        self.title.setText(self.cap("changes.title"))
        self.lead.setText(self.cap("changes.lead"))
        self.told.setVisible(bool(self.told.text()))
        for key, _ in CASES:
            self._heads[key].setText(self.cap(f"changes.{key}.case"))
            self.acts[key].setText(self.cap(f"changes.{key}.open"))
            self.acts[key].setAccessibleName(f"{self.acts[key].text()} {self._heads[key].text()}")
        self._say()
        self._fit()

    def _say(self) -> None:
        view = self.model.view
        seated = view is not None and bool(view.experts)
        left = sum(one.left for one in view.alternates) if view is not None else 0
        owing = sum(bool(one.owed) for one in view.experts) if view is not None else 0
        letterless = view.letterless if view is not None else ()
        words = {
            "alternate": self.cap_count("changes.alternate.state", left),
            "card": self.cap_count("changes.card.state", len(view.experts) if view is not None else 0),
            "absent": self.cap_count("changes.absent.state", owing),
            "acting": self._standing(),
            "room": self.cap("changes.room.state"),
            "letters": self.cap_count("changes.letters.state", len(letterless)),
        }
        for key, text in words.items():
            self._texts[key].setText(text)
        can = self.model.session.writable and view is not None and not view.is_sealed
        self.acts["alternate"].setEnabled(can and view is not None and bool(view.alternates))
        self.acts["card"].setEnabled(can and view is not None and bool(view.members))
        self.acts["absent"].setEnabled(can and seated)
        acting = self.model.acting.view
        self.acts["acting"].setEnabled(can and acting is not None and bool(acting.lines))
        self.acts["letters"].setEnabled(seated)

    def _standing(self) -> str:
        """Say on how many applications a chair stands aside, and where nobody acts."""
        view = self.model.acting.view
        if view is None or not view.lines:
            return self.cap("changes.acting.state_none")
        key = "changes.acting.state_next" if view.is_next else "changes.acting.state"
        return self.cap_count(key, len(view.lines), due=len(view.due))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In narrow windows the version stands below the cases."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        wide = self.width() >= px(960)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if wide else down)
        self.version.setFixedWidth(px(470))

    def _alternate(self) -> None:
        dialog = AlternateDialog(self.context, self.model, self)
        dialog.settled.connect(self._called)
        dialog.open()

    def _card(self) -> None:
        dialog = CardChangeDialog(self.context, self.model, self)
        dialog.settled.connect(partial(self._told, "changes.card.done"))
        dialog.open()

    def _absent(self) -> None:
        dialog = AbsentDialog(self.context, self.model, self)
        dialog.settled.connect(partial(self._told, "changes.absent.done"))
        dialog.open()

    def _acting(self) -> None:
        dialog = ActingDialog(self.context, self.model, self)
        dialog.settled.connect(self._named)
        dialog.open()

    def _named(self, found: Named) -> None:
        """Say where the one named acts now, and the ids that the chair types where the chair must follow."""
        parts = []
        if found.count:
            parts.append(self.cap_count("changes.acting.done", found.count, code=found.code))
        if found.waiting:
            words = self.cap_count("changes.acting.done_waits", len(found.waiting), code=found.code)
            parts += [words, " ".join(found.waiting)]
        self._say_done("\n".join(parts))

    def _called(self, waits: bool) -> None:
        self._told("changes.alternate.done" if waits else "changes.alternate.done_planned")

    def _told(self, key: str) -> None:
        """Say what was done; a version that waits is shown beside."""
        self._say_done(self.cap(key))

    def _say_done(self, words: str) -> None:
        self.told.setText(words)
        self.version.load()
        self.retranslate()

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)
