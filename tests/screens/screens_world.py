"""The round that the pictures show: eighteen applications with papers, seven experts, step by step."""

from __future__ import annotations

import random
import shutil
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import screens_data as data
import services_amended
from services_harness import Person, World, meet, new_world
from services_samples import CRITERIA
from sitting_harness import CONFLICT, DOUBT, Sitting

from ui.cli.demo.sample import make_sample
from zgc_review.catalogue import load_shipped
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.rows import ApplicationRow
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.scoring import drafts
from zgc_review.services import (
    acks,
    conflict_desk,
    deciding,
    declaring,
    drawing,
    drawing_seats,
    pleas,
    screening,
    sheets,
    taking_in,
)
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion, vote_opinion
from zgc_review.services.desk import Desk
from zgc_review.services.tables_out import DecisionRow
from zgc_review.services.trust import make_own_card
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto

APPLICATIONS = 18
SUB = "M01-1"
_WITHIN = 7669  # final values from here on are within the money of the pool, ×100
ME = 1  # the expert whose way is shown: no chair
_SAID = "各项指标有第三方检测报告支撑，两处园区连续运行三个月；用户证明的独立性可再核实。"


@dataclass(frozen=True)
class Sent:
    """Papers of one application as an office sends them, and whose they are."""

    folder: Path
    unit: str
    title: str


def _with_papers(world: World, papers: Sequence[Sent]) -> None:
    """Let the intake folder hold papers that can be shown, and a roster with readable names."""
    plain = world.intake

    def intake() -> Path:
        place = plain()
        for n in range(1, world.applications + 1):
            target = place / str(data.fields(n)["application_no"])
            shutil.rmtree(target)
            shutil.copytree(papers[min(n, len(papers)) - 1].folder, target)
        _scan_too_large(next((place / "ZGC-0004").glob("CA04*")))
        (world.folder / "名册.xlsx").unlink()
        people = layouts(world.catalogue, [SUB])[1]
        entries = [data.roster(n, ["tech"]) for n in range(1, len(world.experts) + 1)]
        write_workbook(world.folder / "名册.xlsx", people, entries)
        return place

    world.intake = intake  # type: ignore[method-assign]


def _scan_too_large(paper: Path) -> None:
    """Put a picture in place of a paper whose head claims more pixels than are ever drawn."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(64))), chunk(b"IEND", b""))
    paper.with_suffix(".png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    paper.unlink()


def packed(folder: Path, papers: Sequence[Sent]) -> World:
    """Packed; the first two experts opened their package. The first applications are those of the papers."""

    def fields(n: int) -> dict[str, Any]:
        sent = papers[n - 1] if n <= len(papers) else None
        return data.fields(n) | ({"unit_name": sent.unit, "title": sent.title} if sent is not None else {})

    world = new_world(
        folder,
        experts=data.EXPERTS[:7],
        applications=APPLICATIONS,
        fields=fields,
        settings={**data.SETTINGS, "alternates": 0},
    )
    _with_papers(world, papers)
    world.define()
    world.take_in()
    draw_all(world)
    world.agree()
    taking_in.assign_groups(world.secretary.desk, world.secretary.round)
    world.pack()
    for person in world.experts[:2]:
        world.open(person, world.package)
    return world


def draw_all(world: World) -> None:
    """Screen, draw the whole roster into the group, seat it: the first of the roster is the chair."""
    desk, row = world.secretary.desk, world.secretary.round
    screening.screen(desk, row)
    with desk.vault.begin() as uow:
        found = [one for one in desk_findings(uow, row) if one.is_current]
    for one in found:
        conflict_desk.decide(desk, row, one.row.finding_id, "dismiss", "核对营业执照，不是同一单位")
    drawing.begin(desk, row)
    drawing.say_words(desk, row, "secretary", "中关村 西山")
    drawing.say_words(desk, row, "observer", "立冬 2026 梧桐")
    drawing.run(desk, row)
    cards = {f"E{n:03d}": one.card.fingerprint for n, one in enumerate(world.experts, 1)}
    drawing_seats.appoint_drawn(desk, row, cards, {"G01": "E001"})


def rehearsed(world: World) -> None:
    """A small rehearsal in the same vaults, declared by the second expert."""
    world.close()
    folder = world.folder / "rehearsal"
    folder.mkdir()
    secretary, observer, *experts = (_again(one) for one in world.everybody())
    for one in (observer, *experts):
        meet(secretary, one)
    settings = {**data.SETTINGS, "title": data.REHEARSAL, "rehearsal": True}
    small = World(folder, world.catalogue, secretary, observer, experts, settings, 4, data.fields)
    small.define()
    small.seat()
    small.pack()
    small.open(experts[ME], small.package)
    small.declare_none(experts[ME])
    small.close()


def _again(person: Person) -> Person:
    """Return a person with a further card in the same vault: a card serves one round."""
    made = Person(person.name, person.vault, person.card)
    made.card = make_own_card(made.desk, person.name, f"{person.name}的单位")
    return made


def declare(desk: Desk, world: World) -> Sequence[ApplicationRow]:
    """Pledge and declare; the third application is recused."""
    row = world.experts[ME].round
    declaring.pledge(desk, row)
    with desk.vault.begin() as uow:
        rows = uow.applications.all(row.round_id)
    declaring.answer(desk, row, rows[2].application_id, [declaring.GivenAnswer("R02", "yes", "同一单位在职")])
    declaring.answer_rest(desk, row)
    declaring.declare(desk, row)
    return rows


def scored(world: World) -> None:
    """The second expert filled most sheets, three lack something; the second is locked."""
    desk = world.experts[ME].desk
    rows = declare(desk, world)
    _score(desk, world, rows)
    sheets.lock(desk, world.experts[ME].round, [one.application_id for one in rows[1:2]])


def _score(desk: Desk, world: World, rows: Sequence[ApplicationRow]) -> None:
    row, chance = world.experts[ME].round, random.Random(3)
    for n, one in enumerate(rows):
        if n == 2 or n > 15:
            continue
        base = chance.randint(52, 92)
        changes: list[tuple[Any, tuple[Any, ...]]] = []
        for k, criterion in enumerate(CRITERIA):
            if n == 12 and k == 4:
                continue
            percent = max(0, min(100, base + chance.randint(-9, 9)))
            changes.append((drafts.set_percent, (criterion, percent)))
            changes.append((drafts.set_comment, (criterion, data.COMMENT)))
            changes.append((drafts.set_floor_reason, (criterion, data.COMMENT)))
        if n != 7:
            changes.append((drafts.set_overall, (data.OVERALL,)))
        if n != 9:
            advice = "SUPPORT" if base > 70 or n == 4 else "SUPPORT_IF_REVISED"
            changes.append((drafts.set_recommendation, (advice,)))
        changes.append((drafts.set_integrity, (False,)))
        for change, values in changes:
            sheets.edit(
                desk, row, one.application_id, change.__name__, lambda body, c=change, v=values: c(body, *v)
            )


def waiting(world: World) -> None:
    """Some returned: a ruling waits, a plea was reported, the fifth expert's files are missing."""
    ids = world.ids()
    for n, person in enumerate(world.experts[:5]):
        if n > 1:
            world.open(person, world.package)
        if n == 1:
            declaring.pledge(person.desk, person.round)
            doubt = declaring.GivenAnswer("R12", "unsure", "参与过指南讨论，请裁定")
            declaring.answer(person.desk, person.round, ids[0], [doubt])
            declaring.answer(person.desk, person.round, ids[4], [DOUBT])
            declaring.answer_rest(person.desk, person.round)
            declaring.declare(person.desk, person.round)
        else:
            _locked(world, n, {})
        if n == 2:
            said = "时间：2026-11-20；方式：电话；对象：ZGC-0001；内容：打听评分"
            pleas.sign_pleas(person.desk, person.round, said)
        world.give_back(person)
        if n != 4:
            world.collect(sorted(world.returns(person).iterdir()))


def _locked(world: World, n: int, given: dict[int, list[declaring.GivenAnswer]]) -> None:
    """Let an expert declare, fill and lock everything."""
    person, sitting = world.experts[n], Sitting(world)
    sitting.declare(person, given)
    with person.desk.vault.begin() as uow:
        rows = uow.applications.all(person.round.round_id)
    mine = [one for one in rows if one.state == "OPEN"]
    for one in mine:
        percents = _percents(n, rows.index(one))
        mean = sum(percents) // len(percents)
        advice = "SUPPORT" if mean >= 72 else "SUPPORT_IF_REVISED" if mean >= 60 else "NOT_SUPPORT"
        _fill(person, one.application_id, percents, advice)
    sheets.lock(person.desk, person.round, [one.application_id for one in mine])


def _fill(person: Person, application: str, percents: Sequence[int], advice: str) -> None:
    """Fill one draft completely in one change."""
    chance = random.Random(f"{person.name}{percents}")

    def complete(body: SheetBody) -> SheetBody:
        for criterion, percent in zip(CRITERIA, percents, strict=True):
            body = drafts.set_percent(body, criterion, percent)
            body = drafts.set_comment(body, criterion, chance.choice(data.COMMENTS))
            body = drafts.set_floor_reason(body, criterion, data.COMMENT if percent < 60 else "")
        body = drafts.set_overall(body, chance.choice(data.OVERALLS))
        body = drafts.set_recommendation(body, advice)
        return drafts.set_integrity(body, False)

    sheets.edit(person.desk, person.round, application, "fill", complete)


def _percents(expert: int, application: int) -> list[int]:
    """Return the marks of an expert: around the application's level, the sixth apart on two of them."""
    application = 10 if application == 11 else application  # two that tie
    level = 50 if application == 8 else random.Random(application * 7 + 1).randint(67, 88)
    chance = random.Random(100 * expert + application)
    apart = -22 if expert == 5 and application in {0, 6} else 0
    return [max(30, min(96, level + apart + expert - 3 + chance.randint(-7, 7))) for _ in CRITERIA]


def collected(world: World) -> None:
    """Everybody returned: the chair stands aside on application 2, expert 4 on application 1."""
    given = {0: {1: [CONFLICT]}, 3: {0: [CONFLICT]}}
    for n, person in enumerate(world.experts):
        if n > 1:
            world.open(person, world.package)
        _locked(world, n, given.get(n, {}))
        world.collect(world.give_back(person))


def combined(world: World) -> None:
    """Combined; chair and acting chair hold their panel file."""
    sitting = Sitting(world)
    sitting.aggregate()
    sitting.name_acting(sitting.member(1), 1)
    sitting.panel()
    sitting.panel(sitting.member(1))


def discussed(world: World) -> None:
    """The first application was discussed: a veto claimed and voted on, a revision, an opinion, a dissent."""
    sitting = Sitting(world)
    acting, chair = sitting.member(1), sitting.chair
    with acting.desk.vault.begin() as uow:
        papers = uow.applications.documents(sitting.id(0))
    cited = Evidence(papers[0].plain, 1, "合同与付款凭证的日期不一致")
    sitting.hand_in(
        claim_veto(acting.desk, acting.round, sitting.id(0), "CV01", cited, None, sitting.folder())
    )
    sitting.discuss(0)
    sitting.discuss(8)  # below a floor: must be discussed first (S09)
    sitting.revise(sitting.member(2), 72, 0)
    sitting.give_back(sitting.member(2))
    for n in (1, 2, 4):
        person, answer = sitting.member(n), "yes" if n < 4 else "no"
        for act in vote_veto(person.desk, person.round, sitting.id(0), "CV01", answer, sitting.folder()):
            sitting.hand_in(act)
    words = OpinionText(_SAID, "一处用户与申报单位存在参股关系。", "补充独立第三方用户的使用证明后支持。")
    sitting.hand_in(sign_opinion(chair.desk, chair.round, sitting.id(0), words, sitting.folder()))
    sitting.letters()
    _vote(sitting, 1, "agree", "")
    _vote(sitting, 4, "dissent", "用户证明不独立，不应在补充之前建议支持。")
    sitting.panel()
    sitting.panel(acting)


def _vote(sitting: Sitting, n: int, answer: str, words: str) -> None:
    one = sitting.member(n)
    sitting.hand_in(
        vote_opinion(one.desk, one.round, sitting.id(0), answer, words, folder=sitting.folder())  # type: ignore[arg-type]
    )


def decided(world: World) -> None:
    """Chair and acting chair signed: support within the money, a reserve, one refused."""
    sitting = Sitting(world)
    acting = sitting.member(1)
    with sitting.secretary.desk.vault.begin() as uow:
        lines = {one.application: one for one in current_aggregate(uow, sitting.secretary.round).applications}
    rows = []
    for n, one in enumerate(world.ids()):
        line = lines[one]
        within = line.after.value is not None and line.after.value >= _WITHIN
        word = "NOT_SUPPORT" if n == 8 else "SUPPORT" if within else "RESERVE"
        rows.append(DecisionRow(one, word, line.amount_fen if within else None))
    for person, mine in ((acting, rows[1:2]), (sitting.chair, [rows[0], *rows[2:]])):
        sitting.collect(*deciding.sign_decisions(person.desk, person.round, mine, sitting.folder()))


def confirmed(world: World) -> None:
    """The decisions are confirmed."""
    Sitting(world).confirm()


def sealed(world: World) -> None:
    """Sealed; the counted acknowledgements are written, the first expert took the own one."""
    world.seal()
    desk, row = world.secretary.desk, world.secretary.round
    acks.acknowledge(desk, row, world.folder / "counted", "counted")


def amended(world: World) -> None:
    """The second expert's first application came again; a newer package lies on the stick."""
    services_amended.amend(world, drop=1, title="璠浡低轨星载相控阵射频芯片验证（更新）")
    services_amended.pack_again(world, world.experts[ME])


def make_papers(folder: Path) -> list[Sent]:
    """Press papers of the demo's sample and return the folders of the measure that is shown."""
    make_sample(folder, load_shipped(), applications=26, experts=60, seed=1)
    place = folder / "申报"
    book = openpyxl.load_workbook(place / "申报.xlsx", read_only=True)
    titles = dict(_titles(book))
    sent = []
    for path in sorted(place.glob("ZGC2026-M01-00*")):
        number, _, unit = path.name.partition(" ")
        sent.append(Sent(path, unit, titles[number]))
    return sent


def _titles(book: Any) -> Iterator[tuple[str, str]]:
    """Yield number and title of every row of a workbook of applications."""
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        heads = [str(one) for one in next(rows)]
        if "申报编号" in heads and "项目名称" in heads:
            number, title = heads.index("申报编号"), heads.index("项目名称")
            yield from ((str(row[number]), str(row[title])) for row in rows if row[number])
