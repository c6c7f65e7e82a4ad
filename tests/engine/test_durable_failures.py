"""What goes wrong inside durable-rules comes out as an engine failure, told in words; tried on a stand-in for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from mvpod_expert.engine import durable_rules
from mvpod_expert.engine.durable_rules import DurableEngine
from mvpod_expert.errors import EngineFailureError
from tests.engine.builders import choice, compiled, flag, is_, rule, vocabulary
from tests.engine.engines import BothEngines, needs_durable

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[[type["Ruleset"]], DurableEngine]

FACTS = vocabulary(flag("a"), choice("b", "x", "y"))
BASE = compiled([rule("one", is_("a", "true")), rule("two", is_("b", "x", "y"))], FACTS)
WEIGH = 0


class Ruleset:
    """Behaves as a ruleset does whose rules all fire; what is to go wrong is set by subclasses."""

    built: ClassVar[list[Ruleset]]
    error: object = None
    state: ClassVar[dict[str, Any] | None] = {"sid": "s"}

    def __init__(self, name: str, _host: object, definition: dict[str, Any]) -> None:
        self.name = name
        self.definition = definition
        self.messages: list[dict[str, str]] = []
        self.deleted: list[str] = []
        self.built.append(self)

    def assert_fact(self, message: dict[str, str]) -> int:
        self.messages.append(dict(message))
        return 1

    def do_actions(self, _handle: int, complete: Any) -> None:
        for body in self.definition.values():
            body["run"](None)
        complete(self.error, self.state)

    def delete_state(self, session: str) -> None:
        self.deleted.append(session)


@pytest.fixture
def engine_of(monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build the engine over a stand-in class."""

    def build(ruleset: type[Ruleset]) -> DurableEngine:
        ruleset.built = []
        durable_rules._running.cache_clear()
        monkeypatch.setattr(durable_rules, "ruleset_class", lambda: ruleset)
        return DurableEngine(BASE)

    return build


def test_what_the_actions_record_is_what_fires(engine_of: Build) -> None:
    """Actions record clause numbers, a clause of several conjunctions once."""
    assert engine_of(Ruleset).fire(WEIGH, {"a": "true", "b": "x"}) == {0, 1}


def test_a_message_holds_the_tested_facts_the_sentinel_and_one_session(engine_of: Build) -> None:
    """Facts that no rule tests stay out, values are tagged words, and the session is deleted after each case.

    Where nothing is known of what a ruleset tests, it is neither built nor asked.
    """
    engine = engine_of(Ruleset)
    assert engine.fire(WEIGH, {}) == engine.fire(WEIGH, {"a": "false", "other": "1"}) == frozenset()
    assert Ruleset.built == []
    for memory in ({"a": "true", "other": "1", "b": "y"}, {"b": "x"}, {"a": "false"}):
        engine.fire(WEIGH, memory)
    (ruleset,) = Ruleset.built
    own = {"sid": "s", "id": "m", "q": "x"}
    assert ruleset.messages == [{"f0": "v0", "f1": "v1", **own}, {"f1": "v0", **own}]
    assert ruleset.deleted == ["s", "s"]


class FailsInAnAction(Ruleset):
    state: ClassVar[dict[str, Any] | None] = {"exception": "an action failed"}


class CompletesWithAnError(Ruleset):
    error = ValueError("the queue is broken")


class RaisesOnAssert(Ruleset):
    def assert_fact(self, _: dict[str, str]) -> int:
        raise Exception("assert_fact failed, error 303")  # noqa: EM101, TRY002, TRY003 - as the library does


class RunsNothing(Ruleset):
    def do_actions(self, _handle: int, complete: Any) -> None:
        complete(None, self.state)


class ForgetsTheSentinel(Ruleset):
    def do_actions(self, _handle: int, complete: Any) -> None:
        self.definition["c0"]["run"](None)
        complete(None, self.state)


class NeverCompletes(Ruleset):
    def do_actions(self, _handle: int, complete: Any) -> None:
        """Return without a word."""


@pytest.mark.parametrize(
    ("ruleset", "told"),
    [
        (FailsInAnAction, "an action failed"),
        (CompletesWithAnError, "the queue is broken"),
        (RaisesOnAssert, r"error 303 \(too many pattern nodes at once\)"),
        (RunsNothing, "not handled"),
        (ForgetsTheSentinel, "not handled"),
        (NeverCompletes, "not handled"),
    ],
)
def test_a_failure_while_firing_is_an_engine_failure(engine_of: Build, ruleset: type[Ruleset], told: str) -> None:
    """Whatever way it fails, nothing is returned, the reason is reported, and the state is deleted all the same."""
    engine = engine_of(ruleset)
    with pytest.raises(EngineFailureError, match=told):
        engine.fire(WEIGH, {"a": "true"})
    assert [each.deleted for each in ruleset.built] == [["s"]]


def test_a_failure_does_not_stain_the_next_case(engine_of: Build) -> None:
    """What a failed case had recorded is gone when the next one fires."""

    class FailsOnce(Ruleset):
        def do_actions(self, _handle: int, complete: Any) -> None:
            if len(self.messages) == 1:
                super().do_actions(_handle, lambda *_: complete("failed", None))
            else:
                self.definition["z"]["run"](None)
                complete(None, None)

    engine = engine_of(FailsOnce)
    with pytest.raises(EngineFailureError):
        engine.fire(WEIGH, {"a": "true"})
    assert engine.fire(WEIGH, {"a": "true"}) == frozenset()


def test_a_ruleset_that_cannot_be_built_is_an_engine_failure(engine_of: Build) -> None:
    """The library's number is reported in words."""

    class CannotBeBuilt(Ruleset):
        def __init__(self, *_: object) -> None:
            raise Exception("could not create ruleset, error 108")  # noqa: EM101, TRY002, TRY003 - as the library does

    engine = engine_of(CannotBeBuilt)
    with pytest.raises(EngineFailureError, match=r"108 \(too many rules with one antecedent\)"):
        engine.fire(WEIGH, {"a": "true"})


@needs_durable
def test_an_action_that_raises_is_not_swallowed() -> None:
    """durable-rules itself keeps an action's exception to itself; the adapter does not."""
    engine = BothEngines(BASE).durable
    (shard,) = engine._layers[WEIGH]._shards
    refusing = type("Refusing", (list,), {"append": lambda *_: 1 / 0})
    recorded, shard._recorded = shard._recorded, refusing()
    with pytest.raises(EngineFailureError, match="division by zero"):
        engine.fire(WEIGH, {"a": "true"})
    shard._recorded = recorded
    assert engine.fire(WEIGH, {"a": "true"}) == {0}


IN_THREADS = """
import sys
from threading import Thread
import mvpod_expert as mvpod

few, many = ({"answers": {"market_stage": "mature", "target_account_count": count}} for count in (40, 40000))
advisers = [mvpod.load(engine="durable") for _ in range(2)]
right = [advisers[0].advise(case) for case in (few, many)]

def advise(number):
    for _ in range(40):
        told.append(advisers[number // 2].advise((few, many)[number % 2]) == right[number % 2])

told = []
sys.setswitchinterval(1e-5)
threads = [Thread(target=advise, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(told) == 160 and all(told), told
"""


@needs_durable
def test_threads_of_a_service_get_the_advice_of_their_own_case() -> None:
    """Wrappers of C libraries are called from a web server's threads, and crash or mix up what two clients said."""
    subprocess.run([sys.executable, "-c", IN_THREADS], check=True, timeout=60)


@needs_durable
def test_loading_again_builds_no_second_ruleset() -> None:
    """Jobs that load their engine for each record fill the memory when what they load is never freed."""
    assert DurableEngine(BASE)._layers == DurableEngine(BASE)._layers
