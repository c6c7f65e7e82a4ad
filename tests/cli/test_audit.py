"""`mvpod audit` as a person and as a program sees it, in both languages: pages, interview, JSON and reports."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import jsonschema
import pexpect
import pytest
import yaml
from rich.cells import cell_len

from features.program import Conversation, surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS
from tests.interview.test_terminal import PROMPT
from tests.shipped import KNOWLEDGE

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden_audit"
EXAMPLE = ROOT / "examples" / "existing-plan-zh.yaml"
AUDITED = KNOWLEDGE.audit
assert AUDITED is not None
ASKED = list(AUDITED.asked())
SECONDS = 180
HOSTILE = "<script>alert(1)</script>\x1b[31m|# {{ 7*7 }}"
ORDER_LINE_ONLY = {"order_line": "there", "customer_line": "missing", "support_line": "missing"}


def written(folder: Path, answers: dict[str, object], client: str = "A client") -> str:
    text = json.dumps({"client": client, "answers": answers}, ensure_ascii=False)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return "plan.yaml"


def schema(name: str) -> object:
    return json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_the_example_is_as_committed(lang: str, tmp_path: Path) -> None:
    """Defects, gap and roadmap of the example client, word for word; MVPOD_UPDATE_GOLDEN=1 writes them anew."""
    (tmp_path / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    seen = mvpod("audit", EXAMPLE.name, "--lang", lang, folder=tmp_path)
    golden = GOLDEN / f"audit.{lang}.txt"
    if os.environ.get("MVPOD_UPDATE_GOLDEN"):
        golden.write_text(seen.out, encoding="utf-8")
    assert seen.code == 0
    assert seen.out == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_everything_fits_a_narrow_terminal(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is longer than 60 cells, and no blank of a sentence is left."""
    monkeypatch.setattr("features.program.surroundings", lambda **given: surroundings(**given) | {"COLUMNS": "60"})
    seen = mvpod("audit", EXAMPLE, "--everything", "--lang", lang, folder=tmp_path)
    lines = [line for line in seen.out.splitlines() if str(EXAMPLE) not in line]
    assert max(map(cell_len, lines)) <= 60
    assert "{{" not in seen.out


def test_the_json_keeps_its_schema_and_stands_in_the_advice_too(tmp_path: Path) -> None:
    """One audit, whoever prints it; the same with both engines."""
    alone = mvpod("audit", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(alone, schema("audit"))
    advice = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data
    jsonschema.validate(advice, schema("recommendation"))
    assert advice["audits"] == alone["audits"]
    assert mvpod("audit", EXAMPLE, "--format", "json", "--engine", "bitset", folder=tmp_path).data == alone
    (tmp_path / "saved.json").write_text(json.dumps(advice), encoding="utf-8")
    assert mvpod("replay", "saved.json", folder=tmp_path).code == 0


def test_a_plan_against_a_case_says_where_the_mode_differs(tmp_path: Path) -> None:
    """PLAN alone is held against the standard, with --case against the plan recommended for it."""
    plan = written(tmp_path, {"plan_mode": "channel", "plan_boundary": "not_applicable"})
    case = ROOT / "examples" / "industrial-sensors.yaml"
    alone, against = mvpod("audit", plan, folder=tmp_path), mvpod("audit", plan, "--case", case, folder=tmp_path)
    assert "To-be: the MVPOD standard" in alone.said
    assert "the plan chooses channel, the advice is" not in alone.said
    assert "the plan chooses channel, the advice is direct" in against.said


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_is_a_plan_in_which_nothing_is_known(lang: str, tmp_path: Path) -> None:
    """It has every question, can be read as it is, and finds nothing missing."""
    template = mvpod("audit", "--template", "--lang", lang, folder=tmp_path).out
    (tmp_path / "plan.yaml").write_text(template, encoding="utf-8")
    assert yaml.safe_load(template)["answers"] == {fact.id: "unknown" for fact in ASKED}
    (audit,) = mvpod("audit", "plan.yaml", "--format", "json", folder=tmp_path).data["audits"]
    assert audit["measures"] == []
    assert sum(area["missing"] for area in audit["areas"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plan.yaml", "--answers", "x.yaml"), "--answers is for the interview"),
        (("--format", "json"), "give PLAN or a case with audit:"),
        (("plan.yaml", "--case", str(EXAMPLE)), "give one of them"),
        (("nothing.yaml",), "nothing.yaml"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """In one line, with code 2."""
    written(tmp_path, {})
    seen = mvpod("audit", *arguments, "--lang", "en", folder=tmp_path)
    assert seen.code == 2
    assert words in seen.said


def test_a_misspelt_answer_is_a_finding_with_what_was_meant(tmp_path: Path) -> None:
    """In a plan and under audit: in a case alike."""
    seen = mvpod("audit", written(tmp_path, {"value_target": "mising"}), folder=tmp_path)
    assert seen.code == 2
    assert "value_targets" in seen.said
    (tmp_path / "case.yaml").write_text("answers: {}\naudit: {value_targets: mising}\n", encoding="utf-8")
    seen = mvpod("recommend", "case.yaml", folder=tmp_path)
    assert seen.code == 2
    assert "missing" in seen.said


def test_the_interview_saves_each_answer_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    """Interviews of this kind lose what was typed when they are killed; this one leaves a case with `audit:`."""
    talk = Conversation("audit", "--answers", "a.yaml", "--lang", "en", folder=tmp_path)
    for words in ("direct", "1", "n"):
        assert talk.listen() is not None
        talk.t(words)
    assert talk.listen() is not None
    talk.kill()
    typed = "?\nback\n2\n/client The client\ngo order line\nthere\nnonsense\nskip\n/whatif x=y\nreview\ndone\n"
    seen = mvpod("audit", "--answers", "a.yaml", "--lang", "en", folder=tmp_path, typed=typed)
    assert seen.code == 0
    assert "3 answers read back" in seen.said
    assert "There is no /whatif" in seen.said
    assert "'nonsense' is not among the answers" in seen.said
    assert "Audit of the existing plan · The client" in seen.said
    assert "To-be: the MVPOD standard" in seen.said
    (audit,) = mvpod("audit", "a.yaml", "--format", "json", folder=tmp_path).data["audits"]
    given = {each["fact"]: each["state"] for each in audit["answers"]}
    assert given == {
        "plan_mode": "direct",
        "plan_mode_per_market": "there",
        "plan_boundary": "partly",
        "order_line": "there",
    }


def test_a_case_with_answers_of_its_own_is_the_to_be_of_its_plan(tmp_path: Path) -> None:
    """Tools of this kind ask about the plan of today and forget the case that lies in the same file."""
    example = ROOT / "examples" / "industrial-sensors.yaml"
    (tmp_path / "a.yaml").write_bytes(example.read_bytes())
    seen = mvpod("audit", "--answers", "a.yaml", "--lang", "en", folder=tmp_path, typed="channel\ndone\n")
    assert seen.code == 0, seen.said
    assert "the plan chooses channel, the advice is direct" in seen.said
    assert "the plan chooses channel, the advice is direct" in mvpod("audit", "a.yaml", folder=tmp_path).said


def test_a_plan_is_not_gone_on_with(tmp_path: Path) -> None:
    """Interviews of this kind write into a file of another kind, and neither can be read any more."""
    plan = tmp_path / written(tmp_path, {"plan_mode": "channel"})
    before = plan.read_bytes()
    seen = mvpod("audit", "--answers", "plan.yaml", "--lang", "en", folder=tmp_path, typed="done\n")
    assert seen.code == 2
    assert "mvpod audit plan.yaml shows its audit" in seen.said
    assert plan.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    ("lang", "typed", "said"),
    [
        ("en", "go customer line\nwhy", "It helps to conclude: Order line only, Balance of the three lines"),
        ("en", "go customer line\n?", "A gap calls for: Build two modules of the customer line"),
        ("en", "?", "Why it is asked"),
        ("zh", "改 customer_line\n为什么", "用来判断：只关注了术、三条线的平衡"),
        ("en", "q", "Nothing was answered"),
        ("en", "1\nq", "To go on: mvpod audit --answers a.yaml"),
        ("en", "1", "To go on: mvpod audit --answers a.yaml"),
        ("en", "go 99", f"a number from 1 to {len(ASKED)}"),
        ("en", "1\n\n1\ngo", f"2/{len(ASKED)}"),
    ],
)
def test_what_can_be_asked_for_at_a_question(lang: str, typed: str, said: str, tmp_path: Path) -> None:
    """Questionnaires of this kind do not say what an answer is for, cannot be jumped in, and end without a word."""
    seen = mvpod("audit", "--answers", "a.yaml", "--lang", lang, folder=tmp_path, typed=typed + "\n/quit\n")
    assert said in seen.said
    assert seen.code == 130


@pytest.mark.parametrize("lang", LANGS)
def test_a_whole_interview_in_a_terminal(lang: str, tmp_path: Path) -> None:
    """Every question once, then the audit; Ctrl-C ends another one with code 130."""

    def start() -> pexpect.spawn:
        arguments = ["-m", "mvpod_expert", "audit", "--plain", "--answers", "a.yaml", "--lang", lang]
        environment = {**surroundings(), "TERM": "xterm-256color"}
        child = pexpect.spawn(
            sys.executable, arguments, cwd=str(tmp_path), env=environment, encoding="utf-8", timeout=SECONDS
        )
        child.expect(PROMPT[lang])
        return child

    child = start()
    child.sendintr()
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 130
    child = start()
    for number in range(1, len(ASKED) + 1):
        child.sendline("u")
        if number < len(ASKED):
            child.expect(PROMPT[lang])
    rest = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", child.read())
    child.wait()
    assert child.exitstatus == 0
    assert {"zh": "已有规划的诊断", "en": "Audit of the existing plan"}[lang] in rest
    saved = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert saved.count('{"fill": ') == len(ASKED)


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_a_report_has_the_audit_and_escapes_names(form: str, tmp_path: Path) -> None:
    """The section stands in every form; the picture has words beside it; a name is never markup."""
    text = EXAMPLE.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("client:"))
    (tmp_path / "case.yaml").write_text(text.replace(line, f"client: {json.dumps(HOSTILE)}"), encoding="utf-8")
    seen = mvpod("report", "case.yaml", "-o", f"r.{form}", "--lang", "zh", folder=tmp_path)
    assert seen.code == 0, seen.said
    if form == "docx":
        from docx import Document  # noqa: PLC0415 - for this form alone

        document = Document(str(tmp_path / "r.docx"))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        page = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        page = (tmp_path / f"r.{form}").read_text(encoding="utf-8")
        assert "<script>" not in page
    assert "\x1b" not in page
    assert "49" not in next(line for line in page.splitlines() if "alert(1)" in line)
    for words in ("已有规划的诊断", "只关注了术：存在", "给前十大客户定经营人", "★ 画一张模式地图"):
        assert words in page
    if form == "html":
        assert re.search(r'<svg [^>]*class="gap" [^>]*role="img" aria-label="各领域已有[^"]*流程 P', page)


def test_a_hostile_name_steers_no_terminal(tmp_path: Path) -> None:
    """Control characters of a client's name are taken out."""
    seen = mvpod("audit", written(tmp_path, ORDER_LINE_ONLY, HOSTILE), folder=tmp_path)
    assert "\x1b" not in seen.out
    assert "<script>" in seen.out
