"""One fuzzed round: does acts through the services, checks after each, remembers what was done."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fuzz_checks import Log, check_locked, check_numbers, check_tree, picture
from fuzz_memory import check_forms, check_remembered
from fuzz_model import OBSERVER, SECRETARY, Model
from services_forgery import sentences
from services_harness import Person, World

from zgc_review.domain.bodies import ConsentBody, SheetBody
from zgc_review.domain.rows import ApplicationRow, MessageRow
from zgc_review.errors import ReviewError
from zgc_review.services import collecting, post, sealing
from zgc_review.services.returning import WrittenFile
from zgc_review.services.rounds import state_of

Value = TypeVar("Value")
# The events each verb may append, in words of the log; a verb that is not named appends none.
EVENTS = {
    "open": r"(card\.let_go )?(card\.taken_over )?(round\.pinned )?(letter\.taken )?",
    "follow": r"(card\.let_go )?(card\.taken_over )?(round\.pinned )?",
    "declare": r"declaration\.signed (application\.closed )*",
    "lock": r"(sheet\.locked )*",
    "reopen": r"sheet\.reopened ",
    "revise": r"sheet\.revising ",
    "read": r"document\.read ",
    "return": r"(sheet\.recused )*(scores\.signed )?(file\.written )+",
    # Whoever votes on a veto item votes on every claim of it.
    "sign": r"(consent\.veto_vote )*consent\.[a-z_]+ "
    r"(application\.moved )*(application\.valued (application\.moved )?)*",
    "sign again": r"(consent\.[a-z_]+ )*(application\.moved )*(application\.valued (application\.moved )?)*",
    "take panel": r"(panel\.taken )?",
    "take ack": r"(ack\.taken )?",
    "pack": r"(letter\.written )+(application\.moved )*(package\.written )+",
    "aggregate": r"(application\.moved )+round\.aggregated (application\.valued (application\.moved )?)*",
    "panel": r"panel\.written ",
    "confirm": r"(application\.moved )*",
    "ack": r"acks\.written ",
    "publish": r"round\.published ",
    "alternate": r"round\.amended draw\.called ",
    "amend": r"round\.amended ",
    "new card": r"",
    "prepare": r"round\.amended (share\.written )+",
    "seal": r"((application\.moved )+(sheet\.counted )*round\.sealed )?result\.written ",
}
_COLLECT_ENDS = (
    r"(card\.(revoked|replaced) |application\.moved )*((application\.valued )(application\.moved )?)*$"
)


@dataclass(frozen=True)
class Sent:
    """A file on the stick: who wrote it and the message in it."""

    path: Path
    sender: Person
    kind: str
    message_id: str


class Play:
    """A round in which anybody may try anything."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.rng = random.Random(f"acts {seed}")
        self.done: list[str] = []
        self.files: list[Sent] = []
        self.packages: list[Path] = []
        self.panels: list[Path] = []
        self.acks: list[Path] = []
        self.sealed: sealing.Sealed | None = None
        self.cards = {one.card.card_id: one for one in world.everybody()}
        self.refusals: dict[str, int] = {}
        self._refusals_seen: set[tuple[str, str]] = set()
        self.verbs: dict[str, int] = {}
        self._folders = 0
        self._logs: dict[Path, Log] = {}
        self._pictures: dict[Path, dict[str, str]] = {}
        self.ids = world.ids()
        self.model = self._new_model()
        for person in world.everybody():
            self._log(person).grow(person, "set up")

    # -- who and what there is

    @property
    def secretary(self) -> Person:
        return self.world.secretary

    def folder(self) -> Path:
        self._folders += 1
        return self.world.folder / f"f{self._folders}"

    def insiders(self) -> list[Person]:
        """Return everybody who holds the round."""
        return [one for one in self.world.everybody() if one.row is not None]

    def by_code(self, code: str) -> Person:
        """Return who sits under a code."""
        with self.secretary.desk.vault.begin() as uow:
            member = state_of(uow, self.secretary.round).member(code)
        assert member is not None, code
        return self.cards[member.card]

    def code(self, person: Person) -> str:
        """Return the code of a person, the person's name where there is none."""
        if person.row is not None and person.row.code:
            return str(person.row.code)
        return person.vault.stem

    def own(self, person: Person, n: int) -> ApplicationRow | None:
        """Return the n-th application as somebody's vault holds it."""
        with person.desk.vault.begin() as uow:
            found: ApplicationRow | None = uow.applications.get(self.ids[n])
        return found

    def name(self, application: str | None) -> str:
        """Return the place of an application, for the list of acts."""
        return f"#{self.ids.index(application)}" if application in self.ids else str(application)[:8]

    def states(self) -> dict[str, str]:
        """Return the states by application, as the secretary's log says."""
        return self._log(self.secretary).states

    # -- doing and checking

    def do(self, verb: str, person: Person, act: Callable[[], Value], told: str = "") -> Value | None:
        """Do one act; refused, it must have changed nothing and must say why in both languages."""
        self.done.append(f"{len(self.done)} {self.code(person)} {verb} {told}")
        self.verbs[verb] = self.verbs.get(verb, 0) + 1
        before = self._pictures.get(person.vault) or picture(person)
        try:
            value = act()
        except ReviewError as fault:
            self.done[-1] += f" -> {fault.code}"
            self.refusals[fault.code] = self.refusals.get(fault.code, 0) + 1
            sentences(fault)
            now = picture(person)
            changed = [name for name in now if now[name] != before[name]]
            if changed:
                raise AssertionError(f"refused with {fault.code}, yet changed {changed}") from fault
            return None
        self._pictures[person.vault] = picture(person)
        fresh = self._log(person).grow(person, verb)
        self._events(verb, [str(event["act"]) for event in fresh])
        if person is self.secretary:
            self.check()
        if len(self.done) % 10 == 0 and person.row is not None:
            check_remembered(person)
        return value

    def touch(self, person: Person) -> None:
        """Note that a vault was changed outside of :meth:`do`."""
        self._pictures.pop(person.vault, None)
        self._log(person).grow(person, "")

    def check(self) -> None:
        """Check states and numbers against the model."""
        self._refresh_groups()
        check_numbers(self.secretary, self.model)
        check_locked(self.secretary, self.model)

    def check_logs(self) -> None:
        """Check every log's tree with the verifier's own hash."""
        for person in self.insiders():
            check_tree(person)
            check_remembered(person)
        check_forms(self.secretary)

    def _events(self, verb: str, acts: list[str]) -> None:
        said = "".join(f"{act} " for act in acts)
        if verb in EVENTS or verb != "collect":
            pattern = EVENTS.get(verb, "")
            assert re.fullmatch(pattern, said), f"{verb} appended {said or 'nothing'}"

    def _log(self, person: Person) -> Log:
        return self._logs.setdefault(person.vault, Log())

    # -- files

    def sign(self, person: Person, act: Callable[[Path], Any], told: str, *, again: bool = False) -> bool:
        """Sign something and keep its file, or note it where it is the secretary's own.

        ``again``: what was signed already is written once more without an event.
        """
        folder, verb = self.folder(), "sign again" if again else "sign"
        signed = self.do(verb, person, lambda: self._noted(person, act(folder)), told)
        if signed is None:
            return False
        for one in signed:
            if person is not self.secretary:
                self.files.append(Sent(one.path, person, "consent", one.message_id))
        return True

    def _noted(self, person: Person, acts: Any) -> list[Any]:
        """Return signed acts; the model hears of the secretary's own before the checks."""
        found = list(acts) if isinstance(acts, tuple | list) else [acts]
        if person is self.secretary:
            for one in found:
                self._hear(one.message_id)
        return found

    def give_back(self, person: Person) -> bool:
        """Write what somebody owes."""
        from zgc_review.services import returning  # noqa: PLC0415 - beside its only use

        folder = self.folder()
        written: tuple[WrittenFile, ...] | None = self.do(
            "return", person, lambda: returning.return_files(person.desk, person.round, folder)
        )
        if written is None:
            return False
        self.files += [Sent(one.path, person, one.kind, one.message_id) for one in written]
        return True

    def collect(self, paths: Iterable[Path]) -> list[collecting.Arrival]:
        """Let the secretary collect files in an order; each arrival is judged for itself."""
        paths = list(paths)
        before = len(self._log(self.secretary).leaves)

        def act() -> tuple[collecting.Arrival, ...]:
            arrivals = collecting.collect(self.secretary.desk, self.secretary.round, paths)
            for path, arrival in zip(paths, arrivals, strict=True):
                if arrival.outcome == "new":
                    self._arrived(path)
            return arrivals

        told = " ".join(path.name for path in paths)
        arrivals = self.do("collect", self.secretary, act, told) or ()
        expected = ""
        for path, arrival in zip(paths, arrivals, strict=bool(arrivals)):
            self.done.append(f"    {arrival.file} {arrival.outcome} {arrival.error or ''}")
            if arrival.error is not None:
                sentences(arrival.error)
                self.refusals[arrival.error.code] = self.refusals.get(arrival.error.code, 0) + 1
            expected += self._refused(arrival, path)
            if arrival.outcome == "new":
                expected += {"consent": r"consent\.[a-z_]+ ", "declaration": r"declaration\.received "}.get(
                    arrival.kind, r"((revision|sheet)\.left_out )*(scores\.received )?"
                )
                expected += r"(card\.(revoked|replaced) |application\.moved )*"
        leaves = self._log(self.secretary).leaves[before:]
        said = "".join(re.findall(r'"act":"([a-z_.]+)"', leaf.decode())[0] + " " for leaf in leaves)
        assert re.fullmatch(expected + _COLLECT_ENDS, said), f"collect appended {said}, expected {expected}"
        if all(arrival.outcome in {"older", "refused"} for arrival in arrivals):
            assert "received" not in said
        return list(arrivals)

    def _refused(self, arrival: collecting.Arrival, path: Path) -> str:
        """Return what the log must say of a refusal: one event for the same bytes and reason."""
        if arrival.error is None:
            return ""
        noted = (hashlib.sha256(path.read_bytes()).hexdigest(), arrival.error.code)
        if noted in self._refusals_seen:
            return ""
        self._refusals_seen.add(noted)
        return r"file\.refused "

    def _arrived(self, path: Path) -> None:
        """Let the model hear of everything a file brought that the secretary kept."""
        sent = next(one for one in self.files if one.path == path)
        ids = [sent.message_id]
        if sent.kind == "scores":
            with sent.sender.desk.vault.begin() as uow:
                body = post.body_of_row(_held(uow, sent.message_id))
            ids = [one.sheet for one in body.sheets]
        for one in ids:
            self._hear(one)

    def _hear(self, message_id: str) -> None:
        """Tell the model of a message, once, if the secretary's vault kept it."""
        with self.secretary.desk.vault.begin() as uow:
            row = uow.messages.get(message_id)
            if row is None or message_id in self._heard:
                return
            state = state_of(uow, self.secretary.round)
            owner = state.owner(str(row.sender))
        self._heard.add(message_id)
        assert owner is not None
        self.model.take(row.message_id, row.seq, row.slot, owner.code, post.body_of_row(row))

    # -- the model

    def _new_model(self) -> Model:
        self._heard: set[str] = set()
        with self.secretary.desk.vault.begin() as uow:
            settings = state_of(uow, self.secretary.round).settings
        model = Model(settings)
        self.model = model
        self._refresh_groups()
        return model

    def _refresh_groups(self) -> None:
        """Take over who sits where: the chain of definitions has tests of its own."""
        with self.secretary.desk.vault.begin() as uow:
            state = state_of(uow, self.secretary.round)
            rows = uow.applications.all(self.secretary.round.round_id)
        self.model.groups = {name: (seats.members, seats.chair) for name, seats in state.groups.items()}
        self.model.group_of = {one.application_id: str(one.group) for one in rows}
        self.model.round_chair = str(state.round_chair)

    def story(self) -> str:
        """Return everything that was done, to be read when something went wrong."""
        return "\n".join([f"ZGC_FUZZ_SEED={self.seed}", *self.done])


def _held(uow: Any, message_id: str) -> MessageRow:
    found: MessageRow | None = uow.messages.get(message_id)
    assert found is not None
    return found


__all__ = ["OBSERVER", "SECRETARY", "ConsentBody", "Play", "Sent", "SheetBody"]
