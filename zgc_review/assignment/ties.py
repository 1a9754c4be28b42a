"""One answer where several are best: the same pairs on every machine, whatever the solver happens to return.

Prices of one optimum describe all of them: a pair is in some best assignment exactly if its price leaves
nothing over. Among these the assignment with the greatest sum of tie numbers is taken; a tie number is a
mixture of the SHA-256 of both ids. That this assignment is the only one is checked on the graph of
changes that cost nothing: no ring, no second answer. Should there be a ring, the next salt is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from zgc_review.assignment.network import Network, Optimum, group_best, optimise, silent, spread
from zgc_review.errors import ProgramFault

_SALTS = 64
TIE_BITS = 30


def tie_numbers(applications: Sequence[str], experts: Sequence[str], salt: int = 0) -> Any:
    """Return the tie number of every pair, 0 … 2^30 − 1."""
    import numpy as np  # noqa: PLC0415 - slow import

    rows = np.array([_number("a", entry, salt) for entry in applications], dtype=np.uint64)
    columns = np.array([_number("e", entry, salt) for entry in experts], dtype=np.uint64)
    mixed = rows[:, None] + columns[None, :]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64)


def _number(kind: str, entry: str, salt: int) -> int:
    text = f"zgc-tie-1\0{salt}\0{kind}\0{entry}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")


def settle(
    network: Network,
    optimum: Optimum,
    applications: Sequence[str],
    experts: Sequence[str],
    tick: Callable[[], None] = silent,
) -> Any:
    """Return the pairs of the one best assignment that the tie numbers single out, as a bool matrix."""
    if _alone(network, optimum):
        return optimum.used
    face = _face(network, optimum)
    for salt in range(_SALTS):
        numbers = tie_numbers(applications, experts, salt)
        settled = optimise(_with_value(face, numbers), numbers >> (TIE_BITS - 20), optimum.used, tick)
        if settled is None:
            raise ProgramFault("assignment: the ties have no answer")
        if _alone(_with_value(face, numbers), settled):
            return settled.used
    raise ProgramFault("assignment: the ties cannot be settled")


def _face(network: Network, optimum: Optimum) -> Network:
    """Return the program of all best assignments (complementary slackness with one set of prices)."""
    import numpy as np  # noqa: PLC0415 - slow import

    best = group_best(network, optimum.rest, network.allowed)
    filled = best > 0 if network.filled is None else (best > 0) | network.filled
    price = optimum.expert_price
    return Network(
        value=network.value,
        allowed=_open(network, optimum, best),
        need=network.need,
        least=np.where(price > 0, network.most, network.least),
        most=np.where(price < 0, network.least, network.most),
        starts=network.starts,
        filled=filled,
    )


def _open(network: Network, optimum: Optimum, best: Any) -> Any:
    """Return the pairs that stand in some best assignment as far as prices tell."""
    import numpy as np  # noqa: PLC0415 - slow import

    wanted = best if network.filled is None else np.where(network.filled, np.maximum(best, 0), best)
    pairs = network.allowed & (optimum.rest == spread(network, best))
    return pairs & (spread(network, wanted) >= 0)


def _with_value(network: Network, value: Any) -> Network:
    return Network(
        value,
        network.allowed,
        network.need,
        network.least,
        network.most,
        network.starts,
        filled=network.filled,
    )


def _alone(network: Network, optimum: Optimum) -> bool:
    """Say whether the optimum is the only one: no ring of changes that cost nothing."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - slow import

    tails, heads = _changes(network, optimum)
    used, index = np.unique(np.concatenate([tails, heads]), return_inverse=True)
    if len(used) == 0:
        return True
    graph = sparse.csr_matrix(
        (np.ones(len(tails), dtype=np.int8), (index[: len(tails)], index[len(tails) :])),
        shape=(len(used), len(used)),
    )
    count, _ = connected_components(graph, directed=True, connection="strong")
    return bool(count == len(used))


def _changes(network: Network, optimum: Optimum) -> tuple[Any, Any]:
    """Return the arcs of the graph of changes that cost nothing.

    Nodes: applications, (application, institution) groups, experts, and one node for free places, in
    which experts between their bounds are one with it.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    rows, width = network.allowed.shape
    institutions = len(network.starts)
    best = group_best(network, optimum.rest, network.allowed)
    at, of = np.nonzero(_open(network, optimum, best))
    institution = np.searchsorted(network.starts, of, side="right") - 1
    group = at * institutions + institution
    free = rows + rows * institutions + width
    load = optimum.used.sum(axis=0)
    price = optimum.expert_price
    more, less = (price == 0) & (load < network.most), (price == 0) & (load > network.least)
    expert = np.where(more & less, free, rows + rows * institutions + np.arange(width))
    taken = optimum.used[at, of]
    inner, outer = rows + group, expert[of]
    tails = [np.where(taken, outer, inner), expert[more & ~less], np.full(int((less & ~more).sum()), free)]
    heads = [np.where(taken, inner, outer), np.full(int((more & ~less).sum()), free), expert[less & ~more]]
    loose = best.ravel()[group] == 0
    if network.filled is not None:
        loose &= ~network.filled.ravel()[group]
    groups = np.unique(group[loose])
    full = np.add.reduceat(optimum.used, network.starts, axis=1, dtype=np.int64).ravel()[groups] > 0
    owner, node = groups // institutions, rows + groups
    tails.append(np.where(full, node, owner))
    heads.append(np.where(full, owner, node))
    return np.concatenate(tails), np.concatenate(heads)
