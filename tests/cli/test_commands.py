"""The command line: exit codes, languages, machine output, and the commands whose form is fixed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli.main import main


def table(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pass") / "pass.txt"
    path.write_text("第一个口令 first\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def vault(passphrase: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vaults") / "one.zgcvault"
    assert main(["vault", "create", str(folder), "--passphrase-file", str(passphrase)]) == 0
    return folder


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["vault", "explode"]) == 2
    assert main(["pack"]) == 2
    assert "usage" in capsys.readouterr().err


def test_help_is_0_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh_CN", "--help"]) == 0
    assert "离线评审委员会" in capsys.readouterr().out
    assert main(["--lang", "en", "vault", "--help"]) == 0
    assert "create a vault" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "还没有轮次"), ("en", "No round yet")])
def test_a_refusal_is_1_coded_and_on_standard_error(
    vault: Path, passphrase: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    command = [
        "round",
        "status",
        "--vault",
        str(vault),
        "--passphrase-file",
        str(passphrase),
        "--lang",
        language,
    ]
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert "round.none" in said.err


def test_a_wrong_passphrase_is_told_from_a_damaged_file(
    passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = tmp_path / "own.zgcvault"
    assert main(["vault", "create", str(vault), "--passphrase-file", str(passphrase)]) == 0
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("nobody knows this\n", "utf-8")
    assert main(["vault", "check", "--vault", str(vault), "--passphrase-file", str(wrong)]) == 1
    assert "vault.passphrase.wrong" in capsys.readouterr().err


def test_without_passphrase_and_terminal_it_is_refused(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vault", "check", "--vault", str(vault)]) == 1
    assert "cli.passphrase.none" in capsys.readouterr().err


def test_json_is_one_line_and_nothing_else(
    vault: Path, passphrase: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = ["--vault", str(vault), "--passphrase-file", str(passphrase), "--json"]
    assert main(["vault", "card", "--name", "张三", *keys]) == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made["fingerprint"].split()) == 6
    assert main(["vault", "card", *keys]) == 0
    assert json.loads(capsys.readouterr().out) == made


def test_a_card_is_verified_but_nobodys_identity(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "own.zgccard"
    keys = ["--vault", str(vault), "--passphrase-file", str(passphrase)]
    assert main(["vault", "card", "--name", "李四", "--out", str(card), *keys]) == 0
    assert main(["verify", str(card)]) == 3
    data = bytearray(card.read_bytes())
    data[700] ^= 1
    card.write_bytes(data)
    capsys.readouterr()
    assert main(["verify", str(card)]) == 1
    assert "seal." in capsys.readouterr().err


def test_trust_needs_the_digits(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = ["--vault", str(vault), "--passphrase-file", str(passphrase)]
    card = tmp_path / "other.zgccard"
    assert main(["vault", "card", "--name", "王五", "--out", str(card), *keys, "--json"]) == 0
    digits = json.loads(capsys.readouterr().out)["fingerprint"]
    wrong = digits.replace(digits[0], str((int(digits[0]) + 1) % 10))
    assert main(["vault", "trust", str(card), "--digits", wrong, *keys]) == 1
    assert "card.fingerprint" in capsys.readouterr().err
    full_width = digits.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    assert main(["vault", "trust", str(card), "--digits", full_width, *keys, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trusted"] is True


def test_scores_combine_s01(tmp_path: Path) -> None:
    """Rules §7: {82,85,78,91,60,84,83} → 82.40; fewer than 3 → empty; 3–4 plain mean."""
    rows = [["target_id", "rater_id", "criterion", "score"]]
    rows += [["A", str(n), "k", score] for n, score in enumerate(("82", "85", "78", "91", "60", "84", "83"))]
    rows += [["B", str(n), "k", score] for n, score in enumerate(("82", "85", "78", "91"))]
    rows += [["C", "0", "k", "90"], ["C", "1", "k", "70"], ["C", "2", "k", ""]]
    out = tmp_path / "out.csv"
    assert main(["scores", "combine", str(table(tmp_path / "in.csv", rows)), str(out), "--rule", "S01"]) == 0
    totals = {row["target_id"]: row for row in read(out) if row["criterion"] == "*"}
    assert totals["A"] == {
        "target_id": "A",
        "criterion": "*",
        "n": "7",
        "n_trimmed": "2",
        "combined": "82.40",
    }
    assert totals["B"]["combined"] == "84.00"
    assert totals["C"]["combined"] == ""


def test_scores_combine_s04_on_the_skating_reference(reference_data: Path, tmp_path: Path) -> None:
    """All 5,715 published criterion scores agree exactly."""
    folder = reference_data / "skating_2016_17"
    out = tmp_path / "out.csv"
    assert main(["scores", "combine", str(folder / "scores.csv"), str(out), "--rule", "S04"]) == 0
    combined = {(row["target_id"], row["criterion"]): row["combined"] for row in read(out)}
    expected = read(folder / "expected_criteria.csv")
    assert len(expected) == 5715
    assert [
        row for row in expected if combined[row["target_id"], row["criterion"]] != row["panel_score"]
    ] == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["target", "rater_id", "criterion", "score"]], "table.columns"),
        ([["target_id", "rater_id", "criterion", "score"], ["A", "1", "k", "9", "x"]], "table.row"),
        ([["target_id", "rater_id", "criterion", "score"], ["A", "1", "k", "NaN"]], "aggregation.table"),
        ([["target_id", "rater_id", "criterion", "score"], *[["A", "1", "k", "9"]] * 2], "aggregation.table"),
    ],
)
def test_bad_tables_are_refused_with_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[list[str]], code: str
) -> None:
    source, out = table(tmp_path / "in.csv", rows), tmp_path / "out.csv"
    assert main(["scores", "combine", str(source), str(out), "--rule", "S01"]) == 1
    assert code in capsys.readouterr().err
    assert not out.exists()


HARSH = [["X", "A", "k", "60"], ["Y", "A", "k", "70"], ["Y", "B", "k", "90"], ["Z", "B", "k", "80"]]


def test_a7_severity_evens_out_a_harsh_and_a_mild_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path / "in.csv", [["target_id", "rater_id", "criterion", "score"], *HARSH])
    out = tmp_path / "out.csv"
    assert main(["scores", "severity", str(source), str(out), "--lang", "en"]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        told = {(row["kind"], row["id"]): row for row in csv.DictReader(stream)}
    values = [told["target", name]["additive"] for name in "XYZ"]
    assert values == ["70.000000", "80.000000", "70.000000"]
    assert [told["rater", name]["additive"] for name in "AB"] == ["-10.000000", "10.000000"]
    assert "Advice" in capsys.readouterr().out
    assert main(["scores", "severity", str(source), str(out), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["full_grid"], answer["not_corrected"]) == ("fitted", False, {})


@pytest.mark.parametrize(
    ("rows", "least", "code"),
    [
        ([], "2", "aggregation.severity.marks"),
        (HARSH, "3", "aggregation.severity.raters"),
        ([*HARSH[:2], ["V", "B", "k", "90"], HARSH[3]], "2", "aggregation.severity.common"),
    ],
)
def test_a7_severity_is_refused_where_nothing_can_be_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[list[str]], least: str, code: str
) -> None:
    source = table(tmp_path / "in.csv", [["target_id", "rater_id", "criterion", "score"], *rows])
    assert main(["scores", "severity", str(source), str(tmp_path / "out.csv"), "--least", least]) == 1
    assert code in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_conflicts_compare_keeps_rows_and_order(tmp_path: Path) -> None:
    rows = [
        ["entity", "left", "right"],
        ["org", "北京智芯科技有限公司", "智芯科技（北京）有限公司"],
        ["org", "示例（北京）研究院", "示例(北京)研究院"],
        ["person", "张伟", "Zhang Wei"],
        ["person", "张伟", "李娜"],
    ]
    out = tmp_path / "out.csv"
    assert (
        main(["conflicts", "compare", str(table(tmp_path / "in.csv", rows)), str(out), "--lang", "en"]) == 0
    )
    found = read(out)
    assert [row["left"] for row in found] == [row[1] for row in rows[1:]]
    assert [row["level"] for row in found] == ["candidate", "same", "candidate", "different"]
    assert all(row["reason"] for row in found)


def test_assign_solve_answers_or_says_why(tmp_path: Path) -> None:
    problem: dict[str, Any] = {
        "applications": [{"id": f"a{n}", "need": 2} for n in range(3)],
        "experts": [{"id": f"e{n}", "institution": f"i{n % 3}", "min": 1, "max": 2} for n in range(4)],
        "affinity": [["a0", "e0", 5], ["a1", "e1", 7]],
        "conflicts": [["a0", "e3"]],
        "one_per_institution": True,
    }
    source, out = tmp_path / "problem.json", tmp_path / "out.json"
    source.write_text(json.dumps(problem), "utf-8")
    assert main(["assign", "solve", str(source), str(out)]) == 0
    answer = json.loads(out.read_bytes())
    assert answer["objective"] == 12
    assert len(answer["pairs"]) == 6
    problem |= {"experts": problem["experts"][:1], "affinity": [], "conflicts": []}
    source.write_text(json.dumps(problem), "utf-8")
    assert main(["assign", "solve", str(source), str(out)]) == 1
    assert "pairs" not in json.loads(out.read_bytes()) or json.loads(out.read_bytes())["pairs"] == []


def test_the_verifier_is_written_as_the_round_definition_names_it(tmp_path: Path) -> None:
    from zgc_review.services.rounds import verifier_bytes  # noqa: PLC0415 - only here

    target = tmp_path / "zgc_verify.py"
    assert main(["verify", "--print-verifier", str(target)]) == 0
    assert target.read_bytes() == verifier_bytes()


def test_templates_and_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intake", "template", "--out", str(tmp_path / "t"), "--sub-directions", "M01-1"]) == 0
    assert sorted(path.name for path in (tmp_path / "t").iterdir()) == [
        "不良信用记录.xlsx", "名册.xlsx", "名单.xlsx", "申报.xlsx",
    ]  # fmt: skip
    capsys.readouterr()
    assert main(["catalogue", "show", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["sub_directions"]) == 48
    shipped = Path("resources/catalogue/measures.yaml")
    if not shipped.exists():
        shipped = Path(__file__).resolve().parents[2] / shipped
    assert main(["catalogue", "check", str(shipped)]) == 0
    assert main(["catalogue", "diff", str(shipped), str(shipped), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == []
