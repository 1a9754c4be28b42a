"""Labels and words of the forms: complete, in both languages, and used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from resources import reader
from zgc_review import services
from zgc_review.domain import bodies, results
from zgc_review.domain.states import State
from zgc_review.export.pdf import FORMS, SHARE, template_folder

TEMPLATES = {path.stem: path.read_text("utf-8") for path in sorted(template_folder().glob("*.typ"))}
#: Services fill some cells with words of the form itself.
SOURCES = "".join(path.read_text("utf-8") for path in sorted(Path(services.__path__[0]).glob("*.py")))
PAPERS = (*FORMS, SHARE)
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _forms(language: str) -> dict[str, str]:
    return {key: text for key, text in reader.load(language).items() if key.startswith("form.")}


def test_there_is_a_template_for_every_form() -> None:
    assert set(TEMPLATES) == {*PAPERS, "lib"}


def test_both_languages_have_the_same_labels_and_placeholders() -> None:
    chinese, english = _forms("zh_CN"), _forms("en")
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key
        assert text.strip(), key
        assert english[key].strip(), key


@pytest.mark.parametrize("form", PAPERS)
def test_every_label_a_template_asks_for_exists(form: str) -> None:
    known = _forms("zh_CN")
    asked = set(re.findall(r'(?:L|fill)\("(\w+)"', TEMPLATES[form] + TEMPLATES["lib"]))
    assert [
        key for key in asked if f"form.{form}.{key}" not in known and f"form.common.{key}" not in known
    ] == []


@pytest.mark.parametrize("form", PAPERS)
def test_every_own_label_is_used(form: str) -> None:
    own = [key.split(".")[2] for key in _forms("zh_CN") if key.startswith(f"form.{form}.")]
    everything = TEMPLATES[form] + TEMPLATES["lib"] + "".join(f'"clause_{n}"' for n in range(1, 10))
    unused = [key for key in own if f'"{key}"' not in everything]
    assert [key for key in unused if f'"form.{form}.{key}"' not in SOURCES] == []


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("phase", get_args(bodies.Phase)),
        ("final_phase", get_args(bodies.Phase)),
        ("decision", get_args(bodies.Decision)),
        ("recommendation", get_args(bodies.Recommendation)),
        ("sheet_state", get_args(bodies.SheetState)),
        ("stage", ("proposal", "midterm", "acceptance")),
        ("way", ("open_call", "on_qualification", "no_application")),
        ("pool_rule", ("strict", "skip")),
        ("state", tuple(State)),
        ("line", get_args(results.RankLine.__annotations__["line"]) or ("within", "tie_open", "below")),
        ("check_result", ("MET", "NOT_MET", "MANUAL", "LISTED", "INFO_MISSING", "DECLINED")),
        ("ruling", ("recused", "open", "disclosed")),
        ("answer", ("yes", "no", "not_applicable", "unverified")),
    ],
)
def test_every_code_of_the_domain_has_a_word(group: str, codes: tuple[str, ...]) -> None:
    known = _forms("en")
    assert codes
    assert [code for code in codes if f"form.word.{group}.{code}" not in known] == []


@pytest.mark.parametrize("language", reader.LANGUAGES)
def test_f04_plain_answer_is_the_word_for_no(language: str) -> None:
    texts = _forms(language)
    assert texts["form.F04.answer_no"] == texts["form.word.declared.no"]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_templates_read_nothing_and_evaluate_nothing(name: str) -> None:
    """Data must stay data: no eval, no other file, no package."""
    source = re.sub(r"//.*", "", TEMPLATES[name])
    assert not re.search(r"\b(eval|read|csv|yaml|toml|xml|cbor|plugin|image)\s*\(", source)
    assert set(re.findall(r'#import "([^"]+)"', source)) <= {"lib.typ"}
    assert "#include" not in source
    allowed = ["json(bytes(sys.inputs.data))", "json(bytes(sys.inputs.labels))"] if name == "lib" else []
    assert re.findall(r"json\(bytes\(sys\.inputs\.\w+\)\)", source) == allowed
    assert source.count("json(") == len(allowed)
