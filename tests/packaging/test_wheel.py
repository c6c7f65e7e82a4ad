"""The wheel: what is in it, and that it works in an environment without durable-rules."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from features.program import surroundings

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-sensors.yaml"
NEEDED = ("click", "jinja2", "platformdirs", "pydantic", "pyyaml", "rich", "textual")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_the_knowledge(wheel: Path) -> None:
    """Rules, knowledge, wording and the typing marker are inside; tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "knowledge"):
        for path in (each for each in (ROOT / folder).rglob("*.*") if each.suffix in {".yaml", ".csv"}):
            assert f"mvpod_expert/_data/{path.relative_to(ROOT).as_posix()}" in names
    layouts = ("page.html.jinja", "page.css", "drawings.svg.jinja", "drawings.css", "report.docx", "slides.pptx")
    reports = {f"mvpod_expert/document/{name}" for name in layouts}
    assert {
        "mvpod_expert/py.typed",
        "mvpod_workbench/messages/rules.toml",
        "mvpod_portfolio/messages.toml",
        "mvpod_workbench/codes/checking.toml",
        *reports,
        *(f"mvpod_expert/mode/interview/browser/page.{kind}" for kind in ("html", "css", "js")),
    } <= names
    assert not [name for name in names if name.startswith(("tests", "features"))]


def test_installed_without_durable_rules_it_advises(wheel: Path, tmp_path: Path) -> None:
    """In an environment that never had durable-rules the same advice comes from bitset, with one line saying so."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *(f"{name}=={version(name)}" for name in NEEDED)], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    command = [str(home / "bin" / "mvpod"), "recommend", str(EXAMPLE)]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings(), capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.count("\n") == 1
    assert "bitset" in done.stderr
    assert "Recommended: direct (clear)" in done.stdout
    assert "engine bitset" in done.stdout
    program = str(home / "bin" / "mvpod")
    for form, code, said in (("html", 0, "Written to report.html"), ("docx", 2, "-m pip install python-docx")):
        command = [program, "report", str(EXAMPLE), "-o", f"report.{form}"]
        done = subprocess.run(
            command, cwd=tmp_path, env=surroundings(), capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == code
        assert said in done.stdout + done.stderr
    assert "</html>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    shown = subprocess.run([str(python), "-m", "mvpod_expert", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("mvpod ")


INSTALLERS = {
    "pipx": ("PIPX_HOME", "PIPX_BIN_DIR", ["pipx", "install"], "pipx inject mvpod pygls"),
    "uv": ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", ["uv", "tool", "install"], "uv pip install --python"),
}
"""Where each puts programs, how it installs one, and how a missing library is then said to be brought in."""


@pytest.mark.long
@pytest.mark.parametrize("installer", INSTALLERS)
def test_installed_as_a_program_of_its_own_it_advises(installer: str, wheel: Path, tmp_path: Path) -> None:
    """Tools that were only ever run from a checkout miss files, and name commands that work nowhere else."""
    homes, programs, command, told = INSTALLERS[installer]
    venv.create(tmp_path / "tools", with_pip=True)
    tools = tmp_path / "tools" / "bin"
    subprocess.run([tools / "python", "-m", "pip", "install", "--quiet", installer], check=True, capture_output=True)
    environment = surroundings(measured=False) | {homes: str(tmp_path / "home"), programs: str(tmp_path / "programs")}
    subprocess.run([tools / command[0], *command[1:], wheel], env=environment, check=True, capture_output=True)
    mvpod = tmp_path / "programs" / "mvpod"
    advised = subprocess.run([mvpod, "recommend", EXAMPLE, "--lang", "en"], cwd=tmp_path, env=environment,
                             capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    assert "Recommended: direct" in advised.stdout
    lacking = subprocess.run([mvpod, "rules", "language-server", "--lang", "en"], cwd=tmp_path, env=environment,
                             capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL)  # fmt: skip
    assert lacking.returncode == 2
    assert told in " ".join(lacking.stderr.split())
