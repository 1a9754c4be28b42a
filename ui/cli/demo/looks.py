"""How an attachment of the sample looks: a kind of paper and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["contract", "letter", "ledger", "report", "rules"]

#: Columns that show an organisation.
UNIT_COLUMNS: Final = ("企业名称:unit", "统一社会信用代码:code")


@dataclass(frozen=True, slots=True)
class Look:
    """One attachment.

    Attributes:
        title: heading and file name.
        kind: contract and letter are scanned; ledger, report and rules are printed by a program.
        text: what it says; ``{unit}``, ``{brand}``, ``{subject}``, ``{title}`` may stand in it.
        columns: of a ledger, as ``header:what`` with what = unit, code, date, wan, count, serial, person
            or words to choose from, divided by ``|``.
    """

    title: str
    kind: Kind
    text: str
    columns: tuple[str, ...] = ()
