"""A case that cannot be read is reported by every command that reads cases, also beside one that can."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.program import unmeasured as mvpod

TINY = Path(__file__).parent / "tiny"
GOOD = TINY / "case.yaml"
BAD = "answers: {product: plain}\n" + "[" * 1001 + "\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "recommend bad.yaml",
        f"recommend {GOOD} bad.yaml",
        "explain bad.yaml",
        "report bad.yaml -o a.md",
        "cases bad.yaml",
        f"cases {GOOD} bad.yaml",
        "interview --answers bad.yaml --batch",
        f"rules diff {TINY} --cases bad.yaml",
    ],
)
def test_no_command_advises_on_a_case_it_cannot_read(arguments: str, tmp_path: Path) -> None:
    """Batch runs of such tools skip what they cannot parse and report success on the rest."""
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    done = mvpod(*arguments.split(), "--home", TINY, "--lang", "en", folder=tmp_path)
    assert done.code == 2
    assert "bad.yaml:" in done.said
    assert "error MV110: this is not valid YAML" in done.said
    assert "Traceback" not in done.said
    assert (tmp_path / "bad.yaml").read_text(encoding="utf-8") == BAD


def test_what_is_found_in_a_folder_is_left_out_by_name(tmp_path: Path) -> None:
    """A folder of cases may hold other files; each that was not used is named."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "bad.yaml").write_text(BAD, encoding="utf-8")
    done = mvpod("cases", "cases", "--home", TINY, "--lang", "en", folder=tmp_path)
    assert done.code == 0
    assert "bad.yaml" in done.said
