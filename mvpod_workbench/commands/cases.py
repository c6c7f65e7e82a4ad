"""`mvpod cases`: where clients and consultants decided otherwise than advised, for the rule authors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.engine.bitset import BITSET
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.views.console import Terminal
from mvpod_workbench.views.judgement import OverridesView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


SUFFIXES = {".yaml", ".yml", ".json"}


@click.command(help=t("about.cases"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--all", "everything", is_flag=True, help=t("about.option_all_cases"))
@with_setting
def cases(paths: tuple[Path, ...], *, everything: bool, setting: CliContext) -> ExitCode:
    """List overrides; files in a folder that are no cases are named and left out, one that was named is reported."""
    # Folders of cases are advised on at once, which bitset does in no time.
    adviser = setting.adviser(BITSET)
    advised, unusable = [], []
    for path in files_in(paths or (Path(),)):
        report = DiagnosticCollector()
        case = read_case(path, setting.knowledge, report)
        if case is None or report:
            if path in paths:
                report.raise_if_any()
            unusable.append(str(path))
        else:
            advised += [adviser.advise(cell, client=case.client, source=case.file) for cell in case.cells]
    OverridesView(setting.knowledge, setting.t, Terminal()).show(advised, unusable, everything=everything)
    return ExitCode.FINE


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the files; of a folder those that could be cases, the folders in it included but hidden ones left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES and each.is_file())
        yield from (each for each in inside if not any(part[0] == "." for part in each.relative_to(path).parts))
