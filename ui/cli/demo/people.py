"""Invented people: names of rare characters, so that a search for them finds nothing by chance."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from ui.cli.demo.units import Unit

_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭"
    "鲁韦昌苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟"
    "郤璩郏蔺仉逄亓阚綦郗缑麴佴笪谯"
)
_DOUBLE_SURNAMES: Final = ("欧阳", "令狐", "宇文", "尉迟", "澹台", "皇甫", "亓官", "濮阳", "公冶", "赫连")
#: Characters of given names: all in the system fonts that forms are set in, none usual in running text.
_GIVEN: Final = (
    "琎珺瑄璟璐珩琚瑀璠璘璩瓒旸旻昉昶晗晔暐暾曈沄沚泓洺涔淏湜湉溁滢漪潆澍濬翀翃翊翙翯骞骢骦彧曌堃墉垚芃芮茀荇菀蕤薏蘅"
    "钰钺铄铖铤锴锳镕镠頔颀颢祎祚祯禔禛竑竣筠㛃㙍䴖䶮龑靇𬍛𫖮𫍯𬸣𬭚𬬭𬭊"
)
#: A person with characters outside the basic plane stands in every sample (rules §5: 生僻字).
RAREST: Final = "𠮷䶮𬭚"


class People:
    """Makes people, no two of one name."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names = {RAREST}
        self._count = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Every name made so far, sorted."""
        return tuple(sorted(self._names))

    def name(self) -> str:
        """Return a new name: surname and two rare characters."""
        while True:
            rng = self._rng
            surname = rng.choice(_DOUBLE_SURNAMES if rng.random() < 0.04 else _SURNAMES)
            name = surname + "".join(rng.sample(_GIVEN, 2))
            if name not in self._names:
                self._names.add(name)
                return name

    def person(self, employer: Unit, name: str = "") -> dict[str, Any]:
        """Return a person of the application record: name, employer and second identifiers (rules §5)."""
        self._count += 1
        return {
            "name": name or self.name(),
            "employer": employer.name,
            "employer_code": employer.code,
            "mobile_tail": f"{self._rng.randrange(10_000):04d}",
            "email": f"p{self._count:05d}@{employer.domain}",
            "birth_year": self._rng.randrange(1964, 1998),
        }

    def short(self, employer: Unit) -> dict[str, Any]:
        """Return a person as lists give them: name, employer, year of birth."""
        birth = self._rng.randrange(1964, 1998)
        return {"name": self.name(), "employer": employer.name, "birth_year": birth}
