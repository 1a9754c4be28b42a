"""Loads a catalogue: the shipped one, a committee's own YAML, or the JSON that travels."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from zgc_review.catalogue.catalogue import Catalogue, assemble
from zgc_review.catalogue.check import check_raw
from zgc_review.catalogue.reading import MAX_BYTES, read_yaml
from zgc_review.catalogue.report import Report
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.findings import Finding
from zgc_review.errors import CatalogueError

_SHIPPED = "measures.yaml"


@cache
def load_shipped() -> Catalogue:
    """Return the catalogue of the release; read once per run.

    Raises:
        CatalogueError: the installation is damaged.
    """
    return _from_yaml((files("resources") / "catalogue" / _SHIPPED).read_bytes(), _SHIPPED)


def load_yaml(path: Path) -> Catalogue:
    """Return a committee's own catalogue.

    Raises:
        CatalogueError: ``catalogue.unreadable``, or ``catalogue.invalid`` with the number of errors that
            ``check_yaml`` lists.
    """
    return _from_yaml(_read(path), path.name)


def check_yaml(path: Path) -> list[Finding]:
    """Return everything wrong with a committee's own catalogue; level error keeps it from being used.

    Faults of the YAML itself name the line (``row``), faults of content the place (``params["path"]``).

    Raises:
        CatalogueError: ``catalogue.unreadable``.
    """
    report = Report(path.name)
    _checked(_read(path), report)
    return report.findings


def from_json(data: bytes) -> Catalogue:
    """Return the catalogue that travelled as RFC 8785 bytes.

    Raises:
        CatalogueError: ``catalogue.json`` where these are not such bytes, ``catalogue.invalid``.
    """
    if len(data) > MAX_BYTES:
        raise CatalogueError("catalogue.json")
    try:
        raw = parse_canonical(data)
    except CanonicalFault as fault:
        raise CatalogueError("catalogue.json") from fault
    report = Report("catalogue.json")
    check_raw(raw, report)
    return _usable(raw, report)


def _from_yaml(data: bytes, name: str) -> Catalogue:
    """Return the catalogue written in ``data``, or refuse with the number of errors."""
    report = Report(name)
    return _usable(_checked(data, report), report)


def _checked(data: bytes, report: Report) -> Any:
    """Read and check; the reasons against it stand in ``report``."""
    raw = read_yaml(data, report)
    if not report.errors:
        check_raw(raw, report)
    return raw


def _usable(raw: Any, report: Report) -> Catalogue:
    """Return the catalogue when nothing stops it."""
    if report.errors:
        raise CatalogueError("catalogue.invalid", file=report.source, count=report.errors)
    return assemble(canonical_bytes(raw))


def _read(path: Path) -> bytes:
    """Return the bytes of a file, never more than one over the limit."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise CatalogueError("catalogue.unreadable", file=path.name) from fault
