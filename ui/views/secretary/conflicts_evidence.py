"""A finding in full: what was found, both texts beside each other with what agrees in them (picture g)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_conflicts import LEVEL_LOOKS
from ui.sentences import unbroken
from ui.viewmodels.secretary.conflicts import Case
from ui.widgets.controls import drain, label, pane, restyle, rule, tag, tight
from ui.widgets.marked_text import MarkedText
from ui.widgets.marks import IconLabel
from zgc_review.conflicts.marking import matched_runs, trace
from zgc_review.conflicts.rules import BY_ID
from zgc_review.services.conflict_desk_sources import Evidence, Fact, Side

_SIDE_BY_SIDE = 540
_TAGS = {"danger": "danger", "warn": "warn", "plain": "plain"}


class SideCard(QWidget):
    """One side: where it stands, the text with its marks, what else is said there."""

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self.head = label("small", "second", name=f"{name}Head", wrap=True)
        self.number = label("small", "second", name=f"{name}Number")
        self.words = label("small", "second")
        self.text = MarkedText(context, "head", name=f"{name}Text")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(0)
        self._facts.setColumnStretch(1, 1)
        card = pane("card", name=name)
        column = QVBoxLayout(card)
        tight(column, 18, 8)
        column.setContentsMargins(18, 12, 18, 12)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.head, 1)
        head.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addLayout(self._facts)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(card)

    def show_side(self, side: Side, number: str, runs: tuple[tuple[int, int], ...], other: Side) -> None:
        """Show a side; values that the other side says too are marked whole."""
        captions = self._context.captions
        words = captions.texts.get(f"cli.conflicts.field.{side.field}")
        self.head.setText(f"{words[:1].upper()}{words[1:]}")
        self.number.setText(number)
        self.text.show_text(side.text, runs)
        drain(self._facts)
        said = {trace(fact.value).folded for fact in other.facts if fact.value}
        for n, fact in enumerate(side.facts):
            self._add(n, fact, alike=bool(fact.value) and trace(fact.value).folded in said)

    def _add(self, n: int, fact: Fact, *, alike: bool) -> None:
        """Add one line of what else is said."""
        cap = self._context.captions.cap
        if n:
            self._facts.addWidget(rule(), 2 * n - 1, 0, 1, 2)
        name = label("small", "second")
        name.setText(cap(f"conflicts.fact.{fact.name}"))
        name.setMinimumHeight(self._context.theme.px(30))
        value = MarkedText(self._context, "body", name=f"fact:{fact.name}")
        if fact.value:
            words = self._said(fact)
            value.show_text(words, ((0, len(words)),) if alike else ())
        self._facts.addWidget(name, 2 * n, 0)
        if fact.value:
            self._facts.addWidget(value, 2 * n, 1, Qt.AlignmentFlag.AlignVCenter)
            return
        missing = label("body", "warn")
        missing.setText(cap("conflicts.not_provided"))
        self._facts.addWidget(missing, 2 * n, 1)

    def _said(self, fact: Fact) -> str:
        """Return a value in words: kinds and yes or no have words, shares are percents."""
        texts = self._context.captions.texts
        if fact.name == "share_bp" and fact.value.isdigit():
            whole, rest = divmod(int(fact.value), 100)
            return f"{whole}.{rest:02d} %"
        key = f"ui.conflicts.word.{fact.value}"
        return texts.get(key) if fact.name in {"kind", "listed"} and texts.has(key) else fact.value


class EvidencePane(QScrollArea):
    """The finding; scrolls where it does not fit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Case, Evidence] | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.level = tag("plain", name="caseLevel")
        self.title = label("title", name="caseTitle", wrap=True)
        self.rule = label("small", "second", name="caseRule", wrap=True)
        self.left = SideCard(context, name="caseExpert")
        self.right = SideCard(context, name="caseApplication")
        self.why_icon = IconLabel(context, "information-line", "text2", 18, beside="small")
        self.why = label("small", "second", name="caseWhy", wrap=True)
        self.again = label("body", "warn", name="caseReturned", wrap=True)
        self._again = pane("warn")
        self._lay_out()
        self._fit()
        context.theme.changed.connect(self._fit)
        context.captions.changed.connect(self._say)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 12)
        column.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.level, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        column.addWidget(self.rule)
        again = QVBoxLayout(self._again)
        tight(again, 10)
        again.addWidget(self.again)
        column.addWidget(self._again)
        self._sides = QHBoxLayout()
        tight(self._sides, 0, 16)
        self._sides.addWidget(self.left, 1)
        self._sides.addWidget(self.right, 1)
        column.addLayout(self._sides)
        why = QHBoxLayout()
        tight(why, 0, 10)
        why.addWidget(self.why_icon, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self.why, 1)
        column.addLayout(why)
        column.addStretch(1)
        self.setWidget(inside)

    def _fit(self) -> None:
        """The level stands in the first line of the title."""
        self.level.setFixedHeight(QFontMetrics(self._context.theme.font("title")).lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both texts stand beside each other where there is room, else one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.theme.px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)

    def show_case(self, case: Case, evidence: Evidence) -> None:
        """Show a finding."""
        self._shown = (case, evidence)
        self._say()
        self.verticalScrollBar().setValue(0)

    def follow(self, case: Case) -> None:
        """Show how the finding stands now; the evidence is the same."""
        if self._shown is not None and self._shown[0].id == case.id:
            self._shown = (case, self._shown[1])
            self._say()

    def _say(self) -> None:
        """Set every text anew."""
        if self._shown is None:
            return
        case, evidence = self._shown
        captions, hit = self._context.captions, case.found.row.hit
        cap, texts = captions.cap, captions.texts
        restyle(self.level, tag=_TAGS[LEVEL_LOOKS[case.found.row.level][1]])
        self.level.setText(cap(f"conflicts.level.{case.shown_level}"))
        fields = {
            "left": texts.get(f"cli.conflicts.field.{hit['left_field']}"),
            "right": texts.get(f"cli.conflicts.field.{hit['right_field']}"),
        }
        self.title.setText(cap("conflicts.title", expert=case.expert, number=case.number, **fields))
        self.rule.setText(self._rule_words(case, evidence))
        runs = matched_runs(evidence.expert.text, evidence.application.text, str(hit["reason"]))
        number = case.expert
        if case.expert != evidence.expert.number:
            number = cap("conflicts.roster", code=case.expert, number=evidence.expert.number)
        self.left.show_side(evidence.expert, number, runs[0], evidence.application)
        self.right.show_side(evidence.application, evidence.application.number, runs[1], evidence.expert)
        why = texts.get(f"conflicts.reason.{hit['reason']}", **hit["params"])
        if hit["source"]:
            why += cap("conflicts.source", number=hit["source"])
        self.why.setText(why)
        self._say_before(case)

    def _rule_words(self, case: Case, evidence: Evidence) -> str:
        """Return rule, what it says, what it does, which days count."""
        captions, row = self._context.captions, case.found.row
        basis = BY_ID[str(row.hit["basis"])]
        chinese = captions.language == "zh_CN"
        parts = [f"{row.rule}　{basis.zh if chinese else basis.en}"]
        if row.rule != basis.id:
            behind = {"rule": basis.id, "situation": basis.zh if chinese else basis.en}
            parts = [f"{row.rule}　{captions.cap('conflicts.behind', **behind)}"]
        parts.append(captions.cap(f"conflicts.effect.{case.shown_level}"))
        since = evidence.since.isoformat() if evidence.since is not None else ""
        if evidence.look_back:
            parts.append(captions.cap(f"conflicts.window.{evidence.look_back}", since=since))
        if not case.found.is_current:
            parts.append(captions.cap("conflicts.not_found_again"))
        return unbroken(" · ".join(parts))

    def _say_before(self, case: Case) -> None:
        """Say what was known when an earlier finding of this kind was dismissed (acceptance C6)."""
        before = case.found.before
        self._again.setVisible(before is not None)
        if before is None:
            return
        now = case.found.row.hit
        none = self._context.captions.cap("conflicts.nothing")
        comma = "、" if self._context.captions.language == "zh_CN" else ", "
        shown = {
            "texts": f"{before.hit['left']} ／ {before.hit['right']}",
            "before": comma.join(before.hit["employers"]) or none,
            "now": comma.join(now["employers"]) or none,
        }
        self.again.setText(self._context.captions.cap("conflicts.returned", **shown))
