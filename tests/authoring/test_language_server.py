"""`mvpod rules language-server`, asked by a real client over stdio about copied homes with unsaved edits.

The pattern: language servers answer for the file on disk, or count characters where the protocol counts UTF-16 units.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from typing import TYPE_CHECKING

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

    async def stop(self) -> int | None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        return await asyncio.wait_for(self.client._server.wait(), 10)  # type: ignore[union-attr]


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
    asyncio.run(_session(lang, tmp_path))


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
    editor.told.clear()
    editor.client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, document.uri),
            [types.TextDocumentContentChangeWholeDocument(saved)],
        )
    )
    assert await editor.findings(document.uri) == []
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
    renamed = await editor.client.text_document_rename_async(types.RenameParams(document, at, "hard_product"))
    assert document.uri in renamed.changes  # type: ignore[union-attr,operator]
    assert path.read_text(encoding="utf-8") == saved
    second = editor.open(other, "rules: [\n")
    assert (await editor.findings(second.uri))[0].code == "MV110"
    assert not editor.told[document.uri]
    assert await editor.stop() == 0
