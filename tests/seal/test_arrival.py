from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from seal_harness import ROUND, manifest, refusal

from zgc_review.seal.arrival import Arrival, Expected, Newest, check_expected, check_sequence

ME, THEM = "ef" * 32, "12" * 32
EXPECTED = Expected("intl-1", ROUND, {"scores", "declaration"}, ME)
SCORES = manifest("scores", slot="专家01")


def test_f_arr_01_the_file_of_this_round_is_wanted() -> None:
    check_expected(SCORES, EXPECTED)
    check_expected(replace(SCORES, to=()), EXPECTED)
    check_expected(SCORES, replace(EXPECTED, sender="cd" * 32, slot="专家01"))


@pytest.mark.parametrize(
    ("changes", "expected", "code"),
    [
        ({"round": "77" * 16}, {}, "seal.arrival.round"),
        ({"round": "77" * 16}, {"other_sort": {"77" * 16}}, "seal.arrival.rehearsal"),
        ({"round": "77" * 16}, {"other_sort": {"77" * 16}, "rehearsal": True}, "seal.arrival.live"),
        ({"suite": "gm-1"}, {}, "seal.arrival.suite"),
        ({"kind": "panel"}, {}, "seal.arrival.kind"),
        ({"to": (THEM,)}, {}, "seal.arrival.recipient"),
        ({}, {"sender": THEM}, "seal.arrival.sender"),
        ({}, {"slot": "专家02"}, "seal.arrival.slot"),
    ],
)
def test_s2_each_wrong_file_has_its_own_explanation(
    changes: dict[str, Any], expected: dict[str, Any], code: str
) -> None:
    """F-ARR-01, F-ARR-02, F-ARR-03."""
    fault = refusal(lambda: check_expected(replace(SCORES, **changes), replace(EXPECTED, **expected)))
    assert fault.code == code


def test_f_arr_02_and_f_car_04_recipients_are_asked_of_the_outermost_message_alone() -> None:
    """F-CAR-04: a message inside is judged by its signer; nobody calls this for it."""
    fault = refusal(lambda: check_expected(replace(SCORES, to=(THEM,)), EXPECTED))
    assert fault.code == "seal.arrival.recipient"


def test_f_arr_04_numbers_per_sender_kind_and_slot() -> None:
    newest = Newest("ab" * 32, 7)
    assert check_sequence("01" * 32, 1, None) is Arrival.NEW
    assert check_sequence("01" * 32, 8, newest) is Arrival.NEW
    assert check_sequence("01" * 32, 1007, newest) is Arrival.NEW
    assert check_sequence("ab" * 32, 7, newest) is Arrival.LOADED
    fault = refusal(lambda: check_sequence("01" * 32, 6, newest))
    assert (fault.code, fault.params) == ("seal.arrival.older", {"seq": 6, "newest": 7})
    fault = refusal(lambda: check_sequence("01" * 32, 7, newest))
    assert (fault.code, fault.params) == ("seal.arrival.fork", {"seq": 7})
