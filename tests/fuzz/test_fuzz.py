"""Every kind of input, edited and damaged: taken as what it is or refused with words, in time, steering no terminal.

Parsers are found wanting by inputs nobody would write; what was found once is kept in `corpus/` and tried each time.
"""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING

import docx
import pytest

from mvpod_expert.model.advice import CHECKSUM, checksum
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.replay.reader import read_result
from tests.fuzz import oracles
from tests.fuzz.bench import READ, Bench, file_of, kept, wrong
from tests.fuzz.targets import TARGETS, Target
from tests.shipped import KNOWLEDGE

replay = import_module("mvpod_expert.commands.saved_results")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvpod_expert.model.facts import Fact

SEED = 20261129
SECONDS = float(os.environ.get("MVPOD_FUZZ_SECONDS", "600"))
"""How long a kind is fuzzed in a thorough run."""

BRIEFLY = "MVPOD_FUZZ_BRIEFLY" in os.environ
"""Whether to try the same inputs each time, so that a commit fails for what it changes and not by chance."""

EACH = {"knowledge": 2, "template": 2, "slides": 2}
MANY = 4
"""How many inputs of a kind are tried with every commit; of those that take long, fewer."""

AT_A_TIME = 50
MORE = 8
"""How many beside those in a brief run."""
CASE = next(target for target in TARGETS if target.name == "case")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Work in a folder with a case and copies of homes."""
    monkeypatch.chdir(tmp_path)
    return Bench(tmp_path)


@pytest.mark.parametrize(("target", "path"), list(kept()), ids=lambda each: getattr(each, "name", str(each)))
def test_what_failed_once_does_not_fail_again(target: Target, path: Path, bench: Bench) -> None:
    """Inputs that once ended in a mistake of the program."""
    for command in dict.fromkeys((*target.commands, *[READ] * (target.read is not None))):
        assert not bench.fault(target, file_of(target, path), path.read_bytes(), command), command


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_few_inputs_of_each_kind(target: Target, bench: Bench) -> None:
    """The same few each time, within seconds."""
    assert list(wrong(bench, target, SEED, EACH.get(target.name, MANY))) == []


@pytest.mark.thorough
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_many_inputs_of_each_kind(target: Target, bench: Bench) -> None:
    """Others in each run, for ten minutes a kind; a failure prints the file and what is wrong with it."""
    if BRIEFLY:
        assert list(wrong(bench, target, SEED + 1, MORE)) == []
        return
    end, seed = time.monotonic() + SECONDS, int(time.time())
    while time.monotonic() < end:
        assert list(wrong(bench, target, seed, AT_A_TIME)) == [], seed
        seed += 1


def test_the_bench_notices_what_is_wrong(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fuzzer that cannot fail finds nothing."""
    monkeypatch.setattr("mvpod_expert.commands.recommend.read_case", lambda *_: 1 // 0)
    assert "ZeroDivisionError" in bench.fault(CASE, "case.yaml", b"answers: {}", "recommend case.yaml")
    monkeypatch.undo()
    for where in ("views.console", "document.tree"):
        monkeypatch.setattr(f"mvpod_expert.{where}.tame", lambda text: text)
    monkeypatch.chdir(bench.folder)
    hostile = b'client: "\\e[31m"\nanswers: {market_stage: mature}\n'
    assert "printed" in bench.fault(CASE, "case.yaml", hostile, "recommend case.yaml")


NONSENSE: dict[str, tuple[bytes, str, str, str]] = {
    "case": (b"answers: {deal_size_usd: 50000}\n", "50000", "50001", "deal_size_usd: '50000' became 50001"),
    "economics": (b"economics: {gross_margin: 45%, reps_funded: 14}\n", "0.45", "0.46", "gross_margin: 0.46"),
    "audit": (b"answers: {value_targets: partly}\n", '"given": "partly"', '"given": "there"', "became 'there'"),
    "metrics": (b"period,K09\n2024Q1,31%\n2024Q2,33%\n", '"value": 0.31', '"value": 0.32', "0.32 stands nowhere"),
    "journal": (
        b'journal:\n- {"answer": "deal_size_usd", "given": 50000}\n',
        '"given": 50000',
        '"given": 50001',
        "50001 was not entered",
    ),
}
"""For each kind an input, what is printed of it, what a mistaken program would print, and what the oracle then says."""


@pytest.mark.parametrize("name", NONSENSE)
def test_the_oracles_notice_nonsense_that_is_accepted(name: str, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle that cannot fail accepts everything: the output is changed as if a value had become another."""
    data, printed, instead, says = NONSENSE[name]
    target = next(each for each in TARGETS if each.name == name)
    assert not bench.fault(target, target.file, data, target.commands[0])
    monkeypatch.setattr("mvpod_expert.model.printable.escape_json", lambda text: text.replace(printed, instead))
    assert says in bench.fault(target, target.file, data, target.commands[0])


NUMBER = next(fact for fact in KNOWLEDGE.asked() if fact.kind == "number")
CHOICE = next(fact for fact in KNOWLEDGE.asked() if fact.kind == "choice")


def answered(fact: Fact, given: float | str) -> Answer:
    return Answer(fact=fact.id, given=given, state=given if isinstance(given, str) else UNKNOWN, layer="interview")


def damaged() -> bytes:
    """Return a Word file of which one part has another content than its checksum says."""
    made = io.BytesIO()
    docx.Document().save(made)
    whole = bytearray(made.getvalue())
    whole[whole.rindex(b"docProps/core.xml") - 30] ^= 1
    return bytes(whole)


WRONG: dict[str, Callable[[], str]] = {
    "a vendor's word": lambda: oracles.of_leaves(b"vendors: [{id: a, name: Acme}]", [{"id": "a", "name": "Other"}]),
    "a vendor's score": lambda: oracles.of_leaves(b"vendors: [{id: a, score: 3}]", [{"id": "a", "score": 4}]),
    "a column's meaning": lambda: oracles.of_leaves(b"columns: {a: deal_size_usd}", [{"a": "market_stage"}]),
    "an account's amount": lambda: oracles.of_values([("deal", 51.0)], oracles.cells_of_csv(b"key,deal\nA,50\n")),
    "a typed number": lambda: oracles.of_typed(NUMBER, "1.234", answered(NUMBER, 1.2)),
    "a typed option": lambda: oracles.of_typed(CHOICE, CHOICE.states[0], answered(CHOICE, CHOICE.states[1])),
    "a quotation": lambda: "" if oracles.is_quoted("we sell direct", "They sell through partners.") else "not said",
    "an office file": lambda: oracles.of_office(damaged(), "docx"),
    "a thousand in a case": lambda: oracles.answers_differ(
        {"answers": {NUMBER.id: "1,000"}}, [("main", {NUMBER.id: 1})]
    ),
    "an amount in a journal": lambda: oracles.journal_differs(
        {"journal": [{"answer": NUMBER.id, "given": "５万"}]}, [("main", {NUMBER.id: 5000})]
    ),
}
"""What each oracle says of a known wrong answer of the readers."""


@pytest.mark.parametrize("name", WRONG)
def test_the_oracles_notice_what_was_misread(name: str) -> None:
    """Each oracle is given content that is not in its file; one that agrees with everything would hide every fault."""
    try:
        assert WRONG[name](), name
    except (KeyError, ValueError, zipfile.BadZipFile):
        assert name == "an office file"  # it does not even open


def test_the_oracle_notices_a_replay_that_looks_away(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay that compares another result than the one it was given finds nothing in a forgery."""
    target = next(each for each in TARGETS if each.name == "result")
    genuine = target.seeds()[0]
    assert not bench.fault(target, target.file, genuine, target.commands[0])
    renamed = {**json.loads(genuine), "program": "yes"}
    assert "never advised" in oracles.of_result(json.dumps(renamed).encode(), target.seeds())
    sealed = {**renamed, CHECKSUM: checksum(renamed)}
    assert not oracles.of_result(json.dumps(sealed).encode(), target.seeds())
    (bench.folder / "genuine.json").write_bytes(genuine)
    forged = genuine.replace(b'"mature"', b'"new_entry"')
    monkeypatch.setattr(replay, "read_result", lambda _, report: read_result(bench.folder / "genuine.json", report))
    assert "never advised" in bench.fault(target, target.file, forged, target.commands[0])
