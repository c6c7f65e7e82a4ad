"""The reference as Markdown pages that link to each other, for code hosts. Everything filled in is escaped."""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import groupby
from operator import add, attrgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.document.markdown import escaped as escaped_markdown
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import Description, Line, Ref, Words, plain_text
from mvpod_workbench.views.reference.pages import Page, anchor, pages, part_names, where

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.views.code_pages import CodePage
    from mvpod_workbench.views.reference.describing import Describer

RULES = tuple(f"rules_{stratum}" for stratum in ("weigh", "derive", "doubt", "plan", "compare"))
EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
INDEX = "README.md"
MOST_HOVERED = 6


class CommandPage(NamedTuple):
    """One command: its whole name, the line that says what it takes, what it does, and what its options do."""

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
    made, t = pages(describer, left_out), describer.t
    paths = where(made, describer)
    texts = {page.path: _page(page.title, _blocks(page, describer, paths), t, page.path) for page in made}
    texts["codes.md"] = _page(t("docs.codes"), _codes(codes, t), t)
    texts["commands.md"] = _page(t("docs.commands"), _commands(commands), t)
    texts[INDEX] = _page(t("docs.title"), _index(made, describer, glossary))
    return dict(sorted(texts.items()))


def _page(title: str, blocks: Iterable[str], t: Messages | None = None, path: str = INDEX) -> str:
    """Return a page: its title, the way back to the index where the words for it are given, and its blocks."""
    back = [f"[{escaped(t('docs.back'))}]({_relative(INDEX, path)})"] if t is not None else []
    return "\n\n".join(block for block in (f"# {escaped(title)}", *back, *blocks) if block.strip()) + "\n"


def _blocks(page: Page, describer: Describer, paths: Mapping[Thing, str]) -> Iterator[str]:
    yield escaped(page.intro)
    if page.picture:
        yield f"```mermaid\n{page.picture}```"
    for description in page.descriptions:
        yield from _described(description, describer, paths, page.path)


def _described(description: Description, describer: Describer, paths: Mapping[Thing, str], here: str) -> Iterator[str]:
    thing = description.thing
    yield _heading(anchor(thing), description.title)
    yield " · ".join([escaped(description.kind), *map(_code, filter(None, (thing.id, description.file)))])
    yield from _lines(description.lead, paths, here)
    fact = describer.knowledge.facts.get(thing.id) if thing.kind == "fact" else None
    states = {describer.heading(fact, state): option(fact.id, state) for state in fact.known_states} if fact else {}
    for section in description.sections:
        state = states.pop(section.heading, None)
        yield _bold(section.heading) if state is None else _heading(anchor(state), section.heading, "###")
        yield from _lines(section.lines, paths, here)
    yield from map(_anchored, map(anchor, states.values()))


def _lines(lines: Sequence[Line], paths: Mapping[Thing, str], here: str) -> Iterator[str]:
    for is_listed, group in groupby(lines, key=attrgetter("is_marked")):
        texts = [(line.depth, _words(line.words, paths, here)) for line in group]
        if is_listed:
            yield "\n".join(f"{'  ' * depth}- {text}" for depth, text in texts)
        else:
            yield from (text for _, text in texts)


def _words(words: Words, paths: Mapping[Thing, str], here: str) -> str:
    return "".join(_ref(word, paths, here) if isinstance(word, Ref) else escaped(word) for word in words).strip()


def _ref(ref: Ref, paths: Mapping[Thing, str], here: str) -> str:
    page = paths.get(ref.thing)
    if page is None:
        return escaped(ref.text)
    return f"[{escaped(ref.text)}]({_relative(page, here) if page != here else ''}#{anchor(ref.thing)})"


def hover_text(description: Description) -> str:
    """Return the beginning of a description for the small window of an editor, without links."""
    said = description
    parts = [f"**{said.title}** · {said.kind} · `{said.thing.id}`", *(plain_text(line.words) for line in said.lead)]
    for section in said.sections[:MOST_HOVERED]:
        lines = "\n".join(f"- {plain_text(line.words)}" for line in section.lines[:MOST_HOVERED])
        parts.append(f"**{section.heading}**\n\n{lines}")
    return "\n\n".join(parts)


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is; the spaces at its ends stay."""
    before, inside, after = EDGES.fullmatch(text).groups()  # type: ignore[union-attr]
    return f"{' ' if before else ''}{escaped_markdown(inside)}{' ' if after else ''}"


def _index(made: Sequence[Page], describer: Describer, glossary: str) -> Iterator[str]:
    t, knowledge = describer.t, describer.knowledge
    sorts = Counter(map(describer.sort, describer.titles))
    about = t("docs.about", edition=knowledge.decision.edition, count=sorts, sources=len(knowledge.sources))
    yield escaped(about)
    for group in (*RULES, *part_names()[1:]):
        of_group = [page for page in made if page.group == group]
        if of_group:
            yield f"## {escaped(t(t.first(f'{group}_reference.group', f'docs.group_{group}')))}"
            counts = (sum(each.thing.kind != "shelf" for each in page.descriptions) for page in of_group)
            extras = (t("list.extra", text=str(count)) for count in counts)
            links = (f"- [{escaped(page.title)}]({page.path})" for page in of_group)
            yield "\n".join(map(add, links, extras))
    yield f"## {escaped(t('docs.group_tools'))}"
    tools = {"commands": "commands.md", "codes": "codes.md", "glossary": glossary}
    yield "\n".join(f"- [{escaped(t(f'docs.{name}'))}]({path})" for name, path in tools.items() if path)


def _codes(codes: Iterable[CodePage], t: Messages) -> Iterator[str]:
    yield escaped(t("docs.intro_codes"))
    for code in codes:
        yield _heading(f"code-{code.code}", code.code)
        if code.name:
            yield _bold(code.name.in_(t.lang))
        yield escaped(code.means.in_(t.lang))
        for key, example in (("wrong", code.wrong), ("right", code.right)):
            if example:
                yield from (_bold(t(f"docs.{key}")), _fenced(example, "yaml"))
        yield f"{_bold(t('docs.mend'))} {escaped(code.mend.in_(t.lang))}"


def _commands(commands: Sequence[CommandPage]) -> Iterator[str]:
    anchors = {each.name: "command-" + each.name.replace(" ", "-") for each in commands}
    yield "\n".join(f"- [{_code(name)}](#{target})" for name, target in anchors.items())
    for each in commands:
        yield from (_heading(anchors[each.name], each.name), escaped(each.help), _fenced(each.usage, "text"))
        yield "\n".join(f"- {_code(written)} {escaped(about)}" for written, about in each.options if about)


def _anchored(name: str) -> str:
    return f'<a id="{name}"></a>'


def _heading(name: str, title: str, marks: str = "##") -> str:
    return f"{_anchored(name)}\n\n{marks} {escaped(title)}"


def _bold(text: str) -> str:
    return f"**{escaped(text)}**"


def _code(text: str) -> str:
    """Write a text as code: between marks that do not stand in it."""
    mark = "`" * (_longest_mark(text) + 1)
    return f"{mark}{text}{mark}"


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, _longest_mark(text) + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def _longest_mark(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _relative(path: str, here: str) -> str:
    return PurePosixPath(os.path.relpath(path, PurePosixPath(here).parent)).as_posix()
