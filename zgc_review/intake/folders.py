"""Document folders of an intake folder: whose they are, what lies in them, under which names."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zgc_review.intake.limits import Limits
from zgc_review.intake.report import Place, Report
from zgc_review.intake.rows import key_of

_SKIPPED: Final = frozenset(("thumbs.db", "desktop.ini", ".ds_store", "__macosx"))
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?\Z", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
_SEPARATORS: Final = re.compile(r'[-_–—/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a document folder: its path, its name and its path within the folder, both in NFC."""

    path: Path
    name: str
    label: str
    place: Place


def match_folders(names: Iterable[str], numbers: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the folders of each application number, and the folders of none.

    A folder is named by the number, possibly followed by the unit's name; width, case, spaces and the
    kind of hyphen do not matter, and characters that no folder name can hold count as hyphens. The
    longest number that fits decides.
    """
    keys = {_folder_key(number): number for number in numbers}
    found: dict[str, list[str]] = {}
    unmatched: list[str] = []
    for name in names:
        key = _folder_key(name)
        beginnings = (key[:end] for end in range(len(key), 0, -1))
        known = next((begin for begin in beginnings if begin in keys and _ends_there(key, begin)), None)
        if known is None:
            unmatched.append(name)
        else:
            found.setdefault(keys[known], []).append(name)
    return found, unmatched


def _folder_key(text: str) -> str:
    """Return a folder name or number reduced to what two spellings share."""
    return _SEPARATORS.sub("-", key_of(text))


def _ends_there(key: str, number: str) -> bool:
    """Say whether the number at the beginning of a folder name ends there: 2026-1 does not in 2026-10."""
    return re.match(r"[a-z0-9]|-[0-9]+\Z", key[len(number) :]) is None


def list_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the folders and the files in ``folder`` by name, without what systems leave behind."""
    entries = sorted(
        (entry for entry in folder.iterdir() if not _is_litter(entry.name)), key=lambda entry: entry.name
    )
    folders: list[Path] = []
    files: list[Path] = []
    for entry in entries:
        (folders if entry.is_dir() and not entry.is_symlink() else files).append(entry)
    return folders, files


def _is_litter(name: str) -> bool:
    """Say whether an entry is left behind by a system or an open office program."""
    return name.casefold() in _SKIPPED or name.startswith(("~$", "._", ".~"))


def find_files(folder: Path, report: Report, limits: Limits) -> tuple[FoundFile, ...]:
    """Return the files below ``folder`` in order of their names; links are not followed."""
    top = shown_name(folder.name)
    found: list[FoundFile] = []
    _walk(folder, top, (), found, report, limits)
    labels: set[str] = set()
    for file in found:
        if file.label.casefold() in labels:
            report.add("intake.name.twice", file.place)
        labels.add(file.label.casefold())
    return tuple(found)


def _walk(
    folder: Path, top: str, above: tuple[str, ...], found: list[FoundFile], report: Report, limits: Limits
) -> None:
    """Collect the files of one folder and those inside it."""
    place = Place("/".join((top, *above)))
    if len(above) > limits.depth:
        report.add("intake.folder.deep", place, limit=limits.depth)
        return
    folders, files = list_folder(folder)
    for path in files:
        name = shown_name(path.name)
        label = "/".join((*above, name))
        own = Place(f"{top}/{label}")
        if path.is_symlink() or not path.is_file():
            report.add("intake.folder.link", own)
        elif len(found) >= limits.files:
            report.add("intake.folder.many", place, limit=limits.files)
            return
        else:
            _check_name(path.name, name, own, report, limits)
            found.append(FoundFile(path, name, label, own))
    for path in folders:
        _walk(path, top, (*above, shown_name(path.name)), found, report, limits)


def shown_name(name: str) -> str:
    """Return a file name in NFC, its undecodable bytes read as GB 18030 (archives of Chinese Windows)."""
    if not any("\ud800" <= char <= "\udfff" for char in name):
        return unicodedata.normalize("NFC", name)
    return unicodedata.normalize("NFC", os.fsencode(name).decode("gb18030", errors="replace"))


def _check_name(raw: str, name: str, place: Place, report: Report, limits: Limits) -> None:
    """Report what would make a name unreadable, misleading or impossible on another system."""
    if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in name):
        report.add("intake.name.control", place)
    if len(name) > limits.name:
        report.add("intake.name.long", place, limit=limits.name)
    if any("\ud800" <= char <= "\udfff" for char in raw):
        report.add("intake.name.encoding", place)
    if _RESERVED.match(name) or _FORBIDDEN.search(name) or name.endswith((".", " ")):
        report.add("intake.name.reserved", place)
