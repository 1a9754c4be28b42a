"""Forms as PDF/A: same bytes, marks, and data that stays data."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

import pypdfium2
import pytest
from msgspec import Struct
from msgspec.structs import replace

from resources import reader
from zgc_review.errors import ProgramFault
from zgc_review.export.fonts import FONT_DIR_VARIABLE, safe_text, typeface
from zgc_review.export.forms import form_id, print_form
from zgc_review.export.pdf import FORMS, render
from zgc_review.export.printing import printed

MARKUP = (
    '#let x = 1 $a^2$ *b* _c_ ]] [ \\ `q` ``` <b>粗</b> & "q" \' % ; （） ,% = - / // /* */ @ref <label> ~'
    ' --- #eval("1+1") #sys.inputs {title} {count}\n第二行'
)
HOSTILE = f"{MARKUP}\u202e反向\u0000\u0007\U00030000䶮𠮷𬭚 https://example.org/" + "a" * 160
# Codes of the program: short by their shape (docs/bodies.md), never prose.
CODES = {"expert", "group", "code", "rule", "rubric", "chair", "clause_id", "raised_by", "recusal_rule"} | {
    "id", "key", "roster_id", "band", "suite", "program_version", "signer", "page"
}  # fmt: skip


def _filled(value: Any, text: str) -> Any:
    """Return a form value with every free text replaced."""
    changes: dict[str, Any] = {}
    for name, hint in get_type_hints(type(value), include_extras=True).items():
        item = getattr(value, name)
        if isinstance(item, Struct):
            changes[name] = _filled(item, text)
        elif isinstance(item, tuple) and item and isinstance(item[0], Struct):
            changes[name] = tuple(_filled(part, text) for part in item)
        elif hint is str:
            changes[name] = text[:32] if name in CODES else text
    if "rule" in changes and "situation" in changes:
        changes["rule"] = "R02"  # F05 prints the words of the rule
    return replace(value, **changes)


@pytest.mark.parametrize("language", reader.LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_pdf_a_and_says_which_it_is(form: str, language: str, samples: SimpleNamespace) -> None:
    value = samples.all_forms()[form]
    pdf = print_form(value, lang=language)
    assert form_id(value) == form
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"<xmp:CreateDate>2026-11-22T06:53:37+00:00<" in pdf  # 14:53:37 in Beijing
    pages = samples.page_texts(pdf)
    title = "".join(reader.load(language)[f"form.{form}.title"].split())
    for number, text in enumerate(pages, start=1):
        assert f"{form}{title}" in text  # at the foot of every page
        assert f"{number}/{len(pages)}" in text
        assert "2026年第一批评审" in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_value_gives_the_same_bytes(form: str, samples: SimpleNamespace) -> None:
    value = samples.all_forms()[form]
    assert print_form(value, lang="zh_CN") == print_form(value, lang="zh_CN")


def test_another_process_gives_the_same_bytes(samples: SimpleNamespace) -> None:
    value = samples.all_forms()["F03"]
    program = (
        "import hashlib, pathlib, sys\n"
        "from msgspec.json import decode\n"
        "from zgc_review.export.forms import print_form\n"
        "from zgc_review.export.office_values import ExpertPledge\n"
        "value = decode(pathlib.Path(sys.argv[1]).read_bytes(), type=ExpertPledge)\n"
        "print(hashlib.sha256(print_form(value, lang='en')).hexdigest())\n"
    )
    source = samples.GOLDEN / "F03.json"
    found = subprocess.run(
        [sys.executable, "-c", program, str(source)],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == hashlib.sha256(print_form(value, lang="en")).hexdigest()


def test_another_time_of_printing_gives_other_bytes(samples: SimpleNamespace) -> None:
    value = samples.all_forms()["F03"]
    later = replace(value, head=replace(value.head, printed_at="2026-11-22T14:53:38+08:00"))
    assert print_form(value, lang="en") != print_form(later, lang="en")


@pytest.mark.parametrize("form", FORMS)
def test_rehearsal_stands_on_every_page(form: str, samples: SimpleNamespace) -> None:
    value = samples.all_forms()[form]
    assert "演练" not in "".join(samples.page_texts(print_form(value, lang="zh_CN")))
    rehearsed = replace(value, head=replace(value.head, rehearsal=True))
    pages = samples.page_texts(print_form(rehearsed, lang="zh_CN"))
    assert all(text.startswith("演练") for text in pages)


@pytest.mark.parametrize("form", ["F08", "F09", "F10", "F14"])
@pytest.mark.parametrize(("lang", "words"), [("zh_CN", "可见范围内"), ("en", "Of what may be seen")])
def test_what_holds_one_reader_s_set_says_so_on_every_page(
    form: str, lang: str, words: str, samples: SimpleNamespace
) -> None:
    """Rules §15: called 可见范围内, and whose; one line of it, so that nothing else moves out of place."""
    value, words = samples.all_forms()[form], words.replace(" ", "")
    assert words not in "".join(samples.page_texts(print_form(value, lang=lang)))
    seen = replace(value, head=replace(value.head, seen="专家03"))
    pages = samples.page_texts(print_form(seen, lang=lang))
    assert all(text.startswith(words) for text in pages)
    assert all("专家03" in text[:40] for text in pages)


@pytest.mark.parametrize("form", FORMS)
def test_markup_and_hostile_text_is_printed_as_typed(form: str, samples: SimpleNamespace) -> None:
    """Typst markup, controls, direction marks, uncovered characters, long runs: all shown, none obeyed."""
    value = _filled(samples.all_forms()[form], HOSTILE)
    text = "".join(samples.page_texts(print_form(value, lang="zh_CN")))
    for part in safe_text(HOSTILE).split():
        assert part in text or part[:20] in text
    assert "〔U+30000〕䶮𠮷𬭚" in text
    assert "〔U+202E〕反向〔U+0000〕〔U+0007〕" in text


@pytest.mark.parametrize("text", [HOSTILE, "名" * 500, "W" * 300], ids=["markup", "long name", "long run"])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_leaves_the_page(form: str, text: str, samples: SimpleNamespace) -> None:
    """No character stands in the margins, whatever somebody typed into a name."""
    pdf = print_form(_filled(samples.all_forms()[form], text), lang="en")
    document = pypdfium2.PdfDocument(pdf)
    outside = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        side = (17 if width < height else 13) / 25.4 * 72 - 3
        text_page = page.get_textpage()
        for index in range(text_page.count_chars()):
            left, bottom, right, top = text_page.get_charbox(index)
            if right > left and (left < side or right > width - side or bottom < 20 or top > height - 15):
                outside.append((number, text_page.get_text_range(index, 1), left, bottom, right, top))
        text_page.close()
        page.close()
    document.close()
    assert outside == []


def test_a_comment_of_ten_thousand_characters_is_printed_whole(samples: SimpleNamespace) -> None:
    comment = "".join(f"第{number:04d}句。" for number in range(1_428)) + "完毕。字"
    assert len(comment) == 10_000
    value = samples.expert_sheets(1)
    value = replace(value, sheets=(samples.scored_sheet(0, comment=comment, overall=comment),))
    # Across pages the heads and feet stand between its parts, so each sentence is looked for by itself.
    text = "".join(samples.page_texts(print_form(value, lang="zh_CN")))
    assert all(text.count(f"第{number:04d}句") >= 4 for number in range(1_428))


def test_a1_labels_with_signs_change_no_total(samples: SimpleNamespace) -> None:
    """A1: quotes, commas, percent signs, <b> and line breaks in a label leave the total at 76.00."""
    label = "“A” 'b' \"c\" , ; % （d） <b>e</b>\n第二行"
    sheet = samples.scored_sheet(0)
    weights, percents = (30, 25, 25, 20), (80, 70, 90, 60)
    criteria = tuple(
        replace(sheet.criteria[0], name=label, weight=weight, percent=percent, points=weight * percent)
        for weight, percent in zip(weights, percents, strict=True)
    )
    total = sum(weight * percent for weight, percent in zip(weights, percents, strict=True))
    value = replace(samples.expert_sheets(1), sheets=(replace(sheet, criteria=criteria, total=total),))
    text = "".join(samples.page_texts(print_form(value, lang="zh_CN")))
    assert text.count("76.00") == 2  # in the list and on the sheet
    assert text.count("<b>e</b>第二行") == 4
    assert text.count("".join(label.split())) == 4


def test_nothing_is_written_while_printing(
    samples: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert print_form(samples.expert_sheets(2), lang="zh_CN").startswith(b"%PDF-1.7")
    assert list(tmp_path.iterdir()) == []


def test_a_family_without_bold_prints_too(
    samples: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = typeface()
    (tmp_path / Path(face.regular[0]).name).symlink_to(face.regular[0])
    monkeypatch.setenv(FONT_DIR_VARIABLE, str(tmp_path))
    assert typeface().bold is None
    pdf = print_form(samples.expert_sheets(1), lang="zh_CN")
    assert "专家个人评分表" in samples.page_texts(pdf)[0]
    assert b"Bold" not in pdf


@pytest.mark.parametrize("form", ["F00", "F19", "../F07", "lib", ""])
def test_there_is_no_other_form(form: str, samples: SimpleNamespace) -> None:
    with pytest.raises(ProgramFault):
        render(form, printed(samples.expert_sheets(1), "zh_CN"), lang="zh_CN")


def test_a_value_that_is_no_form_is_a_fault(samples: SimpleNamespace) -> None:
    with pytest.raises(ProgramFault):
        print_form(samples.application(1), lang="zh_CN")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: {**data, "sheets": "机密"},
        lambda data: {**data, "expert": "机密\U00030000"},  # not made safe: the typesetter quotes it
    ],
    ids=["wrong shape", "uncovered"],
)
def test_a_fault_of_a_template_quotes_no_content(
    spoil: Callable[[dict[str, Any]], dict[str, Any]], samples: SimpleNamespace
) -> None:
    data: dict[str, Any] = dict(printed(samples.expert_sheets(1), "zh_CN"))
    with pytest.raises(ProgramFault) as caught:
        render("F07", spoil(data), lang="zh_CN")
    assert "机密" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
