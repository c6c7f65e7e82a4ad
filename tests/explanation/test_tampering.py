"""Random edits of saved results are noticed, every one; `benchmarks/tampering.py` makes ten thousand of them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home
from tests.explanation.saved import TINY, small, tiny
from tests.explanation.tampering import Editor, Remembering, as_saved, resealed, verdict_on
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.model.cases import CaseFile

CHECKSUM_ALONE = {"engine", "program", "checksum"}
"""What tells of the making and not of the advice: the two engines give the same result."""
INPUTS_OF_NO_CONSEQUENCE = "cases."
"""An input that nothing in this result rests on, such as a vendor's fit for a function the plan does not need."""

ORDER_OF_ANSWERS = "cells.answers[]"
"""Answers may stand in any order."""


def adviser_of_tiny() -> tuple[Remembering, CaseFile]:
    knowledge = load_knowledge(find_home(TINY))
    base = compile_rules(knowledge)
    return Remembering(knowledge, base, BitsetEngine(base)), tiny(knowledge)


def adviser_of_all() -> tuple[Remembering, CaseFile]:
    return Remembering(KNOWLEDGE, BASE, BitsetEngine(BASE)), small()


@pytest.mark.parametrize(("made", "edits"), [(adviser_of_tiny, 300), (adviser_of_all, 60)], ids=["tiny", "all"])
@pytest.mark.thorough
def test_every_random_edit_is_noticed(made: Callable[[], tuple[Remembering, CaseFile]], edits: int) -> None:
    """Tools that check signatures of parts let pass what stands between them: a text, a name, an entry twice.

    Most edits are noticed although the checksum was renewed; the rest, which change nothing that follows, by it.
    """
    adviser, case = made()
    data = as_saved(adviser.recommend([case]))
    assert verdict_on(data, adviser) == "unnoticed"
    editor = Editor(data, Random(20261129))
    for _ in range(edits):
        edit = editor.edit()
        if verdict_on(resealed(edit.data), adviser) == "unnoticed":
            is_order = edit.kind == ORDER_OF_ANSWERS and edit.way == "turned round"
            assert is_order or edit.kind in CHECKSUM_ALONE or edit.kind.startswith(INPUTS_OF_NO_CONSEQUENCE), edit.where
            assert verdict_on(edit.data, adviser) in {"told", "refused"}, edit.where
