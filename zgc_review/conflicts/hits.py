"""What screening found, and the evidence a dismissal is bound to (rules §4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zgc_review.conflicts.names import fold
from zgc_review.conflicts.rules import Severity
from zgc_review.domain.canonical import digest_of


@dataclass(frozen=True, slots=True)
class Hit:
    """One circumstance found between an expert and an application.

    Attributes:
        expert: roster id.
        application: application id.
        rule: ``R01`` … ``R18``.
        level: H, V or D.
        basis: rule that would apply if a doubt (R15) were confirmed; otherwise the rule itself.
        left: what the expert's side says, as typed.
        right: what the application says, as typed.
        left_field: list of the profile, ``person`` for the name itself.
        right_field: catalogue field of the application.
        reason: code; ``conflicts.reason.<code>`` holds the sentence.
        params: further named values of the sentence.
        source: number of another application that shows the tie, "" otherwise.
        employers: the expert's employers, as typed, sorted: part of the evidence.
    """

    expert: str
    application: str
    rule: str
    level: Severity
    basis: str
    left: str
    right: str
    left_field: str
    right_field: str
    reason: str
    params: dict[str, str | int] = field(default_factory=dict)
    source: str = ""
    employers: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """Return the key by which hits are listed, the same on every machine."""
        return (
            *(self.application, self.expert, self.rule, self.basis, self.left_field, self.right_field),
            *(self.left, self.right, self.source, self.reason),
        )


def ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return hits in their order, each once."""
    by_order = {hit.order: hit for hit in hits}
    return tuple(by_order[key] for key in sorted(by_order))


def evidence_digest(hit: Hit) -> str:
    """Return the digest of what a person judged when dismissing this hit.

    Names of both sides and the expert's employers belong to it, telephone and e-mail do not: a new number
    leaves a dismissal in force, a new employer brings the hit back.
    """
    names = [fold(text) for text in (hit.left, hit.right, *hit.employers)]
    fields = [hit.expert, hit.application, hit.rule, hit.basis, hit.left_field, hit.right_field, hit.source]
    return digest_of([*fields, *names])
