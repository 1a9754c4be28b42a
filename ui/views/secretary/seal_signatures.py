"""Three signatures as they arrive, the key of the result and its shares, files for chair and observer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.opened import OpeningModel
from ui.viewmodels.secretary.sealing import SealModel, Share
from ui.views.ask import Question
from ui.views.folders import ask_folder
from ui.views.opened.words import WordsDialog
from ui.widgets.controls import button, drain, label, pane, restyle, rule, tight
from ui.widgets.marks import IconLabel
from zgc_review.services.sealing_summary import SealSummary, Signature


class SignaturesCard(QWidget):
    """The right card of the sealing page.

    Signals:
        collect_asked: take in signatures, on the page of returns.
        began: an act of this card began.
    """

    collect_asked = Signal()
    began = Signal()

    def __init__(self, context: Context, model: SealModel) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self._summary: SealSummary | None = None
        self._awaits_observer = False
        self._folder: Path | None = None
        self.setObjectName("sealSignatures")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head")
        self.lead = label("small", "second", wrap=True)
        self._rows = QVBoxLayout()
        tight(self._rows)
        self.prepare = button(self._choose_shares, "primary", name="sealPrepare")
        self.notice = button(self._choose_notice, "outline", name="sealNotice")
        self.collect = button(self.collect_asked.emit, name="sealCollect")
        self.publish = button(self._choose_versions, "quiet", name="sealPublish")
        self.papers = button(self._choose_papers, "quiet", name="sealPapers")
        self.said = label("small", "ok", name="sealSaid", wrap=True)
        self.shares_title = label("body")
        self._shares = QVBoxLayout()
        tight(self._shares, 0, 2)
        self.warning = label("small", "danger", wrap=True)
        self._lay_out()
        model.prepared.connect(self._prepared)
        model.noticed.connect(self._noticed)
        model.printed.connect(self._printed)
        context.captions.changed.connect(self._say)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 16, 6)
        for one in (self.title, self.lead):
            column.addWidget(one)
        column.addLayout(self._rows)
        acts = QHBoxLayout()
        tight(acts, 0, 8)
        for act in (self.prepare, self.notice, self.collect):
            acts.addWidget(act)
        acts.addStretch(1)
        column.addLayout(acts)
        quiet = QHBoxLayout()
        tight(quiet, 0, 8)
        quiet.addWidget(self.publish)
        quiet.addWidget(self.papers)
        quiet.addStretch(1)
        column.addLayout(quiet)
        column.addWidget(self.said)
        self.said.hide()
        column.addWidget(self.shares_title)
        column.addLayout(self._shares)
        warning = pane("error", name="sealWarning")
        row = QHBoxLayout(warning)
        tight(row, 12, 10)
        row.addWidget(IconLabel(self.context, "alert-line", "danger", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.warning, 1)
        column.addWidget(warning)
        column.addStretch(1)

    def show_summary(self, summary: SealSummary) -> None:
        """Show who has signed; what was to be given to the observer is done once the observer signed."""
        self._summary = summary
        if self._awaits_observer and any(one.role == "observer" and one.holds for one in summary.signatures):
            self._awaits_observer = False
            self._tell("")
        self._say()

    def idle(self) -> None:
        """An act was refused: nothing is under way any more."""
        self._follow()

    def prepare_into(self, folder: Path) -> None:
        """Ask before the key is made: shares are nowhere kept."""
        self._folder = folder
        cap = self.context.captions.cap
        officers = [one.code for one in self._summary.signatures] if self._summary is not None else []
        question = Question(
            self.context,
            cap("result.seal.key.question"),
            f"{cap('result.seal.key.ask', folder=str(folder))}\n{' · '.join(officers)}",
            cap("result.seal.key.act"),
            self,
        )
        question.agreed.connect(lambda: self._act(lambda: self.model.prepare(folder)))
        question.open()

    def write_notice(self, folder: Path) -> None:
        """Write the notice for the observer into a folder."""
        self._folder = folder
        self._act(lambda: self.model.notice(folder))

    def _act(self, act: Callable[[], None]) -> None:
        self.began.emit()
        self._awaits_observer = False
        self._tell("")
        act()

    def _tell(self, words: str) -> None:
        """Say what an act wrote; without words no room is left for them."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _say(self) -> None:
        summary, cap = self._summary, self.context.captions.cap
        if summary is None:
            return
        self.title.setText(cap("result.seal.three"))
        self.lead.setText(cap("result.seal.three_lead"))
        self.prepare.setText(cap("result.seal.key.prepare"))
        self.notice.setText(cap("result.seal.notice"))
        self.collect.setText(cap("result.seal.collect"))
        self.publish.setText(cap("result.seal.publish"))
        self.papers.setText(cap("result.seal.papers"))
        self.warning.setText(cap("result.seal.final"))
        drain(self._rows)
        for one in summary.signatures:
            self._rows.addWidget(self._row(one, summary))
        self._say_shares(self.model.shares)
        self._follow()

    def _follow(self) -> None:
        """Offer what brings the signatures further; one of them stands out."""
        summary = self._summary
        if summary is None:
            return
        can = self.model.session.writable and not summary.is_sealed
        unsigned = {one.role for one in summary.signatures if not one.holds}
        self.prepare.setVisible(not summary.has_key and not summary.is_sealed)
        self.prepare.setEnabled(can and not summary.problems)
        self.notice.setVisible(summary.has_key and "observer" in unsigned and not summary.is_sealed)
        self.notice.setEnabled(can)
        self.collect.setVisible(summary.has_key and bool(unsigned) and not summary.is_sealed)
        self.publish.setVisible(summary.has_key and not summary.is_in_force and not summary.is_sealed)
        self.publish.setEnabled(can)
        self.papers.setVisible(summary.has_key and not summary.is_sealed)

    def _row(self, one: Signature, summary: SealSummary) -> QWidget:
        """Return one signature: who, when, whether it holds."""
        cap = self.context.captions.cap
        holder = QWidget()
        holder.setObjectName(f"signature:{one.role}")
        column = QVBoxLayout(holder)
        tight(column)
        row = QHBoxLayout()
        tight(row, 0, 12)
        row.setContentsMargins(0, 4, 0, 4)
        icon, ink = ("checkbox-circle-fill", "ok") if one.holds else ("key-2-line", "text2")
        if one.at and not one.fits:
            icon, ink = "error-warning-line", "warn"
        row.addWidget(IconLabel(self.context, icon, ink, 20))
        words = QVBoxLayout()
        tight(words)
        role, note = label("body"), label("small", "second")
        role.setText(cap(f"role.{one.role}") + f"　{one.code}")
        note.setText(self._note(one, summary))
        words.addWidget(role)
        words.addWidget(note)
        row.addLayout(words, 1)
        state = label("small", "ok" if one.holds else "warn" if one.at else "second")
        state.setText(cap(f"result.seal.sign.{self._state(one)}"))
        row.addWidget(state)
        column.addLayout(row)
        column.addWidget(rule())
        return holder

    @staticmethod
    def _state(one: Signature) -> str:
        """Return signed, other or waiting."""
        return "signed" if one.holds else "other" if one.at else "waiting"

    def _note(self, one: Signature, summary: SealSummary) -> str:
        """Return when it was signed, or how it is obtained."""
        cap = self.context.captions.cap
        if one.holds:
            return cap("result.seal.sign.at", at=f"{one.at[5:10]} {one.at[11:19]}")
        if one.at:
            return cap("result.seal.sign.changed")
        return cap(f"result.seal.sign.how.{one.role}") if summary.has_key else cap("result.seal.sign.first")

    def _say_shares(self, shares: Sequence[Share]) -> None:
        """List the share files of this sitting; the words are shown to their officer alone."""
        drain(self._shares)
        self.shares_title.setVisible(bool(shares))
        cap = self.context.captions.cap
        self.shares_title.setText(cap("result.seal.shares"))
        for one in shares:
            holder = QWidget()
            row = QHBoxLayout(holder)
            tight(row, 0, 8)
            row.addWidget(IconLabel(self.context, "key-2-line", "text2", 16))
            words = label("small", name=f"share:{one.officer}")
            words.setText(f"{one.officer}　{one.path.name}")
            words.setToolTip(str(one.path))
            show = button(partial(self._show_words, one), "quiet", name=f"words:{one.officer}")
            show.setText(cap("result.seal.words"))
            show.setAccessibleName(f"{cap('result.seal.words')} {one.officer}")
            row.addWidget(words, 1)
            row.addWidget(show)
            self._shares.addWidget(holder)

    def _show_words(self, share: Share) -> None:
        """Show one officer's words, opened with that officer's own vault."""
        WordsDialog(self.context, OpeningModel(self.model.session), share.path, self).open()

    def _choose_shares(self) -> None:
        folder = ask_folder(self, self.context.captions.cap("result.seal.key.prepare"), self._folder)
        if folder is not None:
            self.prepare_into(folder)

    def _choose_notice(self) -> None:
        folder = ask_folder(self, self.context.captions.cap("result.seal.notice"), self._folder)
        if folder is not None:
            self.write_notice(folder)

    def _choose_papers(self) -> None:
        folder = ask_folder(self, self.context.captions.cap("result.seal.papers"), self._folder)
        if folder is not None:
            self.print_papers(folder)

    def print_papers(self, folder: Path) -> None:
        """Write a blank sheet for every officer's words into a folder."""
        self._folder = folder
        self._act(lambda: self.model.papers(folder))

    def _printed(self, paths: Sequence[Path]) -> None:
        names = " · ".join(one.name for one in paths)
        self._tell(self.context.captions.cap("result.seal.papers_done", files=names))

    def _choose_versions(self) -> None:
        folder = ask_folder(self, self.context.captions.cap("result.seal.publish"), self._folder)
        if folder is not None:
            self._act(lambda: self.model.publish(folder))

    def _prepared(self, shares: Sequence[Share]) -> None:
        self._tell(self.context.captions.cap_count("result.seal.key.done", len(shares)))
        restyle(self.prepare, kind="primary")

    def _noticed(self, path: Path) -> None:
        self._awaits_observer = True
        self._tell(self.context.captions.cap("result.seal.noticed", file=path.name))
