"""The crossed model of marks, fitted by restricted maximum likelihood (docs/severity.md).

A mark is mean + target + rater + rest; targets, raters and rests scatter about 0. One factor is eliminated
(its part of the equations is diagonal), the other is solved densely; two ratios of variances are sought by
their logarithms with the exact gradient. The case "no scatter" of either factor is tried by itself.
Everything here is advice in floating point: no official figure comes from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Vector: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
    Places: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]

# Ratios of variances outside exp(±12) are past telling apart: one scatter is 400 times the other.
_REACH = 12.0
# A scatter that improves the criterion by less than this is not there.
_SAME = 1e-6


@dataclass(frozen=True)
class Crossed:
    """Marks of one connected component: values, and per mark the place of its target and rater.

    A rater's place is -1 where the rater is not corrected: the mark counts as it was given.
    """

    values: Vector
    targets: Places
    raters: Places
    target_count: int
    rater_count: int


@dataclass(frozen=True)
class Fit:
    """What the model says; scatters as standard deviations, ``criterion`` is −2 log restricted likelihood."""

    mean: float
    sd_target: float
    sd_rater: float
    sd_residual: float
    criterion: float
    target_effects: Vector
    rater_effects: Vector


def fit_crossed(data: Crossed) -> Fit:
    """Fit the model; at least four marks that are not all equal (restricted maximum likelihood)."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy.optimize import minimize  # noqa: PLC0415 - slow import

    swapped = data.rater_count > data.target_count
    both, without_small, without_big = _variants(data, swapped=swapped)
    best: _Solved | None = None
    for equations, free in ((both, 2), (without_small, 1), (without_big, 1)):
        found = minimize(
            equations.criterion,
            np.zeros(free),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_REACH, _REACH)] * free,
            options={"ftol": 1e-13, "gtol": 1e-7, "maxiter": 200},
        )
        solved = equations.solve(found.x)
        if best is None or solved.criterion <= best.criterion + _SAME:
            best = solved
    assert best is not None  # noqa: S101 - three were tried
    return best.fit(data, swapped=swapped)


def additive_effects(data: Crossed) -> Vector:
    """Return the raters' effects by least squares, their sum 0, from corrected raters' marks alone."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import

    known = data.raters >= 0
    values, targets, raters = data.values[known], data.targets[known], data.raters[known]
    shape = (data.target_count, data.rater_count)
    seen = sparse.csr_array((np.ones(len(values)), (targets, raters)), shape=shape)
    counts = np.maximum(np.bincount(targets, minlength=data.target_count), 1)
    weighed = seen.multiply(1 / counts[:, None]).tocsr()
    loads = np.bincount(raters, minlength=data.rater_count)
    normal = np.diag(loads) - (seen.T @ weighed).toarray()
    sums = np.bincount(targets, values, data.target_count)
    right = np.bincount(raters, values, data.rater_count) - weighed.T @ sums
    # The equations fix differences only; the added matrix of ones asks for the sum 0.
    effects: Vector = np.linalg.solve(normal + 1.0, right)
    return effects


@dataclass(frozen=True)
class _Solved:
    """The answer to the equations at one pair of ratios; a factor that is left out has scatter 0."""

    mean: float
    residual: float
    criterion: float
    big: Vector
    small: Vector
    ratio_big: float
    ratio_small: float

    def fit(self, data: Crossed, *, swapped: bool) -> Fit:
        """Return it with the factors under their names."""
        import numpy as np  # noqa: PLC0415 - slow import

        sizes = (data.rater_count, data.target_count) if swapped else (data.target_count, data.rater_count)
        effects = [
            found if len(found) else np.zeros(size)
            for found, size in zip((self.big, self.small), sizes, strict=True)
        ]
        # At the end of the search a scatter is none: 400 times smaller than the rest.
        scatters = [
            (self.residual / ratio) ** 0.5 if 0 < ratio < 0.999 * np.exp(_REACH) else 0.0
            for ratio in (self.ratio_big, self.ratio_small)
        ]
        if swapped:
            effects.reverse()
            scatters.reverse()
        return Fit(
            self.mean, scatters[0], scatters[1], self.residual**0.5, self.criterion, effects[0], effects[1]
        )


def _variants(data: Crossed, *, swapped: bool) -> tuple[_Equations, _Equations, _Equations]:
    """Return the equations with both factors, without the small one, without the big one."""
    targets = (data.targets, data.target_count)
    raters = (data.raters, data.rater_count)
    big, small = (raters, targets) if swapped else (targets, raters)
    nothing = (data.raters * 0 - 1, 0)
    return (
        _Equations(data.values, big, small),
        _Equations(data.values, big, nothing),
        # The eliminated factor may be any: the small one alone is eliminated as cheaply.
        _Equations(data.values, small, nothing, is_second=True),
    )


class _Equations:
    """The mixed-model equations of marks with a factor to eliminate and one to keep; a place -1 is none."""

    def __init__(
        self, values: Vector, big: tuple[Places, int], small: tuple[Places, int], *, is_second: bool = False
    ) -> None:
        import numpy as np  # noqa: PLC0415 - slow import
        from scipy import sparse  # noqa: PLC0415 - slow import

        self._centre = float(values.mean())
        self._y = values - self._centre
        self._big, self._bigs = big
        self._small, self._smalls = small
        self._is_second = is_second
        has_big, has_small = self._big >= 0, self._small >= 0
        pairs = has_big & has_small
        self._loads = np.bincount(self._big[has_big], minlength=self._bigs)
        rows = np.concatenate([np.arange(self._bigs), self._big[pairs]])
        columns = np.concatenate([np.zeros(self._bigs, np.int64), self._small[pairs] + 1])
        weights = np.concatenate([self._loads, np.ones(int(pairs.sum()))])
        self._crossing = sparse.csr_array((weights, (rows, columns)), shape=(self._bigs, self._smalls + 1))
        kept = np.bincount(self._small[has_small], minlength=self._smalls)
        self._kept = np.diag(np.concatenate([[len(values)], kept])).astype(np.float64)
        self._kept[0, 1:] = self._kept[1:, 0] = kept
        self._right_big = np.bincount(self._big[has_big], self._y[has_big], self._bigs)
        sums = np.bincount(self._small[has_small], self._y[has_small], self._smalls)
        self._right = np.concatenate([[self._y.sum()], sums])

    def criterion(self, logs: Vector) -> tuple[float, Vector]:
        """Return −2 log restricted likelihood at logarithms of the ratios, and its gradient."""
        import numpy as np  # noqa: PLC0415 - slow import
        from scipy.linalg import lapack  # noqa: PLC0415 - slow import

        solved, factor, diagonal = self._solved(logs)
        half, _ = lapack.dpotri(factor, lower=1)
        inverse = np.tril(half) + np.tril(half, -1).T
        spread = self._crossing.multiply(diagonal[:, None] ** -2.0).tocsr()
        twice = (self._crossing.T @ spread).toarray()
        degrees = len(self._y) - 1
        quadratic = solved.residual * degrees
        traced = (1 / diagonal).sum() + (inverse * twice).sum()
        slopes = [
            solved.ratio_big * (degrees * (solved.big @ solved.big) / quadratic + traced) - self._bigs,
        ]
        if self._smalls:
            own = np.trace(inverse) - inverse[0, 0]
            slopes.append(
                solved.ratio_small * (degrees * (solved.small @ solved.small) / quadratic + own)
                - self._smalls
            )
        return solved.criterion, np.array(slopes)

    def solve(self, logs: Vector) -> _Solved:
        """Return the answer at logarithms of the ratios; a single factor stands under its own name."""
        solved, _, _ = self._solved(logs)
        if not self._is_second:
            return solved
        return _Solved(
            mean=solved.mean,
            residual=solved.residual,
            criterion=solved.criterion,
            big=solved.small,
            small=solved.big,
            ratio_big=0.0,
            ratio_small=solved.ratio_big,
        )

    def _solved(self, logs: Vector) -> tuple[_Solved, Any, Vector]:
        """Return the answer with the triangular factor of the kept equations and the eliminated diagonal."""
        import numpy as np  # noqa: PLC0415 - slow import
        from scipy.linalg import lapack  # noqa: PLC0415 - slow import

        ratios = np.exp(logs)
        big, small = float(ratios[0]), float(ratios[1]) if self._smalls else 0.0
        diagonal: Vector = self._loads + np.float64(big)
        shared = self._crossing.multiply(1 / diagonal[:, None]).tocsr()
        kept = self._kept - (self._crossing.T @ shared).toarray()
        kept[np.arange(1, self._smalls + 1), np.arange(1, self._smalls + 1)] += small
        factor, _ = lapack.dpotrf(kept, lower=1)
        found, _ = lapack.dpotrs(factor, self._right - shared.T @ self._right_big, lower=1)
        effects = (self._right_big - self._crossing @ found) / diagonal
        rest = self._y - found[0]
        rest -= np.where(self._big >= 0, effects[self._big], 0.0)
        if self._smalls:
            rest -= np.where(self._small >= 0, found[self._small + 1], 0.0)
        penalties = big * (effects @ effects) + small * (found[1:] @ found[1:])
        degrees = len(self._y) - 1
        residual = float(rest @ rest + penalties) / degrees
        volume = np.log(diagonal).sum() + 2 * np.log(np.diag(factor)).sum()
        volume -= self._bigs * logs[0] + (self._smalls * logs[1] if self._smalls else 0.0)
        criterion = degrees * (1 + np.log(2 * np.pi * residual)) + volume
        mean = self._centre + float(found[0])
        return (
            _Solved(mean, residual, float(criterion), effects, found[1:], big, small),
            factor,
            diagonal,
        )
