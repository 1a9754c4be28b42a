"""Assignment problems as the literature makes them, and the bound on what any answer is worth."""

from __future__ import annotations

import math
from typing import Any

import msgspec

NEED = 3
_TOPICS = 40


class Instance:
    """40 topics, conflicts by institution and 1 % by chance, load 0.6 to 1.3 of the mean.

    Attributes:
        many, experts: how many applications and experts.
        value, barred: affinity 0..1000 and conflict of each pair.
        place: institution of each expert.
        least, most: load of each expert.
        row, column: place of each id.
    """

    def __init__(self, many: int, experts: int) -> None:
        import numpy as np  # noqa: PLC0415 - slow import

        draw = np.random.default_rng(2026)
        institutions = max(2 * NEED, experts // 4)
        wanted = draw.dirichlet(np.full(_TOPICS, 0.1), many)
        offered = draw.dirichlet(np.full(_TOPICS, 0.2), experts)
        wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
        offered /= np.linalg.norm(offered, axis=1, keepdims=True)
        home = draw.integers(institutions, size=many)
        self.many, self.experts = many, experts
        self.place: Any = np.arange(experts) % institutions
        self.value: Any = np.rint(1000 * wanted @ offered.T).astype(int)
        by_chance = draw.random((many, experts)) < 0.01
        self.barred: Any = (home[:, None] == self.place[None, :]) | by_chance
        self.least = math.floor(0.6 * many * NEED / experts)
        self.most = math.ceil(1.3 * many * NEED / experts)
        self.row = {f"A{n:05d}": n for n in range(many)}
        self.column = {f"E{n:04d}": n for n in range(experts)}

    @property
    def listed(self) -> int:
        """Return how many pairs have an affinity above 0."""
        return int((self.value > 0).sum())

    def to_json(self) -> bytes:
        """Return the problem file."""
        names, people = list(self.row), list(self.column)
        rows, columns = self.value.nonzero()
        worth = self.value[rows, columns].tolist()
        barred = zip(*(found.tolist() for found in self.barred.nonzero()), strict=True)
        return msgspec.json.encode(
            {
                "applications": [{"id": name, "need": NEED} for name in names],
                "experts": [
                    {"id": one, "institution": f"I{self.place[n]:03d}", "min": self.least, "max": self.most}
                    for n, one in enumerate(people)
                ],
                "affinity": [
                    (names[row], people[column], value)
                    for row, column, value in zip(rows.tolist(), columns.tolist(), worth, strict=True)
                ],
                "conflicts": [(names[row], people[column]) for row, column in barred],
                "one_per_institution": True,
            }
        )


def bound_of(instance: Instance) -> float:
    """Return the optimum of the linear relaxation over all pairs."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy.optimize import linprog  # noqa: PLC0415 - slow import
    from scipy.sparse import csr_array, vstack  # noqa: PLC0415 - slow import

    at, of = np.nonzero(~instance.barred)
    pairs, ones = np.arange(at.size), np.ones(at.size)
    need = csr_array((ones, (at, pairs)), shape=(instance.many, at.size))
    load = csr_array((ones, (of, pairs)), shape=(instance.experts, at.size))
    _, group = np.unique(at * instance.experts + instance.place[of], return_inverse=True)
    once = csr_array((ones, (group, pairs)), shape=(group.max() + 1, at.size))
    limits = np.concatenate(
        [
            np.full(instance.experts, instance.most),
            np.full(instance.experts, -instance.least),
            np.ones(group.max() + 1),
        ]
    )
    found = linprog(
        -instance.value[at, of],
        A_ub=vstack([load, -load, once]),
        b_ub=limits,
        A_eq=need,
        b_eq=np.full(instance.many, NEED),
        bounds=(0, 1),
        method="highs",
    )
    return float(-found.fun)
