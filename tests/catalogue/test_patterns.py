"""The dialect of regular expressions: what it takes, what it refuses, how it matches."""

from __future__ import annotations

import pytest

from zgc_review.catalogue.patterns import MAX_SUBJECT, fault_of, matches

TAKEN = [
    r"^P\d{7}$",
    r"^S[A-Z0-9]{5}$",
    r"^[489]\d{5}$",
    r"^CN ?\d{2}-\d{4}",
    r"^(GR|GF)20\d{2}\d{8}$",
    r"[^]x]+",
    r"a\)b*",
]
REFUSED = [
    r"(a+)+$",
    r"(a|b)*c",
    r"(ab){2,}",
    r"(ab)?",
    r".*.*.*x",
    "a?" * 9,
    "(a|a)" * 9,
    r"(?=a)b",
    r"(?P<n>a)",
    r"(a)\1",
    r"[a",
    r"(a",
    r"a{5,2}",
    r"*a",
    "a" * 101,
]


@pytest.mark.parametrize("pattern", TAKEN)
def test_taken(pattern: str) -> None:
    assert not fault_of(pattern)


@pytest.mark.parametrize("pattern", REFUSED)
def test_refused(pattern: str) -> None:
    assert fault_of(pattern)


@pytest.mark.parametrize(
    ("pattern", "subject", "due"),
    [
        (r"^P\d{7}$", "P1234567", True),
        (r"^P\d{7}$", " P1234567\n", True),
        (r"^P\d{7}$", "P123456", False),
        (r"^P\d{7}$", "P12345678", False),
        (r"^P\d{7}$", "P1234567\nx", False),
        (r"^P\d{7}$", "P１２３４５６７", False),
        (r"^CN ?\d{2}-\d{4}", "CN 11-1234/TP", True),
        (r"^CN ?\d{2}-\d{4}", "CN11-1234", True),
        (r"^[489]\d{5}$", "830799", True),
        (r"^[489]\d{5}$", "600000", False),
        (r"a+", "a" * MAX_SUBJECT, True),
        (r"a+", "a" * (MAX_SUBJECT + 1), False),
    ],
)
def test_matches(pattern: str, subject: str, due: bool) -> None:
    assert matches(pattern, subject) is due


def test_the_worst_pattern_taken_ends() -> None:
    """Two open repeats and six optional ones over the longest text; the run's time limit is the judge."""
    pattern = ".*.*" + "x?" * 6 + "y"
    assert not fault_of(pattern)
    assert not matches(pattern, "x" * MAX_SUBJECT)
