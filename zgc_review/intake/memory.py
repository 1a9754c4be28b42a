"""What was read of files that did not change since, so that a second look takes no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from zgc_review.domain.findings import Level
from zgc_review.intake.report import Place, Report

Value = TypeVar("Value")
_Said = tuple[str, Place, str, dict[str, str | int]]


class Memory:
    """Keeps what was read of a file, with its findings, until the file has another size or time.

    One of these serves one folder at a time: looking at another begins anew.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any, tuple[_Said, ...]]] = {}

    def enter(self, folder: Path) -> None:
        """Forget what was read of another folder."""
        if folder != self._folder:
            self._kept.clear()
            self._folder = folder

    def recall(
        self, key: tuple[Any, ...], paths: Sequence[Path], report: Report, read: Callable[[Report], Value]
    ) -> Value:
        """Return what ``read`` made of files, and say again in ``report`` what it found.

        Args:
            key: what is read, and how findings name it.
            paths: the files; the value is read anew when size or time of one differs.
            report: receives the findings.
            read: reads, and reports into what it is given; also called where a file cannot be looked at.
        """
        try:
            found = [path.stat() for path in paths]
        except OSError:
            return read(report)
        stamp = tuple((one.st_size, one.st_mtime_ns, one.st_ino) for one in found)
        kept = self._kept.get(key)
        if kept is None or kept[0] != stamp:
            listener = _Listener(report)
            value = read(listener)
            self._kept[key] = (stamp, value, tuple(listener.said))
            return value
        for code, place, said, params in kept[2]:
            report.add(code, place, said, **params)
        result: Value = kept[1]
        return result


class _Listener(Report):
    """Passes findings on and keeps them."""

    def __init__(self, target: Report) -> None:
        super().__init__()
        self._target = target
        self.said: list[_Said] = []

    def add(self, code: str, place: Place, value: str = "", /, **params: str | int) -> None:
        """Pass a finding on and keep it."""
        self.said.append((code, place, value, params))
        self._target.add(code, place, value, **params)

    @property
    def errors(self) -> int:
        """How many errors the whole report has."""
        return self._target.errors

    def count(self, level: Level) -> int:
        """Return how many findings of ``level`` the whole report has."""
        return self._target.count(level)
