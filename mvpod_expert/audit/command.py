"""`mvpod audit`: what a client's existing plan lacks against the standard or a recommended plan, and what to do."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.audit.capability import ANSWERS, KEY, KNOWLEDGE
from mvpod_expert.audit.model import Audit, Audited
from mvpod_expert.audit.sections import AuditSections
from mvpod_expert.audit.service import ToBe, auditor_of
from mvpod_expert.commands.case_arguments import given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.interview import filled_in
from mvpod_expert.commands.json_output import print_result
from mvpod_expert.commands.options import CliContext, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.tree import Block, Detail, Section
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.text_files import STDIN
from mvpod_expert.mode.interview.prompting import LeftError
from mvpod_expert.model.cases import ONLY_CELL, CaseFile
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


def _template(audited: KnowledgeBase, t: Messages) -> Iterator[str]:
    """Return the lines of the template in YAML; every answer in it is `unknown`."""
    yield from (f"# {each}" for each in t("audit.template_head").split("|"))
    yield from (f"client: {t('audit.template_client')}", "answers:")
    for topic, facts in groupby(audited.asked(), lambda fact: fact.topic.in_(t.lang)):
        yield from ("", f"  # {topic}")
        for fact in facts:
            yield from _lines(fact, t)


def _lines(fact: Fact, t: Messages) -> Iterator[str]:
    for text in (fact.question, fact.how):
        if text is not None:
            yield f"  # {' '.join(text.in_(t.lang).split())}"
    if fact.range is not None and fact.unit is not None:
        blanks = {"low": fact.range.min, "high": fact.range.max, "unit": fact.unit.in_(t.lang)}
        yield f"  # {t('audit.template_number', title=fact.title.in_(t.lang), **blanks)}"
    else:
        states = [*fact.states, *([NOT_APPLICABLE] if fact.may_not_apply else [])]
        named = [t("list.extra", text=fact.state_title(state).in_(t.lang)).strip() for state in states]
        joined = t("list.comma").join(f"{state} {name}" for state, name in zip(states, named, strict=True))
        yield f"  # {t('audit.template_states', title=fact.title.in_(t.lang), states=joined)}"
    yield f"  {fact.id}: {UNKNOWN}"


@click.command(help=t("about_audit.audit"))
@click.argument("plan", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--case", "case_path", type=click.Path(path_type=Path), help=t("about_audit.option_case"))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help=t("about_audit.option_answers"))
@click.option("--template", "as_template", is_flag=True, help=t("about_audit.option_template"))
@click.option("--everything", is_flag=True, help=t("about.option_everything"))
@click.option("--plain", is_flag=True, help=t("about.option_plain"))
@click.option("--batch", is_flag=True, help=t("about.option_batch"))
@format_option
@engine_option
@with_setting
def audit(  # noqa: PLR0913 - one parameter an option
    plan: Path | None,
    *,
    case_path: Path | None,
    answers_path: Path | None,
    as_template: bool,
    everything: bool,
    plain: bool,
    batch: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Audit a plan, or ask about it first."""
    t, audited = setting.t, KNOWLEDGE.of(setting.knowledge)
    if audited is None:
        raise click.UsageError(t("audit.no_audit"))
    if as_template:
        print_document("\n".join(_template(audited, t)))
        return ExitCode.FINE
    if plan is not None and case_path is None and _says_of_its_plan(plan, setting.knowledge):
        plan, case_path = None, plan
    case = given_case(case_path, setting.knowledge) if case_path is not None else None
    has_answers = plan is not None or (case is not None and ANSWERS.of(case) is not None)
    refused = {
        "plan_twice": plan is not None and case is not None and ANSWERS.of(case) is not None,
        "answers_beside_plan": has_answers and answers_path is not None,
        "json_needs_plan": form == "json" and not has_answers,
    }
    for key in (key for key, is_refused in refused.items() if is_refused):
        raise click.UsageError(t(f"audit.{key}"))
    page = Terminal(plain=batch)
    # An engine asked for by name and not there is refused before the first question, not after the last.
    adviser = setting.adviser(engine)
    plans, own = given_case(plan, audited) if plan is not None else None, case
    if not has_answers:
        _refuse_plan(answers_path, audited, t)
        try:
            own = filled_in(setting, page, answers_path, KEY, plain=plain or batch)
        except LeftError:
            return ExitCode.INTERRUPTED
    audits = tuple(_audits(plans, own, case or own, adviser))

    def pages(detail: Detail) -> Iterator[Block]:
        for each in audits:
            sections = AuditSections(setting.knowledge, audited, t, each)
            yield Section(" · ".join([t("audit.title"), each.client or each.source]), tuple(sections.blocks(detail)))

    result = Audited(knowledge=adviser.stamped(()).knowledge, audits=audits)
    print_result(result, pages, t, form=form, everything="" if everything else "audit.more", page=page)
    if form != "json" and not has_answers and own is not None:
        page.line(t("audit.read_again", file=own.file), "good")
    return ExitCode.FINE


def _refuse_plan(path: Path | None, audited: KnowledgeBase, t: Messages) -> None:
    """Refuse to go on in a PLAN: its answers would be no answers of a case."""
    if path is not None and path.is_file():
        plan = read_case(path, audited, DiagnosticCollector())
        if plan is not None and any(cell.answers for cell in plan.cells):
            raise click.UsageError(t("audit.answers_is_plan", file=path))


def _says_of_its_plan(path: Path, knowledge: KnowledgeBase) -> bool:
    """Return whether a file is a whole case with `audit:` in it, which is then its own to-be."""
    if str(path) == STDIN:
        return False
    case = read_case(path, knowledge, DiagnosticCollector())
    return case is not None and ANSWERS.of(case) is not None


def _audits(plans: CaseFile | None, own: CaseFile | None, case: CaseFile | None, adviser: Adviser) -> Iterator[Audit]:
    """Audit every plan of a PLAN, one a market, or that of the case itself, against the plan recommended for a case."""
    auditor = auditor_of(adviser)
    recommends = case is not None and (case is not own or any(cell.answers for cell in case.cells))
    to_be = ToBe(case.file, adviser.recommend([case]).cells) if case is not None and recommends else None
    client = case.client if case is not None else None
    if plans is None:
        assert own is not None  # noqa: S101 - answers come from a plan or from a case
        yield auditor.audit(ANSWERS.of(own) or {}, client=own.client or client, source=own.file, to_be=to_be)
        return
    for cell in plans.cells:
        named = " · ".join(filter(None, [plans.client, cell.id if cell.id != ONLY_CELL else None]))
        yield auditor.audit(cell.answers, client=named or client, source=plans.file, to_be=to_be)
