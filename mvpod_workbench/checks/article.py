"""Where the article says what: sections, paragraphs and sentences, found again by hash and never quoted.

A section begins at a line such as `(二)价值和创新` or `总结:`; what stands before the first is the section `序`. A
paragraph is a line with text; its sentences end at a full stop, question mark, exclamation mark or semicolon.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.principles import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.principles import Principle

LEAD = "序"
HEADING = re.compile(r"^[((]([一二三四五六七八九十]+)[))]|^(总结)")
SENTENCE_END = re.compile(r"(?<=[。!?!?;;])")


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the article and where it stands, counted from 1."""

    section: str
    paragraph: int
    number: int
    text: str

    @property
    def passage(self) -> Passage:
        """Return the locator that a principle carries."""
        return Passage(
            section=self.section, paragraph=self.paragraph, sentence=self.number, sha256=fingerprint(self.text)
        )


def sentences(article: str) -> Iterator[_Sentence]:
    """Cut an article into located sentences."""
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
        parts = [part for part in SENTENCE_END.split(text) if part.strip()]
        for number, part in enumerate(parts, start=1):
            yield _Sentence(section, paragraph, number, part.strip())


def fingerprint(sentence: str) -> str:
    """Return the SHA-256 of a sentence without white space, in Unicode's compatibility form."""
    normal = unicodedata.normalize("NFKC", sentence)
    return hashlib.sha256("".join(normal.split()).encode()).hexdigest()


def check_passages(principles: Mapping[str, Principle], article: str) -> Iterator[Diagnostic]:
    """Return a finding for each locator of a principle under which the article has another sentence.

    It says where the sentence is now.
    """
    located = list(sentences(article))
    at = {(each.section, each.paragraph, each.number): fingerprint(each.text) for each in located}
    by_hash = {fingerprint(each.text): each for each in located}
    for principle in principles.values():
        for passage in principle.passage:
            if at.get((passage.section, passage.paragraph, passage.sentence)) == passage.sha256:
                continue
            now = by_hash.get(passage.sha256)
            details = {
                "locator": f"{passage.section}.{passage.paragraph}.{passage.sentence}",
                "now": f"{now.section}.{now.paragraph}.{now.number}" if now else "-",
            }
            about = f"principles › {principle.id}"
            yield Diagnostic(code=Code.PASSAGE_MOVED, place=principle.place, about=about, details=details)
