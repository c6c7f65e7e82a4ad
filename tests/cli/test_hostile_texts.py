"""Texts of a client and of a home, in every form of output: never control, markup, a template's tag or a formula."""

from __future__ import annotations

import html
import json
import re
import shutil
import zipfile
from pathlib import Path
from random import Random

import pytest

from tests import hypothesis_profiles
from tests.fixtures.homes import SMALL
from tests.fuzz.bench import STEERING
from tests.fuzz.running import Ran, ran
from tests.fuzz.targets import EXAMPLES
from tests.shipped import KNOWLEDGE

HOSTILE = r'"=1+1 \e[31mred\a \x9b31m \u202Eabc <script>alert(1)</script> **bold** [a](http://b) {{ 7 * 7 }} {% if %}"'
MARKUP = "<script>alert(1)</script>"
FREE = ("client", "region", "segment", "because", "name", "note", "source", "notes")
SHOWN_BY = (
    "recommend case.yaml",
    "recommend case.yaml --full",
    "recommend case.yaml --format json",
    "explain case.yaml",
    "explain case.yaml why-not channel",
    "explain case.yaml --cell nowhere",
    "economics case.yaml",
    "economics case.yaml --cell nowhere",
    "metrics metrics-history.csv",
    "vendors case.yaml",
    "vendors case.yaml --template",
    "vendors case.yaml --format json",
    "audit case.yaml",
    "audit case.yaml --format json",
)
OF_A_HOME = (
    "recommend case.yaml",
    "recommend case.yaml --format json",
    "explain case.yaml",
    "rules check",
    "rules list all",
    "rules list all --format json",
    "rules show effort-favours-direct",
    "rules show deal_size",
    "rules test",
    "rules graph deal_size",
    "rules coverage",
)
CASE = """\
client: {hostile}
source: {hostile}
override: {{mode: direct, because: {hostile}}}
cells:
- id: east
  region: {hostile}
  segment: {hostile}
  answers: {{market_stage: {{value: mature, source: {hostile}, estimated: true}}}}
- {{id: {hostile}, answers: {{market_stage: new_entry}}}}
"""
BILINGUAL = re.compile(r"\ben: (?![\[{])([^,}\n]+|\"[^\"]*\")(?=[,}\n])")


def hostile_example() -> str:
    """Return the example that brings everything with a hostile text in each place a client writes freely."""
    text = (EXAMPLES / "industrial-valves-complete.yaml").read_text(encoding="utf-8")
    free = re.compile(rf"\b({'|'.join(FREE)}): (\"[^\"]*\"|[^}}\n#,]+(?:,(?! \w+:)[^}}\n#,]+)*)")
    return free.sub(lambda found: f"{found[1]}: {HOSTILE}", text)


def hostile_english(found: re.Match[str]) -> str:
    """Return an English text of a home with the hostile one before it, of which no `{{` is left."""
    own = found[1].strip('"')
    return f'en: {HOSTILE[: HOSTILE.index("{{")]}{own}"'


def harmless(done: Ran, command: str) -> None:
    """Hold what was printed against what no output may hold."""
    assert done.code in {0, 1, 2, 4}, f"{command}: {done.code}"
    found = STEERING.search(done.out + done.err)
    assert found is None, f"{command} printed {found[0]!r}"
    if "--format json" in command and done.out:
        json.loads(done.out)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLES / "metrics-history.csv", tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", [CASE.format(hostile=HOSTILE), hostile_example()], ids=["small", "everything"])
def test_texts_of_a_client_steer_no_terminal(case: str, folder: Path) -> None:
    """A name that recolours a terminal, or rewrites its title, is an old trick on tools that print what files say."""
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    seen = [ran(command.split(), b"") for command in SHOWN_BY]
    for done, command in zip(seen, SHOWN_BY, strict=True):
        harmless(done, command)
    assert sum("red" in done.out for done in seen) >= len(SHOWN_BY) // 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_texts_of_a_home_steer_no_terminal(lang: str, folder: Path) -> None:
    """Rules are shared between firms, and a title can carry what a client's name can."""
    shutil.copytree(SMALL, "home")
    changed = 0
    for path in Path("home").rglob("*.yaml"):
        text, count = BILINGUAL.subn(hostile_english, path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        changed += count
    assert changed > 50
    (folder / "case.yaml").write_text("answers: {product: hard, deal_size: 20000, sellers: enough}\n", encoding="utf-8")
    seen = [ran([*command.split(), "--home", "home", "--lang", lang], b"") for command in OF_A_HOME]
    for done, command in zip(seen, OF_A_HOME, strict=True):
        harmless(done, command)
        assert done.code != 2, done.err
    assert sum("red" in done.out for done in seen) >= len(OF_A_HOME) // 2


@pytest.mark.parametrize("form", ["html", "md", "docx", "json"])
def test_texts_of_a_client_are_no_markup_in_a_report(form: str, folder: Path) -> None:
    """Reports are opened by others: a name must not run there, be typeset, or be taken for a template's tag."""
    (folder / "case.yaml").write_text(hostile_example(), encoding="utf-8")
    harmless(ran(["report", "case.yaml", "-o", f"out.{form}"], b""), form)
    written = Path(f"out.{form}")
    if form == "docx":
        with zipfile.ZipFile(written) as whole:
            text = whole.read("word/document.xml").decode("utf-8")
    else:
        text = written.read_text(encoding="utf-8")
    assert STEERING.search(text.replace("\r\n", "\n")) is None
    assert "{{ 7 * 7 }}" in html.unescape(text).replace("\\", "")
    if form in {"html", "docx", "md"}:
        assert MARKUP not in text
    if form == "md":
        assert "**bold**" not in text
        assert "[a](http" not in text
    if form == "html":
        assert "<strong>bold" not in text


def test_no_cell_of_a_printed_table_is_a_formula() -> None:
    """Spreadsheets run what begins with = in a CSV file that somebody else's text went into."""
    from mvpod_expert.model.frozen import Text  # noqa: PLC0415
    from mvpod_expert.trends.command import history_template  # noqa: PLC0415
    from mvpod_expert.views.messages import Messages  # noqa: PLC0415

    table = KNOWLEDGE.trends
    assert table is not None
    series = tuple(one_series.model_copy(update={"title": Text(zh="=1+1", en="=1+1")}) for one_series in table.series)
    printed = history_template(table.model_copy(update={"series": series}), Messages("en"))
    assert "'=1+1" in printed
    assert ",=1+1" not in printed


@pytest.mark.thorough
def test_every_scalar_of_every_example_may_be_hostile(folder: Path) -> None:
    """Fields nobody thought of as text are printed in errors."""
    random, most = Random(1), 3 if hypothesis_profiles.profile() == hypothesis_profiles.QUICK else 40
    for example in sorted(EXAMPLES.glob("*.yaml")):
        text = example.read_text(encoding="utf-8")
        places = [found.span(1) for found in re.finditer(r"(?:[:,{\[] |- )([^\s,{}\[\]#][^,}\]\n#]*)", text)]
        for start, end in random.sample(places, min(most, len(places))):
            (folder / "case.yaml").write_text(text[:start] + HOSTILE + text[end:], encoding="utf-8")
            for command in random.sample(SHOWN_BY, 3):
                harmless(ran(command.split(), b""), command)
