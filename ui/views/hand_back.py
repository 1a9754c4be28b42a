"""Handing back: which media, the passphrase, and the copy of the round is deleted (rules §11, F17)."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.context import Context
from ui.viewmodels.give_back import GiveBackModel, GiveBackStanding
from ui.views.ask import Question
from ui.widgets.controls import label
from ui.widgets.notices import ErrorPane
from ui.widgets.passphrase import PassphraseField
from zgc_review.errors import ReviewError
from zgc_review.services.handing_back import LINE_MOST, REASON_LEAST


class HandBackDialog(Question):
    """Asks before the copy goes; stays open until it is gone."""

    def __init__(
        self, context: Context, model: GiveBackModel, standing: GiveBackStanding, parent: QWidget
    ) -> None:
        cap, count = context.captions.cap, context.captions.cap_count
        held = count("handback.documents", standing.copy.documents)
        text = "\n".join((held, cap("handback.goes"), cap("handback.stays")))
        super().__init__(context, cap("handback.question"), text, cap("handback.act"), parent, "danger")
        self.setObjectName("handBack")
        self._context = context
        self._model = model
        self._counted = standing.copy.counted
        self.media, self.reason = QPlainTextEdit(), QPlainTextEdit()
        self.passphrase = PassphraseField(context, name="handBackPassphrase")
        self.missing = label("small", "second", name="handBackMissing", wrap=True)
        self.error = ErrorPane(context)
        self._lay_out(standing)
        self._wire()
        self._follow()
        self.media.setFocus()

    def _lay_out(self, standing: GiveBackStanding) -> None:
        captions, px = self._context.captions, self._context.theme.px
        if standing.copy.backups:
            warning = label("body", "warn", name="handBackBackups", wrap=True)
            warning.setText(captions.cap_count("handback.backups", standing.copy.backups))
            self.body.addWidget(warning)
        for key, field, name, shown in (
            ("handback.media", self.media, "handBackMedia", True),
            ("handback.reason", self.reason, "handBackReason", not self._counted),
        ):
            words = label("body", wrap=True)
            words.setText(captions.cap(key))
            words.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(words.text())
            field.setTabChangesFocus(True)
            field.setFixedHeight(px(64))
            words.setVisible(shown)
            field.setVisible(shown)
            self.body.addWidget(words)
            self.body.addWidget(field)
        words = label("body")
        words.setText(captions.cap("handback.passphrase"))
        words.setBuddy(self.passphrase)
        self.passphrase.setAccessibleName(words.text())
        for one in (words, self.passphrase, self.missing, self.error):
            self.body.addWidget(one)

    def _wire(self) -> None:
        self.media.textChanged.connect(self._follow)
        self.reason.textChanged.connect(self._follow)
        self.passphrase.textChanged.connect(self._follow)
        self._model.handed_back.connect(self.accept)
        self._model.not_handed_back.connect(self._refused)

    def numbers(self) -> list[str]:
        """Return the numbers typed, one a line."""
        return [one.strip() for one in self.media.toPlainText().splitlines() if one.strip()]

    def _follow(self) -> None:
        """Say what is still missing before the act."""
        cap, numbers = self._context.captions.cap, self.numbers()
        lacking = ""
        if not numbers:
            lacking = cap("handback.lacks.media")
        elif len(set(numbers)) < len(numbers) or max(map(len, numbers)) > LINE_MOST:
            lacking = cap("handback.lacks.once")
        elif not self._counted and len(self.reason.toPlainText().strip()) < REASON_LEAST:
            lacking = cap("handback.lacks.reason")
        elif not self.passphrase.text():
            lacking = cap("handback.lacks.passphrase")
        self.missing.setText(lacking)
        self.act.setEnabled(not lacking and self._model.session.writable)

    def _agree(self) -> None:
        self.error.clear()
        self.act.setEnabled(False)
        reason = "" if self._counted else self.reason.toPlainText().strip()
        self._model.hand_back(self.numbers(), reason, self.passphrase.take())

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)
        self._follow()
        self.room.fit(self, self.error)
        self.passphrase.setFocus()
