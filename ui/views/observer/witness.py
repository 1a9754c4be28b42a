"""What the observer watches and signs: the draw, done again here; the sealing, by counts and digest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.observer_tables import standing_key
from ui.models.result_tables import decision_order
from ui.viewmodels.observer import ObserverModel
from ui.views.ask import Question
from ui.views.folders import ask_file, ask_folder
from ui.views.screen import Screen
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.dropped import dropped, not_one, not_taken
from ui.widgets.notices import ErrorPane
from ui.widgets.seal_cards import CheckLine
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError
from zgc_review.services.sealing_witness import SealNotice

SUFFIX = ".json"


class WitnessPage(Screen):
    """A file comes in, what it says stands on a card, one signature goes out."""

    act_name = ""  # what the model calls it: draw or seal

    def __init__(self, context: Context, model: ObserverModel, *, name: str) -> None:
        super().__init__(context, name=name)
        self.model = model
        self._folder: Path | None = None
        self.setAcceptDrops(True)
        self.title = label("title")
        self.lead = label("body", "second", wrap=True)
        self.error = ErrorPane(context)
        self.choose = button(self._choose, name=f"{name}Choose")
        self.empty = label("body", "second", name=f"{name}Empty", wrap=True)
        self.card = pane("card", name=f"{name}Card")
        self.lines = QVBoxLayout(self.card)
        tight(self.lines, 20, 4)
        self.card.hide()
        self.before = label("small", "second", name=f"{name}Before", wrap=True)
        self.done = label("small", "ok", name=f"{name}Done", wrap=True)
        self.act = button(self._ask, "primary", name=f"{name}Act")
        self._lay_out()
        model.loaded.connect(self.show_before)
        model.signed.connect(self._signed)
        model.failed.connect(self._refused)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 12)
        column.setContentsMargins(24, 16, 24, 24)  # the heading stands where the other pages have theirs
        top, head = QVBoxLayout(), QHBoxLayout()
        tight(top, 0, 8)
        tight(head, 0, 12)
        head.addWidget(self.title, 1)
        head.addWidget(self.choose)
        top.addLayout(head)
        top.addWidget(self.lead)
        column.addLayout(top)
        for one in (self.error, self.empty, self.card, self.before):
            column.addWidget(one)
        column.addStretch(1)
        scroll = TallScroll(inside)
        foot = pane("footer")
        self.bar = QHBoxLayout(foot)
        tight(self.bar, 0, 16)
        self.bar.setContentsMargins(24, 12, 24, 12)
        self.bar.addWidget(self.done, 1)
        self.bar.addWidget(self.act)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll, 1)
        outer.addWidget(foot)

    def entered(self) -> None:
        """The file comes first."""
        self.error.clear()
        self.model.load()
        self.choose.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dropped; of anything else it is said why not."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped, if it is one file of the kind; what was read before stays on show."""
        paths = dropped(event)
        wrong = not_one(paths)
        if wrong is None and paths[0].suffix != SUFFIX:
            wrong = not_taken(paths, SUFFIX)
        if wrong is None:
            self.read(paths[0])
        else:
            self.error.show_error(wrong)

    def read(self, path: Path) -> None:
        """Read a file."""
        raise NotImplementedError

    def show_before(self) -> None:
        """Say what was signed before."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set the texts both pages have."""
        key = f"observer.{self.act_name}"
        self.title.setText(self.cap(self.place))
        self.lead.setText(self.cap(f"{key}.lead"))
        self.choose.setText(self.cap(f"{key}.choose"))
        self.empty.setText(self.cap(f"{key}.empty"))
        self.act.setText(self.cap(f"{key}.act"))

    def sign_into(self, folder: Path) -> None:
        """Ask, then sign."""
        raise NotImplementedError

    def ask(self, title: str, text: str, sign: Callable[[], None]) -> None:
        """Ask before a signature."""
        self.error.clear()
        question = Question(self.context, title, text, self.act.text(), self)
        question.agreed.connect(sign)
        question.open()

    def _choose(self) -> None:
        path = ask_file(self, self.choose.text(), f"JSON (*{SUFFIX})", self._folder)
        if path is not None:
            self.read(path)

    def _ask(self) -> None:
        folder = ask_folder(self, self.cap("observer.folder"), self._folder)
        if folder is not None:
            self._folder = folder
            self.sign_into(folder)

    def _signed(self, what: str, path: Path) -> None:
        if what == self.act_name:
            self.done.setText(self.cap("observer.written", file=path.name, folder=str(path.parent)))

    def _refused(self, what: str, fault: ReviewError) -> None:
        if what == self.act_name:
            self.error.show_error(fault)

    def _fill(self, lines: Sequence[tuple[str, str, str, str]]) -> None:
        """Show lines of icon, ink, words and result on the card."""
        while self.lines.count():
            item = self.lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for n, (icon, ink, words, result) in enumerate(lines):
            name = f"{self.act_name}Line{n}"
            self.lines.addWidget(CheckLine(self.context, icon, ink, words, result, name))
        self.card.setVisible(bool(lines))
        self.empty.setVisible(not lines)


class DrawPage(WitnessPage):
    """The draw, done again from the file that the secretary hands out."""

    place = "observer.page.draw"
    act_name = "draw"

    def __init__(self, context: Context, model: ObserverModel) -> None:
        self._digest = ""
        self._file = ""
        super().__init__(context, model, name="drawPage")
        model.redone.connect(self._redone)

    def read(self, path: Path) -> None:
        """Draw again."""
        self.error.clear()
        self._digest = ""
        self._follow()
        self.model.redo(path)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.show_before()
        self._follow()

    def show_before(self) -> None:
        """Say which draw was witnessed."""
        watching = self.model.watching
        draws = watching.draws if watching is not None else ()
        self.before.setText(self.cap("observer.draw.before", digest=draws[-1]) if draws else "")
        self.before.setVisible(bool(draws))

    def sign_into(self, folder: Path) -> None:
        """Ask with the digest, then sign."""
        digest = self._digest
        text = f"{self.cap('observer.draw.ask', folder=str(folder))}\n{digest}"
        title = self.cap("observer.draw.question")
        self.ask(title, text, lambda: self.model.witness_draw(digest, folder))

    def _redone(self, path: Path, digest: str) -> None:
        self._digest, self._file = digest, path.name
        self._follow()

    def _follow(self) -> None:
        cap, there = self.cap, bool(self._digest)
        lines = [
            (
                "checkbox-circle-line",
                "ok",
                cap(f"observer.draw.same.{part}"),
                self._file if part == "pool" else "",
            )
            for part in ("pool", "inputs", "seed", "drawn")
        ]
        digest = ("checkbox-circle-line", "ok", cap("observer.draw.result", digest=self._digest), "")
        self._fill([*lines, digest] if there else [])
        self.act.setEnabled(there and self.model.session.writable)


class SealingPage(WitnessPage):
    """The sealing: counts and a digest, nothing else before the result is open (rules §15).

    Signals:
        open_asked: open a sealed result together.
    """

    place = "observer.page.sealing"
    act_name = "seal"
    open_asked = Signal()

    def __init__(self, context: Context, model: ObserverModel) -> None:
        self._notice: SealNotice | None = None
        self.open = button(self._open_result, name="sealOpenResult")
        super().__init__(context, model, name="sealingPage")
        self.bar.insertWidget(1, self.open)
        model.noticed.connect(self._noticed)

    def read(self, path: Path) -> None:
        """Read the notice."""
        self.error.clear()
        self.model.read_notice(path)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.open.setText(self.cap("opened.place"))
        self.show_before()

    def show_before(self) -> None:
        """Say when the sealing was signed."""
        watching = self.model.watching
        at = watching.sealed_at if watching is not None else ""
        self.before.setText(self.cap("observer.seal.before", at=f"{at[:10]} {at[11:19]}") if at else "")
        self.before.setVisible(bool(at))
        self._follow()

    def sign_into(self, folder: Path) -> None:
        """Ask with counts and digest, then sign."""
        notice = self._notice
        if notice is None:
            return
        counts = " · ".join(f"{words} {result}" for _, _, words, result in self._counts(notice))
        digest = self.cap("observer.seal.digest", digest=notice.digest)
        lead, into = self.cap("observer.seal.ask"), self.cap("observer.seal.into", folder=str(folder))
        text = "\n".join((lead, counts, digest, into))
        title = self.cap("observer.seal.question")
        self.ask(title, text, lambda: self.model.witness_seal(notice, folder))

    def _open_result(self) -> None:
        self.open_asked.emit()

    def _noticed(self, notice: SealNotice) -> None:
        self._notice = notice
        self._follow()

    def _counts(self, notice: SealNotice) -> list[tuple[str, str, str, str]]:
        """Return how many came to what."""
        texts = self.context.captions.texts
        return [
            ("file-list-3-line", "text2", texts.get(f"form.word.{words}.{code}"), f"{count:,}")
            for words, counts in (("decision", notice.decisions), ("check_result", notice.checked))
            for code, count in sorted(counts.items(), key=lambda one: decision_order(one[0]))
            if texts.has(f"form.word.{words}.{code}")
        ]

    def _version_words(self, notice: SealNotice) -> str:
        """Name the version the sealing rests on, and where it stands in this vault: it may still wait."""
        words = self.cap("secretary.round_version", n=notice.number)
        watching = self.model.watching
        held = () if watching is None else watching.versions
        line = next((one for one in held if one.version.message_id == notice.version), None)
        return words if line is None else f"{words} · {self.cap(standing_key(line))}"

    def _follow(self) -> None:
        notice = self._notice
        if notice is None:
            self._fill([])
        else:
            version = self._version_words(notice)
            digest = self.cap("observer.seal.digest", digest=notice.digest)
            self._fill(
                [
                    ("archive-line", "text2", notice.title, version),
                    *self._counts(notice),
                    ("lock-line", "text2", digest, ""),
                ]
            )
        self.act.setEnabled(notice is not None and self.model.session.writable)
