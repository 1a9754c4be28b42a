"""The draw of experts, step by step: pool, words before witnesses, result, seats (rules §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.cards import CardsModel
from ui.viewmodels.secretary.draw import DrawModel, SeatOrder
from ui.viewmodels.secretary.version import VersionModel
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.cards_choice import CardChoiceDialog
from ui.views.secretary.changes_version import VersionPane
from ui.views.secretary.draw_pool import DrawPool
from ui.views.secretary.draw_result import DrawResult
from ui.views.secretary.draw_seats import DrawSeats
from ui.views.secretary.draw_words import DrawWords
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.marks import Steps
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.page_room import PageRoom
from zgc_review.errors import ReviewError

#: Steps of the line, and which of them a stage is at.
_STEPS = ("pool", "secretary", "observer", "run", "seats")
_AT = {"pool": 0, "secretary": 1, "observer": 2, "run": 3, "result": 4, "seated": 4}


class DrawPane(Screen):
    """The draw of the groups that have no members yet.

    Signals:
        cards_asked: go to the page of cards.
    """

    place = "draw.tab.draw"
    cards_asked = Signal()

    def __init__(self, context: Context, model: DrawModel, version: VersionModel) -> None:
        super().__init__(context, name="draw")
        self.model = model
        self._wanted = ""  # pool or seats beside a result that stands
        self.steps = Steps(context)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.stack = QStackedWidget()
        self._column = QVBoxLayout(self)
        tight(self._column).addWidget(PageRoom(self.stack), 1)  # panes built elsewhere would be styled twice
        self.pool = DrawPool(context, self.stack)
        self.version = VersionPane(context, version)
        self.done_words = label("title", name="drawDone", wrap=True)
        self.chair_words = label("body", "warn", name="drawChairRecused", wrap=True)
        self.look = button(partial(self._want, "result"), name="drawLook")
        self.done = self._done()
        self.waiting = label("body", "second", name="drawWaiting", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    @cached_property
    def words(self) -> DrawWords:
        """Steps 2 and 3, built when they are due."""
        made = DrawWords(self.context, self.stack)
        self.stack.addWidget(made)
        made.said.connect(self._ask_words)
        made.run_asked.connect(self._run)
        return made

    @cached_property
    def result(self) -> DrawResult:
        """Step 4, built when it is due."""
        made = DrawResult(self.context, self.stack)
        self.stack.addWidget(made)
        made.form_asked.connect(self._print)
        made.file_asked.connect(self._write)
        made.seats_asked.connect(partial(self._want, "seats"))
        made.again_asked.connect(partial(self._want, "pool"))
        self.model.written.connect(made.tell)
        return made

    @cached_property
    def seats(self) -> DrawSeats:
        """Step 5, built when it is due."""
        made = DrawSeats(self.context, self.stack)
        self.stack.addWidget(made)
        made.back_asked.connect(partial(self._want, ""))
        made.cards_asked.connect(self.cards_asked)
        made.card_asked.connect(self._choose_card)
        made.seat_asked.connect(self._ask_seat)
        return made

    def _done(self) -> QWidget:
        """Return what stands once everybody has a seat."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        tight(column, 24, 12)
        column.addWidget(self.done_words)
        column.addWidget(self.chair_words)
        column.addWidget(self.version)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return holder

    def _lay_out(self) -> None:
        head = pane("plain")
        line = QVBoxLayout(head)
        tight(line, 0, 8)
        line.setContentsMargins(20, 10, 20, 10)
        line.addWidget(self.steps)
        line.addWidget(self.progress)
        line.addWidget(self.error)
        self._column.insertWidget(0, head)
        empty = QWidget()
        within = QVBoxLayout(empty)
        tight(within, 24)
        within.addWidget(self.waiting)
        within.addStretch(1)
        self._empty = empty
        for one in (empty, self.pool, self.done):
            self.stack.addWidget(one)

    def _wire(self) -> None:
        self._fit()
        self.context.theme.changed.connect(self._fit)
        self.model.loaded.connect(self._show)
        self.model.done.connect(self._did)
        self.model.failed.connect(self._refused)
        self.pool.begin_asked.connect(self._ask_begin)
        self.pool.clear_asked.connect(self._clear)
        self.pool.back_asked.connect(partial(self._want, ""))

    def _fit(self) -> None:
        self.version.setMaximumWidth(self.context.theme.px(720))

    def entered(self) -> None:
        """Read the page."""
        self.error.clear()
        self.model.load()
        self._focus()

    def hints(self) -> Sequence[Hint]:
        """Keys of the step on show."""
        if isinstance(self.stack.currentWidget(), DrawSeats):
            return (
                ("J K", self.cap("secretary.hint.row")),
                ("Enter", self.cap("draw.hint.card")),
                ("C", self.cap("draw.hint.chair")),
                ("L", self.cap("draw.hint.leader")),
            )
        if isinstance(self.stack.currentWidget(), DrawWords):
            return (("Enter", self.cap("draw.hint.say")),)
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.waiting.setText(self.cap("draw.waiting"))
        self.look.setText(self.cap("draw.look"))
        for n in range(self.stack.count()):
            step = self.stack.widget(n)
            if isinstance(step, DrawPool | DrawWords | DrawResult | DrawSeats):
                step.retranslate()
        self._say_steps()

    def _say_steps(self) -> None:
        page = self.model.page
        stage = page.stage if page is not None else "pool"
        at = 0 if self._wanted == "pool" else _AT[stage]
        self.steps.set_steps(tuple(self.cap(f"draw.step.{one}") for one in _STEPS), at)
        if page is not None:
            newest = page.newest
            self.done_words.setText(
                self.cap("draw.done", n=newest.n) if newest is not None else self.cap("draw.appointed")
            )
        seated = self.model.seated
        recused = dict(seated.chair_recused) if seated is not None else {}
        told = [
            self.cap("draw.chair_recused", group=group, count=len(applications))
            for group, applications in recused.items()
            if applications
        ]
        self.chair_words.setText("\n".join(told))
        self.chair_words.setVisible(bool(told))

    def _show(self) -> None:
        """Show the step that is due, or what somebody wants to look at."""
        self._end()
        page = self.model.page
        if page is None:
            return
        writable = self.model.session.writable
        stage = page.stage
        if stage not in {"result", "seated"} or (stage == "seated" and self._wanted == "seats"):
            self._wanted = ""
        self.error.clear()
        if self._wanted == "pool" or stage == "pool":
            self.pool.show_page(page, writable=writable, again=stage == "result")
            shown: QWidget = self.pool if page.plans or page.draws else self.done
        elif self._wanted == "seats" and stage == "result":
            self.seats.show_page(page, writable=writable)
            shown = self.seats
        elif stage == "result" or self._wanted == "result":
            self.result.show_page(page, writable=writable)
            shown = self.result
        elif stage == "seated":
            shown = self.done
        else:
            self.words.show_page(page, writable=writable)
            shown = self.words
        self.look.setVisible(page.newest is not None)
        self._say_steps()
        if shown is self.done:
            self.version.load()
        if self.stack.currentWidget() is not shown:
            self.stack.setCurrentWidget(shown)
            self._focus()

    def _focus(self) -> None:
        """Give the focus to the first thing of the step on show."""
        shown = self.stack.currentWidget()
        if not self.isVisible():
            return
        if shown is self.pool:
            (self.pool.act if self.pool.act.isEnabled() else self.pool.out_table).setFocus()
        elif isinstance(shown, DrawWords | DrawResult | DrawSeats):
            shown.start()
        elif shown is self.done:
            self.version.write.setFocus()

    def _want(self, what: str) -> None:
        self._wanted = what
        self._show()

    def _print(self, folder: Path) -> None:
        self.error.clear()
        self.model.print_form(folder)

    def _write(self, path: Path) -> None:
        self.error.clear()
        self.model.write_file(path)

    def _act(self) -> None:
        """An act is under way: nothing else can be pressed; screening before a draw may take a while."""
        self.error.clear()
        self.stack.setEnabled(False)
        self.progress.start()

    def _end(self) -> None:
        self.progress.finish()
        if not self.stack.isEnabled():
            self.stack.setEnabled(True)
            self._focus()

    def _clear(self, number: str, reason: str) -> None:
        self._act()
        self.model.clear(number, reason)

    def _ask_begin(self, reason: str, size_reason: str) -> None:
        """Ask: from now on the pool stands."""
        page = self.model.page
        if page is None:
            return
        groups = " · ".join(f"{plan.id} {plan.size}" for plan in page.plans)
        text = self.cap(
            "draw.ask_begin", count=len(page.pool.candidates), out=len(page.pool.left_out), groups=groups
        )
        question = Question(self.context, self.cap("draw.question_begin"), text, self.pool.act.text(), self)
        question.agreed.connect(partial(self._begin, reason, size_reason))
        question.open()

    def _begin(self, reason: str, size_reason: str) -> None:
        self._act()
        self.model.begin(reason, size_reason)

    def _ask_words(self, who: str, words: str) -> None:
        """Show the words once more, large: what is said once is final."""
        title, text = self.cap(f"draw.words.question.{who}"), self.cap("draw.words.final")
        question = Question(self.context, title, text, self.cap(f"draw.words.act.{who}"), self)
        shown = label("display", name="questionWords", wrap=True)
        shown.setText(words)
        question.body.addWidget(shown)
        question.agreed.connect(partial(self._say, who, words))
        question.open()

    def _say(self, who: str, words: str) -> None:
        self._act()
        self.model.say("secretary" if who == "secretary" else "observer", words)

    def _run(self) -> None:
        self._act()
        self.model.run()

    def _choose_card(self, number: str) -> None:
        dialog = CardChoiceDialog(self.context, CardsModel(self.model.session), self)
        dialog.chosen.connect(partial(self._card_chosen, number, dialog.bench.model))
        page = self.model.page
        owner = next((one for one in page.due.owners if one.expert.number == number), None) if page else None
        if owner is not None and owner.cards:
            dialog.bench.show_card(owner.cards[-1].card_id)
        dialog.open()

    def _card_chosen(self, number: str, cards: CardsModel, card_id: str) -> None:
        self.seats.take_card(number, card_id, cards.due)

    def _ask_seat(self, order: SeatOrder) -> None:
        """Ask with groups and chairs: the version names everybody by code and waits for its consents."""
        listed = " · ".join(f"{group} {number}" for group, number in sorted(order.chairs.items()))
        text = self.cap("draw.seat.ask", count=len(order.cards), chairs=listed)
        question = Question(self.context, self.cap("draw.seat.question"), text, self.seats.act.text(), self)
        question.agreed.connect(partial(self._seat, order))
        question.open()

    def _seat(self, order: SeatOrder) -> None:
        self._act()
        self.model.seat(order)

    def _did(self, code: str) -> None:
        if code == "begin":
            self._wanted = ""

    def _refused(self, fault: ReviewError) -> None:
        self._end()
        if fault.code == "round.chain.observer":
            self.waiting.setText(self.cap("draw.early"))
            self.stack.setCurrentWidget(self._empty)
        elif self.isVisible():
            self.error.show_error(fault)
