"""Acts that anybody may try at any time, most of them wrong (rules §1, §2.3, §4, §6, §8)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from fuzz_play import Play
from services_forgery import Forger
from services_harness import COMMENT, CRITERIA, OVERALL, Person

from zgc_review.domain.bodies import ConsentBody, Phase, SheetBody, VetoClaim
from zgc_review.scoring import drafts
from zgc_review.services import (
    acks,
    aggregating,
    collecting,
    deciding,
    declaring,
    deliberating,
    deliberating_agenda,
    drawing_alternates,
    escrow,
    explaining,
    opening,
    packing,
    panel,
    panel_taking,
    panel_view,
    reading,
    revising,
    sealing,
    sharing,
    sheets,
    trust,
    voiding,
)
from zgc_review.services.absences import sign_absent
from zgc_review.services.acting_naming import name_acting_chair
from zgc_review.services.amending import CardChange, amend_cards
from zgc_review.services.awaited_letter import is_awaited
from zgc_review.services.consents import consent_slot, sign_consent
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.deliberating_signing import sign_act
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.status import round_status
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

Act = Callable[[Play, random.Random], None]
ACTS: dict[str, tuple[Act, int]] = {}
ITEMS = ("CV01", "CV02", "CV05", "M01-V1", "XX99")
DECISIONS = ("SUPPORT", "SUPPORT_IF_REVISED", "RESERVE", "NOT_SUPPORT", "VETOED", "DEFER", "VOID")
ANSWERS = {
    "hard": [GivenAnswer("R06", "yes", "负责人是近亲属")],
    "doubt": [GivenAnswer("R12", "yes", "参与编制过申报指南")],
    "other": [GivenAnswer("R18", "unsure", "曾在同一课题组短期共事，请裁定")],
    "unsure": [GivenAnswer("R03", "unsure", "多年前有过劳动关系")],
    "told": [GivenAnswer("R16", "yes", "同一大学不同学院")],
    "wrong": [GivenAnswer("R99", "yes", "没有这样一条")],
    "mute": [GivenAnswer("R06", "yes", "")],
    "none": [],
}


def act(name: str, weight: int = 2) -> Callable[[Act], Act]:
    """Register an act under a name."""

    def keep(function: Act) -> Act:
        ACTS[name] = (function, weight)
        return function

    return keep


def anybody(play: Play, rng: random.Random) -> Person:
    return rng.choice(play.insiders())


def expert(play: Play, rng: random.Random) -> Person:
    """Return an expert, now and then somebody else."""
    found = [one for one in play.world.experts if one.row is not None]
    return rng.choice(found) if found and rng.random() < 0.9 else anybody(play, rng)


def chair(play: Play, rng: random.Random, n: int) -> Person:
    """Return who speaks as chair, now and then somebody else."""
    code = play.model.chair(play.ids[n])
    found = play.by_code(code) if code is not None and rng.random() < 0.8 else None
    return found if found is not None and found.row is not None else anybody(play, rng)


def ruler(play: Play, rng: random.Random, n: int) -> Person:
    """Return the secretary, the chair or somebody else."""
    return play.secretary if rng.random() < 0.5 else chair(play, rng, n)


def place(play: Play, rng: random.Random) -> int:
    return rng.randrange(len(play.ids))


def some_code(play: Play, rng: random.Random) -> str:
    """Return a code, now and then one that nobody has."""
    with play.secretary.desk.vault.begin() as uow:
        codes = sorted(state_of(uow, play.secretary.round).members)
    return rng.choice([*codes, "专家77"])


# -- an expert's own room


@act("open", 6)
def _open(play: Play, rng: random.Random) -> None:
    people = play.world.experts if rng.random() < 0.9 else play.world.everybody()
    if play.packages:
        newest = play.packages[-1] if rng.random() < 0.7 else rng.choice(play.packages)
        code = rng.choice([play.world.code(2), play.world.code(1), None, "00000 " * 5 + "00000", "12"])
        open_package(play, rng.choice(people), newest, code)


def open_package(play: Play, person: Person, package: Path, code: str | None) -> None:
    """Open a package, and fetch the documents of a letter that was new."""

    def opens() -> opening.OpenedPackage:
        opened = opening.open_review(person.desk, package, code)
        person.row, person.code = opened.row, opened.row.code or ""
        return opened

    told = f"{package.name} {'' if code is None else code[:11]}"
    if play.do("open", person, opens, told) is not None:
        play.do("fetch", person, lambda: opening.fetch_documents(person.desk, person.round, package))


@act("pledge")
def _pledge(play: Play, rng: random.Random) -> None:
    pledge(play, anybody(play, rng))


def pledge(play: Play, person: Person) -> None:
    row = person.round
    play.do("sign", person, lambda: play._noted(person, [declaring.pledge(person.desk, row)]), "pledge")


@act("declare", 5)
def _declare(play: Play, rng: random.Random) -> None:
    person, n = expert(play, rng), place(play, rng)
    kinds = rng.choices([*ANSWERS], [2, 2, 1, 1, 1, 1, 1, 12])
    declare(play, person, {n: kinds[0]}, rest=rng.random() < 0.8)


def declare(play: Play, person: Person, given: dict[int, str], *, rest: bool = True) -> None:
    """Answer, and sign the declaration."""
    row = person.round
    for n, kind in given.items():
        items = ANSWERS[kind]
        told = f"#{n} {kind}"
        play.do(
            "answer",
            person,
            lambda n=n, items=items: declaring.answer(person.desk, row, play.ids[n], items),
            told,
        )
    if rest:
        play.do("answer", person, lambda: declaring.answer_rest(person.desk, row), "rest")
    play.do("declare", person, lambda: declaring.declare(person.desk, row))


@act("fill", 5)
def _fill(play: Play, rng: random.Random) -> None:
    person, n = expert(play, rng), place(play, rng)
    fill(play, person, n, rng, whole=rng.random() < 0.8, phase=rng.choice(["initial", "initial", "revision"]))


def fill(
    play: Play, person: Person, n: int, rng: random.Random, *, whole: bool = True, phase: Phase = "initial"
) -> None:
    """Fill a draft, or a part of it."""
    base = rng.choice([45, 62, 70, 78, 84, 92])
    percents = [min(100, base + rng.randrange(8)) for _ in CRITERIA]
    left_out = rng.randrange(len(CRITERIA)) if rng.random() < 0.2 else None
    words = rng.choice(["SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"])
    claims = rng.random() < 0.1

    def complete(body: SheetBody) -> SheetBody:
        for k, (criterion, percent) in enumerate(zip(CRITERIA, percents, strict=True)):
            if k == left_out:
                body = drafts.set_not_applicable(body, criterion, "与本项目无关")
                continue
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, COMMENT)
            body = drafts.set_floor_reason(body, criterion, COMMENT if percent < 60 else "")
        body = drafts.set_overall(body, OVERALL)
        body = drafts.set_recommendation(body, words)
        if not whole:
            return body
        if claims:
            body = drafts.set_claims(body, (VetoClaim(item="CV01", document=None, page=None, text=COMMENT),))
        return drafts.set_integrity(body, claims)

    row, told = person.round, f"#{n} {phase} {base}{'' if whole else ' in part'}"
    play.do("fill", person, lambda: sheets.edit(person.desk, row, play.ids[n], "fill", complete, phase), told)


@act("lock", 5)
def _lock(play: Play, rng: random.Random) -> None:
    count = rng.choice([1, 1, 1, len(play.ids)])
    phase: Phase = rng.choice(["initial", "initial", "revision"])
    lock(play, expert(play, rng), rng.sample(range(len(play.ids)), count), phase)


def lock(play: Play, person: Person, places: list[int], phase: Phase = "initial") -> None:
    row, ids = person.round, [play.ids[n] for n in places]
    play.do("lock", person, lambda: sheets.lock(person.desk, row, ids, phase), f"{places} {phase}")


@act("reopen")
def _reopen(play: Play, rng: random.Random) -> None:
    person, n, reason = expert(play, rng), place(play, rng), rng.choice(["更正笔误", "更正笔误", ""])
    play.do(
        "reopen",
        person,
        lambda: sheets.reopen(person.desk, person.round, play.ids[n], reason),
        f"#{n} {reason}",
    )


@act("restore", 1)
def _restore(play: Play, rng: random.Random) -> None:
    person, n, version = expert(play, rng), place(play, rng), rng.randrange(4)
    play.do(
        "restore",
        person,
        lambda: sheets.restore_version(person.desk, person.round, play.ids[n], version),
        f"#{n}",
    )


@act("revise")
def _revise(play: Play, rng: random.Random) -> None:
    person, n = expert(play, rng), place(play, rng)
    reason = rng.choice(["听取说明后调整", ""])
    play.do(
        "revise",
        person,
        lambda: revising.start_revision(person.desk, person.round, play.ids[n], reason),
        f"#{n}",
    )
    if rng.random() < 0.7:
        fill(play, person, n, rng, phase="revision")
        lock(play, person, [n], "revision")


@act("return", 6)
def _return(play: Play, rng: random.Random) -> None:
    play.give_back(expert(play, rng))


@act("read")
def _read(play: Play, rng: random.Random) -> None:
    person, n, position = anybody(play, rng), place(play, rng), rng.randrange(1, 4)
    verb = "read"
    play.do(
        verb,
        person,
        lambda: reading.read_document(person.desk, person.round, play.ids[n], position),
        f"#{n}/{position}",
    )


@act("look", 3)
def _look(play: Play, rng: random.Random) -> None:
    """Look at what there is to see; it changes nothing, whoever looks."""
    person, n = anybody(play, rng), place(play, rng)
    what = rng.choice(["agenda", "panel", "status", "explanations", "outcomes", "decisions"])

    def look() -> object:
        with person.desk.vault.begin() as uow:
            application = uow.applications.get(play.ids[n])
            if what == "status":
                return round_status(uow, person.round)
        if what == "agenda":
            return deliberating_agenda.agenda(person.desk, person.round)
        if what == "panel":
            return panel_view.show_panel(person.desk, person.round, rng.choice(["G01", "G02"]))
        if what == "decisions":
            return deciding.check_decisions(person.desk, person.round)
        if application is None:
            return None
        if what == "outcomes":
            return deliberating_agenda.outcomes(person.desk, person.round, application)
        return explaining.explanations(person.desk, person.round, application)

    play.do("look", person, look, what)


# -- signed acts


@act("discuss", 4)
def _discuss(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    person = chair(play, rng, n)
    opens = rng.random() < 0.7
    step = deliberating.open_discussion if opens else deliberating.close_discussion
    play.sign(person, lambda out: step(person.desk, person.round, play.ids[n], out), f"discuss #{n} {opens}")


@act("claim", 2)
def _claim(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    person = anybody(play, rng)
    item, text = rng.choice(ITEMS), rng.choice([COMMENT, COMMENT, ""])
    document = rng.choice([None, "ab" * 32])
    evidence = Evidence(document, rng.choice([None, 3]), text)
    play.sign(
        person,
        lambda out: claim_veto(person.desk, person.round, play.ids[n], item, evidence, folder=out),
        f"claim #{n} {item}",
    )


@act("vote", 3)
def _vote(play: Play, rng: random.Random) -> None:
    n, person = place(play, rng), expert(play, rng)
    item, answer = rng.choice(ITEMS), rng.choice(["yes", "no"])
    play.sign(
        person,
        lambda out: vote_veto(person.desk, person.round, play.ids[n], item, answer, out),
        f"vote #{n} {item} {answer}",
    )


@act("opinion")
def _opinion(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    person = chair(play, rng, n)
    text = OpinionText("路线清楚", "样本偏少", rng.choice(["建议支持", "补充验证", ""]))
    play.sign(
        person, lambda out: sign_opinion(person.desk, person.round, play.ids[n], text, out), f"opinion #{n}"
    )


@act("opinion vote")
def _opinion_vote(play: Play, rng: random.Random) -> None:
    n, person = place(play, rng), expert(play, rng)
    answer, text = rng.choice([("agree", ""), ("dissent", "样本不足"), ("dissent", "")])
    play.sign(
        person,
        lambda out: vote_opinion(person.desk, person.round, play.ids[n], answer, text, out),
        f"opinion vote #{n} {answer}",
    )


@act("explain")
def _explain(play: Play, rng: random.Random) -> None:
    n, person = place(play, rng), expert(play, rng)
    with person.desk.vault.begin() as uow:
        application = uow.applications.get(play.ids[n])
    if application is not None:
        text = rng.choice([COMMENT, " "])
        play.sign(
            person,
            lambda out: explaining.sign_explanation(person.desk, person.round, application, text, out),
            f"explain #{n}",
        )


@act("decide", 4)
def _decide(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    person = chair(play, rng, n)
    rows = [DecisionRow(play.ids[n], rng.choice(DECISIONS), rng.choice([None, None, 50_000_000, 10**13]))]
    decide(play, person, rows)


def decide(play: Play, person: Person, rows: list[DecisionRow]) -> bool:
    """Sign decisions, and keep their files."""
    told = " ".join(f"{play.name(one.application)} {one.decision} {one.amount_fen}" for one in rows)
    bodies = [
        ConsentBody(
            act="decision",
            application=one.application,
            answer=one.decision,
            values={"amount_fen": one.amount_fen},
        )
        for one in rows
    ]

    def sign(out: Path) -> list[object]:
        paths = deciding.sign_decisions(person.desk, person.round, rows, out)
        with person.desk.vault.begin() as uow:
            newest = [
                uow.messages.newest(person.round.round_id, "consent", person.round.card_id, consent_slot(one))
                for one in bodies
            ]
        return [
            _Signed(path, one.message_id) for path, one in zip(paths, newest, strict=False) if one is not None
        ]

    return play.sign(person, sign, f"decide {told}", again=True)


class _Signed:
    """A path with the message in it."""

    def __init__(self, path: Path, message_id: str) -> None:
        self.path, self.message_id = path, message_id


@act("absent", 2)
def _absent(play: Play, rng: random.Random) -> None:
    n, code = place(play, rng), some_code(play, rng)
    absent(play, ruler(play, rng, n), code, rng.choice([n, n, None]), rng.choice(["因病未到", ""]))


def absent(play: Play, person: Person, code: str, n: int | None, reason: str = "因病未到") -> bool:
    application = None if n is None else play.ids[n]
    return play.sign(
        person,
        lambda out: sign_absent(person.desk, person.round, code, reason, application, out),
        f"absent {code} #{n}",
    )


@act("void", 3)
def _void(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    person, code = ruler(play, rng, n), some_code(play, rng)
    with play.secretary.desk.vault.begin() as uow:
        found = uow.messages.find(play.secretary.round.round_id, "sheet", slot=play.ids[n])
        state = state_of(uow, play.secretary.round)
    if found:
        sheet = rng.choice(sorted(found, key=lambda one: (one.sender or "", one.seq)))
        owner = state.owner(str(sheet.sender))
        if owner is not None and rng.random() < 0.8:
            code = owner.code
        ground = rng.choice(["conflict", "integrity"])
        void(play, person, n, code, sheet.message_id, ground)


def void(play: Play, person: Person, n: int, code: str, sheet: str, ground: str = "conflict") -> bool:
    return play.sign(
        person,
        lambda out: voiding.sign_void(person.desk, person.round, play.ids[n], code, sheet, ground, out),
        f"void #{n} {code} {ground}",
    )


@act("rule", 3)
def _rule(play: Play, rng: random.Random) -> None:
    n, code = place(play, rng), some_code(play, rng)
    person = play.world.observer if rng.random() < 0.3 else ruler(play, rng, n)
    rule(play, person, n, code, rng.choice(["open", "closed"]), rng.choice(["R12", "R18", "R03", "R77"]))


def rule(play: Play, person: Person, n: int, code: str, answer: str, name: str = "R12") -> bool:
    return play.sign(
        person,
        lambda out: sign_ruling(person.desk, person.round, play.ids[n], code, name, answer, out),
        f"rule #{n} {code} {name} {answer}",
    )


@act("acting", 2)
def _acting(play: Play, rng: random.Random) -> None:
    n = place(play, rng)
    group_chair = play.by_code(play.model.group_chair(play.ids[n]))
    person = rng.choice([play.secretary, group_chair, anybody(play, rng)])
    person = person if person.row is not None else play.secretary
    acting(play, person, some_code(play, rng), n)


def acting(play: Play, person: Person, code: str, n: int) -> bool:
    return play.sign(
        person,
        lambda out: name_acting_chair(person.desk, person.round, code, [play.ids[n]], out),
        f"acting {code} #{n}",
        again=True,
    )


@act("tie", 1)
def _tie(play: Play, rng: random.Random) -> None:
    person = play.by_code(play.model.round_chair) if rng.random() < 0.8 else anybody(play, rng)
    person = person if person.row is not None else play.secretary
    order = rng.sample(play.ids, rng.choice([1, 2, 2]))
    body = ConsentBody(act="tie", answer="order", values={"pool": rng.choice(["P1", "P9"]), "order": order})
    play.sign(person, lambda out: sign_act(person.desk, person.round, body, out), "tie")


@act("shapeless", 2)
def _shapeless(play: Play, rng: random.Random) -> None:
    """Sign an act whose fields do not fit, or that is somebody else's."""
    person = anybody(play, rng)
    play.sign(
        person, lambda out: sign_act(person.desk, person.round, random_body(play, rng), out), "shapeless"
    )


def random_body(play: Play, rng: random.Random) -> ConsentBody:
    """Return an act with fields of any act."""
    acts = (
        "discuss",
        "decision",
        "veto_vote",
        "opinion",
        "opinion_vote",
        "void",
        "ruling",
        "absent",
        "explain",
    )
    values = rng.choice([{}, {"amount_fen": None}, {"code": "专家01"}, {"code": "专家01", "rule": "R12"}])
    return ConsentBody(
        act=rng.choice([*acts, "acting", "veto_claim", "witness", "handback", "check"]),
        about=rng.choice([None, "ab" * 32, *sorted(play._heard)[:1]]),
        application=rng.choice([None, "ab" * 16, *play.ids]),
        answer=rng.choice(["open", "closed", "yes", "agree", "SUPPORT", "named", "nonsense"]),
        values=values,
        text=rng.choice(["", COMMENT]),
    )


@act("unasked", 2)
def _unasked(play: Play, rng: random.Random) -> None:
    """Sign with a program that does not ask first whether the act is wanted, and hand it in."""
    person = anybody(play, rng)
    if person is play.secretary:
        return
    body = random_body(play, rng)

    def sign(out: Path) -> object:
        given = {
            "about": body.about,
            "application": body.application,
            "values": body.values,
            "text": body.text,
        }
        message = sign_consent(person.desk, person.round, body.act, body.answer, **given)
        return _Signed(
            sharing.write_to_secretary(person.desk, person.round, message, out), message.message_id
        )

    if play.sign(person, sign, f"unasked {body.act} {play.name(body.application)}"):
        play.collect([play.files[-1].path])


@act("forge", 2)
def _forge(play: Play, rng: random.Random) -> None:
    """Write an act that is another role's, signed with the own key, under another number or name."""
    person = expert(play, rng)
    with person.desk.vault.begin() as uow:
        ready = not is_awaited(uow, person.round)
    if not ready or person is play.secretary:
        return
    forger = Forger(play.world, person)
    slot = rng.choice(["decision:" + play.ids[0], "nonsense", "discuss:" + play.ids[0]])
    message = forger.message(
        "consent", slot, random_body(play, rng), seq=rng.choice([1, 9_000]), key=play.world.experts[-1].card
    )
    play.touch(person)
    path = forger.write(message, f"forged{len(play.done)}.zgccons")
    arrivals = play.collect([path])
    assert all(one.outcome != "new" for one in arrivals) or person is play.world.experts[-1]


# -- the secretary's desk


@act("collect", 10)
def _collect(play: Play, rng: random.Random) -> None:
    """Hand files in, in any order, again, late, and with rubbish among them."""
    newest = [one.path for one in play.files[-8:]]
    paths = rng.sample(newest, min(len(newest), rng.randrange(1, 6)))
    if play.files and rng.random() < 0.5:
        paths += [rng.choice(play.files).path for _ in range(2)]
    if rng.random() < 0.1:
        paths.append(_rubbish(play, rng))
    rng.shuffle(paths)
    play.collect(paths)


def _rubbish(play: Play, rng: random.Random) -> Path:
    """Return a file that nobody should have handed in."""
    path = play.folder() / "rubbish.zgcscore"
    path.parent.mkdir(parents=True, exist_ok=True)
    source = rng.choice([one.path for one in play.files] + play.packages + play.panels + play.acks or [None])
    data = b"" if source is None else source.read_bytes()
    cut = rng.randrange(max(1, len(data)))
    path.write_bytes(rng.choice([data[:cut], b"nothing", data[:cut] + b"x" + data[cut + 1 :]]))
    return path


@act("collect by another", 1)
def _collect_elsewhere(play: Play, rng: random.Random) -> None:
    person = anybody(play, rng)
    if person is not play.secretary and play.files:
        path = rng.choice(play.files).path
        play.do("collect elsewhere", person, lambda: collecting.collect(person.desk, person.round, [path]))


@act("pack", 4)
def _pack(play: Play, rng: random.Random) -> None:
    codes = () if rng.random() < 0.6 else (some_code(play, rng),)
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    pack(play, person, codes, letters_only=rng.random() < 0.6)


def pack(play: Play, person: Person, codes: tuple[str, ...] = (), *, letters_only: bool = False) -> bool:
    folder = play.folder()
    order = packing.PackOrder(codes, letters_only)
    done = play.do(
        "pack",
        person,
        lambda: packing.pack(person.desk, person.round, folder, order),
        f"{codes} {letters_only}",
    )
    play.packages += [one.paths[0] for one in done or ()]
    return done is not None


@act("aggregate", 3)
def _aggregate(play: Play, rng: random.Random) -> None:
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    group = rng.choice([None, "G01", "G09"])
    play.do(
        "aggregate", person, lambda: aggregating.aggregate_round(person.desk, person.round, group), str(group)
    )


@act("panel", 3)
def _panel(play: Play, rng: random.Random) -> None:
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    group = rng.choice([*play.model.groups, "G09"])
    reader = some_code(play, rng) if rng.random() < 0.4 else play.model.groups.get(group, ((), "专家01"))[1]
    write_panel(play, person, group, reader)


def write_panel(play: Play, person: Person, group: str, reader: str) -> Path | None:
    folder = play.folder()
    done = play.do(
        "panel",
        person,
        lambda: panel.write_panel(person.desk, person.round, group, reader, folder),
        f"{group} {reader}",
    )
    if done is None:
        return None
    play.panels.append(done.path)
    return done.path


@act("take panel", 3)
def _take_panel(play: Play, rng: random.Random) -> None:
    if play.panels:
        path = play.panels[-1] if rng.random() < 0.6 else rng.choice(play.panels)
        take_panel(play, expert(play, rng), path)


def take_panel(play: Play, person: Person, path: Path) -> bool:
    return (
        play.do(
            "take panel", person, lambda: panel_taking.take_panel(person.desk, person.round, path), path.name
        )
        is not None
    )


@act("confirm", 2)
def _confirm(play: Play, rng: random.Random) -> None:
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    play.do("confirm", person, lambda: deciding.confirm_decisions(person.desk, person.round))


@act("ack", 1)
def _ack(play: Play, rng: random.Random) -> None:
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    folder, answer = play.folder(), rng.choice(["received", "received", "counted"])
    done = play.do("ack", person, lambda: acks.acknowledge(person.desk, person.round, folder, answer), answer)
    play.acks += done or ()


@act("take ack", 1)
def _take_ack(play: Play, rng: random.Random) -> None:
    if play.acks:
        person, path = expert(play, rng), rng.choice(play.acks)
        play.do("take ack", person, lambda: acks.take_ack(person.desk, person.round, path), path.name)


@act("publish", 1)
def _publish(play: Play, rng: random.Random) -> None:
    person, folder = anybody(play, rng), play.folder()
    play.do("publish", person, lambda: sharing.publish_round(person.desk, person.round, folder))


@act("alternate", 1)
def _alternate(play: Play, rng: random.Random) -> None:
    """Call an alternate whose card is compared already."""
    person = play.secretary if rng.random() < 0.9 else anybody(play, rng)
    spare = [one for one in play.world.experts if one.row is None] or play.world.experts
    digits = rng.choice([rng.choice(spare).card.fingerprint, None])
    group = rng.choice([*play.model.groups, "G09"])
    play.do(
        "alternate",
        person,
        lambda: drawing_alternates.call_up(person.desk, person.round, group, None, "有效评分不足", digits),
        group,
    )


@act("amend", 1)
def _amend(play: Play, rng: random.Random) -> None:
    """Replace somebody's card by a new one made in the same vault, or revoke it."""
    code = some_code(play, rng)
    owner = next((one for one in play.world.experts if one.row is not None and one.code == code), None)
    if owner is not None and rng.random() < 0.8:
        new_card(play, code, owner)
    else:
        amend(play, CardChange(code))


def new_card(play: Play, code: str, owner: Person) -> bool:
    """Let somebody make a new card, compare it, and sign the version that brings it."""
    card = trust.make_own_card(owner.desk, owner.name, "新单位")
    desk = play.secretary.desk
    trust.trust_card(desk, trust.take_card(desk, card.payload).card_id, card.fingerprint)
    play.cards[card.card_id] = owner
    play.touch(owner)
    play.touch(play.secretary)
    return amend(play, CardChange(code, card.fingerprint))


def amend(play: Play, change: CardChange) -> bool:
    person, told = play.secretary, f"{change.code} {'new card' if change.digits else 'revoked'}"
    return (
        play.do("amend", person, lambda: amend_cards(person.desk, person.round, [change], "卡片损坏"), told)
        is not None
    )


@act("prepare", 1)
def _prepare(play: Play, rng: random.Random) -> None:
    person, folder = anybody(play, rng), play.folder()
    if person is not play.secretary:
        play.do("prepare", person, lambda: escrow.prepare_seal(person.desk, person.round, folder))


@act("seal", 2)
def _seal(play: Play, rng: random.Random) -> None:
    person, folder = anybody(play, rng), play.folder()
    sealed = play.do("seal", person, lambda: sealing.seal_round(person.desk, person.round, folder))
    play.sealed = sealed or play.sealed


__all__ = ["ACTS"]
