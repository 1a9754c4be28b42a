"""An intake folder into applications: rows, their lists, their documents, and every doubt about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zgc_review.catalogue import Catalogue, RoundValues, Stage
from zgc_review.domain.canonical import Json
from zgc_review.domain.findings import Finding, Level
from zgc_review.errors import IntakeError
from zgc_review.intake.application_layout import application_layout
from zgc_review.intake.application_rows import Draft, collect_drafts
from zgc_review.intake.attachments import guess_attachment, missing_attachments
from zgc_review.intake.books import PLAIN, Reading, SeenSheet, read_book
from zgc_review.intake.checksums import count_mismatches, is_checksum_list
from zgc_review.intake.documents import Inspection, inspect_document
from zgc_review.intake.folders import FoundFile, find_files, list_folder, match_folders, shown_name
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.memory import Memory
from zgc_review.intake.report import Place, Report

_WORD: Final = "申报"
#: Workbooks of other acts often lie in the same folder.
_OTHERS: Final = ("名册", "名单", "不良信用记录")
_WORKBOOKS: Final = (".xlsx", ".csv", ".xls", ".xlsm", ".xlsb", ".et")
#: Field of the catalogue that says how many attachments are missing; the program fills it.
_MISSING_FIELD: Final = "missing_attachments"
#: Likewise, how many documents differ from the list of checksums handed in with them.
_DIFFER_FIELD: Final = "digest_mismatches"


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document where it lies; nothing of it was copied.

    Attributes:
        path: the file. name: its name in NFC. label: its path within the application's folder.
        extension, media, size, pages, shown, refused: as in ``documents.Inspection``.
        attachment: id of the attachment it seems to be, by its name.
    """

    path: Path
    name: str
    label: str
    extension: str
    media: str
    size: int
    pages: int
    shown: bool
    refused: bool
    attachment: str | None


@dataclass(frozen=True, slots=True)
class ParsedApplication:
    """One row of the workbook with all that belongs to it.

    Attributes:
        number: 申报编号 as typed.
        sub_direction: id, empty where the row does not tell.
        record: catalogue field ids to JSON values; what is not provided is absent.
        documents: in order of folders and names.
        place: file, sheet and row.
        blocked: an error concerns it; it cannot be taken in as it is.
    """

    number: str
    sub_direction: str
    record: dict[str, Json] = field(repr=False)
    documents: tuple[ParsedDocument, ...]
    place: Place
    blocked: bool


@dataclass(frozen=True, slots=True)
class IntakeBatch:
    """All applications of a folder in the order of their rows, and the report.

    ``errors`` and ``warnings`` count all, also those beyond the findings shown. ``seen``: the sheets of the
    workbooks, to show what stands around a finding.
    """

    applications: tuple[ParsedApplication, ...]
    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    seen: tuple[SeenSheet, ...] = field(default=(), repr=False)

    @property
    def ready(self) -> tuple[ParsedApplication, ...]:
        """The applications that can be taken in; a strict run takes all or none (rules §16)."""
        return tuple(application for application in self.applications if not application.blocked)


def read_applications(
    folder: Path,
    catalogue: Catalogue,
    *,
    sub_directions: Collection[str] | None = None,
    stage: Stage = "proposal",
    values: RoundValues | None = None,
    limits: Limits = LIMITS,
    reading: Reading = PLAIN,
) -> IntakeBatch:
    """Read every workbook of ``folder`` whose name contains 申报, and the documents beside it.

    Args:
        folder: holds the workbooks, and one folder of documents per application.
        catalogue: what the fields and attachments are.
        sub_directions: those of the round; None takes every one of the catalogue.
        stage: of the round.
        values: the round's values for conditions of attachments that name them.
        limits: bounds of what is read.
        reading: what a person said about columns and cells, and what is remembered of the files.

    Raises:
        IntakeError: ``intake.folder`` where the folder cannot be read.
    """
    chosen = [sub.id for sub in catalogue.sub_directions] if sub_directions is None else list(sub_directions)
    report = Report()
    if reading.memory is not None:
        reading.memory.enter(folder)
    try:
        folders, files = list_folder(folder)
    except OSError as fault:
        raise IntakeError("intake.folder", name=shown_name(folder.name)) from fault
    books = [path for path in files if _WORD in shown_name(path.name) and _is_workbook(path)]
    _tell_strays(files, books, report)
    if not books:
        report.add("intake.file.none", Place(shown_name(folder.name)), word=_WORD)
    layout = application_layout(catalogue, chosen, stage)
    book = read_book(books, layout, report, limits, reading=reading)
    drafts = collect_drafts(book, catalogue, chosen, stage, report)
    reader = _Documents(catalogue, stage, values, report, limits, reading.memory)
    applications = reader.join(drafts, folders)
    errors, warnings = report.count(Level.ERROR), report.count(Level.WARN)
    return IntakeBatch(applications, report.findings(), errors, warnings, book.seen)


def _is_workbook(path: Path) -> bool:
    """Say whether a file is meant as a workbook; links are not followed."""
    return path.suffix.lower() in _WORKBOOKS and path.is_file() and not path.is_symlink()


def _tell_strays(files: Iterable[Path], books: Collection[Path], report: Report) -> None:
    """Tell which files beside the workbooks are not read."""
    for path in files:
        if path not in books and not any(word in shown_name(path.name) for word in _OTHERS):
            report.add("intake.file.stray", Place(shown_name(path.name)))


class _Documents:
    """Joins applications with their folders of documents."""

    def __init__(
        self,
        catalogue: Catalogue,
        stage: Stage,
        values: RoundValues | None,
        report: Report,
        limits: Limits,
        memory: Memory | None,
    ) -> None:
        self._catalogue = catalogue
        self._stage: Stage = stage
        self._values = values
        self._report = report
        self._limits = limits
        self._memory = memory

    def join(self, drafts: list[Draft], folders: list[Path]) -> tuple[ParsedApplication, ...]:
        """Return the applications with their documents; folders of nobody are reported."""
        by_name = {shown_name(path.name): path for path in folders}
        numbers = [draft.number for draft in drafts if draft.number]
        matched, unmatched = match_folders(by_name, numbers)
        for name in unmatched:
            self._report.add("intake.folder.unmatched", Place(name))
        return tuple(
            self._application(draft, [by_name[name] for name in matched.get(draft.number, [])])
            for draft in drafts
        )

    def _application(self, draft: Draft, folders: list[Path]) -> ParsedApplication:
        """Return one application with the documents of its folder."""
        before = self._report.errors
        if len(folders) > 1:
            names = "、".join(shown_name(path.name) for path in folders)
            self._report.add("intake.folder.twice", draft.place, draft.number, names=names)
        elif not folders:
            self._report.add("intake.folder.missing", draft.place, draft.number)
        documents = self._read(draft, folders[0]) if len(folders) == 1 else ()
        if draft.sub_direction:
            self._check_attachments(draft, documents)
        blocked = draft.blocked or self._report.errors > before
        return ParsedApplication(
            draft.number, draft.sub_direction, draft.record, documents, draft.place, blocked
        )

    def _read(self, draft: Draft, folder: Path) -> tuple[ParsedDocument, ...]:
        """Return the documents of one folder."""
        try:
            files = find_files(folder, self._report, self._limits)
        except OSError:
            self._report.add("intake.file.unreadable", Place(shown_name(folder.name)))
            return ()
        if not files:
            self._report.add("intake.folder.empty", Place(shown_name(folder.name)))
        files = self._compared(draft, files)
        direction = draft.sub_direction
        due = self._catalogue.attachments_for(direction, self._stage) if direction else ()
        found = []
        for file in files:
            seen = self._inspect(file)
            found.append(
                ParsedDocument(
                    file.path,
                    file.name,
                    file.label,
                    seen.extension,
                    seen.media,
                    seen.size,
                    seen.pages,
                    seen.shown,
                    seen.refused,
                    guess_attachment(file.label, due),
                )
            )
        return tuple(found)

    def _inspect(self, file: FoundFile) -> Inspection:
        """Say what a document is, from memory where it did not change."""
        if self._memory is None:
            return inspect_document(file.path, file.name, file.place, self._report, self._limits)
        return self._memory.recall(
            ("document", file.path),
            [file.path],
            self._report,
            lambda told: inspect_document(file.path, file.name, file.place, told, self._limits),
        )

    def _differing(self, listed: FoundFile, documents: tuple[FoundFile, ...]) -> int | None:
        """Count the documents that differ from the list of checksums."""
        if self._memory is None:
            return count_mismatches(listed, documents, self._report)
        paths = [listed.path, *(file.path for file in documents)]
        return self._memory.recall(
            ("checksums", *paths), paths, self._report, lambda told: count_mismatches(listed, documents, told)
        )

    def _compared(self, draft: Draft, files: tuple[FoundFile, ...]) -> tuple[FoundFile, ...]:
        """Return the documents without the list of checksums, compared with it where there is one."""
        documents = tuple(file for file in files if not is_checksum_list(file))
        listed = [file for file in files if is_checksum_list(file)]
        fields = self._catalogue.fields_for([draft.sub_direction], self._stage) if draft.sub_direction else ()
        if listed and any(known.id == _DIFFER_FIELD and known.source == "program" for known in fields):
            count = self._differing(listed[0], documents)
            if count is not None:
                draft.record[_DIFFER_FIELD] = count
        return documents

    def _check_attachments(self, draft: Draft, documents: tuple[ParsedDocument, ...]) -> None:
        """Report missing attachments and fill the field that counts them.

        Where there are no documents at all, that was reported, and a list of all would say no more.
        """
        present = [
            document.attachment for document in documents if document.attachment and not document.refused
        ]
        fields = self._catalogue.fields_for([draft.sub_direction], self._stage)
        attachments = self._catalogue.attachments_for(draft.sub_direction, self._stage)
        missing = missing_attachments(attachments, present, draft.record, fields, self._values)
        for attachment in missing if documents else ():
            self._report.add(
                "intake.attachment.missing", draft.place, draft.number, id=attachment.id, title=attachment.zh
            )
        if any(known.id == _MISSING_FIELD and known.source == "program" for known in fields):
            draft.record[_MISSING_FIELD] = len(missing)
