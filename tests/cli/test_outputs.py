"""What commands write for a person: never over what they read, and over somebody else's file only when told to."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.commands import outputs
from mvpod_expert.views.messages import Messages
from mvpod_workbench.commands import rules_docs, rules_show

T = Messages("en")
TINY = Path(__file__).parent / "tiny"
CASE = {"client": "Example Ltd", "answers": {"product": "hard"}}
TABLE = min((Path(__file__).parent.parent.parent / "rules" / "tables").glob("*.csv")).name
FORMS = ("html", "md", "docx", "json", "pdf")
WAYS = [*(("report", "case.json", "--home", str(TINY), "-o", f"out.{form}") for form in FORMS)]
WAYS += [
    ("rules", "export", f"rules/tables/{TABLE}", "-o", "out.xlsx"),
    ("rules", "graph", "customers", "-o", "out.mmd"),
]


def home(folder: Path) -> Path:
    (folder / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    return folder


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[-1])
def test_only_its_own_files_are_written_over(way: tuple[str, ...], tmp_path: Path) -> None:
    """Tools of this kind write over whatever has the name: a letter, a template, the notes of a year."""
    out = home(tmp_path) / way[-1]
    for _ in range(2):
        assert mvpod(*way, folder=tmp_path).code == 0
    ours = out.read_bytes()
    theirs = b"PK\x03\x04 no archive" if ours.startswith(b"PK") else b"notes about mvpod \xff\n"
    out.write_bytes(theirs)
    refused = mvpod(*way, folder=tmp_path)
    assert refused.code == 2
    assert "--force" in refused.said
    assert out.read_bytes() == theirs
    assert mvpod(*way, "--force", folder=tmp_path).code == 0
    assert out.read_bytes()[:4] == ours[:4]
    assert {each.name for each in tmp_path.iterdir()} == {"case.json", out.name}


@pytest.mark.parametrize("name", ["case.json", "./case.json", "link.json", "hard.json"])
def test_a_report_is_never_written_over_its_case(name: str, tmp_path: Path) -> None:
    """Tools of this kind take the same name twice and leave the client without answers, however it is spelt."""
    case = home(tmp_path) / "case.json"
    (tmp_path / "link.json").symlink_to(case)
    (tmp_path / "hard.json").hardlink_to(case)
    before = case.read_bytes()
    for more in ((), ("--force",)):
        refused = mvpod("report", "case.json", "--home", TINY, "-o", name, *more, "--lang", "zh", folder=tmp_path)
        assert refused.code == 2
        assert "不能覆盖" in refused.said
    assert case.read_bytes() == before


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs a shell's file size limit")
def test_a_report_that_does_not_fit_leaves_the_old_one(tmp_path: Path) -> None:
    """Tools of this kind cut the report a client has to the size that was left on the disk."""
    home(tmp_path)
    mvpod("report", "case.json", "--home", TINY, "-o", "old.html", folder=tmp_path)
    before = (tmp_path / "old.html").read_bytes()
    (tmp_path / "old.html").chmod(0o640)
    program = f"{sys.executable} -m mvpod_expert report case.json --home {TINY} -o old.html"
    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; ulimit -f 8; exec {program}"],
        cwd=tmp_path,
        env={name: value for name, value in surroundings().items() if not name.startswith("COV")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "old.html" in done.stderr
    assert "File too large" in done.stderr
    assert (tmp_path / "old.html").read_bytes() == before
    assert (tmp_path / "old.html").stat().st_mode & 0o777 == 0o640
    assert {each.name for each in tmp_path.iterdir()} == {"case.json", "old.html"}


def test_folders_of_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """One file that is somebody else's stops all; of a folder that was read, none is written over even by force."""
    mark = rules_show.MARK.encode()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b").write_text("theirs", encoding="utf-8")
    contents: dict[Path, str | bytes] = {tmp_path / "in" / name: f"{rules_show.MARK} new" for name in "abc"}
    with pytest.raises(outputs.click.ClickException, match="--force"):
        outputs.write_outputs(contents, mark, T)
    with pytest.raises(outputs.click.ClickException, match="reads"):
        outputs.write_outputs(contents, mark, T, inputs=[tmp_path / "in"], force=True)
    assert [each.name for each in (tmp_path / "in").iterdir()] == ["b"]
    outputs.write_outputs(contents, mark, T, force=True)
    outputs.write_outputs(contents, mark, T, inputs=[tmp_path / "in"])
    assert {each.read_text("utf-8") for each in (tmp_path / "in").iterdir()} == {f"{rules_show.MARK} new"}


@pytest.mark.parametrize(
    ("way", "mark"), [(("schemas", "--no-vscode"), rules_docs.SCHEMA_MARK), (("docs",), rules_docs.MADE_BY.encode())]
)
def test_what_is_generated_has_its_mark(way: tuple[str, ...], mark: bytes, tmp_path: Path) -> None:
    """Else the next run would refuse the files of the one before."""
    assert mvpod("rules", *way, "-o", "made", folder=tmp_path).code == 0
    files = [path for path in (tmp_path / "made").rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path.name for path in files if not outputs._is_own(path, mark)] == []
