"""One cause, one finding: something that many places use is deleted from the shipped knowledge by hand."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.shared_causes import one_for_each_cause
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.resources import Home
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GONE = {
    "fact": ("knowledge/vocabulary/40-partners.yaml", "  - id: partner_capability\n", "partner_capability"),
    "option": ("knowledge/vocabulary/10-market.yaml", "      - id: new_entry\n", "new_entry"),
    "principle": ("knowledge/principles/mvpod.yaml", "  - id: M4\n", "M4"),
    "source": ("knowledge/sources/literature.yaml", "  - id: anderson-schmittlein-1984\n", "anderson-schmittlein-1984"),
    "item": ("knowledge/catalogue/15-synergy.yaml", None, None),
    "topic": ("knowledge/vocabulary/20-customers.yaml", None, None),
}
"""What is deleted: a file, the first line of an entry of it (without it, the whole file), and the name that is gone."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Home(tmp_path)


def delete(home: Home, file: str, first: str) -> None:
    """Delete an entry: its first line, and those that are indented more."""
    path = home.root / file
    before, found, after = path.read_text(encoding="utf-8").partition(first)
    assert found
    indent = len(first) - len(first.lstrip(" "))
    rest = re.sub(rf"\A(?:(?: {{{indent + 1}}}.*)?\n)*", "", after)
    path.write_text(before + rest, encoding="utf-8")


@pytest.mark.thorough
@pytest.mark.parametrize("kind", GONE)
def test_what_is_gone_is_one_finding(kind: str, home: Home) -> None:
    """Checkers that report each use of a deleted name bury the deletion, and suggest names that are nothing like it."""
    file, first, name = GONE[kind]
    if first is None:
        (home.root / file).unlink()
    else:
        delete(home, file, first)
    with pytest.raises(UnusableInputError) as caught:
        load_knowledge(home)
    findings = caught.value.diagnostics
    assert len(findings) == 1, findings
    assert caught.value.only_counted == 0
    assert name in {None, findings[0].details["written"]}
    assert findings[0].suggestion is None
    assert int(findings[0].details["places"]) > len(findings[0].related) > 0


def test_the_finding_says_where_and_what_to_do(home: Home) -> None:
    """A person who deleted an entry has to see that it was the deletion, who uses it, and the way back."""
    delete(home, *GONE["fact"][:2])
    told = mvpod("rules", "check", "--home", home.root, folder=home.root)
    assert told.code == 1
    assert "there is no fact 'partner_capability', but" in told.said
    assert "mvpod rules undo" in told.said
    assert re.search(r"also used at: \S+\.yaml:\d+:\d+, .* … and \d+ more", told.said)
    assert "1 finding." in told.said
    zh = mvpod("rules", "check", "--home", home.root, "--lang", "zh", folder=home.root)
    assert re.search("「partner_capability」这个事实，而有 [0-9]+ 处在用", zh.said)


def test_slips_of_their_own_stay_apart() -> None:
    """Two misspellings, and one made twice, are causes of their own, and keep their suggestions."""
    found = [
        Diagnostic(
            code=Code.FACT_UNKNOWN, place=Place(file="a", line=line), details={"written": written}, suggestion=meant
        )
        for line, (written, meant) in enumerate([("deal_sze", "deal_size"), ("risc", "risk"), ("risc", "risk")], 1)
    ]
    assert one_for_each_cause(found) == found
    renamed = [
        each.model_copy(update={"details": {"written": "deal_sizes"}, "suggestion": "deal_size"}) for each in found
    ]
    assert [each.suggestion for each in one_for_each_cause(renamed)] == ["deal_size"]


def test_who_uses_a_fact_that_is_to_be_retired_fits_on_a_screen(tmp_path: Path) -> None:
    """Tools that answer with all the errors a deletion would make leave the person to count who uses it."""
    refused = mvpod("rules", "retire", "partner_capability", "--dry-run", "--home", ROOT, folder=tmp_path)
    assert refused.code == 2
    assert len((refused.out + refused.err).splitlines()) <= 24
    assert re.search(r"documented case \(\d+\): H04, .* … and \d+ more", refused.said)
    assert "promise about a direction (1): promise 10" in refused.said
    assert "nothing was taken out" in refused.said
