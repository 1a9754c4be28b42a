"""Media that fill up: a small file system where the tests may mount one, else a bound on file sizes."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path


class SmallMedium:
    """A folder that can be filled up and emptied again.

    Where the tests may mount one it is a small file system. Otherwise files cannot grow beyond a bound
    while it is "full": the same write fails, with another number from the system.
    """

    def __init__(self, folder: Path, size: int = 16 << 20) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        self._mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, left: int = 0) -> None:
        """Leave at most ``left`` bytes free."""
        if not self._mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (left, self._limits[1]))
            return
        with self._ballast.open("ab") as stream:
            size = shutil.disk_usage(self.folder).free - left
            if size > 0:
                stream.write(bytes(size))

    def empty(self) -> None:
        """Give the room back."""
        if self._mounted:
            self._ballast.unlink(missing_ok=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)

    def files(self) -> list[str]:
        """Return the names of the files on the medium, hidden ones included."""
        return sorted(
            path.name for path in self.folder.rglob("*") if path.is_file() and path != self._ballast
        )

    def close(self) -> None:
        """Unmount."""
        self.empty()
        if self._mounted:
            subprocess.run(["umount", self.folder], check=True)
