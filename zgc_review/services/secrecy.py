"""P12 名单保密: what travels before the review opens lists no experts (rules §3.1, §15)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from zgc_review.assignment.panel_rules import p12
from zgc_review.domain.bodies import LetterBody
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import log, post
from zgc_review.services.rounds import signed_versions

# Fields that say who applies: a person of the same name there is a matter of R01 and R15.
_APPLICANTS = frozenset({"unit_name", "former_names", "project_leader", "contact", "legal_representative"})
# One name in a long text may be a word or somebody else's; from two on it is a list.
_LISTED = 2


def check_said(uow: UnitOfWork, row: RoundRow, parts: Mapping[str, str]) -> None:
    """Refuse texts of the program's own users that hold an expert's name.

    Args:
        uow: the transaction.
        row: the round.
        parts: name of the part → its text.

    Raises:
        GateError: ``secrecy.name`` with the first part and how many names it holds.
    """
    _refuse(p12({part: _plain(text) for part, text in parts.items()}, _names(uow, row)))


def check_letters(
    uow: UnitOfWork, row: RoundRow, letters: list[MessageRow], *, reason: str, by: str, at: str
) -> None:
    """Refuse to pack letters that list experts, unless a person looked and says why it is none (P12).

    Raises:
        GateError: ``secrecy.name``.
    """
    names = _names(uow, row)
    said = {f"round {one.body.version}": getattr(one.body, "reason", "") for one in signed_versions(uow, row)}
    found = p12({part: _plain(text) for part, text in said.items()}, names)
    applied = p12({part: _plain(text) for part, text in _applied(letters)}, names)
    found += [one for one in applied if int(one.params["count"]) >= _LISTED]
    if found and len(reason.strip()) < 2:
        _refuse(found)
    if found:
        texts = {"reason": reason.strip()}
        log.record(uow, row.round_id, "secrecy.overruled", by, at, {"parts": len(found)}, texts)


def _applied(letters: list[MessageRow]) -> Iterator[tuple[str, str]]:
    """Yield what the applicants wrote, by application: texts of the record, names of documents."""
    seen: set[str] = set()
    for letter in letters:
        body: LetterBody = post.body_of_row(letter)
        for one in body.applications:
            if one.application not in seen:
                seen.add(one.application)
                texts = [str(v) for k, v in one.record.items() if isinstance(v, str) and k not in _APPLICANTS]
                texts += [document.name for document in one.documents or ()]
                yield str(one.record.get("application_no", one.application)), "\n".join(texts)


def _names(uow: UnitOfWork, row: RoundRow) -> list[str]:
    """Return the names of those who sit, and of everybody in the roster who might."""
    names = {str(one.record.get("name", "")) for one in uow.experts.all(row.round_id)}
    names |= {one.name for one in uow.seats.all(row.round_id) if one.expert_id is not None}
    return sorted({_plain(one) for one in names} - {""})


def _refuse(found: list[Finding]) -> None:
    """Refuse by the first finding; names never enter it."""
    for one in found:
        if one.level is Level.ERROR:
            raise GateError("secrecy.name", part=str(one.params["part"]), count=int(one.params["count"]))


def _plain(text: str) -> str:
    """Return a text as it is compared: spelling of width and spaces hides nothing."""
    return "".join(unicodedata.normalize("NFKC", text).split())
