"""What is about to be sealed: conclusions with their numbers, totals, what is open, who has signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zgc_review.domain.bodies import LogHead
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, FundTotal
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import ENDED
from zgc_review.errors import GateError, ReviewError
from zgc_review.services import post
from zgc_review.services.acks import counted_head
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.log_lines import check_log
from zgc_review.services.rounds import round_consents, state_of, waiting_for
from zgc_review.services.sealing import check_decided, check_funds
from zgc_review.services.sealing_witness import digest_of, key_version, witnessed
from zgc_review.services.unscored import check_before_seal


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Applications with one conclusion: ``way`` scored, checked or ended; numbers in order; amount in 分."""

    way: str
    code: str
    numbers: tuple[str, ...]
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class PoolSum:
    """What a pool grants within its line."""

    pool: str
    fund: str
    within: int
    granted_fen: int
    budget_fen: int | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One of the three signatures.

    Attributes:
        role: chair, secretary, observer.
        at: claimed time, empty while not signed.
        fits: False where the observer signed other numbers than those that stand now.
    """

    role: str
    code: str
    at: str = ""
    fits: bool = True

    @property
    def holds(self) -> bool:
        """Whether it is there and for these numbers."""
        return bool(self.at) and self.fits


@dataclass(frozen=True)
class SealSummary:
    """The round before (or after) its sealing.

    Attributes:
        digest: SHA-256 of ``aggregate.json``.
        problems: what stands in the way, each with its remedy.
        sheets, cards: received sheets, and how many cards signed them.
        has_key: a definition names the key of the result, in force or waiting for the chair.
        is_in_force: that definition counts.
        log_size: events so far. head: the head on the minutes, once sealed.
    """

    title: str
    version: int
    digest: str
    conclusions: tuple[Conclusion, ...]
    pools: tuple[PoolSum, ...]
    funds: tuple[FundTotal, ...]
    problems: tuple[ReviewError, ...]
    signatures: tuple[Signature, ...]
    sheets: int
    cards: int
    log_size: int
    has_key: bool
    is_in_force: bool
    head: LogHead | None

    @property
    def is_sealed(self) -> bool:
        """Whether the round is closed."""
        return self.head is not None

    @property
    def is_signed(self) -> bool:
        """Whether all three have signed."""
        return all(one.holds for one in self.signatures)

    @property
    def count(self) -> int:
        """How many conclusions are sealed."""
        return sum(len(one.numbers) for one in self.conclusions if one.way != "ended")


def summarise(desk: Desk, row: RoundRow) -> SealSummary:
    """Return the summary, for the secretary.

    Raises:
        GateError: ``round.role.secretary``; AggregationError.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        result = current_aggregate(uow, row)
        sheets = uow.messages.find(row.round_id, "sheet")
        checked = check_log(uow, row)
        key = key_version(uow, row)
        is_sealed = bool(uow.messages.find(row.round_id, "result"))
        return SealSummary(
            title=state.settings.title,
            version=state.version,
            digest=digest_of(result),
            conclusions=tuple(_conclusions(uow.applications.all(row.round_id), result)),
            pools=tuple(_pools(result)),
            funds=result.funds,
            problems=() if is_sealed else tuple(_problems(desk, uow, row, state, result)),
            signatures=_signatures(uow, row, state, result, key),
            sheets=len(sheets),
            cards=len({one.sender for one in sheets}),
            log_size=checked.head.size,
            has_key=key is not None,
            is_in_force=state.escrow_result is not None,
            head=counted_head(uow, row) if is_sealed else None,
        )


def _conclusions(rows: Iterable[ApplicationRow], result: Aggregate) -> Iterable[Conclusion]:
    """Yield the conclusions: scored ones in order of first appearance by number, checked, ended."""
    known = {one.application_id: one for one in rows}
    found: dict[tuple[str, str], list[tuple[str, int | None]]] = {}
    for line in sorted(result.applications, key=lambda one: known[one.application].number):
        if line.decision is not None:
            place = found.setdefault(("scored", line.decision), [])
            place.append((known[line.application].number, line.amount_fen))
    for one in sorted(result.unscored, key=lambda one: known[one.application].number):
        place = found.setdefault(("checked", one.result), [])
        place.append((known[one.application].number, one.amount_fen))
    ended = {state.value for state in ENDED}
    for row in known.values():
        if row.state in ended:
            found.setdefault(("ended", row.state), []).append((row.number, None))
    for (way, code), entries in found.items():
        amounts = [amount for _, amount in entries if amount is not None]
        numbers = tuple(sorted(number for number, _ in entries))
        yield Conclusion(way, code, numbers, sum(amounts) if amounts else None)


def _pools(result: Aggregate) -> Iterable[PoolSum]:
    """Yield what each pool grants within its line."""
    for pool in result.pools:
        within = [line for line in pool.lines if line.line == "within"]
        granted = sum(line.amount_fen or 0 for line in within)
        yield PoolSum(pool.pool, pool.fund, len(within), granted, pool.budget_fen)


def _problems(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate
) -> Iterable[ReviewError]:
    """Yield everything that stands in the way, as sealing itself would refuse it."""
    waiting = waiting_for(uow, row)
    if waiting is not None and waiting[0].message_id != key_version(uow, row):
        yield GateError("round.amend.pending", version=state.version + 1)
    decided: list[str] = []
    checks: tuple[Callable[[], object], ...] = (
        lambda: decided.extend(check_decided(uow, row)),
        lambda: check_before_seal(desk, uow, row, decided),
        lambda: check_funds(result),
    )
    for check in checks:
        try:
            check()
        except GateError as fault:
            yield fault
    if check_log(uow, row).findings:
        yield GateError("seal.log_broken")


def _signatures(
    uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate, key: str | None
) -> tuple[Signature, ...]:
    """Return chair (where there is one), secretary and observer with when they signed."""
    version = uow.messages.get(key) if key is not None else None
    seen = witnessed(uow, row, state, result) if version is not None else None
    signed = [
        Signature("secretary", state.secretary.code, _time(version) if version is not None else ""),
        Signature("observer", state.observer.code, seen.at if seen else "", seen.fits if seen else True),
    ]
    if state.round_chair is not None:  # a round without panels has none (design §4.6)
        agreed = _agreed_at(uow, row, state, version.message_id) if version is not None else ""
        signed.insert(0, Signature("chair", state.round_chair, agreed))
    return tuple(signed)


def _agreed_at(uow: UnitOfWork, row: RoundRow, state: RoundState, version: str) -> str:
    """Return when the round chair consented to a version, empty where that is not so."""
    cards = {one.card for one in state.members.get(str(state.round_chair), ())}
    for consent in round_consents(uow, row):
        if consent.sender in cards and consent.body.about == version and consent.body.answer == "yes":
            message = uow.messages.get(consent.message_id)
            return _time(message) if message is not None else ""
    return ""


def _time(message: MessageRow) -> str:
    """Return the claimed time of a stored message."""
    return str(post.manifest_value(message)["time"])
