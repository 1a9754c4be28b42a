"""File types of one person on Linux: desktop entry, shared MIME types, icon (freedesktop.org specifications).

Everything stands below ``XDG_DATA_HOME``. The databases beside it are the system's: its own tools make them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from resources.reader import LANGUAGES, Texts
from ui.association.file_types import PROGRAM, Bytes, FileType, file_types
from zgc_review.seal.safe_files import save_bytes

ENTRY = Path("applications") / f"{PROGRAM}.desktop"
TYPES = Path("mime") / "packages" / f"{PROGRAM}.xml"
ICON = Path("icons") / "hicolor" / "scalable" / "apps" / f"{PROGRAM}.svg"
#: Tool, the folder it is given, and what it makes there (removed where nothing else needs it).
TOOLS = (
    ("update-mime-database", Path("mime"), Path("packages")),
    ("update-desktop-database", Path("applications"), Path()),
)
_MADE = frozenset(
    {"aliases", "generic-icons", "globs", "globs2", "icons", "magic", "mime.cache", "mimeinfo.cache"}
    | {"subclasses", "treemagic", "types", "version", "XMLnamespaces"}
)
_PATIENCE = 120  # seconds
_RESERVED = '"`$\\'


@dataclass(frozen=True, slots=True)
class Done:
    """What was written or removed, and how each tool ended: ``ran``, ``missing`` or ``failed``."""

    files: tuple[Path, ...]
    tools: tuple[tuple[str, str], ...]


def data_home() -> Path:
    """Return where this person's own data stand (XDG Base Directory Specification)."""
    given = os.environ.get("XDG_DATA_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"


def associate(home: Path, command: Sequence[str]) -> Done:
    """Write entry, types and icon; a second time changes nothing.

    Args:
        home: as :func:`data_home`.
        command: what starts the window; the file comes behind it.

    Raises:
        StorageError: ``seal.file.*``.
    """
    types = file_types()
    icon = Path(__file__).parents[2] / "resources" / "desktop" / f"{PROGRAM}.svg"
    content = {
        TYPES: mime_types(types).encode(),
        ICON: icon.read_bytes(),
        ENTRY: desktop_entry(types, command).encode(),
    }
    for name, data in content.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(path, data)
    return Done(tuple(home / name for name in content), _run_tools(home))


def remove(home: Path) -> Done:
    """Take away what :func:`associate` wrote, and what the tools made for nothing else."""
    there = [home / name for name in (ENTRY, TYPES, ICON) if (home / name).exists()]
    for path in there:
        path.unlink()
    ran = _run_tools(home)
    for _tool, folder, sources in TOOLS:
        if not _holds_any(home / folder / sources):
            _drop_made(home / folder)
    for name in (ENTRY, TYPES, ICON):
        _drop_empty(home, name.parent)
    return Done(tuple(there), ran)


def desktop_entry(types: Sequence[FileType], command: Sequence[str]) -> str:
    """Return the desktop entry: how the program is started with one file."""
    names = {language: Texts(language).get("ui.shell.window") for language in LANGUAGES}
    said = {language: Texts(language).get("ui.entry.subtitle") for language in LANGUAGES}
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={_value(names['en'])}",
        f"Name[zh_CN]={_value(names['zh_CN'])}",
        f"Comment={_value(said['en'])}",
        f"Comment[zh_CN]={_value(said['zh_CN'])}",
        f"Exec={_value(' '.join([*map(_argument, command), '%f']))}",
        f"TryExec={_value(command[0])}",
        f"Icon={PROGRAM}",
        "Terminal=false",
        "StartupNotify=true",
        f"StartupWMClass={PROGRAM}",
        "Categories=Office;",
        f"MimeType={''.join(f'{one.mime};' for one in types)}",
    ]
    return "\n".join(lines) + "\n"


def mime_types(types: Sequence[FileType]) -> str:
    """Return the types for the shared MIME database: names, marks, endings."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    ]
    for one in types:
        lines += [
            f'  <mime-type type="{one.mime}">',
            f"    <comment>{escape(one.words['en'])}</comment>",
            f'    <comment xml:lang="zh_CN">{escape(one.words["zh_CN"])}</comment>',
            f'    <icon name="{PROGRAM}"/>',
            *_magic(one.magic),
            f'    <glob pattern="{one.pattern}"/>',
            "  </mime-type>",
        ]
    return "\n".join([*lines, "</mime-info>", ""])


def _magic(marks: Sequence[Bytes]) -> list[str]:
    """Return marks inside each other: all of them must be there."""
    if not marks:
        return []
    opened = [f'<match type="string" offset="{one.offset}" value="{escape(one.value)}"' for one in marks]
    inner = "".join(f"{one}>" for one in opened[:-1]) + f"{opened[-1]}/>" + "</match>" * (len(marks) - 1)
    return [f'    <magic priority="60">{inner}</magic>']


def _argument(word: str) -> str:
    """Return a word of the command as the ``Exec`` key wants it: quoted, ``%`` doubled."""
    quoted = "".join(f"\\{one}" if one in _RESERVED else one for one in word)
    return f'"{quoted}"'.replace("%", "%%")


def _value(text: str) -> str:
    """Return a text as the value of a key."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _run_tools(home: Path) -> tuple[tuple[str, str], ...]:
    """Let the system make its databases anew, where its tools are there."""
    return tuple((tool, _run(tool, home / folder)) for tool, folder, _sources in TOOLS)


def _run(tool: str, folder: Path) -> str:
    path = shutil.which(tool)
    if path is None:
        return "missing"
    if not folder.is_dir():
        return "ran"  # there is nothing to be made
    try:
        done = subprocess.run(  # noqa: S603 - a tool of the system, by its full path
            [path, str(folder)], check=False, capture_output=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return "failed"
    return "failed" if done.returncode else "ran"


def _holds_any(folder: Path) -> bool:
    """Say whether a folder holds anything that is no database."""
    try:
        return any(one.name not in _MADE for one in folder.iterdir())
    except OSError:
        return False


def _drop_made(folder: Path) -> None:
    """Remove the databases of a folder, and the types of ours that were unfolded there."""
    for name in _MADE:
        (folder / name).unlink(missing_ok=True)
    for one in folder.glob(f"application/x-{PROGRAM}-*.xml"):
        one.unlink()
    _drop_empty(folder, Path("application"))


def _drop_empty(home: Path, inner: Path) -> None:
    """Remove a folder and those above it, up to ``home``, as far as nothing is in them."""
    with contextlib.suppress(OSError):
        for one in (inner, *inner.parents):
            if one != Path():
                (home / one).rmdir()
