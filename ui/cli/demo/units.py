"""Invented organisations with valid credit codes whose serial part no registry deals (``MAXX…``)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from zgc_review.intake.identifiers import credit_check, organ_check

#: Characters of trade names; three of them in a row stand in no dictionary.
_BRAND: Final = (
    "珺瑄璟琎澍翀湜昉暐璩琚瑀璠璘瓒旸昶晔暾曈沄洺涔淏湉溁滢漪潆濬翃翊翯骢彧堃垚芃茀荇菀蕤蘅钺铄铤锴锳镕镠頔颀颢祎禔禛竑筠"
    "珬玠琤瑭璒璥璪瓀昳晞晟曦沨浡浥涑湨溇潵澂灏"
)
_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: District code and sub-park.
PARKS: Final = (
    ("110108", "海淀区", "海淀园"),
    ("110105", "朝阳区", "朝阳园"),
    ("110106", "丰台区", "丰台园"),
    ("110107", "石景山区", "石景山园"),
    ("110112", "通州区", "通州园"),
    ("110113", "顺义区", "顺义园"),
    ("110114", "昌平区", "昌平园"),
    ("110115", "大兴区", "大兴-亦庄园"),
    ("110116", "怀柔区", "怀柔园"),
    ("110101", "东城区", "东城园"),
)
_STREETS: Final = ("知行路", "创新一街", "云帆路", "望江南街", "学林路", "科荟东路", "百草园路", "临河二街")


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation.

    Attributes:
        name, code: as on its licence. brand: the three characters that are its own.
        kind: of the catalogue's ``entity_kind``, or of its partner kinds.
        district, park, address: where it is registered.
        domain: of its e-mail addresses; ``.example`` belongs to nobody (RFC 2606).
    """

    name: str
    code: str
    brand: str
    kind: str
    district: str
    park: str
    address: str
    domain: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """How organisations of a kind are called, and the first two characters of their code."""

    prefix: str
    pattern: str


_KINDS: Final = {
    "enterprise": _Kind("91", "北京{brand}{word}有限公司"),
    "bracketed": _Kind("91", "{brand}{word}（北京）有限公司"),
    "stock": _Kind("91", "北京{brand}{word}股份有限公司"),
    "university": _Kind("12", "{brand}{word}大学"),
    "institute": _Kind("12", "{brand}{word}研究院"),
    "hospital": _Kind("12", "北京{brand}医院"),
    "bank": _Kind("91", "北京{brand}银行股份有限公司"),
    "fund_manager": _Kind("91", "北京{brand}私募基金管理有限公司"),
    "investor": _Kind("91", "北京{brand}创业投资有限公司"),
    "park_developer": _Kind("91", "北京{brand}园区开发建设有限公司"),
    "park_operator": _Kind("91", "北京{brand}科技园运营管理有限公司"),
    "university_park": _Kind("91", "北京{brand}大学科技园有限公司"),
    "incubator": _Kind("91", "北京{brand}孵化器有限公司"),
    "social_organisation": _Kind("51", "中关村{brand}产业技术创新促进会"),
    "international": _Kind("53", "国际{brand}科学合作组织北京代表处"),
    "agency": _Kind("91", "北京{brand}会计师事务所（特殊普通合伙）"),
    "law_firm": _Kind("31", "北京{brand}律师事务所"),
    "patent_firm": _Kind("91", "北京{brand}知识产权代理有限公司"),
    "association": _Kind("51", "北京{brand}{word}行业协会"),
    "bureau": _Kind("11", "北京市{brand}事务服务局"),
}
_LEGAL_FORMS: Final = {
    "bracketed": "enterprise",
    "stock": "enterprise",
    "agency": "other",
    "law_firm": "other",
}


class Units:
    """Makes organisations, no two of one trade name."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._brands: set[str] = set()

    def make(self, kind: str, word: str = "") -> Unit:
        """Return a new organisation of a kind; ``word`` is its trade (微电子, 理工 …)."""
        known = _KINDS[kind]
        region, district, park = self._rng.choice(PARKS)
        brand = self._brand()
        return Unit(
            name=known.pattern.format(brand=brand, word=word),
            code=self._code(known.prefix, region),
            brand=brand,
            kind=_LEGAL_FORMS.get(kind, kind),
            district=district,
            park=park,
            address=f"北京市{district}{self._rng.choice(_STREETS)}{self._rng.randrange(2, 96)}号院"
            f"{self._rng.randrange(1, 12)}号楼{self._rng.randrange(1, 19)}层",
            domain=f"u{len(self._brands):05d}.example",
        )

    def _brand(self) -> str:
        """Return a new trade name."""
        while True:
            brand = "".join(self._rng.sample(_BRAND, 3))
            if brand not in self._brands:
                self._brands.add(brand)
                return brand

    def _code(self, prefix: str, region: str) -> str:
        """Return a valid credit code (GB 32100, position 17 by GB 11714) of the next invented serial."""
        serial, rest = "", len(self._brands) * 7 + 31
        for _ in range(4):
            rest, digit = divmod(rest, len(_DIGITS))
            serial = _DIGITS[digit] + serial
        body = f"{prefix}{region}MAXX{serial}"
        body += organ_check(body[8:])
        return body + credit_check(body)
