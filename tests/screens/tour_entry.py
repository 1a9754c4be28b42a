"""The way in: first start, recovery key, card, unlock, rounds and packages, code."""

from __future__ import annotations

import shutil
from pathlib import Path

from studio import Stage

import ui.media
from ui.views.fault import FaultDialog
from ui.views.first_start import CardScreen, NewVaultScreen, RecoveryScreen
from ui.views.home import HomeScreen
from ui.views.restore import RestoreScreen
from ui.views.unlock import RecoverScreen, UnlockScreen

SECRET = "一句只有我知道的长口令"


def first_start(stage: Stage) -> None:
    """A new vault, its recovery key, the card, the empty list of rounds, the unlock pane."""
    stage.program.start()
    screen = stage.screen(NewVaultScreen)
    screen.choose_folder(stage.folder)
    screen.name.setText("王示例")
    screen.organisation.setText("示例大学")
    for field in (screen.passphrase.first, screen.passphrase.second):
        field.setText(SECRET)
    screen.folder_line.setText("文档 / 王示例.zgcvault")
    stage.take("e01-first-start")
    screen.make.click()
    stage.wait(lambda: isinstance(stage.shell.screen, RecoveryScreen))
    stage.take("e02-recovery")
    stage.screen(RecoveryScreen).next.click()
    stage.take("e03-card")
    stage.screen(CardScreen).same.click()
    ui.media.media_roots = lambda: ()
    stage.wait(lambda: isinstance(stage.shell.screen, HomeScreen))
    stage.take("e05-home-empty")
    stage.program.lock()
    unlock = stage.screen(UnlockScreen)
    unlock.passphrase.setText("wrong")
    unlock.open.click()
    stage.wait(lambda: bool(unlock.wait.text()))
    stage.take("e04-unlock")
    unlock.forgot.click()
    recover = stage.screen(RecoverScreen)
    recover.key.insertPlainText(
        "F7KQ2-M4XWZ-93HTC-PB6VN-8RDJY-2TQA0-K5WCH-ZE7MD-40RGS-NX3VB-6JYPF-D1H9T-QW8KA"
    )
    for field in (recover.passphrase.first, recover.passphrase.second):
        field.setText(SECRET)
    stage.take("e08-recover")
    recover.back.click()
    stage.screen(UnlockScreen).restore.click()
    restore = stage.screen(RestoreScreen)
    restore.take(stage.folder / "王示例-2026-11-23-093000.zgcvault")
    restore.passphrase.setText(SECRET)
    restore.source_line.setText("U 盘 / 王示例-2026-11-23-093000.zgcvault")
    restore.target_line.setText("文档 / 王示例-2.zgcvault")
    stage.take("e48-restore")
    stage.program.show_fault(RuntimeError("示例"))
    stage.dialogue("e09-fault", FaultDialog)


def rounds(stage: Stage) -> None:
    """Rounds and packages: a stick, the code, what came of it, a damaged package."""
    stick = stage.stick()
    package = Path(shutil.copy(stage.world.package, stick))
    ui.media.media_roots = lambda: (stick,)
    stage.unlock("e3")
    home = stage.screen(HomeScreen)
    home.open(package)
    stage.take("e06-code")
    stage.take_half_way("e49-fetching", home.model.moved)
    home.open(package, stage.world.code(2))
    stage.take("e07-opened")


def later(stage: Stage) -> None:
    """The list of rounds with a live round and a rehearsal, and a package that is damaged."""
    stick = stage.stick()
    broken = stick / stage.world.package.name
    data = bytearray(stage.world.package.read_bytes())
    data[700] ^= 0xFF
    broken.write_bytes(bytes(data))
    ui.media.media_roots = lambda: (stick,)
    stage.unlock("e2")
    stage.screen(HomeScreen).open(broken)
    stage.take("e10-home-error")


TOURS = (
    ("first-start", "packed", first_start),
    ("rounds", "packed", rounds),
    ("home", "rehearsed", later),
)
