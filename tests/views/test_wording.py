"""Every sentence is there in both languages, with the same blanks, and is used."""

from __future__ import annotations

import re
import tomllib

import pytest
from jinja2 import Environment, StrictUndefined, meta

from mvpod_expert.capability import registered
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.views.line_breaking import wrapped
from mvpod_expert.views.messages import BLANK, PACKAGE, PORTFOLIO, WORKBENCH, Messages, _section, is_plain

MESSAGES = [*PACKAGE.rglob("messages.toml"), *WORKBENCH.glob("*.toml"), *PORTFOLIO.rglob("messages.toml")]
READ = [tomllib.loads(path.read_text(encoding="utf-8")) for path in MESSAGES]
SENTENCES = {section: sentences for file in READ for section, sentences in file.items()}
FILES = [
    path
    for package in (PACKAGE, WORKBENCH.parent, PORTFOLIO)
    for path in package.rglob("*.*")
    if path.suffix in {".py", ".jinja"}
]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
BUILT_KEYS = {"finding", "type", "basis", "status", "verdict"}
SPOKEN = {section for section in SENTENCES if section not in BUILT_KEYS and not section.startswith("about")}


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    """A blank filled in one language is filled in the other."""
    environment = Environment(autoescape=True)
    for section, named in SENTENCES.items():
        for name, texts in named.items():
            assert set(texts) == {"zh", "en"}, f"{section}.{name}"
            blanks = [meta.find_undeclared_variables(environment.parse(text)) for text in texts.values()]
            assert blanks[0] == blanks[1], f"{section}.{name}"


def test_every_finding_has_a_sentence_and_no_other() -> None:
    """A code without words would be our mistake on the worst occasion."""
    assert set(SENTENCES["finding"]) == {code.name.lower() for code in Code}


def test_every_code_is_reported_somewhere() -> None:
    """No code is kept for nothing."""
    assert [code.name for code in Code if f"Code.{code.name}" not in SOURCE] == []


def test_no_sentence_is_left_over() -> None:
    """Every sentence whose key is written out in the source is used; no section stands in two files."""
    assert len(SENTENCES) == sum(map(len, READ))
    assert {name: _section(name) for name in SENTENCES} == SENTENCES
    keys_written = set(re.findall(r"[\"']([a-z_]+\.[a-z0-9_]+)[\"']", SOURCE))
    begun = tuple(re.findall(r"f[\"']([a-z_]+\.[a-z0-9_]*)\{", SOURCE))
    # A capability may say a sentence of the workbench in its own words: the key with the capability's behind it.
    written = keys_written | {f"{key}_{capability.key}" for key in keys_written for capability in registered()}
    keys = {f"{section}.{name}" for section in SPOKEN for name in SENTENCES[section]}
    assert {key for key in keys - written if not key.startswith(begun)} == set()
    about = {key for key in keys_written if key.startswith("about")}
    assert about == {
        f"{section}.{name}" for section in SENTENCES if section.startswith("about") for name in SENTENCES[section]
    }


def test_chinese_breaks_between_characters_and_never_before_a_closing_mark() -> None:
    """Widths are cells; a word is cut only when it is longer than a line."""
    assert wrapped("直销，渠道（混合）。", 8) == ["直销，渠", "道（混", "合）。"] or wrapped(
        "直销，渠道（混合）。", 8
    ) == ["直销，", "渠道", "（混合）。"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrapped("a b c d e f", 5, hang=2) == ["a b c", "d e", "f"]


@pytest.mark.parametrize("lang", LANGS)
def test_blanks_are_filled_as_jinja2_fills_them(lang: Lang) -> None:
    """Sentences with nothing but blanks are filled without jinja2, and come out as they would with it."""
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - as in the wording
    seen = 0
    for section, named in SENTENCES.items():
        for name, sentence in named.items():
            blanks = dict.fromkeys(BLANK.findall(sentence[lang]), "{{ x }} 客户 <&>")
            if blanks and is_plain(sentence[lang]):
                seen += 1
                expected = environment.from_string(sentence[lang]).render(**blanks)
                assert Messages(lang)(f"{section}.{name}", **blanks) == expected
    assert seen > 50


def test_a_blank_that_is_not_filled_raises() -> None:
    """Nobody reads half a sentence."""
    with pytest.raises(KeyError):
        Messages("en")("interview.prompt_that_is_not_there")
    with pytest.raises(KeyError, match="file"):
        Messages("en")("interview.whole_plan")
