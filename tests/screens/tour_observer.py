"""The observer's pages, and opening a sealed result together."""

from __future__ import annotations

import shutil

from services_harness import PASSPHRASE
from studio import Stage

from ui.bootstrap import open_desk
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.observer.rooms import ObserverRooms
from ui.views.opened.names import NamesDialog
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen
from zgc_review.services import drawing_witness, escrow, sealing_witness, sharing
from zgc_review.services.drawing_record import draws_of


def watch(stage: Stage) -> None:
    """Definitions, any file, the seal notice."""
    usb = stage.stick()
    secretary = open_desk(stage.folder / "vaults" / "s.zgcvault", PASSPHRASE)
    row = heads(secretary)[0].row
    escrow.prepare_seal(secretary, row, usb)
    sharing.publish_round(secretary, row, usb)
    notice = sealing_witness.write_notice(secretary, row, usb)
    secretary.vault.close()
    stage.enter("o")
    rooms = stage.office(ObserverRooms)
    rooms.definitions.follow(sorted(usb.glob("*.zgcround")))
    stage.take("o01-definitions")
    rooms.frame.turn("verify")
    rooms.verify.verify(next((stage.folder / "stick").glob("*全体-1.zgcpkg")))
    stage.settle(0.3)
    stage.take("o03-verify")
    rooms.frame.turn("sealing")
    rooms.sealing.read(notice)
    stage.take("o04-sealing")
    rooms.sealing.sign_into(usb)
    stage.dialogue("o05-sealing-question", Question)
    _agree(stage)


def draw(stage: Stage) -> None:
    """The draw file, drawn again and compared."""
    usb = stage.stick()
    secretary = open_desk(stage.folder / "vaults" / "s.zgcvault", PASSPHRASE)
    row = heads(secretary)[0].row
    with secretary.vault.begin() as uow:
        drawn = draws_of(uow, row)[-1]
    path = usb / "抽取.json"
    path.write_bytes(drawing_witness.public_draw(drawn))
    secretary.vault.close()
    stage.enter("o")
    rooms = stage.office(ObserverRooms)
    rooms.frame.turn("draw")
    rooms.draw.read(path)
    stage.take("o02-draw")


def together(stage: Stage) -> None:
    """Shares come together, the result is opened in memory: ranking, verdict, log, forms."""
    usb = stage.stick()
    for one in (*(stage.folder / "result").glob("*.zgc*"), *(stage.folder / "shares").glob("*.zgcshare")):
        shutil.copy(one, usb)
    stage.enter("s")
    stage.rooms.show_opening()
    screen = stage.screen(OpenTogether)
    screen.choose_file(next(usb.glob("*.zgcresult")))
    screen.bring_share(next(usb.glob("*秘书01*.zgcshare")))
    screen.bring_share(next(usb.glob("*监督01*.zgcshare")))
    stage.take("r01-together")
    screen.vault.choose_vault(stage.folder / "vaults" / "o.zgcvault")
    screen.vault.passphrase.setText(PASSPHRASE)
    screen.vault.act.click()
    stage.settle()
    screen.act.click()
    stage.wait(lambda: isinstance(stage.shell.screen, OpenedScreen))
    opened = stage.screen(OpenedScreen)
    stage.take("r02-ranking")
    opened.pages.turn(1)
    stage.settle(0.5)
    verdict = opened.pages.shown
    verdict.code.setText(stage.world.code(1))
    verdict.head.setText(opened.model.opened.log_digits)
    stage.press("openedVerify")
    stage.settle(0.5)
    stage.take("r03-verdict")
    opened.pages.turn(2)
    stage.take("r04-log")
    opened.pages.turn(3)
    stage.settle(1.0)
    stage.pages()
    stage.take("r05-forms")
    opened.settle()
    stage.rooms.show_opening()
    screen = stage.screen(OpenTogether)
    screen.choose_file(next(usb.glob("*.zgcnames")))
    for code, vault in (("秘书01", "s"), ("监督01", "o")):
        screen.bring_share(next(usb.glob(f"*{code}*.zgcshare")))
        if vault == "o":
            screen.vault.choose_vault(stage.folder / "vaults" / "o.zgcvault")
            screen.vault.passphrase.setText(PASSPHRASE)
            screen.vault.act.click()
            stage.settle()
    screen.act.click()
    stage.dialogue("r06-names", NamesDialog)


def _agree(stage: Stage) -> None:
    question = stage.dialog(Question)
    assert isinstance(question, Question)
    question.act.click()
    stage.settle()


TOURS = (
    ("watch", "confirmed", watch),
    ("draw", "planned", draw),
    ("together", "sealed", together),
)
