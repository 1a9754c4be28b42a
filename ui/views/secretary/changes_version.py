"""The round definition that waits or counts: its code to read aloud, handing it out, the consents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.media import media_roots
from ui.viewmodels.secretary.version import VersionModel
from ui.views.first_start import documents_folder
from ui.views.plain_dialog import PlainDialog
from ui.widgets.controls import button, label, restyle, rule, tight
from ui.widgets.digits import DigitGroups
from ui.widgets.marks import IconLabel
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError
from zgc_review.services.collecting import Arrival


class VersionPane(QWidget):
    """The newest version, on a card."""

    def __init__(self, context: Context, model: VersionModel) -> None:
        super().__init__()
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self.model = model
        self._busy = False
        self.setObjectName("versionPane")
        self.setProperty("pane", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = IconLabel(context, beside="head")
        self.title = label("head", name="versionTitle", wrap=True)
        self.text = label("body", "second", name="versionText", wrap=True)
        self.code_words = label("small", "second", wrap=True)
        self.code = DigitGroups(context, name="versionCode")
        self.told = label("small", "ok", name="versionTold", wrap=True)
        self.error = ErrorPane(context)
        self.collect = button(self._choose_files, name="versionCollect")
        self.write = button(self._choose_folder, name="versionWrite")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 20, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(rule())
        column.addWidget(self.code_words)
        column.addWidget(self.code)
        for one in (self.told, self.error):
            column.addWidget(one)
        acts = QHBoxLayout()
        tight(acts, 0, 8)
        acts.addStretch(1)
        acts.addWidget(self.collect)
        acts.addWidget(self.write)
        column.addLayout(acts)

    def _wire(self) -> None:
        self.model.loaded.connect(self.retranslate)
        self.model.handed_out.connect(self._was_handed_out)
        self.model.collected.connect(self._was_collected)
        self.model.failed.connect(self._refused)
        self._context.captions.changed.connect(self.retranslate)

    def load(self) -> None:
        """Read the version."""
        self.error.clear()
        self.told.setText("")
        self.model.load()

    def retranslate(self) -> None:
        """Set every text anew; the prominent act is the one that comes next."""
        view = self.model.view
        self.collect.setText(self.cap("version.collect"))
        self.write.setText(self.cap("version.write"))
        self.told.setVisible(bool(self.told.text()))
        self.code_words.setText(self.cap("version.code"))
        for one in (self.collect, self.write):  # also at work: the one that was pressed keeps the focus
            one.setEnabled(view is not None and self.model.session.writable)
        if view is None:
            self.title.setText(self.cap("version.none"))
            return
        self.icon.set_icon("time-line" if view.waits else "check-line", "warn" if view.waits else "ok")
        self.code.show_digits(view.code)
        codes = " · ".join(view.awaited)
        if view.refused:
            self.title.setText(self.cap("version.refused", n=view.newest, codes=" · ".join(view.refused)))
            self.text.setText(self.cap("version.refused_text"))
        elif view.waits:
            self.title.setText(self.cap("version.waits", n=view.newest))
            key = "version.waits_written" if view.is_handed_out else "version.waits_unwritten"
            self.text.setText(self.cap(key, codes=codes))
        else:
            self.title.setText(self.cap("version.counts", n=view.newest))
            key = "version.counts_written" if view.is_handed_out else "version.counts_unwritten"
            self.text.setText(self.cap(key))
        restyle(self.write, kind="" if view.is_handed_out else "primary")
        restyle(self.collect, kind="primary" if view.waits and view.is_handed_out else "")
        if self.collect.hasFocus() and not view.waits:
            self.write.setFocus()
        self.collect.setVisible(view.waits)

    def hand_out(self, folder: Path) -> None:
        """Write the file for the members into a folder."""
        self._begin()
        self.model.hand_out(folder)

    def take(self, paths: Sequence[Path]) -> None:
        """Take consents in."""
        if paths:
            self._begin()
            self.model.collect(paths)

    def _begin(self) -> None:
        self.error.clear()
        self.told.setText("")
        self._busy = True

    def _choose_folder(self) -> None:
        if self._busy:
            return
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        chosen = QFileDialog.getExistingDirectory(self, self.cap("version.write"), start)
        if chosen:
            self.hand_out(Path(chosen))

    def _choose_files(self) -> None:
        if self._busy:
            return
        roots = media_roots()
        start = str(roots[0] if roots else documents_folder())
        kinds = f"{self.cap('version.kind')} (*.zgccons)"
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.cap("version.collect"), start, kinds)
        self.take([Path(one) for one in chosen])

    def _was_handed_out(self, paths: Sequence[Path]) -> None:
        self._busy = False
        self.told.setText(self.cap("version.written", file=paths[0].name))
        self.told.setToolTip(str(paths[0]))
        self.retranslate()

    def _was_collected(self, arrivals: Sequence[Arrival]) -> None:
        self._busy = False
        taken = sum(one.outcome == "new" for one in arrivals)
        refused = next((one.error for one in arrivals if one.error is not None), None)
        self.told.setText(self.cap_count("version.taken", taken) if taken or refused is None else "")
        if refused is not None:
            self.error.show_error(refused)
        self.retranslate()

    def _refused(self, fault: ReviewError) -> None:
        self._busy = False
        if self.isVisible():
            self.error.show_error(fault)
        self.retranslate()


class VersionDialog(PlainDialog):
    """The version in a dialog: after version 1 was signed, and where the board's next act is a consent."""

    def __init__(self, context: Context, model: VersionModel, parent: QWidget) -> None:
        cap = context.captions.cap
        super().__init__(context, cap("version.title"), cap("version.lead"), parent, name="version")
        self.pane = VersionPane(context, model)
        self.body.addWidget(self.pane)
        self.widen(620)
        model.loaded.connect(self.fit)
        model.handed_out.connect(lambda _paths: self.fit())
        model.collected.connect(lambda _arrivals: self.fit())
        model.failed.connect(lambda _fault: self.fit())
        self.pane.load()
