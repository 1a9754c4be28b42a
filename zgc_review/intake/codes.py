"""Every finding of this room, with its level; codes are stable, their sentences stand in resources/texts.

``error`` stops the row (and the application it belongs to), ``warn`` asks a person, ``info`` only
tells. The groups:

* ``intake.file``: a workbook cannot be read, or not wholly.
* ``intake.sheet``, ``intake.header``: sheets and column headers.
* ``intake.row``: whole rows: keys, doubles, what is missing.
* ``intake.cell``: cells whose content cannot be trusted, whatever the column.
* ``intake.text``, ``.number``, ``.amount``, ``.percent``, ``.date``, ``.choice``, ``.person``: typed values.
* ``intake.code``, ``intake.hint``: identifiers of rules §12; shapes are only hints.
* ``intake.folder``, ``intake.name``, ``intake.document``, ``intake.attachment``: documents.
* ``intake.roster``, ``intake.listing``: what concerns only the roster, or only the lists.
* ``intake.correction``: cells that the secretary corrected.
* ``intake.more``: how many findings were left out of a long report.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zgc_review.domain.findings import Level

_ERRORS: Final = """
intake.file.none intake.file.empty intake.file.large intake.file.kind intake.file.xls intake.file.password
intake.file.damaged intake.file.macros intake.file.bomb intake.file.entities intake.file.encoding
intake.file.nul intake.file.quotes intake.file.unreadable
intake.sheet.missing intake.sheet.required intake.sheet.rows intake.sheet.columns intake.sheet.cells
intake.header.none intake.header.missing intake.header.twice intake.header.unit
intake.row.key intake.row.twice intake.row.required intake.row.orphan intake.row.direction intake.row.differs
intake.cell.formula intake.cell.failed intake.cell.long intake.cell.line intake.cell.control
intake.text.date intake.text.digits intake.text.scientific intake.text.truth
intake.number.character intake.number.fraction intake.number.range intake.number.kind
intake.amount.unit intake.amount.decimals intake.amount.negative intake.amount.range
intake.percent.decimals
intake.date.shape intake.date.calendar intake.date.range
intake.choice.truth intake.choice.value
intake.person.name
intake.folder.twice intake.folder.link intake.folder.many intake.folder.deep
intake.name.control intake.name.long
intake.document.empty intake.document.large intake.document.archive intake.document.xls
intake.document.macros intake.document.password intake.document.damaged intake.document.pages
intake.document.program intake.document.bomb intake.document.entities intake.document.unreadable
intake.listing.identifier
"""

_WARNINGS: Final = """
intake.file.external
intake.sheet.empty intake.sheet.hidden
intake.row.missing intake.row.similar intake.row.order
intake.cell.invisible intake.cell.replaced intake.cell.private
intake.percent.small
intake.code.length intake.code.character intake.code.check intake.code.inner
intake.hint.shape intake.hint.check
intake.person.key intake.person.grounds intake.person.excluded
intake.person.mobile intake.person.email intake.person.orcid intake.person.year
intake.folder.missing intake.folder.unmatched intake.folder.empty
intake.name.reserved intake.name.encoding intake.name.twice
intake.document.mismatch intake.document.hidden intake.document.pixels intake.document.embedded
intake.attachment.missing
intake.correction.stale
intake.digest.list intake.digest.differs intake.digest.absent intake.digest.unlisted
intake.roster.private intake.roster.consent intake.roster.same
"""

_NOTES: Final = """
intake.file.stray
intake.sheet.unknown
intake.header.unknown intake.header.blank intake.header.left
intake.correction.applied
intake.row.unneeded
intake.cell.placeholder
intake.date.time
intake.code.normalised
intake.person.tail
intake.listing.whole
intake.more
"""

#: Level of each code.
CODES: Final[Mapping[str, Level]] = MappingProxyType(
    {
        code: level
        for level, names in ((Level.ERROR, _ERRORS), (Level.WARN, _WARNINGS), (Level.INFO, _NOTES))
        for code in names.split()
    }
)
