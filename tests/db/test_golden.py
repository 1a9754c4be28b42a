"""A vault of every released version opens for ever, with the rows it was made with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from db.check import check
from db.engine import VERSION
from db.keyfile import KdfParameters
from db.vault import Limit, OpenVault, create_vault, open_vault, recover

if TYPE_CHECKING:
    from conftest import Samples

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
VERSIONS = range(1, VERSION + 1)
# Kinds of rows that came with a later version: there, and empty.
LATER: dict[int, dict[str, Any]] = {1: {"notes": []}}
PASSPHRASE = "评审委员会 2026"


@pytest.fixture(params=VERSIONS)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    source = GOLDEN / f"vault-{request.param}"
    shutil.copytree(source, tmp_path / "old.zgcvault")
    expected = json.loads(source.with_name(source.name + ".json").read_text("utf-8"))
    return tmp_path / "old.zgcvault", {"later": LATER.get(request.param, {}), **expected}


def test_every_row_is_read_as_it_was_written(
    golden: tuple[Path, dict[str, Any]],
    samples: Samples,
    picture: Callable[[OpenVault, Samples], dict[str, Any]],
) -> None:
    path, expected = golden
    with open_vault(path, PASSPHRASE) as vault:
        assert vault.limit is Limit.NONE
        assert picture(vault, samples) == expected["rows"] | expected["later"]
        assert check(vault) == ()


def test_the_recovery_sheet_still_opens_it(golden: tuple[Path, dict[str, Any]]) -> None:
    path, expected = golden
    recover(path, expected["recovery_key"], "a new passphrase", kdf=KdfParameters(8192, 1, 1))
    open_vault(path, "a new passphrase").close()


def test_a_migrated_schema_equals_a_fresh_one(golden: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    fresh = create_vault(tmp_path / "new.zgcvault", PASSPHRASE, kdf=KdfParameters(8192, 1, 1)).vault
    with fresh, open_vault(golden[0], PASSPHRASE) as old:
        assert schema(old) == schema(fresh)


def schema(vault: OpenVault) -> list[tuple[str, ...]]:
    with vault.database.plain() as raw:
        rows = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
        version = raw.execute("PRAGMA user_version").fetchone()
    return sorted(tuple(str(part) for part in row) for row in [*rows, version])
