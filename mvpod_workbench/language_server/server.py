"""The server: what an editor asks, answered from the open homes. Everything about a home is done by one thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
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
from mvpod_workbench.views.reference.markdown import hover_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pygls.server import ServerErrors

    from mvpod_expert.model.diagnostics import Diagnostic, Place
    from mvpod_expert.model.frozen import Lang
    from mvpod_workbench.checks.checking import Checked
    from mvpod_workbench.editing.id_references import Mention

    At = types.HoverParams | types.DefinitionParams | types.ReferenceParams | types.RenameParams

T = TypeVar("T")
QUIET_SECONDS = 0.25
"""How long nothing is typed before a check begins."""
WORD = re.compile(r"[\w.-]+")
SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


class RulesServer(LanguageServer):
    """The language server of homes, in a language until the editor names one.

    Which home a document belongs to is found from its path.
    """

    def __init__(self, lang: Lang) -> None:
        full = types.TextDocumentSyncKind.Full
        super().__init__("mvpod", __version__, text_document_sync_kind=full, protocol_cls=AnsweringProtocol)
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine())
        logging.basicConfig(handlers=[handler])
        self.t = Messages(lang)
        self.was_shut_down = False
        self.homes: dict[Path, OpenHome] = {}
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._checks: dict[Path, asyncio.Task[None]] = {}
        self._marked: dict[Path, set[str]] = {}
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
        home = home_of(_path(uri)) if to_fs_path(uri) else None
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
        running = self._checks.get(opened.home.root)
        if running is not None:
            running.cancel()
        self._checks[opened.home.root] = asyncio.ensure_future(self._check(opened))

    async def _check(self, opened: OpenHome) -> None:
        await asyncio.sleep(QUIET_SECONDS)
        self._publish(opened.home.root, await self.of_home(opened.check, self.unsaved()))

    def _publish(self, root: Path, checked: Checked) -> None:
        found: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._marked.get(root, ())}
        for finding in checked.findings:
            # What many places use is one finding in the checker's list, and marked at each of them here.
            for place in (finding.place, *(finding.related if "places" in finding.details else ())):
                path = root / place.file
                found.setdefault(path.as_uri(), []).append(self._diagnostic(finding, place, path))
        self._marked[root] = {uri for uri, findings in found.items() if findings}
        for uri, findings in found.items():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=findings))

    def _diagnostic(self, finding: Diagnostic, place: Place, path: Path) -> types.Diagnostic:
        return types.Diagnostic(
            range=self.positions(path).range_of(place),
            message=sentence(finding, self.t),
            severity=SEVERITIES[finding.severity],
            code=finding.code.value,
            source="mvpod",
            data={"suggestion": finding.suggestion, "written": finding.details.get("written", "")},
        )

    def mention_at(self, opened: OpenHome, params: At, unsaved: Mapping[Path, str]) -> Mention | None:
        """Return the id at a position."""
        path, line = _path(params.text_document.uri), params.position.line + 1
        column = self.positions(path).column(params.position) + 1
        for each in opened.mentions_of(path, unsaved):
            if each.node.line == line and each.node.column <= column <= each.node.column + each.node.width:
                return each
        return None

    def hover(self, opened: OpenHome, params: types.HoverParams, unsaved: Mapping[Path, str]) -> types.Hover | None:
        """Tell what the thing at a position is, and what it does in the cases."""
        if opened.prepared is None:
            return None
        knowledge = gathered(opened.prepared.knowledge)
        mention = self.mention_at(opened, params, unsaved)
        if mention is not None:
            is_option = mention.kind == "option"
            things = [option(mention.of, mention.text) if is_option else Thing(mention.kind, mention.text)]
        else:
            positions = self.positions(_path(params.text_document.uri))
            column, line = positions.column(params.position), positions.line(params.position.line)
            words = (each[0] for each in WORD.finditer(line) if each.start() <= column <= each.end())
            word = next(words, "")
            things = [each for each in titles(knowledge) if each.id == word]
        for thing in things:
            with contextlib.suppress(KeyError, StopIteration):
                text = hover_text(Describer(knowledge, self.t).describe(thing))
                return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))
        return None

    def places(
        self, opened: OpenHome, params: At, unsaved: Mapping[Path, str], *, declared: bool
    ) -> list[types.Location]:
        """Return where the id at a position stands, or where it is declared."""
        meant = self.mention_at(opened, params, unsaved)
        places = opened.places(meant, unsaved, declared=declared) if meant is not None else ()
        found = ((opened.home.root / place.file, place) for place in places)
        return [types.Location(path.as_uri(), self.positions(path).range_of(place)) for path, place in found]

    def renamed(self, opened: OpenHome, params: types.RenameParams, unsaved: Mapping[Path, str]) -> types.WorkspaceEdit:
        """Return the texts in which the id at a position has its new name.

        Raises:
            JsonRpcException: there is none, or it cannot be renamed.
        """
        meant = self.mention_at(opened, params, unsaved)
        if meant is None:
            raise JsonRpcException(self.t("language_server.no_id_here"))
        old, new = f"{meant.of}.{meant.text}" if meant.of else meant.text, params.new_name
        try:
            texts = plan_renaming(opened.home, old, new, meant.kind, unsaved).texts
        except MvpodError as error:
            said = self.t("language_server.not_renamed", old=old, new=new, reason=str(error).rpartition(".")[2])
            raise JsonRpcException(said) from error
        return self.edit({path: types.TextEdit(self.positions(path).whole(), text) for path, text in texts.items()})

    @staticmethod
    def edit(edits: Mapping[Path, types.TextEdit]) -> types.WorkspaceEdit:
        """Return an edit of files, with their URIs as editors escape them; pygls hands theirs on with that undone."""
        return types.WorkspaceEdit(changes={path.as_uri(): [edit] for path, edit in edits.items()})

    def completions(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        """Return what may be written at a position."""
        opened = self.open_home(params.text_document.uri)
        if opened is None or opened.prepared is None:
            return []
        knowledge, at = opened.prepared.knowledge, params.position
        positions = self.positions(_path(params.text_document.uri))
        before = positions.line(at.line)[: positions.column(at)]
        named = titles(knowledge)
        return [
            types.CompletionItem(
                label=text,
                detail=named[thing].in_(self.t.lang) if thing in named else None,
                filter_text=filter_text(thing, named.get(thing)),
                insert_text=text,
            )
            for thing, text in candidates(positions.lines, at.line, before, knowledge)
        ]

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return the words that may replace those of findings, and what mends the form of the whole text."""
        path, fix = _path(params.text_document.uri), types.CodeActionKind.QuickFix
        if self.open_home(params.text_document.uri) is None:
            return []
        positions = self.positions(path)
        found = []
        for finding in params.context.diagnostics:
            data = finding.data if isinstance(finding.data, dict) else {}
            start, end = finding.range.start, finding.range.end
            written = positions.line(start.line)[positions.column(start) : positions.column(end)]
            word = data.get("suggestion")
            if finding.source == "mvpod" and word and written.strip("'\"") == data.get("written"):
                edit = self.edit({path: types.TextEdit(finding.range, word)})
                title = self.t("language_server.replace", word=word)
                found.append(types.CodeAction(title, kind=fix, diagnostics=[finding], edit=edit))
        text = self.unsaved().get(path, "")
        after = formatted(mended(text), path.name, DiagnosticCollector()) or mended(text)
        if text and after != text:
            edit = self.edit({path: types.TextEdit(positions.whole(), after)})
            found.append(types.CodeAction(self.t("language_server.mend"), kind=fix, edit=edit))
        return found


def _path(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")


def _register(server: RulesServer) -> None:
    """Register what an editor may ask; pygls marks the functions it is given, which methods do not allow."""
    t = types

    def answered(work: Callable[..., object], nothing: object = None, **options: bool) -> Callable[[Any], Any]:
        """Return what does work on the home of a document; outside of homes there is nothing."""

        async def answer(params: Any) -> object:
            opened = server.open_home(params.text_document.uri)
            if opened is None:
                return nothing
            return await server.of_home(partial(work, opened, params, server.unsaved(), **options))

        return answer

    def at_once(work: Callable[[Any], object]) -> Callable[[Any], object]:
        def answer(params: Any) -> object:
            return work(params)

        return answer

    def shut_down(*_: object) -> None:
        server.was_shut_down = True

    async def changed(params: t.DidOpenTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri)

    letters = t.CompletionOptions(trigger_characters=[" ", ":", "[", "{", ","])
    fixes = t.CodeActionOptions(code_action_kinds=[t.CodeActionKind.QuickFix])
    server.feature(t.INITIALIZE)(at_once(server.take_language))
    server.feature(t.SHUTDOWN)(shut_down)
    for happened in ("didOpen", "didChange", "didSave", "didClose"):
        server.feature(f"textDocument/{happened}")(changed)
    server.feature(t.TEXT_DOCUMENT_HOVER)(answered(server.hover))
    server.feature(t.TEXT_DOCUMENT_DEFINITION)(answered(server.places, [], declared=True))
    server.feature(t.TEXT_DOCUMENT_REFERENCES)(answered(server.places, [], declared=False))
    server.feature(t.TEXT_DOCUMENT_RENAME)(answered(server.renamed))
    server.feature(t.TEXT_DOCUMENT_COMPLETION, letters)(at_once(server.completions))
    server.feature(t.TEXT_DOCUMENT_CODE_ACTION, fixes)(at_once(server.actions))
