"""The open criterion: bands, percent, points, reasons, comment, cited pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.sheet import SheetModel
from ui.viewmodels.sheet_edits import Mark, NotApplicable
from ui.widgets.band_slider import BandSlider
from ui.widgets.controls import IconButton, button, label, restyle, tight
from ui.widgets.criterion_bands import LETTERS, BandRows
from ui.widgets.criterion_box import ProseBox
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.criterion_links import Link, PageLinks
from ui.widgets.percent_field import PercentField
from zgc_review.domain.bodies import CitedPage
from zgc_review.domain.money import points
from zgc_review.errors import ReviewError, ScoringError

Wording = Callable[[CitedPage], str]


class CriterionPane(QWidget):
    """Shows one criterion of the sheet and asks the model for changes.

    Signals:
        forward: the person goes on to the next criterion.
        followed: a cited page to show.
        basis_asked: policy text and due papers.
    """

    forward = Signal()
    followed = Signal(object)
    basis_asked = Signal()

    def __init__(self, context: Context, model: SheetModel, wording: Wording) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._wording = wording
        self._fault: ReviewError | None = None
        self._before: tuple[Mark, str] | None = None  # mark and waiting band before the digits being typed
        self.criterion = ""
        self.setObjectName("criterionPane")
        self.number = label("head", "accent")
        self.name = ElidedLine(context, "head", bold=True, name="criterionName")
        self.weight = label("small", "second")
        self.lead = ElidedLine(context, "small", "text3", name="criterionLead")
        self.basis = IconButton(context, "information-line", self.basis_asked.emit, name="criterionBasis")
        self.bands = BandRows(context)
        self.percent = PercentField(context, name="percent")
        self.percent_words = label("page", name="percentWords")
        self.slider = BandSlider(context, name="percentSlider")
        self.points = label("title", name="criterionPoints")
        self.points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.fault = label("small", "danger", name="percentFault", wrap=True)
        self.skipped = ProseBox(context, name="notApplicableReason", least=1, most=4)
        self.unskip = button(self._unskip, "quiet", name="notApplicableUndo")
        self.floor = ProseBox(context, name="floorReason", least=1, most=4)
        self.comment = ProseBox(context, name="comment", has_caption=False)
        self.links = PageLinks(context, name="criterionLinks")
        self._lay_out()
        self._wire()
        context.captions.changed.connect(self.refresh)

    def show_criterion(self, name: str) -> None:
        """Show a criterion of the sheet."""
        self.criterion = name
        self._fault = self._before = None
        self.percent.forget()
        bands = self._model.content.settings.bands
        self.slider.set_scale((bands.C, bands.B, bands.A), self._model.content.settings.input_step)
        self.refresh()

    def refresh(self) -> None:
        """Show what the sheet says now; texts are left alone where they say it already."""
        if not self.criterion or not self._model.is_open:
            return
        self._say_head()
        self._say_mark()
        editable = self._model.is_editable
        body, settings = self._model.body, self._model.content.settings
        self.comment.set_editable(editable)
        self.comment.show_text(body.comments.get(self.criterion, ""))
        needed = self._model.band(self.criterion) in {"A", "D"}
        least = settings.comment_extreme_min if needed else 0
        self.comment.set_minimum(least)
        cap = self._context.captions.cap
        hint = cap("score.comment.needed", least=least) if needed else cap("score.comment.free")
        self.comment.say(cap("score.comment.name"), hint)
        links = [Link(one, self._wording(one)) for one in self._model.pages(self.criterion)]
        self.links.show_links(links, editable=editable)

    def wait_for_percent(self) -> None:
        """Put the focus where digits are typed."""
        if self._is_skipped():
            self.skipped.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._model.is_editable:
            self.percent.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.percent.selectAll()

    def choose(self, letter: str) -> None:
        """Choose a band by key or by mouse, and wait for digits."""
        typed = self.percent.text()
        self._begin()
        self._fault = None
        self._model.choose_band(self.criterion, letter)
        if not self._model.is_editable:
            return
        low, high = self._model.band_range(letter)
        if self._model.waiting(self.criterion) and typed.isdecimal() and low <= int(typed) <= high:
            self._give(int(typed))  # the digits stood there already and waited for their band
            self._begin()
        elif self._model.waiting(self.criterion):
            self.percent.forget()
            self._say_mark()
        self.wait_for_percent()

    def skip(self) -> None:
        """Mark the criterion as not applicable and ask for the reason."""
        if not self._model.is_editable or self._is_skipped():
            self.wait_for_percent()
            return
        if self._model.content.settings.not_applicable == "block":
            self._refused(ScoringError("scoring.applicable.blocked", criterion=self.name.text()))
            return
        self._model.put("mark", self.criterion, NotApplicable(""))
        self.wait_for_percent()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the accent at the left edge and the hairline below."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("bg1"))
        painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        column.setContentsMargins(16, 4, 16, 11)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.number)
        head.addWidget(self.name, 1)
        head.addWidget(self.weight)
        head.addWidget(self.basis)
        column.addLayout(head)
        lead = QHBoxLayout()
        lead.setContentsMargins(22, 0, 0, 2)
        lead.addWidget(self.lead)
        column.addLayout(lead)
        column.addWidget(self.bands)
        row = QHBoxLayout()
        tight(row, 0, 12)
        for one in (self.percent, self.percent_words, self.slider, self.points):
            row.addWidget(one)
        row.setStretch(2, 1)
        column.addLayout(row)
        column.addWidget(self.fault)
        column.addWidget(self.skipped)
        column.addWidget(self.unskip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.floor)
        column.addWidget(self.comment)
        foot = QHBoxLayout()
        tight(foot, 0, 8)
        foot.addWidget(self.links, 1)
        foot.addStretch(0)
        foot.addWidget(self.comment.counter, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.bands.chosen.connect(self.choose)
        self.percent.given.connect(self._give)
        self.percent.emptied.connect(self._emptied)
        self.percent.refused.connect(self._refused)
        self.percent.stepped.connect(self._step)
        self.percent.left_forward.connect(self._forward)
        self.percent.cancelled.connect(self._cancel)
        self.percent.begun.connect(self._begin)
        self.slider.moved.connect(self._drag)
        self.comment.edited.connect(lambda text: self._write("comment", text))
        self.floor.edited.connect(lambda text: self._write("floor_reason", text))
        self.skipped.edited.connect(self._write_skipped)
        for box in (self.comment, self.floor, self.skipped):
            box.field.left_forward.connect(self.forward)
            box.field.cancelled.connect(self.wait_for_percent)
            box.left.connect(self._model.store)
        self.links.followed.connect(self.followed)
        self.links.removed.connect(self._model.uncite)

    def _say_head(self) -> None:
        captions, criterion = self._context.captions, self._model.criterion(self.criterion)
        cap, english = captions.cap, captions.language == "en"
        self.number.setText(str([one.id for one in self._model.criteria].index(criterion.id) + 1))
        self.name.setText(criterion.en if english else criterion.zh)
        self.weight.setText(cap("score.weight", weight=criterion.weight))
        roles = self._model.content.roles
        names = [roles[one].en if english else roles[one].zh for one in criterion.roles if one in roles]
        parts = [cap("score.roles", roles=cap("score.comma").join(names))] if names else []
        if criterion.floor is not None and self._model.content.settings.floors:
            parts.append(cap("score.floor", floor=criterion.floor))
        self.lead.setText(" · ".join(parts))
        self.basis.say(cap("score.basis.act"))
        for letter in LETTERS:
            self.bands.set_words(letter, criterion.anchors.get(letter, ""), *self._model.band_range(letter))
        self.percent.setAccessibleName(cap("score.percent.name", name=self.name.text()))
        self.slider.setAccessibleName(cap("score.percent.slider", name=self.name.text()))

    def _say_mark(self) -> None:
        if not self._model.is_open:
            return  # what was typed closed the sheet: it cannot be stored any more
        cap, model = self._context.captions.cap, self._model
        mark, criterion = model.mark(self.criterion), model.criterion(self.criterion)
        skipped, editable = isinstance(mark, NotApplicable), model.is_editable
        percent = mark if isinstance(mark, int) else None
        self.bands.set_chosen(model.band(self.criterion))
        self.bands.set_editable(editable and not skipped)
        if self._fault is None:
            self.percent.show_value(percent)
        self.percent.setVisible(editable and not skipped)
        self.slider.setVisible(editable and not skipped)
        self.percent_words.setVisible(not editable and not skipped)
        self.percent_words.setText("—" if percent is None else f"{percent}%")
        self.slider.show_value(percent)
        shown = points(percent * criterion.weight) if percent is not None else "—"
        self.points.setVisible(not skipped)
        self.points.setText(cap("score.points_short", points=shown))
        self._say_fault()
        self.skipped.setVisible(skipped)
        self.skipped.set_editable(editable)
        self.skipped.say(cap("score.skip.caption"), cap("score.skip.hint"))
        self.skipped.show_text(mark.reason if isinstance(mark, NotApplicable) else "")
        self.unskip.setVisible(skipped and editable)
        self.unskip.setText(cap("score.skip.undo"))
        below = percent is not None and criterion.floor is not None and percent < criterion.floor
        self.floor.setVisible(below and model.content.settings.floors)
        self.floor.set_editable(editable)
        self.floor.say(cap("score.floor_reason.caption", floor=criterion.floor or 0))
        self.floor.set_minimum(1)
        self.floor.show_text(model.body.floor_reasons.get(self.criterion, ""))

    def _say_fault(self) -> None:
        """Say what is wrong with the digits, or which range is waited for."""
        letter = self._model.waiting(self.criterion)
        words = ""
        if self._fault is not None:
            said = self._context.captions.error(self._fault)
            words = f"{said.title}{self._context.captions.cap('score.stop')}{said.remedy}"
            mark = self._model.mark(self.criterion)
            if isinstance(mark, int):
                words = f"{words} {self._context.captions.cap('score.percent.kept', percent=mark)}"
        elif letter:
            low, high = self._model.band_range(letter)
            words = self._context.captions.cap("score.percent.waiting", band=letter, low=low, high=high)
        restyle(self.fault, tone="danger" if self._fault is not None else "hint")
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self.percent.say_fault(faulty=self._fault is not None)
        # Screen readers hear the refusal with the field it is about.
        self.percent.setAccessibleDescription(words)

    def _is_skipped(self) -> bool:
        return isinstance(self._model.mark(self.criterion), NotApplicable)

    def _give(self, percent: int) -> None:
        if not self._model.is_editable:
            return
        settings = self._model.content.settings
        letter = self._model.waiting(self.criterion)
        low, high = self._model.band_range(letter) if letter else (0, 100)
        if percent % settings.input_step:
            self._refused(
                ScoringError("scoring.percent.step", criterion=self.name.text(), step=settings.input_step)
            )
        elif not low <= percent <= high:
            if any(low <= percent * 10 + digit <= high for digit in range(10)):
                return  # the first digit of a number inside the band
            self._refused(ScoringError("scoring.percent.band", band=letter, low=low, high=high))
        else:
            self._fault = None
            self._remember_before()
            # Not at once: a point that follows may make it no percent, and then it was never given.
            self._model.put("mark", self.criterion, percent, at_once=False)
            self._say_mark()

    def _emptied(self) -> None:
        if self._model.is_editable and isinstance(self._model.mark(self.criterion), int):
            self._remember_before()
            self._model.put("mark", self.criterion, None, at_once=False)

    def _remember_before(self) -> None:
        """Keep what stood there when typing began: it comes back if the text ends as no percent."""
        if self._before is None:
            self._before = self._model.mark(self.criterion), self._model.waiting(self.criterion)

    def _begin(self) -> None:
        """What is typed from here on begins anew: what stands there now is stored and is what comes back."""
        if self._before is not None:
            self._before = None
            self._model.store()

    def _refused(self, fault: ReviewError | None) -> None:
        if not self._model.is_open:
            return
        self._fault = fault
        if fault is not None and self._before is not None:
            before, self._before = self._before, None
            self._model.take_back(self.criterion, *before)
        self._say_fault()

    def _step(self, by: int) -> None:
        """Go up or down; without a percent begin at the end of the band that waits, else nowhere."""
        mark, letter = self._model.mark(self.criterion), self._model.waiting(self.criterion)
        step = self._model.content.settings.input_step
        if isinstance(mark, int):
            stride = step if abs(by) == 1 else max(5 // step, 1) * step
            value = mark + (stride if by > 0 else -stride)
        elif letter:
            low, high = self._model.band_range(letter)
            value = -(-low // step) * step if by > 0 else high // step * step
        else:
            return
        self._fault = None
        self._drag(min(100, max(0, value)))

    def _drag(self, value: int) -> None:
        self._fault = self._before = None
        self._model.put("mark", self.criterion, value, at_once=False, burst=True)
        self._say_mark()

    def _forward(self) -> None:
        if self._fault is None:
            self.forward.emit()

    def _cancel(self) -> None:
        """Take back a band that waits, or digits that were refused."""
        self._fault = self._before = None
        if not self._model.forget_band(self.criterion):
            mark = self._model.mark(self.criterion)
            self.percent.setText(str(mark) if isinstance(mark, int) else "")
        self._say_mark()

    def _unskip(self) -> None:
        self._model.put("mark", self.criterion, None)
        self.wait_for_percent()

    def _write(self, kind: str, text: str) -> None:
        self._model.put(kind, self.criterion, text, at_once=False)

    def _write_skipped(self, text: str) -> None:
        if self._is_skipped():
            self._model.put("mark", self.criterion, NotApplicable(text), at_once=False, burst=True)
