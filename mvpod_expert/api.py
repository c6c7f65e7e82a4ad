"""The public interface for programs: load a knowledge base once, then advise, explain, report and check with it."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.engine.port import select_engine
from mvpod_expert.loading.case_files import parse_case, read_case
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.explanation.alternatives import similar, why_not
from mvpod_expert.mode.explanation.context import ExplanationContext, reported
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.model.diagnostics import Diagnostic, UnusableInputError
from mvpod_expert.reports.deck import Deck
from mvpod_expert.reports.forms import rendered
from mvpod_expert.reports.report import Report
from mvpod_expert.resources import Home, find_home
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mvpod_expert.mode.explanation.model import Explanation
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.knowledge import KnowledgeBase

    Case = Path | str | Mapping[str, object]

Question = Literal["how", "why-not", "sensitivity", "similar"]
ReportForm = Literal["html", "markdown", "word", "pdf", "pptx"]
ENDINGS: dict[ReportForm, str] = {"html": ".html", "markdown": ".md", "word": ".docx", "pdf": ".pdf", "pptx": ".pptx"}
GIVEN_AS_DATA = "<case>"


def load(home: Path | str | None = None, *, engine: Literal["durable", "bitset"] | None = None) -> Mvpod:
    """Load a knowledge base.

    Args:
        home: the folder that holds `rules/` and `knowledge/`; by default the knowledge that comes with the program.
        engine: the inference engine; by default durable-rules where it can be imported, else bitset.

    Returns:
        What advises with it; loading takes about a second, advising some milliseconds.

    Raises:
        UnusableInputError: the home has findings; its `diagnostics` tell all of them.
        EngineUnavailableError: the engine asked for cannot be imported.
    """
    return Mvpod(find_home(Path(home) if home is not None else None), engine)


class Mvpod:
    """A loaded knowledge base that advises; make one with `load`. It keeps no state between calls.

    A case is a path to a case file, or its content as a mapping: `{"answers": {...}}`, or
    `{"client": ..., "answers": {...}, "cells": [...]}` as `docs/schema` describes.
    """

    def __init__(self, home: Home, engine: str | None = None) -> None:
        self._home = home
        prepared = prepare(home)
        self.knowledge: KnowledgeBase = prepared.knowledge
        self._adviser = Adviser(prepared.knowledge, prepared.base, select_engine(prepared.base, engine).engine)

    def advise(self, case: Case) -> Recommendation:
        """Return the advice on every market cell of a case.

        Raises:
            UnusableInputError: the case has findings; its `diagnostics` tell all of them.
        """
        return self._adviser.recommend([self._read(case)])

    def explain(
        self, case: Case, question: Question = "how", *, mode: str | None = None, cell: str | None = None
    ) -> dict[str, Explanation]:
        """Return an explanation of the advice on each market cell, by the cell's id.

        Args:
            case: the case.
            question: `how` the advice came about, `why-not` another mode, `sensitivity` to single answers, or the
                documented cases most `similar`.
            mode: for `why-not`, the mode that was not recommended.
            cell: the id of one cell; by default all cells.

        Raises:
            UnusableInputError: the case has findings.
            ValueError: `why-not` without a mode that exists.
        """
        known = [each.id for each in self.knowledge.decision.modes]
        if question == "why-not" and mode not in known:
            message = f"why-not needs mode=, one of {', '.join(known)}"
            raise ValueError(message)
        answers: dict[Question, Callable[[ExplanationContext], Explanation]] = {
            "how": lambda asked: HowExplainer(asked.knowledge, asked.advice).how(),
            "why-not": lambda asked: why_not(asked, mode or ""),
            "sensitivity": sensitivity,
            "similar": similar,
        }
        read = self._adviser.filled(self._read(case))
        explained: dict[str, Explanation] = {}
        for each in read.cells:
            if cell in {None, each.id}:
                advice = self._adviser.advise(each, client=read.client, source=read.file)
                explained[each.id] = answers[question](ExplanationContext(self._adviser, each, advice))
        return explained

    def report(self, case: Case, form: ReportForm = "html", *, lang: Lang = "en") -> bytes:
        """Return a report on a case as the content of a file.

        Args:
            case: the case.
            form: `html`, a page that needs nothing else; `markdown` (both UTF-8); `word`; `pdf`; `pptx`, slides.
            lang: the language.

        Raises:
            UnusableInputError: the case has findings.
            ValueError: there is no such form.
            ModuleNotFoundError: `word`, `pdf` or `pptx`, without the extra `word`, `pdf` or `slides`.
            OSError: `pdf`, without Pango on the system.
        """
        if form not in ENDINGS:
            message = f"form is one of {', '.join(ENDINGS)}, not {form!r}"
            raise ValueError(message)
        kind = Deck if form == "pptx" else Report
        document = kind(self.knowledge, Messages(lang), reported(self._read(case), self._adviser)).document()
        return rendered(document, ENDINGS[form]).content

    def check(self) -> tuple[Diagnostic, ...]:
        """Return everything the workbench finds wrong in the home, as `mvpod rules check` reports it."""
        checking = import_module("mvpod_workbench.checks.checking")
        found: tuple[Diagnostic, ...] = checking.check_home(self._home).findings
        return found

    def _read(self, case: Case) -> CaseFile:
        if isinstance(case, Path | str):
            path = Path(case)
            return usable(lambda report: read_case(path, self.knowledge, report))
        # JSON is YAML: data goes through the same reader as a file, with the same findings.
        text = json.dumps(case, ensure_ascii=False)
        return usable(lambda report: parse_case(text, GIVEN_AS_DATA, self.knowledge, report))


__all__ = ["Mvpod", "UnusableInputError", "load"]
