"""Files that must not enter a round: each is refused by its own code and leaves nothing behind (S2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from services_cards import unpacked, verify_folder
from services_forgery import Forger, content, refusals, sentences
from services_harness import SUB, World

from resources.reader import LANGUAGES, Texts
from ui.log_words import sentence
from zgc_review.domain.bodies import (
    AckBody,
    CitedPage,
    ConsentBody,
    DeclarationBody,
    DeclaredAnswer,
    DeclaredItem,
    LogHead,
    ScoresBody,
    SheetRecusal,
    VetoClaim,
)
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.message import Attachment
from zgc_review.services import collecting, rounds
from zgc_review.services.log_lines import log_lines
from zgc_review.services.trust import make_own_card


class Table:
    """A round whose files are written and of which nothing is collected, and a rehearsal beside it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chair, self.a, self.b = (Forger(world, person) for person in world.experts[:3])
        self.observer = Forger(world, world.observer)
        given = {"title": "演练", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}
        given |= {"rehearsal": True}
        observer = world.observer.card.card_id
        make_own_card(world.secretary.desk, "郗䶮秘", "")
        self.rehearsal: RoundRow = rounds.define_round(world.secretary.desk, given, world.catalogue, observer)
        self.ids = sorted(world.ids())
        self.application = self.ids[0]
        with world.secretary.desk.vault.begin() as uow:
            self.first = rounds.signed_versions(uow, world.secretary.round)[0].message_id
        self.body = self.a.bodies[self.application]

    def file(self, forger: Forger, message: Any, *recipients: str) -> Path:
        return forger.write(message, "file.zgcscore", *recipients)

    def sheet(self, **changes: Any) -> Path:
        """Write A's score file with one sheet that differs in ``changes``."""
        return self.file(self.a, self.a.scores(self.a.sheet(replace(self.body, **changes)), seq=9))

    def consent(self, forger: Forger, act: Any, answer: str, **fields: Any) -> Path:
        """Write a signed act in its right slot."""
        slot = fields.pop("slot", f"{act}:{fields.get('application') or fields.get('about') or ''}")
        manifest = {name: fields.pop(name) for name in ("round_version",) if name in fields}
        body = ConsentBody(act=act, answer=answer, **fields)
        return forger.write(forger.message("consent", slot, body, **manifest), "file.zgccons")

    def chained(self, after: str, seq: int, before: str, number: int) -> list[Any]:
        """Sign two sheets of which one, on ``after``, names the other as the one before it."""
        earlier = self.a.sheet(self.a.bodies[before], seq=number)
        later = self.a.sheet(self.a.bodies[after], seq=seq, prev=earlier.id)
        return sorted((earlier, later), key=lambda one: one.manifest.slot)

    def own_document(self) -> str:
        """Return the digest of a document of the application that is scored."""
        with self.world.secretary.desk.vault.begin() as uow:
            return uow.applications.documents(self.application)[0].plain

    def document(self, application: str) -> str:
        """Return the digest of an application's own first document, which no other has."""
        with self.world.secretary.desk.vault.begin() as uow:
            of = {one: {doc.plain for doc in uow.applications.documents(one)} for one in self.ids}
        return min(of[application] - of[self.application])

    def scores(self, forger: Forger, *sheets: Any, **changes: Any) -> Path:
        """Write a score file with the next number."""
        return self.file(forger, forger.scores(*sheets, **{"seq": 9, **changes}))

    def declaration(self, answers: Any) -> Path:
        """Write A's declaration with other answers."""
        body = DeclarationBody(letter=self.a.letter, answers=tuple(answers))
        return self.file(self.a, self.a.message("declaration", self.a.person.code, body, seq=9))


@pytest.fixture(scope="module")
def table(keep: Callable[[str], World]) -> Table:
    return Table(keep("written"))


AMOUNT: dict[str, Any] = {"amount_fen": None}

# What is handed in → code of its refusal and how it is made.
CASES: dict[str, tuple[str, Callable[[Table], Path]]] = {
    "another round": ("seal.arrival.round", lambda t: t.scores(t.a, round="ab" * 16)),
    "a rehearsal": ("seal.arrival.rehearsal", lambda t: t.scores(t.a, round=t.rehearsal.round_id)),
    "signed with another member's key": ("seal.signature.signer", lambda t: t.scores(t.a, key=t.b.card)),
    "signed by a stranger": ("seal.signature.sender", lambda t: t.scores(t.a, sender="12" * 32)),
    "a forged sheet inside": (
        "seal.signature.signer",
        lambda t: t.scores(t.a, t.a.sheet(t.body, key=t.b.card)),
    ),
    "A's file presented as B's": (
        "seal.arrival.sender",
        lambda t: t.scores(t.a, *t.a.stored.values(), slot=t.b.person.code),
    ),
    "B's file with A's sheets": ("seal.arrival.sender", lambda t: t.scores(t.b, *t.a.stored.values())),
    "A's sheets listed under B's code": (
        "seal.arrival.sender",
        lambda t: t.scores(t.a, *t.a.stored.values(), listed={"code": t.b.person.code}),
    ),
    "scores by the observer": ("seal.arrival.sender", lambda t: t.scores(t.observer, slot="监督01")),
    "addressed to somebody else": (
        "seal.arrival.recipient",
        lambda t: t.scores(t.a, to=(t.b.card.card_id,)),
    ),
    "sealed to somebody else": (
        "seal.age.not_for_me",
        lambda t: t.file(t.a, t.a.scores(), t.b.card.recipient),
    ),
    "a kind that nobody hands in": (
        "seal.arrival.kind",
        lambda t: t.file(
            t.a,
            t.a.message(
                "ack", t.a.person.code, AckBody(answer="received", log=LogHead(size=0, root="0" * 64))
            ),
        ),
    ),
    "something else than a sheet inside": (
        "seal.arrival.kind",
        lambda t: t.scores(
            t.a,
            t.a.message("consent", "pledge:x", ConsentBody(act="pledge", answer="yes", about=t.a.version)),
            listed={"application": t.application},
        ),
    ),
    "a decision of an expert who is no chair": (
        "consent.role",
        lambda t: t.consent(t.a, "decision", "SUPPORT", application=t.application, values=AMOUNT),
    ),
    "a decision of the observer": (
        "consent.role",
        lambda t: t.consent(t.observer, "decision", "SUPPORT", application=t.application, values=AMOUNT),
    ),
    "an expert's consent to a round definition": (
        "consent.role",
        lambda t: t.consent(t.a, "round", "yes", about=t.a.version),
    ),
    "a witness that is no observer": (
        "consent.role",
        lambda t: t.consent(t.a, "witness", "yes", values={"act": "seal", "digest": "0" * 64}),
    ),
    "a consent in another slot": (
        "seal.arrival.slot",
        lambda t: t.consent(t.a, "pledge", "yes", about=t.a.version, slot="pledge:elsewhere"),
    ),
    "an answer of another act": (
        "consent.shape",
        lambda t: t.consent(t.a, "pledge", "open", about=t.a.version),
    ),
    "a consent about nothing": ("consent.shape", lambda t: t.consent(t.a, "pledge", "yes")),
    "media of a length the result cannot carry": (
        "consent.shape",
        lambda t: t.consent(t.a, "handback", "yes", about=t.a.version, values={"media": ["长" * 501]}),
    ),
    "a witness to something without a digest": (
        "consent.shape",
        lambda t: t.consent(t.observer, "witness", "yes", values={"act": "seal", "digest": "无"}),
    ),
    "a sheet on an application nobody knows": (
        "collect.unassigned",
        lambda t: t.sheet(application="ab" * 16),
    ),
    "a sheet on another version": ("collect.version", lambda t: t.sheet(application_version="0" * 64)),
    "a sheet that answers a letter nobody wrote": ("collect.letter", lambda t: t.sheet(letter="0" * 64)),
    "a sheet that answers somebody else's letter": (
        "collect.letter",
        lambda t: t.sheet(letter=t.b.letter),
    ),
    "a sheet that answers what is no letter": ("collect.letter", lambda t: t.sheet(letter=t.a.version)),
    "a page of a document nobody handed in": (
        "collect.document",
        lambda t: t.sheet(pages=(CitedPage(criterion="", document="ab" * 32, page=1),)),
    ),
    "a page of another application's document": (
        "collect.document",
        lambda t: t.sheet(pages=(CitedPage(criterion="", document=t.document(t.ids[1]), page=1),)),
    ),
    "a veto claim on another application's document": (
        "collect.document",
        lambda t: t.sheet(
            claims=(VetoClaim(item="CV01", document=t.document(t.ids[1]), page=1, text="疑似伪造"),)
        ),
    ),
    "a wrong total": ("scoring.total.differs", lambda t: t.sheet(total=(t.body.total or 0) + 1)),
    "no total": ("scoring.total.missing", lambda t: t.sheet(total=None)),
    "a criterion left out": (
        "scoring.criterion.missing",
        lambda t: t.sheet(percents={"M01-K1": 80}, total=8000),
    ),
    "a recused sheet with marks": (
        "scoring.recused.content",
        lambda t: t.sheet(state="recused", recusal=SheetRecusal(answer="yes", rule="R01", reason="")),
    ),
    "a list that names another sheet": (
        "collect.listing",
        lambda t: t.scores(t.a, *t.a.stored.values(), listed={"sheet": "0" * 64}),
    ),
    "a list that names another phase": (
        "collect.listing",
        lambda t: t.scores(t.a, *t.a.stored.values(), listed={"phase": "revision"}),
    ),
    "a list that names another application": (
        "collect.listing",
        lambda t: t.scores(t.a, *t.a.stored.values(), listed={"application": "ab" * 16}),
    ),
    "the same sheet twice": (
        "collect.listing",
        lambda t: t.scores(t.a, t.a.sheet(t.body), t.a.sheet(t.body)),
    ),
    "a score file with an attachment": (
        "collect.listing",
        lambda t: t.file(
            t.a,
            t.a.message(
                "scores",
                t.a.person.code,
                ScoresBody(letter=t.a.letter, sheets=()),
                Attachment("txt", b"x"),
                seq=9,
            ),
        ),
    ),
    "a consent with an attachment": (
        "collect.listing",
        lambda t: t.file(
            t.a,
            t.a.message(
                "consent",
                f"pledge:{t.a.version}",
                ConsentBody(act="pledge", answer="yes", about=t.a.version),
                Attachment("txt", b"x"),
                seq=9,
            ),
        ),
    ),
    "a declaration with a gap": (
        "collect.declaration",
        lambda t: t.declaration(t.a.declaration().answers[1:]),
    ),
    "a declaration on an application nobody knows": (
        "collect.unassigned",
        lambda t: t.declaration(
            [
                *t.a.declaration().answers,
                DeclaredAnswer(application="ab" * 16, bulk=False, items=()),
            ]
        ),
    ),
    "a hard rule declared as mere disclosure": (
        "collect.level",
        lambda t: t.declaration(
            replace(one, items=(DeclaredItem(rule="R06", answer="yes", level="D", reason="近亲属"),))
            for one in t.a.declaration().answers
        ),
    ),
    "scores under a version nobody knows": (
        "collect.round_version",
        lambda t: t.scores(t.a, *t.a.stored.values(), round_version="ab" * 32),
    ),
    "a sheet under a version before its writer was a member": (
        "collect.round_version",
        lambda t: t.scores(t.a, t.a.sheet(t.body, round_version=t.first)),
    ),
    "a consent under a version nobody knows": (
        "collect.round_version",
        lambda t: t.consent(t.a, "pledge", "yes", about=t.a.version, round_version="ab" * 32),
    ),
    "a sheet that follows one on another application": (
        "collect.previous",
        lambda t: t.scores(t.a, *t.chained(t.ids[0], 7, t.ids[1], 3)),
    ),
    "a sheet that one on another application follows": (
        "collect.previous",
        lambda t: t.scores(t.a, *t.chained(t.ids[1], 3, t.ids[0], 7)),
    ),
    "a body with an unknown key": (
        "seal.body",
        lambda t: t.file(t.a, t.a.message("scores", t.a.person.code, {"schema": 1, "extra": 1})),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_s2_a_file_that_is_not_wanted_is_refused_and_leaves_nothing(table: Table, name: str) -> None:
    code, make = CASES[name]
    path = make(table)
    before = content(table.world.secretary)
    (arrival,) = table.world.collect([path])
    assert (arrival.outcome, arrival.error and arrival.error.code) == ("refused", code)
    assert arrival.error is not None
    assert arrival.error.params["file"] == path.name
    assert sentences(arrival.error)
    assert content(table.world.secretary) == before


def test_s2_a_live_file_does_not_enter_a_rehearsal(table: Table) -> None:
    path = table.scores(table.a)
    before = content(table.world.secretary)
    (arrival,) = collecting.collect(table.world.secretary.desk, table.rehearsal, [path])
    assert arrival.error is not None
    assert arrival.error.code == "seal.arrival.live"
    assert content(table.world.secretary) == before


def test_a_refusal_is_logged_once_by_name_digest_and_code_alone(table: Table, tmp_path: Path) -> None:
    world, stray = table.world, tmp_path / "赵某某-分数.zgcscore"
    stray.write_bytes(b"not a file of this program")
    before = len(refusals(world.secretary))
    for _ in range(2):
        (arrival,) = world.collect([stray])
        assert arrival.outcome == "refused"
        assert arrival.error is not None
    digest = hashlib.sha256(stray.read_bytes()).hexdigest()
    assert refusals(world.secretary)[before:] == [(arrival.error.code, digest, stray.name)]
    stray.write_bytes(b"another")
    world.collect([stray])
    assert len(refusals(world.secretary)) == before + 2
    with world.secretary.desk.vault.begin() as uow:
        leaves = b"".join(one.leaf for one in uow.events.all(world.secretary.round.round_id))
        texts = Texts("zh_CN")
        line = log_lines(uow, world.secretary.round)[-1]
    assert stray.name.encode() not in leaves
    assert stray.name in sentence(texts, line, {})
    assert "not a file" not in sentence(texts, line, {})


def test_a_file_that_cannot_be_read_leaves_no_event(table: Table, tmp_path: Path) -> None:
    before = refusals(table.world.secretary)
    (arrival,) = table.world.collect([tmp_path / "gone.zgcscore"])
    assert arrival.outcome == "refused"
    assert refusals(table.world.secretary) == before


def test_s2_each_wrong_file_gets_its_own_sentence() -> None:
    """Another round, rehearsal, A's as B's, forged, foreign, not for me, role, unassigned, version, total."""
    named = [
        "another round", "a rehearsal", "A's file presented as B's", "signed with another member's key",
        "signed by a stranger", "addressed to somebody else", "a decision of an expert who is no chair",
        "a sheet on an application nobody knows", "a sheet on another version", "a wrong total",
    ]  # fmt: skip
    codes = [CASES[name][0] for name in named]
    assert len(set(codes)) == len(codes)
    for language in LANGUAGES:
        texts = Texts(language)
        titles = [texts.get(f"error.{code}.title") for code in codes]
        assert len(set(titles)) == len(titles)


def test_the_refusal_names_the_sheet_and_what_it_cites(table: Table) -> None:
    page = CitedPage(criterion="", document="ab" * 32, page=3)
    sheet = table.a.sheet(replace(table.body, pages=(page,)))
    (arrival,) = table.world.collect([table.scores(table.a, sheet)])
    assert arrival.error is not None
    said = arrival.error.params
    assert (said["sheet"], said["document"]) == (sheet.id[:16], "ab" * 8)


def test_a_page_of_the_own_documents_is_taken(at: Callable[[str], World]) -> None:
    table = Table(at("written"))
    page = CitedPage(criterion="", document=table.own_document(), page=2)
    (arrival,) = table.world.collect([table.sheet(pages=(page,))])
    assert arrival.outcome == "new", arrival.error


def test_only_the_rounds_own_vault_collects(table: Table) -> None:
    expert = table.world.experts[0]
    with pytest.raises(GateError, match=r"round\.role\.secretary"):
        collecting.collect(expert.desk, expert.round, [])


def test_a_result_whose_log_tells_of_a_refused_file_and_a_numbered_medium_is_verified(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    world, stray = at("decided"), tmp_path / "x.zgcscore"
    stray.write_bytes(b"not a file of this program")
    (arrival,) = world.collect([stray])
    assert arrival.outcome == "refused"
    world.pack(letters_only=True, medium="U-07")
    sealed = world.seal()
    officers = ((world.experts[0].code, world.experts[0]), ("监督01", world.observer))
    folder = unpacked(world, sealed, *officers)
    parts = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    assert any(b'"act":"file.refused"' in part for part in parts)
    assert not any(stray.name.encode() in part or b"U-07" in part for part in parts)
    status, said = verify_folder(world, folder, digits_of(sealed.head.root))
    assert status == 0, said
