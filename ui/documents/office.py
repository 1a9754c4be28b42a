"""Parts of XLSX and DOCX files, parsed as a stream without document type declarations, within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import replace
from typing import Any, Final

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from ui.documents import limits
from zgc_review.errors import DocumentError
from zgc_review.intake.containers import check_container
from zgc_review.intake.limits import LIMITS, MEGABYTE

_CHUNK: Final = 65_536
_BOUNDS: Final = replace(LIMITS, xml_bytes=limits.OFFICE_XML)


class Enough(Exception):  # noqa: N818 - not an error: a handler has all it may take
    """The rest of a part is not wanted."""


class Handler:
    """Takes the elements of one part as they come; names without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Characters between tags, in pieces."""


class _Target:
    """What the parser calls; strips namespaces."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.data = handler.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Pass on an element that begins."""
        self._handler.start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Pass on an element that ends."""
        self._handler.end(_local(tag))

    def close(self) -> None:
        """Nothing is built."""


class Office:
    """An office container that was judged before any parser sees it.

    Args:
        data: the file.
        kind: ``xlsx`` or ``docx``.

    Raises:
        DocumentError: ``documents.damaged``, ``documents.password``, ``documents.bomb``,
            ``documents.entities``.
    """

    def __init__(self, data: bytearray, kind: str) -> None:
        # Any part may be named as a sheet: all of the file counts as XML when a part is read.
        container = check_container(io.BytesIO(data), _BOUNDS)
        match container.problem:
            case "bomb":
                raise DocumentError("documents.bomb", limit=limits.OFFICE_XML // MEGABYTE)
            case "entities":
                raise DocumentError("documents.entities")
            case "password":
                raise DocumentError("documents.password")
        if container.problem or container.kind != kind:
            raise DocumentError("documents.damaged")
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = container.names

    def read(self, name: str, handler: Handler) -> None:
        """Pass the elements of a part to ``handler``, until it has enough.

        Raises:
            DocumentError: ``documents.damaged``, ``documents.entities``, ``documents.bomb``.
        """
        parser: Any = defusedxml.ElementTree.DefusedXMLParser(target=_Target(handler), forbid_dtd=True)
        left = limits.OFFICE_XML
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise DocumentError("documents.bomb", limit=limits.OFFICE_XML // MEGABYTE)
                    parser.feed(chunk)
            parser.close()
        except Enough:
            return
        except DefusedXmlException as fault:
            raise DocumentError("documents.entities") from fault
        except (
            SyntaxError,  # what the parser's own error is
            KeyError,
            ValueError,
            LookupError,
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
        ) as fault:
            raise DocumentError("documents.damaged") from fault

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the parts that part ``name`` refers to: id to kind and name; none outside the file."""
        folder, own = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{own}.rels")
        if relations not in self.names:
            return {}
        handler = _Relations(folder)
        self.read(relations, handler)
        return handler.found


class _Relations(Handler):
    """Collects relationships within the file."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one relationship."""
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = (kind, target.lstrip("/"))


def _local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]
