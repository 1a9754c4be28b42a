"""Tables of F07, F08 and F14 from the same values as the forms, and the two file formats.

``write_xlsx`` and ``write_csv`` give the same bytes for the same tables. Scores and amounts are numbers
that show as stored; everything else is text, also what looks like a formula (U6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resources import reader
from zgc_review.export.csvtable import unguarded, write_csv
from zgc_review.export.form_values import (
    ApplicationHead,
    CriterionScore,
    ExpertSheets,
    RoundHead,
    ScoreSummary,
    SheetPage,
    SummaryLine,
    SummaryRow,
    SummarySection,
)
from zgc_review.export.result_values import (
    CheckedRow,
    FundLine,
    OutcomeRow,
    PoolResult,
    ResultList,
    ResultRow,
)
from zgc_review.export.table_cells import Amount, Cell, Column, Score, Sheet
from zgc_review.export.xlsx import write_xlsx

__all__ = [
    "Amount",
    "Cell",
    "Column",
    "Score",
    "Sheet",
    "result_tables",
    "sheet_tables",
    "summary_tables",
    "unguarded",
    "write_csv",
    "write_xlsx",
]

_WIDTHS = {
    "unit": 36,
    "title": 40,
    "measure": 30,
    "sub_direction": 24,
    "pool": 30,
    "fund": 30,
    "comment": 60,
    "overall": 60,
    "reason": 40,
    "established": 60,
    "scope": 80,
}
# Headings of each table, by the last part of their keys in form.table.
_SHORT = "number unit title"
_APPLICATION = f"{_SHORT} measure sub_direction"
_COUNTS = "received effective recused void absent trimmed"
_FINALS = f"pool group rank {_APPLICATION} final_phase final {_COUNTS} rule rubric decision"
_MARKS = f"pool group {_SHORT} final_phase expert mark_state total dropped revised flagged"
_SCORED = f"pool fund rank tied {_APPLICATION} final decision amount line"
_CHECKED = f"{_APPLICATION} way result amount"
_ENDED = f"{_APPLICATION} state reason"
_OUTCOMES = f"{_APPLICATION} final decision established"
# A mid-term check or an acceptance has no pools and no ranks (rules §2.4).
_UNRANKED = frozenset({"pool", "rank"})
_FUNDS = "fund scored unscored spent_before fund_total annual within"
_SHEETS = f"expert {_APPLICATION} phase state total recommendation integrity overall sequence"
_CRITERIA = f"expert {_SHORT} phase criterion weight percent points comment reason cited"


class _Words:
    """Headings and words of one language."""

    def __init__(self, language: str) -> None:
        self._texts = reader.load(language)

    def columns(self, names: str) -> list[Column]:
        """Return columns by the names of their headings."""
        return [Column(self._texts[f"form.table.{name}"], _WIDTHS.get(name, 14)) for name in names.split()]

    def sheet(self, name: str) -> str:
        """Return a sheet title."""
        return self._texts[f"form.table.sheet_{name}"]

    def scope(self, reader: str) -> str:
        """Return whose visible set it is."""
        note = self._texts["form.common.seen_note"].format(reader=reader)
        return f"{self._texts['form.common.seen']} {note}"

    def word(self, group: str, code: str | None) -> str | None:
        """Return the word for a code."""
        return None if code is None else self._texts[f"form.word.{group}.{code}"]

    def yes(self, value: bool | None) -> str | None:
        """Return yes or no as a word, nothing for unknown."""
        return None if value is None else self._texts["form.common.yes" if value else "form.common.no"]


def summary_tables(value: ScoreSummary, language: str) -> tuple[Sheet, ...]:
    """Return F08 as tables: all finals, one matrix per section, and every sheet total by itself."""
    words, ranked = _Words(language), value.head.ranked
    return (
        *_scope(value.head, words),
        _kept(words.sheet("finals"), _FINALS, _finals(value, words), words, ranked=ranked),
        *(_matrix(section, words, ranked=ranked) for section in value.sections),
        _kept(words.sheet("marks"), _MARKS, _marks(value, words), words, ranked=ranked),
    )


def _scope(head: RoundHead, words: _Words) -> tuple[Sheet, ...]:
    """Return a first page that says whose visible set the tables hold; none for the official form."""
    if not head.seen:
        return ()
    return (Sheet(words.sheet("scope"), words.columns("scope"), ((words.scope(head.seen),),)),)


def _kept(title: str, names: str, rows: Iterable[tuple[Cell, ...]], words: _Words, *, ranked: bool) -> Sheet:
    """Return a table without the columns that a round without ranks does not have."""
    every = names.split()
    keep = [n for n, name in enumerate(every) if ranked or name not in _UNRANKED]
    kept = (tuple(row[n] for n in keep) for row in rows)
    return Sheet(title, words.columns(" ".join(every[n] for n in keep)), kept)


def _named(head: ApplicationHead) -> tuple[Cell, ...]:
    """Return the cells that name an application."""
    return (head.number, head.unit, head.title, head.measure, head.sub_direction)


def _score(points: int | None) -> Score | None:
    """Return a score cell."""
    return None if points is None else Score(points)


def _amount(fen: int | None) -> Amount | None:
    """Return an amount cell."""
    return None if fen is None else Amount(fen)


def _lines(section: SummarySection) -> Iterator[tuple[SummaryRow, SummaryLine]]:
    """Return every printed final of a section with its application."""
    return ((row, line) for row in section.rows for line in row.lines)


def _finals(value: ScoreSummary, words: _Words) -> Iterator[tuple[Cell, ...]]:
    """Return one row per application and phase."""
    for section in value.sections:
        for row, line in _lines(section):
            counts = tuple(getattr(line.counts, name) for name in _COUNTS.split())
            yield (
                section.pool,
                section.group,
                row.rank,
                *_named(row.application),
                words.word("final_phase", line.phase),
                _score(line.value),
                *counts,
                line.rule,
                line.rubric,
                words.word("decision", row.decision),
            )


def _matrix(section: SummarySection, words: _Words, *, ranked: bool) -> Sheet:
    """Return a section as experts see it on F08: one column per expert; void totals stand in marks only."""
    columns = [
        *words.columns(f"{'rank ' if ranked else ''}{_SHORT} final_phase"),
        *(Column(code, 10) for code in section.experts),
        *words.columns("final"),
    ]
    rows = (
        (
            *((row.rank,) if ranked else ()),
            *_named(row.application)[:3],
            words.word("final_phase", line.phase),
            *(_score(mark.total) if mark.state == "scored" else None for mark in line.marks),
            _score(line.value),
        )
        for row, line in _lines(section)
    )
    return Sheet(f"{section.group} {section.pool}", columns, rows)


def _marks(value: ScoreSummary, words: _Words) -> Iterator[tuple[Cell, ...]]:
    """Return one row per application, phase and expert."""
    for section in value.sections:
        for row, line in _lines(section):
            for expert, mark in zip(section.experts, line.marks, strict=True):
                if mark.state == "unassigned":
                    continue
                yield (
                    section.pool,
                    section.group,
                    *_named(row.application)[:3],
                    words.word("final_phase", line.phase),
                    expert,
                    words.word("mark_state", mark.state),
                    _score(mark.total),
                    words.word("dropped", mark.dropped) if mark.dropped else None,
                    words.yes(mark.revised),
                    words.yes(mark.flagged),
                )


def result_tables(value: ResultList, language: str) -> tuple[Sheet, ...]:
    """Return F14 as tables: scored, settled without scores, ended, funds; of a stage: outcomes, ended."""
    words = _Words(language)
    scored = (_scored(pool, row, words) for pool in value.pools for row in pool.rows)
    checked = (_checked(row, words) for row in value.checked)
    ended = ((*_named(row.application), words.word("state", row.state), row.reason) for row in value.ended)
    funds = (_fund(line, words) for line in value.funds)
    scope = _scope(value.head, words)
    if not value.head.ranked:
        outcomes = (_outcome(row, words) for section in value.outcomes for row in section.rows)
        return (
            *scope,
            Sheet(words.sheet("outcomes"), words.columns(_OUTCOMES), outcomes),
            Sheet(words.sheet("ended"), words.columns(_ENDED), ended),
        )
    return (
        *scope,
        Sheet(words.sheet("scored"), words.columns(_SCORED), scored),
        Sheet(words.sheet("checked"), words.columns(_CHECKED), checked),
        Sheet(words.sheet("ended"), words.columns(_ENDED), ended),
        Sheet(words.sheet("funds"), words.columns(_FUNDS), funds),
    )


def _scored(pool: PoolResult, row: ResultRow, words: _Words) -> tuple[Cell, ...]:
    """Return one scored application."""
    return (
        pool.pool,
        pool.fund,
        row.rank,
        words.yes(row.tied),
        *_named(row.application),
        _score(row.value),
        words.word("decision", row.decision),
        _amount(row.amount),
        words.word("line", row.line),
    )


def _outcome(row: OutcomeRow, words: _Words) -> tuple[Cell, ...]:
    """Return one project of a mid-term check or an acceptance."""
    decision = words.word("decision", row.decision)
    return (*_named(row.application), _score(row.value), decision, "\n".join(row.established))


def _checked(row: CheckedRow, words: _Words) -> tuple[Cell, ...]:
    """Return one application settled without scores."""
    return (
        *_named(row.application),
        words.word("way", row.way),
        words.word("check_result", row.result),
        _amount(row.amount),
    )


def _fund(line: FundLine, words: _Words) -> tuple[Cell, ...]:
    """Return one fund's running total."""
    return (
        line.fund,
        Amount(line.scored),
        Amount(line.unscored),
        Amount(line.spent_before),
        Amount(line.total),
        _amount(line.annual),
        words.yes(line.within),
    )


def sheet_tables(value: ExpertSheets, language: str) -> tuple[Sheet, ...]:
    """Return F07 as tables: one row per sheet, and every criterion of every sheet."""
    words = _Words(language)
    sheets = ((value.expert, *_sheet_cells(page, words)) for page in value.sheets)
    criteria = (
        (value.expert, *_criterion_cells(page, line, words))
        for page in value.sheets
        for line in page.criteria
    )
    return (
        Sheet(words.sheet("sheets"), words.columns(_SHEETS), sheets),
        Sheet(words.sheet("criteria"), words.columns(_CRITERIA), criteria),
    )


def _criterion_cells(page: SheetPage, line: CriterionScore, words: _Words) -> tuple[Cell, ...]:
    """Return one criterion of one sheet."""
    return (
        *_named(page.application)[:3],
        words.word("phase", page.phase),
        line.name,
        line.weight,
        line.percent,
        _score(line.points),
        line.comment,
        line.reason,
        "\n".join(line.cited),
    )


def _sheet_cells(page: SheetPage, words: _Words) -> tuple[Cell, ...]:
    """Return one sheet without its criteria."""
    return (
        *_named(page.application),
        words.word("phase", page.phase),
        words.word("sheet_state", page.state),
        _score(page.total),
        words.word("recommendation", page.recommendation),
        words.yes(page.integrity),
        page.overall,
        page.sequence,
    )
