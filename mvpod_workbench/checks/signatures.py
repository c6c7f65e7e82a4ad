"""Who signed an entry off, and whether it still means what was signed: knowledge/signatures.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.atomic_write import write_file
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, wrong_type
from mvpod_expert.model.diagnostics import Code, Diagnostic, warning
from mvpod_expert.model.frozen import FrozenModel, Prose
from mvpod_expert.model.principles import Sha256
from mvpod_expert.model.printable import quoted
from mvpod_expert.model.reviewing import ReviewDate
from mvpod_workbench.lookup.entries import Entry, entries, place_of
from mvpod_workbench.lookup.fields import meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

FILE = "signatures.yaml"
HEAD = """\
# Who signed which entry off, and when; `means` is the SHA-256 of what it said then. Written by `mvpod rules review`.
signatures:"""


class Signature(FrozenModel):
    """One signature.

    Args:
        entry: the kind and the id of the entry.
        means: the hash of its meaning when it was signed.
        by: who signed.
        date: when.
    """

    entry: Prose
    means: Sha256
    by: Prose
    date: ReviewDate


class Unsigned(NamedTuple):
    """An entry that nobody signed as it is, and the signature under what it was before, if there is one."""

    entry: Entry
    before: Signature | None


class Signatures:
    """The signatures of a home.

    Args:
        home: the home.

    Raises:
        UnusableInputError: the file is there and cannot be read.
    """

    def __init__(self, home: Home) -> None:
        self.path = home.knowledge / FILE
        self.by_entry = {each.entry: each for each in self._read(home)}

    def _read(self, home: Home) -> list[Signature]:
        report = DiagnosticCollector()
        page = Library(home, report).optional_page(self.path)
        listing = page.at("signatures") if page is not None else None
        if listing is not None and not isinstance(listing, Listing):
            wrong_type(listing, "list", report)
        nodes = listing.listed if listing is not None else ()
        found = [validate(Signature, node, report, about="signatures") for node in nodes]
        report.raise_if_any()
        return [each for each in found if each is not None]

    def unsigned(self, knowledge: KnowledgeBase) -> Iterator[Unsigned]:
        """Return the entries that are not signed as they are, in the order of the files; changed ones know of it."""
        for entry in entries(knowledge):
            if entry.kind == "draft":
                continue
            signed = self.by_entry.get(name_of(entry))
            if signed is None or signed.means != meaning_of(entry.said):
                yield Unsigned(entry, signed)

    def sign(self, signed: Iterable[tuple[Entry, str]], day: date, knowledge: KnowledgeBase) -> None:
        """Sign entries, each by somebody, and write the file with the signatures of all entries that are still there.

        Raises:
            OSError: it could not be written.
        """
        for entry, by in signed:
            name = name_of(entry)
            self.by_entry[name] = Signature(entry=name, means=meaning_of(entry.said), by=by, date=day)
        kept = (self.by_entry.get(name_of(entry)) for entry in entries(knowledge))
        lines = (
            f"  - {{entry: {quoted(each.entry)}, means: {each.means}, by: {quoted(each.by)}, date: {each.date}}}\n"
            for each in kept
            if each is not None
        )
        text = "".join(lines)
        write_file(self.path, f"{HEAD}\n{text}" if text else f"{HEAD} []\n")

    def take_back(self, unsigned: Unsigned) -> None:
        """Let an entry have the signature it had before, or none; the next signing writes that."""
        name = name_of(unsigned.entry)
        if unsigned.before is not None:
            self.by_entry[name] = unsigned.before
        else:
            self.by_entry.pop(name, None)


def name_of(entry: Entry) -> str:
    """Return what an entry is signed under: what it belongs to, its kind and its id."""
    return " › ".join(filter(None, entry[:3]))


def unsigned_findings(home: Home, knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each entry that nobody signed as it is; first those that changed since."""
    found = list(Signatures(home).unsigned(knowledge))
    for entry, before in sorted(found, key=lambda each: each.before is None):
        signed = {"by": before.by if before else "", "on": before.date.isoformat() if before else ""}
        yield warning(Code.SIGNATURE_MISSING, place_of(entry.said), name_of(entry), signed)
