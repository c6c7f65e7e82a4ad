"""The server: what an editor asks, answered from the open homes. Everything about a home is done by one thread."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from mvpod_expert import __version__
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_mistakes import mended
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import plain_text
from mvpod_expert.views.findings import sentence
from mvpod_expert.views.messages import Messages
from mvpod_workbench.editing.formatting import formatted
from mvpod_workbench.editing.renaming import plan_renaming
from mvpod_workbench.language_server.completing import candidates, filter_text
from mvpod_workbench.language_server.open_home import OpenHome, home_of
from mvpod_workbench.language_server.positions import AnsweringProtocol, OneLine, Positions
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.lookup.search import titles
from mvpod_workbench.views.reference.describing import Describer

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygls.server import ServerErrors

    from mvpod_expert.model.diagnostics import Diagnostic, Place
    from mvpod_expert.model.frozen import Lang
    from mvpod_workbench.checks.checking import Checked
    from mvpod_workbench.editing.id_references import Mention

T = TypeVar("T")
QUIET_SECONDS = 0.25
"""How long nothing is typed before a check begins."""
MOST_HOVERED = 6
WORD = re.compile(r"[\w.-]+")
SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


class RulesServer(LanguageServer):
    """The language server of homes; which home a document belongs to is found from its path.

    Args:
        lang: the language until the editor names one.
    """

    def __init__(self, lang: Lang) -> None:
        super().__init__(
            "mvpod",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=AnsweringProtocol,
        )
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine())
        logging.basicConfig(handlers=[handler])
        self.t = Messages(lang)
        self.was_shut_down = False
        self.homes: dict[Path, OpenHome] = {}
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._checks: dict[Path, asyncio.Task[None]] = {}
        self._told: dict[Path, set[str]] = {}
        _register(self)

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Answer a message that cannot be read; an editor has the answer to anything else already."""
        del error
        if source is JsonRpcException and isinstance(self.protocol, AnsweringProtocol):
            self.protocol.refuse()

    def take_language(self, params: types.InitializeParams) -> None:
        """Take the language from `initializationOptions.lang`, or from the editor's own."""
        options = params.initialization_options
        named = options.get("lang") if isinstance(options, dict) else getattr(options, "lang", None)
        written = str(named or params.locale or self.t.lang).lower()
        self.t = Messages("zh" if written.startswith("zh") else "en")

    def open_home(self, uri: str) -> OpenHome | None:
        """Return the home of a document; nothing for a document outside of homes."""
        name = to_fs_path(uri)
        home = home_of(Path(name)) if name else None
        return self.homes.setdefault(home.root, OpenHome(home)) if home is not None else None

    def unsaved(self) -> dict[Path, str]:
        """Return the text of each open document by its path."""
        documents = self.workspace.text_documents
        return {Path(each.path): each.source for each in documents.values() if each.path}

    def positions(self, path: Path) -> Positions:
        """Return the positions of a file, as it is open or on disk."""
        text = self.unsaved().get(path)
        if text is None:
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        return Positions(text, self.workspace.position_codec)

    async def of_home(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do work on a home in the one thread that does."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *arguments)

    def check_soon(self, uri: str) -> None:
        """Check the home of a document when typing pauses; a check that is out of date is dropped."""
        opened = self.open_home(uri)
        if opened is None:
            return
        root = opened.home.root
        if root in self._checks:
            self._checks[root].cancel()
        self._checks[root] = asyncio.ensure_future(self._check(opened))

    async def _check(self, opened: OpenHome) -> None:
        await asyncio.sleep(QUIET_SECONDS)
        checked = await self.of_home(opened.check, self.unsaved())
        self._publish(opened, checked)

    def _publish(self, opened: OpenHome, checked: Checked) -> None:
        root = opened.home.root
        found: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._told.get(root, ())}
        for finding in checked.findings:
            # What many places use is one finding in the checker's list, and marked at each of them here.
            used_at = finding.related if "places" in finding.details else ()
            for place in (finding.place, *used_at):
                path = root / place.file
                found.setdefault(self.uri(path), []).append(self._diagnostic(finding, place, path))
        self._told[root] = {uri for uri, findings in found.items() if findings}
        for uri, findings in found.items():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=findings))

    @staticmethod
    def uri(path: Path) -> str:
        """Return the URI of a file in the escaped form editors send; pygls hands theirs on with the escapes undone."""
        return path.as_uri()

    def _diagnostic(self, finding: Diagnostic, place: Place, path: Path) -> types.Diagnostic:
        return types.Diagnostic(
            range=self.positions(path).range_of(place),
            message=sentence(finding, self.t),
            severity=SEVERITIES[finding.severity],
            code=finding.code.value,
            source="mvpod",
            data={"suggestion": finding.suggestion, "written": finding.details.get("written", "")},
        )

    def location(self, opened: OpenHome, place: Place) -> types.Location:
        """Return a place as an editor's location."""
        path = opened.home.root / place.file
        return types.Location(self.uri(path), self.positions(path).range_of(place))

    def mention_at(self, opened: OpenHome, uri: str, at: types.Position, unsaved: dict[Path, str]) -> Mention | None:
        """Return the id at a position."""
        path = Path(to_fs_path(uri) or "")
        column = self.positions(path).column(at) + 1
        for each in opened.mentions_of(path, unsaved):
            node = each.node
            if node.line == at.line + 1 and node.column <= column <= node.column + node.width:
                return each
        return None

    def hover(self, opened: OpenHome, uri: str, at: types.Position, unsaved: dict[Path, str]) -> types.Hover | None:
        """Tell what the thing at a position is, and what it does in the cases."""
        if opened.prepared is None:
            return None
        knowledge = gathered(opened.prepared.knowledge)
        mention = self.mention_at(opened, uri, at, unsaved)
        if mention is not None:
            things = [
                option(mention.of, mention.text) if mention.kind == "option" else Thing(mention.kind, mention.text)
            ]
        else:
            positions = self.positions(Path(to_fs_path(uri) or ""))
            column = positions.column(at)
            words = (each[0] for each in WORD.finditer(positions.line(at)) if each.start() <= column <= each.end())
            word = next(words, "")
            things = [each for each in titles(knowledge) if each.id == word]
        for thing in things:
            try:
                told = Describer(knowledge, self.t).describe(thing)
            except (KeyError, StopIteration):
                continue
            parts = [f"**{told.title}** · {told.kind} · `{thing.id}`", *(plain_text(line.words) for line in told.lead)]
            for section in told.sections[:MOST_HOVERED]:
                lines = "\n".join(f"- {plain_text(line.words)}" for line in section.lines[:MOST_HOVERED])
                parts.append(f"**{section.heading}**\n\n{lines}")
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(parts)))
        return None


def _register(server: RulesServer) -> None:  # noqa: C901, PLR0915 - one function for each thing an editor asks
    t = types

    @server.feature(t.INITIALIZE)
    def _initialize(params: t.InitializeParams) -> None:
        server.take_language(params)

    @server.feature(t.SHUTDOWN)
    def _shutdown(*_: object) -> None:
        server.was_shut_down = True

    @server.feature(t.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(t.TEXT_DOCUMENT_DID_CHANGE)
    @server.feature(t.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(t.TEXT_DOCUMENT_DID_CLOSE)
    async def _changed(params: t.DidOpenTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri)

    @server.feature(t.TEXT_DOCUMENT_HOVER)
    async def _hover(params: t.HoverParams) -> t.Hover | None:
        opened, uri = server.open_home(params.text_document.uri), params.text_document.uri
        if opened is None:
            return None
        return await server.of_home(server.hover, opened, uri, params.position, server.unsaved())

    async def _places(params: t.DefinitionParams | t.ReferenceParams, *, declared: bool) -> list[t.Location]:
        opened, unsaved = server.open_home(params.text_document.uri), server.unsaved()
        if opened is None:
            return []

        def find() -> list[t.Location]:
            meant = server.mention_at(opened, params.text_document.uri, params.position, unsaved)
            places = opened.places(meant, unsaved, declared=declared) if meant is not None else ()
            return [server.location(opened, place) for place in places]

        return await server.of_home(find)

    @server.feature(t.TEXT_DOCUMENT_DEFINITION)
    async def _definition(params: t.DefinitionParams) -> list[t.Location]:
        return await _places(params, declared=True)

    @server.feature(t.TEXT_DOCUMENT_REFERENCES)
    async def _references(params: t.ReferenceParams) -> list[t.Location]:
        return await _places(params, declared=False)

    @server.feature(t.TEXT_DOCUMENT_RENAME)
    async def _rename(params: t.RenameParams) -> t.WorkspaceEdit | None:
        opened, unsaved = server.open_home(params.text_document.uri), server.unsaved()
        if opened is None:
            return None

        def plan() -> dict[Path, str]:
            meant = server.mention_at(opened, params.text_document.uri, params.position, unsaved)
            if meant is None:
                raise JsonRpcException(server.t("language_server.no_id_here"))
            old = f"{meant.of}.{meant.text}" if meant.of else meant.text
            try:
                return plan_renaming(opened.home, old, params.new_name, meant.kind, unsaved).texts
            except MvpodError as error:
                raise JsonRpcException(
                    server.t("language_server.not_renamed", old=old, new=params.new_name, reason=str(error))
                ) from error

        texts = await server.of_home(plan)
        return t.WorkspaceEdit(
            changes={
                server.uri(path): [t.TextEdit(server.positions(path).whole(), text)] for path, text in texts.items()
            }
        )

    @server.feature(t.TEXT_DOCUMENT_COMPLETION, t.CompletionOptions(trigger_characters=[" ", ":", "[", "{", ","]))
    def _completion(params: t.CompletionParams) -> list[t.CompletionItem]:
        opened = server.open_home(params.text_document.uri)
        if opened is None or opened.prepared is None:
            return []
        knowledge = opened.prepared.knowledge
        positions = server.positions(Path(to_fs_path(params.text_document.uri) or ""))
        before = positions.line(params.position)[: positions.column(params.position)]
        named = titles(knowledge)
        return [
            t.CompletionItem(
                label=text,
                detail=named[thing].in_(server.t.lang) if thing in named else None,
                filter_text=filter_text(thing, named.get(thing)),
                insert_text=text,
            )
            for thing, text in candidates(positions.lines, params.position.line, before, knowledge)
        ]

    @server.feature(t.TEXT_DOCUMENT_CODE_ACTION, t.CodeActionOptions(code_action_kinds=[t.CodeActionKind.QuickFix]))
    def _actions(params: t.CodeActionParams) -> list[t.CodeAction]:
        uri = params.text_document.uri
        path = Path(to_fs_path(uri) or "")
        if server.open_home(uri) is None:
            return []
        positions = server.positions(path)
        found = []
        for finding in params.context.diagnostics:
            data = finding.data if isinstance(finding.data, dict) else {}
            word = data.get("suggestion")
            line, start = positions.line(finding.range.start), positions.column(finding.range.start)
            written = line[start : positions.column(finding.range.end)]
            if finding.source == "mvpod" and word and written.strip("'\"") == data.get("written"):
                title = server.t("language_server.replace", word=word)
                edit = t.WorkspaceEdit(changes={server.uri(path): [t.TextEdit(finding.range, word)]})
                found.append(t.CodeAction(title, kind=t.CodeActionKind.QuickFix, diagnostics=[finding], edit=edit))
        text = server.unsaved().get(path, "")
        after = formatted(mended(text), path.name, DiagnosticCollector()) or mended(text)
        if text and after != text:
            edit = t.WorkspaceEdit(changes={server.uri(path): [t.TextEdit(positions.whole(), after)]})
            found.append(t.CodeAction(server.t("language_server.mend"), kind=t.CodeActionKind.QuickFix, edit=edit))
        return found
