"""Values of an application's record in words, for windows, command line and the items of a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resources.reader import Texts
from zgc_review.catalogue import Field
from zgc_review.domain.money import Amount
from zgc_review.intake.labels import PERSON_PARTS, part_label

_PERSON = {part: zh for part, zh, _en, _synonyms in PERSON_PARTS}


def field_name(texts: Texts, field: Field | None, name: str) -> str:
    """Return the name of a field in the language, its id where the catalogue does not have it."""
    if field is None:
        return name
    return field.zh if texts.language == "zh_CN" else field.en or field.zh


def value_words(texts: Texts, field: Field | None, value: Any) -> str:
    """Return a value in words: amounts in 万元, ratios in percent, lists item by item."""
    if value is None or value == "":
        return texts.get("cli.value.none")
    if isinstance(value, bool):
        return texts.get(f"cli.value.{'yes' if value else 'no'}")
    if isinstance(value, list):
        items = [_item(texts, field, one) for one in value]
        return "；".join(items) if items else texts.get("cli.value.empty")
    if isinstance(value, Mapping):
        return _parts(texts, field, value)
    if field is not None and isinstance(value, int):
        return _number(texts, field, value)
    label = field.values.get(str(value)) if field is not None else None
    return (
        f"{value} {label}"
        if label and field is not None and field.id == "sub_direction"
        else label or str(value)
    )


def _number(texts: Texts, field: Field, value: int) -> str:
    """Return a whole number with its unit."""
    if field.type == "money_fen":
        return texts.get("cli.value.money", amount=Amount(value))
    if field.unit == "bp":
        return f"{value // 100}.{value % 100:02d}%"
    return f"{value:,}{field.unit}"


def _item(texts: Texts, field: Field | None, value: Any) -> str:
    """Return one item of a list."""
    if isinstance(value, Mapping):
        return _parts(texts, field, value)
    items = field.items if field is not None else None
    label = items.values.get(str(value)) if items is not None else None
    return label or str(value)


def _parts(texts: Texts, field: Field | None, value: Mapping[str, Any]) -> str:
    """Return the parts of a person or of a row of a list."""
    parts = []
    for name, part in value.items():
        if isinstance(part, Mapping):
            parts.append(_parts(texts, field, part))
        elif name == "name":
            parts.insert(0, str(part))
        else:
            label = _PERSON.get(name) or part_label(field.id if field is not None else "", name)
            parts.append(f"{label} {_plain(texts, name, part)}")
    return "，".join(parts)


def _plain(texts: Texts, name: str, value: Any) -> str:
    """Return a part that is no record."""
    if isinstance(value, bool):
        return texts.get(f"cli.value.{'yes' if value else 'no'}")
    if isinstance(value, int) and name.endswith("_bp"):
        return f"{value // 100}.{value % 100:02d}%"
    if isinstance(value, int) and name == "amount":
        return texts.get("cli.value.money", amount=Amount(value))
    return str(value)
