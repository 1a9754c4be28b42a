"""The log as people read and check it: numbers, texts beside events, heads that were handed out."""

from __future__ import annotations

from collections.abc import Callable

from services_harness import World

from zgc_review.domain.ports import UnitOfWork
from zgc_review.services import log
from zgc_review.services.log_lines import CheckedLog, check_log, log_lines


def checked(world: World) -> CheckedLog:
    with world.secretary.desk.vault.begin() as uow:
        return check_log(uow, world.secretary.round)


def codes(world: World) -> list[str]:
    return [one.code for one in checked(world).findings]


def change(world: World, *statements: str, n: int) -> None:
    """Change the database behind the program's back; ``:n`` is a number of an event."""
    with world.secretary.store.database.begin() as connection:
        for table in ("events", "event_texts"):
            for act in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
        for statement in statements:
            connection.exec_driver_sql(statement, (n,))
        connection.commit()


def test_a_whole_log_has_the_head_of_its_tree(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    found = checked(world)
    assert found.findings == ()
    with world.secretary.desk.vault.begin() as uow:
        assert found.head == log.head(uow, world.secretary.round.round_id)
        lines = log_lines(uow, world.secretary.round)
    assert [line.n for line in lines] == list(range(found.head.size))
    reasons = [line.texts["reason"] for line in lines if line.act == "gates.admitted"]
    assert set(reasons) == {"材料齐全"}


def test_an_event_that_is_gone_shows_as_a_gap(at: Callable[[str], World]) -> None:
    world = at("locked")
    change(world, "DELETE FROM event_texts WHERE n = ?", "DELETE FROM events WHERE n = ?", n=5)
    assert "vault.check.log.gap" in codes(world)


def test_a_changed_event_shows(at: Callable[[str], World]) -> None:
    world = at("locked")
    change(world, "UPDATE events SET leaf = CAST('{}' AS BLOB) WHERE n = ?", n=7)
    assert "vault.check.log.leaf" in codes(world)


def test_a_changed_text_beside_an_event_shows(at: Callable[[str], World]) -> None:
    world = at("locked")
    change(world, "UPDATE event_texts SET text = 'ZGC-9999' WHERE n = ?", n=4)
    assert "log.check.beside" in codes(world)


def test_events_cut_from_the_end_show_by_the_head_on_acknowledgements(at: Callable[[str], World]) -> None:
    world = at("locked")
    world.acknowledge("received")
    assert codes(world) == []
    size = checked(world).head.size
    cut = ("DELETE FROM event_texts WHERE n >= ?", "DELETE FROM events WHERE n >= ?")
    change(world, *cut, n=size - 4)
    assert codes(world) == ["log.check.head"]


def test_events_after_the_head_that_was_handed_out_are_no_fault(at: Callable[[str], World]) -> None:
    world = at("locked")
    world.acknowledge("received")
    world.decide()
    assert codes(world) == []


def test_texts_stand_with_their_event(at: Callable[[str], World]) -> None:
    world = at("seated")

    def add(uow: UnitOfWork) -> int:
        at_now = world.secretary.desk.clock.now()
        row = world.secretary.round
        return log.record(
            uow, row.round_id, "gates.answered", "秘书01", at_now, {"gate": "CG01"}, {"reason": "看过"}
        )

    with world.secretary.desk.vault.begin() as uow:
        n = add(uow)
        line = log_lines(uow, world.secretary.round)[-1]
    assert (line.n, line.texts, line.data["gate"]) == (n, {"reason": "看过"}, "CG01")
