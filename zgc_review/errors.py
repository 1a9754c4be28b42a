"""Errors that say an act could not be done.

Each error carries a code, parameters and (through ``raise ... from``) a cause, never a sentence:
``resources/texts`` holds title, reason and next step for each code in both languages. Expected
refusals of data (a bad row, a missing attachment) are findings, not errors.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """What a failed writing left in the folder it wrote into: each file is the old or the new one, whole.

    Attributes:
        gone: whether the folder cannot be looked at any more; nothing is known then.
        new: names of files that are new, or were put in the place of old ones.
        old: names of files that are as they were.
    """

    gone: bool = False
    new: tuple[str, ...] = ()
    old: tuple[str, ...] = ()


class ReviewError(Exception):
    """An act could not be done; nothing was kept of it.

    Attributes:
        code: dotted lower-case name, the key of the texts (``error.<code>.title`` and so on).
        params: named values for the texts; never document content, names or comments.
    """

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, str | int] = params

    def __str__(self) -> str:
        """Return code and parameters, for logs and test failures."""
        shown = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({shown})"


class PackageError(ReviewError):
    """A travelling file is damaged, foreign, old or not for this reader."""


class GateError(ReviewError):
    """An act is not allowed in this state, phase or role."""


class ScoringError(ReviewError):
    """A score sheet cannot be changed, locked or signed as it stands."""


class AggregationError(ReviewError):
    """Sheets cannot be combined, ranked or decided on."""


class SealError(ReviewError):
    """Something could not be encrypted, signed, opened or verified with the keys at hand."""


class StorageError(ReviewError):
    """A vault, database, disk or medium refuses to read or write.

    Attributes:
        left: what is on the medium now, where files were being written (seal.aftermath).
    """

    left: Left | None = None


class IntakeError(ReviewError):
    """A file that an office sent cannot be taken in at all."""


class DocumentError(ReviewError):
    """A document cannot be shown; the others can."""


class CatalogueError(ReviewError):
    """The catalogue of measures is not well formed."""


class ProgramFault(Exception):  # noqa: N818 - callers must not catch it as an error
    """A bug of this program: a state that its own code promised not to reach."""


class Cancelled(Exception):  # noqa: N818 - callers must not catch it as an error
    """The person cancelled; silent."""
