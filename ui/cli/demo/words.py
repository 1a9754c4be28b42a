"""What sample applications say, by measure and sub-direction; the words stand in ``words_f1`` to ``_f5``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Direction:
    """What is particular to a sub-direction.

    Attributes:
        id: of the sub-direction.
        kind: of the applicant unit, as ``units.Units.make`` knows it.
        trades: words for the unit's name.
        titles: patterns of project titles with ``{brand}`` and ``{subject}``.
        subjects: what the project is about, each with its technical field (catalogue ``tech_field``).
        tasks: name and text of each task; ``{subject}`` may stand in the text.
    """

    id: str
    kind: str
    trades: tuple[str, ...]
    titles: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]
    tasks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What applications of one measure share.

    ``{unit}``, ``{brand}``, ``{title}`` and ``{subject}`` may stand in texts.

    Attributes:
        id: of the measure.
        need, approach, novelty, benefit: paragraphs.
        risks: a risk and what is done about it.
        indicators: name, unit, value today, target.
        costs: items of the budget, the largest first.
        directions: the sub-directions that take part in the sample's open call.
    """

    id: str
    need: str
    approach: str
    novelty: str
    benefit: str
    risks: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str, str, str], ...]
    costs: tuple[str, ...]
    directions: tuple[Direction, ...]
