"""Number formats of a workbook taken apart: sections of digits, texts, dates (ECMA-376-1, 18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "digit", "point", "comma", "slash", "percent", "power", "value", "moment"]

#: Characters of a format that any spreadsheet program writes; a longer one is not read.
LONGEST: Final = 255
_SECTIONS: Final = 4
_DECIMALS: Final = 30
_PERCENTS: Final = 2
_THOUSANDS: Final = 8
_EXPONENT: Final = 4
_TOKEN: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | [\\!](?P<escaped>.) | [_*](?P<room>.)
    | (?P<value>General|G/通用格式|@)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<elapsed>\[(?:h+|m+|s+)\](?:\.0{1,3})?)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<moment>y+|m+|d+|h+|s+(?:\.0{1,3})?|aaaa)
    | E(?P<power>[+-])
    | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<slash>/) | (?P<percent>%) | (?P<end>;)
    | (?P<plain>[-+$():^'&~{}<>=\ ]|[^\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR: Final = re.compile(
    r"(black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d{1,2}"
    r"|黑色|蓝色|蓝绿色|绿色|洋红色|红色|白色|黄色|颜色 ?\d{1,2})\Z",
    re.IGNORECASE,
)
_CURRENCY: Final = re.compile(r"\$(?P<sign>[^-]*)(?:-(?P<place>[0-9A-Fa-f]{0,8}))?\Z")
_ENGLISH: Final = "09"  # the last two digits of every English locale
_SYSTEM: Final = frozenset({"f800", "f400", "x-sysdate", "x-systime"})


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a section; ``text`` is what it writes, or the letters of a date."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Section:
    """What one section of a format writes.

    Attributes:
        tokens: its pieces in order.
        odd: it holds something this program does not read.
        foreign: month and weekday names are not English.
    """

    tokens: list[Token] = field(default_factory=list)
    odd: bool = False
    foreign: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether it writes a date or a time."""
        return any(one.kind == "moment" for one in self.tokens)

    def count(self, kind: Kind) -> int:
        """Return how many pieces are of a kind."""
        return sum(one.kind == kind for one in self.tokens)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format: its sections, and whether all of them could be read."""

    sections: tuple[Section, ...]
    known: bool

    @property
    def is_moment(self) -> bool:
        """Whether it writes dates or times."""
        return self.sections[0].is_moment


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Return a format taken apart; one that is too long, or odd, is not known."""
    if len(code) > LONGEST:
        return NumberFormat((Section(odd=True),), known=False)
    sections = _split(code)
    moment = sections[0].is_moment
    known = len(sections) <= _SECTIONS and (
        _moment_is_known(sections[0]) if moment else all(_number_is_known(one) for one in sections)
    )
    return NumberFormat(tuple(sections), known)


def _split(code: str) -> list[Section]:
    """Return the sections of a format, every character read once."""
    sections = [Section()]
    place = 0
    while place < len(code):
        found = _TOKEN.match(code, place)
        if found is None:
            sections[-1].odd = True
            place += 1
            continue
        place = found.end()
        if found["end"]:
            sections.append(Section())
        else:
            _take(sections[-1], found)
    return sections


def _take(section: Section, found: re.Match[str]) -> None:
    """Add one piece to a section."""
    kind = found.lastgroup or ""
    text = found[kind]
    match kind:
        case "quoted" | "escaped" | "plain":
            section.tokens.append(Token("text", text))
        case "bracket":
            _take_bracket(section, text)
        case "value" | "power" | "digit" | "point" | "comma" | "slash" | "percent":
            section.tokens.append(Token(kind, text))
        case "moment" | "noon" | "elapsed":
            section.tokens.append(Token("moment", text.casefold()))


def _take_bracket(section: Section, text: str) -> None:
    """Take what stands in brackets: a colour is dropped, a currency written, all else is odd."""
    if _COLOUR.match(text):
        return
    found = _CURRENCY.match(text)
    place = (found["place"] or "").casefold() if found is not None else text[2:].casefold()
    if found is None or place in _SYSTEM:
        section.odd = True
        return
    section.foreign = bool(place) and not place.endswith(_ENGLISH)
    if found["sign"]:
        section.tokens.append(Token("text", found["sign"]))


def _moment_is_known(section: Section) -> bool:
    """Whether a date or time can be written: no digits of a number, no names in another language."""
    names = any(one.kind == "moment" and one.text[:3] in ("mmm", "ddd") for one in section.tokens)
    others = {"digit", "percent", "power", "value"}
    return (
        not section.odd
        and not (names and section.foreign)
        and others.isdisjoint(one.kind for one in section.tokens)
    )


def _number_is_known(section: Section) -> bool:
    """Whether a number can be written by a section."""
    kinds = [one.kind for one in section.tokens]
    if section.odd or section.is_moment or "slash" in kinds or kinds.count("point") > 1:
        return False
    if "value" in kinds:
        return kinds.count("value") == 1 and {"value", "text"}.issuperset(kinds)
    if "digit" not in kinds:
        return "text" in kinds or not kinds
    whole, decimals, exponent = parts(section)
    if len(decimals) > _DECIMALS or kinds.count("percent") > _PERCENTS or kinds.count("comma") > _THOUSANDS:
        return False
    if "comma" in kinds and kinds.index("comma") < kinds.index("digit"):
        return False
    if "power" not in kinds:
        return True
    alone = {"comma", "percent"}.isdisjoint(kinds) and kinds.count("power") == 1
    return alone and len(whole) == 1 and 0 < len(exponent) <= _EXPONENT


def parts(section: Section) -> tuple[list[str], list[str], list[str]]:
    """Return the digits' places of a section: before the point, after it, after the power."""
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    at = 0
    for one in section.tokens:
        if one.kind == "point":
            at = 1
        elif one.kind == "power":
            at = 2
        elif one.kind == "digit":
            found[at].append(one.text)
    return found
