"""The closed lines of the rubric in words, and what stands there for an application that is closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.captions import Captions
from ui.context import Context
from ui.viewmodels.score_data import Entry
from ui.viewmodels.sheet import SheetModel
from ui.viewmodels.sheet_edits import NotApplicable
from ui.widgets.controls import label, rule, tight
from ui.widgets.criterion_head import CriterionHead, Part
from ui.widgets.marks import IconLabel
from zgc_review.domain.findings import Finding
from zgc_review.domain.money import points


def show_criterion(
    head: CriterionHead, captions: Captions, sheet: SheetModel, place: int, lacking: Sequence[Finding]
) -> None:
    """Show a closed criterion: citations, band, percent and points, or what it waits for."""
    cap, criterion = captions.cap, sheet.criteria[place]
    name = criterion.en if captions.language == "en" else criterion.zh
    mark, cited = sheet.mark(criterion.id), len(sheet.pages(criterion.id))
    of = cap("score.points_of", of=criterion.weight)
    parts: list[Part] = []
    if cited:
        parts += [Part("icon", "double-quotes-l", "text2"), Part("text", str(cited), "text2", font="small")]
    if isinstance(mark, int):
        if lacking:
            parts.append(Part("icon", "error-warning-line", "warn"))
        got = f"{points(mark * criterion.weight)} {of}"
        parts += [
            Part("chip", sheet.band(criterion.id)),
            Part("text", f"{mark}%", width=44),
            Part("text", got, width=96, font="small"),
        ]
        said = f"{mark}% {got}"
    else:
        skipped = isinstance(mark, NotApplicable)
        said = cap("score.not_applicable" if skipped else "score.to_score")
        parts += [
            Part("tag", said, "warn" if lacking else "plain"),
            Part("text", "—" if skipped else f"— {of}", "text2", width=96, font="small"),
        ]
    words = " ".join(captions.finding(one)[0].replace(criterion.id, name) for one in lacking)
    head.show_line(str(place + 1), name, parts, f"{place + 1} {name} {said} {words}".strip())


def show_opinion(
    head: CriterionHead, captions: Captions, sheet: SheetModel, lacking: Sequence[Finding]
) -> None:
    """Show the closed opinion: whether integrity was answered, and how much is missing."""
    cap, count = captions.cap, captions.cap_count
    answered = sheet.body.integrity is not None
    parts = [Part("text", cap("score.integrity.done"), "text2", font="small")] if answered else []
    if lacking:
        parts.append(Part("tag", count("score.lacking_short", len(lacking)), "warn"))
    words = " ".join(captions.finding(one)[0] for one in lacking)
    title = cap("score.opinion.title")
    head.show_line("", title, parts, f"{title} {words}".strip(), icon="chat-quote-line")


class ClosedPane(QWidget):
    """Says that an application is closed, and by which rule; nothing else."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entry: Entry | None = None
        self.setObjectName("closedPane")
        self.setProperty("pane", "plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = IconLabel(context, "forbid-2-line", "text3", 20)
        self.number = label("body", "second")
        self.title = label("title", name="closedTitle", wrap=True)
        self.words = label("body", "second", name="closedWords", wrap=True)
        column = QVBoxLayout(self)
        tight(column, 24, 8)
        column.addWidget(self.icon)
        for one in (self.number, self.title, rule(), self.words):
            column.addWidget(one)
        column.addStretch(1)

    def show_entry(self, entry: Entry) -> None:
        """Show why an application is closed."""
        self._entry = entry
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        entry, cap = self._entry, self._context.captions.cap
        if entry is None:
            return
        self.number.setText(entry.number)
        recused = entry.status == "recused"
        if entry.rule:
            self.title.setText(cap(f"score.closed_by.{entry.status}", rule=entry.rule))
        else:
            self.title.setText(cap(f"score.status.{entry.status}"))
        self.words.setText(cap(f"score.closed.{entry.status}"))
        self.icon.set_icon("forbid-2-line" if recused else "question-line", "text3" if recused else "warn")
