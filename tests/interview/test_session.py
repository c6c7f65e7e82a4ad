"""An interview back and forth: whatever is typed, the state is what replaying the file makes of it."""

from __future__ import annotations

import io
import itertools
import random
from typing import TYPE_CHECKING, Literal

import pytest

from mvpod_expert.engine.clauses import Clause, Layer, RuleBase
from mvpod_expert.mode.interview.dialogue import Dialogue
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.prompt_commands import WORDS
from mvpod_expert.mode.interview.prompting import LeftError
from mvpod_expert.mode.interview.session import Session
from mvpod_expert.mode.interview.terminal import InterviewView
from mvpod_expert.mode.open_facts import Relevance
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import (
    Answered,
    Entered,
    Noted,
    Opened,
    PutOff,
)
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard
from mvpod_expert.views.messages import Messages
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.journal import Entry

ASKED = list(KNOWLEDGE.asked())
STEPS = 80


def answered(fact: str, state: str) -> Answered:
    return Answered(answer=Answer(fact=fact, given=state, state=state, layer="interview"))


def session(*entries: Entry) -> Session:
    made = Session(KNOWLEDGE, BASE, Record())
    for entry in entries:
        made.take(entry)
    return made


def random_states(chance: random.Random, known: float = 0.9) -> dict[str, str]:
    """Answer a random part of the questions in a random order."""
    facts = chance.sample(ASKED, chance.randrange(1, len(ASKED)))
    return {f.id: chance.choice(f.known_states) if chance.random() < known else UNKNOWN for f in facts}


def lines(chance: random.Random) -> Iterator[str]:
    """Type what a person could: answers mostly, every request, and nonsense."""
    facts = [fact.id for fact in ASKED]
    for _ in range(STEPS):
        fact = chance.choice(ASKED)
        kind = chance.choice([kind for kind in WORDS if kind not in {"quit", "done", "save"}])
        word = chance.choice(WORDS[kind])
        more = {
            "go": chance.choice([*facts, "market", ""]),
            "whatif": f"{fact.id}={chance.choice(fact.states)}",
            "cell": chance.choice(["north", "south / big", "west like main", "main", "x like nowhere"]),
            "rename": chance.choice(["east", "far/off", "north"]),
            "remove": chance.choice(["", "north", "main"]),
            "depth": chance.choice(["", "quick", "sound", "proven"]),
            "client": "Acme",
            "offer": "valves",
        }.get(kind, "")
        typed = chance.choice(["1", "2", "3", "u", "n", "30%", "5万", "", "xyzzy"])
        yield f"/{word} {more}" if chance.random() < 0.4 else typed
    yield from ("", "/quit")  # the empty line ends pasted words


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_typed_replaying_the_file_gives_the_same_state(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers, cells, what was put off, the current question: all as the process that was left had them."""
    chance = random.Random(seed)
    lang: Lang = "zh" if seed % 2 else "en"
    typed = lines(chance)
    monkeypatch.setattr("builtins.input", lambda: next(typed))
    out = io.StringIO()
    page, t = Terminal(out), Messages(lang)
    file = JournalFile(tmp_path / "a.yaml", KNOWLEDGE)
    held = Session(KNOWLEDGE, BASE, file.resume().record)
    dialogue = Dialogue(held, file, InterviewView(KNOWLEDGE, t, page))
    while True:
        try:
            dialogue.hold(Keyboard())
        except LeftError:
            break
    file.close()
    again = JournalFile(tmp_path / "a.yaml", KNOWLEDGE)
    replayed = Session(KNOWLEDGE, BASE, again.resume().record)
    again.close()
    held.go(None)
    assert replayed.record.at == held.record.at
    assert (replayed.record.client, replayed.record.offer) == (held.record.client, held.record.offer)
    assert (replayed.record.depth, list(replayed.record.cells)) == (held.record.depth, list(held.record.cells))
    for name, cell in held.record.cells.items():
        other = replayed.record.cells[name]
        assert list(other.answers) == list(cell.answers)
        assert {f: a.state for f, a in other.answers.items()} == {f: a.state for f, a in cell.answers.items()}
        assert (dict(other.put_off), other.phase, other.region) == (dict(cell.put_off), cell.phase, cell.region)
    assert replayed.step() == held.step()
    assert replayed.standing() == held.standing()


def test_back_and_forth_ends_where_it_began() -> None:
    """Going back shows each earlier answer, newest first; keeping them leads to the question that was next."""
    entries = [
        answered("market_stage", "mature"),
        answered("product_complexity", "high"),
        answered("cash_runway", "unknown"),
    ]
    held = session(*entries)
    following = held.step()
    for entry in reversed(entries):
        assert held.back()
        step = held.step()
        assert step.question is not None
        assert (step.question.id, step.earlier) == (entry.answer.fact, entry.answer)
    assert not held.back()
    for _ in entries:
        held.keep()
    assert held.step() == following


def test_changing_an_earlier_answer_leaves_the_others() -> None:
    """The new answer counts, no other is gone, and the evidence is that of the answers as they are now."""
    held = session(answered("product_complexity", "high"), answered("market_stage", "mature"))
    held.go("product_complexity")
    held.take(answered("product_complexity", "low"))
    assert held.states == {"market_stage": "mature", "product_complexity": "low"}
    assert held.standing() == session(*map(answered, held.states, held.states.values())).standing()


def test_a_question_that_was_put_off_comes_once_more_at_the_end() -> None:
    """Skipped once, it comes after all others; skipped twice, it stays open, and nothing takes it for answered."""
    held = session()
    first = held.step().question
    assert first is not None
    held.take(PutOff(fact=first.id))
    asked = []
    while (question := held.step().question) is not None and question.id != first.id:
        asked.append(question.id)
        held.take(answered(question.id, UNKNOWN))
    assert question is not None
    assert len(asked) > 10
    held.take(PutOff(fact=first.id))
    last = held.step()
    assert last.question is None
    assert last.settled_on is None
    assert first.id not in held.states
    assert first.id in [fact.id for fact in held.to_find_out(99)]


def test_what_shared_questions_say_holds_in_every_cell() -> None:
    """Opened, a cell starts with the company's answers alone; a change of one of them reaches all cells."""
    shared = next(fact for fact in ASKED if fact.scope == "company")
    own = next(fact for fact in ASKED if fact.scope == "cell")
    held = session(answered(shared.id, shared.states[0]), answered(own.id, own.states[0]))
    held.take(Opened(cell="north"))
    assert held.states == {shared.id: shared.states[0]}
    held.take(answered(shared.id, shared.states[1]))
    held.take(Entered(cell="main"))
    assert held.states == {own.id: own.states[0], shared.id: shared.states[1]}


@pytest.mark.parametrize("seed", range(40))
def test_parked_answers_never_count(seed: int) -> None:
    """Whatever the parked answers were, every mode has the same points, and the plan is the same."""
    chance = random.Random(seed)
    states = random_states(chance)
    parked = Relevance(BASE, KNOWLEDGE.facts).parked(states)
    others = {
        fact: chance.choice([*KNOWLEDGE.facts[fact].known_states, UNKNOWN]) if fact in parked else state
        for fact, state in states.items()
    }
    dropped = {fact: state for fact, state in states.items() if fact not in parked}
    results = []
    for each in (states, others, dropped):
        answers = {fact: answered(fact, state).answer for fact, state in each.items()}
        advice = ADVISER.advise(Cell(id="main", answers=answers))
        results.append((advice.mode.ranking, [firing.rule for firing in advice.trace], advice.doubts))
    assert results[0] == results[1] == results[2]


def parking() -> tuple[Fact, Fact, str, str]:
    """Find in the rules a fact that another's answer makes idle, that other, the answer, and one that does not."""
    relevance = Relevance(BASE, KNOWLEDGE.facts)

    def parks(fact: Fact, other: Fact, state: str) -> bool:
        return relevance.parked({fact.id: fact.states[0], other.id: state}) == {fact.id}

    return next(
        (fact, other, state, waking)
        for fact, other in itertools.permutations(ASKED, 2)
        if not relevance.parked({fact.id: fact.states[0]})
        for state in other.known_states
        if parks(fact, other, state)
        for waking in other.known_states
        if not relevance.parked({fact.id: fact.states[0], other.id: waking})
    )


def test_an_answer_is_parked_when_another_makes_it_idle_and_counts_again_after() -> None:
    """Found in the rules themselves: an answer that silences a question; changing it wakes the question again."""
    idle, by, state, waking = parking()
    held = session(answered(idle.id, idle.states[0]), answered(by.id, waking))
    assert held.parked() == set()
    held.take(answered(by.id, state))
    assert held.parked() == {idle.id}
    assert held.states[idle.id] == idle.states[0]
    held.take(answered(by.id, waking))
    assert held.parked() == set()


@pytest.mark.parametrize("fact", [fact for fact in ASKED if fact.kind == "number" and fact.sources], ids=lambda f: f.id)
def test_a_number_that_another_is_worked_out_from_counts_until_that_one_is_answered(fact: Fact) -> None:
    """Interviews of this kind set aside what no rule names, though what follows from it decides."""
    assert fact.worked_out is not None
    for factor in fact.sources:
        state = KNOWLEDGE.facts[factor].known_states[0]
        assert session(answered(factor, state)).parked() == set()
    own = fact.worked_out.product_of[0]
    assert not any(own in dict(clause.literals) for layer in BASE.layers for clause in layer.clauses)
    held = session(answered(own, KNOWLEDGE.facts[own].known_states[0]), answered(fact.id, fact.known_states[0]))
    assert held.parked() == {own}
    held.take(answered(fact.id, UNKNOWN))
    assert held.parked() == set()


def test_of_two_answers_that_park_each_other_the_newer_counts() -> None:
    """Without both of them their rule would be open again, so the older one alone is parked, whichever it is."""
    clause = Clause((("a", frozenset({"yes"})), ("b", frozenset({"yes"}))))
    relevance = Relevance(RuleBase((Layer("weigh", (clause,), (("rule",),)),), {}), {})
    assert relevance.parked({"a": "no", "b": "no"}) == {"a"}
    assert relevance.parked({"b": "no", "a": "no"}) == {"b"}
    assert relevance.parked({"a": "yes", "b": "yes"}) == set()


def test_going_on_for_the_plan_asks_only_what_can_change_it() -> None:
    """After the proof, questions go on until no undecided rule of the plan waits for one."""
    case = KNOWLEDGE.cases["H18"].cell.answers
    held = session()

    def answer_on() -> int:
        count = 0
        while (question := held.step().question) is not None:
            given = case.get(question.id)
            held.take(answered(question.id, given.state if given else question.states[0]))
            count += 1
        return count

    answer_on()
    offered = held.step()
    assert offered.settled_on
    assert offered.plan_questions > 0
    mode = ADVISER.advise(Cell(id="main", answers=held.record.cell.answers)).mode.ranking[0].mode
    held.take(Noted(kind="phase", value="plan"))
    assert held.step().for_plan
    assert answer_on() > 0
    ended = held.step()
    assert (ended.question, ended.plan_questions) == (None, 0)
    assert ADVISER.advise(Cell(id="main", answers=held.record.cell.answers)).mode.ranking[0].mode == mode


def test_a_number_that_follows_from_answers_counts_and_is_not_asked() -> None:
    """Forms of this kind ask for a ratio after both numbers of it; the person's own figure still wins."""
    numbers = {"head_account_usd_year": 300_000, "gross_margin_band": 40, "accounts_per_seller": 50}
    held = session()
    for name, given in (numbers | {"seller_cost_usd_year": 60_000}).items():
        assert "head_seller_payback" not in held.states
        fact = KNOWLEDGE.facts[name]
        held.take(Answered(answer=Answer(fact=name, given=given, state=fact.band_of(given), layer="interview")))
    assert held.states["head_seller_payback"] == "well"
    assert "head_seller_payback" not in {fact.id for fact in held.to_find_out(len(ASKED))}
    held.take(answered("head_seller_payback", "below_once"))
    assert held.states["head_seller_payback"] == "below_once"


def test_amounts_are_in_the_currency_that_was_said_from_there_on() -> None:
    """With the rates that the knowledge dates; what was answered before keeps its worth."""
    held = session(Noted(kind="currency", value="cny"))
    rates = KNOWLEDGE.decision.rates
    assert rates is not None
    assert (held.currency.code, held.currency.rate) == ("cny", rates.per_dollar["cny"])
    assert held.record.case("a.yaml").currency == "cny"
    held.take(Noted(kind="currency", value="usd"))
    assert held.currency.rate is None


@pytest.mark.parametrize(("kind", "value"), [("client", "Acme"), ("offer", "valves"), ("currency", "cny")])
def test_what_is_noted_about_the_case_leaves_the_question_at_hand(
    kind: Literal["client", "offer", "currency"], value: str
) -> None:
    """The number typed next would answer another question otherwise."""
    held = session()
    held.go("deal_size_usd")
    held.take(Noted(kind=kind, value=value))
    asked = held.step().question
    assert asked is not None
    assert asked.id == "deal_size_usd"
