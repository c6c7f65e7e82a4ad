"""Fills in a Word template: plain data only, in jinja2's sandbox. The only file that knows docxtpl.

Run as a module it is the process that fills in a template of somebody else's, with limits on time and memory: a
template is a program, and no check of its text says how long it runs.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from mvpod_expert.errors import MvpodError
from mvpod_expert.reports.templates import without_controls
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang

MAX_UNPACKED_BYTES = 100_000_000
MAX_PARTS = 2_000
MAX_MEMORY_BYTES = 1_500_000_000
MAX_SECONDS = 20
NEAR_CHARACTERS = 120
IN_TEMPLATE = "<template>"

MARK = "mvpod report"
"""What a document of ours is known by, whatever the template."""


class TemplateUnusableError(MvpodError):
    """A restyled template cannot be filled in.

    Args:
        problem: `no_file`, `no_word`, `too_large`, `too_costly`, `tag` or `xml`.
        reason: what the library said, or the limit.
        near: the words of the template around the place.
    """

    def __init__(self, problem: str, reason: str = "", near: str = "") -> None:
        super().__init__(reason or problem)
        self.problem = problem
        self.reason = reason
        self.near = near


def fill(template: bytes, report: dict[str, Any], lang: Lang) -> bytes:
    """Return the Word document that a template makes of a report.

    Args:
        template: a Word document with jinja2 tags.
        report: the report as plain data; nothing else can be reached from the template but the program's sentences.
        lang: the language of the sentences.

    Raises:
        TemplateUnusableError: the template is not a Word document, or its tags cannot be filled in.
    """
    _check_archive(template)
    document = _Template(BytesIO(template))
    try:
        document.init_docx()
    except Exception as error:  # python-docx and lxml raise whatever a damaged package leads them to
        raise TemplateUnusableError(problem="no_word", reason=str(error)) from error
    sentence = Messages(lang)

    def t(key: str, /, **blanks: object) -> str:
        if not sentence.knows(key):
            message = f"there is no sentence '{key}'"
            raise LookupError(message)
        return sentence(key, **blanks)

    try:
        document.render({"report": report, "t": t}, jinja_env=_Sandbox())
        if document.docx is not None:
            document.docx.core_properties.identifier = MARK
        written = BytesIO()
        document.save(written)
    except TemplateUnusableError:
        raise
    except etree.XMLSyntaxError as error:
        raise TemplateUnusableError(problem="xml", reason=str(error)) from error
    except Exception as error:
        # A tag may do anything an expression can: divide by zero, add a text to a number, call itself for ever.
        raise TemplateUnusableError(problem="tag", reason=_reason(error)) from error
    return written.getvalue()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 without a way to Python's objects, and without a way to let a client's text be markup."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=_as_text)
        del self.filters["safe"]
        del self.globals["lipsum"]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what the data holds under a name, before any method of a dict."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for each in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            message = "the tag 'autoescape' is not allowed"
            raise TemplateSyntaxError(message, each.lineno, name, filename)
        return tree


class _Plain(_Sandbox):
    """The same for a document's properties, which are texts and no XML."""

    def __init__(self) -> None:
        super().__init__()
        self.autoescape = False
        self.finalize = without_controls


def _as_text(value: object) -> object:
    # docxtpl turns `{_{` into `{{` after it has filled in; a client's brace stays one.
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(str(escape(without_controls(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704
    return value


class _Template(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """A template whose errors name the words around them and whose result must be whole XML."""

    def render_xml_part(self, src_xml: str, part: object, context: dict[str, Any], jinja_env: Any = None) -> str:
        try:
            xml: str = super().render_xml_part(src_xml, part, context, jinja_env)
        except Exception as error:
            lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).splitlines()  # the lines that docxtpl makes
            raise TemplateUnusableError(
                problem="tag", reason=_reason(error), near=_near(lines, _line(error))
            ) from error
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, huge_tree=False))
        return xml

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:  # noqa: ARG002 - docxtpl's
        super().render_properties(context, _Plain())


def _check_archive(template: bytes) -> None:
    """Refuse what unpacks to too much before anything is unpacked; zipfile unpacks no more than is declared."""
    try:
        with ZipFile(BytesIO(template)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise TemplateUnusableError(problem="no_word", reason=str(error)) from error
    if len(parts) > MAX_PARTS or sum(each.file_size for each in parts) > MAX_UNPACKED_BYTES:
        raise TemplateUnusableError(problem="too_large", reason=str(MAX_UNPACKED_BYTES // 1_000_000))


def _line(error: BaseException) -> int | None:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    found, at = None, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == IN_TEMPLATE:
            found = at.tb_lineno
        at = at.tb_next
    return found


def _near(lines: list[str], number: int | None) -> str:
    if number is None or not 0 < number <= len(lines):
        return ""
    return re.sub(r"<[^>]+>", "", lines[number - 1]).strip()[:NEAR_CHARACTERS]


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _limit(seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the caller's time limit alone holds
    except ModuleNotFoundError:
        return
    for kind, most in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CPU, seconds)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> int:
    """Fill in the template from standard input; the result, or what is wrong as JSON, goes to standard output."""
    given = json.loads(sys.stdin.buffer.readline())
    _limit(given["seconds"])
    try:
        document = fill(sys.stdin.buffer.read(), given["report"], given["lang"])
    except TemplateUnusableError as error:
        if isinstance(error.__cause__, MemoryError):
            error.problem = "too_costly"
        told = {"problem": error.problem, "reason": error.reason, "near": error.near}
        sys.stdout.buffer.write(json.dumps(told).encode())
        return 1
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
