"""Names as typed made comparable: organisation keys and person keys (rules §5).

Names are stored as typed; what is built here serves comparison only and is never shown or stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from zgc_review.conflicts import words

#: Spaces, the signs of rules §5.2 with their look-alikes, invisible signs and lone surrogates.
_STRIPPED = re.compile(r"[\s·.,，。、\-—\"“”・•‧∙⋅–―‐‑‒−＂„‟\u00ad\u200b-\u200f\u2060\ufeff\ud800-\udfff]+")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_HAN = re.compile(r"[〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]")
_LONGEST = 120
_NUMBERED = re.compile(r"第[〇零一二三四五六七八九十百\d]+|\d+")


@cache
def _converter() -> Any:
    """Return the Traditional→Simplified converter; loading it once costs milliseconds."""
    import opencc  # noqa: PLC0415 - slow import

    return opencc.OpenCC("t2s")


def fold_all(texts: Iterable[str]) -> list[str]:
    """Return the normalised form of each text: NFKC, stripped, simplified, lower case (rules §5.2).

    One call of the converter for all: thousands of single calls cost ten times as much.
    """
    stripped = [_strip(unicodedata.normalize("NFKC", text)) for text in texts]
    if not stripped:
        return []
    simplified = _converter().convert("\n".join(stripped)).split("\n")
    return [text.casefold() for text in simplified]


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the normalised form of one text, see ``fold_all``."""
    return fold_all([text])[0]


def _strip(text: str) -> str:
    return _STRIPPED.sub("", text)


def credit_code(text: str) -> str:
    """Return the 统一社会信用代码 in ``text``, upper case, or "" (rules §5.1; check digit not judged)."""
    found = _CREDIT_CODE.search(_strip(unicodedata.normalize("NFKC", text)).upper())
    return found.group(0) if found else ""


@dataclass(frozen=True, slots=True)
class OrgName:
    """The parts of one organisation's name.

    Attributes:
        folded: normalised name (rules §5.2); equality of these is equality of names.
        whole: without legal form and brackets.
        core: also without leading places, unless nothing of its own would be left (rules §5.4).
        brand: the core without the words of trades at its end.
        short: no legal form and no ending of an institution: perhaps a 简称.
        numbers: ordinals and digits; 第一 and 第二 are never the same unit.
        root: the parent's name where this is the name of a branch, else "" (rules §5.5).
        latin: no Han character.
    """

    folded: str
    whole: str
    core: str
    brand: str
    short: bool
    numbers: tuple[str, ...]
    root: str
    latin: bool


def _alternatives(entries: Iterable[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda word: (-len(word), word)))


_PLACE = re.compile(f"(?:{_alternatives(words.PROVINCES | words.CITIES)})(?:{'|'.join(words.PLACE_ENDINGS)})")
_DISTRICT = re.compile(f"(?:{_alternatives(words.BEIJING_DISTRICTS)})区?|[一-鿿]{{1,3}}[区县](?=..)")
_LEGAL = re.compile(f"(?:{_alternatives(words.LEGAL_FORMS)})$(?<![分子]公司)")
_LATIN_LEGAL = re.compile(f"(?:{_alternatives(words.LATIN_FORMS)})$")
_TRADE = re.compile(f"(?:{_alternatives(words.TRADES)})$")
_BRANCH = re.compile(
    f"^(.{{2,}}?(?:{_alternatives(words.PARENT_ENDINGS)}))\\(?(.{{1,}}(?:{_alternatives(words.BRANCH_ENDINGS)}))\\)?$"
)
_INSTITUTION = re.compile(f"(?:{_alternatives(words.INSTITUTION_ENDINGS)})$")


@lru_cache(maxsize=131_072)
def org_name(folded: str) -> OrgName:
    """Take a normalised organisation name apart (rules §5.4, §5.5); of endless names only the beginning."""
    folded = folded[:_LONGEST]
    latin = _HAN.search(folded) is None
    whole = _whole(folded, _LATIN_LEGAL if latin else _LEGAL)
    core = whole if latin else _core(_place_first(folded, whole))
    brand = core if latin else _brand(core)
    branch = _BRANCH.match(folded)
    return OrgName(
        folded=folded,
        whole=whole,
        core=core,
        brand=brand if len(brand) > 1 else core[:2],
        short=not latin and _LEGAL.search(folded) is None and _INSTITUTION.search(folded) is None,
        numbers=tuple(_NUMBERED.findall(whole)),
        root=branch.group(1) if branch else "",
        latin=latin,
    )


def _whole(folded: str, legal: re.Pattern[str]) -> str:
    """Drop brackets, then legal forms from the end, never the whole name."""
    whole = _BRACKETED.sub("", folded) or folded
    while (found := legal.search(whole)) and found.start() > 1:
        whole = whole[: found.start()]
    return whole


def _place_first(folded: str, whole: str) -> str:
    """Give a name of trade words alone its place back: 矿业发展(西藏) is 西藏矿业发展."""
    if has_brand(whole):
        return whole
    place = next((text for text in _BRACKETED.findall(folded) if is_place(text[1:-1])), "()")
    return place[1:-1] + whole


def _core(whole: str) -> str:
    """Drop leading places as long as words of the unit's own follow (北京银行 keeps its place)."""
    core = whole
    while found := (_PLACE.match(core) or (_DISTRICT.match(core) if core != whole else None)):
        rest = core[found.end() :]
        if len(_brand(rest)) == 0 or len(rest) < 2:
            break
        core = rest
    return core


def is_place(text: str) -> bool:
    """Say whether a normalised text is the name of a place and nothing else."""
    return _PLACE.fullmatch(text) is not None or text in words.BEIJING_DISTRICTS


def has_brand(text: str) -> bool:
    """Say whether a normalised text holds more than words of trades."""
    return len(_brand(text)) > 0


def _brand(core: str) -> str:
    """Drop words of trades from the end; "" where nothing else is there."""
    brand = core
    while found := _TRADE.search(brand):
        brand = brand[: found.start()]
    return brand


_TITLE = re.compile(f"(?<=..)(?:{_alternatives(words.TITLES)})+$")
_TOKEN = re.compile(r"[^a-z]+")
_SPECIAL_LETTERS = str.maketrans({"ü": "v", "Ü": "v", "ø": "o", "ł": "l"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """One person's name made comparable.

    Attributes:
        han: Chinese name, normalised, without titles and brackets; "" for a name in Latin letters.
        tokens: the words of a name in Latin letters, lower case, without titles; empty for a Chinese name.
    """

    han: str
    tokens: tuple[str, ...]


def person_name(text: str) -> PersonName:
    """Return the comparable form of one person's name (rules §5)."""
    return person_names([text])[text]


def person_names(texts: Iterable[str]) -> Mapping[str, PersonName]:
    """Return the comparable form of each name, one converter call for all.

    Titles are stripped (张伟教授); Han characters of every extension survive.
    """
    wanted = list(dict.fromkeys(texts))
    bare = [_BRACKETED.sub("", unicodedata.normalize("NFKC", text)) for text in wanted]
    folded = fold_all(bare)
    found: dict[str, PersonName] = {}
    for text, latin, han in zip(wanted, bare, folded, strict=True):
        if _HAN.search(han):
            found[text] = PersonName(_without_titles(han), ())
        else:
            found[text] = PersonName("", _latin_tokens(latin))
    return found


def _without_titles(han: str) -> str:
    """Strip titles; a name written with letters beside it (张伟 Zhang Wei) keeps its Han part."""
    letters_off = re.sub(r"[a-z0-9]+", "", han)
    return _TITLE.sub("", letters_off) or letters_off


def _latin_tokens(text: str) -> tuple[str, ...]:
    """Split a name in Latin letters into words; tone marks go, ü becomes v as on keyboards."""
    composed = unicodedata.normalize("NFC", text)
    toneless = re.sub("[ǖǘǚǜǕǗǙǛ]", "v", composed).translate(_SPECIAL_LETTERS)
    plain = unicodedata.normalize("NFKD", toneless)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    joined = re.sub(r"['’`‐‑-]", "", letters)
    return tuple(token for token in _TOKEN.split(joined) if token and token not in words.LATIN_TITLES)
