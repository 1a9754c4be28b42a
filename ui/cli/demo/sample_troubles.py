"""Applications that the intake must refuse, and slips in good ones (rules §12, §16)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ui.cli.demo.people import People
from ui.cli.demo.plainpdf import broken_pdf, text_pdf
from ui.cli.demo.projects import WAN, WORDS, Project, Projects
from ui.cli.demo.sample_values import Planted
from zgc_review.intake.identifiers import credit_check

BOOK: Final = "申报.xlsx"
_LISTS: Final = ("team", "executives", "shareholders", "controllers", "partners", "advisers")
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ZIP_MOMENT: Final = (2026, 6, 26, 9, 30, 0)


@dataclass(frozen=True, slots=True)
class Troubles:
    """Refused applications, the rows of the workbook they take, what was planted, how to spoil papers."""

    projects: tuple[Project, ...]
    rows: tuple[dict[str, Any], ...]
    planted: tuple[Planted, ...]
    spoil: Callable[[Path], None]


def make_troubles(projects: Projects, people: People) -> Troubles:
    """Return four applications that cannot be taken in: a lock, damage, an archive, a number twice."""
    made = tuple(
        projects.make(WORDS[place], WORDS[place].directions[0], f"ZGC2026-{WORDS[place].id}-9{index:02d}")
        for index, place in enumerate((0, 2, 7, 10), 1)
    )
    locked, damaged, zipped, twice = made
    again = _resubmitted(twice, people)
    found = [
        Planted("locked-pdf", locked.number, "intake.document.password"),
        Planted("locked-pdf-missing", locked.number, "intake.attachment.missing"),
        Planted("damaged-pdf", damaged.number, "intake.document.damaged"),
        Planted("damaged-pdf-missing", damaged.number, "intake.attachment.missing"),
        Planted("zipped-document", zipped.number, "intake.document.archive"),
        Planted("missing-document", zipped.number, "intake.attachment.missing"),
        Planted("number-twice", twice.number, "intake.row.twice"),
        Planted("same-application-twice", twice.number, "intake.row.similar"),
        # The lists of both rows join the first one: the second has no team.
        Planted("second-row-without-team", twice.number, "intake.row.missing"),
    ]
    rows = (*(one.record for one in made), again)
    return Troubles(made, rows, tuple(found), lambda folder: _spoil(folder, locked, damaged, zipped))


def wrong_code(projects: Sequence[Project]) -> Planted:
    """Give one good application a credit code whose check character is wrong: a warning (rules §12)."""
    project = projects[-1]
    code = project.record["unit_credit_code"]
    following = _ALPHABET.index(credit_check(code[:17])) + 1
    project.record["unit_credit_code"] = code[:17] + _ALPHABET[following % len(_ALPHABET)]
    return Planted("credit-code", project.number, "intake.code.check")


def _resubmitted(project: Project, people: People) -> dict[str, Any]:
    """Return the same application handed in once more: other amount, other contact, no lists."""
    again = {name: value for name, value in project.record.items() if name not in _LISTS}
    again["requested_amount"] = project.record["requested_amount"] + 20 * WAN
    again["contact"] = people.person(project.unit)
    return {name: value for name, value in again.items() if not isinstance(value, list)}


def _spoil(folder: Path, locked: Project, damaged: Project, zipped: Project) -> None:
    """Spoil one paper in each of three folders of documents."""
    paper = _paper(folder / locked.folder, "CA04")
    paper.write_bytes(text_pdf(locked.title, (locked.number, "CA04"), 3, locked=True))
    paper = _paper(folder / damaged.folder, "CA05")
    paper.write_bytes(broken_pdf(paper.read_bytes()))
    paper = _paper(folder / zipped.folder, "CA03")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(paper.name, _ZIP_MOMENT), paper.read_bytes())
    paper.with_suffix(".zip").write_bytes(packed.getvalue())
    paper.unlink()


def _paper(folder: Path, name: str) -> Path:
    """Return the one paper of a folder whose name begins so."""
    return next(path for path in sorted(folder.iterdir()) if path.name.startswith(name))
