"""What must hold of a round, worked out anew from the messages that were taken in (docs/bodies.md §2, §4).

Nothing here calls the program's own rules: who stands aside, who speaks as chair, whose sheets count and
what they come to are computed from the texts of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zgc_review.domain.bodies import ConsentBody, DeclarationBody, DeclaredAnswer, SheetBody
from zgc_review.domain.settings import RoundSettings

SECRETARY, OBSERVER = "秘书01", "监督01"


@dataclass(frozen=True)
class Taken:
    """One message the secretary's vault took in or made: ``order`` counts, whatever the clocks say."""

    order: int
    id: str
    seq: int
    code: str
    body: ConsentBody | DeclarationBody | SheetBody


@dataclass(frozen=True)
class Expected:
    """What one application comes to."""

    n_received: int
    n_effective: int
    n_recused: int
    n_void: int
    n_absent: int
    before: int | None
    after: int | None


@dataclass
class Model:
    """The round as the messages make it."""

    settings: RoundSettings
    groups: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)  # id → members, chair
    group_of: dict[str, str] = field(default_factory=dict)
    round_chair: str = ""
    order: int = 0
    words: dict[tuple[str, str], Taken] = field(default_factory=dict)  # (code, slot) → newest
    every_word: list[Taken] = field(default_factory=list)
    declared: dict[str, list[Taken]] = field(default_factory=dict)
    sheets: dict[tuple[str, str, str], Taken] = field(default_factory=dict)  # (code, application, phase)

    # -- taking in

    def take(self, message_id: str, seq: int, slot: str, code: str, body: object) -> None:
        """Note a message that counts from now on."""
        assert isinstance(body, ConsentBody | DeclarationBody | SheetBody)
        self.order += 1
        taken = Taken(self.order, message_id, seq, code, body)
        if isinstance(body, ConsentBody):
            self.every_word.append(taken)
            before = self.words.get((code, slot))
            if before is None or before.seq < seq:
                self.words[code, slot] = taken
        elif isinstance(body, DeclarationBody):
            self.declared.setdefault(code, []).append(taken)
        else:
            key = (code, body.application, body.phase)
            if key not in self.sheets or self.sheets[key].seq < seq:
                self.sheets[key] = taken

    def said(self, act: str, application: str | None = None) -> Iterator[tuple[Taken, ConsentBody]]:
        """Yield the newest words of one act; with ``application`` only those about it."""
        for one in self.words.values():
            assert isinstance(one.body, ConsentBody)
            if one.body.act == act and application in {None, one.body.application}:
                yield one, one.body

    # -- who is who

    def members(self, application: str) -> tuple[str, ...]:
        return tuple(sorted(self.groups[self.group_of[application]][0]))

    def group_chair(self, application: str) -> str:
        return self.groups[self.group_of[application]][1]

    def is_recused(self, application: str, code: str) -> bool:
        """Rules §4.1, §4.2: declared with H, ruled closed, waiting for a ruling, or by the own sheet."""
        sheet = self.sheets.get((code, application, "initial"))
        if sheet is not None and isinstance(sheet.body, SheetBody) and sheet.body.state == "recused":
            return True
        ruling = self.ruling(application, code)
        closed = ruling is not None and not ruling[0]
        return closed or self._declared_hard(application, code) or self.waits(application, code)

    def waits(self, application: str, code: str) -> bool:
        """Say whether a ruling is due: closed until then, and not complete without it."""
        ruling = self.ruling(application, code)
        if self._declared_hard(application, code) or (ruling is not None and not ruling[0]):
            return False
        return bool(self.unruled(application, code))

    def _declared_hard(self, application: str, code: str) -> bool:
        """Say whether a plain yes to a rule of level H was ever declared: nobody takes that back alone."""
        return any(
            item.level == "H" and item.answer == "yes"
            for _, one in self._answers(application, code)
            for item in one.items
        )

    def unruled(self, application: str, code: str) -> list[str]:
        """Return the rules that wait: of the newest declaration, and declared after the ruling if any."""
        answers = [(one.order, answer) for one, answer in self._answers(application, code)]
        ruling = self.ruling(application, code)
        first = {
            rule: min(n for n, one in answers if rule in _rules(one))
            for rule in self._waiting(application, code)
        }
        return sorted(rule for rule, n in first.items() if ruling is None or n > ruling[1])

    def ruling(self, application: str, code: str) -> tuple[bool, int] | None:
        """Return whether it is open and when the first of both signed, None without both (rules §4.2)."""
        voices = [
            (one, body) for one, body in self.said("ruling", application) if body.values["code"] == code
        ]
        first = [pair for pair in voices if pair[0].code == SECRETARY]
        second = [pair for pair in voices if self._may_rule(application, code, pair[0].code)]
        if not first or not second:
            return None
        both = [*first, *second]
        return all(body.answer == "open" for _, body in both), min(one.order for one, _ in both)

    def _may_rule(self, application: str, subject: str, code: str) -> bool:
        if code in {SECRETARY, subject}:
            return False
        if self.settings.v_ruling == "secretary+observer":
            return code == OBSERVER
        if code == self.group_chair(application):
            return True
        if self.settings.acting_chair == "next":
            return code in self.members(application)
        named = {
            who: {
                str(one.body.values["code"])
                for one in self.every_word
                if isinstance(one.body, ConsentBody)
                and (one.body.act, one.body.application, one.code) == ("acting", application, who)
            }
            for who in (SECRETARY, self.group_chair(application))
        }
        return code in named[SECRETARY] & named[self.group_chair(application)]

    def _answers(self, application: str, code: str) -> Iterator[tuple[Taken, DeclaredAnswer]]:
        for one in self.declared.get(code, []):
            assert isinstance(one.body, DeclarationBody)
            for answer in one.body.answers:
                if answer.application == application:
                    yield one, answer

    def _waiting(self, application: str, code: str) -> set[str]:
        """Return the rules of the newest declaration that need a ruling."""
        if not self.declared.get(code):
            return set()
        newest = self.declared[code][-1]
        return {
            item.rule
            for one, answer in self._answers(application, code)
            if one is newest
            for item in answer.items
            if item.level != "D"
        }

    def chair(self, application: str) -> str | None:
        """Return who speaks as chair (docs/bodies.md §4, chair)."""
        chair = self.group_chair(application)
        if not self.is_recused(application, chair):
            return chair
        fit = [one for one in self.members(application) if one != chair]
        fit = [
            one for one in fit if not self.is_recused(application, one) and not self.is_gone(application, one)
        ]
        if self.settings.acting_chair == "next":
            return fit[0] if fit else None
        names = {one.code: str(body.values["code"]) for one, body in self.said("acting", application)}
        named = names.get(SECRETARY)
        return named if named in fit and names.get(chair) == named else None

    def is_gone(self, application: str, code: str) -> bool:
        """Say whether the secretary entered somebody as absent whose sheet is not there."""
        if (code, application, "initial") in self.sheets:
            return False
        return any(
            one.code == SECRETARY and body.values["code"] == code and body.application in {None, application}
            for one, body in self.said("absent")
        )

    def is_absent(self, application: str, code: str) -> bool:
        here, everywhere = set(), set()
        for one, body in self.said("absent"):
            if body.values["code"] == code and body.application in {None, application}:
                (everywhere if body.application is None else here).add(one.code)
        if SECRETARY not in here | everywhere:
            return False
        return self.chair(application) in here | everywhere or self.round_chair in everywhere

    def is_void(self, application: str, sheet: str) -> bool:
        by = {one.code for one, body in self.said("void", application) if body.about == sheet}
        return SECRETARY in by and self.chair(application) in by

    # -- what it comes to

    def standing(self, application: str, code: str) -> str:
        """Return recused, absent, locked or missing; who waits for a ruling is recused until then."""
        if self.is_recused(application, code):
            return "recused"
        if self.is_absent(application, code):
            return "absent"
        return "locked" if (code, application, "initial") in self.sheets else "missing"

    def is_complete(self, application: str) -> bool:
        """Say whether every member's sheet is in or accounted for."""
        return not any(
            self.waits(application, code) or self.standing(application, code) == "missing"
            for code in self.members(application)
        )

    def expected(self, application: str) -> Expected | None:
        """Return what the application comes to; None while somebody's sheet is missing."""
        counts = {"recused": 0, "absent": 0, "locked": 0, "missing": 0}
        void, before, after = 0, [], []
        for code in self.members(application):
            standing = self.standing(application, code)
            counts[standing] += 1
            if standing != "locked":
                continue
            first = self.sheets[code, application, "initial"]
            second = self.sheets.get((code, application, "revision"), first)
            if self.is_void(application, first.id):
                void += 1
                continue
            before.append(_total(first))
            after.append(_total(first if self.is_void(application, second.id) else second))
        if counts["missing"]:
            return None
        return Expected(
            n_received=counts["locked"],
            n_effective=len(before),
            n_recused=counts["recused"],
            n_void=void,
            n_absent=counts["absent"],
            before=self._value(before),
            after=self._value(after),
        )

    def _value(self, totals: Sequence[int]) -> int | None:
        """Return S01 or S02 of sheet totals, half up (rules §7)."""
        if len(totals) < self.settings.min_effective:
            return None
        rest = sorted(totals)
        if self.settings.combine == "S01" and len(rest) >= 5:
            rest = rest[1:-1]
        mean = Fraction(sum(rest), len(rest))
        return int((mean + Fraction(1, 2)) // 1)


def _total(taken: Taken) -> int:
    assert isinstance(taken.body, SheetBody)
    assert taken.body.total is not None
    return taken.body.total


def _rules(answer: DeclaredAnswer) -> set[str]:
    return {item.rule for item in answer.items}
