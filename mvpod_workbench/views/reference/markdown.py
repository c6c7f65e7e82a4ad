"""The reference as Markdown pages that link to each other, for code hosts. Everything filled in is escaped."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.document.markdown import escaped as escaped_markdown
from mvpod_expert.views.description import Ref
from mvpod_workbench.views.reference.pages import anchor, pages, part_names, where

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.description import Description, Line, Section, Words
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.views.code_pages import CodePage
    from mvpod_workbench.views.reference.describing import Describer
    from mvpod_workbench.views.reference.pages import Page

RULES = tuple(f"rules_{stratum}" for stratum in ("weigh", "derive", "doubt", "plan", "compare"))
EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


@dataclass(frozen=True)
class CommandPage:
    """One command as the reference tells it; `commands` reads it from the program itself.

    Args:
        name: with the program's name and its groups.
        usage: the line that says what it takes.
        help: what it does.
        options: each as it is written, with what it does.
    """

    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...]


def site(
    describer: Describer,
    codes: Iterable[CodePage],
    commands: Sequence[CommandPage],
    glossary: str = "",
    left_out: Container[str] = (),
) -> dict[str, str]:
    """Return every page of the reference by its path.

    Args:
        describer: describes the things of the knowledge base.
        codes: what the codes of findings mean.
        commands: what the commands take.
        glossary: where the glossary is, from the folder of the reference; not linked when empty.
        left_out: the parts that are not written.
    """
    made = pages(describer, left_out)
    t = describer.naming.t
    writer = _Writer(where(made, describer), describer)
    texts = {page.path: writer.page(page) for page in made}
    texts["codes.md"] = _codes_page(codes, t)
    texts["commands.md"] = _commands_page(commands, t)
    texts["README.md"] = _index(made, describer, glossary)
    return dict(sorted(texts.items()))


class _Writer:
    def __init__(self, paths: Mapping[Thing, str], describer: Describer) -> None:
        self.paths = paths
        self.describer = describer
        self.t = describer.naming.t

    def page(self, page: Page) -> str:
        blocks = [
            f"# {escaped(page.title)}",
            f"[{escaped(self.t('docs.back'))}]({_relative('README.md', page.path)})",
        ]
        if page.intro:
            blocks.append(escaped(page.intro))
        if page.picture:
            blocks.append(f"```mermaid\n{page.picture}```")
        for description in page.descriptions:
            blocks += self._description(description, page.path)
        return _page(blocks)

    def _description(self, description: Description, here: str) -> Iterator[str]:
        yield f'<a id="{anchor(description.thing)}"></a>\n\n## {escaped(description.title)}'
        codes = (_code(each) for each in (description.thing.id, description.file) if each)
        yield " · ".join([escaped(description.kind), *codes])
        yield from self._lines(description.lead, here)
        fact = self.describer.knowledge.facts.get(description.thing.id) if description.thing.kind == "fact" else None
        states = {self.describer.facts.heading(fact, state): state for state in fact.known_states} if fact else {}
        for section in description.sections:
            yield self._heading(section, description.thing, states.pop(section.heading, None))
            yield from self._lines(section.lines, here)
        for state in states.values():
            yield f'<a id="{anchor(description.thing._replace(kind="option"))}-{state}"></a>'

    def _heading(self, section: Section, thing: Thing, state: str | None) -> str:
        if state is None:
            return f"**{escaped(section.heading)}**"
        return f'<a id="{anchor(thing._replace(kind="option"))}-{state}"></a>\n\n### {escaped(section.heading)}'

    def _lines(self, lines: Sequence[Line], here: str) -> Iterator[str]:
        listed: list[str] = []
        for line in lines:
            text = self._words(line.words, here)
            if line.is_marked:
                listed.append(f"{'  ' * line.depth}- {text}")
                continue
            if listed:
                yield "\n".join(listed)
                listed = []
            yield text
        if listed:
            yield "\n".join(listed)

    def _words(self, words: Words, here: str) -> str:
        return "".join(self._ref(word, here) if isinstance(word, Ref) else escaped(word) for word in words).strip()

    def _ref(self, ref: Ref, here: str) -> str:
        page = self.paths.get(ref.thing)
        if page is None:
            return escaped(ref.text)
        target = _relative(page, here) if page != here else ""
        return f"[{escaped(ref.text)}]({target}#{anchor(ref.thing)})"


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is; the spaces at its ends stay."""
    before, inside, after = EDGES.fullmatch(text).groups()  # type: ignore[union-attr]
    return f"{' ' if before else ''}{escaped_markdown(inside)}{' ' if after else ''}"


def _index(made: Sequence[Page], describer: Describer, glossary: str) -> str:
    t, knowledge = describer.naming.t, describer.knowledge
    sorts = Counter(map(describer.naming.sort, describer.naming.titles))
    sources = len(knowledge.sources)
    blocks = [
        f"# {escaped(t('docs.title'))}",
        escaped(t("docs.about", edition=knowledge.decision.edition, count=sorts, sources=sources)),
    ]
    for group in (*RULES, *part_names()[1:]):
        of_group = [page for page in made if page.group == group]
        if of_group:
            blocks.append(f"## {escaped(t(t.first(f'{group}_reference.group', f'docs.group_{group}')))}")
            lines = (
                f"- [{escaped(page.title)}]({page.path})" + t("list.extra", text=str(_count(page))) for page in of_group
            )
            blocks.append("\n".join(lines))
    blocks.append(f"## {escaped(t('docs.group_tools'))}")
    tools = {"commands": "commands.md", "codes": "codes.md", "glossary": glossary}
    blocks.append("\n".join(f"- [{escaped(t(f'docs.{name}'))}]({path})" for name, path in tools.items() if path))
    return _page(blocks)


def _count(page: Page) -> int:
    return sum(description.thing.kind != "shelf" for description in page.descriptions)


def _codes_page(codes: Iterable[CodePage], t: Messages) -> str:
    blocks = [f"# {escaped(t('docs.codes'))}", f"[{escaped(t('docs.back'))}](README.md)"]
    blocks.append(escaped(t("docs.intro_codes")))
    for code in codes:
        blocks.append(f'<a id="code-{code.code}"></a>\n\n## {code.code}')
        if code.name:
            blocks.append(f"**{escaped(code.name.in_(t.lang))}**")
        blocks.append(escaped(code.means.in_(t.lang)))
        for key, example in (("wrong", code.wrong), ("right", code.right)):
            if example:
                blocks.append(f"**{escaped(t(f'docs.{key}'))}**")
                blocks.append(_fenced(example, "yaml"))
        blocks.append(f"**{escaped(t('docs.mend'))}** {escaped(code.mend.in_(t.lang))}")
    return _page(blocks)


def _commands_page(commands: Sequence[CommandPage], t: Messages) -> str:
    blocks = [f"# {escaped(t('docs.commands'))}", f"[{escaped(t('docs.back'))}](README.md)"]
    blocks.append("\n".join(f"- [{_code(command.name)}](#{_command_anchor(command.name)})" for command in commands))
    for each in commands:
        blocks.append(f'<a id="{_command_anchor(each.name)}"></a>\n\n## {escaped(each.name)}')
        blocks.append(escaped(each.help))
        blocks.append(_fenced(each.usage, "text"))
        if each.options:
            lines = (f"- {_code(written)} {escaped(told)}" for written, told in each.options if told)
            blocks.append("\n".join(lines))
    return _page(blocks)


def _command_anchor(name: str) -> str:
    return "command-" + name.replace(" ", "-")


def _page(blocks: Sequence[str]) -> str:
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _code(text: str) -> str:
    """Write a text as code: between marks that do not stand in it."""
    mark = "`" * (max((len(each) for each in re.findall("`+", text)), default=0) + 1)
    return f"{mark}{text}{mark}"


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, max((len(each) for each in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def _relative(path: str, here: str) -> str:
    return PurePosixPath(os.path.relpath(path, PurePosixPath(here).parent)).as_posix()
