"""`mvpod audit`: what a client's existing plan lacks against the standard or a recommended plan, and what to do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.audit.capability import ANSWERS, KNOWLEDGE
from mvpod_expert.audit.dialogue import AuditDialogue
from mvpod_expert.audit.interview_view import AuditInterviewView
from mvpod_expert.audit.model import Audited
from mvpod_expert.audit.sections import AuditSections
from mvpod_expert.audit.service import ToBe, auditor_of
from mvpod_expert.commands.case_arguments import given_case
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import json_text
from mvpod_expert.commands.options import CliContext, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Detail, Paragraph, Section
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.text_files import STDIN
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.prompting import LeftError, saving
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.document.tree import Block
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


def _audit_template(audited: KnowledgeBase, t: Messages) -> str:
    """Write the template as YAML; every answer in it is `unknown`."""
    lines = [f"# {each}" for each in t("audit.template_head").split("|")]
    lines += [f"client: {t('audit.template_client')}", "answers:"]
    topic = ""
    for fact in audited.asked():
        if fact.topic.in_(t.lang) != topic:
            topic = fact.topic.in_(t.lang)
            lines += ["", f"  # {topic}"]
        lines += _lines(fact, t)
    return "\n".join(lines)


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


READ_BY = "mvpod audit"


@click.command(help=t("about_audit.audit"))
@click.argument("plan", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--case", "case_path", type=click.Path(path_type=Path), help=t("about_audit.option_case"))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help=t("about_audit.option_answers"))
@click.option("--template", "as_template", is_flag=True, help=t("about_audit.option_template"))
@click.option("--everything", is_flag=True, help=t("about.option_everything"))
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
    batch: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Audit a plan, or ask about it first."""
    audited = KNOWLEDGE.of(setting.knowledge)
    if audited is None:
        raise click.UsageError(setting.t("audit.no_audit"))
    if as_template:
        print_document(_audit_template(audited, setting.t))
        return ExitCode.FINE
    if plan is not None and case_path is None and _says_of_its_plan(plan, setting.knowledge):
        plan, case_path = None, plan
    case = given_case(case_path, setting.knowledge) if case_path is not None else None
    has_answers = plan is not None or (case is not None and ANSWERS.of(case) is not None)
    _check(setting, plan, case, answers_path if has_answers else None, asks_json=form == "json" and not has_answers)
    page = Terminal(plain=batch)
    # An engine asked for by name and not there is refused before the first question, not after the last.
    adviser = setting.adviser(engine)
    if has_answers:
        plans = given_case(plan, audited) if plan is not None else None
    else:
        plans = _asked(adviser, setting, page, answers_path, is_plain=batch)
        if plans is None:
            return ExitCode.INTERRUPTED
    audits = tuple(_audits(plans, case, adviser))
    if form == "json":
        print_document(json_text(Audited(knowledge=adviser.stamped(()).knowledge, audits=audits)))
    else:
        show(_pages(audits, setting, Detail.FULL if everything else Detail.USUAL), setting.t, page)
        if not has_answers and plans is not None:
            AuditInterviewView(audited, setting.t, page).read_again(Path(plans.file))
    return ExitCode.FINE


def _pages(audits: Iterable[Audit], setting: CliContext, detail: Detail) -> Iterator[Block]:
    """Return every audit."""
    t, audited = setting.t, KNOWLEDGE.of(setting.knowledge)
    if audited is None or audited.standard is None:
        return
    for audit in audits:
        sections = AuditSections(setting.knowledge, audited, audited.standard, t, audit)
        yield Section(" · ".join([t("audit.title"), audit.client or audit.source]), tuple(sections.blocks(detail)))
    if detail != Detail.FULL:
        yield Section("", (Paragraph(t("audit.more"), "faint"),))


def _check(
    setting: CliContext, plan: Path | None, case: CaseFile | None, answers: Path | None, *, asks_json: bool
) -> None:
    """Refuse what does not go together."""
    if plan is not None and case is not None and ANSWERS.of(case) is not None:
        raise click.UsageError(setting.t("audit.plan_twice"))
    if answers is not None:
        raise click.UsageError(setting.t("audit.answers_beside_plan"))
    if asks_json:
        raise click.UsageError(setting.t("audit.json_needs_plan"))


def _says_of_its_plan(path: Path, knowledge: KnowledgeBase) -> bool:
    """Return whether a file is a whole case with `audit:` in it, which is then its own to-be."""
    if str(path) == STDIN:
        return False
    case = read_case(path, knowledge, DiagnosticCollector())
    return case is not None and ANSWERS.of(case) is not None


def _audits(plans: CaseFile | None, case: CaseFile | None, adviser: Adviser) -> Iterator[Audit]:
    """Audit every plan that was given; a plan of several markets is one plan a market."""
    auditor = auditor_of(adviser)
    to_be = ToBe(case.file, adviser.recommend([case]).cells) if case is not None else None
    if plans is None:
        assert case is not None  # noqa: S101 - answers come from a plan or from a case
        yield auditor.audit(ANSWERS.of(case) or {}, client=case.client, source=case.file, to_be=to_be)
        return
    for cell in plans.cells:
        named = " · ".join(filter(None, [plans.client, cell.id if cell.id != ONLY_CELL else None]))
        client = named or (case.client if case is not None else None)
        yield auditor.audit(cell.answers, client=client, source=plans.file, to_be=to_be)


def _asked(
    adviser: Adviser, setting: CliContext, page: Terminal, answers: Path | None, *, is_plain: bool
) -> CaseFile | None:
    """Ask about the plan; give nothing when the person left."""
    auditor = auditor_of(adviser)
    audited = auditor.knowledge
    view = AuditInterviewView(audited, setting.t, page)
    name = answers or Path(time.strftime("mvpod-plan-%Y%m%d-%H%M%S.yaml"))
    file = JournalFile(name, audited, READ_BY, is_new=answers is None)
    dialogue: AuditDialogue | None = None
    try:
        with saving(file, view, lambda: len(dialogue.record.cell.answers) if dialogue is not None else None):
            resumed = file.resume()
            view.welcome(file.path, resumed)
            keyboard = Keyboard(plain=is_plain, t=setting.t)
            dialogue = AuditDialogue(audited, resumed.record, file, view, keyboard=keyboard, so_far=auditor.audit)
            dialogue.hold()
            file.keep()
    except LeftError:
        return None
    return dialogue.record.case(str(file.path))
