"""The rubric panel: head, criteria of which one is open, opinion, foot (look.md §9, c-expert-score)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.score import ScoreModel
from ui.viewmodels.score_data import Entry
from ui.viewmodels.sheet_change import Difference, SheetChangeModel
from ui.views.changed_note import ChangedDialog, ChangedNote
from ui.views.rubric_head import Act, RubricFoot, RubricHead
from ui.views.rubric_lines import ClosedPane, show_criterion, show_opinion
from ui.views.rubric_opinion import OpinionPane
from ui.widgets.controls import pane, tight
from ui.widgets.criterion_head import CriterionHead
from ui.widgets.criterion_pane import CriterionPane
from ui.widgets.notices import ErrorPane
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.findings import Finding

OPINION = ""
_COMPACT = 330  # px at 100 %
_CHANGED = "scoring.application.changed"


class RubricPanel(QWidget):
    """The right side of the score screen.

    Signals:
        followed: a cited page to show.
        section_changed: another criterion, or the opinion, is open.
    """

    followed = Signal(object)
    section_changed = Signal()

    def __init__(
        self,
        context: Context,
        model: ScoreModel,
        on_view: Callable[[], tuple[str, int] | None],
        acts: Callable[[], Sequence[Act]],
    ) -> None:
        super().__init__()
        self._context, self._model, self._sheet = context, model, model.sheet
        self.can_check = False
        self.section: str | None = None
        self._at_finding = -1
        self.setObjectName("rubric")
        self.head = RubricHead(context, acts)
        self.changed = ChangedNote(context)
        self._change = SheetChangeModel(model.session, self)
        self.error = ErrorPane(context, name="scoreError")
        self.pane = CriterionPane(context, model.sheet, self.page_words)
        self.opinion = OpinionPane(context, model.sheet, on_view, self.page_words)
        self.opinion_head = CriterionHead(context, name="opinionHead")
        self.heads: dict[str, CriterionHead] = {}
        self.foot = RubricFoot(context)
        self.closed = ClosedPane(context)
        self.area = QScrollArea()
        self._lines = QVBoxLayout()
        self._stack = QStackedWidget()
        # What follows a keystroke is said once the keystroke is painted.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._refresh_rest)
        self._lay_out()
        self._wire()

    def show_closed(self, entry: Entry) -> None:
        """Show that nothing may be shown."""
        self.section = None
        self.closed.show_entry(entry)
        self._stack.setCurrentWidget(self.closed)
        self._refresh_rest()

    def show_sheet(self, section: str | None = None) -> None:
        """Show the sheet that was loaded: a section, else its first open criterion, else the opinion."""
        for head in self.heads.values():
            self._lines.removeWidget(head)
            head.hide()
            head.deleteLater()
        self.heads = {}
        self.section = None
        for place, criterion in enumerate(self._sheet.criteria):
            head = CriterionHead(self._context, name=f"criterion{place + 1}")
            head.clicked.connect(
                lambda _checked=False, name=criterion.id: self.open_section(name, focus=True)
            )
            self.heads[criterion.id] = head
            self._lines.insertWidget(place, head)
        self._stack.setCurrentWidget(self._body)
        self.opinion.budget.forget()
        unmarked = [one.id for one in self._sheet.criteria if self._sheet.mark(one.id) is None]
        settled = self._sheet.criteria[0].id if self._sheet.content.is_locked else OPINION
        self._at_finding = -1
        wanted = section if section in self.heads else (unmarked or [settled])[0]
        self.open_section(wanted)
        self.area.verticalScrollBar().setValue(0)

    def open_section(self, name: str, *, focus: bool = False) -> None:
        """Open a criterion, or the opinion with an empty name; all others are closed."""
        self._sheet.store()
        self.section = name
        self._lines.removeWidget(self.pane)
        if name == OPINION:
            self.pane.hide()
            self.opinion.refresh()
        else:
            place = list(self.heads).index(name)
            self._lines.insertWidget(place, self.pane)
            self.pane.show_criterion(name)
        for one, head in self.heads.items():
            head.setVisible(one != name)
        self.pane.setVisible(name != OPINION)
        self.opinion.setVisible(name == OPINION)
        self.opinion_head.setVisible(name != OPINION)
        self._order_tabs()
        self._refresh_rest()
        if focus:
            self.take_focus()
        shown = self.opinion if name == OPINION else self.pane
        QTimer.singleShot(0, self, lambda: self._reveal(shown))
        self.section_changed.emit()

    def take_focus(self) -> None:
        """Put the focus where the open section takes its first answer."""
        if self.section is None or not self._sheet.is_editable:
            self.area.setFocus()
        elif self.section == OPINION:
            self.opinion.overall.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.pane.wait_for_percent()

    def step(self, by: int) -> None:
        """Open the next or the previous section."""
        if self.section is None or not self._sheet.is_open:
            return
        sections = [*self.heads, OPINION]
        place = sections.index(self.section) + by
        if 0 <= place < len(sections):
            self.open_section(sections[place], focus=True)

    def next_missing(self) -> None:
        """Show the next thing that is missing, in the order of the sheet and round."""
        if not self._sheet.is_open:
            return
        found = self._sheet.missing()
        if not found:
            return
        here = self.section if self.section is not None else OPINION
        sections = [*self.heads, OPINION]
        places = [sections.index(_section(one, self.heads)) for one in found]
        self._at_finding = (self._at_finding + 1) % len(found)
        if places[self._at_finding] != sections.index(here):
            later = [n for n, place in enumerate(places) if place > sections.index(here)]
            self._at_finding = later[0] if later else 0
        self._show_finding(found[self._at_finding])

    def page_words(self, cited: CitedPage) -> str:
        """Return the words of a cited page: the document's name without its ending, and the page."""
        documents = self._sheet.content.documents if self._sheet.is_open else ()
        name = next((one.name for one in documents if one.plain == cited.document), "")
        stem = name.rsplit(".", 1)[0]
        short = stem if len(stem) <= 16 else f"{stem[:15]}…"
        return self._context.captions.cap("score.link.words", document=short, page=cited.page)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.closed.retranslate()
        self.changed.retranslate()
        if self.section is not None and self._sheet.is_open:
            self.pane.refresh()
            self.opinion.refresh()
        self._refresh_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the criteria have the most of it."""
        super().resizeEvent(event)
        compact = self.height() < self._context.theme.px(_COMPACT)
        self.head.set_compact(compact)
        self.foot.set_compact(compact)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self.error)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)
        self._body = pane("plain")
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.closed)
        self._ground = pane("plain")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setObjectName("rubricScroll")
        self.area.setWidget(self._ground)
        body = QVBoxLayout(self._body)
        tight(body)
        body.addWidget(self.head)
        body.addWidget(self.changed)
        body.addWidget(self.area, 1)
        self._ground.setLayout(self._lines)
        tight(self._lines)
        self._lines.addWidget(self.opinion_head)
        self._lines.addWidget(self.opinion)
        self._lines.addStretch(1)

    def _wire(self) -> None:
        self._sheet.changed.connect(self._changed)
        self._sheet.jumped.connect(self._jump)
        self.pane.forward.connect(lambda: self.step(1))
        self.pane.followed.connect(self.followed)
        self.opinion.followed.connect(self.followed)
        self.opinion_head.clicked.connect(lambda: self.open_section(OPINION, focus=True))
        self.foot.missing_asked.connect(self.next_missing)
        self.changed.asked.connect(self._look)
        self._change.read.connect(self._show_change)
        self._change.confirmed.connect(self._model.load)
        self._change.failed.connect(self.error.show_error)
        self._model.entry_changed.connect(lambda _index: self._soon.start(0))
        self._context.theme.changed.connect(self._refresh_rest)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _changed(self, _kind: str, _key: str) -> None:
        if self.section is None:
            return
        if self.section == OPINION:
            self.opinion.refresh()
        else:
            self.pane.refresh()
        self._soon.start(0)

    def _jump(self, kind: str, key: str) -> None:
        """Bring into view what undo or redo changed."""
        wanted = key if key in self.heads else OPINION
        if kind in {"whole", "cite"} or wanted == self.section:
            return
        self.open_section(wanted)

    def _refresh_rest(self) -> None:
        """Show head, closed lines and foot anew."""
        self.head.refresh(self._sheet)
        self.changed.setVisible(self._sheet.is_changed)
        self.changed.act.setEnabled(self._sheet.is_editable)
        has_next = self._model.next_unfinished() >= 0
        self.foot.refresh(self._sheet, has_next=has_next, can_check=self.can_check)
        if not self._sheet.is_open or self.section is None:
            return
        found = self._sheet.missing()
        for place, criterion in enumerate(self._sheet.criteria):
            lacking = [one for one in found if one.params.get("criterion") == criterion.id]
            show_criterion(self.heads[criterion.id], self._context.captions, self._sheet, place, lacking)
        rest = [one for one in found if "criterion" not in one.params]
        show_opinion(self.opinion_head, self._context.captions, self._sheet, rest)

    def _look(self) -> None:
        """Read how the application changed."""
        self._sheet.store()
        self._change.look(self._sheet.content.application_id)

    def _show_change(self, shown: Difference) -> None:
        if self._sheet.is_open and self._sheet.content.application_id == shown.application_id:
            dialog = ChangedDialog(self._context, shown, self)
            dialog.agreed.connect(lambda: self._change.confirm(shown.application_id))
            dialog.open()

    def _order_tabs(self) -> None:
        """Let Tab follow the order on the screen, though one pane moves between the lines."""
        chain: list[QWidget] = [self.head.menu, self.changed.act]
        for name, head in self.heads.items():
            chain.append(head)
            if name == self.section:
                chain += self._inside(self.pane)
        chain += [self.opinion_head, *self._inside(self.opinion), self.foot.missing, self.foot.next]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _inside(self, widget: QWidget) -> list[QWidget]:
        """Return what takes the focus inside a widget, in the order it was made."""
        return [
            one
            for one in widget.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(one, QLabel)
            and one.window() is self.window()
        ]

    def _reveal(self, shown: QWidget) -> None:
        """Scroll so that an opened part is seen from its top."""
        bar = self.area.verticalScrollBar()
        top, bottom = shown.y(), shown.y() + shown.height()
        tall = self.area.viewport().height()
        if top < bar.value() or shown.height() >= tall:
            bar.setValue(top)
        elif bottom > bar.value() + tall:
            bar.setValue(bottom - tall)
        self._follow_focus(None, QApplication.focusWidget())

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep in view what has the focus."""
        if now is not None and self._ground.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, self._context.theme.px(48))

    def _show_finding(self, found: Finding) -> None:
        """Open the place of a finding and put the focus there."""
        if found.code == _CHANGED:
            self.changed.act.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        section = _section(found, self.heads)
        self.open_section(section)
        fields: dict[str, QWidget] = {
            "scoring.comment.short": self.pane.comment.field,
            "scoring.floor.reason_missing": self.pane.floor.field,
            "scoring.applicable.reason_missing": self.pane.skipped.field,
            "scoring.overall.short": self.opinion.overall.field,
            "scoring.recommendation.missing": self.opinion.recommend.buttons[0],
            "scoring.integrity.missing": self.opinion.integrity.buttons[0],
            "scoring.revision.reason_missing": self.opinion.reason.field,
        }
        target = fields.get(found.code)
        if found.code == "scoring.budget.reason_missing":
            target = self.opinion.budget.rows[int(found.params["number"]) - 1].reason.field
        if target is None:
            self.take_focus()
            return
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(target))


def _section(found: Finding, heads: dict[str, CriterionHead]) -> str:
    """Return the section in which a finding is settled."""
    name = str(found.params.get("criterion", ""))
    return name if name in heads else OPINION
