"""Which engine runs, with and without durable-rules."""

from __future__ import annotations

import sys

import pytest

from mvpod_expert.engine.port import select_engine
from mvpod_expert.errors import EngineUnavailableError
from tests.engine.builders import compiled, flag, is_, rule, vocabulary
from tests.engine.engines import needs_durable

BASE = compiled([rule("one", is_("a", "true"))], vocabulary(flag("a")))


@pytest.fixture
def without_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide durable-rules as if it had never been installed."""
    monkeypatch.setitem(sys.modules, "durable", None)
    monkeypatch.setitem(sys.modules, "durable.engine", None)


@needs_durable
@pytest.mark.parametrize("named", [None, "durable"])
def test_durable_runs_wherever_it_imports(named: str | None) -> None:
    """It is the default, and there is nothing to explain."""
    selected = select_engine(BASE, named)
    assert (selected.engine.name, selected.fallback_because) == ("durable", None)


def test_bitset_runs_when_it_is_asked_for() -> None:
    """A choice is no fallback, so no reason is given."""
    selected = select_engine(BASE, "bitset")
    assert (selected.engine.name, selected.fallback_because) == ("bitset", None)


def test_bitset_stands_in_where_durable_cannot_be_imported(without_durable: None) -> None:
    """Nobody asked for an engine, so the other one runs, and says why in one line."""
    selected = select_engine(BASE)
    assert selected.engine.name == "bitset"
    assert selected.fallback_because
    assert "durable" in selected.fallback_because
    assert "\n" not in selected.fallback_because
    assert selected.engine.fire(0, {"a": "true"}) == {0}


def test_durable_by_name_is_refused_where_it_cannot_be_imported(without_durable: None) -> None:
    """Who asks for an engine gets it or is told why not; there is no silent stand-in."""
    with pytest.raises(EngineUnavailableError) as caught:
        select_engine(BASE, "durable")
    assert caught.value.engine == "durable"
    assert caught.value.reason in str(caught.value)


def test_bitset_by_name_runs_without_durable(without_durable: None) -> None:
    """The bitset engine needs nothing of durable-rules."""
    assert select_engine(BASE, "bitset").engine.fire(0, {}) == frozenset()


def test_a_broken_library_counts_as_one_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """What importing it said, such as an undefined symbol, is the reason given."""
    monkeypatch.delitem(sys.modules, "durable.engine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Broken(), *sys.meta_path])
    selected = select_engine(BASE)
    assert selected.engine.name == "bitset"
    assert selected.fallback_because == "undefined symbol: PyEval_CallObject"


class _Broken:
    def find_spec(self, name: str, *_: object) -> None:
        if name in {"durable", "durable.engine"}:
            message = "undefined symbol: PyEval_CallObject"
            raise ImportError(message)
