"""What keys open: nothing of others before the panel file, and never anything of a recused application.

Acceptance C7, C8; design §4.2, §4.4: the key is what no program can undo.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from leak_bytes import (
    holds,
    identity_of,
    in_vault,
    names_of,
    opened,
    sheets_of,
    totals_of,
    travelling,
    words_of,
)
from leak_pairs import Pairs
from leak_places import quick
from leak_plan import plan_of
from leak_round import Round

__all__ = ["quick"]


@pytest.fixture(scope="module")
def locked(quick: Path) -> Iterator[Round]:
    """Return a round whose sheets are in; the chair was recused on an application before packing.

    Another waits for a ruling on it and is closed, a third declares late.
    """
    pairs = Pairs(plan_of(1), quick)
    played = pairs.rounds[0]
    played.open()
    played.score()
    yield played
    pairs.close()


@pytest.fixture(scope="module")
def sealed(locked: Round) -> Round:
    """Return the same round, discussed, decided, sealed, with what the chair's key opened before."""
    for step in (Round.combine, Round.discuss, Round.recuse_late, Round.letters, Round.panels):
        step(locked)
    locked.decide()
    locked.seal()
    return locked


def secret(played: Round, who: int) -> str:
    return played.person(who).card.age_secret


def test_c7_before_the_panel_file_the_chair_s_key_opens_no_word_and_no_mark_of_others(locked: Round) -> None:
    """Rules §15, phase ①: for every application, not only the recused one."""
    found = dict(opened(travelling(locked), secret(locked, 0)))
    assert any("letters/" in name for name in found)
    assert any("objects/" in name for name in found)
    chair = locked.person(0)
    content = b"\n".join(found.values()) + in_vault(chair)
    for n in locked.ids:
        needles = [*words_of(n, but=0), *sheets_of(locked, n, but=chair)]
        assert holds(content, needles) == []
    open_ones = [n for n in locked.ids if locked.plan.stands(0, n)]
    assert all(holds(content, words_of(n)[:1]) for n in open_ones), "own words are found"
    assert all(holds(content, names_of(locked, n)) for n in open_ones)
    assert holds(b"\n".join(found.values()), [identity_of(locked, open_ones[0])])


def test_c7_c8_who_was_recused_before_packing_never_has_a_byte_of_it(sealed: Round) -> None:
    """Every travelling file and the vault, after decryption with the own keys, to the sealed result."""
    n = sealed.plan.hidden
    needles = [identity_of(sealed, n), *names_of(sealed, n), *words_of(n)]
    needles += [*totals_of(sealed, n), *sheets_of(sealed, n)]
    assert len(totals_of(sealed, n)) > 1
    found = dict(opened(travelling(sealed), secret(sealed, 0)))
    kinds = {Path(name.split("/")[0]).suffix for name in found}
    assert kinds >= {".zgcpkg", ".zgcpanel", ".zgcround", ".zgcshare", ".zgcack"}
    for name, content in found.items():
        assert holds(content, needles) == [], name
    assert holds(in_vault(sealed.person(0)), needles) == []
    office = sealed.world.secretary.card.age_secret
    everything = b"\n".join(content for _, content in opened(travelling(sealed), office))
    assert holds(everything, names_of(sealed, n)[:1]), "the secretary's key opens what is about it"


@pytest.mark.parametrize("how", ["doubt", "late"])
def test_who_was_recused_later_keeps_no_key_and_no_document(sealed: Round, how: str) -> None:
    """Design §4.4: the identity goes at once, also from earlier versions and free pages of the database."""
    n = sealed.plan.hidden
    who = next(one for one in sealed.plan.viewers() if sealed.plan.how(one) == how)
    vault = in_vault(sealed.person(who))
    record = sealed.plan.record_of(n)
    assert holds(vault, [identity_of(sealed, n)]) == []
    # The documents of this round begin with their title and the name of the unit.
    assert holds(vault, [f"{record['unit_name']} 䲜㐆䶮申报材料正文𠮷"]) == []
    other = next(one for one in sealed.ids if sealed.plan.stands(who, one))
    assert holds(
        vault, [identity_of(sealed, other), f"{sealed.plan.record_of(other)['unit_name']} 䲜㐆䶮申报"]
    )


def test_who_waited_for_a_ruling_never_gets_a_word_of_others_about_it(sealed: Round) -> None:
    """Rules §15: until the ruling closed, and after it closed."""
    n = sealed.plan.hidden
    who = next(one for one in sealed.plan.viewers() if sealed.plan.how(one) == "doubt")
    found = b"\n".join(content for _, content in opened(travelling(sealed), secret(sealed, who)))
    needles = [*words_of(n, but=who), *totals_of(sealed, n), *sheets_of(sealed, n, but=sealed.person(who))]
    assert holds(found + in_vault(sealed.person(who)), needles) == []


def test_after_a_late_recusal_no_new_file_says_a_word_of_it(sealed: Round) -> None:
    """What could be read before stays readable, and the log says so; nothing is added to it."""
    n = sealed.plan.hidden
    who = next(one for one in sealed.plan.viewers() if sealed.plan.how(one) == "late")
    needles = [identity_of(sealed, n), *names_of(sealed, n), *words_of(n)]
    files = sealed.received[who]
    assert {path.suffix for path in files} >= {".zgcpkg", ".zgcack"}
    for name, content in opened(files, secret(sealed, who)):
        own = names_of(sealed, n)[:1] if name.endswith(".zgcack") else []
        assert set(holds(content, needles)) <= {*own}, name
