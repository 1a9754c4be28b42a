"""Writes the samples of tests/vectors and their index; ``python tests/vectors/make_vectors.py``.

Everything but the age files comes out the same every time. age files are random: those that are missing
are made, those that are there are never written again.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
if str(FOLDER) not in sys.path:
    sys.path.insert(0, str(FOLDER))

import field_cases  # noqa: E402
import message_cases  # noqa: E402 - the folder is no package
import package_cases  # noqa: E402
from vector_writer import PEOPLE  # noqa: E402

HEAD = """\
# What every sample of this folder shows. Written by make_vectors.py; rules are those of docs/formats.md.
# kind: how the file is read. code and part: how it is refused; no code: it is accepted.
# volume: a further volume of a package; counts = false: a reader takes it as not there (F-WRT-04).
# The bodies of all kinds but card are stand-ins.
"""


def cases() -> Iterator[message_cases.Case]:
    """Yield every sample."""
    yield from message_cases.all_cases()
    yield from field_cases.all_cases()
    yield from package_cases.all_cases()


def index(found: list[message_cases.Case]) -> bytes:
    """Return the bytes of index.toml."""
    blocks = [HEAD]
    for person, role in zip(PEOPLE, ("secretary", "expert-1", "expert-2"), strict=True):
        lines = [f'role = "{role}"', f'card = "{person.card_id}"', f'key = "{person.line}"']
        blocks.append("\n".join(["[[person]]", *lines, f'identity = "{person.identity}"', ""]))
    for case in found:
        rules = ", ".join(f'"{rule}"' for rule in case.rules)
        lines = ["[[case]]", f'file = "{case.file}"', f'kind = "{case.kind}"', f"rules = [{rules}]"]
        lines.append(f'sha256 = "{hashlib.sha256(case.data).hexdigest()}"')
        if not case.counts:
            lines.append("counts = false")
        if case.code:
            lines += [f'code = "{case.code}"', f'part = "{case.part}"']
        blocks.append("\n".join([*lines, ""]))
    return "\n".join(blocks).encode()


def main() -> None:
    """Write what is not as it should be."""
    for name in package_cases.seal_missing():
        sys.stdout.write(f"sealed {name}\n")
    found = list(cases())
    wanted = {case.file: case.data for case in found}
    wanted["index.toml"] = index(found)
    for name, data in wanted.items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
            sys.stdout.write(f"wrote {name}\n")


if __name__ == "__main__":
    main()
