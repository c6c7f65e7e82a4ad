"""`mvpod rules verify`: proofs over all answers, and for each finding answers to see it with."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.lookup.bodies import gathered
from mvpod_expert.authoring.proofs.solver import SolverMissingError
from mvpod_expert.authoring.proofs.verifying import verify as verify_home
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, findings_format_option, home_option, lang_option, say
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.views.findings import sentence
from mvpod_expert.views.page import Page
from mvpod_expert.views.verify_terminal import VerifyView

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.authoring.proofs.verifying import Verified
    from mvpod_expert.model.noun import Lang
    from mvpod_expert.views.wording import Wording

MARK = rb"\A# MV[0-9]{3}: "
"""What the answers of a finding are known by."""


@click.command(help=say("about_verify.verify"))
@click.option(
    "--witnesses", type=click.Path(path_type=Path, file_okay=False), help=say("about_verify.option_witnesses")
)
@force_option
@findings_format_option
@home_option
@lang_option
def verify(witnesses: Path | None, *, force: bool, form: str, home: Path | None, lang: Lang) -> ExitCode:
    """Verify the home; exit 1 when something is more than a note, 2 when the knowledge cannot be used."""
    setting = Setting(home, lang)
    knowledge, base = setting.knowledge, setting.base
    try:
        verified = verify_home(knowledge, base, _progress(setting.say))
    except SolverMissingError:
        raise click.ClickException(setting.say("verify.solver_missing")) from None
    view = VerifyView(gathered(knowledge), setting.say)
    saved = _save(verified, view, witnesses, force=force) if witnesses is not None else {}
    if form == "json":
        click.echo(json.dumps(view.document(verified), ensure_ascii=False, indent=2))
    elif form == "github":
        for line in view.annotations(verified):
            click.echo(line)
    else:
        view.show(verified, Page(), saved)
    return ExitCode.FINDINGS if verified.has_mistakes else ExitCode.FINE


def _progress(words: Wording) -> Callable[[str], None]:
    """Say on a terminal's error stream what is being proved."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda name: click.echo(words("verify.step", name=words(f"verify_step.{name}")), err=True)


def _save(verified: Verified, view: VerifyView, folder: Path, *, force: bool) -> dict[int, str]:
    """Write the answers of each finding to DIR/<code>-<n>.yaml; give the files by the findings' places."""
    contents: dict[Path, str | bytes] = {}
    numbers: Counter[str] = Counter()
    saved: dict[int, str] = {}
    for place, finding in enumerate(verified.findings):
        if finding.witness is None or not view.can_be_saved(finding.witness):
            continue
        code = finding.diagnostic.code
        numbers[code] += 1
        file = folder / f"{code}-{numbers[code]}.yaml"
        about = " ".join(sentence(finding.diagnostic, view.say).split())
        contents[file] = f"# {code}: {about}\n{view.text(finding.witness)}"
        saved[place] = str(file)
    write_outputs(contents, MARK, view.say, force=force)
    return saved
