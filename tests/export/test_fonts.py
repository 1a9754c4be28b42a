"""Fonts: finding one, and never letting a character vanish (stack §0, U5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources import reader
from zgc_review.errors import ReviewError
from zgc_review.export import fonts


@pytest.fixture(scope="session")
def face() -> fonts.Typeface:
    return fonts.typeface()


def test_a_chinese_family_is_found(face: fonts.Typeface) -> None:
    assert face.family in fonts.FAMILIES
    assert Path(face.regular[0]).is_file()
    assert face.family in face.fonts().families()


def test_without_a_font_the_error_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as caught:
        fonts.locate(tmp_path, system=False)
    assert caught.value.code == "export.font.missing"
    for language in reader.LANGUAGES:
        texts = reader.Texts(language)
        for part in ("title", "reason", "remedy"):
            assert texts.get(f"error.export.font.missing.{part}", **caught.value.params)
    assert "ZGC_FONT_DIR" in reader.Texts("en").get("error.export.font.missing.remedy", **caught.value.params)


def test_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    with pytest.raises(ReviewError):
        fonts.locate(tmp_path / "absent", system=False)


def test_the_named_folder_comes_before_the_system(
    face: fonts.Typeface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / Path(face.regular[0]).name).symlink_to(face.regular[0])
    monkeypatch.setenv(fonts.FONT_DIR_VARIABLE, str(tmp_path))
    found = fonts.typeface()
    assert found.folder == str(tmp_path)
    assert found.bold is None  # only the regular file is in the folder
    assert found.fonts().families()


def test_an_empty_named_folder_falls_back_to_the_system(face: fonts.Typeface, tmp_path: Path) -> None:
    assert fonts.locate(tmp_path, system=True) == face


class _Face:
    """What the typesetter says about one font file."""

    def __init__(self, family: str, weight: int, path: str | None, style: str = "normal") -> None:
        self.family, self.weight, self.path, self.style, self.index = family, weight, path, style, 0


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        ([_Face("Noto Sans SC", 100, "thin.ttf")], None),  # a variable font shows as its thinnest
        ([_Face("Noto Sans SC", 400, None)], None),  # built into the typesetter: no file to check
        ([_Face("Noto Sans SC", 400, "it.ttf", "italic")], None),
        ([_Face("DejaVu Sans", 400, "d.ttf")], None),
        ([_Face("Microsoft YaHei", 400, "y.ttc"), _Face("Noto Sans SC", 400, "n.ttf")], "n.ttf"),
        ([_Face("Microsoft YaHei", 400, "y.ttc"), _Face("Noto Sans SC", 700, "n.ttf")], "y.ttc"),
    ],
)
def test_which_face_is_chosen(faces: list[_Face], expected: str | None) -> None:
    found = fonts._choose(faces, None)  # type: ignore[arg-type]  # shaped like the typesetter's record
    assert (found.regular[0] if found else None) == expected


def test_u5_rare_characters_are_drawn_as_themselves() -> None:
    name = "北京䶮𠮷𬭚𠅤精密科技有限公司"
    assert fonts.safe_text(name) == name
    assert fonts.uncovered(name) == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\U0002f9ff", "〔U+2F9FF〕"),  # the typesetter would draw another character
        ("\U00030000", "〔U+30000〕"),  # it would draw a box
        ("\ue863", "〔U+E863〕"),  # private use: another face on another machine
        ("a\u202eb", "a〔U+202E〕b"),
        ("a\u2067b", "a〔U+2067〕b"),
        ("\u05d0", "〔U+05D0〕"),
        ("\u0627", "〔U+0627〕"),
        ("葛\U000e0100", "葛〔U+E0100〕"),
        ("\ud842", "〔U+D842〕"),
        ("\u3164", "〔U+3164〕"),
        ("\x00\x07\x1b\x7f", "〔U+0000〕〔U+0007〕〔U+001B〕〔U+007F〕"),
        ("\ufeff\u200b", "〔U+FEFF〕〔U+200B〕"),
        ("\uffff", "〔U+FFFF〕"),
    ],
)
def test_what_cannot_be_drawn_is_printed_by_its_code(typed: str, shown: str) -> None:
    assert fonts.safe_text(typed) == shown
    assert fonts.uncovered(typed)


def test_line_ends_become_one_kind() -> None:
    assert fonts.safe_text("a\r\nb\rc\nd\u2028e\x85f\vg\th") == "a\nb\nc\nd\ne\nf\ng    h"


def test_uncovered_names_each_character_once_in_order() -> None:
    assert fonts.uncovered("a\U00030000b\ue863\U00030000") == ["\U00030000", "\ue863"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_every_text_becomes_drawable_and_loses_nothing_visible(text: str) -> None:
    shown = fonts.safe_text(text)
    assert fonts.uncovered(shown) == []
    for char in text:
        drawn = char in shown or f"U+{ord(char):04X}" in shown
        assert drawn or char in "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
