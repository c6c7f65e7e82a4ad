"""`mvpod rules language-server`, asked by a real client over stdio about copied homes with unsaved edits.

The pattern: language servers answer for the file on disk, or count characters where the protocol counts UTF-16 units.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.shipped import HOME

if TYPE_CHECKING:
    from pathlib import Path

FILE = "rules/mode/product.yaml"
FACT = "product_complexity"


class Editor:
    """A client with one document of each of two homes."""

    def __init__(self, lang: str) -> None:
        self.lang, self.client = lang, LanguageClient("test", "1")
        self.told: dict[str, list[types.Diagnostic]] = {}
        self.heard = asyncio.Event()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _told(params: types.PublishDiagnosticsParams) -> None:
            self.told[params.uri] = list(params.diagnostics)
            self.heard.set()

    async def start(self) -> None:
        await self.client.start_io(sys.executable, "-m", "mvpod_expert", "rules", "language-server")
        options = {"lang": self.lang}
        await self.client.initialize_async(
            types.InitializeParams(capabilities=types.ClientCapabilities(), initialization_options=options)
        )
        self.client.initialized(types.InitializedParams())

    def open(self, path: Path, text: str) -> types.TextDocumentIdentifier:
        item = types.TextDocumentItem(path.as_uri(), "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return types.TextDocumentIdentifier(item.uri)

    async def findings(self, uri: str) -> list[types.Diagnostic]:
        while uri not in self.told:
            self.heard.clear()
            await asyncio.wait_for(self.heard.wait(), 30)
        return self.told[uri]

    async def typed(self, uri: str, text: str) -> list[types.Diagnostic]:
        self.told.clear()
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(2, uri), [types.TextDocumentContentChangeWholeDocument(text)]
            )
        )
        return await self.findings(uri)

    async def stop(self) -> int | None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        return await asyncio.wait_for(self.client._server.wait(), 60)  # type: ignore[union-attr]


def _copied(folder: Path) -> Path:
    for name in ("rules", "knowledge"):
        shutil.copytree(HOME.root / name, folder / name)
    return folder / FILE


def _at(text: str, word: str, after: str = "") -> types.Position:
    start = text.index(word, text.index(after))
    line = text.count("\n", 0, start)
    return types.Position(line, len(text[text.rfind("\n", 0, start) + 1 : start].encode("utf-16-le")) // 2)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_editor_is_answered_for_what_is_typed(lang: str, tmp_path: Path) -> None:
    """Each capability, with a wrong id behind Chinese words and an emoji in a buffer that was never saved."""
    asyncio.run(asyncio.wait_for(_session(lang, tmp_path), 240))


async def _session(lang: str, folder: Path) -> None:
    path, other = _copied(folder / "我的 规则"), _copied(folder / "second")
    saved = path.read_text(encoding="utf-8")
    line = "title: {zh: 产品难讲清楚，宜直销"
    wrong = saved.replace("fires: [{product_complexity: high}]", "fires: [{product_complexity: hihg}] # 🙂产品", 1)
    assert line in saved
    assert wrong != saved
    editor = Editor(lang)
    await editor.start()
    document = editor.open(path, wrong)
    (finding, *_) = await editor.findings(document.uri)
    assert finding.range.start == _at(wrong, "hihg")
    assert ("不是" in finding.message or "没有" in finding.message) == (lang == "zh")
    context = types.CodeActionContext([finding])
    actions = await editor.client.text_document_code_action_async(
        types.CodeActionParams(document, finding.range, context)
    )
    assert actions is not None
    assert [edit.new_text for edit in actions[0].edit.changes[document.uri]] == ["high"]  # type: ignore[union-attr,index]
    assert await editor.typed(document.uri, saved) == []
    at = _at(saved, FACT)
    hover = await editor.client.text_document_hover_async(types.HoverParams(document, at))
    assert hover is not None
    assert FACT in hover.contents.value  # type: ignore[union-attr]
    defined = await editor.client.text_document_definition_async(types.DefinitionParams(document, at))
    assert [each.uri.rsplit("/", 2)[1] for each in defined] == ["vocabulary"]  # type: ignore[union-attr]
    completed = await editor.client.text_document_completion_async(
        types.CompletionParams(document, types.Position(at.line, at.character + len(FACT) + 2))
    )
    assert "high" in [each.label for each in completed]  # type: ignore[union-attr]
    used = await editor.client.text_document_references_async(
        types.ReferenceParams(
            context=types.ReferenceContext(include_declaration=True), text_document=document, position=at
        )
    )
    assert {each.uri.rsplit("/", 1)[1] for each in used or ()} >= {"product.yaml", "interactions.yaml"}
    assert at in [each.range.start for each in used or () if each.uri == document.uri]
    renamed = await editor.client.text_document_rename_async(types.RenameParams(document, at, "hard_product"))
    assert document.uri in renamed.changes  # type: ignore[union-attr,operator]
    assert path.read_text(encoding="utf-8") == saved
    await _mended(editor, document, saved)
    second = editor.open(other, "rules: [\n")
    assert (await editor.findings(second.uri))[0].code == "MV110"
    assert not editor.told[document.uri]
    assert await editor.stop() == 0


async def _mended(editor: Editor, document: types.TextDocumentIdentifier, saved: str) -> None:
    """Behind two code units of one sign, and a colon as a Chinese keyboard types it."""
    line = "  - {id: pair, title: {zh: 🙂好, en: Good}, when： {product_complexity: hihg}, "
    line += "then: [{for: direct, strength: weak}], because: {principle: [M2], basis: proposal, "
    line += "reason: {zh: 好, en: Good}}, examples: {fires: [{product_complexity: high}], silent: [{}]}}\n"
    for typed, told in ((line, "when："), (line.replace("：", ":"), "hihg")):
        text = saved + typed
        (finding, *_) = await editor.typed(document.uri, text)
        start = _at(text, told)
        assert finding.range.start.line == start.line
        assert finding.range.start.character == start.character + (len("when") if told == "when：" else 0)
        actions = await editor.client.text_document_code_action_async(
            types.CodeActionParams(document, finding.range, types.CodeActionContext([]))
        )
        # The mending that `check --fix` does is offered whatever the finding; it leaves ids alone.
        mended = [each.edit.changes[document.uri][0].new_text for each in actions or ()]  # type: ignore[union-attr,index]
        assert all("：" not in each.split("🙂好")[1] and "hihg" in each for each in mended)
        assert mended
    assert await editor.typed(document.uri, saved) == []


class Wire:
    """What goes over a server's pipes, byte by byte."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mvpod_expert", "rules", "language-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.asked = 0

    def send(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: object) -> dict[str, Any]:
        self.asked += 1
        self.send(json.dumps({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}).encode())
        return self.answer(self.asked)

    def note(self, method: str, params: object) -> None:
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def answer(self, to: int | None) -> dict[str, Any]:
        while True:
            assert self.process.stdout is not None
            length = int(self.process.stdout.readline().split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            message: dict[str, Any] = json.loads(self.process.stdout.read(length))
            if "method" not in message and message.get("id") == to:
                return message

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said.decode()


@pytest.mark.parametrize("orderly", [True, False])
def test_what_no_editor_should_send_is_answered(orderly: bool) -> None:
    """Servers of this kind log a stack and leave the editor waiting for ever, or end with 0 when they were cut off."""
    wire, document = Wire(), {"textDocument": {"uri": (HOME.root / FILE).as_uri()}}
    start = {"line": 0, "character": 0}
    assert wire.ask("textDocument/hover", {**document, "position": start})["error"]["code"] == -32002
    wire.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    if orderly:
        wire.ask("shutdown", None)
        assert wire.ask("textDocument/hover", {**document, "position": start})["error"]["code"] == -32600
    else:
        for line, character in ((-1, 0), (4, -1)):
            at = {"line": line, "character": character}
            for method in ("hover", "definition", "completion"):
                assert wire.ask(f"textDocument/{method}", {**document, "position": at})["error"]["code"] == -32602
        far = {"line": 10**6, "character": 10**6}
        assert wire.ask("textDocument/hover", {**document, "position": far})["result"] is None
        for body in (b"{not json", b"\xff\xfe", b"[" * 3000):
            wire.send(body)
            assert wire.answer(None)["error"]["code"] == -32700
        for body in (b"[]", b"3", b'{"jsonrpc": "2.0", "id": 99, "method": 5}', b'{"jsonrpc": "2.0"}'):
            wire.send(body)
        assert wire.ask("textDocument/hover", {**document, "position": far})["result"] is None
    wire.send(b'{"jsonrpc": "2.0", "method": "exit"}')
    code, said = wire.end()
    assert code == (0 if orderly else 1)
    assert "Traceback" not in said


FOREIGN = (
    *("untitled:Untitled-1", "http://elsewhere.example/rules/a.yaml", "file:///etc/passwd", "file:///tmp/%00x"),
    *("", "%%%"),
    *("file://host/share/rules/a.yaml", "file:" + "/a" * 5_000, "file:///rules/" + "a" * 5_000),
)


def test_other_documents_and_endless_lines_are_answered_soon() -> None:
    """Servers of this kind read any file they are told of, and hang for the square of a line's length."""
    wire = Wire()
    wire.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    for uri in FOREIGN:
        document = {"textDocument": {"uri": uri}}
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": "a: b"}
        wire.note("textDocument/didOpen", {"textDocument": item})
        at = {"line": 0, "character": 0}
        assert wire.ask("textDocument/hover", {**document, "position": at})["result"] is None
        asked = {**document, "position": at, "context": {"includeDeclaration": True}}
        assert wire.ask("textDocument/references", asked)["result"] in ([], None)
    document = {"textDocument": {"uri": (HOME.root / FILE).as_uri()}}
    for line in ("a" * 200_000, "rules: " + "a🙂" * 100_000, "{" * 200_000):
        item = {**document["textDocument"], "languageId": "yaml", "version": 1, "text": line}
        wire.note("textDocument/didOpen", {"textDocument": item})
        begun = time.monotonic()
        for method in ("hover", "definition", "completion"):
            at = {"line": 0, "character": 200_000}
            assert "result" in wire.ask(f"textDocument/{method}", {**document, "position": at})
        assert time.monotonic() - begun < 20
    wire.note("exit", None)
    code, said = wire.end()
    assert code == 1
    assert "Traceback" not in said
    assert "mistake" not in said


@pytest.mark.parametrize(("header", "ends"), [("abc", 1), ("-5", 1), ("99999999999999", 2)])
def test_a_header_that_lies_ends_the_server(header: str, ends: int) -> None:
    """Servers of this kind ask for as much memory as a header announces, and end in a traceback."""
    wire = Wire()
    assert wire.process.stdin is not None
    wire.process.stdin.write(f"Content-Length: {header}\r\n\r\n{{}}".encode())
    code, said = wire.end()
    assert code == ends
    assert "mistake" not in said
