"""Where the article says what: sections, paragraphs and sentences, found again by hash and never quoted.

A section begins at a line such as `(二)价值和创新` or `总结:`; what stands before the first is the section `序`. A
paragraph is a line with text; its sentences end at a full stop, question mark, exclamation mark or semicolon.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.principles import Passage, Principle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


LEAD = "序"
HEADING = re.compile(r"^[((]([一二三四五六七八九十]+)[))]|^(总结)")
SENTENCE_END = re.compile(r"(?<=[。!?!?;;])")


def sentences(article: str) -> Iterator[tuple[Passage, str]]:
    """Cut an article into sentences, each with its locator, as a principle carries it; places count from 1."""
    section, paragraph = LEAD, 0
    for line in article.splitlines():
        text = line.strip().lstrip("•").strip()
        if not text:
            continue
        heading = HEADING.match(text)
        if heading:
            section, paragraph = heading.group(1) or heading.group(2), 0
            continue
        paragraph += 1
        parts = (part.strip() for part in SENTENCE_END.split(text) if part.strip())
        for number, part in enumerate(parts, start=1):
            yield Passage(section=section, paragraph=paragraph, sentence=number, sha256=fingerprint(part)), part


def fingerprint(sentence: str) -> str:
    """Return the SHA-256 of a sentence without white space, in Unicode's compatibility form."""
    normal = unicodedata.normalize("NFKC", sentence)
    return hashlib.sha256("".join(normal.split()).encode()).hexdigest()


def check_passages(principles: Mapping[str, Principle], article: str) -> Iterator[Diagnostic]:
    """Return a finding for each locator of a principle under which the article has another sentence.

    It says where the sentence is now.
    """
    located = [passage for passage, _ in sentences(article)]
    by_hash = {each.sha256: each for each in located}
    for principle in principles.values():
        for passage in (each for each in principle.passage if each not in located):
            now = by_hash.get(passage.sha256)
            details = {"locator": _written(passage), "now": _written(now) if now else "-"}
            about = f"principles › {principle.id}"
            yield Diagnostic(code=Code.PASSAGE_MOVED, place=principle.place, about=about, details=details)


def _written(passage: Passage) -> str:
    return f"{passage.section}.{passage.paragraph}.{passage.sentence}"
