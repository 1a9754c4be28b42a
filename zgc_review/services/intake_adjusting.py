"""What the secretary says about the files of an intake: columns chosen by hand, cells corrected (rules §16).

Both are kept in the vault, never in the files: columns for every later import, corrections for their round.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from zgc_review.domain.canonical import canonical_bytes
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import IntakeError
from zgc_review.intake.around import find_sheet
from zgc_review.intake.books import Reading, SeenSheet
from zgc_review.intake.cells import Row
from zgc_review.intake.choices import Choice, checked_choices, choices_of, plain_choices
from zgc_review.intake.corrections import Correction, corrections_of, row_digest
from zgc_review.intake.header_row import best_header
from zgc_review.intake.headers import chosen_for, loose
from zgc_review.intake.memory import Memory
from zgc_review.intake.report import short
from zgc_review.services import log
from zgc_review.services.desk import Desk, as_secretary

LEAST, MOST = 2, 500
_LONGEST = 2_000
_COLUMNS = "intake.columns"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a workbook: file, sheet, row number from 1, column index from 0."""

    source: str
    sheet: str
    row: int
    column: int


def remembered_columns(uow: UnitOfWork) -> tuple[Choice, ...]:
    """Return the columns chosen in this vault."""
    return choices_of(uow.facts.get(_COLUMNS))


def remember_columns(
    desk: Desk, row: RoundRow, choices: Sequence[Choice], forget: Iterable[Choice] = ()
) -> tuple[Choice, ...]:
    """Keep choices of columns for this and later imports, beside those kept before.

    ``forget``: columns whose choice goes, so that they are told by their headers again.

    Returns:
        All that are kept now.

    Raises:
        IntakeError: ``intake.mapping.entry``. GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    given = checked_choices(choices)
    with desk.vault.begin() as uow:
        gone = {_name(one) for one in (*forget, *given)}
        kept = (*(one for one in remembered_columns(uow) if _name(one) not in gone), *given)
        if kept == remembered_columns(uow):
            return kept
        uow.facts.put(_COLUMNS, plain_choices(kept))
        left = sum(one.field is None for one in kept)
        data = {"columns": len(kept) - left, "left": left}
        texts = {"choices": canonical_bytes(plain_choices(kept)).decode()}
        log.record(uow, row.round_id, "intake.columns", row.code or "", desk.clock.now(), data, texts)
        uow.commit()
    return kept


def all_corrections(uow: UnitOfWork, row: RoundRow) -> tuple[Correction, ...]:
    """Return every correction of a round, also those taken back, in the order they were made."""
    return corrections_of(uow.facts.get(_corrections(row)))


def reading_of(uow: UnitOfWork, row: RoundRow, memory: Memory | None = None) -> Reading:
    """Return what was said about files, for reading them."""
    counted = tuple(one for one in all_corrections(uow, row) if not one.undone)
    return Reading(remembered_columns(uow), counted, memory)


def correct_cell(
    desk: Desk, row: RoundRow, seen: Sequence[SeenSheet], spot: Spot, value: str, reason: str
) -> Correction:
    """Keep what is to be read in place of a cell; the file stays as it is.

    The log says which row and column and why, and carries the old and the new text as salted digests only.

    Args:
        desk: the secretary's. row: the round.
        seen: the sheets as they were just read.
        spot: the cell. value: the text to read, empty for nothing. reason: 2 to 500 characters.

    Raises:
        IntakeError: ``intake.correction.place`` (no such cell below a header), ``intake.correction.reason``,
            ``intake.correction.value``, ``intake.correction.same``. GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    value, reason = value.strip(), reason.strip()
    if not (LEAST <= len(reason) <= MOST and reason.isprintable()):
        raise IntakeError("intake.correction.reason", least=LEAST, most=MOST)
    if len(value) > _LONGEST or not all(char.isprintable() or char == "\n" for char in value):
        raise IntakeError("intake.correction.value", most=_LONGEST)
    with desk.vault.begin() as uow:
        known = all_corrections(uow, row)
        found, header, read, layout = _found(uow, seen, spot)
        if value == read:
            raise IntakeError("intake.correction.same", row=spot.row)
        made = Correction(
            n=len(known) + 1,
            source=spot.source,
            sheet=spot.sheet,
            row=spot.row,
            column=spot.column,
            header=header,
            digest=row_digest(found),
            key=found.cell(0).text,
            value=value,
            reason=reason,
            by=row.code or "",
            at=desk.clock.now(),
            salt=secrets.token_hex(16),
        )
        # A second correction of a cell takes the place of the first.
        kept = [_replaced(one, made) for one in known]
        uow.facts.put(_corrections(row), [msgspec.to_builtins(one) for one in (*kept, made)])
        data = {
            "column": layout,
            "correction": made.n,
            "digest": made.digest,
            "new": _salted(made.salt, value),
            "old": _salted(made.salt, found.cell(spot.column).text),
            "row": spot.row,
        }
        texts = {"reason": reason, "place": f"{spot.source} {spot.sheet}", "header": short(header)}
        log.record(uow, row.round_id, "intake.corrected", made.by, made.at, data, texts)
        uow.commit()
    return made


def undo_correction(desk: Desk, row: RoundRow, n: int) -> Correction:
    """Take a correction back; the file's own cell is read again.

    Raises:
        IntakeError: ``intake.correction.unknown`` (none of that number counts).
            GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        known = all_corrections(uow, row)
        one = next((one for one in known if one.n == n and not one.undone), None)
        if one is None:
            raise IntakeError("intake.correction.unknown", n=n)
        at = desk.clock.now()
        gone = msgspec.structs.replace(one, undone=at)
        plain = [msgspec.to_builtins(gone if each is one else each) for each in known]
        uow.facts.put(_corrections(row), plain)
        data = {"correction": n, "row": one.row}
        log.record(uow, row.round_id, "intake.correction_undone", row.code or "", at, data)
        uow.commit()
    return gone


def _found(uow: UnitOfWork, seen: Sequence[SeenSheet], spot: Spot) -> tuple[Row, str, str, str]:
    """Return the row as filed, the header over the cell, the text as read, and what the column is."""
    one = find_sheet(seen, spot.source, short(spot.sheet))
    if one is not None and one.layout is not None:
        header = best_header(one.filed, one.layout, chosen_for(remembered_columns(uow), one.layout.id))
        filed = next((row for row in one.filed.rows if row.number == spot.row), None)
        read = next((row for row in one.sheet.rows if row.number == spot.row), None)
        if header is not None and filed is not None and read is not None and spot.row > header.row.number:
            name = header.row.cell(spot.column).text
            if name and spot.column >= 0:
                known = header.columns.get(spot.column)
                path = ".".join(known[1].column.path) if known is not None else ""
                return filed, name, read.cell(spot.column).text, f"{one.layout.id}:{path}"
    raise IntakeError("intake.correction.place", row=spot.row)


def _replaced(one: Correction, made: Correction) -> Correction:
    """Return an older correction; where it is of the same cell it counts no longer."""
    is_same = (one.source, one.sheet, one.digest, one.row, one.column) == (
        made.source,
        made.sheet,
        made.digest,
        made.row,
        made.column,
    )
    return msgspec.structs.replace(one, undone=made.at) if is_same and not one.undone else one


def _salted(salt: str, text: str) -> str:
    """Return the digest under which the log carries a cell's text."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def _name(one: Choice) -> tuple[str, str, int]:
    """Return what tells the column of a choice from others."""
    return one.sheet, loose(one.header), one.nth


def _corrections(row: RoundRow) -> str:
    """Return the name under which a round's corrections are kept."""
    return f"intake.corrections:{row.round_id}"
