"""First sittings: vaults and cards of secretary and observer, version 1, its consent."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from hands import Key, Walk, answer, window
from PySide6.QtWidgets import QApplication, QPushButton
from round_cast import PASSPHRASE, Person, Round


def sit(
    app: QApplication, play: Round, name: str, *media: Path, language: str = "zh_CN", mode: str = "light"
) -> AbstractContextManager[Walk]:
    """Return the window of somebody's computer; a vault that is there is offered."""
    vaults = sorted(play.home(name).glob("*.zgcvault"))
    vault = vaults[-1] if vaults else None
    return window(app, play.home(name) / "preferences.json", media, vault, language=language, mode=mode)


def unlock(walk: Walk) -> None:
    """Type the passphrase."""
    walk.at("unlock")
    walk.focus_in("unlockPassphrase")
    walk.type(PASSPHRASE)
    walk.press(Key.Key_Return)
    walk.at("home")


def enter(walk: Walk, name: str) -> None:
    """Unlock, and enter the only round."""
    unlock(walk)
    found = [one for one in _acts(walk) if one.startswith("round:")]
    walk.click(found[0])
    walk.at(name)


def _acts(walk: Walk) -> list[str]:
    names: list[str] = []

    def there() -> bool:
        names[:] = [
            one.objectName()
            for one in walk.shell.findChildren(QPushButton)
            if one.isVisible() and one.objectName().endswith("Act") and ":" in one.objectName()
        ]
        return bool(names)

    walk.until("a round is offered", there)
    return names


def make_vault(app: QApplication, play: Round, person: Person) -> None:
    """First start: passphrase, recovery key, card with its digits, to the list of rounds."""
    with sit(app, play, person.name) as walk:
        walk.at("newVault")
        walk.focus_in("newVaultName")
        walk.type(person.person)
        walk.fill("newVaultOrganisation", person.unit)
        walk.fill("newPassphrase", PASSPHRASE)
        walk.fill("newPassphraseAgain", PASSPHRASE)
        answer(play.home(person.name))
        walk.click("newVaultChange")
        walk.picture(f"{person.name}-first-start")
        walk.click("newVaultMake")
        walk.at("recovery")
        answer(play.home(person.name) / "恢复单.txt")
        walk.click("recoverySave")
        walk.click("recoveryDone")
        walk.at("card")
        answer(play.card(person.name))
        walk.click("cardSave")
        walk.until("the card is on the stick", play.card(person.name).exists)
        person.fingerprint = " ".join(walk.text(f"cardGroup{n}") for n in range(1, 7))
        walk.click("cardSame")
        walk.at("home")


def compare(walk: Walk) -> None:
    """Tick the six groups of the card on show as its owner reads them aloud, then S."""
    walk.focus_in("checkGroupHeard1")
    for n in range(6):
        walk.press(Key(Key.Key_1 + n))
    walk.press(Key.Key_S)


def found(app: QApplication, play: Round) -> None:
    """Secretary: the demo's settings, the observer's card compared, version 1 signed and handed out."""
    with sit(app, play, "秘书") as walk:
        unlock(walk)
        walk.click("homeNew")
        walk.at("define")
        answer(play.sample / "round.yaml")
        walk.click("defineFile")
        walk.says("defineFileName", "round.yaml")
        walk.click("defineLive")
        walk.click("defineCard")
        dialog = walk.dialog("cardChoice")
        answer(play.card("监督"))
        walk.click("cardsTake")
        compare(walk)
        walk.picture("03-observer-card")
        walk.click("cardChoiceAct")
        walk.gone(dialog)
        walk.picture("04-define")
        walk.ask("defineAct")
        dialog = walk.dialog("version")
        play.codes.append(" ".join(walk.text(f"versionCode{n}") for n in range(1, 7)))
        answer(play.stick("2-轮次"))
        walk.click("versionWrite")
        walk.text("versionTold")
        walk.picture("05-version-1")
        walk.click("versionClose")
        walk.gone(dialog)


def newest(folder: Path, pattern: str) -> Path:
    """Return the newest file of a folder."""
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


def observe(app: QApplication, play: Round) -> None:
    """Observer: takes version 1, types the round code, consents."""
    with sit(app, play, "监督") as walk:
        unlock(walk)
        answer(newest(play.stick("2-轮次"), "*.zgcround"))
        walk.click("homeChoose")
        walk.at("observer")
        walk.fill("observerCode", play.codes[0].replace(" ", ""))
        walk.press(Key.Key_Return)
        walk.says("observerDone", "已读入")
        answer(play.stick("4-回传/监督"))
        walk.ask("observerYes")
        walk.says("observerDone", ".zgccons")
        walk.picture("06-observer-consent")


def take_consents(walk: Walk, play: Round, *names: str) -> None:
    """Secretary: take the consents to the newest version in, on the page of changes."""
    walk.turn(3)
    walk.tab("expertsPageTabs", 2)
    files = [path for name in names for path in play.stick(f"4-回传/{name}").glob("*.zgccons")]
    answer(*files)
    walk.click("versionCollect")
    walk.text("versionTold")
    walk.says("versionTitle", "生效")
