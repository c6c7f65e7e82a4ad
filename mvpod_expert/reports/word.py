"""The report as a Word document, from a template that a firm can restyle.

A template of somebody else's is filled in by another process, which gets plain data and has limits on time and memory;
`word_template` fills in.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mvpod_expert.reports import word_template
from mvpod_expert.reports.word_template import MAX_SECONDS, TemplateUnusableError, fill

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.reports.blocks import ReportPages
    from mvpod_expert.views.messages import Messages

TEMPLATE = Path(__file__).with_name("report.docx")
MAX_TEMPLATE_BYTES = 20_000_000
NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def word(pages: ReportPages, t: Messages, template: Path | None = None) -> bytes:
    """Return a report as a Word document.

    Args:
        pages: the report.
        t: the messages of one language.
        template: a restyled copy of the template; without it the one that comes with the program.

    Raises:
        TemplateUnusableError: the template is not a Word document, is too large or takes too long, asks for what a
            report does not have, or its tags are broken.
        OSError: the template cannot be read.
    """
    data = plain(pages)
    if template is None:
        return fill(TEMPLATE.read_bytes(), data, t.lang)
    return _filled_apart(_content(template), data, t.lang)


def plain(value: object) -> Any:
    """Return the blocks of a report as dicts, lists, texts, numbers and truth values.

    Raises:
        TypeError: there is something else in them.
    """
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
        names += [name for name, kept in vars(type(value)).items() if isinstance(kept, property)]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    message = f"a report holds {type(value).__name__}"
    raise TypeError(message)


def _content(template: Path) -> bytes:
    # A named pipe would be waited for at opening, before one can see that it is a pipe.
    with os.fdopen(os.open(template, os.O_RDONLY | NOT_WAITING), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise TemplateUnusableError(problem="no_file")
        content = file.read(MAX_TEMPLATE_BYTES + 1)
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_TEMPLATE_BYTES // 1_000_000))
    return content


def _filled_apart(template: bytes, data: dict[str, Any], lang: Lang) -> bytes:
    given = json.dumps({"report": data, "lang": lang, "seconds": MAX_SECONDS}).encode() + b"\n" + template
    # -P: no module comes from the folder somebody works in.
    command = [sys.executable, "-P", "-m", word_template.__name__]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    try:
        done = subprocess.run(  # noqa: S603 - this program's own module
            command, input=given, capture_output=True, check=False, timeout=3 * MAX_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        raise TemplateUnusableError(problem="too_costly") from None
    if done.returncode == 0:
        return done.stdout
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise TemplateUnusableError(problem="too_costly") from None
    raise TemplateUnusableError(**told)
