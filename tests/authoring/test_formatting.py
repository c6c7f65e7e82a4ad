"""`mvpod rules fmt` keeps what a file says and every comment, and writing its form once more changes nothing."""

from __future__ import annotations

import errno
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mvpod_expert.atomic_write import write_files
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.editing import formatting
from mvpod_workbench.editing.formatting import FormatLosesError, format_file, format_files, formatted
from mvpod_workbench.editing.layout_reading import comments_of
from tests.hypothesis_profiles import random_examples

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "knowledge").rglob("*.yaml")])


def fmt(text: str) -> str:
    report = DiagnosticCollector()
    after = formatted(text, "f.yaml", report)
    assert after is not None, report.diagnostics
    return after


def said(text: str) -> object:
    report = DiagnosticCollector()
    node = parse_yaml(text, "f.yaml", report)
    assert node is not None
    assert not report.diagnostics
    return plain(node)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_says_the_same_in_its_one_form(path: Path) -> None:
    """Data and comments are those of the file, however its lines end; and the form is stable."""
    text = path.read_text(encoding="utf-8")
    after = fmt(text)
    assert said(after) == said(text)
    assert Counter(comments_of(after)) == Counter(comments_of(text))
    assert fmt(after) == after
    assert fmt(text.replace("\n", "\r\n")) == after


NASTY = {
    "comments in brackets": (
        "a: {b: 1, # one\n  # own\n  c: [x, # ex\n    y] # why\n  # last\n  } # after\n",
        "a:\n  b: 1  # one\n  # own\n  c:\n    - x  # ex\n    - y\n    # why\n  # last\n  # after\n",
    ),
    "comment after a key": ("k: # about k\n  v\nl: # about l\n  - x\n", "# about k\nk: v\nl:  # about l\n  - x\n"),
    "comment after a dash": ("l:\n  - # first\n    id: x\n    b: y\n", "l:\n  # first\n  - id: x\n    b: y\n"),
    "comment at the mark of a text": ("t: >- # why\n  a b\n  c\nu: 1\n", "# why\nt: >-\n  a b\n  c\nu: 1\n"),
    "comments before and after everything": (
        "# top\n\nrules:\n    # first\n  - id: a\n    # in a\n  # after a\n  - id: b\n    # in b\n# end\n",
        "# top\n\nrules:\n  # first\n  - id: a\n    # in a\n  # after a\n  - id: b\n    # in b\n# end\n",
    ),
    "a hash that is no comment": ("a: 'b # c'\nb: d#e\nc: \"#f\"\n", 'a: "b # c"\nb: d#e\nc: "#f"\n'),
    "quotes that are needed": (
        "a: 'yes'\nb: \"5\"\nc: 'null'\nd: '~'\ne: '2021-04-26'\nf: ' x'\ng: 'a: b'\nh: ''\ni: \"1e3\"\nj: 'a:'\n",
        'a: "yes"\nb: "5"\nc: "null"\nd: "~"\ne: "2021-04-26"\nf: " x"\ng: "a: b"\nh: ""\ni: "1e3"\nj: "a:"\n',
    ),
    "quotes that are not": ("a: '直销，渠道：混合'\nb: \"it's\"\n", "a: 直销，渠道：混合\nb: it's\n"),
    "a comma in brackets": ('t: {zh: "甲, 乙", en: "a, b"}\n', 't: {zh: "甲, 乙", en: "a, b"}\n'),
    "both quotation marks": ('a: "say \\"it\'s\\": now"\n', 'a: "say \\"it\'s\\": now"\n'),
    "anchors and aliases": (
        "a: &x [b,  c]\nd: *x\ne: &y\n  f: g\nh: *y\n",
        "a: &x [b, c]\nd: *x\ne: &y\n  f: g\nh: *y\n",
    ),
    "line ends and a mark at the start": ("\ufeffa: b   \r\nc:   d\r\n\r\n\r\n", "a: b\nc: d\n"),
    "keys out of order": (
        "# head\nrules:\n- examples: {silent: [], fires: []}\n  # the id\n  id: a # the a\nfamily: {en: x, zh: 甲}\n",
        (
            "# head\nfamily: {zh: 甲, en: x}\nrules:\n"
            "  # the id\n  - id: a  # the a\n    examples: {fires: [], silent: []}\n"
        ),
    ),
    "texts kept under their mark": ("a: |\n    one\n      two\n\n    three\nb: >\n  x\n  y\n", None),
    "a text that takes its empty lines along": ("a: |+\n  b\n\n\nc: d\n", 'a: "b\\n\\n\\n"\n\nc: d\n'),
    "nothing, and empty brackets": ("a:\nb: {}\nc: []\nd: ~\n", "a:\nb: {}\nc: []\nd: ~\n"),
    "a comment in empty brackets": ("a: [ # none yet\n  ]\n", None),
    "tags": ("a: !!str 5\nb: !!int '5'\n", None),
    "lists in lists": ("a:\n- - b\n  - c\n-   - d\n", "a:\n  - - b\n    - c\n  - - d\n"),
    "tabs in json": ('{\n\t"a": [1,\t2]\n}\n', "{a: [1, 2]}\n"),
    "a lone value": ("# c\nx # d\n# e\n", None),
    "odd line breaks": ('a: "b\\u2028c\\x85"\n', None),
    "a document mark": ("---\na: b\n...\n# c\n", "a: b\n# c\n"),
    "dates and sums of characters": ("a: 2021-04-26\nb: 12:30\nc: 0x1f\nd: 1_000\n", None),
    "a key in quotes": ('"a b": c\n"d: e": f\n"true": g\n', 'a b: c\n"d: e": f\n"true": g\n'),
    "an anchored entry with comments": (
        "l:\n  - &x # one\n    a: b # two\n  - *x\n",
        "l:\n  # one\n  - &x\n    a: b  # two\n  - *x\n",
    ),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_files_keep_what_they_say(name: str) -> None:
    text, expected = NASTY[name]
    after = fmt(text)
    assert said(after) == said(text.removeprefix("\ufeff"))
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    assert Counter(comments_of(after)) == Counter(comments_of(source))
    if expected is not None:
        assert after == expected


def test_long_texts_are_folded_and_long_brackets_broken() -> None:
    """English is broken between words at the width; Chinese has no blanks to break at and stays on its line."""
    english = "word " * 60
    after = fmt(f"a:\n  zh: {'字' * 150}\n  en: {english}\n  many: [{', '.join(f'item-{n}' for n in range(40))}]\n")
    lines = after.splitlines()
    assert f"  zh: {'字' * 150}" in lines
    assert "  en: >-" in lines
    assert all(len(line) <= 120 for line in lines if "字" not in line)
    assert lines[-1].endswith("]")


words = st.text(alphabet="ab #:,[]{}'\"-?!&*|>%@`\\~直，。：é\u00a0\t0.", max_size=12)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        words, st.integers(-5, 5), st.booleans(), st.none(), st.sampled_from(["yes", "null", "1e3", "x\ny", "é\n"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(words.filter(bool), inner, min_size=0, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def laid_out(draw: st.DrawFn, value: Any, indent: int = 0, *, flow: bool = False) -> str:
    """Write data in some layout, with comments wherever they may stand."""
    note = draw(st.sampled_from(["", "", "", "  # note", " # 注, {x}: 'y"]))
    own = draw(st.sampled_from(["", "", "", "# own\n", "\n\n# two\n#  three\n", "\n"]))
    pad = " " * indent
    if isinstance(value, dict | list) and not value:
        return ("{}" if isinstance(value, dict) else "[]") + ("" if flow else note)
    if isinstance(value, dict | list):
        in_brackets = flow or draw(st.booleans())
        pairs = list(value.items()) if isinstance(value, dict) else [(None, each) for each in value]
        if in_brackets:
            gap = draw(st.sampled_from([" ", "  ", f"\n{pad}  ", f" # in\n{pad}  "]))
            inner = [
                (f"{quoted(key)}: " if key is not None else "") + draw(laid_out(each, indent + 2, flow=True))
                for key, each in pairs
            ]
            marks = "{}" if isinstance(value, dict) else "[]"
            return marks[0] + gap + f",{gap}".join(inner) + gap + marks[1] + ("" if flow else note)
        step = draw(st.sampled_from([1, 2, 4]))
        lines = []
        for key, each in pairs:
            head = "-" if key is None else f"{quoted(key)}:"
            body = draw(laid_out(each, indent + step))
            before = "".join(pad + line + "\n" if line else "\n" for line in own.splitlines())
            joint = "" if body.startswith("\n") else " "
            lines.append(f"{before}{pad}{head}{joint}{body}")
        return "\n" + "\n".join(lines)
    text = quoted(value) if isinstance(value, str) else {True: "true", False: "false", None: "~"}.get(value, str(value))
    return text + ("" if flow else note)


def quoted(text: str) -> str:
    return (
        "'" + text.replace("'", "''") + "'"
        if "\n" not in text and "\t" not in text
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    )


@random_examples(200)
@given(st.data())
def test_any_layout_of_any_data_keeps_data_and_comments(data: st.DataObject) -> None:
    """Random data, laid out at random, with comments at random: `formatted` itself refuses when anything is lost."""
    value = data.draw(values)
    text = data.draw(laid_out(value)).lstrip("\n") + "\n"
    report = DiagnosticCollector()
    node = parse_yaml(text, "f", report)
    if node is None or report.diagnostics:
        return
    after = fmt(text)
    assert said(after) == plain(node)
    assert fmt(after) == after


def test_what_would_be_lost_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the writer ever drop a comment or change a value, nothing comes out."""
    for broken in ("a: b\n", "a: c  # c\n"):
        monkeypatch.setattr("mvpod_workbench.editing.formatting.canonical", lambda _layout, broken=broken: broken)
        with pytest.raises(FormatLosesError):
            fmt("a: b # c\n")


def test_a_text_that_cannot_be_read_has_findings() -> None:
    report = DiagnosticCollector()
    assert formatted("a: [b\n", "f.yaml", report) is None
    assert report.diagnostics


@example(mode=0o640)
@example(mode=0o444)
@settings(max_examples=1)
@given(mode=st.just(0o600))
def test_files_keep_their_rights(tmp_path_factory: pytest.TempPathFactory, mode: int) -> None:
    path = tmp_path_factory.mktemp("w") / "f.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    write_files({path: "new"})
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == mode
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_changes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two files cannot be written: the first stays as it was, and nothing lies about."""
    one, two = tmp_path / "1.yaml", tmp_path / "2.yaml"
    one.write_text("old 1", encoding="utf-8")
    two.write_text("old 2", encoding="utf-8")
    synced = os.fsync
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_files({one: "new 1", two: "new 2"})
    assert [one.read_text(encoding="utf-8"), two.read_text(encoding="utf-8")] == ["old 1", "old 2"]
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_what_was_found_in_form_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formatters read everything anew at each commit, and are then left out of the hook; what changed is looked at."""
    monkeypatch.setenv("MVPOD_CACHE", str(tmp_path / "cache"))
    one, two = tmp_path / "1.yaml", tmp_path / "2.yaml"
    one.write_text("a: 1\n", encoding="utf-8")
    two.write_text("a:   1\n", encoding="utf-8")
    assert [each.changes for each in format_files([one, two], str)] == [False, True]
    looked_at = []
    monkeypatch.setattr(
        formatting, "format_file", lambda path, shown: looked_at.append(path) or format_file(path, shown)
    )
    assert [each.changes for each in format_files([one, two], str)] == [False, True]
    assert looked_at == [two]
    one.write_text("a:  1\n", encoding="utf-8")
    assert [each.changes for each in format_files([one], str)] == [True]
    for kept in (tmp_path / "cache").glob("*.in-form"):
        kept.write_bytes(kept.read_bytes()[:32] + b"0" * 64)
    two.write_text("a: 1\n", encoding="utf-8")
    assert [each.changes for each in format_files([two], str)] == [False]
    assert looked_at == [two, one, two]
