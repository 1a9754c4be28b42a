"""``vault recent``: what windows opened lately, as a command, and how it is emptied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui import bootstrap
from ui.cli.main import main
from zgc_review.services.recent_files import remember_file

PASSPHRASE = "第一个口令 first"


@pytest.fixture
def vault(tmp_path: Path) -> list[str]:
    """Return the options of a vault with which one package was opened."""
    words = tmp_path / "pass.txt"
    words.write_text(f"{PASSPHRASE}\n", "utf-8")
    folder = tmp_path / "one.zgcvault"
    assert main(["vault", "create", str(folder), "--passphrase-file", str(words)]) == 0
    desk = bootstrap.open_desk(folder, PASSPHRASE)
    remember_file(desk, Path("/媒介/一.zgcpkg"), "package")
    desk.vault.close()
    return ["--vault", str(folder), "--passphrase-file", str(words)]


def test_it_is_listed_for_people_and_machines_and_emptied(
    vault: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["--lang", "zh_CN", "vault", "recent", *vault]) == 0
    said = capsys.readouterr().out
    assert "材料包" in said
    assert "/媒介/一.zgcpkg" in said
    assert main(["vault", "recent", "--json", *vault]) == 0
    (one,) = json.loads(capsys.readouterr().out)["files"]
    assert (one["kind"], one["path"], one["round"]) == ("package", "/媒介/一.zgcpkg", "")
    assert main(["--lang", "en", "vault", "recent", "--clear", *vault]) == 0
    assert "empty now" in capsys.readouterr().out
    assert main(["--lang", "en", "vault", "recent", *vault]) == 0
    assert "No file" in capsys.readouterr().out
