"""The keys of single assignment are absent in rounds of groups, and refused where they have no meaning."""

from __future__ import annotations

import hashlib

import pytest

from zgc_review.domain.bodies import LetterApplication, PanelBody, body_of, plain
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.services.assigned import table_digest

LETTER = LetterApplication(
    application="a" * 32, group="G01", state="open", version="b" * 64, record={}, identity=None, documents=()
)


def test_files_of_rounds_of_groups_are_as_before() -> None:
    assert "assignment" not in plain(AmendmentBody(version=2))
    assert "duty" not in plain(LETTER)
    assert "panels" not in plain(PanelBody(group="G01", reader="专家01", sheets=(), consents=(), recusals=()))


@pytest.mark.parametrize("value", ["", "0" * 63, None, 5])
def test_an_assignment_is_a_digest(value: object) -> None:
    with pytest.raises(ValueError, match="assignment"):
        body_of("round", {"version": 2, "assignment": value})


def test_the_digest_of_a_table_is_that_of_the_specification() -> None:
    """Bodies §1: canonical JSON of the lines by application, members ascending; computed by hand."""
    table = {"b" * 32: ("专家03", "专家01"), "a" * 32: ("专家02",)}
    assert table_digest(table) == table_digest(dict(reversed(table.items())))
    lines = (
        '{"application":"' + "a" * 32 + '","members":["专家02"]},'
        '{"application":"' + "b" * 32 + '","members":["专家01","专家03"]}'
    )
    text = '{"assignments":[' + lines + '],"schema":1}'
    assert table_digest(table) == hashlib.sha256(text.encode()).hexdigest()
