"""`mvpod rules new`, `fmt` and `rename` as an expert uses them: the real program, in a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import Printed
from features.program import unmeasured as mvpod
from tests.loading.homes import ROOT, copied

if TYPE_CHECKING:
    from pathlib import Path
from typing import Any

RULE = ("rule", "my-rule", "--in", "rules/mode/product.yaml", "--when", "product_complexity=high")


def run(*arguments: str, code: int = 0, cwd: Path = ROOT, home: Path | None = None) -> Printed:
    done = mvpod(*arguments, *(["--home", str(home)] if home else []), folder=cwd)
    assert done.code == code, done.out + done.err
    return done


def nets(mode: dict[str, Any]) -> dict[str, int]:
    return {each["mode"]: each["net"] for each in mode["ranking"]}


@pytest.mark.thorough
def test_the_first_steps_of_an_expert(tmp_path: Path) -> None:
    """A home of one's own, a rule in it that passes the tests at once, and the check once its texts are written."""
    home = tmp_path / "mine"
    assert "mvpod rules check --home" in run("rules", "new", "home", str(home), "--lang", "en").out
    made = run("rules", "new", *RULE, "--then", "for=direct", "--strength", "weak", "--lang", "zh", home=home).out
    assert "已写入 rules/mode/product.yaml" in made
    assert "（待写）" in made
    assert "1 draft takes no part" in run("rules", "check", "--lang", "en", home=home).out
    path = home / "rules/mode/product.yaml"
    written = path.read_text(encoding="utf-8").replace("（待写）", "").replace("(to be written) ", "")
    path.write_text(written, encoding="utf-8")
    run("rules", "check", home=home)
    run("rules", "review", "my-rule", "--all", "--by", "Lin", home=home)
    assert "2 passed" in run("rules", "test", "-k", "my-rule", "--lang", "en", home=home).out
    run("rules", "fmt", home=home)
    run("rules", "fmt", "--check", home=home)


def test_a_home_that_is_not_there_cannot_be_copied_and_is_named(tmp_path: Path) -> None:
    """MVPOD_HOME set before the copy was made: one line says which folder is meant, and nothing is written."""
    for lang, said in (("en", "holds no rules/ and knowledge/ to copy"), ("zh", "没有可复制的")):
        done = run("rules", "new", "home", str(tmp_path / "mine"), "--lang", lang, home=tmp_path / "none", code=2)
        assert said in done.err
        assert str(tmp_path / "none") in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_a_renamed_fact_is_understood_in_an_old_case_file_and_found_by_its_old_name(tmp_path: Path) -> None:
    """Advice on an old file is the same, with a note on standard error; `rules show` takes a rule's former id."""
    home = copied(tmp_path / "home").root
    case = tmp_path / "old.yaml"
    case.write_text("answers: {product_complexity: high, market_stage: mature}\n", encoding="utf-8")
    before = json.loads(run("recommend", str(case), "--format", "json", home=home).out)
    shown = run("rules", "rename", "product_complexity", "learning_time", "--dry-run", "--lang", "en", home=home).out
    assert "rules/mode/product.yaml:5:12" in shown
    assert "Nothing was written" in " ".join(shown.split())
    run("rules", "rename", "product_complexity", "learning_time", home=home)
    run("rules", "rename", "learning_time.high", "steep", home=home)
    run("rules", "rename", "hard-to-learn-product-favours-direct", "long-learning-favours-direct", home=home)
    run("rules", "check", home=home)
    done = run("recommend", str(case), "--format", "json", "--lang", "en", home=home)
    assert nets(json.loads(done.out)["cells"][0]["mode"]) == nets(before["cells"][0]["mode"])
    assert "'product_complexity: high'; it is called 'learning_time: steep' today" in done.err.replace("\n", " ")
    assert "long-learning-favours-direct" in run("rules", "show", "hard-to-learn-product-favours-direct", home=home).out


@pytest.mark.thorough
def test_a_saved_result_from_before_a_rename_is_replayed(tmp_path: Path) -> None:
    """Rules and items under new ids are no drift; a renamed fact is reported as read otherwise."""
    home = copied(tmp_path / "home").root
    case, result = tmp_path / "c.yaml", tmp_path / "r.json"
    case.write_text("answers: {product_complexity: high, market_stage: mature}\n", encoding="utf-8")
    result.write_text(run("recommend", str(case), "--format", "json", home=home).out, encoding="utf-8")
    run("rules", "rename", "product_complexity", "learning_time", home=home)
    run("rules", "rename", "hard-to-learn-product-favours-direct", "long-learning-favours-direct", home=home)
    replayed = json.loads(run("replay", str(result), "--format", "json", code=4, home=home).out)["cells"][0]
    assert nets(replayed["after"]) == nets(replayed["before"])
    assert [(each["fact"], each["formerly"]) for each in replayed["readings"]] == [
        ("learning_time", "product_complexity")
    ]
    assert replayed["rules"] == []


@pytest.mark.thorough
def test_bad_input_writes_nothing(tmp_path: Path) -> None:
    """Exit code 2, what was meant, and every file as it was."""
    home = copied(tmp_path / "home").root
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    cases = [
        (("new", "rule", "x", "--when", "product_complexty=high"), "did you mean product_complexity"),
        (("new", "rule", "x", "--when", "product_complexity=hihg"), "did you mean high"),
        (("new", "rule", "x", "--then", "for=dircet"), "did you mean direct"),
        (("new", "rule", "x", "--strength", "strnog"), "did you mean strong"),
        (("new", "scenaro", "x"), "did you mean scenario"),
        (("new", "rule", "hard-to-learn-product-favours-direct"), "is there already: rules/mode/product.yaml:3"),
        (("new", "rule", "x", "--in", "../out.yaml"), "a rule stands in a folder of rules/"),
        (("rename", "product_complexty", "x"), "did you mean product_complexity"),
        (("rename", "product_complexity", "unknown"), "nothing was renamed"),
    ]
    for arguments, said in cases:
        assert said in run("rules", *arguments, "--lang", "en", code=2, home=home).err, arguments
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.thorough
def test_fmt_tells_what_it_would_do_and_leaves_what_it_cannot_read(tmp_path: Path) -> None:
    """`--check` and `--diff` write nothing; a broken file has its finding while the others are formatted."""
    home = copied(tmp_path / "home").root
    run("rules", "fmt", home=home)
    path, broken = home / "rules/mode/product.yaml", home / "rules/mode/vetoes.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("when: {product_complexity: high}", "when:   { product_complexity: 'high' }"), "utf-8")
    assert (
        "would format rules/mode/product.yaml" in run("rules", "fmt", "--check", "--lang", "en", code=1, home=home).out
    )
    diff = run("rules", "fmt", "--diff", code=1, home=home).out
    assert "-    when:   { product_complexity: 'high' }" in diff
    assert (
        "::warning file=rules/mode/product.yaml,line=5"
        in run("rules", "fmt", "--check", "--format", "github", code=1, home=home).out
    )
    assert path.read_text(encoding="utf-8") != text
    broken.write_text("rules: [\n", encoding="utf-8")
    assert "MV110" in run("rules", "fmt", code=2, home=home).err
    assert path.read_text(encoding="utf-8") == text
    assert broken.read_text(encoding="utf-8") == "rules: [\n"


def test_the_shipped_files_are_in_their_one_form() -> None:
    run("rules", "fmt", "--check")


@pytest.mark.thorough
def test_the_installed_rules_are_not_edited(tmp_path: Path) -> None:
    """Inside the installed package nothing is written; the way to a copy is reported."""
    package = tmp_path / "site"
    for name in ("mvpod_expert", "mvpod_workbench"):
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "mvpod_expert/resources.py").write_text(
        (ROOT / "mvpod_expert/resources.py")
        .read_text(encoding="utf-8")
        .replace("Path(__file__).resolve().parent", f"Path({str(package / 'mvpod_expert')!r})"),
        encoding="utf-8",
    )
    data = copied(package / "mvpod_expert/_data").root
    before = {path: path.read_bytes() for path in data.rglob("*.yaml")}
    script = "from mvpod_expert.commands import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(package), "MVPOD_CACHE": "", "NO_COLOR": "1"}
    for arguments in (("new", "rule", "x"), ("rename", "win-rate", "wins"), ("fmt",)):
        done = subprocess.run(
            [sys.executable, "-c", script, "rules", *arguments, "--lang", "en"],
            capture_output=True, text=True, encoding="utf-8", check=False, env=environment, cwd=tmp_path,
        )  # fmt: skip
        if arguments == ("fmt",) and done.returncode == 0:
            continue
        assert done.returncode == 2
        assert "mvpod rules new home my-rules" in done.stderr
    assert {path: path.read_bytes() for path in data.rglob("*.yaml")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_in_a_terminal_it_asks(tmp_path: Path) -> None:
    """Without `--when` a rule's condition and outcome are asked for."""
    home = copied(tmp_path / "home").root
    program = pexpect.spawn(
        sys.executable,
        ["-m", "mvpod_expert", "rules", "new", "rule", "my-rule", "--home", str(home), "--lang", "en"],
        encoding="utf-8", timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )  # fmt: skip
    program.expect("What does it test")
    program.sendline("product_complexity=high education_need=high")
    program.expect("What does it do")
    program.sendline("against=channel")
    program.expect("How strong")
    program.sendline("")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    text = (home / "rules/mode/drafts.yaml").read_text(encoding="utf-8")
    assert "when: {product_complexity: high, education_need: high}" in text
    assert "- {against: channel, strength: weak}" in text
