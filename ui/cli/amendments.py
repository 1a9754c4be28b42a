"""What differs between two versions of an application, on the console."""

from __future__ import annotations

from collections.abc import Mapping

from ui.cli.console import Console
from zgc_review.catalogue import Field
from zgc_review.services.application_changes import Amendment
from zgc_review.services.record_words import field_name, value_words


def say_differences(console: Console, fields: Mapping[str, Field], one: Amendment) -> None:
    """Print fields before and after, then documents, then how many did not change."""
    texts = console.texts
    for change in one.fields:
        field = fields.get(change.field)
        before, after = (value_words(texts, field, value) for value in (change.before, change.after))
        console.say("changes.field", name=field_name(texts, field, change.field), before=before, after=after)
    for paper in one.papers:
        console.say(f"changes.paper.{paper.kind}", label=paper.label)
    console.say("changes.kept", count=one.kept)


def plain_differences(one: Amendment) -> dict[str, object]:
    """Return the same for machines."""
    return {
        "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in one.fields],
        "documents": [{"kind": each.kind, "label": each.label} for each in one.papers],
        "kept": one.kept,
    }
