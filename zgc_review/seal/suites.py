"""The one place that knows which suites there are (formats F-SUI-01)."""

from __future__ import annotations

from zgc_review.errors import PackageError
from zgc_review.seal.intl1 import Intl1
from zgc_review.seal.suite import Suite

_SUITES: dict[str, Suite] = {suite.name: suite for suite in (Intl1(),)}


def suite_named(name: str) -> Suite:
    """Return the suite called ``name``.

    Raises:
        PackageError: ``seal.suite.unknown``.
    """
    if name not in _SUITES:
        raise PackageError("seal.suite.unknown", suite=name[:32])
    return _SUITES[name]
