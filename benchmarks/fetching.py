"""All documents of an expert into the vault, hashed, against ``sha256sum`` and ``cp`` of the package."""

from __future__ import annotations

import subprocess

from benchmarks.bench import Bench
from benchmarks.measure import Line, alternate, read_once, size_text, slower, synced
from zgc_review.services import opening


def run(bench: Bench) -> list[Line]:
    """Return the line of fetching."""
    stick = bench.stick
    package, expert = stick.package, stick.committee.experts[0]
    stick.open(expert)
    row, objects = expert.row(), expert.desk.vault.objects
    copy = bench.folder / "copy.zgcpkg"

    def empty() -> None:
        for digest in objects.digests():
            objects.remove(digest)

    def ours() -> float:
        empty()
        read_once([package])
        return synced(lambda: opening.fetch_documents(expert.desk, row, package))

    def peer() -> float:
        read_once([package])

        def work() -> None:
            subprocess.run(["sha256sum", package], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["cp", package, copy], check=True)

        seconds = synced(work)
        copy.unlink()
        return seconds

    mine, theirs = alternate(bench.repeat, ours, peer)
    if len(objects.digests()) != stick.documents:
        raise RuntimeError("not all documents were fetched")
    empty()
    work = f"all my objects into the vault, hashed: {stick.documents} of {size_text(bench.sizes.document)}"
    return [slower(work, mine, "`sha256sum` + `cp`", theirs, 1.0)]
