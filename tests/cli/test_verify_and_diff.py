"""`mvpod rules verify` and `mvpod rules diff` as a rule author sees them: the real program on real files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.resources import Home
from tests.loading.homes import ROOT, copied, replaced

if TYPE_CHECKING:
    from pathlib import Path

START = "from mvpod_expert.commands import main; main()"
TINY = ROOT / "tests" / "cli" / "tiny"
VETO = "  - id: no-partners-excludes-channel-and-hybrid"


def tiny(folder: Path) -> Path:
    shutil.copytree(TINY, folder / "tiny")
    return folder / "tiny"


@pytest.mark.thorough
def test_the_shipped_knowledge_is_proved_without_errors_or_warnings(tmp_path: Path) -> None:
    """Every question is decided, nothing is sampled, and only notes are found."""
    printed = mvpod("rules", "verify", "--format", "json", folder=tmp_path)
    assert printed.code == 0
    assert printed.data["summary"]["exact"] is True
    assert printed.data["summary"]["sampled"] == 0
    assert {each["severity"] for each in printed.data["diagnostics"]} == {"note"}
    assert {each["code"] for each in printed.data["diagnostics"]} == {"MV405", "MV407"}


@pytest.mark.thorough
def test_each_finding_comes_with_a_case_that_shows_it(tmp_path: Path) -> None:
    """A broken promise, a duplicate, and answers without a mode: what is claimed is seen when the case is run."""
    home = copied(tmp_path)
    again = (ROOT / "rules/mode/vetoes.yaml").read_text(encoding="utf-8").split(VETO)[1].split("\n\n")[0]
    path = home.root / "rules/mode/vetoes.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n  - id: again{again}\n", encoding="utf-8")
    replaced(home, "rules/mode/product.yaml", "for: direct", "against: direct")

    arguments = ("rules", "verify", "--home", home.root, "--witnesses", "cases", "--format", "json")
    printed = mvpod(*arguments, folder=tmp_path)

    assert printed.code == 1
    told = [(each["severity"], each["code"]) for each in printed.data["diagnostics"]]
    order = [told.index(each) for each in (("error", "MV411"), ("warning", "MV403"), ("note", "MV407"))]
    assert order == sorted(order)
    cases = sorted((tmp_path / "cases").iterdir())
    assert {case.name for case in cases} >= {"MV403-1.yaml", "MV407-1.yaml", "MV411-1.yaml"}
    twice = mvpod("recommend", "cases/MV403-1.yaml", "--home", home.root, "--format", "json", folder=tmp_path)
    fired = {each["rule"] for each in twice.cell["trace"]}
    assert {"again", "no-partners-excludes-channel-and-hybrid"} <= fired
    none = mvpod("recommend", "cases/MV407-1.yaml", "--home", home.root, "--format", "json", folder=tmp_path)
    assert none.cell["mode"]["verdict"] == "no_feasible_mode"
    _see_the_promise_broken(printed.data, home, tmp_path)


def _see_the_promise_broken(document: Any, home: Home, folder: Path) -> None:
    told = next(each for each in document["diagnostics"] if each["code"] == "MV411")
    mode, over, fact = (told["details"][key] for key in ("mode", "over", "fact"))
    nets = []
    for changed in ({}, told["witness"]["instead"]):
        case = {"answers": {**told["witness"]["answers"], **changed}}
        (folder / "case.json").write_text(json.dumps(case), encoding="utf-8")
        cell = mvpod("recommend", "case.json", "--home", home.root, "--format", "json", folder=folder).cell
        nets.append({each["mode"]: each["net"] for each in cell["mode"]["ranking"]})
    assert fact in told["witness"]["answers"]
    assert nets[1][mode] - nets[1][over] > nets[0][mode] - nets[0][over]


def test_a_rule_for_a_mode_that_its_answers_exclude_is_seen_with_an_override(tmp_path: Path) -> None:
    """The saved case chooses the mode otherwise than advised, and then the rule fires."""
    home = tiny(tmp_path)
    rules = home / "rules/plan/p.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8")
        .replace("when: {sales_mode: [channel, hybrid]}", "when: {sales_mode: channel, partners: none}")
        .replace("fires: [{sales_mode: channel}]", "fires: [{sales_mode: channel, partners: none}]"),
        encoding="utf-8",
    )
    printed = mvpod("rules", "verify", "--home", home, "--witnesses", "cases", folder=tmp_path)
    assert printed.code == 1
    assert "MV402" in printed.out
    cell = mvpod("recommend", "cases/MV402-1.yaml", "--home", home, "--format", "json", folder=tmp_path).cell
    assert "channels-need-partners" in {each["rule"] for each in cell["trace"]}
    assert cell["mode"]["recommended"] != "channel"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_stand_beside_their_lines_in_a_pull_request(tmp_path: Path, lang: str) -> None:
    """What is only to be looked at is a notice."""
    home = tiny(tmp_path)
    path = home / "rules/mode/m.yaml"
    vetoes = "then: [{exclude: channel}, {exclude: hybrid}]"
    text = path.read_text(encoding="utf-8")
    assert vetoes in text
    path.write_text(text.replace(vetoes, f"{vetoes[:-1]}, {{exclude: direct}}]"), encoding="utf-8")
    printed = mvpod("rules", "verify", "--format", "github", "--lang", lang, "--home", home, folder=tmp_path)
    assert re.search(r"^::notice file=rules/mode/m\.yaml,line=\d+,col=\d+,title=MV407::", printed.out, re.MULTILINE)


@pytest.mark.thorough
def test_without_the_solver_one_line_says_what_to_install(tmp_path: Path) -> None:
    """Never a traceback; exit code 2, in both languages, for both commands."""
    hidden = "import sys; sys.modules['z3'] = None; sys.argv = ['mvpod', *sys.argv[1:]]; "
    for command in (["verify"], ["diff", str(ROOT), str(TINY)]):
        for lang, word in (("zh", "缺少求解器"), ("en", "The solver z3 is missing")):
            done = subprocess.run(
                [sys.executable, "-c", f"{hidden}{START}", "rules", *command, "--lang", lang],
                capture_output=True,
                encoding="utf-8",
                cwd=tmp_path,
                check=False,
            )
            assert done.returncode == 2
            assert word in done.stderr
            assert "-m pip install openpyxl watchfiles z3-solver" in " ".join(done.stderr.split())
            assert len(done.stderr.strip().splitlines()) == 1


def test_a_comment_and_another_order_change_nothing(tmp_path: Path) -> None:
    """It is no diff of text: exit code 0, and nothing changes is said as a result."""
    home = tiny(tmp_path)
    path = home / "rules/mode/m.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        "# a comment\n" + text.replace("when: {effort: great}", "when: {all: [{any: [{effort: great}]}]}"),
        encoding="utf-8",
    )
    printed = mvpod("rules", "diff", TINY, home, folder=tmp_path)
    assert printed.code == 0
    assert "nothing changes in the advice; the two mean the same" in printed.said
    assert "that is proved over all answers" in printed.said


def test_a_changed_strength_tells_the_cases_the_rules_and_the_smallest_difference(tmp_path: Path) -> None:
    """The mode that changes comes first; the fewest answers that differ can be run on both."""
    home = tiny(tmp_path)
    path = home / "rules/mode/m.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "then: [{for: channel, strength: strong}, {for: hybrid, strength: weak}]",
        "then: [{for: hybrid, strength: strong}]",
    )
    path.write_text(text, encoding="utf-8")
    shutil.copy(TINY / "case.yaml", tmp_path / "case.yaml")
    saved = mvpod("recommend", "case.yaml", "--home", TINY, "--format", "json", folder=tmp_path)
    (tmp_path / "saved.json").write_text(saved.out, encoding="utf-8")

    arguments = ("rules", "diff", TINY, home, "--cases", "case.yaml", "--cases", "saved.json")
    printed = mvpod(*arguments, folder=tmp_path)
    assert printed.code == 1
    assert "T2: the decision changes from channel" in printed.said
    assert "partners-help-where-we-lack (other effects)" in printed.said
    assert "the advice changes" in printed.said

    document = mvpod(*arguments, "--format", "json", folder=tmp_path).data
    assert document["cases"] == 6
    assert [(each["kind"], each["field"]) for each in document["changes"]] == [("rule", "then")]
    smallest = document["smallest_difference"]
    assert smallest["level"] == "mode"
    (tmp_path / "small.json").write_text(json.dumps({"answers": smallest["answers"]}), encoding="utf-8")
    for side, folder in (("before", TINY), ("after", home)):
        cell = mvpod("recommend", "small.json", "--home", folder, "--format", "json", folder=tmp_path).cell
        assert cell["mode"]["recommended"] == smallest[side]["recommended"]


def test_only_words_are_told_as_only_words(tmp_path: Path) -> None:
    """Another title is no other advice."""
    home = tiny(tmp_path)
    path = home / "rules/mode/m.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Large deals pay", "Big deals pay"), encoding="utf-8")
    printed = mvpod("rules", "diff", TINY, home, folder=tmp_path)
    assert printed.code == 0
    assert "Only said otherwise or in another order, which changes no advice: 1." in printed.said
    assert "rule large-deals-pay › title (en): Large deals pay for sellers → Big deals pay for sellers" in printed.said
    assert "Changed in one language only" in printed.said


def test_an_id_that_was_typed_again_is_pointed_to_the_command_that_renames(tmp_path: Path) -> None:
    """Tools that list one entry as gone and one as new let a person break every file that has the old id."""
    home = tiny(tmp_path)
    path = home / "rules/mode/m.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: large-deals-pay", "id: big-deals"), encoding="utf-8")
    printed = mvpod("rules", "diff", TINY, home, folder=tmp_path)
    assert (
        "it says what large-deals-pay said, which is gone; put the id back and use mvpod rules rename" in printed.said
    )


@pytest.mark.thorough
def test_figures_vendors_and_directions_are_compared(tmp_path: Path) -> None:
    """Comparisons that know rules alone call two homes the same while a client with numbers is advised otherwise."""
    home = copied(tmp_path).root
    replaced(
        Home(home),
        "knowledge/figures/economics.yaml",
        "{state: low, below: 0.3}, {state: medium, up_to: 0.8}",
        "{state: low, below: 0.6}, {state: medium, up_to: 0.95}",
    )
    replaced(Home(home), "knowledge/figures/vendors.yaml", "passes_at: 0.7", "passes_at: 0.1")
    replaced(
        Home(home), "knowledge/vocabulary/20-customers.yaml", "id: medium, below: 100000", "id: medium, below: 150000"
    )
    case = ROOT / "examples/industrial-valves-complete.yaml"
    printed = mvpod("rules", "diff", ROOT, home, "--cases", case, "--format", "markdown", folder=tmp_path)
    assert printed.code == 1
    words = printed.said.replace("\\", "")
    assert "fills › options › low › below: 0.3 → 0.6" in words
    assert "passes_at: 0.7 → 0.1" in words
    assert "bands › medium › below: 100000 → 150000" in words
    assert "was read as" in words
    assert "the two mean the same" not in words
    assert words.startswith("# What a change of the rules does")
    page = mvpod("rules", "diff", TINY, TINY, "--format", "html", "--lang", "zh", folder=tmp_path)
    assert page.code == 0
    assert "两边的意思完全相同" in page.out
    assert "<nav" not in page.out


def test_a_fact_that_only_one_side_knows_is_said(tmp_path: Path) -> None:
    """Both are compared on what both know, and a rule on the new fact is found all the same."""
    home = tiny(tmp_path)
    facts = home / "knowledge/vocabulary/facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("id: partners\n", "id: allies\n"), encoding="utf-8")
    for path in (*home.glob("rules/*/*.yaml"), *home.glob("knowledge/cases/*.yaml")):
        path.write_text(re.sub(r"\bpartners: ", "allies: ", path.read_text(encoding="utf-8")), encoding="utf-8")
    printed = mvpod("rules", "diff", TINY, home, folder=tmp_path)
    assert printed.code == 1
    assert "allies, partners" in printed.said
    assert "fact allies: new" in printed.said


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def test_a_revision_of_the_home_in_use_is_compared(tmp_path: Path) -> None:
    """By default HEAD and what stands in the folder now, also where the home lies deep in the repository."""
    home = tiny(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "tiny")
    git(tmp_path, "commit", "-q", "-m", "first")
    assert mvpod("rules", "diff", "--home", home, folder=tmp_path).code == 0
    path = home / "knowledge/decision.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("points: 6", "points: 9"), encoding="utf-8")
    printed = mvpod("rules", "diff", "--home", home, folder=tmp_path)
    assert printed.code == 1
    assert "decision › strengths › strong › points: 6 → 9" in printed.said
    assert mvpod("rules", "diff", "HEAD", "HEAD", "--home", home, folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("named", "said"), [("nonsense", "neither a folder nor a git revision"), ("--output=x", "neither")]
)
def test_what_is_no_revision_is_said_in_one_line(tmp_path: Path, named: str, said: str) -> None:
    """A name that looks like an option is no option either."""
    home = tiny(tmp_path)
    git(tmp_path, "init", "-q")
    printed = mvpod("rules", "diff", "--home", home, "--", named, folder=tmp_path)
    assert printed.code == 2
    assert said in printed.said
    assert list(tmp_path.iterdir()) == [home] or {each.name for each in tmp_path.iterdir()} == {"tiny", ".git"}
