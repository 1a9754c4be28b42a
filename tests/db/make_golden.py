"""Makes the golden vault of the current version: run once per released version, never again.

python tests/db/make_golden.py tests/golden/vault-N
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from conftest import PASSPHRASE, FakeClock, Samples, picture_of

from db.vault import create_vault


def make(folder: Path) -> None:
    """Write the vault and, beside it, what must be read from it."""
    clock, samples = FakeClock(), Samples()
    created = create_vault(folder, PASSPHRASE, clock=clock)
    with created.vault as vault:
        with vault.begin() as work:
            samples.fill(work)
            work.applications.update(replace(samples.application, state="SCREENED"), clock.now())
            work.commit()
        writer = vault.objects.writer()
        writer.write(samples.ciphertext)
        writer.keep()
        shown = {"recovery_key": created.recovery_key, "rows": picture_of(vault, samples)}
    (folder / "lock").unlink()
    text = json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    folder.with_name(folder.name + ".json").write_text(text, "utf-8")


make(Path(sys.argv[1]))
