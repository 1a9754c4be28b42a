"""F13: the record of pleas is signed, the newest counts (rules §9)."""

from __future__ import annotations

from collections.abc import Callable

from services_forgery import refused
from services_harness import World

from zgc_review.services import collecting, pleas, sharing


def test_f13_none_then_reported_and_the_newest_counts(at: Callable[[str], World]) -> None:
    world = at("opened")
    person = world.experts[1]
    with person.desk.vault.begin() as uow:
        assert pleas.given_pleas(uow, person.round) is None
    pleas.sign_pleas(person.desk, person.round, "  ")
    with person.desk.vault.begin() as uow:
        first = pleas.given_pleas(uow, person.round)
    assert first is not None
    assert (first.answer, first.text) == ("none", "")
    text = pleas.pleas_text([pleas.Plea("2026-11-20 晚", "电话", "某申报单位", "打听名单")])
    assert text == "时间：2026-11-20 晚；方式：电话；对象：某申报单位；内容：打听名单"
    message = pleas.sign_pleas(person.desk, person.round, text)
    with person.desk.vault.begin() as uow:
        second = pleas.given_pleas(uow, person.round)
    assert second is not None
    assert (second.answer, second.text) == ("reported", text)
    path = sharing.write_to_secretary(person.desk, person.round, message, world.folder / "pleas")
    (arrival,) = collecting.collect(world.secretary.desk, world.secretary.round, [path])
    assert arrival.outcome == "new"


def test_f13_is_the_experts_own(at: Callable[[str], World]) -> None:
    world = at("opened")
    assert refused(lambda: pleas.sign_pleas(world.observer.desk, world.observer.round, "")) == "consent.role"
    with world.secretary.desk.vault.begin() as uow:
        assert pleas.given_pleas(uow, world.secretary.round) is None
