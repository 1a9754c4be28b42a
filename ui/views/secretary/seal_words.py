"""Words of the sealing page: the groups of the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ui.captions import Captions
from ui.models.result_tables import amount_words, decision_order
from ui.widgets.seal_cards import Group
from zgc_review.domain.money import Amount
from zgc_review.services.sealing_summary import Conclusion, SealSummary

_WORDS = {"scored": "decision", "checked": "check_result", "ended": "state"}
_MOST = 5  # groups beside each other; others stand in the last one


def word_of(captions: Captions, one: Conclusion) -> str:
    """Return the word of a conclusion."""
    return captions.texts.get(f"form.word.{_WORDS[one.way]}.{one.code}")


def groups_of(captions: Captions, summary: SealSummary) -> tuple[Group, ...]:
    """Return the round, its conclusions with their numbers, and the total that is granted."""
    cap = captions.cap
    version = cap("secretary.round_version", n=summary.version)
    note = "\u00a0".join(version.rsplit(" ", 1))  # no number alone on a line
    head = Group(cap("result.seal.round"), summary.title, note=note)
    shown = sorted((one for one in summary.conclusions if one.way != "ended"), key=_place)
    ended = [one for one in summary.conclusions if one.way == "ended"]
    groups = [_group(captions, one) for one in shown[:_MOST]]
    for rest, caption in ((shown[_MOST:], "result.seal.others"), (ended, "result.seal.ended")):
        if rest:
            numbers = tuple(number for one in rest for number in one.numbers)
            groups.append(Group(cap(caption), str(len(numbers)), numbers))
    total = _total(captions, summary)
    return (head, *groups, *total)


def fund_lines(captions: Captions, summary: SealSummary) -> Iterator[tuple[bool, str, str]]:
    """Yield, by pool and fund, whether it holds, what it grants and what is left."""
    cap = captions.cap
    for pool in summary.pools:
        words = cap("result.seal.pool", pool=pool.pool, count=pool.within)
        amount = cap("result.seal.amount", amount=Amount(pool.granted_fen))
        yield True, words, amount
    for fund in summary.funds:
        words = cap("result.seal.fund", fund=fund.fund, amount=Amount(fund.total_fen))
        left = ""
        if fund.annual_fen is not None:
            left = cap("result.seal.left", amount=Amount(fund.annual_fen - fund.total_fen))
        yield fund.within, words, left


def _place(one: Conclusion) -> tuple[bool, int]:
    """Return the place among the conclusions: what was scored first, support before all else."""
    return one.way != "scored", decision_order(one.code)


def _group(captions: Captions, one: Conclusion) -> Group:
    """Return the column of one conclusion."""
    note = "" if one.amount_fen is None else captions.cap("result.seal.amount", amount=Amount(one.amount_fen))
    return Group(word_of(captions, one), str(len(one.numbers)), one.numbers, note)


def _total(captions: Captions, summary: SealSummary) -> Sequence[Group]:
    """Return the column with the amount of all funds, where the round grants any."""
    if not summary.funds:
        return ()
    total = sum(fund.scored_fen + fund.unscored_fen for fund in summary.funds)
    budgets = [pool.budget_fen for pool in summary.pools if pool.budget_fen is not None]
    note = captions.cap("result.seal.budget", amount=Amount(sum(budgets))) if budgets else ""
    return (Group(captions.cap("result.seal.total"), amount_words(captions, total), note=note),)
