"""The catalogue as a round uses it: gates and screening items say the values the round set (rules §13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import msgspec

from resources.reader import Texts
from zgc_review.catalogue import Catalogue, Field, Gate, Leaf, Screening, StageRubric, Test
from zgc_review.services.record_words import field_name, value_words

GateValues = Mapping[str, Mapping[str, int | str | bool | None]]
_Item = TypeVar("_Item", Gate, Screening)
_LANGUAGES = ("zh_CN", "en")


def in_force(catalogue: Catalogue, gate_values: GateValues) -> Catalogue:
    """Return the catalogue with the round's values beside the words of what they change.

    The words of an item may name the catalogue's own value ("不足85%"), which is not the round's. Bytes and
    digest stay those of the catalogue.

    Args:
        gate_values: by gate or screening item: {field or field.operator: value}, in the unit of its test.
    """
    if not gate_values:
        return catalogue
    words = _Words(catalogue, gate_values)
    return replace(
        catalogue,
        common_gates=tuple(words.of(gate) for gate in catalogue.common_gates),
        stage_rubrics=words.of_rubrics(catalogue.stage_rubrics),
        measures=tuple(
            msgspec.structs.replace(
                measure,
                gates=tuple(words.of(gate) for gate in measure.gates),
                stage_rubrics=words.of_rubrics(measure.stage_rubrics),
            )
            for measure in catalogue.measures
        ),
    )


class _Words:
    """Writes values beside the words of items."""

    def __init__(self, catalogue: Catalogue, gate_values: GateValues) -> None:
        self._given = gate_values
        self._fields = {field.id: field for field in catalogue.fields}
        self._texts = {language: Texts(language) for language in _LANGUAGES}

    def of_rubrics(self, rubrics: Mapping[str, StageRubric]) -> dict[str, StageRubric]:
        """Return stage rubrics with the words of their screening items."""
        return {
            stage: msgspec.structs.replace(
                rubric, screening=tuple(self.of(item) for item in rubric.screening)
            )
            for stage, rubric in rubrics.items()
        }

    def of(self, item: _Item) -> _Item:
        """Return an item; where the round sets values of its test, its words name them."""
        given = self._given.get(item.id)
        if not given or item.test is None:
            return item
        zh, en = (self._said(self._texts[language], item.test, given) for language in _LANGUAGES)
        return msgspec.structs.replace(item, zh=item.zh + zh, en=item.en + en if item.en else "")

    def _said(self, texts: Texts, test: Test, given: Mapping[str, int | str | bool | None]) -> str:
        said = []
        for leaf in _leaves(test):
            key = next((key for key in (f"{leaf.field}.{leaf.op}", leaf.field) if key in given), None)
            if key is not None:
                field = self._fields.get(leaf.field)
                name, value = field_name(texts, field, leaf.field), _value(texts, field, leaf, given[key])
                said.append(texts.get("gates.in_force.value", field=name, value=value))
        if not said:
            return ""
        return texts.get("gates.in_force.round", values=texts.get("gates.in_force.and").join(said))


def _leaves(test: Test) -> Iterator[Leaf]:
    if isinstance(test, Leaf):
        yield test
    else:
        for inner in test.tests:
            yield from _leaves(inner)


def _value(texts: Texts, field: Field | None, leaf: Leaf, value: int | str | bool | None) -> str:
    """Return a value of a test in words: numbers in the unit of the field."""
    if value is None:
        return texts.get("gates.in_force.open")
    if leaf.op == "matches" or (isinstance(value, str) and value.startswith("@")):
        return texts.get("gates.in_force.defined")
    if isinstance(value, int) and not isinstance(value, bool):
        value *= leaf.factor
    return value_words(texts, field, value)
