"""The private lists: edited by keyboard, kept at once, compared again, forgotten (rules §4.1.2)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from member_bench import LEFT, Bench, nameless, screen_name
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.models.private_list import PrivateList
from ui.viewmodels.list_columns import COLUMNS, ORDER, PERSON, Column, kept, typed
from ui.views.ask import Question
from ui.views.declare import DeclareScreen
from ui.views.lists import ListsScreen
from ui.views.pledge import PledgeScreen
from zgc_review.services import private_lists
from zgc_review.services.desk import Desk
from zgc_review.services.private_lists_values import LISTS, PrivateLists, read_lists

# Opening a menu makes the offscreen platform say what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def lists(opened: Bench) -> ListsScreen:
    """Return the lists, opened from the menu before any round is entered."""
    opened.choose("lists")
    return opened.screen(ListsScreen)


def saved(bench: Bench) -> PrivateLists | None:
    with bench.person.desk.vault.begin() as uow:
        return private_lists.saved_lists(uow)


def kin(bench: Bench) -> list[tuple[str, str]]:
    lists = saved(bench)
    return [(one.name, one.relation) for one in (lists.kin or ())] if lists is not None else []


def show(screen: ListsScreen, name: str) -> None:
    screen.names.setCurrentRow((*("person",), *ORDER).index(name))


def editor(screen: ListsScreen) -> QLineEdit:
    """Return the open editor of a cell."""
    return next(
        one for one in screen.list.table.findChildren(QLineEdit) if one.isVisible() and one.hasFocus()
    )


def test_it_says_that_nothing_leaves_this_computer(lists: ListsScreen) -> None:
    assert "只存在本机" in lists.privacy.text()
    assert lists.privacy.isVisible()


def test_a_row_typed_by_keyboard_is_kept_at_once(opened: Bench, lists: ListsScreen, qtbot: QtBot) -> None:
    assert lists.names.hasFocus()
    for _ in range(1 + ORDER.index("kin")):
        qtbot.keyClick(lists.names, Qt.Key.Key_Down)
    table = lists.list.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Insert)
    first = editor(lists)
    qtbot.keyClicks(first, "Zhao")
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    second = editor(lists)
    qtbot.keyClicks(second, "spouse")
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kin(opened) == [("Zhao", "spouse")])
    table.setCurrentIndex(lists.list.rows.index(0, 3))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.kin is not None
    assert kept_lists.kin[0].executive
    table.setCurrentIndex(lists.list.rows.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.kin is None  # nothing said is not "none"
    qtbot.keyClick(lists, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.kin is not None


def test_none_is_a_deliberate_answer(opened: Bench, lists: ListsScreen, qtbot: QtBot) -> None:
    show(lists, "disputes")
    assert lists.model.state("disputes") == "missing"
    box = opened.find(QCheckBox, "listNone")
    qtbot.keyClick(box, Qt.Key.Key_Space)
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.disputes == ()
    assert "disputes" not in kept_lists.missing
    assert "kin" in kept_lists.missing
    lists.list.add_row()
    assert not box.isEnabled()
    lists.model.remove_rows("disputes", [0])
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.disputes is None


def test_an_incomplete_row_is_told_and_not_kept(opened: Bench, lists: ListsScreen) -> None:
    show(lists, "employment")
    row = lists.model.add_row("employment")
    lists.model.set_cell("employment", row, "to", "2024-13-01")
    lists.model.set_cell("employment", row, "name", "某某研究所")
    assert lists.model.fault("employment", row) == "to"
    assert "1 行" in lists.list.state.text()
    assert saved(opened) is None
    lists.model.set_cell("employment", row, "to", "2024年3月1日")
    assert lists.list.state.text() == ""
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.employment is not None
    assert kept_lists.employment[0].to == "2024-03-01"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("day", "２０２３－１２－０１", "2023-12-01"),
        ("day", "20231201", "2023-12-01"),
        ("day", "2023/2/29", ValueError),
        ("day", "去年", ValueError),
        ("share", "0.5%", 50),
        ("share", "１００", 10_000),
        ("share", "100.01", ValueError),
        ("share", "1.234", ValueError),
        ("year", "1995", 1995),
        ("year", "95", ValueError),
        ("flag", "1", True),
        ("flag", "", None),
        ("text", "  𠮷䶮 ", "𠮷䶮"),
        ("text", "长" * 501, ValueError),
        ("choice", "person", "person"),
        ("choice", "somebody", ValueError),
    ],
)
def test_u05_cells_are_taken_or_refused_exactly(kind: str, text: str, value: object) -> None:
    column = Column("x", "x", kind, choices=("org", "person"))
    if value is ValueError:
        with pytest.raises(ValueError, match=r".*"):
            kept(column, text)
    else:
        assert kept(column, text) == value


def test_every_list_has_columns_that_its_type_knows() -> None:
    assert tuple(COLUMNS) == tuple(ORDER) == LISTS
    full = {name: [{one.field: sample(one) for one in columns}] for name, columns in COLUMNS.items()}
    lists = read_lists({**full, **{one.field: sample(one) for one in PERSON if one.field != "former_names"}})
    assert lists.missing == ()
    for name, columns in COLUMNS.items():
        (entry,) = msgspec.to_builtins(getattr(lists, name))
        assert {one.field: typed(one, entry[one.field]) for one in columns} == {
            one.field: typed(one, sample(one)) for one in columns
        }


def sample(column: Column) -> object:
    known = {"day": "2024-03-01", "year": 1995, "share": 20, "flag": True}
    return column.choices[0] if column.choices else known.get(column.kind, "M01-1")


def test_what_has_no_column_is_carried_along(opened: Bench) -> None:
    given = {"coworks": [{"name": "赵某", "year": 2025, "kind": "论文"}]}
    private_lists.save_lists(opened.person.desk, given)
    opened.choose("lists")
    screen = opened.screen(ListsScreen)
    screen.model.set_cell("coworks", 0, "employer", "示例大学")
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.coworks is not None
    assert (kept_lists.coworks[0].year, kept_lists.coworks[0].employer) == (2025, "示例大学")


def test_own_particulars_are_kept_when_the_field_is_left(
    opened: Bench, lists: ListsScreen, qtbot: QtBot
) -> None:
    field = lists.person.fields["former_names"]
    field.setFocus()
    qtbot.keyClicks(field, "Wang A; Wang B")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    year = lists.person.fields["birth_year"]
    year.setText("64")
    lists.settle()
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.former_names == ("Wang A", "Wang B")
    assert kept_lists.birth_year is None
    assert lists.person.wrong.text()


def test_saving_compares_again_and_the_grid_shows_the_hit(opened: Bench, qtbot: QtBot) -> None:
    opened.enter()
    qtbot.keyClick(opened.screen(PledgeScreen).sign, Qt.Key.Key_Space)
    opened.click("declareLists")
    lists = opened.screen(ListsScreen)
    with opened.person.desk.vault.begin() as uow:
        unit = str(uow.applications.all(opened.person.round.round_id)[1].record["unit_name"])
    row = lists.model.add_row("holdings")
    lists.model.set_cell("holdings", row, "name", unit)
    assert "命中 1 处" in lists.found.text()
    lists.model.set_cell("holdings", row, "name", "另一家公司")
    assert "没有命中" in lists.found.text()
    lists.model.undo()
    qtbot.keyClick(lists, Qt.Key.Key_Escape)
    grid = opened.screen(DeclareScreen)
    assert [set(line.hits) for line in grid.model.lines] == [set(), {"R05"}, set()]


def test_forgetting_asks_and_deletes(opened: Bench, lists: ListsScreen, qtbot: QtBot) -> None:
    lists.model.say_none("kin", True)
    assert saved(opened) is not None
    qtbot.mouseClick(lists.forget, LEFT)
    question = opened.dialog(Question)
    assert question.act.property("kind") == "danger"
    qtbot.mouseClick(question.act, LEFT)
    assert saved(opened) is None
    assert not lists.forget.isEnabled()
    assert lists.model.state("kin") == "missing"


def test_leaving_takes_what_is_in_an_open_cell(opened: Bench, lists: ListsScreen, qtbot: QtBot) -> None:
    show(lists, "services")
    lists.list.add_row()
    qtbot.keyClicks(editor(lists), "Example Lab")
    qtbot.mouseClick(lists.back, LEFT)
    assert screen_name(opened) == "home"
    kept_lists = saved(opened)
    assert kept_lists is not None
    assert kept_lists.services is not None
    assert kept_lists.services[0].name == "Example Lab"


def test_a_failed_save_keeps_what_was_typed(
    opened: Bench, lists: ListsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zgc_review.errors import StorageError  # noqa: PLC0415 - only here

    def full(_desk: Desk, _value: object) -> None:
        raise StorageError("vault.disk.full", name="vault.db")

    with monkeypatch.context() as patch:
        patch.setattr(private_lists, "save_lists", full)
        row = lists.model.add_row("kin")
        lists.model.set_cell("kin", row, "name", "赵某")
        assert lists.error.isVisible()
        assert lists.model.rows("kin")[0]["name"] == "赵某"
    lists.model.set_cell("kin", row, "relation", "配偶")
    assert not lists.error.isVisible()
    assert saved(opened) is not None


def test_the_table_is_a_sound_model(context: Context, lists: ListsScreen, qtmodeltester: ModelTester) -> None:
    lists.model.add_row("kin")
    lists.model.set_cell("kin", 0, "name", "赵某")
    table = PrivateList(context, lists.model, "kin")
    qtmodeltester.check(table)
    lists.model.add_row("kin")
    assert table.rowCount() == 2
    lists.model.remove_rows("kin", [0, 1])
    assert table.rowCount() == 0


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_everything_has_a_name(opened: Bench, lists: ListsScreen, language: str) -> None:
    opened.context.captions.set_language(language)
    assert nameless(lists) == []
    for name in ORDER:
        show(lists, name)
        lists.model.add_row(name)
        lists.list.table.edit(lists.list.rows.index(0, 0))
        assert nameless(lists) == []


def test_a_second_window_only_reads(bench_at: Callable[..., Bench], opened: Bench) -> None:
    del bench_at
    opened.person.desk.vault.writable = False
    opened.choose("lists")
    screen = opened.screen(ListsScreen)
    show(screen, "kin")
    assert not any(
        opened.find(QPushButton, name).isEnabled() for name in ("listAdd", "listRemove", "listsForget")
    )
    assert all(field.isReadOnly() for field in screen.person.fields.values())
    opened.person.desk.vault.writable = True
