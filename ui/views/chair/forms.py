"""Forms over the chair's visible set, looked at before the secretary prints the official ones (rules §15)."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.context import Context
from ui.viewmodels.secretary.forms import FormsModel
from ui.viewmodels.session import Session
from ui.views.secretary.forms import FormsPane
from zgc_review.services.panel_forms import FORMS_SEEN, items_seen, save_seen


class FormsPage(FormsPane):
    """F08, F09, F10 and F14 by code; every one says that it is not the official one."""

    place = "chair.page.forms"

    def __init__(self, context: Context, model: FormsModel) -> None:
        super().__init__(context, model, forms=FORMS_SEEN, scope="chair.forms.scope")


def seen_forms(session: Session, parent: QObject | None = None) -> FormsModel:
    """Return the view-model of these forms."""
    return FormsModel(
        session,
        parent,
        items=lambda desk, row, form, _sat, most: items_seen(desk, row, form, most),
        save=save_seen,
    )
