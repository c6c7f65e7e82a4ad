"""`mvpod rules verify` and `diff`: proofs over all answers, of one home and of two compared."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, pages_format_option, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.terminal import show
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.printable import plain_json
from mvpod_expert.replay.reader import read_result
from mvpod_expert.resources import Home
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import sentence
from mvpod_workbench.commands.cases import files_in
from mvpod_workbench.commands.editing import of_repository
from mvpod_workbench.comparing.knowledge_diff import NamedCase, cells_of, compare_homes
from mvpod_workbench.comparing.repository import last_state
from mvpod_workbench.comparing.revisions import home_at
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.proofs.solver import SolverMissingError
from mvpod_workbench.proofs.verifying import verify as verify_home
from mvpod_workbench.views.diff import DiffView
from mvpod_workbench.views.verify import VerifyView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.proofs.verifying import Verified

MARK = rb"\A# MV[0-9]{3}: "
"""What the answers of a finding are known by."""
FILE = click.Path(path_type=Path, exists=True)


@click.command(help=t("about_verify.verify"))
@click.option("--witnesses", type=click.Path(path_type=Path, file_okay=False), help=t("about_verify.option_witnesses"))
@force_option
@findings_format_option
@with_setting
def verify(witnesses: Path | None, *, force: bool, form: str, setting: CliContext) -> ExitCode:
    """Verify the home; exit 1 when something is more than a note, 2 when the knowledge cannot be used."""
    knowledge, base = setting.knowledge, setting.base
    try:
        verified = verify_home(knowledge, base, _progress(setting.t))
    except SolverMissingError:
        raise click.ClickException(setting.t("verify.solver_missing")) from None
    view = VerifyView(gathered(knowledge), setting.t)
    saved = _save(verified, view, witnesses, force=force) if witnesses is not None else {}
    if form == "json":
        print_document(plain_json(view.document(verified)))
    elif form == "github":
        for line in view.annotations(verified):
            print_document(line)
    else:
        view.show(verified, Terminal(), saved)
    return ExitCode.FINDINGS if verified.has_mistakes else ExitCode.FINE


def _progress(words: Messages) -> Callable[[str], None]:
    """Say on a terminal's error stream what is being proved."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda name: echo(words("verify.step", name=words(f"verify_step.{name}")), err=True)


def _save(verified: Verified, view: VerifyView, folder: Path, *, force: bool) -> dict[int, str]:
    """Write the answers of each finding to DIR/<code>-<n>.yaml; return the files by the findings' places."""
    contents: dict[Path, str | bytes] = {}
    numbers: Counter[str] = Counter()
    saved: dict[int, str] = {}
    for place, finding in enumerate(verified.findings):
        if finding.witness is None or not view.can_be_saved(finding.witness):
            continue
        code = finding.diagnostic.code
        numbers[code] += 1
        file = folder / f"{code}-{numbers[code]}.yaml"
        about = " ".join(sentence(finding.diagnostic, view.t).split())
        contents[file] = f"# {code}: {about}\n{view.text(finding.witness)}"
        saved[place] = str(file)
    write_outputs(contents, MARK, view.t, force=force)
    return saved


@click.command(help=t("about_diff.diff"))
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--cases", "paths", multiple=True, type=FILE, help=t("about_diff.option_cases"))
@click.option("--drafts", is_flag=True, help=t("about_diff.option_drafts"))
@pages_format_option
@with_setting
def diff(  # noqa: PLR0913 - one parameter an option
    old: str | None, new: str | None, *, paths: tuple[Path, ...], drafts: bool, form: str, setting: CliContext
) -> ExitCode:
    """Compare; exit 0 when nothing changes in meaning, 1 when something does, 2 if one is unusable."""
    last = last_state(setting.home.root)
    with of_repository(setting), ExitStack() as stack:
        if drafts and old is None:
            before, after = setting.prepared, setting.with_drafts
        else:
            before = _prepared(old or last, setting, stack, drafts=drafts)
            here = setting.with_drafts if drafts else setting.prepared
            after = _prepared(new, setting, stack, drafts=drafts) if new is not None else here
    cases, unusable = _cases(paths, after.knowledge, before.knowledge)
    try:
        compared = compare_homes(before, after, cases)
    except SolverMissingError:
        raise click.ClickException(setting.t("verify.solver_missing")) from None
    in_use = setting.t("diff.in_use", folder=str(setting.home.root))
    signed = setting.t("diff.with_drafts", home=in_use)
    names = (old or last, new or in_use) if old or not drafts else (in_use, signed)
    view = DiffView(before.knowledge, after.knowledge, setting.t, names)
    if form == "json":
        print_document(plain_json(view.document(compared, unusable)))
    elif form == "terminal":
        show(view.sections(compared, unusable), setting.t)
    else:
        print_document((html if form == "html" else markdown)(view.page(compared, unusable)))
    return ExitCode.FINE if compared.is_same_advice and compared.is_same_beside else ExitCode.FINDINGS


def _prepared(named: str, setting: CliContext, stack: ExitStack, *, drafts: bool) -> Prepared:
    """Return the knowledge of a folder, or else of a git revision of the home in use."""
    if Path(named).is_dir():
        return prepare(Home(Path(named)), drafts=drafts)
    folder = stack.enter_context(TemporaryDirectory(prefix="mvpod-"))
    return prepare(home_at(setting.home, named, Path(folder)), drafts=drafts)


def _cases(paths: Iterable[Path], *homes: KnowledgeBase) -> tuple[list[NamedCase], list[str]]:
    """Read saved results, interviews and case files; a case that only the older vocabulary knows is one as well.

    Raises:
        UnusableInputError: a file that was named, and not only found in a folder, is no such thing.
    """
    cases: list[NamedCase] = []
    unusable: list[str] = []
    paths = tuple(paths)
    for path in files_in(paths):
        reports = [DiagnosticCollector() for _ in homes]
        result = read_result(path, DiagnosticCollector()) if path.suffix == ".json" else None
        read = list(result.result.cases) if result is not None else []
        for knowledge, report in zip(homes, reports, strict=True):
            case = read_case(path, knowledge, report) if not read else None
            read += [case] if case is not None and not report else []
        cases += (cell for case in read for cell in cells_of(case, str(path)))
        if not read:
            if path in paths:
                reports[0].raise_if_any()
            unusable.append(str(path))
    return cases, unusable
