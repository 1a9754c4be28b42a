"""Findings of the conflict desk on tables (ports of ``zgc_review.domain.ports``)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, insert, select

from db import tables
from db.codec import Codec
from zgc_review.domain.rows import FindingAct, FindingRow

_FINDING = Codec(FindingRow, tables.findings, json=("hit",))
_ACT = Codec(FindingAct, tables.finding_acts)


class SqlFindings:
    """What screening found, and what happened to each finding."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: FindingRow) -> None:
        """Keep a finding."""
        findings = tables.findings
        last = select(func.max(findings.c.position)).where(findings.c.round_id == row.round_id)
        position = int(self._connection.execute(last).scalar_one() or 0) + 1
        self._connection.execute(insert(findings), {**_FINDING.values(row), "position": position})

    def all(self, round_id: str, experts: Collection[str] | None = None) -> tuple[FindingRow, ...]:
        """Return the findings of a round, oldest first."""
        findings = tables.findings
        query = select(*_FINDING.columns).where(findings.c.round_id == round_id)
        if experts is not None:
            query = query.where(findings.c.expert_id.in_(sorted(experts)))
        query = query.order_by(findings.c.position)
        return tuple(_FINDING.rows(self._connection.execute(query)))

    def get(self, finding_id: str) -> FindingRow | None:
        """Return one finding, None where there is none with this id."""
        query = select(*_FINDING.columns).where(tables.findings.c.finding_id == finding_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _FINDING.row(found)

    def append(self, row: FindingAct) -> None:
        """Keep one act."""
        self._connection.execute(insert(tables.finding_acts), _ACT.values(row))

    def acts(self, round_id: str, experts: Collection[str] | None = None) -> tuple[FindingAct, ...]:
        """Return the acts of a round, by finding and number."""
        acts, findings = tables.finding_acts, tables.findings
        query = select(*_ACT.columns).where(acts.c.round_id == round_id)
        if experts is not None:
            meant = select(findings.c.finding_id).where(findings.c.expert_id.in_(sorted(experts)))
            query = query.where(acts.c.finding_id.in_(meant))
        rows = _ACT.rows(self._connection.execute(query))
        return tuple(sorted(rows, key=lambda row: (row.finding_id, row.n)))
