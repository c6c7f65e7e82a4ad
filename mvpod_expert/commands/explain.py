"""`mvpod explain`: how, why not another mode, what if, how sure, and cases alike."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named, given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import json_text
from mvpod_expert.commands.options import (
    CliContext,
    composed,
    engine_option,
    format_option,
    note_how_read,
    t,
    with_setting,
)
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.terminal import show
from mvpod_expert.mode.explanation.alternatives import similar, what_if, why_not
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import Explained, ExplainedCell, Explanation
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.prompt_commands import named_fact, supposed
from mvpod_expert.mode.views.explanations import DEPTHS, Depth, ExplanationSections
from mvpod_expert.mode.views.sentences import in_both
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.model.money import CaseCurrency
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mvpod_expert.model.cases import Answer, CaseFile
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.decision import Mode

QUESTIONS = ("how", "why-not", "what-if", "sensitivity", "similar")
MOST_CHANGED = 4


@click.command(help=t("about.explain"), epilog=t("about.explain_examples"))
@click.argument("case", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("question", type=click.Choice(QUESTIONS), default="how")
@click.argument("words", nargs=-1)
@click.option("--cell", "named", callback=composed, help=t("about.option_cell"))
@click.option("--row", callback=composed, help=t("about.option_row"))
@click.option(
    "--depth", type=click.Choice(DEPTHS), default="arguments", show_default=True, help=t("about.option_depth")
)
@click.option("--up-to", type=click.IntRange(1, MOST_CHANGED), help=t("about.option_up_to"))
@click.option("--everything", is_flag=True, help=t("about.option_everything"))
@format_option
@engine_option
@with_setting
def explain(  # noqa: PLR0913 - one parameter an option
    case: Path,
    question: str,
    words: tuple[str, ...],
    *,
    named: str | None,
    row: str | None,
    depth: Depth,
    up_to: int | None,
    everything: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Explain the advice on a case, cell by cell."""
    knowledge = setting.knowledge
    if row is None:
        read = given_case(case, knowledge)
    else:
        read = import_module("mvpod_portfolio.command").decided_case(case, row, setting)
    answer = _asked_for(question, words, setting, read, up_to)
    note_how_read([read], setting.t)
    adviser = setting.adviser(engine)
    cells = []
    for cell in cells_named(adviser.filled(read).cells, named, setting.t):
        advice = adviser.advise(cell, client=read.client, source=read.file)
        explanation = answer(ExplanationContext(adviser, cell, advice))
        cells.append(
            ExplainedCell(
                id=cell.id,
                region=cell.region,
                segment=cell.segment,
                client=read.client,
                source=read.file,
                sentence=in_both(explanation, knowledge),
                explanation=explanation,
            )
        )
    edition = adviser.stamped(()).knowledge
    explained = Explained(knowledge=edition, engine=adviser.engine.name, cells=tuple(cells))
    if form == "json":
        print_document(json_text(explained))
    else:
        told = ExplanationSections(knowledge, setting.t, depth=depth, everything=everything)
        show(told.sections(explained), setting.t)
    return ExitCode.FINE


def _asked_for(
    question: str, words: Sequence[str], setting: CliContext, case: CaseFile, up_to: int | None
) -> Callable[[ExplanationContext], Explanation]:
    """Read the question, before anything is advised."""
    t, written = setting.t, " ".join(words)
    if question == "why-not":
        modes = setting.knowledge.decision.modes
        mode = _names(modes).get(written.casefold())
        if mode is None:
            allowed = t("list.comma").join(mode.id for mode in modes)
            raise click.UsageError(t("explain.which_mode", written=written.casefold(), allowed=allowed))
        return lambda asked: why_not(asked, mode, up_to)
    if question == "what-if":
        answers = [_supposed(word, setting, case) for word in words]
        if not answers:
            raise click.UsageError(t("explain.what_if_how"))
        return lambda asked: what_if(asked, answers)
    if question == "how" and words:
        return _how_about(written, setting)
    if words:
        raise click.UsageError(t("explain.too_much", words=written, question=question))
    return {"sensitivity": sensitivity, "similar": similar}.get(question, lambda asked: _how(asked).how())


def _how_about(written: str, setting: CliContext) -> Callable[[ExplanationContext], Explanation]:
    """Find the mode, the catalogue item or the fact that is named, by id or title; a mode asks for the decision."""
    knowledge = setting.knowledge
    concluded = {fact.id: fact for fact in knowledge.facts.values() if fact.derived}
    decided = concluded.pop(knowledge.decision.decided_fact, None)
    folded = written.strip().casefold()
    if folded in _names((*knowledge.decision.modes, *([decided] if decided else []))):
        return lambda asked: _how(asked).how()
    item = _names(knowledge.items()).get(folded)
    if item is not None:
        return lambda asked: _how(asked).about_item(item)
    fact = concluded.get(_names(concluded.values()).get(folded, "")) or named_fact(knowledge.facts, written)
    if isinstance(fact, Fact):
        about = fact.id
        return lambda asked: _how(asked).about_answer(about)
    names = [candidate.id for candidate in fact.candidates]
    near = closest_match(written, [*concluded, *(item.id for item in knowledge.items())])
    candidates = setting.t("list.comma").join([*names, *([near] if near else [])])
    raise click.UsageError(setting.t("explain.how_what", written=written, candidates=candidates))


def _how(asked: ExplanationContext) -> HowExplainer:
    return HowExplainer(asked.knowledge, asked.advice)


def _names(titled: Iterable[Mode | Item | Fact]) -> dict[str, str]:
    """Return the ids of things by what they may be called: the id, or the title in either language."""
    return {name: each.id for each in titled for name in (each.id, each.title.zh, each.title.en.casefold())}


def _supposed(written: str, setting: CliContext, case: CaseFile) -> Answer:
    """Read `FACT=VALUE` as the interview does: ids, titles and option numbers, in either language."""
    t, knowledge = setting.t, setting.knowledge
    if not {"=", "＝"} & set(written):
        raise click.UsageError(t("explain.no_answer", written=written))
    fact, value = supposed(knowledge.facts, written)
    if not isinstance(fact, Fact):
        candidates = t("list.comma").join(candidate.id for candidate in fact.candidates)
        raise click.UsageError(t("explain.no_fact", written=fact.written, candidates=candidates))
    answer = understand(fact, value, CaseCurrency.of(case, knowledge.decision.rates))
    if not isinstance(answer, Misunderstanding):
        return answer
    if answer.kind == "two_readings":
        one, other = answer.allowed
        raise click.UsageError(t("interview.two_readings", written=answer.written, one=one, other=other))
    titled = (f"{state} ({fact.state_title(state).in_(t.lang)})" for state in (*fact.states, UNKNOWN))
    allowed, suggestion = t("list.comma").join(titled), answer.suggestion or ""
    if fact.range is not None:
        allowed, suggestion = t("explain.number", low=f"{fact.range.min:,}", high=f"{fact.range.max:,}"), ""
    raise click.UsageError(t("explain.no_value", fact=fact.id, written=value, allowed=allowed, suggestion=suggestion))
