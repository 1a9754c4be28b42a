"""S10: equals are listed by number wherever a ranking is shown; rank, place and amounts stay the table's."""

from __future__ import annotations

from zgc_review.aggregation.listing import listed_pool, rank_of, rank_words
from zgc_review.domain.results import PoolTable, RankLine

IDS = ["c" * 32, "a" * 32, "b" * 32]
NUMBERS = dict(zip(IDS, ("ZGC-0003", "ZGC-0012", "ZGC-0011"), strict=True))


def _table(place: str) -> PoolTable:
    """Return one best, then two equals of 2 and 3, listed by id."""
    lines = [
        RankLine(
            rank=rank,
            application=one,
            value=9000 - rank,
            tied=rank > 1,
            amount_fen=amount,
            running_fen=running,
            line="within" if rank == 1 else place,  # type: ignore[arg-type]
        )
        for one, rank, amount, running in (
            (IDS[0], 1, 100, 100),
            (IDS[1], 2, 200, 300 if place == "within" else 100),
            (IDS[2], 2, 300, 600 if place == "within" else 100),
        )
    ]
    return PoolTable(pool="M01", fund="F1", rule="strict", budget_fen=900, lines=tuple(lines), unranked=())


def test_s10_equals_stand_by_number_and_their_sums_run_in_that_order() -> None:
    shown = listed_pool(_table("within"), NUMBERS)
    assert [NUMBERS[one.application] for one in shown.lines] == ["ZGC-0003", "ZGC-0011", "ZGC-0012"]
    assert [(one.rank, one.tied, one.amount_fen) for one in shown.lines] == [
        (1, False, 100), (2, True, 300), (2, True, 200),
    ]  # fmt: skip
    assert [one.running_fen for one in shown.lines] == [100, 400, 600]


def test_s10_a_tie_at_the_line_adds_nothing() -> None:
    shown = listed_pool(_table("tie_open"), NUMBERS)
    assert [one.running_fen for one in shown.lines] == [100, 100, 100]
    assert [one.line for one in shown.lines] == ["within", "tie_open", "tie_open"]


def test_what_has_no_rank_stands_by_number() -> None:
    table = PoolTable(pool="M01", fund="F1", rule="skip", budget_fen=None, lines=(), unranked=tuple(IDS))
    assert [NUMBERS[one] for one in listed_pool(table, NUMBERS).unranked] == [
        "ZGC-0003", "ZGC-0011", "ZGC-0012",
    ]  # fmt: skip


def test_a_shared_rank_says_so_in_words() -> None:
    shown = listed_pool(_table("within"), NUMBERS).lines
    assert [rank_of(one) for one in shown] == ["1", "=2", "=2"]
    assert rank_of(None) == rank_words(None, tied=False) == "—"
