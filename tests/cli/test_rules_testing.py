"""`rules test`, `coverage`, `mutate` and `review` as a person sees them, in a terminal and through a pipe."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.resources import Home
from tests.loading.homes import copied, replaced

if TYPE_CHECKING:
    from pathlib import Path

WRONG = """tests:
  - id: an-expectation-too-many
    title: {zh: 期望过多, en: One expectation too many}
    given: {partner_availability: none, customer_requires_local_partner: some}
    expect: {mode: hybrid, fires: [hard-to-learn-product-favours-direct], plan: [synergy-test]}
    reviewed: {by: 李伟, date: 2026-11-25, verdict: reject, note: 客户要本地}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    return copied(tmp_path / "mine").root


def test_a_failing_case_test_shows_place_standings_and_near_miss(home: Path) -> None:
    """What was expected, what came, how near the rule came, who judged it; exit 1."""
    (home / "rules" / "mode" / "wrong.cases.yaml").write_text(WRONG, encoding="utf-8")
    printed = mvpod("rules", "test", "-k", "too-many", "--home", home, folder=home)
    assert printed.code == 1
    assert "FAIL an-expectation-too-many (One expectation too many)" in printed.said
    assert "rules/mode/wrong.cases.yaml:2:5" in printed.said
    assert "李伟 rejected the advice on 2026-11-25: 客户要本地" in printed.said
    assert "expected mode: hybrid; came: direct" in printed.said
    assert "should fire, but stayed silent: hard-to-learn-product-favours-direct" in printed.said
    assert re.search(r"The least that makes it fire: [^→]+: not known → high", printed.said)
    assert "0 passed, 1 failed, 0 errors" in printed.said
    chinese = mvpod("rules", "test", "-k", "期望过多", "--home", home, "--lang", "zh", folder=home)
    assert "不符 an-expectation-too-many" in chinese.said
    assert "应当建议：混合" in chinese.said


def test_a_broken_file_is_an_error_and_the_others_run(home: Path) -> None:
    """Its findings stand first with their places; `rules check` tells them too, and advice is given all the same."""
    path = home / "rules" / "mode" / "wrong.cases.yaml"
    path.write_text(WRONG.replace("mode: hybrid", "mode: hybird"), encoding="utf-8")
    printed = mvpod("rules", "test", "rules/mode", "--home", home, folder=home)
    assert printed.code == 1
    assert "MV204" in printed.said
    assert "did you mean: hybrid" in printed.said
    assert re.search(r"[1-9]\d* passed, 0 failed, 1 error\.", printed.said)
    assert "wrong.cases.yaml:5" in mvpod("rules", "check", "--home", home, folder=home).said
    assert mvpod("rules", "show", "large-deals-pay", "--home", home, folder=home).code == 0


def test_tests_as_json_and_as_annotations(home: Path) -> None:
    """Programs get stable keys, and a pull request the lines."""
    (home / "rules" / "mode" / "wrong.cases.yaml").write_text(WRONG, encoding="utf-8")
    data = mvpod("rules", "test", "rules/mode/wrong.cases.yaml", "--home", home, "--format", "json", folder=home).data
    assert data["summary"] == {"passed": 0, "failed": 1, "errors": 0}
    (test,) = data["tests"]
    assert (test["id"], test["outcome"], test["place"]["line"]) == ("an-expectation-too-many", "fail", 2)
    assert [each["matter"] for each in test["unmet"]] == ["mode", "fires", "plan"]
    lines = mvpod("rules", "test", "-k", "too-many", "--home", home, "--format", "github", folder=home).out
    assert lines.startswith("::error file=rules/mode/wrong.cases.yaml,line=2,col=5,title=FAIL::")
    assert lines.count("\n") == 1


def test_passes_are_listed_when_wanted_and_nothing_to_run_is_wrong_usage(home: Path) -> None:
    """`--verbose` shows each; a text that chooses nothing exits with 2, as a path that is not there does."""
    printed = mvpod("rules", "test", "-k", "nobody-to-sign", "--verbose", "--home", home, folder=home)
    assert "PASS nobody-to-sign-leaves-direct-alone (With no partner to sign" in printed.said
    for arguments in (["-k", "no such test"], ["rules/nowhere"]):
        assert mvpod("rules", "test", *arguments, "--home", home, folder=home).code == 2


@pytest.mark.thorough
def test_coverage_falls_below_its_threshold_when_an_example_goes(home: Path) -> None:
    """What is missing is reported with the example that would cover it, which then does."""
    arguments = ("rules", "coverage", "--home", home, "--at-least", "100", "--show", "500")
    before = mvpod(*arguments, folder=home).said
    wanted = "{market_stage: new_entry, education_need: high, sales_process_maturity: emerging}"
    replaced(Home(home), "rules/derive/coverage.yaml", wanted, "{market_stage: mature}")
    printed = mvpod(*arguments, folder=home)
    assert printed.code == 1
    assert "is-a-learning-phase" in printed.said
    assert "is-a-learning-phase" not in before
    assert f"silent: [{wanted}]" in printed.said


def test_mutate_tells_what_no_test_notices(home: Path) -> None:
    """The change in words, a test to paste, the score; a name that fits nothing is wrong usage."""
    for tests in (home / "rules" / "mode").glob("*.cases.yaml"):
        tests.unlink()
    printed = mvpod("rules", "mutate", "buying", "--home", home, "--show", "3", folder=home)
    assert printed.code == 0
    assert "Tests worth writing" in printed.said
    assert "expect: mode:" in printed.said
    assert re.search(r"[\d.]+% of the changes that can be noticed are\.", printed.said)
    assert mvpod("rules", "mutate", "buying", "--home", home, "--at-least", "100", folder=home).code == 1
    wrong = mvpod("rules", "mutate", "vetos", "--home", home, folder=home)
    assert (wrong.code, "did you mean vetoes" in wrong.said) == (2, True)
    data = mvpod("rules", "mutate", "vetoes", "--home", home, "--format", "json", folder=home).data
    assert list(data["groups"]) == ["advice"]
    assert sum(data["groups"]["advice"]["counts"].values()) == data["groups"]["advice"]["mutants"]


def test_accepted_advice_may_have_its_points_pinned(home: Path) -> None:
    """With --points an accepted profile says every mode's points; what came instead is told rule by rule."""
    typed = "a\n\nq\n"
    assert mvpod("rules", "judge", "--home", home, "--by", "Ann", "--points", folder=home, typed=typed).code == 0
    path = home / "rules" / "reviews.cases.yaml"
    text = path.read_text(encoding="utf-8")
    pinned = re.search(r"points: \{direct: (-?\d+), channel: -?\d+, hybrid: -?\d+\}", text)
    assert pinned is not None
    assert mvpod("rules", "test", path, "--home", home, folder=home).code == 0
    path.write_text(text.replace(f"direct: {pinned[1]},", "direct: 99,"), encoding="utf-8")
    ran = mvpod("rules", "test", path, "--home", home, folder=home)
    assert (ran.code, "expected +99 points for direct; came: " in ran.said) == (1, True)


def test_a_review_through_a_pipe_becomes_case_tests(home: Path) -> None:
    """Accepted advice passes, rejected advice fails with name and date; the same profiles do not come again."""
    typed = "a\n合适\nr\nzzz\n\n说不准\ns\nq\n"
    said = mvpod("rules", "judge", "--home", home, "--by", "李伟", "--lang", "zh", folder=home, typed=typed)
    assert said.code == 0
    assert "存下 2 个判断" in said.said
    assert max(map(len, said.out.splitlines())) <= 80
    text = (home / "rules" / "reviews.cases.yaml").read_text(encoding="utf-8")
    assert 'verdict: accept, note: "合适"' in text
    ran = mvpod("rules", "test", "rules/reviews.cases.yaml", "--home", home, folder=home)
    assert ran.code == 1
    assert "1 passed, 1 failed, 0 errors" in ran.said
    assert f"李伟 rejected the advice on {time.strftime('%Y-')}" in ran.said
    assert "should not be recommended: " in ran.said
    arguments = ("rules", "judge", "--home", home, "--by", "Ann", "--lang", "zh", "--count", "2")
    again = mvpod(*arguments, folder=home, typed="q\n")
    assert again.part("第 1 个", "建议") != said.part("第 1 个", "建议")
    (home / "rules" / "reviews.cases.yaml").write_text("tests: [{id: a}]\n", encoding="utf-8")
    assert mvpod("rules", "judge", "--home", home, "--by", "Ann", folder=home).code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ctrl_c_in_the_middle_of_a_verdict_loses_nothing(home: Path, lang: str) -> None:
    """In a real terminal of 60 columns: the rejection is on disk although the reason was never typed; exit 130."""
    environment = {**surroundings(), "TERM": "xterm-256color"}
    environment.pop("COLUMNS")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mvpod_expert", "rules", "judge", "--home", str(home), "--lang", lang],
        env=environment,
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 60),
    )
    asks = {"zh": ("姓名>", "退出>", "回车）>"), "en": ("name>", "quit>", "not sure")}[lang]
    child.expect(asks[0])
    child.sendline("Zoë")
    child.expect(asks[1])
    time.sleep(0.5)
    child.sendline("r")
    child.expect(asks[2])
    time.sleep(0.5)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    text = (home / "rules" / "reviews.cases.yaml").read_text(encoding="utf-8")
    assert 'by: "Zoë"' in text
    assert "verdict: reject" in text
    assert "not_mode: " in text
