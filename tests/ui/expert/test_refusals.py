"""Design §4.3, line by line: a refusal says so in place, in a sentence with a remedy, and keeps nothing.

Each line of the table makes a file that breaks one rule and opens it in the window, as a person would.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from expert_tour import shown
from member_bench import Bench
from msgspec.structs import replace as replace_struct
from PySide6.QtWidgets import QLabel
from services_forgery import SUITE, Forger, content
from services_harness import Person, World
from test_letters import letter_of

import zgc_review.services.opening
from resources.reader import LANGUAGES, load
from ui.captions import Captions
from ui.views.home import HomeScreen
from ui.widgets.notices import ErrorPane
from zgc_review.domain.bodies import LetterBody
from zgc_review.errors import GateError, PackageError
from zgc_review.seal.message import Attachment
from zgc_review.seal.package_read import find_letter, open_package
from zgc_review.seal.package_write import Contents, seal_letters, write_package
from zgc_review.services import reading

ROOT = Path(zgc_review.services.opening.__file__).resolve().parents[1]
BLOCK = 512
HAN = re.compile(r"[㐀-鿿]")


@dataclass
class Stick:
    """A medium with a whole package, and hands to spoil copies of it."""

    world: World
    person: Person

    def copy(self, name: str = "spoiled.zgcpkg") -> Path:
        target = self.world.folder / "spoiled"
        target.mkdir(exist_ok=True)
        path = target / name
        shutil.copyfile(self.world.package, path)
        return path

    def bytes_of(self, change: Callable[[bytearray], object]) -> Path:
        """Return a copy with changed bytes."""
        path = self.copy()
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(bytes(data))
        return path

    def letter(self, forger: Forger, code: str = "", cover: str = "", **changes: Any) -> Path:
        """Return a package with one letter that somebody else, or a broken program, wrote."""
        letter, body, _ = letter_of(self.person, self.world.package)
        body = changes.pop("body", lambda one: one)(body)
        data = [
            Attachment(
                item.name.rpartition(".")[2], item.message.carried() if item.message else item.data or b""
            )
            for item in letter.entries
        ]
        to = changes.pop("to", (self.person.card.card_id,))
        kind = changes.pop("kind", "assignment")
        slot = code or self.person.code
        forged = forger.message(kind, slot, body, *data, to=to, **{"seq": 9, **changes})
        sealed = seal_letters([(forged, self.person.card.recipient)], SUITE)
        path = self.copy("forged.zgcpkg")
        path.unlink()
        write_package(path, Contents(SUITE.name, cover or self.person.round.round_id, sealed, []))
        return path

    @property
    def secretary(self) -> Forger:
        return Forger(self.world, self.world.secretary)

    @property
    def other(self) -> Forger:
        return Forger(self.world, self.world.experts[2])


def swapped(data: bytearray) -> None:
    """Exchange the names of the first two objects: listed order and place no longer agree."""
    one, two = (m.start() for m in list(re.finditer(rb"objects/[0-9a-f]{64}\.age\x00", data))[:2])
    data[one : one + 76], data[two : two + 76] = data[two : two + 76], data[one : one + 76]


def renamed(stick: Stick, mine: bool) -> Path:
    """Rename the letter of this expert or one of another: their order in the package is drawn by lot."""
    package = open_package(stick.world.package)
    own, _ = find_letter(package, [stick.person.card.age_secret])
    name = own if mine else next(part.name for part in package.letters if part.name != own)

    def change(data: bytearray) -> None:
        at = data.index(name.encode() + b"\x00")
        data[at + 10 : at + 11] = b"x"

    return stick.bytes_of(change)


def flipped(data: bytearray) -> None:
    data[700] ^= 0xFF


def huge(data: bytearray) -> None:
    """The first entry says it holds eight gigabytes."""
    data[124:135] = b"%011o" % (1 << 33)


def another_suite(data: bytearray) -> None:
    at = data.index(b'"suite":"intl-1"')
    data[at : at + 16] = b'"suite":"none-1"'


def fewer(body: LetterBody) -> LetterBody:
    return replace_struct(body, applications=body.applications[1:])


def stranger(body: LetterBody) -> LetterBody:
    """An application whose record is another than its version says."""
    first = body.applications[0]
    other = replace_struct(first, record={**first.record, "title": "another"})
    return replace_struct(body, applications=(other, *body.applications[1:]))


Make = Callable[[Stick], Path]
#: Damage in what is not mine is reported by name and does not stop me (§4.2).
REPORTED = ""
#: The sentence of §4.3, what is done, the code it is refused with.
TABLE: list[tuple[str, Make, str]] = [
    ("it is no package at all", lambda s: _written(s, b"\xff" * 4096), "seal.tar.header"),
    ("the file is gone or unreadable", lambda s: s.copy().with_name("gone.zgcpkg"), "seal.file.read"),
    ("size limits first", lambda s: s.bytes_of(huge), "seal."),
    ("entry names exactly as listed: another's", lambda s: renamed(s, mine=False), REPORTED),
    ("entry names exactly as listed: mine", lambda s: renamed(s, mine=True), "seal.package.letter_damaged"),
    ("entry order exactly as listed", lambda s: s.bytes_of(swapped), REPORTED),
    ("sizes exactly as listed: cut off", lambda s: _written(s, s.world.package.read_bytes()[:2048]), "seal."),
    ("digests exactly as listed", lambda s: s.bytes_of(flipped), "seal."),
    ("suite known and equal", lambda s: s.bytes_of(another_suite), "seal."),
    ("round equal to the cover", lambda s: s.letter(s.secretary, cover="0" * 32), "letter.cover"),
    ("of a round nobody defined", lambda s: s.letter(s.secretary, round="f" * 32, cover="f" * 32), "seal."),
    ("signature by a member", lambda s: s.letter(s.secretary, key=s.world.observer.card), "seal.signature."),
    ("whose role may send this kind", lambda s: s.letter(s.other), "letter.sender"),
    (
        "`to` contains me",
        lambda s: s.letter(s.secretary, to=(s.other.card.card_id,)),
        "seal.arrival.recipient",
    ),
    ("my slot", lambda s: s.letter(s.secretary, code=s.world.experts[2].code), "letter.sender"),
    (
        "same number with another id: alarm",
        lambda s: s.letter(s.secretary, body=fewer, seq=1),
        "seal.arrival.fork",
    ),
    ("kind as expected", lambda s: s.letter(s.secretary, kind="declaration"), "seal."),
    ("content as its version says", lambda s: s.letter(s.secretary, body=stranger), "letter.version"),
]


def _written(stick: Stick, data: bytes) -> Path:
    path = stick.copy()
    path.write_bytes(data)
    return path


@pytest.fixture
def bench(at: Callable[[str], World], bench_at: Callable[..., Bench]) -> Bench:
    return bench_at("opened", 1, at("opened"))


def said(bench: Bench) -> tuple[str, str, str]:
    pane = bench.screen(HomeScreen).error
    assert pane.isVisible()
    words = [pane.findChild(QLabel, f"error{part}") for part in ("Title", "Text", "Code")]
    title, text, code = (one.text() if one is not None else "" for one in words)
    return title, text, code


def test_every_line_is_refused_in_place_with_a_remedy_and_keeps_nothing(bench: Bench) -> None:
    stick = Stick(bench.world, bench.person)
    captions = bench.context.captions
    wrong: list[tuple[str, str]] = []
    for line, make, wanted in TABLE:
        path = make(stick)
        before = content(bench.person)
        screen = bench.screen(HomeScreen)
        screen.open(path)
        fault = screen.error.fault
        shown(bench)
        if wanted == REPORTED and fault is None:
            assert bench.find(QLabel, "damage1").text(), line
            continue
        if wanted == REPORTED or fault is None or not fault.code.startswith(wanted):
            wrong.append((line, "accepted" if fault is None else fault.code))
            continue
        assert content(bench.person) == before, line
        assert not screen.opened.isVisible(), line
        for language in LANGUAGES:
            captions.set_language(language)
            title, text, code = said(bench)
            remedy = captions.error(fault).remedy
            assert code == fault.code
            assert title, line
            assert remedy, line
            assert remedy in text, line
            assert "{" not in title + text, line
            if language == "en":
                assert not HAN.search(title + text.replace(path.name, "")), (line, text)
    assert wrong == []
    captions.set_language("zh_CN")
    bench.screen(HomeScreen).open(bench.world.package)
    assert bench.screen(HomeScreen).opened.isVisible()  # the whole one still opens


def test_no_document_opens_before_the_round_code_was_typed(
    at: Callable[[str], World], bench_at: Callable[..., Bench]
) -> None:
    """§4.3: without it the package shows “not confirmed”, and its documents stay closed."""
    world = at("packed")
    bench = bench_at("packed", 1, world)
    screen = bench.screen(HomeScreen)
    screen.open(world.package)
    assert screen.code.isVisible()
    assert not screen.opened.isVisible()
    person = world.experts[1]
    with person.desk.vault.begin() as uow:
        (row,) = uow.rounds.all()
        first = uow.applications.all(row.round_id)[0]
    assert row.pinned is None
    with pytest.raises(GateError) as caught:
        reading.read_document(person.desk, row, first.application_id, 1)
    assert caught.value.code == "round.code.needed"
    for language in LANGUAGES:
        text = Captions(language).error(caught.value)
        assert text.title
        assert text.remedy


def test_free_space_is_looked_at_before_anything_is_copied(
    at: Callable[[str], World], bench_at: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """§4.3: size limits and free space first; the disk is a port, so a full one is a small answer."""
    world = at("packed")
    bench = bench_at("packed", 1, world)
    screen = bench.screen(HomeScreen)
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=1))
    screen.open(world.package, world.code(2))
    fault = screen.error.fault
    assert fault is not None
    assert fault.code == "seal.file.space"
    assert world.experts[1].desk.vault.objects.digests() == ()
    monkeypatch.setattr(shutil, "disk_usage", real)
    screen.open(world.package)
    assert screen.error.fault is None
    assert world.experts[1].desk.vault.objects.digests() != ()


def opening_codes() -> list[str]:
    """Return every code that the modules of opening raise: the seal, the chain, letters, reading."""
    names = (
        "opening",
        "following",
        "series",
        "chain",
        "rounds",
        "reading",
        "post",
        "awaited_letter",
        "copies",
    )
    files = [*sorted((ROOT / "seal").glob("*.py")), *(ROOT / "services" / f"{one}.py" for one in names)]
    found = re.findall(
        r'(?:Error|_refuse)\(\s*"([a-z_]+(?:\.[a-z_]+)+)"', "".join(one.read_text("utf-8") for one in files)
    )
    return sorted(set(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_opening_is_a_sentence_with_a_remedy_in_the_window(bench: Bench, language: str) -> None:
    texts, captions = load(language), bench.context.captions
    captions.set_language(language)
    pane = ErrorPane(bench.context, name="tried")
    bench.qtbot.addWidget(pane)
    codes = opening_codes()
    assert len(codes) > 90
    for code in codes:
        parts = [texts[f"error.{code}.{part}"] for part in ("title", "reason", "remedy")]
        params = dict.fromkeys(re.findall(r"{(\w+)", " ".join(parts)), 7)
        pane.show_error(PackageError(code, **params))
        words = [one.text() for one in pane.findChildren(QLabel)]
        assert all(part for part in parts), code
        assert not any("{" in one for one in words), code
        assert any(one.endswith((".", "。", "！", "?", "？", ")", "）")) for one in words), code
        assert not any("zgc-review " in one or " --" in one for one in words), (code, words)
        if language == "en":
            assert not any(HAN.search(one) for one in words), (code, words)


def test_older_and_known_letters_are_told_as_such(bench: Bench) -> None:
    """§4.3: same id again = already loaded; a lower number never replaces."""
    world, person = bench.world, bench.person
    screen = bench.screen(HomeScreen)
    older = world.pack(letters_only=True, codes=(person.code,))
    newer = world.pack(letters_only=True, codes=(person.code,))
    screen.open(newer)
    before = {one.application_id: one for one in _rows(person)}
    for path, words in ((newer, "以前打开过"), (older, "较早的信函")):
        screen.open(path)
        assert words in screen.opened.title.text()
        assert {one.application_id: one for one in _rows(person)} == before
    assert open_package(older).info.round == person.round.round_id


def _rows(person: Person) -> tuple[Any, ...]:
    with person.desk.vault.begin() as uow:
        return tuple(replace(one) for one in uow.applications.all(person.round.round_id))
