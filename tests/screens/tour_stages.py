"""A mid-term check and an acceptance: sheets, the chair's pages, the secretary's, an opened result (§2.4)."""

from __future__ import annotations

import shutil

from services_harness import PASSPHRASE
from studio import Stage
from tour_expert import score_of

from ui.views.chair.decide import DecidePage
from ui.views.chair.rooms import ChairRooms
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen
from ui.views.secretary.rooms import SecretaryRooms

_FAILED, _BELOW = 3, 4  # what a screening item speaks against; what is below a floor
_DUE = 2  # that item, by place: fewer targets met than asked for


def midterm(stage: Stage) -> None:
    """The sheet of a mid-term check."""
    stage.enter("e2")
    screen = score_of(stage, 0)
    stage.pages()
    screen.rubric.open_section("SM-K1")
    stage.take("t01-midterm-sheet")


def acceptance(stage: Stage) -> None:
    """The sheet of an acceptance, with a screening item claimed."""
    stage.enter("e2")
    screen = score_of(stage, _FAILED)
    screen.documents.go_to(screen.model.sheet.content.documents[1].position, 0)
    stage.pages()
    screen.rubric.open_section("")
    claims = screen.rubric.opinion.claims
    claims.add.click()
    claims.rows[0].item.activated.emit(_DUE)
    claims.rows[0].text.field.setPlainText("考核指标完成 80%，低于 85%")
    claims.rows[0].cite.click()
    stage.settle()
    screen.rubric.area.ensureWidgetVisible(claims)
    stage.take("t02-acceptance-sheet")


def chair_midterm(stage: Stage) -> None:
    """Overview, the item that fell, and outcomes of a mid-term check."""
    stage.enter("e1")
    rooms = stage.office(ChairRooms)
    stage.take("t03-midterm-overview")
    _discussed(stage, rooms, _FAILED)
    page = rooms.discussion_page
    page.beside.tabs.setCurrentIndex(3)
    stage.take("t04-midterm-item")
    _decided(stage, rooms, 2)
    stage.take("t05-midterm-decide")


def chair_acceptance(stage: Stage) -> None:
    """Overview, opinion and outcomes of an acceptance."""
    stage.enter("e1")
    rooms = stage.office(ChairRooms)
    stage.take("t06-acceptance-overview")
    _discussed(stage, rooms, _BELOW)
    stage.take("t07-acceptance-opinion")
    _decided(stage, rooms, _FAILED)
    stage.take("t08-acceptance-decide")


def _discussed(stage: Stage, rooms: ChairRooms, place: int) -> None:
    rooms.go("discussion")
    desk, row = stage.rooms.session.desk, stage.rooms.session.row
    with desk.vault.begin() as uow:
        every = sorted(uow.applications.all(row.round_id), key=lambda one: one.number)
    rooms.discussion_page.model.choose(every[place].application_id)


def _decided(stage: Stage, rooms: ChairRooms, place: int) -> DecidePage:
    rooms.go("decide")
    stage.settle()
    rooms.decide_page.table.choose(place)
    return rooms.decide_page


def office(stage: Stage) -> None:
    """The secretary's board, values and outcomes before they are confirmed."""
    stage.enter("s")
    rooms = stage.office(SecretaryRooms)
    stage.take("t09-board")
    rooms.go("aggregate")
    rooms.result_page.aggregate.table.choose(0)
    stage.take("t10-combined")
    rooms.go("decisions")
    stage.take("t11-decisions")


def opened(stage: Stage) -> None:
    """The opened result of an acceptance."""
    usb = stage.stick()
    for one in (*(stage.folder / "result").glob("*.zgc*"), *(stage.folder / "shares").glob("*.zgcshare")):
        shutil.copy(one, usb)
    stage.enter("s")
    stage.rooms.show_opening()
    screen = stage.screen(OpenTogether)
    screen.choose_file(next(usb.glob("*.zgcresult")))
    screen.bring_share(next(usb.glob("*秘书01*.zgcshare")))
    screen.bring_share(next(usb.glob("*监督01*.zgcshare")))
    screen.vault.choose_vault(stage.folder / "vaults" / "o.zgcvault")
    screen.vault.passphrase.setText(PASSPHRASE)
    screen.vault.act.click()
    stage.settle()
    screen.act.click()
    stage.wait(lambda: isinstance(stage.shell.screen, OpenedScreen))
    stage.take("t12-opened")
    stage.screen(OpenedScreen).settle()


TOURS = (
    ("stage-midterm", "midterm", midterm),
    ("stage-acceptance", "acceptance", acceptance),
    ("stage-chair-midterm", "midterm-discussed", chair_midterm),
    ("stage-chair-acceptance", "acceptance-discussed", chair_acceptance),
    ("stage-office", "acceptance-decided", office),
    ("stage-opened", "acceptance-sealed", opened),
)
