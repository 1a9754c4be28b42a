"""Hostile and careless YAML: refused with a coded reason, never constructed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zgc_review.catalogue import check_yaml, from_json, load_yaml
from zgc_review.catalogue.reading import MAX_BYTES, read_yaml
from zgc_review.catalogue.report import LIMIT, Report
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.errors import CatalogueError


def _read(text: str | bytes) -> tuple[Any, list[tuple[str, int]]]:
    report = Report("own.yaml")
    value = read_yaml(text if isinstance(text, bytes) else text.encode(), report)
    return value, [(finding.code, finding.row) for finding in report.findings]


BOMB = "a: &a [x, x, x]\n" + "\n".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]" for i in range(20)
)

REFUSED = {
    "alias bomb": (BOMB, "yaml.alias", 1),
    "alias without anchor": ("a: *b\n", "yaml.alias", 1),
    "anchor alone": ("a: &b [1]\n", "yaml.alias", 1),
    "merge key": ("a:\n  <<: {b: 1}\n", "yaml.scalar", 2),
    "python object": ("a: !!python/object/apply:os.system ['true']\n", "yaml.tag", 1),
    "python name": ("a: !!python/name:os.system ''\n", "yaml.tag", 1),
    "own tag": ("a: !secret x\n", "yaml.tag", 1),
    "standard tag": ("a: !!set {x, y}\n", "yaml.tag", 1),
    "binary": ("a: !!binary aGk=\n", "yaml.tag", 1),
    "tag on a key": ("!!str a: 1\n", "yaml.tag", 1),
    "nested flow lists": ("[" * 100_000, "yaml.depth", 1),
    "nested flow maps": ("{a: " * 100_000, "yaml.depth", 1),
    "nested block lists": ("- " * 100_000, "yaml.depth", 1),
    "seventeen levels": ("[" * 17 + "]" * 17, "yaml.depth", 1),
    "map as key": ("? {a: 1}\n: 2\n", "yaml.key", 1),
    "list as key": ("? [1, 2]\n: 2\n", "yaml.key", 1),
    "number as key": ("1: x\n", "yaml.key", 1),
    "null as key": ("~: x\n", "yaml.key", 1),
    "unquoted yes as key": ("a:\n  yes: {zh: 是}\n", "yaml.scalar", 2),
    "very long key": (f"{'k' * 300}: 1\n", "yaml.key", 1),
    "duplicate key": ("a: 1\nb:\n  c: 1\n  c: 2\n", "yaml.duplicate", 4),
    "duplicate key by quotes": ("a: 1\n'a': 2\n", "yaml.duplicate", 2),
    "float": ("a: 1.5\n", "yaml.scalar", 1),
    "infinity": ("a: .inf\n", "yaml.scalar", 1),
    "not a number": ("a: .NaN\n", "yaml.scalar", 1),
    "date": ("a: 2020-01-01\n", "yaml.scalar", 1),
    "time": ("a: 2020-01-01T00:00:00Z\n", "yaml.scalar", 1),
    "unquoted no": ("a: no\n", "yaml.scalar", 1),
    "unquoted On": ("a: On\n", "yaml.scalar", 1),
    "True with a capital": ("a: True\n", "yaml.scalar", 1),
    "NULL in capitals": ("a: NULL\n", "yaml.scalar", 1),
    "octal": ("a: 010\n", "yaml.scalar", 1),
    "hexadecimal": ("a: 0x10\n", "yaml.scalar", 1),
    "sexagesimal": ("a: 1:30\n", "yaml.scalar", 1),
    "underscore": ("a: 1_000\n", "yaml.scalar", 1),
    "plus sign": ("a: +1\n", "yaml.scalar", 1),
    "longer than 16 digits": ("a: 12345678901234567\n", "yaml.scalar", 1),
    "beyond 2^53": ("a: 9007199254740993\n", "yaml.number", 0),
    "equals sign": ("a: =\n", "yaml.scalar", 1),
    "empty file": ("", "yaml.documents", 0),
    "comment only": ("# nothing\n", "yaml.documents", 0),
    "two documents": ("a: 1\n---\na: 2\n", "yaml.documents", 0),
    "syntax": ("a: [1, 2\nb: 3\n", "yaml.syntax", 2),
    "tab indentation": ("a:\n\tb: 1\n", "yaml.syntax", 2),
    "zero byte": ("a: x\0y\n", "yaml.syntax", 0),
}


@pytest.mark.parametrize(("text", "code", "row"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, code: str, row: int) -> None:
    value, found = _read(text)
    assert value is None
    assert (f"catalogue.{code}", row) in found


def test_refused_bytes() -> None:
    assert _read(b"a: \xff\xfe\n") == (None, [("catalogue.yaml.encoding", 0)])
    assert _read("a: 1\n".encode("utf-16")) == (None, [("catalogue.yaml.encoding", 0)])
    assert _read(b"#" * (MAX_BYTES + 1)) == (None, [("catalogue.file.size", 0)])


def test_reads_what_every_reader_agrees_on() -> None:
    value, found = _read(
        "\ufeffa: 'yes'\nb: [1, -2, 0, true, false, null, ~]\n"
        "c: |\n  甲\n  乙\n5A: 5A\nd: {}\ne:\nf: '2020-01-01'\n"
    )
    assert found == []
    assert value == {
        "a": "yes",
        "b": [1, -2, 0, True, False, None, None],
        "c": "甲\n乙\n",
        "5A": "5A",
        "d": {},
        "e": None,
        "f": "2020-01-01",
    }
    assert [type(entry) for entry in value["b"]] == [int, int, int, bool, bool, type(None), type(None)]


def test_the_reader_agrees_with_a_plain_yaml_loader_on_the_shipped_file() -> None:
    from importlib.resources import files  # noqa: PLC0415 - only this test reads the file itself

    data = (files("resources") / "catalogue" / "measures.yaml").read_bytes()
    assert _read(data) == (yaml.safe_load(data), [])


def test_sixteen_levels_are_read() -> None:
    value, found = _read("[" * 16 + "]" * 16)
    assert found == []
    assert value is not None


def test_the_number_of_findings_is_bounded() -> None:
    value, found = _read("".join(f"k{n}: no\n" for n in range(3 * LIMIT)))
    assert value is None
    assert len(found) == LIMIT


def test_findings_name_the_place() -> None:
    report = Report("own.yaml")
    read_yaml(b"measures:\n  - {id: x}\n  - {gates: [a, {test: 1.5}]}\n", report)
    assert [(finding.source, finding.params["path"]) for finding in report.findings] == [
        ("own.yaml", "measures[1].gates[1].test")
    ]


def test_control_characters_are_made_visible_in_findings() -> None:
    report = Report()
    read_yaml(b'"\\e[31m": 1\n"\\e[31m": 2\n', report)
    assert report.findings[0].params["key"] == "\\x1b[31m"


def test_load_yaml_refuses_with_the_number_of_errors(tmp_path: Path) -> None:
    path = tmp_path / "目录.yaml"
    path.write_text("a: no\nb: 1.5\n", "utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_yaml(path)
    assert (refused.value.code, refused.value.params) == (
        "catalogue.invalid",
        {"file": "目录.yaml", "count": 2},
    )
    assert [finding.code for finding in check_yaml(path)] == ["catalogue.yaml.scalar"] * 2


def test_unreadable_file(tmp_path: Path) -> None:
    for act in (load_yaml, check_yaml):
        with pytest.raises(CatalogueError) as refused:
            act(tmp_path / "absent.yaml")
        assert refused.value.code == "catalogue.unreadable"
        assert refused.value.params == {"file": "absent.yaml"}


NOT_CANONICAL = {
    "empty": b"",
    "not json": b"a: 1",
    "duplicate keys": b'{"a":1,"a":1}',
    "white space": b'{"a": 1}',
    "float": b'{"a":1.0}',
    "order of keys": b'{"b":1,"a":1}',
    "not utf-8": b'{"a":"\xff"}',
    "nesting": b"[" * 100_000 + b"]" * 100_000,
    "too large": b'"' + b"x" * MAX_BYTES + b'"',
}


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL)
def test_from_json_refuses_other_bytes(data: bytes) -> None:
    with pytest.raises(CatalogueError) as refused:
        from_json(data)
    assert refused.value.code == "catalogue.json"


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"measures": []}, {"measures": {"id": []}}])
def test_from_json_refuses_other_values(value: Any) -> None:
    with pytest.raises(CatalogueError) as refused:
        from_json(canonical_bytes(value))
    assert refused.value.code == "catalogue.invalid"
    assert refused.value.params["file"] == "catalogue.json"
