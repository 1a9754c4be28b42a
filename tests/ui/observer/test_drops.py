"""What is dropped by mistake on the observer's pages, and where shares come together: told, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from key_tours import drop, said
from keys_only import Keys
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of, prepared
from services_harness import World

from ui.captions import Captions
from ui.context import Context
from ui.views.observer.rooms import ObserverRooms
from ui.views.opened.together import OpenTogether
from ui.widgets.notices import ErrorPane

Watch = Callable[[str], tuple[Bench, ObserverRooms]]
LANGUAGES = ("zh_CN", "en")


def wrong(folder: Path) -> list[Path]:
    """Return files of other kinds, one that is gone, a folder."""
    names = ("材料包.zgcpkg", "专家01.zgcscore", "说明.txt", "没有扩展名")
    for name in names:
        (folder / name).write_bytes(b"nothing of ours")
    (folder / "文件夹").mkdir()
    return [*(folder / name for name in names), folder / "没有了.zgcpkg", folder / "文件夹"]


def told(bench: Bench) -> list[str]:
    """Return the codes on show; each sentence is there in both languages, with what it names filled in."""
    panes = [one for one in bench.shell.findChildren(ErrorPane) if one.isVisible()]
    for one in panes:
        assert one.fault is not None
        for language in LANGUAGES:
            words = Captions(language).error(one.fault)
            assert words.title
            assert words.body
            assert "{" not in words.title + words.body
    return said(Keys(bench.shell))


@pytest.mark.parametrize("page", ["draw", "sealing"])
def test_a_page_of_signing_refuses_what_is_no_file_of_its_kind(
    watch: Watch, tmp_path: Path, page: str
) -> None:
    """One of a kind; several, other kinds, addresses: told in place, what was read before stays."""
    bench, rooms = watch("decided")
    shown = rooms.draw if page == "draw" else rooms.sealing
    notice = prepared(bench.world, tmp_path / "usb")
    rooms.frame.turn(page)
    assert drop(shown, notice)
    assert told(bench) == ([] if page == "sealing" else ["draw.file"])
    before = shown.act.isEnabled()
    for one in wrong(tmp_path):
        assert drop(shown, one)
        assert told(bench) == ["arrive.kind"]
        assert one.name in shown.error.accessibleName()
        assert ".json" in shown.error.accessibleName()
    assert drop(shown, notice, notice)
    assert told(bench) == ["arrive.several"]
    assert drop(shown, "https://example.org/a.json")
    assert told(bench) == ["arrive.address"]
    assert not drop(shown, "只是一句话")
    assert shown.act.isEnabled() == before
    assert drop(shown, tmp_path / "gone.json")
    assert told(bench) == ["seal.file.read"]
    assert drop(shown, notice)
    assert told(bench) == ([] if page == "sealing" else ["draw.file"])


def test_the_page_that_checks_any_file_takes_one_at_a_time(watch: Watch, tmp_path: Path) -> None:
    bench, rooms = watch("written")
    rooms.frame.turn("verify")
    page, package = rooms.verify, bench.world.package
    assert drop(page, package, package)
    assert told(bench) == ["arrive.several"]
    assert not page.table.isVisible()
    assert drop(page, "https://example.org/a.zgcpkg")
    assert told(bench) == ["arrive.address"]
    assert not drop(page, "只是一句话")
    assert drop(page, package)
    assert told(bench) == []
    assert page.table.isVisible()


@pytest.fixture
def together(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Bench:
    """The secretary's window of a sealed round, where shares come together."""
    world = at("sealed")
    bench = bench_of(context, qtbot, world, world.secretary)
    assert bench.program.rooms is not None
    bench.program.rooms.show_opening()
    return bench


def test_where_shares_come_together_nothing_else_is_taken(together: Bench, tmp_path: Path) -> None:
    """A wrong file among right ones: none is taken; two results: which is meant nobody can say."""
    screen, folder = together.shell.screen, together.world.folder
    assert isinstance(screen, OpenTogether)
    result = next((folder / "result").glob("*.zgcresult"))
    names = next((folder / "result").glob("*.zgcnames"))
    share = next((folder / "shares").glob("*秘书01.zgcshare"))
    for one in wrong(tmp_path):
        for things in ((one,), (share, one, result)):
            assert drop(screen, *things)
            assert told(together) == ["arrive.kind"]
            assert one.name in screen.error.accessibleName()
    for kind in (".zgcresult", ".zgcnames", ".zgcshare"):
        assert kind in screen.error.accessibleName()
    assert drop(screen, result, names, share)
    assert told(together) == ["arrive.several"]
    assert drop(screen, "https://example.org/a.zgcresult")
    assert told(together) == ["arrive.address"]
    assert not drop(screen, "只是一句话")
    assert screen.model.shares == ()
    assert result.name not in screen.file.text()
    assert drop(screen, share, result)
    assert told(together) == []
    assert result.name in screen.file.text()
    assert len(screen.model.shares) == 1
