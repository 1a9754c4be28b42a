"""Acts that write onto a stick: how each begins, what it leaves when it is whole, how its files are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from services_harness import Person, World

from ui.viewmodels.secretary.post import returned_files
from zgc_review.seal.package_read import open_package, require_whole
from zgc_review.services import escrow, packing, panel, post, returning, sealing
from zgc_review.services.rounds import signed_versions

VOLUME = 1_050_000  # the letters and some documents; the others go into further volumes


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
    """

    stage: str
    begin: Callable[[World], None]
    do: Callable[[World, Path], object]
    whole: Callable[[World, Path], None]
    renumbers: bool = False
    who: Callable[[World], Person] = lambda world: world.secretary
    given: Callable[[World], tuple[str, ...]] = lambda _world: ()
    is_over: Callable[[World], bool] = lambda _world: False


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


def _whole_result(world: World, path: Path) -> None:
    words, recipient = [], ""
    for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
        share = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(share.words)
        recipient = share.recipient
    escrow.open_result(world.secretary.desk.suite, path, tuple(words), recipient)


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
