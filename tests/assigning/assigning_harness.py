"""A small round whose experts are assigned to single applications, step by step."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from services_harness import SUB, Person, World, fill, new_world

from zgc_review.domain.rows import ApplicationRow
from zgc_review.seal.digits import digits_of
from zgc_review.services import (
    aggregating,
    assigning,
    deciding,
    drawing,
    drawing_seats,
    escrow,
    following,
    opening,
    packing,
    panel,
    panel_taking,
    rounds,
    screening,
    sealing,
    sharing,
    sheets,
    taking_in,
)
from zgc_review.services.assigning import Order, Outcome
from zgc_review.services.assigning_view import assignment_view
from zgc_review.services.consents import sign_consent
from zgc_review.services.drawing_record import Draw, finished_draw

NAMES = tuple(f"亓𠮷{letter}" for letter in "子丑寅卯辰巳午未")
BENCH = 6
FLAT = "试评审，三人即可"
SETTINGS: dict[str, Any] = {
    "assignment": "individual",
    "per_application": 3,
    "groups": [{"id": "G01", "sub_directions": [SUB], "size": BENCH}],
}


@dataclass
class Single:
    """The round with everybody in it. Six of eight experts are drawn, the other two are alternates."""

    world: World

    @property
    def desk(self) -> Any:
        return self.world.secretary.desk

    @property
    def row(self) -> Any:
        return self.world.secretary.round

    @property
    def draw(self) -> Draw:
        with self.desk.vault.begin() as uow:
            return finished_draw(uow, self.row)

    def copy(self, folder: Path) -> Single:
        return Single(self.world.copy(folder))

    def close(self) -> None:
        self.world.close()

    # -- who is who

    def numbers(self) -> dict[str, str]:
        """Return 名册编号 by roster id."""
        with self.desk.vault.begin() as uow:
            return {one.expert_id: one.number for one in uow.experts.all(self.row.round_id)}

    def codes(self) -> dict[str, str]:
        """Return the code of each 名册编号 on the bench."""
        numbers = self.numbers()
        return {numbers[one]: code for one, code in self.draw.codes.items()}

    def person(self, number: str) -> Person:
        """Return whom a 名册编号 means."""
        return self.world.experts[int(number[1:]) - 1]

    def of_code(self, code: str) -> Person:
        return self.person(next(number for number, one in self.codes().items() if one == code))

    @property
    def chair(self) -> Person:
        """The first one drawn."""
        return self.person(self.numbers()[self.draw.seated("G01")[0]])

    def members(self) -> list[Person]:
        """Return who sits on the bench."""
        return [self.person(number) for number in self.codes()]

    # -- what stands

    def state(self) -> Any:
        with self.desk.vault.begin() as uow:
            return rounds.state_of(uow, self.row)

    def applications(self) -> tuple[ApplicationRow, ...]:
        with self.desk.vault.begin() as uow:
            rows: tuple[ApplicationRow, ...] = uow.applications.all(self.row.round_id)
        return rows

    def application(self, number: str) -> ApplicationRow:
        return next(one for one in self.applications() if one.number == number)

    def table(self) -> dict[str, tuple[str, ...]]:
        """Return the codes in force by application number."""
        assigned = self.state().assigned
        return {
            one.number: assigned[one.application_id]
            for one in self.applications()
            if one.application_id in assigned
        }

    def loads(self) -> Counter[str]:
        return Counter(code for codes in self.table().values() for code in codes)

    def tie(self, number: str, **record: Any) -> None:
        """Change a roster entry and screen it."""
        with self.desk.vault.begin() as uow:
            row = uow.experts.by_number(self.row.round_id, number)
            uow.experts.put(replace(row, record={**row.record, **record}))
            uow.commit()
        screening.screen(self.desk, self.row)

    def unit(self, number: str) -> str:
        """Return the applicant of an application."""
        return str(self.application(number).record["unit_name"])

    def outside(self, number: str) -> list[str]:
        """Return the 名册编号 of those on the bench who do not judge an application."""
        table = self.table() or self.planned()
        return sorted(one for one, code in self.codes().items() if code not in table[number])

    def others(self, numbers: list[str]) -> list[str]:
        """Return those who are not the chair."""
        return [one for one in numbers if self.person(one) is not self.chair]

    def inside(self, number: str) -> list[str]:
        """Return the 名册编号 of an application's experts."""
        table = self.table() or self.planned()
        return sorted(one for one, code in self.codes().items() if code in table[number])

    def planned(self) -> dict[str, tuple[str, ...]]:
        """Return the codes by application number before the bench is seated."""
        codes = self.codes()
        with self.desk.vault.begin() as uow:
            lines = assignment_view(uow, self.row).lines
        return {one.number: tuple(sorted(codes[number] for number in one.experts)) for one in lines}

    # -- steps

    def to_taken(self) -> None:
        """Defined; applications and roster taken in, admitted."""
        self.world.define()
        self.world.take_in()

    def to_drawn(self) -> None:
        """The bench is drawn."""
        drawing.begin(self.desk, self.row)
        drawing.say_words(self.desk, self.row, "secretary", "中关村 西山")
        drawing.say_words(self.desk, self.row, "observer", "立冬 2026 梧桐")
        drawing.run(self.desk, self.row)

    def assign(self, **order: Any) -> Outcome:
        return assigning.run(self.desk, self.row, Order(**{"size_reason": FLAT, **order}))

    def seat(self) -> None:
        """Version 2 names the bench and its assignment; observer and chair consent."""
        cards = {f"E{n:03d}": one.card.fingerprint for n, one in enumerate(self.world.experts, 1)}
        number = self.numbers()[self.draw.seated("G01")[0]]
        drawing_seats.appoint_drawn(self.desk, self.row, cards, {"G01": number})
        self.agree(2, self.world.observer, self.chair)

    def agree(self, version: int, *people: Person) -> None:
        """Publish the newest version; people, by default the chair, follow and consent."""
        paths = sharing.publish_round(self.desk, self.row, self.world.folder / f"v{version}")
        for one in people or (self.chair,):
            one.row = following.follow_round(one.desk, paths, self.world.code(version))
            self.world.consent(one)

    def to_assigned(self) -> None:
        """Assigned, seated, every application ASSIGNED."""
        made = self.assign()
        assert made.made is not None, made.findings
        self.seat()
        taking_in.assign_groups(self.desk, self.row)

    def pack(self, **order: Any) -> Path:
        done = packing.pack(self.desk, self.row, self.world.folder / "stick", packing.PackOrder(**order))
        return done[0].paths[0]

    def to_packed(self) -> None:
        self.pack()

    def to_opened(self) -> None:
        """Everybody opened the package and declared that no rule applies."""
        for person in self.members():
            self.open(person)
            self.world.declare_none(person)

    def open(self, person: Person) -> None:
        version = self.state().version
        opened = opening.open_review(person.desk, self.world.package, self.world.code(version))
        person.row, person.code = opened.row, opened.row.code or ""
        opening.fetch_documents(person.desk, opened.row, self.world.package)

    def held(self, person: Person) -> dict[str, str]:
        """Return the state of each application in a person's vault, by number."""
        with person.desk.vault.begin() as uow:
            return {one.number: one.state for one in uow.applications.all(person.round.round_id)}

    def score(self, person: Person, percent: int, *numbers: str) -> None:
        """Fill and lock the sheets of these applications, by default of all that are open."""
        with person.desk.vault.begin() as uow:
            rows = uow.applications.all(person.round.round_id)
        meant = [one for one in rows if one.state == "OPEN" and (not numbers or one.number in numbers)]
        for n, one in enumerate(meant):
            fill(person, one.application_id, [percent + n] * 5)
        sheets.lock(person.desk, person.round, [one.application_id for one in meant])

    def hand_in(self, person: Person) -> None:
        arrivals = self.world.collect(self.world.give_back(person))
        assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, [one.error for one in arrivals]

    def to_locked(self) -> None:
        """Everybody scored what is theirs; everything is collected."""
        for n, person in enumerate(self.members()):
            self.score(person, 64 + 3 * n)
            self.hand_in(person)

    def show_chair(self) -> Any:
        """Write the panel file for the chair and let the chair take it."""
        written = panel.write_panel(self.desk, self.row, "G01", self.chair.code, self.world.folder / "panel")
        return panel_taking.take_panel(self.chair.desk, self.chair.round, written.path)

    def decide(self) -> None:
        """Combine, let the chair sign what is suggested, confirm."""
        result = aggregating.aggregate_round(self.desk, self.row)
        chair, paths = self.chair, []
        for line in result.applications:
            message = sign_consent(
                chair.desk,
                chair.round,
                "decision",
                line.suggestion,
                application=line.application,
                values={"amount_fen": line.amount_fen},
            )
            paths.append(
                sharing.write_to_secretary(chair.desk, chair.round, message, self.world.folder / "d")
            )
        arrivals = self.world.collect(paths)
        assert all(one.outcome == "new" for one in arrivals), [one.error for one in arrivals]
        deciding.confirm_decisions(self.desk, self.row)

    def seal(self) -> sealing.Sealed:
        escrow.prepare_seal(self.desk, self.row, self.world.folder / "shares")
        self.agree(self.state().version + 1)
        return sealing.seal_round(self.desk, self.row, self.world.folder / "result")

    def unseal(self, sealed: sealing.Sealed, folder: Path) -> Path:
        """Open the result with two shares into a folder."""
        words, recipient = [], ""
        for person, code in ((self.world.secretary, "秘书01"), (self.world.observer, "监督01")):
            body = escrow.words_of_share(
                person.desk, next((self.world.folder / "shares").glob(f"*-{code}.zgcshare"))
            )
            words.append(body.words)
            recipient = body.recipient
        opened = escrow.open_result(self.desk.suite, sealed.result, tuple(words), recipient)
        escrow.unpack(opened, folder)
        return folder

    def verify(self, sealed: sealing.Sealed, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the independent verifier on an opened result, with round code and log head."""
        verifier = folder.parent / "zgc_verify.py"
        verifier.write_bytes(rounds.verifier_bytes())
        code, head = self.world.code(1), digits_of(sealed.head.root)
        command = [
            sys.executable,
            "-I",
            "-S",
            str(verifier),
            str(folder),
            "--round-code",
            code,
            "--log-head",
            head,
        ]
        return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


def new_single(folder: Path, applications: int = 4, **settings: Any) -> Single:
    """Return a round to be, whose cards the secretary has compared."""
    return Single(
        new_world(folder, experts=NAMES, settings={**SETTINGS, **settings}, applications=applications)
    )
