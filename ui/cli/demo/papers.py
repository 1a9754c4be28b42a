"""The folder of documents of one application, as an office sends it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ui.cli.demo.attachments import LOOKS
from ui.cli.demo.paper_data import PaperData, interests
from ui.cli.demo.plainpdf import scan_pdf, text_pdf
from ui.cli.demo.press import Press
from ui.cli.demo.projects import Project
from ui.cli.demo.scans import Scanner, png_bytes
from zgc_review.catalogue import Attachment, Catalogue
from zgc_review.intake.application_layout import application_layout
from zgc_review.intake.layout import BookLayout
from zgc_review.intake.workbooks import workbook_bytes

_INTERESTS: Final = ("shareholders", "executives", "partners", "excluded_experts")
#: Attachments that are not always due but stand in these folders all the same.
_USUAL: Final = frozenset(("M12-A1",))
#: Pages of the small application form.
LIGHT_PAGES: Final = 4
_CHECKLIST: Final = "CA07 材料清单.txt"


def due_attachments(project: Project, catalogue: Catalogue) -> tuple[Attachment, ...]:
    """Return the attachments of an application in the catalogue's order."""
    ethics = project.record["ethics_humans"]
    return tuple(
        paper
        for paper in catalogue.attachments_for(project.direction.id)
        if paper.required or paper.id in _USUAL or (paper.id == "CA08" and ethics)
    )


class Papers:
    """Makes papers: printed, scanned, a workbook, a list of files with their digests."""

    def __init__(self, data: PaperData, scanner: Scanner, catalogue: Catalogue) -> None:
        self._data = data
        self._scanner = scanner
        self._catalogue = catalogue
        self._press: Press | None = None

    def write(self, project: Project, folder: Path, *, light: bool) -> None:
        """Write every paper of an application into a new folder; the checklist comes last."""
        folder.mkdir(parents=True)
        lines = [f"{project.number}　{project.title}　材料清单", "序号　文件名　字节数　SHA-256"]
        made = self._light(project) if light else self._full(project)
        for place, (name, data) in enumerate(sorted(made), 1):
            (folder / name).write_bytes(data)
            lines.append(f"{place}　{name}　{len(data)}　{hashlib.sha256(data).hexdigest()}")
        (folder / _CHECKLIST).write_bytes("\r\n".join([*lines, ""]).encode("utf-8"))

    def _light(self, project: Project) -> Iterator[tuple[str, bytes]]:
        """Yield small papers that open and have the right names, for tests."""
        for paper in due_attachments(project, self._catalogue):
            if paper.id == "CA07":
                continue
            title = (
                LOOKS[paper.id].title if paper.id in LOOKS else paper.zh.partition("（")[0].partition("；")[0]
            )
            pages = LIGHT_PAGES if paper.id == "CA01" else 1
            data = text_pdf(
                f"{project.title} {project.unit.name}", (project.number, paper.id, paper.en[:80]), pages
            )
            yield f"{paper.id} {title}.pdf", data

    def _full(self, project: Project) -> Iterator[tuple[str, bytes]]:
        """Yield the papers of a real folder."""
        if self._press is None:
            self._press = Press()
        press, data, scanner = self._press, self._data, self._scanner
        yield "CA01 项目申报书.pdf", press.set("application", data.application(project))
        licence = scanner.scan(press.set("licence", data.licence(project)))
        if int(project.number[-3:]) % 3:
            yield "CA02 营业执照（副本）.pdf", scan_pdf([licence])
        else:
            yield "CA02 营业执照（副本）.png", png_bytes(licence)
        yield "CA03 诚信承诺书.pdf", scan_pdf([scanner.scan(press.set("paper", data.pledge(project)))])
        yield "CA04 上年度审计报告.pdf", press.set("paper", data.audit(project))
        yield "CA05 信用查询报告.pdf", press.set("paper", data.credit(project))
        yield "CA06 利害关系信息表.xlsx", workbook_bytes(self._interests(project), [interests(project)])
        for paper in due_attachments(project, self._catalogue):
            if paper.id in LOOKS:
                yield self._attachment(press, project, paper)

    def _attachment(self, press: Press, project: Project, paper: Attachment) -> tuple[str, bytes]:
        """Return name and bytes of an attachment of the measure; contracts and letters are scanned."""
        look = LOOKS[paper.id]
        pdf = press.set("paper", self._data.attachment(project, look))
        if look.kind in ("contract", "letter"):
            pdf = scan_pdf([self._scanner.scan(pdf)])
        return f"{paper.id} {look.title}.pdf", pdf

    def _interests(self, project: Project) -> BookLayout:
        """Return the sheets of CA06: those of the workbook 申报, with its main sheet cut to the number."""
        whole = application_layout(self._catalogue, [project.direction.id])
        lists = tuple(sheet for sheet in whole.sheets if sheet.id in _INTERESTS)
        main = type(whole.main)("main", "编号", "Number", whole.main.columns[:1])
        return BookLayout("利害关系", (main, *lists))
