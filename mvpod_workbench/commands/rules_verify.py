"""`mvpod rules verify`: proofs over all answers, and for each finding answers to see it with."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import sentence
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.proofs.solver import SolverMissingError
from mvpod_workbench.proofs.verifying import verify as verify_home
from mvpod_workbench.views.verify import VerifyView

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.proofs.verifying import Verified

MARK = rb"\A# MV[0-9]{3}: "
"""What the answers of a finding are known by."""


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
