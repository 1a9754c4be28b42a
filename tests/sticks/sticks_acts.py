"""Acts that write onto a stick: how each begins, what it leaves when it is whole, how its files are read."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from services_harness import Person, World

from resources.reader import Texts
from ui.log_list import write_log
from ui.viewmodels.secretary.post import returned_files
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.package_read import open_package, require_whole
from zgc_review.seal.package_set import further_of, is_stray
from zgc_review.services import acks, escrow, packing, panel, post, returning, sealing
from zgc_review.services.form_previews import Sat, items_of, save_items
from zgc_review.services.log_lines import log_lines
from zgc_review.services.rounds import signed_versions

VOLUME = 1_050_000  # the letters and some documents; the others go into further volumes


def standing(folder: Path) -> dict[str, Path]:
    """Return what a person sees and what counts, by name without the set (F-PKG-06); no hidden files."""
    seen = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    return {plain(path.name): path for path in seen if not is_stray(path)}


def plain(name: str) -> str:
    """Return a name without the set of a further volume, which every writing makes anew."""
    named = further_of(name)
    return name if named is None else f"{named.first}.{named.volume}"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of what counts, by name without the set."""
    return {name: path.read_bytes() for name, path in standing(folder).items()}


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        stage: of the round before it.
        begin: brings the round there, where the stage is not enough.
        do: the act, into a folder.
        whole: refuses a file that is not whole; opened by whom it is for.
        who: whose vault does it. given: what a process of its own is told beside the folder.
        is_over: whether it was done, where it cannot be done twice.
        renumbers: whether doing it again gives its file another number and name.
        own_folder: whether it wants a folder of its own, which it makes.
    """

    stage: str
    begin: Callable[[World], None]
    do: Callable[[World, Path], object]
    whole: Callable[[World, Path], None]
    renumbers: bool = False
    who: Callable[[World], Person] = lambda world: world.secretary
    given: Callable[[World], tuple[str, ...]] = lambda _world: ()
    is_over: Callable[[World], bool] = lambda _world: False
    own_folder: bool = False


def _nothing(_world: World) -> None:
    """The stage is enough."""


def _pack(world: World, folder: Path) -> object:
    order = packing.PackOrder(volume_size=VOLUME)
    return packing.pack(world.secretary.desk, world.secretary.round, folder, order)


def _whole_package(_world: World, path: Path) -> None:
    require_whole(open_package(path))


def _return(world: World, folder: Path) -> object:
    person = world.experts[2]
    return returning.return_files(person.desk, person.round, folder)


def opens(person: Person, path: Path) -> None:
    """Open a sealed file to its last byte."""
    with person.desk.vault.begin() as uow:
        post.open_sealed(person.desk, uow, path.read_bytes(), file=path.name)


def _whole_return(world: World, path: Path) -> None:
    assert returned_files([path.parent])
    opens(world.secretary, path)


def _panel(world: World, folder: Path) -> object:
    desk, row = world.secretary.desk, world.secretary.round
    return panel.write_panel(desk, row, "G01", world.experts[0].code, folder)


def _prepare(world: World, folder: Path) -> object:
    return escrow.prepare_seal(world.secretary.desk, world.secretary.round, folder)


def _has_key(world: World) -> bool:
    with world.secretary.desk.vault.begin() as uow:
        return len(signed_versions(uow, world.secretary.round)) > 2


def _whole_share(world: World, path: Path) -> None:
    officers = {person.round.code: person for person in world.everybody()}
    opens(officers[path.stem.rpartition("-")[2]], path)


def _seal(world: World, folder: Path) -> object:
    return sealing.seal_round(world.secretary.desk, world.secretary.round, folder)


def _opened(world: World, path: Path) -> OpenedMessage:
    """Open a result with two shares."""
    words, recipient = [], ""
    for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
        share = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(share.words)
        recipient = share.recipient
    return escrow.open_result(world.secretary.desk.suite, path, tuple(words), recipient)


def _whole_result(world: World, path: Path) -> None:
    _opened(world, path)


ACTS = {
    "pack": Act("seated", _nothing, _pack, _whole_package, given=lambda _world: (str(VOLUME),)),
    "return": Act("written", _nothing, _return, _whole_return, who=lambda world: world.experts[2]),
    "panel": Act(
        "locked",
        _nothing,
        _panel,
        lambda world, path: opens(world.experts[0], path),
        renumbers=True,
        given=lambda world: (world.experts[0].code,),
    ),
    "shares": Act("decided", _nothing, _prepare, _whole_share, is_over=_has_key),
    "seal": Act("decided", World.prepare_seal, _seal, _whole_result),
}


def _ack(world: World, folder: Path) -> object:
    return acks.acknowledge(world.secretary.desk, world.secretary.round, folder, "received")


def _whole_ack(world: World, path: Path) -> None:
    (person,) = [one for one in world.experts if path.name.startswith(one.code)]
    opens(person, path)


def _log(world: World, folder: Path) -> object:
    with world.secretary.desk.vault.begin() as uow:
        lines = log_lines(uow, world.secretary.round)
    return write_log(folder / "log.csv", Texts("zh_CN"), lines, {})


def _whole_text(_world: World, path: Path) -> None:
    assert path.read_bytes().endswith(b"\r\n")


def _forms(world: World, folder: Path) -> object:
    desk, row = world.secretary.desk, world.secretary.round
    items = [
        one
        for form in ("F07", "F08")
        for one in items_of(desk, row, form, Sat("2026-11-23T09:00+08:00", "x"))
    ]
    return save_items(row, folder, items, books=True)


def _whole_form(_world: World, path: Path) -> None:
    if path.suffix == ".pdf":
        data = path.read_bytes()
        assert data.startswith(b"%PDF-")
        assert data.rstrip().endswith(b"%%EOF")
    else:
        with zipfile.ZipFile(path) as book:
            assert book.testzip() is None


def _unpack(world: World, folder: Path) -> object:
    path = next((world.folder / "result").glob("*.zgcresult"))
    return escrow.unpack(_opened(world, path), folder)


def _whole_folder(world: World, path: Path) -> None:
    if path.name == "SHA256SUMS":  # the last that is written: everything it lists is there
        checked = subprocess.run(["sha256sum", "-c", "--quiet", path.name], cwd=path.parent, check=False)
        assert checked.returncode == 0


#: Acts that write what is no file of the program, or what a process of its own need not be killed in.
EXPORTS = {
    "ack": Act("locked", _nothing, _ack, _whole_ack, renumbers=True),
    "log": Act("locked", _nothing, _log, _whole_text),
    "forms": Act("decided", _nothing, _forms, _whole_form),
    "opened": Act("sealed", _nothing, _unpack, _whole_folder, own_folder=True),
}
