"""What has to be done next in a round by whom: enough to bring any round to its end by allowed acts alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import fuzz_acts as acts
from fuzz_model import OBSERVER, SECRETARY
from fuzz_play import Play
from services_harness import Person

from zgc_review.domain.results import ApplicationLine
from zgc_review.services import (
    aggregating,
    deciding,
    declaring,
    deliberating,
    escrow,
    following,
    rounds,
    sealing,
    sharing,
)
from zgc_review.services.awaited_letter import is_awaited
from zgc_review.services.chain import RoundState
from zgc_review.services.consents import sign_consent
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.rounds import state_of
from zgc_review.services.tables_out import DecisionRow

Step = Callable[[], None]


@dataclass(frozen=True)
class Due:
    """One thing to do: a name and how."""

    name: str
    step: Step


class Finish:
    """Finds what is due, in an order in which it can be done."""

    def __init__(self, play: Play, rng: random.Random) -> None:
        self.play, self.rng = play, rng
        self._given: dict[str, set[str]] = {}  # what was handed in again without being taken

    def due(self) -> Iterator[Due]:
        """Yield what can be done now; the first is enough to get on."""
        found = list(self._versions())
        if found:
            yield from found
            return
        yield from self._changed_cards()
        yield from self._acting()
        yield from self._rulings()
        yield from self._experts()
        yield from self._absent()
        yield from self._letters()
        yield from self._sitting()

    # -- definitions

    def _versions(self) -> Iterator[Due]:
        """A version waits: whoever is asked consents."""
        secretary = self.play.secretary
        with secretary.desk.vault.begin() as uow:
            waiting = rounds.waiting_for(uow, secretary.round)
        if waiting is not None:
            for code in waiting[1]:
                yield Due(f"consent of {code}", lambda code=code: self._consent(code))

    def _consent(self, code: str) -> None:
        play, person = self.play, self.play.by_code(code)
        self.follow(person)

        def sign(out: object) -> object:
            with person.desk.vault.begin() as uow:
                about = rounds.signed_versions(uow, person.round)[-1].message_id
            message = sign_consent(person.desk, person.round, "round", "yes", about=about)
            path = sharing.write_to_secretary(person.desk, person.round, message, play.folder())
            return acts._Signed(path, message.message_id)

        assert play.sign(person, sign, "consent to a version")
        play.collect([play.files[-1].path])

    def follow(self, person: Person) -> None:
        """Let somebody take the newest definitions."""
        play, secretary, folder = self.play, self.play.secretary, self.play.folder()
        paths = play.do(
            "publish", secretary, lambda: sharing.publish_round(secretary.desk, secretary.round, folder)
        )
        assert paths is not None

        def follows() -> None:
            person.row = following.follow_round(person.desk, paths, play.world.code(1))

        assert person is secretary or play.do("follow", person, follows) is None

    # -- before the lock

    def _state(self) -> RoundState:
        secretary = self.play.secretary
        with secretary.desk.vault.begin() as uow:
            return state_of(uow, secretary.round)

    def _missing(self) -> Iterator[tuple[int, str]]:
        """Yield place and code where a sheet is awaited, or an absence is to be entered anew."""
        model, states = self.play.model, self.play.states()
        for n, application in enumerate(self.play.ids):
            if states[application] != "SEALED":
                for code in model.members(application):
                    if model.standing(application, code) == "missing":
                        yield n, code

    def _rulings(self) -> Iterator[Due]:
        """Somebody waits for a ruling: both sign the same."""
        model, states = self.play.model, self.play.states()
        for n, application in enumerate(self.play.ids):
            if states[application] == "SEALED":
                continue
            for code in model.members(application):
                rules = model.unruled(application, code) if model.waits(application, code) else []
                by_observer = model.settings.v_ruling == "secretary+observer"
                second = OBSERVER if by_observer else model.chair(application)
                if rules and second is not None:
                    yield Due(
                        f"ruling on {code} #{n}",
                        lambda n=n, code=code, second=second, rules=rules: self._rule(n, code, second, rules),
                    )

    def _rule(self, n: int, subject: str, second: str, rules: list[str]) -> None:
        answer, rule = self.rng.choice(["open", "closed"]), self.rng.choice(rules)
        for code in (SECRETARY, second):
            self._say(n, subject, code, answer, rule)

    def _say(self, n: int, subject: str, code: str, answer: str, rule: str) -> None:
        person = self.play.by_code(code)
        if code not in {SECRETARY, OBSERVER}:
            self._inform(person)
        if acts.rule(self.play, person, n, subject, answer, rule) and code != SECRETARY:
            self.play.collect([self.play.files[-1].path])
        elif code != SECRETARY:
            self._hand_in(person)

    def _changed_cards(self) -> Iterator[Due]:
        """Somebody has a new card: the own vault learns it from the definitions."""
        state = self._state()
        for code in sorted(state.members):
            member = state.usable(code)
            person = self.play.cards.get(member.card) if member is not None else None
            if member is None or person is None or person.row is None or person is self.play.secretary:
                continue
            if person.row.card_id != member.card:
                yield Due(f"follow {code}", lambda person=person: self.follow(person))

    def _acting(self) -> Iterator[Due]:
        """A chair stands aside and nobody acts: both name somebody."""
        play, secretary = self.play, self.play.secretary
        with secretary.desk.vault.begin() as uow:
            state = state_of(uow, secretary.round)
            chairs = Chairs(uow, secretary.round, state)
            rows = uow.applications.all(secretary.round.round_id)
            acting = [
                (one, chairs.candidates(one))
                for one in rows
                if chairs.needs_acting(one) and chairs.told(one) is None and chairs.candidates(one)
            ]
        for one, fit in acting:
            n = play.ids.index(one.application_id)
            yield Due(f"acting chair of #{n}", lambda n=n, fit=fit: self._name(n, fit[0]))

    def _letters(self) -> Iterator[Due]:
        """Somebody has no letter yet, or an old one: pack."""
        play, state = self.play, self._state()
        if "ASSIGNED" in play.states().values():
            yield Due("pack", self._pack_all)
        for code in sorted({code for seats in state.groups.values() for code in seats.members}):
            if state.usable(code) is not None and not self._up_to_date(code):
                yield Due(f"letter for {code}", lambda code=code: self._inform(play.by_code(code)))

    def _pack_all(self) -> None:
        assert acts.pack(self.play, self.play.secretary)

    def _name(self, n: int, code: str) -> None:
        play = self.play
        acts.acting(play, play.secretary, code, n)
        if play.model.settings.acting_chair == "named":
            person = play.by_code(play.model.group_chair(play.ids[n]))
            if acts.acting(play, person, code, n):
                play.collect([play.files[-1].path])
            else:
                self._hand_in(person)

    def _up_to_date(self, code: str) -> bool:
        """Say whether somebody's vault holds every application the secretary still wants a sheet for."""
        play = self.play
        person = play.by_code(code)
        if person.row is None:
            return False
        for n, missing in self._missing():
            own = play.own(person, n) if missing == code else None
            if missing != code or (own is not None and own.state in {"OPEN", "LOCKED"}):
                continue
            if own is None or not self._unknown(person, ("sheet", "declaration")):
                return False
        return True

    def _inform(self, person: Person) -> None:
        """Write somebody a new letter, and open it."""
        play = self.play
        with play.secretary.desk.vault.begin() as uow:
            owner = next(
                code
                for code, cards in state_of(uow, play.secretary.round).members.items()
                if play.cards.get(cards[-1].card) is person
            )
        if acts.pack(play, play.secretary, (owner,)):
            acts.open_package(play, person, play.packages[-1], play.world.code(1))

    def _experts(self) -> Iterator[Due]:  # noqa: C901 - one branch for each thing an expert may owe
        """Declare, score, lock, hand in."""
        play = self.play
        for person in play.world.experts:
            if person.row is None or person.row.code is None:
                continue
            with person.desk.vault.begin() as uow:
                if not uow.messages.find(person.round.round_id, "assignment"):
                    continue
                state = state_of(uow, person.round)
                pledged, declared = (
                    declaring.has_pledged(uow, person.round),
                    declaring.has_declared(uow, person.round),
                )
                rows, waits = uow.applications.all(person.round.round_id), is_awaited(uow, person.round)
            if not state.in_use(person.round.card_id):
                continue
            if person.round.pinned is None:
                yield Due("follow", lambda person=person: self.follow(person))
            elif waits:
                yield Due("letter to a new card", lambda person=person: self._inform(person))
            elif not pledged:
                yield Due("pledge", lambda person=person: acts.pledge(play, person))
            elif not declared:
                yield Due("declare", lambda person=person: acts.declare(play, person, self._answers()))
            else:
                for one in rows:
                    n = play.ids.index(one.application_id)
                    if one.state == "OPEN":
                        yield Due(f"score #{n}", lambda person=person, n=n: self._score(person, n))
            if self._owes(person):
                yield Due(f"hand in {person.code}", lambda person=person: self._hand_in(person))

    def _answers(self) -> dict[int, str]:
        """Return what an expert declares: mostly nothing."""
        if self.rng.random() < 0.7:
            return {}
        return {self.rng.randrange(len(self.play.ids)): self.rng.choice(["hard", "doubt", "unsure", "told"])}

    def _score(self, person: Person, n: int) -> None:
        acts.fill(self.play, person, n, self.rng)
        acts.lock(self.play, person, [n])

    def _unknown(
        self, person: Person, kinds: tuple[str, ...] = ("sheet", "declaration", "consent")
    ) -> set[str]:
        """Return the messages of somebody that the secretary does not hold."""
        play = self.play
        with person.desk.vault.begin() as uow:
            newest: dict[tuple[str, str], str] = {}
            for kind in kinds:
                for one in uow.messages.find(person.round.round_id, kind, sender=person.round.card_id):
                    newest[kind, one.slot] = one.message_id
            recused = [
                one
                for one in uow.applications.all(person.round.round_id)
                if one.state == "RECUSED" and ("sheet", one.application_id) not in newest
            ]
        with play.secretary.desk.vault.begin() as uow:
            found = {one for one in newest.values() if uow.messages.get(one) is None}
        return found | {f"recused {one.application_id}" for one in recused}

    def _owes(self, person: Person) -> bool:
        """Say whether somebody has something the secretary has not, and has not refused before."""
        return bool(self._unknown(person) - self._given.get(person.code, set()))

    def _hand_in(self, person: Person) -> None:
        """Hand in everything; what is refused is not handed in again before states change."""
        play = self.play
        count = len(play.files)
        if play.give_back(person):
            play.collect([one.path for one in play.files[count:]])
        self._given[person.code] = self._unknown(person)

    def hand_in_everything(self) -> bool:
        """Let everybody hand in again what was refused before; say whether anything was taken."""
        self._given.clear()
        before = len(self.play._heard)
        for person in self.play.world.experts:
            if person.row is not None and self._owes(person):
                self._hand_in(person)
        return len(self.play._heard) > before

    def _absent(self) -> Iterator[Due]:
        """Somebody can hand in nothing any more: a revoked card."""
        state = self._state()
        for code in sorted({*self._chairs()}):
            if state.usable(code) is None:
                yield Due(f"new card for {code}", lambda code=code: self._replace(code))
        for n, code in self._missing():
            chair = self.play.model.chair(self.play.ids[n])
            late = self.play.states()[self.play.ids[n]] in {"AGGREGATED", "DELIBERATED"}
            if (late or state.usable(code) is None) and chair not in {None, code}:
                yield Due(
                    f"{code} is absent", lambda n=n, code=code, chair=chair: self._enter(n, code, str(chair))
                )

    def _chairs(self) -> Iterator[str]:
        """Yield who chairs a group or speaks as chair."""
        model = self.play.model
        yield from (chair for _, chair in model.groups.values())
        yield from (chair for chair in map(model.chair, self.play.ids) if chair is not None)

    def _replace(self, code: str) -> None:
        """Give a chair whose card was revoked a new one."""
        assert acts.new_card(self.play, code, self.play.by_code(code))

    def _enter(self, n: int, code: str, chair: str) -> None:
        play, person = self.play, self.play.by_code(chair)
        acts.absent(play, play.secretary, code, n)
        if chair != play.model.group_chair(play.ids[n]) or play.own(person, n) is None:
            self._inform(person)
        if acts.absent(play, person, code, n):
            play.collect([play.files[-1].path])
        else:
            self._hand_in(person)

    # -- the sitting

    def _sitting(self) -> Iterator[Due]:
        play, secretary = self.play, self.play.secretary
        states = play.states()
        if any(states[play.ids[n]] in {"AGGREGATED", "DELIBERATED"} for n, _ in self._missing()):
            return  # an absence is to be entered anew: until then nothing is computed
        for group in play.model.groups:
            mine = [states[one] for one in play.ids if play.model.group_of[one] == group]
            if "LOCKED" in mine and not {"ASSIGNED", "REVIEWING"} & {*mine}:
                yield Due(f"aggregate {group}", lambda group=group: self._aggregate(group))
        if "AGGREGATED" in states.values():
            yield from self._decisions()
        if {*states.values()} == {"DELIBERATED"}:
            with secretary.desk.vault.begin() as uow:
                ready = state_of(uow, secretary.round).escrow_result is not None
            if not ready:
                yield Due("prepare", self._prepare)
            else:
                yield Due("seal", self._seal)

    def _aggregate(self, group: str) -> None:
        desk, row = self.play.secretary.desk, self.play.secretary.round
        assert self.play.do(
            "aggregate", self.play.secretary, lambda: aggregating.aggregate_round(desk, row, group), group
        )

    def _decisions(self) -> Iterator[Due]:
        """What stands in the way of a decision, then the decision, then its confirmation."""
        play, secretary = self.play, self.play.secretary
        desk, row = secretary.desk, secretary.round
        with desk.vault.begin() as uow:
            rows = [one for one in uow.applications.all(row.round_id) if one.state == "AGGREGATED"]
            lines = {one.application: one for one in aggregating.current_aggregate(uow, row).applications}
        wrong = {one.number: one.code for one in deciding.check_decisions(desk, row)}
        for one in rows:
            n, line = play.ids.index(one.application_id), lines[one.application_id]
            chair = play.model.chair(one.application_id)
            code = wrong.get(one.number)
            if code == "decide.void":
                yield Due(f"void #{n}", lambda n=n: self._void(n))
            elif chair is None:
                continue
            elif code is not None or line.decision is None:
                yield Due(
                    f"decide #{n} {code or ''}",
                    lambda n=n, line=line, code=code, chair=chair: self._decide(n, line, code, chair),
                )
        if not wrong and any(lines[one.application_id].decision for one in rows):
            yield Due("confirm", self._confirm)

    def _void(self, n: int) -> None:
        """Let the side that has not signed sign too."""
        play = self.play
        application, chair = play.ids[n], play.model.chair(play.ids[n])
        by_sheet: dict[str, set[str]] = {}
        for one, body in play.model.said("void", application):
            by_sheet.setdefault(str(body.about), set()).add(one.code)
        for sheet, codes in sorted(by_sheet.items()):
            with play.secretary.desk.vault.begin() as uow:
                state = state_of(uow, play.secretary.round)
                message = uow.messages.get(sheet)
                assert message is not None
                owner = state.owner(str(message.sender))
            assert owner is not None
            for code in {SECRETARY, str(chair)} - codes if chair else {SECRETARY} - codes:
                person = play.by_code(code)
                if code != SECRETARY:
                    self._show_panel(n, code)
                if acts.void(play, person, n, owner.code, sheet) and code != SECRETARY:
                    play.collect([play.files[-1].path])

    def _show_panel(self, n: int, code: str) -> None:
        """Give a chair the newest panel file."""
        play, person = self.play, self.play.by_code(code)
        group = play.model.group_of[play.ids[n]]
        own = play.own(person, n) if person.row is not None else None
        if code != play.model.groups[group][1] or own is None or own.state == "PENDING":
            self._inform(person)
        path = acts.write_panel(play, play.secretary, group, code)
        if path is not None and not acts.take_panel(play, person, path):
            self._inform(person)
            acts.take_panel(play, person, path)

    def _decide(self, n: int, line: ApplicationLine, code: str | None, chair: str) -> None:
        """Let the chair in force decide as suggested, after what has to come before."""
        play, person = self.play, self.play.by_code(chair)
        self._show_panel(n, chair)
        if "floor" in line.discuss:
            for step in (
                deliberating.open_discussion,
                deliberating.close_discussion,
                deliberating.open_discussion,
            ):
                if play.sign(
                    person,
                    lambda out, step=step: step(person.desk, person.round, play.ids[n], out),
                    "discuss",
                ):
                    play.collect([play.files[-1].path])
                    break
        answer = "VETOED" if code == "decide.veto_stands" else line.suggestion
        if not acts.decide(play, person, [DecisionRow(play.ids[n], answer, None)]):
            acts.decide(play, person, [DecisionRow(play.ids[n], "VETOED", None)])
        play.collect([play.files[-1].path])

    def _confirm(self) -> None:
        desk, row = self.play.secretary.desk, self.play.secretary.round
        assert self.play.do("confirm", self.play.secretary, lambda: deciding.confirm_decisions(desk, row))

    def _prepare(self) -> None:
        desk, row, folder = (
            self.play.secretary.desk,
            self.play.secretary.round,
            self.play.world.folder / "shares",
        )
        assert self.play.do("prepare", self.play.secretary, lambda: escrow.prepare_seal(desk, row, folder))

    def _seal(self) -> None:
        play, desk, row = self.play, self.play.secretary.desk, self.play.secretary.round
        folder = play.world.folder / "result"
        play.sealed = play.do("seal", play.secretary, lambda: sealing.seal_round(desk, row, folder))
        assert play.sealed is not None


__all__ = ["Due", "Finish"]
