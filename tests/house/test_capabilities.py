"""The seam: a capability is its own folder and one line of registration, and can be taken away again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-sensors.yaml"

SIXTH = '''
"""Remarks: a line of text a case may carry, counted in the result."""

from mvpod_expert.capability import Capability, CaseSection, Part, Presenter, ReportPart, Service
from mvpod_expert.document.tree import Column, Paragraph, Table
from mvpod_expert.document.tree import Section as Told
from mvpod_expert.loading.yaml_nodes import Scalar
from mvpod_expert.model.frozen import FrozenModel


class Remark(FrozenModel):
    text: str
    letters: int


class Section(CaseSection):
    def read_case(self, node, cells):
        written = node.get("remark")
        return {"remark": written.text if isinstance(written, Scalar) else None}


class Counting(Service):
    def of_case(self, case, advised):
        return {"remarks": (Remark(text=case.remark, letters=len(case.remark)),)} if case.remark else {}


class Presented(Presenter):
    def of_client(self, recommendation):
        for remark in recommendation.remarks:
            yield Told("Remarkable", (Paragraph(remark.text),))

    def in_report(self, recommendation, names, detail):
        for remark in recommendation.remarks:
            table = Table((Column("Letters"), Column("Remark")), ((str(remark.letters), remark.text),))
            yield ReportPart("In a word", ("a line of the remark",), Told("Remarkable", (table,), "remark", "page"))


class Remarks(Capability):
    key = "remarks"
    case_keys = ("remark",)
    parts = {
        "CaseFile": (Part("remark", "builtins:str"),),
        "Recommendation": (Part("remarks", f"{Remark.__module__}:Remark", ()),),
    }
    documents = {"remark": f"{Remark.__module__}:Remark"}

    def read_knowledge(self, source):
        return {}

    def case_section(self, context):
        return Section()

    def service(self, context):
        return Counting()

    def presenter(self, knowledge, t):
        return Presented(knowledge, t)


CAPABILITY = Remarks()
'''
COMMAND = '''
"""`mvpod remark`."""

import click


@click.command(help="A remark.")
def remark() -> None:
    click.echo("remarkable")
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what runs."""
    for name in ("mvpod_expert", "mvpod_workbench", "mvpod_portfolio", "rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", tmp_path)
    return tmp_path


def run(checkout: Path, *args: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program of a checkout, on its own knowledge or on that of another one."""
    surroundings = {**os.environ, "PYTHONPATH": str(checkout), "MVPOD_CACHE": "", "MVPOD_LANG": "en"}
    surroundings |= {"MVPOD_HOME": str(home)} if home is not None else {}
    return subprocess.run(
        [sys.executable, str(checkout / "cli.py"), *args],
        capture_output=True,
        encoding="utf-8",
        cwd=checkout,
        env=surroundings,
        check=False,
    )


def registry(checkout: Path, old: str, new: str) -> None:
    """Change one line of the registry."""
    path = checkout / "mvpod_expert" / "capability.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.thorough
def test_a_sixth_capability_is_a_folder_and_a_line(checkout: Path) -> None:
    """Its key is read, its result stands in JSON and reports, its schema is published, its command is there."""
    package = checkout / "mvpod_expert" / "remarks"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "capability.py").write_text(SIXTH, encoding="utf-8")
    (package / "command.py").write_text(COMMAND, encoding="utf-8")
    last = '    "audit": "mvpod_expert.audit",\n'
    registry(checkout, last, f'{last}    "remark": "mvpod_expert.remarks",\n')
    case = checkout / "case.yaml"
    case.write_text("remark: four words stand here\nanswers: {market_stage: mature}\n", encoding="utf-8")
    done = run(checkout, "recommend", str(case), "--format", "json", "--engine", "bitset")
    assert done.returncode in {0, 4}, done.stderr
    assert json.loads(done.stdout)["remarks"] == [{"text": "four words stand here", "letters": 21}]
    assert "letters" in json.loads(run(checkout, "schema").stdout)["$defs"]["Remark"]["properties"]
    assert run(checkout, "remark").stdout == "remarkable\n"
    assert "Remarkable: four words stand here" in run(checkout, "recommend", str(case)).stdout
    assert "Remarkable\n  four words stand here" in run(checkout, "recommend", str(case), "--full").stdout
    for form in ("html", "md", "docx"):
        assert run(checkout, "report", str(case), "-o", f"r.{form}").returncode == 0
    told = [(checkout / f"r.{form}").read_text(encoding="utf-8") for form in ("html", "md")]
    told.append("\n".join(paragraph.text for paragraph in docx.Document(str(checkout / "r.docx")).paragraphs))
    assert all(text in form for form in told for text in ("In a word", "a line of the remark", "Remarkable"))
    assert "MV201" in run(ROOT, "recommend", str(case)).stderr


@pytest.mark.thorough
def test_without_the_vendors_all_else_works(checkout: Path) -> None:
    """The folder and its line go: advice, the other capabilities, the workbench and reports stay as they are.

    Tools of this kind name each plug-in in the commands for authors, so that taking one away breaks them all.
    """
    shutil.rmtree(checkout / "mvpod_expert" / "vendors")
    (checkout / "rules" / "plan" / "vendors.cases.yaml").unlink()
    registry(checkout, '    "vendors": "mvpod_expert.vendors",\n', "")
    here, there = (run(folder, "recommend", str(EXAMPLE), "--engine", "bitset") for folder in (ROOT, checkout))
    # The edition is named by what was read, which is a file less.
    assert (there.returncode, _without_edition(there.stdout)) == (here.returncode, _without_edition(here.stdout)), (
        there.stderr
    )
    for args in (
        ("economics", "--template"),
        ("metrics", "--template"),
        ("audit", "--template"),
        ("rules", "check"),
        ("rules", "show", "market_stage"),
        ("rules", "list", "measures"),
        ("rules", "diff", ".", "."),
        ("rules", "test", "market_stage"),
    ):
        here, there = run(ROOT, *args, home=checkout), run(checkout, *args)
        assert there.returncode == here.returncode, (args, there.stderr)
        assert _without_counts(there.stdout) == _without_counts(here.stdout), (args, there.stderr)
    for args in (
        ("report", str(EXAMPLE), "-o", str(checkout / "report.html")),
        ("rules", "docs", "-o", str(checkout / "docs")),
        ("rules", "schemas", "-o", str(checkout / "schemas")),
    ):
        made = run(checkout, *args)
        assert made.returncode == 0, (args, made.stderr)
    assert "vendors" not in (checkout / "schemas" / "case.schema.json").read_text(encoding="utf-8")
    assert run(checkout, "vendors", str(EXAMPLE)).returncode == 2


def _without_counts(text: str) -> str:
    """Leave out what `rules diff` counts last: it compared the vendors' entries too."""
    return text.split("Compared: decision", maxsplit=1)[0]


def _without_edition(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("Knowledge edition")]


LOADED = """
import atexit, sys
from mvpod_expert.commands import main
parts = (".service", ".case_section", ".sections")
atexit.register(lambda: print(*(name for name in sys.modules if name.endswith(parts)), file=sys.stderr))
main()
"""


def test_a_case_asks_the_capabilities_it_has_something_of_alone(tmp_path: Path) -> None:
    """For answers alone, what reads, computes and presents numbers, histories, vendors or plans is not imported."""
    case = tmp_path / "case.yaml"
    for text, loaded in (
        ("answers: {partner_capability: low}", []),
        ("economics: {gross_margin: 45%}", ["case_section", "service", "sections"]),
    ):
        case.write_text(text, encoding="utf-8")
        arguments = [sys.executable, "-c", LOADED, "recommend", str(case)]
        run = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT)
        assert run.stderr.split() == [f"mvpod_expert.economics.{name}" for name in loaded]
